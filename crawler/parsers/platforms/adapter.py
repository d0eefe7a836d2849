"""Adapter: how one platform builds its pages, declared rather than programmed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from crawler.parsers.claims import Claims
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain


@dataclass(frozen=True, slots=True)
class Known:
    """What a platform's own data say of an article.

    Args:
        claims: of its fields.
        paragraphs: of its body; empty where the general reader takes them from the adapter's container.
    """

    claims: Claims = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()


def nothing(page: Page, head: Head) -> Known:  # noqa: ARG001 - the signature of Adapter.read
    """A platform whose pages state everything in meta tags and JSON-LD."""
    return Known()


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one platform builds its pages.

    Args:
        name: of the platform, as an outlet's declaration has it.
        recognises: the page was made by this platform; judged by the page, not by its host alone.
        bodies: XPaths of the element that holds the article's body, the most particular first.
        furniture: XPath, from inside the body, of the elements that are not the article.
        read: what the platform's own data say.
    """

    name: str
    recognises: Callable[[Page, Head], bool]
    bodies: tuple[etree.XPath, ...] = ()
    furniture: etree.XPath | None = None
    read: Callable[[Page, Head], Known] = nothing

    def container(self, page: Page) -> Element | None:
        """The element that holds the article's body, None where the page has none of those known."""
        return next((element for body in self.bodies for element in found(body, page.tree)), None)

    def not_article(self, container: Element) -> set[Element]:
        """Elements inside the container that are not the article; what is below them neither."""
        return set(found(self.furniture, container)) if self.furniture is not None else set()


def having(words: str, tag: str = "*") -> str:
    """An XPath of the elements with one of these class words, for use behind ``//`` or ``.//``."""
    return f"{tag}[@class][{class_is(words)}]"


def class_is(words: str) -> str:
    """The XPath test that an element has one of these class words."""
    padded = "concat(' ', normalize-space(@class), ' ')"
    return " or ".join(f"contains({padded}, ' {word} ')" for word in words.split())


def containing(parts: str, tag: str = "*") -> str:
    """An XPath of the elements with one of these in the class; of ``BioWrapper-sc-1mnc`` the end changes."""
    tests = " or ".join(f"contains(@class, '{part}')" for part in parts.split())
    return f"{tag}[@class][{tests}]"


def found(path: etree.XPath, root: Element) -> list[Element]:
    """The elements that an XPath finds."""
    return cast("list[Element]", path(root))


def first(path: etree.XPath, root: Element) -> str:
    """The text of the first element that an XPath finds; empty where it finds none."""
    return next((plain("".join(element.itertext())) for element in found(path, root)), "")
