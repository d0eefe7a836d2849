"""Drift: the last pages of an outlet against those before them; what reads otherwise than it used to."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from math import sqrt
from statistics import median
from typing import Final

from storage.fetch import ARTICLE, Outcome
from storage.findings import Finding

NONE_YET: Final = 10
"""Pages fetched without one article among them, from which it is no chance: a wall, or a wrong pattern."""

RECENT: Final = 30
"""Pages that are compared with those before them: what a busy outlet publishes in one to three days."""

PAST: Final = 300
ENOUGH_PAST: Final = 60
"""Pages before them that are looked at, and that there must be."""

RISE: Final = 0.25
SURE: Final = 3.0
"""A share has risen when it is 25 points higher and three standard errors off (one false alarm in 700 looks
at pages that did not change)."""

SHRUNK: Final = 0.5
"""Of the past's median length. Medians of 30 articles of one outlet move by a fifth from week to week."""

STANDING: Final = 1 / 3
NEW_STANDING: Final = 1 / 20
"""A paragraph that a third of the recent articles share, and hardly one before, came with a new layout."""

FRESH: Final = timedelta(days=30)
"""Age at its fetch up to which a page tells today's layout; a back-fill's old pages name fewer authors."""


# What came of the pages.

_KINDS: Final = {
    Outcome.FORBIDDEN: "refused",
    Outcome.THROTTLED: "refused",
    Outcome.ROBOTS: "refused",
    Outcome.UNAVAILABLE: "refused",
    Outcome.GONE: "refused",
    Outcome.NOT_ARTICLE: "not an article",
    Outcome.UNREADABLE: "unreadable",
    Outcome.TEASER: "teaser",
}


def outcomes(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
    """A larger share of the pages refused, no articles, unreadable, or shown in part."""
    rows = connection.execute(
        """SELECT outcome FROM fetches WHERE outlet = ? AND fetched_at IS NOT NULL
        ORDER BY fetched_at DESC LIMIT ?""",
        (outlet, RECENT + PAST),
    )
    found = [Outcome(outcome) for (outcome,) in rows]
    if len(found) >= NONE_YET and not ARTICLE.intersection(found):
        what = ", ".join(f"{count} {outcome}" for outcome, count in Counter(found).most_common(3))
        kind = _KINDS.get(Counter(found).most_common(1)[0][0]) or "not an article"
        yield Finding(outlet, kind, f"none of its {len(found)} pages was an article: {what}", 1.0, 0.0)
        return
    kinds = [_KINDS.get(outcome, "") for outcome in found]
    for kind in dict.fromkeys(_KINDS.values()):
        risen = _risen([one == kind for one in kinds])
        if risen:
            text = f"{risen[0]:.0%} of the last {RECENT} pages: {kind}; before {risen[1]:.0%}"
            yield Finding(outlet, kind, text, *risen)


def _risen(marks: Sequence[bool]) -> tuple[float, float] | None:
    """The share of marks among the recent and the past, newest first, where it has risen."""
    recent, past = marks[:RECENT], marks[RECENT:]
    if len(past) < ENOUGH_PAST:
        return None
    now, usual, both = sum(recent) / RECENT, sum(past) / len(past), sum(marks) / len(marks)
    error = sqrt(both * (1 - both) * (1 / RECENT + 1 / len(past)))
    return (now, usual) if now - usual >= RISE and now - usual > SURE * error else None


# What the articles say.


# Each in the order of an index, so that it ends at the limit: all of an outlet's copies are in the order of
# none, and sorting them took 2 s with a million pages.
_LAST: Final = """SELECT id, words, authors, published, title, dated FROM {} WHERE outlet = ?1 AND {}
    AND access = 'full' AND unixepoch(first_seen) - unixepoch(dated) <= ?2 ORDER BY dated DESC LIMIT ?3"""


def texts(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
    """Texts shorter, fields missing, or a new paragraph in all of them: the layout may have changed."""
    rows = connection.execute(
        f"""SELECT words, authors = '[]', published IS NULL, title = '' FROM (
            SELECT * FROM ({_LAST.format("articles", "true")}) UNION ALL
            SELECT * FROM ({_LAST.format("copies", "kind = 'exact'")}) UNION ALL
            SELECT * FROM ({_LAST.format("copies", "kind = 'near'")})
        ) ORDER BY dated DESC, id DESC LIMIT ?3""",  # noqa: S608
        (outlet, FRESH.total_seconds(), RECENT + PAST),
    ).fetchall()
    if len(rows) < RECENT + ENOUGH_PAST:
        return
    lengths = [int(row[0]) for row in rows]
    now, usual = median(lengths[:RECENT]), median(lengths[RECENT:])
    if now < SHRUNK * usual:
        text = f"the last {RECENT} articles have {now:.0f} words (median); before {usual:.0f}"
        yield Finding(outlet, "short", text, now, usual)
    for place, kind in enumerate(("authors", "date", "title"), 1):
        risen = _risen([bool(row[place]) for row in rows])
        if risen:
            text = f"no {kind} in {risen[0]:.0%} of the last {RECENT} articles; before {risen[1]:.0%}"
            yield Finding(outlet, kind, text, *risen)
    yield from _furniture(connection, outlet)


def _furniture(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
    """The paragraph that most of the recent articles share, where hardly one did before."""
    rows = connection.execute(
        """SELECT text FROM articles WHERE outlet = ?1 AND access = 'full'
        AND unixepoch(first_seen) - unixepoch(dated) <= ?2 ORDER BY dated DESC, id DESC LIMIT ?3""",
        (outlet, FRESH.total_seconds(), RECENT + ENOUGH_PAST),
    )
    texts = [set(text.split("\n\n")) for (text,) in rows]
    recent, past = texts[:RECENT], texts[RECENT:]
    if len(past) < ENOUGH_PAST:
        return
    counted = Counter(paragraph for text in recent for paragraph in text)
    for paragraph, count in counted.most_common():
        before = sum(paragraph in text for text in past) / len(past)
        if count / RECENT < STANDING:
            return
        if before < NEW_STANDING:
            quoted = paragraph if len(paragraph) <= 60 else paragraph[:59] + "…"
            text = f"“{quoted}” stands in {count} of the last {RECENT} articles; before in {before:.0%}"
            yield Finding(outlet, "furniture", text, count / RECENT, before)
            return
