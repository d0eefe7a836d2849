"""What becomes of an article that a spider found: it is kept in the store, in company."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.spiders.base import OutletSpider
from crawler.spiders.pages import Reading
from storage.errors import StorageError


class Keep:
    """Hands each article to the store, which decides what it is and writes the ledger's row with it.

    Args:
        crawler: whose spider has the store.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_item(self, item: Reading) -> Reading:
        """Keep one article; until it is committed, Scrapy has its page in hand.

        Raises:
            DropItem: it is stored already or a copy, so Scrapy's own feeds leave it out.
        """
        spider = self._crawler.spider
        assert isinstance(spider, OutletSpider)
        try:
            verdict = await spider.pages.keep(item)
        except StorageError as error:
            spider.give_up(error)
            raise DropItem(str(error)) from error
        if verdict.kind not in ("new", "revision"):
            raise DropItem(f"{verdict.kind}: {verdict.reason}")
        return item
