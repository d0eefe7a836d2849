"""What WordPress gives besides pages: the content of its feeds and the records of its JSON API."""

import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.errors import ParseError
from crawler.parsers.platforms import wordpress

CONTENT = """
<p>The minesweeper Tern left Port Merrow on Tuesday with two engines and 41 sailors.</p>
<figure class="wp-block-image"><img src="/tern.jpg"><figcaption>The Tern at the pier.</figcaption></figure>
<h2>Twice as fast</h2>
<p>She made 17 knots on her first day, against 8.5 before the refit, which took eleven months.</p>
<p>Two sister ships were sold for parts to pay for the work of the yard.</p>
"""
POST: dict[str, Any] = {
    "id": 4021,
    "link": "https://breakingdesk.example/2026/05/tern-sails/?utm_source=api",
    "date_gmt": "2026-05-05T08:00:00",
    "modified_gmt": "2026-05-05T09:30:00",
    "title": {"rendered": "The Tern sails &#8211; with two engines"},
    "excerpt": {"rendered": "<p>The refit took eleven months.</p>"},
    "content": {"rendered": CONTENT},
    "_embedded": {"author": [{"name": "Tomas Reyes"}]},
}


def test_the_content_of_a_feed() -> None:
    text = wordpress.paragraphs(CONTENT)
    assert [paragraph.split()[0] for paragraph in text] == ["The", "Twice", "She", "Two"]


def test_a_record_of_the_api() -> None:
    article = wordpress.article(POST)
    assert article.title == "The Tern sails – with two engines"
    assert article.authors == ("Tomas Reyes",)
    assert article.published == datetime(2026, 5, 5, 8, tzinfo=UTC)
    assert article.modified == datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
    assert article.canonical_url == "https://breakingdesk.example/2026/05/tern-sails/"
    assert article.story_id == "4021"
    assert article.summary == "The refit took eleven months."
    assert set(article.provenance.values()) == {"feed"}


@pytest.mark.parametrize(
    "broken", [{}, {"link": None}, {"link": POST["link"], "content": []}, {**POST, "content": {}}]
)
def test_a_record_without_link_or_text_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ParseError, match="no link or no text"):
        wordpress.article(broken)


@pytest.mark.parametrize("field", sorted(POST))
@pytest.mark.parametrize("value", [None, 7, [], {"rendered": 7}, "x"])
def test_a_record_of_the_wrong_types(field: str, value: Any) -> None:
    with contextlib.suppress(ParseError):
        wordpress.article({**POST, field: value})
