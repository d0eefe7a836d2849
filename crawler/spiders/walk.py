"""Walk: going through the pages of one listing, and when to stop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crawler.discovery import Discovery
from storage.fetch import Source
from storage.plural import plural

UNDATED_PAGES: Final = 5
"""Pages in a row without one known date after which a walk ends: nothing says how far back it has come."""


@dataclass(slots=True)
class Walk:
    """A listing being paged through.

    The next page is asked for when everything that the last one listed was fetched: then the articles' own
    dates are known, even where the listing shows none.

    Args:
        source: the listing as the ledger knows it.
        resumed: an earlier run's walk was broken off, so known links do not mean that the rest is known.
    """

    source: Source
    resumed: bool = False
    more: str = ""
    or_else: str = ""
    keys: Sequence[str] = ()
    new: int = 0
    pages: int = 0
    undated: int = 0
    _seen: set[str] = field(default_factory=set)

    def page_read(self, url: str, discovery: Discovery, keys: Sequence[str]) -> None:
        """Note the page that was read last.

        Args:
            url: its address.
            discovery: what it named.
            keys: its links, as the ledger knows them.
        """
        self._seen.add(url)
        self.more, self.or_else, self.keys = discovery.more, discovery.or_else, keys
        self.pages += 1

    def turn(self) -> bool:
        """Take the other way to the next page, as the first one gave nothing; False where there is none."""
        self.more, self.or_else = self.or_else, ""
        return bool(self.more)

    def end(self, newest: datetime | None, since: datetime, bound: int) -> str | None:
        """Whether the walk has come to its end.

        Args:
            newest: the latest date among what the last page listed.
            since: how far back the run looks.
            bound: pages at most.

        Returns:
            None to go on; an empty string at the natural end; else what cut it short.
        """
        self.undated = 0 if newest else self.undated + 1
        if not self.more or not self.keys or self.more in self._seen:
            return ""
        if newest and newest < since:
            return ""
        complete = self.source.complete_since is not None and self.source.complete_since <= since
        if not self.new and complete and not self.resumed:
            return ""
        if self.undated >= UNDATED_PAGES:
            return (
                f"{self.source.url}: stopped after {self.pages} pages, because nothing there tells its date"
            )
        if self.pages >= bound:
            reached = f" at {newest:%Y-%m-%d}" if newest else ""
            pages = plural(bound, "page")
            return f"{self.source.url}: stopped after {pages}{reached}; MUSTER_MAX_PAGES allows more"
        return None
