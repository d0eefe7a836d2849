"""The real spiders over both editions of the newsroom: the store against the truth that stands beside it."""

import asyncio
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import pytest

from crawler.demo.command import SINCE, start_over
from crawler.demo.markup import Carried
from crawler.demo.outlets import SPIDERS, scrapy_settings
from crawler.demo.press import MASTHEADS, carried_by
from crawler.demo.server import Newsroom
from crawler.demo.story import plain, stories
from crawler.errors import NotADemo
from crawler.run import Run, crawl
from storage import Article, Store
from storage.fetch import Outcome
from tests.test_demo_newsroom import TRUTH

MUSTER = Path(sys.executable).parent / "muster"


@dataclass
class Edition:
    """The store and the server's counts as a crawl left them."""

    number: int
    run: Run
    articles: dict[str, tuple[int, str]]
    copies: dict[str, tuple[int, str]]
    ledger: dict[str, tuple[str, str]]
    counts: dict[Outcome, int]
    revisions: list[str]
    asked: dict[str, int]
    pages_sent: set[str]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Edition]:
    return asyncio.run(_crawled(tmp_path_factory.mktemp("demo") / "demo.db"))


async def _crawled(database: Path) -> dict[int, Edition]:
    found = {}
    with Newsroom() as newsroom, Store(database) as store:
        for number in (1, 2):
            newsroom.publish(number)
            newsroom.reset()
            run = await crawl(SPIDERS, store, since=SINCE, settings=scrapy_settings(newsroom.proxy))
            found[number] = _edition(number, run, store, newsroom)
    return found


def _edition(number: int, run: Run, store: Store, newsroom: Newsroom) -> Edition:
    rows = store.connection.execute
    return Edition(
        number,
        run,
        {url: (key, text) for url, key, text in rows("SELECT url, id, text FROM articles")},
        {url: (key, kind) for url, key, kind in rows("SELECT url, article_id, kind FROM copies")},
        {url: (outcome, reason) for url, outcome, reason in rows("SELECT url, outcome, reason FROM fetches")},
        store.ledger.outcomes(),
        [url for (url,) in rows("SELECT url FROM revisions JOIN articles ON articles.id = page_id")],
        dict(newsroom.asked),
        {url for url, status in newsroom.statuses if status == 200},
    )


@pytest.fixture(params=[1, 2])
def edition(request: pytest.FixtureRequest, editions: dict[int, Edition]) -> Edition:
    return editions[request.param]


def truth(edition: Edition) -> Iterator[dict[str, list[str]]]:
    for entry in TRUTH["story"]:
        if edition.number == 2 or entry.get("second") != "new":
            yield entry


def test_each_story_is_one_article_and_every_other_page_of_it_a_copy(edition: Edition) -> None:
    wrong = []
    for entry in truth(edition):
        pages = [*entry["full"], *entry["cut"]]
        articles = [url for url in pages if url in edition.articles]
        if len(articles) != 1 or articles[0] not in entry["full"]:
            wrong.append(f"{entry['story']}: articles {articles}")
            continue
        (article,) = articles
        expected = {url: "exact" for url in entry["full"] if url != article}
        expected |= dict.fromkeys(entry["cut"], "near")
        key = edition.articles[article][0]
        if {url: edition.copies.get(url) for url in expected} != {
            url: (key, kind) for url, kind in expected.items()
        }:
            wrong.append(f"{entry['story']}: copies {[(url, edition.copies.get(url)) for url in expected]}")
    assert wrong == []


def test_nothing_else_is_stored(edition: Edition) -> None:
    named = {url for entry in truth(edition) for url in (*entry["full"], *entry["cut"])}
    assert edition.articles.keys() | edition.copies.keys() == named


def test_articles_hold_the_storys_whole_text_and_nothing_of_the_page(edition: Edition) -> None:
    told = {story.name: story for story in stories(edition.number)}
    for entry in truth(edition):
        (text,) = (edition.articles[url][1] for url in entry["full"] if url in edition.articles)
        story = told[entry["story"]]
        fullest = max((story.shown(page) for page in story.pages if not page.lead), key=len)
        assert text.split("\n\n") == [plain(paragraph) for paragraph in fullest]


def test_what_gives_no_article_has_its_outcome_in_the_ledger(edition: Edition) -> None:
    expected = {entry["url"]: entry["outcome"] for entry in TRUTH["refused"]}
    assert {url: edition.ledger.get(url, ("", ""))[0] for url in expected} == expected


def test_every_discovered_address_is_accounted_for(edition: Edition) -> None:
    named = {url for entry in truth(edition) for url in (*entry["full"], *entry["cut"])}
    assert edition.ledger.keys() == named | {entry["url"] for entry in TRUTH["refused"]}
    assert sum(edition.counts.values()) == len(edition.ledger)
    assert Outcome.QUEUED not in edition.counts
    assert edition.run.state == "finished"


def test_each_address_is_asked_for_once_but_those_that_fail_first(edition: Edition) -> None:
    twice = {url for url, count in edition.asked.items() if count > 1}
    failing = ("general-officer-assignments", "submarine-tender") if edition.number == 1 else ()
    assert len(twice) == len(failing)
    assert all(any(name in url for url in twice) for name in failing)


def test_the_error_page_in_place_of_a_feed_is_said_and_nothing_else_failed(edition: Edition) -> None:
    (note,) = (note for outlet in edition.run.outlets for note in outlet.notes)
    assert TRUTH["broken_source"][0]["url"] in note


def test_second_edition_revises_one_text_and_keeps_the_old(editions: dict[int, Edition]) -> None:
    (revised,) = (entry["full"] for entry in TRUTH["story"] if entry.get("second") == "revision")
    assert editions[1].revisions == []
    assert editions[2].revisions == revised
    outcomes = editions[2].run.outcomes
    assert (outcomes[Outcome.STORED], outcomes[Outcome.REVISION], outcomes[Outcome.UNCHANGED]) == (2, 1, 1)


def test_second_crawl_fetches_the_pages_that_changed_and_no_other(editions: dict[int, Edition]) -> None:
    changed = {url for entry in TRUTH["story"] if "second" in entry for url in entry["full"]}
    pages = editions[2].articles.keys() | editions[2].copies.keys()
    assert editions[2].pages_sent & pages == changed
    assert editions[2].asked.keys() & pages == changed


def test_the_disallowed_page_is_never_asked_for(edition: Edition) -> None:
    (disallowed,) = (entry["url"] for entry in TRUTH["refused"] if "robots" in entry["outcome"])
    assert disallowed not in edition.asked


@pytest.mark.parametrize("seed", [0, 1, 13])
def test_order_of_arrival_makes_no_other_stories(tmp_path: Path, seed: int) -> None:
    pages = [page for outlet in MASTHEADS.values() for page in carried_by(outlet, stories(1))]
    random.Random(seed).shuffle(pages)
    with Store(tmp_path / "muster.db") as store:
        for page in pages:
            store.ingest(article_of(page))
        standing = {page.url: store.page(page.url).article_id for page in pages}
    expected = {url: entry["story"] for entry in TRUTH["story"] for url in (*entry["full"], *entry["cut"])}
    told: dict[int, set[str]] = {}
    for url, article_id in standing.items():
        told.setdefault(article_id, set()).add(expected[url])
    assert all(len(names) == 1 for names in told.values()), "two stories are one article"
    assert len(told) == len({page.story.name for page in pages}), "one story is two articles"


def article_of(page: Carried) -> Article:
    access = "teaser" if page.page.teaser else "full"
    return Article(
        page.url,
        title=page.title,
        text=page.text,
        published=page.published,
        outlet=page.page.outlet,
        access=access,
    )


def test_demo_replaces_its_own_store_and_no_other(tmp_path: Path) -> None:
    assert not start_over(tmp_path / "absent.db")
    other = tmp_path / "muster.db"
    with Store(other) as store:
        store.ingest(
            Article("https://www.bugle.example/1", title="One", text="A text. " * 60, outlet="bugle")
        )
    with pytest.raises(NotADemo, match="other outlets"):
        start_over(other)
    (tmp_path / "notes.txt").write_text("not a store " * 100)
    with pytest.raises(NotADemo, match="no store of the demo"):
        start_over(tmp_path / "notes.txt")
    assert other.exists()


def muster(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [MUSTER, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
def test_demo_twice_in_a_row_and_the_commands_it_prints(tmp_path: Path) -> None:
    first = muster(tmp_path, "demo")
    assert "58 pages hold 40 stories" in first
    assert "4 article pages fetched" in " ".join(first.split())
    assert all(entry["url"] in first for entry in TRUTH["refused"] if "listing" not in entry["because"])
    second = muster(tmp_path, "demo")
    assert "the store of an earlier demo was replaced" in second
    assert "58 pages hold 40 stories" in second
    printed = second.partition("Try next\n")[2].splitlines()
    assert len(printed) == 3
    for line in printed:
        command = shlex.split(line, comments=True)
        assert Path(command[0]) == MUSTER
        assert muster(tmp_path, *command[1:]).strip()
    assert "Harrow’s hum traced to a loose ladder" in muster(
        tmp_path, *shlex.split(printed[0], comments=True)[1:]
    )


@pytest.mark.slow
def test_a_reader_who_leaves_ends_the_demo_quietly(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [MUSTER, "demo"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stderr is not None
    try:
        assert running.stdout.readline()
        running.stdout.close()
        assert running.wait(timeout=60) == 0
        assert running.stderr.read() == ""
    finally:
        running.kill()
        running.stderr.close()


@pytest.mark.slow
def test_demo_stopped_as_it_begins_ends_and_says_so(tmp_path: Path) -> None:
    """Five crawlers that are told to stop before their engines run: none may wait for ever."""
    with subprocess.Popen([MUSTER, "demo"], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as running:
        while not crawling(tmp_path / "demo.db"):
            assert running.poll() is None
            sleep(0.05)
        sleep(0.1)  # the row is written just before the signals are listened for
        running.send_signal(signal.SIGINT)
        out, _ = running.communicate(timeout=60)
    assert "The next `muster demo` starts over" in out
    assert running.returncode == 130


def crawling(database: Path) -> bool:
    """Whether a run has begun."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT count(*) FROM crawls").fetchone() != (0,)
    except sqlite3.OperationalError:  # no file yet, or no tables in it
        return False
