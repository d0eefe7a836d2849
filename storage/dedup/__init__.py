"""Decides which texts tell one story: tokens → shingles → keys → candidates → evidence → decision."""

from storage.dedup.document import Document, prepare
from storage.dedup.evidence import Evidence
from storage.dedup.index import CROWDED, CandidateIndex, MemoryIndex
from storage.dedup.passages import Passage, passages
from storage.dedup.rules import RULES, Match, compare
from storage.dedup.signature import (
    BANDS,
    KEY_WORDS,
    PERMUTATIONS,
    ROWS,
    SCHEME,
    SEED,
    SHORT_WORDS,
    SIGNED_WORDS,
    WINDOW,
)
from storage.dedup.versions import MOST_VERSIONS, closest, gather, is_version

# What the keys of a store depend on: a store made with others is refused.
PARAMETERS: dict[str, int | str] = {
    "scheme": SCHEME,
    "permutations": PERMUTATIONS,
    "seed": SEED,
    "bands": BANDS,
    "rows": ROWS,
    "signature_shingle_words": SIGNED_WORDS,
    "key_shingle_words": KEY_WORDS,
    "window": WINDOW,
    "short_words": SHORT_WORDS,
    "tokens": 1,
}

__all__ = [
    "CROWDED",
    "MOST_VERSIONS",
    "PARAMETERS",
    "RULES",
    "CandidateIndex",
    "Document",
    "Evidence",
    "Match",
    "MemoryIndex",
    "Passage",
    "closest",
    "compare",
    "gather",
    "is_version",
    "passages",
    "prepare",
]
