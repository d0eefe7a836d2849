"""The storage's subcommands: what the user typed becomes one call, and its result is printed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import RenderableType

from storage import Archive, terminal
from storage.console import wide
from storage.errors import ExtraMissing
from storage.explain import record as explanation_record
from storage.export import ENDINGS, FORMATS, format_of, replacing, write_texts
from storage.filters import Filters
from storage.health import check, lines
from storage.options import End, Moment, database_option, filter_options, in_order, json_option
from storage.page import timestamp
from storage.record import copies as copies_of
from storage.search import Sort


@click.command(
    # A word to leave out looks like an option: `muster search tiger -niger`.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]}
)
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    help="The best match first, or the newest.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000),
    default=10,
    show_default=True,
    metavar="N",
    help="Show so many at most.",
)
@database_option
@json_option
def search(
    words: tuple[str, ...], filters: Filters, sort: Sort, limit: int, database: Path, as_json: bool
) -> None:
    """Find stories: words, '"a phrase"', -without, this OR that, prefix*, title:word.

    Without a query, the newest stories that pass the filters.
    """
    query = _query(words)
    with Archive(database) as archive:
        found = archive.search(query, filters, sort=sort, limit=limit)
        carried = {hit.id: copies_of(archive.connection, hit.id) for hit in found.hits if filters.copies}
        without_filters = archive.search(query, limit=1).found if filters != Filters() else 0
        unknown = [
            name
            for name in filters.outlets
            if not archive.search("", Filters(outlets=(name,), copies=True)).found
        ]
    if as_json:
        hits = [asdict(hit.unmarked()) for hit in found.hits]
        _print_json(
            {**asdict(found), "hits": [{**hit, "carried": carried.get(hit["id"], [])} for hit in hits]}
        )
    elif found.hits:
        _print(terminal.results(found, carried))
    else:
        _print(terminal.no_results(query, without_filters, unknown))


def _query(words: tuple[str, ...]) -> str:
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    return " ".join(words)


@click.command()
@click.argument("page", metavar="ID|URL")
@database_option
@json_option
def show(page: str, database: Path, as_json: bool) -> None:
    """Read a story: its text, where the fields come from, its copies, what changed."""
    with Archive(database) as archive:
        record = archive.story(page)
    if as_json:
        _print_json(record)
    else:
        _print(terminal.story(record))


@click.command()
@click.argument("page", metavar="ID|URL")
@database_option
@json_option
def copies(page: str, database: Path, as_json: bool) -> None:
    """List who carried a story, in the order of the dates."""
    with Archive(database) as archive:
        record = archive.story(archive.page(page).article_id)
    if as_json:
        _print_json(record["copies"])
    else:
        _print(terminal.copies(record))


@click.command()
@click.argument("page", metavar="ID|URL")
@click.argument("other", metavar="ID|URL")
@database_option
@json_option
def explain(page: str, other: str, database: Path, as_json: bool) -> None:
    """Say why two pages are one story, or are not."""
    with Archive(database) as archive:
        explained = archive.explain(page, other)
    if explained.a.id == explained.b.id:
        raise click.UsageError(f"both are page {explained.a.id}: name two")
    if as_json:
        _print_json(explanation_record(explained))
    else:
        _print(terminal.explanation(explained))


@click.command()
@database_option
@json_option
def stats(database: Path, as_json: bool) -> None:
    """Count what the store holds."""
    with Archive(database) as archive:
        counts = archive.stats()
    if as_json:
        _print_json(counts)
    else:
        _print(terminal.statistics(counts, database))


@click.command()
@click.option("--query", default="", metavar="QUERY", help="As `muster search` reads it.")
@filter_options
@click.option("--newest", type=click.IntRange(1), metavar="N", help="Only so many, the newest first.")
@click.option(
    "--format",
    "name",
    type=click.Choice([*FORMATS, "text"]),
    help="What to write.  [default: by the ending of --output; jsonl to stdout]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file; a folder for text.  [default: stdout]"
)
@database_option
def export(
    query: str, filters: Filters, newest: int | None, name: str | None, output: Path | None, database: Path
) -> None:
    """Write stories for other programs: JSON lines, CSV, Parquet, Atom, JSON Feed or text files."""
    name = name or format_of(output)
    if name is None:
        raise click.UsageError(f"{output} ends in none of {', '.join(ENDINGS)}: say --format")
    with Archive(database) as archive:
        stories = archive.records(query, filters, newest=newest)
        if name == "text":
            if output is None:
                raise click.UsageError("text files need a folder: --output FOLDER")
            write_texts(stories, output)
        elif output is None or output == Path("-"):
            FORMATS[name](stories, sys.stdout.buffer)
        else:
            with replacing(output) as file:
                FORMATS[name](stories, file)
    if output is not None and output != Path("-"):
        click.echo(f"{output} is written", err=True)


@click.command()
@click.option("--since", "cursor", default=0, metavar="CURSOR", help="The last cursor seen.  [default: all]")
@click.option("--follow", is_flag=True, help="Keep waiting for more.")
@click.option(
    "--stories", is_flag=True, help="With each change, the story as it is now; null where it is gone."
)
@database_option
def changes(cursor: int, follow: bool, stories: bool, database: Path) -> None:
    """Print what happened to the stories as JSON lines, in order, none twice.

    new, copy, revised, retitled, upgraded, overruled or cleaned; each line's cursor is what --since takes.
    """
    with Archive(database) as archive:
        for change in archive.follow(cursor) if follow else archive.changes(cursor):
            line = {"cursor": change.id, **asdict(change)}
            del line["id"]
            if stories:
                line["story"] = archive.current(change.article_id)
            click.echo(json.dumps(line, ensure_ascii=False))


@click.command()
@click.option("--since", type=Moment(), help="From this date on: 2026-01-31, or 36h, 7d, 2w ago.")
@click.option("--until", type=End(), help="Up to and with this date.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="report.html",
    show_default=True,
    help="The file.",
)
@database_option
def report(since: datetime | None, until: datetime | None, output: Path, database: Path) -> None:
    """Write a report as one HTML file: who published what, who republished whom, how fast."""
    in_order(since, until)
    with needing("report"):
        from storage import report as reporting
    with Archive(database) as archive:
        span = [timestamp(moment) if moment else "" for moment in (since, until)]
        page = reporting.render(reporting.report(archive.connection, *span))
    with replacing(output) as file:
        file.write(page.encode())
    click.echo(f"{output} is written", err=True)


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="HOST", help="0.0.0.0 lets other machines in."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    metavar="PORT",
    help="Where it listens.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the front page in the browser.")
@database_option
def serve(host: str, port: int, open_browser: bool, database: Path) -> None:
    """Read the store in a browser, at the address that is printed; it is never written to."""
    with needing("serve"):
        from storage.web import app
    Archive(database).close()
    listener = app.listen(host, port)
    address = f"http://{host}:{port}/"
    click.echo(f"Reading {database} at {address} (Ctrl-C ends it)", err=True)
    if open_browser:
        click.launch(address)
    app.serve(database, listener)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Say what to install where an extra's packages are missing."""
    try:
        yield
    except ImportError as error:
        raise ExtraMissing(f"this needs {error.name}: pip install 'newsmuster[{extra}]'") from error


@click.command()
@click.argument("names", nargs=-1, metavar="[OUTLET]...")
@database_option
@json_option
def health(names: tuple[str, ...], database: Path, as_json: bool) -> None:
    """Compare each outlet with its own past: silence, failing sources, a changed layout.

    A line a finding, and status 1 where there is one.
    """
    with Archive(database) as archive:
        found = check(archive.connection, datetime.now(UTC), names)
    if as_json:
        _print_json(asdict(found))
    else:
        for text in lines(found):
            click.echo(terminal.printable(text))
    if found.findings:
        raise SystemExit(1)


def _print(renderable: RenderableType) -> None:
    # `muster show 12 | grep http`: a line is not to be broken at 80 columns that nobody sees.
    # Without crop an address goes on at the edge of the terminal, which keeps it whole for a click.
    wide(160).print(renderable, crop=False)


def _print_json(record: object) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))
