"""A crawl that is killed, stopped or doubled: every page is stored once, and the same command goes on."""

import asyncio
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from crawler.demo.command import SINCE as EDITION
from crawler.demo.outlets import SPIDERS, scrapy_settings
from crawler.demo.server import Newsroom
from crawler.errors import CrawlRunning
from crawler.outlets import Outlet
from crawler.run import alone, crawl
from crawler.spiders.base import spider_for
from storage import Store
from storage.fetch import ARTICLE, Outcome
from tests.test_crawl import BUGLE, SINCE, site
from tests.website import SITE, Answer, Website, article, quick

KILLS = 20

# Children are forked from a process that has Scrapy in it already: 20 of them start within seconds.
SPAWN = multiprocessing.get_context("forkserver")


def run_once(database: Path, settings: dict[str, object], outlet: Outlet) -> None:
    with alone(database), Store(database) as store:
        asyncio.run(crawl([spider_for(outlet)], store, since=SINCE, settings=settings))


def crawl_newsroom(database: Path, proxy: str) -> None:
    with alone(database), Store(database) as store:
        asyncio.run(crawl(SPIDERS, store, since=EDITION, settings=scrapy_settings(proxy)))


def told(database: Path) -> tuple[set[frozenset[str]], dict[str, str]]:
    """The stories of a store, each as the addresses of its pages; and the outcome of every address.

    Which page of a story is the article and which its copies follows the order in which they came.
    """
    with Store(database) as store:
        rows = store.connection.execute("SELECT article_id, url FROM sightings").fetchall()
        found = store.connection.execute("SELECT url, outcome FROM fetches").fetchall()
    outcomes = {url: "an article" if outcome in ARTICLE else outcome for url, outcome in found}
    pages = defaultdict(list)
    for article_id, url in rows:
        pages[article_id].append(url)
    assert len(rows) == len({url for _, url in rows})
    return {frozenset(urls) for urls in pages.values()}, outcomes


def settled(database: Path) -> set[str]:
    """What a killed run left as done; nothing where it had not made its tables yet."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return {url for (url,) in connection.execute("SELECT url FROM fetches WHERE outcome != 'queued'")}
    except sqlite3.OperationalError:
        return set()


@pytest.mark.slow
def test_the_newsroom_survives_twenty_kills(tmp_path: Path) -> None:
    """The demo's five outlets with their walls, errors and copies: the store of one undisturbed crawl."""
    SPAWN.set_forkserver_preload(
        ["crawler.run", "crawler.parsers", "storage.dedup", "tests.test_interruption"]
    )
    with Newsroom() as newsroom:
        crawl_newsroom(tmp_path / "quiet.db", newsroom.proxy)
    dice, killed, number = random.Random(5), 0, 0
    while killed < KILLS:
        number += 1
        died, done_at_death = crawl_until_done(tmp_path / f"{number}.db", dice)
        killed += died
        assert told(tmp_path / f"{number}.db") == told(tmp_path / "quiet.db")
        assert died == 0 or done_at_death


def crawl_until_done(database: Path, dice: random.Random) -> tuple[int, int]:
    """Crawl the newsroom in lives that are killed after some requests, until one comes to its end.

    Returns:
        How many were killed, and how many addresses were settled when one of them was.
    """
    killed, asked_when_settled = 0, dict[str, int]()
    with Newsroom() as newsroom:
        while True:
            before = newsroom.asked.total()
            child = SPAWN.Process(target=crawl_newsroom, args=(database, newsroom.proxy))
            child.start()
            # The sources are some 40 requests: half of the lives end among them, half among the pages.
            lifetime = dice.randrange(0, 80)
            while child.is_alive() and newsroom.asked.total() - before < lifetime:
                sleep(0.001)
            sleep(dice.random() * 0.02)
            child.kill()
            child.join()
            # Pages in flight were asked for again, what was settled when a run died never.
            again = {url for url, asked in asked_when_settled.items() if newsroom.asked[url] > asked}
            assert again == set()
            if child.exitcode != -signal.SIGKILL:
                assert child.exitcode == 0
                return killed, len(asked_when_settled)
            killed += 1
            for url in settled(database) - asked_when_settled.keys():
                asked_when_settled[url] = newsroom.asked[url]


def test_two_runs_on_one_store_are_kept_apart(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "muster.db"),
        pytest.raises(CrawlRunning, match=r"muster\.db"),
        alone(tmp_path / "muster.db"),
    ):
        pass
    with alone(tmp_path / "other.db"), alone(tmp_path / "muster.db"):
        pass


def toml(tmp_path: Path) -> Path:
    file = tmp_path / "outlets.toml"
    file.write_text(f'[[outlet]]\nname = "bugle"\ntitle = "Bugle"\nsite = "{SITE}/"\nfeeds = ["/feed"]\n')
    return file


def muster(tmp_path: Path, website: Website, *args: str) -> subprocess.Popen[str]:
    """`muster crawl` as a user runs it, through the website as the user's proxy."""
    command = [
        sys.executable,
        "-c",
        "from crawler.cli import main; main()",
        "crawl",
        "bugle",
        "--since",
        "2026-11-01",
    ]
    environment = os.environ | {"http_proxy": website.proxy, "MUSTER_CONTACT": "desk@bugle.example"}
    return subprocess.Popen(
        [*command, "--outlets", str(toml(tmp_path)), "--db", str(tmp_path / "muster.db"), *args],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_how_to_go_on_and_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    with site(8) as website:
        crawl = muster(tmp_path, website, "-s", "DOWNLOAD_DELAY=0.5")
        while f"{SITE}/news/0" not in website.asked and crawl.poll() is None:
            sleep(0.01)
        crawl.send_signal(number)
        out, err = crawl.communicate(timeout=60)
        assert crawl.returncode == 130, err
        assert "The same command goes on" in out
        stored = 8 - sum(website.asked[f"{SITE}/news/{n}"] == 0 for n in range(8))
        assert 0 < stored < 8
        run_once(tmp_path / "muster.db", quick(website), BUGLE)
        assert max(website.asked[f"{SITE}/news/{n}"] for n in range(8)) == 1
    with Store(tmp_path / "muster.db") as store:
        assert store.ledger.outcomes() == {Outcome.STORED: 8}
        assert [row[0] for row in store.connection.execute("SELECT state FROM crawls")] == [
            "interrupted",
            "finished",
        ]


@pytest.mark.slow
def test_scrapy_crawl_works_in_the_project_folder(tmp_path: Path) -> None:
    host = "http://www.militarytimes.com"
    path = "/news/2026/11/20/a-story/"
    with Website(
        {f"{host}/section/": Answer(f"<a href='{path}'>A story</a>"), host + path: article(1)}
    ) as website:
        arguments = [
            "-a",
            f"url={host}/section/",
            "-a",
            "since=2026-11-01",
            "-O",
            f"{tmp_path / 'out.jsonl'}",
        ]
        arguments += ["-s", f"MUSTER_DB={tmp_path / 'muster.db'}"]
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "militarytimes", *arguments],
            env=os.environ | {"http_proxy": website.proxy},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.jsonl").read_text().count("\n") == 1
    with Store(tmp_path / "muster.db") as store:
        assert store.ledger.outcomes() == {Outcome.STORED: 1}
        assert store.connection.execute("SELECT state, fetched FROM crawls").fetchone() == ("finished", 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argument", "mistake"),
    [
        (("-a", "sinse=2026-11-01"), "there is no argument sinse; -a takes since, again and url"),
        (("-a", "since=november"), "since=november is no date"),
        (("-s", "MUSTER_DB=no/such/muster.db"), "there is no folder no/such"),
    ],
)
def test_scrapy_crawl_that_cannot_be_is_one_line_and_status_1(
    argument: tuple[str, str], mistake: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "militarytimes", "-s", "LOG_LEVEL=ERROR"]
    done = subprocess.run(
        [*command, "-s", f"MUSTER_DB={tmp_path / 'muster.db'}", *argument],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert [mistake in line for line in done.stderr.splitlines()] == [True]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["list", "check"])
def test_scrapy_list_and_check_make_no_store(tmp_path: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", command, "-s", f"MUSTER_DB={tmp_path / 'muster.db'}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "militarytimes" in done.stdout or "OK" in done.stderr
    assert list(tmp_path.iterdir()) == []
