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
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_ONE_SCRIPT = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order: compatibility forms and case folded away, digits kept.

    Runs of a script without spaces become overlapping pairs of characters, so that a text in Chinese,
    Japanese or Thai has tokens at all: tokenisers that know Latin alone merge them all (text-dedup issues 90
    and 103).
    """
    for character in _TYPOGRAPHIC:
        text = text.replace(character, " ")
    if text.isascii():
        return text.translate(_ASCII).split()
    text = unicodedata.normalize("NFKC", text).casefold()
    for character in set(text):
        if not character.isalnum():
            text = text.replace(character, _instead_of(character))
    tokens = text.split()
    return _pair_unspaced(tokens) if _HAS_UNSPACED.search(text) else tokens


def _instead_of(character: str) -> str:
    """What stands for a character that is neither letter nor digit."""
    category = unicodedata.category(character)
    if category == "Cf" or "\u064b" <= character <= "\u065f" or character == "\u0640":
        return (
            ""  # soft hyphens and zero-width characters; Arabic short vowels and stretching, written at will
        )
    return character if category.startswith("M") else " "  # a mark belongs to its letter: Hindi, Thai


def _pair_unspaced(tokens: list[str]) -> list[str]:
    pairs: list[str] = []
    for token in tokens:
        for run in _ONE_SCRIPT.findall(token):
            if len(run) > 2 and _HAS_UNSPACED.match(run):
                pairs.extend(run[at : at + 2] for at in range(len(run) - 1))
            else:
                pairs.append(run)
    return pairs
