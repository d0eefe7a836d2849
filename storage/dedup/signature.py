"""Shingle hashes → MinHash signature and the keys that the index looks documents up by."""

from functools import cache
from typing import Final

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from storage.dedup.shingles import Hashes, mix

SCHEME: Final = "affine32"
PERMUTATIONS: Final = 32
SEED: Final = 1
BANDS: Final = 8
ROWS: Final = 4

# One 5-word shingle in SAMPLING is a key.
SAMPLING: Final = 24

Signature = NDArray[np.uint32]
Keys = NDArray[np.int64]

_EMPTY: Signature = np.full(PERMUTATIONS, 0xFFFFFFFF, dtype=np.uint32)


@cache
def _permutations() -> tuple[Signature, Signature]:
    """datasketch's own multipliers and increments, as columns."""
    a, b = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME).permutations
    return a.astype(np.uint32)[:, None], b.astype(np.uint32)[:, None]


def _premix(values: Signature) -> Signature:
    """datasketch's step before the permutations (the finalizer of MurmurHash3, 32 bits)."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def sign(shingles: Hashes) -> Signature:
    """Return the MinHash of a set of shingles: what ``datasketch.MinHash`` gives for their low 32 bits.

    Computed here for the whole set at once: datasketch calls a Python function for each element, four times
    slower. ``tests/test_dedup_signature.py`` holds the two equal.
    """
    if not len(shingles):
        return _EMPTY
    multipliers, increments = _permutations()
    values = _premix(shingles.astype(np.uint32))
    lowest: Signature = (multipliers * values + increments).min(axis=1)
    return lowest


def index_keys(signature: Signature, shingles: Hashes) -> Keys:
    """Return the keys that a document is found by, in one key space of 47 bits.

    Args:
        signature: of the document.
        shingles: hashes of its 5-word shingles, in order.
    """
    bands = signature.reshape(BANDS, ROWS).astype(np.uint64)
    folded = np.arange(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        folded = mix(folded * np.uint64(0x9E3779B97F4A7C15) + bands[:, row])
    sampled = shingles[shingles < np.uint64(2**64 // SAMPLING)]
    keys = np.concatenate((folded, mix(sampled))) >> np.uint64(17)
    return np.unique(keys.astype(np.int64))
