"""The demo's outlets, declared as any outlet is, and the one setting they need: the way to the newsroom."""

from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached

from crawler import settings
from crawler.demo import press
from crawler.outlets import Outlet, Platform
from crawler.spiders.base import OutletSpider
from crawler.spiders.sightline import ARTICLE, SITEMAPS
from crawler.spiders.sightline import FEED as ARC_FEED


def outlet(masthead: press.Masthead, platform: Platform = "", **sources: Any) -> Outlet:
    """The declaration of one of the newsroom's outlets."""
    return Outlet(
        masthead.name, masthead.title, f"{masthead.root}/", platform=platform, confirmed=True, **sources
    )


class GarrisonTimes(OutletSpider):
    """The Army, on Arc XP; one of its feeds answers with an error page."""

    outlet = outlet(
        press.GARRISON,
        "arc",
        feeds=(ARC_FEED, "/arc/outboundfeeds/rss/category/opinion/?outputType=xml"),
        sitemaps=SITEMAPS,
        listings=("/",),
        article_url=ARTICLE,
    )


class AnchorTimes(OutletSpider):
    """The Navy, on Arc XP; shares stories with its sister."""

    outlet = outlet(
        press.ANCHOR, "arc", feeds=(ARC_FEED,), sitemaps=SITEMAPS, listings=("/",), article_url=ARTICLE
    )


class OrdnanceWeekly(OutletSpider):
    """The trade, on WordPress; reprints, retitles and trims."""

    outlet = outlet(
        press.ORDNANCE,
        "wordpress",
        feeds=("/feed/",),
        sitemaps=("/sitemap_index.xml",),
        listings=("/",),
        article_url=r"^/\d{4}/\d\d/[^/]+/$|^/news/[^/]+/$",
    )


class JointPress(OutletSpider):
    """The press office, on AFPIMS: contracts, releases and casualty notices."""

    outlet = outlet(
        press.PRESS_OFFICE,
        "afpims",
        feeds=tuple(
            f"/DesktopModules/ArticleCS/RSS.ashx?ContentType={content}&Site=7&max=10" for content in (400, 9)
        ),
        listings=("/News/Contracts/", "/News/Releases/"),
        article_url=r"^/News/.+/Article/\d+/",
        kind="official",
    )


class AcquisitionLetter(OutletSpider):
    """The subscription outlet: the first paragraphs for everybody."""

    outlet = outlet(
        press.LETTER,
        feeds=("/rss.xml",),
        sitemaps=("/sitemap/news.xml", "/sitemap/index.xml"),
        listings=("/news",),
        article_url=r"^/(?:programs|budget|oversight)/[a-z0-9-]+$",
    )


SPIDERS: Final = (GarrisonTimes, AnchorTimes, OrdnanceWeekly, JointPress, AcquisitionLetter)
HOSTS: Final = frozenset(masthead.host for masthead in press.MASTHEADS.values())


class ToTheNewsroom:
    """Sends requests for the newsroom's hosts to its server, and leaves all others alone.

    Args:
        proxy: the server's address.
    """

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler.settings["DEMO_NEWSROOM"])

    def process_request(self, request: Request) -> None:
        """Name the server as the request's proxy; the address stays as it is, without a port."""
        if urlparse_cached(request).hostname in HOSTS:
            request.meta["proxy"] = self._proxy


def scrapy_settings(proxy: str) -> dict[str, Any]:
    """What a crawl of the newsroom sets beside the project's settings.

    Args:
        proxy: the running newsroom's address.
    """
    return {
        "DEMO_NEWSROOM": proxy,
        # Before PublicAddresses (760), which lets a proxy resolve its hosts.
        "DOWNLOADER_MIDDLEWARES": settings.DOWNLOADER_MIDDLEWARES
        | {"crawler.demo.outlets.ToTheNewsroom": 80},
        # The pace is for strangers' servers; the newsroom's own robots.txt is still obeyed.
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
    }
