"""The newest entries of an index: what one process appends, discards and joins, every other one finds."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Store
from storage.recent import ID_BITS, Recent, keys_of

_ALL_KEYS = range(8)

# Who writes, what it does, and to which entries: keys and pages of which there are few.
_ENTRIES = st.lists(st.tuples(st.integers(0, 7), st.integers(1, 5)), min_size=1, max_size=6, unique=True)
_STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["add", "add", "discard", "replace", "undo"]), _ENTRIES),
    max_size=20,
)


def entries(*pairs: tuple[int, int]) -> list[int]:
    return sorted(key << ID_BITS | page for key, page in pairs)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "muster.db"
    Store(path).close()
    return path


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


@given(steps=_STEPS)
@settings(max_examples=40, deadline=None)
def test_two_processes_see_what_either_has_committed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, str, list[tuple[int, int]]]]
) -> None:
    path = tmp_path_factory.mktemp("recent") / "muster.db"
    Store(path).close()
    connections = [sqlite3.connect(path, isolation_level=None) for _ in range(2)]
    processes = [Recent(connection, "recent_postings") for connection in connections]
    stored: set[int] = set()
    for second, step, pairs in steps:
        recent, connection = processes[second], connections[second]
        recent.refresh()
        connection.execute("BEGIN IMMEDIATE")
        named = set(entries(*pairs))
        if step in ("add", "undo"):
            recent.add(named - stored)
        elif step == "discard":
            one_page = [entry for entry in sorted(named) if entry % (1 << ID_BITS) == pairs[0][1]]
            recent.discard(one_page)
            stored -= set(one_page)
        else:
            recent.replace(np.array(sorted(named), dtype=np.int64))
            stored = set(named)
        if step == "undo":
            connection.execute("ROLLBACK")
            recent.reset()
        else:
            connection.execute("COMMIT")
            stored |= named if step == "add" else set()
    for process in processes:
        process.refresh()
        assert process.find(_ALL_KEYS) == sorted(stored)
        assert len(process) == len(stored)
    for connection in connections:
        connection.close()


def test_only_the_keys_asked_for_are_found(connection: sqlite3.Connection) -> None:
    recent = Recent(connection, "recent_postings")
    recent.add(entries((1, 10), (2, 10), (2, 11), (4, 9)))
    recent.add(entries((2, 12), (5, 12)))
    assert recent.find([0, 2, 3, 5, 9]) == entries((2, 10), (2, 11), (2, 12), (5, 12))
    assert recent.find([]) == []


def test_many_rows_become_one_so_that_opening_stays_quick(path: Path, connection: sqlite3.Connection) -> None:
    recent = Recent(connection, "recent_postings")
    for page in range(1, 1_101):
        recent.add(entries((page % 50, page), (60, page)))
    (rows,) = connection.execute("SELECT count(*) FROM recent_postings").fetchone()
    assert rows < 100
    assert sorted(keys_of(Recent(connection, "recent_postings").entries()).tolist()) == (
        sorted([page % 50 for page in range(1, 1_101)] + [60] * 1_100)
    )


def test_an_entry_that_came_again_after_it_went_is_there(path: Path, connection: sqlite3.Connection) -> None:
    recent = Recent(connection, "recent_postings")
    entry = entries((3, 7))
    for _ in range(3):
        recent.add(entry)
        recent.discard(entry)
    recent.discard(entry)
    assert len(Recent(connection, "recent_postings")) == 0
    recent.add(entry)
    assert Recent(connection, "recent_postings").entries().tolist() == entry
