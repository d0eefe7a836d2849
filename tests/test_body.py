"""The general reader: what pages do to an article, kind by kind, and the article that must come out.

Each kind is one anatomy seen on many news sites, filled with an invented story.
"""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from crawler.parsers import clean_text, parse

FLOORS = Path(__file__).with_name("body_floors.toml")
TITLE = "Corps lays a bridge across the Halle in nine minutes"
DEK = "Two brigades get the vehicle first, after a trial in the snow."
STORY = """
FORT HALDEN, Va. — The corps laid a bridge across the Halle in nine minutes on Tuesday, officials said.
“We had never done it in such cold,” said Col. Ines Marr, who led the trial at the northern range.
The vehicle carries a span of 26 meters and needs a crew of three. Its predecessor needed eleven soldiers.
Two brigades will get it in the spring. Congress has paid for 40 vehicles, one fewer than was asked for.
A second trial, in Norway, is planned for March. It will show whether the hydraulics hold below 30 degrees.
The contract is worth $212 million, and an option for 60 more vehicles runs until 2029.
""".strip().splitlines()
GERMAN = [text.replace(" the ", " das ").replace(" and ", " und ") for text in (DEK, *STORY)]

CARD = (
    '<div class="card"><h3><a href="/{0}/">Another headline that stands here {0}</a></h3>'
    "<p>What the other story says in a sentence, and one more.</p><span>By Ada Quist</span></div>"
)
RIVER = (
    '<section class="river"><h2>In Other News</h2>' + "".join(CARD.format(n) for n in range(8)) + "</section>"
)
BIO = '<div class="author-bio"><p>Tomas Brandt covers land warfare for the Ledger.</p></div>'


def p(texts: list[str], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{text}</p>" for text in texts)


def html(body: str, language: str = "en", above: str = "") -> bytes:
    return (
        f'<html lang="{language}"><head><meta charset=utf-8><title>{TITLE}</title></head><body>'
        '<header><nav><ul><li><a href="/">Home</a></li><li><a href="/land/">Land</a></li></ul></nav></header>'
        f"{above}{body}<footer><p>© 2025 Army Ledger. All rights reserved.</p></footer>"
        "</body></html>"
    ).encode()


def article(inner: str, name: str = "story") -> str:
    return f'<main><article class="{name}"><h1>{TITLE}</h1>{inner}</article>{RIVER}</main>'


KINDS = {
    "plain": html(article(p(STORY) + BIO)),
    "no article element": html(f"<div><div><h1>{TITLE}</h1></div><div>{p(STORY)}</div></div>{RIVER}"),
    "a card around each paragraph": html(
        article(
            '<div class="content">'
            + "".join(f'<div class="card item"><p>{t}</p></div>' for t in STORY)
            + "</div>"
        )
    ),
    "paragraphs named paywall": html(
        article(p(STORY[:2]) + p(STORY[2:], ' class="paywall" style="display:none"'))
    ),
    "the author's name in the article's class": html(
        article(p(STORY), "post hentry author-ines-marr tag-bridge")
    ),
    "text in two boxes of one name": html(
        article(f'<div class="chunk body">{p(STORY[:1])}</div><div class="chunk body">{p(STORY[1:])}</div>')
    ),
    "first paragraphs outside the box": html(
        article(p(STORY[:2]) + f'<div class="rest">{p(STORY[2:])}</div>')
    ),
    "two line breaks between paragraphs": html(article("<div>" + "<br><br>".join(STORY) + "</div>")),
    "paragraphs that are divs": html(article("".join(f'<div class="t">{t}</div>' for t in STORY))),
    "a layout of tables": html(
        f"<table><tr><td>{RIVER}</td><td><h1>{TITLE}</h1>{p(STORY)}</td></tr></table>"
    ),
    "a longer article below": html(
        article(p(STORY))
        + f"<article><h1>Fleet moves two tenders</h1>{p(['The ships sail on.' * 9] * 20)}</article>"
    ),
    "comments longer than the article": html(
        article(p(STORY))
        + f'<div id="comments">{p(["I was there and it was cold, believe me, friends."] * 60)}</div>'
    ),
    "byline, date and picture above": html(
        article(
            '<p class="byline">By Tomas Brandt</p><time>Nov 4, 2025, 06:12 PM</time>'
            '<figure><img src="a.jpg"><figcaption>A layer. (Lea Ott/Army)</figcaption></figure>' + p(STORY)
        )
    ),
    "cards and boxes between the paragraphs": html(
        article(
            p(STORY[:2])
            + '<div class="related"><h4>Related</h4><ul><li><a href="/x/">A bridge</a></li></ul></div>'
            + p(STORY[2:4])
            + '<p><strong>READ MORE:</strong> <a href="/y/">Marines weigh a lighter bridge</a></p>'
            + '<div class="newsletter"><p>Sign up for the Ledger Brief, straight to your inbox.</p></div>'
            + p(STORY[4:])
        )
    ),
    "signed off below": html(
        article(
            p(STORY)
            + p(
                [
                    "Hanna Loke in Oslo contributed to this report.",
                    "Tomas Brandt is a reporter for the Army Ledger.",
                ]
            )
            + '<p>Follow us on Facebook.</p><ul class="tags"><li><a href="/t/">Bridges</a></li></ul>'
        )
    ),
    "a press release's standing text": html(
        article(
            p(STORY) + "<h3>About Halden Works</h3>" + p(["Halden Works builds vehicles for armies. " * 4])
        )
    ),
    "an English dek is the headline's": html(
        f"<header><h1>{TITLE}</h1><p class='dek'>{DEK}</p></header><div class='text'>{p(STORY)}</div>"
    ),
    "a German Vorspann begins the story": html(
        f"<header><h1>{TITLE}</h1><p class='lead'>{GERMAN[0]}</p></header><div>{p(GERMAN[1:])}</div>",
        "de",
    ),
    "links inside the paragraphs": html(
        article(p([t.replace("bridge", "<a href='/b/'>bridge</a>") for t in STORY]))
    ),
    "cards whose names say nothing": html(
        f'<div class="x1"><h1>{TITLE}</h1><div class="x2">{p(STORY[:3])}<div class="x3">'
        + "".join(
            f'<div class="x4"><div class="x5"><a href="/{n}/">Another headline that stands here {n}</a></div>'
            f"<p>What the other story says in a sentence, and one more.</p><span>Ada Quist</span></div>"
            for n in range(5)
        )
        + f"</div>{p(STORY[3:])}</div></div>"
    ),
    "pictures whose names say nothing": html(
        f'<div class="x1"><h1>{TITLE}</h1><div class="x2">{p(STORY[:1])}'
        '<div class="x6"><div><img src="a.jpg"></div><div class="x7"><p>A layer at the range.</p>'
        f"<span>Lea Ott</span></div></div>{p(STORY[1:])}</div></div>"
    ),
    "a picture at the head of each paragraph": html(
        article("".join(f'<div class="t"><img src="a.jpg">{t}</div>' for t in STORY))
    ),
    "sections with linked headings": html(
        article(
            "".join(
                f'<div class="t"><h3><a href="#s{n}">What stands in part {n}</a></h3><p>{t}</p></div>'
                for n, t in enumerate(STORY)
            )
        )
    ),
    "a live blog's times and names": html(
        article("".join(f"<div><h3>20:{10 + n} Ada Quist</h3><p>{t}</p></div>" for n, t in enumerate(STORY)))
    ),
    "the headline in the breadcrumb": html(
        article(p(STORY)), above=f"<nav><ul><li><a href='/'>Home</a></li><li><h1>{TITLE}</h1></li></ul></nav>"
    ),
}


def grams(texts: list[str]) -> Counter[tuple[str, ...]]:
    words = " ".join(texts).split()
    return Counter(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def f1(kind: str) -> float:
    """Harmonic mean of precision and recall over the words' 4-grams."""
    want = grams(GERMAN if kind == "a German Vorspann begins the story" else STORY)
    have = grams(parse(KINDS[kind], "https://ledger.example/land/2025/11/04/bridge/").text.split("\n\n"))
    hit = (want & have).total()
    return round(2 * hit / (want.total() + have.total()), 3)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_falls_below_its_floor(kind: str) -> None:
    assert f1(kind) >= tomllib.loads(FLOORS.read_text("utf-8"))[kind]


def test_every_kind_has_a_floor_and_every_floor_a_kind() -> None:
    assert set(tomllib.loads(FLOORS.read_text("utf-8"))) == set(KINDS)


def test_a_list_a_table_a_quotation_and_headings_are_the_story() -> None:
    inner = (
        p(STORY[:2])
        + "<h2>What the trial showed</h2>"
        + p(STORY[2:4])
        + "<ul><li>Nine minutes for the span.</li><li>Three soldiers instead of eleven.</li></ul>"
        + "<table><tr><th>Vehicle</th><th>Crew</th></tr><tr><td>Old</td><td>11</td></tr></table>"
        + "<blockquote><p>“It works.”</p></blockquote>"
        + p(STORY[4:])
    )
    assert parse(html(article(inner)), "https://ledger.example/land/x/").text.split("\n\n") == [
        *STORY[:2],
        "What the trial showed",
        *STORY[2:4],
        "Nine minutes for the span.",
        "Three soldiers instead of eleven.",
        "Vehicle Crew",
        "Old 11",
        "“It works.”",
        *STORY[4:],
    ]


BRIEF = (
    "The frigate Harrow left Bath on Monday for its first sea trials, the service said in a statement "
    "released that evening, and it is to return to the yard in the middle of December."
)


def river(cards: int) -> str:
    """Cards of other stories."""
    return "".join(
        f"<div><h3><a href=/n/{card}>Army picks boot {card} for arctic troops</a></h3>"
        f"<p>The boot keeps feet warm at minus forty, the Army said on day {card} of the trial.</p></div>"
        for card in range(cards)
    )


@pytest.mark.parametrize("cards", [0, 20])
def test_a_brief_of_one_paragraph_is_an_article(cards: int) -> None:
    html = (
        "<html><head><title>Frigate leaves Bath</title></head><body><main><article>"
        f"<h1>Frigate leaves Bath</h1><p>{BRIEF}</p></article>{river(cards)}</main></body></html>"
    )
    assert parse(html, "https://www.ledger.example/2025/11/03/frigate").text == BRIEF


def test_a_brief_beside_an_empty_article_is_told_from_the_cards_below() -> None:
    page = (
        "<html><head><title>Frigate leaves Bath</title></head><body><main><article>"
        f"<h1>Frigate leaves Bath</h1></article>"
        f"<div><p>{BRIEF}</p></div><div>{river(20)}</div></main></body></html>"
    )
    assert parse(page, "https://www.ledger.example/2025/11/03/frigate").text == BRIEF


SENTENCES = [
    "Sign up sheets were handed out at the gate today, and forty soldiers put their names down.",
    "Register entries show that the bridge was crossed eleven times before the trial in the snow.",
    "Download speeds at the range fell by a fifth while the trial was under way.",
    "Col. Marr contributed to this report on bridges, which the committee will print in the spring.",
    "Readers of the log will know that the heat of the summer also contributed.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_only_sounds_like_furniture_stays(sentence: str) -> None:
    told = [STORY[0], sentence, *STORY[1:], sentence.replace("the", "the same", 1)]
    assert parse(html(article(p(told))), "https://ledger.example/land/x/").text.split("\n\n") == told


@pytest.mark.parametrize(
    "tail",
    [
        ["The Associated Press contributed."],
        ["Hanna Loke and Ada Quist contributed."],
        ["Hanna Loke contributed to this report from Oslo."],
        ["-30-"],
        ["— 30 —"],
        ["###"],
        ["# # #", "Halden Works builds vehicles for armies, and has done so since 1931."],
        ["ENDS", "Notes to editors: pictures can be had from the press desk."],
    ],
)
def test_what_signs_a_story_off_goes(tail: list[str]) -> None:
    told = parse(html(article(p(STORY + tail))), "https://ledger.example/land/x/").text
    assert told.split("\n\n") == STORY
    assert clean_text("\n\n".join(STORY + tail[:1])).split("\n\n") == STORY


def test_readers_comments_are_no_part_of_the_story() -> None:
    said = "".join(f"<div><b>ada{n} says:</b><p>I was there on day {n}, friends.</p></div>" for n in range(9))
    for heading in ("<h3>12 Comments</h3>", "<div>Leave a Reply</div>", "<h2>Kommentare (3)</h2>"):
        page = html(f"<div class='x1'><h1>{TITLE}</h1>{p(STORY)}{heading}{said}</div>")
        assert parse(page, "https://ledger.example/land/x/").text.split("\n\n") == STORY


def test_a_headline_that_is_no_heading_leads_to_the_article() -> None:
    other = "".join(p([f"{text} It was said {n} times before."]) for n, text in enumerate(STORY * 3))
    page = html(f"<div><div><b>{TITLE}</b></div><div>{p(STORY)}</div></div><div>{other}</div>")
    assert parse(page, "https://ledger.example/land/x/").text.split("\n\n") == STORY
