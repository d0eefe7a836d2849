"""Tokens → hashes of their shingles, 64 bits each, computed a whole document at a time."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# An odd multiplier with well-spread bits (2^64 divided by the golden ratio; Knuth, TAOCP 3, 6.4).
_STEP: Final = 0x9E3779B97F4A7C15
_BACK: Final = pow(_STEP, -1, 2**64)

_SPACE: Final = ord(" ")


def hash_tokens(spaced: str) -> Hashes:
    """Return one stable 64-bit hash a token, in order, of tokens that spaces separate.

    The hash of a token is a polynomial of its bytes, taken as the difference of two prefix sums over the
    whole text: no Python call and no look-up a token, four times as fast as a dictionary of hashes.
    """
    codes = np.frombuffer(spaced.encode(), dtype=np.uint8)
    edges = np.flatnonzero(np.diff(codes != _SPACE, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    size = 1 << max(12, len(codes).bit_length())
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(codes * _powers(_STEP, size)[: len(codes)], out=sums[1:])
    return mix((sums[ends] - sums[starts]) * _powers(_BACK, size)[starts])


@lru_cache(maxsize=8)
def _powers(base: int, count: int) -> Hashes:
    """The powers of a number from 0, modulo 2^64; of _BACK they shift a token to the start of the text."""
    steps = np.full(count, base, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps)


def mix(values: Hashes) -> Hashes:
    """Spread every bit of each value over all of them (the finalizer of MurmurHash3, 64 bits)."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def shingle(tokens: Hashes, size: int) -> Hashes:
    """Return the hash of every run of ``size`` successive tokens, in order; none where the text is shorter.

    A polynomial over the token hashes, so order counts: "A struck B" is not "B struck A".
    """
    count = len(tokens) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    total = tokens[:count].copy()
    for offset in range(1, size):
        total *= np.uint64(_STEP)
        total += tokens[offset : offset + count]
    return mix(total)
