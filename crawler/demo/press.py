"""The five outlets of the demo: their names and hosts, and which stories each carries where."""

from dataclasses import dataclass
from functools import cache

from crawler.demo.markup import Carried
from crawler.demo.story import Page, Story, stories


@dataclass(frozen=True)
class Masthead:
    """An outlet as its readers know it.

    Args:
        name: as its spider is named.
        title: as it stands over the pages.
        host: where it is served.
        sections: path → name of its sections.
    """

    name: str
    title: str
    host: str
    sections: dict[str, str]

    @property
    def root(self) -> str:
        """The home page's address without the last slash."""
        return f"http://{self.host}"


GARRISON = Masthead(
    "garrisontimes",
    "Garrison Times",
    "www.garrisontimes.example",
    {
        "news/your-army": "Your Army",
        "news/policy": "Policy",
        "pay-benefits": "Pay & Benefits",
        "equipment": "Equipment",
        "training": "Training",
    },
)
ANCHOR = Masthead(
    "anchortimes",
    "Anchor Times",
    "www.anchortimes.example",
    {
        "news/your-navy": "Your Navy",
        "news/policy": "Policy",
        "pay-benefits": "Pay & Benefits",
        "ships": "Ships",
        "training": "Training",
    },
)
ORDNANCE = Masthead(
    "ordnanceweekly",
    "Ordnance Weekly",
    "www.ordnanceweekly.example",
    {"land": "Land", "sea": "Sea", "air": "Air & Space", "industry": "Industry"},
)
PRESS_OFFICE = Masthead(
    "jointpress",
    "Joint Forces Press Office",
    "www.jointpress.example",
    {"Contracts/Contract": "Contracts", "Releases/Release": "Releases"},
)
LETTER = Masthead(
    "acquisitionletter",
    "The Acquisition Letter",
    "www.acquisitionletter.example",
    {"programs": "Programs", "budget": "Budget", "oversight": "Oversight"},
)
MASTHEADS = {outlet.name: outlet for outlet in (GARRISON, ANCHOR, ORDNANCE, PRESS_OFFICE, LETTER)}


def address(story: Story, page: Page) -> str:
    """Where `page` of `story` stands, as each platform forms its addresses."""
    outlet, moment = MASTHEADS[page.outlet], story.time(page)
    if outlet in (GARRISON, ANCHOR):
        return f"{outlet.root}/{page.section}/{story.published:%Y/%m/%d}/{story.name}/"
    if outlet is ORDNANCE:
        return f"{outlet.root}/{moment:%Y/%m}/{story.name}/"
    if outlet is PRESS_OFFICE:
        return f"{outlet.root}/News/{page.section}/Article/{story.number}/{story.name}/"
    return f"{outlet.root}/{page.section}/{story.name}"


def carried_by(outlet: Masthead, told: list[Story]) -> list[Carried]:
    """The outlet's pages, newest first."""
    pages = [
        Carried(story, page, address(story, page))
        for story in told
        for page in story.pages
        if page.outlet == outlet.name
    ]
    return sorted(pages, key=lambda carried: carried.published, reverse=True)


def neighbours(carried: Carried) -> list[Carried]:
    """The outlet's other pages, for rivers and related cards: older ones first, then round to the newest.

    They are the first edition's. Real rivers change all day; in the demo a page changes only where the truth
    says so, and the second crawl can be counted.
    """
    pages = carried_by(MASTHEADS[carried.page.outlet], _first_edition())
    older = [page for page in pages if page.published <= carried.published and page.url != carried.url]
    return [*older, *(page for page in pages if page.published > carried.published)]


@cache
def _first_edition() -> list[Story]:
    return stories(1)
