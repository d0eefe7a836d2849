"""The crawl of one site on loopback: what is fetched, what is kept, and what the ledger says of the rest."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from crawler.outlets import Outlet
from crawler.progress import closing
from crawler.registry import outlet_of
from crawler.run import Run, crawl
from crawler.spiders.base import spider_for
from crawler.spiders.pages import Reading
from storage import Store
from storage.errors import StorageError
from storage.fetch import Outcome
from tests.stories import paragraphs
from tests.website import HOST, SITE, Answer, Asked, Website, article, feed, quick

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
DAY = "Fri, 20 Nov 2026 10:00:00 GMT"
BUGLE = Outlet("bugle", "Bugle", f"{SITE}/", feeds=("/feed",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def site(count: int = 3) -> Website:
    paths = [f"/news/{number}" for number in range(count)]
    pages = {SITE + path: article(number) for number, path in enumerate(paths)}
    return Website({f"{SITE}/feed": feed(*((path, DAY) for path in paths)), **pages})


async def muster(website: Website, store: Store, outlet: Outlet = BUGLE, **more: object) -> Run:
    settings = quick(website) | more.pop("settings", {})  # type: ignore[operator]
    return await crawl([spider_for(outlet)], store, settings=settings, **{"since": SINCE, **more})  # type: ignore[arg-type]


async def test_what_a_feed_names_is_stored_and_accounted_for(store: Store) -> None:
    with site(3) as website:
        run = await muster(website, store)
    assert run.outcomes == {Outcome.STORED: 3}
    assert store.ledger.outcomes("bugle") == {Outcome.STORED: 3}
    assert store.connection.execute("SELECT count(*) FROM articles WHERE outlet = 'bugle'").fetchone() == (3,)
    state, fetched = store.connection.execute("SELECT state, fetched FROM crawls").fetchone()
    assert (state, fetched) == ("finished", 3)


async def test_a_second_run_over_an_unchanged_site_asks_for_the_feed_alone_and_says_so(store: Store) -> None:
    with site(3) as website:
        await muster(website, store)
        website.log.clear()
        run = await muster(website, store)
        assert website.asked == {f"{SITE}/feed": 1}
    assert closing(run).startswith("Nothing new")


async def test_every_kind_of_answer_has_its_outcome(store: Store) -> None:
    website = site(1)
    links = (
        "/forbidden",
        "/gone",
        "/busy",
        "/broken",
        "/file",
        "/listing",
        "/moved",
        "/elsewhere",
        "/hidden",
    )
    website.pages[f"{SITE}/other"] = feed(("/x", DAY), base="https://other.example")
    website.pages[f"{SITE}/feed"] = feed(
        ("/news/0", DAY),
        *((path, DAY) for path in links),
        ("/old", "Fri, 20 Nov 2020 10:00:00 GMT"),
    )
    website.pages |= {
        f"{SITE}/robots.txt": Answer("User-agent: *\nDisallow: /hidden", type="text/plain"),
        f"{SITE}/forbidden": Answer("no", 403),
        f"{SITE}/busy": Answer("later", 429, headers={"Retry-After": "0"}),
        f"{SITE}/broken": Answer("oops", 500),
        f"{SITE}/file": Answer(b"%PDF-1.7 \x00\x01", type="application/pdf"),
        f"{SITE}/listing": Answer(b""),
        f"{SITE}/moved": Answer(status=301, headers={"Location": "/news/0?utm_source=feed"}),
        f"{SITE}/elsewhere": Answer(status=302, headers={"Location": "https://partner.example/story"}),
    }
    with website:
        run = await muster(website, store, replace(BUGLE, feeds=("/feed", "/other")))
    outcomes = store.ledger.outcomes("bugle")
    assert outcomes == {
        Outcome.STORED: 1,
        Outcome.FORBIDDEN: 1,
        Outcome.GONE: 1,
        Outcome.THROTTLED: 1,
        Outcome.UNAVAILABLE: 1,
        Outcome.NOT_ARTICLE: 1,
        Outcome.UNREADABLE: 1,
        Outcome.REDIRECTED: 2,
        Outcome.ROBOTS: 1,
        Outcome.OFF_SITE: 2,
        Outcome.TOO_OLD: 1,
    }
    assert run.discovered == outcomes.total()
    assert all(HOST in url for url in website.asked)


async def test_the_charset_may_stand_in_the_head_of_the_answer_alone(store: Store) -> None:
    website = site(1)
    body = "".join(f"<p>Корабли флота вышли в море в день {day}, сообщили в штабе.</p>" for day in range(9))
    page = f"<html><title>Учения</title><article><h1>Учения флота</h1>{body}</article></html>"
    website.pages[f"{SITE}/news/0"] = Answer(page.encode("cp1251"), type="text/html; charset=windows-1251")
    with website:
        await muster(website, store)
    assert "Корабли флота вышли" in store.page(f"{SITE}/news/0").article.text


async def test_a_redirect_to_another_spelling_is_the_same_page(store: Store) -> None:
    website = site(0)
    website.pages[f"{SITE}/feed"] = feed(("/news/1", DAY), base="http://bugle.example")
    website.pages["http://bugle.example/news/1"] = Answer(status=301, headers={"Location": f"{SITE}/news/1/"})
    website.pages[f"{SITE}/news/1/"] = article(1)
    with website:
        await muster(website, store)
    assert store.ledger.outcomes() == {Outcome.STORED: 1}


async def test_a_source_that_answers_with_a_bot_wall_is_reported(store: Store) -> None:
    wall = Answer("<!doctype html><html><body>Checking your browser</body></html>")
    with Website({f"{SITE}/feed": wall}) as website:
        run = await muster(website, store)
    (note,) = run.outlets[0].notes
    assert "HTML page" in note
    assert run.outlets[0].sources("failed") == 1


async def test_a_page_is_looked_at_again_with_its_validators(store: Store) -> None:
    website = site(0)
    website.pages[f"{SITE}/feed"] = feed(("/news/1", DAY))

    def page(asked):  # type: ignore[no-untyped-def]
        if asked.headers.get("If-None-Match") == '"v1"':
            return Answer(status=304)
        answer = article(1)
        answer.headers["ETag"] = '"v1"'
        return answer

    website.pages[f"{SITE}/news/1"] = page
    with website:
        await muster(website, store)
        run = await muster(website, store, again=True)
    assert run.outcomes == {Outcome.UNCHANGED: 1}
    assert store.ledger.outcomes() == {Outcome.STORED: 1}


async def test_a_revision_is_found_on_the_second_look(store: Store) -> None:
    with site(1) as website:
        await muster(website, store)
        website.pages[f"{SITE}/news/0"] = article(0, words=260)
        run = await muster(website, store, again=True)
    assert run.outcomes == {Outcome.REVISION: 1}


def listing(number: int, last: int) -> Answer:
    cards = "".join(
        f"<a href='/2026/11/{20 - number:02}/story-{number}-{n}/'>Story {number} {n}</a>" for n in range(2)
    )
    more = f"<a rel='next' href='/army/?page={number + 1}'>more</a>" if number < last else ""
    return Answer(f"<html><body>{cards}{more}</body></html>")


def paged(last: int) -> Website:
    website = Website({f"{SITE}/army/": listing(0, last)})
    for number in range(last + 1):
        if number:
            website.pages[f"{SITE}/army/?page={number}"] = listing(number, last)
        for n in range(2):
            url = f"{SITE}/2026/11/{20 - number:02}/story-{number}-{n}/"
            website.pages[url] = article(number * 10 + n, f"2026-11-{20 - number:02}T08:00:00Z")
    return website


ARMY = Outlet("bugle", "Bugle", f"{SITE}/", listings=("/army/",))


async def test_a_listing_is_paged_through_until_since(store: Store) -> None:
    with paged(9) as website:
        await muster(website, store, ARMY, since=datetime(2026, 11, 18, tzinfo=UTC))
        assert f"{SITE}/army/?page=3" in website.asked
        assert f"{SITE}/army/?page=4" not in website.asked
    assert store.ledger.outcomes() == {Outcome.STORED: 6, Outcome.TOO_OLD: 2}


async def test_a_daily_run_stops_where_it_meets_the_known(store: Store) -> None:
    with paged(9) as website:
        await muster(website, store, ARMY, since=datetime(2026, 11, 14, tzinfo=UTC))
        website.log.clear()
        await muster(website, store, ARMY, since=datetime(2026, 11, 15, tzinfo=UTC))
        assert website.asked == {f"{SITE}/army/": 1}


async def test_a_back_fill_goes_on_behind_what_is_known(store: Store) -> None:
    with paged(9) as website:
        await muster(website, store, ARMY, since=datetime(2026, 11, 18, tzinfo=UTC))
        await muster(website, store, ARMY, since=datetime(2026, 11, 1, tzinfo=UTC))
        assert max(website.asked[url] for url in website.asked if "story" in url) == 1
    assert store.ledger.outcomes() == {Outcome.STORED: 20}


async def test_a_walk_that_is_cut_short_says_so(store: Store) -> None:
    with paged(9) as website:
        run = await muster(website, store, ARMY, settings={"MUSTER_MAX_PAGES": 2})
    assert "stopped after 2 pages at 2026-11-19" in run.outlets[0].notes[0]


async def test_load_more_on_an_article_is_left_alone(store: Store) -> None:
    website = site(1)
    page = website.pages[f"{SITE}/news/0"]
    page.body = page.body.replace(
        "</main>", "<a class='PaginateLink__LoadMore' href='/news/0?contentQuery=1'>Load More</a></main>"
    )
    with website:
        await muster(website, store)
        assert website.asked == {f"{SITE}/feed": 1, f"{SITE}/news/0": 1}


async def test_the_whole_text_of_a_feed_stands_in_for_a_page_that_is_refused(store: Store) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(7, 400))
    whole = feed(("/news/7", DAY))
    whole.body = whole.body.replace(
        "</link><pub", f"</link><description><![CDATA[{text}]]></description><pub"
    )
    whole.body = whole.body.replace("description", "content:encoded").replace(
        "<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )
    with Website({f"{SITE}/feed": whole, f"{SITE}/news/7": Answer("Access denied", 403)}) as website:
        await muster(website, store)
    provenance, stored = store.connection.execute("SELECT provenance, text FROM articles").fetchone()
    assert json.loads(provenance)["text"] == "feed"
    assert stored == "\n\n".join(paragraphs(7, 400))
    row = store.connection.execute("SELECT outcome, status, reason FROM fetches").fetchone()
    assert row == ("stored", 403, "HTTP 403: the text is the feed's")


@pytest.mark.parametrize("path", ["/feed", "/army/", "/2026/11/20/story-0-0/"])
async def test_a_single_address_is_read_whatever_it_is(store: Store, path: str) -> None:
    website = paged(0)
    website.pages[f"{SITE}/feed"] = feed(("/2026/11/20/story-0-0/", DAY))
    with website:
        await muster(website, store, outlet_of(SITE + path), url=SITE + path)
    assert store.ledger.outcomes()[Outcome.STORED] == (2 if path == "/army/" else 1)


async def test_a_page_on_which_our_own_code_fails_is_accounted_for(store: Store) -> None:
    with site(2) as website:
        await muster(
            website,
            store,
            settings={"ITEM_PIPELINES": {"tests.test_crawl.Breaks": 1, "crawler.pipelines.Keep": 2}},
        )
    assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.UNREADABLE: 1}


class Breaks:
    def process_item(self, item: Reading) -> Reading:
        if item.article.url.endswith("/0"):
            raise RuntimeError("a bug")
        return item


async def test_load_more_goes_the_plain_way_where_the_api_is_not_for_us(store: Store) -> None:
    website = paged(2)
    query = quote('{"includeSections":"/army","feedOffset":2}', safe=":,/")
    script = '<script id="fusion-metadata">Fusion.arcSite="bugle";Fusion.deployment="9";</script>'
    first = website.pages[f"{SITE}/army/"]
    first.body = script + first.body.replace(
        "<a rel='next' href='/army/?page=1'>", f"<a class='LoadMore' href='/army/?contentQuery={query}'>"
    )
    website.pages[f"{SITE}/army/?contentQuery={query}"] = website.pages[f"{SITE}/army/?page=1"]
    website.pages[f"{SITE}/robots.txt"] = Answer("User-agent: *\nDisallow: /pf/", type="text/plain")
    with website:
        run = await muster(website, store, replace(ARMY, platform="arc"))
    assert run.outlets[0].sources("failed") == 0
    assert store.ledger.outcomes() == {Outcome.STORED: 6}


async def test_a_walk_that_broke_off_is_taken_up_again(store: Store) -> None:
    with paged(3) as website:
        second = website.pages[f"{SITE}/army/?page=2"]
        website.pages[f"{SITE}/army/?page=2"] = Answer("oops", 500)
        run = await muster(website, store, ARMY)
        assert run.outlets[0].sources("failed") == 1
        website.pages[f"{SITE}/army/?page=2"] = second
        await muster(website, store, ARMY)
    assert store.ledger.outcomes() == {Outcome.STORED: 8}


def conditional(answer: Answer) -> Callable[[Asked], Answer]:
    """A source that answers 304 to whom has it."""
    answer.headers["ETag"] = '"one"'
    return lambda asked: Answer(status=304) if asked.headers.get("If-None-Match") == '"one"' else answer


async def test_an_unchanged_feed_costs_a_304_and_hides_nothing(store: Store) -> None:
    website = site(1)
    old = ("/news/0", DAY), ("/old", "Thu, 05 Nov 2026 10:00:00 GMT")
    website.pages |= {f"{SITE}/feed": conditional(feed(*old)), f"{SITE}/old": article(9)}
    with website:
        await muster(website, store, since=datetime(2026, 11, 10, tzinfo=UTC))
        run = await muster(website, store, since=datetime(2026, 11, 10, tzinfo=UTC))
        assert run.outlets[0].sources("unchanged") == 1
        assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.TOO_OLD: 1}
        await muster(website, store, since=datetime(2026, 11, 1, tzinfo=UTC))
    assert store.ledger.outcomes() == {Outcome.STORED: 2}


async def test_sitemaps_of_an_index_are_read_where_they_may_hold_something_new(store: Store) -> None:
    def entries(name: str, *rows: tuple[str, str]) -> bytes:
        inner = "".join(
            f"<{name}><loc>{SITE}{path}</loc><lastmod>{day}</lastmod></{name}>" for path, day in rows
        )
        root = "sitemapindex" if name == "sitemap" else "urlset"
        return gzip.compress(f"<{root}>{inner}</{root}>".encode())

    index = entries("sitemap", ("/new.xml.gz", "2026-11-20"), ("/old.xml.gz", "2026-10-01"))
    child = entries("url", ("/2026/11/20/one-new-story-here/", "2026-11-20"), ("/about/", "2026-11-20"))
    website = Website(
        {
            f"{SITE}/index.xml.gz": Answer(index),
            f"{SITE}/new.xml.gz": Answer(child),
            f"{SITE}/2026/11/20/one-new-story-here/": article(1),
        }
    )
    outlet = Outlet("bugle", "Bugle", f"{SITE}/", sitemaps=("/index.xml.gz",))
    with website:
        await muster(website, store, outlet)
        await muster(website, store, outlet)
        assert f"{SITE}/old.xml.gz" not in website.asked
        assert website.asked[f"{SITE}/new.xml.gz"] == 1
    assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.NOT_ARTICLE: 1}


async def test_what_an_aggregator_passed_over_is_fetched_for_its_own_outlet(store: Store) -> None:
    website = site(1)
    website.pages["http://www.digest.example/feed"] = feed(("/news/0", DAY))
    digest = Outlet("digest", "Digest", "http://www.digest.example/", feeds=("/feed",), kind="aggregator")
    with website:
        await muster(website, store, digest)
        assert store.ledger.outcomes() == {Outcome.OFF_SITE: 1}
        await muster(website, store)
    assert store.ledger.outcomes() == {Outcome.STORED: 1}
    assert store.ledger.outcomes("bugle") == {Outcome.STORED: 1}


async def test_a_store_that_cannot_be_written_stops_the_run(store: Store) -> None:
    store.connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON articles BEGIN SELECT raise(ABORT, 'full'); END"
    )
    with site(40) as website:
        with pytest.raises(StorageError):
            await muster(website, store, settings={"MUSTER_BATCH": 4})
        assert sum(website.asked.values()) <= 6
    assert store.ledger.outcomes() == {Outcome.QUEUED: 40}
    assert store.connection.execute("SELECT state FROM crawls").fetchone() == ("failed",)
