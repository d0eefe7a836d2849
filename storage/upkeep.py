"""The storage's subcommands that set a store right: overrule, decide anew, learn and remove furniture."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from storage import Store
from storage.clean import Cleaned
from storage.database import require
from storage.dedup import PARAMETERS
from storage.options import database_option, json_option
from storage.plural import plural
from storage.rerun import Progress, rebuild


@click.command()
@click.argument("copy", metavar="ID|URL")
@database_option
def split(copy: str, database: Path) -> None:
    """Let a copy stand as an article of its own, from now on."""
    require(database)
    with Store(database) as store:
        click.echo(f"{store.split(copy)} is an article of its own now")


@click.command()
@click.argument("into", metavar="ID|URL")
@click.argument("other", metavar="ID|URL")
@database_option
def merge(into: str, other: str, database: Path) -> None:
    """Let two stories be one, from now on; the id of the first stays."""
    require(database)
    with Store(database) as store:
        click.echo(f"both are article {store.merge(into, other)} now")


@click.command()
@click.option("--rerun", is_flag=True, help="Decide anew where an earlier version's rules decided.")
@click.option(
    "--rebuild", "reindex", is_flag=True, help="Index anew with this version's parameters, then --rerun."
)
@database_option
def dedup(rerun: bool, reindex: bool, database: Path) -> None:
    """Run duplicate detection again over what is stored."""
    if not rerun and not reindex:
        raise click.UsageError("say --rerun or --rebuild")
    require(database)
    if reindex:
        rebuild(database, PARAMETERS)
    progress = Progress()
    with Store(database) as store:
        for progress in store.rerun():
            decided = plural(progress.decided, "page")
            click.echo(f"{decided} decided anew, {progress.changed:,} otherwise than before", err=True)
    if not progress.decided:
        click.echo("nothing to do: this version's rules decided on every page")


@click.command()
@click.argument("outlet", default="")
@click.option(
    "--keep",
    "kept",
    type=int,
    multiple=True,
    metavar="ID",
    help="The paragraph of this number is no furniture: it comes back and stays.",
)
@click.option(
    "--drop", "dropped", multiple=True, metavar="TEXT", help="This paragraph is furniture at OUTLET."
)
@database_option
@json_option
def furniture(
    outlet: str, kept: tuple[int, ...], dropped: tuple[str, ...], database: Path, as_json: bool
) -> None:
    """List the paragraphs that were learned to be furniture, of OUTLET or of all; or overrule."""
    if dropped and not outlet:
        raise click.UsageError("--drop needs the OUTLET where the paragraph is furniture")
    require(database)
    with Store(database) as store:
        for block_id in kept:
            store.keep_block(block_id)
        for text in dropped:
            store.drop_block(outlet, text)
        blocks = store.furniture(outlet)
    if as_json:
        click.echo(json.dumps([asdict(block) for block in blocks], ensure_ascii=False, indent=2))
        return
    for block in blocks:
        examples = " ".join(map(str, block.examples)) or "none"
        removed = f"removed {plural(block.removed, 'time')}"
        click.echo(f"{block.id:>4}  {block.outlet}  {block.state}, {removed}; seen in {examples}")
        click.echo(f"      {block.text}")
    if not blocks:
        click.echo("nothing has recurred often enough to be furniture")


@click.command()
@click.argument("outlet", default="")
@database_option
def clean(outlet: str, database: Path) -> None:
    """Take learned furniture out of the articles that were stored before, of OUTLET or of all."""
    require(database)
    done = Cleaned()
    with Store(database) as store:
        for done in store.clean(outlet):
            click.echo(f"{plural(done.looked, 'page')} looked at, {done.changed:,} cleaned", err=True)
    if not done.looked:
        click.echo("nothing to do: no furniture was learned there; `muster furniture` lists it")
