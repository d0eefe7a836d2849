"""The index in SQLite answers as the one in memory does, whatever is added, dropped and written."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import Store
from storage.dedup import MemoryIndex
from storage.index import Postings

# Few keys, so that documents share them; ids of two epochs.
_KEYS = st.lists(st.integers(0, 40), max_size=8, unique=True).map(lambda keys: np.array(keys, np.int64) << 12)
_IDS = st.sampled_from([1, 2, 3, 262_143, 262_144, 600_000])
_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "discard", "flush", "end", "settle"]), _IDS, _KEYS), max_size=25
)


@pytest.fixture
def postings(tmp_path: Path) -> Iterator[Postings]:
    with Store(tmp_path / "muster.db") as store:
        yield Postings(store.connection)


@given(steps=_STEPS, wanted=_KEYS)
@settings(max_examples=60, deadline=None)
def test_it_answers_as_the_index_in_memory(tmp_path_factory: pytest.TempPathFactory, steps, wanted) -> None:
    with Store(tmp_path_factory.mktemp("index") / "muster.db") as store:
        postings, memory = Postings(store.connection), MemoryIndex()
        held: dict[int, np.ndarray] = {}
        for step, article_id, keys in steps:
            if step == "add" and article_id not in held:
                held[article_id] = keys
                postings.add(article_id, keys)
                memory.add(article_id, keys)
            elif step == "discard" and article_id in held:
                keys = held.pop(article_id)
                postings.discard(article_id, keys)
                memory.discard(article_id, keys)
            elif step in ("flush", "end", "settle"):
                postings.flush()
                if step == "settle":
                    postings.settle()
                if step != "flush":
                    postings.forget()
            assert postings.candidates(wanted, 8) == memory.candidates(wanted.tolist(), 8)


def test_a_key_that_many_articles_hold_finds_none_and_stops_growing(postings: Postings) -> None:
    common, own = np.array([7 << 12], np.int64), np.array([8 << 12], np.int64)
    for article_id in range(1, 200):
        postings.add(article_id, common)
    postings.add(200, own)
    assert postings.candidates(np.concatenate((common, own)), 8) == [(200, 1)]
    postings.flush()
    postings.forget()
    assert postings.candidates(common, 8) == []
    assert len(postings._holders[common[0] >> 10]) < 70
