"""Ledger: every URL has one row, one outcome, and is handed out when it is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import Article, Store
from storage.fetch import Fetch, Outcome, Source
from storage.ledger import Ledger
from tests.stories import paragraphs

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "muster.db") as store:
        yield store


def found(number: int, **more: object) -> Fetch:
    return Fetch(f"https://a.example/{number}", f"a.example/{number}", outlet="a", found_in="feed", **more)  # type: ignore[arg-type]


def story(number: int) -> str:
    return "\n\n".join(paragraphs(number))


def later(ledger: Ledger) -> datetime:
    """The beginning of another run."""
    return datetime.now(UTC)


def test_a_url_is_discovered_once_under_all_its_spellings(store: Store) -> None:
    spelling = replace(found(1), url="http://www.a.example/1/?utm_source=x")
    assert store.ledger.discover([found(1), found(2)]) == 2
    assert store.ledger.discover([spelling]) == 0
    assert store.ledger.outcomes("a") == {Outcome.QUEUED: 2}


def test_a_run_is_handed_each_url_once_and_the_next_run_what_was_not_settled(store: Store) -> None:
    started = datetime.now(UTC)
    store.ledger.discover([found(1), found(2)])
    taken = store.ledger.take("a", started, 10)
    assert {fetch.url for fetch in taken} == {"https://a.example/1", "https://a.example/2"}
    assert store.ledger.take("a", started, 10) == []
    store.ledger.settle(taken[0], Outcome.NOT_ARTICLE, "listing")
    assert store.ledger.take("a", later(store.ledger), 10) == [taken[1]]


def test_the_newest_are_fetched_first(store: Store) -> None:
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (3, 9, 6)]
    store.ledger.discover(found(day.day, published=day) for day in days)
    taken = store.ledger.take("a", LONG_AGO, 10)
    assert [fetch.published for fetch in taken] == sorted(days, reverse=True)


def test_an_article_and_its_row_are_written_together(store: Store) -> None:
    store.ledger.discover([found(1)])
    (fetch,) = store.ledger.take("a", LONG_AGO, 1)
    article = Article("https://a.example/1", title="One", text=story(1))
    verdict = store.ingest(article, fetch=fetch)
    assert store.ledger.outcomes() == {Outcome.STORED: 1}
    copied = Article("https://a.example/2", title="One", text=story(1))
    store.ledger.discover([found(2)])
    store.ingest(copied, fetch=found(2))
    assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.COPY: 1}
    row = store.connection.execute("SELECT article_id FROM fetches WHERE outcome = 'copy'").fetchone()
    assert row == (verdict.article_id,)


def test_a_recent_article_is_looked_at_again_and_an_old_one_never(store: Store) -> None:
    now = datetime.now(UTC)
    ages = {1: timedelta(hours=1), 2: timedelta(days=9), 3: timedelta(days=40)}
    for number, age in ages.items():
        fetch = found(number, published=now - age, fetched_at=now, crawl_id=None)
        store.ingest(Article(fetch.url, title=str(number), text=story(number)), fetch=fetch)
    rows = dict(store.connection.execute("SELECT key, next_look FROM fetches"))
    looks = {key: datetime.fromisoformat(text) - now if text else None for key, text in rows.items()}
    assert looks == {
        "a.example/1": timedelta(hours=12),
        "a.example/2": timedelta(days=18),
        "a.example/3": None,
    }


def test_looks_widen_until_a_month(store: Store) -> None:
    fetch = found(1, published=datetime(2026, 1, 1, tzinfo=UTC))
    now, looks = fetch.published, []
    article = Article(fetch.url, title="One", text=story(1), published=fetch.published)
    for count in range(10):
        assert now is not None
        store.ingest(article, fetch=replace(fetch, fetched_at=now, looks=count))
        (text,) = store.connection.execute("SELECT next_look FROM fetches").fetchone()
        if text is None:
            break
        looks.append(datetime.fromisoformat(text) - now)
        now = datetime.fromisoformat(text)
    assert looks == sorted(looks)
    assert 3 <= len(looks) <= 5


def test_a_failure_is_tried_again_a_few_times_and_then_final(store: Store) -> None:
    store.ledger.discover([found(1)])
    (fetch,) = store.ledger.take("a", LONG_AGO, 1)
    waits = []
    now = datetime.now(UTC)
    while True:
        store.ledger.settle(replace(fetch, fetched_at=now), Outcome.UNAVAILABLE, "HTTP 500")
        failures, text = store.connection.execute("SELECT failures, next_look FROM fetches").fetchone()
        if text is None:
            break
        waits.append(datetime.fromisoformat(text) - now)
        fetch = replace(fetch, failures=failures)
    assert waits[0] == timedelta(minutes=30)
    assert waits == sorted(waits)
    assert len(waits) == 5
    assert store.ledger.outcomes() == {Outcome.UNAVAILABLE: 1}


def test_a_change_that_the_sitemap_states_makes_an_article_due(store: Store) -> None:
    fetch = found(1, modified=datetime(2026, 11, 1, tzinfo=UTC))
    store.ledger.discover([fetch])
    store.ingest(Article(fetch.url, title="One", text=story(1)), fetch=fetch)
    store.ledger.discover([fetch])
    assert store.ledger.take("a", later(store.ledger), 1) == []
    store.ledger.discover([replace(fetch, modified=datetime(2026, 11, 2, tzinfo=UTC))])
    assert [again.key for again in store.ledger.take("a", later(store.ledger), 1)] == [fetch.key]


def test_a_change_is_measured_against_what_the_page_itself_said(store: Store) -> None:
    """A feed states no change; the page does, and the sitemap of the next run states a later one."""
    before, after = datetime(2020, 3, 1, tzinfo=UTC), datetime(2020, 3, 2, tzinfo=UTC)
    fetch = found(1)
    store.ledger.discover([fetch])
    store.ingest(Article(fetch.url, title="One", text=story(1), modified=before), fetch=fetch)
    store.ledger.discover([replace(fetch, modified=before)])
    assert store.ledger.take("a", later(store.ledger), 1) == []
    store.ledger.discover([replace(fetch, modified=after)])
    (again,) = store.ledger.take("a", later(store.ledger), 1)
    # The page's own stamp stays behind the sitemap's: that must not make it due for ever.
    store.ingest(Article(fetch.url, title="One", text=story(1), modified=before), fetch=again)
    store.ledger.discover([replace(fetch, modified=after)])
    assert store.ledger.take("a", later(store.ledger), 1) == []


def test_what_was_too_old_waits_for_an_earlier_since(store: Store) -> None:
    old = found(1, published=datetime(2025, 6, 1, tzinfo=UTC), outcome=Outcome.TOO_OLD)
    store.ledger.discover([old])
    assert store.ledger.take("a", later(store.ledger), 1) == []
    store.ledger.revive("a", datetime(2025, 1, 1, tzinfo=UTC))
    assert store.ledger.outcomes() == {Outcome.QUEUED: 1}
    assert len(store.ledger.take("a", later(store.ledger), 1)) == 1


def test_a_source_comes_back_as_it_was_written(store: Store) -> None:
    source = Source(
        "https://a.example/feed",
        "a",
        "feed",
        etag='"x"',
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        complete_since=datetime(2026, 10, 1, tzinfo=UTC),
        walking=True,
    )
    store.ledger.answered(source, [found(1)])
    assert store.ledger.source("https://a.example/feed", "a", "feed") == source
    assert store.ledger.outcomes() == {Outcome.QUEUED: 1}


def test_a_run_that_never_ended_has_died(store: Store) -> None:
    first = store.ledger.open_crawl(["a"])
    second = store.ledger.open_crawl(["a"])
    states = dict(store.connection.execute("SELECT id, state FROM crawls"))
    assert states == {first: "died", second: "running"}
