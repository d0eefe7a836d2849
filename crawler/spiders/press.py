"""Trade and military press in English on platforms of its own."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider


class StarsAndStripes(OutletSpider):
    """The forces' own independent newspaper."""

    outlet = Outlet(
        "stripes",
        "Stars and Stripes",
        "https://www.stripes.com/",
        feeds=tuple(f"https://subscribe.stripes.com/rss/{name}.xml" for name in ("top-news", "us", "europe")),
        sitemaps=("/sitemap/storyline-index.xml.gz", "/sitemap/sitemap-index.xml"),
        # /branches/army/2026-11-20/slug-12345678.html; robots.txt closes the old /news/ and *-1.* addresses.
        article_url=r"^/(?!news/)(?:[a-z0-9_-]+/)+\d{4}-\d\d-\d\d/[^/]+\.html$",
        country="us",
    )


class MilitaryCom(OutletSpider):
    """News and benefits for those who serve."""

    outlet = Outlet(
        "militarycom",
        "Military.com",
        "https://www.military.com/",
        listings=("/daily-news",),
        article_url=(
            r"^/(?:daily-news/(?:opinions/|headlines/|investigations-and-features/)?)?\d{4}/\d\d/\d\d/[^/]+\.html$"
            r"|^/(?:daily-news|feature|benefits|veterans)/(?:\d{4}/\d\d/\d\d/)?[a-z0-9]+(?:-[a-z0-9]+){3,}$"
        ),
        platform="drupal",
        country="us",
    )


class NationalDefense(OutletSpider):
    """The industry association's magazine; a bot wall was seen."""

    outlet = Outlet(
        "nationaldefense",
        "National Defense",
        "https://www.nationaldefensemagazine.org/",
        listings=("/articles",),
        article_url=r"^/articles/\d{4}/\d{1,2}/\d{1,2}/[^/]+/?$",
        country="us",
    )


class InsideDefense(OutletSpider):
    """Acquisition, for subscribers: mostly the beginnings of stories."""

    outlet = Outlet(
        "insidedefense",
        "Inside Defense",
        "https://insidedefense.com/",
        feeds=("/rss.xml",),
        listings=("/daily-news", "/insider"),
        article_url=r"^/(?:daily-news|insider|inside-[a-z-]+)/[a-z0-9]+(?:-[a-z0-9]+){2,}$",
        platform="drupal",
        country="us",
    )


class AviationWeek(OutletSpider):
    """Aerospace, for subscribers; its defence section."""

    outlet = Outlet(
        "aviationweek",
        "Aviation Week: Defense",
        "https://aviationweek.com/",
        listings=("/defense",),
        article_url=r"^/(?:defense|space)/[a-z0-9-]+/[a-z0-9]+(?:-[a-z0-9]+){2,}$",
        platform="drupal",
        country="us",
    )


class Proceedings(OutletSpider):
    """The US Naval Institute's magazine."""

    outlet = Outlet(
        "proceedings",
        "Proceedings",
        "https://www.usni.org/",
        listings=("/magazines/proceedings",),
        article_url=r"^/magazines/(?:proceedings|naval-history[a-z-]*)/\d{4}/[a-z]+/[^/]+$",
        platform="drupal",
        country="us",
    )


class PoliticoDefense(OutletSpider):
    """Politico's defence desk."""

    outlet = Outlet(
        "politico-defense",
        "Politico: Defense",
        "https://www.politico.com/",
        feeds=("https://rss.politico.com/defense.xml",),
        article_url=r"^/(?:news|newsletters/[a-z-]+)/\d{4}/\d\d/\d\d/[^/]+-\d{6,}$",
        country="us",
    )


class Janes(OutletSpider):
    """Open-source intelligence; the depth is paid for."""

    outlet = Outlet(
        "janes",
        "Janes",
        "https://www.janes.com/",
        listings=("/osint-insights/defence-news",),
        article_url=r"^/osint-insights/defence-news/(?:[a-z-]+/)?[a-z0-9]+(?:-[a-z0-9]+){2,}/?$",
        country="gb",
    )


class Shephard(OutletSpider):
    """Programmes and forecasts, partly for subscribers."""

    outlet = Outlet(
        "shephard",
        "Shephard News",
        "https://www.shephardmedia.com/",
        feeds=("/news/feed/",),
        listings=("/news/",),
        article_url=r"^/news/[a-z-]+/[^/]*-[^/]+/?$",
        country="gb",
    )


class ForcesNews(OutletSpider):
    """The British forces' broadcaster."""

    outlet = Outlet(
        "forcesnews",
        "BFBS Forces News",
        "https://www.forcesnews.com/",
        listings=("/news",),
        article_url=r"^/(?!topics?/|tags?/)[a-z-]+(?:/[a-z-]+)?/[a-z0-9]+(?:-[a-z0-9]+){3,}$",
        platform="drupal",
        country="gb",
    )


class FlightGlobal(OutletSpider):
    """Aerospace; its defence section."""

    outlet = Outlet(
        "flightglobal",
        "FlightGlobal: Defence",
        "https://www.flightglobal.com/",
        listings=("/defence",),
        article_url=r"^/(?:[a-z-]+/)+[^/]+/\d+\.article$",
        country="gb",
    )


class DefenceConnect(OutletSpider):
    """Australia's forces and industry."""

    outlet = Outlet(
        "defenceconnect",
        "Defence Connect",
        "https://www.defenceconnect.com.au/",
        feeds=("/rss",),
        listings=("/news",),
        article_url=r"^/[a-z-]+(?:/[a-z-]+)?/\d+-[^/]+$",
        country="au",
    )


class AustralianDefenceMagazine(OutletSpider):
    """Australia's programmes and industry."""

    outlet = Outlet(
        "adm",
        "Australian Defence Magazine",
        "https://www.australiandefence.com.au/",
        listings=("/news",),
        article_url=r"^/(?:defence|industry|news|budget-policy)(?:/[a-z-]+)?/[a-z0-9]+(?:-[a-z0-9]+){2,}$",
        country="au",
    )


class CanadianDefenceReview(OutletSpider):
    """Canada's programmes and industry."""

    outlet = Outlet(
        "canadiandefencereview",
        "Canadian Defence Review",
        "https://www.canadiandefencereview.com/",
        feeds=("/feed/",),
        article_url=r"^/(?:news/)?[a-z0-9]+(?:-[a-z0-9]+){3,}/?$",
        country="ca",
    )
