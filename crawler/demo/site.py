"""What a demo outlet answers: pages, the answers they give in turn, and listings that read their query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """One HTTP answer.

    Args:
        body: the bytes sent.
        type: the Content-Type header, charset included.
        status: the HTTP status.
        headers: further headers.
    """

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A validator that changes with the body."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


Listing = Callable[[Mapping[str, str]], Answer]
"""Makes the answer to a query such as ``{"page": "2"}``."""


@dataclass
class Site:
    """One outlet of one edition, ready to be served.

    Args:
        host: its host name.
        missing: the answer where nothing is.
        pages: path → answers in turn, the last one for ever; a query is ignored, as most sites ignore one
            they do not know.
        listings: path → the function that reads the query.
    """

    host: str
    missing: Answer
    pages: dict[str, tuple[Answer, ...]] = field(default_factory=dict)
    listings: dict[str, Listing] = field(default_factory=dict)

    def answer(self, target: str, before: int) -> Answer:
        """The answer to `target`, a path with its query, that was asked for `before` times already."""
        parts = urlsplit(target)
        if target in self.pages:
            answers = self.pages[target]
        elif parts.path in self.listings:
            return self.listings[parts.path](dict(parse_qsl(parts.query)))
        else:
            answers = self.pages.get(parts.path, (self.missing,))
        return answers[min(before, len(answers) - 1)]


def html(text: str, **headers: str) -> Answer:
    """A page of HTML in UTF-8."""
    return Answer(text.encode(), headers=_dashed(headers))


def xml(text: str) -> Answer:
    """A feed or sitemap."""
    return Answer(text.encode(), "application/xml; charset=utf-8")


def refusal(status: int, text: str, **headers: str) -> Answer:
    """An error page, with headers such as ``Retry_After="1"``."""
    return Answer(text.encode(), status=status, headers=_dashed(headers))


def moved(url: str) -> Answer:
    """A permanent redirect."""
    return Answer(b"", status=301, headers={"Location": url})


def http_time(moment: datetime) -> str:
    """The moment as HTTP and RSS write it, such as ``Fri, 09 Oct 2026 21:00:00 GMT``."""
    return format_datetime(moment, usegmt=True)


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
