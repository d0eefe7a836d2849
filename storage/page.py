"""A stored page: an article or a copy of one, what of it is kept and what it is recognised by."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from storage.article import Article
from storage.dedup import Document
from storage.urls import canonicalize

# What stands as the rule of a link that a person made.
OVERRULED = "overruled"


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
    """Return the article without what UTF-8 cannot hold: halves of surrogate pairs, from broken escapes."""
    texts = (article.url, article.title, article.text, article.summary, *article.authors, *article.tags)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return replace(
            article,
            url=_encodable(article.url),
            title=_encodable(article.title),
            text=_encodable(article.text),
            summary=_encodable(article.summary),
            authors=tuple(map(_encodable, article.authors)),
            tags=tuple(map(_encodable, article.tags)),
        )
    return article


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


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
