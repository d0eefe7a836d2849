"""Cards of other stories in the plain text of a page: a headline, perhaps a dek, a byline or a date."""

import re
from typing import Final

from crawler.parsers import lines

MOST_CARDS: Final = 30
"""Cards under one heading; rivers have five to twenty."""

DEK: Final = 40
"""Words of a card's dek; without a heading above the river, half of it."""

_RIVER = re.compile(
    r"^\W*(?:in other|more (?:in|from|on|stories|news)|latest|top|trending|most|recommended|popular|"
    r"you (?:may|might)|up next)",
    re.IGNORECASE,
)
"""Headings that many cards stand below."""

_NEXT_SENTENCE = re.compile(r"[.!?]”? [A-Z“]")


def without_cards(found: list[str]) -> list[str]:
    """Lines without "RELATED", "In Other News" and the like, and without the cards below them."""
    kept: list[str] = []
    at = 0
    while at < len(found):
        text = found[at]
        at += 1
        if not lines.announces_others(text):
            kept.append(text)
        elif lines.words(text) <= 7:
            at = _behind_cards(found, at, river=_RIVER.match(text) is not None)
    return kept[: _cards_at_end(kept)]


def _behind_cards(found: list[str], at: int, river: bool) -> int:
    """Where the text goes on behind the cards that begin at a line."""
    for _ in range(MOST_CARDS):
        end = _card_end(found, at, river)
        if end == at:
            break
        at = end
    return at


def _card_end(found: list[str], at: int, river: bool) -> int:
    """Where the card that begins at a line ends; the same line where none begins.

    A card is a headline, perhaps a dek, and a byline or a date. Without those two only the headline is sure,
    and in a river a dek that the next headline follows.
    """
    if at < len(found) and signs_card(found[at]):
        return at + 1
    if (
        at >= len(found)
        or not _is_heading(found[at])
        or lines.is_furniture(found[at])
        or lines.announces_others(found[at])
    ):
        return at
    for end in range(at + 1, min(at + 4, len(found))):
        if signs_card(found[end]):
            return end + 1
        if lines.words(found[end]) > 60 or lines.announces_others(found[end]):
            break
    has_dek = river and at + 1 < len(found) and _is_dek(found[at + 1])
    return at + 2 if has_dek and (at + 2 == len(found) or _is_heading(found[at + 2])) else at + 1


def _is_dek(text: str, most: int = DEK) -> bool:
    """One sentence, and a short one."""
    return not _is_heading(text) and lines.words(text) <= most and not _NEXT_SENTENCE.search(text)


def signs_card(text: str) -> bool:
    """A byline or a date, the last line of a card."""
    return lines.is_byline(text) or lines.is_date(text)


def _cards_at_end(found: list[str]) -> int:
    """Where a river without a heading begins: two cards or more at the end, each signed by a byline.

    Without bylines three headlines with a dek each, and only behind a story that is longer than they are:
    three of its own sections may be of one sentence.
    """
    end = len(found)
    while end > 1 and _is_dek(found[end - 1], DEK // 2) and _heads_card(found[end - 2]):
        end -= 2
    if len(found) - end >= 6 and end > 3 and not any(map(_is_headline, found[1:end])):
        return end
    end, cards = len(found), 0
    while end and lines.is_byline(found[end - 1]):
        start = next((at for at in range(end - 2, max(end - 4, -1), -1) if _is_heading(found[at])), None)
        if start is None:
            break
        end, cards = start, cards + 1
    return end if cards > 1 else len(found)


def _is_heading(text: str) -> bool:
    """A headline, a menu's entry, a title: short, and not ended like a sentence."""
    return text[-1] not in ".:…" and lines.words(text) <= 25 and not text.endswith((".”", '."', ".’"))


def _is_headline(text: str) -> bool:
    """A heading of some words: "Army picks boot for arctic troops"."""
    return _is_heading(text) and 4 <= lines.words(text) <= 16


def _heads_card(text: str) -> bool:
    """A headline, and no share bar: "Share on Facebook Share on X Email Copy link"."""
    return _is_headline(text) and not lines.is_furniture(text)
