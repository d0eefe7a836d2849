"""Link: an address that a feed, sitemap or listing names, with what it says about it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from dateutil import parser as dateutil

from storage.urls import identity

# /2025/10/30/slug, /2025-10-30/slug, /2025/10/slug; a month alone is no date to stop a back-fill by.
_DATE_IN_PATH = re.compile(r"/(20\d\d|19[89]\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")


@dataclass(frozen=True, slots=True)
class Link:
    """One address, as a source named it.

    Args:
        url: absolute http or https address.
        published: when the source says that it was published.
        modified: when the source says that it was last changed (``updated``, ``lastmod``).
        title: the source's headline.
        html: the article's body where the source carries it (``content:encoded``).
    """

    url: str
    published: datetime | None = None
    modified: datetime | None = None
    title: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one document of a source named.

    Args:
        links: addresses of articles, in the document's order, each once.
        sources: further documents to read: the children of a sitemap index, with their ``lastmod``.
        more: the address of the source's next page; empty on the last one.
        or_else: another address of the next page, for when the first one gives nothing.
    """

    links: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    more: str = ""
    or_else: str = ""


def absolute(base: str, href: str | None) -> str:
    """The http or https address that ``href`` on the page ``base`` leads to; empty for any other kind."""
    try:
        url = urljoin(base, (href or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def unique(links: Iterable[Link]) -> Iterator[Link]:
    """The links in their order, each address once."""
    seen: set[str] = set()
    for link in links:
        try:
            key = identity(link.url)
        except ValueError:
            continue
        if key not in seen:
            seen.add(key)
            yield link


def moment(text: str | None) -> datetime | None:
    """The aware datetime that a feed or sitemap writes; UTC where it names no zone, None where it is none."""
    text = (text or "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = dateutil.parse(text)
        except (ValueError, OverflowError):
            return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # year 1 or 9999 in a zone
        return None


def date_in_path(url: str) -> datetime | None:
    """The day that the address of an article names, as most news platforms do."""
    match = _DATE_IN_PATH.search(urlsplit(url).path)
    if not match:
        return None
    try:
        return datetime(*(int(part) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:  # 31 February
        return None
