"""The `muster` command: joins the subcommands of the crawler and of the storage, nothing else."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

import click

COMMANDS: Final = {
    "demo": ("crawler.demo.command:demo", "Crawl the bundled newsroom, without a network."),
    "crawl": ("crawler.commands:crawl", "Fetch what outlets published, and keep each story once."),
    "watch": ("crawler.commands:watch", "Stay up and crawl each outlet at its own pace."),
    "outlets": ("crawler.commands:outlets", "List the outlets, and what is known of their sources."),
    "import": ("crawler.commands:import_pages", "Read saved pages and web archives instead of a site."),
    "health": ("storage.cli:health", "Compare each outlet with its own past."),
    "search": ("storage.cli:search", "Find stories by words."),
    "show": ("storage.cli:show", "Read a story: text, copies, what changed."),
    "copies": ("storage.cli:copies", "List who carried a story."),
    "explain": ("storage.cli:explain", "Say why two pages are one story, or are not."),
    "stats": ("storage.cli:stats", "Count what the store holds."),
    "report": ("storage.cli:report", "Write a report as one HTML file."),
    "serve": ("storage.cli:serve", "Read the store in a browser."),
    "export": ("storage.cli:export", "Write stories for other programs."),
    "changes": ("storage.cli:changes", "Print what happened, in order; wait for more."),
    "split": ("storage.upkeep:split", "Overrule: this copy is a story of its own."),
    "merge": ("storage.upkeep:merge", "Overrule: these two are one story."),
    "dedup": ("storage.upkeep:dedup", "Run duplicate detection again over what is stored."),
    "furniture": ("storage.upkeep:furniture", "List what recurs across an outlet's stories, or overrule."),
    "clean": ("storage.upkeep:clean", "Take furniture out of what is stored."),
}
"""Command → where it is, and its line in `muster --help`. Nothing is imported before it is called: Scrapy
alone takes half a second, and `muster --help` has no use for it."""


@contextmanager
def _quiet_where_nobody_reads() -> Iterator[None]:
    """End with status 0 where the reader has gone: `muster export | head` has what it wanted.

    It is told to click as an exit, because click itself makes status 1 of a broken pipe.
    """
    try:
        yield
    except BrokenPipeError:
        # Python flushes once more as it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(0) from None


class Commands(click.Group):
    """The subcommands, each imported when it is called."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the command line; --help and --version print while it is read."""
        with _quiet_where_nobody_reads():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand."""
        with _quiet_where_nobody_reads():
            return super().invoke(ctx)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Every command, in the order of a first acquaintance."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Their names and lines."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="newsmuster", prog_name="muster")
def cli() -> None:
    """Muster defence news: crawl it, keep each story once, search and export it."""


def main() -> None:
    """Run the command line; an error is one line on stderr."""
    sys.exit(_status())


def _status() -> int:
    try:
        return cli.main(prog_name="muster", standalone_mode=False) or 0
    except click.ClickException as error:  # wrong usage: 2
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        click.echo(f"muster: {error}", err=True)
        return 1


def _expected() -> tuple[type[Exception], ...]:
    """The errors that are told in one line. Their packages are imported only once there is one to tell."""
    return import_module("crawler.errors").CrawlerError, import_module("storage.errors").StorageError
