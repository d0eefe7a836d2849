"""Text → tokens: words, or pairs of characters where a script writes no spaces."""

import re
import unicodedata

# Most English text is ASCII but for these, and ASCII is read five times as fast.
_TYPOGRAPHIC = "‘’“”–—…\u00a0"

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

# Scripts that write no spaces between words: Thai to Tibetan, Myanmar, Khmer, kana, Han.
_UNSPACED = (
    "\u0e01-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order: compatibility forms and case folded away, digits kept.

    Runs of a script without spaces become overlapping pairs of characters, so that a text in Chinese,
    Japanese or Thai has tokens at all: tokenisers that know Latin alone merge them all (text-dedup issues 90
    and 103).
    """
    return spaced(text).split()


def spaced(text: str) -> str:
    """Return the tokens of a text as one string, spaces between them: hashing needs no list of them."""
    for character in _TYPOGRAPHIC:
        text = text.replace(character, " ")
    if text.isascii():
        return text.translate(_ASCII)
    text = unicodedata.normalize("NFKC", text).casefold()
    for character in set(text):
        if not character.isalnum():
            text = text.replace(character, _instead_of(character))
    return UNSPACED_RUN.sub(_paired, text)


def _instead_of(character: str) -> str:
    """What stands for a character that is neither letter nor digit."""
    category = unicodedata.category(character)
    if category == "Cf" or "\u064b" <= character <= "\u065f" or character == "\u0640":
        return (
            ""  # soft hyphens and zero-width characters; Arabic short vowels and stretching, written at will
        )
    return character if category.startswith("M") else " "  # a mark belongs to its letter: Hindi, Thai


def _paired(run: re.Match[str]) -> str:
    """A run of an unspaced script as its pairs of neighbours, set apart from what stands around it."""
    characters = run.group()
    pairs = [characters[at : at + 2] for at in range(len(characters) - 1)] or [characters]
    return f" {' '.join(pairs)} "
