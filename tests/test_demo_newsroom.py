"""The newsroom's server against its plan: what is served where, and how it answers what crawlers send."""

import gzip
import json
import tomllib
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from importlib.resources import files
from urllib.parse import quote, urlsplit

import pytest

from crawler.demo.press import MASTHEADS, carried_by
from crawler.demo.server import Newsroom
from crawler.demo.story import stories

TRUTH = tomllib.loads((files("crawler.demo") / "truth.toml").read_text(encoding="utf-8"))
GARRISON, ANCHOR = "http://www.garrisontimes.example", "http://www.anchortimes.example"
ORDNANCE, PRESS = "http://www.ordnanceweekly.example", "http://www.jointpress.example"
LETTER = "http://www.acquisitionletter.example"
API = "/pf/api/v3/content/fetch/story-feed-sections"


class Answered:
    """What came back for one request."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def get(newsroom: Newsroom, url: str, **headers: str) -> Answered:
    connection = HTTPConnection(urlsplit(newsroom.proxy).netloc, timeout=5)
    connection.request("GET", url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answered = Answered(connection.getresponse())
    connection.close()
    return answered


def carried(edition: int) -> dict[str, str]:
    """URL → story of every article page that an edition serves."""
    told = stories(edition)
    return {page.url: page.story.name for outlet in MASTHEADS.values() for page in carried_by(outlet, told)}


@pytest.mark.parametrize("edition", [1, 2])
def test_truth_names_every_page_of_an_edition_and_no_other(edition: int) -> None:
    expected = {
        url: story["story"]
        for story in TRUTH["story"]
        if edition == 2 or story.get("second") != "new"
        for url in (*story["full"], *story["cut"])
    }
    assert carried(edition) == expected


def test_truth_calls_full_what_shows_the_whole_text() -> None:
    told = {story.name: story for story in stories(2)}
    for entry in TRUTH["story"]:
        story = told[entry["story"]]
        longest = max(len(story.shown(page)) for page in story.pages)
        whole = [page.outlet for page in story.pages if len(story.shown(page)) == longest and not page.lead]
        assert len(whole) == len(entry["full"]), entry["story"]


def test_second_edition_changes_what_truth_says() -> None:
    first, second = ({story.name: story for story in stories(edition)} for edition in (1, 2))
    changed = {}
    for name, story in second.items():
        if name not in first:
            changed[name] = "new"
        elif story.paragraphs != first[name].paragraphs:
            changed[name] = "revision"
        elif story != first[name]:
            changed[name] = "furniture"
    assert changed == {entry["story"]: entry["second"] for entry in TRUTH["story"] if "second" in entry}


def test_article_pages_answer_and_are_counted(newsroom: Newsroom) -> None:
    url = f"{GARRISON}/equipment/2026/10/03/howitzer-crews-find-barrels-wear-out-early/"
    assert "eats its own throat" in get(newsroom, url).text
    get(newsroom, url)
    assert newsroom.asked[url] == 2
    assert newsroom.statuses[url, 200] == 2


def test_host_header_serves_without_a_proxy(newsroom: Newsroom) -> None:
    answered = get(newsroom, "/feed/", Host="www.ordnanceweekly.example")
    assert "<title>Ordnance Weekly</title>" in answered.text


def test_unknown_addresses_are_404_and_unknown_hosts_502(newsroom: Newsroom) -> None:
    assert get(newsroom, f"{ORDNANCE}/2026/10/editors-note-withdrawn/").status == 404
    assert get(newsroom, "http://www.elsewhere.example/").status == 502


def test_unchanged_page_is_304_by_etag_and_by_time(newsroom: Newsroom) -> None:
    feed = f"{ORDNANCE}/feed/"
    etag = get(newsroom, feed).headers["ETag"]
    again = get(newsroom, feed, If_None_Match=etag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)

    page = next(url for url in carried(1) if "casualty-petrakis" in url)
    since = get(newsroom, page).headers["Last-Modified"]
    assert get(newsroom, page, If_Modified_Since=since).status == 304


def test_changed_edition_answers_old_etags_with_the_page(newsroom: Newsroom) -> None:
    url = f"{ANCHOR}/news/your-navy/2026/10/03/carrier-group-told-to-stay-until-december/"
    etag = get(newsroom, url).headers["ETag"]
    newsroom.publish(2)
    answered = get(newsroom, url, If_None_Match=etag)
    assert answered.status == 200
    assert answered.headers["ETag"] != etag


def test_unchanged_pages_keep_their_etags_over_the_editions(newsroom: Newsroom) -> None:
    """News sites' rivers change all day; here only what truth names does, so that fetches can be counted."""
    urls = [
        url for story in TRUTH["story"] if "second" not in story for url in (*story["full"], *story["cut"])
    ]
    for url in urls:
        newsroom.reply(url, {})
    before = {url: newsroom.reply(url, {}).etag for url in urls}
    newsroom.publish(2)
    assert {url for url in urls if newsroom.reply(url, {}).etag != before[url]} == set()


def test_busy_page_asks_for_a_second_then_answers(newsroom: Newsroom) -> None:
    page = next(url for url in carried(1) if "general-officer-assignments" in url)
    busy = get(newsroom, page)
    assert (busy.status, busy.headers["Retry-After"]) == (429, "1")
    assert get(newsroom, page).status == 200


def test_failing_page_recovers(newsroom: Newsroom) -> None:
    page = next(url for url in carried(1) if "submarine-tender" in url)
    assert [get(newsroom, page).status for _ in range(3)] == [500, 200, 200]


def test_moved_page_is_listed_under_its_old_address_and_redirects(newsroom: Newsroom) -> None:
    old = f"{ORDNANCE}/news/gearbox-supplier-files-for-protection/"
    new = f"{ORDNANCE}/2026/10/gearbox-supplier-files-for-protection/"
    feed = get(newsroom, f"{ORDNANCE}/feed/").text
    assert old in feed
    assert new not in feed
    answered = get(newsroom, old)
    assert (answered.status, answered.headers["Location"]) == (301, new)


def test_walled_page_is_403(newsroom: Newsroom) -> None:
    assert get(newsroom, f"{LETTER}/programs/subscriber-database-of-programs").status == 403


def test_broken_feed_is_html_with_status_200(newsroom: Newsroom) -> None:
    answered = get(newsroom, TRUTH["broken_source"][0]["url"])
    assert (answered.status, answered.text[:15]) == (200, "<!DOCTYPE html>")


def test_wrong_charset_is_declared_twice_over_utf8_bytes(newsroom: Newsroom) -> None:
    answered = get(newsroom, f"{ORDNANCE}/2026/10/nordic-order-for-satellite-terminals/")
    assert answered.headers["Content-Type"] == "text/html; charset=ISO-8859-1"
    assert 'charset="ISO-8859-1"' in answered.text
    assert "Märta Öhrnström" in answered.text


def test_future_date_stands_in_the_metadata_alone(newsroom: Newsroom) -> None:
    text = get(newsroom, f"{ORDNANCE}/2026/10/armor-steel-mill-rations-plate/").text
    assert '"datePublished": "2062-' in text
    assert 'datetime="2026-10-09T08:20:00+00:00"' in text


@pytest.mark.parametrize("root", [GARRISON, ANCHOR, ORDNANCE, PRESS, LETTER])
def test_robots_txt_disallows_something(newsroom: Newsroom, root: str) -> None:
    assert "\nDisallow: /" in get(newsroom, f"{root}/robots.txt").text


def test_gzipped_sitemap_lists_every_page_of_the_letter(newsroom: Newsroom) -> None:
    assert f"{LETTER}/sitemap/2026-10.xml.gz" in get(newsroom, f"{LETTER}/sitemap/index.xml").text
    listed = gzip.decompress(get(newsroom, f"{LETTER}/sitemap/2026-10.xml.gz").body).decode()
    assert all(f"<loc>{url}</loc>" in listed for url in carried(1) if url.startswith(LETTER))


@pytest.mark.parametrize("root", [GARRISON, ANCHOR])
def test_sitemap_index_of_a_sister_leads_to_all_its_pages(newsroom: Newsroom, root: str) -> None:
    sitemap = f"{root}/arc/outboundfeeds/sitemap/?outputType=xml"
    assert "from=100" in get(newsroom, f"{root}/arc/outboundfeeds/sitemap-index/?outputType=xml").text
    listed = get(newsroom, sitemap).text + get(newsroom, f"{sitemap}&from=100").text
    assert all(f"<loc>{url}</loc>" in listed for url in carried(1) if url.startswith(root))


def test_news_sitemap_holds_the_last_two_days(newsroom: Newsroom) -> None:
    text = get(newsroom, f"{ANCHOR}/arc/outboundfeeds/sitemap-news/?outputType=xml").text
    assert "crew-of-sunken-trawler" in text
    assert "listening-buoys" not in text
    newsroom.publish(2)
    text = get(newsroom, f"{ANCHOR}/arc/outboundfeeds/sitemap-news/?outputType=xml").text
    assert "<news:publication_date>2026-10-10T09:00:00Z" in text, (
        "a republished page comes back with its date"
    )


def test_load_more_api_pages_through_the_whole_outlet(newsroom: Newsroom) -> None:
    paths, offset = [], 0
    while True:
        asked = quote(json.dumps({"includeSections": "/home", "feedOffset": offset, "feedSize": 5}))
        answer = json.loads(
            get(newsroom, f"{GARRISON}{API}?query={asked}&d=143&_website=garrison-times").body
        )
        paths += [GARRISON + story["canonical_url"] for story in answer["content_elements"]]
        if "next" not in answer:
            break
        offset = answer["next"]
    assert sorted(paths) == sorted(url for url in carried(1) if url.startswith(GARRISON))
    assert answer["count"] == len(paths)


def test_load_more_link_goes_on_in_a_section_and_circles_on_an_article(newsroom: Newsroom) -> None:
    twin = quote('{"includeSections":"/ships","feedSize":4,"feedOffset":4}')
    first = get(newsroom, f"{ANCHOR}/ships/").text
    second = get(newsroom, f"{ANCHOR}/ships/?contentFeatureId=f0fsectionPZXdsP54A&contentQuery={twin}").text
    assert "contentQuery=" in first
    assert "baltic-minehunters" in second
    assert "baltic-minehunters" not in first
    article = f"{ANCHOR}/ships/2026/10/02/baltic-minehunters-hand-the-work-to-robots/"
    assert get(newsroom, f"{article}?contentQuery={twin}").body == get(newsroom, article).body


def test_wordpress_pages_its_listing_and_its_api(newsroom: Newsroom) -> None:
    assert f"{ORDNANCE}/page/2/" in get(newsroom, f"{ORDNANCE}/").text
    posts = get(newsroom, f"{ORDNANCE}/wp-json/wp/v2/posts?per_page=5&page=3")
    assert posts.headers["X-WP-TotalPages"] == "3"
    assert json.loads(posts.body)[-1]["slug"] == "rocket-motor-plant-pours-first-grain"
    assert get(newsroom, f"{ORDNANCE}/wp-json/wp/v2/posts?per_page=5&page=4").status == 400


def test_press_office_feeds_by_content_type_and_pages_by_number(newsroom: Newsroom) -> None:
    feed = get(newsroom, f"{PRESS}/DesktopModules/ArticleCS/RSS.ashx?ContentType=400&Site=7&max=10").text
    assert feed.count("<item>") == 5
    assert "casualty" not in feed
    assert "casualty-fairweather" in get(newsroom, f"{PRESS}/News/Releases/?Page=2").text
