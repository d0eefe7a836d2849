"""What `muster demo` says: which pages it read, what they hold, and what the second edition changed."""

import shlex
import shutil
import sys
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.demo.press import MASTHEADS
from crawler.demo.server import Newsroom
from crawler.demo.story import EDITIONS
from crawler.progress import FAULTS
from crawler.run import Run
from storage import Store
from storage.fetch import ARTICLE, Outcome

COPIED: Final = "joint-office-takes-over-counter-drone-buying"
REVISED: Final = "bridge-company-opens-road-to-flooded-valley"


def opening(console: Console, newsroom: Newsroom, database: Path, replaced: bool) -> None:
    """Say what is about to happen."""
    console.print(
        f"Five invented outlets, served by this process at {newsroom.proxy}. Nothing leaves this machine."
    )
    earlier = " [dim](the store of an earlier demo was replaced)[/]" if replaced else ""
    console.print(f"Their articles go to [bold]{escape(str(database))}[/]{earlier}.")


def edition_begins(console: Console, number: int) -> None:
    """Say which edition is crawled now."""
    name = {1: "First", 2: "Second"}[number]
    console.print()
    console.rule(
        f"[bold]{name} edition[/], {EDITIONS[number]:%A} {EDITIONS[number].day} October", align="left"
    )


def first_edition(console: Console, store: Store, run: Run, asked: int) -> None:
    """The pages by outlet, what was one story several times, and what was refused and why."""
    console.print(_by_outlet(store, run))
    pages, stories, exact, near = _counts(store)
    console.print(
        f"\n{asked} requests in {run.seconds:.1f} s. {pages} pages hold [bold]{stories} stories[/]: "
        f"{exact} pages are word-for-word copies, {near} were retitled, trimmed or cut off."
    )
    console.print(
        "[dim]The lines above the table count what each page was when it came. Where a fuller one came later "
        "on, the story is counted there.[/]"
    )
    _most_copied(console, store)
    contracts, notices = (_series(store, f"%/{name}-%") for name in ("contracts-for-oct", "casualty"))
    console.print(
        f"\nAlike in wording, different in fact, and kept apart: {contracts} daily contract announcements, "
        f"{notices} casualty notices."
    )
    _refused(console, store, run)


def _by_outlet(store: Store, run: Run) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2))
    table.add_column("outlet")
    for name in ("pages", "stories", "copies", "refused"):
        table.add_column(name, justify="right")
    counted = {
        outlet: (pages, stories)
        for outlet, pages, stories in store.connection.execute(
            "SELECT outlet, count(*), sum(kind = 'article') FROM sightings GROUP BY outlet"
        )
    }
    for progress in run.outlets:
        pages, stories = counted.get(progress.name, (0, 0))
        refused = sum(progress.outcomes[fault] for fault in FAULTS)
        numbers = (pages, stories, pages - stories, refused)
        table.add_row(MASTHEADS[progress.name].title, *map(str, numbers))
    return table


def _counts(store: Store) -> tuple[int, int, int, int]:
    """Pages, stories, exact and near copies."""
    row = store.connection.execute(
        "SELECT count(*), sum(kind = 'article'), sum(kind = 'exact'), sum(kind = 'near') FROM sightings"
    ).fetchone()
    pages, stories, exact, near = row
    return pages, stories, exact, near


def _most_copied(console: Console, store: Store) -> None:
    """One story under the hands of four outlets."""
    console.print("\nOne story, four outlets:")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    rows = store.connection.execute(
        "SELECT outlet, kind, score, access, title FROM sightings WHERE url LIKE ? ORDER BY kind, dated",
        (f"%/{COPIED}%",),
    )
    for outlet, kind, score, access, title in rows:
        how = {"article": "the article", "exact": "exact copy"}.get(kind, f"near copy, {score:.2f}")
        table.add_row(
            f"  {MASTHEADS[outlet].title}", how + (", teaser" if access == "teaser" else ""), escape(title)
        )
    console.print(table)


def _series(store: Store, pattern: str) -> int:
    row = store.connection.execute("SELECT count(*) FROM articles WHERE url LIKE ?", (pattern,)).fetchone()
    return int(row[0])


def _refused(console: Console, store: Store, run: Run) -> None:
    """Every address that was asked for, or would have been, and gave no article."""
    console.print("\nListed by the outlets, and no article:")
    outcomes = (*FAULTS, Outcome.REDIRECTED)
    rows = store.connection.execute(
        f"SELECT outcome, reason, url FROM fetches WHERE outcome IN ({', '.join('?' * len(outcomes))}) "  # noqa: S608
        "AND fetched_at IS NOT NULL ORDER BY outcome, url",
        outcomes,
    )
    for outcome, reason, url in rows:
        detail = f" ({reason.replace(url, 'it')})" if reason else ""
        console.print(f"  {escape(outcome + detail)}: {escape(url)}", soft_wrap=True)
    console.print("\nSources that answered with something else than they should:")
    for note in (note for outlet in run.outlets for note in outlet.notes):
        console.print(f"  {escape(note)}", soft_wrap=True)


def second_edition(console: Console, store: Store, run: Run, newsroom: Newsroom, asked_before: int) -> None:
    """What the second edition changed, and how little was fetched to know it."""
    unchanged = sum(count for (_, status), count in newsroom.statuses.items() if status == 304)
    rows = store.connection.execute(
        """SELECT outcome, looks, coalesce(articles.title, fetches.url), fetches.outlet
        FROM fetches LEFT JOIN articles ON articles.id = article_id WHERE fetched_by = ?
        ORDER BY looks, outcome, fetches.url""",
        (run.crawl_id,),
    ).fetchall()
    console.print(
        f"{newsroom.asked.total()} requests instead of {asked_before}, {unchanged} of them answered "
        f"“not modified”; {len(rows)} article pages fetched, in {run.seconds:.1f} s:"
    )
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for outcome, looks, title, outlet in rows:
        table.add_row(f"  {_became(outcome, looks)}", MASTHEADS[outlet].title, escape(title))
    console.print(table)
    console.print(
        "The old text of what was revised is kept. What has the same text changed its furniture alone."
    )


def _became(outcome: str, looks: int) -> str:
    if outcome == Outcome.REVISION:
        return "revised"
    if outcome in ARTICLE:
        return "same text" if looks > 1 else "new"
    return outcome


def next_steps(console: Console, database: Path) -> None:
    """Three commands that show what the store is good for."""
    muster = _called_as()
    store = shlex.quote(str(database))
    with Store(database) as opened:
        copy, article = opened.connection.execute(
            "SELECT id, article_id FROM sightings WHERE url LIKE ? ORDER BY kind = 'near' DESC, id",
            (f"%/{COPIED}%",),
        ).fetchone()
        (revised,) = opened.connection.execute(
            "SELECT id FROM articles WHERE url LIKE ?", (f"%/{REVISED}/",)
        ).fetchone()
    console.print("\n[bold]Try next[/]")
    for command, why in (
        (f'search "loose ladder" --db {store}', "find a story by its words"),
        (f"explain {copy} {article} --db {store}", "why two pages are one story"),
        (f"show {revised} --db {store}", "an article, its fields' sources and what its revision changed"),
    ):
        console.print(f"  {escape(f'{muster} {command}')}  [dim]# {why}[/]", soft_wrap=True)


def _called_as() -> str:
    """The command as it was typed, so that it works when it is pasted."""
    called = sys.argv[0]
    return "muster" if shutil.which("muster") == called else shlex.quote(called)
