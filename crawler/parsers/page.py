"""Page: the bytes of a response, decoded and read as a tree once, for everybody who looks at them."""

import codecs
import re
from dataclasses import dataclass
from typing import Final, TypeAlias, cast
from urllib.parse import urlsplit

import numpy as np
from lxml import etree
from w3lib.encoding import http_content_type_encoding, resolve_encoding

from crawler.errors import NotAnArticle, ParseError

Element: TypeAlias = etree._Element  # noqa: SLF001  (lxml has no other name for it)

MAX_SIZE: Final = 5_000_000
"""Bytes read of a page; the largest of 227 real ones has 2.2 million."""

MAX_SCRIPT: Final = 500_000
"""Bytes of a script from which on it is left out of a page that is too large."""

MAX_TAGS: Final = 25_000
"""Opening brackets read of a page, to bound the time its tree takes; the most of 227 pages is 8,093."""

MAX_ERRORS: Final = 100
"""Errors that libxml2 reports of a page (its XML_MAX_ERRORS); what comes after goes unsaid."""

PIECE: Final = 16_384
"""Bytes decoded at once where only the validity is asked."""

HEAD: Final = 4096
"""Bytes in which a charset may be declared; HTML says 1,024, real pages are late."""

_SHIFT = re.compile(rb"\x1b\$[@B]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_CONTAINER = re.compile(
    rb"</?(?!(?:html|head|title|meta|link|script|style|body|nav|header|footer|aside|h[1-6]|p|li|a|br|img|time)\b)[a-z][^<>]{0,2000}>",
    re.IGNORECASE,
)
_CLOSED = re.compile(rb"(<html\b[^<>]{0,1000}?)/>", re.IGNORECASE)
_BALLAST = re.compile(rb"<!--|<script\b|<style\b", re.IGNORECASE)
_BALLAST_END: Final = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style"}
_JSON = re.compile(rb"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[\"{\[\]\d]))")
_FIRST_TAG = re.compile(
    rb"\s*(?P<xml><\?xml\b)?(?:[^<]{0,1000}<[?!][^>]{0,2000}>){0,20}[^<]{0,1000}<(?P<name>[a-z][\w:.-]{0,40})",
    re.IGNORECASE,
)
_FEEDS: Final = frozenset("rss feed rdf:rdf urlset sitemapindex opml".split())
_PAGES: Final = frozenset("html head body title meta div main article section p h1".split())
_CONTROLS: Final = bytes([*range(9), 11, *range(14, 32), 127])
_FORM_FEED: Final = bytes.maketrans(b"\f", b" ")  # it parts words as a blank does
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page read once.

    Args:
        url: the address it was fetched from.
        tree: the root of the lxml tree; nobody changes it.
    """

    url: str
    tree: Element


def read(html: bytes | str, url: str) -> Page:
    """Decode a response's body and read it as HTML.

    Args:
        html: the body as it was fetched, or text that was decoded already.
        url: the address it was fetched from.

    Raises:
        ParseError: it is empty, binary, or nothing that an HTML parser makes a tree of.
    """
    if not html:
        raise ParseError(f"{url}: the page is empty")
    if not url:
        raise ParseError("a page needs the address that it was fetched from")
    try:
        urlsplit(url)
    except ValueError as error:  # http://[::1
        raise ParseError(f"{url}: not an address ({error})") from error
    raw = html.encode("utf-8", "replace") if isinstance(html, str) else html
    raw = _without_ballast(raw) if len(raw) > MAX_SIZE else raw
    body = _without_mark(raw)
    if _binary(body):
        raise ParseError(f"{url}: not a text but a binary file")
    if other := _other_format(body):
        raise NotAnArticle("data", f"{url} is {other}")
    if b"<" not in body:  # JSON, a log, an answer in one word
        raise ParseError(f"{url}: no HTML in it")
    try:
        tree = _tree(body)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"{url}: not readable as HTML ({error})") from error
    if tree is None:
        raise ParseError(f"{url}: no HTML in it")
    return Page(url, tree)


def _without_ballast(body: bytes) -> bytes:
    """The beginning of a page that is too large, comments and endless scripts not counted.

    A state of 50 MB stands before the article on pages that a script draws.
    """
    kept, size, at = [], 0, 0
    for _ in range(MAX_TAGS):
        found = _BALLAST.search(body, at)
        end = body.find(_BALLAST_END[found[0].lower()], found.end()) if found else -1
        if found is None or end < 0 or size > MAX_SIZE:
            kept.append(body[at : at + MAX_SIZE])
            break
        ballast = found[0] == b"<!--" or end - found.start() > MAX_SCRIPT
        kept.append(body[at : found.start() if ballast else end])
        size += len(kept[-1])
        at = end + len(b"-->") if found[0] == b"<!--" else end
    return b"".join(kept)[:MAX_SIZE]


def _other_format(body: bytes) -> str:
    """What a file is that is no HTML and that an HTML parser would make a page of; empty for a page."""
    if _JSON.match(body):
        return "JSON"
    first = _FIRST_TAG.match(body)
    name = first["name"].decode("ascii", "replace").lower() if first else ""
    if name in _FEEDS:
        return "a feed or a sitemap; `muster crawl` reads those"
    if first and first["xml"] and name not in _PAGES:
        return "XML"
    return ""


def _tree(body: bytes) -> Element | None:
    """The tree of a page, in the charset that it is in.

    It is read as UTF-8, and libxml2 says whether it was: to ask before costs as much as a sixth of the tree.
    One nested deeper than libxml2 goes, 256 levels, is read again without containers. There the reader would
    stop, and an article behind ``<div>`` that nobody closes would be lost.
    """
    markup = _cut(without_controls(body))
    tree, errors = _parsed(markup)
    doubtful = len(errors) >= MAX_ERRORS or errors.filter_types(etree.ErrorTypes.ERR_INVALID_ENCODING)
    if doubtful and not _is_utf8(body):
        markup = _cut(without_controls(_in_its_charset(body)))
        tree, errors = _parsed(markup)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in errors.filter_from_fatals()):
        tree, _ = _parsed(_CONTAINER.sub(b"\n", markup))
    return tree


def _parsed(markup: bytes) -> tuple[Element | None, etree._ListErrorLog]:
    """The tree of markup in UTF-8, and what libxml2 had to say.

    ``<html xml:lang="de" />`` ends the page for libxml2, and goes on for browsers.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    tree = cast("Element | None", etree.fromstring(markup, parser))  # of markup without an element None
    if tree is not None and not len(tree) and (opened := _CLOSED.sub(rb"\1>", markup, count=1)) != markup:
        return _parsed(opened)
    return tree, parser.error_log


def decoded(body: bytes, url: str) -> str:
    """The text of a file that is no HTML.

    Args:
        body: as it was saved.
        url: what an error names.

    Raises:
        ParseError: it is binary.
    """
    text = _without_mark(body)
    text = text if _is_utf8(text) else _in_its_charset(text)
    if _binary(text):
        raise ParseError(f"{url}: not a text but a binary file")
    return text.translate(None, _CONTROLS).decode()


def in_utf8(body: bytes, content_type: str) -> bytes:
    """A page in UTF-8, where the head of its answer says that it is in something else.

    As in a browser the head counts more than the page, which may not name its charset at all. What is valid
    UTF-8 stays as it is, and so does what begins with a byte order mark.

    Args:
        body: as it was sent.
        content_type: the answer's, such as ``text/html; charset=windows-1251``; it may name no charset.
    """
    encoding = http_content_type_encoding(content_type)
    if encoding in (None, "utf-8") or body.startswith(tuple(mark for mark, _ in _BOMS)) or _is_utf8(body):
        return body
    return _decoded(body, encoding).encode("utf-8", "replace")


def without_controls(body: bytes) -> bytes:
    """Markup without the characters that lxml reads but refuses to write: it sets no text that has one.

    Hardly a page has one, and to look for each of the thirty takes half as long as to translate the page.
    """
    if any(control in body for control in b"\f" + _CONTROLS):
        return body.translate(_FORM_FEED, _CONTROLS)
    return body


def _without_mark(body: bytes) -> bytes:
    """A body without its byte order mark, in UTF-8 where that said so.

    The shifts of ISO-2022-JP are such a mark: it has no byte beyond ASCII, so it is valid UTF-8, too.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace").encode()
    if b"\x1b" in body and body.isascii() and _SHIFT.search(body):  # the byte alone is found 50 times as fast
        return body.decode("iso2022_jp", "replace").encode()
    return body


def _in_its_charset(body: bytes) -> bytes:
    """A body that is no UTF-8, in UTF-8, by the charset that it declares.

    Valid UTF-8 with a character outside ASCII is UTF-8 whatever the page declares: no other encoding gives
    such bytes by chance.
    """
    declared = _META_CHARSET.search(body[:HEAD])
    return _decoded(body, declared[1].decode("ascii", "replace") if declared else "cp1252").encode(
        "utf-8", "replace"
    )


def _is_utf8(body: bytes) -> bool:
    """Every character is UTF-8; the last may be cut off.

    In pieces, because a string as long as the page costs as much again for its memory as for its characters.
    """
    view, at = memoryview(body), 0
    try:
        while size := codecs.utf_8_decode(view[at : at + PIECE], "strict", False)[1]:
            at += size
    except UnicodeDecodeError:
        return False
    return True


def _decoded(body: bytes, label: str) -> str:
    """Text in a declared charset, as browsers read it: Latin-1 as Windows-1252, and so what no charset is.

    A page that says GB2312 has names in it (胡喆) that only its successor can write.
    """
    try:
        return body.decode(resolve_encoding(label) or "cp1252", "replace")
    except (LookupError, ValueError):  # Python's own: hex, idna, rot13
        return body.decode("cp1252", "replace")


def _cut(body: bytes) -> bytes:
    """The beginning of a page that has too many tags."""
    while (tags := np.count_nonzero(np.frombuffer(body, np.uint8) == ord("<"))) > MAX_TAGS:  # 9 × bytes.count
        body = body[: len(body) * MAX_TAGS // tags]
    return body


def _binary(body: bytes) -> bool:
    """A picture, an archive, a PDF: control characters where a page has none.

    A PDF may begin with a page's length of plain text, and says so in its first bytes.
    """
    head = body[:HEAD]
    if head.startswith(b"%PDF-"):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(8, len(head) // 20) and b"<html" not in head.lower()
