"""What a run shows: a live table on a terminal, plain lines elsewhere, and a table at its end."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.table import Table

from crawler.run import Progress, Run
from storage.fetch import Outcome
from storage.ledger import Ledger
from storage.plural import plural

NEW: Final = (Outcome.STORED, Outcome.TEASER)
SEEN: Final = (Outcome.UNCHANGED,)
FAULTS: Final = frozenset(Outcome) - {
    Outcome.QUEUED, Outcome.STORED, Outcome.TEASER, Outcome.COPY, Outcome.REVISION, Outcome.UNCHANGED,
    Outcome.REDIRECTED, Outcome.TOO_OLD, Outcome.OFF_SITE,
}  # fmt: skip

TABLE_EVERY: Final = 1.0
"""Seconds between two drawings of the live table: one of 24 outlets costs 20 ms of CPU, as two pages do."""

MANY: Final = 20
"""Failed sources that are told one by one where none answered: without a network that is 300 lines."""

LINE_EVERY: Final = 10.0
"""Seconds between the lines that a log gets on the whole run."""


@asynccontextmanager
async def shown(run: Run, ledger: Ledger, console: Console) -> AsyncIterator[None]:
    """Show a run while it lasts.

    Args:
        run: looked at, never changed.
        ledger: counts what is still waiting.
        console: a terminal gets a live table, anything else lines.
    """
    task = asyncio.create_task(_live(run, ledger, console) if console.is_terminal else _lines(run, console))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, BrokenPipeError):
            await task


async def _live(run: Run, ledger: Ledger, console: Console) -> None:
    with Live(console=console, auto_refresh=False, transient=True) as live:
        while True:
            live.update(_table(run, ledger), refresh=True)
            await asyncio.sleep(TABLE_EVERY)


async def _lines(run: Run, console: Console) -> None:
    """A line for every outlet that came to its end, and one for the whole run now and then."""
    told: set[str] = set()

    def tell() -> None:
        for outlet in run.outlets:
            if outlet.state == "done" and outlet.name not in told:
                told.add(outlet.name)
                console.print(f"{outlet.name}: {_numbers(outlet)}", markup=False, highlight=False)

    spoke = run.seconds
    try:
        while True:
            await asyncio.sleep(0.25)
            tell()
            if run.seconds - spoke >= LINE_EVERY:
                spoke = run.seconds
                console.print(line(run), markup=False, highlight=False)
    finally:
        tell()


def line(run: Run) -> str:
    """The run as one line of a log."""
    done = sum(outlet.state == "done" for outlet in run.outlets)
    return f"{run.seconds:.0f} s: {done} of {plural(len(run.outlets), 'outlet')} done, {_numbers(run)}"


def _numbers(counted: Progress | Run) -> str:
    outcomes = counted.outcomes
    return (
        f"{counted.discovered:,} found, {outcomes.total():,} fetched, {_of(outcomes, NEW):,} new, "
        f"{plural(outcomes[Outcome.COPY], 'copy', 'copies')}"
    )


def _of(outcomes: dict[Outcome, int], which: tuple[Outcome, ...]) -> int:
    return sum(outcomes.get(outcome, 0) for outcome in which)


def _table(run: Run, ledger: Ledger) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    for name in ("found", "fetched", "new", "copies", "revised", "refused", "waiting", "pages/min"):
        table.add_column(name, justify="right")
    for outlet in run.outlets:
        if outlet.state == "running":
            rate = outlet.fetched / run.seconds * 60 if run.seconds else 0.0
            table.add_row(outlet.name, *_counts(outlet), str(ledger.waiting(outlet.name)), f"{rate:.0f}")
    done = sum(outlet.state == "done" for outlet in run.outlets)
    if run.state == "stopping":
        table.caption = "Stopping after the pages in flight; Ctrl-C again stops at once."
    outcomes = run.outcomes
    table.add_row(f"{done} of {len(run.outlets)} done", str(run.discovered), str(outcomes.total()),
        str(_of(outcomes, NEW)), str(outcomes[Outcome.COPY]), str(outcomes[Outcome.REVISION]))  # fmt: skip
    return table


def _counts(outlet: Progress) -> tuple[str, ...]:
    outcomes = outlet.outcomes
    numbers = (
        outlet.discovered,
        outcomes.total(),
        _of(outcomes, NEW),
        outcomes[Outcome.COPY],
        outcomes[Outcome.REVISION],
        sum(outcomes[fault] for fault in FAULTS),
    )
    return tuple(str(number) for number in numbers)


def headline(run: Run) -> str:
    """What stands above the table at a run's end."""
    return f"run {run.crawl_id}, {run.state} after {run.seconds:.0f} s"


def summary(run: Run, ledger: Ledger) -> Table:
    """The table at a run's end: one row an outlet."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outlet")
    for name in (
        "found",
        "fetched",
        "new",
        "copies",
        "revised",
        "refused",
        "unchanged",
        "waiting",
        "sources",
    ):
        table.add_column(name, justify="right")
    for outlet in run.outlets:
        read, unchanged, failed = (outlet.sources(what) for what in ("read", "unchanged", "failed"))
        sources = f"{read + unchanged} ok" + (f", {failed} failed" if failed else "")
        seen = str(_of(outlet.outcomes, SEEN))
        table.add_row(outlet.name, *_counts(outlet), seen, str(ledger.waiting(outlet.name)), sources)
    return table


def refusals(run: Run) -> list[str]:
    """Why pages were refused, the commonest reason first; and what the run has to say about sources."""
    outcomes = run.outcomes
    why = [f"{count} {outcome}" for outcome, count in outcomes.most_common() if outcome in FAULTS]
    notes = [note for outlet in run.outlets for note in outlet.notes]
    if len(notes) > MANY and not _answered(run):
        # The same for all: one line each reason.
        reasons = Counter(note.partition(": ")[2] for note in notes)
        notes = [f"{plural(count, 'source')}: {reason}" for reason, count in reasons.most_common()]
    return (["refused: " + ", ".join(why)] if why else []) + notes


def _answered(run: Run) -> int:
    """How many sources answered with what they should."""
    return sum(outlet.sources(what) for outlet in run.outlets for what in ("read", "unchanged"))


def closing(run: Run) -> str:
    """The sentence that says how the run went, and how to go on."""
    if run.state == "interrupted":
        return "Stopped. The same command goes on where this one was."
    if not run.outcomes.total():
        unchanged = sum(outlet.sources("unchanged") for outlet in run.outlets)
        read = _answered(run)
        if not read:
            return "No source answered, so nothing can be said of what is new."
        return (
            f"Nothing new: {plural(read, 'source')} asked "
            f"({unchanged} unchanged since the last run), no page fetched."
        )
    return ""
