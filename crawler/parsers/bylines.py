"""What a page shows its readers around the headline: the byline and the day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from crawler.parsers.authors import LEAD_IN
from crawler.parsers.page import Element
from crawler.parsers.plain import plain

LONGEST: Final = 200
"""Characters of a byline; what is longer is a biography."""

NEAR: Final = 120
"""Elements behind the headline among which an unmarked byline or day is looked for."""

_AUTHOR_NAME = re.compile(r"byline|author|autor", re.IGNORECASE)
_DATE_NAME = re.compile(r"date|publish|posted|timestamp", re.IGNORECASE)
_TO_AUTHOR = re.compile(r"/(?:authors?|autor(?:en|es|in)?|people|journalists?)/[^/]", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"(?:authors?|autor(?:in|en|es)?|autorin/autor|auteurs?|autore|written by|by|von)\s*:?", re.IGNORECASE
)
_DATE_LABEL = re.compile(
    r"(?:date|datum|fecha|data|published|veröffentlicht|posted|date posted|erschienen)\s*:?", re.IGNORECASE
)
_OTHER = re.compile(r"comment|related|card|teaser|sidebar|footer|recommend|popular|update", re.IGNORECASE)
_LINES = frozenset({"p", "div", "span", "li", "time", "address"})
_LABELS = frozenset({"dt", "th", "strong", "b"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Elements of a page that may hold its byline or its day.

    Args:
        marked: ``rel=author`` or ``itemprop=author``.
        named: a class or id that says author or byline.
        dated: a class that says date.
        links: links to an author's page.
        labels: elements that may be a label.
        near: the first elements behind the headline.
    """

    marked: list[Element] = field(default_factory=list)
    named: list[Element] = field(default_factory=list)
    dated: list[Element] = field(default_factory=list)
    links: list[Element] = field(default_factory=list)
    labels: list[Element] = field(default_factory=list)
    near: list[Element] = field(default_factory=list)


def look(tree: Element) -> Shown:
    """Collect them in one pass over the tree."""
    shown = Shown()
    headline = False
    for element in tree.iter("*"):
        tag = element.tag
        if element.get("rel") == "author" or "author" in (element.get("itemprop") or ""):
            shown.marked.append(element)
        else:
            says_author, says_date = _kinds(element.get("class") or "")
            if says_author:
                shown.named.append(element)
            if says_date:
                shown.dated.append(element)
        if tag == "a" and _is_author(element):
            shown.links.append(element)
        elif tag in _LABELS:
            shown.labels.append(element)
        elif tag == "h1":
            headline = True
        elif headline and tag in _LINES and len(shown.near) < NEAR:
            shown.near.append(element)
    return shown


@lru_cache(maxsize=8192)
def _kinds(names: str) -> tuple[bool, bool]:
    """The class says author, the class says date."""
    return bool(_AUTHOR_NAME.search(names)), bool(_DATE_NAME.search(names))


def signed(shown: Shown) -> Iterator[list[str]]:
    """Bylines marked as such, or introduced by "By" behind the headline; each with its neighbours."""
    yield from _texts(shown.marked)
    yield from _texts(one for one in shown.near if LEAD_IN.match(_short(one)))


def hinted(shown: Shown) -> Iterator[list[str]]:
    """Texts that may be the byline by class, label or link; on some pages those of other stories."""
    yield from _texts(shown.named)
    yield from ([text] for text in _labelled(shown, _AUTHOR_LABEL))
    yield from _texts(one for one in shown.links if " " in _short(one))


def days(shown: Shown) -> Iterator[str]:
    """Texts that may hold the day: elements named so, labelled so, or short ones behind the headline."""
    yield from (_short(one) for one in shown.dated if not _elsewhere(one))
    yield from _labelled(shown, _DATE_LABEL)
    yield from (_short(one) for one in shown.near if len(one) == 0)


def _texts(elements: Iterable[Element]) -> Iterator[list[str]]:
    for element in elements:
        text = _short(element)
        if len(text) > 2 and not _elsewhere(element):
            links = [_short(link) for link in element.iterdescendants("a") if _is_author(link)]
            fellows = [one for one in element.itersiblings(str(element.tag)) if _mark(one) == _mark(element)]
            yield links or [text, *map(_short, fellows)]


def _mark(element: Element) -> tuple[str | None, ...]:
    return element.get("class"), element.get("rel"), element.get("itemprop")


def _is_author(link: Element) -> bool:
    return link.get("rel") == "author" or bool(_TO_AUTHOR.search(link.get("href") or ""))


def _labelled(shown: Shown, label: re.Pattern[str]) -> Iterator[str]:
    """The texts behind a label: ``<dt>Author</dt><dd>…</dd>``, ``<b>Datum</b> 28.04.2026``."""
    for element in shown.labels:
        if label.fullmatch(_short(element)):
            following = element.getnext()
            beside = plain(element.tail) or (_short(following) if following is not None else "")
            if 2 < len(beside) <= LONGEST:
                yield beside


def _short(element: Element) -> str:
    """The text of an element; empty where it is too long to be a byline."""
    pieces, size = [], 0
    for piece in element.itertext():
        size += len(piece)
        if size > 3 * LONGEST:
            return ""
        pieces.append(piece)
    text = plain(" ".join(pieces))
    return text if len(text) <= LONGEST else ""


def _elsewhere(element: Element) -> bool:
    """It stands in a list of other stories, in the comments or at the side of the page."""
    for above in element.iterancestors():
        if above.tag in ("main", "body") or (
            above.tag == "article" and next(above.iter("h1"), None) is not None
        ):
            return False
        if above.tag in ("aside", "nav") or _OTHER.search(above.get("class") or ""):
            return True
    return False
