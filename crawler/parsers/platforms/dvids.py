"""DVIDS: the US military's news wire, whose texts arrive hard-wrapped as they were typed."""

import re

from lxml import etree

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known, first, found, having

_BODY = etree.XPath(f"//{having('asset_news_container')}")
_TITLE = etree.XPath(f"//{having('asset-title', 'h1')}")
_BYLINE = etree.XPath(f"//{having('asset_information')}//h3")
_UNIT = etree.XPath(f"//{having('the_unit', 'h3')}")
_ROWS = etree.XPath(f"//{having('asset_information asset_details details-table')}//tr")
_BLOCKS = frozenset({"p", "div", "h2", "h3", "h4", "li", "blockquote"})
_SILENT = frozenset({"script", "style", "figure", "figcaption"})
_ID = re.compile(r"/news/(\d+)(?:/|$)")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The container of a news asset, whichever unit's site shows it."""
    return bool(found(_BODY, page.tree))


def read(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """The asset's own table says when it was posted; its text is unwrapped."""
    claims: dict[str, Claim] = {"title": Claim(first(_TITLE, page.tree), "selector")}
    people = authors.either([first(_BYLINE, page.tree)]) or authors.either([first(_UNIT, page.tree)])
    claims["authors"] = Claim(people, "selector")
    published = dates.moment(_row(page, "Date Posted:")) or dates.moment(_row(page, "Date Taken:"))
    if published is not None:
        claims["published"] = Claim(published, "selector")
    number = _ID.search(page.url)
    if number:
        claims["story_id"] = Claim(number[1], "url")
    container = ADAPTER.container(page)
    return Known(claims, tuple(unwrap(container)) if container is not None else ())


def unwrap(container: Element) -> list[str]:
    """The paragraphs of a hard-wrapped text.

    Args:
        container: the asset's element. A ``<br/>`` ends a typed line in the middle of a sentence; two in a
            row, or a ``<p>``, end the paragraph.
    """
    pieces: list[str] = []
    for event, element in etree.iterwalk(container, events=("start", "end")):
        if event == "start":
            pieces += ["\n\n"] if element.tag in _BLOCKS else []
            pieces.append("" if element.tag in _SILENT else _line(element.text))
        else:
            pieces += ["\n"] if element.tag == "br" else ["\n\n"] if element.tag in _BLOCKS else []
            pieces.append(_line(element.tail) if element is not container else "")
    paragraphs = re.split(r"\n[ \n]*\n", "".join(pieces))
    return [text for one in paragraphs if (text := " ".join(one.split()))]


def _line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _row(page: Page, label: str) -> str:
    """The value beside a label in the asset's table."""
    for row in found(_ROWS, page.tree):
        text = plain(" ".join(row.itertext()))
        if text.startswith(label):
            return text.removeprefix(label)
    return ""


ADAPTER = Adapter(name="dvids", recognises=recognise, bodies=(_BODY,), read=read)
