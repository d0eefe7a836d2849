"""Saved pages instead of a site: files and folders become articles in the store."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from crawler.errors import NotAnArticle, NothingThere, ParseError
from crawler.parsers import clean_text, parse
from crawler.parsers.page import decoded
from storage import Article, Store

PAGES: Final = (".html", ".htm", ".html.gz", ".htm.gz", ".txt")

MAX_BYTES: Final = 64 * 1024 * 1024
"""What is read of one file; the crawler's own limit."""


@dataclass(slots=True)
class Imported:
    """What became of the files.

    Args:
        outcomes: verdict, or ``refused``, → files.
        refused: file → why it is not in the store.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)


def read_pages(paths: Sequence[Path], outlet: str, store: Store) -> Imported:
    """Read saved pages into a store.

    Args:
        paths: files, or folders that are searched through.
        outlet: the outlet's name, where they are all from one.
        store: where the articles go.

    Raises:
        NothingThere: a path does not exist, or holds no page.
    """
    imported = Imported()
    files = list(_files(paths))

    def articles() -> Iterator[Article]:
        for file in files:
            try:
                yield _article(file, outlet)
            except (ParseError, OSError, EOFError, zlib.error) as error:
                kind = "not an article: " if isinstance(error, NotAnArticle) else ""
                imported.refused[str(file)] = f"{kind}{error}"
                imported.outcomes["refused"] += 1

    for verdict in store.ingest_many(articles()):
        imported.outcomes[verdict.kind] += 1
    return imported


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise NothingThere(f"{path} does not exist")
        if path.is_file():
            yield path
            continue
        pages = sorted(
            file for file in path.rglob("*") if file.is_file() and file.name.lower().endswith(PAGES)
        )
        if not pages:
            raise NothingThere(f"{path} holds no saved page ({', '.join(PAGES)})")
        yield from pages


def _article(file: Path, outlet: str) -> Article:
    """One file as an article; a page that does not say its address gets the file's.

    The title of a plain text is its first line, which `clean_text` takes for what it is and leaves out.
    """
    url = file.absolute().as_uri()
    if file.name.lower().endswith(".txt"):
        with file.open("rb") as stream:
            whole = decoded(stream.read(MAX_BYTES), url)
        text = clean_text(whole)
        if not text:
            raise ParseError(f"{url}: no text in it")
        return Article(url, title=whole.strip().split("\n", 1)[0].strip()[:200], text=text, outlet=outlet)
    with gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb") as stream:
        article = parse(stream.read(MAX_BYTES), url)
    return replace(article, url=article.canonical_url or url, outlet=outlet or article.outlet)
