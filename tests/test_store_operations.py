"""Any sequence of operations leaves a store whole: a state machine over a few stories at three outlets."""

import random
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage import Article, Store
from storage.dedup import PARAMETERS, MemoryIndex
from storage.furniture import Furniture
from storage.index import Postings
from storage.page import Page, document_of
from storage.pages import Pages
from storage.rerun import rebuild
from tests.hard_copies import paragraphs, reports
from tests.stories import NOON

OUTLETS = ("harbor-ledger", "signal", "wirehouse")
SIGN_UP = "Sign up for the {} brief and have the morning's reports in your inbox at six."
STORIES = [paragraphs(report) for report in reports()[:6]]


def texts(story: int) -> list[list[str]]:
    """What outlets make of a story: whole, trimmed, a teaser, an update, beside another story."""
    told, other = STORIES[story], STORIES[story - 1]
    return [told, told[:-2], told[:2], [*other[:2], *told[1:]], [*told, *other]]


ARTICLES = st.builds(
    lambda slot, outlet, story, version, hours, signed: Article(
        f"https://{outlet}.example/{slot}",
        title=f"Report {'abcdef'[story]}",
        text="\n\n".join([*texts(story)[version], *([SIGN_UP.format(outlet)] if signed else [])]),
        published=NOON + timedelta(hours=hours),
        outlet=outlet,
    ),
    st.integers(0, 5),
    st.sampled_from(OUTLETS),
    st.integers(0, len(STORIES) - 1),
    st.integers(0, 4),
    st.integers(0, 12),
    st.booleans(),
)
VOCABULARY = [
    document_of(Article("https://any.example/", "", "\n\n".join(text)))
    for story in range(len(STORIES))
    for text in texts(story)
]


class Operations(RuleBasedStateMachine):
    """What is done to a store, and what is known of it from outside."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._path = Path(self._folder.name) / "muster.db"
        self._store = Store(self._path)
        self._printed: dict[str, str] = {}
        self._ids: set[int] = set()
        self._together: set[tuple[int, int]] = set()
        self._apart: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        self._store.close()
        self._folder.cleanup()

    def _story(self, page_id: int) -> int:
        return self._store.page(page_id).article_id

    def _rows(self, query: str) -> list[Any]:
        return self._store.connection.execute(query).fetchall()

    def _pages(self) -> list[Page]:
        return [self._store.page(page_id) for (page_id,) in self._rows("SELECT id FROM sightings")]

    @rule(article=ARTICLES)
    def ingest(self, article: Article) -> None:
        if self._store.ingest(article).kind != "unchanged":
            self._printed[article.url] = article.text

    @rule(articles=st.lists(ARTICLES, min_size=2, max_size=6))
    def ingest_many(self, articles: list[Article]) -> None:
        for article, verdict in zip(articles, self._store.ingest_many(articles), strict=True):
            if verdict.kind != "unchanged":
                self._printed[article.url] = article.text

    @precondition(lambda self: self._rows("SELECT 1 FROM copies"))
    @rule(dice=st.randoms(use_true_random=False))
    def split(self, dice: random.Random) -> None:
        copy, story = dice.choice(self._rows("SELECT id, article_id FROM copies ORDER BY id"))
        assert self._store.split(copy) == copy
        self._together = {(a, b) for a, b in self._together if self._story(a) == self._story(b)}
        self._apart.add((copy, story))

    @precondition(lambda self: len(self._rows("SELECT 1 FROM articles")) > 1)
    @rule(dice=st.randoms(use_true_random=False))
    def merge(self, dice: random.Random) -> None:
        (into,), (other,) = dice.sample(self._rows("SELECT id FROM articles ORDER BY id"), 2)
        assert self._store.merge(into, other) == into
        self._apart = {(a, b) for a, b in self._apart if self._story(a) != self._story(b)}
        self._together.add((other, into))

    @rule()
    def run_again(self) -> None:
        self._store.connection.execute("UPDATE fingerprints SET rules = -1")
        list(self._store.rerun())

    @rule()
    def clean(self) -> None:
        list(self._store.clean())

    @rule(outlet=st.sampled_from(OUTLETS))
    def drop(self, outlet: str) -> None:
        self._store.drop_block(outlet, SIGN_UP.format(outlet))

    @precondition(lambda self: self._store.furniture())
    @rule()
    def keep(self) -> None:
        self._store.keep_block(self._store.furniture()[0].id)

    @rule()
    def index_anew(self) -> None:
        self._store.close()
        rebuild(self._path, PARAMETERS)
        self._store = Store(self._path)
        list(self._store.rerun())

    @invariant()
    def every_page_is_in_one_story(self) -> None:
        assert sorted(url for (url,) in self._rows("SELECT url FROM sightings")) == sorted(self._printed)
        ids = [page_id for (page_id,) in self._rows("SELECT id FROM sightings")]
        assert len(ids) == len(set(ids))
        assert self._ids <= set(ids)
        self._ids = set(ids)
        assert not self._rows("SELECT 1 FROM copies WHERE article_id NOT IN (SELECT id FROM articles)")

    @invariant()
    def what_a_person_said_holds(self) -> None:
        assert all(self._story(a) == self._story(b) for a, b in self._together)
        assert all(self._story(a) != self._story(b) for a, b in self._apart)

    @invariant()
    def the_index_is_that_of_the_versions(self) -> None:
        built, stands = MemoryIndex(), Postings(self._store.connection)
        for page in self._pages():
            if page.link is None or page.link.version:
                built.add(page.article_id, document_of(page.article).keys)
        for document in VOCABULARY:
            assert stands.candidates(document.keys, 50) == built.candidates(document.keys, 50)

    @invariant()
    def fingerprints_are_those_of_the_texts(self) -> None:
        kept = dict(self._rows("SELECT page_id, text_hash FROM fingerprints"))
        assert kept == {page.id: document_of(page.article).text_hash for page in self._pages()}

    @invariant()
    def whole_texts_come_back(self) -> None:
        furniture = Furniture(self._store.connection, Pages(self._store.connection))
        for page in self._pages():
            assert furniture.whole(page).text == self._printed[page.article.url]
        assert not self._rows("SELECT 1 FROM stripped WHERE page_id NOT IN (SELECT id FROM sightings)")

    @invariant()
    def the_log_tells_where_each_page_is(self) -> None:
        told = {change.page_id: change.article_id for change in self._store.changes()}
        assert told == dict(self._rows("SELECT id, article_id FROM sightings"))

    @invariant()
    def search_finds_the_articles(self) -> None:
        # SQLite compares its index with the texts, row by row.
        self._store.connection.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
        found = self._rows("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'report' ORDER BY rowid")
        assert found == self._rows("SELECT id FROM articles ORDER BY id")


Operations.TestCase.settings = settings(
    max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestOperations = pytest.mark.slow(Operations.TestCase)
