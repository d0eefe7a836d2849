"""Opening a store: every way in which the file can be wrong is an error that names it and the way out."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage import Archive, Store, database
from storage.errors import (
    ArticleNotFound,
    NotAStore,
    StoreError,
    StoreLocked,
    StoreParameters,
    StoreTooNew,
    StoreUnwritable,
)
from storage.furniture import blocks_of
from storage.index import Postings
from tests.stories import article, paragraphs


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two stories and a copy."""
    path = tmp_path / "muster.db"
    with Store(path) as store:
        list(store.ingest_many([article(1), article(2), article(1, host="b.example")]))
    return path


def count(archive: Archive) -> int:
    return int(archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def alter(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_opens_again_for_writing_and_for_reading(path: Path) -> None:
    with Store(path) as store, Archive(path) as archive:
        assert count(archive) == 2
        store.ingest(article(3))
        assert count(archive) == 3


def test_an_archive_is_never_made_nor_written(tmp_path: Path, path: Path) -> None:
    with pytest.raises(NotAStore, match=r"no store at .*none\.db; `muster crawl`"):
        Archive(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    with Archive(path) as archive, pytest.raises(StoreUnwritable):
        archive.connection.execute("DELETE FROM copies")


def test_a_page_that_is_not_there_is_said(path: Path) -> None:
    with Archive(path) as archive:
        for absent in (99, "99", "https://nowhere.example/", 10**30):
            with pytest.raises(ArticleNotFound, match=str(absent)[:20]):
                archive.page(absent)


@pytest.mark.parametrize("opening", [Store, Archive])
class TestWrongFile:
    def test_not_sqlite(self, tmp_path: Path, opening: type[Archive]) -> None:
        wrong = tmp_path / "page.html"
        wrong.write_text("<!doctype html><title>No store</title>" * 100)
        with pytest.raises(NotAStore, match=r"page\.html is not a SQLite file; name another"):
            opening(wrong)
        assert wrong.read_text().startswith("<!doctype html>")

    def test_another_programs(self, tmp_path: Path, opening: type[Archive]) -> None:
        wrong = tmp_path / "history.sqlite"
        alter(wrong, "CREATE TABLE visits (url)")
        before = wrong.read_bytes()
        with pytest.raises(NotAStore, match="another program"):
            opening(wrong)
        assert wrong.read_bytes() == before

    def test_a_later_versions(self, path: Path, opening: type[Archive]) -> None:
        alter(path, "PRAGMA user_version = 999")
        with pytest.raises(StoreTooNew, match="pip install --upgrade"):
            opening(path)

    def test_damaged(self, path: Path, opening: type[Archive]) -> None:
        whole = path.read_bytes()
        path.write_bytes(whole[:100] + b"\xff" * 8192 + whole[8292:])
        with pytest.raises(NotAStore, match=r"damaged .*\.recover"):
            opening(path)

    def test_a_folder(self, tmp_path: Path, opening: type[Archive]) -> None:
        with pytest.raises(StoreError, match=str(tmp_path)):
            opening(tmp_path)


def test_other_parameters_are_refused_with_the_way_out(path: Path) -> None:
    alter(path, "UPDATE meta SET value = '7' WHERE name = 'dedup.window'")
    with pytest.raises(StoreParameters, match=r"window 7, now .*`muster dedup --rebuild --db .*`"):
        Store(path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match="there is no folder"):
        Store(tmp_path / "absent" / "muster.db")


def test_an_empty_file_becomes_a_store_and_is_none_for_reading(tmp_path: Path) -> None:
    empty = tmp_path / "muster.db"
    empty.touch()
    with pytest.raises(NotAStore, match="is empty"):
        Archive(empty)
    with Store(empty) as store:
        assert store.ingest(article(1)).kind == "new"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(StoreUnwritable, match="permissions"):
        Store(closed / "muster.db")


def test_a_read_only_filesystem_is_named() -> None:
    with pytest.raises(StoreUnwritable, match=r"cannot be opened .*permissions"):
        Store("/proc/self/muster.db")


def test_a_full_disk_keeps_nothing_of_the_last_step(path: Path) -> None:
    with Store(path) as store:
        pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
        store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreUnwritable, match="disk is full"):
            list(store.ingest_many(article(story) for story in range(10, 200)))
        assert count(store) == 2
        store.connection.execute("PRAGMA max_page_count = 1000000")
        assert store.ingest(article(10)).kind == "new"


def test_a_store_that_stays_locked_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with Store(path) as holder, Store(path) as store:
        holder.connection.execute("BEGIN IMMEDIATE")
        for step in (
            lambda: store.ingest(article(3)),
            lambda: list(store.ingest_many([article(3)])),
            lambda: store.split(3),
            lambda: store.merge(1, 2),
            lambda: list(store.rerun()),
        ):
            with pytest.raises(StoreLocked, match=r"muster\.db was kept locked"):
                step()
        assert count(store) == 2  # a reader waits for no writer
        holder.connection.execute("ROLLBACK")
        assert store.ingest(article(3)).kind == "new"


def test_storage_is_imported_without_the_crawler() -> None:
    code = "import storage, sys; sys.exit(not sys.modules.keys().isdisjoint({'scrapy', 'bs4', 'lxml'}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_store_of_the_version_before_opens_and_finds_its_copies_and_its_furniture(tmp_path: Path) -> None:
    path, sign_up = tmp_path / "muster.db", "Sign up for the Morning Watch."
    told = [
        article(
            story,
            title=paragraphs(story)[0][:30],
            text="\n\n".join([*paragraphs(story), sign_up]),
            outlet="ledger",
        )
        for story in range(4)
    ]
    with Store(path) as store:
        list(store.ingest_many(told[:3]))
        # As it stood before: every posting in its table, every block in another, nothing in rows of its own.
        Postings(store.connection).settle()
        (entries,) = store.connection.execute("SELECT entries FROM recent_blocks").fetchone()
        assert entries
        block = next(hash_ for hash_, text in blocks_of(told[0]).items() if text == sign_up)
        store.connection.execute("INSERT INTO blocks VALUES (?, '1 2 3', 3)", (block,))
        for statement in (
            "DROP TABLE recent_postings",
            "DROP TABLE recent_blocks",
            "DROP VIEW recurring",
            "DROP TABLE stripped",
            "ALTER TABLE furniture ADD COLUMN removed INTEGER NOT NULL DEFAULT 0",
            "DELETE FROM _sqlite_migrations WHERE name IN ('stripped', 'recent')",
            "PRAGMA user_version = 7",
        ):
            store.connection.execute(statement)
    with pytest.raises(StoreError, match=r"made by an earlier version .*muster dedup --rerun"):
        Archive(path)
    with Store(path) as store:
        assert store.ingest(article(1, host="b.example")).article_id == 2
        store.ingest(told[3])
        assert [block.text for block in store.furniture()] == [sign_up]


def test_a_store_without_numbers_left_is_refused(path: Path) -> None:
    with Store(path) as store:
        store.connection.execute("UPDATE articles SET id = ? WHERE id = 2", (2**26 - 1,))
        with pytest.raises(StoreError, match=r"67,108,863 pages it can number; name another file"):
            store.ingest(article(3))
