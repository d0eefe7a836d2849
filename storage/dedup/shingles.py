"""Tokens → hashes of their shingles, 64 bits each, computed a whole document at a time."""

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

# The vocabulary of a million news articles passes this; a full cache is emptied and costs 1 µs a word.
_CACHE_LIMIT = 200_000

# An odd multiplier with well-spread bits (2^64 divided by the golden ratio; Knuth, TAOCP 3, 6.4).
_STEP = 0x9E3779B97F4A7C15


class _TokenHashes(dict[str, int]):
    """Token → its 64-bit BLAKE2b hash, remembered."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        value = int.from_bytes(blake2b(token.encode(), digest_size=8).digest(), "little")
        self[token] = value
        return value


_token_hashes = _TokenHashes()


def hash_tokens(tokens: Iterable[str]) -> Hashes:
    """Return one stable 64-bit hash a token, in order."""
    return np.fromiter(map(_token_hashes.__getitem__, tokens), dtype=np.uint64)


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
