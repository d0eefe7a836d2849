"""Of several sources the surest that can be believed, and each field says which."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.parsers import parse
from storage import Article

URL = "https://www.defenceledger.example/navy/2026/05/04/frigate-returns-to-harbour/"
TEXT = "".join(
    f"<p>On day {day} of the trials the frigate sailed past Port Merrow twice.</p>" for day in range(9)
)


def read(
    head: str = "", header: str = "<h1>Frigate returns to harbour</h1>", url: str = URL, lang: str = "en"
) -> Article:
    html = f'<html lang="{lang}"><head>{head}</head><body><article>{header}{TEXT}</article></body></html>'
    return parse(html, url)


def ld(**values: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_json_ld_goes_before_meta_and_meta_before_the_page() -> None:
    header = '<h1>Frigate returns</h1><p>By Ann Marsh</p><time datetime="2026-05-04T12:00Z"></time>'
    tags = meta("author", "Bo Lindqvist") + meta("article:published_time", "2026-05-04T11:00:00Z")
    both = ld(author={"@type": "Person", "name": "Ines Okafor"}, datePublished="2026-05-04T10:00:00Z") + tags
    for head, author, hour, source in (
        (both, "Ines Okafor", 10, "json-ld"),
        (tags, "Bo Lindqvist", 11, "meta"),
        ("", "Ann Marsh", 12, "selector"),
    ):
        article = read(head, header)
        assert article.authors == (author,)
        assert article.published == datetime(2026, 5, 4, hour, tzinfo=UTC)
        assert article.provenance["authors"] == article.provenance["published"] == source


def test_the_address_tells_the_day_where_nothing_else_does() -> None:
    article = read()
    assert article.published == datetime(2026, 5, 4, tzinfo=UTC)
    assert article.provenance["published"] == "url"
    assert article.section == "navy"


def test_a_day_that_the_address_contradicts_is_another_one_s() -> None:
    founded = read(header='<h1>Frigate returns</h1><p class="date">11/1/2011</p>')
    assert (founded.published, founded.provenance["published"]) == (datetime(2026, 5, 4, tzinfo=UTC), "url")
    day_before = read(header='<h1>Frigate returns</h1><p class="date">3 May 2026</p>')
    assert day_before.published == datetime(2026, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize("stated", ["2999-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "0001-01-01", "soon", ""])
def test_a_date_that_cannot_be_is_asked_of_the_next_source(stated: str) -> None:
    article = read(ld(datePublished=stated) + meta("article:published_time", "2026-05-04T11:00:00Z"))
    assert article.published == datetime(2026, 5, 4, 11, tzinfo=UTC)
    assert article.provenance["published"] == "meta"


def test_a_time_without_a_zone_is_in_the_zone_of_the_page_s_other_times() -> None:
    stated = {"datePublished": "2026-05-04T10:00:00", "dateModified": "2026-05-04T12:00:00+02:00"}
    assert read(ld(**stated)).published == datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert read(ld(datePublished="2026-05-04T10:00:00")).published == datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_a_change_is_apart_from_the_publication_and_never_before_it() -> None:
    article = read(ld(datePublished="2026-05-04T10:00:00Z", dateModified="2026-05-05T10:00:00Z"))
    assert article.modified is not None
    assert article.published is not None
    assert article.modified - article.published == timedelta(days=1)
    assert (
        read(ld(datePublished="2026-05-04T10:00:00Z", dateModified="2026-05-03T10:00:00Z")).modified is None
    )


def test_americans_write_the_month_first() -> None:
    header = '<h1>Frigate returns</h1><span class="date">05/06/2026</span>'
    url = "https://www.defenceledger.example/frigate-returns-to-harbour"
    assert read("", header, url, "en-US").published == datetime(2026, 5, 6, tzinfo=UTC)
    assert read("", header, url, "de").published == datetime(2026, 6, 5, tzinfo=UTC)


FIRST = '<time datetime="2026-05-04T08:00Z">May 4</time>'
CHANGE = '<time datetime="2026-05-05T09:00Z">May 5</time>'


@pytest.mark.parametrize(
    "shown",
    [
        f"<p>Updated {CHANGE}</p>{FIRST}",
        f"<p>Mis à jour le {CHANGE} publié le {FIRST}</p>",
        f"<span>Aktualisiert</span> {CHANGE} <span>Veröffentlicht</span> {FIRST}",
        CHANGE.replace("time ", 'time class="modified-date" ') + FIRST,
        CHANGE.replace("May", "Actualizado el 5 de mayo") + '<p class="date">2026-05-04 08:00 UTC</p>',
    ],
)
def test_a_line_that_says_updated_is_no_publication(shown: str) -> None:
    article = read("", f"<h1>Frigate returns to harbour</h1>{shown}")
    assert article.published == datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert article.modified == datetime(2026, 5, 5, 9, tzinfo=UTC)


def test_times_of_other_stories_are_not_the_story_s() -> None:
    card = '<a href="/other/"><h3>Another</h3><time datetime="2026-04-01T08:00Z"></time></a>'
    card += '<li><a href="/third/">A third story here</a><span class="date">3 April 2026</span></li>'
    river = '<div class="related"><time datetime="2026-04-02T08:00Z"></time></div>'
    shown = '<p class="when">4 May 2026, 08:00</p>'
    article = read("", f"{card}<h1>Frigate returns to harbour</h1>{river}{shown}")
    assert article.published == datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert article.modified is None


@pytest.mark.parametrize(("host", "hour"), [("www.seeblick.de", 8), ("seeblick.com", 10)])
def test_a_time_without_a_zone_is_that_of_the_outlet_s_country(host: str, hour: int) -> None:
    article = read("", "<h1>Fregatte kehrt zurück</h1><p>04.05.2026, 10:00 Uhr</p>", f"https://{host}/f")
    assert article.published == datetime(2026, 5, 4, hour, tzinfo=UTC)


CANONICAL = [
    # what the page states, what it was fetched from, what is believed
    (URL, f"{URL}?utm_source=rss", URL),
    ("/navy/2026/05/04/frigate-returns-to-harbour/", f"{URL}?page=2", URL),
    (URL.replace("https", "http"), URL, URL),
    (f"{URL}/", URL, URL),
    ("https://www.defenceledger.example/frigate-4021", URL, "https://www.defenceledger.example/frigate-4021"),
    ("https://amp.defenceledger.example/navy/frigate", URL, "https://amp.defenceledger.example/navy/frigate"),
    # a sister outlet that shows the same story
    (URL.replace("defence", "fleet"), URL, URL.replace("defence", "fleet")),
    # not believed
    ("https://www.defenceledger.example/", URL, URL),
    ("https://www.defenceledger.example/navy/", URL, URL),
    ("https://cdn.example/landing", URL, URL),
    ("javascript:void(0)", URL, URL),
    ("", f"{URL}?fbclid=1#top", URL),
    ("https://www.defenceledger.example/?p=4021", "https://www.defenceledger.example/?p=4021&utm_source=x",
     "https://www.defenceledger.example/?p=4021"),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "fetched", "believed"), CANONICAL)
def test_canonical_url(stated: str, fetched: str, believed: str) -> None:
    assert read(f'<link rel="canonical" href="{stated}">', url=fetched).canonical_url == believed
    assert read(meta("og:url", stated), url=fetched).canonical_url == believed


def test_names_of_meta_tags_are_read_however_they_are_written() -> None:
    for name in (
        "article:published_time",
        "article:published:time",
        "articlePublishedTime",
        "ARTICLE.PUBLISHED_TIME",
    ):
        assert read(meta(name, "2026-05-04T11:00:00Z")).provenance["published"] == "meta"


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="byline"><span><b>Ines Okafor</b> Deputy Content Director</span></div>',
        '<div itemprop="author"><span itemprop="name">Ines Okafor</span><span>Harbour bureau</span></div>',
        '<p>By Ines Okafor in Port Merrow</p>',
        '<figure><span class="author">Bo Lindqvist</span></figure><span class="author">Ines Okafor</span>',
        '<a href="/authors/ines-okafor">Ines Okafor</a>',
        '<div class="author"><a class="author-name">Ines Okafor</a> <i>WATCH LIVE</i></div>',
        "<p>By contrast, no other frigate has been at sea this year, as it said.</p><p>By Ines Okafor</p>",
    ],
)  # fmt: skip
def test_a_byline_that_the_page_shows(shown: str) -> None:
    other = '<span class="byline">By Ann Marsh</span>'  # of the story before this one
    assert read("", f"{other}<h1>Frigate returns to harbour</h1>{shown}").authors == ("Ines Okafor",)


@pytest.mark.parametrize(
    "other",
    [
        '<a href="/x/">Tug sinks<div class="authors">von Bo Lindqvist</div></a>',
        '<article><a href="/x/">Tug sinks at its pier</a><b class="author">Bo Lindqvist</b></article>',
        '<div class="card__author">Bo Lindqvist</div>',
        '<blockquote><p>“It works.”</p><p class="author">Bo Lindqvist</p></blockquote>',
    ],
)
def test_a_byline_of_a_card_or_a_quotation_is_not_the_story_s(other: str) -> None:
    shown = '<span class="author">Ines Okafor</span>'
    assert read("", f"<h1>Frigate returns to harbour</h1>{other}{shown}").authors == ("Ines Okafor",)


def test_seo_plugin_names_the_author_behind_a_label() -> None:
    head = meta("twitter:label1", "Written by") + meta("twitter:data1", "Ines Okafor, Bo Lindqvist")
    assert read(head).authors == ("Ines Okafor", "Bo Lindqvist")
    assert read(meta("author", "Ines Okafor") + head).authors == ("Ines Okafor", "Bo Lindqvist")


def test_the_rest_of_the_fields() -> None:
    article = read(
        ld(
            articleSection=["Navy", "Ships"],
            keywords="frigates, navy, refit",
            image=[{"@type": "ImageObject", "url": "/img/1.jpg"}],
            description="The <b>refit</b> took&nbsp;eleven months.",
            inLanguage="en-GB",
        )
    )
    assert article.section == "Navy"
    assert article.tags == ("frigates", "navy", "refit")
    assert article.image_url == "https://www.defenceledger.example/img/1.jpg"
    assert article.summary == "The refit took eleven months."
    assert article.language == "en"


def test_a_page_stored_without_its_head_takes_its_title_from_the_address() -> None:
    article = read(header="")
    assert article.title == "Frigate returns to harbour"
    assert article.provenance["title"] == "url"


def test_the_beginning_of_the_text_is_no_summary() -> None:
    cut = "On day 0 of the trials the frigate sailed past Port Merrow twice. On day 1 of the …"
    article = read(meta("og:description", cut))
    assert article.summary == ""
    assert "summary" not in article.provenance


def test_a_cut_gives_way_to_what_an_editor_wrote() -> None:
    cut = "On day 0 of the trials the frigate sailed past Port Merrow twice. On day 1 of the …"
    json_ld = f'<script type="application/ld+json">{{"@type":"Article","description":"{cut}"}}</script>'
    article = read(json_ld + meta("og:description", "Eleven months in dock are over."))
    assert article.summary == "Eleven months in dock are over."
    assert article.provenance["summary"] == "meta"


def test_who_the_authors_are_is_not_the_story() -> None:
    last = "Bo Lindqvist is the yard's new owner."
    bio = "Dr. Ines Okafor teaches logistics at the naval school."
    story = f"<h1>Frigate returns to harbour</h1>{TEXT}<p>{last}</p><p>{bio}</p>"
    head = meta("author", "Ines Okafor")
    assert parse(f"<head>{head}</head><article>{story}</article>", URL).text.endswith(last)
