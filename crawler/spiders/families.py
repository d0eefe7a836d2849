"""What the outlets of one platform share: the sources that every site of it has, and the shapes of addresses.

The marks of evidence are the declarations' own: an outlet is confirmed where its sources were seen to answer
as declared; every other one is common knowledge of the field, to be asked with `muster outlets --probe`.
"""

from typing import Final

from crawler.outlets import Kind, Outlet

DAY: Final = r"^/\d{4}/\d\d/\d\d/[^/]+/?$"
"""/2026/11/20/slug/"""

MONTH: Final = r"^/\d{4}/\d\d/[^/]*[a-z][^/]*/?$"
"""/2026/11/slug/; the archive of a day, /2026/11/20/, is no article."""

SLUG: Final = r"^/[a-z0-9]+(?:-[a-z0-9]+){3,}/?$"
"""/four-words-or-more/ at the root: /privacy-policy/ and /terms-and-conditions/ have fewer."""

POSTS: Final = "/wp-json/wp/v2/posts?per_page=100&_fields=link,date_gmt,modified_gmt,title"
"""WordPress's own API: every post back to the first, with the date of its last change."""


def under(*sections: str) -> str:
    """The pattern of /section/…/slug/ below these sections, without their own pages and archives."""
    return rf"^/(?:{'|'.join(sections)})/(?:[a-z0-9_-]+/)*(?!page/|category/|tag/)[^/]*-[^/]+/?$"


def wordpress(
    name: str,
    title: str,
    site: str,
    article_url: str,
    *,
    country: str,
    feeds: tuple[str, ...] = ("/feed/",),
    listings: tuple[str, ...] = (POSTS,),
    language: str = "en",
    kind: Kind = "press",
    confirmed: bool = False,
) -> Outlet:
    """A site on WordPress: its feed for the day's news, its API for the past."""
    return Outlet(
        name,
        title,
        site,
        feeds=feeds,
        listings=listings,
        article_url=article_url,
        platform="wordpress",
        country=country,
        language=language,
        kind=kind,
        confirmed=confirmed,
    )


def afpims(
    name: str, title: str, site: str, *, feeds: tuple[str, ...] = (), listings: tuple[str, ...] = (),
    hosts: tuple[str, ...] = (), confirmed: bool = False,
) -> Outlet:  # fmt: skip
    """A site on the Pentagon's AFPIMS; the number in ``/Article/<number>/`` is the story's identity."""
    return Outlet(
        name,
        title,
        site,
        hosts=hosts,
        feeds=feeds,
        listings=listings,
        article_url=r"(?i)/article/\d+(?:/[^/]*)?/?$",
        platform="afpims",
        country="us",
        kind="official",
        confirmed=confirmed,
    )


def afpims_feed(content_type: int, site: int) -> str:
    """The feed of one kind of content on one AFPIMS site, with as many items as it gives."""
    return f"/DesktopModules/ArticleCS/RSS.ashx?ContentType={content_type}&Site={site}&max=100"
