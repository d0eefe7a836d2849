"""Options that several commands share: the store's file, JSON, times, and filters."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import click

from storage.filters import Filters
from storage.page import timestamp

database_option = click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path, dir_okay=False),
    default="muster.db",
    envvar="MUSTER_DB",
    show_default=True,
    show_envvar=True,
    help="The store.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")

_AGO = re.compile(r"(\d+)([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Moment(click.ParamType[datetime]):
    """A date or datetime in ISO form, or how long ago: 36h, 7d, 2w; UTC where no zone is named."""

    name = "date"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it, or say what was expected."""
        if isinstance(value, datetime):
            return value
        ago = _AGO.fullmatch(value)
        try:
            if ago:
                return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
            return self.read(value)
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is no date such as 2026-01-31, and no time ago such as 36h, 7d or 2w", param, ctx
            )

    def read(self, value: str) -> datetime:
        """Read the ISO form."""
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class End(Moment):
    """As Moment; a date alone means the end of that day."""

    def read(self, value: str) -> datetime:
        """Read the ISO form."""
        moment = super().read(value)
        return moment + timedelta(days=1) if re.fullmatch(r"[\d-]+|\d{4}-?W\d\d-?\d", value) else moment


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Refuse a span that ends before it begins: nothing would be found, and nothing said why.

    Raises:
        click.UsageError: it does.
    """
    if since and until and since >= until:
        raise click.UsageError(f"--since {timestamp(since)} is not before --until {timestamp(until)}")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which stories are meant; the command gets them as ``filters``."""

    @click.option(
        "--outlet", "outlets", multiple=True, metavar="NAME", help="Published by it; may be repeated."
    )
    @click.option("--since", type=Moment(), help="From this date on: 2026-01-31, or 36h, 7d, 2w ago.")
    @click.option("--until", type=End(), help="Up to and with this date.")
    @click.option("--language", default="", metavar="CODE", help="Such as en; en lets en-GB pass.")
    @click.option("--access", type=click.Choice(["full", "teaser"]), help="Whole texts, or beginnings alone.")
    @click.option(
        "--copies",
        is_flag=True,
        help="With copies: list them; --outlet lets stories pass that it only copied.",
    )
    @wraps(command)
    def with_filters(
        outlets: tuple[str, ...],
        since: datetime | None,
        until: datetime | None,
        language: str,
        access: str | None,
        copies: bool,
        **others: Any,
    ) -> Any:
        in_order(since, until)
        filters = Filters(
            outlets=outlets,
            since=timestamp(since) if since else "",
            until=timestamp(until) if until else "",
            language=language,
            access=access or "",
            copies=copies,
        )
        return command(filters=filters, **others)

    return with_filters
