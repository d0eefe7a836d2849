"""Stories in several versions: which of many texts tell one story, and whether a text is one more version."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from storage.dedup.document import Document
from storage.dedup.rules import FRAGMENT, NEARLY_ALL, UNRELATED, Match, compare

# A copy this close to a version says nothing new about the story; 0.5 + half a Jaccard of 0.95.
NEW_VERSION: Final = 0.975

# A running story has some twenty versions in two days; the cost of a comparison grows with them.
MOST_VERSIONS: Final = 24


def is_version(match: Match) -> bool:
    """Whether a copy that was linked by this match is one more version of its story."""
    return match.score < NEW_VERSION


def closest(document: Document, versions: Sequence[Document]) -> Match | None:
    """Return the match with the version that a text is closest to; None where there are no versions."""
    return max((compare(document, each) for each in versions), key=lambda match: match.score, default=None)


def gather(texts: Mapping[int, Document]) -> list[set[int]]:
    """Part texts into stories, whatever order they came in.

    A running story changes with every hour: the first report and the last share a third of their words. So it
    is not pairs that decide but groups: first every text is alone, then the two groups whose margins are the
    highest on average become one, and again, as long as that average is not negative (average linkage: Sokal
    and Michener 1958). The closest pair alone would chain a morning's story to the evening's, version by
    version.

    Args:
        texts: by number.

    Returns:
        the numbers of each story's texts.
    """
    # In an order of their own, so that equal averages are not decided by who came first.
    numbers = sorted(texts, key=lambda number: (texts[number].text_hash, number))
    margins = np.full((len(numbers), len(numbers)), -np.inf)
    for a, b in combinations(range(len(numbers)), 2):
        margins[a, b] = margins[b, a] = _margin(texts[numbers[a]], texts[numbers[b]])
    groups = [{numbers[at] for at in group} for group in _linked(margins)]
    for group in groups:
        if len(group) == 1:
            whole = _holding(min(group), groups, texts)
            if whole is not None:
                whole |= group
                group.clear()
    return [group for group in groups if group]


def _linked(margins: NDArray[np.float64]) -> list[list[int]]:
    """Average linkage over a square of margins, which it uses up."""
    groups = [[at] for at in range(len(margins))]
    while margins.max(initial=-np.inf) >= 0:
        a, b = sorted(divmod(int(margins.argmax()), len(margins)))
        margins[a] = np.average((margins[a], margins[b]), axis=0, weights=(len(groups[a]), len(groups[b])))
        margins[:, a] = margins[a]
        margins[a, a] = margins[b] = margins[:, b] = -np.inf
        groups[a] += groups[b]
        groups[b] = []
    return [group for group in groups if group]


def _holding(number: int, groups: Sequence[set[int]], texts: Mapping[int, Document]) -> set[int] | None:
    """The story that a lone text belongs to because it stands whole in one of its texts.

    A teaser shares too little with the other versions. But a page may hold several stories: where it holds
    another text that does not tell this story, it says nothing of either.
    """
    text = texts[number]
    others = [(compare(text, other), at) for at, other in texts.items() if at != number]
    match, at = max(others, key=lambda found: found[0].score, default=(None, number))
    if match is None or not match.whole or match.evidence.shorter is not text:
        return None
    story = next(group for group in groups if at in group)
    held = [compare(texts[at], texts[other]) for other in story - {at}]
    return None if any(_is_another(each, match, texts[at]) for each in held) else story


def _is_another(held: Match, match: Match, page: Document) -> bool:
    """Whether a page holds one text beside another: as a part of it, or as all that the other leaves."""
    if not held.whole or held.evidence.longer is not page:
        return False
    share, left = held.evidence.length_ratio, 1 - match.evidence.length_ratio
    other = compare(held.evidence.shorter, match.evidence.shorter)
    return other.evidence.containment < UNRELATED and (share < FRAGMENT or share >= NEARLY_ALL * left)


# Of the running stories that pages come in for; every text is compared with the others again and again.
@lru_cache(maxsize=4_096)
def _margin(a: Document, b: Document) -> float:
    return compare(a, b).margin
