"""Whole pages as plain text, as copied from a browser: what is left is what a person calls the article."""

import pytest

from crawler.parsers import clean_text

TITLE = "Corps lays a bridge across the Halle in nine minutes"
STORY = """
The corps laid a bridge across the Halle in nine minutes on Tuesday, officials said.
“We had never done it in such cold,” said Col. Ines Marr, who led the trial at the northern range.
The vehicle carries a span of 26 meters and needs a crew of three. Its predecessor needed eleven soldiers.
Two brigades will get it in the spring. Congress has paid for 40 vehicles, one fewer than was asked for.
A second trial, in Norway, is planned for March. It will show whether the hydraulics hold below 30 degrees.
""".strip().splitlines()


def told(start: int, end: int) -> str:
    """Paragraphs of the story, a line each."""
    return "\n".join(STORY[start:end])


PAGES = {
    "a page with two rivers, a sign-up and a foot": f"""Skip to main content
Sections
News
Your Army
Pentagon & Congress
Army Ledger
Sign In
Search
Your Army
Corps lays a bridge across the Halle in nine minutes
By Tomas Brandt
Nov 4, 2025, 06:12 PM
Share
A vehicle lays a bridge at the northern range. (Sgt. Lea Ott/Army)
{told(0, 2)}
Sign up for our Ledger Brief
What the services did overnight, in five minutes.
Subscribe
(please select a country)
Enter your email address (please select a country)
By giving us your email, you are opting in to our Newsletter: Sign up for the Ledger Brief.
RELATED
Army picks a lighter bridge for arctic brigades
The bridge weighs half of what it did.
By Ada Quist
{told(2, 4)}
Trending Now
1
Army to cut two brigades
2
Marines test a new boot in Norway
3
VA claims backlog falls again
{told(4, 5)}
Tomas Brandt covers land warfare for Army Ledger. He has reported from Kyiv and Kabul.
Share:
More In Your Army
Army picks boot for arctic troops
The boot keeps feet warm at minus forty.
By Ada Quist
Guard deployment extended to February
A judge will hear the case in December.
By Ada Quist and Hanna Loke
In Other News
Fleet moves two tenders to Guam
The ships sail on Monday.
Shutdown's end leaves pay questions
Troops got paid, but many civilians did not.
Load More
Video
How the bridge is laid
Most Read
1. Army to cut two brigades
2. Marines test a new boot
About Us
Advertise With Us
Careers
Terms of Use
Privacy Policy
Army Ledger © 2025""",
    "cards without bylines, a biography and lists": f"""Ledger Defense
Land
Corps lays a bridge across the Halle in nine minutes
By Tomas Brandt
Tuesday, Nov 4, 2025
The bridge layer at work during the trial. (Staff)
{told(0, 3)}
Watch: Inside the trial of the bridge layer
{told(3, 5)}
About Tomas Brandt
Tomas Brandt is the land warfare reporter for Ledger Defense. He has covered the Army since 2015.
Share:
Facebook
X
LinkedIn
In Other News
Fleet moves two tenders to Guam
Shutdown's end leaves pay questions
Canada buys 40 vehicles from Halden Works
The order is worth $212 million.
Load More
Trending Now
Pentagon orders 300 drones in first push
Lockheed wins $5 billion missile deal
Top Stories
Army picks boot for arctic troops
Video
Sign up for our newsletters""",
    "cards that nothing announces": f"""Corps lays a bridge across the Halle in nine minutes
By Tomas Brandt
{told(0, 5)}
Army picks boot for arctic troops
The boot keeps feet warm at minus forty, the service said.
Guard deployment extended to February
A judge will hear the case in December, the clerk said.
Fleet moves two tenders to Guam
The ships sail on Monday, and will be back in spring.
Shutdown's end leaves pay questions
Troops got paid, but many civilians did not.""",
    "two headings between blank lines": "\n\n".join(
        [TITLE, "Tomas Brandt, November 4, 2025", *STORY[:3], "Load More", "In Other News", *STORY[3:]]
    ),
    "related lines and who can be reached": f"""Ledger.example | By Tomas Brandt
Published November 04, 2025 at 3:15pm ET
{told(0, 2)}
Related: Army picks a lighter bridge for arctic brigades
{told(2, 5)}
-- Tomas Brandt can be reached at tomas.brandt@ledger.example. Follow him on Twitter @tbrandt.
Read Next: Guard Deployment Extended
Story Continues
Related Topics: Army, Bridges
© Copyright 2025 Ledger.example. All rights reserved. This material may not be redistributed.""",
    "a box of recommendations before the last paragraph": f"""Land Warfare
Corps lays a bridge across the Halle in nine minutes
Two brigades get the vehicle first, after a trial in the snow.
By Tomas Brandt on November 04, 2025 3:15 pm
A vehicle lays a bridge. (Army photo by Sgt. Lea Ott)
{told(0, 4)}
Recommended
Army picks a lighter bridge for arctic brigades
From Ada Quist
Guard deployment extended
From Hanna Loke
{told(4, 5)}
Topics: Army, bridges, congress, Halden Works""",
    "a profile below": f"""Corps lays a bridge across the Halle in nine minutes
The bridge layer needs three soldiers.
Tomas Brandt
Published Nov 4, 2025 6:12 PM EST
27
{told(0, 5)}
Contact the author: tomas@ledger.example
Tomas Brandt Avatar
Tomas Brandt
Staff Writer
Tomas has covered land warfare since 2015.""",
    "a record of data below": f"""Courtesy Story
FORT HALDEN, VIRGINIA, UNITED STATES
11.04.2025
Story by Sgt. Lea Ott
12th Engineer Battalion
{told(0, 5)}
LEAVE A COMMENT
NEWS INFO
Date Taken:11.04.2025
Date Posted:11.05.2025 08:12
Story ID:512345
Location:FORT HALDEN, VIRGINIA, US
Web Views:117
Downloads:0
PUBLIC DOMAIN
This work, by SGT Lea Ott, must comply with the restrictions shown on the page on copyright.""",
}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_left_of_a_page_is_its_article(page: str) -> None:
    assert clean_text(PAGES[page]).split("\n\n") == STORY


@pytest.mark.parametrize("page", PAGES)
def test_it_is_the_same_where_blank_lines_part_the_blocks(page: str) -> None:
    assert clean_text(PAGES[page].replace("\n", "\n\n")).split("\n\n") == STORY


def test_menus_and_a_foot_around_the_story_go() -> None:
    menu = [f"Entry {word}" for word in "of the menu that every page has and nobody ever reads here".split()]
    consent = "Enter your address below and we will send you a mail with a code to log in with."
    foot = [
        *menu,
        "The Ledger is written by a staff of forty in two towns.",
        *menu,
        "Share",
        "All rights reserved.",
    ]
    page = "\n".join([consent, "Share", *menu, *STORY, *foot])
    assert clean_text(page).split("\n\n") == STORY


def test_a_story_of_short_lines_stays_whole() -> None:
    units = [f"{number}th Engineers" for number in range(4, 30)]
    assert clean_text("\n".join([*STORY, "The units are:", *units])).split("\n\n")[5:] == [
        "The units are:",
        *units,
    ]


def test_sections_of_one_sentence_stay() -> None:
    sections = [
        text
        for number in range(3)
        for text in (
            f"What the trial number {number} showed",
            f"The span held on day {number}, officials said.",
        )
    ]
    page = [*STORY[:2], "What was tried in the snow", STORY[2], *sections]
    assert clean_text("\n".join(page)).split("\n\n") == page
