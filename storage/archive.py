"""Archive: a store opened to read, which any number of readers may do while others write."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import database, schema
from storage.errors import ArticleNotFound, QueryError
from storage.explain import Explanation, explain
from storage.filters import Filters
from storage.page import Page, spelling
from storage.pages import Pages
from storage.record import Record, records, story
from storage.search import Results, Sort, matching, search
from storage.stats import stats
from storage.verdict import Change

# SQLite's own limit is 19 digits.
_ID = re.compile(r"[0-9]{1,18}")

# Seconds between two looks for changes: a look costs microseconds, and nobody waits for less.
_POLL = 0.5


class Archive:
    """A store that exists, open for reading.

    Args:
        path: of the SQLite file.

    Raises:
        StoreError: the file cannot be used; the tree in ``storage/errors.py`` says how.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.connection = self._open()
        self._pages = Pages(self.connection)

    def _open(self) -> database.Connection:
        connection = database.open_readonly(self.path)
        with database.closed_on_error(connection):
            schema.check_current(connection, self.path)
        return connection

    def close(self) -> None:
        """Close the file; what was committed is in it."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def page(self, url_or_id: str | int) -> Page:
        """Return a stored page, article or copy.

        Args:
            url_or_id: its id, or an address it was fetched from or names as canonical.

        Raises:
            ArticleNotFound: no page has that id or URL.
        """
        text = str(url_or_id)
        with database.errors_of(self.path):
            page_id = (
                int(text) if _ID.fullmatch(text) else self._pages.at(text) or self._pages.at(spelling(text))
            )
            page = self._pages.get(page_id) if page_id is not None else None
        if page is None:
            raise ArticleNotFound(
                f"no article or copy {text} in {self.path}; `muster search` finds ids and URLs"
            )
        return page

    def copies(self, url_or_id: str | int) -> list[Page]:
        """Return the copies of a story, the first seen first.

        Args:
            url_or_id: of the article, or of any copy.

        Raises:
            ArticleNotFound: no page has that id or URL.
        """
        article_id = self.page(url_or_id).article_id
        with database.errors_of(self.path):
            return self._pages.copies(article_id)

    def story(self, url_or_id: str | int) -> Record:
        """Return everything that is kept of one page, as JSON has it; see ``storage.record.story``.

        Raises:
            ArticleNotFound: no page has that id or URL.
        """
        page = self.page(url_or_id)
        with database.errors_of(self.path):
            return story(self.connection, page.id)

    def search(
        self,
        query: str = "",
        filters: Filters | None = None,
        *,
        sort: Sort = "relevance",
        limit: int = 20,
        offset: int = 0,
    ) -> Results:
        """Find stories; see ``storage.search.search``.

        Raises:
            QueryError: the query holds no letter or digit, or the order is none that there is.
        """
        with database.errors_of(self.path):
            return search(self.connection, query, filters, sort=sort, limit=limit, offset=offset)

    def records(
        self, query: str = "", filters: Filters | None = None, *, newest: int | None = None
    ) -> Iterator[Record]:
        """Yield the stories that match as JSON has them, one in memory at a time.

        All of them are of the moment when the first is asked for, whoever writes meanwhile.

        Args:
            query: what a person typed; empty for every story that passes the filters.
            filters: which stories are meant.
            newest: only so many, the newest first; all of them in the order stored where it is None.

        Raises:
            QueryError: the query holds no letter or digit.
        """
        with database.errors_of(self.path):
            yield from records(self.connection, matching(self.connection, query, filters, newest=newest))

    def current(self, article_id: int) -> Record | None:
        """Return a story as ``records`` yields it; None where no unique article has that id."""
        with database.errors_of(self.path):
            return next(records(self.connection, [article_id]), None)

    def stats(self) -> Record:
        """Count what the store holds; see ``storage.stats.stats``."""
        with database.errors_of(self.path):
            return stats(self.connection)

    def explain(self, url_or_id: str | int, other: str | int) -> Explanation:
        """Return two pages side by side: what they share, and what the rules say of them.

        Args:
            url_or_id: of one page.
            other: of the other page.

        Raises:
            ArticleNotFound: no page has that id or URL.
        """
        a, b = self.page(url_or_id), self.page(other)
        pairs = (a.id, b.article_id, b.id, a.article_id)
        overruled = self.connection.execute(
            "SELECT 1 FROM overrules WHERE (page_id, article_id) IN (VALUES (?, ?), (?, ?))", pairs
        ).fetchone()
        return explain(a, b, overruled is not None)

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Yield what happened after a cursor, in the order of the commits: none is skipped, none comes twice.

        Args:
            since: id of the last change seen; 0 for all.

        Raises:
            QueryError: it is no cursor, or one of another store, such as the one before a backup came back.
        """
        if type(since) is not int or since < 0:
            raise QueryError(f"{since!r} is no cursor: it is the number of the last change seen, 0 for all")
        with database.errors_of(self.path):
            (last,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()
            if since > last:
                raise QueryError(
                    f"cursor {since} is not from {self.path}, whose last change is {last}; begin again from 0"
                )
            rows = self.connection.execute(
                "SELECT id, kind, article_id, page_id, at FROM changes WHERE id > ? ORDER BY id", (since,)
            )
            for row in rows:
                yield Change(*row)

    def follow(self, since: int = 0) -> Iterator[Change]:
        """Yield what ``changes`` yields, and wait for more; it never ends by itself.

        Args:
            since: id of the last change seen; 0 for all.
        """
        while True:
            for change in self.changes(since):
                since = change.id
                yield change
            time.sleep(_POLL)
