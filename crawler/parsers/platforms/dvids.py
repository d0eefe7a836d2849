"""DVIDS: the US military's news wire.

Its texts arrive as they were typed, a ``<br/>`` in the middle of sentences and two between paragraphs; the
general reader takes one as a space.
"""

import re
from datetime import datetime

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known, having, text_of

_ID = re.compile(r"/news/(\d+)(?:/|$)")
_TAG = re.compile(r"/tags/(?:news/)?[^/]+$")
_ASSET = re.compile(r"/(image|graphics?|video|audio|webcast)/(?:embed/)?\d+(?:/|$)")


def recognise(page: Page, head: Head) -> bool:
    """The wire's own name in the page's head, and a news asset's container or another asset's address."""
    own = "dvids" in f"{page.url} {head.first('og:site_name')} {head.links.get('canonical', '')}".lower()
    return own and (ADAPTER.container(page) is not None or bool(_ASSET.search(page.url)))


def read(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """Title, author or unit, number, tags, and the day of posting from the asset's own table."""
    asset = _ASSET.search(page.url)
    if asset:
        return Known(kind="video" if asset[1] in ("video", "audio", "webcast") else "gallery")
    about = next(having(page.tree, "asset_information"), page.tree)
    lines = [plain("".join(line.itertext())) for line in about.iter("h3")]
    byline = [line for line in lines if line.startswith("Story by")]
    unit = [text_of(having(page.tree, "the_unit", "h3"))]
    claims = {
        "title": Claim(text_of(having(page.tree, "asset-title", "h1")), "selector"),
        "authors": Claim(authors.names(byline) or authors.names(unit), "selector"),
        "published": Claim(_day(page), "selector"),
        "tags": Claim(_tags(page), "selector"),
    }
    number = _ID.search(page.url)
    if number:
        claims["story_id"] = Claim(number[1], "url")
    return Known(claims)


def _tags(page: Page) -> tuple[str, ...]:
    links = (link for link in page.tree.iter("a") if _TAG.search(link.get("href") or ""))
    return tuple(dict.fromkeys(text for link in links if (text := plain("".join(link.itertext())))))


def _day(page: Page) -> datetime | None:
    """When the asset was posted, else taken, by its table of details."""
    rows = [plain(" ".join(row.itertext())) for row in page.tree.iter("tr")]
    for label in ("Date Posted:", "Date Taken:"):
        for row in rows:
            if row.startswith(label):
                day = row.removeprefix(label).replace(".", "/")  # 05.04.2026 is the fourth of May
                return dates.moment(day, month_first=True)
    return None


ADAPTER = Adapter(name="dvids", recognises=recognise, bodies=("asset_news_container",), read=read)
