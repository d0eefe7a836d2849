"""Platforms: one adapter a file, chosen by what the page is.

``adapter = recognise(page, head)``, then ``known = adapter.read(page, head)``. The body is ``known.body``
where the platform gives it as data; else the general reader takes it from ``adapter.container(page)``. Fields
come from ``fields.read(page, head, known.claims)``.
"""

from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms import afpims, arc, drupal, dvids, govexec, govuk, wordpress
from crawler.parsers.platforms.adapter import Adapter, Known

ADAPTERS: tuple[Adapter, ...] = (
    arc.ADAPTER,
    afpims.ADAPTER,
    dvids.ADAPTER,
    govuk.ADAPTER,
    govexec.ADAPTER,
    wordpress.ADAPTER,
    drupal.ADAPTER,
)
"""In the order they are asked: those with a mark of their own first."""

__all__ = ["ADAPTERS", "Adapter", "Known", "recognise"]


def recognise(page: Page, head: Head) -> Adapter | None:
    """The adapter of the platform that made the page, None where it is none of those known."""
    return next((adapter for adapter in ADAPTERS if adapter.recognises(page, head)), None)
