"""Furniture of a page around and within the story: each kind in the anatomy it has on real sites."""

import pytest

from crawler.parsers import parse

TITLE = "Hafen von Lüttmoor bekommt ein zweites Fluttor"
STORY = """
Der Hafen von Lüttmoor bekommt ein zweites Fluttor, das beschloss der Kreistag am Dienstag nach Debatte.
Das alte Tor von 1962 schließt seit dem Winter nicht mehr dicht, sagte Bauamtsleiterin Wiebke Harms.
Gebaut wird ab April, zuerst die Kammer am Nordufer, danach die Pumpen. Nachts ruht dann der Betrieb.
Die Kosten von 14 Millionen Euro teilen sich Kreis, Land und die Genossenschaft der Fischer am Ort.
""".strip().splitlines()


def page(*body: str, title: str = TITLE) -> str:
    inner = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in body)
    return (
        f"<html lang=de><head><title>{title}</title></head><body><div id=top><a href=/>Bote</a></div>"
        f"<div class=x1><h1>{title}</h1><div class=x2>{inner}</div></div></body></html>"
    )


def told(*body: str) -> list[str]:
    return parse(page(*body), "https://www.bote.example/kreis/fluttor").text.split("\n\n")


NAMED = {
    "a rating": "<div class=rating_box><p>4,2 bei 61 Bewertungen</p><p>Sie haben schon abgestimmt.</p></div>",
    "a paragraph's id": "<p id=newsletter-hinweis>Nichts aus dem Kreis verpassen: jeden Morgen der Bote.</p>",
    "a theme's last line": "<p class='postmetadata alt'>Gespeichert unter Kreis. Es gibt einen Feed.</p>",
    "a plea for gifts": "<div class=disturber><h2>Bitte spenden!</h2><p>Der Bote gehört euch.</p></div>",
    "readers' words": "<ol class=kommentare><li>Endlich handelt der Kreis, das wurde auch Zeit.</li></ol>",
    "readers' words in Spanish": "<div id=comentarios><p>Ya era hora de que hicieran algo.</p></div>",
    "what is only printed": "<div class='d-none d-print-block'><p>Zitiert als: Bote, Fluttor.</p></div>",
    "what a large screen hides": "<div class=u-hide-from-desktop><p>Der Text stand im Heft 3.</p></div>",
    "a post's signature": "<blockquote class=instagram-media><p>Beitrag von Wiebke.</p></blockquote>",
    "pages of a story": "<div class=page-links>Seiten: 1 2 3</div>",
    "a French hint": "<div><q class=lire_aussi>Odile Marchand, « Les portes de la mer », juin.</q></div>",
}


@pytest.mark.parametrize("kind", NAMED)
def test_a_box_named_for_what_it_is_goes(kind: str) -> None:
    assert told(*STORY[:2], NAMED[kind], *STORY[2:]) == STORY
    assert told(*STORY, NAMED[kind]) == STORY


def test_the_next_stories_are_no_part_of_a_short_one() -> None:
    others = "".join(
        f"<div class=nextstory><h2><a href=/n/{n}>Stadtrat {n} tagt</a></h2><p>Im Rat von Ort {n} "
        f"ging es um Schule, Bus und Markt, am Ende stand ein Beschluss mit {n} Stimmen.</p></div>"
        for n in range(6)
    )
    assert told(*STORY[:2], f"<div id=next-post-list>{others}</div>") == STORY[:2]


def test_a_name_that_all_of_the_story_has_says_nothing() -> None:
    assert told(*(f"<div class=rating><p>{text}</p></div>" for text in STORY)) == STORY


LINKS = "<ul><li><a href=/k/1>Sturmflut von 1962</a></li><li><a href=/k/2>Fischer in Not</a></li></ul>"
LINK = "<div><a href=/k/>Kreis</a></div>"


@pytest.mark.parametrize(
    "heading",
    [
        f"<h2>Werkzeuge</h2>{LINKS}",
        f"<div class=x3><h4>So war es früher</h4></div>{LINKS}",
        f"<p><strong>Empfehlungen von Ada:</strong></p>{LINKS}",
        f"<p><strong>Weblinks</strong></p>{LINKS}",
        "<p>Siehe auch:</p><p><a href=/k/1>Die Sturmflut von 1962</a></p>",
    ],
)
def test_the_heading_of_a_list_of_links_goes_with_it(heading: str) -> None:
    assert told(heading, *STORY) == STORY
    assert told(*STORY[:2], heading, *STORY[2:]) == STORY
    assert told(*STORY, heading) == STORY


@pytest.mark.parametrize(
    "end",
    [f"<div>Rubriken</div>{LINK}", "<p>Das könnte euch gefallen:</p>", f"<h4>Zum Weiterlesen</h4>{LINK}"],
)
def test_a_label_with_nothing_below_is_no_end_of_a_story(end: str) -> None:
    assert told(*STORY, end) == STORY


def test_headings_of_the_story_stay_where_a_link_follows() -> None:
    link = "<p><a href=/k/1>Die Sturmflut von 1962</a></p>"
    parts = ["<h2>Was gebaut wird</h2>", link, STORY[2], "Wiebke Harms, Lüttmoor", link]
    assert told(*STORY[:2], *parts) == [*STORY[:2], "Was gebaut wird", STORY[2], "Wiebke Harms, Lüttmoor"]


LINES = [
    "Autor: Wiebke Harms",
    "Author Wiebke Harms",
    "114 views",
    "1.204 Aufrufe",
    "Kommentare geschlossen",
    "Die Kommentare zu diesem Beitrag sind geschlossen.",
    "Tags: Hafen, Küste, Kreistag",
    "Filed under: Hafen |",
    "Seiten: 1 2 3 4",
    "Zitiervorschlag Harms, Wiebke: Das Fluttor, Bote 3/2024, S. 14.",
    "Alle Angaben ohne Gewähr. Der Kreis kann die Planung ändern.",
    "Folgt uns auf Instagram!",
    "Suivez-nous sur Facebook",
    "Síguenos en Telegram para no perderte nada",
    "Bleibt auf dem Laufenden mit dem Boten am Morgen, jeden Tag um sechs",
    "Noch 3 Gratis-Artikel diesen Monat.",
    "You have 2 free articles left this month. Subscribe to go on.",
    "Wir verwenden Cookies, um Inhalte zu messen. Wer weiterliest, stimmt dem zu.",
    "Beitragsbild: Das Tor am Nordufer im Winter",
    "Photo (cc) : Odile Marchand",
    "Das Tor am Nordufer bei Ebbe. Foto: Kreisarchiv Lüttmoor",
    "Das könnte euch auch gefallen",
    "mehr anzeigen",
    "Autorin/Autor Wiebke Harms",
    "Externer Inhalt nicht verfügbar",
    "If you buy through our links, we may earn a commission.",
    "Für Käufe über diese Links erhalten wir eine kleine Provision.",
    "Don’t have an account? Create one",
    "You have full access to this article via your institution.",
    "Das Fluttor, in: Der Bote, 04.03.2024 (abgerufen am: 05.03.2024)",
    "doi: https://doi.org/10.9999/bote-2024-3",
    "Übersetzung: Odile Marchand, Schlussredaktion: Ada Quist",
    "Source : Kreisarchiv Lüttmoor",
    "Want to know more about Wiebke Harms? Follow her on GitHub.",
    "___",
    "Wiebke Harms, Redaktion harms@bote.example",
    "이나래 기자 narae@bote.example",
    "narae@bote.example (END)",
    "Die Meinungen hier geben nicht unbedingt die Meinung der Redaktion wieder.",
    "The views expressed here are those of the author.",
    "Le club est ouvert à tous ; ces textes n’engagent pas la rédaction.",
    "Diskutieren Sie mit uns: auf Twitter und auf Facebook!",
    "Let us know what you think on Twitter or Facebook.",
    "Tous droits réservés, le Bote 2024.",
    "Diese E-Mail-Adresse ist gegen Spambots geschützt! JavaScript muss aktiviert werden.",
    "{{story.state === 'open' ? 'Offen' : 'Zu'}} - {{story.time | date}}",
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_about_the_page_signs_the_story_off(line: str) -> None:
    assert told(*STORY, line) == STORY


SENTENCES = [
    "Tags darauf stand das Wasser wieder in der Halle, und die Fischer trugen ihre Netze hinaus.",
    "Seite 3 des Gutachtens nennt die Pumpen, Seite 14 die Kosten, und beides fehlt im Beschluss.",
    "Der Kreis setzt auf seiner Seite keine Cookies mehr, seit die Aufsicht das bemängelt hat.",
    "Wer dem Tor folgt, kommt auf den Deich und sieht den Hafen von oben, sagte Harms.",
    "Das Bild: Wasser bis zur Brust, Netze im Schlick, und niemand, der die Pumpe anwirft, sagte sie.",
    "Fischer der Insel erhalten vom Kreis eine Provision, sagte sie, und wir Bürger zahlen sie.",
    "Das Bild des Tors verbreitete sich am Abend auf Twitter und Facebook.",
    "Zwei freie Artikel im Haushalt reichen nicht, um noch 3 Pumpen zu bezahlen.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_only_begins_like_one_stays(sentence: str) -> None:
    assert told(*STORY[:2], sentence, *STORY[2:]) == [*STORY[:2], sentence, *STORY[2:]]
    assert told(*STORY, sentence) == [*STORY, sentence]


def test_a_dek_that_the_story_says_again_is_said_once() -> None:
    assert told(STORY[0], "<div>4. März 2024, 19:16 Uhr</div>", *STORY) == STORY
    meal = "Montag gibt es Scholle mit Salzkartoffeln und Gurkensalat, dazu Buttermilch, so viel man mag."
    assert told(STORY[0], meal, STORY[1], meal, *STORY[2:]) == [STORY[0], meal, STORY[1], meal, *STORY[2:]]


def test_what_the_site_says_of_itself_in_its_head_is_no_dek() -> None:
    slogan = (
        "<h2 class=site-description>Der Bote bringt jeden Tag Neues aus dem Kreis und von der Küste.</h2>"
    )
    page = (
        f"<html lang=de><head><title>{TITLE}</title></head><body><header><h1>{TITLE}</h1>{slogan}</header>"
        f"<article>{''.join(f'<p>{text}</p>' for text in STORY)}</article></body></html>"
    )
    assert parse(page, "https://www.bote.example/kreis/fluttor").text.split("\n\n") == STORY


def test_where_a_story_first_stood_is_no_beginning() -> None:
    assert told("This article originally appeared in the Evening Courier.", *STORY) == STORY
