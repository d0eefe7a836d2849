"""Structured data cut, of the wrong types or made to hurt: an article or a refusal, never anything else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import ParseError
from crawler.parsers import parse
from storage import Article

URL = "https://www.soldierledger.example/news/your-army/2026/05/04/army-opens-cold-weather-drone-school-in-alaska/"
PAGES = Path(__file__).parent / "pages"
ARC = (PAGES / "arc" / "ans.html").read_text("utf-8")
LD = (PAGES / "wordpress" / "own-theme.html").read_text("utf-8")
ANS, END = json.JSONDecoder().raw_decode(
    ARC, ARC.index("Fusion.globalContent=") + len("Fusion.globalContent=")
)
GRAPH = re.compile(r'(<script type="application/ld\+json"[^>]*>)(.*?)(</script>)', re.DOTALL)

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def read(html: str | bytes, url: str = URL) -> Article | None:
    """The article, or None where the page is refused."""
    try:
        return parse(html, url)
    except ParseError:
        return None


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deep for name, one in inner for deep in paths(one, (*path, name)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """A copy with another value in one place."""
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(paths(ANS)), junk)
def test_ans_with_a_value_of_another_type(path: tuple[Any, ...], value: Any) -> None:
    ans = json.dumps(replaced(ANS, path, value)).replace("</", "<\\/")
    start = ARC.index("Fusion.globalContent=") + len("Fusion.globalContent=")
    read(ARC[:start] + ans + ARC[END:])


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_json_ld_with_a_value_of_another_type(data: st.DataObject) -> None:
    script = GRAPH.search(LD)
    assert script is not None
    graph = json.loads(script[2])
    path = data.draw(st.sampled_from(paths(graph)))
    broken = json.dumps(replaced(graph, path, data.draw(junk)))
    article = read(
        LD[: script.start(2)] + broken + LD[script.end(2) :], "https://breakingdesk.example/2026/05/a/"
    )
    assert article is not None  # the page's own text and meta tags are still there
    assert "Port Merrow" in article.text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PAGES.glob("*/*.html"))), st.floats(0, 1))
def test_a_page_cut_anywhere(path: Path, share: float) -> None:
    body = path.read_bytes()
    read(body[: int(len(body) * share)])


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">' + '{"author":' * 50_000 + "</script>",
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
        + "9" * 9_000
        + "}</script>",
        '<script type="application/ld+json">{"@type":"NewsArticle","author":'
        + json.dumps([{"name": "A B"}] * 5_000)
        + "}</script>",
        "<script>Fusion.globalContent=" + "[" * 100_000 + "</script>",
        '<script>Fusion.globalContent={"content_elements":'
        + json.dumps([{"type": "list", "items": [[]] * 9}] * 999)
        + "}</script>",
        '<meta property="og:title" content="' + "&amp;" * 100_000 + '">',
        '<meta name="author" content="' + "By " * 50_000 + '">',
        '<meta name="date" content="' + "2026-" * 50_000 + '">',
        '<link rel="canonical" href="http://[::1">',
        '<link rel="canonical" href="' + "../" * 20_000 + '">',
        "<meta name=date content=0000-00-00>" * 20_000,
    ],
    ids=range(11),
)
def test_a_head_made_to_hurt(head: str) -> None:
    text = "".join(
        f"<p>Day {day} of the trials off Port Merrow went by without a shot being fired.</p>"
        for day in range(9)
    )
    article = read(f"<html><head>{head}</head><body><article><h1>Trials</h1>{text}</article></body></html>")
    assert article is not None
    assert "Day 8" in article.text


@pytest.mark.parametrize("piece", ["<a rel=author>A B</a>", "<b>Author</b> A B ", "<h1></h1>"])
def test_a_body_made_to_hurt(piece: str) -> None:
    text = "<p>The trials off Port Merrow went by without a shot.</p>"
    read(f"<html><body><article>{piece * 20_000}{text}</article></body></html>")


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a.example:99999/", "saved page.html", "https://a.example/\x00"]
)
def test_an_address_made_to_hurt(url: str) -> None:
    read(ARC, url)
