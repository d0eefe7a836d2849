"""The subscription outlet: the first quarter of a story for everybody, the rest behind a wall."""

import gzip
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from crawler.demo import feeds
from crawler.demo.markup import Carried, block, day, fill, spoken_list
from crawler.demo.press import LETTER, carried_by, neighbours
from crawler.demo.site import Answer, Site, html, refusal
from crawler.demo.story import Story

PAGE_SIZE = 4
BLOCKED = (
    "/programs/subscriber-database-of-programs",
    "Our database of 400 programs",
    datetime.fromisoformat("2026-10-06T06:00:00Z"),
)


def build(told: list[Story], now: datetime) -> Site:
    """The outlet as somebody without a subscription finds it."""
    pages = carried_by(LETTER, told)
    site = Site(
        LETTER.host, refusal(404, "<!DOCTYPE html><title>Page not found</title><h1>Page not found</h1>")
    )
    for carried in pages:
        site.pages[carried.path] = (html(_article(carried, neighbours(carried))),)
    site.pages[BLOCKED[0]] = (
        refusal(
            403,
            "<!DOCTYPE html><title>Access denied</title><h1>Please verify that you are human</h1>",
        ),
    )
    for path, name in ({"news": "Latest"} | LETTER.sections).items():
        listed = [carried for carried in pages if path in ("news", carried.page.section)]
        site.listings[f"/{path}"] = _Listing(path, name, listed)
    _add_feeds(site, pages, now)
    return site


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"


def _article(carried: Carried, others: Sequence[Carried]) -> str:
    story, teaser = carried.story, carried.page.teaser
    return fill(
        "letter/article.html",
        title=escape(carried.title),
        dek=escape(story.dek),
        url=carried.url,
        number=story.number,
        published=_stamp(carried.published),
        modified=_stamp(carried.modified),
        published_words=day(carried.published),
        tier="locked" if teaser else "free",
        schema=_schema(carried).replace("</", "<\\/"),
        navigation=_navigation(),
        byline=escape(spoken_list(carried.authors)),
        body="\n".join(block(paragraph) for paragraph in carried.paragraphs),
        paid=" teaser" if teaser else "",
        wall=fill("letter/wall.html") if teaser else "",
        section=carried.page.section,
        section_name=LETTER.sections[carried.page.section],
        popular="".join(f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in others[:4]),
    )


def _schema(carried: Carried) -> str:
    """NewsArticle with the marks of paid content that search engines ask for."""
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": carried.title,
        "datePublished": _stamp(carried.published),
        "dateModified": _stamp(carried.modified),
        "author": [{"@type": "Person", "name": name} for name in carried.authors],
        "publisher": {"@type": "Organization", "name": "The Acquisition Letter"},
        "mainEntityOfPage": carried.url,
        "description": carried.story.dek,
        "isAccessibleForFree": not carried.page.teaser,
    }
    if carried.page.teaser:
        article["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": ".paywall",
        }
    return json.dumps(article)


def _navigation() -> str:
    return "".join(f'<li><a href="/{path}">{name}</a></li>' for path, name in LETTER.sections.items())


class _Listing:
    """A section's listing, cut into ?page=N, counted from 0 as Drupal does."""

    def __init__(self, path: str, name: str, pages: Sequence[Carried]) -> None:
        self.path, self.name, self.pages = path, name, pages

    def __call__(self, query: Mapping[str, str]) -> Answer:
        number = int(query.get("page", "0"))
        window = self.pages[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
        rows = "".join(
            fill(
                "letter/row.html",
                path=page.path,
                title=escape(page.title),
                published=_stamp(page.published),
                published_words=day(page.published),
                dek=escape(page.story.dek),
            )
            for page in window
        )
        more = (number + 1) * PAGE_SIZE < len(self.pages)
        pager = (
            f'<li class="pager__item pager__item--next"><a href="?page={number + 1}" rel="next">Next</a></li>'
            if more
            else ""
        )
        return html(
            fill("letter/listing.html", heading=self.name, navigation=_navigation(), rows=rows, pager=pager)
        )


def _add_feeds(site: Site, pages: list[Carried], now: datetime) -> None:
    """The feed, a news sitemap, and the gzipped sitemap of the month behind an index."""
    root = LETTER.root
    blocked = feeds.extra_item(BLOCKED[1], f"{root}{BLOCKED[0]}", BLOCKED[2])
    site.pages["/rss.xml"] = (
        feeds.rss("The Acquisition Letter", root, [*(feeds.item(page) for page in pages), blocked]),
    )
    site.pages["/sitemap/news.xml"] = (feeds.news_sitemap("The Acquisition Letter", pages, now),)
    month = feeds.sitemap(feeds.changes(pages))
    site.pages["/sitemap/2026-10.xml.gz"] = (Answer(gzip.compress(month.body, mtime=0), "application/gzip"),)
    site.pages["/sitemap/index.xml"] = (
        feeds.sitemap_index([(f"{root}/sitemap/2026-10.xml.gz", max(page.modified for page in pages))]),
    )
    site.pages["/robots.txt"] = (
        feeds.robots(["Disallow: /user/", "Disallow: /subscribe"], [f"{root}/sitemap/index.xml"]),
    )
