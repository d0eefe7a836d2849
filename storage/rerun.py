"""Duplicate detection run again over what is stored: after its rules changed, or its parameters.

Ids stay wherever the verdict is the same, and what a person overruled stays as it is.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from storage import database, schema
from storage.dedup import RULES, prepare
from storage.gathering import Gathering
from storage.index import Postings
from storage.page import Page, document_of
from storage.pages import Pages
from storage.stories import Stories

# Pages whose keys are looked up and written together.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a re-run has come.

    Args:
        decided: pages decided on anew.
        changed: pages whose verdict is another one now.
    """

    decided: int = 0
    changed: int = 0


class Rerun:
    """Decides anew on pages that earlier rules placed; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, stories: Stories) -> None:
        self._connection = connection
        self._pages = stories.pages
        self._stories = stories
        self._gathering = Gathering(stories)

    def step(self, pages: int) -> Progress:
        """Decide on the next pages that other rules than today's placed.

        Args:
            pages: at most so many.

        Returns:
            what was done; ``decided`` is 0 where nothing is left.
        """
        stale = self._connection.execute(
            "SELECT page_id FROM fingerprints WHERE rules <> ? ORDER BY page_id LIMIT ?", (RULES, pages)
        ).fetchall()
        changed = sum(self._decide(page_id) for (page_id,) in stale)
        return Progress(len(stale), changed)

    def _decide(self, page_id: int) -> bool:
        """Decide on one page; whether its verdict is another one now.

        An article stays one, unless it tells the story of another: then the older of the two ids stays.
        """
        page = self._pages.get(page_id)
        assert page is not None
        document = document_of(page.article)
        self._stories.fingerprint(page_id, document)
        if page.link is None:
            return self._gathering.reconsider(page_id)
        if self._stories.relink(page):
            return False
        # Its own text must not be found there as a version of the story: it would be a copy of itself.
        self._stories.release(page, document)
        self._gathering.place(replace(page, link=None), document)
        return True


def rebuild(path: Path, parameters: Mapping[str, int | str]) -> None:
    """Index a store anew with other parameters of duplicate detection, and mark every page for a re-run.

    One transaction, so that a store is never left with an index of two kinds; until it ends, some minutes for
    a million pages, whoever else writes is told that the store is locked.

    Args:
        path: of a store.
        parameters: that the index is built with from now on.

    Raises:
        StoreError: the file cannot be used.
    """
    database.require(path)
    connection = database.create(path)
    with database.closed_on_error(connection), database.transaction(connection):
        schema.check(connection, path)
        pages, index = Pages(connection), Postings(connection)
        index.clear()
        page_ids = [row[0] for row in connection.execute("SELECT page_id FROM fingerprints ORDER BY page_id")]
        for at in range(0, len(page_ids), _BATCH):
            found = [page for page in map(pages.get, page_ids[at : at + _BATCH]) if page]
            _index_anew(connection, index, found)
        schema.replace_parameters(connection, parameters)
    connection.close()


def _index_anew(connection: sqlite3.Connection, index: Postings, pages: Sequence[Page]) -> None:
    documents = [document_of(page.article) for page in pages]
    prepare(documents)
    index.load(document.keys for document in documents)
    for page, document in zip(pages, documents, strict=True):
        if page.link is None or page.link.version:
            index.add(page.article_id, document.keys)
    index.flush()
    index.forget()
    connection.executemany(
        "UPDATE fingerprints SET text_hash = ?, rules = -1 WHERE page_id = ?",
        [(document.text_hash, page.id) for page, document in zip(pages, documents, strict=True)],
    )
