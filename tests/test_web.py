"""`muster serve` over HTTP: what each page says, in which forms, and that nothing in an article runs."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import html

from storage import Store
from tests.stories import NOON, article, paragraphs

pytest.importorskip("datasette", reason="the browser's pages need the extra serve")

from storage.web.app import datasette

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & “quoted”"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "news of the day.db"
    fields = {
        "outlet": "harbor-ledger",
        "provenance": {"title": "json-ld"},
        "language": "en",
        "tags": ("navy",),
    }
    first = article(1, **fields)
    with Store(path) as store:
        store.ingest(first)
        later = replace(
            first, url="https://relay.example/1", outlet="relay", published=NOON + timedelta(hours=3)
        )
        store.ingest(replace(later, text="\n\n".join([*paragraphs(1), "A line of the relay's own."])))
        store.ingest(replace(first, text="\n\n".join([*paragraphs(1)[:3], "The quay was closed."])))
        store.ingest(
            article(
                2,
                url="javascript:alert(3)//x",
                title=HOSTILE,
                text=f"{HOSTILE} quay {' '.join(paragraphs(2))}",
                outlet=HOSTILE,
                authors=(HOSTILE,),
                published=NOON - timedelta(days=1),
                language="fr",
            )
        )
        for story in range(10, 40):
            store.ingest(article(story, published=NOON - timedelta(days=2, minutes=story), outlet="daily"))
    return path


@pytest.fixture
async def client(path: Path) -> Iterator:
    application = datasette(path)
    await application.invoke_startup()
    return application.client


async def page(client, address: str):
    response = await client.get(address)
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


async def test_the_front_page_shows_the_newest_day_and_leads_to_others(client) -> None:
    front = await page(client, "/")
    assert front.xpath("//h1/text()") == ["Monday, 2 March 2026"]
    assert front.xpath("//article//h3//text()") == ["Story 1"]
    assert "2 copies" not in front.text_content()
    assert "1 copy" in front.text_content()
    days = front.xpath("//nav[@aria-label='Days']/a/@href")
    before = await page(client, days[-2])
    assert before.xpath("//h1/text()") == ["Sunday, 1 March 2026"]
    assert before.xpath("//article//h3//text()") == [HOSTILE]


async def test_a_store_without_stories_says_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path / "empty.db").close()
    application = datasette(tmp_path / "empty.db")
    await application.invoke_startup()
    assert "No stories yet" in (await application.client.get("/")).text
    assert (await application.client.get("/report")).status_code == 200
    assert (await application.client.get("/search.atom")).status_code == 200


async def test_an_article_is_read_with_its_copies_sources_and_changes(client) -> None:
    story = await page(client, "/article/1")
    text = story.text_content()
    assert story.xpath("//ol[@class='timeline']/li/p[1]/a/text()") == ["harbor-ledger", "relay"]
    assert story.xpath("//ol[@class='timeline']//span[contains(@class, 'badge')]/text()") == [
        "first",
        "+2 h 59 min",
    ]
    assert "json-ld" in text
    assert story.xpath("//section[@class='change']//ins/text()") == ["The quay was closed."]
    copy = await page(client, story.xpath("//ol[@class='timeline']/li[2]/p/a/@href")[0])
    assert "A copy of article 1" in copy.text_content()


async def test_two_pages_are_compared_word_by_word(client) -> None:
    compared = await page(client, "/compare/1/2")
    assert "A line of the relay's own." in compared.xpath("//ins/text()")
    assert "containment" in compared.text_content()
    assert "in the longer one." in compared.text_content()


async def test_search_marks_what_matched_and_offers_facets(client) -> None:
    results = await page(client, "/search?q=quay")
    assert results.xpath("//article//mark/text()") == ["quay"] * 2
    facets = {
        link.text_content().split()[0]: link.get("href") for link in results.xpath("//ul[@class='facet']//a")
    }
    within = await page(client, facets["fr"])
    assert within.xpath("//article//h3//text()") == [HOSTILE]
    without = await page(client, within.xpath("//a[@class='chip']/@href")[0])
    assert len(without.xpath("//article")) == 2


async def test_results_go_on_on_the_next_page(client) -> None:
    first = await page(client, "/search?outlet=daily")
    assert "1–20 of 30 stories" in first.text_content()
    second = await page(client, first.xpath("//nav[@class='pager']/a/@href")[0])
    assert len(second.xpath("//article")) == 10


async def test_beyond_the_last_page_is_a_way_back_to_it(client) -> None:
    beyond = await page(client, "/search?outlet=daily&page=9")
    assert "No more than 30 stories" in beyond.text_content()
    last = await page(client, beyond.xpath("//nav[@class='pager']/a/@href")[0])
    assert "21–30 of 30 stories" in last.text_content()


@pytest.mark.parametrize("query", ["%22%22", "-", "NEAR(", '"', "%00"])
async def test_a_query_that_means_nothing_is_answered_in_words(client, query: str) -> None:
    response = await client.get(f"/search?q={query}")
    assert response.status_code == 200
    assert "nothing to look for" in response.text or "No story matches" in response.text


@pytest.mark.parametrize("form", ["json", "atom"])
async def test_a_program_is_told_that_its_query_means_nothing(client, form: str) -> None:
    response = await client.get(f"/search.{form}?q=---")
    assert response.status_code == 400
    assert "nothing to look for" in response.json()["error"]


@pytest.mark.parametrize("address", ["/", "/search?q=quay", "/article/1"])
async def test_every_page_has_one_field_to_search_with(client, address: str) -> None:
    fields = (await page(client, address)).xpath("//form[@role='search']//input[@name='q']")
    assert [field.get("value", "") for field in fields] == ["quay" if "quay" in address else ""]


async def test_addresses_that_lead_nowhere_are_not_found(client) -> None:
    for address in ("/article/999", "/article/999.json", "/compare/1/999"):
        response = await client.get(address)
        assert response.status_code == 404, address
        assert "no article or copy 999" in response.text


@pytest.mark.parametrize("address", ["/nosuch", "/article/3.atom", "/a/b/c"])
async def test_an_address_that_is_none_is_told_on_a_page_of_ours(client, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text


async def test_what_the_search_does_not_know_is_left_out(client) -> None:
    asked = await page(client, "/search?since=soon&until=9999-99-99&page=x&sort=odd&access=none")
    assert len(asked.xpath("//article")) == 20


async def test_json_of_a_story_is_what_show_prints(client) -> None:
    record = (await client.get("/article/1.json")).json()
    assert (record["title"], len(record["copies"]), len(record["revisions"])) == ("Story 1", 1, 1)
    found = (await client.get("/search.json?q=quay&outlet=harbor-ledger")).json()
    assert [hit["id"] for hit in found["hits"]] == [1]


async def test_atom_of_searches_and_of_datasette_s_own_tables_and_queries(client) -> None:
    for address, first in (
        ("/search.atom?q=quay", "Story 1"),
        ("/muster/stories.atom?_sort_desc=dated", "Story 1"),
        ("/muster/most_copied.atom?since=2026", "Story 1"),
    ):
        response = await client.get(address)
        assert response.headers["content-type"].startswith("application/atom+xml"), address
        feed = feedparser.parse(response.content)
        assert not feed.bozo
        assert feed.entries[0].title == first
    assert (await client.get("/muster/daily.atom")).status_code == 404


@pytest.mark.parametrize(
    "name", ["most_copied?since=2026", "who_copies_whom", "changed", "teasers", "latest_changes"]
)
async def test_every_canned_query_runs(client, name: str) -> None:
    query, _, parameters = name.partition("?")
    answer = (await client.get(f"/muster/{query}.json?_shape=objects&{parameters}")).json()
    assert answer["ok"], answer
    if query != "teasers":
        assert answer["rows"]


async def test_datasette_offers_facets_and_links_pages(client) -> None:
    table = await page(client, "/muster/sightings")
    assert {"outlet", "kind"} <= set(table.xpath("//*[@data-column]/@data-column"))
    assert "/article/1" in table.xpath("//td/a/@href")


ADDRESSES = (
    "/?day=2026-03-01",
    "/article/3",
    "/search?q=quay",
    "/compare/1/3",
    "/report",
    "/muster/stories",
    "/muster/articles",
)


@pytest.mark.parametrize("address", ADDRESSES)
async def test_markup_in_an_article_is_text(client, address: str) -> None:
    tree = await page(client, address)
    assert HOSTILE.split("<img")[0] in tree.text_content()
    assert not tree.xpath("//script[contains(text(), 'alert')]")
    assert not tree.xpath("//img[@onerror]")
    assert not [link for link in tree.xpath("//a/@href") if link.startswith("javascript:")]


async def test_no_script_of_anyone_can_run_on_the_pages_for_reading(client) -> None:
    for address in ("/", "/article/1", "/search", "/report"):
        policy = (await client.get(address)).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy


async def test_the_store_cannot_be_written_to(client, path: Path) -> None:
    answer = await client.get("/muster.json?sql=delete+from+articles")
    assert answer.status_code == 400
    assert (await client.get("/muster.json?sql=select+count(*)+as+n+from+articles&_shape=array")).json() == [
        {"n": 32}
    ]


async def test_it_shows_what_others_write_meanwhile(tmp_path: Path) -> None:
    with Store(tmp_path / "muster.db") as store:
        store.ingest(article(1))
        application = datasette(tmp_path / "muster.db")
        await application.invoke_startup()
        assert json.loads((await application.client.get("/search.json")).text)["found"] == 1
        store.ingest(article(2))
        assert json.loads((await application.client.get("/search.json")).text)["found"] == 2
