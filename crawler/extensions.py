"""What listens to a crawl: the pace that robots.txt asks for."""

import logging
from typing import Final, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

logger = logging.getLogger(__name__)


class CrawlDelay:
    """Keeps to the Crawl-delay of robots.txt, which Scrapy reads and does not apply.

    Args:
        crawler: whose downloader keeps the pace.
    """

    LONGEST: Final = 60.0
    """Seconds. Some sites ask for 600, by which the day's news would take a day."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delays: dict[str, float] = {}
        crawler.signals.connect(self._read, signals.robots_parsed)
        # After AutoThrottle, which hears the same signal and may have lowered the delay.
        crawler.signals.connect(self._keep, signals.request_reached_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def _read(self, robotparser: RobotParser, request: Request) -> None:
        settings = self._crawler.settings
        delay = robotparser.crawl_delay(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        if delay:
            host = urlparse_cached(request).hostname or ""
            self._delays[host] = min(delay, self.LONGEST)
            logger.info("%s asks for %g s between requests", host, delay)

    def _keep(self, request: Request) -> None:
        delay = self._delays.get(urlparse_cached(request).hostname or "")
        engine = self._crawler.engine
        if delay and engine is not None:
            slot = engine.downloader.slots.get(request.meta.get("download_slot", ""))
            if slot is not None:
                slot.delay = max(slot.delay, delay)
                slot.jitter = 0.0  # ±50% would go below what was asked for
