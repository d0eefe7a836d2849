"""The rules that decide from the evidence whether two documents tell one story."""

from dataclasses import dataclass
from typing import Final, Literal

from storage.dedup.document import Document
from storage.dedup.evidence import Evidence, gather

# The version of these rules, kept beside each decision; raise it when a decision may change.
RULES: Final = 1

COPIED_CONTAINMENT: Final = 0.48
COPIED_VERBATIM: Final = 0.2
SERIES_HOURS: Final = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A decision on two documents.

    Args:
        same: whether they tell one story.
        kind: ``exact`` where the words are the same, ``near`` where they are alike, empty where apart.
        score: 0 to 1; of several matches the highest is the closest.
        rule: name of the rule that decided.
        evidence: what it decided on.
    """

    same: bool
    kind: Literal["exact", "near", ""]
    score: float
    rule: str
    evidence: Evidence


def compare(a: Document, b: Document) -> Match:
    """Decide whether two documents tell one story. Pure: the order of the two does not matter."""
    evidence = gather(a, b)
    if a.text_hash and a.text_hash == b.text_hash:
        return Match(True, "exact", 1.0, "same words", evidence)
    rule, same = _decide(a, b, evidence)
    return Match(same, "near" if same else "", evidence.containment, rule, evidence)


def _decide(a: Document, b: Document, evidence: Evidence) -> tuple[str, bool]:
    if a.short or b.short or not evidence.words:
        return "short texts differ", False
    apart = evidence.hours is None or evidence.hours > SERIES_HOURS
    if apart and evidence.same_source and evidence.containment < 0.88:
        return "series", False
    if evidence.containment >= COPIED_CONTAINMENT and evidence.verbatim >= COPIED_VERBATIM:
        return "copied", True
    return "too little in common", False
