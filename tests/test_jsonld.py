"""JSON-LD as pages have it: lists, graphs, broken and hostile."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsers import jsonld

STORY = {"@type": "NewsArticle", "headline": "Frigate returns", "datePublished": "2026-05-04"}


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(STORY),
        json.dumps([STORY]),
        json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, STORY]}),
        "\ufeff  " + json.dumps(STORY) + " ;",
        "<!-- " + json.dumps(STORY) + " -->",
        "//<![CDATA[\n" + json.dumps(STORY) + "\n//]]>",
        '{"@type": "NewsArticle", "headline": "Frigate returns", "datePublished": "2026-05-04",}',
        '{"@type": "NewsArticle", "headline": "Frigate returns", "keywords": ["a", "b", ],}',
        '{"@type": "NewsArticle", "headline": "Frigate returns", "description": "one\nline\tand\x01another"}',
        '{"@type": "NewsArticle", "headline": "Frigate returns", "name": "a path C:\\Users, it\\\'s bad"}',
        json.dumps({"@type": "WebSite"}) + json.dumps(STORY),
        json.dumps({**STORY, "@type": ["http://schema.org/NewsArticle", "Thing"]}),
    ],
)
def test_the_article_is_found_however_it_is_written(script: str) -> None:
    assert jsonld.article(jsonld.read([script]))["headline"] == "Frigate returns"


@pytest.mark.parametrize(
    "script",
    ["", "{", "null", "[]", "var x = 1;", '{"@type": 7}', "9" * 5000, "[" * 200_000],
)  # fmt: skip
def test_what_cannot_be_read_gives_no_headline(script: str) -> None:
    assert not jsonld.article(jsonld.read([script])).get("headline")


def test_a_broken_script_does_not_hide_the_next() -> None:
    assert jsonld.article(jsonld.read(["{broken", json.dumps(STORY)])) == STORY


def test_of_several_articles_the_fullest_is_taken() -> None:
    full = {**STORY, "author": {"@type": "Person", "name": "Ines Okafor"}}
    assert jsonld.article(jsonld.read([json.dumps([STORY, full])])) == full


def test_a_reference_is_resolved() -> None:
    person = {"@id": "#ines", "@type": "Person", "name": "Ines Okafor"}
    story = {**STORY, "author": {"@id": "#ines"}}
    nodes = jsonld.read([json.dumps({"@graph": [story, person]})])
    assert jsonld.resolve(jsonld.article(nodes)["author"], nodes) == [person]


def test_a_hostile_graph_ends() -> None:
    bomb = json.dumps([{"@type": "NewsArticle", "a": {}}] * 100_000)
    assert len(jsonld.read([bomb, bomb])) <= jsonld.MAX_OBJECTS


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(json_values, st.integers(0, 200))
def test_any_json_cut_anywhere_is_read_without_an_error(value: object, cut: int) -> None:
    script = json.dumps(value)
    nodes = jsonld.read([script, script[:cut]])
    found = jsonld.article(nodes)
    jsonld.resolve(found.get("author"), nodes)
