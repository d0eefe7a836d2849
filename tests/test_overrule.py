"""Overruling and re-running: what a person or new rules change, and what they leave."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Store
from storage.dedup import PARAMETERS
from storage.errors import OverruleError, StoreParameters
from storage.rerun import rebuild
from tests.stories import NOON, article, paragraphs


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as opened:
        yield opened


def shape(store: Store) -> dict[str, int]:
    """URL → the article that the page is, or is a copy of."""
    return dict(store.connection.execute("SELECT url, article_id FROM sightings ORDER BY url"))


def mark_stale(store: Store) -> None:
    store.connection.execute("UPDATE fingerprints SET rules = -1")


def test_a_split_copy_stands_alone_and_stays_so(store: Store) -> None:
    first = store.ingest(article(1))
    later = article(1, host="b.example", published=NOON + timedelta(hours=2))
    copy = store.ingest(later)
    assert store.split(copy.page_id) == copy.page_id
    assert shape(store) == {article(1).url: first.article_id, later.url: copy.page_id}
    assert store.ingest(later).article_id == copy.page_id
    mark_stale(store)
    assert [progress.changed for progress in store.rerun()] == [0]
    assert shape(store) == {article(1).url: first.article_id, later.url: copy.page_id}
    explained = store.explain(first.article_id, copy.page_id)
    assert explained.match.same
    assert explained.overruled
    assert not explained.linked


def test_merged_stories_stay_one_with_their_copies(store: Store) -> None:
    a, b = store.ingest(article(1)), store.ingest(article(2, text="\n\n".join(paragraphs(2, 400))))
    store.ingest(article(2, host="b.example", text="\n\n".join(paragraphs(2, 400)[:6])))
    assert store.merge(a.article_id, b.article_id) == a.article_id
    assert set(shape(store).values()) == {a.article_id}
    assert store.page(a.article_id).article.title == "Story 2"  # the fullest stands as the article
    mark_stale(store)
    assert [progress.decided for progress in store.rerun()] == [3]
    assert set(shape(store).values()) == {a.article_id}
    assert store.ingest(article(1)).kind == "unchanged"


def test_a_copy_that_its_story_gave_way_beneath_is_not_compared_with_itself(store: Store) -> None:
    later = article(1, published=NOON + timedelta(hours=2))
    a, b = store.ingest(later), store.ingest(article(2))
    text = "\n\n".join(paragraphs(1)[:3])
    trimmed = store.ingest(article(1, host="b.example", published=NOON + timedelta(hours=3), text=text))
    assert trimmed.article_id == a.article_id
    store.merge(a.article_id, b.article_id)
    assert store.page(a.article_id).article.title == "Story 2"  # of texts as long, the one published first
    mark_stale(store)
    list(store.rerun())
    assert [copy.link.rule for copy in store.copies(a.article_id) if copy.link] == ["overruled"]
    assert store.page(trimmed.page_id).link is None


def test_the_later_decision_of_a_person_holds(store: Store) -> None:
    first = store.ingest(article(1))
    copy = store.ingest(article(1, host="b.example", published=NOON + timedelta(hours=2)))
    store.split(copy.page_id)
    store.merge(first.article_id, copy.page_id)
    mark_stale(store)
    list(store.rerun())
    assert set(shape(store).values()) == {first.article_id}


def test_what_cannot_be_split_or_merged_is_said(store: Store) -> None:
    first = store.ingest(article(1))
    with pytest.raises(OverruleError, match="unique article"):
        store.split(first.article_id)
    with pytest.raises(OverruleError, match="one story already"):
        store.merge(first.article_id, article(1).url)


def test_a_rerun_finds_what_was_missed_and_lets_go_what_does_not_hold(store: Store) -> None:
    store.ingest(article(1))
    store.ingest(article(2))
    copy = store.ingest(article(1, host="b.example"))
    with store.connection:
        # As rules of another time could have left them: a copy of the wrong story, an article that is a copy.
        store.connection.execute("UPDATE copies SET article_id = 2")
    mark_stale(store)
    (progress,) = store.rerun()
    assert (progress.decided, progress.changed) == (3, 1)
    assert shape(store)[article(1, host="b.example").url] == 1
    assert store.page(copy.page_id).article_id == 1
    assert list(store.rerun()) == []


def test_a_rerun_merges_two_articles_under_the_older_id(store: Store) -> None:
    store.ingest(article(1))
    copy = store.ingest(article(1, host="b.example"))
    store.split(copy.page_id)
    store.connection.execute("DELETE FROM overrules")
    mark_stale(store)
    list(store.rerun())
    assert set(shape(store).values()) == {1}


def test_a_store_of_other_parameters_is_indexed_anew(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with Store(path) as store:
        store.ingest(article(1))
        store.connection.execute("UPDATE meta SET value = 'legacy' WHERE name = 'dedup.scheme'")
        store.connection.execute("DELETE FROM postings")
    with pytest.raises(StoreParameters, match=r"scheme legacy, now .*muster dedup --rebuild"):
        Store(path)
    rebuild(path, PARAMETERS)
    with Store(path) as store:
        assert [progress.decided for progress in store.rerun()] == [1]
        assert store.ingest(article(1, host="b.example")).article_id == 1
