"""The story among the runs of text of an article's fragment."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Final

from crawler.parsers import lines
from crawler.parsers.blocks import Block
from crawler.parsers.furniture import HEADINGS

REPEATED: Final = 12
"""Words from which on a text is no refrain: told again, it is the same picture's caption."""

COMMENTED: Final = 600
"""Characters of a story that a heading "Comments" can stand below; above it is a button's."""

TELLING: Final = 20
"""Words of a paragraph from which on the story has begun; a kicker and a breadcrumb have fewer."""

LABEL: Final = 6
"""Words of what heads a list of links."""

DEK: Final = 2
"""Blocks down to the dek; a story may begin with it once more."""

_TOLD: Final = frozenset("p tr li".split())
"""What is told in these may be told again: the meals of a week, a question to each of twenty people."""


def story(found: list[Block], title: str) -> list[str]:
    """The paragraphs that tell the story.

    Args:
        found: the fragment's blocks.
        title: the headline, which is not repeated.
    """
    found = _until_over(_after_title(found, title))
    signs = _signs(found)
    kept = _without_asides([block for block in found if block.text not in signs])
    kept = _once(_without_bylines(kept[_head(kept) : _tail(kept)]))
    return [block.text for block in kept]


def without_biographies(paragraphs: list[str], authors: Collection[str]) -> list[str]:
    """The paragraphs without those at the end that say who the authors are.

    Args:
        paragraphs: the story.
        authors: names of its authors.
    """
    end = len(paragraphs)
    while end > 1 and any(lines.introduces(paragraphs[end - 1], name) for name in authors):
        end -= 1
    return paragraphs[:end]


def _without_bylines(found: list[Block]) -> list[Block]:
    """Bylines and dates also stand below the dek."""
    head = [
        block
        for block in found[:5]
        if not (lines.is_byline(block.text) or lines.is_date(block.text) or lines.is_dated(block.text))
    ]
    return head + found[5:]


def _without_asides(found: list[Block]) -> list[Block]:
    """Blocks of the story; a label takes the links and list items below it along, and they take theirs."""
    kept: list[Block] = []
    below_label = False
    links = 0
    for told, block in _told_lists(found):
        if lines.is_label(block.text):
            below_label = below_label or lines.announces_others(block.text)
        elif _leads_away(block) and not told:
            links += 1
        elif not (
            lines.is_credit(block.text) or lines.is_sign_up(block.text) or (below_label and _listed(block))
        ):
            if links and kept and _heads_links(kept[-1], links, block):
                kept.pop()
            below_label, links = False, 0
            kept.append(block)
    if links and kept and _heads_links(kept[-1], links, None):
        kept.pop()
    return kept


def _told_lists(found: list[Block]) -> Iterator[tuple[bool, Block]]:
    """Each block, and whether it is in a list that tells more than it links: one entry may be a link."""
    for is_item, run in groupby(found, lambda block: block.tag == "li"):
        listed = list(run)
        told = is_item and sum(each.linked for each in listed) < 0.5 * sum(len(each.text) for each in listed)
        yield from ((told, block) for block in listed)


def _heads_links(block: Block, links: int, behind: Block | None) -> bool:
    """Is the heading of links that went: "Weblinks", "Empfehlungen von Ada:", with nothing else below it.

    Args:
        block: what stands above them.
        links: how many they were.
        behind: what stands below them.
    """
    if block.tag in _TOLD - {"p"} or lines.words(block.text) > LABEL:
        return False
    if block.text[-1] == ":":
        return True
    if block.text[-1] in lines.END:
        return False
    if behind is None:
        return links > 1 or block.tag != "p"  # a short paragraph above one last link may be a signature
    return links > 1 or (block.tag in HEADINGS and "h1" <= behind.tag <= block.tag)


def _listed(block: Block) -> bool:
    """Looks like an entry of a list of links."""
    if block.tag == "div":
        return lines.words(block.text) < 20
    return block.tag == "li" or block.linked > 0.3 * len(block.text)


def _signs(found: list[Block]) -> set[str]:
    """Short lines that come again and again: "Advertisement", "Open box", in whatever language.

    The times and names over a live blog's entries come again as a kind.
    """
    stamps = {block.text for block in found if lines.is_stamp(block.text)}
    counts = Counter(block for block in found if block.tag not in HEADINGS and block.tag != "tr")
    return (stamps if len(stamps) > 2 else set()) | {
        block.text
        for block, count in counts.items()
        if count > 2
        and lines.words(block.text) <= (3 if block.tag in _TOLD else 8)
        and block.text[-1] not in "?!."
    }


def _once(found: list[Block]) -> list[Block]:
    """Blocks without those that say a second time what was said: a caption in the gallery and below it."""
    seen: set[str] = set()
    kept: list[Block] = []
    for number, block in enumerate(found):
        if block.text in seen:
            continue
        if lines.words(block.text) >= REPEATED:
            if block.tag not in _TOLD:
                seen.add(block.text)
            elif 0 < number <= DEK and found[number - 1].text == block.text:
                continue
        kept.append(block)
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
        if repeats[number] or (block.tag == "h1" and not any(map(_tells, found[:number]))):
            before = sum(len(each.text) for each in found[:number])
            if before < 0.3 * sum(len(each.text) for each in found):
                found, repeats = found[number + 1 :], repeats[number + 1 :]
                break
    return [block for block, repeated in zip(found, repeats, strict=True) if not repeated]


def _tells(block: Block) -> bool:
    """A paragraph of the story: the h1 below it is no headline but a heading, as old editors set them."""
    unlinked = block.linked < 0.3 * len(block.text)
    return (
        block.tag == "p" and unlinked and lines.words(block.text) >= TELLING and block.text[-1] in lines.END
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _leads_away(block: Block) -> bool:
    """A link to another story, or hardly more than one; a row of a table may be named by one."""
    size = len(block.text)
    if block.linked > 0.8 * size:
        return True
    return block.linked > 0.5 * size and lines.words(block.text) < 12 and block.tag != "tr"


def _head(found: list[Block]) -> int:
    """Where the story begins: behind bylines, dates and captions."""
    for number, block in enumerate(found):
        text = block.text
        if lines.is_byline(text) or lines.is_date(text) or lines.is_dated(text) or lines.is_imprint(text):
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
        or (found[end - 1].text[-1] == ":" and lines.words(found[end - 1].text) <= LABEL)
        or lines.is_imprint(found[end - 1].text)
        or lines.is_rule(found[end - 1].text)
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
