"""OutletSpider: enters what an outlet lists in the ledger, and fetches what the ledger says is due."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Final, Self, cast

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.discovery import (
    Discovery,
    Link,
    identity,
    looks_like_article,
    read_feed,
    read_listing,
    read_sitemap,
)
from crawler.errors import FeedError, NotAnArticle, ParseError
from crawler.outlets import Outlet
from crawler.parsers import parse
from crawler.spiders.outcomes import is_page, of_failure, of_status
from crawler.spiders.walk import Walk
from storage import Article, Store, Verdict
from storage.errors import StorageError
from storage.fetch import Fetch, Outcome, Source

READERS: Final = {"feed": read_feed, "sitemap": read_sitemap}


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and the fetch that gave it: what the pipelines are handed.

    Args:
        article: what the page says.
        fetch: its row in the ledger.
    """

    article: Article
    fetch: Fetch


class OutletSpider(Spider):
    """Crawls one outlet; a subclass declares it in a few lines.

    Back-fill and the daily run are one path: every source is read back to `since`, and the ledger knows what
    of it was fetched before.

    Args:
        since: how far back, an ISO date or datetime; by default ``MUSTER_SINCE_DAYS`` ago.
        again: look again at every article published since then, whatever the schedule.
        store: where articles go; by default the one that ``MUSTER_DB`` names.
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
        store: Store | None = None,
        crawl_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.again = again in (True, "1", "true", "yes")
        self.failure: StorageError | None = None
        self.notes: list[str] = []
        self._since = since
        self._given_store = store
        self._crawl_id = crawl_id
        self._walks: list[Walk] = []
        self._started = datetime.now(UTC)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signals.spider_idle)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        crawler.signals.connect(spider.broken, signals.spider_error)
        crawler.signals.connect(spider.broken, signals.item_error)
        return spider

    @cached_property
    def store(self) -> Store:
        """The store, opened when it is first needed: `scrapy list` and `scrapy check` make none."""
        return self._given_store or Store(Path(self.settings["MUSTER_DB"]))

    @cached_property
    def crawl_id(self) -> int:
        """The run's number in ``crawls``."""
        return self._crawl_id or self.store.ledger.open_crawl([self.name], self.since)

    @cached_property
    def since(self) -> datetime:
        """How far back this run looks."""
        if self._since is None:
            return self._started - timedelta(days=self.settings.getfloat("MUSTER_SINCE_DAYS"))
        moment = datetime.fromisoformat(self._since) if isinstance(self._since, str) else self._since
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    async def start(self) -> AsyncIterator[Request]:
        """The outlet's sources; what they list is fetched when the spider is idle."""
        ledger = self.store.ledger
        ledger.revive(self.name, self.since)
        if self.again:
            ledger.look_again(self.name, self.since)
        for kind, paths in (
            ("feed", self.outlet.feeds),
            ("sitemap", self.outlet.sitemaps),
            ("listing", self.outlet.listings),
        ):
            for path in paths:
                yield self._ask(ledger.source(self.outlet.at(path), self.name, kind))

    # Sources.

    def _ask(self, source: Source, url: str = "", walk: Walk | None = None) -> Request:
        """The request for a source, or for a further page of it."""
        headers = {}
        # A 304 would hide what lies between the earlier run's --since and this one's.
        if walk is None and source.complete_since and source.complete_since <= self.since:
            headers = _validators(source.etag, source.last_modified)
        return Request(
            url or source.url,
            callback=self.parse_source,
            errback=self.source_failed,
            cb_kwargs={"source": source, "walk": walk},
            headers=headers,
            # Redirects of a feed are followed; every other answer is looked at.
            meta={"handle_httpstatus_list": [304, *range(400, 600)]},
            priority=10,
        )

    def parse_source(self, response: Response, source: Source, walk: Walk | None) -> Iterator[Request]:
        """Enter what a feed, sitemap or listing names in the ledger."""
        now = datetime.now(UTC)
        source = replace(source, status=response.status, fetched_at=now)
        if response.status == 304:
            self._count("sources/unchanged")
            self.store.ledger.write_source(replace(source, outcome="unchanged", failures=0, answered_at=now))
            return
        try:
            discovery = self._read(response, source)
        except FeedError as error:
            self._source_failed(source, str(error), walk)
            return
        self._count("sources/read")
        fetches = list(self._fetches(discovery.links, response.url, source.kind))
        source = replace(source, outcome="ok", failures=0, answered_at=now, listed=len(fetches))
        if walk is None:
            walk = Walk(source, resumed=source.walking)
            etag, last_modified = _validators_of(response)
            source = replace(source, etag=etag, last_modified=last_modified)
        walk.page_read(response.url, discovery.more, [fetch.key for fetch in fetches])
        complete = not discovery.more
        source = replace(
            source,
            walking=not complete,
            complete_since=self._earlier(source.complete_since) if complete else source.complete_since,
        )
        walk.source = source
        walk.new = self.store.ledger.answered(source, fetches)
        self._count("discovered", walk.new)
        if discovery.more:
            self._walks.append(walk)
        for child in discovery.sources:
            yield from self._child(child)

    def _read(self, response: Response, source: Source) -> Discovery:
        if response.status != 200:
            raise FeedError(f"{response.url}: HTTP {response.status}")
        if source.kind == "listing":
            return read_listing(response.body, response.url, self.outlet.article_url, self.outlet.platform)
        return READERS[source.kind](response.body, response.url)

    def _fetches(self, links: tuple[Link, ...], found_in: str, kind: str) -> Iterator[Fetch]:
        for link in links:
            dated = link.published or link.modified
            outcome = Outcome.QUEUED
            if not self.outlet.owns(link.url):
                outcome = Outcome.OFF_SITE
            elif (
                kind == "sitemap"
                and not link.published
                and not looks_like_article(link.url, self.outlet.article_url)
            ):
                outcome = Outcome.NOT_ARTICLE
            elif dated and dated < self.since:
                outcome = Outcome.TOO_OLD
            yield Fetch(
                url=link.url,
                key=identity(link.url),
                outlet=self.name,
                found_in=found_in,
                found_via=kind,
                published=link.published,
                modified=link.modified,
                title=link.title,
                crawl_id=self.crawl_id,
                outcome=outcome,
            )

    def _child(self, child: Link) -> Iterator[Request]:
        """A sitemap that an index names, unless it cannot hold anything new since then."""
        if not self.outlet.owns(child.url) or (child.modified and child.modified < self.since):
            return
        known = self.store.ledger.source(child.url, self.name, "sitemap")
        read = known.answered_at and known.complete_since and known.complete_since <= self.since
        if not (read and child.modified and child.modified <= known.answered_at):  # type: ignore[operator]
            yield self._ask(known)

    def source_failed(self, failure: Failure) -> None:
        """A source gave no answer at all."""
        request = failure.request  # type: ignore[attr-defined]
        source, walk = request.cb_kwargs["source"], request.cb_kwargs["walk"]
        _, reason = of_failure(failure)
        self._source_failed(replace(source, status=None, fetched_at=datetime.now(UTC)), reason, walk)

    def _source_failed(self, source: Source, reason: str, walk: Walk | None) -> None:
        # A walk that broke off stays open, and the next run goes through its pages again.
        self._count("sources/failed")
        self.notes.append(reason if source.url in reason else f"{source.url}: {reason}")
        self.logger.warning("%s", self.notes[-1])
        failed = replace(source, outcome=reason, failures=source.failures + 1)
        self.store.ledger.write_source(walk.source if walk else failed)

    def _earlier(self, known: datetime | None) -> datetime:
        return min(known, self.since) if known else self.since

    # Articles.

    def idle(self) -> None:
        """Hand Scrapy the next batch from the ledger; once it is empty, the next pages of the listings."""
        assert self.crawler.engine is not None
        requests = list(self._due()) or list(self._next_pages())
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    def _due(self) -> Iterator[Request]:
        if self.failure is None:
            for fetch in self.store.ledger.take(
                self.name, self._started, self.settings.getint("MUSTER_BATCH")
            ):
                yield self._article_request(replace(fetch, crawl_id=self.crawl_id))

    def _article_request(self, fetch: Fetch) -> Request:
        return Request(
            fetch.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"fetch": fetch},
            headers=_validators(fetch.etag, fetch.last_modified),
            # Every answer has its outcome, redirects too: their target is a URL with a row of its own.
            meta={"handle_httpstatus_all": True},
        )

    def _next_pages(self) -> Iterator[Request]:
        """Go on with the listings whose last page is not the last that matters."""
        walks, self._walks = self._walks, []
        for walk in walks:
            if self.failure is not None:
                return
            newest = self.store.ledger.newest(walk.keys)
            end = walk.end(newest, self.since, self.settings.getint("MUSTER_MAX_PAGES"))
            if end is None:
                yield self._ask(walk.source, url=walk.more, walk=walk)
                continue
            if end:
                self.notes.append(end)
                self.logger.info("%s", end)
            known = walk.source.complete_since
            self.store.ledger.write_source(
                replace(walk.source, walking=False, complete_since=known if end else self._earlier(known))
            )

    def parse_article(self, response: Response, fetch: Fetch) -> Iterator[Reading | Request]:
        """Read one page that the ledger asked for.

        Every answer ends as an outcome in the ledger: here, or with the article in the store.
        """
        fetch = replace(fetch, status=response.status, fetched_at=datetime.now(UTC))
        self._count("fetched")
        if response.status in (301, 302, 303, 307, 308):
            yield from self._redirected(response, fetch)
        elif response.status != 200:
            self.settle(fetch, *of_status(response.status, fetch))
        elif not is_page(response):
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            self.settle(fetch, Outcome.NOT_ARTICLE, f"a file of type {kind}")
        else:
            etag, last_modified = _validators_of(response)
            yield from self._read_article(response, replace(fetch, etag=etag, last_modified=last_modified))

    def _read_article(self, response: Response, fetch: Fetch) -> Iterator[Reading]:
        try:
            article = parse(response.body, response.url)
        except NotAnArticle as error:
            self.settle(fetch, Outcome.NOT_ARTICLE, str(error))
        except ParseError as error:
            self.settle(fetch, Outcome.UNREADABLE, str(error))
        else:
            yield Reading(self._completed(article, fetch), fetch)

    def _completed(self, article: Article, fetch: Fetch) -> Article:
        """The article with its outlet, and with the source's date and headline where the page gave none."""
        told: dict[str, Any] = {"outlet": self.name}
        provenance = dict(article.provenance)
        for name in ("published", "title"):
            if not getattr(article, name) and getattr(fetch, name):
                told[name] = getattr(fetch, name)
                provenance[name] = "feed"
        return replace(article, **told, provenance=provenance)

    def _redirected(self, response: Response, fetch: Fetch) -> Iterator[Request]:
        target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
        try:
            key = identity(target)
        except ValueError:
            self.settle(fetch, Outcome.REFUSED, f"redirects to {target}")
            return
        if key == fetch.key and target != fetch.url and response.meta.get("same_page", 0) < 3:
            # http to https, with or without www.: the same page under its proper spelling.
            request = self._article_request(replace(fetch, url=target))
            request.meta["same_page"] = response.meta.get("same_page", 0) + 1
            yield request
            return
        self.settle(fetch, Outcome.REDIRECTED, f"to {target}")
        link = Link(target, fetch.published, fetch.modified, fetch.title)
        found = replace(next(self._fetches((link,), fetch.url, "redirect")), outlet=fetch.outlet)
        self._count("discovered", self.store.ledger.discover([found]))

    def article_failed(self, failure: Failure) -> None:
        """A page gave no answer, or was not asked for: robots.txt, a private address."""
        fetch = failure.request.cb_kwargs["fetch"]  # type: ignore[attr-defined]
        outcome, reason = of_failure(failure)
        self.settle(replace(fetch, status=None, fetched_at=datetime.now(UTC)), outcome, reason)

    def broken(self, failure: Failure, response: Response) -> None:
        """A page on which our own code failed is accounted for like any other."""
        fetch = response.cb_kwargs.get("fetch")
        if fetch is not None and self.failure is None:
            reason = f"{type(failure.value).__name__} while reading it: {failure.value}"
            fetch = replace(fetch, status=response.status, fetched_at=datetime.now(UTC))
            self.settle(fetch, Outcome.UNREADABLE, reason)

    # Accounts.

    def settle(self, fetch: Fetch, outcome: Outcome, reason: str = "") -> None:
        """Write what came of a fetch that gave no article."""
        self.store.ledger.settle(fetch, outcome, reason)
        self._count_outcome(Outcome.UNCHANGED if fetch.status == 304 else outcome)

    def count_article(self, item: Reading, verdict: Verdict) -> None:
        """Count what became of an article; the store wrote it."""
        kinds = {"unchanged": Outcome.UNCHANGED, "revision": Outcome.REVISION, "new": Outcome.STORED}
        outcome = kinds.get(verdict.kind, Outcome.COPY)
        if outcome is Outcome.STORED and item.article.access == "teaser":
            outcome = Outcome.TEASER
        self._count_outcome(outcome)

    def _count_outcome(self, outcome: Outcome) -> None:
        self._count(f"outcome/{outcome}")

    def _count(self, name: str, by: int = 1) -> None:
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"muster/{name}", by)

    async def give_up(self, error: StorageError) -> None:
        """Stop the crawl: the store cannot be written, so every further page would be fetched in vain."""
        if self.failure is None:
            self.failure = error
            logging.getLogger(__name__).error("%s", error)
            assert self.crawler.engine is not None
            self.crawler.engine.stop()

    def closed_down(self, reason: str) -> None:
        """End a run of the spider's own; `muster crawl` ends its runs itself."""
        if self._crawl_id is None and "store" in self.__dict__:
            state = "finished" if reason == "finished" else "interrupted"
            discovered, outcomes = counts(self.crawler)
            self.store.ledger.close_crawl(self.crawl_id, state, discovered, outcomes)
        if self._given_store is None and "store" in self.__dict__:
            self.store.close()


def _validators(etag: str, last_modified: str) -> dict[str, str]:
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _validators_of(response: Response) -> tuple[str, str]:
    etag, last_modified = (response.headers.get(name) or b"" for name in ("ETag", "Last-Modified"))
    return etag.decode("latin-1"), last_modified.decode("latin-1")


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
