"""Article: what a page says once everything that is not the article is gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

Access = Literal["full", "teaser"]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one page showed it.

    Args:
        url: the address the page was fetched from.
        title: the headline, without the outlet's name.
        text: paragraphs separated by a blank line; no title, byline, caption, bio, related links or sign-ups.
        authors: names alone, in the page's order.
        published: first publication, an aware datetime.
        modified: last change that the page states, an aware datetime.
        outlet: the outlet's name as declared by its spider; where it is empty, the store writes the host.
        canonical_url: the address that stands for the article, without tracking or paging.
        story_id: the publisher's own id (ANS ``_id``, AFPIMS or DVIDS number).
        section: the outlet's section, such as ``news/your-army``.
        language: BCP 47 code, such as ``en``.
        summary: the publisher's own summary, not a cut of the text.
        image_url: the lead picture.
        tags: the publisher's tags.
        access: ``teaser`` where the page shows only the beginning to people who do not pay.
        provenance: field name → where it came from: ``ans``, ``json-ld``, ``meta``, ``selector``, ``feed``
            or ``url``; compared, but not hashed.

    Raises:
        ValueError: no URL, an access that is neither, or a datetime without a time zone.
    """

    url: str
    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    outlet: str = ""
    canonical_url: str = ""
    story_id: str = ""
    section: str = ""
    language: str = ""
    summary: str = ""
    image_url: str = ""
    tags: tuple[str, ...] = ()
    access: Access = "full"
    provenance: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.url:
            raise ValueError("an article needs the URL it was found at")
        if self.access not in get_args(Access):
            raise ValueError(f"access of {self.url} is {self.access!r}, not one of {get_args(Access)}")
        for name in ("published", "modified"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} of {self.url} has no time zone")
