"""GovExec Media: Defense One and its sister outlets."""

import re

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known

_ID = re.compile(r"/\d{4}/\d{2}/[^/]+/(\d+)(?:/|$)")


def recognise(page: Page, head: Head) -> bool:
    """The address `/section/2026/05/slug/4021/` and the body's element together."""
    return (
        bool(_ID.search(page.url) or _ID.search(head.first("og:url"))) and ADAPTER.container(page) is not None
    )


def read(page: Page, head: Head) -> Known:
    """The id that stays when the slug changes."""
    number = _ID.search(page.url) or _ID.search(head.first("og:url"))
    return Known({"story_id": Claim(number[1], "url")} if number else {})


ADAPTER = Adapter(
    name="govexec",
    recognises=recognise,
    bodies=("content-body",),
    furniture=frozenset("ad newsletter article-social-share".split()),
    furniture_parts=tuple(
        "related-articles privacy-bar privacy-modal interstitial-ad article-top-ad".split()
    ),
    read=read,
)
