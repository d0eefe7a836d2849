"""Page: the bytes of a response, decoded and read as a tree once, for everybody who looks at them."""

import codecs
import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from crawler.errors import ParseError

Element: TypeAlias = etree._Element  # noqa: SLF001  (lxml has no other name for it)

MAX_CHARS: Final = 8_000_000
"""What is read of a page; the largest article page of the evaluation sets has 1.6 million characters."""

HEAD: Final = 4096
"""Bytes in which a charset may be declared; HTML says 1,024, real pages are late."""

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
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
    text = html[:MAX_CHARS] if isinstance(html, str) else decode(html[:MAX_CHARS])
    if _binary(text):
        raise ParseError(f"{url}: not a text but a binary file")
    text = _XML_DECLARATION.sub("", _NOT_TEXT.sub("", text))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError(f"{url}: not readable as HTML ({error})") from error
    if tree is None:
        raise ParseError(f"{url}: no HTML in it")
    return Page(url, tree)


def decode(body: bytes) -> str:
    """The text of a response, by its byte order mark, by what it is, and only then by what it says it is.

    Valid UTF-8 with a character outside ASCII is UTF-8 whatever the page declares: no other encoding gives
    such bytes by chance.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(body[:HEAD])
    encoding = _codec(declared[1].decode("ascii", "replace")) if declared else "cp1252"
    return body.decode(encoding, "replace")


def _codec(label: str) -> str:
    """Python's name of a declared charset; browsers read Latin-1 as Windows-1252."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return "cp1252"
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _binary(text: str) -> bool:
    """A picture, an archive, a PDF: control characters where a page has none."""
    head = text[:HEAD]
    return len(_NOT_TEXT.findall(head)) > max(8, len(head) // 20) and "<html" not in head.lower()
