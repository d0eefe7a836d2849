"""What real sites do that the newsroom does not: moves, walls, twins, counting links, times in the future."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from scrapy.http import Response

from crawler.middlewares import retry_after
from crawler.outlets import Outlet
from crawler.registry import outlet_of
from storage import Store
from storage.fetch import Outcome
from tests.stories import paragraphs
from tests.test_crawl import BUGLE, DAY, conditional, muster, site
from tests.website import SITE, Answer, Asked, Website, article, feed

BARE = "http://bugle.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def rows(store: Store) -> dict[str, tuple[str, str]]:
    """Path → outcome and reason."""
    found = store.connection.execute("SELECT url, outcome, reason FROM fetches").fetchall()
    return {url.partition(".example")[2]: (outcome, reason) for url, outcome, reason in found}


def moved(target: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": target})


# Moves.


async def test_a_host_that_moved_to_its_bare_name_is_the_same_site(store: Store) -> None:
    website = Website(
        {
            f"{SITE}/feed": moved(f"{BARE}/feed"),
            f"{BARE}/feed": feed(("/news/1", DAY), base=SITE),
            f"{SITE}/news/1": moved(f"{BARE}/news/1"),
            f"{BARE}/news/1": article(1),
        }
    )
    with website:
        await muster(website, store)
        website.log.clear()
        await muster(website, store)
        assert f"{BARE}/news/1" not in website.asked
    assert rows(store) == {"/news/1": ("stored", "")}


async def test_a_chain_of_redirects_is_walked_to_its_end(store: Store) -> None:
    website = site(0)
    website.pages |= {
        f"{SITE}/feed": feed(("/?p=7", DAY)),
        f"{SITE}/?p=7": moved("/old/seven"),
        f"{SITE}/old/seven": moved("/news/seven", 302),
        f"{SITE}/news/seven": article(7),
    }
    with website:
        await muster(website, store)
    assert {path: outcome for path, (outcome, _) in rows(store).items()} == {
        "/?p=7": "redirected",
        "/old/seven": "redirected",
        "/news/seven": "stored",
    }


async def test_an_outlet_that_moved_to_another_domain_is_said_so(store: Store) -> None:
    website = Website(
        {
            f"{SITE}/feed": moved("http://www.herald.example/feed"),
            "http://www.herald.example/feed": feed(("/news/1", DAY), base="http://www.herald.example"),
        }
    )
    with website:
        run = await muster(website, store)
    (note,) = run.outlets[0].notes
    assert note.endswith("every link (1) leads to www.herald.example, which is none of its hosts")
    assert run.outlets[0].sources("failed") == 1
    assert store.ledger.outcomes() == {Outcome.OFF_SITE: 1}
    assert store.connection.execute("SELECT failures FROM sources").fetchone() == (1,)


async def test_a_site_that_wants_cookies_is_no_story_and_no_endless_loop(store: Store) -> None:
    website = site(1)
    website.pages[f"{SITE}/news/0"] = Answer(
        status=302, headers={"Location": "/news/0", "Set-Cookie": "seen=1"}
    )
    website.pages[f"{SITE}/round"] = moved("/round")
    with website:
        run = await muster(website, store, replace(BUGLE, feeds=("/feed", "/round")))
    assert rows(store)["/news/0"][0] == "forbidden"
    assert website.asked[f"{SITE}/news/0"] == 1
    (note,) = run.outlets[0].notes
    assert note == f"{SITE}/round: max redirections reached"


# Walls.

CHALLENGE = (
    "<!doctype html><html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1'></script></body></html>"
)


@pytest.mark.parametrize("status", [200, 403, 429, 503])
async def test_a_bot_wall_is_forbidden_whatever_its_status(store: Store, status: int) -> None:
    website = site(1)
    headers = {"Retry-After": "0"} if status == 429 else {}
    website.pages[f"{SITE}/news/0"] = Answer(CHALLENGE, status, headers=headers)
    with website:
        await muster(website, store)
    assert rows(store)["/news/0"][0] == "forbidden"


async def test_a_bot_wall_in_place_of_a_feed_is_a_failing_source(store: Store) -> None:
    with Website({f"{SITE}/feed": Answer(CHALLENGE, 503)}) as website:
        run = await muster(website, store)
    assert run.outlets[0].notes == [f"{SITE}/feed: HTTP 503"]


@pytest.mark.parametrize(("status", "reason"), [(503, "robots.txt: HTTP 503"), (429, "robots.txt: HTTP 429")])
async def test_a_robots_txt_in_trouble_forbids_until_it_answers(
    store: Store, status: int, reason: str
) -> None:
    other = "http://static.bugle.example"
    website = Website({f"{SITE}/feed": feed(("/news/5", DAY), base=other), f"{other}/news/5": article(5)})
    website.pages[f"{other}/robots.txt"] = Answer("later", status, headers={"Retry-After": "0"})
    with website:
        await muster(website, store)
        assert f"{other}/news/5" not in website.asked
        assert rows(store)["/news/5"] == ("unavailable", reason)
        del website.pages[f"{other}/robots.txt"]
        store.connection.execute("UPDATE fetches SET next_look = discovered_at")
        await muster(website, store)
    assert rows(store)["/news/5"] == ("stored", "")


async def test_a_robots_txt_that_cannot_be_reached_forbids(store: Store) -> None:
    """The site's proxy hangs up on robots.txt alone."""

    def hang_up(asked: Asked) -> Answer:
        raise ConnectionAbortedError

    website = site(1)
    website.pages[f"{SITE}/robots.txt"] = hang_up
    with website:
        run = await muster(website, store)
    assert website.asked == {}
    assert run.outlets[0].notes[0].startswith(f"{SITE}/feed: robots.txt: ")


# Feeds and their texts.


def whole(number: int, path: str, words: int = 400, tail: str = "") -> Answer:
    """A feed with the whole text of one story, as WordPress writes it."""
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number, words)) + tail
    answer = feed((path, DAY))
    answer.body = str(answer.body).replace(
        "</link><pub", f"</link><content:encoded><![CDATA[{html}]]></content:encoded><pub"
    )
    answer.body = answer.body.replace(
        "<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    )
    return answer


def texts(store: Store) -> list[tuple[str, str, str]]:
    """Text, access and where the text came from."""
    found = store.connection.execute("SELECT text, access, provenance FROM articles").fetchall()
    return [(text, access, json.loads(provenance).get("text", "")) for text, access, provenance in found]


APPEARED = (
    '<p>The post <a href="http://www.bugle.example/news/7">Story 7</a> appeared first on '
    '<a href="http://www.bugle.example">The Bugle</a>.</p>'
)


async def test_the_feed_s_own_last_line_is_no_part_of_the_story(store: Store) -> None:
    feeds = {f"{SITE}/feed": whole(7, "/news/7", tail=APPEARED), f"{SITE}/news/7": Answer("no", 403)}
    with Website(feeds) as website:
        await muster(website, store)
    assert texts(store) == [("\n\n".join(paragraphs(7, 400)), "full", "feed")]


async def test_a_page_that_robots_txt_closes_is_read_in_the_feed(store: Store) -> None:
    website = Website(
        {
            f"{SITE}/robots.txt": Answer("User-agent: *\nDisallow: /news/", type="text/plain"),
            f"{SITE}/feed": whole(7, "/news/7"),
        }
    )
    with website:
        await muster(website, store)
    assert texts(store) == [("\n\n".join(paragraphs(7, 400)), "full", "feed")]


async def test_a_page_that_shows_less_than_the_feed_gives_way_to_it(store: Store) -> None:
    website = Website({f"{SITE}/feed": whole(7, "/news/7"), f"{SITE}/news/7": cut(7)})
    with website:
        await muster(website, store)
        ((text, access, provenance),) = texts(store)
        assert (access, provenance) == ("full", "feed")
        assert text == "\n\n".join(paragraphs(7, 400))
        # The feed has moved on, the page has not.
        website.pages[f"{SITE}/feed"] = feed(("/news/8", DAY))
        run = await muster(website, store, again=True)
        assert run.outcomes[Outcome.UNCHANGED] == 1
        assert texts(store) == [(text, access, provenance)]
        # Later the page shows all of it: the same story, not a second one.
        website.pages[f"{SITE}/news/7"] = article(7, words=400)
        run = await muster(website, store, again=True)
    assert run.outcomes[Outcome.UNCHANGED] == 1
    assert len(texts(store)) == 1


def cut(number: int) -> Answer:
    """The page of a story that shows its first lines."""
    page = article(number, words=400)
    first = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number, 400)[:2])
    head, _, rest = str(page.body).partition("</h1>")
    page.body = f"{head}</h1>{first}<button>Read on</button></article>" + rest.partition("</article>")[2]
    return page


async def test_a_page_with_its_whole_text_is_not_the_feed_s(store: Store) -> None:
    with Website({f"{SITE}/feed": whole(7, "/news/7"), f"{SITE}/news/7": article(7, words=400)}) as website:
        await muster(website, store)
    ((_, _, provenance),) = texts(store)
    assert provenance != "feed"


async def test_the_posts_of_the_json_api_stand_in_too(store: Store) -> None:
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(7, 400))
    post = {
        "link": f"{SITE}/news/7",
        "date_gmt": "2026-11-20T10:00:00",
        "title": {"rendered": "Seven &#8211; the story"},
        "content": {"rendered": html},
    }
    website = Website(
        {
            f"{SITE}/wp-json/wp/v2/posts": Answer(json.dumps([post]), type="application/json"),
            f"{SITE}/news/7": Answer("no", 403),
        }
    )
    with website:
        outlet = Outlet("bugle", "Bugle", f"{SITE}/", listings=("/wp-json/wp/v2/posts",))
        await muster(website, store, outlet)
    assert texts(store) == [("\n\n".join(paragraphs(7, 400)), "full", "feed")]
    assert store.connection.execute("SELECT title FROM articles").fetchone() == ("Seven – the story",)


async def test_a_counting_link_gives_way_to_the_address_beside_it(store: Store) -> None:
    counting = "http://feeds.feedburner.example/~r/bugle/~3/x1/"
    answer = feed((counting, DAY), base="")
    original = f"<feedburner:origLink>{SITE}/news/1</feedburner:origLink>"
    answer.body = (
        str(answer.body)
        .replace("</link>", f"</link>{original}")
        .replace("<rss ", '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" ')
    )
    guid = feed((counting + "2", DAY), base="")
    guid.body = str(guid.body).replace("</link>", f"</link><guid>{SITE}/news/2</guid>")
    pages = {f"{SITE}/feed": answer, f"{SITE}/feed2": guid}
    with Website(pages | {f"{SITE}/news/{n}": article(n) for n in (1, 2)}) as website:
        await muster(website, store, replace(BUGLE, feeds=("/feed", "/feed2")))
    assert rows(store) == {"/news/1": ("stored", ""), "/news/2": ("stored", "")}


async def test_relative_links_of_a_feed_that_moved(store: Store) -> None:
    website = Website(
        {
            f"{SITE}/feed": moved("/deep/down/rss.xml"),
            f"{SITE}/deep/down/rss.xml": feed(
                ("../../news/1", DAY), ("//www.bugle.example/news/2", DAY), base=""
            ),
            f"{SITE}/news/1": article(1),
            f"{SITE}/news/2": article(2),
        }
    )
    with website:
        await muster(website, store)
    assert rows(store) == {"/news/1": ("stored", ""), "/news/2": ("stored", "")}


# Sitemaps.


def sitemap(*entries: str, root: str = "urlset") -> bytes:
    name = "url" if root == "urlset" else "sitemap"
    return f"<{root}>{''.join(f'<{name}>{entry}</{name}>' for entry in entries)}</{root}>".encode()


def loc(path: str, lastmod: str = "") -> str:
    return f"<loc>{SITE}{path}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")


STORY = "/2026/11/20/a-story-of-the-sea"


@pytest.mark.parametrize("served", ["plain", "gzip", "encoded", "both"])
async def test_a_gzipped_sitemap_however_it_is_served(store: Store, served: str) -> None:
    body = sitemap(loc(STORY, "2026-11-20"))
    packed = {"plain": body, "gzip": gzip.compress(body), "encoded": gzip.compress(body)}
    packed["both"] = gzip.compress(packed["gzip"])
    headers = {"Content-Encoding": "gzip"} if served in ("encoded", "both") else {}
    answer = Answer(
        packed[served], type="application/gzip" if served != "plain" else "text/xml", headers=headers
    )
    with Website({f"{SITE}/map.xml.gz": answer, SITE + STORY: article(1)}) as website:
        await muster(website, store, Outlet("bugle", "Bugle", f"{SITE}/", sitemaps=("/map.xml.gz",)))
    assert store.ledger.outcomes() == {Outcome.STORED: 1}


async def test_a_lastmod_in_the_future_does_not_make_a_page_due_for_ever(store: Store) -> None:
    future = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    index = sitemap(loc("/one.xml", future), root="sitemapindex")
    pages = {f"{SITE}/index.xml": index, f"{SITE}/one.xml": sitemap(loc(STORY, future))}
    website = Website(
        {url: Answer(body, type="text/xml") for url, body in pages.items()} | {SITE + STORY: article(1)}
    )
    outlet = Outlet("bugle", "Bugle", f"{SITE}/", sitemaps=("/index.xml",))
    with website:
        for _ in range(3):
            await muster(website, store, outlet)
        assert website.asked[SITE + STORY] == 1
    assert store.ledger.outcomes() == {Outcome.STORED: 1}


async def test_a_sitemap_without_dates_is_read_once_and_its_pages_too(store: Store) -> None:
    website = Website(
        {
            f"{SITE}/map.xml": Answer(sitemap(loc(STORY), loc("/about")), type="text/xml"),
            SITE + STORY: article(1),
        }
    )
    outlet = Outlet("bugle", "Bugle", f"{SITE}/", sitemaps=("/map.xml",))
    with website:
        await muster(website, store, outlet)
        await muster(website, store, outlet)
        assert website.asked[SITE + STORY] == 1
    assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.NOT_ARTICLE: 1}


# Addresses.


async def test_twins_and_sessions_are_one_page(store: Store) -> None:
    spellings = (
        STORY,
        f"{STORY}/amp/",
        f"{STORY}?amp=1",
        f"{STORY}?outputType=amp",
        f"{STORY}/?PHPSESSID=a1b2c3",
        f"{STORY};jsessionid=0A1B2C",
        f"{STORY}?print=1",
    )
    pages = {SITE + path: article(1) for path in spellings}
    with Website(pages | {f"{SITE}/feed": feed(*((path, DAY) for path in spellings))}) as website:
        run = await muster(website, store)
    assert run.discovered == 1
    assert store.ledger.outcomes() == {Outcome.STORED: 1}


async def test_a_page_that_says_it_is_missing_is_no_article(store: Store) -> None:
    website = site(1)
    website.pages[f"{SITE}/news/0"] = Answer(
        "<html><head><title>Page not found</title></head><body><h1>Page not found</h1>"
        "<p>The page you were looking for is no longer here.</p></body></html>"
    )
    with website:
        await muster(website, store)
    assert rows(store)["/news/0"][0] == "not an article"


async def test_a_page_that_names_no_charset(store: Store) -> None:
    website = site(1)
    page = str(website.pages[f"{SITE}/news/0"].body).replace('<meta charset="utf-8">', "")  # type: ignore[union-attr]
    sentence = "<p>Zoë Marr’s Fähre left at noon, the harbour master said, with forty cars and a café.</p>"
    page = page.replace("</h1>", f"</h1>{sentence}")
    website.pages[f"{SITE}/news/0"] = Answer(page.encode("cp1252"), type="text/html")
    with website:
        await muster(website, store)
    ((text, _, _),) = texts(store)
    assert text.startswith("Zoë Marr’s Fähre left at noon")


async def test_a_calendar_without_end_is_not_walked(store: Store) -> None:
    def month(asked: Asked) -> Answer:
        year = int(asked.url.rstrip("/").split("/")[-2]) if asked.url.count("/") > 4 else 2026
        return Answer(f"<a href='/events/{year + 1}/11/'>Next month</a><a href='{STORY}'>A story</a>")

    website = Website({f"{SITE}/events/": month, f"{SITE}/events/2027/11/": month, SITE + STORY: article(1)})
    with website:
        await muster(website, store, Outlet("bugle", "Bugle", f"{SITE}/", listings=("/events/",)))
    assert sum(website.asked.values()) == 3
    assert store.ledger.outcomes() == {Outcome.STORED: 1, Outcome.UNREADABLE: 1}


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2026, 11, 20, 10, tzinfo=UTC)

    def asked(value: str) -> float | None:
        return retry_after(Response(SITE, 429, headers={"Retry-After": value}), now)

    assert asked("90") == 90
    assert asked(format_datetime(now + timedelta(minutes=2), usegmt=True)) == 120
    assert asked(format_datetime(now - timedelta(hours=2), usegmt=True)) == 0
    assert asked("soon") is None


# One address.


@pytest.mark.parametrize(
    "path", ["/news/17.html", "/2026/11/20/one-two-three-four/", "/army-navy-air-force-news/"]
)
async def test_an_address_is_what_it_answers_and_not_what_it_looks_like(store: Store, path: str) -> None:
    section = path.endswith("-news/")
    page = (
        Answer("".join(f"<p><a href='{STORY}'>A story of the sea</a></p>" for _ in range(9)))
        if section
        else article(1)
    )
    with Website({SITE + path: page, SITE + STORY: article(2)}) as website:
        await muster(website, store, outlet_of(SITE + path), url=SITE + path)
        assert website.asked[SITE + path] == 1
    assert rows(store) == {STORY if section else path: ("stored", "")}


async def test_an_address_of_a_declared_outlet_leaves_its_backlog_alone(store: Store) -> None:
    website = site(30)
    with website:
        await muster(website, store, settings={"CLOSESPIDER_ITEMCOUNT": 3, "MUSTER_BATCH": 1})
        before = store.ledger.outcomes()
        assert before[Outcome.QUEUED] > 20
        website.pages[f"{SITE}/news/x"] = article(77)
        await muster(website, store, url=f"{SITE}/news/x")
        await muster(website, store, url=f"{SITE}/news/x")
        assert website.asked[f"{SITE}/news/x"] == 2
    after = store.ledger.outcomes()
    assert after == {Outcome.STORED: before[Outcome.STORED] + 1, Outcome.QUEUED: before[Outcome.QUEUED]}
    looks, outcome = store.connection.execute(
        "SELECT looks, outcome FROM fetches WHERE key LIKE '%/x'"
    ).fetchone()
    assert (looks, outcome) == (2, "stored")


async def test_an_address_that_leads_to_another_site_says_so(store: Store) -> None:
    with Website(
        {
            f"{SITE}/army": moved("http://www.herald.example/army"),
            "http://www.herald.example/army": Answer(f"<a href='{STORY}'>x</a>"),
        }
    ) as website:
        run = await muster(website, store, outlet_of(f"{SITE}/army"), url=f"{SITE}/army")
    assert "www.herald.example, which is none of its hosts" in run.outlets[0].notes[0]


async def test_children_of_an_index_that_a_killed_run_did_not_read_are_read_by_the_next(store: Store) -> None:
    index = conditional(Answer(sitemap(loc("/one.xml"), root="sitemapindex"), type="text/xml"))
    one = Answer(sitemap(loc(STORY, "2026-11-20")), type="text/xml")
    outlet = Outlet("bugle", "Bugle", f"{SITE}/", sitemaps=("/index.xml",))
    with Website({f"{SITE}/index.xml": index, f"{SITE}/one.xml": Answer("busy", 500)}) as website:
        await muster(website, store, outlet)
        website.pages |= {f"{SITE}/one.xml": one, SITE + STORY: article(1)}
        await muster(website, store, outlet)
    assert store.ledger.outcomes() == {Outcome.STORED: 1}
