"""Health: each outlet against its own past; what fell silent, fails, or reads otherwise than it used to."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt
from statistics import median, median_low
from typing import Final

from storage.errors import QueryError
from storage.fetch import Outcome
from storage.habits import Habit, habits, span

ENOUGH: Final = 10
"""Articles in the window from which an outlet has a habit. Fewer than one a week tell none."""

HISTORY: Final = timedelta(days=14)
"""An outlet has a habit once it was watched over two weekends."""

SILENCE: Final = 1.5
"""Times the usual long pause. A weekend with a holiday beside it is 4 days where the usual one is 3."""

SHORTEST_SILENCE: Final = timedelta(days=1)
"""Nights differ; a day without news from somebody who publishes hourly does not."""

FAILURES: Final = 3
"""Runs in a row in which a source failed. One or two are the network's."""

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


_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was.

    Args:
        outlet: the outlet's name; empty for the runs themselves.
        kind: ``silent``, ``source``, ``refused``, ``not an article``, ``unreadable``, ``teaser``, ``short``,
            ``authors``, ``date``, ``title``, ``furniture`` or ``runs``.
        message: a sentence for people.
        now: the figure that was found: hours, failures, words, or a share.
        usual: the figure of the past.
    """

    outlet: str
    kind: str
    message: str
    now: float
    usual: float


@dataclass(frozen=True, slots=True)
class Health:
    """The findings, and how many outlets there was enough of a past to judge by.

    Args:
        findings: by outlet.
        outlets: those looked at.
        young: those of them whose past is too short to tell silence by.
    """

    findings: list[Finding]
    outlets: list[str]
    young: list[str]


# From one outlet to the next in the index; DISTINCT would read all of its million entries.
_NAMES: Final = """WITH RECURSIVE known (outlet) AS (
        SELECT min(outlet) FROM fetches
        UNION ALL
        SELECT (SELECT min(outlet) FROM fetches WHERE outlet > known.outlet) FROM known
        WHERE known.outlet IS NOT NULL
    ) SELECT outlet FROM known WHERE outlet IS NOT NULL UNION SELECT outlet FROM sources ORDER BY 1"""


def check(connection: sqlite3.Connection, now: datetime, outlets: Sequence[str] = ()) -> Health:
    """Compare outlets with their own past.

    Args:
        connection: a store's.
        now: the moment to judge by.
        outlets: their names; all that the ledger knows where there is none.

    Raises:
        QueryError: the ledger knows no such outlet.
    """
    names = [str(outlet) for (outlet,) in connection.execute(_NAMES)]
    for outlet in outlets:
        if outlet not in names:
            raise QueryError(
                f"no crawl of this store has asked {outlet!r}; `muster stats` lists what it holds"
            )
    names = list(outlets) or names
    known = habits(connection, names, now)
    findings = [*_runs(connection, now)]
    for name in names:
        findings += _silent(known[name])
        findings += _sources(connection, name)
        findings += _outcomes(connection, name)
        findings += _texts(connection, name)
    return Health(findings, names, [name for name in names if not _has_habit(known[name])])


def lines(health: Health) -> Iterator[str]:
    """The findings as people read them, one line each, and what was looked at."""
    for finding in health.findings:
        yield f"{finding.outlet or 'all outlets'}: {finding.message}"
    young = f"; {len(health.young)} too young to tell silence by" if health.young else ""
    count = len(health.findings)
    found = f"{count} finding{'s' * (count != 1)}" if count else "all as they used to be"
    yield f"{len(health.outlets)} outlets looked at{young}: {found}."


# Runs.


def _runs(connection: sqlite3.Connection, now: datetime) -> Iterator[Finding]:
    """No run for three times as long as between the last twenty, and for more than a day."""
    rows = connection.execute("SELECT started_at, state FROM crawls ORDER BY id DESC LIMIT 20").fetchall()
    starts = [datetime.fromisoformat(started) for started, _ in rows]
    if len(starts) > 3:
        usual = median_low(late - early for late, early in pairwise(starts))
        since = now - starts[0]
        if since > max(3 * usual, timedelta(days=1)):
            text = f"no run since {starts[0]:%Y-%m-%d %H:%M} UTC ({span(since)}); usually every {span(usual)}"
            yield Finding("", "runs", text, since / _HOUR, usual / _HOUR)
    broken = [state for _, state in rows[:FAILURES] if state in ("failed", "died")]
    if len(broken) == FAILURES:
        yield Finding("", "runs", f"the last {FAILURES} runs {broken[0]}", FAILURES, 0)


# Silence.


def _has_habit(habit: Habit) -> bool:
    watched = habit.answered_at - habit.oldest if habit.answered_at and habit.oldest else timedelta(0)
    return habit.articles >= ENOUGH and watched >= HISTORY


def _silent(habit: Habit) -> Iterator[Finding]:
    """Nothing new for longer than its habit, up to the last answer: whom nobody asked is not silent."""
    if not _has_habit(habit) or not (habit.answered_at and habit.newest and habit.pause):
        return
    silence = habit.answered_at - habit.newest
    if silence > max(SILENCE * habit.pause, SHORTEST_SILENCE):
        quiet, usual = span(silence), span(habit.pause)
        text = f"nothing new for {quiet}, though its sources answer; its long pauses are {usual}"
        yield Finding(habit.outlet, "silent", text, silence / _HOUR, habit.pause / _HOUR)


# Sources.


def _sources(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
    """Sources that failed in every one of the last runs; those that are no longer asked do not count."""
    rows = connection.execute(
        """SELECT url, kind, failures, outcome, answered_at FROM sources
        WHERE outlet = ?1 AND failures >= ?2 AND unixepoch(fetched_at) >=
            (SELECT max(unixepoch(fetched_at)) FROM sources WHERE outlet = ?1) - 86400
        ORDER BY kind, url""",
        (outlet, FAILURES),
    )
    for url, kind, failures, outcome, answered in rows:
        reason = outcome.removeprefix(f"{url}: ")
        last = f"last answered {answered[:10]}" if answered else "never answered yet"
        text = f"{kind} {url} failed {failures} times in a row ({reason}); {last}"
        yield Finding(outlet, "source", text, failures, 0)


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


def _outcomes(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
    """A larger share of the pages refused, no articles, unreadable, or shown in part."""
    rows = connection.execute(
        """SELECT outcome FROM fetches WHERE outlet = ? AND fetched_at IS NOT NULL
        ORDER BY fetched_at DESC LIMIT ?""",
        (outlet, RECENT + PAST),
    )
    kinds = [_KINDS.get(Outcome(outcome), "") for (outcome,) in rows]
    for kind in dict.fromkeys(_KINDS.values()):
        risen = _risen([found == kind for found in kinds])
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


def _texts(connection: sqlite3.Connection, outlet: str) -> Iterator[Finding]:
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
