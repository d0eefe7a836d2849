"""The index of candidates in SQLite: which articles share keys with a document?

One row a posting, and the row is its own number: 8 bits of epoch, 37 of the key, 18 of the article. A posting
costs 14 bytes where ``(key, id) WITHOUT ROWID`` takes 19, and SQLite seeks a rowid faster than a record.

The epoch changes every 262,144 articles. Keys are scattered, so every one dirties a page of its own; within
an epoch those pages stay few enough for the cache, while a look-up asks once an epoch only.
"""

import json
import sqlite3
from collections import Counter, defaultdict

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

# A key that so many articles of an epoch share is a standing phrase; more postings would make it dearer only.
_ADD = f"""
    INSERT OR IGNORE INTO postings SELECT value FROM json_each(?) AS wanted WHERE NOT EXISTS (
        SELECT 1 FROM postings
        WHERE posting BETWEEN wanted.value & ~{_SLOTS - 1} AND wanted.value | {_SLOTS - 1}
        LIMIT 1 OFFSET {CROWDED}
    )
"""  # noqa: S608

Keys = NDArray[np.int64]


class Postings:
    """The index in one open store; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, article_id: int, keys: Keys) -> None:
        """Index an article under its keys."""
        self._connection.execute(_ADD, (_json(_postings(article_id, keys)),))

    def discard(self, article_id: int, keys: Keys) -> None:
        """Forget an article that was indexed under these keys."""
        gone = [(posting,) for posting in _postings(article_id, keys).tolist()]
        self._connection.executemany("DELETE FROM postings WHERE posting = ?", gone)

    def clear(self) -> None:
        """Forget every article."""
        self._connection.execute("DELETE FROM postings")

    def candidates(self, keys: Keys, limit: int) -> list[tuple[int, int]]:
        """Return ``(article_id, shared keys)`` of at most ``limit`` articles, most shared keys first."""
        (last,) = self._connection.execute("SELECT max(posting) FROM postings").fetchone()
        if last is None:
            return []
        epochs = np.arange((last >> _EPOCH_SHIFT) + 1, dtype=np.int64)[:, None] << _EPOCH_SHIFT
        wanted = (epochs | _narrow(keys)[None, :] << _SLOT_BITS).ravel()
        holders: defaultdict[int, list[int]] = defaultdict(list)
        for (posting,) in self._connection.execute(_FIND, (_json(wanted),)):
            article_id = posting >> _EPOCH_SHIFT << _SLOT_BITS | posting & _SLOTS - 1
            holders[posting >> _SLOT_BITS].append(article_id)
        shared = Counter(
            article for articles in holders.values() if len(articles) <= CROWDED for article in articles
        )
        return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _postings(article_id: int, keys: Keys) -> Keys:
    epoch, slot = divmod(article_id, _SLOTS)
    return epoch << _EPOCH_SHIFT | _narrow(keys) << _SLOT_BITS | slot


def _narrow(keys: Keys) -> Keys:
    """The high 37 of 47 bits: one document in 600 meets a stranger among an epoch's 8 million postings."""
    return keys >> 10


def _json(values: Keys) -> str:
    return json.dumps(values.tolist())
