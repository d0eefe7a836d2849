"""A run: several outlets crawled side by side into one store, with a row in ``crawls``."""

import asyncio
import gc
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

from filelock import FileLock, Timeout
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor, is_reactor_installed

from crawler.addresses import CheckedAddresses
from crawler.errors import CrawlRunning
from crawler.intake import Intake
from crawler.spiders.base import OutletSpider, counts
from storage import Store
from storage.errors import StoreUnwritable
from storage.fetch import Outcome

T = TypeVar("T")

AT_ONCE: Final = 24
"""Outlets crawled side by side. Each waits for its one host most of its time."""


@dataclass(slots=True)
class Progress:
    """One outlet of a run, as it stands.

    Args:
        name: the outlet's.
        crawler: its Scrapy crawler, once it began.
        state: ``waiting``, ``running`` or ``done``.
    """

    name: str
    crawler: Crawler | None = None
    state: str = "waiting"

    @property
    def outcomes(self) -> Counter[Outcome]:
        """Outcome → pages fetched in this run."""
        return counts(self.crawler)[1] if self.crawler else Counter()

    @property
    def discovered(self) -> int:
        """URLs that were new to the ledger."""
        return counts(self.crawler)[0] if self.crawler else 0

    @property
    def fetched(self) -> int:
        """Pages asked for, and settled."""
        return self.outcomes.total()

    @property
    def notes(self) -> list[str]:
        """What its reader should know: sources that failed, walks that were cut short."""
        spider = self.crawler.spider if self.crawler else None
        return list(spider.notes) if isinstance(spider, OutletSpider) else []

    def sources(self, what: str) -> int:
        """How many sources were ``read``, ``unchanged`` or ``failed``."""
        stats = self.crawler.stats if self.crawler else None
        return int(stats.get_value(f"muster/sources/{what}", 0)) if stats else 0


@dataclass(slots=True)
class Run:
    """A run as it stands, and at its end what it did.

    Args:
        crawl_id: its number in ``crawls``.
        outlets: its outlets, in the order given.
        state: ``running``, ``stopping`` (pages in flight come to their end), ``finished``, ``interrupted``
            or ``failed``.
        started_at: its beginning.
        finished_at: its end.
    """

    crawl_id: int
    outlets: list[Progress] = field(default_factory=list)
    state: str = "running"
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished_at: datetime | None = None

    @property
    def outcomes(self) -> Counter[Outcome]:
        """Outcome → pages fetched, over all outlets."""
        return sum((outlet.outcomes for outlet in self.outlets), Counter[Outcome]())

    @property
    def discovered(self) -> int:
        """URLs that were new to the ledger, over all outlets."""
        return sum(outlet.discovered for outlet in self.outlets)

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return ((self.finished_at or datetime.now(UTC)) - self.started_at).total_seconds()


async def crawl(
    spiders: Sequence[type[OutletSpider]],
    store: Store,
    *,
    since: datetime | None = None,
    again: bool = False,
    url: str = "",
    settings: Mapping[str, Any] | None = None,
    display: Callable[[Run], AbstractAsyncContextManager[None]] | None = None,
) -> Run:
    """Crawl outlets side by side and keep what they publish.

    A first SIGINT or SIGTERM lets the pages in flight come to their end; what was not fetched waits in the
    ledger for the next run.

    Args:
        spiders: the outlets' spiders.
        store: where articles go.
        since: how far back; by default as ``MUSTER_SINCE_DAYS`` says.
        again: look again at every article since then.
        url: read this address, and nothing else of the outlets.
        settings: Scrapy settings over the project's.
        display: shows the run while it lasts.

    Raises:
        StorageError: the store could not be written; the run was stopped.
    """
    project = project_settings(settings)
    runner = AsyncCrawlerRunner(project)
    run = Run(store.ledger.open_crawl([spider.outlet.name for spider in spiders], since))
    run.outlets = [Progress(spider.outlet.name) for spider in spiders]
    intake, gate = Intake(store), asyncio.Semaphore(AT_ONCE)
    stopping = asyncio.Event()

    async def one(spider: type[OutletSpider], progress: Progress) -> None:
        async with gate:
            if stopping.is_set():
                return
            progress.crawler = runner.create_crawler(spider)
            progress.state = "running"
            await runner.crawl(
                progress.crawler, since=since, again=again, url=url, intake=intake, crawl_id=run.crawl_id
            )
            progress.state = "done"

    async def stop() -> None:
        stopping.set()
        run.state = "stopping"
        # Told to stop while its engine starts, a Scrapy crawler runs on, comes to its end and never says so.
        while any(map(_starting, runner.crawlers)):
            await asyncio.sleep(0.05)
        await runner.stop()

    try:
        with _stopped_by_signals(stop):
            async with display(run) if display else nullcontext():
                await asyncio.gather(*map(one, spiders, run.outlets))
        run.state = "interrupted" if stopping.is_set() else "finished"
        for progress in run.outlets:
            spider = progress.crawler.spider if progress.crawler else None
            if isinstance(spider, OutletSpider) and spider.failure is not None:
                run.state = "failed"
                raise spider.failure
    finally:
        run.finished_at = datetime.now(UTC)
        run.state = run.state if run.state in ("finished", "interrupted") else "failed"
        store.ledger.close_crawl(run.crawl_id, run.state, run.discovered, run.outcomes)
    return run


def project_settings(over: Mapping[str, Any] | None = None) -> Settings:
    """The project's settings as a run uses them, with others over them."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    # Where no reactor runs (tests, a notebook), Scrapy works on the event loop alone, with aiohttp.
    settings.set("TWISTED_REACTOR_ENABLED", is_reactor_installed(), priority="project")
    settings.setdict(dict(over or {}), priority="cmdline")
    return settings


def on_reactor(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end on Twisted's reactor, as Scrapy's own HTTP handler wants it.

    A process can do this once; several crawls belong into one coroutine.
    """
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    # Importing it installs one, so not before. Its stubs know no reactor that runs.
    reactor: Any = import_module("twisted.internet.reactor")
    CheckedAddresses(reactor).install_on_reactor()
    ended: list[asyncio.Task[T]] = []
    # What is imported lives as long as the process. Python looked through it 2 times in 1,000 pages for what
    # nobody holds any more, a tenth of a second each time.
    gc.freeze()

    def begin() -> None:
        task = asyncio.ensure_future(main)
        task.add_done_callback(lambda _: reactor.stop())
        ended.append(task)

    reactor.callWhenRunning(begin)
    reactor.run(installSignalHandlers=False)
    return ended[0].result()


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Hold the lock that keeps a second run away from a store; it ends with the process, however that ends.

    Raises:
        CrawlRunning: another run holds it.
        StoreUnwritable: the lock's file cannot be made beside the store.
    """
    lock = FileLock(f"{database}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CrawlRunning(
            f"another run is crawling into {database}; wait for it, or name another store with --db"
        ) from error
    except OSError as error:
        raise StoreUnwritable(
            f"{database}.lock cannot be made ({error.strerror}); check the permissions of its folder"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _starting(crawler: Crawler) -> bool:
    return crawler.crawling and not getattr(crawler.engine, "running", False)  # no engine at first


@contextmanager
def _stopped_by_signals(stop: Callable[[], Awaitable[None]]) -> Iterator[None]:
    """The first SIGINT or SIGTERM stops the run, the second one the process."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Future[None]] = set()

    def first() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        tasks.add(asyncio.ensure_future(stop()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, first)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
