"""muster import of web archives: their pages are stored as of their capture, the rest is accounted for."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.commands import import_pages
from crawler.imports import Imported, read_pages
from storage import Store
from storage.fetch import Outcome
from tests.website import SITE, article

CAPTURED = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Archive:
    """A WARC in the making."""

    def __init__(self, gzip: bool = True) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=gzip)
        self.writer.write_record(self.writer.create_warcinfo_record("bugle.warc", {"software": "test"}))

    def add(
        self,
        path: str,
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        status: str = "200 OK",
        at: datetime = CAPTURED,
        record: str = "response",
        encoding: str = "",
        **warc_headers: str,
    ) -> None:
        headers = [("Content-Type", kind), *([("Content-Encoding", encoding)] if encoding else [])]
        made = self.writer.create_warc_record(
            path if ":" in path else SITE + path,
            record,
            payload=io.BytesIO(body),
            length=len(body),  # else warcio counts it in a file on disk that it leaves open
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": f"{at:%Y-%m-%dT%H:%M:%SZ}", **warc_headers},
        )
        self.writer.write_record(made)

    def written(self, file: Path, cut: int = 0) -> Path:
        whole = self.out.getvalue()
        file.write_bytes(whole[: len(whole) - cut])
        return file


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def imported(store: Store, path: Path, outlet: str = "bugle") -> Imported:
    return read_pages([path], outlet, store)


@pytest.mark.parametrize(("name", "gzip"), [("bugle.warc.gz", True), ("bugle.warc", False)])
def test_pages_are_stored_and_every_other_answer_is_counted(
    store: Store, tmp_path: Path, name: str, gzip: bool
) -> None:
    archive = Archive(gzip)
    archive.add("/news/1", article(1).raw)
    archive.add("/news/1", article(1).raw, record="request")
    archive.add("/copy", article(1).raw)
    archive.add("/news/1", b"", record="revisit")
    archive.add("/logo.png", b"\x89PNG", kind="image/png")
    archive.add("/moved", b"", status="301 Moved Permanently")
    archive.add("/gone", b"<html>gone</html>", status="404 Not Found")
    archive.add("/part", article(2).raw[:900], **{"WARC-Truncated": "length"})
    archive.add("/nothing", b"")
    archive.add("/front", b"<html><title>Bugle</title><p>Front page</p></html>")
    folder = tmp_path / "archives"
    folder.mkdir()
    archive.written(folder / name)
    got = imported(store, folder)
    assert got.outcomes == {"new": 1, "exact": 1, "refused": 1}
    assert list(got.refused) == [f"{SITE}/front"]
    assert got.left_out == {
        "revisit": 1, "image/png": 1, "HTTP 301": 1, "HTTP 404": 1, "page cut off in the archive": 1,
        "empty page": 1,
    }  # fmt: skip


def test_an_archive_gzipped_as_a_whole_is_read(store: Store, tmp_path: Path) -> None:
    archive = Archive(gzip=False)
    for number in range(3):
        archive.add(f"/news/{number}", article(number).raw)
    file = tmp_path / "bugle.warc.gz"
    file.write_bytes(gzip.compress(archive.out.getvalue()))
    assert imported(store, file).outcomes == {"new": 3}


@pytest.mark.parametrize("whole", [True, False])
def test_the_older_format_is_read_too(store: Store, tmp_path: Path, whole: bool) -> None:
    head = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [b"filedesc://b.arc 0.0.0.0 20061120100000 text/plain %d\n%s\n" % (len(head), head)]
    for number in (1, 2):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article(number).raw
        line = f"{SITE}/news/{number} 192.0.2.1 20061120100000 text/html {len(answer)}\n"
        records.append(line.encode() + answer + b"\n")
    file = tmp_path / ("bugle.arc" if whole else "bugle.arc.gz")
    file.write_bytes(b"".join(records if whole else map(gzip.compress, records)))
    assert imported(store, tmp_path).outcomes == {"new": 2}
    assert store.ledger.fetch("bugle.example/news/1").fetched_at == datetime(2006, 11, 20, 10, tzinfo=UTC)
    file.write_bytes(file.read_bytes()[:-200])
    assert list(imported(store, file).refused.values()) == ["no ARC, or damaged after 3 records"]


def test_a_page_saved_without_the_head_of_its_answer_is_a_page(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    for kind in ("text/html", "image/png"):
        url, body = f"{SITE}/{kind}", article(1).raw
        made = archive.writer.create_warc_record(
            url, "resource", io.BytesIO(body), length=len(body), warc_content_type=kind
        )
        archive.writer.write_record(made)
    got = imported(store, archive.written(tmp_path / "bugle.warc.gz"))
    assert (got.outcomes, got.left_out) == ({"new": 1}, {})


@pytest.mark.parametrize(
    ("encoding", "pack"), [("br", brotli.compress), ("gzip", gzip.compress), ("deflate", zlib.compress)]
)
def test_a_packed_page_is_unpacked(store: Store, tmp_path: Path, encoding: str, pack: Any) -> None:
    archive = Archive()
    archive.add("/news/1", pack(article(1).raw), encoding=encoding)
    assert imported(store, archive.written(tmp_path / "bugle.warc.gz")).outcomes == {"new": 1}
    assert store.page(f"{SITE}/news/1").article.title == "Story 1"


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-8"])
def test_the_charset_may_stand_in_the_head_of_the_answer_alone(
    store: Store, tmp_path: Path, charset: str
) -> None:
    days = "".join(f"<p>Корабли флота вышли в море в день {day}, сообщили в штабе.</p>" for day in range(9))
    page = f"<html><title>Учения</title><article><h1>Учения флота начались</h1>{days}</article></html>"
    archive = Archive()
    archive.add("/news/1", page.encode(charset), kind=f"text/html; charset={charset}")
    imported(store, archive.written(tmp_path / "bugle.warc.gz"))
    assert "Корабли флота вышли" in store.page(f"{SITE}/news/1").article.text


def test_a_page_of_an_archive_is_known_to_the_ledger_as_of_its_capture(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.add("/news/1", article(1).raw)
    file = archive.written(tmp_path / "bugle.warc.gz")
    imported(store, file)
    known = store.ledger.fetch("bugle.example/news/1")
    assert (known.fetched_at, known.outcome, known.article_id) == (CAPTURED, Outcome.STORED, 1)
    assert (known.found_via, known.found_in, known.outlet) == ("archive", str(file), "bugle")
    assert imported(store, file).outcomes == {"unchanged": 1}


def test_what_was_captured_long_ago_is_not_looked_at_again(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    now = datetime.now(UTC)
    for number, days in ((1, 900), (2, 2)):
        when = now - timedelta(days=days)
        archive.add(f"/news/{number}", article(number, f"{when:%Y-%m-%dT%H:%M:%SZ}").raw, at=when)
    imported(store, archive.written(tmp_path / "bugle.warc.gz"))
    assert [fetch.url for fetch in store.ledger.take("bugle", now, 10)] == [f"{SITE}/news/2"]


def test_an_earlier_state_of_a_page_does_not_replace_a_later_one(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.add("/news/1", article(1, words=150).raw)
    archive.add("/news/1", article(1, words=250).raw, at=CAPTURED + timedelta(days=1))
    file = archive.written(tmp_path / "bugle.warc.gz")
    assert imported(store, file).outcomes == {"new": 1, "revision": 1}
    assert imported(store, file).outcomes == {"older": 1, "unchanged": 1}
    assert len(store.page(f"{SITE}/news/1").article.text.split()) > 200


def test_pages_get_the_outlet_that_is_declared_for_their_host(store: Store, tmp_path: Path) -> None:
    archive = Archive()
    archive.add("https://www.militarytimes.com/news/2026/11/20/story", article(1).raw)
    archive.add("http://unknown.example/story", article(2).raw)
    archive.add("dns:www.militarytimes.com", b"1.2.3.4", kind="text/dns")
    imported(store, archive.written(tmp_path / "bugle.warc.gz"), outlet="")
    outlets = [outlet for (outlet,) in store.connection.execute("SELECT outlet FROM articles ORDER BY id")]
    assert outlets == ["militarytimes", "unknown-example"]


@pytest.mark.parametrize(("gzip", "cut"), [(True, 200), (False, 1000)])
def test_a_broken_tail_costs_what_stood_in_it(store: Store, tmp_path: Path, gzip: bool, cut: int) -> None:
    archive = Archive(gzip)
    for number in (1, 2):
        archive.add(f"/news/{number}", article(number).raw)
    file = archive.written(tmp_path / "bugle.warc", cut)
    got = imported(store, file)
    assert got.outcomes == {"new": 1, "refused": 1}
    assert got.refused == {str(file): "no WARC, or damaged after 3 records"}


@pytest.mark.parametrize(
    "content", [b"", b"<html><p>no archive</p></html>" * 9, bytes(500), b"\x1f\x8b\x08" + bytes(99)]
)
def test_what_is_no_archive_is_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bugle.warc.gz"
    file.write_bytes(content)
    got = imported(store, file)
    assert got.outcomes == {"refused": 1}
    assert "\n" not in got.refused[str(file)]


@pytest.mark.parametrize("gzip", [True, False])
def test_whatever_is_cut_off_is_told(store: Store, tmp_path: Path, gzip: bool) -> None:
    archive = Archive(gzip)
    archive.add("/news/1", article(1).raw)
    before = len(archive.out.getvalue())
    archive.add("/logo.png", bytes(range(256)) * 2, kind="image/png")
    for cut in range(20, len(archive.out.getvalue()) - before - 20, 40):
        got = imported(store, archive.written(tmp_path / "bugle.warc", cut))
        assert (got.stored, got.outcomes["refused"]) == (1, 1), cut


def test_the_command_tells_what_became_of_an_archive(tmp_path: Path) -> None:
    archive = Archive()
    archive.add("/news/1", article(1).raw)
    archive.add("/logo.png", b"\x89PNG", kind="image/png")
    command = [str(archive.written(tmp_path / "bugle.warc")), "--db", str(tmp_path / "muster.db")]
    said = CliRunner().invoke(import_pages, command)
    assert (said.exit_code, said.output) == (
        0,
        "1 new story\nleft out of the archives: 1 image/png\n",
    )
    said = CliRunner().invoke(import_pages, [*command, "--json"])
    assert json.loads(said.output) == {
        "outcomes": {"unchanged": 1},
        "left_out": {"image/png": 1},
        "refused": {},
    }


def test_what_cannot_be_read_is_told_with_what_can(tmp_path: Path) -> None:
    (tmp_path / "stories.jsonl").write_text('{"title": "Story 1"}')
    said = CliRunner().invoke(
        import_pages, [str(tmp_path / "stories.jsonl"), "--db", str(tmp_path / "muster.db")]
    )
    assert said.exit_code == 1
    assert "is JSON" in said.output
    assert said.output.endswith(".arc.gz, and folders of them.\n")


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 3000), junk=st.binary(min_size=1, max_size=40), gzip=st.booleans())
def test_a_damaged_archive_ends_in_an_answer(tmp_path_factory, at: int, junk: bytes, gzip: bool) -> None:
    archive = Archive(gzip)
    archive.add("/news/1", article(1).raw)
    archive.add("/news/2", article(2).raw)
    whole = archive.out.getvalue()
    folder = tmp_path_factory.mktemp("damaged")
    file = folder / "bugle.warc"
    at %= len(whole)
    file.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    with Store(folder / "muster.db") as store:
        got = imported(store, file)
    assert got.stored + got.outcomes["refused"] + got.left_out.total() <= 3
