"""Golden pages: each platform's real anatomy with invented events, and the article that must come out of it.

`tests/pages/<platform>/<name>.html` has its article beside it as `<name>.json`; `general` holds pages of no
known platform. A field that is empty there is listed under `empty`, so that none is forgotten.
`families.toml` says which outlets' pages are built so.
"""

import json
import pkgutil
import re
import tomllib
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from crawler.outlets import Platform
from crawler.parsers import meta, page, parse, platforms
from crawler.registry import spiders
from storage import Article

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(str(path.relative_to(PAGES).with_suffix("")) for path in PAGES.glob("*/*.html"))
CALLER = {"url", "outlet", "text", "provenance"}  # compared apart, or set by whoever calls
NEEDED = {"url", "text", "provenance", "empty"}
ALLOWED = NEEDED | {field.name for field in fields(Article)}


def expected(name: str) -> dict[str, Any]:
    golden = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    for key in sorted(NEEDED - golden.keys()):
        pytest.fail(f"tests/pages/{name}.json: the key {key} is missing", pytrace=False)
    for key in sorted(golden.keys() - ALLOWED):
        pytest.fail(f"tests/pages/{name}.json: there is no key {key}", pytrace=False)
    return golden


def plain(article: Article, field: str) -> Any:
    """A field as JSON writes it."""
    value = getattr(article, field)
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", NAMES)
def test_fields(name: str) -> None:
    golden = expected(name)
    article = parse((PAGES / f"{name}.html").read_bytes(), golden["url"])
    for field in (field.name for field in fields(Article)):
        if field in CALLER:
            continue
        assert plain(article, field) == golden.get(field, plain(Article("x"), field)), field
    assert dict(article.provenance) == golden["provenance"]


@pytest.mark.parametrize("name", NAMES)
def test_text(name: str) -> None:
    golden = expected(name)
    article = parse((PAGES / f"{name}.html").read_bytes(), golden["url"])
    assert article.text.split("\n\n") == golden["text"]


@pytest.mark.parametrize("name", NAMES)
def test_no_field_is_forgotten(name: str) -> None:
    golden = expected(name)
    for field in (field.name for field in fields(Article)):
        if field not in CALLER:
            assert bool(golden.get(field)) != (field in golden["empty"]), field
    assert golden["text"]


@pytest.mark.parametrize("adapter", platforms.ADAPTERS, ids=lambda adapter: adapter.name)
def test_each_platform_has_a_golden_page_and_knows_it(adapter: platforms.Adapter) -> None:
    names = [name for name in NAMES if name.startswith(f"{adapter.name}/")]
    assert names
    for name in names:
        read = page.read((PAGES / f"{name}.html").read_bytes(), expected(name)["url"])
        assert platforms.recognise(read, meta.read(read)) is adapter


def test_every_adapter_is_asked_and_can_be_declared() -> None:
    modules = {module.name for module in pkgutil.iter_modules(platforms.__path__)} - {"adapter"}
    assert {adapter.name for adapter in platforms.ADAPTERS} == modules
    assert modules == set(get_args(Platform)) - {""}
    table = (PAGES.parent.parent / "docs" / "outlets.md").read_text("utf-8")
    (row,) = (line for line in table.splitlines() if line.startswith("| `platform` |"))
    assert modules <= set(re.findall(r"`(\w+)`", row))


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("general/")])
def test_a_page_of_no_platform_is_left_to_the_general_reader(name: str) -> None:
    read = page.read((PAGES / f"{name}.html").read_bytes(), expected(name)["url"])
    assert platforms.recognise(read, meta.read(read)) is None


def test_every_page_has_its_family_and_every_outlet_is_in_one() -> None:
    families = tomllib.loads((PAGES / "families.toml").read_text("utf-8"))
    unseen = set(families.pop("unseen")["outlets"])
    seen = {outlet for family in families.values() for outlet in family["outlets"]}
    assert sorted(families) == NAMES
    known = spiders()
    assert seen | unseen == known.keys()
    assert not seen & unseen
    for name, family in families.items():
        platform = name.partition("/")[0]
        assert family["anatomy"]
        assert platform == "general" or {known[one].outlet.platform for one in family["outlets"]} <= {
            platform
        }
