"""From an article to its verdict: is the page known, is the story known, and what is written for either.

Every copy is linked to a unique article that it was itself compared with: a star, never a chain. Chains of
pairs that are each alike merge what is not (859,091 documents in one: marin-community/marin issue 6851).
"""

import difflib
import json
import sqlite3
import zlib
from collections import OrderedDict
from dataclasses import asdict, replace

import numpy as np

from storage.article import Article
from storage.dedup import RULES, Document, Match, compare
from storage.index import Keys, Postings
from storage.pages import Link, Page, Pages, addresses, document_of, now
from storage.verdict import ChangeKind, Verdict, VerdictKind

# Candidates that are compared, those with the most shared keys first.
_CANDIDATES = 8

# A copy takes the article's place when it has a tenth more words; less is an editor's note or what is left of
# the page's furniture.
_FULLER = 1.1

# Documents of articles kept for the next comparison: wire stories come in bursts.
_REMEMBERED = 2_000

# What stands as the rule of a link that a person made.
OVERRULED = "overruled"


class Ingest:
    """Decides on articles and writes what follows; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pages = Pages(connection)
        self._index = Postings(connection)
        self._documents: OrderedDict[int, Document] = OrderedDict()

    def forget(self) -> None:
        """Drop what is remembered of the store: another process has written to it."""
        self._documents.clear()

    def ingest(self, article: Article, document: Document) -> Verdict:
        """Store one article.

        Args:
            article: as parsed.
            document: of this article.
        """
        known = self._known(article, document)
        if known:
            return self._again(known, article, document)
        page = Page(self._pages.next_id(), article, now())
        self._pages.address(article, page.id)
        return self.place(page, document)

    # Known pages

    def _known(self, article: Article, document: Document) -> Page | None:
        """The page that this one was stored as before."""
        for address in addresses(article):
            page_id = self._pages.at(address)
            page = self._pages.get(page_id) if page_id else None
            if page and (page.article.url == article.url or self._plausible(page, article, document)):
                return page
        return None

    def _plausible(self, page: Page, article: Article, document: Document) -> bool:
        """Whether a page at another URL is the same page, as its canonical URL or the publisher's id says.

        Sites have named their front page as the canonical URL of every article, and given one id to a whole
        series: believed only where title or text agree.
        """
        return page.article.title == article.title or compare(document_of(page.article), document).same

    def _again(self, page: Page, article: Article, document: Document) -> Verdict:
        before = document_of(page.article)
        if before.text_hash == document.text_hash:
            return self._unchanged(page, "this page is stored with the same text")
        if article.access == "teaser" and page.article.access == "full":
            return self._unchanged(page, "now shows only the beginning of the text that is stored")
        return self._revise(page, before, replace(page, article=article), document)

    def _unchanged(self, page: Page, reason: str) -> Verdict:
        return Verdict("unchanged", page.article_id, page.id, page.article.url, 1.0, reason)

    def _revise(self, old: Page, before: Document, page: Page, document: Document) -> Verdict:
        """Store a page's later text; the earlier one is kept with what changed."""
        self._keep_revision(old, before, page.article)
        self._pages.address(page.article, page.id)
        self._fingerprint(page.id, document)
        self.log("revised", page.article_id, page.id)
        if page.link is None:
            self._pages.update_article(page)
            self._reindex(page.id, before, document)
            stands = Verdict("new", page.id, page.id)
        else:
            stands = self._revise_copy(page, page.link, document)
        score = compare(before, document).score
        reason = "this page is stored with another text, which is kept as a revision"
        return replace(stands, kind="revision", matched=old.article.url, score=score, reason=reason)

    def _revise_copy(self, page: Page, link: Link, document: Document) -> Verdict:
        """A copy has another text: it may be a copy still, the fullest one, or a story of its own."""
        if link.rule == OVERRULED:
            self._pages.put_copy(page)
            return Verdict("near", link.article_id, page.id)
        article = self._pages.article(link.article_id)
        assert article is not None
        match = compare(self.document(article), document)
        self._pages.delete_copy(page.id)
        alone = replace(page, link=None)
        return self.link(alone, document, article, match) if match.same else self.place(alone, document)

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

    # Stories

    def place(self, page: Page, document: Document) -> Verdict:
        """Store a page that stands nowhere yet: as a copy of what it matches, or as a unique article.

        Args:
            page: without a link; neither in ``articles`` nor in ``copies``.
            document: of its article.
        """
        found = self.find(page.id, document)
        if found:
            article, match = found
            self._fingerprint(page.id, document)
            return self.link(page, document, article, match)
        self.add(page, document)
        return Verdict("new", page.id, page.id, reason="no stored article tells this story")

    def add(self, page: Page, document: Document) -> None:
        """Store a page as a unique article."""
        self._pages.insert_article(page)
        self._fingerprint(page.id, document)
        self._index.add(page.id, index_keys(document))
        self._remember(page.id, document)
        self.log("new", page.id, page.id)

    def find(self, page_id: int, document: Document) -> tuple[Page, Match] | None:
        """The unique article that tells the same story, of several the most alike."""
        best: tuple[Page, Match] | None = None
        for article in self._candidates(page_id, document):
            match = compare(self.document(article), document)
            if match.same and (best is None or match.score > best[1].score):
                best = article, match
                if match.kind == "exact":
                    break
        return best

    def _candidates(self, page_id: int, document: Document) -> list[Page]:
        keys = index_keys(document)
        if not len(keys):
            return []
        apart = {
            row[0]
            for row in self._connection.execute(
                "SELECT article_id FROM overrules WHERE page_id = ? AND NOT same", (page_id,)
            )
        }
        found = (
            self._pages.article(id_)
            for id_, _ in self._index.candidates(keys, _CANDIDATES)
            if id_ not in apart
        )
        return [article for article in found if article and article.id != page_id]

    def link(self, page: Page, document: Document, article: Page, match: Match) -> Verdict:
        """Store a page as a copy of an article, or in its place where it outranks it."""
        kind: VerdictKind = match.kind or "near"
        if outranks(page.article, article.article) and self._upgrade(page, document, article, match):
            reason = f"{match.rule}; fuller or earlier, it stands as the article now"
            return Verdict(kind, article.id, article.id, article.article.url, match.score, reason)
        self._pages.put_copy(replace(page, link=link_of(match, article.id, self.document(article))))
        self.log("copy", article.id, page.id)
        return Verdict(kind, article.id, page.id, article.article.url, match.score, match.rule)

    def _upgrade(self, page: Page, document: Document, article: Page, match: Match) -> bool:
        """Let a page stand as the article, under its id; what stood there becomes a copy of it.

        Copies linked before are compared with the new text. Where one would no longer hold, nothing changes:
        an update of an update must not cut off the first report.
        """
        before = self.document(article)
        copies = self._pages.copies(article.id)
        links = [self._relink(copy, before, document) for copy in copies]
        if not all(links):
            return False
        for copy, link in zip(copies, links, strict=True):
            self._pages.put_copy(replace(copy, link=link))
        self._pages.exchange(article.id, page.id)
        self._pages.update_article(replace(page, id=article.id))
        self._pages.put_copy(replace(article, id=page.id, link=link_of(match, article.id, document)))
        self._fingerprint(page.id, before)
        self._fingerprint(article.id, document)
        self._reindex(article.id, before, document)
        self.log("upgraded", article.id, page.id)
        return True

    def _relink(self, copy: Page, before: Document, document: Document) -> Link | None:
        """The link of a copy after its article's text has changed; None where it would not hold."""
        assert copy.link is not None
        if copy.link.rule == OVERRULED or before.text_hash == document.text_hash:
            return copy.link
        match = compare(document, document_of(copy.article))
        return link_of(match, copy.article_id, document) if match.same else None

    # What is kept of texts

    def document(self, page: Page) -> Document:
        """The document of a unique article, remembered."""
        document = self._documents.get(page.id)
        if document is None:
            document = document_of(page.article)
            self._remember(page.id, document)
        return document

    def _remember(self, article_id: int, document: Document) -> None:
        self._documents[article_id] = document
        if len(self._documents) > _REMEMBERED:
            self._documents.popitem(last=False)

    def _reindex(self, article_id: int, before: Document, document: Document) -> None:
        self._remember(article_id, document)
        if before.text_hash != document.text_hash:
            self._index.discard(article_id, index_keys(before))
            self._index.add(article_id, index_keys(document))

    def _fingerprint(self, page_id: int, document: Document) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO fingerprints VALUES (?, ?, ?)", (page_id, document.text_hash, RULES)
        )

    def log(self, kind: ChangeKind, article_id: int, page_id: int) -> None:
        """Add a line to the log of changes."""
        self._connection.execute(
            "INSERT INTO changes (kind, article_id, page_id, at) VALUES (?, ?, ?, ?)",
            (kind, article_id, page_id, now()),
        )


def outranks(page: Article, article: Article) -> bool:
    """Whether a copy should stand as the article: it is the fullest, then the earliest published."""
    if page.access != article.access:
        return page.access == "full"
    words, had = len(page.text.split()), len(article.text.split())
    if max(words, had) > _FULLER * min(words, had):
        return words > had
    return bool(page.published and article.published and page.published < article.published)


def link_of(match: Match, article_id: int, compared_with: Document) -> Link:
    """Return what a copy keeps of the decision on it."""
    evidence = json.dumps({name: _plain(value) for name, value in asdict(match.evidence).items()})
    return Link(
        article_id, match.kind or "near", match.score, match.rule, RULES, evidence, compared_with.text_hash
    )


def index_keys(document: Document) -> Keys:
    """Return the keys that a document is indexed under: those of its shingles, and one of its whole text.

    The key of the whole text finds an exact copy, of a text of any length, without an index of its own.
    """
    if not document.text_hash:
        return np.empty(0, dtype=np.int64)
    whole = int.from_bytes(document.text_hash[:8], "little") >> 17
    return np.append(document.keys, np.int64(whole))


def _plain(value: object) -> object:
    """A figure as JSON has it, without digits that nobody reads."""
    return round(float(value), 4) if isinstance(value, float | np.floating) else value
