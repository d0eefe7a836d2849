"""The subcommands of `muster` that look into a store or set it right."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from storage.archive import Archive
from storage.database import require
from storage.dedup import PARAMETERS
from storage.pages import Page
from storage.rerun import Progress, rebuild
from storage.store import Store

database = click.option(
    "--db",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("muster.db"),
    envvar="MUSTER_DB",
    show_default=True,
    help="The store.",
)
as_json = click.option("--json", "machine", is_flag=True, help="One JSON document, for programs.")


@click.command()
@database
@as_json
def stats(path: Path, machine: bool) -> None:
    """Count what the store holds."""
    with Archive(path) as archive:
        counts = archive.counts()
    _print(counts, machine, lambda: "\n".join(f"{name:10} {count:>9,}" for name, count in counts.items()))


@click.command()
@click.argument("page")
@database
@as_json
def show(page: str, path: Path, machine: bool) -> None:
    """Print one article or copy, by id or URL."""
    with Archive(path) as archive:
        found = archive.page(page)
    _print(
        _record(found), machine, lambda: f"{found.article.title}\n{found.article.url}\n\n{found.article.text}"
    )


@click.command()
@click.argument("page")
@database
@as_json
def copies(page: str, path: Path, machine: bool) -> None:
    """List the copies of an article, by id or URL."""
    with Archive(path) as archive:
        found = archive.copies(page)
    lines = [f"{copy.id:>8}  {_score(copy)}  {copy.article.title}  {copy.article.url}" for copy in found]
    _print([_record(copy) for copy in found], machine, lambda: "\n".join(lines) or "no copies")


@click.command()
@click.argument("a")
@click.argument("b")
@database
@as_json
def explain(a: str, b: str, path: Path, machine: bool) -> None:
    """Say why two pages are one story, or are not; by id or URL."""
    with Archive(path) as archive:
        found = archive.explain(a, b)
    lines = [
        f"{'one story' if found.linked else 'two'}: {found.match.rule}, score {found.match.score:.2f}",
        *(f"{name:14} {value}" for name, value in asdict(found.match.evidence).items()),
        *(f"shared: {passage}" for passage in found.passages),
    ]
    _print(asdict(found), machine, lambda: "\n".join(lines))


@click.command()
@click.argument("copy")
@database
def split(copy: str, path: Path) -> None:
    """Let a copy stand as an article of its own, from now on."""
    require(path)
    with Store(path) as store:
        click.echo(f"{store.split(copy)} is an article of its own now")


@click.command()
@click.argument("into")
@click.argument("other")
@database
def merge(into: str, other: str, path: Path) -> None:
    """Let two stories be one, from now on; the id of the first stays."""
    require(path)
    with Store(path) as store:
        click.echo(f"both are article {store.merge(into, other)} now")


@click.command()
@click.option("--rerun", is_flag=True, help="Decide anew where an earlier version's rules decided.")
@click.option(
    "--rebuild", "reindex", is_flag=True, help="Index anew with this version's parameters, then --rerun."
)
@database
def dedup(rerun: bool, reindex: bool, path: Path) -> None:
    """Run duplicate detection again over what is stored."""
    if not rerun and not reindex:
        raise click.UsageError("say --rerun or --rebuild")
    require(path)
    if reindex:
        rebuild(path, PARAMETERS)
    progress = Progress()
    with Store(path) as store:
        for progress in store.rerun():
            click.echo(
                f"{progress.decided:,} pages decided anew, {progress.changed:,} otherwise than before",
                err=True,
            )
    if not progress.decided:
        click.echo("nothing to do: this version's rules decided on every page")


def _print(record: Any, machine: bool, plain: Callable[[], str]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, default=str) if machine else plain())


def _record(page: Page) -> dict[str, Any]:
    return {
        "id": page.id,
        "article_id": page.article_id,
        **asdict(page.article),
        "first_seen": page.first_seen,
    }


def _score(page: Page) -> str:
    return f"{page.link.kind} {page.link.score:.2f}" if page.link else "article"
