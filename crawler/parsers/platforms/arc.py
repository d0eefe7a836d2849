"""Arc XP: the story as ANS, the JSON that its renderer Fusion leaves in the page; else the DOM of its themes.

ANS: github.com/washingtonpost/ans-schema. ``Fusion.globalContent`` is the page's own story; ``contentCache``
beside it holds other stories (navigation, rivers) and is never read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from lxml import etree

from crawler.parsers import authors, dates
from crawler.parsers.claims import Claim, Claims
from crawler.parsers.meta import Head
from crawler.parsers.page import Element, Page, without_controls
from crawler.parsers.plain import plain
from crawler.parsers.platforms.adapter import Adapter, Known, words
from crawler.parsers.urls import absolute

MARK: Final = "Fusion.globalContent="
_DECODER = json.JSONDecoder(strict=False)
# What a theme wraps the story in: nothing, Reuters' API answer, El Nuevo Dia's collection of one.
_WRAPPERS: Final = ("result", "article", "content", "story")
_BODIES: Final = frozenset({"c-articleBody", "article-body-wrapper", "b-article-body"})
_KINDS: Final = {
    "video": "video", "gallery": "gallery", "image": "gallery", "results": "listing", "collection": "listing",
    "author": "listing", "section": "listing",
}  # fmt: skip
_OPEN: Final = frozenset({"0", "free", "open", "public", "unrestricted", "unlocked", "default", "none"})

Story = Mapping[str, Any]


def story(head: Head) -> Story:
    """The ANS document of the page's own story; empty where the page has none that can be read."""
    for script in head.scripts:
        at = script.find(MARK)
        if at < 0:
            continue
        try:
            value, _ = _DECODER.raw_decode(script, at + len(MARK))
        except (ValueError, RecursionError):
            continue
        ans = _unwrap(value)
        if ans:
            return ans
    return {}


def _unwrap(value: object) -> Story:
    if not isinstance(value, dict):
        return {}
    if isinstance(value.get("content_elements"), list) or isinstance(value.get("headlines"), dict):
        return value
    if value.get("node_type") == "section" or str(value.get("_id") or "").startswith("/"):
        return {"node_type": "section"}
    if isinstance(value.get("Payload"), list):  # what the tags API answers
        return {"type": "results"}
    inner = (value.get(name) for name in _WRAPPERS)
    return next((one for one in map(_unwrap, inner) if one), {})


def read(page: Page, head: Head) -> Known:
    """Fields and paragraphs of the ANS document; nothing where the page has none."""
    ans = story(head)
    if _kind(ans):
        return Known(kind=_kind(ans))
    code = _text(ans, "content_restrictions", "content_code").lower()
    return Known(_claims(ans, page), _body(ans), restricted=bool(code) and code not in _OPEN)


def _kind(ans: Story) -> str:
    """What the page is where it is no story: a video, a gallery, a section or tag with its results."""
    if _text(ans, "node_type") == "section":
        return "listing"
    return _KINDS.get(_text(ans, "type"), "")


def _claims(ans: Story, page: Page) -> Claims:
    values: dict[str, Any] = {
        "story_id": _text(ans, "_id"),
        "title": _text(ans, "headlines", "basic"),
        "authors": authors.names(_credits(ans)),
        "published": _first_date(ans, "first_publish_date", "publish_date", "display_date"),
        "modified": _first_date(ans, "last_updated_date"),
        "canonical_url": _canonical(ans, page),
        "section": _section(ans),
        "language": _text(ans, "language"),
        "summary": _text(ans, "description", "basic") or _text(ans, "subheadlines", "basic"),
        "image_url": absolute(page.url, _image(ans)),
        "tags": _tags(ans),
    }
    return {name: Claim(value, "ans") for name, value in values.items() if value}


def _body(ans: Story) -> Element | None:
    """The story's content elements as one element; None where none of them holds text."""
    markup = "".join(piece for element in _list(ans.get("content_elements")) for piece in _markup(element))
    if not markup:
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    written = f"<article>{markup}</article>".encode("utf-8", "replace")
    tree = etree.fromstring(without_controls(written), parser)
    return next(tree.iter("article"), None)


def _markup(element: object) -> Iterator[str]:
    """The HTML of one content element; pictures, teasers of other stories and raw HTML have none."""
    if not isinstance(element, dict):
        return
    kind = element.get("type")
    content = element.get("content")
    content = content if isinstance(content, str) else ""
    if kind in ("text", "correction"):
        yield f"<p>{content}</p>" if content else ""
    elif kind == "header":
        yield f"<h3>{content}</h3>" if content else ""
    elif kind in ("list", "list_element"):
        yield "".join(f"<li>{piece}</li>" for item in _list(element.get("items")) for piece in _markup(item))
    elif kind in ("quote", "blockquote"):
        parts = "".join(piece for part in _list(element.get("content_elements")) for piece in _markup(part))
        speaker = _text(element, "citation", "content")
        yield f"<blockquote>{content}{parts}<p>{escape(speaker)}</p></blockquote>"
    elif kind == "table":
        yield from _rows(element)
    elif kind == "oembed_response":  # a post on a social network that the story quotes
        yield _quoted(element)


def _rows(table: Story) -> Iterator[str]:
    for row in [table.get("header"), *_list(table.get("rows"))]:
        cells = "".join(f"<td>{cell.get('content')}</td>" for cell in _list(row) if isinstance(cell, dict))
        yield f"<table><tr>{cells}</tr></table>" if cells else ""


def _quoted(element: Story) -> str:
    embed = element.get("raw_oembed")
    markup = embed.get("html") if isinstance(embed, dict) else None
    quote = (
        re.match(r"\s*<blockquote\b.*?</blockquote>", markup, re.DOTALL) if isinstance(markup, str) else None
    )
    return quote[0] if quote else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(ans: object, *path: str) -> str:
    """The plain text at a path of keys; empty where a step is missing or of another type."""
    for key in path:
        if not isinstance(ans, Mapping):
            return ""
        ans = ans.get(key)
    return plain(ans)


def _credits(ans: Story) -> list[str]:
    by = ans.get("credits")
    people = _list(by.get("by")) if isinstance(by, dict) else []
    return [_text(one, "additional_properties", "original", "byline") or _text(one, "name") for one in people]


def _first_date(ans: Story, *names: str) -> Any:
    return next((moment for name in names if (moment := dates.moment(_text(ans, name)))), None)


def _section(ans: Story) -> str:
    taxonomy = ans.get("taxonomy")
    sections = _list(taxonomy.get("sections")) if isinstance(taxonomy, dict) else []
    own = _text(ans, "websites", _text(ans, "website"), "website_section", "_id")
    found = (
        own
        or _text(ans, "taxonomy", "primary_section", "_id")
        or _text(sections[0] if sections else {}, "_id")
    )
    return found.strip("/")


def _tags(ans: Story) -> tuple[str, ...]:
    taxonomy = ans.get("taxonomy")
    tags = _list(taxonomy.get("tags")) if isinstance(taxonomy, dict) else []
    texts = (_text(tag, "text") or _text(tag, "slug") for tag in tags)
    return tuple(
        dict.fromkeys(text for text in texts if text and not text.startswith("@"))
    )  # "@hp-river": a slot


def _image(ans: Story) -> str:
    for name in ("basic", "lead_art"):
        address = _text(ans, "promo_items", name, "url")
        if address:
            return address
    return ""


def _canonical(ans: Story, page: Page) -> str:
    """The story's address, on the sister site that wrote it: army-times shows stories of military-times."""
    home, shown = _text(ans, "canonical_website"), _text(ans, "website")
    path = (
        _text(ans, "websites", home, "website_url")
        or _text(ans, "canonical_url")
        or _text(ans, "website_url")
    )
    url = absolute(page.url, path)
    if not (url and home and shown) or home == shown:
        return url
    words = [name.replace("-", "") for name in (shown, home)]
    return url.replace(words[0], words[1], 1) if words[0] in url.split("/")[2] else url


def recognise(page: Page, head: Head) -> bool:  # noqa: ARG001 - the signature of Adapter.recognises
    """Fusion's script, or the body element of its themes where the page was stored without scripts."""
    if any("Fusion.arcSite" in script or MARK in script for script in head.scripts):
        return True
    return any(one.tag == "article" and not _BODIES.isdisjoint(words(one)) for one in head.stories)


ADAPTER = Adapter(name="arc", recognises=recognise, bodies=tuple(sorted(_BODIES)), read=read)
