"""RSS and Atom: bytes in, links with their dates out."""

import calendar
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

import feedparser

from crawler.discovery.links import Discovery, Link, absolute, unique
from crawler.errors import FeedError


def read_feed(body: bytes, url: str) -> Discovery:
    """Read one feed.

    Args:
        body: the response's body.
        url: the feed's address; relative links are resolved against it.

    Raises:
        FeedError: it is no feed: an HTML error page, another kind of XML, nothing.
    """
    if not body.strip():
        raise FeedError(f"{url}: the feed is empty")
    # Nobody renders the HTML here, and sanitising it costs as much as parsing the feed.
    feed = feedparser.parse(
        BytesIO(body),
        response_headers={"content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.version:
        start = body.lstrip()[:200].lower()
        what = "an HTML page" if b"<!doctype html" in start or b"<html" in start else "no RSS or Atom"
        raise FeedError(f"{url}: the feed's address answers with {what}")
    return Discovery(tuple(unique(link for entry in feed.entries if (link := _link(entry, url)))))


def _link(entry: dict[str, Any], feed_url: str) -> Link | None:
    url = absolute(feed_url, entry.get("feedburner_origlink") or entry.get("link"))
    if "/~r/" in url and str(entry.get("id")).startswith("http"):
        # FeedBurner's counting redirect, in a feed without the real address beside it; the guid is that.
        url = absolute(feed_url, entry["id"])
    if not url:
        return None
    content = entry.get("content") or [{}]
    # dict.get: FeedParserDict answers `updated` with `published`, and warns.
    return Link(
        url=url,
        published=_moment(dict.get(entry, "published_parsed") or dict.get(entry, "created_parsed")),
        modified=_moment(dict.get(entry, "updated_parsed")),
        title=" ".join(str(entry.get("title", "")).split()),
        html=max((str(part.get("value", "")) for part in content), key=len),
    )


def _moment(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):  # year 0 or 99999
        return None
