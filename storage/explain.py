"""Explanation: why two pages are one story, or are not, for a person to check."""

from dataclasses import dataclass
from typing import Any

from storage.dedup import RULES, Match, compare
from storage.pages import Page, document_of

# Words of the shortest passage that is shown as shared; a shorter one is a phrase that anybody writes.
PASSAGE_WORDS = 8


@dataclass(frozen=True, slots=True)
class Explanation:
    """Two pages side by side.

    Args:
        a: the one page.
        b: the other.
        match: the decision of the rules of today on the two texts, with its evidence.
        linked: whether the store holds them as one story.
        overruled: whether a person decided that, not the rules.
        rules: version of the rules of ``match``.
        passages: the passages of ``a`` that ``b`` has word for word, in order, as they stand in ``a``.
    """

    a: Page
    b: Page
    match: Match
    linked: bool
    overruled: bool
    rules: int
    passages: tuple[str, ...]


def explain(a: Page, b: Page, overruled: bool) -> Explanation:
    """Compare two stored pages anew and show what they share."""
    match = compare(document_of(a.article), document_of(b.article))
    passages = shared_passages(a.article.text, b.article.text)
    return Explanation(a, b, match, a.article_id == b.article_id, overruled, RULES, passages)


def record(explained: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON has it."""
    match = explained.match
    return {
        "pages": [
            {
                "id": page.id,
                "article_id": page.article_id,
                "outlet": page.article.outlet,
                "title": page.article.title,
                "url": page.article.url,
            }
            for page in (explained.a, explained.b)
        ],
        "same": match.same,
        "kind": match.kind,
        "score": match.score,
        "rule": match.rule,
        "rules": explained.rules,
        "evidence": match.evidence.figures(),
        "linked": explained.linked,
        "overruled": explained.overruled,
        "passages": list(explained.passages),
    }


def shared_passages(text: str, other: str) -> tuple[str, ...]:
    """Return the passages of a text that another has word for word, whatever the case and punctuation.

    Args:
        text: the passages are cut from it.
        other: the text they are looked for in.
    """
    words = text.split()
    plain = [_plain(word) for word in words]
    runs = _runs([_plain(word) for word in other.split()])
    passages: list[str] = []
    at = 0
    while at + PASSAGE_WORDS <= len(words):
        end = at
        while end + PASSAGE_WORDS <= len(words) and tuple(plain[end : end + PASSAGE_WORDS]) in runs:
            end += 1
        if end > at:
            passages.append(" ".join(words[at : end + PASSAGE_WORDS - 1]))
            at = end + PASSAGE_WORDS - 1
        else:
            at += 1
    return tuple(passages)


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + PASSAGE_WORDS]) for at in range(len(words) - PASSAGE_WORDS + 1)}


def _plain(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())
