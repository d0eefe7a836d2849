"""Adapter: how one platform builds its pages, declared rather than programmed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from crawler.parsers.claims import Claims
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain

MOST_BODIES: Final = 50
"""Elements of one name that are measured; a hostile page has 10,000, one inside the other."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a platform's own data say of an article.

    Args:
        claims: of its fields.
        body: its body as an element of its own, where the platform gives it as data; nothing else is in it.
        kind: what the page is where it is no article, as in `NotAnArticle`.
        restricted: the platform says that only people who pay read on.
    """

    claims: Claims = field(default_factory=dict)
    body: Element | None = None
    kind: str = ""
    restricted: bool = False


def nothing(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """A platform whose pages state everything in meta tags and JSON-LD."""
    return Known()


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one platform builds its pages.

    Args:
        name: of the platform, as an outlet's declaration has it.
        recognises: the page was made by this platform; judged by the page, not by its host alone.
        bodies: class words of the element that holds the article's body, the most particular first.
        within: class words of an element around the body, where the body's own are too common.
        outside: class words of boxes that have a body of their own.
        read: what the platform's own data say.
    """

    name: str
    recognises: Callable[[Page, Head], bool]
    bodies: tuple[str, ...] = ()
    within: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    read: Callable[[Page, Head], Known] = nothing

    def container(self, page: Page) -> Element | None:
        """The element that holds the article's body, None where the page has none of those known.

        Of several with one name the one with most text: a Drupal page has a body field in every block.
        """
        found: dict[str, list[Element]] = {}
        for element in page.tree.iter("div", "article", "section", "main"):
            for word in words(element):
                if (
                    word in self.bodies
                    and (not self.within or _is_within(element, self.within))
                    and not (self.outside and _is_within(element, self.outside))
                    and not _is_excerpt(element)
                ):
                    found.setdefault(word, []).append(element)
        for word in self.bodies:
            if word in found:
                return max(found[word][:MOST_BODIES], key=_size)
        return None


def _is_within(element: Element, names: frozenset[str]) -> bool:
    return any(not names.isdisjoint(words(above)) for above in element.iterancestors())


def _is_excerpt(element: Element) -> bool:
    """It stands below a linked headline in an ``<article>`` of its own: another story's beginning."""
    for article in element.iterancestors("article"):
        for one in article.iter("h1", "h2", "h3", "h4", str(element.tag)):
            if one is element or one.tag == "h1":
                return False
            if one.tag != element.tag and next(one.iter("a"), None) is not None:
                return True
    return False


def _size(element: Element) -> int:
    return sum(map(len, element.itertext("p", "div", "br")))


def words(element: Element) -> list[str]:
    """The words of an element's class."""
    return (element.get("class") or "").split()


def body_words(page: Page) -> frozenset[str]:
    """The words of the class of ``<body>``, where WordPress and Drupal say what a page is."""
    body = page.tree.find("body")
    return frozenset(words(body)) if body is not None else frozenset()


def having(root: Element, names: str, *tags: str) -> Iterator[Element]:
    """The elements with one of these class words, in reading order.

    Args:
        root: where to look.
        names: class words, separated by spaces.
        tags: elements to look at; all without.
    """
    wanted = frozenset(names.split())
    return (element for element in root.iter(*tags) if not wanted.isdisjoint(words(element)))


def text_of(elements: Iterator[Element]) -> str:
    """The text of the first element; empty without one."""
    return next((plain("".join(element.itertext())) for element in elements), "")
