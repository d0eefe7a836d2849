"""Overruling: a person splits a copy from its article, or merges two stories; it holds from then on."""

import sqlite3
from dataclasses import replace

from storage.errors import OverruleError
from storage.pages import Page, document_of, now
from storage.stories import Stories


class Overrule:
    """A person's decisions in one open store; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, stories: Stories) -> None:
        self._connection = connection
        self._pages = stories.pages
        self._stories = stories

    def split(self, copy: Page) -> int:
        """Let a copy stand as an article of its own, under its id, and never again as a copy of this one.

        Returns:
            the id of the new article.

        Raises:
            OverruleError: the page is no copy.
        """
        if copy.link is None:
            raise OverruleError(
                f"{copy.id} is a unique article; `muster copies {copy.id}` lists what can be split"
            )
        self._pages.delete_copy(copy.id)
        self._stories.add(replace(copy, link=None), document_of(copy.article))
        self._decide(copy.id, copy.link.article_id, same=False)
        return copy.id

    def merge(self, into: Page, other: Page) -> int:
        """Let two stories be one, under the id of the first; the fuller text stands as the article.

        Copies of the other come along, by the same decision.

        Returns:
            the id of the article.

        Raises:
            OverruleError: they are one story already.
        """
        if into.article_id == other.article_id:
            raise OverruleError(f"{into.id} and {other.id} are one story already: article {into.article_id}")
        for page in self._stories.take_apart(other.article_id):
            self._stories.hold(page, into.article_id)
        self._decide(other.article_id, into.article_id, same=True)
        return into.article_id

    def _decide(self, page_id: int, article_id: int, *, same: bool) -> None:
        """Write the decision down, in place of an earlier one on the same two."""
        self._connection.execute(
            "DELETE FROM overrules WHERE (page_id, article_id) IN (VALUES (?, ?), (?, ?))",
            (page_id, article_id, article_id, page_id),
        )
        self._connection.execute(
            "INSERT INTO overrules VALUES (?, ?, ?, ?)", (page_id, article_id, same, now())
        )
        self._stories.log("overruled", article_id, page_id)
