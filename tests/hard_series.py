"""Notices that are written on one pattern, and reports that share no more than quotes or furniture: pairs of
different stories."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from crawler.demo.story import stories
from storage.dedup import Document
from tests.hard_copies import FURNITURES, Pair, document, paragraphs, reports

_DAY = datetime(2026, 3, 3, 15, tzinfo=UTC)
_SURNAMES = (
    "Abara Brandt Castellane Dunmore Eskola Fenwick Garrow Hallström Ibarra Jessup Kovac Lindqvist".split()
)
_GIVEN = "Marisol Tobias Ingrid Caleb Anneke Desmond Rosalind Piet Yolanda Emeric Saskia Lorne".split()
_TOWNS = "Ashby Falls, Port Callan, Redmire, Esker Bay, Saltmarsh, Corrigan, Wendover, Tarnbrook".split(", ")
_FIRMS = "Calder Dynamics, Northmark Shipyards, Halden Marine, Orison Optics, Brightline Systems".split(", ")
_LANDS = "Kalmora, Vestria, Ostrava Republic, Tamrin, Belgar, Sorvia".split(", ")

_CASUALTY = """\
The department announced today the death of {rank} {given} {surname}, {age}, of {town}, who was \
supporting Operation Steady Lantern.

{surname} died {month} {day} at {place} as the result of a {cause}. {surname} was assigned to the \
{unit}, {base}. The incident is under investigation.

For more information, members of the news media may contact the {base} public affairs office at \
555-01{phone}."""

_SALE = """\
The department has made a determination approving a possible foreign military sale to the Government \
of {land} of {goods} and related equipment for an estimated cost of ${cost} million. The required \
certification notifying lawmakers of this possible sale was delivered today.

The Government of {land} has requested to buy {count} {goods}. The following items will also be \
included: spare and repair parts, generators, communications equipment, training munitions, software \
support, publications, personnel training and training equipment, and other related elements of \
logistics and program support.

This proposed sale will support foreign policy and national security objectives by improving the \
security of a partner that is a force for political stability and economic progress in its region.

The proposed sale will improve {land}’s capability to meet current and future threats. {land} will \
have no difficulty absorbing this equipment into its armed forces. The proposed sale of this \
equipment and support will not alter the basic military balance in the region.

The principal contractor will be {firm}, located in {town}. The purchaser has requested offsets. Any \
offset agreement will be defined in negotiations between the purchaser and the contractor. \
Implementation of this proposed sale will require the assignment of {count} contractor \
representatives to {land} for up to four years. There will be no adverse impact on defense readiness \
as a result of this proposed sale."""

_EARNINGS = """\
{firm} on {weekday} reported {quarter}-quarter net income of ${profit} million, or ${share} a share, \
compared with ${before} million a year earlier. Sales {moved} {percent} percent to ${sales} billion.

Analysts had expected earnings of ${expected} a share. Orders at the end of the quarter stood at \
${orders} billion.

“Our people delivered a solid quarter in a demanding market,” said {given} {surname}, the chief \
executive. “Demand for our products remains strong across all segments.”

For the full year the company now expects earnings between ${low} and ${high} a share on sales of \
about ${year} billion. Shares of {firm} {did} {step} percent in early trading."""

_OBITUARY = """\
{given} {surname}, {age}, of {town}, died {day} at {place}. {surname} was born in {born} and graduated from \
{town} High School.

{surname} enlisted in the Navy in {year} and served {served} years aboard {ship} and at {base}, \
retiring as a {rank}. Survivors include {survivors} and several nieces and nephews.

Visitation will be from 4 to 7 p.m. {visit} at {home} Funeral Home. A service with military honors will \
follow at 10 a.m. the next day. The family asks that memorials be made to the seamen’s mission in {town}."""

_BACKGROUND = """\
The tracker counts attacks on merchant ships in the Strait of Halm since the blockade began in the \
spring of 2025. It rests on notices to mariners, owners’ statements and satellite pictures.

An attack is counted where a vessel was struck, boarded or fired upon. Warnings over the radio and \
lights shone at a bridge are not. Where accounts differ, the lower figure is given.

Insurers have raised the premium for a passage eightfold since the first attacks. Most container \
lines sail around the cape, which adds eleven days and about 900 tons of fuel to a voyage.

The escort mission, in which nine navies take part, keeps four frigates in the strait at any time. \
Its commander has asked for two more and for a second replenishment ship.

Talks in Port Callan on a corridor for grain broke off in the winter. Neither side has said when \
they may go on."""


def series() -> Iterator[Pair]:
    """Yield pairs of different stories, by kind."""
    yield from _demo_notices()
    dice = random.Random(4)
    yield from _of("casualty notices", [_casualty(dice, n) for n in range(8)])
    yield from _of("arms-sale notices", [_sale(dice, n) for n in range(8)])
    yield from _of("casualty notices, two outlets", [_casualty(dice, n) for n in range(8)], "dailyquay")
    yield from _of("arms-sale notices, two outlets", [_sale(dice, n) for n in range(8)], "dailyquay")
    yield from _of("earnings notices", [_earnings(dice, n) for n in range(8)])
    yield from _of("obituaries", [_obituary(dice, n) for n in range(8)])
    yield from _of("obituaries, two outlets", [_obituary(dice, n) for n in range(8)], "dailyquay")
    yield from _summaries()
    yield from _of("weekly trackers", [_tracker(dice, week) for week in range(8)])
    yield from _of("chronologies", [_chronology(dice, edition) for edition in range(6)])
    yield from _not_copied()


def _of(kind: str, notices: list[Document], other: str = "") -> Iterator[Pair]:
    """Every two of the notices; the second of two as another outlet printed it, where one is named."""
    for a, b in combinations(notices, 2):
        yield Pair(kind, a, replace(b, source=other or b.source), same=False)


def _demo_notices() -> Iterator[Pair]:
    told = stories(1)
    for kind, name in (("contracts of successive days", "contracts-for"), ("casualty notices", "casualty-")):
        notices = [story for story in told if story.name.startswith(name)]
        for hours, source in ((0, "jointpress"), (4, "harborledger")):
            yield from _of(kind, [document(story, paragraphs(story), source, hours) for story in notices])
    letters = [story for story in told if story.name.startswith("letter-")]
    yield from _of("letters of one section", [document(story, paragraphs(story)) for story in letters])


def _not_copied() -> Iterator[Pair]:
    """Reports that share furniture, a speaker's words, or nothing."""
    told = reports()
    for number, story in enumerate(told):
        other = told[(number + 5) % len(told)]
        a, b = paragraphs(story), paragraphs(other)
        top, bottom = FURNITURES[number % len(FURNITURES)]
        yield Pair(
            "one furniture",
            document(story, [*top, *a, *bottom], "harborledger"),
            document(other, [*top, *b, *bottom], "harborledger", 1),
            same=False,
        )
        speech = [f"“{sentence}”" for sentence in paragraphs(told[(number + 9) % len(told)])[2:5]]
        yield Pair(
            "one speech quoted",
            document(story, [*a[:4], *speech], "harborledger"),
            document(other, [*b[:4], *speech], "dailyquay", 3),
            same=False,
        )
        yield Pair("nothing shared", document(story, a), document(other, b, "dailyquay"), same=False)


def _casualty(dice: random.Random, number: int) -> Document:
    text = _CASUALTY.format(
        rank=dice.choice(["Spc.", "Sgt.", "Staff Sgt.", "Pfc."]), given=_GIVEN[number],
        surname=_SURNAMES[number], age=dice.randint(19, 41), town=dice.choice(_TOWNS),
        month="March", day=dice.randint(1, 28),
        place=dice.choice(["Camp Orrin, Tamrin", "Forward Site Ibex, Belgar", "Kalmora"]),
        cause=dice.choice(["vehicle rollover", "helicopter crash", "non-combat related incident"]),
        unit=dice.choice(["1st Signal Battalion", "44th Engineer Company", "9th Transportation Brigade"]),
        base=dice.choice(["Fort Asher", "Fort Dunmore", "Corrigan Arsenal"]), phone=dice.randint(10, 99),
    )  # fmt: skip
    return Document.of("Army Identifies Soldier", text, _DAY + timedelta(hours=9 * number), "jointpress")


def _sale(dice: random.Random, number: int) -> Document:
    goods = dice.choice(["armored recovery vehicles", "coastal radars", "light howitzers", "patrol boats"])
    land = _LANDS[number % len(_LANDS)]
    text = _SALE.format(
        land=land, goods=goods, cost=dice.randint(40, 990), count=dice.randint(6, 90),
        firm=dice.choice(_FIRMS), town=dice.choice(_TOWNS),
    )  # fmt: skip
    return Document.of(f"{land} – {goods.title()}", text, _DAY + timedelta(hours=number // 3), "jointpress")


def _obituary(dice: random.Random, number: int) -> Document:
    given, surname = _GIVEN[number], _SURNAMES[-number]
    text = _OBITUARY.format(
        given=given, surname=surname, age=dice.randint(58, 97), town=dice.choice(_TOWNS),
        born=dice.choice(_TOWNS), day=dice.choice(["Monday", "Tuesday", "Friday"]),
        place=dice.choice(["his home", "the veterans’ hospital", "a hospice in Redmire"]),
        year=dice.randint(1949, 1988), served=dice.randint(4, 31), ship=f"the tender {dice.choice(_TOWNS)}",
        base=dice.choice(["Fort Asher", "Fort Dunmore", "Corrigan Arsenal"]),
        rank=dice.choice(["chief petty officer", "lieutenant commander", "boatswain"]),
        survivors=dice.choice(["his wife and two sons", "a daughter", "three children"]),
        visit=dice.choice(["Wednesday", "Thursday"]), home=dice.choice(_SURNAMES),
    )  # fmt: skip
    return Document.of(f"{given} {surname}", text, _DAY + timedelta(hours=11 * number), "harborledger")


def _summaries() -> Iterator[Pair]:
    """Another's report told in a few sentences of one's own, with one of its quotations."""
    for story in reports():
        text = paragraphs(story)
        quoted = next((line for line in text if "“" in line), text[-1])
        summary = [
            f"Another newspaper reports on a matter that has kept officials busy: {story.headline.lower()}.",
            "Its reporters have seen papers and spoken to people who know them. We could not confirm it.",
            quoted,
            "The full report goes into the history of the matter, and says who will decide and when.",
        ]
        told = document(story, summary, "dailyquay", 9, f"What we read today: {story.headline.split()[0]}")
        yield Pair("summaries of another’s report", document(story, text), told, same=False)


def _earnings(dice: random.Random, number: int) -> Document:
    firm, quarter = _FIRMS[number % 2], number // 2
    text = _EARNINGS.format(
        firm=firm, weekday=dice.choice(["Tuesday", "Wednesday", "Thursday"]),
        quarter=["first", "second", "third", "fourth"][quarter % 4], profit=dice.randint(80, 400),
        share=dice.randint(90, 310) / 100, before=dice.randint(80, 400), moved=dice.choice(["rose", "fell"]),
        percent=dice.randint(2, 19), sales=dice.randint(11, 90) / 10, expected=dice.randint(90, 310) / 100,
        orders=dice.randint(120, 400) / 10, given=_GIVEN[number % 2], surname=_SURNAMES[number % 2],
        low=dice.randint(500, 700) / 100, high=dice.randint(710, 900) / 100, year=dice.randint(20, 90) / 2,
        did=dice.choice(["gained", "lost"]), step=dice.randint(1, 8),
    )  # fmt: skip
    day = _DAY + timedelta(days=91 * quarter, hours=number % 2)
    return Document.of(f"{firm} profit up, raises forecast", text, day, "harborledger")


def _tracker(dice: random.Random, week: int) -> Document:
    ships, until = dice.sample(_TOWNS, 3), _DAY + timedelta(weeks=week)
    news = (
        f"Seven more attacks were counted in the week to {until:%B %d}, {210 + 7 * week} in all. Two hit the "
        f"bulk carriers {ships[0]} and {ships[1]}. "
        f"The tanker {ships[2]} of {dice.choice(_FIRMS)} was boarded {dice.randint(12, 70)} miles off "
        f"{dice.choice(_LANDS)}. Her crew of {dice.randint(15, 28)} reached {dice.choice(_TOWNS)} later."
    )
    title = f"Attacks on shipping: week {week + 12}"
    return Document.of(title, "\n\n".join([news, _BACKGROUND]), _DAY + timedelta(weeks=week), "harborledger")


def _chronology(dice: random.Random, edition: int) -> Document:
    entries = [
        f"{_DAY - timedelta(days=40 * step):%b %d, %Y} - {line}"
        for step, line in enumerate(
            sentence.strip() + "."
            for paragraph in paragraphs(reports()[3]) + paragraphs(reports()[8])
            for sentence in paragraph.split(". ")[:2]
        )
    ]
    fresh = [
        f"{_DAY + timedelta(days=30 * step):%b %d, %Y} - {dice.choice(_FIRMS)} says the line at "
        f"{dice.choice(_TOWNS)} will stand still for {dice.randint(3, 20)} weeks after a fire there."
        for step in range(2 + 3 * edition)
    ]
    title = "Chronology: the Harrow class and its delays"
    when = _DAY + timedelta(days=90 * edition)
    return Document.of(title, "\n\n".join([*reversed(fresh), *entries[: 14 - edition]]), when, "harborledger")
