"""Evidence: what two documents share and where they differ, in figures that a person can check."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from typing import Self

import numpy as np
from numpy.typing import NDArray

from storage.dedup.document import Document
from storage.dedup.shingles import overlap, shingle
from storage.dedup.tokens import tokenize

# A run of this many words in both texts was copied, not written twice.
RUN_WORDS = 15

FIGURES = (
    "words",
    "brief",
    "length_ratio",
    "containment",
    "unquoted",
    "jaccard",
    "verbatim",
    "longest_run",
    "facts",
    "fact_count",
    "facts_apart",
    "headline",
    "numbered_titles",
    "same_source",
    "hours",
)


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against one story behind two texts; each figure is computed when first asked for.

    All figures are of the stories: captions and furniture left out. "Shorter" and "longer" are the stories
    with fewer and more words.
    """

    shorter: Document
    longer: Document

    @classmethod
    def on(cls, a: Document, b: Document) -> Self:
        """Return the evidence on two documents; their order does not matter."""
        return cls(*sorted((a, b), key=lambda document: (len(document.story.tokens), document.text_hash)))

    def other(self, document: Document) -> Document:
        """Return the one of the two documents that is not this one."""
        return self.shorter if document is self.longer else self.longer

    def figures(self) -> dict[str, float | int | bool | None]:
        """Every figure by name, ready for JSON."""
        return self._rounded(FIGURES)

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """What each figure says, in the order of `figures`."""
        return {name: (getdoc(getattr(cls, name)) or "").rstrip(".") for name in FIGURES}

    def looked_at(self) -> dict[str, float | int | bool | None]:
        """The figures that a decision has asked for, and those that cost nothing: what is kept beside it."""
        costly = {name for name in FIGURES if isinstance(getattr(type(self), name), cached_property)}
        return self._rounded(name for name in FIGURES if name not in costly or name in vars(self))

    def _rounded(self, names: Iterable[str]) -> dict[str, float | int | bool | None]:
        values = ((name, getattr(self, name)) for name in names)
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in values}

    @property
    def words(self) -> int:
        """Words of the shorter story, without captions and furniture; "half-billion" is two."""
        return len(self.shorter.story.tokens)

    @property
    def brief(self) -> bool:
        """Whether one of the texts, captions and all, is under 40 words."""
        return self.shorter.short or self.longer.short

    @property
    def length_ratio(self) -> float:
        """Words of the shorter story over those of the longer, 0 to 1."""
        return _share(self.words, len(self.longer.story.tokens))

    @cached_property
    def _shared(self) -> int:
        return overlap(self.shorter.story.shingles, self.longer.story.shingles)

    @property
    def containment(self) -> float:
        """Share of the shorter story's 3-word shingles that the longer one has."""
        return _share(self._shared, len(self.shorter.story.shingles))

    @property
    def jaccard(self) -> float:
        """Shared 3-word shingles over all of both."""
        both = len(self.shorter.story.shingles) + len(self.longer.story.shingles) - self._shared
        return _share(self._shared, both)

    @cached_property
    def unquoted(self) -> float:
        """Containment counted outside the shorter story's quotations: what its author wrote himself."""
        own = self.shorter.story.unquoted_shingles
        return _share(overlap(own, self.longer.story.shingles), len(own))

    @cached_property
    def _runs(self) -> NDArray[np.bool_]:
        """Where a run of 15 words begins that both have, by position in the shorter story."""
        return np.isin(
            shingle(self.shorter.story.tokens, RUN_WORDS), shingle(self.longer.story.tokens, RUN_WORDS)
        )

    @cached_property
    def verbatim(self) -> float:
        """Share of the shorter story's words in runs of at least 15 words that the longer one has."""
        covered = np.convolve(self._runs, np.ones(RUN_WORDS)) > 0.5 if len(self._runs) else self._runs
        return _share(int(covered.sum()), self.words)

    @cached_property
    def longest_run(self) -> int:
        """Words of the longest such run; 0 where there is none."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], self._runs, [False])).astype(np.int8)))
        return int((edges[1::2] - edges[::2] + RUN_WORDS - 1).max(initial=0))

    @cached_property
    def facts(self) -> float | None:
        """Share of the shorter story's names and numbers that the longer one has; unknown without any."""
        own = self.shorter.story.facts
        return len(own & self.longer.story.facts) / len(own) if own else None

    @property
    def fact_count(self) -> int:
        """Names and numbers of the shorter story."""
        return len(self.shorter.story.facts)

    @cached_property
    def facts_apart(self) -> int:
        """Names and numbers that each has and the other lacks: the smaller of the two counts."""
        shorter, longer = self.shorter.story.facts, self.longer.story.facts
        return min(len(shorter - longer), len(longer - shorter))

    @cached_property
    def headline(self) -> float:
        """Share of the words of the shorter headline that the other has; of several lines the closest two."""
        shares = (
            _share(len(a & b), min(len(a), len(b)))
            for a in self.shorter.headlines
            for b in self.longer.headlines
        )
        return max(shares, default=0.0)

    @cached_property
    def numbered_titles(self) -> bool:
        """Whether the titles differ, and only in numbers and dates: "Contracts for Nov. 3", "... Nov. 4"."""
        a, b = (tokenize(document.title) for document in (self.shorter, self.longer))
        if len(a) != len(b) or a == b:
            return False
        return all(_mask(one) == _mask(other) for one, other in zip(a, b, strict=True) if one != other)

    @property
    def same_source(self) -> bool:
        """Whether both come from one outlet."""
        return bool(self.shorter.source) and self.shorter.source.casefold() == self.longer.source.casefold()

    @property
    def hours(self) -> float | None:
        """Hours between the publications; unknown where one of them is."""
        if self.shorter.published is None or self.longer.published is None:
            return None
        return abs((self.shorter.published - self.longer.published).total_seconds()) / 3600


_DATE_WORDS = frozenset(
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sept sep oct nov dec"
    " monday tuesday wednesday thursday friday saturday sunday"
    " one two three four five six seven eight nine ten first second third fourth fifth".split()
)


def _mask(word: str) -> str:
    """A title's word with its number or date hidden."""
    return "#" if word in _DATE_WORDS or any(character.isdigit() for character in word) else word


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
