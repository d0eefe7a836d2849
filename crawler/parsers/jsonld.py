"""JSON-LD as it is in the wild: read, repaired where it is broken, and the article's own object found."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

MAX_CHARS: Final = 1_000_000
"""Characters read of one script; the largest of the evaluation pages, with the body inside, has 90,000."""

MAX_OBJECTS: Final = 2_000
"""Objects looked at on one page: a hostile graph ends here."""

_COMMENT_AROUND = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_ARTICLE = re.compile(
    r"^(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|ReportageNewsArticle|Report|TechArticle|ScholarlyArticle|"
    r"OpinionNewsArticle|AnalysisNewsArticle|SocialMediaPosting|ClaimReview|AdvertiserContentArticle)$"
)
_DECODER = json.JSONDecoder(strict=False)

Node = Mapping[str, Any]


def read(scripts: Iterable[str]) -> list[Node]:
    """Every object of a page's JSON-LD, in document order, ``@graph`` and lists opened.

    Args:
        scripts: the texts of the ``application/ld+json`` scripts.

    Returns:
        The objects, parents before children, at most `MAX_OBJECTS`. A script that cannot be read gives none.
    """
    found: list[Node] = []
    for script in scripts:
        for value in _values(script[:MAX_CHARS]):
            for node in _walk(value):
                found.append(node)
                if len(found) == MAX_OBJECTS:
                    return found
    return found


def types(node: Node) -> list[str]:
    """The schema.org types of an object, without their address."""
    stated = node.get("@type") or ()
    stated = stated if isinstance(stated, list) else [stated]
    return [name.rsplit("/", 1)[-1] for name in stated if isinstance(name, str)]


def article(nodes: list[Node]) -> Node:
    """The object that describes the page's article; empty where none does.

    Of several the one with most of headline, author and date wins, then the first: SEO plugins and themes
    each write one, and a theme's may lack the author.
    """
    articles = [node for node in nodes if any(_ARTICLE.match(name) for name in types(node))]
    return max(articles, key=_stated, default={})  # max takes the first of equals


def resolve(value: object, nodes: list[Node]) -> list[Any]:
    """A property's values as a list, each ``{"@id": …}`` replaced by the object it names."""
    values = value if isinstance(value, list) else [value]
    found = []
    for one in values[:100]:
        if isinstance(one, dict) and "@id" in one and "name" not in one:
            named = (node for node in nodes if node.get("@id") == one["@id"] and len(node) > len(one))
            one = next(named, one)
        found.append(one)
    return found


def _stated(node: Node) -> int:
    return sum(bool(node.get(name)) for name in ("headline", "author", "datePublished"))


def _values(script: str) -> list[Any]:
    """What a script holds: one JSON value, several in a row, or nothing that can be read."""
    return _decode(script.strip("\ufeff \t\r\n")) or _decode(_repair(script))


def _decode(text: str) -> list[Any]:
    values: list[Any] = []
    start = 0
    try:
        while start < len(text) and len(values) < MAX_OBJECTS:
            value, start = _DECODER.raw_decode(text, start)
            values.append(value)
            while start < len(text) and text[start] in " \t\r\n,;":
                start += 1
    except (ValueError, RecursionError):  # a number of 5,000 digits is a ValueError, deep nesting recursion
        pass
    return values


def _repair(script: str) -> str:
    """The script without what templates leave in it: comment marks, trailing commas, escapes JSON lacks."""
    start = min((at for at in (script.find("{"), script.find("[{")) if at >= 0), default=len(script))
    text = _COMMENT_AROUND.sub(" ", script[start:])
    return _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", text)).strip()


def _walk(value: object) -> Iterator[Node]:
    """The objects inside a value, without recursion: depth costs nothing."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(reversed(one.values()))
        elif isinstance(one, list):
            stack.extend(reversed(one))
