"""Intake: what the outlets of a run read waits a moment for more, and is stored in one transaction."""

import asyncio
from typing import Final

from storage import Article, Store, Verdict
from storage.errors import StoreLocked, StoreUnwritable
from storage.fetch import Fetch

MOST: Final = 32
"""Articles a transaction. Stored by itself one costs 1.3 ms of CPU, among 8 others 0.8, among 32 0.6; a
thousand at once are no cheaper."""

MOMENT: Final = 0.25
"""Seconds that an article waits for others. Twenty-four outlets at a page a second each give six."""


class Intake:
    """Takes in the articles of one run, whichever outlets they are from.

    An article that waits is a page in flight: the ledger has it as queued, and its spider does not end before
    it is stored. What a kill loses is fetched again.

    Args:
        store: where articles go.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._waiting: list[tuple[Article, Fetch, asyncio.Future[Verdict]]] = []
        self._due: asyncio.TimerHandle | None = None

    def add(self, article: Article, fetch: Fetch) -> asyncio.Future[Verdict]:
        """Take in one article.

        Args:
            article: as parsed.
            fetch: the ledger's row that it came from; settled in the transaction that stores the article.

        Returns:
            what became of it, once that is committed; or what `Store.ingest` raises.
        """
        loop = asyncio.get_running_loop()
        verdict: asyncio.Future[Verdict] = loop.create_future()
        self._waiting.append((article, fetch, verdict))
        if len(self._waiting) >= MOST:
            self.commit()
        elif self._due is None:
            self._due = loop.call_later(MOMENT, self.commit)
        return verdict

    def commit(self) -> None:
        """Store what waits now; who knows that nothing more is on its way need not wait."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._store(waiting)

    def _store(self, waiting: list[tuple[Article, Fetch, asyncio.Future[Verdict]]]) -> None:
        try:
            stored = self.store.ingest_together([(article, fetch) for article, fetch, _ in waiting])
        except Exception as error:  # noqa: BLE001 -- each goes to who awaits it
            if len(waiting) == 1 or isinstance(error, StoreLocked | StoreUnwritable):
                for _, _, verdict in waiting:
                    verdict.set_exception(error)
            else:  # the fault of one of them, which the others shall not suffer for
                for each in waiting:
                    self._store([each])
        else:
            for (_, _, verdict), found in zip(waiting, stored, strict=True):
                verdict.set_result(found)
