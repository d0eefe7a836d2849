"""Ingest: which verdict an article gets, and what the store holds afterwards."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Article, Store
from tests.stories import NOON, article, paragraphs


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as opened:
        yield opened


def kinds(store: Store) -> list[str]:
    return [change.kind for change in store.changes()]


def count(store: Store, table: str) -> int:
    return int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_new_story_is_stored_with_every_field(store: Store) -> None:
    told = article(
        1,
        authors=("Ada Marsh", "Noor Haddad"),
        modified=NOON + timedelta(hours=3),
        outlet="harborledger",
        canonical_url="https://www.harbor-ledger.example/news/1/",
        story_id="HL-1",
        section="news/fleet",
        language="en",
        summary="In short.",
        image_url="https://www.harbor-ledger.example/1.jpg",
        tags=("fleet", "Zürich"),
        access="teaser",
        provenance={"title": "json-ld"},
    )
    verdict = store.ingest(told)
    assert (verdict.kind, verdict.matched, verdict.score) == ("new", "", 0.0)
    assert store.page(verdict.article_id).article == replace(told, published=NOON + timedelta(minutes=1))
    assert kinds(store) == ["new"]


def test_the_same_page_with_the_same_words_is_unchanged(store: Store) -> None:
    first = store.ingest(article(1))
    again = store.ingest(article(1, text=article(1).text.upper().replace(".", " !")))
    assert (again.kind, again.article_id, again.matched) == ("unchanged", first.article_id, article(1).url)
    assert kinds(store) == ["new"]


def test_a_changed_text_is_a_revision_kept_with_its_diff(store: Store) -> None:
    first = store.ingest(article(1))
    longer = article(1, text=article(1).text + "\n\nThe ministry answered on Tuesday.")
    verdict = store.ingest(longer)
    assert (verdict.kind, verdict.article_id) == ("revision", first.article_id)
    assert store.page(first.article_id).article.text == longer.text
    diff, text = store.connection.execute("SELECT diff, text FROM revisions").fetchone()
    assert "+The ministry answered on Tuesday." in diff.splitlines()
    assert zlib.decompress(text).decode() == article(1).text
    assert kinds(store) == ["new", "revised"]
    assert store.ingest(longer).kind == "unchanged"


def test_a_changed_headline_over_the_same_text_is_kept_and_is_no_revision(store: Store) -> None:
    first = store.ingest(article(1))
    copy = store.ingest(article(1, host="b.example", published=NOON + timedelta(hours=2)))
    retitled = article(1, title="Frigates sail after all")
    for again in range(2):
        assert store.ingest(retitled).kind == "unchanged", again
    assert store.ingest(replace(retitled, title="", url=retitled.url)).kind == "unchanged"
    other = article(1, host="b.example", published=NOON + timedelta(hours=2), title="Ships leave port")
    assert store.ingest(other).kind == "unchanged"
    assert store.page(first.article_id).article.title == retitled.title
    assert store.page(copy.page_id).article.title == other.title
    assert [hit.id for hit in store.search("frigates sail after all")] == [first.article_id]
    assert kinds(store) == ["new", "copy", "retitled", "retitled"]
    assert count(store, "revisions") == 0


def test_a_revision_that_tells_a_stored_story_becomes_a_copy_of_it(store: Store) -> None:
    story = store.ingest(article(1))
    stub = article(2, host="b.example", published=NOON + timedelta(hours=2))
    stub_id = store.ingest(replace(stub, text="This is a developing story; it will be updated.")).article_id
    assert stub_id != story.article_id
    verdict = store.ingest(replace(stub, title=article(1).title, text=article(1).text))
    assert (verdict.kind, verdict.article_id) == ("revision", story.article_id)
    assert store.page(stub.url).id == verdict.page_id
    assert [copy.article.url for copy in store.copies(story.article_id)] == [stub.url]
    assert (count(store, "articles"), count(store, "copies"), count(store, "revisions")) == (1, 1, 1)


def test_the_publishers_id_names_the_page_where_its_url_has_changed(store: Store) -> None:
    first = store.ingest(article(1, outlet="ledger", story_id="A7"))
    moved = article(1, outlet="ledger", story_id="A7", url="https://www.harbor-ledger.example/moved")
    assert store.ingest(replace(moved, text=moved.text + "\n\nMore.")).kind == "revision"
    assert store.ingest(article(1, host="b.example", outlet="other", story_id="A7")).kind in ("exact", "near")
    assert store.page(moved.url).id == first.article_id


def test_tracking_makes_no_second_page_where_the_page_states_no_canonical_url(store: Store) -> None:
    told = replace(article(1), canonical_url="")
    first = store.ingest(replace(told, url=f"{told.url}?utm_source=feed"))
    again = store.ingest(replace(told, url=f"{told.url}?utm_source=mail&PHPSESSID=1f"))
    assert (again.kind, again.page_id) == ("unchanged", first.page_id)
    assert store.page(f"{told.url}?fbclid=3").id == first.page_id
    assert store.ingest(replace(told, url="a saved page.html", outlet="mail")).kind == "exact"


def test_a_canonical_url_that_every_page_shares_merges_nothing(store: Store) -> None:
    front = "https://www.harbor-ledger.example/"
    verdicts = [store.ingest(article(story, canonical_url=front)) for story in range(3)]
    assert [verdict.kind for verdict in verdicts] == ["new", "new", "new"]


def test_a_page_that_now_shows_a_teaser_keeps_its_full_text(store: Store) -> None:
    first = store.ingest(article(1))
    assert store.ingest(article(1, text=paragraphs(1)[0], access="teaser")).kind == "unchanged"
    assert store.page(first.article_id).article.text == article(1).text


def test_copies_on_other_sites_are_linked_with_their_own_text(store: Store) -> None:
    first = store.ingest(article(1))
    exact = store.ingest(article(1, host="b.example", title="Retitled", published=NOON + timedelta(hours=2)))
    trimmed = "\n\n".join(paragraphs(1)[:3])
    near = store.ingest(article(1, host="c.example", text=trimmed, published=NOON + timedelta(hours=3)))
    assert (exact.kind, near.kind) == ("exact", "near")
    assert {exact.article_id, near.article_id} == {first.article_id}
    assert exact.matched == near.matched == article(1).url
    copies = store.copies(first.article_id)
    assert [copy.id for copy in copies] == [exact.page_id, near.page_id]
    assert copies[1].article.text == trimmed
    assert copies[1].link is not None
    assert json.loads(copies[1].link.evidence)["containment"] == 1.0
    assert kinds(store) == ["new", "copy", "copy"]


def test_a_copy_seen_again_is_unchanged_or_a_revision_of_the_copy(store: Store) -> None:
    first = store.ingest(article(1))
    later = article(1, host="b.example", published=NOON + timedelta(hours=2))
    copy = store.ingest(later)
    again = store.ingest(later)
    assert (again.kind, again.article_id, again.page_id) == ("unchanged", first.article_id, copy.page_id)
    revised = store.ingest(replace(later, text=later.text + "\n\nAn editor added this."))
    assert (revised.kind, revised.article_id, revised.page_id) == ("revision", first.article_id, copy.page_id)
    assert count(store, "copies") == count(store, "articles") == 1


def test_a_copy_that_becomes_another_story_stands_alone_under_its_number(store: Store) -> None:
    store.ingest(article(1))
    later = article(1, host="b.example", published=NOON + timedelta(hours=2))
    copy = store.ingest(later)
    revised = store.ingest(replace(later, text=article(2).text))
    assert (revised.kind, revised.article_id) == ("revision", copy.page_id)
    assert (count(store, "articles"), count(store, "copies")) == (2, 0)
    assert store.ingest(article(2, host="d.example")).article_id == copy.page_id


def test_a_fuller_copy_of_a_teaser_takes_its_place_under_its_number(store: Store) -> None:
    teaser = article(1, text="\n\n".join(paragraphs(1)[:2]), access="teaser")
    first = store.ingest(teaser)
    full = article(1, host="b.example", published=NOON + timedelta(hours=2))
    verdict = store.ingest(full)
    assert (verdict.kind, verdict.article_id, verdict.page_id) == ("near", first.article_id, first.article_id)
    assert store.page(first.article_id).article == replace(full, outlet="b.example")
    (copy,) = store.copies(first.article_id)
    assert copy.article == replace(teaser, outlet="harbor-ledger.example")
    assert store.page(teaser.url).id == copy.id
    assert store.page(full.url).id == first.article_id
    assert kinds(store) == ["new", "upgraded"]
    assert store.ingest(teaser).kind == store.ingest(full).kind == "unchanged"


def test_of_copies_alike_the_earliest_published_is_the_article(store: Store) -> None:
    first = store.ingest(article(1, host="b.example", published=NOON + timedelta(hours=2)))
    verdict = store.ingest(article(1, published=NOON))
    assert verdict.article_id == first.article_id
    assert store.page(first.article_id).article.url == article(1).url


def test_texts_without_words_are_no_copies_of_each_other(store: Store) -> None:
    kinds = [
        store.ingest(article(story, text=text)).kind for story, text in enumerate(("", "", " \n\n", "—"))
    ]
    assert kinds == ["new", "new", "new", "new"]


def test_many_give_the_verdicts_of_one_at_a_time(tmp_path: Path) -> None:
    told: list[Article] = []
    for story in range(40):
        told += [
            article(story),
            article(story // 2, host=f"{story}.example", text="\n\n".join(paragraphs(story // 2)[1:])),
        ]
    told += told[:5]
    with Store(tmp_path / "one.db") as one, Store(tmp_path / "many.db") as many:
        assert list(many.ingest_many(iter(told))) == [one.ingest(article) for article in told]


def test_half_a_surrogate_pair_does_not_stop_the_store(store: Store) -> None:
    verdict = store.ingest(article(1, title="Half \ud83d a pair", authors=("\udc00",)))
    assert store.page(verdict.article_id).article.title == "Half ? a pair"


def test_characters_that_nobody_sees_do_not_hide_a_word(store: Store) -> None:
    """A German page broken for its lines: a search for the word found nothing."""
    plain = (
        "Hundert Leute schlendern am Ufer entlang, und niemand wei\u00df, wohin die Br\u00fccke f\u00fchrt."
    )
    broken = plain.replace("schlendern", "schlen\u00addern").replace("niemand", "nie\u200bmand\ufeff")
    verdict = store.ingest(article(1, title="Am U\u00adfer", text=broken))
    stored = store.page(verdict.article_id).article
    assert (stored.title, stored.text) == ("Am Ufer", plain)
    assert [hit.id for hit in store.search("schlendern niemand")] == [verdict.article_id]


@pytest.mark.parametrize(
    "word", ["\u0645\u06cc\u200c\u0631\u0648\u062f", "\U0001f468\u200d\U0001f33e", "\u1780\u200b\u1781"]
)
def test_joiners_and_khmer_spaces_are_part_of_the_text(store: Store, word: str) -> None:
    verdict = store.ingest(article(1, text=f"{word} soft\u00adhyphen"))
    assert store.page(verdict.article_id).article.text == f"{word} softhyphen"


@pytest.mark.parametrize("read", [0, 3, 1_000])
def test_what_was_read_before_the_source_failed_is_stored(store: Store, read: int) -> None:
    def failing() -> Iterator[Article]:
        yield from (article(story, text=" ".join(paragraphs(story, 50))) for story in range(read))
        raise OSError("the source failed")

    with pytest.raises(OSError, match="the source failed"):
        list(store.ingest_many(failing()))
    assert count(store, "articles") == read
