"""What a page says about itself outside its text: meta tags, links, title, JSON-LD, headings and times."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from crawler.parsers import jsonld
from crawler.parsers.page import Page
from crawler.parsers.plain import plain

MAX_ELEMENTS: Final = 20_000
"""Tags looked at: a page made of meta tags ends here."""

_READ: Final = ("meta", "link", "title", "script", "h1", "time", "article", "main")


@dataclass(frozen=True, slots=True)
class Head:
    """A page's statements about itself.

    Args:
        metas: letters and digits of name, property, itemprop or http-equiv → contents as written, in their
            order. Sites write article:published_time, article:published:time and articlePublishedTime.
        links: rel in lower case → addresses.
        title: the ``<title>``.
        language: ``<html lang>`` as written.
        nodes: the objects of its JSON-LD.
        article: the JSON-LD object that describes the article, or an empty one.
        headings: its ``<h1>`` elements.
        times: its ``<time>`` elements.
        stories: its ``<article>`` and ``<main>`` elements.
        scripts: texts of the scripts that name Fusion, Arc XP's renderer.
    """

    metas: dict[str, list[str]]
    links: dict[str, list[str]]
    title: str
    language: str
    nodes: list[jsonld.Node]
    article: jsonld.Node
    headings: list[etree._Element]
    times: list[etree._Element]
    stories: list[etree._Element]
    scripts: list[str]

    def first(self, *names: str) -> str:
        """The first content that any of these metas has, in the order of the names."""
        return next(self.all(*names), "")

    def all(self, *names: str) -> Iterator[str]:
        """The contents of these metas that are not empty, in the order of the names."""
        contents = (content for name in names for content in self.metas.get(letters(name), ()))
        return (text for content in contents if (text := plain(content)))


@lru_cache(maxsize=4096)
def letters(name: str) -> str:
    """A meta's name without what sites write differently."""
    return "".join(filter(str.isalnum, name.lower()))


def read(page: Page) -> Head:
    """Collect a page's statements about itself in one pass over its tree."""
    metas: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    ld: list[str] = []
    scripts: list[str] = []
    headings: list[etree._Element] = []
    times: list[etree._Element] = []
    stories: list[etree._Element] = []
    title = ""
    for count, element in enumerate(page.tree.iter(*_READ)):
        if count == MAX_ELEMENTS:
            break
        tag = element.tag
        if tag == "meta":
            _meta(element, metas)
        elif tag == "link":
            for rel in (element.get("rel") or "").lower().split():
                links.setdefault(rel, []).append((element.get("href") or "").strip())
        elif tag == "script":
            kind = (element.get("type") or "").lower()
            if "ld+json" in kind:
                ld.append(element.text or "")
            elif "json" not in kind and "Fusion" in (text := element.text or ""):
                scripts.append(text)
        elif tag == "title":
            title = title or plain(element.text)  # later ones belong to <svg>
        else:
            (headings if tag == "h1" else times if tag == "time" else stories).append(element)
    nodes = jsonld.read(ld)
    language = page.tree.get("lang") or page.tree.get("xml:lang") or ""
    article = jsonld.article(nodes)
    return Head(metas, links, title, language, nodes, article, headings, times, stories, scripts)


def _meta(element: etree._Element, metas: dict[str, list[str]]) -> None:
    content = element.get("content")
    if not content:
        return
    for kind in ("property", "name", "itemprop", "http-equiv"):
        name = element.get(kind)
        if name:
            metas.setdefault(letters(name), []).append(content)
