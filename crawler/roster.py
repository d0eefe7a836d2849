"""What `muster outlets` prints: the outlets as declared, and what their sources answered."""

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.table import Table

from crawler.outlets import Outlet
from crawler.probe import Answer
from storage.habits import span
from storage.plural import plural


def outlets(declared: Sequence[Outlet]) -> Table:
    """One row an outlet."""
    table = _table("name", "title", "kind", "country", "language", "platform", "sources", "confirmed")
    for outlet in declared:
        table.add_row(
            outlet.name,
            outlet.title,
            outlet.kind,
            outlet.country,
            outlet.language,
            outlet.platform,
            _sources(outlet),
            "yes" if outlet.confirmed else "no",
        )
    return table


def _sources(outlet: Outlet) -> str:
    """``1 feed, 2 sitemaps``."""
    counts = (
        ("feed", len(outlet.feeds)),
        ("sitemap", len(outlet.sitemaps)),
        ("listing", len(outlet.listings)),
    )
    return ", ".join(plural(count, name) for name, count in counts if count)


def closing(declared: Sequence[Outlet]) -> str:
    """How many there are, and what "confirmed" means."""
    count, confirmed = len(declared), sum(outlet.confirmed for outlet in declared)
    return (
        f"{plural(count, 'outlet')}, {confirmed} confirmed. The others are declared from what is "
        "known of them; `muster outlets --probe` asks their sources."
    )


def answers(heard: Sequence[Answer]) -> Table:
    """One row a source."""
    table = _table("outlet", "status", "answered with", "entries", "articles", "newest", "address")
    for answer in heard:
        table.add_row(
            answer.outlet,
            str(answer.status or "-"),
            answer.found if answer.good else answer.problem,
            str(answer.entries or "-"),
            str(answer.articles or "-"),
            span(datetime.now(UTC) - answer.newest) if answer.newest else "-",
            answer.url,
            style="" if answer.good else "red",
        )
    return table


def silent(heard: Sequence[Answer]) -> list[str]:
    """The outlets of which no source could be used."""
    return sorted({answer.outlet for answer in heard} - {answer.outlet for answer in heard if answer.good})


def verdict(heard: Sequence[Answer]) -> str:
    """How many outlets could be crawled, and which could not."""
    asked, missing = len({answer.outlet for answer in heard}), silent(heard)
    text = f"{asked - len(missing)} of {plural(asked, 'outlet')} can be crawled."
    return f"{text} Not: {', '.join(missing)}." if missing else text


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        right = name in ("status", "entries", "articles", "newest")
        # An address is read to its end, and so is what is wrong with it; the rest may be cut.
        fold = name in ("address", "answered with")
        table.add_column(
            name,
            justify="right" if right else "left",
            no_wrap=not fold,
            overflow="fold" if fold else "ellipsis",
        )
    return table
