"""muster outlets --probe: one question a source, an answer whatever comes back, nothing stored."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import roster
from crawler.demo.outlets import SPIDERS
from crawler.demo.server import Newsroom
from crawler.outlets import Outlet
from crawler.probe import Answer, probe
from tests.test_watch import toml
from tests.website import SITE, Website, feed, quick
from tests.website import Answer as Page

DAY = "Fri, 20 Nov 2026 10:00:00 GMT"
BUGLE = Outlet("bugle", "Bugle", f"{SITE}/", feeds=("/feed",), article_url=r"^/news/\d+$")
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{site}/news/1</loc>{news}</url></urlset>'
)


def sitemap(news: str = "") -> Page:
    return Page(SITEMAP.format(site=SITE, news=news), type="application/xml")


async def asked(website: Website, outlet: Outlet = BUGLE) -> list[Answer]:
    with website:
        return await probe([outlet], quick(website))


async def test_a_feed_tells_its_entries_how_many_are_articles_and_the_newest() -> None:
    links = (("/news/1", DAY), ("/news/2", "Thu, 19 Nov 2026 10:00:00 GMT"), ("/podcast/3", DAY))
    (answer,) = await asked(Website({f"{SITE}/feed": feed(*links)}))
    assert answer == Answer(
        "bugle", "feed", f"{SITE}/feed", 200, "feed", "", 3, 2, datetime(2026, 11, 20, 10, tzinfo=UTC)
    )
    assert answer.good


async def test_each_kind_of_sitemap_is_named() -> None:
    news = "<news:news><news:publication_date>2026-11-20T10:00:00Z</news:publication_date></news:news>"
    index = f"<sitemapindex><sitemap><loc>{SITE}/plain</loc></sitemap></sitemapindex>"
    pages = {
        f"{SITE}/index": Page(index, type="application/xml"),
        f"{SITE}/plain": sitemap(),
        f"{SITE}/news": sitemap(news),
    }
    outlet = replace(BUGLE, feeds=(), sitemaps=("/index", "/plain", "/news"))
    website = Website(pages)
    answers = await asked(website, outlet)
    assert [answer.found for answer in answers] == ["sitemap index", "sitemap", "news sitemap"]
    assert all(answer.good for answer in answers)
    assert set(website.asked.values()) == {1}


async def test_a_source_that_fails_is_an_answer_beside_the_others() -> None:
    wall = Page("<!doctype html><html><body>Checking your browser</body></html>")
    website = Website(
        {
            f"{SITE}/robots.txt": Page("User-agent: *\nDisallow: /closed", type="text/plain"),
            f"{SITE}/feed": feed(("/news/1", DAY)),
            f"{SITE}/wall": wall,
            f"{SITE}/no": Page("no", 403),
            f"{SITE}/empty": feed(),
            f"{SITE}/others": feed(("/podcast/1", DAY)),
        }
    )
    outlet = replace(BUGLE, feeds=("/closed", "/feed", "/wall", "/no", "/gone", "/empty", "/others"))
    answers = await asked(website, outlet)
    assert [answer.problem for answer in answers] == [
        "blocked by robots.txt",
        "",
        "the feed's address answers with an HTML page",
        "HTTP 403",
        "HTTP 404",
        "it names nothing",
        "none of its links is an article's, as declared",
    ]
    assert [answer.good for answer in answers] == [False, True, *[False] * 5]
    assert roster.silent(answers) == []
    assert roster.silent(answers[2:]) == ["bugle"]


async def test_a_host_that_is_not_public_is_not_asked() -> None:
    website = Website()
    with website:
        settings = quick(website) | {"TEST_PROXY": ""}
        outlet = replace(BUGLE, site="http://127.0.0.1:9/", feeds=("/feed",))
        (answer,) = await probe([outlet], settings)
    assert answer.problem.startswith("refused")
    assert website.log == []


@pytest.mark.slow
def test_the_command_asks_the_newsroom(tmp_path: Path) -> None:
    outlets = [spider.outlet for spider in SPIDERS]
    (tmp_path / "mine.toml").write_text(toml(outlets), "utf-8")
    command = [sys.executable, "-c", "from crawler.cli import main; main()", "outlets", "--probe", "--json"]
    command += ["--outlets", "mine.toml", "-s", "DOWNLOAD_DELAY=0", *(outlet.name for outlet in outlets)]
    project = str(Path(__file__).parent.parent)
    with Newsroom() as newsroom:
        over = {"http_proxy": newsroom.proxy, "no_proxy": "", "PYTHONPATH": project}
        over |= {"XDG_CONFIG_HOME": str(tmp_path), "MUSTER_CONTACT": "desk@bugle.example"}
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **over}, stdout=subprocess.PIPE, text=True, check=True
        )
    answers = json.loads(done.stdout)
    assert {answer["outlet"] for answer in answers if answer["good"]} == {outlet.name for outlet in outlets}
    (wall,) = [answer for answer in answers if not answer["good"]]
    assert "opinion" in wall["url"]
    assert wall["problem"] == "the feed's address answers with an HTML page"
    assert list(tmp_path.glob("*.db")) == []
