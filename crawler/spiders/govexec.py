"""The GovExec family: sister sites whose daily digests repeat each other's stories."""

from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider


def govexec(name: str, title: str, site: str, *sections: str, confirmed: bool = False) -> Outlet:
    """One of the family; the number at the end of ``/section/2026/11/slug/401234/`` is the story's own."""
    return Outlet(
        name,
        title,
        site,
        feeds=("/rss/all/",),
        listings=tuple(f"/{section}/" for section in sections),
        article_url=r"^/[a-z0-9-]+/\d{4}/\d\d/[^/]+/\d+/?$",
        platform="govexec",
        country="us",
        confirmed=confirmed,
    )


class DefenseOne(OutletSpider):
    """The Pentagon, its policy and its technology; "The D Brief" is its digest."""

    outlet = govexec(
        "defenseone", "Defense One", "https://www.defenseone.com/", "threats", "policy", "technology",
        "business", "ideas", confirmed=True,
    )  # fmt: skip


class NextgovFCW(OutletSpider):
    """The government's computers, the Pentagon's among them."""

    outlet = govexec(
        "nextgov", "Nextgov/FCW", "https://www.nextgov.com/", "defense", "cybersecurity", "acquisition"
    )


class GovernmentExecutive(OutletSpider):
    """The federal workforce."""

    outlet = govexec("govexec", "Government Executive", "https://www.govexec.com/", "defense", "management")


class WashingtonTechnology(OutletSpider):
    """Contractors and their contracts."""

    outlet = govexec(
        "washingtontechnology",
        "Washington Technology",
        "https://www.washingtontechnology.com/",
        "contracts",
        "companies",
    )
