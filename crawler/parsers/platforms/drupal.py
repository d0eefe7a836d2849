"""Drupal: military.com, agencies and think tanks; bodies stand in the field that Drupal names body."""

import re
from urllib.parse import urlsplit

from crawler.parsers.claims import Claim
from crawler.parsers.meta import Head
from crawler.parsers.page import Page
from crawler.parsers.platforms.adapter import Adapter, Known, body_words

_NODE = re.compile(r"^(?:/(.+))?/node/(\d+)$")
# Drupal 8 and later; Drupal 7
_LISTINGS = frozenset(
    "path-frontpage path-taxonomy path-search front page-taxonomy page-search page-views".split()
)
_OF_NODE = re.compile(r"(?:page-)?node-type-|page-node-\d")
_FOLDER = re.compile(r"/sites/[\w.-]+/files/(?:css|styles)/|/themes/(?:custom|contrib)/|/core/themes/")


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """The generator's name, or stylesheets that stand in its folders."""
    if head.first("generator").startswith("Drupal"):
        return True
    return any(_FOLDER.search(address) for address in head.links.get("stylesheet", ()))


def read(page: Page, head: Head) -> Known:
    """The node's number, out of its short link; what the page is, out of the class of its body.

    A translation has the number of the original, ``/es/node/880123``, and is a story of its own.
    """
    named = body_words(page)
    if named & _LISTINGS and not any(_OF_NODE.match(word) for word in named):
        return Known(kind="listing")
    for address in head.links.get("shortlink", ()):
        found = _NODE.match(urlsplit(address).path)
        if found:
            prefix, number = found.groups()
            return Known({"story_id": Claim(f"{number}.{prefix}" if prefix else number, "meta")})
    return Known()


ADAPTER = Adapter(
    name="drupal",
    recognises=recognise,
    read=read,
    bodies=("field--name-body", "field-name-body", "field--name-field-body", "article-body", "article__body"),
    outside=frozenset({"block-block-content"}),  # of a page that is built of paragraphs the only bodies
)
