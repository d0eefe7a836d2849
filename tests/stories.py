"""Stories for the tests of the store: invented, each with words enough of its own to be told apart."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from storage import Article

_SYLLABLES = ("ba", "co", "du", "fe", "gi", "ha", "jo", "ku", "le", "mi", "no", "pu", "ra", "se", "ti", "vo")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def paragraphs(story: int, words: int = 200) -> list[str]:
    """Paragraphs of 50 words that no other story has."""
    dice = random.Random(story)
    spoken = ["".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(words)]
    return [" ".join(spoken[at : at + 50]).capitalize() + "." for at in range(0, words, 50)]


def article(story: int, host: str = "www.harbor-ledger.example", **fields: Any) -> Article:
    """One story as one site printed it; fields replace what it would say."""
    defaults: dict[str, Any] = {
        "url": f"https://{host}/news/{story}",
        "title": f"Story {story}",
        "text": "\n\n".join(paragraphs(story)),
        "published": NOON + timedelta(minutes=story),
    }
    return Article(**{**defaults, **fields})
