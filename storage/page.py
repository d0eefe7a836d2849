"""A stored page: an article or a copy of one, what of it is kept and what it is recognised by."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from storage.article import Article
from storage.dedup import Document
from storage.urls import canonicalize

# What stands as the rule of a link that a person made.
OVERRULED = "overruled"

INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark. Joiners stay: Persian and emoji need them."""

# The zero-width space parts the words of scripts that write no blanks: Thai, Lao, Myanmar, Khmer.
_NEEDLESS = re.compile("[\u00ad\u2060\ufeff]|\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")


@dataclass(frozen=True, slots=True)
class Link:
    """Why a page is a copy.

    Args:
        article_id: of the unique article that it was compared with.
        kind: ``exact`` or ``near``.
        score: likeness, 0 to 1.
        rule: the rule that decided; ``overruled`` where a person did.
        rules: version of the rules.
        evidence: JSON object of what the rule looked at.
        compared_with: hash of the article's text as it was compared; the text itself is in ``articles``, or
            in ``revisions`` or ``copies`` where it has given way since.
        version: whether the copy's text is one more version of the story, that later texts are compared with.
    """

    article_id: int
    kind: str
    score: float
    rule: str
    rules: int
    evidence: str
    compared_with: bytes
    version: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page as stored: a unique article, or a copy of one.

    Args:
        id: of the row; articles and copies are numbered from one sequence.
        article: what the page says.
        first_seen: ISO-8601, UTC.
        link: what makes it a copy; None for a unique article.
    """

    id: int
    article: Article
    first_seen: str
    link: Link | None = None

    @property
    def article_id(self) -> int:
        """The unique article that this page is or is a copy of."""
        return self.link.article_id if self.link else self.id


def now() -> str:
    """The time as the store writes it."""
    return timestamp(datetime.now(UTC))


def timestamp(moment: datetime) -> str:
    """ISO-8601 in UTC to the second, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def source(article: Article) -> str:
    """Who says it: the outlet, or the host where no outlet is declared."""
    return article.outlet or (urlsplit(article.url).hostname or "").removeprefix("www.")


def storable(article: Article) -> Article:
    """Return the article as a store can hold it and its words can be found.

    Halves of surrogate pairs, from broken escapes, are no UTF-8. A soft hyphen parts a word for the search
    index, and so do the other characters that nobody sees.
    """
    texts = "".join((article.title, article.text, article.summary, *article.authors, *article.tags))
    if _encodes(article.url + texts) and not any(character in texts for character in INVISIBLE):
        return article
    return replace(
        article,
        url=_encodable(article.url),
        title=_visible(article.title),
        text=_visible(article.text),
        summary=_visible(article.summary),
        authors=tuple(map(_visible, article.authors)),
        tags=tuple(map(_visible, article.tags)),
    )


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _visible(text: str) -> str:
    return _NEEDLESS.sub("", _encodable(text))


def document_of(article: Article) -> Document:
    """Return the view of an article that duplicate detection compares."""
    return Document.of(article.title, article.text, article.published, source(article), article.access)


def addresses(article: Article) -> tuple[str, ...]:
    """What a page can be recognised by, the surest first: its URL, its canonical URL, the publisher's id.

    Where the page states no canonical URL, its URL without tracking stands for it. One on another host says
    whose story this is, not that this is the same page: a reprint points to its original so.
    """
    found = [article.url]
    canonical = article.canonical_url or spelling(article.url)
    if canonical and urlsplit(canonical).hostname == urlsplit(article.url).hostname:
        found.append(canonical)
    if article.story_id:
        found.append(f"{source(article)} {article.story_id}")
    return tuple(dict.fromkeys(found))


def spelling(url: str) -> str:
    """The one way to write an address; empty where it is none, such as a file's name."""
    try:
        return canonicalize(url)
    except ValueError:
        return ""
