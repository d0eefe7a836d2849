"""Ledger: one row for every URL discovered, with what came of it; it is the crawl's frontier too.

What is to be fetched stands in the same file as what was stored, so a crawl that was killed goes on from
here: no queue on disk beside the store can disagree with it.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from storage.database import transaction
from storage.entries import COLUMNS, SOURCE_COLUMNS, discover, fetch_of, moment_of, settle, text_of
from storage.fetch import ARTICLE, Fetch, Outcome, Source


class Ledger:
    """The ledger of one store.

    Args:
        connection: the store's, in autocommit mode.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # Runs.

    def open_crawl(self, outlets: Sequence[str], since: datetime | None = None) -> int:
        """Begin a run; runs that never said they ended have died, since a lock lets one run at a time.

        Returns:
            The run's number.
        """
        with transaction(self._connection):
            self._connection.execute("UPDATE crawls SET state = 'died' WHERE state = 'running'")
            cursor = self._connection.execute(
                "INSERT INTO crawls (started_at, state, pid, outlets, since) VALUES (?, 'running', ?, ?, ?)",
                (text_of(datetime.now(UTC)), os.getpid(), json.dumps(list(outlets)), text_of(since)),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def close_crawl(self, crawl_id: int, state: str, discovered: int, outcomes: Counter[Outcome]) -> None:
        """End a run: ``finished``, ``interrupted`` or ``failed``, with what it did."""
        self._connection.execute(
            """UPDATE crawls SET state = ?, finished_at = ?, discovered = ?, fetched = ?, outcomes = ?
            WHERE id = ?""",
            (
                state,
                text_of(datetime.now(UTC)),
                discovered,
                outcomes.total(),
                json.dumps(dict(outcomes.most_common())),
                crawl_id,
            ),
        )

    # The frontier.

    def discover(self, fetches: Iterable[Fetch]) -> int:
        """Enter URLs that a source named; what is known already stays as it is.

        A known article is due at once where the source states a change later than its last fetch.

        Returns:
            How many were new.
        """
        with transaction(self._connection):
            return discover(self._connection, fetches, datetime.now(UTC))

    def answered(self, source: Source, fetches: Iterable[Fetch]) -> int:
        """Enter a source's answer: its links and its validators, all or nothing.

        Otherwise a crawl killed between the two would be told ``304`` for links that it never entered.

        Returns:
            How many of the links were new.
        """
        with transaction(self._connection):
            self._write_source(source)
            return discover(self._connection, fetches, datetime.now(UTC))

    def take(
        self, outlet: str, started: datetime, limit: int, named: Collection[str] | None = None
    ) -> list[Fetch]:
        """Hand out what the outlet has to fetch, newest first: queued, to be retried, to be looked at again.

        Args:
            outlet: its name.
            started: the run's beginning; what this run was handed already is left out.
            limit: how many at most.
            named: keys; nothing else is handed out, whichever outlet these were found for. None for all.
        """
        whose = "outlet = ?1" if named is None else "key IN (SELECT value FROM json_each(?1))"
        which = outlet if named is None else json.dumps(list(named))
        now = text_of(datetime.now(UTC))
        with transaction(self._connection):
            rows = self._connection.execute(
                f"""SELECT {COLUMNS} FROM fetches
                WHERE {whose} AND next_look <= ?2 AND (taken_at IS NULL OR taken_at < ?3)
                ORDER BY outcome != 'queued', published DESC, id LIMIT ?4""",  # noqa: S608
                (which, now, text_of(started), limit),
            ).fetchall()
            fetches = [fetch_of(row) for row in rows]
            self._connection.executemany(
                "UPDATE fetches SET taken_at = ? WHERE key = ?", [(now, fetch.key) for fetch in fetches]
            )
        return fetches

    def waiting(self, outlet: str) -> int:
        """How many URLs of the outlet were never fetched and are to be."""
        row = self._connection.execute(
            "SELECT count(*) FROM fetches WHERE outlet = ? AND outcome = 'queued'", (outlet,)
        ).fetchone()
        return int(row[0])

    def settle(self, fetch: Fetch, outcome: Outcome, reason: str = "") -> None:
        """Write what came of a fetch that gave no article."""
        with transaction(self._connection):
            settle(self._connection, fetch, outcome, reason)

    def look_again(self, outlet: str, since: datetime) -> int:
        """Make every article of the outlet due that was published, or else discovered, since then.

        Returns:
            How many.
        """
        marks = ", ".join("?" * len(ARTICLE))
        return self._connection.execute(
            f"""UPDATE fetches SET next_look = ? WHERE outlet = ? AND outcome IN ({marks})
            AND coalesce(published, discovered_at) >= ?""",  # noqa: S608
            (text_of(datetime.now(UTC)), outlet, *ARTICLE, text_of(since)),
        ).rowcount

    def fetch(self, key: str) -> Fetch:
        """The row of a URL that was discovered."""
        row = self._connection.execute(f"SELECT {COLUMNS} FROM fetches WHERE key = ?", (key,)).fetchone()  # noqa: S608
        return fetch_of(row)

    def last_fetched(self, key: str) -> datetime | None:
        """When a URL was fetched last; None where it never was."""
        row = self._connection.execute("SELECT fetched_at FROM fetches WHERE key = ?", (key,)).fetchone()
        return moment_of(row[0]) if row else None

    def revive(self, outlet: str, since: datetime) -> int:
        """Queue what an earlier run left as too old and this one asks for.

        Returns:
            How many.
        """
        return self._connection.execute(
            """UPDATE fetches SET outcome = 'queued', next_look = discovered_at
            WHERE outlet = ? AND outcome = 'too old' AND published >= ?""",
            (outlet, text_of(since)),
        ).rowcount

    def newest(self, keys: Sequence[str]) -> datetime | None:
        """The latest date among some URLs, as their source or the articles themselves tell it."""
        row = self._connection.execute(
            "SELECT max(published) FROM fetches WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        ).fetchone()
        return moment_of(row[0])

    # The sources.

    def source(self, url: str, outlet: str, kind: str) -> Source:
        """What is known of a feed, sitemap or listing."""
        row = self._connection.execute(
            f"SELECT {SOURCE_COLUMNS} FROM sources WHERE url = ?",  # noqa: S608
            (url,),
        ).fetchone()
        if row is None:
            return Source(url, outlet, kind)
        source = Source(*row)
        return replace(
            source,
            fetched_at=moment_of(source.fetched_at),
            answered_at=moment_of(source.answered_at),
            complete_since=moment_of(source.complete_since),
            walking=bool(source.walking),
        )

    def write_source(self, source: Source) -> None:
        """Write what a source answered."""
        with transaction(self._connection):
            self._write_source(source)

    def _write_source(self, source: Source) -> None:
        self._connection.execute(
            f"INSERT OR REPLACE INTO sources ({SOURCE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
            (
                source.url,
                source.outlet,
                source.kind,
                source.etag,
                source.last_modified,
                text_of(source.fetched_at),
                text_of(source.answered_at),
                source.failures,
                source.outcome,
                source.status,
                source.listed,
                text_of(source.complete_since),
                source.walking,
            ),
        )

    # Accounts.

    def outcomes(self, outlet: str | None = None) -> Counter[Outcome]:
        """How many URLs had which outcome; their sum is everything that was ever discovered."""
        rows = self._connection.execute(
            "SELECT outcome, count(*) FROM fetches WHERE ?1 IS NULL OR outlet = ?1 GROUP BY outcome",
            (outlet,),
        )
        return Counter({Outcome(outcome): count for outcome, count in rows})
