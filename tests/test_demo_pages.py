"""Every article page of the newsroom, read by `parse` and held against the story it was made from."""

import pytest

from crawler.demo.markup import Carried
from crawler.demo.press import ANCHOR, GARRISON, MASTHEADS, PRESS_OFFICE, address, carried_by
from crawler.demo.server import newsroom
from crawler.demo.story import stories
from crawler.errors import NotAnArticle
from crawler.parsers import parse
from storage import Article

EDITIONS = {edition: newsroom(edition) for edition in (1, 2)}
FIRST = [page for outlet in MASTHEADS.values() for page in carried_by(outlet, stories(1))]
SECOND = [
    page for outlet in MASTHEADS.values() for page in carried_by(outlet, stories(2)) if page not in FIRST
]
PAGES = [*((1, page) for page in FIRST), *((2, page) for page in SECOND)]


def body(edition: int, carried: Carried) -> bytes:
    return EDITIONS[edition][MASTHEADS[carried.page.outlet].host].pages[carried.path][-1].body


@pytest.fixture(scope="module")
def articles() -> dict[tuple[int, str], Article]:
    return {(edition, page.url): parse(body(edition, page), page.url) for edition, page in PAGES}


def every_page(function):
    return pytest.mark.parametrize(
        ("edition", "carried"), PAGES, ids=[f"{edition}-{page.url[7:]}" for edition, page in PAGES]
    )(function)


@every_page
def test_text_is_the_story_and_nothing_of_the_page(articles, edition: int, carried: Carried) -> None:
    assert articles[edition, carried.url].text.split("\n\n") == carried.text.split("\n\n")


@every_page
def test_title_authors_and_access(articles, edition: int, carried: Carried) -> None:
    article = articles[edition, carried.url]
    assert article.title == carried.title
    assert article.authors == carried.authors
    assert article.access == ("teaser" if carried.page.teaser else "full")
    assert article.language in ("en", "en-US")


@every_page
def test_published_to_the_minute_where_the_page_says_it(articles, edition: int, carried: Carried) -> None:
    published = articles[edition, carried.url].published
    if carried.page.outlet == PRESS_OFFICE.name:  # AFPIMS prints the day alone
        assert published.date() == carried.published.date()
    else:
        assert published == carried.published


@every_page
def test_identity(articles, edition: int, carried: Carried) -> None:
    """The publisher's own id, and the address that stands for the article wherever it is shown."""
    article, story = articles[edition, carried.url], carried.story
    if carried.page.outlet in (GARRISON.name, ANCHOR.name):
        owner = next(page for page in story.pages if page.outlet == story.canonical)
        assert article.canonical_url == address(story, owner)
        assert article.story_id == story.ans_id or carried.page.quirk == "dom-only"
    elif carried.page.outlet == PRESS_OFFICE.name:
        assert article.canonical_url == carried.url.removesuffix(f"{story.name}/")
        assert article.story_id == str(story.number)
    else:
        assert article.canonical_url == carried.url


def test_a_change_of_the_text_is_the_only_change_that_shows(articles) -> None:
    revised = [
        page.story.name
        for page in SECOND
        if (1, page.url) in articles and articles[1, page.url].text != articles[2, page.url].text
    ]
    assert revised == ["bridge-company-opens-road-to-flooded-valley"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://www.garrisontimes.example/video/2026/10/08/bridging-boats-at-work/", "video"),
        ("http://www.ordnanceweekly.example/gallery/the-stands-in-pictures/", "gallery"),
        ("http://www.garrisontimes.example/equipment/", "listing"),
        ("http://www.anchortimes.example/tags/frigates/", "listing"),
        ("http://www.ordnanceweekly.example/category/land/", "listing"),
    ],
)
def test_what_is_no_article_says_what_it_is(url: str, kind: str) -> None:
    host, path = url.removeprefix("http://").split("/", 1)
    with pytest.raises(NotAnArticle) as refused:
        parse(EDITIONS[1][host].answer(f"/{path}", 0).body, url)
    assert refused.value.kind == kind
