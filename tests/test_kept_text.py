"""Text of the story that looks like something else by its place or its markup, and must come out."""

import pytest

from crawler.errors import NotAnArticle
from crawler.parsers import parse

URL = "https://www.halle-bote.example/2025/03/14/bruecke-ueber-die-halle"
TITLE = "Neue Brücke über die Halle ist nach neun Minuten fertig"
STORY = """
Die Pioniere aus Osterheide haben am Dienstag in neun Minuten eine Brücke über die Halle gelegt.
„So kalt war es bei einer Übung noch nie“, sagte Hauptmann Ines Marr, die den Versuch am Ufer leitete.
Das neue Fahrzeug trägt 26 Meter Brücke und braucht drei Leute. Sein Vorgänger brauchte noch elf.
Zwei Brigaden bekommen es im Frühjahr, bezahlt sind vierzig Stück, eines weniger als bestellt war.
Ein zweiter Versuch ist für den März in Norwegen geplant und soll zeigen, was die Hydraulik aushält.
""".strip().splitlines()


def p(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, language: str = ' lang="de"') -> str:
    return (
        f"<html{language}><head><meta charset=utf-8><title>{TITLE} - Halle-Bote</title>"
        '<meta property="article:published_time" content="2025-03-14T08:30:00+01:00">'
        f"</head><body>{body}<footer><p>© 2025 Halle-Bote</p></footer></body></html>"
    )


def text(html: str) -> list[str]:
    return parse(html, URL).text.split("\n\n")


def test_an_h1_below_a_paragraph_is_a_heading_of_the_story() -> None:
    """Blogs set their section headings as large as their headline."""
    begins = " ".join(STORY[:2])
    body = p([begins]) + "<h1>Drei Leute statt elf</h1>" + p(STORY[2:])
    told = text(page(f'<h1>{TITLE}</h1><div class="entry-content">{body}</div>'))
    assert told == [begins, "Drei Leute statt elf", *STORY[2:]]


def test_an_h1_below_a_breadcrumb_is_the_headline() -> None:
    above = "<p>Land</p><p>Von Tomas Brandt am Dienstag in Osterheide</p>"
    told = text(page(f"<article>{above}<h1>Die Halle hat eine neue Brücke</h1>{p(STORY)}</article>"))
    assert told == STORY


def test_a_place_that_links_lead_to_is_no_link() -> None:
    question = (
        '<p><strong>Frage:</strong> <a name="zwei">Warum wird die Brücke nicht sofort bestellt?</a></p>'
    )
    told = text(page(f"<article><h1>{TITLE}</h1>{p(STORY[:3])}{question}{p(STORY[3:])}</article>"))
    assert "Frage: Warum wird die Brücke nicht sofort bestellt?" in told


DEK = "Zwei Brigaden bekommen das Fahrzeug, das eine Brücke in Minuten legt."


@pytest.mark.parametrize(
    "around",
    [
        '<article><div class="intro"><p>{dek}</p></div><div class="article-body">{story}</div></article>',
        '<div class="share"><div class="intro"><p>{dek}</p></div><div class="post-body">{story}</div></div>',
    ],
    ids=["in the story's article element", "in a box named for its share bar"],
)
def test_the_dek_stands_with_the_story_below_the_headline(around: str) -> None:
    body = around.format(dek=DEK, story=p(STORY))
    assert text(page(f"<header><h1>{TITLE}</h1></header>{body}")) == [DEK, *STORY]


@pytest.mark.parametrize("language", ["", ' lang="en-US"'])
def test_the_words_tell_whether_the_dek_begins_the_story(language: str) -> None:
    """Outside of English it does; templates leave their language in the page or state none."""
    body = f"<article><header><h1>{TITLE}</h1><p>{DEK}</p></header>{p(STORY)}</article>"
    assert text(page(body, language)) == [DEK, *STORY]


def test_a_dek_is_all_that_a_teaser_shows() -> None:
    """Set as a heading it is none of the story's paragraphs."""
    dek = DEK.removesuffix(".")
    assert text(page(f'<article><h1>{TITLE}</h1><h2 class="vorspann">{dek}</h2></article>')) == [dek]


def test_the_slogan_of_a_blog_is_no_dek() -> None:
    """WordPress sets a blog's name as a heading on every page, and its slogan below."""
    slogan = '<h2 class="site-description">Das Blog der Leute, die an der Halle wohnen.</h2>'
    top = f'<header class="masthead"><h1 class="site-title">{TITLE}</h1>{slogan}</header>'
    assert text(page(f"{top}<article><h2>Nach neun Minuten</h2>{p(STORY)}</article>"))[-5:] == STORY
    assert "Blog" not in " ".join(text(page(f"{top}<article>{p(STORY)}</article>")))


def test_what_stands_behind_the_story_is_no_dek() -> None:
    body = f'<div class="story"><p class="title">{TITLE}</p><br>{"<br><br>".join(STORY)}</div>'
    foot = "<div>Halle-Bote, Am Ufer 4, Osterheide, Telefon in der Redaktion von neun bis siebzehn Uhr.</div>"
    assert text(page(body + foot)) == STORY


def test_a_highlight_leaves_the_paragraph_that_it_was_cut_from() -> None:
    sentence = "Der Fluss war an diesem Morgen fast zugefroren."
    highlight = f'<div class="highlights"><h4>Kurz gesagt</h4><div class="summary">{sentence}</div></div>'
    body = f"<article><h1>{TITLE}</h1>{highlight}{p([*STORY, sentence])}</article>"
    assert sentence in text(page(body, language=' lang="en"'))[4:]


def test_what_is_named_a_dek_may_be_as_long_as_a_paragraph() -> None:
    """A French review begins in its chapô."""
    chapo = " ".join(STORY + STORY[:3])
    top = f'<div class="cartouche"><h1>{TITLE}</h1><div class="chapo"><p>{chapo}</p></div></div>'
    more = [f"{text} Auch das sagte sie zum {number}. Mal." for number in range(9) for text in STORY]
    assert (
        text(page(f'<div class="principal">{top}<div class="article-text">{p(more)}</div></div>'))[0] == chapo
    )


def test_a_headline_of_two_words_leads_to_its_dek() -> None:
    body = (
        f'<div><h2>Im Eis</h2><div class="vorspann">{DEK}</div><div class="copy">{p(STORY * 3)}</div></div>'
    )
    assert text(page(body).replace(f"{TITLE} - Halle-Bote", "Im Eis - Halle-Bote")) == [DEK, *STORY * 3]


def test_a_table_whose_rows_are_named_by_links_is_the_story() -> None:
    rows = [
        ("Pionierbrücke 26", "9 min", "2,1"),
        ("Faltbrücke 14", "12 min", "2,4"),
        ("Steg 8", "4 min", "3,0"),
    ]
    cells = "".join(f'<tr><td><a href="/b/">{a}</a></td><td>{b}</td><td>{c}</td></tr>' for a, b, c in rows)
    table = f"<table><tr><th>Modell</th><th>Dauer</th><th>Note</th></tr>{cells}</table>"
    told = text(page(f"<article><h1>{TITLE}</h1>{p(STORY[:3])}{table}{p(STORY[3:])}</article>"))
    assert told == [*STORY[:3], "Modell Dauer Note", *map(" ".join, rows), *STORY[3:]]


def test_cards_beside_a_story_make_no_listing_of_it() -> None:
    """A town's page of two paragraphs without a day; its menus hold more text than it does."""
    card = '<h4><a href="/{0}">Ratsbeschluss Nummer {0}</a></h4><p><a href="/{0}">Was dort steht.</a></p>'
    cards = "".join(card.format(number) for number in range(12))
    story = f"<h1>{TITLE}</h1>{p([STORY[0]])}<h3>Wie es war</h3>{p([STORY[1]])}"
    html = f"<html><title>{TITLE}</title><body><main>{story}</main><aside>{cards}</aside></body></html>"
    assert parse(html, "https://www.osterheide.example/rathaus").text.split("\n\n")[0] == STORY[0]
    with pytest.raises(NotAnArticle):
        parse(html.replace("aside>", "div>"), "https://www.osterheide.example/rathaus")


def test_an_entry_that_is_a_link_stays_in_a_list_that_tells() -> None:
    items = ["Drei Leute, die das Fahrzeug kennen", "zwei Stunden Ruhe davor", "ein Fluss ohne Eisgang"]
    linked = '<li><a href="/faltbruecke/">Faltbrücke für das zweite Ufer</a></li>'
    told = "".join(f"<li>{item}</li>" for item in items)
    body = f"{p(STORY[:4])}<ul>{told}{linked}</ul>{p(STORY[4:])}"
    assert text(page(f"<article><h1>{TITLE}</h1>{body}</article>")) == [
        *STORY[:4],
        *items,
        "Faltbrücke für das zweite Ufer",
        *STORY[4:],
    ]


def test_a_paragraph_that_ends_with_where_to_order_is_the_story() -> None:
    order = "Das schreibt die Werkzeitung in ihrer neuen Ausgabe, die am Kiosk oder hier zu bestellen ist."
    told = [*STORY[:2], f"{STORY[2]} {STORY[3]} {order}", STORY[4]]
    assert text(page(f"<article><h1>{TITLE}</h1>{p(told)}<p>Jetzt hier bestellen!</p></article>")) == told


def test_the_story_goes_on_in_a_box_named_for_its_picture() -> None:
    caption = '<div class="snippet photo"><img src="/b.jpg"><p>Das Fahrzeug am Ufer der Halle.</p></div>'
    told = f'<div class="snippet big_photo"><img src="/c.jpg"><div class="float">{p(STORY)}</div></div>'
    first = [f"{text} Mehr war am {day}. Mai nicht zu erfahren." for day in range(3) for text in STORY]
    body = f'<div class="review">{p(first)}{caption}{told}</div>'
    assert text(page(f"<article><h1>{TITLE}</h1>{body}</article>")) == first + STORY


def sections(heading: str) -> str:
    """The story in sections of one name, full-width pictures between them, as Medium sets them."""
    told = "".join(
        f'<div class="section-inner">{heading if at else f"<h1>{TITLE}</h1>"}'
        f"{p([f'{sentence} Abschnitt {at}.' for sentence in STORY])}</div>"
        '<div class="full-width"><figure><img src="/f.jpg"></figure></div>'
        for at in range(3)
    )
    return f'<div class="content">{told}</div>'


def test_a_story_in_sections_of_one_name_is_read_to_its_end() -> None:
    told = text(page(sections("")))
    assert [line for line in told if line.endswith("Abschnitt 2.")]


def test_the_next_story_in_a_box_of_the_same_name_is_not() -> None:
    told = text(page(sections("<h1>Das zweite Schiff der Klasse ist da</h1>")))
    assert not [line for line in told if line.endswith("Abschnitt 2.")]


def test_a_first_paragraph_in_spans_is_the_story_s() -> None:
    """Blogger's editor; the lines below an English headline are left out, the first paragraph is not."""
    first = "Photographs that the port authority released on Friday show the bridge and its ninth minute."
    told = [first, *(f"The bridge and the boats of day {day} were paid for by the navy." for day in range(4))]
    spans = "".join(f"<div><span><span>{line}<br></span></span></div>" for line in told)
    shown = f'<h1>{TITLE}</h1><div class="meta"></div><div class="post-body">{spans}</div>'
    assert text(page(shown, "")) == told
