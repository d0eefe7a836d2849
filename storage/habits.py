"""Habit: how often an outlet publishes, as the ledger remembers its last weeks."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from storage.entries import IS_ARTICLE

WINDOW: Final = timedelta(weeks=8)
"""What counts as the recent past: eight weekends, eight issues of a weekly."""

PAUSE_RANK: Final = 3
"""An outlet's usual long pause is the third longest of the window. Of eight weekends the third is an
ordinary one, while a holiday and one failure of our own, the two longest, do not stretch the measure."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What the ledger remembers of one outlet.

    Args:
        outlet: its name.
        articles: those it published in the window, copies too.
        oldest: the first of them; the time of an article is its date, and never later than its discovery.
        newest: the last of them.
        pause: the third longest time between two of them; None where there are not as many.
        asked_at: when one of its sources was asked last, whatever came of it.
        answered_at: when one of its sources last answered with what it should.
    """

    outlet: str
    articles: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    pause: timedelta | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None

    def gap(self, now: datetime) -> timedelta | None:
        """The mean time between two articles up to now; None where nothing is known."""
        return (now - self.oldest) / self.articles if self.oldest else None


def habits(connection: sqlite3.Connection, outlets: Sequence[str], now: datetime) -> dict[str, Habit]:
    """The habits of some outlets, by name.

    Args:
        connection: a store's.
        outlets: their names; an outlet that the ledger does not know has an empty habit.
        now: the end of the window.
    """
    names, since = json.dumps(list(outlets)), _text(now - WINDOW)
    published = connection.execute(
        f"""WITH times AS (
            SELECT outlet, dated AS at FROM fetches
            WHERE outlet IN (SELECT value FROM json_each(?1)) AND dated BETWEEN ?2 AND ?3 AND {IS_ARTICLE}
        ), gaps AS (
            SELECT outlet, at,
                   unixepoch(at) - unixepoch(lag(at) OVER (PARTITION BY outlet ORDER BY at)) AS gap
            FROM times
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY outlet ORDER BY gap DESC) AS place FROM gaps
        )
        SELECT outlet, count(*), min(at), max(at), max(gap) FILTER (WHERE place = {PAUSE_RANK})
        FROM ranked GROUP BY outlet""",  # noqa: S608
        (names, since, _text(now)),
    ).fetchall()
    asked = connection.execute(
        """SELECT outlet, max(fetched_at), max(answered_at) FROM sources
        WHERE outlet IN (SELECT value FROM json_each(?)) GROUP BY outlet""",
        (names,),
    ).fetchall()
    answers = {outlet: (_moment(at), _moment(answered)) for outlet, at, answered in asked}
    known = {
        outlet: (count, _moment(oldest), _moment(newest), None if gap is None else timedelta(seconds=gap))
        for outlet, count, oldest, newest, gap in published
    }
    return {
        outlet: Habit(outlet, *known.get(outlet, (0, None, None, None)), *answers.get(outlet, (None, None)))
        for outlet in outlets
    }


def span(time: timedelta) -> str:
    """A length of time as people say it: ``40 s``, ``25 min``, ``7 h``, ``3 days``."""
    seconds = max(time.total_seconds(), 0)
    for size, unit in ((172_800, "days"), (7_200, "h"), (120, "min")):
        if seconds >= size:
            return f"{seconds / _SECONDS[unit]:.0f} {unit}"
    return f"{seconds:.0f} s"


_SECONDS: Final = {"days": 86_400, "h": 3_600, "min": 60}


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
