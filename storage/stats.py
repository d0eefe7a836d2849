"""Counts of what a store holds, answered from its indexes alone: a million articles take a glance."""

import sqlite3

from storage.record import Record


def stats(connection: sqlite3.Connection) -> Record:
    """Count pages, by kind and by outlet.

    Args:
        connection: of a store.

    Returns:
        ``stories``, ``exact`` and ``near`` copies, ``revisions``, ``changes``, the dates of the ``oldest``
        and ``newest`` story, the file's ``bytes``, and ``outlets``: a list with ``outlet``, ``stories``,
        ``copies`` and ``newest``, the outlet with most pages first.
    """
    kinds = dict(connection.execute("SELECT kind, count(*) FROM copies GROUP BY kind"))
    oldest, newest = connection.execute(
        "SELECT min(dated), (SELECT max(dated) FROM articles) FROM articles"
    ).fetchone()
    (size,) = connection.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    return {
        "stories": _count(connection, "SELECT count(*) FROM articles"),
        "exact": kinds.get("exact", 0),
        "near": kinds.get("near", 0),
        "revisions": _count(connection, "SELECT count(*) FROM revisions"),
        "changes": _count(connection, "SELECT count(*) FROM changes"),
        "oldest": oldest,
        "newest": newest,
        "bytes": size,
        "outlets": _outlets(connection),
    }


def _count(connection: sqlite3.Connection, select: str) -> int:
    return int(connection.execute(select).fetchone()[0])


def _outlets(connection: sqlite3.Connection) -> list[Record]:
    rows = connection.execute(
        """SELECT outlet, sum(stories), sum(copies), max(newest) FROM (
               SELECT outlet, count(*) AS stories, 0 AS copies, max(dated) AS newest
               FROM articles GROUP BY outlet
               UNION ALL
               SELECT outlet, 0, count(*), max(dated) FROM copies GROUP BY outlet
           ) GROUP BY outlet ORDER BY sum(stories + copies) DESC, outlet"""
    )
    return [dict(zip(("outlet", "stories", "copies", "newest"), row, strict=True)) for row in rows]
