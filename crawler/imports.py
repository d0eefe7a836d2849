"""Saved pages instead of a site: files, folders and web archives become articles in the store."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from crawler import registry
from crawler.errors import CrawlerError, NotAnArticle, NothingThere, ParseError
from crawler.parsers import clean_text, parse
from crawler.parsers.page import decoded
from crawler.spiders.base import OutletSpider
from crawler.warc import Capture, captures
from storage import Article, Store
from storage.fetch import LOOK_AGAIN_UNTIL, LOOKS, Fetch
from storage.plural import plural
from storage.urls import identity

ARCHIVES: Final = (".warc", ".warc.gz", ".arc", ".arc.gz")
FILES: Final = (".html", ".htm", ".html.gz", ".htm.gz", ".txt", *ARCHIVES)

MAX_BYTES: Final = 64 * 1024 * 1024
"""What is read of one page; the crawler's own limit."""

TOGETHER: Final = 64
"""Articles in a transaction: a commit costs as much as reading half a page."""

Reading: TypeAlias = tuple[Article, Fetch | None]


@dataclass(slots=True)
class Imported:
    """What became of the files.

    Args:
        outcomes: verdict, ``refused``, or ``older`` where a later state is known → pages.
        refused: file, or address in an archive → why it is not in the store.
        left_out: what kind of an archive's answers are no pages → how many.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def stored(self) -> int:
        """How many of the pages the store has now."""
        return self.outcomes.total() - self.outcomes["refused"]

    def refuse(self, name: str, error: Exception) -> None:
        """Note why a file or page is not in the store."""
        kind = "not an article: " if isinstance(error, NotAnArticle) else ""
        self.refused[name] = kind + str(error).removeprefix(f"{name}: ")
        self.outcomes["refused"] += 1


def read_pages(paths: Sequence[Path], outlet: str, store: Store) -> Imported:
    """Read saved pages into a store.

    A page of an archive is entered in the ledger as fetched when it was captured, so that no crawl fetches it
    anew; one that was fetched later already stays as it is.

    Args:
        paths: files, or folders that are searched through.
        outlet: the outlet's name, where they are all from one; else the pages of an archive get that of the
            declared outlet whose host they are from.
        store: where the articles go.

    Raises:
        NothingThere: a path does not exist, or holds no page.
    """
    imported = Imported()
    readings = _Reader(store, outlet, imported, registry.spiders()).readings(list(_files(paths)))
    while batch := list(islice(readings, TOGETHER)):
        for verdict in store.ingest_together(batch):
            imported.outcomes[verdict.kind] += 1
    return imported


_BECAME: Final = {
    "new": ("new story", "new stories"),
    "near": ("edited copy", "edited copies"),
    "exact": ("copy word for word", "copies word for word"),
    "revision": ("revised page", "revised pages"),
    "unchanged": ("unchanged page", "unchanged pages"),
    "older": ("older state of a known page", "older states of known pages"),
    "refused": ("refused page", "refused pages"),
}


def told(imported: Imported) -> Iterator[str]:
    """What became of the files as people read it: a line a refusal, then the counts."""
    for name, reason in imported.refused.items():
        yield f"refused {name}: {reason}"
    counted = [
        plural(imported.outcomes[kind], *names) for kind, names in _BECAME.items() if imported.outcomes[kind]
    ]
    yield ", ".join(counted or ["no page"])
    if imported.left_out:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in imported.left_out.most_common())
        yield f"left out of the archives: {counts}"
    if not imported.stored:
        yield f"Nothing is stored. What can be read: {', '.join(FILES)}, and folders of them."


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise NothingThere(f"{path} does not exist; name files ({', '.join(FILES)}), or a folder of them")
        if path.is_file():
            yield path
            continue
        files = sorted(
            file for file in path.rglob("*") if file.is_file() and file.name.lower().endswith(FILES)
        )
        if not files:
            raise NothingThere(f"{path} holds no saved page ({', '.join(FILES)})")
        yield from files


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads files one after the other, and notes what gives no article.

    Args:
        store: its ledger says what is known.
        outlet: the outlet's name; empty where the files do not all have one.
        imported: where it is noted.
        declared: outlets by name, for the pages of archives.
    """

    store: Store
    outlet: str
    imported: Imported
    declared: Mapping[str, type[OutletSpider]]

    def readings(self, files: Iterable[Path]) -> Iterator[Reading]:
        """The articles of the files, those of an archive with their rows for the ledger."""
        for file in files:
            try:
                if file.name.lower().endswith(ARCHIVES):
                    for capture in captures(file, self.imported.left_out, MAX_BYTES):
                        yield from self._captured(capture, file)
                else:
                    yield _article(file, self.outlet), None
            except (CrawlerError, OSError, EOFError, zlib.error) as error:
                self.imported.refuse(str(file), error)

    def _captured(self, capture: Capture, file: Path) -> Iterator[Reading]:
        try:
            key = identity(capture.url)
            last = self.store.ledger.last_fetched(key)
            if last and capture.at and last > capture.at:
                self.imported.outcomes["older"] += 1
                return
            article = parse(capture.html, capture.url)
        except (ParseError, ValueError) as error:
            self.imported.refuse(capture.url, error)
            return
        name = self.outlet or registry.owner(capture.url, self.declared).name
        fetch = Fetch(capture.url, key, name, str(file), "archive", status=200, fetched_at=capture.at)
        if capture.at and datetime.now(UTC) - capture.at > LOOK_AGAIN_UNTIL:
            fetch = replace(fetch, looks=LOOKS)  # past changing: no crawl looks again
        yield replace(article, outlet=name), fetch


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
