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
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from storage.dedup import CROWDED
from storage.recent import ID_BITS, KEY_BITS, Entries, Recent, keys_of, pages_of

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
        self._looked_up: set[int] = set()
        self._holders: dict[int, list[int]] = {}
        self._added: list[int] = []

    def load(self, keys: Iterable[Keys]) -> None:
        """Look up the keys of many documents at once."""
        missing = {key for each in keys for key in _narrow(each)} - self._looked_up
        if not missing:
            return
        self.flush()
        wanted = np.array(sorted(missing), dtype=np.int64)
        found = np.concatenate((self._settled(wanted), self._recent.find(wanted)))
        for key, article_id in zip(keys_of(found).tolist(), pages_of(found).tolist(), strict=True):
            self._holders.setdefault(key, []).append(article_id)
        self._looked_up |= missing

    def _settled(self, keys: Keys) -> Entries:
        """The settled postings of some keys."""
        (last,) = self._connection.execute("SELECT max(posting) FROM postings").fetchone()
        epochs = range(0 if last is None else (last >> _EPOCH_SHIFT) + 1)
        first = keys << _SLOT_BITS
        wanted = np.array([first | epoch << _EPOCH_SHIFT for epoch in epochs], dtype=np.int64).ravel()
        rows = self._connection.execute(_FIND, (json.dumps(wanted.tolist()),)).fetchall()
        postings = np.array(rows, dtype=np.int64).reshape(-1)
        article_ids = postings >> _EPOCH_SHIFT << _SLOT_BITS | postings & (_SLOTS - 1)
        return (postings >> _SLOT_BITS & (1 << KEY_BITS) - 1) << ID_BITS | article_ids

    def candidates(self, keys: Keys, limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first.

        A key that many articles hold is a standing phrase: it proves nothing and costs most.
        """
        self.load([keys])
        found = (self._holders.get(key, ()) for key in _narrow(keys))
        shared = Counter(article for holders in found if len(holders) <= CROWDED for article in holders)
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def add(self, article_id: int, keys: Keys) -> None:
        """Index an article under its keys; a crowded one would only become dearer by another posting."""
        self.load([keys])
        for key in _narrow(keys):
            holders = self._holders.setdefault(key, [])
            if len(holders) <= CROWDED and article_id not in holders:
                holders.append(article_id)
                self._added.append(key << ID_BITS | article_id)

    def discard(self, article_id: int, keys: Keys) -> None:
        """Forget an article that was indexed under these keys."""
        self.load([keys])
        self.flush()
        gone = [key for key in sorted(set(_narrow(keys))) if article_id in self._holders.get(key, ())]
        for key in gone:
            self._holders[key].remove(article_id)
        entries = np.array(gone, dtype=np.int64) << ID_BITS | article_id
        self._recent.discard(entries)
        settled = [(posting,) for posting in _postings(entries).tolist()]
        self._connection.executemany("DELETE FROM postings WHERE posting = ?", settled)

    def clear(self) -> None:
        """Forget every article."""
        self.forget()
        self._recent.replace(np.empty(0, dtype=np.int64))
        self._connection.execute("DELETE FROM postings")

    def flush(self) -> None:
        """Write what was added."""
        if self._added:
            self._recent.add(np.array(self._added, dtype=np.int64))
            self._added.clear()
            if len(self._recent) > _SETTLE:
                self.settle()

    def settle(self) -> None:
        """Let the recent postings stand in the table with all others."""
        postings = np.sort(_postings(self._recent.entries()))
        settled = "INSERT INTO postings SELECT value FROM json_each(?)"
        self._connection.execute(settled, (json.dumps(postings.tolist()),))
        self._recent.replace(np.empty(0, dtype=np.int64))

    def forget(self) -> None:
        """Drop what is remembered and what is not written yet: the transaction is over."""
        self._looked_up.clear()
        self._holders.clear()
        self._added.clear()

    def refresh(self) -> None:
        """Look at what other processes have written."""
        self._recent.refresh()

    def reset(self) -> None:
        """Read anew: a transaction was undone."""
        self._recent.reset()


def _postings(entries: Entries) -> NDArray[np.int64]:
    """The numbers under which entries settle."""
    epoch, slot = np.divmod(pages_of(entries), _SLOTS)
    return epoch << _EPOCH_SHIFT | keys_of(entries) << _SLOT_BITS | slot


def _narrow(keys: Keys) -> list[int]:
    """The high 37 of 47 bits: one document in 600 meets a stranger among an epoch's 8 million postings."""
    return (keys >> 10).tolist()  # type: ignore[no-any-return]
