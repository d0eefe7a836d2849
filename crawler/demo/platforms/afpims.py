"""The press office on AFPIMS: RSS.ashx by content type, ?Page=N, no date tag on the pages of contracts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from crawler.demo import feeds
from crawler.demo.markup import Carried, block, fill
from crawler.demo.press import PRESS_OFFICE, carried_by
from crawler.demo.site import Answer, Site, html, http_time, refusal
from crawler.demo.story import Story

PAGE_SIZE = 5
CONTENT_TYPES = {"Contracts/Contract": 400, "Releases/Release": 9}
MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def build(told: list[Story]) -> Site:
    """The press office as its readers find it."""
    pages = carried_by(PRESS_OFFICE, told)
    site = Site(PRESS_OFFICE.host, refusal(404, "<!DOCTYPE html><title>404</title><h1>Page not found</h1>"))
    for carried in pages:
        answer = html(_article(carried), Last_Modified=http_time(carried.modified))
        busy = refusal(429, "<h1>Too many requests</h1>", Retry_After="1")
        site.pages[carried.path] = (busy, answer) if carried.page.quirk == "busy" else (answer,)
    for section in CONTENT_TYPES:
        listed = [carried for carried in pages if carried.page.section == section]
        site.listings[f"/News/{section.split('/')[0]}/"] = _Listing(section, listed)
    site.listings["/DesktopModules/ArticleCS/RSS.ashx"] = _Feed(pages)
    site.pages["/robots.txt"] = (feeds.robots(["Disallow: /DesktopModules/Admin/", "Crawl-delay: 0.05"]),)
    return site


def ap_day(moment: datetime) -> str:
    """The date as AFPIMS prints it: ``Oct. 7, 2026``."""
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def _article(carried: Carried) -> str:
    story, section = carried.story, carried.page.section
    contracts = section.startswith("Contracts")
    return fill(
        "afpims/article.html",
        title=escape(carried.title),
        dek=escape(story.dek),
        type=PRESS_OFFICE.sections[section],
        type_path=section.split("/")[0],
        content_type=CONTENT_TYPES[section],
        section=section,
        number=story.number,
        slug=story.name,
        date_line="" if contracts else f'<span class="date">{ap_day(carried.published)}</span>',
        body="\n\n".join(_block(paragraph) for paragraph in carried.paragraphs),
    )


def _block(paragraph: str) -> str:
    """The names of the services stand centred and bold; they are no headings."""
    if paragraph.isupper():
        return f'<p style="text-align: center;"><strong>{escape(paragraph)}</strong></p>'
    return block(paragraph)


class _Listing:
    """A type's listing, cut into ?Page=N."""

    def __init__(self, section: str, pages: Sequence[Carried]) -> None:
        self.section, self.pages = section, pages

    def __call__(self, query: Mapping[str, str]) -> Answer:
        number = int(query.get("Page", "1"))
        path = f"/News/{self.section.split('/')[0]}/"
        items = "".join(
            fill(
                "afpims/item.html",
                url=carried.url,
                title=escape(carried.title),
                dek=escape(carried.story.dek),
                date=ap_day(carried.published),
            )
            for carried in self.pages[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        )
        last = max(1, -(-len(self.pages) // PAGE_SIZE))
        pager = "".join(f'<li><a href="{path}?Page={page}">{page}</a></li>' for page in range(1, last + 1))
        return html(
            fill(
                "afpims/listing.html",
                heading=PRESS_OFFICE.sections[self.section],
                path=path,
                items=items,
                pager=pager,
            )
        )


class _Feed:
    """RSS.ashx: the newest of one content type, or of all."""

    def __init__(self, pages: Sequence[Carried]) -> None:
        self.pages = pages

    def __call__(self, query: Mapping[str, str]) -> Answer:
        wanted = query.get("ContentType", "")
        found = [page for page in self.pages if wanted in ("", str(CONTENT_TYPES[page.page.section]))]
        items = [feeds.item(page, guid=page.url) for page in found[: int(query.get("max", "10"))]]
        return feeds.rss("Joint Forces Press Office", PRESS_OFFICE.root, items)
