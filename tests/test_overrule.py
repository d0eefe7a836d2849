"""Overruling and re-running: what a person or new rules change, and what they leave."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Article, Store, Verdict
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
    # It stands in the text that gave way, which is a version of the story still.
    rules = [copy.link.rule for copy in store.copies(a.article_id) if copy.link]
    assert sorted(rule == "overruled" for rule in rules) == [False, True]
    link = store.page(trimmed.page_id).link
    assert link is not None
    assert link.score < 1


def test_the_later_decision_of_a_person_holds(store: Store) -> None:
    first = store.ingest(article(1))
    copy = store.ingest(article(1, host="b.example", published=NOON + timedelta(hours=2)))
    store.split(copy.page_id)
    store.merge(first.article_id, copy.page_id)
    mark_stale(store)
    list(store.rerun())
    assert set(shape(store).values()) == {first.article_id}


def told(story: int) -> list[str]:
    """A story of eight paragraphs."""
    return paragraphs(story, 400)


def later_copies(story: int) -> list[Article]:
    """What other outlets make of a story: its very words, two paragraphs less, and a teaser."""
    texts = {"exact": told(story), "near": told(story)[:-2], "teaser": told(story)[:2]}
    return [
        article(story, host=f"{kind}.example", text="\n\n".join(text), published=NOON + timedelta(hours=5))
        for kind, text in texts.items()
    ]


def ingest_each(store: Store, articles: list[Article]) -> list[Verdict]:
    return [store.ingest(each) for each in articles]


def ingest_batch(store: Store, articles: list[Article]) -> list[Verdict]:
    return list(store.ingest_many(articles))


def run_again(store: Store) -> None:
    mark_stale(store)
    list(store.rerun())


def index_anew(store: Store) -> None:
    rebuild(store.path, PARAMETERS)
    list(store.rerun())


def leave(store: Store) -> None:
    """Nothing happens between a person's decision and the copies."""


HOW = pytest.mark.parametrize("ingest", [ingest_each, ingest_batch])
MEANWHILE = pytest.mark.parametrize("meanwhile", [leave, run_again, index_anew])
Ingest = Callable[[Store, list[Article]], list[Verdict]]


@HOW
@MEANWHILE
def test_copies_of_a_merged_text_join_the_story(
    store: Store, ingest: Ingest, meanwhile: Callable[[Store], None]
) -> None:
    a = store.ingest(article(1, text="\n\n".join(told(1))))
    b = store.ingest(article(2, text="\n\n".join(told(2))))
    store.merge(a.article_id, b.article_id)
    meanwhile(store)
    verdicts = ingest(store, [*later_copies(2), *later_copies(1)])
    assert {verdict.article_id for verdict in verdicts} == {a.article_id}
    assert [verdict.kind for verdict in verdicts] == ["exact", "near", "near"] * 2
    run_again(store)
    assert set(shape(store).values()) == {a.article_id}


def split_update(store: Store) -> tuple[int, int]:
    """A story and a page that the rules call a copy of it and a person does not."""
    first = store.ingest(article(1, text="\n\n".join(told(1))))
    other = "\n\n".join([*told(1)[:6], *told(2)[:2]])
    copy = store.ingest(article(2, text=other, title="Story 1"))
    store.ingest(article(1, host="b.example", text="\n\n".join(told(1)), published=NOON + timedelta(hours=1)))
    assert copy.article_id == first.article_id
    return first.article_id, store.split(copy.page_id)


@HOW
@MEANWHILE
def test_copies_of_a_split_text_go_with_it(
    store: Store, ingest: Ingest, meanwhile: Callable[[Store], None]
) -> None:
    stays, split = split_update(store)
    meanwhile(store)
    text = "\n\n".join([*told(1)[:6], *told(2)[:2]])
    later = {"title": "Story 1", "published": NOON + timedelta(hours=5)}
    copies = [
        article(2, host="exact.example", text=text, **later),
        article(2, host="near.example", text=text.rpartition("\n\n")[0], **later),
        article(1, host="bridge.example", text="\n\n".join([*told(1), *told(2)[:2]]), **later),
    ]
    verdicts = ingest(store, [*copies, *later_copies(1)[:1]])
    assert [verdict.article_id for verdict in verdicts[:2]] == [split, split]
    assert verdicts[3].article_id == stays
    run_again(store)
    assert set(shape(store).values()) == {stays, split}
    assert store.page(split).link is None
    assert store.page(stays).link is None


def test_what_is_closer_to_a_split_text_goes_along(store: Store) -> None:
    first = store.ingest(article(1, text="\n\n".join(told(1))))
    other = "\n\n".join([*told(1)[:6], *told(2)[:2]])
    copy = store.ingest(article(2, text=other, title="Story 1"))
    reprint = store.ingest(article(2, host="b.example", text=other, published=NOON + timedelta(hours=3)))
    assert {copy.article_id, reprint.article_id} == {first.article_id}
    store.split(copy.page_id)
    assert store.page(reprint.page_id).article_id == copy.page_id


def test_a_split_takes_a_merge_back(store: Store) -> None:
    a, b = store.ingest(article(1)), store.ingest(article(2))
    copy = store.ingest(article(2, host="b.example", published=NOON + timedelta(hours=3)))
    before = shape(store)
    store.merge(a.article_id, b.article_id)
    store.split(b.page_id)
    assert shape(store) == before
    assert store.page(copy.page_id).article_id == b.article_id


def test_a_merged_page_that_is_revised_stays_and_is_found_by_its_new_text(store: Store) -> None:
    a, b = store.ingest(article(1, text="\n\n".join(told(1)))), store.ingest(article(2))
    store.merge(a.article_id, b.article_id)
    assert store.ingest(article(2, text="\n\n".join(paragraphs(3)))).article_id == a.article_id
    reprint = store.ingest(article(3, host="b.example"))
    assert (reprint.kind, reprint.article_id) == ("exact", a.article_id)


def test_a_merge_holds_when_a_fuller_copy_takes_the_place(store: Store) -> None:
    a, b = store.ingest(article(1)), store.ingest(article(2, text="\n\n".join(told(2))))
    store.merge(a.article_id, b.article_id)
    text = "\n\n".join([*told(2), *paragraphs(4)[:1]])
    assert store.ingest(article(2, host="full.example", text=text)).article_id == a.article_id
    text = "\n\n".join([*paragraphs(1), *paragraphs(5, 300)])
    assert store.ingest(article(1, host="long.example", text=text, title="Story 1")).kind == "near"
    run_again(store)
    assert set(shape(store).values()) == {a.article_id}


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
