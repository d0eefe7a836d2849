"""Sources: reads an outlet's feeds, sitemaps and listings into the ledger, page after page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.discovery import (
    Discovery,
    Link,
    kind_of,
    looks_like_article,
    read_any,
    read_feed,
    read_listing,
    read_sitemap,
)
from crawler.errors import FeedError, ParseError
from crawler.middlewares import HostRests
from crawler.parsers import parse
from crawler.spiders.outcomes import of_failure
from crawler.spiders.validators import conditional, validators
from crawler.spiders.walk import Walk
from storage.fetch import Fetch, Outcome, Source
from storage.urls import identity

if TYPE_CHECKING:
    from crawler.spiders.base import OutletSpider
    from crawler.spiders.pages import Reading

WHOLE_TEXT: Final = 1500
"""Characters of HTML from which an entry of a feed may be the article itself and not its summary."""

TEXTS: Final = 500
"""Texts of feeds that are kept at a time, 10 KB each: most are of pages that are known and not asked for."""

PAST_THE_END: Final = frozenset({400, 404})
"""What WordPress answers beyond the last page: 404 for /page/N/, 400 from its API. Where a listing names no
next page, the walk asks for the next number, so this is how it ends."""


class Sources:
    """The sources of one outlet's run.

    Args:
        spider: whose outlet, ledger, settings and callbacks they use.
    """

    def __init__(self, spider: OutletSpider) -> None:
        self._spider = spider
        self._walks: list[Walk] = []
        self.texts: dict[str, str] = {}
        """Key of a URL → the article's HTML, where a feed or a listing carries it."""
        self.named: set[str] | None = None
        """Keys of what the address that the user gave stands for or lists; None where none was given."""

    # Asking.

    def all(self) -> Iterator[Request]:
        """The requests for all that the outlet declares."""
        outlet = self._spider.outlet
        for kind, paths in (
            ("feed", outlet.feeds),
            ("sitemap", outlet.sitemaps),
            ("listing", outlet.listings),
        ):
            for path in paths:
                yield self._ask(self._known(outlet.at(path), kind))

    def given(self, url: str) -> Iterator[Request]:
        """The request for one address; what it is shows when it answers."""
        self.named = set()
        yield self._ask(self._known(url, "given"))

    def next_pages(self) -> Iterator[Request]:
        """The next pages of the listings whose last page was not the last that matters."""
        spider = self._spider
        walks, self._walks = self._walks, []
        for walk in walks:
            newest = spider.store.ledger.newest(walk.keys)
            end = walk.end(newest, spider.since, spider.settings.getint("MUSTER_MAX_PAGES"))
            if end is None:
                yield self._ask(walk.source, walk)
                continue
            if end:
                self._spider.note(end)
            else:
                walk.source = replace(walk.source, complete_since=self._complete(walk.source))
            spider.store.ledger.write_source(replace(walk.source, walking=False))

    def _known(self, url: str, kind: str) -> Source:
        return self._spider.store.ledger.source(url, self._spider.name, kind)

    def _ask(self, source: Source, walk: Walk | None = None) -> Request:
        headers = {}
        # A 304 would hide what lies between the earlier run's --since and this one's.
        if walk is None and source.complete_since and source.complete_since <= self._spider.since:
            headers = conditional(source.etag, source.last_modified)
        return Request(
            walk.more if walk else source.url,
            callback=self._spider.parse_source,
            errback=self._spider.source_failed,
            cb_kwargs={"source": source, "walk": walk},
            headers=headers,
            # Redirects of a feed are followed; every other answer is looked at.
            meta={"handle_httpstatus_list": [304, *range(400, 600)]},
            priority=10,
        )

    # Reading.

    def read(self, response: Response, source: Source, walk: Walk | None) -> Iterator[Reading | Request]:
        """Enter what an answer names in the ledger; ask for the sitemaps that it names."""
        spider, now = self._spider, datetime.now(UTC)
        if source.kind == "given" and walk is None and self._is_article(response):
            for named in self.discover([Link(response.url)], "", "given"):
                known = spider.store.ledger.fetch(named.key)
                yield from spider.pages.read(
                    response, replace(known, url=response.url, crawl_id=spider.crawl_id)
                )
            return
        source = replace(source, status=response.status, fetched_at=now)
        if response.status == 304:
            spider.count("sources/unchanged")
            spider.store.ledger.write_source(
                replace(source, outcome="unchanged", failures=0, answered_at=now)
            )
            return
        ended = walk is not None and response.status in PAST_THE_END and not walk.or_else
        try:
            discovery = Discovery() if ended else self._discovery(response, source)
        except FeedError as error:
            self._failed(source, str(error), walk)
            return
        source = replace(source, outcome="ok", failures=0, answered_at=now)
        stray = self._stray(discovery.links)
        if stray:
            reason = f"{response.url}: {stray}"
            spider.note(reason)
            source = replace(source, outcome=reason, failures=source.failures + 1)
        spider.count("sources/failed" if stray else "sources/read")
        self._enter(response, source, walk, discovery)
        for child in discovery.sources:
            yield from self._child(child)

    def _discovery(self, response: Response, source: Source) -> Discovery:
        if response.status != 200:
            raise FeedError(f"{response.url}: HTTP {response.status}")
        outlet = self._spider.outlet
        match source.kind:
            case "feed":
                return read_feed(response.body, response.url)
            case "sitemap":
                return read_sitemap(response.body, response.url)
            case "given":
                return read_any(response.body, response.url, outlet.article_url, outlet.platform)
            case _:
                return read_listing(response.body, response.url, outlet.article_url, outlet.platform)

    def _enter(self, response: Response, source: Source, walk: Walk | None, discovery: Discovery) -> None:
        """Links and validators together, in one transaction."""
        fetches = list(self._fetches(discovery.links, response.url, source.kind))
        if walk is None:
            walk = Walk(source, resumed=source.walking)
            # An index is never "not modified": a run killed before its children were read would miss them.
            etag, last_modified = ("", "") if discovery.sources else validators(response)
            source = replace(source, etag=etag, last_modified=last_modified)
        walk.page_read(response.url, discovery, [fetch.key for fetch in fetches])
        source = replace(source, listed=len(fetches), walking=bool(discovery.more))
        if not discovery.more:
            source = replace(source, complete_since=self._complete(source))
        walk.source = source
        walk.new = self._spider.store.ledger.answered(source, fetches)
        self._spider.count("discovered", walk.new)
        if discovery.more:
            self._walks.append(walk)

    def _is_article(self, response: Response) -> bool:
        """Whether the address that the user gave is an article itself: no feed, sitemap or section."""
        if response.status == 304 or kind_of(response.body):
            return False
        shaped = looks_like_article(response.url, self._spider.outlet.article_url)
        if response.status != 200:
            return shaped
        try:
            parse(response.body, response.url)
        except ParseError:  # a section whose address looks like an article's lists some
            outlet = self._spider.outlet
            return shaped and not read_listing(response.body, response.url, outlet.article_url).links
        return True

    def discover(self, links: Iterable[Link], found_in: str, found_via: str) -> list[Fetch]:
        """Enter single links: the target of a redirect, an address that the user gave."""
        fetches = list(self._fetches(links, found_in, found_via))
        self._spider.count("discovered", self._spider.store.ledger.discover(fetches))
        return fetches

    def _fetches(self, links: Iterable[Link], found_in: str, found_via: str) -> Iterator[Fetch]:
        for link in links:
            # What a feed or sitemap names is accounted for; other sites' links on a page are not its list.
            if found_via in ("listing", "given") and not self._spider.outlet.owns(link.url):
                continue
            key = identity(link.url)
            outcome = self._outcome(link, found_via)
            if self.named is not None:
                self.named.add(key)
            if outcome is Outcome.QUEUED and len(link.html) >= WHOLE_TEXT:
                self._keep(key, link.html)
            yield Fetch(
                url=link.url,
                key=key,
                outlet=self._spider.name,
                found_in=found_in,
                found_via=found_via,
                published=link.published,
                modified=link.modified,
                title=link.title,
                crawl_id=self._spider.crawl_id,
                outcome=outcome,
            )

    def _keep(self, key: str, html: str) -> None:
        self.texts[key] = html
        if len(self.texts) > TEXTS:
            del self.texts[next(iter(self.texts))]

    def _outcome(self, link: Link, found_via: str) -> Outcome:
        """What a link is worth before it is fetched."""
        outlet = self._spider.outlet
        dated = link.published or link.modified
        if not outlet.owns(link.url):
            return Outcome.OFF_SITE
        # A feed or a news sitemap lists articles; a plain sitemap lists whatever the site has.
        if (
            found_via == "sitemap"
            and not link.published
            and not looks_like_article(link.url, outlet.article_url)
        ):
            return Outcome.NOT_ARTICLE
        if dated and dated < self._spider.since and found_via != "given":
            return Outcome.TOO_OLD
        return Outcome.QUEUED

    def _stray(self, links: Sequence[Link]) -> str:
        """What is wrong where every link leads to somebody else: the outlet has moved, or been sold."""
        outlet = self._spider.outlet
        if not links or outlet.kind == "aggregator" or any(outlet.owns(link.url) for link in links):
            return ""
        hosts = Counter(urlsplit(link.url).hostname for link in links)
        host = hosts.most_common(1)[0][0]
        return f"every link ({len(links)}) leads to {host}, which is none of its hosts"

    def _child(self, child: Link) -> Iterator[Request]:
        """A sitemap that an index names, unless it can hold nothing new since then."""
        spider = self._spider
        if not spider.outlet.owns(child.url) or (child.modified and child.modified < spider.since):
            return
        known = self._known(child.url, "sitemap")
        complete = known.complete_since is not None and known.complete_since <= spider.since
        read = complete and known.answered_at and child.modified and child.modified <= known.answered_at
        if not read:
            yield self._ask(known)

    def _complete(self, source: Source) -> datetime:
        """How far back everything that the source names is in the ledger, once this run has read it."""
        since = self._spider.since
        return min(source.complete_since, since) if source.complete_since else since

    # Failing.

    def unanswered(self, failure: Failure) -> None:
        """Account for a source that gave no answer at all."""
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]
        self._spider.resting |= isinstance(failure.value, HostRests)
        outcome, reason = of_failure(failure)
        source = replace(asked["source"], status=None, fetched_at=datetime.now(UTC))
        self._failed(source, f"{source.url}: {reason or outcome}", asked["walk"])

    def broken(self, source: Source, walk: Walk | None, reason: str) -> None:
        """Account for an answer on which our own code failed."""
        self._failed(replace(source, fetched_at=datetime.now(UTC)), f"{source.url}: {reason}", walk)

    def _failed(self, source: Source, reason: str, walk: Walk | None) -> None:
        if walk is not None and walk.turn():
            self._walks.append(walk)
            return
        self._spider.count("sources/failed")
        self._spider.note(reason)
        failed = replace(source, outcome=reason, failures=source.failures + 1)
        # A walk that broke off stays open: the next run goes through its pages again.
        self._spider.store.ledger.write_source(walk.source if walk else failed)
