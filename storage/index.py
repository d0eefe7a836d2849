"""The index of candidates in SQLite: which articles share keys with a document?

One row a posting, and the row is its own number: 8 bits of epoch, 37 of the key, 18 of the article. A posting
costs 14 bytes where ``(key, id) WITHOUT ROWID`` takes 19, and SQLite seeks a rowid faster than a record.

The epoch changes every 262,144 articles. Keys are scattered, so every one dirties a page of its own; within
an epoch those pages stay few enough for the cache, while a look-up asks once an epoch only.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from storage.dedup import CROWDED

_SLOT_BITS = 18
_KEY_BITS = 37
_SLOTS = 1 << _SLOT_BITS
_EPOCH_SHIFT = _SLOT_BITS + _KEY_BITS

_FIND = f"""
    SELECT posting FROM json_each(?) AS wanted
    CROSS JOIN postings WHERE posting BETWEEN wanted.value AND wanted.value + {_SLOTS - 1}
"""  # noqa: S608 -- a constant of this file

Keys = NDArray[np.int64]


class Postings:
    """The index in one open store; every method runs inside the caller's transaction.

    What was looked up is remembered, and what is added is written by :meth:`flush`, sorted and in one
    statement: a batch of articles reads and writes each page of the index once.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._holders: dict[int, list[int]] = {}
        self._added: list[int] = []

    def load(self, keys: Iterable[Keys]) -> None:
        """Look up the keys of many documents at once."""
        missing = {key for each in keys for key in _narrow(each) if key not in self._holders}
        if not missing:
            return
        self.flush()
        self._holders.update({key: [] for key in missing})
        (last,) = self._connection.execute("SELECT max(posting) FROM postings").fetchone()
        epochs = range(0 if last is None else (last >> _EPOCH_SHIFT) + 1)
        ordered = sorted(missing)
        wanted = [epoch << _EPOCH_SHIFT | key << _SLOT_BITS for epoch in epochs for key in ordered]
        for (posting,) in self._connection.execute(_FIND, (json.dumps(wanted),)):
            article_id = posting >> _EPOCH_SHIFT << _SLOT_BITS | posting & _SLOTS - 1
            self._holders[posting >> _SLOT_BITS & (1 << _KEY_BITS) - 1].append(article_id)

    def candidates(self, keys: Keys, limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first.

        A key that many articles hold is a standing phrase: it proves nothing and costs most.
        """
        self.load([keys])
        found = (self._holders[key] for key in _narrow(keys))
        shared = Counter(article for holders in found if len(holders) <= CROWDED for article in holders)
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def add(self, article_id: int, keys: Keys) -> None:
        """Index an article under its keys; a crowded one would only become dearer by another posting."""
        self.load([keys])
        for key in _narrow(keys):
            holders = self._holders[key]
            if len(holders) <= CROWDED and article_id not in holders:
                holders.append(article_id)
                self._added.append(_posting(article_id, key))

    def discard(self, article_id: int, keys: Keys) -> None:
        """Forget an article that was indexed under these keys."""
        self.load([keys])
        self.flush()
        gone = [key for key in _narrow(keys) if article_id in self._holders[key]]
        for key in gone:
            self._holders[key].remove(article_id)
        postings = [(_posting(article_id, key),) for key in gone]
        self._connection.executemany("DELETE FROM postings WHERE posting = ?", postings)

    def clear(self) -> None:
        """Forget every article."""
        self.forget()
        self._connection.execute("DELETE FROM postings")

    def flush(self) -> None:
        """Write what was added."""
        if self._added:
            added = json.dumps(sorted(self._added))
            self._connection.execute("INSERT INTO postings SELECT value FROM json_each(?)", (added,))
            self._added.clear()

    def forget(self) -> None:
        """Drop what is remembered and what is not written yet: the transaction is over."""
        self._holders.clear()
        self._added.clear()


def _posting(article_id: int, key: int) -> int:
    epoch, slot = divmod(article_id, _SLOTS)
    return epoch << _EPOCH_SHIFT | key << _SLOT_BITS | slot


def _narrow(keys: Keys) -> list[int]:
    """The high 37 of 47 bits: one document in 600 meets a stranger among an epoch's 8 million postings."""
    return (keys >> 10).tolist()  # type: ignore[no-any-return]
