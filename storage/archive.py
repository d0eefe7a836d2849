"""Archive: a store opened to read, which any number of readers may do while others write."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import database, schema
from storage.errors import ArticleNotFound
from storage.explain import Explanation, explain
from storage.pages import Page, Pages
from storage.verdict import Change


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
            page_id = int(text) if text.isdecimal() else self._pages.at(text)
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

    def counts(self) -> dict[str, int]:
        """Count the rows of what a person would ask for: unique articles, copies, earlier texts."""
        tables = ("articles", "copies", "revisions")
        count = "SELECT count(*) FROM {}"
        return {table: self.connection.execute(count.format(table)).fetchone()[0] for table in tables}

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
        """
        with database.errors_of(self.path):
            rows = self.connection.execute(
                "SELECT id, kind, article_id, page_id, at FROM changes WHERE id > ? ORDER BY id", (since,)
            )
            for row in rows:
                yield Change(*row)
