"""A user's outlets from TOML: what is read, and how a fault is named."""

from pathlib import Path

import pytest

from crawler import registry
from crawler.declarations import read_outlets
from crawler.errors import OutletError
from crawler.outlets import Outlet

DOCS = Path(__file__).parent.parent / "docs" / "outlets.md"

GOOD = """
[[outlet]]
name = "bugle"
title = "The Bugle"
site = "https://www.bugle.example/"
feeds = ["/feed/"]

[[outlet]]
name = "herald"
title = "The Herald"
site = "https://herald.example/"
listings = ["/news/"]
article_url = '^/news/\\d+$'
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_file_s_outlets_are_read(tmp_path: Path) -> None:
    bugle, herald = read_outlets(written(tmp_path, GOOD))
    assert bugle == Outlet("bugle", "The Bugle", "https://www.bugle.example/", feeds=("/feed/",))
    assert herald.article_url == r"^/news/\d+$"
    assert not herald.confirmed


def test_the_example_in_the_docs_can_be_crawled(tmp_path: Path) -> None:
    text = DOCS.read_text("utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    file = written(tmp_path, example)
    names = [outlet.name for outlet in read_outlets(file)]
    assert names
    assert [spider.name for spider in registry.choose(names, file=file)] == names


def test_a_file_s_outlet_stands_in_front_of_the_declared_one(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.replace("bugle", "usninews", 1))
    assert registry.spiders(file)["usninews"].outlet.title == "The Bugle"


@pytest.mark.parametrize(
    ("old", "new", "line", "complaint"),
    [
        ("feeds", "feed", 6, "outlet 'bugle': there is no field feed; there are name, title, site, hosts"),
        ('["/feed/"]', '"/feed/"', 6, "outlet 'bugle': feeds is a list of strings, not '/feed/'"),
        ('["/feed/"]', "[1]", 6, "outlet 'bugle': feeds is a list of strings, not [1]"),
        ('["/feed/"]', '["ftp://x.example/"]', 6, "outlet 'bugle': feeds are addresses, or paths"),
        ('"The Herald"', "7", 10, "outlet 'herald': title is a string, not 7"),
        (
            "article_url = '^/news",
            "article_url = '(^/news",
            13,
            "article_url is no regular expression (missing )",
        ),
        ('"herald"', '"bugle"', 9, "outlet 'bugle': name is taken by an outlet above"),
        ('"herald"', '"The Herald"', 9, "name is lower-case letters, digits and hyphens, not 'The Herald'"),
        ('listings = ["/news/"]', "", 9, "outlet 'herald': feeds, sitemaps or listings must name a source"),
        ('listings = ["/news/"]', "confirmed = 1", 12, "confirmed is true or false, not 1"),
        (
            'listings = ["/news/"]',
            'kind = "blog"',
            12,
            "kind is one of press, official",
        ),
        ('listings = ["/news/"]', 'platform = "joomla"', 12, "platform is one of arc, wordpress"),
        ('listings = ["/news/"]', 'hosts = ["https://x.example/"]', 12, "hosts are bare names such as"),
        ('site = "https://herald.example/"', "", 8, "outlet 'herald': site is missing"),
        ('"https://herald.example/"', '"herald.example"', 11, "site is an http or https address"),
        ('"https://herald.example/"', '"http://["', 11, "site is an http or https address"),
    ],
)
def test_a_fault_is_named_with_file_line_and_field(
    tmp_path: Path, old: str, new: str, line: int, complaint: str
) -> None:
    assert old in GOOD
    file = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(OutletError) as fault:
        read_outlets(file)
    assert str(fault.value).startswith(f"{file}, line {line}: ")
    assert complaint in str(fault.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[outlet]]\nname = bugle", "(at line 2, column 8)"),
        ("", "expected tables [[outlet]]"),
        ('[outlet]\nname = "bugle"', "expected tables [[outlet]]"),
        (GOOD + '[defaults]\ncountry = "us"', "expected tables [[outlet]]"),
        ('outlet = ["bugle"]', "line 1: an outlet is a table [[outlet]], not 'bugle'"),
        ('outlet = [{name = "bugle"}]', "line 1: outlet 'bugle': title is missing"),
    ],
)
def test_a_file_that_is_something_else_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(OutletError) as fault:
        read_outlets(written(tmp_path, text))
    assert complaint in str(fault.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe[[outlet]]")
    with pytest.raises(OutletError, match=r"mine\.toml"):
        read_outlets(file)
