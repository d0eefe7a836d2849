"""The newest entries of an index: rows that are only appended, mirrored in memory as sorted numbers.

An entry is a key and the page that has it, in one number. Entries of a text lie scattered over a b-tree, so
an article that is stored by itself would dirty some thirty pages of the file: of 92 pages that a commit
wrote, 36 were those (4 KB each, into the log and later into the file). Here it appends one row.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Entries = NDArray[np.int64]

# Bits of a page's number: 67 million pages. The 37 bits left of 63 are the key's.
ID_BITS: Final = 26
KEY_BITS: Final = 63 - ID_BITS
MOST_PAGES: Final = 1 << ID_BITS

_NONE: Entries = np.empty(0, dtype=np.int64)

# Rows that a process reads one by one when it opens the store: at this many they are written as one.
_ROWS = 1_024

# Entries that are kept apart in memory, by key: for those of one article numpy's calls alone cost eight times
# what a dictionary does.
_APART = 8_192


def keys_of(entries: Entries) -> Keys:
    """Return the key of each entry."""
    return entries >> ID_BITS


def pages_of(entries: Entries) -> Keys:
    """Return the page of each entry."""
    return entries & (MOST_PAGES - 1)


class Recent:
    """One table of recent entries in one open store; every method runs inside the caller's transaction.

    The last row is never deleted, so the numbers of rows only rise: a process that knows the rows up to one
    number has missed nothing where as many stand there still, and reads those above.

    Args:
        connection: of the store.
        table: a table of ``id INTEGER PRIMARY KEY, entries BLOB``: little-endian 64-bit numbers; below 0 the
            complement of an entry that is gone.
    """

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self._table = table
        self.reset()

    def reset(self) -> None:
        """Read everything again when next asked: a transaction was undone."""
        self._settled = _NONE
        self._apart: dict[int, list[int]] = {}
        self._apart_count = 0
        self._rows = self._last = 0
        self._current = False

    def refresh(self) -> None:
        """Look for rows of other processes when next asked."""
        self._current = False

    def __len__(self) -> int:
        self._read()
        return len(self._settled) + self._apart_count

    def find(self, keys: Sequence[int]) -> list[int]:
        """Return the entries of some keys, sorted.

        Args:
            keys: distinct, of ``KEY_BITS``, sorted.
        """
        self._read()
        found: list[int] = _with_keys(self._settled, np.array(keys, dtype=np.int64)).tolist()
        if self._apart:
            found += (entry for key in keys for entry in self._apart.get(key, ()))
            found.sort()
        return found

    def entries(self) -> Entries:
        """Return all entries."""
        self._read()
        apart = [entry for entries in self._apart.values() for entry in entries]
        return np.concatenate((self._settled, np.array(apart, dtype=np.int64)))

    def add(self, entries: Iterable[int]) -> None:
        """Append a row of entries that are not here yet."""
        self._read()
        row = np.array(sorted(entries), dtype=np.int64)
        if self._rows == _ROWS:
            self.replace(np.concatenate((self.entries(), row)))
        else:
            self._append(row)
            self._mirror(row)

    def discard(self, entries: Sequence[int]) -> None:
        """Append a row that takes away those of some entries that are here.

        Args:
            entries: sorted; their keys are distinct.
        """
        here = set(self.find([entry >> ID_BITS for entry in entries]))
        gone = ~np.array([entry for entry in entries if entry in here], dtype=np.int64)
        if len(gone):
            self._append(gone)
            self._mirror(gone)

    def replace(self, entries: Entries) -> None:
        """Let one row stand in the place of all."""
        self._read()
        entries = _sorted(entries)
        self._append(entries)
        self._connection.execute(f"DELETE FROM {self._table} WHERE id < ?", (self._last,))  # noqa: S608
        self._rows = 1
        self._settle(entries)

    def _append(self, row: Entries) -> None:
        self._last += 1
        self._rows += 1
        self._connection.execute(
            f"INSERT INTO {self._table} VALUES (?, ?)",  # noqa: S608 -- a name of ours
            (self._last, row.astype("<i8").tobytes()),
        )

    def _mirror(self, rows: Entries) -> None:
        """Mirror rows; the numbers below 0 are the complements of entries that are gone."""
        if self._apart_count + len(rows) > _APART:
            come = _sorted(rows)
            gone = ~come[: np.searchsorted(come, 0)][::-1]
            self._settle(_without(_sorted(np.concatenate((self.entries(), come[len(gone) :]))), gone))
            return
        numbers = rows.tolist()
        for entry in numbers:
            if entry >= 0:
                self._apart.setdefault(entry >> ID_BITS, []).append(entry)
                self._apart_count += 1
        settled = sorted(~number for number in numbers if number < 0 and not self._leaves(~number))
        if settled:
            self._settled = _without(self._settled, np.array(settled, dtype=np.int64))

    def _leaves(self, entry: int) -> bool:
        """Take an entry away that is kept apart; whether it was."""
        apart = self._apart.get(entry >> ID_BITS, [])
        if entry not in apart:
            return False
        apart.remove(entry)
        self._apart_count -= 1
        return True

    def _settle(self, entries: Entries) -> None:
        """Let sorted entries be all there are."""
        self._settled = entries
        self._apart.clear()
        self._apart_count = 0

    def _read(self) -> None:
        """Mirror what other processes have written."""
        if self._current:
            return
        standing = f"SELECT count(*) FROM {self._table} WHERE id <= ?"  # noqa: S608
        if self._connection.execute(standing, (self._last,)).fetchone() != (self._rows,):
            self.reset()
        above = f"SELECT id, entries FROM {self._table} WHERE id > ? ORDER BY id"  # noqa: S608
        rows = self._connection.execute(above, (self._last,)).fetchall()
        if rows:
            self._rows += len(rows)
            self._last = rows[-1][0]
            read = np.frombuffer(b"".join(entries for _, entries in rows), dtype="<i8")
            self._mirror(read.astype(np.int64))
        self._current = True


def _sorted(entries: Entries) -> Entries:
    """The entries of rows, each of them sorted: timsort merges them four times as fast as numpy's default."""
    return np.sort(entries, kind="stable")


def _with_keys(entries: Entries, keys: Keys) -> Entries:
    """Those of the sorted entries that have one of the sorted keys."""
    if not len(entries):
        return _NONE
    first = entries.searchsorted(keys << ID_BITS)
    found = keys_of(entries.take(first, mode="clip")) == keys
    if not found.any():
        return _NONE
    first, end = first[found], entries.searchsorted((keys[found] << ID_BITS) + (MOST_PAGES - 1), "right")
    # The numbers from each first to its end, one after the other.
    lengths = end - first
    return entries.take(np.repeat(end - np.cumsum(lengths), lengths) + np.arange(lengths.sum()))


def _without(entries: Entries, gone: Entries) -> Entries:
    """The sorted entries without the sorted ones that are gone: an entry that came twice may go once."""
    again = np.arange(len(gone)) - np.searchsorted(gone, gone)
    return np.delete(entries, np.searchsorted(entries, gone) + again)
