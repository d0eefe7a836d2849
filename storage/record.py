"""A story as other programs read it: one JSON object, the same for `show --json`, exports and the web."""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from storage.errors import ArticleNotFound

# A story's fields by name. Values are what JSON knows: text, numbers, lists, objects and null.
Record = dict[str, Any]

# Of a page, whether unique article or copy.
FIELDS = tuple(
    "id url canonical_url outlet title authors published modified dated first_seen section language summary "
    "image_url tags access story_id provenance words text".split()
)

# Of a copy where it stands in the list of its story's copies.
SIGHTING = tuple("id kind score rule outlet title published dated first_seen words access url".split())

# Why a page is a copy.
_LINK = ("article_id", "kind", "score", "rule", "rules", "evidence")

# Columns that hold lists and objects as JSON.
_JSON = frozenset({"authors", "tags", "provenance", "evidence"})


def records(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[Record]:
    """Read stories, one at a time.

    Args:
        connection: of a store.
        ids: of unique articles; one that is gone is left out.

    Yields:
        the article's fields, and under ``copies`` what else carried it, the earliest first.
    """
    for article_id in ids:
        record = _row(connection, "articles", FIELDS, article_id)
        if record is not None:
            record["copies"] = copies(connection, article_id)
            yield record


def story(connection: sqlite3.Connection, page_id: int) -> Record:
    """Read everything that is kept of one page.

    Args:
        connection: of a store.
        page_id: of a unique article or a copy.

    Returns:
        for an article what ``records`` yields; for a copy its fields, and under ``copy_of`` the article's id
        and the decision; for both, under ``revisions``, the earlier texts, the latest first.

    Raises:
        ArticleNotFound: no page has that id.
    """
    record = next(records(connection, [page_id]), None) or _row(connection, "copies", FIELDS, page_id)
    if record is None:
        raise ArticleNotFound(f"no article or copy {page_id}")
    if "copies" not in record:
        record["copy_of"] = _row(connection, "copies", _LINK, page_id)
    record["revisions"] = revisions(connection, page_id)
    return record


def copies(connection: sqlite3.Connection, article_id: int) -> list[Record]:
    """Return what else carried a story, the earliest first, without the texts."""
    rows = connection.execute(
        f"SELECT {', '.join(SIGHTING)} FROM copies WHERE article_id = ? ORDER BY dated, id", (article_id,)
    )
    return [dict(zip(SIGHTING, row, strict=True)) for row in rows]


def revisions(connection: sqlite3.Connection, page_id: int) -> list[Record]:
    """Return a page's earlier texts, the latest first."""
    rows = connection.execute(
        "SELECT id, replaced, title, modified, text FROM revisions WHERE page_id = ? ORDER BY id DESC",
        (page_id,),
    )
    return [
        {"id": id_, "replaced": replaced, "title": title, "modified": modified, "text": _text(text)}
        for id_, replaced, title, modified, text in rows
    ]


def _row(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], page_id: int) -> Record | None:
    row = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (page_id,)).fetchone()
    if row is None:
        return None
    record = dict(zip(columns, row, strict=True))
    record.update((name, json.loads(record[name])) for name in _JSON & record.keys())
    if "text" in record:
        record["text"] = _text(record["text"])
    return record


def _text(stored: str | bytes) -> str:
    """A text as it was: those of copies and revisions are compressed."""
    return zlib.decompress(stored).decode() if isinstance(stored, bytes) else stored
