"""OutletSpider: enters what an outlet lists in the ledger, and fetches what the ledger says is due."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self, cast
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.intake import Intake
from crawler.outlets import Outlet
from crawler.spiders.pages import Pages, Reading
from crawler.spiders.sources import Sources
from crawler.spiders.walk import Walk
from storage import Store
from storage.errors import StorageError
from storage.fetch import Fetch, Outcome, Source


class OutletSpider(Spider):
    """Crawls one outlet; a subclass declares it in a few lines.

    Back-fill and the daily run are one path: every source is read back to `since`, and the ledger knows what
    of it was fetched before.

    Args:
        since: how far back, an ISO date or datetime; by default ``MUSTER_SINCE_DAYS`` ago.
        again: look again at every article published since then, whatever the schedule.
        url: read this feed, sitemap, section or article, and nothing else of the outlet.
        intake: of the run, into its store; by default one of its own, into what ``MUSTER_DB`` names.
        crawl_id: the run's number; by default a run of its own.
    """

    outlet: ClassVar[Outlet]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "outlet" in cls.__dict__:
            cls.name = cls.outlet.name

    def __init__(
        self,
        since: str | datetime | None = None,
        again: bool | str = False,
        url: str = "",
        intake: Intake | None = None,
        crawl_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.again = again in (True, "1", "true", "yes")
        self.url = url
        self.started = datetime.now(UTC)
        self.failure: StorageError | None = None
        self.mistake = ""
        self._unknown = sorted(kwargs)
        self.resting = False
        self.notes: list[str] = []
        self.sources = Sources(self)
        self.pages = Pages(self)
        self._since = since
        self._given_intake = intake
        self._crawl_id = crawl_id
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        crawler.signals.connect(spider.ended, signals.engine_stopped)
        crawler.signals.connect(spider.broken, signals.spider_error)
        crawler.signals.connect(spider.broken, signals.item_error)
        return spider

    # What a run has. Opened when first needed: `scrapy list` and `scrapy check` make no store.

    @cached_property
    def intake(self) -> Intake:
        """What takes the articles in."""
        return self._given_intake or Intake(Store(Path(self.settings["MUSTER_DB"])))

    @property
    def store(self) -> Store:
        """Where articles go."""
        return self.intake.store

    @cached_property
    def crawl_id(self) -> int:
        """The run's number in ``crawls``."""
        return self._crawl_id or self.store.ledger.open_crawl([self.name], self.since)

    @cached_property
    def since(self) -> datetime:
        """How far back this run looks."""
        if self._since is None:
            return self.started - timedelta(days=self.settings.getfloat("MUSTER_SINCE_DAYS"))
        moment = datetime.fromisoformat(self._since) if isinstance(self._since, str) else self._since
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    # The crawl: first the sources, then, whenever Scrapy has nothing left to do, the next batch.

    async def start(self) -> AsyncIterator[Request]:
        """Ask the outlet's sources."""
        self.mistake = self._mistake()
        if self.mistake:
            self.resting = True
            self.logger.error("%s", self.mistake)
            return
        ledger = self.store.ledger
        ledger.revive(self.name, self.since)
        if self.again:
            ledger.look_again(self.name, self.since)
        for request in self.sources.given(self.url) if self.url else self.sources.all():
            yield request

    def _mistake(self) -> str:
        """What is wrong with the arguments or the store: Scrapy shows a trace for each exception."""
        if self._unknown:
            return f"there is no argument {', '.join(self._unknown)}; -a takes since, again and url"
        try:
            self.since  # noqa: B018 - read for its error
        except ValueError:
            return f"since={self._since} is no date such as 2026-01-31"
        if self.url and urlsplit(self.url).scheme not in ("http", "https"):
            return f"url={self.url} is no http or https address"
        try:
            self.intake  # noqa: B018 - opened for its error
        except StorageError as error:
            return str(error)
        return ""

    def idle(self) -> None:
        """Hand Scrapy what is due; when nothing is, the next pages of the listings."""
        assert self.crawler.engine is not None
        if self.failure is not None or self.resting:
            return
        requests = list(self.pages.due()) or list(self.sources.next_pages())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def parse_source(
        self, response: Response, source: Source, walk: Walk | None
    ) -> Iterator[Reading | Request]:
        """Enter what a feed, sitemap or listing names in the ledger."""
        yield from self.sources.read(response, source, walk)

    def source_failed(self, failure: Failure) -> None:
        """A source gave no answer."""
        self.sources.unanswered(failure)

    def parse_article(self, response: Response, fetch: Fetch) -> Iterator[Reading | Request]:
        """Read one page that the ledger asked for."""
        yield from self.pages.read(response, fetch)

    def article_failed(self, failure: Failure) -> Iterator[Reading]:
        """A page gave no answer, or was not asked for."""
        yield from self.pages.unanswered(failure)

    def broken(self, failure: Failure, response: Response) -> None:
        """Account for an answer on which our own code failed like for any other."""
        asked = response.cb_kwargs
        reason = f"{type(failure.value).__name__} while reading it: {failure.value}"
        if self.failure is None and "fetch" in asked:
            fetch = replace(asked["fetch"], status=response.status, fetched_at=datetime.now(UTC))
            self.pages.settle(fetch, Outcome.UNREADABLE, reason)
        elif self.failure is None and "source" in asked:
            self.sources.broken(asked["source"], asked["walk"], reason)

    # Its end.

    def give_up(self, error: StorageError) -> None:
        """Stop the crawl: the store cannot be written, so every further page would be fetched in vain."""
        if self.failure is None:
            self.failure = error
            self.logger.error("%s", error)
            assert self.crawler.engine is not None
            # Not awaited: the engine closes when the item that called this is done with.
            closing = self.crawler.engine.close_spider_async(reason="the store cannot be written")
            self._closing = asyncio.ensure_future(closing)

    def closed_down(self, reason: str) -> None:
        """End a run of the spider's own; `muster crawl` ends its runs itself."""
        if self._given_intake is not None or "intake" not in self.__dict__:
            return
        if self.failure is None:
            state = "finished" if reason == "finished" else "interrupted"
            self.store.ledger.close_crawl(self.crawl_id, state, *counts(self.crawler))
        self.store.close()

    def ended(self) -> None:
        """Let `scrapy crawl` end with status 1: all that it asks is whether there was a spider."""
        if self._given_intake is None and (self.mistake or self.failure):
            self.crawler.spider = None

    def note(self, text: str) -> None:
        """Keep what the user should know of the run."""
        self.notes.append(text)
        self.logger.info("%s", text)

    def count(self, name: str, by: int = 1) -> None:
        """Count in Scrapy's stats, under ``muster/``."""
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"muster/{name}", by)


def counts(crawler: Crawler) -> tuple[int, Counter[Outcome]]:
    """What a crawl did so far.

    Returns:
        The URLs it discovered, and how many of the pages it fetched had which outcome.
    """
    stats = crawler.stats.get_stats()
    prefix = "muster/outcome/"
    outcomes = {
        Outcome(name[len(prefix) :]): value for name, value in stats.items() if name.startswith(prefix)
    }
    return stats.get("muster/discovered", 0), Counter(outcomes)


def spider_for(outlet: Outlet) -> type[OutletSpider]:
    """The spider of an outlet that a file or the command line declares."""
    return cast("type[OutletSpider]", type("DeclaredSpider", (OutletSpider,), {"outlet": outlet}))
