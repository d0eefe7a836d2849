"""The language of a page: as it states it, else by a script that one language alone writes."""

import re
from collections.abc import Iterator
from typing import Final

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.plain import plain

FEWEST: Final = 6
"""Letters of a title from which on its script tells its language; "5G" in Chinese has none of its own."""

_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS: Final = {
    "ko": "\uac00-\ud7a3", "th": "\u0e01-\u0e5b", "lo": "\u0e81-\u0edf", "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff", "km": "\u1780-\u17ff", "hy": "\u0531-\u058f", "he": "\u05d0-\u05ea",
    "el": "\u0370-\u03ff",
}  # fmt: skip
_WRITTEN: Final = {
    # Kana before Han: a Japanese title has both.
    "ja": re.compile("[\u3041-\u306d\u306f-\u30fa\u30fc-\u30ff]"),
    "zh": re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"),
    **{code: re.compile(f"[{letters}]") for code, letters in _SCRIPTS.items()},
}
_KANA: Final = 0.1
"""Share of a Japanese title's letters. の is not counted: Chinese brands have it; nor is the dot in names."""

_ALSO: Final = {"zh": {"ja", "yue", "ko"}, "he": {"iw", "yi"}, "my": {"shn", "mnw"}}
"""Languages that a script's own one is stated beside: a Japanese headline of Han alone."""


def claims(head: Head) -> Iterator[Claim]:
    """What a page states its language to be, the surest first; last what its title is written in.

    A statement that the title's script refutes is none: templates say ``lang="en"`` over Chinese.

    Args:
        head: what the page says about itself.
    """
    written = by_script(head.title)
    stated = head.article.get("inLanguage")
    texts = [(plain(stated.get("alternateName") if isinstance(stated, dict) else stated), "json-ld")]
    texts += [(head.language, "meta")]
    texts += [(head.first("content-language", "og:locale", "dc.language", "language"), "meta")]
    for text, source in texts:
        found = code(text)
        if not written or found == written or found in _ALSO.get(written, ()):
            yield Claim(found, "json-ld" if source == "json-ld" else "meta")
    yield Claim(written, "meta")


def code(text: str) -> str:
    """``en_US`` → ``en``, ``es-419`` → ``es``; empty where the text is no language code: ``utf-8``."""
    found = re.match(r"([a-z]{2}(?=[-_]|$)|[a-z]{3}(?=[-_][a-z]|$))", text.strip().lower())
    return found[1] if found else ""


def by_script(text: str) -> str:
    """The language whose script most letters are of; empty for one that many languages write.

    Args:
        text: a title.
    """
    letters = len(_LETTER.findall(text))
    if letters < FEWEST or text.isascii():
        return ""
    for language, script in _WRITTEN.items():
        share = len(script.findall(text)) / letters
        if share > (_KANA if language == "ja" else 0.5):
            return language
    return ""
