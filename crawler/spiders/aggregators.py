"""Sites that carry what others wrote; their pages are copies more often than not."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider
from crawler.spiders.families import SLUG, wordpress


class RealClearDefense(OutletSpider):
    """A daily choice of others' pieces, with some of its own."""

    outlet = Outlet(
        "realcleardefense",
        "RealClearDefense",
        "https://www.realcleardefense.com/",
        feeds=("/index.xml",),
        article_url=r"^/(?:articles/)?\d{4}/\d\d/\d\d/[^/]+_\d+\.html$",
        country="us",
        kind="aggregator",
    )


class SpaceWar(OutletSpider):
    """Agencies' reports and press releases."""

    outlet = Outlet(
        "spacewar",
        "SpaceWar",
        "https://www.spacewar.com/",
        feeds=("/spacewar.xml",),
        article_url=r"^/reports/[^/]+_999\.html$",
        country="au",
        kind="aggregator",
    )


class DefenseAerospace(OutletSpider):
    """Press releases of companies and ministries, as they were sent."""

    outlet = wordpress(
        "defense-aerospace",
        "Defense-Aerospace",
        "https://www.defense-aerospace.com/",
        SLUG,
        country="fr",
        kind="aggregator",
    )


class DefenceTalk(OutletSpider):
    """Agencies' reports and the services' releases."""

    outlet = wordpress(
        "defencetalk",
        "DefenceTalk",
        "https://www.defencetalk.com/",
        r"^/[a-z0-9]+(?:-[a-z0-9]+)+-\d{4,}/?$",
        country="us",
        kind="aggregator",
    )


class ASDNews(OutletSpider):
    """Press releases of the industry."""

    outlet = Outlet(
        "asdnews",
        "ASDNews",
        "https://www.asdnews.com/",
        listings=("/news/defense",),
        article_url=r"^/news/[a-z-]+/\d{4}/\d\d/\d\d/[^/]+$",
        country="nl",
        kind="aggregator",
    )
