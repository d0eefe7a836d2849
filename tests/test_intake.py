"""Intake: articles that come together are stored together, and each is told what became of it alone."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.intake import MOST, Intake
from storage import Article, Store, Verdict
from storage.errors import StoreLocked, StoreUnwritable
from storage.fetch import Fetch, Outcome
from storage.urls import identity
from tests.stories import article

BROKEN = article(7, tags=(1,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def fetch_of(found: Article) -> Fetch:
    return Fetch(found.url, identity(found.url), outlet="ledger")


def committed(store: Store) -> list[str]:
    """A list that grows by an entry for every transaction that the store commits from now on."""
    commits: list[str] = []
    store.connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)
    return commits


async def test_what_comes_together_is_one_transaction_and_has_the_verdicts_of_one_by_one(
    store: Store, tmp_path: Path
) -> None:
    told = [article(story // 2, host=f"{story}.example") for story in range(12)]
    told += [replace(told[0], title="Another headline"), replace(told[1], text=told[4].text)]
    store.ledger.discover(map(fetch_of, told))
    commits = committed(store)
    intake = Intake(store)
    verdicts = [intake.add(each, fetch_of(each)) for each in told]
    assert commits == []
    together = await asyncio.gather(*verdicts)
    assert commits == ["COMMIT"]
    with Store(tmp_path / "one.db") as one:
        assert together == [one.ingest(each, fetch_of(each)) for each in told]
        assert store.ledger.outcomes() == one.ledger.outcomes()


async def test_no_more_than_a_few_wait(store: Store) -> None:
    intake = Intake(store)
    verdicts = [intake.add(article(story), fetch_of(article(story))) for story in range(MOST + 1)]
    assert [verdict.done() for verdict in verdicts] == [True] * MOST + [False]
    intake.commit()
    assert verdicts[-1].result().kind == "new"


async def test_an_article_that_cannot_be_stored_does_not_take_the_others_along(store: Store) -> None:
    told = [article(1), BROKEN, article(2)]
    store.ledger.discover(map(fetch_of, told))
    intake = Intake(store)
    verdicts = [intake.add(each, fetch_of(each)) for each in told]
    first, broken, second = await asyncio.gather(*verdicts, return_exceptions=True)
    assert isinstance(broken, TypeError)
    assert isinstance(first, Verdict)
    assert isinstance(second, Verdict)
    assert store.ledger.outcomes() == {Outcome.STORED: 2, Outcome.QUEUED: 1}


async def test_a_locked_store_is_waited_for_once_and_fails_them_all(store: Store) -> None:
    told = [article(story) for story in range(3)]
    store.ledger.discover(map(fetch_of, told))
    store.connection.execute("PRAGMA busy_timeout = 10")
    with Store(store.path) as holder:
        holder.connection.execute("BEGIN IMMEDIATE")
        tries: list[str] = []
        store.connection.set_trace_callback(tries.append)
        intake = Intake(store)
        errors = await asyncio.gather(
            *(intake.add(each, fetch_of(each)) for each in told), return_exceptions=True
        )
        assert tries.count("BEGIN IMMEDIATE") == 1
        assert [type(error) for error in errors] == [StoreLocked] * 3
        holder.connection.execute("ROLLBACK")
    assert store.ledger.outcomes() == {Outcome.QUEUED: 3}


async def test_a_full_disk_fails_all_of_them_and_keeps_nothing(store: Store) -> None:
    told = [article(story) for story in range(MOST)]
    store.ledger.discover(map(fetch_of, told))
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    intake = Intake(store)
    errors = await asyncio.gather(
        *(intake.add(each, fetch_of(each)) for each in told), return_exceptions=True
    )
    assert [type(error) for error in errors] == [StoreUnwritable] * MOST
    assert store.ledger.outcomes() == {Outcome.QUEUED: MOST}
    assert store.connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
