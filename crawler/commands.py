"""The crawler's subcommands: what the user typed becomes one call, and its result is printed."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.logging import RichHandler

from crawler import contact, registry
from crawler.imports import read_pages
from crawler.progress import closing, refusals, shown, summary
from crawler.run import Run, alone, on_reactor
from crawler.run import crawl as run_crawl
from crawler.spiders.base import OutletSpider
from storage import Store

database_option = click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path, dir_okay=False),
    default="muster.db",
    envvar="MUSTER_DB",
    show_default=True,
    show_envvar=True,
    help="The store.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
file_option = click.option(
    "--outlets",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A TOML file of further outlets.",
)


class Moment(click.ParamType[datetime]):
    """An ISO date or datetime; UTC where it names no zone."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read it, or say what was expected."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date such as 2026-01-31", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@click.option(
    "--kind", type=click.Choice(["press", "official", "aggregator"]), help="All outlets of this kind."
)
@click.option("--url", help="A feed, sitemap, section or article of a site that is not declared.")
@click.option("--since", type=Moment(), help="How far back, such as 2026-01-31.  [default: 7 days]")
@click.option("--again", is_flag=True, help="Look again at every article since then.")
@click.option("--contact", "person", envvar="MUSTER_CONTACT", help="Who a site's owner may write to.")
@file_option
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
    log: bool,
    database: Path,
    as_json: bool,
) -> None:
    """Fetch what outlets published, and keep each story once.

    Without names: all of them. A run goes on where the last one was; what is known is not fetched again.
    """
    spiders = registry.choose(names, kind, url, file)
    agent = contact.user_agent(person)
    console = Console(stderr=as_json)
    _log(console, log)
    with alone(database), Store(database) as store:
        run = on_reactor(_crawl(spiders, store, since, again, agent, console))
        if as_json:
            click.echo(json.dumps(_report(run), indent=2))
        else:
            console.print(summary(run, store.ledger))
            for text in filter(None, [*refusals(run), closing(run)]):
                console.print(text, markup=False, highlight=False)
    if not any(outlet.sources(what) for outlet in run.outlets for what in ("read", "unchanged")):
        raise SystemExit(1)


async def _crawl(
    spiders: Sequence[type[OutletSpider]],
    store: Store,
    since: datetime | None,
    again: bool,
    agent: str,
    console: Console,
) -> Run:
    runs: list[Run] = []
    task = asyncio.ensure_future(
        run_crawl(spiders, store, since=since, again=again, settings={"USER_AGENT": agent}, begun=runs.append)
    )
    await asyncio.sleep(0)  # the run has begun
    if runs:
        async with shown(runs[0], store.ledger, console):
            return await task
    return await task


def _log(console: Console, everything: bool) -> None:
    handler = RichHandler(console=console, show_path=False)
    logging.basicConfig(
        level="INFO" if everything else "CRITICAL", format="%(name)s: %(message)s", handlers=[handler]
    )


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


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--outlet", default="", help="The outlet that the pages are from.")
@database_option
@json_option
def import_pages(paths: tuple[Path, ...], outlet: str, database: Path, as_json: bool) -> None:
    """Read saved pages: .html, .html.gz, .txt, or folders of them."""
    with Store(database) as store:
        imported = read_pages(paths, outlet, store)
    if as_json:
        click.echo(json.dumps({"outcomes": imported.outcomes, "refused": imported.refused}, indent=2))
        return
    for path, reason in imported.refused.items():
        click.echo(f"refused {path}: {reason}")
    click.echo(", ".join(f"{count} {outcome}" for outcome, count in imported.outcomes.most_common()))


@click.command()
@file_option
@json_option
def outlets(file: Path | None, as_json: bool) -> None:
    """List the outlets; what nobody has seen answer yet is marked."""
    declared = [spider.outlet for spider in registry.spiders(file).values()]
    if as_json:
        click.echo(json.dumps([asdict(outlet) for outlet in declared], indent=2))
        return
    Console().print(registry.table(declared))
