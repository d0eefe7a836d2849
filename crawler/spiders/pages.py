"""Pages: asks for what the ledger hands out, and gives every answer its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.discovery import Link
from crawler.errors import NotAnArticle, ParseError
from crawler.middlewares import HostRests
from crawler.parsers import parse
from crawler.parsers.page import in_utf8
from crawler.spiders.outcomes import is_page, of_article, of_failure, of_refusal, of_status
from crawler.spiders.validators import conditional, validators
from storage import Article, Verdict
from storage.fetch import Fetch, Outcome
from storage.urls import identity

if TYPE_CHECKING:
    from crawler.spiders.base import OutletSpider

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

WALL: Final = 10
"""Pages forbidden in a row after which the outlet is left alone: a wall stands there."""

NOT_SHOWN: Final = frozenset({Outcome.FORBIDDEN, Outcome.ROBOTS})

FULLER: Final = 1.5
"""Times as many words as the page, from which the feed's text is taken; captions do not make that."""

SAME_PAGE_HOPS: Final = 3
"""Redirects from one spelling of an address to another that are followed: https, www, final slash."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and the fetch that gave it: what the pipelines are handed.

    Args:
        article: what the page says.
        fetch: its row in the ledger.
    """

    article: Article
    fetch: Fetch


class Pages:
    """The pages of one outlet's run.

    Args:
        spider: whose ledger, settings and callbacks they use.
    """

    def __init__(self, spider: OutletSpider) -> None:
        self._spider = spider
        self._refusals = 0
        self._awaited = 0  # asked for, not answered yet

    def due(self) -> Iterator[Request]:
        """The next batch that the ledger hands out."""
        spider = self._spider
        limit = spider.settings.getint("MUSTER_BATCH")
        for fetch in spider.store.ledger.take(spider.name, spider.started, limit, spider.sources.named):
            yield self._ask(replace(fetch, crawl_id=spider.crawl_id))

    def _ask(self, fetch: Fetch) -> Request:
        self._awaited += 1
        return Request(
            fetch.url,
            callback=self._spider.parse_article,
            errback=self._spider.article_failed,
            cb_kwargs={"fetch": fetch},
            headers=conditional(fetch.etag, fetch.last_modified),
            # Every answer has its outcome, redirects too: their target is a URL with a row of its own.
            meta={"handle_httpstatus_all": True},
        )

    def read(self, response: Response, fetch: Fetch) -> Iterator[Reading | Request]:
        """Read one answer; it ends as an outcome in the ledger, here or with the article in the store."""
        self._awaited -= 1
        fetch = replace(fetch, status=response.status, fetched_at=datetime.now(UTC))
        if response.status in REDIRECTS:
            yield from self._redirected(response, fetch)
        elif response.status != 200:
            yield from self._refused(fetch, *of_status(response, fetch))
        elif not is_page(response):
            self.settle(fetch, Outcome.NOT_ARTICLE, f"a file of type {_content_type(response)}")
        else:
            yield from self._parsed(response, fetch)

    def _parsed(self, response: Response, fetch: Fetch) -> Iterator[Reading]:
        etag, last_modified = validators(response)
        fetch = replace(fetch, etag=etag, last_modified=last_modified)
        try:
            article = parse(in_utf8(response.body, _content_type(response)), response.url)
        except NotAnArticle as error:
            yield from self._refused(fetch, *of_refusal(error))
        except ParseError as error:
            self.settle(fetch, Outcome.UNREADABLE, str(error))
        else:
            yield Reading(self._completed(self._fuller(article, fetch), fetch), fetch)

    # Some feeds carry the whole text, for whoever reads the feed.

    def _refused(self, fetch: Fetch, outcome: Outcome, reason: str) -> Iterator[Reading]:
        """A page that is not shown: the feed's text stands for it, under the page's address."""
        article = self._told(fetch) if outcome in NOT_SHOWN else None
        if article is None:
            self.settle(fetch, outcome, reason)
        else:
            fetch = replace(fetch, reason=f"{reason or outcome}: the text is the feed's")
            yield Reading(self._completed(article, fetch), fetch)

    def _fuller(self, article: Article, fetch: Fetch) -> Article:
        """The article with the feed's text, where the page shows less of it: a teaser, a "read on" button."""
        if fetch.key not in self._spider.sources.texts:
            return article
        enough = FULLER * len(article.text.split())
        # Tags are words here, so that hardly a feed is parsed in vain.
        if len(self._spider.sources.texts[fetch.key].split()) < enough:
            return article
        told = self._told(fetch)
        if told is None or len(told.text.split()) < enough:
            return article
        provenance = {**article.provenance, "text": "feed"}
        return replace(article, text=told.text, access=told.access, provenance=provenance)

    def _told(self, fetch: Fetch) -> Article | None:
        """The article as its feed tells it, read as if it were a page; None where it tells no article."""
        html = self._spider.sources.texts.pop(fetch.key, "")
        title = escape(fetch.title)
        page = f"<title>{title}</title><article><h1>{title}</h1>{html}</article>"
        try:
            article = parse(page, fetch.url) if html else None
        except ParseError:
            return None
        provenance = dict.fromkeys(("text", "title"), "feed")
        return article and replace(article, provenance={**article.provenance, **provenance})

    def _completed(self, article: Article, fetch: Fetch) -> Article:
        """The article with its outlet, and with the source's date and headline where the page gave none."""
        told: dict[str, Any] = {"outlet": self._spider.name}
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
            self.settle(fetch, Outcome.REFUSED, f"redirects to {target[:200]}")
            return
        hops = response.meta.get("same_page", 0)
        if key == fetch.key and target != response.url and hops < SAME_PAGE_HOPS:
            request = self._ask(replace(fetch, url=target))
            request.meta["same_page"] = hops + 1
            yield request
            return
        if key == fetch.key:
            self.settle(fetch, Outcome.FORBIDDEN, "redirects to itself, as a site does that wants cookies")
            return
        texts = self._spider.sources.texts
        if fetch.key in texts:
            texts[key] = texts.pop(fetch.key)
        link = Link(target, fetch.published, fetch.modified, fetch.title)
        # First: killed in between, a crawl would never hear of the target again.
        self._spider.sources.discover([link], fetch.url, "redirect")
        self.settle(fetch, Outcome.REDIRECTED, f"to {target}")

    def unanswered(self, failure: Failure) -> Iterator[Reading]:
        """Account for a page that gave no answer, or was not asked for: robots.txt, a private address."""
        self._awaited -= 1
        fetch = failure.request.cb_kwargs["fetch"]  # type: ignore[attr-defined]
        if isinstance(failure.value, HostRests):
            self._spider.resting = True  # it was never asked for: it stays in the queue for the next run
            return
        fetch = replace(fetch, status=None, fetched_at=datetime.now(UTC))
        yield from self._refused(fetch, *of_failure(failure))

    def settle(self, fetch: Fetch, outcome: Outcome, reason: str = "") -> None:
        """Write what came of a fetch that gave no article."""
        self._spider.store.ledger.settle(fetch, outcome, reason)
        self._count(Outcome.UNCHANGED if fetch.status == 304 else outcome)
        self._commit_early()

    async def keep(self, reading: Reading) -> Verdict:
        """Have an article stored, with its row in the ledger.

        Raises:
            StorageError: it was not stored.
        """
        verdict = self._spider.intake.add(reading.article, reading.fetch)
        self._commit_early()
        self._count(of_article(await verdict, reading.article))
        return await verdict

    def _commit_early(self) -> None:
        """Where no page is on its way, nothing is worth waiting for."""
        if not self._awaited:
            self._spider.intake.commit()

    def _count(self, outcome: Outcome) -> None:
        self._spider.count(f"outcome/{outcome}")
        self._refusals = self._refusals + 1 if outcome is Outcome.FORBIDDEN else 0
        if self._refusals == WALL:
            self._spider.resting = True
            self._spider.note(f"{self._spider.name}: {WALL} pages in a row were forbidden; left alone now")


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
