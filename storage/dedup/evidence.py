"""Evidence: what two documents share and where they differ, in figures that a person can check."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.dedup.document import Document
from storage.dedup.shingles import shingle

# A run of this many words in both texts was copied, not written twice.
RUN_WORDS = 15


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against one story behind two texts.

    Args:
        words: of the shorter story, captions left out.
        length_ratio: shorter story over longer, 0 to 1.
        containment: share of the shorter story's 3-word shingles that the longer one has.
        jaccard: shared 3-word shingles over all of both.
        verbatim: share of the shorter story's words in runs of 15 or more that the longer one has.
        longest_run: words of the longest such run.
        hours: between the publications; None where one is unknown.
        same_source: both come from one outlet.
    """

    words: int
    length_ratio: float
    containment: float
    jaccard: float
    verbatim: float
    longest_run: int
    hours: float | None
    same_source: bool


def gather(a: Document, b: Document) -> Evidence:
    """Return the evidence on two documents; their order does not matter."""
    shorter, longer = sorted((a, b), key=lambda document: (len(document.story), document.text_hash))
    shared = len(np.intersect1d(shorter.story_shingles, longer.story_shingles, assume_unique=True))
    all_shingles = len(shorter.story_shingles) + len(longer.story_shingles) - shared
    in_runs, longest = _verbatim(shorter, longer)
    return Evidence(
        words=len(shorter.story),
        length_ratio=len(shorter.story) / max(len(longer.story), 1),
        containment=shared / max(len(shorter.story_shingles), 1),
        jaccard=shared / max(all_shingles, 1),
        verbatim=in_runs / max(len(shorter.story), 1),
        longest_run=longest,
        hours=_hours_between(a, b),
        same_source=bool(a.source) and a.source.casefold() == b.source.casefold(),
    )


def _verbatim(shorter: Document, longer: Document) -> tuple[int, int]:
    """Words of the shorter story in verbatim runs, and the length of the longest run."""
    copied = np.isin(shingle(shorter.story, RUN_WORDS), shingle(longer.story, RUN_WORDS))
    lengths = _stretches(copied) + (RUN_WORDS - 1)
    covered = np.zeros(len(shorter.story), dtype=bool)
    for start in np.flatnonzero(copied):
        covered[start : start + RUN_WORDS] = True
    return int(covered.sum()), int(lengths.max(initial=0))


def _stretches(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Lengths of the stretches of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return edges[1::2] - edges[::2]


def _hours_between(a: Document, b: Document) -> float | None:
    if a.published is None or b.published is None:
        return None
    return abs((a.published - b.published).total_seconds()) / 3600
