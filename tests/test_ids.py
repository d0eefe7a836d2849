"""A story's own id is believed where two places of the page agree on it."""

import pytest

from crawler.parsers import parse

TEXT = "".join(f"<p>On day {day} the frigate sailed past Port Merrow twice.</p>" for day in range(9))
JSON_LD = '<script type="application/ld+json">{"@type":"NewsArticle","identifier":%s}</script>'
META = '<meta name="%s" content="4021377">'


def story_id(head: str = "", path: str = "/frigate-returns/", body: str = "", article: str = "") -> str:
    inside = f"<article {article}><h1>A frigate</h1>{TEXT}</article>"
    html = f"<html><head>{head}</head><body {body}>{inside}</body></html>"
    return parse(html, f"https://www.defenceledger.example{path}").story_id


@pytest.mark.parametrize(
    "given",
    [
        # a tag and the address
        {"head": JSON_LD % "4021377", "path": "/navy/4021377/frigate-returns"},
        {"head": JSON_LD % '{"@type":"PropertyValue","value":"4021377"}', "path": "/a.php?id=4021377"},
        {"head": META % "article:id", "path": "/frigate-returns-4021377.html"},
        {"article": 'data-post-id="4021377"', "path": "/frigate-returns_4021377"},
        # two tags
        {"head": META % "parsely-post-id", "article": 'data-article-id="4021377"'},
        {"head": JSON_LD % "4021377" + META % "dc.identifier"},
        {
            "head": '<link rel="shortlink" href="https://x.example/?p=4021377">',
            "body": 'class="postid-4021377"',
        },
    ],
)
def test_two_places_agree(given: dict[str, str]) -> None:
    assert story_id(**given) == "4021377"


@pytest.mark.parametrize(
    "given",
    [
        {"head": META % "article:id"},  # alone it may be the template's
        {"head": META % "article:id" + META % "post_id"},  # two names, one place
        {"head": META % "article:id", "path": "/frigate-14021377/"},
        {"head": JSON_LD % "2026", "path": "/2026/frigate/"},
        {"head": JSON_LD % "20260504", "path": "/20260504/frigate/"},
        {"head": JSON_LD % '"frigate-returns"', "path": "/frigate-returns/"},  # a slug changes
        {"head": JSON_LD % '["", null, {"value": {}}]', "path": "/4021377/"},
    ],
)
def test_what_may_be_anything_is_no_id(given: dict[str, str]) -> None:
    assert story_id(**given) == ""


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="shortlink" href="https://x.example/?p=4021377">', ""),
        (
            '<link rel="alternate" type="application/json" href="https://x.example/wp-json/wp/v2/posts/4021377">',
            "",
        ),
        ("", 'class="single single-post postid-4021377"'),
    ],
)
def test_wordpress_writes_the_number_in_three_places(head: str, body: str) -> None:
    generator = '<meta name="generator" content="WordPress 6.5">'
    assert story_id(generator + head, body=body) == "4021377"


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("https://x.example/node/4021377", "4021377"),
        ("/node/4021377", "4021377"),
        ("/es/node/4021377", "4021377.es"),
    ],
)
def test_a_translation_on_drupal_is_another_story(link: str, number: str) -> None:
    assert (
        story_id(f'<meta name="Generator" content="Drupal 10"><link rel="shortlink" href="{link}">') == number
    )


@pytest.mark.parametrize(("ending", "language"), [("", ""), (".cy", ".cy")])
def test_a_translation_on_gov_uk_is_another_story(ending: str, language: str) -> None:
    head = '<meta name="govuk:content-id" content="1b2c-4d"><meta name="govuk:format" content="news_story">'
    assert story_id(head, f"/government/news/frigate{ending}") == f"1b2c-4d{language}"
