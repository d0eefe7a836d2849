"""A user's own outlets: a TOML file, checked field by field, every fault with its line."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from crawler.errors import OutletError
from crawler.outlets import Outlet

FIELDS: Final = {field.name: field.type for field in fields(Outlet)}
REQUIRED: Final = ("name", "title", "site")

_HEADER: Final = re.compile(r"\s*\[\[\s*outlet\s*\]\]")


def read_outlets(file: Path) -> list[Outlet]:
    """The outlets of a TOML file: one table ``[[outlet]]`` each, with the fields of `Outlet`.

    Raises:
        OutletError: it is no TOML, or a declaration is wrong; file, line and field are named.
    """
    try:
        text = file.read_text("utf-8")
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutletError(f"{file}: {error}") from error
    tables = data.get("outlet")
    if set(data) != {"outlet"} or not isinstance(tables, list):
        raise OutletError(
            f"{file}: expected tables [[outlet]] and nothing else; docs/outlets.md has an example"
        )
    found: dict[str, Outlet] = {}
    for number, table in enumerate(tables):
        try:
            outlet = _outlet(table)
            if outlet.name in found:
                raise OutletError(f"outlet {outlet.name!r}: name is taken by an outlet above", "name")
        except OutletError as error:
            line = _line(text, number, error.field)
            raise OutletError(f"{file}, line {line}: {error}", error.field) from error
        found[outlet.name] = outlet
    return list(found.values())


def _outlet(table: object) -> Outlet:
    if not isinstance(table, dict):
        raise OutletError(f"an outlet is a table [[outlet]], not {table!r}")
    name = table.get("name", "?")
    for field, value in table.items():
        if field not in FIELDS:
            there = ", ".join(FIELDS)
            raise OutletError(f"outlet {name!r}: there is no field {field}; there are {there}", field)
        demand = _demand(FIELDS[field], value)
        if demand:
            raise OutletError(f"outlet {name!r}: {field} is {demand}, not {value!r}", field)
    for field in REQUIRED:
        if field not in table:
            raise OutletError(f"outlet {name!r}: {field} is missing")
    values: dict[str, Any] = {
        field: tuple(value) if isinstance(value, list) else value for field, value in table.items()
    }
    return Outlet(**values)


def _demand(kind: Any, value: object) -> str:
    """What a field of this type should hold; empty where it does."""
    if kind == tuple[str, ...]:
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return "" if good else "a list of strings"
    if kind is bool:
        return "" if isinstance(value, bool) else "true or false"
    return "" if isinstance(value, str) else "a string"


def _line(text: str, number: int, field: str) -> int:
    """The line of a field in the table of that number, or of the table's head; tomllib keeps neither."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if number >= len(heads):  # outlet = [{…}]: no tables with heads
        return 1
    end = heads[number + 1] if number + 1 < len(heads) else len(lines)
    written = re.compile(rf"""\s*["']?{re.escape(field)}["']?\s*=""")
    at = next((at for at in range(heads[number], end) if field and written.match(lines[at])), heads[number])
    return at + 1
