"""WordPress: pages of its themes."""

import re

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known

# Breaking Defense, TWZ, the Tie and Newspaper themes, Elementor, the block editor; then what themes agree on.
_BODIES = """
    post-single__content Article-bodyText tdb_single_content article__content-text td-post-content
    wp-block-post-content elementor-widget-theme-post-content entry-content post-content article-content
    single-content post__content post-entry
"""
_SHORTLINK = re.compile(r"[?&]p=(\d+)$")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The generator's name, the link to the JSON API, or a stylesheet that stands in its folder."""
    if head.first("generator").startswith("WordPress") or "https://api.w.org/" in head.links:
        return True
    return any("/wp-content/" in address for address in head.links.get("stylesheet", ()))


def read(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """The post's number, out of its short link."""
    numbers = (_SHORTLINK.search(address) for address in head.links.get("shortlink", ()))
    number = next((found[1] for found in numbers if found), "")
    return Known({"story_id": Claim(number, "meta")})


ADAPTER = Adapter(name="wordpress", recognises=recognise, bodies=tuple(_BODIES.split()), read=read)
