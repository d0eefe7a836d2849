"""Feeds, sitemaps and listings: bytes in, links with dates out."""

from crawler.discovery.feeds import read_feed
from crawler.discovery.links import Discovery, Link
from crawler.discovery.listings import looks_like_article, read_listing
from crawler.discovery.sitemaps import read_sitemap

__all__ = [
    "Discovery",
    "Link",
    "kind_of",
    "looks_like_article",
    "read_any",
    "read_feed",
    "read_listing",
    "read_sitemap",
]


def read_any(body: bytes, url: str, pattern: str = "", platform: str = "") -> Discovery:
    """Read a source of which nobody said what it is, by its first bytes.

    Raises:
        FeedError: it cannot be read as what it seems to be.
    """
    match kind_of(body):
        case "sitemap":
            return read_sitemap(body, url)
        case "feed":
            return read_feed(body, url)
        case _:
            return read_listing(body, url, pattern, platform)


def kind_of(body: bytes) -> str:
    """What a document is by its first bytes: ``sitemap``, ``feed``, ``json``, or empty for a page."""
    head = body[:1000].lstrip().lower()
    if head.startswith(b"\x1f\x8b") or b"<urlset" in head or b"<sitemapindex" in head:
        return "sitemap"
    if b"<rss" in head or b"<feed" in head or b"<rdf:rdf" in head:
        return "feed"
    return "json" if head[:1] in (b"{", b"[") else ""
