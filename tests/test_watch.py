"""muster watch: turns at the outlet's own pace, runs in child processes, a clean stop."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from crawler.demo.outlets import SPIDERS
from crawler.demo.server import Newsroom
from crawler.errors import CrawlRunning
from crawler.outlets import Outlet
from crawler.watch import Pace, Watch
from storage import Store
from storage.fetch import Fetch, Outcome
from storage.habits import Habit, habits
from tests.website import SITE, Answer, Asked, Website, article, feed

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


def test_an_outlet_is_asked_about_as_often_as_it_publishes() -> None:
    pace = Pace()
    weekly = Habit("a", articles=8, oldest=NOW - timedelta(weeks=8))
    hourly = Habit("a", articles=24 * 7, oldest=NOW - timedelta(days=7))
    busy = Habit("a", articles=4000, oldest=NOW - timedelta(days=7))
    found = [pace.interval(habit, NOW) for habit in (weekly, hourly, busy, Habit("a"))]
    assert found == [pace.longest, HOUR, pace.shortest, HOUR]


def test_who_does_not_answer_is_asked_half_as_often_each_time_and_never_given_up() -> None:
    pace = Pace()
    hourly = Habit("a", articles=24 * 7, oldest=NOW - timedelta(days=7))
    waits = [pace.interval(hourly, NOW, failures) for failures in (0, 1, 2, 3, 4, 400)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, pace.longest, pace.longest]


def test_the_pace_is_read_from_what_the_ledger_holds(tmp_path: Path) -> None:
    with Store(tmp_path / "muster.db") as store:
        for number in range(60):
            key, at = f"bugle.example/{number}", NOW - number * HOUR
            outcome = Outcome.COPY if number % 2 else Outcome.STORED
            store.ledger.settle(Fetch(f"https://{key}", key, "bugle", published=at, fetched_at=at), outcome)
        section = Fetch("https://bugle.example/section", "bugle.example/section", "bugle", fetched_at=NOW)
        store.ledger.settle(section, Outcome.NOT_ARTICLE)
        known = habits(store.connection, ["bugle", "herald"], NOW)
    assert known["bugle"].articles == 60
    assert known["herald"] == Habit("herald")
    assert Pace().interval(known["bugle"], NOW) == 59 * HOUR / 60


async def test_a_second_watch_over_the_same_store_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "muster.db"
    with FileLock(f"{database}.watch.lock"), pytest.raises(CrawlRunning, match="another watch"):
        await Watch(["bugle"], database).run()


# Real ones: the command in a process of its own, its crawls in theirs, a site on loopback as the proxy.


def toml(outlets: Sequence[Outlet]) -> str:
    """The outlets as a user's file declares them."""
    return "\n".join(
        "[[outlet]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in asdict(outlet).items())
        for outlet in outlets
    )


@contextmanager
def watching(folder: Path, proxy: str, outlets: Sequence[Outlet]) -> Iterator[subprocess.Popen[bytes]]:
    (folder / "mine.toml").write_text(toml(outlets), "utf-8")
    command = [sys.executable, "-c", "from crawler.cli import main; main()", "watch"]
    command += [outlet.name for outlet in outlets]
    command += "--shortest 1s --longest 2s --outlets mine.toml --contact desk@bugle.example".split()
    for setting in ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False", "MUSTER_SINCE_DAYS=4000"):
        command += ["-s", setting]
    project = str(Path(__file__).parent.parent)
    over = {"http_proxy": proxy, "no_proxy": "", "PYTHONPATH": project, "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **over}, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(true: Callable[[], object], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def rows(folder: Path, select: str) -> list[tuple[object, ...]]:
    """What the store answers; nothing while the watch is still making it."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'muster.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(select).fetchall()
    except sqlite3.OperationalError:
        return []


def log(folder: Path) -> str:
    return (folder / "log").read_text("utf-8")


def stop(process: subprocess.Popen[bytes], number: int) -> None:
    """Stop it by a signal, as one does who wants it to end well."""
    process.send_signal(number)
    assert process.wait(timeout=60) == 0


@pytest.mark.slow
def test_a_watch_over_the_newsroom_comes_round_again_and_stops_cleanly(tmp_path: Path) -> None:
    outlets = [spider.outlet for spider in SPIDERS]
    with Newsroom() as newsroom, watching(tmp_path, newsroom.proxy, outlets) as process:
        feed = "http://www.ordnanceweekly.example/feed/"
        until(lambda: newsroom.asked[feed] >= 3)
        stop(process, signal.SIGTERM)
    assert log(tmp_path).splitlines()[-1].endswith("stopped")
    assert rows(tmp_path, "SELECT count(*) > 30, count(DISTINCT outlet) FROM articles") == [(1, 5)]
    assert rows(tmp_path, "SELECT count(*) FROM crawls WHERE state NOT IN ('finished', 'interrupted')") == [
        (0,)
    ]
    pids = rows(tmp_path, "SELECT pid FROM crawls")
    assert len(pids) >= 3
    for (pid,) in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)  # type: ignore[arg-type]


@pytest.mark.slow
def test_an_outlet_that_kills_its_run_leaves_the_others_their_turns(tmp_path: Path) -> None:
    def kill(asked: Asked) -> Answer:
        """What a page would do that no parser survives."""
        for (pid,) in rows(tmp_path, "SELECT pid FROM crawls WHERE state = 'running'"):
            os.kill(pid, signal.SIGKILL)  # type: ignore[arg-type]
        return Answer("too late")

    poison, silent = "http://www.poison.example", "http://www.silent.example"
    day = "Fri, 20 Nov 2026 10:00:00 GMT"
    pages = {
        f"{SITE}/feed": feed(("/news/1", day)),
        f"{SITE}/news/1": article(1),
        f"{poison}/feed": kill,
    }
    outlets = [
        Outlet(name, name, f"{site}/", feeds=("/feed",))
        for name, site in (("bugle", SITE), ("poison", poison), ("silent", silent))
    ]
    with Website(pages) as website, watching(tmp_path, website.proxy, outlets) as process:
        until(lambda: rows(tmp_path, "SELECT 1 FROM fetches WHERE outcome = 'stored'"))
        until(lambda: "poison: the run was killed by signal 9" in log(tmp_path))
        until(lambda: "no source answered of silent" in log(tmp_path))
        stop(process, signal.SIGINT)
