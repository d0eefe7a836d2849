"""Differences between two texts for people: which words were taken out, which were put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]

# Below this likeness of the words, two paragraphs are two paragraphs, not one that was edited.
_EDITED = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words with one fate."""

    kind: Kind
    text: str


# A paragraph as the passages it is made of, in reading order, with a space between them.
Paragraph = list[Passage]


def diff(before: str, after: str) -> list[Paragraph]:
    """Compare two texts paragraph by paragraph, and edited paragraphs word by word.

    Args:
        before: paragraphs separated by a blank line.
        after: likewise.

    Returns:
        every paragraph of either text once.
    """
    old, new = before.split("\n\n"), after.split("\n\n")
    paragraphs: list[Paragraph] = []
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            paragraphs += [[Passage("same", paragraph)] for paragraph in old[a:b]]
        else:
            paragraphs += _replaced(old[a:b], new[c:d])
    return paragraphs


def _replaced(old: list[str], new: list[str]) -> Iterator[Paragraph]:
    """Paragraphs that gave way to others: each beside its edited version where it has one."""
    for paragraph in old:
        edited = max(new, key=lambda other: _likeness(paragraph, other), default="")
        if new and _likeness(paragraph, edited) >= _EDITED:
            place = new.index(edited)
            yield from ([Passage("added", other)] for other in new[:place])
            yield _edited(paragraph, edited)
            new = new[place + 1 :]
        else:
            yield [Passage("removed", paragraph)]
    yield from ([Passage("added", other)] for other in new)


def _likeness(a: str, b: str) -> float:
    """Dice coefficient of the words of two paragraphs, 0 to 1."""
    old, new = set(a.split()), set(b.split())
    return 2 * len(old & new) / (len(old) + len(new) or 1)


def _edited(before: str, after: str) -> Paragraph:
    old, new = before.split(), after.split()
    passages: Paragraph = []
    for operation, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            passages.append(Passage("same", " ".join(new[c:d])))
            continue
        if a < b:
            passages.append(Passage("removed", " ".join(old[a:b])))
        if c < d:
            passages.append(Passage("added", " ".join(new[c:d])))
    return passages
