"""Several writers and kill -9: together they end with what one process alone would have stored."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Article, Store
from tests.stories import NOON, article, paragraphs

_STORIES = 60

# Unique articles, each as its URL and those of its copies.
Stories = Counter[tuple[str, frozenset[str]]]

# Run as a process of its own: ingest the corpus in an order of its own, one a transaction or in batches.
_WRITER = """
import random, sys
from storage import Store
from tests.test_concurrency import corpus
path, seed, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]
told = corpus()
random.Random(seed).shuffle(told)
print("ready", flush=True)
with Store(path) as store:
    if way == "many":
        list(store.ingest_many(told))
    else:
        for article in told:
            store.ingest(article)
"""


def corpus() -> list[Article]:
    """Stories under one URL each, and of every second one a reprint and a teaser on other sites."""
    told: list[Article] = []
    for story in range(_STORIES):
        told.append(article(story))
        if story % 2:
            later = NOON + timedelta(minutes=story, hours=3)
            trimmed = "\n\n".join(paragraphs(story)[:3])
            told.append(article(story, host="b.example", published=later, text=trimmed))
            told.append(article(story, host="c.example", published=later + timedelta(hours=1)))
    return told


def outcome(path: Path) -> Stories:
    """Every unique article with the URLs of its copies."""
    with Store(path) as store:
        check = store.connection.execute("PRAGMA integrity_check").fetchone()
        assert check == ("ok",)
        found = Stories()
        for article_id, url in store.connection.execute("SELECT id, url FROM articles").fetchall():
            found[url, frozenset(copy.article.url for copy in store.copies(article_id))] += 1
        numbers = [change.id for change in store.changes()]
        assert numbers == list(range(1, len(numbers) + 1))
        indexed = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'story'"
        assert store.connection.execute(indexed).fetchone()[0] == len(found)
        return found


def start(path: Path, seed: int, way: str) -> subprocess.Popen[bytes]:
    """Start a writer; it is about to open the file when this returns."""
    command = [sys.executable, "-c", _WRITER, str(path), str(seed), way]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.stdout.close()
    return writer


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Stories:
    path = tmp_path_factory.mktemp("alone") / "muster.db"
    with Store(path) as store:
        for told in corpus():
            store.ingest(told)
    return outcome(path)


@pytest.mark.slow
def test_four_processes_end_with_the_result_of_one(tmp_path: Path, alone: Stories) -> None:
    path = tmp_path / "muster.db"
    writers = [start(path, seed, way) for seed, way in enumerate(("one", "many", "one", "many"))]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0, 0]
    assert outcome(path) == alone


@pytest.mark.slow
def test_kill_at_random_moments_loses_nothing(tmp_path: Path, alone: Stories) -> None:
    path = tmp_path / "muster.db"
    dice = random.Random(4)
    stored = 0
    for round_ in range(50):
        writer = start(path, round_, dice.choice(("one", "many")))
        # From the making of the tables to after the last commit.
        time.sleep(dice.uniform(0, 0.4))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        if path.exists():
            with Store(path) as store:
                counts = store.counts()
            assert counts["articles"] + counts["copies"] >= stored
            stored = counts["articles"] + counts["copies"]
    assert start(path, 99, "one").wait(timeout=120) == 0
    assert outcome(path) == alone
