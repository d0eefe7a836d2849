"""The dek: the lines under the headline that begin the story (standfirst, Vorspann, chapô, ingress)."""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Final

from crawler.parsers import lines
from crawler.parsers.furniture import FRAMES, INLINE, SILENT
from crawler.parsers.page import Element

HEAD: Final = 5
"""Paragraphs among which the dek is; one further down is what a highlight under the headline was cut from."""

ENGLISH: Final = 0.02
"""Share of "the" and "and" among the words of an English story; it is 0.08, and in other languages 0."""

LONGEST: Final = 110
"""Words of a dek."""

NAMED: Final = 200
"""Words of what is named one: a French chapô tells what a review is about."""

_NAMES: Final = re.compile(
    r"dek\b|deck\b|standfirst|subtitle|sub-?head|sub-?line|subheader|strapline|teaser-?_?text|__teaser|excerpt|summary|abstract|"
    r"preamble|ingress|vorspann|chap[oô]|entradilla|bajada|perex|(?:^|[\s_-])(?:lead|lede|intro|teaser)(?:$|[\s_-]|text)|"
    r"(?:header|article)[-_]{1,2}(?:lead|intro|teaser)"
)
_NOT: Final = re.compile(
    r"caption|credit|image|photo|video|share|social|author|byline|date|time|breadcrumb|tag|topic|related|newsletter|comment|"
    r"promo|audio|player|podcast|playlist|notif|subscri|paywall|login|tooltip|popover|consent|cookie|bookmark|menu|nav\b|card|"
    r"site-(?:description|tagline|branding)|slogan"
)


def find(headline: Element, body: Container[Element], container: Element) -> str:
    """The dek on one line, empty where there is none.

    Args:
        headline: the heading with the article's title.
        body: elements that hold the story's paragraphs; the search ends at the first of them.
        container: the element that all of the body stands in; behind it is no dek.

    Returns:
        The first text under the headline that reads like a sentence or is named a dek.
    """
    for seen, element in enumerate(_texts_after(headline, container)):
        named = _is_named(element) or (element not in body and _is_named(element.getparent()))
        if seen > 40 or _is_story(element, headline, body, named):
            return ""
        text = " ".join("".join(element.itertext()).split())
        if _reads_like_dek(text, NAMED if named else LONGEST) and (
            named or text[-1] in '.!?…。»”"' or lines.words(text) > 12
        ):
            return text
    return ""


def joined(standing: str, story: list[str]) -> list[str]:
    """The story with its dek first, an English one without it.

    English newsrooms write the dek apart from the story, others as its first paragraph: so the benchmarks
    have it. The words tell the language, as templates say ``lang="en"`` over German text.

    Args:
        standing: the dek.
        story: the story's paragraphs.
    """
    told = [text for number, text in enumerate(story) if number >= HEAD or text != standing]
    if any(standing in text for text in told) or story == [standing]:  # a brief is one paragraph, as a dek is
        return story
    english = sum(text.count(" the ") + text.count(" and ") for text in (standing, *told))
    return told if english > ENGLISH * sum(map(lines.words, told)) else [standing, *told]


def _is_story(element: Element, headline: Element, body: Container[Element], named: bool) -> bool:
    """A paragraph of the story: others stand beside it, or it does not stand with the headline.

    Blogger sets each paragraph in spans inside a ``<div>``.
    """
    while element.tag in INLINE and (parent := element.getparent()) is not None:
        element = parent
    equals = sum(sibling in body for sibling in element.itersiblings(str(element.tag)))
    if equals > (1 if named else 0):
        return True
    if named:
        return False
    together = element.getparent() is headline.getparent() or element.getparent() in set(
        headline.iterancestors("header")
    )
    return element in body and not together


def _reads_like_dek(text: str, most: int) -> bool:
    """Long enough for a sentence, short enough for a dek, and nothing else that stands there."""
    return 6 <= lines.words(text) <= most and not (
        lines.is_label(text)
        or lines.is_date(text)
        or lines.is_byline(text)
        or lines.is_credit(text)
        or lines.is_sign_up(text)
    )


def _texts_after(headline: Element, container: Element) -> Iterator[Element]:
    """Elements with text of their own behind the headline, in document order, frames left out.

    What the body stands in is looked into whatever it is called: ``class="share-zone"``.
    """
    around = {container, *container.iterancestors()}
    element: Element | None = headline
    while element is not None and element is not container and element.tag != "body":
        for sibling in element.itersiblings():
            stack = [sibling]
            while stack:
                each = stack.pop()
                if each not in around and _is_other(each):
                    continue
                if (each.text and each.text.strip()) or each.tag == "p":
                    yield each
                else:
                    stack.extend(reversed(each))
            if sibling in around:
                return
        element = element.getparent()


def _is_other(element: Element) -> bool:
    """Nothing in there is the dek: a picture, a share bar, another story."""
    if element.tag in SILENT or element.tag in FRAMES or element.tag in {"a", "article"}:
        return True
    return _named_otherwise(f"{element.get('class', '')} {element.get('id', '')}")


def _is_named(element: Element | None) -> bool:
    return element is not None and _named(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(maxsize=4096)
def _named(names: str) -> bool:
    return _NAMES.search(names.lower()) is not None


@lru_cache(maxsize=4096)
def _named_otherwise(names: str) -> bool:
    return _NOT.search(names.lower()) is not None
