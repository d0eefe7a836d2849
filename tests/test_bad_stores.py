"""Broken stores and broken pipes, as a shell sees them: one clear line, the right status, never a trace."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage import Store
from tests.stories import article

MUSTER = [sys.executable, "-c", "from crawler.cli import main; main()"]
READING = [
    ["search", "story"],
    ["show", "1"],
    ["copies", "1"],
    ["explain", "1", "2"],
    ["stats"],
    ["export"],
    ["changes"],
    ["report", "-o", "r.html"],
    ["serve"],
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stores") / "muster.db"
    with Store(path) as store:
        for _ in store.ingest_many(article(story) for story in range(300)):
            pass
    return path


def damaged(whole: Path, path: Path) -> None:
    """Noise over the middle of the file, its head intact."""
    content = bytearray(whole.read_bytes())
    content[8192 : len(content) - 8192] = b"\xa5" * (len(content) - 16384)
    path.write_bytes(content)


def foreign(whole: Path, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (id)")
    connection.close()


def older(whole: Path, path: Path) -> None:
    shutil.copy(whole, path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def newer(whole: Path, path: Path) -> None:
    shutil.copy(whole, path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()


def missing(whole: Path, path: Path) -> None:
    pass


def text(whole: Path, path: Path) -> None:
    path.write_text("not a database " * 1000)


BROKEN = {
    damaged: "is damaged",
    foreign: "another program's",
    older: "made by an earlier version",
    newer: "made by a later version",
    missing: "there is no store at",
    text: "is not a SQLite file",
}


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_a_broken_store_is_one_line_and_status_1(
    whole: Path, tmp_path: Path, monkeypatch, capsys, broken
) -> None:
    from crawler.cli import main

    path = tmp_path / "muster.db"
    broken(whole, path)
    monkeypatch.chdir(tmp_path)
    for command in READING:
        monkeypatch.setattr(sys, "argv", ["muster", *command, "--db", str(path)])
        if broken is damaged and command[0] == "serve":
            continue  # what is damaged is seen when it is read
        with pytest.raises(SystemExit) as stop:
            main()
        said = capsys.readouterr().err.splitlines()
        assert (stop.value.code, len(said)) == (1, 1), (command, said)
        assert said[0].startswith("muster: ")
        assert BROKEN[broken] in said[0], command
        assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize("command", ["demo", "crawl usninews --contact a@example.org"])
def test_a_lock_that_cannot_be_made_is_one_line_and_status_1(
    tmp_path: Path, monkeypatch, capsys, command: str
) -> None:
    from crawler.cli import main

    (tmp_path / "muster.db.lock").mkdir()
    monkeypatch.setattr(sys, "argv", ["muster", *command.split(), "--db", str(tmp_path / "muster.db")])
    with pytest.raises(SystemExit) as stop:
        main()
    said = capsys.readouterr().err.splitlines()
    assert (stop.value.code, len(said)) == (1, 1), said
    assert "muster.db.lock cannot be made (Is a directory)" in said[0]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search --limit 300", "export", "changes", "show 1"])
def test_a_reader_that_goes_away_is_no_error(whole: Path, command: str) -> None:
    with subprocess.Popen(
        [*MUSTER, *command.split(), "--db", str(whole)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    # click ends with 1 where nobody reads any more.
    assert process.returncode in (0, 1)


@pytest.mark.slow
def test_who_only_reads_does_not_wait_for_what_he_does_not_need(whole: Path) -> None:
    program = (
        "import sys; from crawler.cli import cli\n"
        f"cli.main(['search', 'story', '--limit', '1', '--db', {str(whole)!r}], standalone_mode=False)\n"
        "heavy = {'scipy', 'redis', 'scrapy', 'twisted', 'lxml', 'datasette', 'matplotlib', 'pyarrow'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
