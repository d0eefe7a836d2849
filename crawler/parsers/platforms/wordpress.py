"""WordPress: pages of its themes, and the fragments that its feeds and its JSON API carry."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from crawler.errors import ParseError
from crawler.parsers import authors, body, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page, without_controls
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known
from crawler.parsers.urls import absolute, stands_for
from storage.article import Article

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


def paragraphs(markup: str, title: str = "") -> list[str]:
    """The paragraphs of a post's content, as RSS (``content:encoded``) and the JSON API carry it.

    Args:
        markup: the content, a fragment of HTML.
        title: the post's title, which the content may repeat.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    written = f"<article>{markup}</article>".encode("utf-8", "replace")
    tree = etree.fromstring(without_controls(written), parser)
    return body.paragraphs(Page("", tree), title, tree)


def article(post: Mapping[str, Any]) -> Article:
    """The article of one record of ``/wp-json/wp/v2/posts``; authors where the request had ``_embed``.

    Args:
        post: the record.

    Raises:
        ParseError: the record has no link or no text.
    """
    link, title = absolute("", plain(post.get("link"))), _rendered(post, "title")
    content = post.get("content")
    text = paragraphs(str(content.get("rendered") or ""), title) if isinstance(content, dict) else []
    if not link or not text:
        raise ParseError(f"{link or 'a post'}: no link or no text in the record")
    embedded = post.get("_embedded")
    people = embedded.get("author") if isinstance(embedded, dict) else None
    values: dict[str, Any] = {
        "title": title,
        "authors": authors.names(plain(one.get("name")) for one in people or () if isinstance(one, dict)),
        "published": dates.moment(plain(post.get("date_gmt"))),
        "modified": dates.moment(plain(post.get("modified_gmt"))),
        "canonical_url": stands_for(link, link),
        "story_id": plain(post.get("id")),
        "summary": _rendered(post, "excerpt"),
    }
    stated = {name: value for name, value in values.items() if value}
    return Article(url=link, text="\n\n".join(text), **stated, provenance=dict.fromkeys(stated, "feed"))


def _rendered(post: Mapping[str, Any], name: str) -> str:
    value = post.get(name)
    return plain(value.get("rendered")) if isinstance(value, dict) else ""


ADAPTER = Adapter(name="wordpress", recognises=recognise, bodies=tuple(_BODIES.split()), read=read)
