"""Reads the demo's stories: one Markdown file each, with its headline, its facts and who carries it in front.

A file of `stories/second/` with the name of one in `stories/first/` changes that story in the second edition;
without text of its own it keeps the first edition's.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

STORIES = files("crawler.demo") / "stories"
EDITIONS = {
    1: datetime(2026, 10, 9, 21, tzinfo=UTC),
    2: datetime(2026, 10, 10, 12, tzinfo=UTC),
}  # the moment at which each edition of the newsroom stands


@dataclass(frozen=True)
class Page:
    """How one outlet carries a story.

    Args:
        outlet: name of the outlet.
        section: the outlet's section, such as ``news/your-army``.
        title: the outlet's own headline; empty: the story's.
        lead: the outlet's own first paragraph; empty: the story's.
        authors: whom the outlet names; empty: the story's.
        paragraphs: how many of the story's paragraphs the page shows; 0: all.
        teaser: the rest is for subscribers.
        quirk: what is odd about the page: ``dom-only``, ``wrong-charset``, ``future-date``, ``moved``,
            ``busy`` (429, then 200), ``recovers`` (500, then 200) or nothing.
        hours: hours after the story's own publication at which this outlet published it.
        furniture: which set of furniture surrounds the text.
    """

    outlet: str
    section: str
    title: str = ""
    lead: str = ""
    authors: tuple[str, ...] = ()
    paragraphs: int = 0
    teaser: bool = False
    quirk: str = ""
    hours: float = 0
    furniture: int = 0


@dataclass(frozen=True)
class Story:
    """One story as its reporter filed it.

    Args:
        name: the file's name, also the last part of most addresses.
        headline: as the first outlet printed it.
        dek: the line below the headline.
        authors: names alone.
        bio: a sentence on the first author.
        published: first publication.
        modified: last change; that of `published` where nothing changed.
        tags: the publisher's tags.
        canonical: the sister outlet that owns a shared story; else that of the first page.
        paragraphs: the text; a heading starts with ``### ``, ``_x_`` is set in italics, ``[x](y)`` is a link.
        pages: how the outlets carry it.
    """

    name: str
    headline: str
    dek: str
    authors: tuple[str, ...]
    bio: str
    published: datetime
    modified: datetime
    tags: tuple[str, ...]
    canonical: str
    paragraphs: tuple[str, ...]
    pages: tuple[Page, ...]

    @cached_property
    def number(self) -> int:
        """A number of seven digits, as a publisher's database would give."""
        return 4_400_000 + int.from_bytes(hashlib.sha256(self.name.encode()).digest()[:4]) % 100_000

    @cached_property
    def ans_id(self) -> str:
        """26 capitals and digits, as Arc XP names its stories."""
        digest = int.from_bytes(hashlib.sha256(self.name.encode()).digest())
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        return "".join(alphabet[digest >> 5 * place & 31] for place in range(26))

    def shown(self, page: Page) -> tuple[str, ...]:
        """The paragraphs that `page` shows, in the story's own notation."""
        kept = self.paragraphs[: page.paragraphs or None]
        return (page.lead, *kept[1:]) if page.lead else kept

    def time(self, page: Page) -> datetime:
        """When `page` was published."""
        return self.published + timedelta(hours=page.hours)


def plain(paragraph: str) -> str:
    """The paragraph as a reader sees it, without the notation.

    >>> plain("The _Harrow_ left [port](https://x.example).")
    'The Harrow left port.'
    """
    text = paragraph.removeprefix("### ")
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    return re.sub(r"(?<!\w)_([^_]+)_(?!\w)", r"\1", text)


def stories(edition: int) -> list[Story]:
    """The stories of an edition, newest first.

    Args:
        edition: 1 or 2.
    """
    read = {entry.name: _read(entry) for entry in (STORIES / "first").iterdir()}
    if edition > 1:
        for entry in (STORIES / "second").iterdir():
            facts, text = _read(entry)
            before, old_text = read.get(entry.name, ({}, ""))
            read[entry.name] = (before | facts, text or old_text)
    made = [_story(name.removesuffix(".md"), facts, text) for name, (facts, text) in read.items()]
    return sorted(made, key=lambda story: (story.published, story.name), reverse=True)


def _read(entry: Traversable) -> tuple[dict[str, Any], str]:
    """Front matter in TOML between two lines of ``+++``, then the text."""
    _, facts, text = entry.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(facts), text.strip()


def _story(name: str, facts: dict[str, Any], text: str) -> Story:
    pages = tuple(Page(**page | {"authors": tuple(page.get("authors", ()))}) for page in facts["page"])
    return Story(
        name=name,
        headline=facts["headline"],
        dek=facts["dek"],
        authors=tuple(facts["authors"]),
        bio=facts.get("bio", ""),
        published=facts["published"],
        modified=facts.get("modified", facts["published"]),
        tags=tuple(facts.get("tags", ())),
        canonical=facts.get("canonical", pages[0].outlet),
        paragraphs=tuple(" ".join(block.split()) for block in text.split("\n\n")),
        pages=pages,
    )
