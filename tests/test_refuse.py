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


DEK = "The ministry told reporters on Monday what it had found out about the harbour and its cranes."
DEKS = "".join(
    f'<div class="views-row"><h3><a href="/a/{n}">A harbour story</a></h3><p>{DEK}</p><p>More {n}</p></div>'
    for n in range(9)
)


def platform(body_class: str, head: str, body: str = "") -> str:
    html = page("News | Defence Ledger", f"<h1>News</h1>{body or DEKS}", head)
    return html.replace("<body>", f'<body class="{body_class}">')


WORDPRESS = '<meta name="generator" content="WordPress 6.5">'
DRUPAL = '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">'
AFPIMS = '<link rel="stylesheet" href="/DesktopModules/ArticleCSDashboard/module.css">'
GOVUK = '<meta name="govuk:format" content="{}"><meta name="govuk:content-id" content="1b2c">'
DVIDS = '<meta property="og:site_name" content="DVIDS">'
FUSION = "<script>Fusion.globalContent={};</script>"
CAPTION = "<h1>Launch</h1><p>A sailor lowers a boat. (Navy photo by Seaman Ann Marsh)</p>"

CASES += [
    # platforms
    ("listing", "/category/navy/", platform("archive category category-navy", WORDPRESS)),
    ("listing", "/navy-news/", platform("home blog", WORDPRESS)),
    ("listing", "/?s=frigate", platform("search search-results", WORDPRESS)),
    ("error", "/2026/05/04/gone/", platform("error404", WORDPRESS)),
    ("listing", "/daily-news", platform("path-frontpage", DRUPAL)),
    ("listing", "/topic/frigates", platform("path-taxonomy", DRUPAL)),
    ("listing", "/press-releases", platform("path-press-releases", DRUPAL)),  # a view, told by its cards
    ("listing", "/News/Releases/?Page=2", platform("", AFPIMS)),
    ("listing", "/government/organisations/ministry-of-defence", platform("", GOVUK.format("organisation"))),
    ("listing", "/search/news-and-communications", platform("", GOVUK.format("finder"))),
    ("gallery", "/image/9021377/launch", platform("", DVIDS, CAPTION)),
    ("video", "/video/9021377/launch", platform("", DVIDS, CAPTION)),
    ("listing", "/news/navy/", platform("", FUSION.format('{"_id":"/news/navy","name":"Navy"}'))),
    ("listing", "/tags/frigates/", platform("", FUSION.format('{"Payload":[{"slug":"frigates"}]}'))),
    ("listing", "/threats/", platform("", "")),
    # any site
    ("listing", "/find?query=frigate", page("Results", f"<h1>Results</h1>{DEKS}")),
    ("gallery", "/photo-gallery/launch/", page("Launch", CAPTION)),
    ("error", "/x/", page("Defence Ledger", "<h1>Oops! That page can’t be found.</h1><p>Try a search?</p>")),
    ("error", "/x/", page("This content is no longer available", "<p>It may have been moved.</p>")),
    ("error", "/x/", page("Strona nie została znaleziona", "<p>Przepraszamy.</p>")),
    ("wall", "/x/", page("Log in | Defence Ledger", "<h1>Log in</h1><p>Use your subscriber account.</p>")),
    ("wall", "/x/", page("Sign in to continue", "<h1>Sign in</h1><p>Or make an account.</p>")),
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
    # titles that begin like a wall's
    ("/2026/05/04/x/", page("Blocked strait opens", article("Blocked strait opens", 3), DATED)),
    ("/2026/05/04/x/", page("Blocked strait opens", article("Blocked strait opens", 3))),
    ("/2026/05/04/x/", page("Security check ends in fire", article("Security check ends in fire", 3))),
    ("/2026/05/04/x/", page("Page was torn from log", article("Page was torn from log", 3), DATED)),
    # a digest whose items have linked headlines, a story beside many cards, a photo story that tells
    ("/brief/", page("The brief", f"<h1>The brief</h1>{DEKS.replace(DEK, SENTENCE)}", DATED)),
    ("/frigate-returns", page("Frigate returns", article("Frigate returns", 4) + DEKS)),
    ("/photos/launch", page("Launch", article("Launch", 7))),
    # posts and pages of platforms
    ("/about-the-fleet/", platform("page-template page page-id-2", WORDPRESS, article("The fleet", 3))),
    ("/x/", platform("single single-post category-navy archive-layout", WORDPRESS, article("A", 3))),
    ("/frigate", platform("path-node page-node-type-article", DRUPAL, article("A", 3))),
    (
        "/News/Contracts/Contract/Article/4021377/",
        platform("", AFPIMS, f'<div class="adetail"><h1 class="maintitle">Contracts For May 4, 2026</h1>'
                             f'<div class="body"><p>{SENTENCE}</p></div></div>'),
    ),
    ("/government/news/frigate", platform("", GOVUK.format("news_story"), article("A", 2))),
]  # fmt: skip


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
