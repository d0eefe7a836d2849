"""muster import: saved pages become articles; what is none is named, and nothing is half stored."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import NothingThere
from crawler.imports import read_pages
from storage import Store
from tests.stories import paragraphs
from tests.website import article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def test_a_folder_of_pages_is_read_whatever_their_form(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "more"
    folder.mkdir(parents=True)
    (folder / "one.html").write_bytes(article(1).raw)
    (folder / "two.html.gz").write_bytes(gzip.compress(article(2).raw))
    (folder / "three.txt").write_text("Three\n\n" + "\n\n".join(paragraphs(3)))
    (folder / "notes.pdf").write_bytes(b"%PDF")
    imported = read_pages([tmp_path / "pages"], "bugle", store)
    assert imported.outcomes == {"new": 3}
    rows = store.connection.execute("SELECT outlet, url FROM articles ORDER BY url").fetchall()
    assert {outlet for outlet, _ in rows} == {"bugle"}
    assert all(url.startswith("file:///") for _, url in rows)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(400), b"<html><body></body></html>"],
    ids=["empty", "binary", "bare"],
)
def test_what_is_no_article_is_named_and_the_rest_is_kept(
    store: Store, tmp_path: Path, content: bytes
) -> None:
    broken = tmp_path / "broken.html"
    broken.write_bytes(content)
    whole = tmp_path / "whole.html"
    whole.write_bytes(article(1).raw)
    imported = read_pages([broken, whole], "", store)
    assert imported.outcomes == {"new": 1, "refused": 1}
    assert list(imported.refused) == [str(broken)]


def test_a_damaged_archive_is_refused(store: Store, tmp_path: Path) -> None:
    damaged = tmp_path / "page.html.gz"
    damaged.write_bytes(gzip.compress(article(1).raw)[:-20])
    assert read_pages([damaged], "", store).outcomes == {"refused": 1}


def test_a_path_that_leads_to_nothing_is_an_error(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="does not exist"):
        read_pages([tmp_path / "nosuch"], "", store)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingThere, match="holds no saved page"):
        read_pages([tmp_path / "empty"], "", store)


def test_the_first_line_of_a_plain_text_is_its_title(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "bridge.txt"
    text = "\n\n".join(paragraphs(3))
    file.write_bytes(f"A bridge for Zoë Marr\n\nBy Jane Doe\n\n{text}".encode("cp1252"))
    assert read_pages([file], "bugle", store).outcomes == {"new": 1}
    ((title, stored),) = store.connection.execute("SELECT title, text FROM articles")
    assert title == "A bridge for Zoë Marr"
    assert stored == text


def test_a_binary_file_is_no_plain_text(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "picture.txt"
    file.write_bytes(b"\x89PNG\r\n" + bytes(range(256)) * 20)
    assert "binary" in read_pages([file], "", store).refused[str(file)]
