"""Token hashes → MinHash signature and the keys that the index looks documents up by."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from storage.dedup.minhash import MinHash
from storage.dedup.shingles import Hashes, changes, distinct, mix, shingle

# Words of a shingle: of the signature, which estimates what two texts share, and of a key, which finds them.
SIGNED_WORDS: Final = 3
KEY_WORDS: Final = 5

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

# Below this many words a text has no bands, and merges only with the same words: few shingles make a
# signature that strangers share, and a notice of two lines is mostly formula.
SHORT_WORDS: Final = 40

Signature = NDArray[np.uint32]
Keys = NDArray[np.int64]

# 47 bits: SQLite keeps a key in 6 bytes, and one look-up of 25 keys among those of a million articles meets a
# stranger's by chance three times in a million.
_KEY_BITS: Final = np.uint64(2**47 - 1)

# The rows of a band are folded into one number by odd multipliers, the band's place added.
_FOLD = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)
_BAND = np.arange(1, BANDS + 1, dtype=np.uint64)


def _as_it_is(hashes: Signature) -> Signature:
    """datasketch's hash function: shingles are hashes when they come here."""
    return hashes


# The MinHash of nothing: its copies share the permutations.
_NOTHING: Final = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashfunc=_as_it_is)


def sign(shingles: Hashes) -> Signature:
    """Return datasketch's MinHash of a set of shingles, of their low 32 bits."""
    return _sign_all(shingles, [(0, len(shingles))])[0]


def _sign_all(shingles: Hashes, places: Iterable[tuple[int, int]]) -> list[Signature]:
    """The MinHash of each of several sets of shingles, which stand one after the other."""
    minhash, low = _NOTHING.copy(), shingles.astype(np.uint32)
    signatures = []
    for start, end in places:
        minhash.clear()
        if start < end:
            # One element that is an array: 37 µs for 500 shingles, where one element each takes 82 to 137.
            minhash.update_batch([low[start:end]])
        signatures.append(minhash.hashvalues)
    return signatures


def index_keys(texts: Sequence[Hashes]) -> list[Keys]:
    """Return the keys that documents are found by: bands and winnowed shingles, in one key space.

    The shingles of all are computed in one run; those that reach from one text into the next are left out.

    Args:
        texts: token hashes of each document, in order.

    Returns:
        the keys of each, sorted; none for a text of less than 5 words.
    """
    if not texts:
        return []
    tokens = np.concatenate(texts)
    places = list(pairwise(accumulate(map(len, texts), initial=0)))
    signed = shingle(tokens, SIGNED_WORDS)
    signatures = _sign_all(signed, [(start, end - SIGNED_WORDS + 1) for start, end in places])
    bands = mix(np.array(signatures).reshape(-1, BANDS, ROWS).astype(np.uint64) @ _FOLD + _BAND)
    ends = [(start, max(start, end - KEY_WORDS + 1)) for start, end in places]
    keys = []
    for text, banded, lowest in zip(texts, bands, winnow(shingle(tokens, KEY_WORDS), ends), strict=True):
        all_of_it = lowest if len(text) < SHORT_WORDS else np.concatenate((banded, lowest))
        keys.append(distinct(all_of_it & _KEY_BITS).astype(np.int64))
    return keys


def winnow(shingles: Hashes, places: Sequence[tuple[int, int]]) -> list[Hashes]:
    """Return the lowest hash of every window of successive shingles, repeats in a row left out.

    A text of less than four windows has four narrower ones: a short teaser needs a few keys, too.

    Args:
        shingles: of several texts, one after the other.
        places: where those of each text begin and end.
    """
    # The lowest of 1, 2, 4, 8 … from each place on: the lowest of a window is that of the two that fill it.
    lowest = [shingles]
    while (reach := 1 << len(lowest)) <= WINDOW:
        half = lowest[-1]
        lowest.append(np.minimum(half[: -(reach >> 1)], half[reach >> 1 :]))
    found = []
    for start, end in places:
        width = max(1, min(WINDOW, (end - start) // 4))
        level = width.bit_length() - 1
        windows = max(0, end - start - width + 1)
        second = start + width - (1 << level)
        low = np.minimum(lowest[level][start : start + windows], lowest[level][second : second + windows])
        found.append(low[changes(low)])
    return found
