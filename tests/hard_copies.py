"""Every way in which news is copied, done to the demo newsroom's stories: pairs that are one story."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from crawler.demo.story import Story, plain, stories
from storage.dedup import Document

# Each furniture is what pages put around a text: menus, captions, sign-ups, related links.
FURNITURES = (
    (
        [
            "Home",
            "News",
            "Your Navy",
            "Subscribe now",
            "A tug stands off the pier at dusk. (Photo by Ilka Sorn)",
        ],
        ["Most Read", "Sign up for the morning brief", "Share", "About the author", "Load More"],
    ),
    (
        ["Skip to content", "MENU", "Opinion | Markets | Weather", "Posted: 6:14 AM", "Close"],
        ["Up next", "More from this section", "Copyright 2026 The Halyard Group. All rights reserved."],
    ),
    (
        ["FILE - Welders at work in a yard in June. (Corin Vale/Pool via Wirehouse)", "Listen", "3 min read"],
        ["Get the day’s stories in your inbox every evening.", "Related", "Comments", "Advertisement"],
    ),
    (
        ["Search", "Breaking news alerts", "Image 1 of 4", "Image: A convoy halts at a bridge. /Wirehouse"],
        ["Recommended for you", "Next Article", "Terms of service", "You have two free articles left."],
    ),
)

BRITISH = dict(
    pair.replace("_", " ").split("/")
    for pair in (
        "defense/defence Defense/Defence armor/armour Armor/Armour labor/labour Labor/Labour "
        "harbor/harbour Harbor/Harbour program/programme percent/per_cent programs/programmes "
        "gray/grey center/centre Center/Centre tons/tonnes organized/organised license/licence "
        "meters/metres color/colour tire/tyre favor/favour toward/towards plow/plough "
        "canceled/cancelled traveled/travelled "
    ).split()
)

# Series by nature: their pairs are in hard_series.py.
_NOTICES = ("contracts-for", "casualty-", "general-officer", "arms-sale", "letter-")


class Pair(NamedTuple):
    """Two documents, what was done, and whether they tell one story."""

    kind: str
    a: Document
    b: Document
    same: bool


def reports() -> list[Story]:
    """The demo's stories that a reporter wrote."""
    return [story for story in stories(1) if not story.name.startswith(_NOTICES)]


def paragraphs(story: Story) -> list[str]:
    """The story's paragraphs as plain text."""
    return [plain(paragraph) for paragraph in story.paragraphs]


def document(
    story: Story, text: list[str], source: str = "harborledger", hours: float = 0, title: str = ""
) -> Document:
    """A document of a story's text, or of what became of it."""
    title = title or story.headline
    return Document.of(title, "\n\n".join(text), story.published + timedelta(hours=hours), source)


def copies() -> Iterator[Pair]:
    """Yield a pair for every story and every way of copying it."""
    told = reports()
    for number, story in enumerate(told):
        dice = random.Random(story.name)
        text = paragraphs(story)
        other = paragraphs(told[(number + 7) % len(told)])
        original = document(story, text)
        for kind, copy in _ways(story, text, other, dice):
            yield Pair(kind, original, copy, same=True)
        framed = [
            document(story, [*top, *text, *bottom], f"site{n}", n)
            for n, (top, bottom) in enumerate(FURNITURES)
        ]
        yield Pair("four furnitures", framed[0], framed[1], same=True)
        yield Pair("four furnitures", framed[2], framed[3], same=True)


def _ways(
    story: Story, text: list[str], other: list[str], dice: random.Random
) -> Iterator[tuple[str, Document]]:
    last = story.headline.split()[-4:]
    retitled = " ".join([*last, "raises new questions"])
    undated = [re.sub(r"^[A-Z][A-Z ,.]+ — ", "", text[0]), *text[1:]]
    yield "retitled, no dateline", document(story, undated, "dailyquay", 6, retitled)
    yield "three paragraphs cut", document(story, _without(text, 3, dice), "dailyquay", 9, retitled)
    shuffled = text[1:]
    dice.shuffle(shuffled)
    yield "paragraphs reordered", document(story, [text[0], *shuffled], "dailyquay", 12)
    quotes = str.maketrans({"“": "'", "”": "'", "’": "'", "—": "-", "–": "-"})
    yield "quotes re-punctuated", document(story, [line.translate(quotes) for line in text], "dailyquay", 3)
    yield "British spelling", document(story, [_british(line) for line in text], "thequaypost", 18, retitled)
    note = "Editor’s note: This article has been corrected. An earlier version gave a wrong rank."
    yield "editor's note", document(story, [note, *text], "harborledger2", 30)
    yield "first quarter", document(story, _first(text, 0.25), "paywallpost", 2, retitled)
    yield (
        "two stories on one page",
        document(story, [*text, "In other news", *other], "roundup", 20, retitled),
    )
    yield "an update, a third more", document(story, _updated(text, other), "harborledger", 8)
    yield "an update elsewhere", document(story, _updated(text, other), "dailyquay", 11)
    yield "the same, ten days later", document(story, [note, *text[:-1]], "weekendreader", 240)
    intro = "This report is republished under licence. It was changed for length and style by our editors."
    lead = "What follows was known on the evening of the second day, and two offices have confirmed it since."
    yield "under licence, new lead", document(story, [intro, lead, *undated], "dailyquay", 30, retitled)
    correction = "Correction: an earlier version of this article misstated the day on which the talks began."
    yield "corrected three days later", document(story, [*text, correction], hours=76)
    byline = f"By a staff reporter | {story.published:%B %d, %Y}"
    printed = ["Print this page", story.headline, byline, *text, "Find this article at: harborledger.example"]
    yield "print version", document(story, printed, hours=0.2)


def _without(text: list[str], count: int, dice: random.Random) -> list[str]:
    gone = set(dice.sample(range(1, len(text)), min(count, len(text) - 2)))
    return [line for number, line in enumerate(text) if number not in gone]


def _first(text: list[str], share: float) -> list[str]:
    words = " ".join(text).split()
    return [" ".join(words[: max(60, int(len(words) * share))]) + " …"]


def _british(line: str) -> str:
    return re.sub(r"\w+", lambda word: BRITISH.get(word.group(), word.group()), line)


def _updated(text: list[str], other: list[str]) -> list[str]:
    """A new first paragraph, the old text, and paragraphs that came in since, a third as long."""
    wanted, added = sum(len(line.split()) for line in text) / 3, []
    for line in other:
        if sum(len(known.split()) for known in added) >= wanted:
            break
        added.append(line)
    lead = "Officials gave a fuller account late on the same day, and added figures that they had held back."
    return [lead, *text[:4], *added, *text[4:]]
