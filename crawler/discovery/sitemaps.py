"""Sitemaps: bytes in, links with their dates out; news sitemaps, indexes, gzipped or not."""

import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from crawler.discovery.links import Discovery, Link, absolute, moment, unique
from crawler.errors import FeedError

MAX_BYTES: Final = 64 * 1024 * 1024
"""What is unpacked of a gzipped sitemap: sitemaps.org allows 50 MiB, and a bomb may hold terabytes."""


def read_sitemap(body: bytes, url: str) -> Discovery:
    """Read one sitemap or sitemap index.

    Scrapy's own reader leaves out the ``news:`` children, and with them title and publication date.

    Args:
        body: the response's body, gzipped or not.
        url: the sitemap's address.

    Raises:
        FeedError: it is no sitemap, or unpacks to more than `MAX_BYTES`.
    """
    if body[:2] == b"\x1f\x8b":
        body = _unpack(body, url)
    # recover: an unescaped & in one address must not cost the rest. Entities and network stay off.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root: etree._Element | None
    try:
        root = etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError(f"{url}: the sitemap is no XML ({error})") from error
    if root is None:  # recover, and nothing to recover
        raise FeedError(f"{url}: the sitemap is no XML")
    kind = _name(root)
    if kind == "sitemapindex":
        return Discovery(sources=tuple(_links(root, url)))
    if kind == "urlset":
        return Discovery(links=tuple(unique(_links(root, url))))
    what = "an HTML page" if kind == "html" else f"<{kind}>"
    raise FeedError(f"{url}: the sitemap's address answers with {what}")


def _unpack(body: bytes, url: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpacker.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise FeedError(f"{url}: the gzipped sitemap is damaged ({error})") from error
    if unpacker.unconsumed_tail:
        raise FeedError(f"{url}: the gzipped sitemap unpacks to more than {MAX_BYTES >> 20} MiB")
    return text


def _links(root: etree._Element, base: str) -> Iterator[Link]:
    for entry in root:
        found = {_name(node): node.text for node in entry.iter() if isinstance(node.tag, str)}
        url = absolute(base, found.get("loc"))
        if url:
            yield Link(
                url=url,
                published=moment(found.get("publication_date")),
                modified=moment(found.get("lastmod")),
                title=" ".join((found.get("title") or "").split()),
            )


def _name(node: etree._Element) -> str:
    """The tag without its namespace: real sitemaps get the namespace wrong."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
