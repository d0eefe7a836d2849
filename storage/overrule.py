"""Overruling: a person splits a copy from its article, or merges two stories; it holds from then on."""

import sqlite3
from collections.abc import Set
from dataclasses import replace

from storage.dedup import gather
from storage.errors import OverruleError
from storage.page import OVERRULED, Page, document_of, now
from storage.stories import Stories


class Overrule:
    """A person's decisions in one open store; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, stories: Stories) -> None:
        self._connection = connection
        self._stories = stories

    def split(self, copy: Page) -> int:
        """Let a copy stand as an article of its own, under its id, and never again as a copy of this one.

        Copies that are of its story, and not of the one that it leaves, go along.

        Returns:
            the id of the new article.

        Raises:
            OverruleError: the page is no copy.
        """
        if copy.link is None:
            raise OverruleError(
                f"{copy.id} is a unique article; `muster copies {copy.id}` lists what can be split"
            )
        story, document = copy.article_id, document_of(copy.article)
        self._stories.release(copy, document)
        groups = gather({copy.id: document, **self._stories.versions(story)})
        self._stories.add(replace(copy, link=None), document)
        along = next(group for group in groups if copy.id in group)
        self._bring(copy.id, story, along=set() if story in along else along)
        self._decide(copy.id, story, same=False)
        return copy.id

    def _bring(self, article_id: int, story: int, along: Set[int]) -> None:
        """Let copies of a story follow one that was split from it.

        Args:
            article_id: of the page that was split.
            story: that it left.
            along: versions that its text alone gathers; reprints that are closer to it than to what stays go,
                too.
        """
        for copy in sorted(self._stories.pages.copies(story), key=lambda page: page.id not in along):
            assert copy.link is not None
            document = document_of(copy.article)
            match = self._stories.closest(copy.id, document, article_id)
            staying = self._stories.closest(copy.id, document, story)
            assert match is not None
            closer = match.same and (staying is None or match.score > staying.score)
            goes = copy.id in along or (closer and not copy.link.version)
            if goes and copy.link.rule != OVERRULED:
                self._stories.release(copy, document)
                self._stories.link(copy, document, article_id, match)

    def merge(self, into: Page, other: Page) -> int:
        """Let two stories be one, under the id of the first; the fuller text stands as the article.

        Copies of the other come along. Texts that come later are compared with all of them.

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
        self._stories.log("overruled", article_id if same else page_id, page_id)
