"""The headline: which of the titles that a page gives, and without the outlet's name."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.parsers.claims import Claim

_SEPARATOR = re.compile(r"\s+[|–—·•»-]\s+|\s*[|｜]\s*|\s*：\s*|\s+:\s+")
MOST_WORDS: Final = 5
"""An outlet's name or section has no more words; what is longer belongs to the headline."""


def key(title: str) -> str:
    """Words alone, to tell whether two titles are one."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def headline(stated: str, shared: str, tweeted: str, tab: str, headings: list[str]) -> Claim:
    """Choose between the titles that one page gives, each without the outlet's name.

    Args:
        stated: JSON-LD's ``headline``.
        shared: ``og:title``.
        tweeted: ``twitter:title``.
        tab: the text of ``<title>``, written for search engines.
        headings: the texts of its ``<h1>`` elements.
    """
    if shared or tweeted:
        return Claim(shared or tweeted, "meta")
    if stated:
        return Claim(stated, "json-ld")
    return Claim(headings[0], "selector") if headings else Claim(tab, "meta")


def bare(title: str, outlets: Iterable[str]) -> str:
    """A title without the outlet's name and section at either end.

    Args:
        title: ``Steigende US-Zinsen setzen Dax zu | Börsen-Zeitung``.
        outlets: names of the outlet: og:site_name, the publisher, the host's own word.
    """
    known = {key(name).replace(" ", "") for name in outlets if name}
    known.discard("")
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        tail = title[cut.end() :]
        if _outlet(tail, known) and len(key(title[: cut.start()])) > len(key(tail)) // 2:
            return title[: cut.start()].strip()
    for cut in cuts[:2]:
        head = title[: cut.start()]
        if _outlet(head, known):
            return bare(title[cut.end() :].strip(), outlets)
    return title


def _outlet(part: str, known: set[str]) -> bool:
    """One of the pieces is the outlet's name: `Sport | BILD.de`, `DW | 28.04.2023`."""
    pieces = [key(piece).replace(" ", "") for piece in _SEPARATOR.split(part)]
    return len(part.split()) <= 2 * MOST_WORDS and any(piece in known for piece in pieces)
