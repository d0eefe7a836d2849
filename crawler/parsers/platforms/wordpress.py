"""WordPress: pages of its themes."""

import re

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known, body_words

# Breaking Defense, TWZ, Newspaper, the block editor, Elementor, Divi; then what themes agree on.
_BODIES = """
    post-single__content Article-bodyText tdb_single_content article__content-text td-post-content
    wp-block-post-content elementor-widget-theme-post-content et_pb_post_content entry-content post-content
    article-content single-content post__content post-entry
"""
# developer.wordpress.org/reference/functions/get_body_class
_ARCHIVES = frozenset("archive category tag author search search-results blog post-type-archive".split())
_SINGLE = frozenset("single single-post singular page attachment".split())
_POST = re.compile(r"[?&]p=(\d+)$|/wp-json/wp/v2/posts/(\d+)$")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The generator's name, the link to the JSON API, or a stylesheet that stands in its folder."""
    if head.first("generator").startswith("WordPress") or "https://api.w.org/" in head.links:
        return True
    return any("/wp-content/" in address for address in head.links.get("stylesheet", ()))


def read(page: Page, head: Head) -> Known:
    """The post's number; what the page is, out of what ``body_class()`` wrote."""
    named = body_words(page)
    if "error404" in named:
        return Known(kind="error")
    if named & _ARCHIVES and not named & _SINGLE:
        return Known(kind="listing")
    return Known({"story_id": _number(head, named)})


def _number(head: Head, named: frozenset[str]) -> Claim:
    """The post's number: themes and plugins take away one or the other place that WordPress writes it."""
    addresses = (*head.links.get("shortlink", ()), *head.links.get("alternate", ()))
    found = next(filter(None, map(_POST.search, addresses)), None)
    if found:
        return Claim(found[1] or found[2], "meta")
    posts = (word.removeprefix("postid-") for word in named if word.startswith("postid-"))
    return Claim(next(posts, ""), "selector")


ADAPTER = Adapter(name="wordpress", recognises=recognise, bodies=tuple(_BODIES.split()), read=read)
