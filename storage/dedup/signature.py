"""Shingle hashes → MinHash signature and the keys that the index looks documents up by."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from storage.dedup.shingles import Hashes, mix

# MinHash as datasketch makes it; the bands are its own optimum for a Jaccard of 0.6 and 24 permutations.
SCHEME: Final = "affine32"
PERMUTATIONS: Final = 24
SEED: Final = 1
BANDS: Final = 6
ROWS: Final = 4

# Of every 48 successive shingles of 5 words the one with the lowest hash is a key (winnowing: Schleimer,
# Wilkerson, Aiken, SIGMOD 2003), so two texts that share 52 words in a row share a key, always, however long
# the rest of either is. Candidates found among labelled copies of real newswire texts, keys a 500-word text:
# bands alone 6×3 .45 at 6 keys; one shingle in 24 by its hash .99 at 20; windows of 64 .99 at 14; windows of
# 48 1.00 at 19; windows of 32 1.00 at 28.
WINDOW: Final = 48

Signature = NDArray[np.uint32]
Keys = NDArray[np.int64]

# The rows of a band are folded into one number by odd multipliers, the band's place added.
_FOLD = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)
_BAND = np.arange(1, BANDS + 1, dtype=np.uint64)

_EMPTY: Signature = np.full(PERMUTATIONS, 0xFFFFFFFF, dtype=np.uint32)


@cache
def _permutations() -> tuple[Signature, Signature]:
    """datasketch's own multipliers and increments, as columns."""
    # It brings scipy and redis along: a second that nobody who searches or reads has to wait.
    from datasketch import MinHash

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


def index_keys(signature: Signature | None, shingles: Hashes) -> Keys:
    """Return the keys that a document is found by, bands and winnowed shingles in one key space.

    A key has 47 bits: SQLite keeps it in 6 bytes, and one look-up of 25 keys among those of a million
    articles meets a stranger's by chance three times in a million.

    Args:
        signature: of the document; None for a text that is found by its shingles alone.
        shingles: hashes of its 5-word shingles, in order.
    """
    keys = winnow(shingles)
    if signature is not None:
        bands = mix(signature.reshape(BANDS, ROWS).astype(np.uint64) @ _FOLD + _BAND)
        keys = np.concatenate((bands, keys))
    return np.unique((keys & np.uint64(2**47 - 1)).astype(np.int64))


def winnow(shingles: Hashes) -> Hashes:
    """Return the lowest hash of every window of successive shingles, repeats in a row left out.

    A text of less than four windows has four narrower ones: a short teaser needs a few keys, too.
    """
    width = max(1, min(WINDOW, len(shingles) // 4))
    lowest = shingles
    step = 1
    while step * 2 <= width:
        lowest = np.minimum(lowest[:-step], lowest[step:])
        step *= 2
    if step < width:
        lowest = np.minimum(lowest[: step - width], lowest[width - step :])
    return lowest[np.flatnonzero(np.diff(lowest, prepend=lowest[:1] + np.uint64(1)))]
