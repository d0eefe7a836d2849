"""From an article to its verdict: a page that is known is unchanged or a revision; any other is placed."""

import difflib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from storage.article import Article
from storage.dedup import Document, compare, prepare
from storage.furniture import Furniture, blocks_of
from storage.gathering import Gathering
from storage.page import OVERRULED, Link, Page, addresses, document_of, now, storable
from storage.stories import Stories
from storage.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article on its way in.

    Args:
        whole: as parsed.
        whole_blocks: of ``whole``.
        furniture: which of ``whole_blocks`` were furniture when it was read.
        article: without the furniture that its outlet is known for.
        document: of ``article``.
        blocks: of ``article``, to be counted.
        addresses: what its page can be recognised by.
    """

    whole: Article
    whole_blocks: dict[int, str]
    furniture: Set[int]
    article: Article
    document: Document
    blocks: dict[int, str]
    addresses: tuple[str, ...]


FULLER = 1.5
"""Times as many words as the page shows, from which the text that its feed carried stays."""


def _shows_less(stored: Article, seen: Article) -> bool:
    """Whether a later look shows a part: a teaser, or the short page whose whole text a feed had carried."""
    told = stored.provenance.get("text") == "feed" and seen.provenance.get("text") != "feed"
    shorter = told and len(stored.text.split()) > FULLER * len(seen.text.split())
    return shorter or (seen.access == "teaser" and stored.access == "full")


class Ingest:
    """Decides on articles and writes what follows, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, stories: Stories, furniture: Furniture) -> None:
        self._connection = connection
        self._pages = stories.pages
        self._stories = stories
        self._gathering = Gathering(stories)
        self._furniture = furniture

    def read(self, article: Article) -> Incoming:
        """Do what needs no database: any thread may, before the transaction."""
        return self.read_all([article])[0]

    def read_all(self, articles: Iterable[Article]) -> list[Incoming]:
        """Read the articles of a batch."""
        batch = [self._read(article) for article in articles]
        prepare([incoming.document for incoming in batch])
        return batch

    def _read(self, article: Article) -> Incoming:
        whole = storable(article)
        blocks = blocks_of(whole)
        furniture = self._furniture.among(blocks)
        stripped = self._furniture.strip(whole, blocks)
        left = blocks if stripped is whole else blocks_of(stripped)
        document = document_of(stripped)
        return Incoming(whole, blocks, furniture, stripped, document, left, addresses(stripped))

    def ingest_all(self, batch: Sequence[Incoming]) -> list[Verdict]:
        """Store a batch; what all of it will ask for is looked up at once."""
        self._stories.expect(incoming.document for incoming in batch)
        self._furniture.load(hash_ for incoming in batch for hash_ in incoming.blocks)
        verdicts = [self.ingest(incoming) for incoming in batch]
        self._furniture.flush()
        return verdicts

    def ingest(self, incoming: Incoming) -> Verdict:
        """Store one article."""
        if self._furniture.among(incoming.whole_blocks) != incoming.furniture:
            incoming = self.read(incoming.whole)  # some was learned, or overruled, meanwhile
        article, document = incoming.article, incoming.document
        known = self._known(incoming)
        if known:
            return self._again(known, incoming)
        page = Page(self._pages.next_id(), article, now())
        self._pages.address(incoming.addresses, page.id)
        verdict = self._gathering.place(page, document)
        if incoming.whole is not article:
            self._furniture.note(verdict.page_id, incoming.whole, article)
            self._restore(verdict, incoming.whole)
        self._furniture.count(verdict.page_id, incoming.blocks)
        return verdict

    def _restore(self, verdict: Verdict, whole: Article) -> None:
        """Put back into a copy what its story has at another outlet: it is no furniture here."""
        page = self._pages.get(verdict.page_id) if verdict.is_copy else None
        restored = self._furniture.restored(page, whole) if page else None
        if page and restored:
            self._stories.retext(page, restored)
            self._furniture.note(page.id, whole, restored)

    def _known(self, incoming: Incoming) -> Page | None:
        """The page that this one was stored as before."""
        for address in incoming.addresses:
            page_id = self._pages.at(address)
            page = self._pages.get(page_id) if page_id else None
            if page and (page.article.url == incoming.article.url or self._plausible(page, incoming)):
                return page
        return None

    def _plausible(self, page: Page, incoming: Incoming) -> bool:
        """Whether a page at another URL is the same page, as its canonical URL or the publisher's id says.

        Sites have named their front page as the canonical URL of every article, and given one id to a whole
        series: believed only where title or text agree.
        """
        title = incoming.article.title
        same_title = bool(title) and page.article.title == title
        return same_title or compare(document_of(page.article), incoming.document).same

    def _again(self, page: Page, incoming: Incoming) -> Verdict:
        article, document = incoming.article, incoming.document
        before = document_of(page.article)
        stripped = self._furniture.strip(page.article, blocks_of(page.article))
        left = before if stripped is page.article else document_of(stripped)
        if left.text_hash == document.text_hash:
            if article.title and article.title != page.article.title and article.url == page.article.url:
                self._stories.retext(page, replace(page.article, title=article.title))
                self._stories.log("retitled", page.article_id, page.id)
            return self._unchanged(page, "this page is stored with the same text")
        if _shows_less(page.article, article):
            return self._unchanged(page, "this page shows only a part now of the text that is stored")
        revised = self._revise(page, before, replace(page, article=article), document)
        self._furniture.note(revised.page_id, incoming.whole, article)
        return revised

    def _unchanged(self, page: Page, reason: str) -> Verdict:
        return Verdict("unchanged", page.article_id, page.id, page.article.url, 1.0, reason)

    def _revise(self, old: Page, before: Document, page: Page, document: Document) -> Verdict:
        """Store a page's later text; the earlier one is kept with what changed."""
        self._keep_revision(old, before, page.article)
        self._pages.address(addresses(page.article), page.id)
        self._stories.fingerprint(page.id, document)
        self._stories.log("revised", page.article_id, page.id)
        if page.link is None:
            self._pages.update_article(page)
            self._stories.reindex(page.id, before)
            joined = self._gathering.reconsider(page.id)
            stands = self._where(page.article.url) if joined else Verdict("new", page.id, page.id)
        else:
            stands = self._revise_copy(page, page.link, before, document)
        score = compare(before, document).score
        reason = "this page is stored with another text, which is kept as a revision"
        return replace(stands, kind="revision", matched=old.article.url, score=score, reason=reason)

    def _where(self, url: str) -> Verdict:
        """Where a page stands after its story was joined with another."""
        page = self._pages.get(self._pages.at(url) or 0)
        assert page is not None
        return Verdict("new", page.article_id, page.id)

    def _revise_copy(self, page: Page, link: Link, before: Document, document: Document) -> Verdict:
        """A copy has another text: it may be a copy still, the fullest one, or a story of its own."""
        self._stories.release(page, before)
        if link.rule == OVERRULED:
            return self._stories.hold(page, link.article_id)
        match = self._stories.closest(page.id, document, link.article_id)
        if match and match.same:
            return self._stories.link(page, document, link.article_id, match)
        return self._gathering.place(replace(page, link=None), document)

    def _keep_revision(self, old: Page, before: Document, article: Article) -> None:
        diff = "\n".join(
            difflib.unified_diff(
                old.article.text.split("\n\n"),
                article.text.split("\n\n"),
                "before",
                "after",
                n=1,
                lineterm="",
            )
        )
        modified = old.article.modified.isoformat() if old.article.modified else None
        self._connection.execute(
            "INSERT INTO revisions (page_id, replaced, title, modified, text_hash, diff, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                old.id, now(), old.article.title, modified, before.text_hash, diff,
                zlib.compress(old.article.text.encode(), 1),
            ),
        )  # fmt: skip
