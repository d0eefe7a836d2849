"""`muster demo`: serves the newsroom on loopback, crawls both its editions, and tells what was found."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import quote

import click

from crawler.demo import telling
from crawler.demo.outlets import SPIDERS, scrapy_settings
from crawler.demo.press import MASTHEADS
from crawler.demo.server import Newsroom
from crawler.errors import NotADemo
from crawler.progress import shown
from crawler.run import Run, alone, crawl, on_reactor
from storage import Store
from storage.console import Console

SINCE: Final = datetime(2026, 9, 1, tzinfo=UTC)
"""Before the oldest story; a run without a date would look back a week from today."""


@click.command()
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path, dir_okay=False),
    default="demo.db",
    show_default=True,
    help="The store that the demo makes; the one of an earlier demo is replaced.",
)
@click.option("--serve", is_flag=True, help="Leave the newsroom up afterwards, to look at it in a browser.")
def demo(database: Path, serve: bool) -> None:
    """Crawl the bundled newsroom, without a network.

    Five invented outlets, served on this machine alone, are crawled by the spiders that crawl real ones; then
    their next day's edition is.
    """
    console = Console(highlight=False)
    with alone(database), Newsroom() as newsroom:
        replaced = start_over(database)
        telling.opening(console, newsroom, database, replaced)
        with Store(database) as store:
            on_reactor(_both_editions(newsroom, store, console))
        telling.next_steps(console, database)
        if serve:
            with suppress(KeyboardInterrupt):
                _stay_up(console, newsroom)


async def _both_editions(newsroom: Newsroom, store: Store, console: Console) -> None:
    first = await _edition(1, newsroom, store, console)
    telling.first_edition(console, store, first, newsroom.asked.total())
    asked = newsroom.asked.total()
    newsroom.reset()
    second = await _edition(2, newsroom, store, console)
    telling.second_edition(console, store, second, newsroom, asked)


async def _edition(number: int, newsroom: Newsroom, store: Store, console: Console) -> Run:
    newsroom.publish(number)
    telling.edition_begins(console, number)
    run = await crawl(
        SPIDERS,
        store,
        since=SINCE,
        settings=scrapy_settings(newsroom.proxy),
        display=lambda run: shown(run, store.ledger, console),
    )
    if run.state == "interrupted":
        console.print("Stopped. The next `muster demo` starts over.")
        raise click.Abort
    return run


def start_over(database: Path) -> bool:
    """Remove the store of an earlier demo.

    Returns:
        Whether there was one.

    Raises:
        NotADemo: the file is something else; it stays as it is.
    """
    if not database.exists():
        return False
    address = f"file:{quote(str(database.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute("SELECT outlet FROM fetches UNION SELECT outlet FROM articles")
            outlets = {name for (name,) in rows}
    except sqlite3.Error as error:
        raise NotADemo(f"{database} is no store of the demo ({error}); name another with --db") from error
    if not outlets <= MASTHEADS.keys():
        raise NotADemo(f"{database} holds other outlets than the demo's; name another store with --db")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    return True


def _stay_up(console: Console, newsroom: Newsroom) -> None:
    console.print(
        f"\nThe newsroom stays up: make {newsroom.proxy} your browser's HTTP proxy and open "
        f"http://www.garrisontimes.example/. Ctrl-C ends it.",
        soft_wrap=True,
    )
    Event().wait()
