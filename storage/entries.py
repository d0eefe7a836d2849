"""Entries: the ledger's tables, and what is written to them inside a transaction that is open already."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from storage.article import Article
from storage.fetch import ARTICLE, RETRIED, Fetch, Outcome, next_look
from storage.verdict import Verdict

TABLES: Final = (
    """CREATE TABLE crawls (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        state TEXT NOT NULL,               -- running, finished, interrupted, failed, died
        pid INTEGER NOT NULL,
        outlets TEXT NOT NULL,             -- JSON array of names
        since TEXT,                        -- how far back it looked
        discovered INTEGER NOT NULL DEFAULT 0, -- addresses that it found first
        fetched INTEGER NOT NULL DEFAULT 0, -- pages
        outcomes TEXT NOT NULL DEFAULT '{}' -- JSON object: outcome → pages of this run
    )""",
    """CREATE TABLE fetches (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        key TEXT NOT NULL UNIQUE,          -- the URL without scheme, www., tracking and final slash
        outlet TEXT NOT NULL,
        outcome TEXT NOT NULL DEFAULT 'queued', -- what came of the last fetch: stored, copy, gone …
        reason TEXT NOT NULL DEFAULT '',   -- what the outcome's word leaves out
        status INTEGER,                    -- HTTP status of the last answer
        found_via TEXT NOT NULL,           -- feed, sitemap, listing, redirect, archive, or given by the user
        found_in TEXT NOT NULL,            -- address of the page, or file of the archive, that named it
        title TEXT NOT NULL DEFAULT '',    -- headline there
        published TEXT,                    -- as said there or, once it is read, by the article
        modified TEXT,                     -- last change that is stated there
        discovered_at TEXT NOT NULL,
        discovered_by INTEGER REFERENCES crawls (id), -- the run that found it
        fetched_at TEXT,                   -- the last fetch
        fetched_by INTEGER REFERENCES crawls (id), -- the run that fetched it last
        article_id INTEGER,                -- the story that it is stored as, or is a copy of
        looks INTEGER NOT NULL DEFAULT 0,  -- how often it was fetched
        failures INTEGER NOT NULL DEFAULT 0, -- failed fetches in a row
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
        kind TEXT NOT NULL,                -- feed, sitemap, listing, or given by the user
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        fetched_at TEXT,
        answered_at TEXT,                  -- when it last answered with what it should
        failures INTEGER NOT NULL DEFAULT 0, -- failed fetches in a row
        outcome TEXT NOT NULL DEFAULT '',  -- ok, unchanged, or what was wrong
        status INTEGER,
        listed INTEGER NOT NULL DEFAULT 0, -- links in its last answer
        complete_since TEXT,               -- every link back to this moment is in fetches
        walking INTEGER NOT NULL DEFAULT 0 -- 1: a walk through its pages has not come to its end
    )""",
)

IS_ARTICLE: Final = "outcome IN ({})".format(", ".join(f"'{outcome}'" for outcome in sorted(ARTICLE)))
"""The rows that are articles, in the words of the index over them: it serves these words only."""

COLUMNS: Final = (
    "url, key, outlet, found_in, found_via, published, modified, title, fetched_by, status, etag, "
    "last_modified, fetched_at, looks, failures, outcome, article_id"
)
SOURCE_COLUMNS: Final = (
    "url, outlet, kind, etag, last_modified, fetched_at, answered_at, failures, outcome, status, listed, "
    "complete_since, walking"
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
            text_of(fetch.published),
            text_of(fetch.modified),
            text_of(fetched_at),
            fetch.crawl_id,
            failures,
            text_of(look),
            fetch.etag,
            fetch.last_modified,
            fetch.article_id,
            fetch.key,
        ),
    ).rowcount
    if not changed:
        discover(connection, [fetch], fetched_at)
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
    reason = "; ".join(filter(None, (verdict.kind if verdict.is_copy else "", fetch.reason)))
    # The later of both: what the source states must not make the article due in every run.
    modified = max(filter(None, (article.modified, fetch.modified)), default=None)
    published = article.published or fetch.published
    settled = replace(fetch, published=published, modified=modified, article_id=verdict.article_id)
    settle(connection, settled, outcome, reason)


def fetch_of(row: tuple[object, ...]) -> Fetch:
    """The Fetch of a row of `COLUMNS`."""
    fetch = Fetch(*row)  # type: ignore[arg-type]
    return replace(
        fetch,
        published=moment_of(fetch.published),
        modified=moment_of(fetch.modified),
        fetched_at=moment_of(fetch.fetched_at),
        outcome=Outcome(fetch.outcome),
    )


def discover(connection: sqlite3.Connection, fetches: Iterable[Fetch], now: datetime) -> int:
    """Enter URLs that a source named, in the transaction that is open.

    What is known stays as it is, with two exceptions: an article whose source states a later change is due,
    and a URL that was passed over (off-site for an aggregator, of a strange shape in a sitemap) is queued
    once somebody names it who may have it fetched.

    Returns:
        How many were new.
    """
    return sum(_enter(connection, fetch, text_of(now)) for fetch in fetches)


def _enter(connection: sqlite3.Connection, fetch: Fetch, now: str | None) -> int:
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
            text_of(fetch.published),
            text_of(fetch.modified),
            now,
            fetch.crawl_id,
            now if queued else None,
        ),
    ).rowcount
    if inserted:
        return 1
    if fetch.modified:
        connection.execute(
            """UPDATE fetches SET modified = ?1, next_look = iif(article_id IS NULL, next_look, ?2)
            WHERE key = ?3 AND coalesce(modified, iif(article_id IS NULL, '', fetched_at)) < ?1""",
            (text_of(fetch.modified), now, fetch.key),
        )
    if queued:
        connection.execute(
            """UPDATE fetches SET outcome = 'queued', url = ?, outlet = ?, found_via = ?, found_in = ?,
            published = coalesce(?, published), next_look = ?
            WHERE key = ? AND looks = 0 AND outcome IN ('off-site', 'not an article', 'too old')""",
            (
                fetch.url,
                fetch.outlet,
                fetch.found_via,
                fetch.found_in,
                text_of(fetch.published),
                now,
                fetch.key,
            ),
        )
    return 0


def text_of(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC to the microsecond: text that sorts as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def moment_of(text: object) -> datetime | None:
    """The datetime that `text_of` wrote."""
    return datetime.fromisoformat(str(text)) if text else None
