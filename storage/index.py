"""The index of candidates in SQLite: which articles share keys with a document?

The postings of the newest articles stand in rows that are only appended (``storage/recent.py``). When there
are enough of them they settle in a table of one integer: 8 bits of epoch, 37 of the key, 18 of the article.
So settled, a posting costs 14 bytes where ``(key, id) WITHOUT ROWID`` takes 19, and SQLite seeks a rowid
faster than a record.

The epoch changes every 262,144 articles. Keys are scattered, so settling dirties every page of an epoch;
these stay few enough for the cache, while a look-up asks once an epoch only.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from storage.dedup import CROWDED
from storage.recent import ID_BITS, KEY_BITS, MOST_PAGES, Entries, Recent, keys_of, pages_of

_SLOT_BITS = 18
_SLOTS = 1 << _SLOT_BITS
_EPOCH_SHIFT = _SLOT_BITS + KEY_BITS

# Postings that settle together, those of some 12,000 articles: 2 MB to read when a store is opened. The more,
# the more of them share a page that is written once.
_SETTLE = 262_144

_FIND = f"""
    SELECT posting FROM json_each(?) AS wanted
    CROSS JOIN postings WHERE posting BETWEEN wanted.value AND wanted.value + {_SLOTS - 1}
"""  # noqa: S608 -- a constant of this file

Keys = NDArray[np.int64]


class Postings:
    """The index in one open store; every method runs inside the caller's transaction.

    What was looked up is remembered, and what is added is written by :meth:`flush` as one row: a batch of
    articles reads each page of the index once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._recent = Recent(connection, "recent_postings")
        self._holders: dict[int, tuple[int, ...]] = {}
        self._added: list[int] = []
        self._epochs: int | None = None

    def load(self, documents: Iterable[Keys]) -> None:
        """Look up the keys of many documents at once."""
        self._look_up({key for keys in documents for key in _narrow(keys)})

    def _look_up(self, keys: set[int]) -> None:
        missing = sorted(keys.difference(self._holders))
        if not missing:
            return
        self.flush()
        self._holders.update(dict.fromkeys(missing, ()))
        for entry in chain(self._settled(missing), self._recent.find(missing)):
            self._holders[entry >> ID_BITS] += (entry & (MOST_PAGES - 1),)

    def _settled(self, keys: Iterable[int]) -> Iterator[int]:
        """The settled postings of some keys, as entries."""
        if self._epochs is None:
            (last,) = self._connection.execute("SELECT max(posting) FROM postings").fetchone()
            self._epochs = 0 if last is None else (last >> _EPOCH_SHIFT) + 1
        first = [epoch << _EPOCH_SHIFT | key << _SLOT_BITS for epoch in range(self._epochs) for key in keys]
        for (posting,) in self._connection.execute(_FIND, (json.dumps(first),)):
            key = posting >> _SLOT_BITS & (1 << KEY_BITS) - 1
            article_id = posting >> _EPOCH_SHIFT << _SLOT_BITS | posting & (_SLOTS - 1)
            yield key << ID_BITS | article_id

    def candidates(self, keys: Keys, limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first.

        A key that many articles hold is a standing phrase: it proves nothing and costs most.
        """
        narrow = self._known(keys)
        found = map(self._holders.__getitem__, narrow)
        shared = Counter(chain.from_iterable(holders for holders in found if len(holders) <= CROWDED))
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def add(self, article_id: int, keys: Keys) -> None:
        """Index an article under its keys; a crowded one would only become dearer by another posting."""
        for key in self._known(keys):
            holders = self._holders[key]
            if len(holders) <= CROWDED and article_id not in holders:
                self._holders[key] = (*holders, article_id)
                self._added.append(key << ID_BITS | article_id)

    def discard(self, article_id: int, keys: Keys) -> None:
        """Forget an article that was indexed under these keys."""
        gone = sorted({key for key in self._known(keys) if article_id in self._holders[key]})
        self.flush()
        for key in gone:
            self._holders[key] = tuple(each for each in self._holders[key] if each != article_id)
        entries = [key << ID_BITS | article_id for key in gone]
        self._recent.discard(entries)
        settled = [(posting,) for posting in _postings(np.array(entries, dtype=np.int64)).tolist()]
        self._connection.executemany("DELETE FROM postings WHERE posting = ?", settled)

    def _known(self, keys: Keys) -> list[int]:
        """The keys of a document, looked up."""
        narrow = _narrow(keys)
        self._look_up(set(narrow))
        return narrow

    def clear(self) -> None:
        """Forget every article."""
        self.forget()
        self._recent.replace(np.empty(0, dtype=np.int64))
        self._connection.execute("DELETE FROM postings")
        self._epochs = None

    def flush(self) -> None:
        """Write what was added."""
        if self._added:
            self._recent.add(self._added)
            self._added.clear()
            if len(self._recent) > _SETTLE:
                self.settle()

    def settle(self) -> None:
        """Let the recent postings stand in the table with all others."""
        postings = np.sort(_postings(self._recent.entries()))
        settled = "INSERT INTO postings SELECT value FROM json_each(?)"
        self._connection.execute(settled, (json.dumps(postings.tolist()),))
        self._recent.replace(np.empty(0, dtype=np.int64))
        self._epochs = None

    def forget(self) -> None:
        """Drop what is remembered and what is not written yet: the transaction is over."""
        self._holders.clear()
        self._added.clear()

    def refresh(self) -> None:
        """Look at what other processes have written."""
        self._recent.refresh()
        self._epochs = None

    def reset(self) -> None:
        """Read anew: a transaction was undone."""
        self._recent.reset()
        self._epochs = None


def _postings(entries: Entries) -> NDArray[np.int64]:
    """The numbers under which entries settle."""
    epoch, slot = np.divmod(pages_of(entries), _SLOTS)
    return epoch << _EPOCH_SHIFT | keys_of(entries) << _SLOT_BITS | slot


def _narrow(keys: Keys) -> list[int]:
    """The high 37 of 47 bits: one document in 600 meets a stranger among an epoch's 8 million postings."""
    return (keys >> 10).tolist()  # type: ignore[no-any-return]
