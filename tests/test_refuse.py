"""Pages that are no article are refused by what they are; articles never."""

import pytest

from crawler.errors import NotAnArticle, ParseError
from crawler.parsers import parse

SENTENCE = "The frigate came back to Port Merrow after eleven months in dock, the ministry said on Monday. "
CARD = '<div class="card"><h3><a href="/2026/05/04/story-{n}/">Story {n} about a harbour</a></h3></div>'
CARDS = "".join(CARD.format(n=n) for n in range(20))


def page(title: str, body: str, head: str = "") -> str:
    return f'<html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


CASES = [
    # kind, address, page
    ("listing", "/", page("Defence Ledger", CARDS)),
    ("listing", "/tags/frigates/", page("Frigates | Defence Ledger", f"<h1>Frigates</h1>{CARDS}")),
    ("listing", "/author/ines-okafor/", page("Ines Okafor", f"<h1>Ines Okafor</h1><p>{SENTENCE}</p>{CARDS}")),
    ("listing", "/news/your-navy/", page("Your Navy | Defence Ledger", f"<h1>Your Navy</h1>{CARDS}")),
    ("listing", "/navy/page/3/", page("Navy, page 3", CARDS)),
    (
        "listing", "/land/",
        page("Land", CARDS, '<script type="application/ld+json">{"@type": "CollectionPage"}</script>'),
    ),
    (
        "listing", "/news/land/",
        page("Land", CARDS, '<script>Fusion.globalContent={"_id":"/land","node_type":"section"};</script>'),
    ),
    (
        "video", "/video/2026/05/04/launch/",
        page("Launch", f"<h1>Launch</h1><p>{SENTENCE}</p>",
             '<script>Fusion.globalContent={"type":"video","headlines":{"basic":"Launch"}};</script>'),
    ),
    (
        "video", "/watch/launch",
        page("Launch", f"<h1>Launch</h1><p>{SENTENCE}</p>", '<meta property="og:type" content="video">'),
    ),
    (
        "gallery", "/photos/launch",
        page("Launch", f"<h1>Launch</h1><p>{SENTENCE}</p>",
             '<script type="application/ld+json">{"@type": "ImageGallery"}</script>'),
    ),
    ("live", "/news/live/", page("Live", f"<h1>Live</h1><p>{SENTENCE}</p>{CARDS}")),
    ("error", "/2026/05/04/gone/", page("Page not found | Defence Ledger", f"<p>{SENTENCE}</p>{CARDS}")),
    ("error", "/2026/05/04/gone/", page("Defence Ledger", "<h1>404</h1><p>We could not find that page.</p>")),
    ("error", "/2026/05/04/x/", page("Seite nicht gefunden", "<p>Leider nichts gefunden.</p>")),
    ("wall", "/2026/05/04/x/", page("Just a moment...", "<p>Checking your browser before you go on.</p>")),
    ("wall", "/2026/05/04/x/", page("Access Denied", "<h1>Access Denied</h1><p>Reference #18.2f3</p>")),
    ("wall", "/2026/05/04/x/", page("", '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>')),
    ("consent", "/2026/05/04/x/", page("Before you continue", "<p>We and our partners use cookies.</p>")),
    ("shell", "/2026/05/04/x/", page("Ledger", '<div id="root"></div><script src="/main.js"></script>')),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "path", "html"), CASES)
def test_refused(kind: str, path: str, html: str) -> None:
    with pytest.raises(NotAnArticle) as refusal:
        parse(html, f"https://www.defenceledger.example{path}")
    assert refusal.value.kind == kind
    assert refusal.value.detail


DATED = '<meta property="article:published_time" content="2026-05-04T10:00:00Z">'


def article(title: str, sentences: int) -> str:
    days = (f"<p>{SENTENCE} It was day {day} of the trials off the skerries.</p>" for day in range(sentences))
    text = "".join(days)
    return f"<article><h1>{title}</h1>{text}</article>"


KEPT = [
    # an address or a title that looks like something else, and an article behind it
    ("/video/2026/05/04/launch/", page("Launch", article("Launch", 12), DATED)),
    ("/topics/frigates", page("Frigates", article("Frigates", 12) + CARDS, DATED)),
    (
        "/2026/05/04/x/",
        page("Access denied: how a navy shut a strait", article("How a navy shut a strait", 12)),
    ),
    ("/2026/05/04/x/", page("404 sailors home", article("404 sailors home", 12), DATED)),
    ("/2026/05/04/x/", page("404 sailors home", article("404 sailors home", 3))),
    ("/2026/05/04/x/", page("Frigate returns", article("Frigate returns", 3) + CARDS, DATED)),
    ("/", page("Frigate returns", article("Frigate returns", 12))),
]


@pytest.mark.parametrize(("path", "html"), KEPT)
def test_kept(path: str, html: str) -> None:
    assert SENTENCE.strip() in parse(html, f"https://www.defenceledger.example{path}").text


@pytest.mark.parametrize("paragraphs", [0, 2])
def test_an_article_that_states_no_day_is_told_from_a_listing_by_its_paragraphs(paragraphs: int) -> None:
    cards = "".join(
        f"<div><h3><a href=/n/{n}>Army picks boot {n} for arctic troops after a trial</a></h3></div>"
        for n in range(40)
    )
    told = "".join(
        f"<p>The service said on day {n} that its boot, which two brigades wear, keeps warm in snow.</p>"
        for n in range(paragraphs)
    )
    html = page("Boots", f"<h1>Boots</h1><div>{told}</div>{cards}")
    if paragraphs:
        assert parse(html, "https://ledger.example/land/boots").text.count("\n\n") == paragraphs - 1
    else:
        with pytest.raises(NotAnArticle, match="listing"):
            parse(html, "https://ledger.example/land/boots")


@pytest.mark.parametrize(
    "data",
    [
        (
            '<?xml version="1.0"?>\n<rss version="2.0"><channel><item><title>Back</title>'
            f"<description>{SENTENCE * 4}</description></item></channel></rss>"
        ),
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><summary>{SENTENCE * 4}</summary></entry></feed>',
        f'<?xml version="1.0"?><!-- made today --><nitf><body><p>{SENTENCE * 4}</p></body></nitf>',
        '<?xml version="1.0"?><urlset><url><loc>https://ledger.example/a/</loc></url></urlset>',
        '{"title": "Frigate returns", "html": "<p>' + SENTENCE * 4 + '</p>"}',
        '[{"html": "<p>' + SENTENCE * 4 + '</p>"}]',
    ],
    ids=["rss", "atom", "xml", "sitemap", "json", "json list"],
)
def test_a_feed_and_data_are_no_article(data: str) -> None:
    with pytest.raises(NotAnArticle, match=r"data: .* is (a feed|XML|JSON)"):
        parse(data.encode(), "https://ledger.example/land/file")


def test_a_page_written_as_xml_is_a_page() -> None:
    html = f'<?xml version="1.0" ?>\n<!DOCTYPE html>\n<html><body><p>{SENTENCE * 4}</p></body></html>'
    assert parse(html, "https://ledger.example/land/x/").text == (SENTENCE * 4).strip()


def test_a_page_that_broke_off_is_no_article() -> None:
    with pytest.raises(ParseError, match="no article text"):
        parse("<p>broken", "https://ledger.example/land/x/")
