"""The add-on in somebody else's Scrapy project: one line of settings, and each story is stored once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage import Archive
from tests.stories import article, paragraphs

SPIDER = """
import json
from dataclasses import dataclass
from pathlib import Path

import scrapy


@dataclass
class Report:
    link: str
    title: str
    body: str
    date: str
    writers: list


class Theirs(scrapy.Spider):
    name = "theirs"

    async def start(self):
        for row in json.loads(Path("items.json").read_text()):
            yield Report(**row)
        yield {"note": "no article"}
"""

SETTINGS = """
SPIDER_MODULES = ["theirs"]
ADDONS = {"storage.scrapy_addon.EachStoryOnce": 500}
MUSTER_FIELDS = {"url": "link", "text": "body", "published": "date", "authors": "writers"}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
"""


def item(story: int, host: str = "a.example", **fields: object) -> dict[str, object]:
    told = article(story, host=host)
    row = {
        "link": told.url,
        "title": told.title,
        "body": told.text,
        "date": "2026-03-02 12:00",
        "writers": ["Lena Ostrow"],
    }
    return {**row, **fields}


def crawl(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "theirs", "-O", "out.jsonl", *arguments],
        cwd=project,
        env={
            **os.environ,
            "SCRAPY_SETTINGS_MODULE": "settings",
            "PYTHONPATH": os.pathsep.join([str(project), str(Path.cwd())]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "theirs.py").write_text(SPIDER)
    (tmp_path / "settings.py").write_text(SETTINGS)
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = settings\n")
    trimmed = "\n\n".join(paragraphs(1)[:3])
    rows = [
        item(1),
        item(2),
        item(1, "b.example"),
        item(1, "c.example", body=trimmed),
        item(3, date="soonish"),
    ]
    (tmp_path / "items.json").write_text(json.dumps(rows))
    return tmp_path


@pytest.mark.slow
def test_one_line_of_settings_stores_each_story_once(project: Path) -> None:
    result = crawl(project)
    passed = [json.loads(line) for line in (project / "out.jsonl").read_text().splitlines()]
    assert [row.get("title") for row in passed] == ["Story 1", "Story 2", None], result.stderr
    for counted in ("'muster/new': 2", "'muster/exact': 1", "'muster/near': 1", "'muster/failed': 1"):
        assert counted in result.stderr
    assert "Story 3" not in (project / "out.jsonl").read_text()
    with Archive(project / "muster.db") as archive:
        record = archive.story("https://a.example/news/1")
        assert (record["authors"], record["published"]) == (["Lena Ostrow"], "2026-03-02T12:00:00Z")
        assert [copy["outlet"] for copy in record["copies"]] == ["b.example", "c.example"]


@pytest.mark.slow
def test_its_settings_say_which_items_go_on(project: Path) -> None:
    crawl(project, "-s", "MUSTER_DROP=unchanged", "-s", "MUSTER_DB=theirs.db")
    assert len((project / "out.jsonl").read_text().splitlines()) == 5
    assert (project / "theirs.db").exists()


@pytest.mark.slow
def test_a_field_that_no_article_has_is_named(project: Path) -> None:
    result = crawl(project, "-s", 'MUSTER_FIELDS={"headline": "title"}')
    assert "MUSTER_FIELDS names headline; an article has access, authors" in result.stderr
