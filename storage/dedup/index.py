"""The index of candidates: what a store must offer, and the one in memory that tests measure it by."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Protocol


class CandidateIndex(Protocol):
    """Finds the articles that share keys with a document.

    A key that more than :data:`CROWDED` articles hold is skipped at look-up: it is a passage that pages
    repeat (a sign-up line, a standing paragraph), it proves nothing and costs most.
    """

    def add(self, article_id: int, keys: Iterable[int]) -> None:
        """Index an article under its keys."""

    def discard(self, article_id: int, keys: Iterable[int]) -> None:
        """Forget an article under some of its keys; nothing happens where it is not known."""

    def candidates(self, keys: Iterable[int], limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first.

        Equal counts come in order of id, so that the answer does not hang on the index's inner order.
        """


CROWDED = 64


class MemoryIndex:
    """A CandidateIndex in dictionaries."""

    def __init__(self) -> None:
        self._holders: defaultdict[int, set[int]] = defaultdict(set)

    def add(self, article_id: int, keys: Iterable[int]) -> None:
        """Index an article under its keys."""
        for key in keys:
            self._holders[int(key)].add(article_id)

    def discard(self, article_id: int, keys: Iterable[int]) -> None:
        """Forget an article under some of its keys; nothing happens where it is not known."""
        for key in keys:
            self._holders[int(key)].discard(article_id)

    def candidates(self, keys: Iterable[int], limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first."""
        shared: Counter[int] = Counter()
        for key in keys:
            holders = self._holders.get(int(key), ())
            if len(holders) <= CROWDED:
                shared.update(holders)
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]
