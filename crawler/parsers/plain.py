"""A value of structured data as plain text, whatever its type and however it was escaped."""

import html
import re
from typing import Final

LIMIT: Final = 2_000
"""Characters kept of one value; the longest summary seen has 900."""

_INLINE = re.compile(r"</?(?:a|b|i|em|strong|span|u|s|small|sub|sup|mark)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)


def plain(value: object) -> str:
    """The text of a value.

    ``zerst&ouml;ren`` and ``Board&#x2d;Room`` stand so in real JSON-LD; tags and invisible characters go,
    runs of space become one.

    Args:
        value: what JSON or an attribute held.

    Returns:
        One line; empty for what is no text.
    """
    if not isinstance(value, str):
        return str(value) if type(value) is int else ""
    text = value[: 4 * LIMIT]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())[:LIMIT]
