"""Discovery: feeds, sitemaps and listings give links with dates, and refuse what they are not."""

import gzip
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import looks_like_article, read_feed, read_listing, read_sitemap
from crawler.discovery.links import moment
from crawler.errors import FeedError
from storage.urls import identity

URL = "https://www.bugle.example/feed"


def rss(items: str) -> bytes:
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'.encode()


def test_a_feed_gives_links_with_their_dates_and_text() -> None:
    body = rss(
        "<item><title>Tank  &amp; crew</title><link>/a</link>"
        "<pubDate>Fri, 20 Nov 2026 05:00:00 -0500</pubDate>"
        "<content:encoded><![CDATA[<p>Whole text.</p>]]></content:encoded></item>"
        "<item><guid isPermaLink='true'>https://www.bugle.example/b</guid></item>"
        "<item><link>mailto:desk@bugle.example</link></item>"
    )
    first, second = read_feed(body, URL).links
    assert (first.url, first.title, first.html) == (
        "https://www.bugle.example/a",
        "Tank & crew",
        "<p>Whole text.</p>",
    )
    assert first.published == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert (second.url, second.published) == ("https://www.bugle.example/b", None)


def test_an_atom_feed_tells_the_last_change_from_the_first_publication() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.example/1"/>
        <published>2026-11-01T10:00:00Z</published><updated>2026-11-02T10:00:00Z</updated></entry></feed>"""
    (link,) = read_feed(body, URL).links
    assert (link.published, link.modified) == (
        datetime(2026, 11, 1, 10, tzinfo=UTC),
        datetime(2026, 11, 2, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><html><body>Access denied</body></html>",
        b"\x00\x01\x02",
        b"<urlset></urlset>",
        b"{}",
    ],
)
def test_what_is_no_feed_is_an_error_and_not_an_empty_feed(body: bytes) -> None:
    with pytest.raises(FeedError, match=r"bugle\.example/feed"):
        read_feed(body, URL)


def test_a_news_sitemap_gives_its_dates() -> None:
    body = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1</loc>
        <lastmod>2026-11-21</lastmod><news:news><news:publication_date>2026-11-20T10:00:00-05:00</news:publication_date>
        <news:title>One &amp; two</news:title></news:news></url></urlset>"""
    (link,) = read_sitemap(body, URL).links
    assert link.published == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert (link.modified, link.title) == (datetime(2026, 11, 21, tzinfo=UTC), "One & two")


def test_a_gzipped_index_names_its_children() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.example/s1.xml</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>"
    (child,) = read_sitemap(gzip.compress(index.encode()), URL).sources
    assert (child.url, child.modified) == ("https://a.example/s1.xml", datetime(2026, 11, 20, tzinfo=UTC))


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b" " * (80 << 20))
    with pytest.raises(FeedError, match="unpacks to more than"):
        read_sitemap(bomb, URL)


def test_entities_of_a_sitemap_are_not_expanded() -> None:
    body = b"""<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset><url><loc>https://a.example/&x;</loc></url></urlset>"""
    assert all(link.url == "https://a.example/" for link in read_sitemap(body, URL).links)


LISTING = "https://www.bugle.example/news/army/"


def test_a_listing_gives_articles_and_not_its_navigation() -> None:
    html = b"""<nav><a href="/news/army/">Army</a><a href="/tag/tanks/">Tanks</a></nav>
        <article><a href="/news/2026/11/20/new-tank-for-crew/">New tank</a>
        <time datetime="2026-11-20T12:00:00Z">3 hours ago</time></article>
        <article><a href="/news/2026/11/19/old-tank/">Old tank</a></article>
        <a href="javascript:void(0)">more</a>"""
    first, second = read_listing(html, LISTING).links
    assert (first.url, first.published) == (
        "https://www.bugle.example/news/2026/11/20/new-tank-for-crew/",
        datetime(2026, 11, 20, 12, tzinfo=UTC),
    )
    assert second.published == datetime(2026, 11, 19, tzinfo=UTC)


def test_a_declared_pattern_decides_what_an_article_is() -> None:
    html = b'<a href="/story/17">One</a><a href="/about-our-long-named-team">Two</a>'
    assert [link.url for link in read_listing(html, LISTING, r"^/story/\d+$").links] == [
        "https://www.bugle.example/story/17"
    ]


CARD = '<a href="/news/2026/11/20/new-tank/">New tank</a>'


@pytest.mark.parametrize(
    ("platform", "url", "more"),
    [
        ("wordpress", "https://b.example/news/", "https://b.example/news/page/2/"),
        ("wordpress", "https://b.example/news/page/9/", "https://b.example/news/page/10/"),
        ("afpims", "https://b.example/News/", "https://b.example/News/?Page=2"),
        ("afpims", "https://b.example/News/?Page=2", "https://b.example/News/?Page=3"),
        ("", "https://b.example/news/", ""),
    ],
)
def test_the_next_page_by_platform(platform: str, url: str, more: str) -> None:
    assert read_listing(CARD.encode(), url, platform=platform).more == more


def test_the_next_page_by_its_link() -> None:
    html = CARD + '<a class="next page-numbers" href="/news/army/page/2/">Next</a>'
    assert (
        read_listing(html.encode(), LISTING, platform="wordpress").more
        == "https://www.bugle.example/news/army/page/2/"
    )


def test_an_empty_page_is_the_last_one() -> None:
    assert read_listing(b"<p>Nothing found</p>", LISTING, platform="wordpress").more == ""


QUERY = {"includeSections": "/news/army", "feedSize": 10, "feedOffset": 10}
HREF = f"/news/army/?contentFeatureId=f0&contentQuery={quote(json.dumps(QUERY))}"
BUTTON = f'<a class="PaginateLink__LoadMore-sc-1" href="{HREF}">Load More</a>'
FUSION = '<script id="fusion-metadata">Fusion.arcSite="bugle";Fusion.deployment="143";</script>'


def test_load_more_is_the_api_where_the_page_shows_its_parameters() -> None:
    more = read_listing((FUSION + CARD + BUTTON).encode(), LISTING, platform="arc").more
    query = dict(parse_qsl(urlsplit(more).query))
    assert urlsplit(more).path == "/pf/api/v3/content/fetch/story-feed-sections"
    assert (json.loads(query["query"]), query["d"], query["_website"]) == (QUERY, "143", "bugle")


def test_load_more_is_the_plain_link_where_it_does_not() -> None:
    assert "contentQuery=" in read_listing((CARD + BUTTON).encode(), LISTING, platform="arc").more


def test_the_api_is_read_until_its_count() -> None:
    story = {
        "canonical_url": "/news/2026/11/20/new-tank/",
        "display_date": "2026-11-20T12:00:00Z",
        "headlines": {"basic": "New tank"},
    }
    url = f"https://www.bugle.example/pf/api/v3/content/fetch/story-feed-sections?query={quote(json.dumps(QUERY))}&d=143"
    page = read_listing(json.dumps({"content_elements": [story], "count": 12}).encode(), url)
    assert (page.links[0].url, page.links[0].title) == (
        "https://www.bugle.example/news/2026/11/20/new-tank/",
        "New tank",
    )
    assert json.loads(dict(parse_qsl(urlsplit(page.more).query))["query"])["feedOffset"] == 11
    assert read_listing(json.dumps({"content_elements": [story], "count": 11}).encode(), url).more == ""


def test_wordpress_posts_are_read_page_by_page() -> None:
    posts = [
        {"link": f"https://b.example/{n}", "date_gmt": "2026-11-20T12:00:00", "title": {"rendered": "T"}}
        for n in (1, 2)
    ]
    page = read_listing(json.dumps(posts).encode(), "https://b.example/wp-json/wp/v2/posts?per_page=2")
    assert [link.published for link in page.links] == [datetime(2026, 11, 20, 12, tzinfo=UTC)] * 2
    assert page.more == "https://b.example/wp-json/wp/v2/posts?per_page=2&page=2"
    assert (
        read_listing(json.dumps(posts[:1]).encode(), "https://b.example/wp-json/wp/v2/posts?per_page=2").more
        == ""
    )


@pytest.mark.parametrize("body", [b"", b'{"error": 1}', b"[1, 2]", b"{broken"])
def test_a_listing_that_cannot_be_read_is_an_error(body: bytes) -> None:
    with pytest.raises(FeedError):
        read_listing(body, LISTING)


@pytest.mark.parametrize(
    "spelling",
    [
        "http://bugle.example/a/b",
        "https://www.bugle.example/a/b/",
        "https://bugle.example/a/b/?utm_source=x#top",
        "https://www.bugle.example:443/a/b/?contentFeatureId=f0&contentQuery=%7B%7D",
    ],
)
def test_spellings_of_one_address_have_one_identity(spelling: str) -> None:
    assert identity(spelling) == "bugle.example/a/b"


def test_ids_in_the_query_are_part_of_the_identity() -> None:
    assert identity("https://b.example/?p=1") != identity("https://b.example/?p=2")


@pytest.mark.parametrize(
    "path", ["/news/", "/tag/a-long-tag-of-words", "/author/jane-doe-of-the-desk", "/about"]
)
def test_the_general_shape_leaves_out_what_is_no_article(path: str) -> None:
    assert not looks_like_article(f"https://b.example{path}")


READERS = (read_feed, read_sitemap, read_listing)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<rss><channel><item>", b"<urlset><url><loc>", b"[{", b"\x1f\x8b\x08\x00"]),
)
def test_no_bytes_break_a_reader(tail: bytes, head: bytes) -> None:
    for read in READERS:
        try:
            discovery = read(head + tail, URL)
        except FeedError:
            continue
        assert all(link.url.startswith("http") for link in discovery.links)


@given(st.text(max_size=40))
def test_a_date_is_aware_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is not None
