"""Furniture learned: what recurs across an outlet's stories goes, and what belongs to a story stays."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import Article, Store
from storage.errors import ArticleNotFound
from tests.stories import NOON, article, paragraphs

SIGN_UP = "Sign up for the Morning Watch, our daily note on the fleet."
WIRE = "The strait has been closed to traffic since the spring, when the ferries collided."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as opened:
        yield opened


def told(story: int, *blocks: str, outlet: str = "ledger", **fields: Any) -> Article:
    """A story with blocks between its paragraphs."""
    own = paragraphs(story)
    text = "\n\n".join([own[0], *blocks, *own[1:]])
    defaults: dict[str, Any] = {"title": f"{own[0][:30]} is told", "text": text, "outlet": outlet}
    return article(story, host=f"{outlet}.example", **{**defaults, **fields})


def texts(store: Store) -> list[str]:
    return [row[0] for row in store.connection.execute("SELECT text FROM articles ORDER BY id")]


def test_a_block_of_four_stories_is_removed_from_the_next_ones(store: Store) -> None:
    verdicts = list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    assert [verdict.kind for verdict in verdicts] == ["new"] * 4
    (block,) = store.furniture("ledger")
    assert (block.text, block.state, block.examples) == (SIGN_UP, "learned", (1, 2, 3, 4))
    store.ingest(told(4, SIGN_UP.upper()))
    assert texts(store)[4] == "\n\n".join(paragraphs(4))
    assert store.furniture()[0].removed == 1


def test_it_is_learned_within_a_batch_and_by_other_processes(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "muster.db") as other:
        list(other.ingest_many(told(story, SIGN_UP) for story in range(4)))
    store.ingest(told(10))  # the first transaction sees what the other learned
    store.ingest(told(4, SIGN_UP))
    assert SIGN_UP not in texts(store)[-1]


def test_clean_removes_it_from_earlier_articles_and_copies_without_a_revision(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    copy = store.ingest(told(0, SIGN_UP, outlet="gazette", published=NOON + timedelta(hours=3)))
    (done,) = store.clean()
    assert (done.looked, done.changed) == (
        4,
        3,
    )  # what the gazette has too stays
    assert [SIGN_UP in text for text in texts(store)] == [True, False, False, False]
    assert store.page(copy.page_id).article.text.count(SIGN_UP) == 1
    assert store.search("text").found == store.search('"Morning Watch"').found - 1 == 0
    assert [change.kind for change in store.changes()].count("revised") == 0
    assert [change.kind for change in store.changes()].count("cleaned") == 3
    assert [done.changed for done in store.clean()] == [0]
    verdicts = [store.ingest(told(story, SIGN_UP)) for story in range(1, 4)]
    assert [verdict.kind for verdict in verdicts] == ["unchanged"] * 3


def test_a_change_of_furniture_alone_is_no_revision(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    assert store.ingest(told(0)).kind == "unchanged"  # stored with the block, before it was learned
    assert store.ingest(told(4)).kind == "new"
    assert store.ingest(told(4, SIGN_UP)).kind == "unchanged"


def test_copies_of_one_story_make_nothing_furniture(store: Store) -> None:
    for page in range(12):
        store.ingest(
            told(1, SIGN_UP, url=f"https://ledger.example/{page}", published=NOON + timedelta(hours=page))
        )
    assert store.furniture() == []


def test_a_series_counts_as_one_story(store: Store) -> None:
    days = ("Monday, Nov. 3", "Nov. 4", "Wednesday, Nov. 5, 2025", "December 12", "Jan. 2", "May 30")
    for number, day in enumerate(days):
        store.ingest(told(number, "NAVY", "*Small business", title=f"Contracts for {day}"))
    assert [block.text for block in store.furniture() if block.text == "NAVY"] == []


def test_a_paragraph_that_reprints_have_too_is_the_storys_own(store: Store) -> None:
    for story in range(8):
        store.ingest(told(story, WIRE))
        store.ingest(told(story, WIRE, outlet="gazette", published=NOON + timedelta(hours=3)))
    # The first of each pair is counted before its reprint is there; weighed, none counts.
    assert store.furniture() == []


def test_a_copy_keeps_what_its_story_has_elsewhere(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    store.ingest(told(9, SIGN_UP, outlet="gazette"))
    copy = store.ingest(told(9, SIGN_UP, published=NOON + timedelta(hours=3)))
    assert copy.is_copy
    assert SIGN_UP in store.page(copy.page_id).article.text


def test_sisters_each_learn_what_they_share(store: Store) -> None:
    for story in range(12):
        outlet = ("ledger", "gazette")[story % 2]
        store.ingest(told(story, SIGN_UP, outlet=outlet))
    assert {block.outlet for block in store.furniture()} == {"ledger", "gazette"}
    store.ingest(told(20, SIGN_UP))
    copy = store.ingest(told(20, SIGN_UP, outlet="gazette", published=NOON + timedelta(hours=3)))
    assert copy.kind == "exact"
    assert SIGN_UP not in store.page(copy.page_id).article.text


def test_an_article_is_never_emptied(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    notice = told(30, text=f"Two lines.\n\n{SIGN_UP}")
    assert store.page(store.ingest(notice).article_id).article.text == notice.text


def test_a_stock_sentence_among_many_stories_stays(store: Store) -> None:
    for story in range(400):
        blocks = ("The incident is under investigation.",) if story % 80 == 0 else ()
        store.ingest(told(story, *blocks, text="\n\n".join([*paragraphs(story, 100), *blocks])))
    assert store.furniture() == []


def test_a_person_overrules(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    (block,) = store.furniture()
    store.keep_block(block.id)
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4, 12)))
    assert all(SIGN_UP in text for text in texts(store))
    assert [block.state for block in store.furniture()] == ["kept"]
    store.drop_block("ledger", SIGN_UP)
    store.ingest(told(12, SIGN_UP))
    assert SIGN_UP not in texts(store)[-1]
    with pytest.raises(ArticleNotFound, match="no block 99"):
        store.keep_block(99)


def test_what_a_person_keeps_comes_back_where_it_stood(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP, WIRE) for story in range(4)))
    sign_up, wire = sorted(store.furniture(), key=lambda block: block.text)
    whole = told(4, WIRE, SIGN_UP.upper(), paragraphs(40)[0], WIRE)
    store.ingest(whole)
    copy = store.ingest(
        told(4, SIGN_UP, url="https://ledger.example/again", published=NOON + timedelta(hours=3))
    )
    list(store.clean())
    assert [block.removed for block in (sign_up, wire)] == [0, 0]
    assert [block.removed for block in store.furniture()] == [5, 6]
    store.keep_block(sign_up.id)
    kept = told(4, SIGN_UP.upper(), paragraphs(40)[0])
    assert texts(store) == [*(told(story, SIGN_UP).text for story in range(4)), kept.text]
    assert SIGN_UP in store.page(copy.page_id).article.text
    assert store.search('"Morning Watch"').found == 5
    store.keep_block(wire.id)
    assert texts(store)[4] == whole.text
    assert store.ingest(whole).kind == "unchanged"
    assert [block.removed for block in store.furniture()] == [0, 0]


def test_a_later_text_forgets_what_was_taken_out_of_the_one_before(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    store.ingest(told(4, SIGN_UP))
    later = told(4, paragraphs(40)[0])
    assert store.ingest(later).kind == "revision"
    assert store.furniture()[0].removed == 0
    again = told(4, *paragraphs(40)[:2], SIGN_UP)
    assert store.ingest(again).kind == "revision"
    assert SIGN_UP not in texts(store)[4]
    store.keep_block(store.furniture()[0].id)
    assert texts(store)[4] == again.text


def test_a_paragraph_of_the_storys_later_copy_comes_back_with_clean(store: Store) -> None:
    list(store.ingest_many(told(story, WIRE) for story in range(4)))
    first = store.ingest(told(9, WIRE))
    assert WIRE not in store.page(first.page_id).article.text
    copy = store.ingest(told(9, WIRE, outlet="gazette", published=NOON + timedelta(hours=3)))
    assert copy.is_copy
    list(store.clean())
    assert store.page(first.article_id).article.text == told(9, WIRE).text
    assert [done.changed for done in store.clean()] == [0]


def test_what_was_taken_out_goes_with_a_page_that_changes_its_number(store: Store) -> None:
    list(store.ingest_many(told(story, SIGN_UP) for story in range(4)))
    short = told(5, SIGN_UP, text="\n\n".join([SIGN_UP, *paragraphs(5, 400)[:6]]))
    first = store.ingest(short)
    fuller = store.ingest(
        told(5, text="\n\n".join(paragraphs(5, 400)), outlet="gazette", published=NOON + timedelta(hours=3))
    )
    assert fuller.page_id == first.article_id
    store.keep_block(store.furniture()[0].id)
    urls = dict(store.connection.execute("SELECT url, id FROM sightings"))
    assert store.page(urls[short.url]).article.text == short.text
    assert SIGN_UP not in store.page(first.article_id).article.text
