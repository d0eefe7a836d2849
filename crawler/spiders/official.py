"""NATO, the European Union, and ministries and services outside the United States."""

from crawler.outlets import Outlet, Platform
from crawler.spiders.base import OutletSpider

CANADA_FEED = (
    "https://api.io.canada.ca/io-server/gc/news/en/v2?dept=departmentnationaldefense"
    "&sort=publishedDate&orderBy=desc&pick=100&format=atom"
)


def official(
    name: str, title: str, site: str, article_url: str, country: str, *listings: str,
    feeds: tuple[str, ...] = (), platform: Platform = "", language: str = "en", confirmed: bool = False,
) -> Outlet:  # fmt: skip
    """A publication of a state or an alliance."""
    return Outlet(
        name,
        title,
        site,
        feeds=feeds,
        listings=listings,
        article_url=article_url,
        platform=platform,
        country=country,
        language=language,
        kind="official",
        confirmed=confirmed,
    )


class NATO(OutletSpider):
    """The alliance's headquarters; claims about its feeds disagree, so its pages are read."""

    outlet = official(
        "nato",
        "NATO",
        "https://www.nato.int/",
        r"^/(?:en/news-and-events/articles/news/\d{4}/\d\d/\d\d/[^/]+|cps/en/natohq/news_\d+\.htm)/?$",
        "int",
        "/en/news-and-events/articles/news",
    )


class EuropeanDefenceAgency(OutletSpider):
    """The EU's agency for joint programmes."""

    outlet = official(
        "eda",
        "European Defence Agency",
        "https://eda.europa.eu/",
        r"^/news-and-events/news/\d{4}/\d\d/\d\d/[^/]+/?$",
        "eu",
        "/news-and-events/news",
    )


class UKMinistryOfDefence(OutletSpider):
    """The British ministry, on GOV.UK."""

    outlet = official(
        "ukmod",
        "UK Ministry of Defence",
        "https://www.gov.uk/",
        r"^/government/(?:news|speeches|fatalities|news-stories)/[^/]+/?$",
        "gb",
        feeds=("/government/organisations/ministry-of-defence.atom",),
        platform="govuk",
        confirmed=True,
    )


class RoyalNavy(OutletSpider):
    """The Royal Navy."""

    outlet = official(
        "royalnavy",
        "Royal Navy",
        "https://www.royalnavy.mod.uk/",
        r"^/(?:news-and-latest-activity/)?news/\d{4}/[a-z]+/\d\d/[^/]+/?$",
        "gb",
        "/news",
    )


class BritishArmy(OutletSpider):
    """The British Army."""

    outlet = official(
        "britisharmy",
        "British Army",
        "https://www.army.mod.uk/",
        r"^/(?:news-and-events/)?news/(?:\d{4}/\d\d/)?[a-z0-9]+(?:-[a-z0-9]+){2,}/?$",
        "gb",
        "/news/",
    )


class RoyalAirForce(OutletSpider):
    """The Royal Air Force."""

    outlet = official(
        "raf", "Royal Air Force", "https://www.raf.mod.uk/", r"^/news/articles/[^/]+/?$", "gb", "/news/"
    )


class AustralianDefence(OutletSpider):
    """The Australian department and its ministers."""

    outlet = official(
        "australia",
        "Australian Department of Defence",
        "https://www.defence.gov.au/",
        r"^/(?:news-events/(?:news|releases)|media-releases|transcripts|speeches)/\d{4}-\d\d-\d\d/[^/]+/?$",
        "au",
        "/news-events/news",
        "/news-events/releases",
        "https://www.minister.defence.gov.au/media-releases",
    )


class CanadianDefence(OutletSpider):
    """The Canadian department and forces."""

    outlet = official(
        "canada",
        "Canadian Department of National Defence",
        "https://www.canada.ca/",
        r"^/en/department-national-defence/news/\d{4}/\d\d/[^/]+\.html$",
        "ca",
        feeds=(CANADA_FEED,),
    )


class NewZealandDefence(OutletSpider):
    """The New Zealand Defence Force."""

    outlet = official(
        "nzdf",
        "New Zealand Defence Force",
        "https://www.nzdf.mil.nz/",
        r"^/(?:media-centre/)?news/[a-z0-9]+(?:-[a-z0-9]+){2,}/?$",
        "nz",
        "/media-centre/news/",
    )


class Bundeswehr(OutletSpider):
    """The German forces."""

    outlet = official(
        "bundeswehr",
        "Bundeswehr",
        "https://www.bundeswehr.de/",
        r"^/de/(?:aktuelles/meldungen|organisation/[a-z-]+/aktuelles)/[^/]*-\d{5,}$",
        "de",
        "/de/aktuelles/meldungen",
        language="de",
    )


class GermanMinistry(OutletSpider):
    """The German ministry."""

    outlet = official(
        "bmvg",
        "Bundesministerium der Verteidigung",
        "https://www.bmvg.de/",
        r"^/de/(?:aktuelles|presse)/[^/]*-\d{5,}$",
        "de",
        "/de/aktuelles",
        "/de/presse",
        language="de",
    )


class FrenchMinistry(OutletSpider):
    """The French ministry and forces."""

    outlet = official(
        "francearmees",
        "Ministère des Armées",
        "https://www.defense.gouv.fr/",
        r"^/(?:[a-z0-9-]+/)?actualites/[^/]*-[^/]+$",
        "fr",
        "/actualites",
        language="fr",
    )


class PolishMinistry(OutletSpider):
    """The Polish ministry, in English."""

    outlet = official(
        "polandmod",
        "Polish Ministry of National Defence",
        "https://www.gov.pl/",
        r"^/web/national-defence/[^/]*-[^/]*-[^/]+$",
        "pl",
        "/web/national-defence/news",
    )


class UkrainianMinistry(OutletSpider):
    """The Ukrainian ministry, in English."""

    outlet = official(
        "ukrainemod",
        "Ministry of Defence of Ukraine",
        "https://mod.gov.ua/",
        r"^/en/news/[^/]*-[^/]+/?$",
        "ua",
        "/en/news",
    )


class JapaneseMinistry(OutletSpider):
    """The Japanese ministry, in English."""

    outlet = official(
        "japanmod",
        "Japan Ministry of Defense",
        "https://www.mod.go.jp/",
        r"^/en/article/\d{4}/\d\d/[0-9a-f]+\.html$",
        "jp",
        "/en/article/",
    )


class SingaporeMinistry(OutletSpider):
    """The Singaporean ministry."""

    outlet = official(
        "mindef",
        "Singapore Ministry of Defence",
        "https://www.mindef.gov.sg/",
        r"^/(?:news-and-events/latest-releases|web/portal/mindef/news-and-events/latest-releases)/(?:.+/)?[^/]*[-_][^/]+/?$",
        "sg",
        "/news-and-events/latest-releases/",
    )
