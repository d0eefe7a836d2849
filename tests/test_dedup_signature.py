"""The signature is datasketch's own, its shingles given at once."""

import subprocess
import sys

import numpy as np
import pytest
from datasketch import MinHash

from storage.dedup import Document
from storage.dedup.signature import PERMUTATIONS, SCHEME, SEED, sign


@pytest.mark.parametrize("count", [0, 1, 7, 500, 4000])
def test_signature_equals_datasketch(count: int) -> None:
    shingles = np.random.default_rng(count).integers(0, 2**64, size=count, dtype=np.uint64)
    oracle = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashfunc=int)
    oracle.update_batch([int(value) & 0xFFFFFFFF for value in shingles])
    assert np.array_equal(sign(shingles), oracle.hashvalues)


def test_datasketch_brings_nothing_along_and_is_whole_for_others() -> None:
    script = """
import sys
from storage.dedup.signature import sign
assert not {"scipy", "redis", "datasketch"} & set(sys.modules)
import datasketch
assert datasketch.MinHashLSH(threshold=0.5).h > 0 and datasketch.minhash.MinHash is datasketch.MinHash
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


def test_empty_texts_have_no_hash_and_no_keys() -> None:
    empty = Document.of("A title", " \n — \n")
    assert empty.text_hash == b""
    assert len(empty.keys) == 0
