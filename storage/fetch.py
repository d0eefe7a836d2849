"""Fetch and Source: a row of the ledger, its outcome, and when to fetch it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

FIRST_LOOK_AGAIN: Final = timedelta(hours=12)
LOOK_AGAIN_FACTOR: Final = 3
LOOK_AGAIN_UNTIL: Final = timedelta(days=30)
"""An article is looked at again after 12 h, then at three times its age until 30 days: four more fetches.
Most revisions (a name corrected, a statement added) come on the first day."""

LOOKS: Final = 4
"""Looks after which none follows."""

RETRY_AFTER: Final = timedelta(minutes=30)
RETRY_FACTOR: Final = 4
RETRIES: Final = 5
"""A failure is tried again after 30 min, 2 h, 8 h, 32 h and 5 days, each in a later run; then it is final."""


class Outcome(StrEnum):
    """What came of a URL; the words that ``fetches.outcome`` holds."""

    QUEUED = "queued"
    STORED = "stored"
    TEASER = "teaser"  # stored, and only its beginning was shown
    COPY = "copy"
    REVISION = "revision"
    UNCHANGED = "unchanged"
    NOT_ARTICLE = "not an article"
    UNREADABLE = "unreadable"  # no HTML, or no article's text found in it
    REDIRECTED = "redirected"  # to another address, which has its own row
    ROBOTS = "blocked by robots.txt"
    FORBIDDEN = "forbidden"  # 401, 403 or a bot wall
    THROTTLED = "throttled"  # 429 after the retries
    GONE = "gone"  # 404, 410
    UNAVAILABLE = "unavailable"  # 5xx, time limit or no connection, after the retries
    TOO_LARGE = "too large"
    REFUSED = "refused"  # a private address, or no http
    OFF_SITE = "off-site"  # another publisher's host
    TOO_OLD = "too old"  # before --since; a later run with an earlier --since fetches it


ARTICLE: Final = frozenset(
    {Outcome.STORED, Outcome.TEASER, Outcome.COPY, Outcome.REVISION, Outcome.UNCHANGED}
)
RETRIED: Final = frozenset(
    {Outcome.ROBOTS, Outcome.FORBIDDEN, Outcome.THROTTLED, Outcome.GONE, Outcome.UNAVAILABLE}
)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One row of the ledger: a URL, where it was found, and its last fetch.

    Args:
        url: the address to fetch.
        key: its identity: spellings of one address share it.
        outlet: the outlet's name.
        found_in: address of the feed, sitemap, listing or page that named it; the file of an ``archive``.
        found_via: ``feed``, ``sitemap``, ``listing``, ``redirect``, ``archive`` or ``given``.
        published: when the source or, once it is read, the article says it was published.
        modified: last change that the source states.
        title: the source's headline.
        crawl_id: the run that fetched it last.
        status: HTTP status of the last answer.
        etag: validator of the last page that was read, for ``If-None-Match``.
        last_modified: validator of the last page that was read, for ``If-Modified-Since``.
        fetched_at: the last fetch.
        looks: how often it was fetched.
        failures: failed fetches in a row.
        outcome: what came of the last fetch.
        article_id: the article that it is stored as, or is a copy of.
        reason: what the outcome's word leaves out: where the text is from, if it is not the page's.
    """

    url: str
    key: str
    outlet: str = ""
    found_in: str = ""
    found_via: str = "given"
    published: datetime | None = None
    modified: datetime | None = None
    title: str = ""
    crawl_id: int | None = None
    status: int | None = None
    etag: str = ""
    last_modified: str = ""
    fetched_at: datetime | None = None
    looks: int = 0
    failures: int = 0
    outcome: Outcome = Outcome.QUEUED
    article_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, sitemap or listing: what it answered last.

    Args:
        url: its address.
        outlet: the outlet's name.
        kind: ``feed``, ``sitemap``, ``listing``, or ``given`` by the user.
        etag: validator for ``If-None-Match``.
        last_modified: validator for ``If-Modified-Since``.
        fetched_at: when it was asked last.
        answered_at: when it last answered with what it should.
        failures: failed fetches in a row.
        outcome: ``ok``, ``unchanged``, or what was wrong.
        status: HTTP status of the last answer.
        listed: links in its last answer.
        complete_since: every link back to this moment is in the ledger.
        walking: a walk through its pages has begun and has not come to its end.
    """

    url: str
    outlet: str
    kind: str
    etag: str = ""
    last_modified: str = ""
    fetched_at: datetime | None = None
    answered_at: datetime | None = None
    failures: int = 0
    outcome: str = ""
    status: int | None = None
    listed: int = 0
    complete_since: datetime | None = None
    walking: bool = False


def next_look(fetch: Fetch, outcome: Outcome) -> datetime | None:
    """When to fetch the URL again; None where the outcome is final."""
    now = fetch.fetched_at
    assert now is not None
    if outcome in RETRIED:
        if fetch.failures > RETRIES:
            return None
        return now + RETRY_AFTER * float(RETRY_FACTOR ** (fetch.failures - 1))
    if outcome not in ARTICLE:
        return None
    # A date in the future must not put the next look there.
    age = max(now - fetch.published, timedelta(0)) if fetch.published else timedelta(0)
    wait = max(FIRST_LOOK_AGAIN * LOOK_AGAIN_FACTOR**fetch.looks, age * (LOOK_AGAIN_FACTOR - 1))
    return now + wait if age + wait <= LOOK_AGAIN_UNTIL else None
