"""The story in a page's text: its paragraphs without captions and furniture, its quotations, its facts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from storage.dedup.shingles import Hashes, distinct, hash_tokens, shingle
from storage.dedup.tokens import spaced

# A paragraph that credits a photograph is a caption: one picture stands beside many stories. One that claims
# copyright stands below all of an outlet's.
_CAPTION = re.compile(
    r"^\W*(?:FILE\b|(?:photo|image|picture|credit)\b.{0,3}[:|])"
    r"|\([^()]*\b(?:photo|image|pool|getty|via|handout|courtesy)\b[^()]*\)\W*$"
    r"|^(?:copyright|©)|\ball rights reserved\b"
    r"|\b(?:photo|image)s? (?:by|courtesy)\b|/(?:AP|AFP|Reuters|Getty)\b[^.]{0,40}$",
    re.IGNORECASE,
)

# One of these stands in every caption; most texts have two or three of them, and few lines have one.
_CREDITS = (
    "photo", "image", "picture", "credit", "file", "pool", "getty", "via", "handout", "courtesy", "copyright",
    "©", "rights", "/ap", "/afp", "/reuters",
)  # fmt: skip

# "Most Popular", "prev next", "Posted: 4:56 AM": a short line that no full stop ends. Real sentences of a
# story are seldom under 60 characters without one.
_FURNITURE_CHARACTERS = 60
_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;,—–\"”’')\]]\s*$")

# A quotation: two reporters who heard one speaker share his words without copying each other.
# A single quote opens after a non-letter, closes before one, and may hold apostrophes. The mark comes first
# and is looked at afterwards: a pattern that begins with one set of characters is searched for eight times
# as fast.
_QUOTATION = re.compile(
    r"[“„«\"'‘](?:"
    r"(?<=[“„«])[^“”„«»\n]{12,1500}[”“»]?"
    r'|(?<=")[^"\n]{12,1500}"'
    r"|(?<!\w['‘])(?<=['‘])(?=\w)(?:[^‘'’\n]|(?<=\w)['’](?=\w)){12,1500}['’](?!\w)"
    r")"
)

# A number, or a word that begins with something else than a small letter of ASCII: few are looked at further.
_FACT = re.compile(r"[^\W_a-z](?<!\w.)\w*(?:[.,’'-]\w+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:—–\"”“‘\n-])\W*$")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Story:
    """What a text tells, each view computed when first asked for.

    Args:
        page_text: the text as the page gave it, one paragraph or line a line.
        page_tokens: hashes of all its words, in order.
    """

    page_text: str
    page_tokens: Hashes

    @cached_property
    def _lines(self) -> tuple[list[str], bool]:
        """The paragraphs without captions and furniture, and whether these are all that the page has."""
        lines = [line for line in map(str.strip, self.page_text.splitlines()) if line]
        lowered = self.page_text.casefold()
        possible = [credit for credit in _CREDITS if credit in lowered]
        prose = [line for line in lines if _is_prose(line, possible)]
        return prose, len(prose) == len(lines)

    @cached_property
    def text(self) -> str:
        """The paragraphs, one a line, captions and furniture left out."""
        return "\n".join(self._lines[0])

    @cached_property
    def tokens(self) -> Hashes:
        """Hashes of the words, in order."""
        return self.page_tokens if self._lines[1] else hash_tokens([spaced(self.text)])[0]

    @cached_property
    def shingles(self) -> Hashes:
        """The distinct 3-word shingles, sorted."""
        return distinct(shingle(self.tokens, 3))

    @cached_property
    def unquoted_shingles(self) -> Hashes:
        """Those of the 3-word shingles that stand outside quotations, sorted."""
        pieces: list[str] = []
        end = 0
        for quotation in _QUOTATION.finditer(self.text):
            pieces += self.text[end : quotation.start()], quotation.group()
            end = quotation.end()
        hashes = hash_tokens([spaced(piece) for piece in (*pieces, self.text[end:])])
        quoted = np.repeat(np.arange(len(hashes)) % 2 == 1, [len(piece) for piece in hashes])
        outside = ~(quoted[:-2] | quoted[1:-1] | quoted[2:])
        return distinct(shingle(np.concatenate(hashes), 3)[outside])

    @cached_property
    def facts(self) -> frozenset[str]:
        """The names and numbers: what differs between two notices of one wording.

        A name is a capitalised word that no sentence begins with; scripts without case have numbers alone.
        """
        found = set()
        for match in _FACT.finditer(self.text):
            word = match.group()
            before = self.text[max(0, match.start() - 4) : match.start()]
            if word[0].isdigit():
                found.add(word.replace(",", ""))
            elif word[0].isupper() and not _SENTENCE_START.search(before):
                found.add(_POSSESSIVE.sub("", word.casefold()))
        return frozenset(found)


def _is_prose(line: str, possible: Sequence[str]) -> bool:
    if _is_caption(line, possible):
        return False
    return len(line) >= _FURNITURE_CHARACTERS or bool(_SENTENCE_END.search(line))


def _is_caption(line: str, possible: Sequence[str]) -> bool:
    """Whether a line is a caption; ``possible`` are those of _CREDITS that may stand in it."""
    lowered = line.casefold()
    return any(credit in lowered for credit in possible) and bool(_CAPTION.search(line))


# A headline has 5 to 18 words and stands before the first paragraph of running text, of 25 words and more;
# pages put up to some 40 lines of menus above it.
_HEADLINE_WORDS = range(5, 19)
_RUNNING_TEXT_WORDS = 25
_LINES_ABOVE = 40


def headlines(page_text: str) -> list[str]:
    """Return the lines of a text that may be its headline."""
    found = []
    for line in page_text.splitlines()[:_LINES_ABOVE]:
        words = len(line.split())
        if words >= _RUNNING_TEXT_WORDS and not _is_caption(line.strip(), _CREDITS):
            break
        if words in _HEADLINE_WORDS:
            found.append(line)
    return found
