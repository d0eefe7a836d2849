"""What is no article: listings, videos, galleries, error pages, walls and shells, told by structure.

A real article refused is lost, a listing stored is one row too many: so each refusal needs two witnesses, one
for what the page is and one that no article is in it.
"""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from crawler.errors import NotAnArticle
from crawler.parsers import jsonld, lines
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.plain import plain
from crawler.parsers.platforms import Known

FEW: Final = 120
"""Words; under a video or a gallery stands a caption, in an error page an apology. Of 227 article pages in 16
languages seven have fewer, all of them with a date of publication."""

CARDS: Final = 5
"""Headlines that are links, from which on a page without a day, at an address like a section's, is a list."""

RUNNING: Final = 15
"""Words of a paragraph from which on it tells something; what stands below a card's dek has fewer."""

LINKED: Final = 0.5
"""Share of a listing's words that are links; article pages have less, a section page of cards 0.7 to 0.95."""


def _starting(phrases: str) -> re.Pattern[str]:
    """A pattern of titles that start with one of these, a phrase a line."""
    lines = "|".join(line.strip() for line in phrases.splitlines() if line.strip())
    return re.compile(rf"^\W*(?:{lines})\b", re.IGNORECASE)


_MISSING = _starting(r"""
    (?:oops|whoops|uh[- ]?oh|sorry|hmm)\W+(?:(?:the|this|that) )?page\b
    (?:(?:error|fehler|erreur)\W+)?(?:404|410)(?=\W*(?:$|error|not|page|seite|[|–—-]))
    (?:sorry\W+)?(?:the |this )?page (?:you requested |you are looking for )?(?:was|is|could|can) ?(?:no|'|’)
    (?:the |this )?page (?:you requested |you are looking for )?(?:can|could|was|is|does)(?:n?['’]t| ?not)
    (?:the |this )?page no longer
    (?:(?:this |the )?(?:page|content|article|story) )?(?:not found|(?:is )?(?:no longer |un)available)
    nothing (?:was )?found
    we (?:can['’]t|cannot|couldn['’]t|could not) find
    seite nicht gefunden
    page introuvable
    pagina non trovata
    p[aá]gina n(?:o|ão) encontrada
    (?:die )?(?:angeforderte )?seite (?:wurde |konnte )?(?:nicht|existiert nicht)
    (?:cette )?page (?:non trouvée|inexistante)
    (?:strona|stránka|страница|сторінка) (?:nie (?:została )?znaleziona|nenalezena|не найдена|не знайдена)
    sayfa bulunamadı
    ページが見つかりません|页面(?:不存在|未找到)|페이지를 찾을 수 없습니다
    (?:internal server|server|application) error
    service unavailable
    bad gateway
    something went wrong
""")
_WALL = _starting(r"""
    just a moment(?=\W*$)
    (?:attention required|access denied|security check|one more step)(?=\W*(?:$|[|–—-]))
    (?:403 forbidden|forbidden|blocked)(?=\W*(?:$|[|–—-]))
    access to this page has been denied
    (?:please )?(?:log|sign)[ -]?in(?: (?:to|or)\b.*| required)?(?=\W*(?:$|[|–—-]))
    (?:subscriber |member )?log[ -]?in(?=\W*(?:$|[|–—-]))
    (?:anmeld(?:en|ung)|einloggen|connexion|iniciar sesión|accedi|zaloguj się)(?=\W*(?:$|[|–—-]))
    are you (?:a )?(?:human|robot)
    robot or human
    pardon our interruption
    checking your browser
    ddos-guard
    human verification
    please verify you are
    verify(?:ing)? you are human
    request unsuccessful
    bot verification
""")
_CONSENT = _starting(r"""
    before you continue
    your privacy choices
    we value your privacy
    privacy (?:center|gate)
    cookie consent
    (?:zustimmung|einwilligung|datenschutz(?:einstellungen)?|consent)(?=\W*(?:$|[|–—-]))
""")
_WALL_MARK = re.compile(
    r"/cdn-cgi/challenge-platform|_Incapsula_Resource|px-captcha|captcha-delivery|_cf_chl_opt|ddos-guard|"
    r"/recaptcha/api|hcaptcha\.com/1/api"
)
_LISTING_PATH = re.compile(
    r"/(?:tags?|topics?|categor(?:y|ies)|sections?|authors?|autor(?:en|es)?|search|archives?|latest)"
    r"(?:/[^/]+)?/?(?:page/\d+/?)?$|/page/\d+/?$|/feed/?$",
    re.IGNORECASE,
)
_VIDEO_PATH = re.compile(r"/(?:videos?|watch|av|mediathek)/", re.IGNORECASE)
_GALLERY_PATH = re.compile(
    r"/(?:(?:photo-?)?galler(?:y|ies)|photos?|photo-essay|slideshows?|bildergalerie|images?|igphoto)/",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"(?:^|&)(?:s|q|query|search|keywords?|search_api_fulltext)=", re.IGNORECASE)
_STORY_PATH = re.compile(r"\d{3}|(?:[^-_/]+[-_]){3,}[^-_/]+/?$")
_STORY_QUERY = re.compile(r"(?:^|&)(?:\w*id|p)=\d{3}", re.IGNORECASE)
_LIVE_PATH = re.compile(r"/(?:live|live-?updates|liveticker|live-?blogs?)/?$", re.IGNORECASE)
_LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"})
_GALLERY_TYPES = frozenset({"ImageGallery", "MediaGallery"})
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "react-root", "fusion-app", "main-app", "gatsby"})


def check(page: Page, head: Head, known: Known, paragraphs: Sequence[str], size: int) -> None:
    """Refuse a page that is no article.

    Args:
        page: the page.
        head: what it says about itself.
        known: what the platform's adapter read.
        paragraphs: the text that was found on it.
        size: its words.

    Raises:
        NotAnArticle: with what it is instead, and what said so.
    """
    if known.kind:
        raise NotAnArticle(known.kind, f"the platform calls {page.url} so")
    if size < FEW:
        _refuse_walls(page, head, size)
        _refuse_media(page, head)
    if not _dated(head, known):
        _refuse_listings(page, head, paragraphs, size)


def _dated(head: Head, known: Known) -> bool:
    """The page states that it is an article: a day of publication, or the type."""
    if "published" in known.claims or "title" in known.claims or _has_day(head):
        return True
    return head.first("og:type").lower() == "article" and not _kinds(head) & _LISTING_TYPES


def _has_day(head: Head) -> bool:
    """The page's head states when it was published."""
    return bool(head.article.get("datePublished") or head.first("article:published_time"))


def _kinds(head: Head) -> set[str]:
    """The schema.org types of its JSON-LD."""
    return {kind for node in head.nodes for kind in jsonld.types(node)}


def _refuse_walls(page: Page, head: Head, size: int) -> None:
    """Error pages, bot walls, consent walls and empty shells: hardly any text, and a title that says so."""
    heading = next((text for one in head.headings if (text := plain("".join(one.itertext())))), "")
    for title in filter(None, (head.title, heading)):
        for kind, pattern in (("wall", _WALL), ("error", _MISSING), ("consent", _CONSENT)):
            if pattern.search(title) and not _has_day(head):
                raise NotAnArticle(kind, f"its title is “{title[:80]}”")
    if size > 0:
        return
    host = urlsplit(page.url).hostname or ""
    if host.startswith("consent."):
        raise NotAnArticle("consent", f"{host} asks for consent")
    scripts = [script.get("src") or script.text or "" for script in page.tree.iter("script")]
    if any(_WALL_MARK.search(script) for script in scripts):
        raise NotAnArticle("wall", "a script that tells people from robots, and no text")
    root = next((one for one in page.tree.iter("div") if one.get("id") in _ROOTS), None)
    if root is not None and scripts:
        raise NotAnArticle("shell", f"an empty page that a script fills at #{root.get('id')}")


def _refuse_media(page: Page, head: Head) -> None:
    """A video or a gallery with a caption."""
    path = urlsplit(page.url).path
    kinds = _kinds(head)
    if head.first("og:type").lower().startswith("video") or _VIDEO_PATH.search(path):
        raise NotAnArticle("video", "a video with a caption")
    if _GALLERY_PATH.search(path) or (kinds & _GALLERY_TYPES and not head.article):
        raise NotAnArticle("gallery", "pictures with captions")
    if "VideoObject" in kinds and not head.article:
        raise NotAnArticle("video", "a VideoObject and no article in its JSON-LD")


def _refuse_listings(page: Page, head: Head, paragraphs: Sequence[str], size: int) -> None:
    """Home, section, tag, author and search pages; an article states its day, they do not."""
    path = urlsplit(page.url).path
    if _LIVE_PATH.search(path) and size < FEW:
        raise NotAnArticle("live", f"{path} is an index of live coverage")
    if path in ("", "/") and not urlsplit(page.url).query and _linked(page) > LINKED:
        raise NotAnArticle("listing", "a home page of links")
    kinds = _kinds(head)
    if _LISTING_PATH.search(path) and _linked(page) > LINKED:
        raise NotAnArticle("listing", f"{path} lists stories")
    if kinds & _LISTING_TYPES and not head.article and (size < FEW or _linked(page) > LINKED):
        raise NotAnArticle("listing", f"its JSON-LD says {', '.join(sorted(kinds & _LISTING_TYPES))}")
    if _SEARCH.search(urlsplit(page.url).query) and not _goes_on(page, paragraphs):
        raise NotAnArticle("listing", "its address asks for a search")
    of_story = _STORY_PATH.search(path) or _STORY_QUERY.search(urlsplit(page.url).query)
    headed = _cards(page) >= CARDS and not of_story
    if headed and not _goes_on(page, paragraphs):
        raise NotAnArticle("listing", f"{_cards(page)} cards of other stories with their deks, at {path}")
    if _cards(page) >= 8 and _linked(page) > LINKED and size < 4 * FEW and not _goes_on(page, paragraphs):
        raise NotAnArticle("listing", f"{_cards(page)} cards of other stories and hardly any text")


def _goes_on(page: Page, paragraphs: Sequence[str]) -> bool:
    """One paragraph of the text follows another; between the deks of cards stands a headline."""
    told = {text for text in paragraphs if lines.words(text) >= RUNNING}
    follows = False
    for element in page.tree.iter("p", "h1", "h2", "h3", "h4", "h5", "h6"):
        if element.tag != "p":
            follows = False
        elif " ".join("".join(element.itertext()).split()) in told:
            if follows:
                return True
            follows = True
    return False


def _linked(page: Page) -> float:
    """The share of the page's words that stand in links."""
    words = sum(map(_words, page.tree.itertext("p", "div", "li", "span", "a", "h2", "h3", "td")))
    linked = sum(_words("".join(link.itertext())) for link in page.tree.iter("a"))
    return linked / words if words else 0.0


def _words(text: str) -> int:
    """Words of a text as it stands in the markup, indented."""
    return lines.words(run) if (run := " ".join(text.split())) else 0


def _cards(page: Page) -> int:
    """Headings that are a link: headlines of other stories. Beside an article, in a menu, there are some."""
    return sum(
        1
        for heading in page.tree.iter("h2", "h3", "h4", "h5", "h6")
        if heading.find(".//a") is not None
        and next(heading.iterancestors("aside", "nav", "footer"), None) is None
    )
