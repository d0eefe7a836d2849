"""Duplicate detection on every way of copying and on every series, kind by kind.

`python -m pytest tests/test_hard_cases.py -s` prints the table.
"""

import random
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from storage.dedup import Document, Match, MemoryIndex, compare, gather
from tests.hard_copies import Pair, copies, document, paragraphs, reports
from tests.hard_series import series

FLOORS = tomllib.loads((Path(__file__).parent / "hard_floors.toml").read_text())


@pytest.fixture(scope="module")
def decided() -> dict[str, list[tuple[Pair, Match]]]:
    by_kind = defaultdict(list)
    for pair in (*copies(), *series()):
        by_kind[pair.kind].append((pair, compare(pair.a, pair.b)))
    return by_kind


def test_every_kind_has_a_floor(decided: dict[str, list[tuple[Pair, Match]]]) -> None:
    assert set(decided) == {*FLOORS["copies"], *FLOORS["series"]}


@pytest.mark.parametrize(("group", "kind"), [(group, kind) for group in FLOORS for kind in FLOORS[group]])
def test_kind_stays_above_its_floor(
    group: str, kind: str, decided: dict[str, list[tuple[Pair, Match]]]
) -> None:
    pairs = decided[kind]
    assert {pair.same for pair, _ in pairs} == {group == "copies"}
    right = sum(match.same == pair.same for pair, match in pairs) / len(pairs)
    wrong = {match.rule for pair, match in pairs if match.same != pair.same}
    print(f"{kind:32} {len(pairs):4} pairs  {right:6.1%} right  {'; '.join(sorted(wrong))}")
    assert right >= FLOORS[group][kind], wrong


def test_the_index_finds_every_copy(decided: dict[str, list[tuple[Pair, Match]]]) -> None:
    for kind in FLOORS["copies"]:
        for pair, _ in decided[kind]:
            index = MemoryIndex()
            index.add(1, pair.a.keys)
            assert index.candidates(pair.b.keys, 8), (kind, pair.a.title)


def test_the_order_of_the_two_does_not_matter(decided: dict[str, list[tuple[Pair, Match]]]) -> None:
    for pairs in decided.values():
        for pair, match in pairs[:5]:
            back = compare(pair.b, pair.a)
            assert (back.same, back.rule, back.score) == (match.same, match.rule, match.score)


def muster(documents: list[Document]) -> list[int]:
    """The story of each document, ingested in the order given: what a store does, in memory."""
    index, home = MemoryIndex(), dict[int, int]()
    for number, new in enumerate(documents):
        near = {
            home[other] for other, _ in index.candidates(new.keys, 8) if compare(new, documents[other]).same
        }
        texts = {other: documents[other] for other in home if home[other] in near} | {number: new}
        for group in gather(texts):
            home.update(dict.fromkeys(group, min(group)))
        index.add(number, new.keys)
    return [home[number] for number in range(len(documents))]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    """Copies of twelve reports, shuffled, end as twelve stories.

    Left out are a page that holds two stories and belongs to either, and a teaser: it may share only half
    with a copy that lacks one of its paragraphs, and nothing tells that they are one before the rest comes.
    """
    chosen = {story.headline for story in reports()[:12]}
    without = ("two stories on one page", "first quarter")
    pairs = [pair for pair in copies() if pair.a.title in chosen and pair.kind not in without]
    whose = {id(text): pair.a.title for pair in pairs for text in (pair.a, pair.b)}
    documents = list({id(text): text for pair in pairs for text in (pair.a, pair.b)}.values())
    random.Random(seed).shuffle(documents)
    told = zip((whose[id(text)] for text in documents), muster(documents), strict=True)
    assert len(set(told)) == len(chosen)


def test_a_page_of_two_stories_does_not_join_them() -> None:
    a, b = reports()[0], reports()[8]
    both = document(a, [*paragraphs(a), "In other news", *paragraphs(b)], "roundup", 20)
    told = muster([document(a, paragraphs(a)), document(b, paragraphs(b), "dailyquay", 1), both])
    assert told[0] != told[1]
    assert told[2] in told[:2]
