"""The publisher's own id of a story, where the page says it twice.

The store takes two articles of one outlet with one id for one story. A template's constant in the wrong tag
would make one story of the whole outlet, so an id stands in two places: in a tag made for it, and in the
page's address or in another such tag.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from crawler.parsers.claims import Claim, Source
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain

_METAS = """
    article:id article_id articleid article.id content_id contentid content-id post_id postid post-id story_id
    storyid story-id parsely-post-id sailthru.content_id cxenseparse:articleid cxenseparse:recs:articleid
    brightspot.contentid dc.identifier dcterms.identifier
""".split()
_ATTRIBUTES = ("data-article-id", "data-post-id", "data-content-id", "data-story-id", "data-node-id")
_SHORTLINK = re.compile(r"[?&]p=(\d+)$|/node/(\d+)$")
# A number of four digits may be a year, one of eight a day.
_ID = re.compile(r"(?!(?:19|20)\d\d(?:[01]\d[0-3]\d)?$)(?=.*\d)[\w-]{4,64}", re.ASCII)


def stated(page: Page, head: Head) -> Iterator[Claim]:
    """The id that two places of a page agree on.

    Args:
        page: the page.
        head: what it says about itself.
    """
    parts = urlsplit(page.url)
    address = f"{parts.path}?{parts.query}"
    seen: set[str] = set()
    for place in (_in_json_ld(head), _in_metas(head), _in_link(head), _in_elements(page.tree, head)):
        given = [(text, source) for text, source in place if _ID.fullmatch(text)]
        for text, source in given:
            if text in seen or _stands_in(text, address):
                yield Claim(text, source)
        seen.update(text for text, _ in given)


def _stands_in(text: str, address: str) -> bool:
    """The address has the id, and not as a part of a longer one."""
    whole = rf"(?<![a-zA-Z0-9]){re.escape(text)}(?![a-zA-Z0-9])"
    return text in address and re.search(whole, address) is not None  # most have it not: no pattern for them


def _in_json_ld(head: Head) -> Iterator[tuple[str, Source]]:
    identifier: Any = head.article.get("identifier")
    for one in identifier if isinstance(identifier, list) else [identifier]:
        yield plain(one.get("value") if isinstance(one, dict) else one), "json-ld"


def _in_metas(head: Head) -> Iterator[tuple[str, Source]]:
    yield from ((text, "meta") for text in head.all(*_METAS))


def _in_link(head: Head) -> Iterator[tuple[str, Source]]:
    for address in head.links.get("shortlink", ()):
        found = _SHORTLINK.search(address)
        if found:
            yield found[1] or found[2], "meta"


def _in_elements(tree: Element, head: Head) -> Iterator[tuple[str, Source]]:
    """Of the body, and of the element that holds the headline: those of cards are other stories'."""
    body = tree.find("body")
    for word in (body.get("class") or "").split() if body is not None else ():
        if word.startswith("postid-"):
            yield word.removeprefix("postid-"), "selector"
    story = next((one for one in head.stories if next(one.iter("h1"), None) is not None), None)
    for one in (body, story):
        if one is not None:
            yield from ((one.get(name) or "", "selector") for name in _ATTRIBUTES)
