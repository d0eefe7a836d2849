"""muster: help without weight, errors in one line, exit statuses."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from crawler.cli import COMMANDS, cli, main
from storage import Article, Store


@pytest.fixture
def muster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command line in an empty folder; gives status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUSTER_CONTACT", "desk@bugle.example")

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["muster", *args])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return stop.value.code or 0, shown.out, shown.err  # type: ignore[return-value]

    return run


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['muster', '--help']\n"
        "from crawler.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'scrapy', 'twisted', 'lxml', 'scipy'}\n"
        "print([name for name in sys.modules if name.partition('.')[0] in heavy])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "crawl" in done.stdout


def test_an_unknown_outlet_is_one_line_and_status_1(muster, tmp_path: Path) -> None:
    status, _, complaint = muster("crawl", "militarytime")
    assert status == 1
    assert complaint == "muster: there is no outlet 'militarytime'; did you mean militarytimes?\n"
    assert list(tmp_path.iterdir()) == []


def test_wrong_usage_is_status_2(muster) -> None:
    assert muster("crawl", "--since", "yesterday")[0] == 2
    assert muster("crawl", "-s", "DOWNLOAD_DELAY")[0] == 2
    assert muster("nosuch")[0] == 2


def test_a_store_that_cannot_be_made_is_one_line(muster, tmp_path: Path) -> None:
    status, _, complaint = muster("import", str(tmp_path), "--db", "no/such/folder/muster.db")
    assert status == 1
    assert complaint.startswith("muster: ")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_has_a_line_in_the_help(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert COMMANDS[name][1].endswith(".")


def test_an_import_that_stores_nothing_is_status_1(muster, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    status, said, _ = muster("import", str(tmp_path / "empty.html"))
    assert status == 1
    assert "the page is empty" in said


def test_a_reader_who_has_gone_ends_it_quietly(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with Store(path) as store:
        store.ingest(
            Article("http://bugle.example/1", title="Bridge opens", text="The bridge is open again.")
        )
    for command in ("export", "changes", "search", "stats"):
        reading, writing = os.pipe()
        os.close(reading)
        program = "from crawler.cli import main; main()"
        asked = [sys.executable, "-c", program, command, "--db", str(path)]
        done = subprocess.run(asked, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writing)
        assert (command, done.returncode, done.stderr) == (command, 0, "")
