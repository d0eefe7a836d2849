"""DVIDS: the US military's news wire, whose texts arrive hard-wrapped as they were typed."""

import re
from datetime import datetime

from lxml import etree

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known, having, text_of

_BLOCKS = frozenset({"p", "div", "h2", "h3", "h4", "li", "blockquote"})
_SILENT = frozenset({"script", "style", "figure", "figcaption"})
_ID = re.compile(r"/news/(\d+)(?:/|$)")


def recognise(page: Page, head: Head) -> bool:
    """The wire's own name in the page's head, and the container of a news asset."""
    own = "dvids" in f"{page.url} {head.first('og:site_name')} {head.links.get('canonical', '')}".lower()
    return own and ADAPTER.container(page) is not None


def read(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """The asset's own table says when it was posted; its text is unwrapped."""
    about = next(having(page.tree, "asset_information"), page.tree)
    byline = [text_of(about.iter("h3"))]
    unit = [text_of(having(page.tree, "the_unit", "h3"))]
    claims = {
        "title": Claim(text_of(having(page.tree, "asset-title", "h1")), "selector"),
        "authors": Claim(authors.names(byline) or authors.names(unit), "selector"),
        "published": Claim(_day(page), "selector"),
    }
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


def _day(page: Page) -> datetime | None:
    """When the asset was posted, else taken, by its table of details."""
    rows = [plain(" ".join(row.itertext())) for row in page.tree.iter("tr")]
    for label in ("Date Posted:", "Date Taken:"):
        for row in rows:
            if row.startswith(label):
                return dates.moment(row.removeprefix(label), month_first=True)
    return None


ADAPTER = Adapter(name="dvids", recognises=recognise, bodies=("asset_news_container",), read=read)
