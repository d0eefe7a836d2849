"""The runs of text of an article's fragment, through BeautifulSoup's tree."""

import re
from collections.abc import Container
from typing import Final, NamedTuple

from bs4 import BeautifulSoup
from bs4.builder import TreeBuilder
from bs4.element import NavigableString, Tag
from lxml import etree

from crawler.parsers.furniture import CELLS
from crawler.parsers.page import Element

MAX_BLOCKS: Final = 2_000
"""Blocks read of an article; a live blog of a whole day has about 1,000."""

BLOCKS: Final = frozenset(
    "address article blockquote body center dd details div dl dt fieldset h1 h2 h3 h4 h5 h6 header hgroup hr "
    "html li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
_TOLD: Final = BLOCKS | CELLS | {"a", "br"}
"""What parts a text, or is marked in it; of other tags only the text is read."""

LINK, LINK_END = "\ufdd0", "\ufdd1"
"""Noncharacters of Unicode, which no text has; those of private use draw icons."""

_MARKS = re.compile(f"([{LINK}{LINK_END}])")


class Block(NamedTuple):
    """A run of text between two block elements.

    Args:
        tag: the block element that holds it.
        text: the text on one line.
        linked: characters of it that are links.
    """

    tag: str
    text: str
    linked: int


class _Runs:
    """Collects the runs of text of one block after the other."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.breaks = 0
        self.in_link = False

    def add(self, text: str) -> None:
        """Add a text."""
        if not text.isspace():
            self.breaks = 0
        if not self.in_link and LINK not in text:
            self.parts.append(text)
            return
        for part in _MARKS.split(text):
            if part in {LINK, LINK_END}:
                self.in_link = part == LINK
            else:
                self.parts.append(part)
                self.linked += len(part.strip()) if self.in_link else 0

    def line_break(self, tag: str) -> None:
        """One break is a space; two end a paragraph."""
        self.breaks += 1
        if self.breaks > 1:
            self.end(tag)
        self.parts.append(" ")

    def end(self, tag: str) -> None:
        """A run in a block of that tag is over."""
        text = " ".join("".join(self.parts).split())
        if text:
            self.found.append(Block(tag, text, self.linked))
        self.parts, self.linked, self.breaks = [], 0, 0


def read(fragment: Element, dropped: Container[Element] = ()) -> list[Block]:
    """Runs of text of a fragment in reading order.

    Args:
        fragment: the article's element.
        dropped: elements in it that are furniture; the text behind them stays.
    """
    runs = _Runs()
    for block in BeautifulSoup("", builder=_FromTree(fragment, dropped)).contents:
        assert isinstance(block, Tag)
        for node in block.contents:
            if isinstance(node, NavigableString):
                runs.add(node)
            else:
                runs.line_break(block.name)
        runs.end(block.name)
    return runs.found[:MAX_BLOCKS]


class _FromTree(TreeBuilder):
    """Builds BeautifulSoup's tree from lxml's: to write markup and read it again takes as long as both.

    Args:
        fragment: the element.
        dropped: elements in it that are left out.
    """

    def __init__(self, fragment: Element, dropped: Container[Element]) -> None:
        super().__init__(multi_valued_attributes={}, store_line_numbers=False)
        self.fragment = fragment
        self.dropped = dropped

    def feed(self, markup: object) -> None:  # noqa: ARG002  (the fragment is what is read)
        """Tell BeautifulSoup the texts of the fragment in document order."""
        assert self.soup is not None
        fragment, dropped = self.fragment, self.dropped
        del self.fragment, self.dropped  # BeautifulSoup's cycles would keep lxml's tree
        teller = _Teller(self.soup, str(fragment.tag))
        walk = etree.iterwalk(fragment, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if element in dropped:
                    walk.skip_subtree()  # its end is what comes next, and the text behind it
                    continue
                if tag in _TOLD and not _is_anchor(element):
                    teller.begin(str(tag))
                text = element.text
            else:
                if tag in _TOLD and element not in dropped and not _is_anchor(element):
                    teller.end(str(tag))
                text = element.tail if element is not fragment else None
            if text:
                teller.say(text)
        teller.part()


def _is_anchor(element: Element) -> bool:
    """A place that links lead to and no link itself: ``<a name="test">`` around an interview's question."""
    return element.tag == "a" and element.get("href") is None and element.get("name") is not None


class _Teller:
    """Tells BeautifulSoup only what parts a text, as it takes 10 µs for a tag.

    That is line breaks, and the blocks that text stands in, one behind the other. A link is two characters in
    the text.

    Args:
        soup: who is told.
        tag: of the fragment.
    """

    def __init__(self, soup: BeautifulSoup, tag: str) -> None:
        self.soup = soup
        self.around = [tag]
        self.in_block = False

    def begin(self, tag: str) -> None:
        """An element begins."""
        if tag in BLOCKS:
            self.part()
            self.around.append(tag)
        elif tag == "br" and self.in_block:
            self.soup.handle_starttag(tag, None, None, {})
            self.soup.handle_endtag(tag)
        elif tag == "a":
            self.say(LINK)
        elif tag in CELLS:
            self.say(" ")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in BLOCKS:
            self.part()
            self.around.pop()
        elif tag == "a":
            self.say(LINK_END)

    def say(self, text: str) -> None:
        """A text, and before the first of a block the block; blanks between blocks are left out."""
        if not self.in_block:
            if text.isspace():
                return
            self.soup.handle_starttag(self.around[-1], None, None, {})
            self.in_block = True
        self.soup.handle_data(text)

    def part(self) -> None:
        """A run of text ends here, if one has begun."""
        if self.in_block:
            self.soup.handle_endtag(self.around[-1])
            self.in_block = False
