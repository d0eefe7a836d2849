"""Stored pages: the rows of ``articles`` and ``copies``, read and written as one kind of record."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from storage.article import Article
from storage.dedup import MOST_VERSIONS
from storage.errors import StoreError
from storage.page import Link, Page, source, timestamp
from storage.recent import MOST_PAGES

_COLUMNS = (
    "url, canonical_url, story_id, outlet, title, authors, published, modified, section, language, summary, "
    "image_url, tags, access, provenance, words, first_seen"
)
_LINK_COLUMNS = "article_id, kind, score, rule, rules, evidence, compared_with, version"


def _marks(columns: str) -> str:
    return ", ".join("?" for _ in columns.split(","))


_SELECT_ARTICLE = f"SELECT id, text, {_COLUMNS} FROM articles WHERE id = ?"  # noqa: S608 -- names of ours alone
_SELECT_COPIES = f"SELECT id, text, {_COLUMNS}, {_LINK_COLUMNS} FROM copies"  # noqa: S608
_INSERT_ARTICLE = f"INSERT INTO articles (id, text, {_COLUMNS}) VALUES (?, ?, {_marks(_COLUMNS)})"  # noqa: S608
_UPDATE_ARTICLE = f"UPDATE articles SET (text, {_COLUMNS}) = (?, {_marks(_COLUMNS)}) WHERE id = ?"  # noqa: S608
_REPLACE_COPY = (
    f"INSERT OR REPLACE INTO copies (id, text, {_COLUMNS}, {_LINK_COLUMNS}) "  # noqa: S608
    f"VALUES (?, ?, {_marks(_COLUMNS)}, {_marks(_LINK_COLUMNS)})"
)


class Pages:
    """The pages in one open store; every method runs inside the caller's transaction.

    The full text of new articles is indexed by :meth:`flush`, in one statement for all of a batch.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._unsearchable: set[int] = set()
        self._newest: int | None = None

    def next_id(self) -> int:
        """The number of the next page, whether article or copy.

        Raises:
            StoreError: the index has no room for a higher number.
        """
        if self._newest is None:
            newest = "SELECT (SELECT max(id) FROM articles), (SELECT max(id) FROM copies)"
            self._newest = max(id_ or 0 for id_ in self._connection.execute(newest).fetchone())
        self._newest += 1
        if self._newest >= MOST_PAGES:
            raise StoreError(
                f"the store holds all {MOST_PAGES - 1:,} pages it can number; name another file with --db"
            )
        return self._newest

    def flush(self) -> None:
        """Index the full text of the articles that are new."""
        if self._unsearchable:
            self._connection.execute(
                "INSERT INTO articles_fts (rowid, title, text) SELECT id, title, text FROM articles "
                "WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(self._unsearchable)),),
            )
            self._unsearchable.clear()

    def forget(self) -> None:
        """Drop what is still to be indexed: the transaction is over."""
        self._unsearchable.clear()

    def refresh(self) -> None:
        """Look again for the newest page: another process has written, or a transaction was undone."""
        self._newest = None

    def at(self, address: str) -> int | None:
        """The id of the page that answers to an address."""
        row = self._connection.execute(
            "SELECT page_id FROM addresses WHERE address = ?", (address,)
        ).fetchone()
        return row[0] if row else None

    def get(self, page_id: int) -> Page | None:
        """The page of that id, article or copy."""
        return self.article(page_id) or next(iter(self._copies("id = ?", page_id)), None)

    def article(self, article_id: int) -> Page | None:
        """The unique article of that id."""
        row = self._connection.execute(_SELECT_ARTICLE, (article_id,)).fetchone()
        return _page(row, row[1]) if row else None

    def words(self, article_ids: Sequence[int]) -> dict[int, int]:
        """How many words each of some unique articles has."""
        if not article_ids:
            return {}
        marks = ", ".join("?" * len(article_ids))
        select = f"SELECT id, words FROM articles WHERE id IN ({marks})"  # noqa: S608 -- marks alone
        return dict(self._connection.execute(select, article_ids).fetchall())

    def copies(self, article_id: int) -> list[Page]:
        """The copies of an article, the first seen first."""
        return self._copies("article_id = ? ORDER BY id", article_id)

    def versions(self, article_id: int) -> list[Page]:
        """The copies of an article that are versions of their own, the first seen first."""
        return self._copies(f"article_id = ? AND version ORDER BY id LIMIT {MOST_VERSIONS - 1}", article_id)

    def _copies(self, where: str, value: int) -> list[Page]:
        rows = self._connection.execute(f"{_SELECT_COPIES} WHERE {where}", (value,))
        return [_page(row[:-8], zlib.decompress(row[1]).decode(), Link(*row[-8:])) for row in rows]

    def insert_article(self, page: Page) -> None:
        """Store a unique article under its id."""
        self._connection.execute(_INSERT_ARTICLE, (page.id, *_values(page, page.article.text)))
        self._unsearchable.add(page.id)

    def update_article(self, page: Page) -> None:
        """Let another page, or a later text, stand under the id of a unique article."""
        self.flush()
        self._connection.execute(_UPDATE_ARTICLE, (*_values(page, page.article.text), page.id))

    def delete_article(self, article_id: int) -> None:
        """Take a unique article out, because it becomes a copy."""
        self.flush()
        self._connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def put_copy(self, page: Page) -> None:
        """Store a copy, or store it anew."""
        link = page.link
        assert link is not None
        text = zlib.compress(page.article.text.encode(), 1)
        self._connection.execute(
            _REPLACE_COPY,
            (
                page.id, *_values(page, text), link.article_id, link.kind, link.score, link.rule, link.rules,
                link.evidence, link.compared_with, link.version,
            ),
        )  # fmt: skip

    def delete_copy(self, page_id: int) -> None:
        """Take a copy out, because it becomes an article of its own."""
        self._connection.execute("DELETE FROM copies WHERE id = ?", (page_id,))

    def address(self, names: Iterable[str], page_id: int) -> None:
        """Let the page answer to addresses; one that another page answers to already stays there."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO addresses VALUES (?, ?)",
            [(address, page_id) for address in names],
        )

    def exchange(self, a: int, b: int) -> None:
        """Let two pages change ids: their addresses, earlier texts and furniture go with them."""
        for table in ("addresses", "revisions", "stripped"):
            self._connection.execute(
                f"UPDATE {table} SET page_id = iif(page_id = :a, :b, :a) WHERE page_id IN (:a, :b)",  # noqa: S608
                {"a": a, "b": b},
            )


def _values(page: Page, text: str | bytes) -> tuple[Any, ...]:
    article = page.article
    return (
        text,
        article.url,
        article.canonical_url,
        article.story_id,
        source(article),
        article.title,
        _json(article.authors),
        timestamp(article.published) if article.published else None,
        timestamp(article.modified) if article.modified else None,
        article.section,
        article.language,
        article.summary,
        article.image_url,
        _json(article.tags),
        article.access,
        _json(dict(article.provenance)),
        len(article.text.split()),
        page.first_seen,
    )


def _page(row: tuple[Any, ...], text: str, link: Link | None = None) -> Page:
    (
        page_id, _, url, canonical_url, story_id, outlet, title, authors, published, modified, section,
        language, summary, image_url, tags, access, provenance, _, first_seen,
    ) = row  # fmt: skip
    article = Article(
        url=url,
        title=title,
        text=text,
        authors=tuple(json.loads(authors)),
        published=datetime.fromisoformat(published) if published else None,
        modified=datetime.fromisoformat(modified) if modified else None,
        outlet=outlet,
        canonical_url=canonical_url,
        story_id=story_id,
        section=section,
        language=language,
        summary=summary,
        image_url=image_url,
        tags=tuple(json.loads(tags)),
        access=access,
        provenance=json.loads(provenance),
    )
    return Page(page_id, article, first_seen, link)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "[]" if isinstance(value, tuple) else "{}"
