"""The article's body: which element of the page holds it."""

import re
from functools import lru_cache

from lxml import etree

from crawler.parsers.page import Page

SKIPPED = frozenset(
    "script style noscript template svg nav footer form button select option iframe object embed audio "
    "video aside head figure figcaption textarea input canvas map dialog menu picture source img link".split()
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|sidebar|related|recirc\w*|recommend\w*|share|sharing|"
    r"social|newsletter|subscribe|subscription|signup|promo|advert\w*|ad|ads|sponsor\w*|comments?|byline|author|bio|"
    r"caption|credit|tags?|cookie\w*|consent|paywall|modal|popup|teaser|widget|toolbar|trending|popular|outbrain|"
    r"taboola|sharebar|interstitial\w*|storycard|paginate\w*|hidden|print)(?:$|[\s_-])"
)


@lru_cache(maxsize=8192)
def furniture(names: str) -> bool:
    """Class words and id of an element say that it is not the article."""
    return _FURNITURE.search(names.lower()) is not None


def walk(root: etree._Element) -> list[etree._Element]:
    """Elements of a tree in document order, furniture and all below it left out."""
    found, stack = [], [root]
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in SKIPPED or not isinstance(tag, str):
            continue
        if tag not in {"html", "body", "main", "article"}:
            names = f"{element.get('class', '')} {element.get('id', '')}"
            if names != " " and furniture(names):
                continue
        found.append(element)
        stack.extend(reversed(element))
    return found


def paragraphs(page: Page) -> list[str]:
    """The article's paragraphs in reading order."""
    scores: dict[etree._Element, float] = {}
    texts: dict[etree._Element, str] = {}
    for element in walk(page.tree):
        if element.tag not in {"p", "h2", "h3", "h4", "li", "blockquote", "pre"}:
            continue
        if element.tag == "blockquote" and element.find(".//p") is not None:
            continue
        text = " ".join("".join(element.itertext()).split())
        linked = sum(len("".join(a.itertext())) for a in element.iter("a"))
        if not text or linked > 0.5 * len(text):
            continue
        texts[element] = text
        if element.tag == "p":
            weight, parent = float(len(text) - linked), element.getparent()
            for share in (1.0, 0.5, 0.25):
                if parent is None:
                    break
                scores[parent] = scores.get(parent, 0.0) + weight * share
                parent = parent.getparent()
    if not scores:
        return list(texts.values())
    best = max(scores, key=lambda element: scores[element])
    return [texts[element] for element in best.iter() if element in texts]
