"""AFPIMS: the press sites of the US Department of Defense, on DotNetNuke."""

import re
from collections.abc import Iterator

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known, having, text_of

_MODULE = "/desktopmodules/articlecs"
_ARTICLE_ID = re.compile(r"/Article(?:View)?/(\d{4,})(?:/|$)", re.IGNORECASE)
_VIEW = "adetail article-view"


def recognise(page: Page, head: Head) -> bool:
    """The article module of AFPIMS, by its stylesheet or its element, whichever host serves it."""
    if any(_MODULE in address.lower() for address in head.links.get("stylesheet", ())):
        return True
    return bool(_ARTICLE_ID.search(page.url)) and _view(page) is not None


def read(page: Page, head: Head) -> Known:
    """Title, day, id, section and tags; a contracts page carries its day in the title alone."""
    view = _view(page)
    number = _ARTICLE_ID.search(page.url) or _ARTICLE_ID.search(head.first("og:url"))
    if view is None:
        return Known(kind="" if number else "listing")
    title = text_of(having(view, "maintitle", "h1"))
    section = text_of(having(view, "content-type-text")) or next(_filed(view, "Category"), "")
    claims = {
        "title": Claim(title, "selector"),
        "authors": Claim(authors.names(_bylines(view)), "selector"),
        "section": Claim(section, "selector"),
        "tags": Claim(tuple(_filed(view, "Tag")), "selector"),
    }
    for text in (*_days(view), title):
        day = dates.moment(text, month_first=True)
        if day is not None:
            claims["published"] = Claim(day, "selector")
            break
    if number:
        claims["story_id"] = Claim(number[1], "url")
    return Known(claims)


def _view(page: Page) -> Element | None:
    return next(having(page.tree, _VIEW, "div", "section"), None)


def _days(view: Element) -> list[str]:
    """``Dec. 2, 2026`` under the headline, ``Published May 4, 2026`` on the services' sites."""
    return [plain("".join(one.itertext())) for one in having(view, "date") if one.tag != "time"][:3]


def _filed(view: Element, kind: str) -> Iterator[str]:
    """What it is filed under, by links such as ``/News/Tag/1520/refueling/`` and ``/News/Category/760/``."""
    place = re.compile(rf"/{kind}/\d+/", re.IGNORECASE)
    links = (link for link in view.iter("a") if place.search(link.get("href") or ""))
    return filter(None, (plain("".join(link.itertext())) for link in links))


def _bylines(view: Element) -> list[str]:
    """``By Jane Doe, DOD News`` beside the day, as an element of its own or an item of the info list."""
    named = [plain("".join(one.itertext())) for one in having(view, "author byline")]
    items = (plain("".join(item.itertext())) for item in view.iter("li"))
    return named[:1] or [text for text in items if text.startswith("By ")][:1]


ADAPTER = Adapter(
    name="afpims",
    recognises=recognise,
    bodies=("body",),
    within=frozenset(_VIEW.split()),
    read=read,
)
