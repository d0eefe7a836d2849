"""Bylines that a page shows its readers around the headline."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from crawler.parsers.authors import LEAD_IN
from crawler.parsers.near_headline import (
    BOXES,
    MOST_WORDS,
    NEAR,
    behind_first,
    elsewhere,
    is_author,
    is_linked,
    labelled,
    lines_behind,
    short,
)
from crawler.parsers.page import Element
from crawler.parsers.plain import plain

_AUTHOR_NAME = re.compile(r"byline|author(?!i[sz]e)|autor", re.IGNORECASE)
_NAME_ALONE = re.compile(r"author[-_]{0,2}(?:full[-_]?)?name(?=\s|$)", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"(?:authors?|autor(?:in|en|es)?|autorin/autor|auteurs?|autore|written by|by|von|автор|作者|記者|기자)"
    r"\s*[:：]?",
    re.IGNORECASE,
)
_OF_CARD = re.compile(r"(?:^|\s)(?:card|teaser)__")


def signed(tree: Element) -> Iterator[list[str]]:
    """Bylines marked as such, or introduced by "By" behind the headline; each with its neighbours."""
    yield from _texts(
        one for one in tree.iter(*BOXES) if one.get("rel") == "author" or "author" in one.get("itemprop", "")
    )
    yield from _texts(
        one
        for one in lines_behind(tree)
        if (opening := _opening(one))
        and LEAD_IN.match(opening)
        and not is_linked(one)
        and not _is_sentence(one)
    )


def hinted(tree: Element) -> Iterator[list[str]]:
    """Texts that may be the byline by class, label or link; on some pages those of other stories."""
    yield from ([text] for text in labelled(tree, _AUTHOR_LABEL))
    yield from _texts(one for one in behind_first(tree, *BOXES) if _may_name(one) and not is_linked(one))


@lru_cache(maxsize=8192)
def _is_byline(names: str) -> bool:
    """The words of a class say that it is a byline."""
    return _AUTHOR_NAME.search(names) is not None


@lru_cache(maxsize=8192)
def _is_name(names: str) -> bool:
    """The words of a class say that it is an author's name alone."""
    return _NAME_ALONE.search(names) is not None


def _texts(elements: Iterable[Element]) -> Iterator[list[str]]:
    for element in islice(elements, NEAR):
        text = short(element)
        if len(text) > 2 and not elsewhere(element):
            links = [short(link) for link in element.iterdescendants("a") if is_author(link)]
            mark = _mark(element)
            fellows = [
                one for one in islice(element.itersiblings(), NEAR) if any(mark) and _mark(one) == mark
            ]
            yield links or _named(element) or [_names(one) or short(one) for one in (element, *fellows)]


def _may_name(element: Element) -> bool:
    names = element.get("class") or ""
    if _is_byline(names):
        return _OF_CARD.search(names) is None
    return element.tag == "a" and is_author(element) and " " in short(element)


def _is_sentence(element: Element) -> bool:
    """``By contrast, the ministry said on Monday that …`` begins like a byline."""
    text = short(element)
    return text.endswith((".", "!", "?", ":")) and len(text.split()) > MOST_WORDS


def _named(element: Element) -> list[str]:
    """The names in a box that also has a job, a handle or a button: each in an element called so."""
    inside = islice(element.iterdescendants(), NEAR)
    return [short(one) for one in inside if _is_name(one.get("class") or "")]


def _names(element: Element) -> str:
    """The name in a byline of several parts: one marked so, or the bold or linked first of them."""
    for one in islice(element.iterdescendants(), NEAR):
        if "name" in (one.get("itemprop") or "").split() and one.tag != "meta":
            return short(one)
    first = element[0] if len(element) and not plain(element.text) else None
    parted = first is not None and first.tag in ("strong", "b", "a") and plain(first.tail)
    return short(first) if first is not None and parted and " " in short(first) else ""


def _mark(element: Element) -> tuple[str | None, ...]:
    """What names an element; authors stand side by side under one name."""
    return element.get("class"), element.get("rel"), element.get("itemprop")


def _opening(element: Element) -> str:
    """The words with which an element begins, its own or its first child's."""
    text = (element.text or "").lstrip()
    return f"{text or (len(element) and element[0].text) or ''} ".lstrip()
