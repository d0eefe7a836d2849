"""The trade outlet on WordPress: feed with the whole text, wp-json, /page/N/, an SEO plugin's sitemaps."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlsplit

from crawler.demo import feeds
from crawler.demo.markup import Carried, block, day, fill, spoken_list
from crawler.demo.press import ORDNANCE, carried_by, neighbours
from crawler.demo.site import Answer, Site, html, moved, refusal
from crawler.demo.story import Story

PAGE_SIZE = 5
GALLERY = (
    "/gallery/the-stands-in-pictures/",
    "The show in pictures",
    datetime.fromisoformat("2026-10-08T16:00:00Z"),
)
REMOVED = (
    "/2026/10/editors-note-withdrawn/",
    "Editor’s note",
    datetime.fromisoformat("2026-10-05T07:30:00Z"),
)
WRONG_YEARS = timedelta(days=36 * 365)


def build(told: list[Story]) -> Site:
    """The outlet as its readers find it."""
    pages = carried_by(ORDNANCE, told)
    site = Site(
        ORDNANCE.host, refusal(404, "<!DOCTYPE html><title>Page not found</title><h1>Nothing found</h1>")
    )
    for carried in pages:
        text = _article(carried, neighbours(carried))
        if carried.page.quirk == "wrong-charset":
            # Both declarations say ISO 8859-1; the bytes are UTF-8, as after a move to a new server.
            site.pages[carried.path] = (Answer(text.encode(), "text/html; charset=ISO-8859-1"),)
        else:
            site.pages[carried.path] = (html(text),)
        if carried.page.quirk == "moved":
            site.pages[_path(_listed(carried))] = (moved(carried.url),)
    _add_listings(site, pages)
    _add_feeds(site, pages)
    _add_posts(site, pages)
    return site


def _path(url: str) -> str:
    return urlsplit(url).path


def _listed(carried: Carried) -> str:
    """The address in feeds and sitemaps: of a page that moved, the old one."""
    return carried.url.replace("/2026/10/", "/news/") if carried.page.quirk == "moved" else carried.url


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"


def _article(carried: Carried, others: Sequence[Carried]) -> str:
    story = carried.story
    stated = carried.published + WRONG_YEARS if carried.page.quirk == "future-date" else carried.published
    related = "".join(
        fill(
            "wordpress/related.html",
            url=other.url,
            title=escape(other.title),
            published_words=day(other.published),
        )
        for other in others[:3]
    )
    return fill(
        "wordpress/article.html",
        charset="ISO-8859-1" if carried.page.quirk == "wrong-charset" else "UTF-8",
        title=escape(carried.title),
        dek=escape(story.dek),
        url=carried.url,
        stated=_stamp(stated),
        modified=_stamp(max(stated, carried.modified)),
        published=_stamp(carried.published),
        published_words=day(carried.published),
        authors=escape(spoken_list(carried.authors)),
        schema=_schema(carried, stated).replace("</", "<\\/"),
        number=story.number,
        slug=story.name,
        navigation=_navigation(),
        section=carried.page.section,
        section_name=escape(ORDNANCE.sections[carried.page.section]),
        caption=f"Archive picture: {escape(story.dek)} Photo: Ordnance Weekly",
        body=_body(carried),
        related=related,
        tags=", ".join(
            f'<a href="/tag/{tag.replace(" ", "-")}/" rel="tag">{escape(tag)}</a>' for tag in story.tags
        ),
        bio=escape(
            story.bio or "The Ordnance Weekly desk follows what the forces buy, from rifles to radars."
        ),
        neighbours="".join(
            f'<a href="{other.url}" rel="prev">Previous: {escape(other.title)}</a>' for other in others[:1]
        ),
        recent="".join(f'<li><a href="{other.url}">{escape(other.title)}</a></li>' for other in others[:5]),
    )


def _body(carried: Carried) -> str:
    """The paragraphs; the sign-up box stands after the third."""
    parts = [block(paragraph, heading="h2") for paragraph in carried.paragraphs]
    if len(parts) > 4:
        parts.insert(3, fill("wordpress/signup.html"))
    return "\n".join(parts)


def _schema(carried: Carried, stated: datetime) -> str:
    """The graph that SEO plugins write."""
    author = [
        {"@type": "Person", "@id": f"{ORDNANCE.root}/#/schema/person/{name}", "name": name}
        for name in carried.authors
    ]
    graph = [
        {
            "@type": "Article",
            "@id": f"{carried.url}#article",
            "isPartOf": {"@id": carried.url},
            "author": author,
            "headline": carried.title,
            "datePublished": _stamp(stated),
            "dateModified": _stamp(max(stated, carried.modified)),
            "mainEntityOfPage": {"@id": carried.url},
            "publisher": {"@id": f"{ORDNANCE.root}/#organization"},
            "articleSection": [ORDNANCE.sections[carried.page.section]],
            "inLanguage": "en-US",
        },
        {
            "@type": "WebPage",
            "@id": carried.url,
            "url": carried.url,
            "name": f"{carried.title} - Ordnance Weekly",
        },
        {
            "@type": "Organization",
            "@id": f"{ORDNANCE.root}/#organization",
            "name": "Ordnance Weekly",
            "url": ORDNANCE.root,
        },
    ]
    return json.dumps({"@context": "https://schema.org", "@graph": graph})


def _navigation() -> str:
    return "".join(
        f'<li class="menu-item"><a href="/category/{path}/">{escape(name)}</a></li>'
        for path, name in ORDNANCE.sections.items()
    )


def _add_listings(site: Site, pages: list[Carried]) -> None:
    """The front page and each category, cut into /page/N/."""
    folders = {"": ("Latest news", pages)} | {
        f"/category/{section}": (name, [page for page in pages if page.page.section == section])
        for section, name in ORDNANCE.sections.items()
    }
    for folder, (name, listed) in folders.items():
        for start in range(0, max(len(listed), 1), PAGE_SIZE):
            number = start // PAGE_SIZE + 1
            path = f"{folder}/" if number == 1 else f"{folder}/page/{number}/"
            site.pages[path] = (
                html(
                    _listing(
                        name,
                        path,
                        listed[start : start + PAGE_SIZE],
                        folder,
                        number,
                        start + PAGE_SIZE < len(listed),
                    )
                ),
            )


def _listing(name: str, path: str, listed: Sequence[Carried], folder: str, number: int, more: bool) -> str:
    cards = "\n".join(
        fill(
            "wordpress/card.html",
            number=carried.story.number,
            url=_listed(carried),
            title=escape(carried.title),
            published=_stamp(carried.published),
            published_words=day(carried.published),
            dek=escape(carried.story.dek),
        )
        for carried in listed
    )
    cards += f'\n<p class="gallery-teaser"><a href="{GALLERY[0]}">{GALLERY[1]}</a></p>' if number == 1 else ""
    pager = (
        f'<a class="next page-numbers" href="{ORDNANCE.root}{folder}/page/{number + 1}/">Older posts</a>'
        if more
        else ""
    )
    return fill(
        "wordpress/listing.html",
        heading=escape(name),
        url=f"{ORDNANCE.root}{path}",
        navigation=_navigation(),
        cards=cards,
        pager=pager,
    )


def _add_feeds(site: Site, pages: list[Carried]) -> None:
    root = ORDNANCE.root
    items = []
    for carried in pages:
        listed = Carried(carried.story, carried.page, _listed(carried))
        items.append(feeds.item(listed, guid=f"{root}/?p={carried.story.number}", content=True))
    extras = [feeds.extra_item(title, f"{root}{path}", moment) for path, title, moment in (GALLERY, REMOVED)]
    site.pages["/feed/"] = (feeds.rss("Ordnance Weekly", root, [*items, *extras]),)
    gallery = fill("wordpress/gallery.html", title=GALLERY[1], url=f"{root}{GALLERY[0]}")
    site.pages[GALLERY[0]] = (html(gallery),)
    newest = max(page.modified for page in pages)
    site.pages["/post-sitemap.xml"] = (feeds.sitemap((_listed(page), page.modified) for page in pages),)
    site.pages["/category-sitemap.xml"] = (
        feeds.sitemap((f"{root}/category/{section}/", newest) for section in ORDNANCE.sections),
    )
    site.pages["/sitemap_index.xml"] = (
        feeds.sitemap_index([(f"{root}/post-sitemap.xml", newest), (f"{root}/category-sitemap.xml", newest)]),
    )
    site.pages["/robots.txt"] = (
        feeds.robots(["Disallow: /wp-admin/", "Disallow: /*?share="], [f"{root}/sitemap_index.xml"]),
    )


def _add_posts(site: Site, pages: list[Carried]) -> None:
    """The posts endpoint of WordPress's own API."""

    def posts(query: Mapping[str, str]) -> Answer:
        size, number = (
            int(query.get(name, default)) for name, default in (("per_page", "10"), ("page", "1"))
        )
        after = query.get("after", "")
        found = [page for page in pages if _stamp(page.published) > after]
        last = max(1, -(-len(found) // size))
        if number > last:
            error = {
                "code": "rest_post_invalid_page_number",
                "message": "The page number requested is larger than the number of pages available.",
                "data": {"status": 400},
            }
            return Answer(json.dumps(error).encode(), "application/json; charset=UTF-8", 400)
        window = found[(number - 1) * size : number * size]
        headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(last)}
        return Answer(
            json.dumps([_post(page) for page in window]).encode(),
            "application/json; charset=UTF-8",
            headers=headers,
        )

    site.listings["/wp-json/wp/v2/posts"] = posts


def _post(carried: Carried) -> dict[str, object]:
    return {
        "id": carried.story.number,
        "date_gmt": f"{carried.published:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{carried.modified:%Y-%m-%dT%H:%M:%S}",
        "slug": carried.story.name,
        "type": "post",
        "link": _listed(carried),
        "title": {"rendered": escape(carried.title)},
        "content": {"rendered": _body(carried), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(carried.story.dek)}</p>"},
    }
