"""Passages that two texts share word for word, as places in the texts: for people to look at."""

import re
from collections import defaultdict
from typing import NamedTuple

from storage.dedup.tokens import UNSPACED_RUN, spaced

# A shorter run is a phrase that anybody writes.
PASSAGE_WORDS = 8

_WORD = re.compile(r"[^\W_]+")


class Passage(NamedTuple):
    """One shared passage: where it begins and ends in either text, in characters."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


def passages(a: str, b: str) -> list[Passage]:
    """Return the passages of at least 8 words that two texts share, whatever the case and punctuation.

    Args:
        a: a text.
        b: another.

    Returns:
        the passages in the order of ``a``, none of which overlap there; where ``b`` has one several times,
        its place there is the one that the passage runs on longest from.
    """
    in_a, in_b = _words(a), _words(b)
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(in_b) - PASSAGE_WORDS + 1):
        places[_folded(in_b, at)].append(at)
    found: list[Passage] = []
    at = 0
    while at + PASSAGE_WORDS <= len(in_a):
        runs = [(_run(in_a, at, in_b, place), place) for place in places.get(_folded(in_a, at), ())]
        if not runs:
            at += 1
            continue
        length, place = max(runs, key=lambda run: run[0])
        first, last = in_a[at], in_a[at + length - 1]
        found.append(Passage(first.start, last.end, in_b[place].start, in_b[place + length - 1].end))
        at += length
    return found


def _words(text: str) -> list[_Word]:
    """The words of a text and their places; in a script without spaces each character is one."""
    found: list[_Word] = []
    for match in _WORD.finditer(text):
        if UNSPACED_RUN.search(match.group()):
            found += [_Word(text[at], at, at + 1) for at in range(match.start(), match.end())]
        else:
            found.append(_Word(spaced(match.group()).strip(), match.start(), match.end()))
    return found


def _folded(words: list[_Word], at: int) -> tuple[str, ...]:
    return tuple(word.folded for word in words[at : at + PASSAGE_WORDS])


def _run(a: list[_Word], at: int, b: list[_Word], place: int) -> int:
    """How many words are the same from these two places on."""
    length = 0
    for left, right in zip(a[at:], b[place:], strict=False):
        if left.folded != right.folded:
            break
        length += 1
    return length
