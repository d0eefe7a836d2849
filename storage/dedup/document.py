"""Document: one article as the duplicate detection sees it, each view computed when first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Self

import numpy as np

from storage.article import Access
from storage.dedup.shingles import Hashes, hash_tokens, shingle
from storage.dedup.signature import SHORT_WORDS, SIGNED_WORDS, Keys, Signature, index_keys, sign
from storage.dedup.story import Story, headlines
from storage.dedup.tokens import spaced, tokenize

# Documents that are prepared in one run: their arrays stay in a processor's second cache, and numpy's own
# cost of a call is shared. On 500-word articles 55 µs each; 96 one at a time.
_TOGETHER = 12


@dataclass(frozen=True)
class Document:
    """An article reduced to what tells copies from others.

    Args:
        title: the headline; may be empty.
        text: paragraphs, separated by line breaks.
        published: first publication, aware; None where unknown.
        source: the outlet's name, or the host where the outlet is unknown; empty where neither is known.
        access: ``teaser`` where the page showed only the beginning.
    """

    title: str
    text: str
    published: datetime | None = None
    source: str = ""
    access: Access = "full"

    @classmethod
    def of(
        cls,
        title: str,
        text: str,
        published: datetime | None = None,
        source: str = "",
        access: Access = "full",
    ) -> Self:
        """Return the document of an article's fields."""
        return cls(title, text, published, source, access)

    @cached_property
    def tokens(self) -> Hashes:
        """Hashes of the text's words, in order."""
        return hash_tokens([spaced(self.text)])[0]

    @property
    def short(self) -> bool:
        """Whether the text is too short for its shingles to mean anything."""
        return len(self.tokens) < SHORT_WORDS

    @cached_property
    def text_hash(self) -> bytes:
        """16 bytes that equal texts share whatever their case, punctuation and spacing; ``b""`` for no text.

        A short text is hashed with its title: "This story is developing." stands under many headlines.
        """
        if not len(self.tokens):
            return b""
        title = " ".join(tokenize(self.title)).encode() if self.short else b""
        return blake2b(self.tokens.tobytes() + title, digest_size=16).digest()

    @property
    def signature(self) -> Signature:
        """MinHash of the 3-word shingles (``storage.dedup.signature``)."""
        return sign(shingle(self.tokens, SIGNED_WORDS))

    @cached_property
    def keys(self) -> Keys:
        """What the index finds this document by: its bands, shingles and whole text; none for an empty text.

        The key of the whole text finds an exact copy, of a text of any length, without an index of its own.
        """
        return _and_whole(self.text_hash, *index_keys([self.tokens]))

    @cached_property
    def story(self) -> Story:
        """The text without captions and furniture."""
        return Story(self.text, self.tokens)

    @cached_property
    def headlines(self) -> tuple[frozenset[str], ...]:
        """The words of the headline; without a title, those of each line before the story that may be one."""
        lines = (self.title,) if self.title else headlines(self.text)
        return tuple(frozenset(tokenize(line)) for line in lines)


def prepare(documents: Sequence[Document]) -> None:
    """Let many documents compute their tokens and keys together, in half the time they take one by one."""
    for first in range(0, len(documents), _TOGETHER):
        some = documents[first : first + _TOGETHER]
        texts = hash_tokens([spaced(document.text) for document in some])
        for document, tokens, keys in zip(some, texts, index_keys(texts), strict=True):
            vars(document)["tokens"] = tokens
            vars(document)["keys"] = _and_whole(document.text_hash, keys)


def _and_whole(text_hash: bytes, keys: Keys) -> Keys:
    """The keys, and one of the whole text."""
    return np.append(keys, np.int64(int.from_bytes(text_hash[:8], "little") >> 17)) if text_hash else keys
