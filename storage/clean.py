"""Cleaning: stored articles are stripped anew of what is furniture today, from their whole text.

What was learned since goes; what a person keeps comes back, and so does what has turned up in a story's copy
at another outlet.
"""

import sqlite3
from dataclasses import dataclass, replace

from storage.furniture import Furniture, blocks_of
from storage.stories import Stories

# Pages of outlets that have furniture; those of others hold none.
_NEXT = """
    SELECT id FROM sightings WHERE id > :after AND (:outlet = '' OR outlet = :outlet)
    AND outlet IN (SELECT outlet FROM furniture WHERE state <> 'kept') ORDER BY id LIMIT :pages
"""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How far cleaning has come.

    Args:
        last: id of the last page that was looked at; 0 before the first.
        looked: pages that were looked at.
        changed: pages that furniture was taken out of, or put back into.
    """

    last: int = 0
    looked: int = 0
    changed: int = 0


class Clean:
    """Strips stored pages anew, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, stories: Stories, furniture: Furniture) -> None:
        self._connection = connection
        self._stories = stories
        self._furniture = furniture

    def step(self, outlet: str, done: Cleaned, pages: int) -> Cleaned | None:
        """Clean the next pages.

        Args:
            outlet: its name, or empty for all.
            done: what the last step returned.
            pages: at most so many.

        Returns:
            how far it has come; None where no page is left.
        """
        wanted = {"after": done.last, "outlet": outlet, "pages": pages}
        ids = [row[0] for row in self._connection.execute(_NEXT, wanted)]
        if not ids:
            return None
        changed = sum(map(self.page, ids))
        return Cleaned(ids[-1], done.looked + len(ids), done.changed + changed)

    def page(self, page_id: int) -> bool:
        """Clean one page; whether its text is another one now."""
        page = self._stories.pages.get(page_id)
        if page is None:
            return False
        whole = self._furniture.whole(page)
        cleaned = self._furniture.strip(whole, blocks_of(whole))
        if cleaned is page.article:
            return False
        if cleaned is not whole:
            cleaned = self._furniture.restored(replace(page, article=cleaned), whole) or cleaned
        self._furniture.note(page_id, whole, cleaned)
        if cleaned.text == page.article.text:
            return False
        self._stories.retext(page, cleaned)
        self._stories.log("cleaned", page.article_id, page_id)
        return True
