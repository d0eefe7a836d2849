"""Elements around the headline: which stand there, what they say, and which belong to other stories."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, islice
from typing import Final

from crawler.parsers.page import Element
from crawler.parsers.plain import plain

LONGEST: Final = 200
"""Characters of a byline; what is longer is a biography."""

NEAR: Final = 120
"""Elements looked at of one kind: marked as byline, named so, or standing behind the headline."""

MOST_WORDS: Final = 10
"""Words of a line that names the author or shows the day; a longer one is a sentence of the story."""

HEADLINE: Final = 3
"""Words of a link that may be a headline; a section has fewer."""

MOST_LABELS: Final = 400
"""Bold words looked at; a page nested 10,000 deep ends here."""

_TO_AUTHOR = re.compile(r"/(?:authors?|autor(?:en|es|in)?|people|journalists?)/[^/]", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:^|\s)comment|related|card|teaser|(?:^|\s)(?!has|with|no|content)[\w-]*sidebar(?=\s|$)|footer|"
    r"(?:block|pull)-?quote|recommend|popular|live-?update|latest|most-?read|trending",
    re.IGNORECASE,
)
_LINES = tuple("p div span li dd time address".split())
BOXES: Final = tuple("a span div p li address section header ul td h2 h3 h4 h5 time".split())
"""What a theme puts a byline or a day in."""


def behind_first(tree: Element, *tags: str) -> Iterator[Element]:
    """Elements of these tags: those behind the first headline, then those before it."""
    before: list[Element] = []
    seen = False
    for one in tree.iter("h1", *tags):
        if one.tag == "h1":
            seen = True
        elif seen:
            yield one
        else:
            before.append(one)
    yield from before


def lines_behind(tree: Element) -> Iterator[Element]:
    """The first elements behind the headline that may be a line of text; some themes set it as ``<h3>``."""
    tag = next((tag for tag in ("h1", "h2") if next(tree.iter(tag), None) is not None), "h3")
    behind = dropwhile(lambda one: one.tag != tag, tree.iter(tag, *_LINES))
    return (one for one in islice(behind, NEAR) if one.tag != tag)


def labelled(tree: Element, label: re.Pattern[str]) -> Iterator[str]:
    """The texts behind a label: ``<dt>Author</dt><dd>…</dd>``, ``<b>Datum</b> 28.04.2026``."""
    for element in islice(tree.iter("dt", "th", "strong", "b"), MOST_LABELS):
        if label.fullmatch(short(element)):
            following = element.getnext()
            beside = plain(element.tail) or (short(following) if following is not None else "")
            if 2 < len(beside) <= LONGEST:
                yield beside


def elsewhere(element: Element) -> bool:
    """It stands in a list of other stories, in the comments or at the side of the page.

    What holds the headline is the story's own, whatever it is called; so is a margin without a heading.
    """
    for above in element.iterancestors():
        if above.tag in ("main", "body"):
            return False
        if above.tag == "aside":
            if next(above.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
                return True
        elif (
            above.tag in ("nav", "figure", "blockquote") or _is_other(above.get("class") or "")
        ) and headline(above) is None:
            return True
        elif above.tag in ("article", "li"):
            if _is_card(above):
                return True
            if above.tag == "article" and headline(above) is not None:
                return False
    return False


@lru_cache(maxsize=8192)
def _is_other(names: str) -> bool:
    """The words of a class say that other stories, comments or a margin stand in it."""
    return _OTHER.search(names) is not None


def _is_card(box: Element) -> bool:
    """A short box with a linked headline: another story with its byline and its day."""
    if not short(box) or headline(box) is not None:
        return False
    return any(len(short(link).split()) >= HEADLINE and not is_author(link) for link in box.iter("a"))


def is_linked(element: Element) -> bool:
    """It stands in a link with other text, so on the card of another story.

    Alone in it stands the day of WordPress' older themes, which link it to the page itself.
    """
    link = next(element.iterancestors("a"), None)
    return link is not None and short(link) != short(element)


def is_author(link: Element) -> bool:
    """It leads to the page of an author."""
    return link.get("rel") == "author" or bool(_TO_AUTHOR.search(link.get("href") or ""))


def short(element: Element) -> str:
    """The text of an element; empty where it is too long to be a byline."""
    pieces, size = [], 0
    for piece in element.itertext():
        size += len(piece)
        if size > 3 * LONGEST:
            return ""
        pieces.append(piece)
    text = plain(" ".join(pieces))
    return text if len(text) <= LONGEST else ""


def headline(root: Element) -> Element | None:
    """The first headline in an element; None where it has none."""
    return next(root.iter("h1"), None)
