"""AFPIMS: the press sites of the US Department of Defense, on DotNetNuke."""

import re

from lxml import etree

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known, class_is, first, found, having

_ARTICLE_ID = re.compile(r"/Article(?:View)?/(\d{4,})(?:/|$)", re.IGNORECASE)
_VIEW = etree.XPath(f"//{having('adetail article-view', 'div')}")
_BODY = etree.XPath(f"//{having('adetail article-view', 'div')}//{having('body', 'div')}")
_TITLE = etree.XPath(f"//{having('maintitle', 'h1')}")
_DATE = etree.XPath(f"//{having('date-line info')}//{having('date')}")
_BYLINE = etree.XPath(
    f"//{having('adetail article-view')}//*[{class_is('author byline')} or "
    "(self::li and starts-with(normalize-space(), 'By '))]"
)
_FURNITURE = etree.XPath(f".//{having('subscribe media-inline related social-block gallery')}")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The article module of AFPIMS, whichever of its hundreds of hosts serves it."""
    return bool(found(_VIEW, page.tree))


def read(page: Page, head: Head) -> Known:
    """Title, day and id; a contracts page carries its day in the title alone."""
    title = first(_TITLE, page.tree)
    claims: dict[str, Claim] = {"title": Claim(title, "selector")}
    published = dates.moment(first(_DATE, page.tree), month_first=True) or dates.moment(
        title, month_first=True
    )
    if published is not None:
        claims["published"] = Claim(published, "selector")
    people = authors.either([first(_BYLINE, page.tree)])
    if people:
        claims["authors"] = Claim(people, "selector")
    number = _ARTICLE_ID.search(page.url) or _ARTICLE_ID.search(head.first("og:url"))
    if number:
        claims["story_id"] = Claim(number[1], "url")
    return Known(claims)


ADAPTER = Adapter(name="afpims", recognises=recognise, bodies=(_BODY,), furniture=_FURNITURE, read=read)
