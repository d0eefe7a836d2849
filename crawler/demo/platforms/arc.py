"""The two sister outlets on Arc XP: feeds, sitemaps, and listings with Load More as a link and as an API."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote

from crawler.demo import feeds
from crawler.demo.markup import Carried, fill
from crawler.demo.platforms.arc_page import PAGE_SIZE, SITE_IDS, ans, article, cards, navigation
from crawler.demo.press import ANCHOR, GARRISON, Masthead, carried_by, neighbours
from crawler.demo.site import Answer, Site, html, refusal
from crawler.demo.story import Story

FEED_SIZE = 20


def build(outlet: Masthead, told: list[Story], now: datetime) -> Site:
    """One of the sisters as its readers find it."""
    pages = carried_by(outlet, told)
    site = Site(
        outlet.host,
        refusal(404, f"<!DOCTYPE html><title>Page not found | {outlet.title}</title><h1>404</h1>"),
    )
    for carried in pages:
        answer = html(article(outlet, carried, neighbours(carried)))
        first = {"recovers": (refusal(500, "<h1>Internal Server Error</h1>"),)}.get(carried.page.quirk, ())
        site.pages[carried.path] = (*first, answer)
    _add_listings(site, outlet, pages)
    _add_feeds(site, outlet, pages, now)
    _add_oddities(site, outlet)
    return site


def _of_section(pages: Sequence[Carried], section: str) -> list[Carried]:
    """The pages of ``/news`` and all below it; ``/home`` has every page."""
    inside = section.strip("/")
    if inside in ("", "home"):
        return list(pages)
    return [page for page in pages if f"{page.page.section}/".startswith(f"{inside}/")]


def _add_listings(site: Site, outlet: Masthead, pages: list[Carried]) -> None:
    """Home, sections and tags with their Load More link, and the JSON API behind it."""
    roots = (
        {"": "Latest"}
        | outlet.sections
        | {section.split("/")[0]: "News" for section in outlet.sections if "/" in section}
    )
    for section, name in roots.items():
        path = f"/{section}/" if section else "/"
        site.listings[path] = _Section(
            outlet, path, name, _of_section(pages, section), f"/{section or 'home'}"
        )
    for tag in {tag for carried in pages for tag in carried.story.tags}:
        tagged = [carried for carried in pages if tag in carried.story.tags]
        path = f"/tags/{tag.replace(' ', '-')}/"
        site.listings[path] = _Section(outlet, path, f"Latest “{tag}”", tagged, "")
    site.listings["/pf/api/v3/content/fetch/story-feed-sections"] = _FeedOfSections(pages)


class _Section:
    """A section or tag page; the plain link of Load More comes back to it with an offset."""

    def __init__(
        self, outlet: Masthead, path: str, name: str, pages: Sequence[Carried], include: str
    ) -> None:
        self.outlet, self.path, self.name, self.pages, self.include = outlet, path, name, pages, include

    def __call__(self, query: Mapping[str, str]) -> Answer:
        asked = _query_of(query.get("contentQuery", ""))
        start = _whole(asked.get("feedOffset", asked.get("offset", 0)))
        return html(
            fill(
                "arc/listing.html",
                outlet=escape(self.outlet.title),
                host=self.outlet.host,
                site=SITE_IDS[self.outlet.name],
                heading=escape(self.name),
                path=self.path,
                navigation=navigation(self.outlet),
                cards=cards(self.pages[start : start + PAGE_SIZE], "h5"),
                more=self._load_more(start + PAGE_SIZE),
            )
        )

    def _load_more(self, offset: int) -> str:
        if offset >= len(self.pages):
            return ""
        if self.include:
            asked = {
                "includeSections": self.include,
                "excludeSections": "/video,/videos",
                "feedSize": PAGE_SIZE,
                "feedOffset": offset,
            }
        else:
            tag = self.path.split("/")[2]
            asked = {"query": f"type:story AND taxonomy.tags.text:{tag}", "size": PAGE_SIZE, "offset": offset}
        wanted = quote(json.dumps(asked, separators=(",", ":")))
        href = f"{self.path}?contentFeatureId=f0fsectionPZXdsP54A&contentQuery={wanted}"
        return fill("arc/load_more.html", href=escape(href))


class _FeedOfSections:
    """The JSON that the Load More button asks for: one window of the stories, newest first."""

    def __init__(self, pages: Sequence[Carried]) -> None:
        self.pages = pages

    def __call__(self, query: Mapping[str, str]) -> Answer:
        asked = _query_of(query.get("query", ""))
        found = _of_section(self.pages, str(asked.get("includeSections", "/home")))
        start, size = _whole(asked.get("feedOffset", 0)), _whole(asked.get("feedSize", 10))
        window = found[start : start + size]
        answer = {
            "type": "results",
            "version": "0.10.11",
            "content_elements": [ans(carried) for carried in window],
            "count": len(found),
        }
        if start + size < len(found):
            answer["next"] = start + size
        return Answer(json.dumps(answer).encode(), "application/json; charset=utf-8")


def _query_of(text: str) -> dict[str, Any]:
    """The JSON of a query parameter; what is no JSON object asks for nothing."""
    try:
        asked = json.loads(text or "{}")
    except json.JSONDecodeError:
        return {}
    return asked if isinstance(asked, dict) else {}


def _whole(value: object) -> int:
    """A number of a query; what is none counts as the beginning."""
    return max(value, 0) if isinstance(value, int) else 0


def _add_feeds(site: Site, outlet: Masthead, pages: list[Carried], now: datetime) -> None:
    root = outlet.root
    extra = [
        feeds.extra_item(title, f"{root}{path}", moment)
        for path, (title, moment) in ODDITIES[outlet.name].items()
    ]
    site.pages["/arc/outboundfeeds/rss/"] = (
        feeds.rss(outlet.title, root, [*(feeds.item(page) for page in pages[:FEED_SIZE]), *extra]),
    )
    for section, name in outlet.sections.items():
        items = [feeds.item(page) for page in _of_section(pages, section)]
        site.pages[f"/arc/outboundfeeds/rss/category/{section}/"] = (
            feeds.rss(f"{outlet.title}: {name}", root, items),
        )
    site.pages["/arc/outboundfeeds/sitemap-news/"] = (feeds.news_sitemap(outlet.title, pages, now),)
    sitemap = "/arc/outboundfeeds/sitemap/?outputType=xml"
    half = len(pages) // 2
    site.pages[sitemap] = (feeds.sitemap(feeds.changes(pages[:half])),)
    site.pages[f"{sitemap}&from=100"] = (feeds.sitemap(feeds.changes(pages[half:])),)
    site.pages["/arc/outboundfeeds/sitemap-index/"] = (
        feeds.sitemap_index(
            [
                (f"{root}{sitemap}", max(page.modified for page in pages[:half])),
                (f"{root}{sitemap}&from=100", max(page.modified for page in pages[half:])),
            ]
        ),
    )
    index = f"{root}/arc/outboundfeeds/sitemap-index/?outputType=xml"
    site.pages["/robots.txt"] = (
        feeds.robots(["Disallow: /pf/dist/", "Disallow: /events/", "Crawl-delay: 0.02"], [index]),
    )


ODDITIES = {
    GARRISON.name: {
        "/video/2026/10/08/bridging-boats-at-work/": (
            "Watch: bridging boats at work on the Osk",
            datetime.fromisoformat("2026-10-08T09:00:00Z"),
        )
    },
    ANCHOR.name: {
        "/events/2026/10/07/fleet-leaders-breakfast/": (
            "Join us: Fleet Leaders Breakfast",
            datetime.fromisoformat("2026-10-07T08:00:00Z"),
        )
    },
}
"""What the feeds list and is no article: a video; an event that robots.txt keeps for readers."""


def _add_oddities(site: Site, outlet: Masthead) -> None:
    for path, (title, _) in ODDITIES[outlet.name].items():
        page = fill(
            "arc/video.html",
            title=escape(title),
            outlet=escape(outlet.title),
            host=outlet.host,
            path=path,
            site=SITE_IDS[outlet.name],
        )
        site.pages[path] = (html(page),)
    if outlet is GARRISON:
        # Misconfigured on purpose: status 200, an HTML page where a feed should be.
        broken = "<!DOCTYPE html><html><title>Error</title><body><h1>Something went wrong</h1></body></html>"
        site.pages["/arc/outboundfeeds/rss/category/opinion/"] = (html(broken),)
