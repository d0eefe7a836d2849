"""The crawler's subcommands: what the user typed becomes one call, and its result is printed."""

import asyncio
import json
import logging
import re
import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import click
from rich.logging import RichHandler
from rich.progress import Progress as Bar

from crawler import contact, registry, roster
from crawler.outlets import Outlet
from crawler.probe import probe, sources
from crawler.progress import closing, headline, refusals, shown, summary
from crawler.run import Run, alone, on_reactor
from crawler.run import crawl as run_crawl
from crawler.watch import Pace, Watch
from storage import Store
from storage.console import Console, wide
from storage.options import Moment, database_option, json_option
from storage.terminal import printable

file_option = click.option(
    "--outlets",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A TOML file of further outlets.",
)

kind_option = click.option(
    "--kind", type=click.Choice(["press", "official", "aggregator"]), help="All outlets of this kind."
)
contact_option = click.option(
    "--contact",
    "person",
    envvar="MUSTER_CONTACT",
    show_envvar=True,
    metavar="URL|EMAIL",
    help="Whom a site's owner may write to.",
)


def _settings(_ctx: click.Context, _param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=VALUE pairs."""
    for pair in pairs:
        if not pair.partition("=")[1]:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE")
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


settings_option = click.option(
    "-s", "--set", "over", multiple=True, metavar="NAME=VALUE", callback=_settings, help="A Scrapy setting."
)


@click.command()
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@kind_option
@click.option("--url", metavar="URL", help="Only this feed, sitemap, section or article, of any site.")
@click.option("--since", type=Moment(), help="How far back, such as 2026-01-31.  [default: 7 days]")
@click.option("--again", is_flag=True, help="Look again at every article since then.")
@contact_option
@file_option
@settings_option
@click.option("--log", is_flag=True, help="Print what Scrapy logs.")
@database_option
@json_option
def crawl(
    names: tuple[str, ...],
    kind: str | None,
    url: str | None,
    since: datetime | None,
    again: bool,
    person: str | None,
    file: Path | None,
    over: dict[str, str],
    log: bool,
    database: Path,
    as_json: bool,
) -> None:
    """Fetch what outlets published, and keep each story once.

    Without names: all of them. A run goes on where the last one was; what is known is not fetched again.
    """
    spiders = registry.choose(names, kind, url, file)
    settings = _named(over, person)
    console = wide(stderr=as_json)
    _log(console, log)
    with Store(database) as store, alone(database):
        run = on_reactor(
            run_crawl(
                spiders,
                store,
                since=since,
                again=again,
                url=url or "",
                settings=settings,
                # A program that reads the report has no use for lines beside it; a person at a terminal has.
                display=None if as_json and not console.is_terminal else partial(_shown, store, console),
            )
        )
        if as_json:
            click.echo(json.dumps(_report(run), indent=2))
        else:
            console.print(headline(run), highlight=False)
            console.print(summary(run, store.ledger))
            for text in filter(None, [*refusals(run), closing(run)]):
                console.print(text, markup=False, highlight=False)
    raise SystemExit(_status(run))


def _shown(store: Store, console: Console, run: Run) -> AbstractAsyncContextManager[None]:
    return shown(run, store.ledger, console)


def _named(over: dict[str, str], person: str | None) -> dict[str, str]:
    """The settings with a user agent that says who crawls; nobody is asked where they have one."""
    return over if "USER_AGENT" in over else {"USER_AGENT": contact.user_agent(person), **over}


def _log(console: Console, everything: bool) -> None:
    handler = RichHandler(console=console, show_path=False)
    logging.basicConfig(
        level="INFO" if everything else "CRITICAL", format="%(name)s: %(message)s", handlers=[handler]
    )


def _status(run: Run) -> int:
    """0; 130 where the run was stopped by a signal; 1 where no source answered."""
    if run.state == "interrupted":
        return 130
    return 0 if any(outlet.sources(what) for outlet in run.outlets for what in ("read", "unchanged")) else 1


def _report(run: Run) -> dict[str, object]:
    return {
        "crawl_id": run.crawl_id,
        "state": run.state,
        "seconds": round(run.seconds, 1),
        "discovered": run.discovered,
        "outcomes": run.outcomes,
        "outlets": {
            outlet.name: {
                "discovered": outlet.discovered,
                "outcomes": outlet.outcomes,
                "sources": {what: outlet.sources(what) for what in ("read", "unchanged", "failed")},
                "notes": outlet.notes,
            }
            for outlet in run.outlets
        },
    }


class Span(click.ParamType[timedelta]):
    """A length of time: 90s, 15m, 12h, 2d."""

    name = "time"
    units: ClassVar = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it, or say what was expected."""
        if isinstance(value, timedelta):
            return value
        written = re.fullmatch(r"(\d{1,6})([smhd])", str(value))
        if not written or not int(written[1]):
            self.fail(f"{value!r} is no length of time such as 90s, 15m, 12h or 2d", param, ctx)
        return timedelta(**{self.units[written[2]]: int(written[1])})


@click.command()
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@kind_option
@click.option("--shortest", type=Span(), default="15m", show_default=True, help="Least time between turns.")
@click.option("--longest", type=Span(), default="12h", show_default=True, help="Most time between turns.")
@contact_option
@file_option
@settings_option
@database_option
def watch(
    names: tuple[str, ...],
    kind: str | None,
    shortest: timedelta,
    longest: timedelta,
    person: str | None,
    file: Path | None,
    over: dict[str, str],
    database: Path,
) -> None:
    """Stay up and crawl each outlet at its own pace.

    An outlet is asked about as often as it publishes, within --shortest and --longest. SIGTERM and Ctrl-C
    stop it cleanly.
    """
    if longest < shortest:
        raise click.UsageError("--longest is shorter than --shortest")
    chosen = [spider.outlet.name for spider in registry.choose(names, kind, file=file)]
    over = _named(over, person)  # a run has nobody to ask
    with Store(database):
        pass  # made, or refused, before the first run
    options = ["--outlets", str(file)] if file else []
    options += [option for name, value in over.items() for option in ("-s", f"{name}={value}")]
    asyncio.run(Watch(chosen, database, options, Pace(shortest, longest), _say).run())
    _say("stopped")


def _say(text: str) -> None:
    """A line for a log, at once."""
    click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {text}")
    sys.stdout.flush()


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--outlet", default="", metavar="NAME", help="The outlet that the pages are from.")
@database_option
@json_option
def import_pages(paths: tuple[Path, ...], outlet: str, database: Path, as_json: bool) -> None:
    """Read saved pages, web archives, or folders of them, into the store.

    HTML and plain text, as they are or gzipped, WARC and ARC. The exit status is 1 where none could be
    stored.
    """
    # Here, because a crawl has no use for warcio, which takes 20 ms.
    from crawler.imports import read_pages, told

    _log(Console(stderr=True), False)
    with Store(database) as store:
        imported = read_pages(paths, outlet, store)
    if as_json:
        counts = {"outcomes": imported.outcomes, "left_out": imported.left_out}
        click.echo(json.dumps({**counts, "refused": imported.refused}, indent=2))
    else:
        for text in told(imported):
            click.echo(printable(text))
    if not imported.stored:
        raise SystemExit(1)


@click.command()
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@kind_option
@click.option("--probe", "asked", is_flag=True, help="Ask every source once; nothing is stored.")
@contact_option
@file_option
@settings_option
@json_option
def outlets(
    names: tuple[str, ...],
    kind: str | None,
    asked: bool,
    person: str | None,
    file: Path | None,
    over: dict[str, str],
    as_json: bool,
) -> None:
    """List the outlets; what nobody has seen answer yet is not confirmed.

    With --probe, one question to each feed, sitemap and listing says what answers. The status is 1 where an
    outlet has no source that a crawl could use.
    """
    declared = [spider.outlet for spider in registry.choose(names, kind, file=file)]
    if asked:
        _probe(declared, _named(over, person), as_json)
    elif as_json:
        click.echo(json.dumps([asdict(outlet) for outlet in declared], indent=2))
    else:
        console = wide()
        console.print(roster.outlets(declared))
        console.print(roster.closing(declared))


def _probe(declared: list[Outlet], settings: dict[str, str], as_json: bool) -> None:
    _log(Console(stderr=True), False)
    total = sum(1 for outlet in declared for _ in sources(outlet))
    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        heard = on_reactor(probe(declared, settings, lambda _: bar.advance(task)))
    if as_json:
        click.echo(
            json.dumps([{**asdict(answer), "good": answer.good} for answer in heard], indent=2, default=str)
        )
    else:
        console = wide()
        console.print(roster.answers(heard))
        console.print(roster.verdict(heard))
    if roster.silent(heard):
        raise SystemExit(1)
