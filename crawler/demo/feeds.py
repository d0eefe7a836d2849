"""Feeds and sitemaps of the demo's outlets, from the pages they carry."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape

from crawler.demo.markup import Carried, block, fill
from crawler.demo.site import Answer, http_time, xml

NEWS_WINDOW = timedelta(days=2)
"""News sitemaps list the last two days alone (Google's rule, which Arc XP's default follows)."""


def rss(title: str, link: str, items: Iterable[str]) -> Answer:
    """An RSS 2.0 feed of ready items."""
    return xml(fill("feeds/rss.xml", title=escape(title), link=escape(link), items="".join(items)))


def item(carried: Carried, guid: str = "", content: bool = False) -> str:
    """An RSS item.

    Args:
        carried: the page.
        guid: the publisher's own id where it is not the address.
        content: the whole text goes into ``content:encoded``.
    """
    text = "".join(block(paragraph) for paragraph in carried.paragraphs)
    return fill(
        "feeds/item.xml",
        title=escape(carried.title),
        link=escape(carried.url),
        guid=escape(guid or carried.url),
        permalink=str(not guid).lower(),
        creator=escape(", ".join(carried.authors)),
        published=http_time(carried.published),
        description=escape(f"<p>{escape(carried.story.dek)}</p>"),
        content=f"<content:encoded><![CDATA[{text}]]></content:encoded>" if content else "",
    )


def extra_item(title: str, url: str, published: datetime) -> str:
    """An RSS item for something that is not one of the stories."""
    return fill(
        "feeds/item.xml",
        title=escape(title),
        link=escape(url),
        guid=escape(url),
        permalink="true",
        creator="",
        published=http_time(published),
        description="",
        content="",
    )


def news_sitemap(name: str, pages: Sequence[Carried], now: datetime) -> Answer:
    """A news sitemap of the last two days; its date is the last change, as Arc XP gives it."""
    recent = [page for page in pages if page.modified > now - NEWS_WINDOW]
    entries = [
        f"<url><loc>{escape(page.url)}</loc><lastmod>{page.modified:%Y-%m-%dT%H:%M:%SZ}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name><news:language>en</news:language>"
        f"</news:publication><news:publication_date>{page.modified:%Y-%m-%dT%H:%M:%SZ}</news:publication_date>"
        f"<news:title>{escape(page.title)}</news:title></news:news></url>"
        for page in recent
    ]
    return xml(fill("feeds/urlset.xml", entries="\n".join(entries)))


def sitemap(urls: Iterable[tuple[str, datetime]]) -> Answer:
    """A plain sitemap of addresses and last changes."""
    entries = [
        f"<url><loc>{escape(url)}</loc><lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>"
        for url, changed in urls
    ]
    return xml(fill("feeds/urlset.xml", entries="\n".join(entries)))


def sitemap_index(urls: Iterable[tuple[str, datetime]]) -> Answer:
    """A sitemap of sitemaps."""
    entries = [
        f"<sitemap><loc>{escape(url)}</loc><lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod></sitemap>"
        for url, changed in urls
    ]
    return xml(fill("feeds/sitemapindex.xml", entries="\n".join(entries)))


def changes(pages: Iterable[Carried]) -> list[tuple[str, datetime]]:
    """Address and last change of each page, for a sitemap."""
    return [(page.url, page.modified) for page in pages]


def robots(lines: Sequence[str], sitemaps: Sequence[str] = ()) -> Answer:
    """A robots.txt for everybody."""
    text = "\n".join(["User-agent: *", *lines, "", *(f"Sitemap: {url}" for url in sitemaps), ""])
    return Answer(text.encode(), "text/plain")
