"""A running story: its versions find together whatever order they come in, and a person's word stands."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from storage import Article, Store
from storage.dedup import Document, gather
from tests.hard_copies import document, paragraphs, reports
from tests.stories import NOON

# Each version drops the oldest paragraph and has a new one on top: the first and the last share a quarter.
VERSIONS = 7
LENGTH = 9


def versions() -> list[list[str]]:
    """The texts of one story, hour by hour."""
    told = [line for story in (reports()[2], reports()[12], reports()[20]) for line in paragraphs(story)]
    newest = range(LENGTH, LENGTH + VERSIONS)
    return [told[at - LENGTH : at][::-1] for at in newest]


def articles() -> list[Article]:
    """The versions at seven outlets, and three reports of their own."""
    texts = versions() + [paragraphs(reports()[at]) for at in (4, 6, 9)]
    return [
        Article(
            f"https://outlet{number}.example/story",
            title="Convoy holds off the strait" if number < VERSIONS else f"Report {number}",
            text="\n\n".join(text),
            published=NOON + timedelta(hours=number),
        )
        for number, text in enumerate(texts)
    ]


def stories(store: Store) -> set[frozenset[str]]:
    """The pages of each story."""
    found: dict[int, set[str]] = {}
    for article in articles():
        found.setdefault(store.page(article.url).article_id, set()).add(article.url)
    return set(map(frozenset, found.values()))


def test_the_first_and_the_last_version_are_one_only_through_those_between() -> None:
    documents = {n: Document.of(a.title, a.text, a.published, str(n)) for n, a in enumerate(articles())}
    assert [sorted(group) for group in sorted(gather(documents), key=min)] == [list(range(7)), [7], [8], [9]]
    assert len(gather({0: documents[0], 6: documents[6]})) == 2


@pytest.mark.parametrize("seed", range(4))
def test_any_order_ends_with_the_same_stories(tmp_path: Path, seed: int) -> None:
    shuffled = articles()
    random.Random(seed).shuffle(shuffled)
    with Store(tmp_path / "muster.db") as store:
        verdicts = [store.ingest(article) for article in shuffled]
        assert sorted(map(len, stories(store))) == [1, 1, 1, 7]
        (count,) = store.connection.execute("SELECT count(*) FROM articles").fetchone()
        assert count == 4
        for verdict, article in zip(verdicts, shuffled, strict=True):
            page = store.page(article.url)
            assert page.article.text == article.text
            assert verdict.kind == "new" or verdict.score >= 0.5
            assert page.link is None or page.link.score >= 0.5


def follow(store: Store, told: list[Article]) -> tuple[dict[str, int], dict[str, int]]:
    """Ingest, and follow the log: the story of each URL as its verdict said, and as the log says."""
    verdicts, urls, homes, cursor = dict[str, int](), dict[int, str](), dict[int, int](), 0
    for article in told:
        verdicts[article.url] = store.ingest(article).article_id
        changes = list(store.changes(cursor))
        cursor = changes[-1].id
        (arrived,) = {change.page_id for change in changes} - homes.keys()
        urls[arrived] = article.url
        for change in changes:
            homes[change.page_id] = change.article_id
            if change.kind == "upgraded":
                page, head = change.page_id, change.article_id
                urls[page], urls[head] = urls[head], urls[page]
    return verdicts, {urls[page]: story for page, story in homes.items()}


def test_who_follows_the_log_learns_which_texts_changed_stories_after_their_verdict(tmp_path: Path) -> None:
    moved = 0
    for seed in range(4):
        shuffled = articles()
        random.Random(seed).shuffle(shuffled)
        with Store(tmp_path / f"{seed}.db") as store:
            verdicts, known = follow(store, shuffled)
            assert known == {article.url: store.page(article.url).article_id for article in shuffled}
        moved += sum(known[url] != story for url, story in verdicts.items())
    assert moved


def test_what_a_person_has_split_is_not_gathered_again(tmp_path: Path) -> None:
    told = articles()[:VERSIONS]
    with Store(tmp_path / "muster.db") as store:
        for article in told[:5]:
            store.ingest(article)
        copy = next(page for page in map(store.page, (a.url for a in told)) if page.link)
        own = store.split(copy.id)
        for article in told[5:]:
            store.ingest(article)
        assert store.page(own).link is None
        assert not store.copies(own)


def test_a_roundup_gathers_none_of_the_stories_on_it() -> None:
    told = [reports()[at] for at in (0, 8, 14)]
    alone = [document(story, paragraphs(story), story.name) for story in told]
    every = [line for story in told for line in paragraphs(story)]
    roundups = [document(told[0], every, "roundup", 20), document(told[0], every, "reprint", 22)]
    groups = gather(dict(enumerate([*alone, *roundups])))
    assert all(len(group & {0, 1, 2}) <= 1 for group in groups)
