"""Scrapy add-on: any project's items go through the deduplicating store, by one line in its settings.

    ADDONS = {"storage.scrapy_addon.EachStoryOnce": 500}

Settings of its own: ``MUSTER_DB``, the store (``muster.db``); ``MUSTER_FIELDS``, which of an item's fields
holds what, such as ``{"text": "body", "published": "date"}``; ``MUSTER_DROP``, the verdicts whose items go no
further (``unchanged``, ``exact`` and ``near``).
"""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Self

from dateutil import parser as dateutil
from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.settings import BaseSettings

from storage import Article, Store
from storage.errors import StorageError

_NAMES = {field.name for field in fields(Article)}
_LISTS = ("authors", "tags")
_TIMES = ("published", "modified")


class EachStoryOnce:
    """The add-on: puts the pipeline in, where the project's own pipelines get what it lets pass."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before a crawl."""
        settings.setdefault("MUSTER_DB", "muster.db", "addon")
        settings.setdefault("MUSTER_FIELDS", {}, "addon")
        settings.setdefault("MUSTER_DROP", ["unchanged", "exact", "near"], "addon")
        pipelines = settings.getdict("ITEM_PIPELINES")
        settings.set("ITEM_PIPELINES", {**pipelines, Pipeline: 100}, "addon")


class Pipeline:
    """Stores each item that has an address and a text; counts the verdicts as ``muster/<verdict>``.

    Args:
        crawler: whose settings say where the store is.

    Raises:
        NotConfigured: ``MUSTER_FIELDS`` names a field that an article does not have.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._path = settings.get("MUSTER_DB")
        self._names: dict[str, str] = {name: name for name in _NAMES} | settings.getdict("MUSTER_FIELDS")
        self._drop = settings.getlist("MUSTER_DROP")
        unknown = ", ".join(sorted(self._names.keys() - _NAMES))
        if unknown:
            raise NotConfigured(f"MUSTER_FIELDS names {unknown}; an article has {', '.join(sorted(_NAMES))}")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the store; a store that cannot be opened ends the crawl before it begins."""
        self._store = Store(self._path)

    def close_spider(self) -> None:
        """Close it."""
        self._store.close()

    def process_item(self, item: Any) -> Any:
        """Store one item.

        Raises:
            DropItem: its verdict is one of ``MUSTER_DROP``, or the store refused it.
        """
        adapter = ItemAdapter(item)
        values = {name: adapter.get(field) for name, field in self._names.items() if adapter.get(field)}
        if "url" not in values or "text" not in values:
            return item
        try:
            verdict = self._store.ingest(_article(values))
        except (StorageError, ValueError) as error:
            self._count("failed")
            raise DropItem(f"{values['url']} is not stored: {error}") from error
        self._count(verdict.kind)
        if verdict.kind in self._drop:
            raise DropItem(f"{verdict.kind} of article {verdict.article_id}: {verdict.reason}")
        return item

    def _count(self, kind: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value(f"muster/{kind}")


def _article(values: dict[str, Any]) -> Article:
    """An article from what an item says.

    Raises:
        ValueError: a time that is none.
    """
    lists = {name: _several(values[name]) for name in _LISTS if name in values}
    times = {name: _moment(values[name]) for name in _TIMES if name in values}
    return Article(**{**values, **lists, **times})


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _moment(value: Any) -> datetime:
    """A time with a zone; UTC where none is named."""
    moment = value if isinstance(value, datetime) else dateutil.parse(str(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
