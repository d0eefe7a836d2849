"""The headline among the titles of a page."""

import pytest
from lxml import html

from crawler.parsers import titles
from crawler.parsers.titles import Titles

OUTLETS = ["defenceledger.example", "defenceledger", "Defence Ledger"]
NEWS = "Frigate returns to Harbour after refit"


@pytest.mark.parametrize(
    "title",
    [NEWS, f"{NEWS} | Defence Ledger", f"{NEWS} - Navy - Defence Ledger", f"Defence Ledger | {NEWS}",
     f"{NEWS} | Defence Ledger | 04.05.2026", f"{NEWS} – defenceledger.example",
     f"{NEWS} | Defence Ledger News", f"{NEWS} -- Defence Ledger", f"{NEWS} :: Defence Ledger"],
)  # fmt: skip
def test_the_outlet_s_name_goes(title: str) -> None:
    assert titles.bare(title, OUTLETS) == NEWS


def test_a_headline_with_a_dash_stays_whole() -> None:
    assert titles.bare("Frigate returns - and sails again", OUTLETS) == "Frigate returns - and sails again"


def test_an_unknown_tail_goes_where_another_title_lacks_it() -> None:
    assert titles.bare(f"{NEWS} | Seven Seas", OUTLETS, others=[NEWS]) == NEWS


CASES = [
    # the titles, the headline, its source
    (Titles(stated=NEWS, shared=f"{NEWS} | Defence Ledger", heading=NEWS), NEWS, "json-ld"),
    (Titles(shared=NEWS, heading="Frigate: refit, what we know, live"), NEWS, "meta"),
    (Titles(shared=f"Navy: {NEWS}", heading=NEWS), NEWS, "selector"),
    (Titles(heading=NEWS, tab=f"{NEWS} | Defence Ledger"), NEWS, "selector"),
    (Titles(tab=f"{NEWS} | Defence Ledger"), NEWS, "meta"),
    # og:title goes with the tab: it is the one for search engines
    (
        Titles(stated=NEWS, heading=NEWS, shared="Refit ends", tab="Refit ends | Defence Ledger"),
        NEWS,
        "json-ld",
    ),
    # the tab goes with JSON-LD and heading: og:title is the one that editors wrote
    (Titles(stated="Frigate refit", heading="Frigate refit", shared=NEWS, tab="Frigate refit"), NEWS, "meta"),
    # og:title leaves the kicker out
    (Titles(stated=f"Navy: {NEWS}", heading=f"Navy: {NEWS}", shared=NEWS, tab=f"Navy: {NEWS}"), NEWS, "meta"),
    # without a heading the tab tells which is for search engines
    (Titles(stated="Refit ends", tab="Refit ends | Defence Ledger", shared=NEWS), NEWS, "meta"),
    # Google asked for 110 characters
    (Titles(stated="Frigate returns to Harbour …", heading=NEWS, shared="Dock work"), NEWS, "json-ld"),
    # the outlet's name is no headline, whoever gives it
    (Titles(shared="Defence Ledger", heading=NEWS), NEWS, "selector"),
    (Titles(heading="defence-ledger.example", tab=f"{NEWS} › Defence Ledger"), NEWS, "meta"),
    # an <h1> for the section: the address has the words of the tab
    (Titles(heading="Latest news", tab=NEWS, path="/2026/05/frigate-returns-after-refit/"), NEWS, "meta"),
    # an encyclopedia's JSON-LD describes its subject
    (Titles(stated="class of warships", heading=NEWS, tab=f"{NEWS} - Seven Seas"), NEWS, "selector"),
    # nothing but the tab: the address is made of the headline, not of the outlet's name
    (Titles(tab=f"{NEWS} - Seven Seas", path="/2026/frigate-returns-after-refit/"), NEWS, "meta"),
    (Titles(tab=f"{NEWS} - Navy - Seven Seas", path="/news/4021.html"), NEWS, "meta"),
    (
        Titles(tab="Frigate is back - and sails", path="/frigate-is-back-and-sails"),
        "Frigate is back - and sails",
        "meta",
    ),
    (Titles(tab="Frigate is back - what now", path="/4021"), "Frigate is back - what now", "meta"),
    (Titles(), "", "meta"),
]


@pytest.mark.parametrize(("given", "expected", "source"), CASES)
def test_headline(given: Titles, expected: str, source: str) -> None:
    claim = titles.headline(given, OUTLETS)
    assert (claim.value, claim.source) == (expected, source)


def test_lines_of_a_heading_do_not_run_together() -> None:
    element = html.fromstring(f"<h1><span>At sea</span><span>{NEWS}</span></h1>")
    assert titles.heading(element) == f"At sea {NEWS}"
    assert (
        titles.heading(html.fromstring("<h1><span>F</span>rigate <b>returns</b></h1>")) == "Frigate returns"
    )


@pytest.mark.parametrize("first", ["Defence Ledger", "Storm warning", ""])
def test_of_several_headings_the_story_s_is_in_the_tab(first: str) -> None:
    headings = [html.fromstring(f"<h1>{text}</h1>") for text in (first, NEWS)]
    assert titles.of_page(headings, [f"{NEWS} | Defence Ledger"]) == NEWS


def test_a_kicker_inside_the_heading_goes() -> None:
    element = html.fromstring(f'<h1><span class="c-kicker">At sea</span> <span>{NEWS}</span></h1>')
    assert titles.heading(element) == NEWS


@pytest.mark.parametrize(
    ("h1", "tab", "h2", "headline"),
    [
        ("Allied Shipyards Centre", f"{NEWS} - Ledger", ["Tools", NEWS], NEWS),
        ("A refit in pictures", "The Ledger: news and opinion", ["Today"], "A refit in pictures"),
        ("Frigate's return", f"{NEWS} - Ledger", [NEWS], "Frigate's return"),  # one frigate in both
        ("Easy does it", "Frigate sails home, an analysis", ["Analysis"], "Easy does it"),
    ],
)
def test_a_section_s_name_gives_way_to_the_heading_that_the_tab_begins_with(
    h1: str, tab: str, h2: list[str], headline: str
) -> None:
    subheadings = [html.fromstring(f"<h2>{text}</h2>") for text in h2]
    assert titles.of_section(h1, tab, subheadings) == headline
