"""Probe: asks the sources of outlets once whether they answer as declared; nothing is stored."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.discovery import Discovery, looks_like_article, read_feed, read_listing, read_sitemap
from crawler.errors import FeedError
from crawler.outlets import Outlet
from crawler.run import project_settings
from crawler.spiders.outcomes import of_failure

SETTINGS: Final = {
    # One question a source, so a slow or silent host costs this at most, and no other host waits for it.
    "DOWNLOAD_TIMEOUT": 20,
    "RETRY_ENABLED": False,
    "CONCURRENT_REQUESTS": 32,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one source of an outlet answered.

    Args:
        outlet: the outlet's name.
        source: ``feed``, ``sitemap`` or ``listing``, as declared.
        url: its address.
        status: HTTP status; None where there was no answer.
        found: what the document is: ``feed``, ``news sitemap``, ``sitemap``, ``sitemap index``, ``listing``;
            empty where it could not be read.
        problem: why not.
        entries: what it names.
        articles: those of them that stand under the outlet's hosts and match its pattern.
        newest: the latest date among them.
    """

    outlet: str
    source: str
    url: str
    status: int | None = None
    found: str = ""
    problem: str = ""
    entries: int = 0
    articles: int = 0
    newest: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether a crawl would find something here."""
        return self.found == "sitemap index" or self.articles > 0


async def probe(
    outlets: Sequence[Outlet],
    settings: Mapping[str, Any] | None = None,
    heard: Callable[[Answer], object] = id,
) -> list[Answer]:
    """Ask every source of some outlets once, as politely as a crawl does.

    Args:
        outlets: whose sources.
        settings: Scrapy settings over the project's.
        heard: called with each answer as it comes.

    Returns:
        One answer a source, in the order of the declarations; a source that fails is an answer too.
    """
    runner = AsyncCrawlerRunner(project_settings({**SETTINGS, **(settings or {})}))
    answers: dict[tuple[str, str], Answer] = {}

    def hear(answer: Answer) -> None:
        answers[answer.outlet, answer.url] = answer
        heard(answer)

    await runner.crawl(ProbeSpider, outlets=outlets, hear=hear)
    unasked = "not asked: the probe was stopped"
    return [
        answers.get((outlet.name, asked.url), replace(asked, problem=unasked))
        for outlet in outlets
        for asked in sources(outlet)
    ]


def sources(outlet: Outlet) -> Iterator[Answer]:
    """The outlet's sources in the order of their declaration, without an answer yet."""
    for kind, paths in (("feed", outlet.feeds), ("sitemap", outlet.sitemaps), ("listing", outlet.listings)):
        for path in paths:
            yield Answer(outlet.name, kind, outlet.at(path))


class ProbeSpider(Spider):
    """Asks the sources of all outlets in one crawl; Scrapy keeps each host's pace.

    Args:
        outlets: whose sources.
        hear: called with each answer.
    """

    name = "probe"

    def __init__(self, outlets: Sequence[Outlet], hear: Callable[[Answer], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._outlets = outlets
        self._hear = hear

    async def start(self) -> AsyncIterator[Request]:
        """One request a source."""
        for outlet in self._outlets:
            for asked in sources(outlet):
                yield Request(
                    asked.url,
                    callback=self.answered,
                    errback=self.failed,
                    cb_kwargs={"asked": asked, "outlet": outlet},
                    meta={"handle_httpstatus_list": range(400, 600)},
                )

    def answered(self, response: Response, asked: Answer, outlet: Outlet) -> None:
        """Read what came back."""
        answer = replace(asked, status=response.status)
        if response.status != 200:
            self._hear(replace(answer, problem=f"HTTP {response.status}"))
            return
        try:
            discovery = _read(response, asked.source, outlet)
        except FeedError as error:
            # The message names the address, which the answer names already.
            self._hear(replace(answer, problem=str(error).removeprefix(f"{response.url}: ")))
            return
        self._hear(_judged(answer, discovery, outlet))

    def failed(self, failure: Failure) -> None:
        """Note why there was no answer, or why nobody was asked."""
        outcome, reason = of_failure(failure)
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        self._hear(replace(asked, problem=f"{outcome}: {reason}" if reason else str(outcome)))


def _read(response: Response, kind: str, outlet: Outlet) -> Discovery:
    match kind:
        case "feed":
            return read_feed(response.body, response.url)
        case "sitemap":
            return read_sitemap(response.body, response.url)
        case _:
            return read_listing(response.body, response.url, outlet.article_url, outlet.platform)


def _judged(answer: Answer, discovery: Discovery, outlet: Outlet) -> Answer:
    links = discovery.links
    dates = [date for link in (*links, *discovery.sources) if (date := link.published or link.modified)]
    articles = [
        link for link in links if outlet.owns(link.url) and looks_like_article(link.url, outlet.article_url)
    ]
    found = answer.source
    if found == "sitemap":
        dated = any(link.published for link in links)
        found = "sitemap index" if discovery.sources else "news sitemap" if dated else "sitemap"
    # A post planned for next year is no news.
    past = [date for date in dates if date <= datetime.now(UTC)]
    entries = len(links) + len(discovery.sources)
    problem = ""
    if not entries:
        problem = "it names nothing"
    elif links and not articles:
        problem = "none of its links is an article's, as declared"
    return replace(
        answer,
        found=found,
        problem=problem,
        entries=entries,
        articles=len(articles),
        newest=max(past, default=None),
    )
