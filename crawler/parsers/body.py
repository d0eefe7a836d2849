"""The article's body: which element of the page holds it, and what in there is furniture."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Set
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from crawler.parsers import blocks, boxes, dek, fragment
from crawler.parsers.furniture import (
    HEADINGS,
    INLINE,
    SILENT,
    SURE,
    TEXT,
    names_body,
    told,
)
from crawler.parsers.page import Element, Page

BELIEVED: Final = 0.35
"""Share of the running text up to which a class word is believed to name furniture. Beyond it the site uses
the word for the story: ``class="collection card"`` around each paragraph, ``class="post author-jane"``."""

MAX_DEPTH: Final = 200
"""Elements looked at above a text; the deepest of 227 pages has 49."""

MAX_HEADINGS: Final = 300
"""Headings among which the article's is looked for."""

LONGEST_TITLE: Final = 300
"""Characters of a headline; what is longer is no longer asked whether it is one."""

MIN_RUN: Final = 15
"""Characters from which on a run of text between two tags counts; shorter ones are labels and buttons."""

MIN_PARAGRAPH: Final = 40
"""Characters from which on a text counts as a paragraph when the container is chosen."""

PICTURES: Final = frozenset("image images img photo photos picture pictures".split())
"""What a box may be named for though the story goes on in it: ``class="snippet big_photo"``."""

CAPTION: Final = 400
"""Characters of a caption's paragraphs."""

MIN_STORY: Final = 100
"""Characters that are left without boxes where the story is not told in boxes itself."""

Weights: TypeAlias = Mapping[Element, float]
_Says: TypeAlias = Callable[[Element], frozenset[str]]


def paragraphs(page: Page, title: str, container: Element | None = None) -> list[str]:
    """The article's paragraphs in reading order.

    Args:
        page: the page.
        title: the article's headline.
        container: the element of the page that holds the body, where its platform is known.
    """
    headline = find_headline(page.tree, title)
    says = cache(told)  # asked up to three times of an element
    if container is None:
        own = running_text(page.tree)
        above = set(headline.iterancestors()) if headline is not None else set()
        container = choose(page.tree, story_text(own, above, says), headline)
        inside = {element: own[element] for element in container.iter() if element in own}
    else:
        inside = running_text(container)
    story = fragment.story(blocks.read(container, furniture(container, inside, says)), title)
    standing = dek.find(headline, inside, container) if headline is not None else ""
    return dek.joined(standing, story) if standing else story


def running_text(root: Element) -> dict[Element, float]:
    """Characters of running text in an element, links not counted, by the block element that holds it."""
    sizes: dict[Element, float] = defaultdict(float)
    for element in root.iter():
        text = element.text if element.tag not in SILENT else None
        if text and len(text) > MIN_RUN and not text.isspace():  # two of three are a line's indent
            _count(text, element, sizes)
        tail = element.tail
        if tail and len(tail) > MIN_RUN and not tail.isspace() and element is not root:
            _count(tail, element.getparent(), sizes)
    return {holder: size for holder, size in sizes.items() if size >= MIN_PARAGRAPH}


def _count(text: str, holder: Element | None, sizes: dict[Element, float]) -> None:
    """Count a text for the block that it stands in; a link's text for none."""
    size = _size(text.strip())
    while size > MIN_RUN and holder is not None and holder.tag != "a":
        if holder.tag not in INLINE:
            if holder.tag not in HEADINGS:
                sizes[holder] += size
            return
        holder = holder.getparent()


def _size(text: str) -> int:
    """Characters, twice where they are Han, kana or Hangul: a sentence takes half as many of them.

    Which they are is told by the one in the middle: to count them costs as much as all else here.
    """
    return len(text) if text.isascii() or text[len(text) // 2] < "\u2e80" else 2 * len(text)


def story_text(own: Weights, above: Set[Element], says: _Says) -> dict[Element, float]:
    """Running text below each element that holds some, furniture left out.

    Args:
        own: running text by the element that holds it.
        above: what holds the headline, and so cannot be furniture.
        says: what an element says of itself.
    """
    trails = furniture_trails(own, above, says, {"a"})
    disbelieved = _disbelieved(trails, own)
    sums: dict[Element, float] = defaultdict(float)
    beside: dict[Element, float] = defaultdict(float)
    for holder, words in trails.items():
        if words <= disbelieved:
            sums[holder] += own[holder]
            parent = holder.getparent()
            if parent is not None:
                beside[parent] += own[holder]
    for parent, size in beside.items():  # a story's paragraphs have one, and all that is above it
        sums[parent] += size
        for element in islice(parent.iterancestors(), MAX_DEPTH):
            sums[element] += size
    return sums


def furniture_trails(
    own: Weights, above: Set[Element], says: _Says, cards: Set[str]
) -> dict[Element, frozenset[str]]:
    """All that says furniture over each element: class words, and tags in angle brackets.

    Args:
        own: the elements.
        above: where the look upwards ends.
        says: what an element says of itself.
        cards: tags that are furniture here, whatever they say.
    """
    known: dict[Element | None, frozenset[str]] = dict.fromkeys((None, *above), frozenset())
    trails = {}
    for holder in own:
        path: list[Element] = []
        element: Element | None = holder
        while element not in known and element is not None and len(path) < MAX_DEPTH:
            path.append(element)
            element = element.getparent()
        words = known.get(element, frozenset())
        for element in reversed(path):
            words |= says(element)
            if element.tag in cards:
                words |= {f"<{element.tag!s}>"}
            known[element] = words
        trails[holder] = words
    return trails


def _disbelieved(trails: Mapping[Element, frozenset[str]], own: Weights) -> set[str]:
    """Words that cover so much of the text that they cannot mean furniture here."""
    total = sum(own.values())
    covered: Counter[str] = Counter()
    for holder, words in trails.items():
        for word in words:
            covered[word] += int(own[holder])
    return {word for word, size in covered.items() if size > (0.85 if word in SURE else BELIEVED) * total}


def choose(tree: Element, weights: Weights, headline: Element | None) -> Element:
    """The smallest element that holds the bulk of the article's running text."""
    current = _around_headline(tree, weights, headline)
    while True:
        total = weights.get(current, 0.0)
        best = max(current, key=lambda child: weights.get(child, 0.0), default=None)
        if best is None or best.tag in TEXT or not total:
            return current
        share = weights.get(best, 0.0) / total
        if share < (0.6 if _says_body(best) else 0.9) or _goes_on_beside(best, weights):
            return current
        current = best


def _goes_on_beside(element: Element, weights: Weights) -> bool:
    """Text stands beside an element as its equal: bare paragraphs, or a box with the same first name."""
    name = (element.get("class") or "").split(" ")[0]
    for sibling in (*element.itersiblings(), *element.itersiblings(preceding=True)):
        if weights.get(sibling, 0.0) and (
            sibling.tag in TEXT or (name and name in (sibling.get("class") or "").split())
        ):
            return True
    return False


def _around_headline(tree: Element, weights: Weights, headline: Element | None) -> Element:
    """The smallest element that holds the headline and enough text to be its article.

    A page may go on with the next article, or with excerpts longer than this one.
    """
    if headline is not None:
        enough = max(min(0.2 * weights.get(tree, 0.0), 1000), 400)
        for element in headline.iterancestors():
            weight = weights.get(element, 0.0)
            if weight > enough or (weight > 150 and element.tag == "article"):
                return _continued(element, weights, headline)
    return tree


def _continued(element: Element, weights: Weights, headline: Element) -> Element:
    """What holds a section of the story and those that go on with it: full-width pictures part them.

    They are named as it is, and have no headline: that begins the next article.
    """
    parent, names = element.getparent(), element.get("class")
    if parent is None or not names or element.tag == "article":
        return element
    others = [one for one in parent if one.get("class") == names and one is not element and weights.get(one)]
    begins = any(next(one.iter("h1", str(headline.tag), "article"), None) is not None for one in others)
    return parent if others and not begins else element


def find_headline(tree: Element, title: str) -> Element | None:
    """The heading that gives the article's title."""
    wanted = set(title.lower().split())
    best, most = None, 0.0
    for heading in islice(tree.iter("h1", "h2"), MAX_HEADINGS):
        found = set("".join(heading.itertext()).lower().split())
        if heading.tag == "h1" or len(found) > 3 or found == wanted:
            likeness = len(found & wanted) / len(found | wanted) if found else 0.0
            if likeness > most and next(heading.iterancestors("li", "nav", "footer", "aside"), None) is None:
                best, most = heading, likeness
    if most > 0.4:
        return best
    return next(tree.iter("h1"), None) if best is not None else _unmarked_headline(tree, wanted)


def _unmarked_headline(tree: Element, wanted: Set[str]) -> Element | None:
    """The first text that gives the article's title, on a page without a heading."""
    if len(wanted) > 2:
        for element in tree.iter("div", "p", "span", "strong", "b", "td"):
            text = element.text
            if text and len(text) < LONGEST_TITLE:
                found = set(text.lower().split())
                if len(found & wanted) > 0.6 * len(found | wanted):
                    return element
    return None


def _says_body(element: Element) -> bool:
    """The markup says that the article's text is in here."""
    if element.tag in {"article", "main", "body"} or element.get("itemprop") == "articleBody":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return names != " " and names_body(names)


def furniture(container: Element, inside: Weights, says: _Says) -> set[Element]:
    """The elements of the container that are furniture, none inside another."""
    trails = furniture_trails(inside, {container}, says, {"a", "article"})
    disbelieved = _disbelieved(trails, inside)
    found = boxes.boxes(container)
    boxed = sum(inside.get(each, 0.0) for box in found for each in box.iter())
    if sum(inside.values()) - boxed < MIN_STORY:
        found = set()
    stack = list(container)
    while stack:
        element = stack.pop()
        tag = element.tag
        if element in found:
            continue
        if tag in SILENT:
            found.add(element)
        elif tag in INLINE and _in_text(element):
            stack.extend(element)
        elif not says(element) <= disbelieved or (tag == "article" and "<article>" not in disbelieved):
            if says(element) <= PICTURES and _tells(element, inside):
                stack.extend(element)
            elif not _quotes_a_post(element):
                found.add(element)
        else:
            stack.extend(element)
    return found


def _tells(element: Element, inside: Weights) -> bool:
    """Paragraphs in a box named for its picture are more than a caption."""
    return sum(inside.get(each, 0.0) for each in element.iter("p")) > CAPTION


def _in_text(element: Element) -> bool:
    """Part of a paragraph or a heading."""
    parent = element.getparent()
    return parent is not None and str(parent.tag) in TEXT


def _quotes_a_post(element: Element) -> bool:
    """A box around a quoted social-media post, which the story goes on from."""
    return any("tweet" in (quote.get("class") or "") for quote in element.iter("blockquote"))
