"""Search: which stories match a person's query and filters, best or newest first."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self, get_args

from storage.errors import QueryError
from storage.filters import Filters
from storage.query import to_fts5

Sort = Literal["relevance", "date"]

# Matches that are ranked, the last stored first. bm25 costs 1.1 µs a match, so a word that a million articles
# hold would take a second; 10,000 take 11 ms (tests/benchmarks/bench_search.py).
RANKED = 10_000

# A word in more of the store's articles than this is found sooner by walking back in time than by sorting all
# that hold it: both take 100 ms at a million articles.
_COMMON = 1 / 8

# A match in the headline counts for ten in the text: bm25's weights for the two columns.
_SCORE = "bm25(articles_fts, 10.0, 1.0)"

# Characters of a text that are shown where nothing in it matches.
_BEGINNING = 240

# Around what matched, in titles and snippets. Control characters, because no article holds them.
MARK, UNMARK = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """One story that matches.

    Args:
        id: of the article.
        title: with what matched between ``MARK`` and ``UNMARK``.
        snippet: the passage that matches best, marked alike; the beginning where there is no query.
        outlet: its name, or the host where none is declared.
        authors: their names.
        dated: ISO-8601, UTC: when it was published, or first seen where the page does not say.
        url: of the page.
        words: in its text.
        access: ``full`` or ``teaser``.
        copies: how many other pages carry it.
        revisions: how often its text changed.
    """

    id: int
    title: str
    snippet: str
    outlet: str
    authors: tuple[str, ...]
    dated: str
    url: str
    words: int
    access: str
    copies: int
    revisions: int

    def unmarked(self) -> Self:
        """The same, with title and snippet as plain text."""
        plain = str.maketrans("", "", MARK + UNMARK)
        return replace(self, title=self.title.translate(plain), snippet=self.snippet.translate(plain))


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits; ``for hit in results`` goes through them.

    Args:
        hits: in the order asked for.
        found: how many stories match.
        at_least: whether there are more than ``found``: counting stops at ``RANKED``.
    """

    hits: list[Hit]
    found: int
    at_least: bool = False

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)


def search(
    connection: sqlite3.Connection,
    query: str = "",
    filters: Filters | None = None,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Find stories.

    Args:
        connection: of a store.
        query: what a person typed; empty for every story that passes the filters.
        filters: which stories are meant.
        sort: ``relevance`` ranks by bm25, the headline before the text; ``date`` puts the newest first.
            Without a query it is the date.
        limit: hits at most.
        offset: hits to leave out before.

    Raises:
        QueryError: the query holds no letter or digit, or the order is none of the two.
    """
    if sort not in get_args(Sort):
        raise QueryError(f"there is no order {sort!r}; it is one of: {', '.join(get_args(Sort))}")
    filters = filters or Filters()
    if not query.strip():
        return _newest(connection, filters, limit, offset)
    match = to_fts5(query)
    if sort == "date":
        return _matching_newest(connection, match, filters, limit, offset)
    return _matching_best(connection, match, filters, limit, offset)


def matching(
    connection: sqlite3.Connection,
    query: str = "",
    filters: Filters | None = None,
    *,
    newest: int | None = None,
) -> Iterator[int]:
    """The ids of every story that matches, in constant memory.

    Args:
        connection: of a store.
        query: what a person typed; empty for every story that passes the filters.
        filters: which stories are meant.
        newest: only so many, the newest first; all of them in the order stored where it is None.

    Raises:
        QueryError: the query holds no letter or digit.
    """
    where, parameters = (filters or Filters()).where()
    if query.strip():
        where += " AND articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        parameters.append(to_fts5(query))
    order = "id" if newest is None else f"dated DESC, id DESC LIMIT {newest:d}"
    for (article_id,) in connection.execute(
        f"SELECT id FROM articles WHERE {where} ORDER BY {order}", parameters
    ):
        yield article_id


def candidates(query: str, filters: Filters) -> tuple[str, list[str]]:
    """Return a statement for the ids of the stories that match, ``RANKED`` at most, and its parameters.

    Args:
        query: what a person typed; empty for every story that passes the filters.
        filters: which stories are meant.

    Raises:
        QueryError: the query holds no letter or digit.
    """
    if query.strip():
        return _ranked(to_fts5(query), filters, "0")
    where, parameters = filters.where()
    return f"SELECT id FROM articles WHERE {where} ORDER BY dated DESC LIMIT {RANKED}", parameters


def _newest(connection: sqlite3.Connection, filters: Filters, limit: int, offset: int) -> Results:
    where, parameters = filters.where()
    ids = _ids(
        connection,
        f"SELECT id FROM articles WHERE {where} ORDER BY dated DESC, id DESC",
        parameters,
        limit,
        offset,
    )
    found = _count(connection, f"SELECT 1 FROM articles WHERE {where} LIMIT {RANKED}", parameters)
    return Results(_hits(connection, ids), *found)


def _matching_best(
    connection: sqlite3.Connection, match: str, filters: Filters, limit: int, offset: int
) -> Results:
    ranked, parameters = _ranked(match, filters, _SCORE)
    rows = connection.execute(
        f"SELECT id, count(*) OVER () FROM ({ranked}) ORDER BY score, id DESC LIMIT ? OFFSET ?",
        (*parameters, limit, offset),
    ).fetchall()
    if not rows:  # past the last page
        return Results([], *_count(connection, *_ranked(match, filters, "0")))
    found = rows[0][1]
    return Results(_hits(connection, [row[0] for row in rows], match), found, found == RANKED)


def _matching_newest(
    connection: sqlite3.Connection, match: str, filters: Filters, limit: int, offset: int
) -> Results:
    where, parameters = filters.where()
    (holding,) = connection.execute(
        "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (match,)
    ).fetchone()
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()
    if holding > newest * _COMMON:
        matches = "EXISTS (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND rowid = articles.id)"
    else:
        matches = "articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
    ids = _ids(
        connection,
        f"SELECT id FROM articles WHERE {where} AND {matches} ORDER BY dated DESC, id DESC",
        [*parameters, match],
        limit,
        offset,
    )
    found = _count(connection, *_ranked(match, filters, "0"))
    return Results(_hits(connection, ids, match), *found)


def _ranked(match: str, filters: Filters, score: str) -> tuple[str, list[str]]:
    where, parameters = filters.where()
    # The plus keeps SQLite from asking FTS5 for each id in turn.
    within = f"AND +rowid IN (SELECT id FROM articles WHERE {where})" if parameters else ""
    select = (
        f"SELECT rowid AS id, {score} AS score FROM articles_fts WHERE articles_fts MATCH ? {within} "
        f"ORDER BY rowid DESC LIMIT {RANKED}"
    )
    return select, [match, *parameters]


def _ids(
    connection: sqlite3.Connection, select: str, parameters: Sequence[str], limit: int, offset: int
) -> list[int]:
    rows = connection.execute(f"{select} LIMIT ? OFFSET ?", (*parameters, limit, offset))
    return [article_id for (article_id,) in rows]


def _count(connection: sqlite3.Connection, select: str, parameters: Sequence[str]) -> tuple[int, bool]:
    (found,) = connection.execute(f"SELECT count(*) FROM ({select})", parameters).fetchone()
    return found, found == RANKED


def _hits(connection: sqlite3.Connection, ids: list[int], match: str = "") -> list[Hit]:
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"""SELECT id, title, substr(text, 1, {_BEGINNING}), outlet, authors, dated, url, words, access,
                   (SELECT count(*) FROM copies WHERE article_id = articles.id),
                   (SELECT count(*) FROM revisions WHERE page_id = articles.id)
            FROM articles WHERE id IN ({marks})""",
        ids,
    )
    hits = {
        article_id: Hit(article_id, title, _beginning(text), outlet, tuple(json.loads(authors)), *others)
        for article_id, title, text, outlet, authors, *others in rows
    }
    if match and ids:
        # Without the plus FTS5 is asked for each id in turn, and expands a prefix anew each time.
        marked = connection.execute(
            f"""SELECT rowid, highlight(articles_fts, 0, ?, ?), snippet(articles_fts, 1, ?, ?, '…', 32)
                FROM articles_fts
                WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN ({marks})""",
            (MARK, UNMARK, MARK, UNMARK, match, min(ids), max(ids), *ids),
        )
        for article_id, title, snippet in marked:
            hits[article_id] = replace(hits[article_id], title=title, snippet=snippet)
    return [hits[article_id] for article_id in ids]


def _beginning(text: str) -> str:
    return text if len(text) < _BEGINNING else text.rsplit(maxsplit=1)[0] + "…"
