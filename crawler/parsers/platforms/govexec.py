"""GovExec Media: Defense One and its sister outlets."""

import re

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known

_ID = re.compile(r"/\d{4}/\d{2}/[^/]+/(\d+)(?:/|$)")


def recognise(page: Page, head: Head) -> bool:
    """The address `/section/2026/05/slug/4021/` and the body's element together."""
    return _number(page, head) is not None and ADAPTER.container(page) is not None


def read(page: Page, head: Head) -> Known:
    """The id that stays when the slug changes."""
    number = _number(page, head)
    return Known({"story_id": Claim(number[1], "url")} if number else {})


def _number(page: Page, head: Head) -> re.Match[str] | None:
    return _ID.search(page.url) or _ID.search(head.first("og:url"))


ADAPTER = Adapter(name="govexec", recognises=recognise, bodies=("content-body",), read=read)
