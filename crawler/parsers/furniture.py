"""Furniture of a page told by its markup: tags and class words that never hold the article's own text."""

import re
from functools import lru_cache
from typing import Final

from crawler.parsers.page import Element

SILENT: Final = frozenset(
    "script style noscript template svg math iframe object embed audio video canvas map picture source img "
    "input textarea select option button dialog menu head link meta title".split()
)
"""Tags without article text in them, whatever stands inside."""

HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())

TEXT: Final = HEADINGS | {"p", "blockquote"}
"""Tags that hold text themselves; the id of a heading is made of its words."""

INLINE: Final = frozenset(
    "a span b i em strong abbr time mark cite q sub sup u font small label ins del code".split()
)
"""Tags inside a line of text: in a paragraph their class names a person or a team, not furniture."""

_ROOTS: Final = frozenset({"html", "body"})
"""Their class names the page's kind: ``page-newsletter``, ``has-sidebar``."""

CELLS: Final = frozenset("tr td th".split())

FRAMES: Final = frozenset("nav footer aside form figure figcaption".split())
"""Tags for what stands around an article."""

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")

# Words of class names, ids and roles as they are written on news pages; camelCase and dashes are split first.
_NAMES: Final = frozenset(
    "ad ads advert advertisement advertising adslot adwrapper dfp banner sponsor sponsored outbrain taboola "
    "teads affiliate commercial promo promotion promoted marketing "
    "nav navbar navigation breadcrumb breadcrumbs pagination pager paginate toolbar "
    "footer masthead sidebar rail "
    "related recirc recirculation recommend recommended recommendation recommendations interstitial "
    "trending popular mostread latest "
    "share sharing sharebar social socials follow addthis "
    "newsletter newsletters subscribe subscription signup optin cta donate donation regwall piano "
    "comment comments disqus discussion respond replies "
    "byline author authors bio biography contributor contributors vcard "
    "caption captions credit credits copyright "
    "tags taglist keywords topics "
    "cookie cookies consent gdpr privacy modal popup popover tooltip lightbox "
    "teaser teasers card cards storycard carousel slider slideshow gallery widget "
    "infobox factbox fact facts expandable collapsable collapsible accordion "
    "image images img photo photos picture pictures "
    "player video audio podcast transcript poll quiz survey feedback "
    "timestamp dateline datetime readtime noprint hidden rating ratings submenu disturber "
    "werbung reklame reklama publicidad publicite pubblicita hirdetes "
    "kommentar kommentare comentario comentarios commentaire commentaires commenti reacties "
    "verwandte relacionados relacionadas correlati kapcsolodo "
    "schlagwort schlagworte stichworte etiquetas kategorien categorias "
    "bildunterschrift bildtext autoren".split()
)
_PAIRS: Final = (
    r"read more",
    r"more (?:from|on|in|stories|about|articles)",
    r"see also",
    r"also read",
    r"you (?:may|might)",
    r"up next",
    r"next ?(?:article|post|story)",
    r"previous ?(?:article|post)",
    r"most (?:read|popular|viewed)",
    r"sign up",
    r"log in",
    r"story (?:card|list)",
    r"post (?:meta|tags|nav|navigation)",
    r"entry ?(?:meta|footer)",
    r"(?:article|story) (?:meta|tags|tools|topics)",
    r"page links",
    r"site (?:description|title)",
    r"like us",
    r"lire aussi|lees ook|leggi anche|leia (?:mais|tambem)|lea tambien",
    r"instagram media",
    r"hid(?:e|den) (?:from|on) desktop",
    r"d none d print|visible print block",
    r"skip link",
    r"visually hidden",
    r"sr only",
    r"screen reader",
    r"load more",
    r"call to action",
    r"next prev|prev next",
    r"(?:info|fact|fakta) box",
    r"ai summary",
    r"summary box",
    r"member button",
)
_PARTS: Final = (
    r"related|recommend|newsletter|advert|breadcrumb|outbrain|taboola|morelikethis|mostread|postmeta|byline|"
    r"signup|subscri|sharing|infobox|printbox|author$|caption$"
)
"""Parts of words that sites write together: ``relatedbroadcast``, ``textauthor``, ``singlepostmeta``."""

_PHRASES: Final = re.compile(rf"\b(?:{'|'.join(_PAIRS)})\b|{_PARTS}")

_OF_TEXT: Final = frozenset(
    "ad ads advert advertisement promo related recommended newsletter subscribe byline author authors "
    "bio caption captions postmeta "
    "credit credits copyright tags keywords timestamp dateline readtime share sharing noprint".split()
) | {"instagram media", "site description"}
"""Words believed of a paragraph or heading itself, where ``widget-title`` or ``card-text`` say nothing."""

SURE: Final = frozenset(
    "comment comments disqus respond replies related recirc recirculation recommended newsletter "
    "trending most "
    "popular caption captions gallery slideshow kommentare comentarios commentaires "
    "<nav> <footer> <aside> <figure> <figcaption> <a>".split()
) | {f"next{gap}{other}" for gap in (" ", "") for other in ("article", "post", "story")}
"""Words that no site uses for the story itself, however much text they cover."""

_STORY: Final = re.compile(r"\bhentry\b|\btype-\w+\b|\bstatus-publish\b")
"""WordPress names the article's categories, tags and author in its class: nothing there tells furniture."""

_BODY: Final = re.compile(
    r"(?:article|story|post|entry|news|main|content|page)[-_]{0,2}(?:body|content|text|copy|main)|"
    r"(?:body|rich)[-_]{0,2}(?:text|copy|content)"
)
_NONE: Final[frozenset[str]] = frozenset()
_ROLES: Final = frozenset(
    "navigation banner complementary contentinfo search dialog menu toolbar form".split()
)


@lru_cache(maxsize=16384)
def furniture_words(names: str) -> frozenset[str]:
    """Words in an element's names that say it is not the article.

    Args:
        names: ``class`` and ``id`` as they stand in the page, joined by a space.
    """
    plain = " ".join(_WORDS.findall(names)).lower()
    found = _NAMES.intersection(plain.split()).union(_PHRASES.findall(plain))
    if not found or _STORY.search(names):
        return _NONE
    return found & SURE if names_body(names) else found


@lru_cache(maxsize=8192)
def _words_of_text(names: str) -> frozenset[str]:
    """Of those the words believed of a paragraph, a heading or a cell itself."""
    return furniture_words(names) & _OF_TEXT


@lru_cache(maxsize=8192)
def names_body(names: str) -> bool:
    """Class or id say that the article's text is in the element."""
    return _BODY.search(names.lower()) is not None


_TELLING: Final = frozenset("role aria-hidden hidden style".split())


def told(element: Element) -> frozenset[str]:
    """All by which an element says that it is not the article; empty for most.

    Returns:
        Furniture words of its class and id, and its tag in angle brackets where tag, role or style say so.
    """
    tag = str(element.tag)
    words = _told_by_names(element, tag)
    return words | {f"<{tag}>"} if tag in SILENT or _told_by_kind(element, tag) else words


def _told_by_names(element: Element, tag: str) -> frozenset[str]:
    """Furniture words in the class and id of an element."""
    names = element.get("class")
    identity = element.get("id")
    if tag == "p" and identity is not None:
        return _words_of_text(f"{names or ''} {identity}")
    if tag in TEXT or tag in CELLS:
        return _words_of_text(names) if names else _NONE
    if (names is None and identity is None) or tag in _ROOTS:
        return _NONE
    return furniture_words(f"{names or ''} {identity or ''}")


def _told_by_kind(element: Element, tag: str) -> bool:
    """Tag, role or style of an element say that it is not the article."""
    if tag in FRAMES:
        return True
    if tag in TEXT:  # hidden paragraphs are the story behind a paywall's curtain
        return False
    if _TELLING.isdisjoint(element.keys()):
        return False
    attributes = element.attrib
    style = attributes.get("style")
    return (
        attributes.get("role") in _ROLES
        or attributes.get("aria-hidden") == "true"
        or "hidden" in attributes
        or (style is not None and "display" in style and "none" in style)
    )
