"""The report: who published what and when, who republished whom and how fast, how the outlets are."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from jinja2 import Environment, FileSystemLoader

from storage import plots
from storage.health import check
from storage.page import now
from storage.record import Record

_WEB = Path(__file__).parent / "web"

# Outlets with a row of their own; a matrix of more is not read.
OUTLETS = 12

# Stories in the list of the most copied.
_MOST_COPIED = 15

# Blocks in the list of furniture.
_FURNITURE = 25

# Days by which a bar stands for a day, for a week, else for a month: at most 104 bars.
_DAILY, _WEEKLY = 62, 728


@dataclass(frozen=True, slots=True)
class Republished:
    """Pages on which one outlet carried what another had published first.

    Args:
        first: the outlet that was first.
        outlet: the one that followed.
        stories: how many.
        hours: from the first publication, the median.
    """

    first: str
    outlet: str
    stories: int
    hours: float


def report(connection: sqlite3.Connection, since: str = "", until: str = "") -> Record:
    """Gather what the report shows.

    Args:
        connection: of a store.
        since: earliest date, ISO-8601 in UTC; empty for all.
        until: the date before which, likewise.

    Returns:
        for the template: counts, tables, and the plots as SVG.
    """
    span = (since or "0", until or "9")
    days = _by_day(connection, span)
    delays = _delays(connection, span)
    outlets = _outlets(connection, span)
    names = [row["outlet"] for row in outlets[:OUTLETS]]
    pairs = [pair for pair in _republished(delays) if pair.first in names and pair.outlet in names]
    hours = [value for of_pair in delays.values() for value in of_pair]
    return {
        "made": now(),
        "first_day": min(days, default=""),
        "last_day": max(days, default=""),
        "stories": sum(row["stories"] for row in outlets),
        "copies": sum(row["copies"] for row in outlets),
        "republished": len(hours),
        "median_hours": median(hours) if hours else None,
        "outlets": outlets,
        "health": _health(connection),
        "most_copied": _most_copied(connection, span),
        "fetches": _fetches(connection),
        "furniture": _furniture(connection),
        "plot_days": plots.days(*_binned(days)) if days else "",
        "plot_outlets": plots.outlets(outlets[:OUTLETS]) if outlets else "",
        "plot_matrix": plots.matrix(names, pairs) if pairs else "",
        "plot_delays": plots.delays(hours) if hours else "",
    }


def _by_day(connection: sqlite3.Connection, span: tuple[str, str]) -> dict[str, tuple[int, int]]:
    """Day → stories and copies."""
    rows = connection.execute(
        """SELECT day, sum(stories), sum(copies) FROM (
               SELECT substr(dated, 1, 10) AS day, count(*) AS stories, 0 AS copies
               FROM articles WHERE dated >= ?1 AND dated < ?2 GROUP BY 1
               UNION ALL
               SELECT substr(dated, 1, 10), 0, count(*)
               FROM copies INDEXED BY copies_outlet WHERE dated >= ?1 AND dated < ?2 GROUP BY 1
           ) GROUP BY day""",
        span,
    )
    return {day: (stories, copies) for day, stories, copies in rows}


def _binned(days: dict[str, tuple[int, int]]) -> tuple[list[date], list[int], list[int], int]:
    """The days as bars: beginnings, stories, copies, and the days that a bar stands for."""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    length = (last - first).days + 1
    width = 1 if length <= _DAILY else 7 if length <= _WEEKLY else 30
    stories: Counter[int] = Counter()
    copies: Counter[int] = Counter()
    for day, (new, copied) in days.items():
        place = (date.fromisoformat(day) - first).days // width
        stories[place] += new
        copies[place] += copied
    places = range((length - 1) // width + 1)
    starts = [first + timedelta(days=place * width) for place in places]
    return starts, [stories[place] for place in places], [copies[place] for place in places], width


def _outlets(connection: sqlite3.Connection, span: tuple[str, str]) -> list[Record]:
    """Each outlet's pages, and when it last published."""
    rows = connection.execute(
        """SELECT outlet, sum(stories), sum(copies), max(newest) FROM (
               SELECT outlet, count(*) AS stories, 0 AS copies, max(dated) AS newest
               FROM articles WHERE dated >= ?1 AND dated < ?2 GROUP BY outlet
               UNION ALL
               SELECT outlet, 0, count(*), max(dated)
               FROM copies WHERE dated >= ?1 AND dated < ?2 GROUP BY outlet
           ) GROUP BY outlet ORDER BY sum(stories + copies) DESC, outlet""",
        span,
    )
    columns = ("outlet", "stories", "copies", "newest")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _health(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Outlet → what `muster health` finds; "" for the runs. Not those whose past is too short."""
    health = check(connection, datetime.now(UTC))
    found: dict[str, list[str]] = {name: [] for name in health.outlets if name not in health.young}
    for finding in health.findings:
        found.setdefault(finding.outlet, []).append(finding.message)
    return found


def _delays(connection: sqlite3.Connection, span: tuple[str, str]) -> dict[tuple[str, str], list[float]]:
    """(first outlet, following outlet) → hours from the first publication, a figure a page."""
    rows = connection.execute(
        """WITH pages AS (
               SELECT article_id, id, outlet, dated FROM copies
               UNION ALL
               SELECT id, id, outlet, dated FROM articles WHERE id IN (SELECT article_id FROM copies)
           ), ordered AS (
               SELECT outlet, dated,
                      first_value(outlet) OVER story AS first, first_value(dated) OVER story AS first_dated
               FROM pages WINDOW story AS (PARTITION BY article_id ORDER BY dated, id)
           )
           SELECT first, outlet, (julianday(dated) - julianday(first_dated)) * 24
           FROM ordered WHERE outlet <> first AND dated >= ? AND dated < ?""",
        span,
    )
    delays: dict[tuple[str, str], list[float]] = defaultdict(list)
    for first, outlet, hours in rows:
        delays[first, outlet].append(hours)
    return delays


def _republished(delays: dict[tuple[str, str], list[float]]) -> Iterable[Republished]:
    for (first, outlet), hours in delays.items():
        yield Republished(first, outlet, len(hours), median(hours))


def _most_copied(connection: sqlite3.Connection, span: tuple[str, str]) -> list[Record]:
    rows = connection.execute(
        """SELECT articles.id, title, articles.outlet, articles.dated, articles.url, copies, outlets FROM (
               SELECT article_id, count(*) AS copies, count(DISTINCT outlet) AS outlets
               FROM copies GROUP BY article_id
           ) JOIN articles ON articles.id = article_id
           WHERE articles.dated >= ? AND articles.dated < ?
           ORDER BY copies DESC, articles.dated DESC LIMIT ?""",
        (*span, _MOST_COPIED),
    )
    columns = ("id", "title", "outlet", "dated", "url", "copies", "outlets")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _fetches(connection: sqlite3.Connection) -> list[Record]:
    """What became of every URL that the crawls found, by outlet: outcome → how many."""
    rows = connection.execute("SELECT outlet, outcome, count(*) FROM fetches GROUP BY outlet, outcome")
    by_outlet: dict[str, Counter[str]] = defaultdict(Counter)
    for outlet, outcome, count in rows:
        by_outlet[outlet][outcome] = count
    return [
        {"outlet": outlet, "total": outcomes.total(), "outcomes": outcomes.most_common()}
        for outlet, outcomes in sorted(by_outlet.items())
    ]


def _furniture(connection: sqlite3.Connection) -> list[Record]:
    """What was learned to be furniture, and how many pages it was taken out of."""
    rows = connection.execute(
        "SELECT text, outlet, removed FROM recurring WHERE state <> 'kept' ORDER BY removed DESC, id LIMIT ?",
        (_FURNITURE,),
    )
    return [dict(zip(("text", "outlet", "articles"), row, strict=True)) for row in rows]


def render(context: Record) -> str:
    """Return the report as one HTML file that needs no other.

    Args:
        context: from ``report``.
    """
    environment = Environment(loader=FileSystemLoader(_WEB / "templates"), autoescape=True)
    style = (_WEB / "static" / "muster.css").read_text(encoding="utf-8")
    return environment.get_template("report_file.html").render(**context, style=style)
