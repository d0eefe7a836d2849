"""Boxes told by their build: cards of other stories, pictures with captions, whatever their classes say."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from crawler.parsers import lines
from crawler.parsers.furniture import HEADINGS, INLINE, SILENT
from crawler.parsers.page import Element

CARD: Final = 45
"""Words of a card that are no link: a dek, a name, a date."""

CAPTION: Final = 50
"""Words of a caption with its credit."""

ROW: Final = 3
"""Cards of one build beside each other that are a river; one or two may be the story's own boxes."""

MOST: Final = 2_000
"""Links and pictures that are looked at; the page with most of 227 has 1,100."""

_LABEL: Final = 15
"""Characters up to which a run of text is a label or a button."""

_BOXES: Final = frozenset("div section article li span aside figure".split())
_TABLES: Final = frozenset(("table", "tbody"))
"""In two rows of one a picture and its caption stand where a Chinese editor put them."""

_Words: TypeAlias = Callable[[Element, int], int]
_SaysMore: TypeAlias = Callable[[Element], bool]


def boxes(container: Element) -> set[Element]:
    """Elements of the article's container that are cards of other stories, or pictures with captions."""
    # Each asked once of an element: 12,000 links may stand in one.
    words, says_more = cache(_words), cache(_says_more)
    return _cards(container, words, says_more) | set(_pictures(container, words, says_more))


def _cards(container: Element, words: _Words, says_more: _SaysMore) -> set[Element]:
    """Boxes of one name beside each other that each hold a linked headline and hardly anything else."""
    rows: defaultdict[tuple[Element | None, str, str], set[Element]] = defaultdict(set)
    for link in islice(container.iter("a"), MOST):
        box = _card(link, container, words, says_more)
        if box is not None:
            rows[box.getparent(), str(box.tag), (box.get("class") or "").split(" ")[0]].add(box)
    return {box for row in rows.values() if len(row) >= ROW for box in row}


def _card(link: Element, container: Element, words: _Words, says_more: _SaysMore) -> Element | None:
    """The largest box around a linked headline that holds no more text than a card does."""
    found, inner, most = None, link, 0
    for above in link.iterancestors():
        if above is container or (inner.tag in INLINE and says_more(above)):
            break
        if not most:
            headline = _words(link, MOST)
            if headline < 3 or (link.get("href") or "#").startswith("#"):
                break
            most = headline + CARD
        if words(above, _rounded(most)) > most:
            break
        if above.tag in _BOXES:
            found = above
        inner = above
    return found


def _says_more(element: Element) -> bool:
    """Has text of its own beside its children: a link in there is part of a sentence."""
    text = element.text
    if text and len(text.strip()) > _LABEL:
        return True
    return any((tail := child.tail) and len(tail.strip()) > _LABEL for child in element)


def _pictures(container: Element, words: _Words, says_more: _SaysMore) -> Iterator[Element]:
    """Boxes with a picture and a line or two in a box of their own."""
    seen: set[Element] = set()
    for picture in islice(container.iter("img", "picture", "video"), MOST):
        for box in picture.iterancestors():
            if box is container:
                break
            size = words(box, _rounded(CAPTION))
            if size:
                if size <= CAPTION and box not in seen and _captioned(box, says_more):
                    yield box
                seen.add(box)
                break


def _captioned(box: Element, says_more: _SaysMore) -> bool:
    """The few words beside a picture are neither a paragraph, a heading, a quotation nor a list."""
    return (
        (box.tag in _BOXES or box.tag in _TABLES)
        and next(box.iter(*HEADINGS, "blockquote", "li"), None) is None
        and not says_more(box)
    )


def _rounded(most: int) -> int:
    """The power of two above a number of words: few different ones are asked of an element."""
    return 1 << most.bit_length()


def _words(element: Element, most: int) -> int:
    """Words in an element; not counted to the end where there are more than so many."""
    count = 0
    for each in element.iter():
        text = each.text if each.tag not in SILENT else None
        if text and (run := text.strip()):
            count += lines.words(run)
        tail = each.tail
        if tail and each is not element and (run := tail.strip()):
            count += lines.words(run)
        if count > most:
            break
    return count
