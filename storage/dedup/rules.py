"""The rules that decide from the evidence whether two documents tell one story."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from storage.dedup.document import Document
from storage.dedup.evidence import Evidence
from storage.dedup.signature import SHORT_WORDS

# The version of these rules, kept beside each decision; raise it when a decision may change.
RULES: Final = 3

# All constants below were found on 237 labelled pairs of real newswire texts, cross-validated by leaving out
# one story at a time; docs/dedup.md has the figures and the curves.

# Under this containment 1 of 96 copies lies, an empty one, and half of the other pairs.
UNRELATED: Final = 0.38

# Of 30 words a dateline of two leaves a Jaccard of .93, another number one of .80; a stub such as "This is a
# developing story." stands under many headlines. A page of which the captions leave so little is a part of
# another where all of it is.
BRIEF: Final = 0.9
BRIEF_HEADLINE: Final = 0.5
BRIEF_PART: Final = 0.95

# From this containment on, numbered notices and late re-issues are one text: the series reach .87, revisions
# and corrections days later begin at .89.
NEARLY_ALL: Final = 0.885

# Updates come within 48 hours; re-issued factboxes and timelines after 72 and more.
LATE_HOURS: Final = 60

# Another outlet that prints a story days later may trim it, and has no series of its own to confuse it with.
LATE_ELSEWHERE: Final = 0.75

# An outlet's factbox that comes again with new entries: series reach a Jaccard of .73, corrections .76.
REISSUED: Final = 0.745

# After three weeks a chronology that comes again is a new one unless hardly a line has changed. No labelled
# pair says where exactly; chronologies of tests/hard_series.py, a quarter of a year apart, reach .86.
WEEKS_HOURS: Final = 3 * 7 * 24
UNCHANGED: Final = 0.9

# Notices are mostly formula: those of a series, under 120 words, share up to .74; a teaser is shared whole.
NOTICE_WORDS: Final = 120
NOTICE: Final = 0.8

# In a series the formula is shared and the facts are not; in copies and updates the share of facts is at most
# .10 under that of words, among arms-sale notices at least .43, earnings notices .28, weekly trackers .20.
SERIES_FACTS: Final = 0.12
SERIES_FACTS_ELSEWHERE: Final = 0.25
SERIES_FACTS_APART: Final = 3

# Balance of an update by the same outlet: logistic regression gives 10.6 containment + 6.7 headline > 7.7.
# Left out in turn, 24 of 25 updates and 1 of 8 others pass. At .68 and .7 none of either is wrong.
UPDATE: Final = 0.7
UPDATE_HEADLINE: Final = 0.63

# Balance of a copy at another outlet: logistic regression gives 12.1 unquoted + 8.3 jaccard + 10.3 facts
# + 2.7 headline > 17. Left out in turn, 57 of 60 copies and 1 of 29 others pass.
COPIED: Final = 1.41
COPIED_JACCARD: Final = 0.7
COPIED_FACTS: Final = 0.85
COPIED_HEADLINE: Final = 0.23

# Fewer names and numbers say little: every report on a summit names its city and the same four people.
FEW_FACTS: Final = 8


# What counts in a story of several versions where nothing is weighed, and at the least where it is; balances
# run up to 1.2. Labelled pairs end the same for a whole text from .5 to .8 and more, for a part from 0 to .2,
# and for what is apart from -.15 to -.4.
WHOLE: Final = 0.6
PART: Final = 0.1
APART: Final = -0.3

# Under this share of the longer text a shorter one that stands in it is a part: a teaser, or one of several
# stories on a page. It says how long a page is, not how the story has gone on.
FRAGMENT: Final = 0.5


def update_margin(evidence: Evidence) -> float:
    """How far shared words and headline lie over the bar of an update by the same outlet."""
    return max(APART, evidence.containment + UPDATE_HEADLINE * evidence.headline - UPDATE)


def copy_margin(evidence: Evidence) -> float:
    """How far shared words that nobody said, facts and headline lie over the bar of a copy elsewhere."""
    told = evidence.facts if evidence.fact_count >= FEW_FACTS else None
    facts = evidence.containment if told is None else told
    weight = (
        evidence.unquoted
        + COPIED_JACCARD * evidence.jaccard
        + COPIED_FACTS * facts
        + COPIED_HEADLINE * evidence.headline
    )
    return max(APART, weight - COPIED)


def whole_margin(evidence: Evidence) -> float:
    """What a text counts for that stands, nearly all of it, in another."""
    return PART if evidence.length_ratio < FRAGMENT else WHOLE


def _late(evidence: Evidence) -> bool:
    """Days apart, or undated from one outlet, and not nearly the same text."""
    if evidence.hours is None:
        return evidence.same_source and evidence.containment < NEARLY_ALL
    if evidence.hours <= LATE_HOURS:
        return False
    if evidence.same_source:
        unchanged = REISSUED if evidence.hours <= WEEKS_HOURS else UNCHANGED
        return evidence.containment < NEARLY_ALL or evidence.jaccard < unchanged
    return evidence.containment < LATE_ELSEWHERE


def _other_facts(evidence: Evidence) -> bool:
    if evidence.facts is None or evidence.facts_apart < SERIES_FACTS_APART:
        return False
    fewer = SERIES_FACTS if evidence.same_source else SERIES_FACTS_ELSEWHERE
    return evidence.facts < evidence.containment - fewer


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the decision.

    Args:
        name: kept beside each decision.
        same: what it decides.
        holds: whether it decides on this evidence.
        says: why, in words for people.
        margin: how far the evidence lies over the bar, for a rule that weighs it or takes a text as a whole.
    """

    name: str
    same: bool
    holds: Callable[[Evidence], bool]
    says: str
    margin: Callable[[Evidence], float] = lambda _: APART


# The first rule that holds decides; equal words were decided before.
ORDER: Final = (
    Rule(
        "little shared",
        False,
        lambda e: e.containment < UNRELATED,
        f"less than {UNRELATED:.0%} of the shorter story stands in the longer one",
    ),
    Rule(
        "brief",
        True,
        lambda e: e.brief and e.jaccard >= BRIEF and e.headline >= BRIEF_HEADLINE,
        f"one text has fewer than {SHORT_WORDS} words; the words are the same but for a dateline, and the "
        "headlines are alike",
        whole_margin,
    ),
    Rule(
        "other brief",
        False,
        lambda e: e.brief or (e.words < SHORT_WORDS and e.containment < BRIEF_PART),
        f"one text has fewer than {SHORT_WORDS} words, and the two do not say the same",
    ),
    Rule(
        "numbered series",
        False,
        lambda e: e.numbered_titles and e.containment < NEARLY_ALL,
        "the titles differ in numbers or dates alone, and less than "
        f"{NEARLY_ALL:.1%} of the shorter story stands in the longer one",
    ),
    Rule(
        "series",
        False,
        _other_facts,
        "the wording is alike and the facts are not: the share of common names and numbers is more than "
        f"{SERIES_FACTS * 100:.0f} points below that of common words, "
        f"or {SERIES_FACTS_ELSEWHERE * 100:.0f} points at two outlets",
    ),
    Rule(
        "late",
        False,
        _late,
        f"they are more than {LATE_HOURS} hours apart, or undated at one outlet, and too little is the same: "
        f"at two outlets less than {LATE_ELSEWHERE:.0%} of the shorter story, at one outlet less than "
        f"{NEARLY_ALL:.1%} or a Jaccard under {REISSUED} ({UNCHANGED} after three weeks)",
    ),
    Rule(
        "nearly all",
        True,
        lambda e: e.containment >= NEARLY_ALL,
        f"at least {NEARLY_ALL:.1%} of the shorter story stands in the longer one",
        whole_margin,
    ),
    Rule(
        "notice",
        False,
        lambda e: e.words < NOTICE_WORDS and e.containment < NOTICE,
        f"the shorter story is a notice of fewer than {NOTICE_WORDS} words, and less than {NOTICE:.0%} of it "
        "stands in the longer one",
    ),
    Rule(
        "update",
        True,
        lambda e: e.same_source and update_margin(e) >= 0,
        f"both are from one outlet, and the words and headline that they share weigh at least {UPDATE}",
        update_margin,
    ),
    Rule(
        "other story",
        False,
        lambda e: e.same_source,
        f"both are from one outlet, and the words and headline that they share weigh less than {UPDATE}",
        update_margin,
    ),
    Rule(
        "copied",
        True,
        lambda e: copy_margin(e) >= 0,
        f"the unquoted words, facts and headline that they share weigh at least {COPIED}",
        copy_margin,
    ),
    Rule(
        "written anew",
        False,
        lambda _: True,
        f"the unquoted words, facts and headline that they share weigh less than {COPIED}",
        copy_margin,
    ),
)

SAME_WORDS: Final = Rule(
    "same words", True, lambda _: True, "both have the same words in the same order", whole_margin
)

_BY_NAME: Final = {rule.name: rule for rule in (SAME_WORDS, *ORDER)}


@dataclass(frozen=True, slots=True)
class Match:
    """A decision on two documents.

    Args:
        same: whether they tell one story.
        kind: ``exact`` where the words are the same, ``near`` where they are alike, empty where apart.
        score: 0.5 to 1 where they are one story, below where not; of several matches the highest is the
            closest version (half the Jaccard of the words, and a half for one story).
        rule: name of the rule that decided.
        evidence: what it decided on.
    """

    same: bool
    kind: Literal["exact", "near", ""]
    score: float
    rule: str
    evidence: Evidence

    @property
    def because(self) -> str:
        """The rule and its threshold, in words for people."""
        rule = _BY_NAME.get(self.rule)
        return rule.says if rule else self.rule

    @property
    def margin(self) -> float:
        """How far the evidence lies over the bar, below 0 where under it: what versions of a story weigh."""
        return _BY_NAME[self.rule].margin(self.evidence)

    @property
    def whole(self) -> bool:
        """Whether the shorter text stands, all but whole, in the longer."""
        return _BY_NAME[self.rule].margin is whole_margin


def compare(a: Document, b: Document) -> Match:
    """Decide whether two documents tell one story. Pure, and the order of the two does not matter.

    Args:
        a: a document.
        b: another.

    Returns:
        the decision with what it rests on.
    """
    if a.text_hash and a.text_hash == b.text_hash:
        # Neither is the shorter: nothing of the texts needs to be read to say so.
        return Match(True, "exact", 1.0, SAME_WORDS.name, Evidence(a, b))
    evidence = Evidence.on(a, b)
    rule = next(rule for rule in ORDER if rule.holds(evidence))
    score = (evidence.jaccard + rule.same) / 2
    return Match(rule.same, "near" if rule.same else "", score, rule.name, evidence)
