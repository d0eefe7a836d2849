"""Manners: what a site's robots.txt, its Retry-After and a stranger's links may make the crawler do."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Lock
from time import sleep

import pytest

from crawler import settings as project
from storage import Store
from storage.fetch import Outcome
from tests.test_crawl import BUGLE, DAY, muster, site
from tests.website import SITE, Answer, article, feed


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def gaps(website) -> list[float]:  # type: ignore[no-untyped-def]
    times = [asked.at for asked in website.log if not asked.url.endswith("robots.txt")]
    return [later - earlier for earlier, later in pairwise(times)]


async def test_the_crawl_delay_of_robots_txt_is_kept(store: Store) -> None:
    website = site(3)
    website.pages[f"{SITE}/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.3", type="text/plain")
    with website:
        await muster(website, store)
    assert min(gaps(website)) >= 0.29


async def test_retry_after_is_waited_for_and_the_page_is_had(store: Store) -> None:
    website = site(1)
    answers = iter([Answer("busy", 429, headers={"Retry-After": "1"}), article(0)])
    website.pages[f"{SITE}/news/0"] = lambda asked: next(answers)
    with website:
        await muster(website, store)
    assert store.ledger.outcomes() == {Outcome.STORED: 1}
    assert gaps(website)[-1] >= 1


async def test_a_host_that_asks_for_long_rest_is_left_alone_and_its_pages_wait(store: Store) -> None:
    website = site(6)
    for number in range(6):
        website.pages[f"{SITE}/news/{number}"] = Answer("busy", 429, headers={"Retry-After": "7200"})
    with website:
        await muster(website, store)
    assert sum(website.asked.values()) <= 3  # the feed, the page, and one that was under way
    assert store.ledger.outcomes()[Outcome.QUEUED] >= 4


async def test_a_wall_is_reported_and_not_run_against(store: Store) -> None:
    website = site(40)
    for number in range(40):
        website.pages[f"{SITE}/news/{number}"] = Answer("Access denied", 403)
    with website:
        run = await muster(website, store, settings={"MUSTER_BATCH": 8})
    assert "10 pages in a row were forbidden" in run.outlets[0].notes[0]
    assert store.ledger.outcomes() == {Outcome.FORBIDDEN: 16, Outcome.QUEUED: 24}


async def test_a_host_is_asked_one_thing_at_a_time(store: Store) -> None:
    website = site(6)
    lock, crowd = Lock(), []

    def busy(asked):  # type: ignore[no-untyped-def]
        crowd.append(lock.acquire(blocking=False))
        sleep(0.02)
        if crowd[-1]:
            lock.release()
        return article(int(asked.url[-1]))

    for number in range(6):
        website.pages[f"{SITE}/news/{number}"] = busy
    with website:
        await muster(website, store)
    assert crowd == [True] * 6


async def test_robots_txt_holds_for_all_that_wait_for_it(store: Store) -> None:
    website = site(0)
    website.pages = {f"{SITE}/robots.txt": Answer("User-agent: *\nDisallow: /closed", type="text/plain")}
    with website:
        outlet = replace(BUGLE, feeds=tuple(f"/closed/{number}" for number in range(7)))
        run = await muster(website, store, outlet, settings={"CONCURRENT_REQUESTS": 16})
    assert website.asked == {}
    assert run.outlets[0].sources("failed") == 7


@pytest.mark.parametrize(("status", "outcome"), [(503, Outcome.ROBOTS), (403, Outcome.STORED)])
async def test_a_robots_txt_that_is_not_served(store: Store, status: int, outcome: Outcome) -> None:
    website = site(1)
    page = "<html>User-agent: *\nDisallow: /\n</html>"
    website.pages[f"{SITE}/robots.txt"] = Answer(page, status)
    with website:
        run = await muster(website, store)
    if status == 503:
        assert run.outlets[0].sources("failed") == 1
        assert website.asked == {}
    else:
        assert run.outcomes == {outcome: 1}


async def test_a_page_that_is_too_large_is_cut_off(store: Store) -> None:
    website = site(1)
    website.pages[f"{SITE}/news/0"] = Answer("x" * 300_000)
    with website:
        await muster(website, store, settings={"DOWNLOAD_MAXSIZE": 100_000})
    assert store.ledger.outcomes() == {Outcome.TOO_LARGE: 1}


async def test_a_site_is_told_who_asks(store: Store) -> None:
    with site(1) as website:
        await muster(
            website, store, settings={"USER_AGENT": "newsmuster/0.1 (news archive; desk@bugle.example)"}
        )
    assert {asked.headers["User-Agent"] for asked in website.log} == {
        "newsmuster/0.1 (news archive; desk@bugle.example)"
    }
    assert not any("Referer" in asked.headers for asked in website.log)


async def test_a_redirect_to_a_private_address_is_not_followed(store: Store) -> None:
    website = site(0)
    secret = website.proxy + "/secret"
    hosts = ("127.0.0.1",)
    website.pages |= {
        f"{SITE}/feed": feed(("/moved", DAY), ("/other", DAY)),
        f"{SITE}/moved": Answer(status=302, headers={"Location": secret}),
        f"{SITE}/other": Answer(status=302, headers={"Location": "file:///etc/hostname"}),
        secret: article(1),
    }
    with website:
        await muster(website, store, replace(BUGLE, hosts=hosts))
    assert secret not in website.asked
    assert store.ledger.outcomes() == {Outcome.REDIRECTED: 1, Outcome.REFUSED: 2}


async def test_a_feed_that_moves_to_a_private_address_is_not_followed(store: Store) -> None:
    website = site(0)
    website.pages[f"{SITE}/feed"] = Answer(status=302, headers={"Location": website.proxy + "/feed"})
    with website:
        run = await muster(website, store)
    assert len(website.asked) == 1
    assert "not a public address" in run.outlets[0].notes[0]


def test_nothing_listens_and_nothing_else_is_handled() -> None:
    assert project.TELNETCONSOLE_ENABLED is False
    assert project.REMOTE_CONTROL_ENABLED is False
    assert {scheme for scheme, handler in project.DOWNLOAD_HANDLERS.items() if handler is None} == {
        "data",
        "file",
        "ftp",
        "s3",
    }
