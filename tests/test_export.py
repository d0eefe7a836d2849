"""Exports read back by the libraries that people read them with: what goes in comes out, and nothing runs."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import feedparser
import pytest
from click.testing import CliRunner

from storage import Store, cli
from storage.export import FORMATS, Writer, write_atom, write_csv
from storage.record import Record
from tests.stories import NOON, article

HOSTILE = "]]><script>alert(1)</script> & \x0b\ufffe “quoted”"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("export") / "muster.db") as store:
        store.ingest(
            article(
                1,
                outlet="../harbor ledger",
                authors=("Lena Ostrow", "Ngô Thị Mai"),
                tags=("navy",),
                modified=NOON + timedelta(hours=5),
                provenance={"title": "json-ld"},
                summary="What happened.",
            )
        )
        store.ingest(article(1, host="relay.example", outlet="relay", published=NOON + timedelta(hours=3)))
        store.ingest(article(2, title=HOSTILE, outlet="=cmd()", authors=("@SUM(A1)",), published=NOON))
        yield store


def exported(store: Store, *arguments: str) -> bytes:
    result = CliRunner().invoke(cli.export, ["--db", str(store.path), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def test_json_lines_hold_each_story_once_with_its_copies(store: Store) -> None:
    first, second = map(json.loads, exported(store).decode().splitlines())
    assert first["authors"] == ["Lena Ostrow", "Ngô Thị Mai"]
    assert first["provenance"] == {"title": "json-ld"}
    assert [(copy["outlet"], copy["kind"]) for copy in first["copies"]] == [("relay", "exact")]
    assert second["title"] == HOSTILE
    assert second["copies"] == []


def test_csv_is_a_table_and_no_cell_is_a_formula(store: Store) -> None:
    first, second = csv.DictReader(io.StringIO(exported(store, "--format", "csv").decode(), newline=""))
    assert (first["authors"], first["copies"], first["id"]) == ("Lena Ostrow; Ngô Thị Mai", "1", "1")
    assert first["text"] == article(1).text
    assert (second["outlet"], second["authors"]) == ("'=cmd()", "'@SUM(A1)")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_text(store: Store, cell: str) -> None:
    record = {**next(store.records()), "title": cell}
    out = io.BytesIO()
    write_csv([record], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
    assert row["title"] == f"'{cell}"


def test_atom_is_read_by_a_feed_reader_with_markup_as_text(store: Store) -> None:
    feed = feedparser.parse(exported(store, "--format", "atom", "--newest", "10"))
    assert not feed.bozo
    newest, oldest = feed.entries
    assert (newest.title, newest.link) == ("Story 1", article(1).url)
    assert newest.content[0].value == article(1).text
    assert [author.name for author in newest.authors] == ["Lena Ostrow", "Ngô Thị Mai"]
    assert newest.updated == "2026-03-02T17:00:00Z"
    assert oldest.title_detail.type == "text/plain"
    assert oldest.title.startswith("]]><script>alert(1)</script> &")


def test_an_address_that_would_run_is_no_link(tmp_path: Path) -> None:
    with Store(tmp_path / "links.db") as opened:
        opened.ingest(replace(article(1), url="javascript:alert(1)"))
        feed = exported(opened, "--format", "atom")
    assert b"<entry>" in feed
    assert b"href" not in feed


def test_an_empty_feed_is_a_feed() -> None:
    out = io.BytesIO()
    write_atom([], out)
    assert not feedparser.parse(out.getvalue()).bozo


def test_json_feed(store: Store) -> None:
    feed = json.loads(exported(store, "--format", "json-feed", "--newest", "1"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [article(1).url]
    assert json.loads(exported(store, "--format", "json-feed", "--query", "xylophone"))["items"] == []


def test_parquet_has_times_and_lists(store: Store) -> None:
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="Parquet needs pyarrow: the extra is not installed"
    )
    first, second = parquet.read_table(io.BytesIO(exported(store, "--format", "parquet"))).to_pylist()
    assert first["published"] == datetime(2026, 3, 2, 12, 1, tzinfo=UTC)
    assert first["authors"] == ["Lena Ostrow", "Ngô Thị Mai"]
    assert [copy["outlet"] for copy in first["copies"]] == ["relay"]
    assert second["title"] == HOSTILE


def test_text_files_stay_inside_their_folder(store: Store, tmp_path: Path) -> None:
    exported(store, "--output", str(tmp_path / "texts"))
    files = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.txt")}
    assert files == {
        "texts/harbor-ledger/2026-03-02-1-story-1.txt",
        "texts/cmd/2026-03-02-3-script-alert-1-script-quoted.txt",
    }
    assert (
        tmp_path / "texts/harbor-ledger/2026-03-02-1-story-1.txt"
    ).read_text() == f"Story 1\n\n{article(1).text}\n"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"id,dated"),
        ("a.JSON", b'{"version"'),
        ("a.xml", b"<?xml"),
        ("a.ndjson", b'{"id": 1'),
        ("a.parquet", b"PAR1"),
    ],
)
def test_the_file_s_name_says_the_format(store: Store, tmp_path: Path, name: str, begins: bytes) -> None:
    exported(store, "-o", str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.xlsx", "a.txt", "a.csv.gz"])
def test_a_name_that_says_no_format_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    asked = ["--db", str(store.path), "-o", str(tmp_path / name)]
    refused = CliRunner().invoke(cli.export, asked)
    assert refused.exit_code == 2
    assert ".parquet" in refused.stderr
    assert not list(tmp_path.iterdir())
    assert CliRunner().invoke(cli.export, [*asked, "--format", "jsonl"]).stderr.endswith("is written\n")


def test_filters_are_those_of_search(store: Store) -> None:
    assert exported(store, "--query", "script").count(b"\n") == 1
    assert exported(store, "--outlet", "relay") == b""
    assert exported(store, "--outlet", "relay", "--copies").count(b"\n") == 1


def test_an_export_that_fails_leaves_no_file(store: Store, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.export, ["--db", str(store.path), "-o", str(tmp_path / "no" / "a.csv")])
    assert "cannot be written (No such file or directory); name another with --output" in str(
        result.exception
    )
    result = CliRunner().invoke(
        cli.export, ["--db", str(store.path), "-o", str(tmp_path / "a.csv"), "--query", "-"]
    )
    assert "nothing to look for" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


class Nowhere(io.RawIOBase):
    """Takes what is written, and keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


def peak_memory(write: Writer, record: Record, count: int) -> int:
    tracemalloc.start()
    write((record for _ in range(count)), cast("BinaryIO", Nowhere()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("name", ["jsonl", "csv", "atom", "json-feed"])
def test_a_long_export_takes_no_more_memory_than_a_short_one(store: Store, name: str) -> None:
    record = next(store.records())
    short, long = (peak_memory(FORMATS[name], record, count) for count in (10, 300))
    assert long < 1.5 * short + 50_000


@pytest.mark.slow
def test_parquet_keeps_one_group_of_rows_in_memory(store: Store) -> None:
    pytest.importorskip("pyarrow", reason="Parquet needs pyarrow: the extra is not installed")
    record = next(store.records())
    one, three = (peak_memory(FORMATS["parquet"], record, count) for count in (5_000, 15_000))
    assert three < 1.5 * one
