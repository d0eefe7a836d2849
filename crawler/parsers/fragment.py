"""The article's fragment, read by BeautifulSoup: from markup to the story's paragraphs."""

import re
from collections import Counter
from collections.abc import Container
from typing import Final, NamedTuple

from bs4 import BeautifulSoup
from bs4.builder import TreeBuilder
from bs4.element import NavigableString
from lxml import etree

from crawler.parsers import lines
from crawler.parsers.furniture import CELLS, HEADINGS
from crawler.parsers.page import Element

MAX_BLOCKS: Final = 2_000
"""Blocks read of an article; a live blog of a whole day has about 1,000."""

BLOCKS: Final = frozenset(
    "address article blockquote body center dd details div dl dt fieldset h1 h2 h3 h4 h5 h6 header hgroup hr "
    "html li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
REPEATED: Final = 12
"""Words from which on a text is no refrain: told again, it is the same picture's caption."""

COMMENTED: Final = 600
"""Characters of a story that a heading "Comments" can stand below; above it is a button's."""

_TOLD: Final = frozenset("p tr li".split())
"""What is told in these may be told again: the meals of a week, a question to each of twenty people."""

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


def blocks(fragment: Element, dropped: Container[Element] = ()) -> list[Block]:
    """Runs of text of a fragment in reading order.

    Args:
        fragment: the article's element.
        dropped: elements in it that are furniture; the text behind them stays.
    """
    runs = _Runs()
    for block in BeautifulSoup("", builder=_FromTree(fragment, dropped)).find_all(recursive=False):
        for node in block.children:
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
        teller = _Teller(self.soup, str(self.fragment.tag))
        walk = etree.iterwalk(self.fragment, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element in self.dropped:
                    walk.skip_subtree()  # its end is what comes next, and the text behind it
                    continue
                teller.begin(str(element.tag))
                text = element.text
            else:
                if element not in self.dropped:
                    teller.end(str(element.tag))
                text = element.tail if element is not self.fragment else None
            if text:
                teller.say(text)
        teller.part()


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


def story(found: list[Block], title: str) -> list[str]:
    """The paragraphs that tell the story.

    Args:
        found: the fragment's blocks.
        title: the headline, which is not repeated.
    """
    found = _until_over(_after_title(found, title))
    signs = _signs(found)
    kept = _without_asides(_once([block for block in found if block.text not in signs]))
    kept = _without_bylines(kept[_head(kept) : _tail(kept)])
    return [block.text for block in kept]


def _without_bylines(found: list[Block]) -> list[Block]:
    """Bylines and dates also stand below the dek."""
    head = [
        block
        for block in found[:5]
        if not (lines.is_byline(block.text) or lines.is_date(block.text) or lines.is_dated(block.text))
    ]
    return head + found[5:]


def _without_asides(found: list[Block]) -> list[Block]:
    """Blocks of the story; a label takes the links and list items below it along."""
    kept = []
    below_label = False
    for block in found:
        if lines.is_label(block.text):
            below_label = below_label or lines.announces_others(block.text)
        elif not (_aside(block) or (below_label and _listed(block))):
            below_label = False
            kept.append(block)
    return kept


def _listed(block: Block) -> bool:
    """Looks like an entry of a list of links."""
    if block.tag == "div":
        return lines.words(block.text) < 20
    return block.tag == "li" or block.linked > 0.3 * len(block.text)


def _signs(found: list[Block]) -> set[str]:
    """Short lines that come again and again: "Advertisement", "Open box", in whatever language."""
    counts = Counter(block for block in found if block.tag not in HEADINGS and block.tag != "tr")
    return {
        block.text
        for block, count in counts.items()
        if count > 2
        and lines.words(block.text) <= (3 if block.tag in _TOLD else 8)
        and block.text[-1] not in "?!."
    }


def _once(found: list[Block]) -> list[Block]:
    """Blocks without those that say a second time what was said: a caption in the gallery and below it."""
    seen: set[str] = set()
    kept = []
    for block in found:
        if block.text not in seen:
            kept.append(block)
            if lines.words(block.text) >= REPEATED and block.tag not in _TOLD:
                seen.add(block.text)
    return kept


def _until_over(found: list[Block]) -> list[Block]:
    """What stands above "###", and above the readers' comments where a heading opens them."""
    sizes = [len(block.text) for block in found]
    before, total = 0, sum(sizes)
    for number, block in enumerate(found):
        if before > total // 2 and lines.is_end(block.text):
            return found[:number]
        if before > (COMMENTED if block.tag in HEADINGS else total // 2) and lines.opens_comments(block.text):
            return found[:number]
        before += sizes[number]
    return found


def _after_title(found: list[Block], title: str) -> list[Block]:
    """What follows the headline, if it stands in the fragment's beginning."""
    plain = _plain(title)
    longest = 2 * len(title) + 20
    repeats = [len(block.text) < longest and _plain(block.text) == plain for block in found]
    for number, block in enumerate(found):
        if block.tag == "h1" or repeats[number]:
            before = sum(len(each.text) for each in found[:number])
            if before < 0.3 * sum(len(each.text) for each in found):
                found, repeats = found[number + 1 :], repeats[number + 1 :]
                break
    return [block for block, repeated in zip(found, repeats, strict=True) if not repeated]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _aside(block: Block) -> bool:
    """Not the story wherever it stands: a link to another one, a label, a credit, a sign-up."""
    text, size = block.text, len(block.text)
    if block.linked > 0.8 * size:
        return True
    if block.linked > 0.5 * size and lines.words(text) < 12:
        return True
    return lines.is_credit(text) or lines.is_sign_up(text)


def _head(found: list[Block]) -> int:
    """Where the story begins: behind bylines, dates and captions."""
    for number, block in enumerate(found):
        text = block.text
        if lines.is_byline(text) or lines.is_date(text) or lines.is_dated(text):
            continue
        if (
            block.tag not in HEADINGS
            and block.tag not in {"p", "tr"}
            and lines.words(text) < 12
            and text[-1] not in lines.END
        ):
            continue
        return number
    return 0


def _tail(found: list[Block]) -> int:
    """Where the story ends: before biographies, credits and what else signs it off."""
    end = _boilerplate(found)
    while end and (
        (found[end - 1].tag in HEADINGS and found[end - 1].text[-1] not in lines.END)
        or lines.is_imprint(found[end - 1].text)
        or lines.is_bio(found[end - 1].text)
        or lines.is_date(found[end - 1].text)
        or lines.is_byline(found[end - 1].text)
    ):
        end -= 1
    return end


def _boilerplate(found: list[Block]) -> int:
    """Where "About the company" begins, the standing text at the end of a press release."""
    for number in range(len(found) * 2 // 3, len(found)):
        block = found[number]
        if lines.is_about(block.text) and (block.tag in HEADINGS or lines.words(block.text) <= 6):
            return number
    return len(found)
