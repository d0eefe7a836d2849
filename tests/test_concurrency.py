"""Several writers and kill -9: together they end with what one process alone would have stored."""

import multiprocessing
import random
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from storage import Article, Store
from tests.stories import NOON, article, paragraphs

_STORIES = 60

# Unique articles, each as its URL and those of its copies.
Stories = Counter[tuple[str, frozenset[str]]]

# The server has imported everything already, so that a writer is at work within milliseconds.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["storage", "tests.stories"])


def write(path: Path, seed: int, way: str) -> None:
    """Ingest the corpus in an order of its own, one a transaction or in batches."""
    told = corpus()
    random.Random(seed).shuffle(told)
    with Store(path) as store:
        if way == "many":
            list(store.ingest_many(told))
        else:
            for article in told:
                store.ingest(article)


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


def start(path: Path, seed: int, way: str) -> ForkServerProcess:
    writer = _PROCESSES.Process(target=write, args=(path, seed, way))
    writer.start()
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
    for writer in writers:
        writer.join(timeout=120)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    assert outcome(path) == alone


@pytest.mark.slow
def test_kill_at_random_moments_loses_nothing(tmp_path: Path, alone: Stories) -> None:
    dice = random.Random(4)
    for run in range(10):
        path = tmp_path / f"{run}.db"
        stored = 0
        for kill in range(5):
            writer = start(path, 10 * run + kill, dice.choice(("one", "many")))
            # From the making of the tables to after the last commit.
            time.sleep(dice.uniform(0, 0.25))
            writer.kill()
            writer.join()
            if path.exists():
                with Store(path) as store:
                    (pages,) = store.connection.execute("SELECT count(*) FROM sightings").fetchone()
                assert pages >= stored
                stored = pages
        write(path, run, "one")
        assert outcome(path) == alone
