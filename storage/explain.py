"""Explanation: why two pages are one story, or are not, for a person to check."""

from dataclasses import dataclass
from typing import Any

from storage.dedup import RULES, Match, compare, passages
from storage.page import Page, document_of


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
    text = a.article.text
    shared = tuple(text[place.start_a : place.end_a] for place in passages(text, b.article.text))
    return Explanation(a, b, match, a.article_id == b.article_id, overruled, RULES, shared)


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
        "because": match.because,
        "rules": explained.rules,
        "evidence": match.evidence.figures(),
        "linked": explained.linked,
        "overruled": explained.overruled,
        "passages": list(explained.passages),
    }
