"""The schema of a file: brought to this version's, or refused; and the parameters it was indexed with."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import sqlite_utils

from storage.database import APPLICATION_ID, transaction
from storage.errors import NotAStore, StoreError, StoreParameters, StoreTooNew
from storage.migrations import migrations

# The number of migrations that this version knows.
_VERSION = len(migrations.pending(sqlite_utils.Database(memory=True, execute_plugins=False)))


def prepare(connection: sqlite3.Connection, path: Path, parameters: Mapping[str, int | str]) -> None:
    """Bring an open file to the newest schema, and make one in an empty file.

    Args:
        connection: open for writing.
        path: of the file, for messages.
        parameters: of duplicate detection; kept in a new store, compared in an old one.

    Raises:
        StoreTooNew: a later version made it.
        StoreParameters: its index was built with other parameters.
    """
    check(connection, path)
    db = sqlite_utils.Database(connection, execute_plugins=False)
    if migrations.pending(db):
        with transaction(connection):
            # Another process may have been first.
            check(connection, path)
            migrations.apply(db)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", _parameter_rows(parameters))
    check_parameters(connection, path, parameters)


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of a later version; an empty one passes.

    Raises:
        StoreTooNew: a later version made it.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > _VERSION:
        raise StoreTooNew(
            f"{path} was made by a later version of newsmuster (schema {version}, this has {_VERSION}); "
            "upgrade with `pip install --upgrade newsmuster`"
        )


def check_current(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to read a file that is not a store of this version.

    Raises:
        NotAStore: it is empty.
        StoreTooNew: a later version made it.
        StoreError: an earlier version made it, and it was never opened for writing since.
    """
    check(connection, path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        raise NotAStore(f"{path} is empty; `muster crawl` or `muster import` fills it, --db names another")
    if version < _VERSION:
        raise StoreError(
            f"{path} was made by an earlier version of newsmuster; "
            f"`muster dedup --rerun --db {path}` brings it up to date"
        )


def check_parameters(connection: sqlite3.Connection, path: Path, parameters: Mapping[str, int | str]) -> None:
    """Refuse an index that was built with other parameters of duplicate detection: it would find no copy.

    Raises:
        StoreParameters: names what differs.
    """
    stored = dict(connection.execute("SELECT name, value FROM meta WHERE name LIKE 'dedup.%'"))
    differing = [
        f"{name.removeprefix('dedup.')} {stored.get(name, 'unknown')}, now {value}"
        for name, value in _parameter_rows(parameters)
        if stored.get(name) != value
    ]
    if differing:
        raise StoreParameters(
            f"{path} was indexed with other parameters of duplicate detection ({'; '.join(differing)}); "
            f"`muster dedup --rebuild --db {path}` indexes it anew"
        )


def replace_parameters(connection: sqlite3.Connection, parameters: Mapping[str, int | str]) -> None:
    """Write down the parameters that the index is built with from now on."""
    connection.execute("DELETE FROM meta WHERE name LIKE 'dedup.%'")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", _parameter_rows(parameters))


def _parameter_rows(parameters: Mapping[str, int | str]) -> list[tuple[str, str]]:
    return [(f"dedup.{name}", str(value)) for name, value in sorted(parameters.items())]
