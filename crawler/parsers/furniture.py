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
    "timestamp dateline datetime readtime noprint hidden".split()
)
_PAIRS: Final = (
    r"read more",
    r"more (?:from|on|in|stories|about|articles)",
    r"see also",
    r"also read",
    r"you (?:may|might)",
    r"up next",
    r"next (?:article|post|story)",
    r"previous (?:article|post)",
    r"most (?:read|popular|viewed)",
    r"sign up",
    r"log in",
    r"story (?:card|list)",
    r"post (?:meta|tags|nav|navigation)",
    r"entry (?:meta|footer)",
    r"article (?:meta|tags|tools|topics)",
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
_PAIR: Final = re.compile(r"\b(?:" + "|".join(_PAIRS) + r")\b")
_PARTS: Final = re.compile(
    r"related|recommend|newsletter|advert|breadcrumb|outbrain|taboola|morelikethis|mostread|postmeta|byline|"
    r"signup|subscri|sharing|infobox|printbox|author$|caption$"
)
"""Parts of words that sites write together: ``relatedbroadcast``, ``textauthor``, ``singlepostmeta``."""

_OF_TEXT: Final = frozenset(
    "ad ads advert advertisement promo related recommended newsletter subscribe byline author authors "
    "bio caption captions "
    "credit credits copyright tags keywords timestamp dateline readtime share sharing noprint".split()
)
"""Words believed of a paragraph or heading itself, where ``widget-title`` or ``card-text`` say nothing."""

SURE: Final = frozenset(
    "comment comments disqus respond replies related recirc recirculation recommended newsletter "
    "trending most "
    "popular caption captions gallery slideshow <nav> <footer> <aside> <figure> <figcaption> <a>".split()
)
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
    if _STORY.search(names):
        return frozenset()
    words = [word.lower() for word in _WORDS.findall(names)]
    plain = " ".join(words)
    found = _NAMES.intersection(words).union(_PAIR.findall(plain), _PARTS.findall(plain))
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


def told_by_names(element: Element) -> frozenset[str]:
    """Furniture words in the class and id of an element; empty for most."""
    if element.tag in TEXT or element.tag in CELLS:
        names = element.get("class")
        return _words_of_text(names) if names else _NONE
    names, identity = element.get("class"), element.get("id")
    if names is None and identity is None:
        return _NONE
    return furniture_words(f"{names or ''} {identity or ''}")


def told_by_kind(element: Element) -> bool:
    """Tag, role or style of an element say that it is not the article."""
    if element.tag in FRAMES:
        return True
    if element.tag in TEXT:  # hidden paragraphs are the story behind a paywall's curtain
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
