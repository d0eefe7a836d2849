"""The documentation says what the program does: its examples run, and what it names exists."""

import re
import shlex
from pathlib import Path

import click
import pytest

from crawler.cli import COMMANDS, cli
from tests.reference import DOCS, commands_page, schema_page

PAGES = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed(page: Path) -> list[list[str]]:
    """What the page says to type after `muster`."""
    lines = [
        line
        for language in ("sh", "console")
        for block in blocks(page, language)
        for line in block.splitlines()
    ]
    commands = [
        shlex.split(line.removeprefix("$ "), comments=True)
        for line in lines
        if re.match(r"(\$ )?muster ", line)
    ]
    inline = re.findall(r"`muster ([a-z][^`…]*)`", page.read_text(encoding="utf-8"))
    return [words[1 : words.index(">") if ">" in words else None] for words in commands] + [
        shlex.split(words) for words in inline
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_in_the_docs_exists(page: Path) -> None:
    context = click.Context(cli, info_name="muster")
    for words in typed(page):
        name, *arguments = words
        if name.startswith("-"):
            continue
        assert name in COMMANDS, f"{page.name}: muster {name}"
        command = cli.get_command(context, name)
        assert command is not None
        known = {spelling for option in command.params for spelling in (*option.opts, *option.secondary_opts)}
        used = {word.partition("=")[0] for word in arguments if word.startswith("--")}
        assert used <= known | {"--help"}, f"{page.name}: muster {' '.join(words)}"


def test_every_command_and_option_is_in_the_docs() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == commands_page(), "python -m tests.reference"


def test_the_schema_is_as_documented() -> None:
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == schema_page(), "python -m tests.reference"


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in blocks(DOCS / "python.md", "python"):
        exec(compile(example, "docs/python.md", "exec"), names)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"
