"""The store's tables, as migrations; each index says which question it answers."""

import sqlite_utils
from sqlite_utils.migrations import Migrations

from storage.entries import IS_ARTICLE, TABLES

migrations = Migrations("newsmuster")

# What is kept of a page, unique article or copy. Times are ISO-8601 in UTC; lists are JSON.
_PAGE = """
    url           TEXT NOT NULL,             -- as fetched
    canonical_url TEXT NOT NULL DEFAULT '',  -- as the page states it
    story_id      TEXT NOT NULL DEFAULT '',  -- the publisher's own id
    outlet        TEXT NOT NULL DEFAULT '',  -- its name, or the host where none is declared
    title         TEXT NOT NULL DEFAULT '',
    authors       TEXT NOT NULL DEFAULT '[]',
    published     TEXT,
    modified      TEXT,
    section       TEXT NOT NULL DEFAULT '',
    language      TEXT NOT NULL DEFAULT '',
    summary       TEXT NOT NULL DEFAULT '',
    image_url     TEXT NOT NULL DEFAULT '',
    tags          TEXT NOT NULL DEFAULT '[]',
    access        TEXT NOT NULL DEFAULT 'full',
    provenance    TEXT NOT NULL DEFAULT '{}',
    words         INTEGER NOT NULL,
    first_seen    TEXT NOT NULL,
    -- For sorting: when it was published, or first seen where the page says nothing or names the future.
    dated         TEXT AS (min(coalesce(published, first_seen), first_seen)) VIRTUAL,
"""


@migrations()
def pages(db: sqlite_utils.Database) -> None:
    """Unique articles, the copies of them, their earlier texts, and the addresses that all answer to."""
    _execute(
        db,
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        f"""CREATE TABLE articles (
            id            INTEGER PRIMARY KEY,       -- one sequence with copies.id: a number names one page
            {_PAGE}
            text          TEXT NOT NULL              -- paragraphs separated by a blank line
        )""",
        # The newest stories first; those of a day or a week.
        "CREATE INDEX articles_dated ON articles (dated)",
        # One outlet's stories, newest first; counts by outlet.
        "CREATE INDEX articles_outlet ON articles (outlet, dated)",
        f"""CREATE TABLE copies (
            id            INTEGER PRIMARY KEY,
            article_id    INTEGER NOT NULL REFERENCES articles (id),
            {_PAGE}
            kind          TEXT NOT NULL,             -- exact or near
            score         REAL NOT NULL,
            rule          TEXT NOT NULL,             -- the rule that decided
            rules         INTEGER NOT NULL,          -- the version of the rules
            evidence      TEXT NOT NULL,             -- JSON
            compared_with BLOB NOT NULL,             -- hash of the version's text as it was then
            version       INTEGER NOT NULL,          -- 1: later texts are compared with this one, too
            text          BLOB NOT NULL              -- zlib
        )""",
        # The copies of a story.
        "CREATE INDEX copies_article ON copies (article_id)",
        # What an outlet republished, from whom and when, without a look at the texts.
        "CREATE INDEX copies_outlet ON copies (outlet, kind, dated, article_id)",
        """CREATE TABLE revisions (
            id         INTEGER PRIMARY KEY,
            page_id    INTEGER NOT NULL,             -- of an article or a copy
            replaced   TEXT NOT NULL,                -- when the text below gave way
            title      TEXT NOT NULL,
            modified   TEXT,
            text_hash  BLOB NOT NULL,
            diff       TEXT NOT NULL,                -- unified, a paragraph a line: text below to the next
            text       BLOB NOT NULL                 -- zlib
        )""",
        # The history of a page.
        "CREATE INDEX revisions_page ON revisions (page_id)",
        # URLs as fetched and as canonical, and publishers' ids: has this page been stored, and as which?
        """CREATE TABLE addresses (
            address TEXT PRIMARY KEY,                -- a URL, or "<outlet or host> <publisher's id>"
            page_id INTEGER NOT NULL
        ) WITHOUT ROWID""",
        # The addresses of a page whose id changes, when a fuller copy takes its place.
        "CREATE INDEX addresses_page ON addresses (page_id)",
    )


@migrations()
def duplicates(db: sqlite_utils.Database) -> None:
    """What finds a copy, apart from the pages, so that ``select *`` stays readable."""
    _execute(
        db,
        """CREATE TABLE fingerprints (
            page_id   INTEGER PRIMARY KEY,
            text_hash BLOB NOT NULL,                 -- of the normalised text; empty for an empty text
            rules     INTEGER NOT NULL               -- the version of the rules that placed the page
        )""",
        # The index of candidates: see storage/index.py.
        "CREATE TABLE postings (posting INTEGER PRIMARY KEY)",
        """CREATE TABLE overrules (
            page_id    INTEGER NOT NULL,
            article_id INTEGER NOT NULL,
            same       INTEGER NOT NULL,             -- 1: a copy because a person said so; 0: never one
            made       TEXT NOT NULL,
            PRIMARY KEY (page_id, article_id)
        ) WITHOUT ROWID""",
        # Downstream's cursor: numbered inside the write transaction, so ids follow the order of the commits.
        """CREATE TABLE changes (
            id         INTEGER PRIMARY KEY,
            kind       TEXT NOT NULL, -- new, copy, revised, retitled, upgraded, overruled, cleaned
            article_id INTEGER NOT NULL,             -- the story as it was then
            page_id    INTEGER NOT NULL,             -- the page that caused it
            at         TEXT NOT NULL
        )""",
    )


@migrations()
def ledger(db: sqlite_utils.Database) -> None:
    """Every URL discovered and what came of it, the sources that named them, the runs."""
    _execute(db, *TABLES)


@migrations()
def search(db: sqlite_utils.Database) -> None:
    """Full-text search over the unique articles.

    Its triggers keep it right whoever changes or deletes an article. There is none for a new one, which
    ``Pages.flush`` indexes: SQLite runs a trigger inside a savepoint, and at each savepoint FTS5 writes out
    what it has gathered (measured: 430 µs an article with a trigger, 230 without).
    """
    gone = (
        "INSERT INTO articles_fts (articles_fts, rowid, title, text) "
        "VALUES ('delete', old.id, old.title, old.text);"
    )
    come = "INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, new.text);"
    # Bytes that FTS5 gathers before it writes a segment (a whole batch of ingest_many), and segments of a
    # size that it merges: bit by bit from 16 on, all at once at 64. An ingest of its own transaction took
    # 4.1 to 5.1 ms of CPU with its defaults, 2.0 to 2.6 with these (20,000 articles, 500 such ingests). A
    # look-up of a word costs up to 0.4 ms more.
    gather = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 16777216)"
    merge = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 16)"
    rush = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 64)"
    # Bytes of a leaf: what an article adds fits one. It saves 6% of its ingest, 5% in batches.
    leaf = "INSERT INTO articles_fts (articles_fts, rank) VALUES ('pgsz', 8000)"
    _execute(
        db,
        # Porter: "strike" finds "strikes". Positions are kept (detail=full) for phrases and snippets.
        """CREATE VIRTUAL TABLE articles_fts USING fts5 (
            title, text, content=articles, content_rowid=id, tokenize='porter unicode61 remove_diacritics 2'
        )""",
        gather,
        merge,
        rush,
        leaf,
        f"CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN {gone} END",
        f"CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN {gone} {come} END",
    )


@migrations()
def furniture(db: sqlite_utils.Database) -> None:
    """What recurs across an outlet's stories, and what was found to be furniture."""
    _execute(
        db,
        """CREATE TABLE blocks (
            hash   INTEGER PRIMARY KEY,              -- of outlet and paragraph
            pages  TEXT NOT NULL,                    -- the pages that count, spaces between
            newest INTEGER NOT NULL                  -- the last of all pages when it was counted
        )""",
        """CREATE TABLE furniture (
            id       INTEGER PRIMARY KEY,
            hash     INTEGER NOT NULL UNIQUE,
            outlet   TEXT NOT NULL,
            text     TEXT NOT NULL,
            state    TEXT NOT NULL,                  -- learned; kept or dropped where a person said so
            removed  INTEGER NOT NULL DEFAULT 0,     -- pages it was taken out of
            examples TEXT NOT NULL,                  -- JSON: pages that it was learned from
            learned  TEXT NOT NULL
        )""",
    )


@migrations()
def views(db: sqlite_utils.Database) -> None:
    """What people look at."""
    _execute(
        db,
        # Each story once.
        """CREATE VIEW stories AS
            SELECT id, substr(dated, 1, 10) AS day, dated, outlet, title, section, language, access, words,
                   (SELECT count(*) FROM copies WHERE article_id = articles.id) AS copies,
                   (SELECT count(*) FROM revisions WHERE page_id = articles.id) AS revisions,
                   first_seen, url
            FROM articles""",
        # Each page on which a story was seen: the article and its copies.
        """CREATE VIEW sightings AS
            SELECT id, id AS article_id, 'article' AS kind, 1.0 AS score, '' AS rule,
                   substr(dated, 1, 10) AS day, dated, outlet, title, language, access, words, first_seen, url
            FROM articles
            UNION ALL
            SELECT id, article_id, kind, round(score, 3), rule,
                   substr(dated, 1, 10), dated, outlet, title, language, access, words, first_seen, url
            FROM copies""",
        # How much each outlet published a day (UTC), and how much of it others had.
        """CREATE VIEW daily AS
            SELECT day, outlet, count(*) AS pages,
                   sum(kind = 'article') AS stories, sum(kind <> 'article') AS copies
            FROM sightings GROUP BY day, outlet""",
    )


@migrations()
def ledger_dates(db: sqlite_utils.Database) -> None:
    """When articles were published and pages fetched: what an outlet's habits are read from."""
    _execute(
        db,
        # As articles.dated: a date in the future counts as the day on which the URL was found.
        """ALTER TABLE fetches ADD COLUMN
            dated TEXT AS (min(coalesce(published, discovered_at), discovered_at)) VIRTUAL""",
        # habits: an outlet's articles of the last weeks.
        f"CREATE INDEX fetches_dated ON fetches (outlet, dated) WHERE {IS_ARTICLE}",
        # health: what came of an outlet's last pages. With a million rows 2.8 s without it, 0.05 with it.
        "CREATE INDEX fetches_fetched ON fetches (outlet, fetched_at, outcome) WHERE fetched_at IS NOT NULL",
    )


@migrations()
def stripped(db: sqlite_utils.Database) -> None:
    """Where furniture stood before it was taken out."""
    _execute(
        db,
        "ALTER TABLE furniture DROP COLUMN removed",
        # What was taken out of which page, so that it can be put back where it stood.
        """CREATE TABLE stripped (
            page_id  INTEGER NOT NULL,
            block_id INTEGER NOT NULL REFERENCES furniture (id),
            place    INTEGER NOT NULL,               -- among the blocks of the whole text, from 0
            text     TEXT NOT NULL                   -- empty: as in furniture, to the letter
        )""",
        # The whole text of a page.
        "CREATE INDEX stripped_page ON stripped (page_id)",
        # The pages that a block was taken out of, and how many.
        "CREATE INDEX stripped_block ON stripped (block_id, page_id)",
        # Furniture, with the number of pages that lack it.
        """CREATE VIEW recurring AS
            SELECT *, (SELECT count(DISTINCT page_id) FROM stripped WHERE block_id = furniture.id) AS removed
            FROM furniture""",
    )


@migrations()
def recent(db: sqlite_utils.Database) -> None:
    """What the newest articles add to the two indexes: see ``storage/recent.py``."""
    _execute(
        db,
        # Postings that are still to settle in ``postings``.
        "CREATE TABLE recent_postings (id INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
        # Blocks that have not recurred often enough to be weighed, and stand in ``blocks`` then.
        "CREATE TABLE recent_blocks (id INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
    )


def _execute(db: sqlite_utils.Database, *statements: str) -> None:
    # executescript would commit the transaction that the migration runs in.
    for statement in statements:
        db.conn.execute(statement)
