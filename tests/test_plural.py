"""A number with its noun: one of them, and any other number."""

import pytest

from storage.plural import plural


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0 copies"), (1, "1 copy"), (2, "2 copies"), (12_345, "12,345 copies")],
)
def test_the_noun_follows_the_number(count: int, expected: str) -> None:
    assert plural(count, "copy", "copies") == expected


def test_most_nouns_take_an_s() -> None:
    assert [plural(count, "page") for count in (1, 2)] == ["1 page", "2 pages"]
