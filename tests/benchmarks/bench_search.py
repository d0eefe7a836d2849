"""Search, as `muster search` does it, against FTS5's own ranking of every match on the same store."""

import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from storage import Archive, Filters, Store
from storage.page import Page, timestamp
from storage.pages import Pages
from storage.query import to_fts5
from tests.benchmarks.bench_ingest import articles

_QUERIES = 40
_BATCH = 10_000


def run(scale: int) -> None:
    """Print the table.

    Args:
        scale: articles in the store.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        _fill(path, scale)
        with Archive(path) as archive:
            _print(archive, scale)


def _fill(path: Path, scale: int) -> None:
    """Store articles without a look for duplicates: search does not depend on it."""
    with Store(path) as store:
        pages = Pages(store.connection)
        numbered = enumerate(articles(scale), start=1)
        while batch := list(itertools.islice(numbered, _BATCH)):
            store.connection.execute("BEGIN")
            for number, article in batch:
                assert article.published
                pages.insert_article(Page(number, article, timestamp(article.published)))
            pages.flush()
            store.connection.execute("COMMIT")


def _print(archive: Archive, scale: int) -> None:
    common, usual, rare = _vocabulary(archive.connection)
    dice = np.random.default_rng(3)

    def words(of: list[str], count: int) -> list[str]:
        return [" ".join(dice.choice(of, count, replace=False)) for _ in range(_QUERIES)]

    pairs = words(usual, 2)
    month = Filters(since="2026-01-05", until="2026-02-05")
    kinds: dict[str, tuple[list[str], Callable[[str], object]]] = {
        "two words": (pairs, archive.search),
        "three words, one in every article": (
            [f"{pair} {word}" for pair, word in zip(pairs, words(common, 1), strict=True)],
            archive.search,
        ),
        "one word": (words(usual, 1), archive.search),
        "a rare word": (words(rare, 1), archive.search),
        "a word in every article": (words(common, 1), archive.search),
        "a word in every article, newest": (
            words(common, 1),
            lambda query: archive.search(query, sort="date"),
        ),
        "two words, newest": (pairs, lambda query: archive.search(query, sort="date")),
        "either of two words": ([pair.replace(" ", " OR ") for pair in pairs], archive.search),
        "a phrase": ([f'"{pair}"' for pair in pairs], archive.search),
        "a prefix": ([f"{word[:4]}*" for word in words(usual, 1)], archive.search),
        "two words, one outlet of 40": (
            pairs,
            lambda query: archive.search(query, Filters(outlets=("outlet7",))),
        ),
        "two words, one month": (pairs, lambda query: archive.search(query, month)),
        "the newest, no words": ([""] * _QUERIES, archive.search),
    }
    print(f"\nsearch of {scale:,} articles of 500 words: 20 hits with snippets, ms      median     95%")
    every: list[float] = []
    for name, (queries, search) in kinds.items():
        took = [_milliseconds(lambda query=query, search=search: search(query)) for query in queries]
        every += took
        _row(name, took)
    _row("all of these", every)
    for name in ("two words", "a word in every article"):
        took = [
            _milliseconds(lambda query=query: _plain(archive.connection, query)) for query in kinds[name][0]
        ]
        _row(f"FTS5 alone, ORDER BY rank: {name}", took)


def _row(name: str, took: list[float]) -> None:
    print(f"  {name:<60} {statistics.median(took):>8.1f} {np.percentile(took, 95):>8.1f}")


def _plain(connection: sqlite3.Connection, query: str) -> None:
    connection.execute(
        """SELECT rowid, title, snippet(articles_fts, 1, '', '', '…', 32) FROM articles_fts
           WHERE articles_fts MATCH ? ORDER BY rank LIMIT 20""",
        (to_fts5(query),),
    ).fetchall()


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _vocabulary(connection: sqlite3.Connection) -> tuple[list[str], list[str], list[str]]:
    """Words by the share of articles that hold them: nearly all, one in 5 to 200, fewer than one in 1,000."""
    texts = connection.execute("SELECT text FROM articles ORDER BY id LIMIT 60")
    words = sorted({word for (text,) in texts for word in text.split()})[::7]
    (total,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    counting = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    held = {word: connection.execute(counting, (f'"{word}"',)).fetchone()[0] / total for word in words}
    by_share = sorted(words, key=lambda word: -held[word])
    return (
        by_share[:4],
        [word for word in words if 0.005 < held[word] < 0.2],
        by_share[-100:],
    )
