"""A teaser is short, and the page says or shows that the rest costs."""

import json

import pytest

from crawler.parsers import parse

SENTENCE = "The frigate came back to Port Merrow after eleven months in dock, the ministry said on Monday. "
PAID = (
    '<script type="application/ld+json">'
    '{"@type":"NewsArticle","headline":"Frigate returns","isAccessibleForFree":false}</script>'
)
WALL = '<div class="article-paywall"><p>Subscribe to continue reading.</p></div>'


def read(paragraphs: int, head: str = "", tail: str = "") -> str:
    text = f"<h1>Frigate returns</h1>{f'<p>{SENTENCE}</p>' * paragraphs}"
    html = f"<html><head>{head}</head><body><article>{text}</article>{tail}</body></html>"
    return parse(html, "https://www.defenceledger.example/2026/05/04/frigate/").access


@pytest.mark.parametrize(
    ("paragraphs", "head", "tail", "access"),
    [
        (3, PAID, WALL, "teaser"),
        (3, PAID, "", "teaser"),
        (3, "", WALL, "teaser"),
        (12, PAID, WALL, "teaser"),
        (12, PAID, "", "full"),  # hidden by a script, sent in full
        (40, PAID, WALL, "full"),
        (12, "", WALL, "full"),
        (3, "", "", "full"),
    ],
)
def test_access(paragraphs: int, head: str, tail: str, access: str) -> None:
    assert read(paragraphs, head, tail) == access


def test_the_paid_part_itself_is_no_barrier() -> None:
    paid = f'<div class="entry-content paywall">{f"<p>{SENTENCE}</p>" * 4}</div>'
    assert read(0, tail=paid) == "full"
    assert read(0, tail=paid.replace("entry-content ", "") + WALL) == "teaser"


@pytest.mark.parametrize(
    ("paragraphs", "code", "access"), [(3, "premium", "teaser"), (40, "premium", "full"), (3, "free", "full")]
)
def test_arc_says_so_itself(paragraphs: int, code: str, access: str) -> None:
    ans = {
        "type": "story",
        "headlines": {"basic": "Frigate returns"},
        "content_restrictions": {"content_code": code},
        "content_elements": [{"type": "text", "content": SENTENCE}] * paragraphs,
    }
    assert read(0, f"<script>Fusion.globalContent={json.dumps(ans)};</script>") == access
