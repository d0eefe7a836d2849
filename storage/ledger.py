"""Ledger: one row for every URL discovered, with what came of it; it is the crawl's frontier too.

What is to be fetched stands in the same file as what was stored, so a crawl that was killed goes on from
here: no queue on disk beside the store can disagree with it.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from storage.article import Article
from storage.database import transaction
from storage.fetch import ARTICLE, RETRIED, Fetch, Outcome, Source, next_look
from storage.verdict import Verdict

TABLES: Final = (
    """CREATE TABLE crawls (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        state TEXT NOT NULL,               -- running, finished, interrupted, failed, died
        pid INTEGER NOT NULL,
        outlets TEXT NOT NULL,             -- JSON array of names
        since TEXT,
        discovered INTEGER NOT NULL DEFAULT 0,
        fetched INTEGER NOT NULL DEFAULT 0,
        outcomes TEXT NOT NULL DEFAULT '{}' -- JSON object: outcome → pages of this run
    )""",
    """CREATE TABLE fetches (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,          -- the URL without scheme, www., tracking and final slash
        outlet TEXT NOT NULL,
        outcome TEXT NOT NULL DEFAULT 'queued',
        reason TEXT NOT NULL DEFAULT '',
        status INTEGER,
        found_via TEXT NOT NULL,
        found_in TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        published TEXT,
        modified TEXT,
        discovered_at TEXT NOT NULL,
        discovered_by INTEGER REFERENCES crawls (id),
        fetched_at TEXT,
        fetched_by INTEGER REFERENCES crawls (id),
        article_id INTEGER,
        looks INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        next_look TEXT,                    -- NULL: the outcome is final
        taken_at TEXT,                     -- handed to a crawl that may still be at it
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT ''
    )""",
    # Ledger.take: what an outlet has to fetch.
    "CREATE INDEX fetches_due ON fetches (outlet, next_look) WHERE next_look IS NOT NULL",
    # Ledger.outcomes and the reports: counts by outlet and outcome.
    "CREATE INDEX fetches_outcome ON fetches (outlet, outcome)",
    """CREATE TABLE sources (
        url TEXT PRIMARY KEY,
        outlet TEXT NOT NULL,
        kind TEXT NOT NULL,
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        fetched_at TEXT,
        answered_at TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        outcome TEXT NOT NULL DEFAULT '',
        status INTEGER,
        listed INTEGER NOT NULL DEFAULT 0,
        complete_since TEXT,
        walking INTEGER NOT NULL DEFAULT 0
    )""",
)


def settle(connection: sqlite3.Connection, fetch: Fetch, outcome: Outcome, reason: str = "") -> None:
    """Write what came of a fetch, in the transaction that is open.

    ``Store.ingest`` calls it inside its own, so that an article is never stored without its row in the
    ledger, nor the other way round.

    Args:
        connection: the store's, inside a transaction.
        fetch: the row as taken, with ``status``, ``fetched_at`` and the validators of this fetch.
        outcome: what came of it.
        reason: what the outcome's word leaves out, such as ``listing: no article in the page``.
    """
    fetched_at = fetch.fetched_at or datetime.now(UTC)
    failures = fetch.failures + 1 if outcome in RETRIED else 0
    look = next_look(replace(fetch, fetched_at=fetched_at, failures=failures), outcome)
    changed = connection.execute(
        """UPDATE fetches SET url = ?, outcome = ?, reason = ?, status = ?,
           published = coalesce(?, published), modified = coalesce(?, modified), fetched_at = ?,
           fetched_by = ?, looks = looks + 1, failures = ?,
           next_look = ?, etag = ?, last_modified = ?, article_id = coalesce(?, article_id)
           WHERE key = ?""",
        (
            fetch.url,
            outcome,
            reason,
            fetch.status,
            _text(fetch.published),
            _text(fetch.modified),
            _text(fetched_at),
            fetch.crawl_id,
            failures,
            _text(look),
            fetch.etag,
            fetch.last_modified,
            fetch.article_id,
            fetch.key,
        ),
    ).rowcount
    if not changed:
        _discover(connection, [fetch], fetched_at)
        settle(connection, fetch, outcome, reason)


def settle_article(connection: sqlite3.Connection, fetch: Fetch, article: Article, verdict: Verdict) -> None:
    """Write that a fetch gave an article, in the transaction that stores it.

    Args:
        connection: the store's, inside a transaction.
        fetch: the row as taken.
        article: what the page said.
        verdict: what became of it.
    """
    outcome = {
        "new": Outcome.TEASER if article.access == "teaser" else Outcome.STORED,
        # Looked at again, a page that did not change leaves the row as it was.
        "unchanged": fetch.outcome if fetch.outcome in ARTICLE else Outcome.UNCHANGED,
        "revision": Outcome.REVISION,
    }.get(verdict.kind, Outcome.COPY)
    reason = verdict.kind if verdict.is_copy else ""
    # The later of both: what the source states must not make the article due in every run.
    modified = max(filter(None, (article.modified, fetch.modified)), default=None)
    published = article.published or fetch.published
    settled = replace(fetch, published=published, modified=modified, article_id=verdict.article_id)
    settle(connection, settled, outcome, reason)


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
                (_text(datetime.now(UTC)), os.getpid(), json.dumps(list(outlets)), _text(since)),
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
                _text(datetime.now(UTC)),
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
            return _discover(self._connection, fetches, datetime.now(UTC))

    def answered(self, source: Source, fetches: Iterable[Fetch]) -> int:
        """Enter a source's answer: its links and its validators, all or nothing.

        Otherwise a crawl killed between the two would be told ``304`` for links that it never entered.

        Returns:
            How many of the links were new.
        """
        with transaction(self._connection):
            self._write_source(source)
            return _discover(self._connection, fetches, datetime.now(UTC))

    def take(self, outlet: str, started: datetime, limit: int) -> list[Fetch]:
        """Hand out what the outlet has to fetch, newest first: queued, to be retried, to be looked at again.

        Args:
            outlet: its name.
            started: the run's beginning; what this run was handed already is left out.
            limit: how many at most.
        """
        now = _text(datetime.now(UTC))
        with transaction(self._connection):
            rows = self._connection.execute(
                f"""SELECT {_COLUMNS} FROM fetches
                WHERE outlet = ? AND next_look <= ? AND (taken_at IS NULL OR taken_at < ?)
                ORDER BY outcome != 'queued', published DESC, id LIMIT ?""",  # noqa: S608
                (outlet, now, _text(started), limit),
            ).fetchall()
            fetches = [_fetch(row) for row in rows]
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
            (_text(datetime.now(UTC)), outlet, *ARTICLE, _text(since)),
        ).rowcount

    def revive(self, outlet: str, since: datetime) -> int:
        """Queue what an earlier run left as too old and this one asks for.

        Returns:
            How many.
        """
        return self._connection.execute(
            """UPDATE fetches SET outcome = 'queued', next_look = discovered_at
            WHERE outlet = ? AND outcome = 'too old' AND published >= ?""",
            (outlet, _text(since)),
        ).rowcount

    def newest(self, keys: Sequence[str]) -> datetime | None:
        """The latest date among some URLs, as their source or the articles themselves tell it."""
        row = self._connection.execute(
            "SELECT max(published) FROM fetches WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(keys)),),
        ).fetchone()
        return _moment(row[0])

    # The sources.

    def source(self, url: str, outlet: str, kind: str) -> Source:
        """What is known of a feed, sitemap or listing."""
        row = self._connection.execute(
            f"SELECT {_SOURCE_COLUMNS} FROM sources WHERE url = ?",  # noqa: S608
            (url,),
        ).fetchone()
        if row is None:
            return Source(url, outlet, kind)
        source = Source(*row)
        return replace(
            source,
            fetched_at=_moment(source.fetched_at),
            answered_at=_moment(source.answered_at),
            complete_since=_moment(source.complete_since),
            walking=bool(source.walking),
        )

    def write_source(self, source: Source) -> None:
        """Write what a source answered."""
        with transaction(self._connection):
            self._write_source(source)

    def _write_source(self, source: Source) -> None:
        self._connection.execute(
            f"INSERT OR REPLACE INTO sources ({_SOURCE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
            (
                source.url,
                source.outlet,
                source.kind,
                source.etag,
                source.last_modified,
                _text(source.fetched_at),
                _text(source.answered_at),
                source.failures,
                source.outcome,
                source.status,
                source.listed,
                _text(source.complete_since),
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


_COLUMNS: Final = (
    "url, key, outlet, found_in, found_via, published, modified, title, fetched_by, status, etag, "
    "last_modified, fetched_at, looks, failures, outcome, article_id"
)
_SOURCE_COLUMNS: Final = (
    "url, outlet, kind, etag, last_modified, fetched_at, answered_at, failures, outcome, status, listed, "
    "complete_since, walking"
)


def _fetch(row: tuple[object, ...]) -> Fetch:
    fetch = Fetch(*row)  # type: ignore[arg-type]
    return replace(
        fetch,
        published=_moment(fetch.published),
        modified=_moment(fetch.modified),
        fetched_at=_moment(fetch.fetched_at),
        outcome=Outcome(fetch.outcome),
    )


def _discover(connection: sqlite3.Connection, fetches: Iterable[Fetch], now: datetime) -> int:
    new = 0
    for fetch in fetches:
        queued = fetch.outcome is Outcome.QUEUED
        inserted = connection.execute(
            """INSERT INTO fetches (url, key, outlet, outcome, found_via, found_in, title, published,
            modified, discovered_at, discovered_by, next_look) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            ON CONFLICT (key) DO NOTHING""",
            (
                fetch.url,
                fetch.key,
                fetch.outlet,
                fetch.outcome,
                fetch.found_via,
                fetch.found_in,
                fetch.title,
                _text(fetch.published),
                _text(fetch.modified),
                _text(now),
                fetch.crawl_id,
                _text(now) if queued else None,
            ),
        ).rowcount
        new += inserted
        if not inserted and fetch.modified:
            connection.execute(
                """UPDATE fetches SET modified = ?1, next_look = iif(article_id IS NULL, next_look, ?2)
                WHERE key = ?3 AND coalesce(modified, iif(article_id IS NULL, '', fetched_at)) < ?1""",
                (_text(fetch.modified), _text(now), fetch.key),
            )
    return new


def _text(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC to the microsecond: text that sorts as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
