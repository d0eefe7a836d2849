"""Filters: which stories are meant, as a condition in SQL."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from storage.errors import QueryError
from storage.page import timestamp

ACCESS: Final = ("full", "teaser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which stories are meant; an empty filter lets every story pass.

    Args:
        outlets: names; any of them.
        since: earliest date or datetime, ISO-8601; UTC where no zone is named.
        until: the date or datetime before which, in the same form.
        language: BCP 47 code, such as ``en``; ``en`` lets ``en-GB`` pass.
        access: ``full`` or ``teaser``.
        copies: an outlet passes where it published a copy of the story, too.

    Raises:
        QueryError: a filter that no story could pass: a text where names are meant, no date, no access.
    """

    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    language: str = ""
    access: str = ""
    copies: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.outlets, str):
            raise QueryError(f"outlets={self.outlets!r} is one text; names are meant: ({self.outlets!r},)")
        _utc("since", self.since)
        _utc("until", self.until)
        if self.access and self.access not in ACCESS:
            raise QueryError(f"there is no access {self.access!r}; it is one of: {', '.join(ACCESS)}")

    def where(self) -> tuple[str, list[str]]:
        """The condition on ``articles`` and its parameters; ``1`` where everything passes."""
        conditions: list[str] = []
        parameters: list[str] = []
        if self.outlets:
            marks = ", ".join("?" * len(self.outlets))
            condition = f"articles.outlet IN ({marks})"
            parameters += self.outlets
            if self.copies:
                condition += (
                    f" OR articles.id IN (SELECT article_id FROM copies WHERE copies.outlet IN ({marks}))"
                )
                parameters += self.outlets
            conditions.append(f"({condition})")
        if self.language:
            conditions.append("(articles.language = ? OR articles.language LIKE ? || '-%')")
            parameters += [self.language, self.language]
        for condition, value in (
            ("articles.dated >= ?", _utc("since", self.since)),
            ("articles.dated < ?", _utc("until", self.until)),
            ("articles.access = ?", self.access),
        ):
            if value:
                conditions.append(condition)
                parameters.append(value)
        return " AND ".join(conditions) or "1", parameters


def _utc(name: str, text: str) -> str:
    """A date as the store writes times; empty where there is none."""
    if not text:
        return ""
    try:
        moment = datetime.fromisoformat(text)
        return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (TypeError, ValueError, OverflowError) as error:
        raise QueryError(f"{name}={text!r} is no date such as '2026-01-31' or '2026-01-31T08:00Z'") from error
