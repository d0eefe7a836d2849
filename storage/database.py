"""The store's file: opening it, its transactions, and where an error of SQLite becomes one of ours."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.errors import NotAStore, StorageError, StoreError, StoreLocked, StoreUnwritable

# "nwmu" in ASCII, in the file's header: tells a store from SQLite that another program made.
APPLICATION_ID = 0x6E776D75

# Seconds that a writer waits for another before it gives up; a batch of ingest_many takes less than one.
PATIENCE = 30.0

# A commit writes whole pages, and an article touches some forty: 8 KB pages made an ingest of its own
# transaction a tenth dearer, and batches no cheaper than the noise.
_PAGE_SIZE = 4096

_PRAGMAS = (
    # A reader never waits for a writer, nor a writer for readers.
    "PRAGMA journal_mode = WAL",
    # A commit survives kill -9; a power cut may undo the last ones, never damage the file.
    "PRAGMA synchronous = NORMAL",
    # Pages of the log, 128 MB, before they are written back: at SQLite's own 1,000 a checkpoint writes every
    # page of the index again and again (16,000 of 8 KB made ingest 1.7 times as fast).
    "PRAGMA wal_autocheckpoint = 32000",
    # KiB, and no more: a commit whose pages were balanced goes through the whole cache, because balancing
    # gives them passing numbers above the file's (pcache1Truncate). With 128 MB that was 14% of the CPU of an
    # ingest of its own transaction; between 16 MB and 4 it is 4%, and batches cost the same.
    "PRAGMA cache_size = -8192",
    # Bytes. Pages of the file itself are read in place, so that the small cache costs batches nothing.
    "PRAGMA mmap_size = 2147418112",
    "PRAGMA foreign_keys = ON",
    # Debian builds SQLite to write zeros over what is deleted: of an ingest of its own transaction 60 µs, the
    # segments of the full-text index that were merged.
    "PRAGMA secure_delete = OFF",
)


class Connection(sqlite3.Connection):
    """A connection whose statements raise the errors of ``storage/errors.py``, whoever runs them."""

    path: Path

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run one statement, as ``sqlite3`` does."""
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run one statement for each set of parameters, as ``sqlite3`` does."""
        try:
            return super().executemany(sql, parameters)
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error


def create(path: Path) -> Connection:
    """Open the file for writing, and make it where there is none.

    Raises:
        StoreError: the tree in ``storage/errors.py``, according to what is in the way.
    """
    if path.is_dir():
        raise StoreUnwritable(f"{path} is a folder; name a file in it, such as {path / 'muster.db'}")
    if not path.parent.is_dir():
        raise StoreUnwritable(f"{path} cannot be made: there is no folder {path.parent}; make it first")
    connection = _connect(str(path), path)
    with closed_on_error(connection):
        _recognise(connection)
        connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
        for pragma in _PRAGMAS:
            _patiently(connection, pragma)
    return connection


def require(path: Path) -> None:
    """Refuse a path where there is no file.

    Raises:
        NotAStore: there is none.
    """
    if not path.is_file():
        raise NotAStore(
            f"there is no store at {path}; `muster crawl` or `muster import` makes one, --db names another"
        )


def open_readonly(path: Path) -> Connection:
    """Open a file that exists, for reading alone.

    Raises:
        StoreError: the tree in ``storage/errors.py``, according to what is in the way.
    """
    require(path)
    connection = _connect(f"{path.absolute().as_uri()}?mode=ro", path)
    with closed_on_error(connection):
        _recognise(connection)
    return connection


def _recognise(connection: Connection) -> None:
    """Refuse another program's file, before anything is written to it; an empty one passes."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (tables or application):
        raise NotAStore(f"{connection.path} is SQLite, but another program's; name another file with --db")


def _connect(address: str, path: Path) -> Connection:
    with errors_of(path):
        connection = sqlite3.connect(
            address,
            uri=address.startswith("file:"),
            timeout=PATIENCE,
            isolation_level=None,
            factory=Connection,
        )
    connection.path = path
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the write lock from the first line to the last; all of it is kept, or nothing.

    ``IMMEDIATE``, because a transaction that reads first and writes later fails where another process wrote
    in between, and because what is numbered inside is then numbered in the order of the commits.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # SQLite itself has rolled back after a full disk.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Turn an error of SQLite about this file into one that names the file and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path) from error


def _explained(error: sqlite3.Error, path: Path) -> StorageError:
    # Extended codes keep the plain one in their low byte; errors of the module itself have none.
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked(
                f"{path} was kept locked by another process for {PATIENCE:.0f} s; try again when it is done"
            )
        case sqlite3.SQLITE_NOTADB:
            return NotAStore(f"{path} is not a SQLite file; name another with --db")
        case sqlite3.SQLITE_CORRUPT:
            return NotAStore(f"{path} is damaged ({error}); `sqlite3 {path} .recover` may save what it holds")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            return StoreUnwritable(
                f"{path} cannot be opened for this ({error}); check the permissions of file and folder: "
                "SQLite writes beside a store even to read it"
            )
        case sqlite3.SQLITE_FULL:
            return StoreUnwritable(
                f"{path} cannot grow: the disk is full; nothing of the last step was kept. Free some "
                "space and go on with the same command"
            )
        case sqlite3.SQLITE_IOERR:
            return StoreUnwritable(f"{path} cannot be read or written ({error}); check the disk")
        case _:
            return StoreError(f"{path}: {error}")


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection where what follows fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _patiently(connection: Connection, statement: str) -> None:
    """Run a statement for which SQLite does not wait by itself: the change to WAL while others open it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute(statement)
        except StoreLocked:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
