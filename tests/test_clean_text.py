"""clean_text: the article in a page's plain text, and never less than the article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsers import clean_text

PARAGRAPHS = """
FORT HALDEN, Va. — The Army will field a new bridge erector to two engineer brigades, officials said Tuesday.
“We had to load more ammunition than the old trucks could carry,” said Col. Ines Marr, who led the trial.
In other news briefings this week, the service said the bridge can be laid in nine minutes.
About 300 soldiers took part in the trial; which share of the fleet will follow is not decided.
Readers of the budget documents will find $41 million for it, more in procurement than in research.
The brigade expects to sign up for a second trial in Norway.
“It works.”
""".strip().splitlines()

HEAD = """Skip to content
Army Ledger
News
Pay & Benefits
Subscribe
Army to field faster bridge erector in spring
Two engineer brigades will get the vehicle first, after a trial in the snow.
By Tomas Brandt
Nov 4, 2025, 06:12 PM
Photo: A bridge erector crosses a ford at Fort Halden. (Spc. Lea Ott/Army)"""

RELATED = """RELATED
Marines weigh lighter bridge for island fights
A two-truck set would replace the vehicle that the Corps bought in 1998.
By Hanna Loke"""

SIGN_UP = """Sign up for the Ledger Brief
Get the day's top defense stories, straight to your inbox.
Email address
By giving us your email, you are opting in to the Ledger Brief."""

BIO = """About Tomas Brandt
Tomas Brandt covers land warfare for Army Ledger. He served in the engineers for nine years."""

RIVER = """Share:
Facebook
X
In Other News
Navy moves two tenders to the gulf
The ships will support patrol craft through the winter.
By Ada Quist
Reserve drill pay to rise in January
Lawmakers agreed on 3.8 percent.
By Milo Fenn
What the shutdown means for commissaries
Shelves are full, for now.
By Ada Quist
More In Land Warfare
Tank crews test a quieter engine
By Hanna Loke
Load More
© 2025 Army Ledger. All rights reserved."""

BLOCKS = [
    RELATED,
    SIGN_UP,
    "Share on Facebook Share on X Email Copy link",
    "ADVERTISEMENT",
    "Photo: Jo Ray/Navy",
]


def story(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_an_article_stays_as_it_is() -> None:
    assert clean_text(story(*PARAGRAPHS)) == story(*PARAGRAPHS)


def test_head_and_tail_of_the_page_go() -> None:
    page = "\n".join([HEAD, *PARAGRAPHS, BIO, RIVER])
    assert clean_text(page) == story(*PARAGRAPHS)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("at", range(1, len(PARAGRAPHS)))
def test_blocks_in_the_middle_go(block: str, at: int) -> None:
    page = "\n".join([HEAD, *PARAGRAPHS[:at], block, *PARAGRAPHS[at:], BIO, RIVER])
    assert clean_text(page) == story(*PARAGRAPHS)


def test_a_river_in_the_middle_goes() -> None:
    page = "\n".join([*PARAGRAPHS[:3], RIVER, *PARAGRAPHS[3:]])
    assert clean_text(page) == story(*PARAGRAPHS)


def test_a_river_whose_cards_have_no_bylines_goes() -> None:
    river = "\n".join(line for line in RIVER.splitlines() if not line.startswith("By "))
    assert clean_text("\n".join([*PARAGRAPHS, river])) == story(*PARAGRAPHS)


def test_a_biography_in_one_line_goes() -> None:
    bio = "About Tomas Brandt Tomas Brandt covers land warfare for Army Ledger."
    assert clean_text("\n".join([*PARAGRAPHS, bio])) == story(*PARAGRAPHS)


def test_headings_between_paragraphs_stay() -> None:
    parts = [PARAGRAPHS[0], "A trial in the snow", *PARAGRAPHS[1:]]
    assert clean_text("\n".join([HEAD, *parts, RIVER])) == story(*parts)


def test_a_list_that_ends_the_story_stays() -> None:
    parts = [
        *PARAGRAPHS,
        "The first units are:",
        "9th Engineers",
        "41st Engineers",
        "2nd Bridge Company",
        "Reserve",
    ]
    assert clean_text("\n".join(parts)) == story(*parts)


def test_lines_wrapped_by_hand_become_paragraphs() -> None:
    wrapped = (
        "FORT HALDEN, Va. — The Army will field a new bridge erector\n"
        "to two engineer brigades in the spring, officials said Tuesday,\n"
        "and more will follow after the winter trials are over.\n"
        "\n"
        "The vehicle was shown to reporters."
    )
    assert clean_text(wrapped) == story(
        " ".join(wrapped.splitlines()[:3]), "The vehicle was shown to reporters."
    )


@pytest.mark.parametrize("text", ["", "\n\n \t\n", "\x00\x01", "Home\nNews\nSport"])
def test_a_text_without_an_article_is_no_error(text: str) -> None:
    assert isinstance(clean_text(text), str)


pieces = st.lists(
    st.sampled_from(
        [*PARAGRAPHS, *HEAD.splitlines(), *BIO.splitlines(), *RIVER.splitlines(), "A heading", ""]
    )
    | st.text(max_size=60),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(pieces)
def test_cleaning_twice_is_cleaning_once(parts: list[str]) -> None:
    once = clean_text("\n".join(parts))
    assert clean_text(once) == once


@settings(max_examples=100, deadline=None)
@given(st.permutations(PARAGRAPHS), st.lists(st.sampled_from(BLOCKS), max_size=4), st.randoms())
def test_paragraphs_survive_whatever_stands_between_them(paragraphs, blocks, random) -> None:  # type: ignore[no-untyped-def]
    parts = list(paragraphs)
    for block in blocks:
        parts.insert(random.randint(1, len(parts)), block)
    assert clean_text("\n".join(parts)) == story(*paragraphs)


def test_share_bars_between_short_paragraphs_are_no_cards() -> None:
    """A bar of eight words with a sentence below it looks like a headline with its dek."""
    bar = BLOCKS[2]
    parts = [*PARAGRAPHS[:4], bar, PARAGRAPHS[4], bar, PARAGRAPHS[5], RELATED, bar, PARAGRAPHS[2]]
    assert clean_text("\n".join(parts)) == story(*PARAGRAPHS[:6], PARAGRAPHS[2])


def test_a_page_of_thousands_of_bylines_is_no_error() -> None:
    """Each could be the one above the story: the search for it went a level deeper for each."""
    text = clean_text("A line that ends like a sentence.\nBy Jane Doe\n" * 3_000)
    assert text.startswith("A line")
    assert len(text) < 300
