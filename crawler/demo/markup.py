"""Fills the demo's page templates and turns a story's paragraphs into HTML."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit

from crawler.demo.story import Page, Story, plain

TEMPLATES = files("crawler.demo") / "templates"


@dataclass(frozen=True)
class Carried:
    """A story on an outlet's page, with its address."""

    story: Story
    page: Page
    url: str

    @property
    def path(self) -> str:
        """The address without its host."""
        return urlsplit(self.url).path

    @property
    def title(self) -> str:
        """The headline over this page."""
        return self.page.title or self.story.headline

    @property
    def authors(self) -> tuple[str, ...]:
        """Whom this page names."""
        return self.page.authors or self.story.authors

    @property
    def published(self) -> datetime:
        """When this page was published."""
        return self.story.time(self.page)

    @property
    def modified(self) -> datetime:
        """When this page last changed."""
        return max(self.story.modified, self.published)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as this page shows it, in the story's notation."""
        return self.story.shown(self.page)

    @property
    def text(self) -> str:
        """The text that a perfect parser finds on this page."""
        return "\n\n".join(plain(paragraph) for paragraph in self.paragraphs)


@cache
def _template(name: str) -> Template:
    return Template((TEMPLATES / name).read_text(encoding="utf-8"))


def fill(name: str, **values: object) -> str:
    """The template with its ``$names`` filled; values are HTML already (see `escape`)."""
    return _template(name).substitute(values)


def inline(paragraph: str) -> str:
    """The paragraph's own text as HTML: ``_x_`` in italics, ``[x](y)`` as a link.

    >>> inline("The _Harrow_ & crew")
    'The <em>Harrow</em> &amp; crew'
    """
    text = escape(paragraph.removeprefix("### "), quote=False)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2" target="_blank" rel="">\1</a>', text)
    return re.sub(r"(?<!\w)_([^_]+)_(?!\w)", r"<em>\1</em>", text)


def block(paragraph: str, paragraph_class: str = "", heading: str = "h3") -> str:
    """The paragraph as a ``<p>``, or as a heading where it starts with ``###``."""
    tag = heading if paragraph.startswith("### ") else "p"
    attribute = f' class="{paragraph_class}"' if paragraph_class and tag == "p" else ""
    return f"<{tag}{attribute}>{inline(paragraph)}</{tag}>"


def spoken_list(names: tuple[str, ...]) -> str:
    """Names as a byline lists them: ``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def day(moment: datetime) -> str:
    """The date as American outlets print it: ``October 7, 2026``."""
    return f"{moment:%B} {moment.day}, {moment.year}"
