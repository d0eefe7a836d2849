"""Listings: section pages and JSON listings; bytes in, links with dates and the next page out.

Following "Load More" is the caller's affair: the same anchor stands at the foot of every Arc XP article and
there pages through the whole site, once for each article.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree

from crawler.discovery.links import Discovery, Link, absolute, date_in_path, moment, unique
from crawler.errors import FeedError, ParseError
from crawler.parsers.page import read
from crawler.parsers.plain import plain

ARC_FILTER: Final = (
    "{content_elements{_id,canonical_url,display_date,last_updated_date,headlines{basic}},count,next}"
)
ARC_API: Final = "/pf/api/v3/content/fetch/story-feed-sections"

# Without a declared pattern: a date in the path, or a slug of four words or more at its end.
_ARTICLE_SHAPE: Final = re.compile(r"/(?:19|20)\d\d/\d\d?/|/[a-z0-9]+(?:-[a-z0-9]+){3,}(?:\.html?|/)?$")
_CHROME: Final = re.compile(
    r"^/(?:tags?|topics?|authors?|category|page|search|about|videos?|podcasts?)(?:/|$)"
)
_PAGE_IN_PATH: Final = re.compile(r"/page/(\d+)/?$")


def looks_like_article(url: str, pattern: str = "") -> bool:
    """Whether an address has the shape of an article's.

    Args:
        url: the address.
        pattern: the outlet's own regular expression for the path; empty for the general shape.
    """
    path = urlsplit(url).path
    if pattern:
        return re.search(pattern, path) is not None
    return _ARTICLE_SHAPE.search(path) is not None and _CHROME.search(path) is None


def read_listing(body: bytes, url: str, pattern: str = "", platform: str = "") -> Discovery:
    """Read one page of a listing.

    Args:
        body: the response's body: HTML, or the JSON of Arc XP's or WordPress's API.
        url: its address.
        pattern: what the path of an article matches.
        platform: ``arc``, ``wordpress``, ``afpims``, ``drupal``: how it goes on where the page does not say.

    Raises:
        FeedError: the page cannot be read.
    """
    if body.lstrip()[:1] in (b"{", b"["):
        return _read_json(body, url)
    try:
        tree = read(body, url).tree
    except ParseError as error:
        raise FeedError(str(error)) from error
    links = tuple(unique(_cards(tree, url, pattern)))
    if not links:
        return Discovery()
    button = _next_anchor(tree, url)
    api = _arc_api(tree, url, button) if platform == "arc" else ""
    if api:
        return Discovery(links, more=api, or_else=button)
    return Discovery(links, more=button or _counted(url, platform))


# HTML.


def _cards(tree: etree._Element, url: str, pattern: str) -> Iterator[Link]:
    for anchor in tree.iter("a"):
        address = absolute(url, anchor.get("href"))
        if address and looks_like_article(address, pattern):
            title = " ".join(" ".join(anchor.itertext()).split())
            published = _card_date(anchor, url, pattern) or date_in_path(address)
            yield Link(address, published=published, title=title[:300])


def _card_date(anchor: etree._Element, url: str, pattern: str) -> datetime | None:
    """The ``<time datetime>`` of the card that the anchor stands in: the nearest box that has one.

    A box that leads to a second article is the list of cards.
    """
    box = anchor
    for _ in range(5):
        parent = box.getparent()
        if parent is None:
            return None
        box = parent
        hrefs = {absolute(url, node.get("href")) for node in box.iter("a")}
        if sum(looks_like_article(href, pattern) for href in hrefs) > 1:
            return None
        time = next(box.iter("time"), None)
        if time is not None:
            return moment(time.get("datetime"))
    return None


def _counted(url: str, platform: str) -> str:
    """The next page where the page itself does not link to it."""
    if platform == "wordpress":
        return _count_path(url)
    if platform == "afpims":
        return _count_query(url, "Page")
    return ""


def _next_anchor(tree: etree._Element, url: str) -> str:
    """What the page's own "next" or "Load More" leads to."""
    here = urlsplit(url).path.rstrip("/")
    for node in tree.iter("link", "a"):
        classes = (node.get("class") or "").lower()
        address = absolute(url, node.get("href"))
        if not address:
            continue
        if "next" in (node.get("rel") or "").lower().split() or re.search(
            r"\bnext\b.*\bpage|\bpage.*\bnext\b", classes
        ):
            return address
        # PaginateLink__LoadMore-sc-1v6pbzg-0: a plain link to this very page with another offset.
        if (
            "loadmore" in classes.replace("-", "").replace("_", "")
            and urlsplit(address).path.rstrip("/") == here
        ):
            return address
    return ""


def _count_path(url: str) -> str:
    """``/category/x/`` → ``/category/x/page/2/`` → ``/category/x/page/3/``."""
    parts = urlsplit(url)
    match = _PAGE_IN_PATH.search(parts.path)
    number = int(match[1]) + 1 if match else 2
    root = _PAGE_IN_PATH.sub("", parts.path).rstrip("/")
    return urlunsplit(parts._replace(path=f"{root}/page/{number}/"))


def _count_query(url: str, name: str, first: int = 1) -> str:
    """``?Page=2`` → ``?Page=3``; an address without the parameter is page `first`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    number = int(query.get(name, "")) if query.get(name, "").isdigit() else first
    return urlunsplit(parts._replace(query=urlencode({**query, name: number + 1})))


# Arc XP: the JSON that "Load More" fetches.


def _arc_api(tree: etree._Element, url: str, button: str) -> str:
    """The API's address for what follows this page; empty where the page does not show its parameters.

    ``Fusion.deployment`` moves with every release of the site, so it is read from the page.
    """
    script = next(
        (node.text or "" for node in tree.iter("script") if node.get("id") == "fusion-metadata"), ""
    )
    site = re.search(r'Fusion\.arcSite\s*=\s*"([\w-]+)"', script)
    deployment = re.search(r'Fusion\.deployment\s*=\s*"(\d+)"', script)
    asked = dict(parse_qsl(urlsplit(button).query)).get("contentQuery", "")
    try:
        query = json.loads(asked)
    except ValueError:
        return ""
    if not site or not isinstance(query, dict) or "includeSections" not in query:
        return ""
    return urljoin(url, f"{ARC_API}?{_arc_query(query, site[1], deployment[1] if deployment else '')}")


def _arc_query(query: dict[str, Any], site: str, deployment: str) -> str:
    values = {"query": json.dumps(query, separators=(",", ":")), "filter": ARC_FILTER}
    if deployment:
        values["d"] = deployment
    return urlencode({**values, "_website": site}, quote_via=quote)


def _read_json(body: bytes, url: str) -> Discovery:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{url}: the listing is no JSON ({error})") from error
    if isinstance(data, dict) and isinstance(data.get("content_elements"), list):
        return _read_arc(data, url)
    if isinstance(data, list) and all(isinstance(post, dict) and "link" in post for post in data):
        return _read_posts(data, url)
    raise FeedError(f"{url}: the JSON lists neither Arc XP stories nor WordPress posts")


def _read_arc(data: dict[str, Any], url: str) -> Discovery:
    stories = [story for story in data["content_elements"] if isinstance(story, dict)]
    links = tuple(
        unique(
            Link(
                address,
                published=moment(_string(story.get("display_date"))),
                modified=moment(_string(story.get("last_updated_date"))),
                title=_string((story.get("headlines") or {}).get("basic")),
            )
            for story in stories
            if (address := absolute(url, _string(story.get("canonical_url"))))
        )
    )
    return Discovery(links, more=_arc_more(url, len(stories), data) if stories else "")


def _arc_more(url: str, shown: int, data: dict[str, Any]) -> str:
    """The same call further down: the offset moves by what was shown, until it passes the count."""
    parts = urlsplit(url)
    values = dict(parse_qsl(parts.query))
    try:
        query = json.loads(values.get("query", ""))
        offset = int(query.get("feedOffset", 0)) + shown
    except (ValueError, TypeError, AttributeError):
        return ""
    count = data.get("count")
    if not data.get("next") and (not isinstance(count, int) or offset >= count):
        return ""
    query["feedOffset"] = offset
    return urlunsplit(
        parts._replace(
            query=urlencode({**values, "query": json.dumps(query, separators=(",", ":"))}, quote_via=quote)
        )
    )


# WordPress: /wp-json/wp/v2/posts?per_page=100&page=N


def _read_posts(posts: list[dict[str, Any]], url: str) -> Discovery:
    links = tuple(
        unique(
            Link(
                address,
                published=moment(_string(post.get("date_gmt"))),
                modified=moment(_string(post.get("modified_gmt"))),
                title=plain(_rendered(post, "title")),
                html=_rendered(post, "content"),
            )
            for post in posts
            if (address := absolute(url, _string(post.get("link"))))
        )
    )
    size = dict(parse_qsl(urlsplit(url).query)).get("per_page", "10")
    full = size.isdigit() and len(posts) >= int(size)
    return Discovery(links, more=_count_query(url, "page") if full else "")


def _rendered(post: dict[str, Any], name: str) -> str:
    value = post.get(name)
    return _string(value.get("rendered")) if isinstance(value, dict) else ""


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
