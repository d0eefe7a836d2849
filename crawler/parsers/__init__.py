"""HOW a page becomes an Article: `parse` for a page's HTML, `clean_text` for its plain text."""

from typing import Final

from crawler.errors import ParseError
from crawler.parsers import blocks, body, fields, fragment, lines, meta, page_text, platforms, refuse
from crawler.parsers.access import access
from crawler.parsers.page import read
from storage import Article

SHORTEST: Final = 8
"""Words of a text that an undated page holds at least; a page that broke off has one or two."""

__all__ = ["clean_text", "parse"]


def parse(html: bytes | str, url: str) -> Article:
    """Read one page.

    Args:
        html: the response's body as it was fetched, or text that was decoded already.
        url: the address it was fetched from.

    Returns:
        The article that the page holds, and nothing else of the page.

    Raises:
        NotAnArticle: the page is something else: a listing, a video, an error page.
        ParseError: it cannot be read as HTML with an article in it.
    """
    page = read(html, url)
    head = meta.read(page)
    adapter = platforms.recognise(page, head)
    known = adapter.read(page, head) if adapter else platforms.Known()
    values = fields.read(page, head, known.claims)
    title = values.get("title", "")
    if known.body is not None:
        paragraphs = fragment.story(blocks.read(known.body), title)
    else:
        container = adapter.container(page) if adapter else None
        paragraphs = body.paragraphs(page, title, container)
    paragraphs = fragment.without_biographies(paragraphs, values.get("authors", ()))
    size = sum(map(lines.words, paragraphs))
    refuse.check(page, head, known, paragraphs, size)
    if size < (1 if "published" in values else SHORTEST):
        raise ParseError(f"{url}: no article text in the page")
    values = fields.without_cut(values, paragraphs, head)
    reading = access(page, head, known, size)
    return Article(url=url, text="\n\n".join(paragraphs), access=reading, **values)


def clean_text(text: str) -> str:
    """The article in the plain text of a page.

    Cards of other articles, rivers, sign-ups, share bars, captions, biographies, menus and the article's own
    title, byline and date are taken out; a sentence that only mentions them is not.

    Args:
        text: a page's plain text, its blocks as lines.

    Returns:
        The article's paragraphs, separated by a blank line.
    """
    return page_text.clean(text)
