"""What a page shows its readers around the headline: the byline and the day."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import dropwhile, islice
from typing import Final, NamedTuple

from crawler.parsers.authors import LEAD_IN
from crawler.parsers.page import Element
from crawler.parsers.plain import plain

LONGEST: Final = 200
"""Characters of a byline; what is longer is a biography."""

NEAR: Final = 120
"""Elements looked at of one kind: marked as byline, named so, or standing behind the headline."""

MOST_LABELS: Final = 400
"""Bold words looked at; a page nested 10,000 deep ends here."""

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
_LINES = ("p", "div", "span", "li", "time", "address", "h1")
_BOXES = (
    "a",
    "span",
    "div",
    "p",
    "li",
    "address",
    "section",
    "header",
    "ul",
    "td",
    "h2",
    "h3",
    "h4",
    "h5",
    "time",
)


def signed(tree: Element) -> Iterator[list[str]]:
    """Bylines marked as such, or introduced by "By" behind the headline; each with its neighbours."""
    yield from _texts(one for one in tree.iter(*_BOXES) if _is_marked(one))
    yield from _texts(one for one in _near(tree) if LEAD_IN.match(_opening(one)))


def hinted(tree: Element) -> Iterator[list[str]]:
    """Texts that may be the byline by class, label or link; on some pages those of other stories."""
    yield from _texts(one for one in tree.iter(*_BOXES) if _kinds(one.get("class") or "").author)
    yield from ([text] for text in _labelled(tree, _AUTHOR_LABEL))
    yield from _texts(one for one in tree.iter("a") if _is_author(one) and " " in _short(one))


def days(tree: Element) -> Iterator[str]:
    """Texts that may hold the day: elements named so, labelled so, or short ones behind the headline."""
    dated = (one for one in tree.iter(*_BOXES) if _kinds(one.get("class") or "").date)
    yield from (_short(one) for one in islice(dated, NEAR) if not _elsewhere(one))
    yield from _labelled(tree, _DATE_LABEL)
    yield from (_short(one) for one in _near(tree) if len(one) == 0)


class _Kinds(NamedTuple):
    author: bool
    date: bool


@lru_cache(maxsize=8192)
def _kinds(names: str) -> _Kinds:
    """What the words of a class say: author, date."""
    return _Kinds(bool(_AUTHOR_NAME.search(names)), bool(_DATE_NAME.search(names)))


def _is_marked(element: Element) -> bool:
    return element.get("rel") == "author" or "author" in (element.get("itemprop") or "")


def _near(tree: Element) -> Iterator[Element]:
    """The first elements behind the headline that may be a line of text."""
    behind = dropwhile(lambda one: one.tag != "h1", tree.iter(*_LINES))
    return (one for one in islice(behind, NEAR) if one.tag != "h1")


def _texts(elements: Iterable[Element]) -> Iterator[list[str]]:
    for element in islice(elements, NEAR):
        text = _short(element)
        if len(text) > 2 and not _elsewhere(element):
            links = [_short(link) for link in element.iterdescendants("a") if _is_author(link)]
            fellows = [one for one in islice(element.itersiblings(), NEAR) if _mark(one) == _mark(element)]
            yield links or [text, *map(_short, fellows)]


def _mark(element: Element) -> tuple[str | None, ...]:
    return str(element.tag), element.get("class"), element.get("rel"), element.get("itemprop")


def _is_author(link: Element) -> bool:
    return link.get("rel") == "author" or bool(_TO_AUTHOR.search(link.get("href") or ""))


def _labelled(tree: Element, label: re.Pattern[str]) -> Iterator[str]:
    """The texts behind a label: ``<dt>Author</dt><dd>…</dd>``, ``<b>Datum</b> 28.04.2026``."""
    for element in islice(tree.iter("dt", "th", "strong", "b"), MOST_LABELS):
        if label.fullmatch(_short(element)):
            following = element.getnext()
            beside = plain(element.tail) or (_short(following) if following is not None else "")
            if 2 < len(beside) <= LONGEST:
                yield beside


def _opening(element: Element) -> str:
    """The words with which an element begins, its own or its first child's."""
    text = (element.text or "").lstrip()
    return f"{text or (len(element) and element[0].text) or ''} ".lstrip()


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
