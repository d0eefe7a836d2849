"""What stands before the network: robots.txt and Retry-After, obeyed."""

import asyncio
import logging
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Final, Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)


class RobotsForbid(IgnoreRequest):
    """The rules of robots.txt forbid it."""


class RobotsUnread(IgnoreRequest):
    """There is a robots.txt, and it cannot be had: its message or its cause says why."""


class HostRests(IgnoreRequest):
    """The host asked for more rest than a run waits for."""


class Robots(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 wants it, also where several requests wait for it.

    An answer of 4xx means that there are no rules, whatever its error page says. A server in trouble, or none
    at all, forbids everything until it answers; Scrapy would take it for a site without rules. A 429 is no
    leave to go on either.

    In Scrapy 2.19 all requests of a host that come while its robots.txt is fetched await one Deferred. The
    first takes its result, and the others are told that there is none: of seven feeds under a Disallow,
    three were fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unread: dict[str, RobotsUnread] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host; one request at a time asks for them."""
        async with self._turns[urlparse_cached(request).netloc]:
            return await super().robot_parser(request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let the request pass where the rules do.

        Raises:
            RobotsForbid: they do not.
            RobotsUnread: nobody knows.
        """
        unread = self._unread.get(urlparse_cached(request).netloc)
        if unread is not None:
            raise unread
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise RobotsForbid(str(error)) from error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._unread[netloc] = RobotsUnread(f"HTTP {response.status}")
        read = response.replace(body=b"") if response.status >= 400 else response
        await super()._parse_robots(read, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        # What our own middlewares refuse, they refuse of the page too; a circle of redirects has no rules.
        if not isinstance(exc, IgnoreRequest):
            self._unread[netloc] = RobotsUnread()
            self._unread[netloc].__cause__ = exc
        super()._robots_error(exc, netloc)


class RetryAfter:
    """Waits as long as a 429 or 503 asks, then tries again; leaves the host alone where it asks for too long.

    Args:
        crawler: whose downloader waits.
    """

    STATUSES: Final = frozenset({429, 503})
    DEFAULT: Final = 10.0
    """Seconds before a 429 without Retry-After is tried again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest = crawler.settings.getfloat("MUSTER_RETRY_AFTER_MAX")
        self._resting: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, unless its host rests.

        Raises:
            HostRests: it asked to be left alone for longer than the run waits.
        """
        host = urlparse_cached(request).hostname or ""
        if host in self._resting:
            raise HostRests(f"{host} asks for rest: left alone for this run")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Hold the host and ask again, or hand the answer on."""
        if response.status not in self.STATUSES:
            return response
        wait = retry_after(response, datetime.now(UTC))
        if wait is None and response.status == 503:
            return response  # Scrapy's own retries
        wait = self.DEFAULT if wait is None else wait
        if wait > self._longest:
            self._resting.add(urlparse_cached(request).hostname or "")
            logger.info("%s asks for %.0f s of rest: left alone for this run", request.url, wait)
            return response
        assert self._crawler.spider is not None
        again = get_retry_request(
            request, spider=self._crawler.spider, reason=f"{response.status} Retry-After"
        )
        if again is None:
            return response
        self._hold(request, wait)
        return again

    def _hold(self, request: Request, seconds: float) -> None:
        """Ask nothing more of the host for so long: its slot is told that it was used then."""
        engine = self._crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = monotonic() + seconds
            # A slot without any delay would not look at the time.
            slot.delay = max(slot.delay, 0.01)


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that an answer's Retry-After asks to wait; None where it has none that can be read."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone
        return None
