"""Health: each outlet against its own past; what fell silent, fails, or reads otherwise than it used to."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from storage import drift
from storage.errors import QueryError
from storage.findings import Finding
from storage.habits import WINDOW, Habit, habits, span
from storage.plural import plural

ENOUGH: Final = 10
"""Articles in the window from which an outlet has a habit. Fewer than one a week tell none."""

HISTORY: Final = timedelta(days=14)
"""An outlet has a habit once it was watched over two weekends."""

SILENCE: Final = 1.5
"""Times the usual long pause. A weekend with a holiday beside it is 4 days where the usual one is 3."""

SHORTEST_SILENCE: Final = timedelta(days=1)
"""Nights differ; a day without news from somebody who publishes hourly does not."""

NOTHING: Final = timedelta(days=7)
"""Time without one article. The first crawl reaches a week back, so an outlet had two weeks to publish."""

FAILURES: Final = 3
REFUSALS: Final = 2
"""Runs in a row in which a source failed. One or two are the network's; a 403, a 404 or a page in place of a
feed comes once from a wall that does not always stand. A source that never answered counts at once."""

FEW: Final = 5
"""Outlets too young to tell of which each gets its line."""

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Health:
    """The findings, and how many outlets there was enough of a past to judge by.

    Args:
        findings: by outlet.
        warnings: failures that may pass by themselves: no findings yet.
        outlets: those looked at.
        young: those of them whose past is too short to tell silence by → how short it is.
    """

    findings: list[Finding]
    warnings: list[Finding]
    outlets: list[str]
    young: dict[str, str]


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
    cut_off = [] if outlets else list(_cut_off(connection))
    findings, warnings = [*_runs(connection, now), *cut_off], list[Finding]()
    for name in names:
        findings += _silent(known[name])
        findings += _nothing_yet(connection, known[name])
        failing, failed = ([], []) if cut_off else _sources(connection, name)
        findings += failing
        warnings += failed
        findings += drift.outcomes(connection, name)
        findings += drift.texts(connection, name)
    young = {name: why for name in names if (why := _young(known[name]))}
    return Health(findings, warnings, names, young)


def lines(health: Health) -> Iterator[str]:
    """The findings as people read them, one line each, and what was looked at."""
    for finding in health.findings:
        yield f"{finding.outlet or 'all outlets'}: {finding.message}"
    for warning in health.warnings:
        yield f"{warning.outlet}: {warning.message}; no finding yet"
    young = ""
    if len(health.young) <= FEW:
        for name, why in health.young.items():
            yield f"{name}: too young to tell silence by: {why}"
    else:
        young = f"; {len(health.young)} too young to tell silence by"
    count = len(health.findings)
    found = plural(count, "finding") if count else "all as they used to be"
    yield f"{plural(len(health.outlets), 'outlet')} looked at{young}: {found}."


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


def _young(habit: Habit) -> str:
    """Why an outlet's past tells no silence; empty where it does."""
    watched = habit.answered_at - habit.oldest if habit.answered_at and habit.oldest else timedelta(0)
    if habit.articles < ENOUGH:
        return f"{habit.articles} of the {ENOUGH} articles that make a habit"
    return f"{span(watched)} of the {span(HISTORY)} that make a habit" if watched < HISTORY else ""


def _silent(habit: Habit) -> Iterator[Finding]:
    """Nothing new for longer than its habit, up to the last answer: whom nobody asked is not silent."""
    if _young(habit) or not (habit.answered_at and habit.newest and habit.pause):
        return
    silence = habit.answered_at - habit.newest
    if silence > max(SILENCE * habit.pause, SHORTEST_SILENCE):
        quiet, usual = span(silence), span(habit.pause)
        text = f"nothing new for {quiet}, though its sources answer; its long pauses are {usual}"
        yield Finding(habit.outlet, "silent", text, silence / _HOUR, habit.pause / _HOUR)


def _nothing_yet(connection: sqlite3.Connection, habit: Habit) -> Iterator[Finding]:
    """Not one article since an outlet was first asked: it has no habit that it could break."""
    (first,) = connection.execute(
        "SELECT min(started_at) FROM crawls, json_each(crawls.outlets) AS name WHERE name.value = ?",
        (habit.outlet,),
    ).fetchone()
    if habit.articles or not (first and habit.answered_at):
        return
    asked = habit.answered_at - datetime.fromisoformat(first)
    if asked >= NOTHING:
        text = f"no article in {span(min(asked, WINDOW))}, though its sources answer"
        yield Finding(habit.outlet, "silent", text, asked / _HOUR, 0)


# Sources.


_ASKED: Final = "unixepoch(fetched_at) >= (SELECT max(unixepoch(fetched_at)) FROM sources{}) - 86400"
"""Who is no longer asked does not count."""


def _cut_off(connection: sqlite3.Connection) -> Iterator[Finding]:
    """No host of several outlets answers, not even with an error: it is our network, and one line."""
    answering, outlets, failing, reason = connection.execute(
        f"""SELECT sum(failures = 0 OR status IS NOT NULL), count(DISTINCT outlet), count(*),
        max(replace(outcome, url || ': ', '')) FROM sources WHERE {_ASKED.format("")}"""  # noqa: S608
    ).fetchone()
    if outlets > 1 and not answering:
        text = (
            f"none of {failing} sources answered in the last run, look at this machine's network ({reason})"
        )
        yield Finding("", "source", text, failing, 0)


def _sources(connection: sqlite3.Connection, outlet: str) -> tuple[list[Finding], list[Finding]]:
    """Sources that fail, and those of which it is too early to say."""
    rows = connection.execute(
        f"""SELECT url, kind, failures, status, outcome, answered_at FROM sources
        WHERE outlet = ?1 AND failures > 0 AND {_ASKED.format(" WHERE outlet = ?1")}
        ORDER BY kind, url""",  # noqa: S608
        (outlet,),
    )
    findings: list[Finding] = []
    warnings: list[Finding] = []
    for url, kind, failures, status, outcome, answered in rows:
        reason = outcome.removeprefix(f"{url}: ")
        last = f"last answered {answered[:10]}" if answered else "never answered yet"
        often = "once" if failures == 1 else f"{failures} times in a row"
        text = f"{kind} {url} failed {often} ({reason}); {last}"
        # Trouble on the way passes; who answers with something else has mostly made up his mind.
        refused = status is not None and status < 500 and status != 429
        enough = REFUSALS if refused else FAILURES
        certain = failures >= (enough if answered else 1)
        (findings if certain else warnings).append(Finding(outlet, "source", text, failures, 0))
    return findings, warnings
