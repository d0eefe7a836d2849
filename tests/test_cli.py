"""muster: help without weight, errors in one line, exit statuses."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from crawler.cli import COMMANDS, cli

MUSTER = [sys.executable, "-c", "from crawler.cli import main; main()"]


def muster(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MUSTER, *args], capture_output=True, text=True, timeout=60, cwd=cwd, check=False)


def test_help_imports_neither_scrapy_nor_twisted() -> None:
    program = (
        "import sys; sys.argv = ['muster', '--help']\n"
        "from crawler.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('scrapy', 'twisted')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "crawl" in done.stdout


def test_an_unknown_outlet_is_one_line_and_status_1(tmp_path: Path) -> None:
    done = muster("crawl", "militarytime", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "muster: there is no outlet 'militarytime'; did you mean militarytimes?\n"
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_status_2(tmp_path: Path) -> None:
    assert muster("crawl", "--since", "yesterday", cwd=tmp_path).returncode == 2
    assert muster("nosuch", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_help_is_the_command_s_own(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help is not None
    assert COMMANDS[name][1] == command.help.split("\n\n")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_line_of_help(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert [
        option.name for option in command.params if isinstance(option, click.Option) and not option.help
    ] == []
