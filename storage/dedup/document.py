"""Document: one article as the duplicate detection sees it, each view computed when first asked for."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Self

from storage.article import Access
from storage.dedup.shingles import Hashes, hash_tokens, shingle
from storage.dedup.signature import Keys, Signature, index_keys, sign
from storage.dedup.story import Story, headlines
from storage.dedup.tokens import spaced, tokenize

# Below this many words a text merges only with the same words: a notice of two lines is mostly formula.
SHORT_WORDS = 40


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
        return hash_tokens(spaced(self.text))

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

    @cached_property
    def signature(self) -> Signature:
        """MinHash of the 3-word shingles (``storage.dedup.signature``)."""
        return sign(shingle(self.tokens, 3))

    @cached_property
    def keys(self) -> Keys:
        """What the index finds this document by; none for a text of less than 5 words.

        A short text has no bands: few shingles make a signature that strangers share.
        """
        shingles = shingle(self.tokens, 5)
        return index_keys(None if self.short else self.signature, shingles)

    @cached_property
    def story(self) -> Story:
        """The text without captions and furniture."""
        return Story(self.text)

    @cached_property
    def headlines(self) -> tuple[frozenset[str], ...]:
        """The words of the headline; without a title, those of each line before the story that may be one."""
        lines = (self.title,) if self.title else headlines(self.text)
        return tuple(frozenset(tokenize(line)) for line in lines)
