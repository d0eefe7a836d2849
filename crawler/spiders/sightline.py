"""The Sightline family: eight sister sites on Arc XP, which carry each other's stories."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider

FEED = "/arc/outboundfeeds/rss/?outputType=xml"
SITEMAPS = (
    "/arc/outboundfeeds/sitemap-news/?outputType=xml",
    "/arc/outboundfeeds/sitemap-index/?outputType=xml",
)
ARTICLE = r"^/[a-z0-9-]+(?:/[a-z0-9-]+)*/\d{4}/\d\d/\d\d/[^/]+/?$"


def sightline(title: str, *sections: str, confirmed: bool = True) -> Outlet:
    """One of the family; its name and host are its title without spaces."""
    name = title.lower().replace(" ", "")
    return Outlet(
        name,
        title,
        site=f"https://www.{name}.com/",
        feeds=(FEED,),
        sitemaps=SITEMAPS,
        listings=tuple(f"/{section}/" for section in sections),
        article_url=ARTICLE,
        platform="arc",
        country="us",
        confirmed=confirmed,
    )


class MilitaryTimes(OutletSpider):
    """All services, pay and benefits."""

    outlet = sightline(
        "Military Times", "news/your-military", "news/pentagon-congress", "flashpoints", "veterans"
    )


class ArmyTimes(OutletSpider):
    """The Army."""

    outlet = sightline("Army Times", "news/your-army")


class NavyTimes(OutletSpider):
    """The Navy."""

    outlet = sightline("Navy Times", "news/your-navy")


class AirForceTimes(OutletSpider):
    """The Air Force and the Space Force."""

    outlet = sightline("Air Force Times", "news/your-air-force")


class MarineCorpsTimes(OutletSpider):
    """The Marine Corps."""

    outlet = sightline("Marine Corps Times", "news/your-marine-corps", confirmed=False)


class DefenseNews(OutletSpider):
    """The trade: programmes, budgets, industry."""

    outlet = sightline(
        "Defense News", "air", "land", "naval", "space", "unmanned", "global", "pentagon", "industry"
    )


class C4ISRNet(OutletSpider):
    """Networks, electronic warfare, intelligence."""

    outlet = sightline("C4ISRNET", "battlefield-tech", "cyber", "electronic-warfare", confirmed=True)


class FederalTimes(OutletSpider):
    """The federal workforce."""

    outlet = sightline("Federal Times", "management", "fedlife", confirmed=False)
