"""Stories: the unique articles with their copies, and what is found to be like them.

Every copy belongs to a unique article because it was itself compared with the versions of that story, all of
them: a star, never a chain. Chains of pairs that are each alike merge what is not (859,091 documents in one:
marin-community/marin issue 6851).
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from storage.article import Article
from storage.dedup import RULES, Document, Match, closest, is_version
from storage.index import Postings
from storage.links import link_of, outranks, said
from storage.page import OVERRULED, Page, document_of, now
from storage.pages import Pages
from storage.verdict import ChangeKind, Verdict, VerdictKind

# Candidates that are compared, those with the most shared keys first.
_CANDIDATES = 8

# A candidate is compared where it shares a key for so many words of the shorter text. Of 75 labelled pairs of
# one story every one does (the least: a key in 206 words); of strangers that share keys at all, half do.
_WORDS_A_KEY = 250

# Stories whose documents are kept for the next comparison: wire stories come in bursts.
_REMEMBERED = 2_000

# The stories that a person has said a page is not.
_APART = """
    SELECT article_id FROM overrules WHERE page_id = ? AND NOT same
    UNION ALL SELECT page_id FROM overrules WHERE article_id = ? AND NOT same
"""

# Whether a person has decided on a page of a story.
_HELD = """
    WITH pages AS (SELECT :story AS id UNION ALL SELECT id FROM copies WHERE article_id = :story)
    SELECT EXISTS (SELECT 1 FROM overrules JOIN pages ON id IN (page_id, overrules.article_id))
"""


class Stories:
    """The stories of one open store; every method runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pages = Pages(connection)
        self._index = Postings(connection)
        self._versions: OrderedDict[int, dict[int, Document]] = OrderedDict()
        self._fingerprints: dict[int, bytes] = {}
        self._changes: list[tuple[ChangeKind, int, int, str]] = []

    def refresh(self) -> None:
        """Drop what is remembered where another process has written."""
        self._versions.clear()
        self._index.refresh()
        self._pages.refresh()

    def reset(self) -> None:
        """Drop what is remembered of a transaction that was undone: it was never stored."""
        self._versions.clear()
        self._index.reset()
        self._pages.refresh()

    @property
    def pages(self) -> Pages:
        """The pages that the stories are made of."""
        return self._pages

    def expect(self, documents: Iterable[Document]) -> None:
        """Look up at once what a batch of documents shares keys with."""
        self._index.load(document.keys for document in documents)

    def flush(self) -> None:
        """Write what was gathered: the last step of a transaction."""
        self._index.flush()
        self._pages.flush()
        fingerprints = [(page_id, text_hash, RULES) for page_id, text_hash in self._fingerprints.items()]
        self._connection.executemany("INSERT OR REPLACE INTO fingerprints VALUES (?, ?, ?)", fingerprints)
        self._connection.executemany(
            "INSERT INTO changes (kind, article_id, page_id, at) VALUES (?, ?, ?, ?)", self._changes
        )
        self._fingerprints.clear()
        self._changes.clear()

    def end(self) -> None:
        """Drop what holds for one transaction only."""
        self._index.forget()
        self._pages.forget()
        self._fingerprints.clear()
        self._changes.clear()

    def held(self, article_id: int) -> bool:
        """Whether a person has decided on a page of the story: it stays as it is."""
        return bool(self._connection.execute(_HELD, {"story": article_id}).fetchone()[0])

    def add(self, page: Page, document: Document) -> None:
        """Store a page as a unique article."""
        self._pages.insert_article(page)
        self.fingerprint(page.id, document)
        self._index.add(page.id, document.keys)
        self._remember(page.id, {page.id: document})
        self.log("new", page.id, page.id)

    def take_apart(self, article_id: int) -> list[Page]:
        """Take a story out, to be placed anew: its article first, then its copies as they were linked."""
        article = self._pages.article(article_id)
        assert article is not None
        copies = self._pages.copies(article_id)
        for copy in copies:
            self._pages.delete_copy(copy.id)
        for page in (article, *copies):
            self._index.discard(article_id, document_of(page.article).keys)
        self._pages.delete_article(article_id)
        self._versions.pop(article_id, None)
        return [article, *copies]

    def matches(self, page_id: int, document: Document) -> list[tuple[int, Match]]:
        """The articles of stories with a version alike, the most alike first; one of equal text alone."""
        matches = []
        for article_id in self._candidates(page_id, document):
            versions = tuple(self.versions(article_id).values())
            equal = [each for each in versions if each.text_hash == document.text_hash]
            match = closest(document, equal or versions)
            assert match is not None
            if equal:
                return [(article_id, match)]
            if match.same:
                matches.append((article_id, match))
        return sorted(matches, key=lambda found: found[1].score, reverse=True)

    def _candidates(self, page_id: int, document: Document) -> list[int]:
        """The articles that share keys enough with a page to be worth a comparison, the most first."""
        found = self._index.candidates(document.keys, _CANDIDATES)
        shared = {article_id: keys * _WORDS_A_KEY for article_id, keys in found if article_id != page_id}
        few = [article_id for article_id, words in shared.items() if words < len(document.tokens)]
        for article_id, words in self._pages.words(few).items():
            if shared[article_id] < words:
                del shared[article_id]
        if not shared:
            return []
        apart = {row[0] for row in self._connection.execute(_APART, (page_id, page_id))}
        return [article_id for article_id in shared if article_id not in apart]

    def link(self, page: Page, document: Document, article_id: int, match: Match) -> Verdict:
        """Store a page as a copy of an article, or in its place where it outranks it."""
        article = self._pages.article(article_id)
        assert article is not None
        kind: VerdictKind = match.kind or "near"
        url = article.article.url
        if outranks(page.article, article.article):
            self._upgrade(page, document, article, match)
            reason = f"{match.because}; fuller or earlier, this page stands as the article now"
            return Verdict(kind, article_id, article_id, url, match.score, reason)
        self._pages.put_copy(replace(page, link=link_of(match, article_id, document)))
        self.fingerprint(page.id, document)
        if is_version(match):
            self._index.add(article_id, document.keys)
            self._versions.pop(article_id, None)
        self.log("copy", article_id, page.id)
        return Verdict(kind, article_id, page.id, url, match.score, match.because)

    def retext(self, page: Page, article: Article) -> None:
        """Let a page have another text that says the same: no revision, no other story."""
        before, document = document_of(page.article), document_of(article)
        changed = replace(page, article=article)
        self.fingerprint(page.id, document)
        if page.link is None:
            self._pages.update_article(changed)
        else:
            self._pages.put_copy(changed)
        self.reindex(page.article_id, before)

    def hold(self, page: Page, article_id: int) -> Verdict:
        """Link a page to an article because a person says so.

        A copy that came along and matches by the rules stays a copy by the rules.
        """
        document = document_of(page.article)
        match = self.closest(page.id, document, article_id)
        assert match is not None
        by_rule = page.link is not None and page.link.rule != OVERRULED and match.same
        return self.link(page, document, article_id, match if by_rule else said(match))

    def release(self, copy: Page, document: Document) -> None:
        """Take a copy out of its story, which is found by the copy's text no more.

        Args:
            copy: as it was linked.
            document: of its text as it was indexed.
        """
        self._pages.delete_copy(copy.id)
        self.reindex(copy.article_id, document)

    def closest(self, page_id: int, document: Document, article_id: int) -> Match | None:
        """The match of a page's text with the closest version of a story that is not the page itself."""
        versions = self.versions(article_id).items()
        return closest(document, [text for each, text in versions if each != page_id])

    def _upgrade(self, page: Page, document: Document, article: Page, match: Match) -> None:
        """Let a page stand as the article, under its id; what stood there becomes a copy of it.

        The other copies stay as they are: the texts that they were compared with are all still there.
        """
        before = self.document(article.id)
        if match.rule != OVERRULED:
            others = [text for page_id, text in self.versions(article.id).items() if page_id != article.id]
            match = closest(before, [document, *others]) or match
            # A person may have put beneath one article what no rule would.
            match = match if match.same or not self.held(article.id) else said(match)
        self._pages.exchange(article.id, page.id)
        self._pages.update_article(replace(page, id=article.id))
        self._pages.put_copy(replace(article, id=page.id, link=link_of(match, article.id, before)))
        self.fingerprint(page.id, before)
        self.fingerprint(article.id, document)
        self._versions.pop(article.id, None)
        if is_version(match):
            self._index.add(article.id, document.keys)
        elif before.text_hash != document.text_hash:
            self.reindex(article.id, before)
        self.log("upgraded", article.id, page.id)

    def relink(self, copy: Page) -> bool:
        """Link a copy to its article by the rules of today; whether it holds."""
        assert copy.link is not None
        if copy.link.rule == OVERRULED:
            return True
        document = document_of(copy.article)
        match = self.closest(copy.id, document, copy.article_id)
        if match is None or not match.same:
            return False
        link = link_of(match, copy.article_id, document)
        self._pages.put_copy(replace(copy, link=link))
        if link.version != copy.link.version:
            self.reindex(copy.article_id, document)
        return True

    def document(self, article_id: int) -> Document:
        """The document of a unique article."""
        return self.versions(article_id)[article_id]

    def versions(self, article_id: int) -> Mapping[int, Document]:
        """The versions of a story by page, remembered: its article first, then the copies that differ."""
        versions = self._versions.get(article_id)
        if versions is None:
            article = self._pages.article(article_id)
            assert article is not None, f"article {article_id} is indexed and not stored"
            pages = [article, *self._pages.versions(article_id)]
            versions = {page.id: document_of(page.article) for page in pages}
            self._remember(article_id, versions)
        return versions

    def _remember(self, article_id: int, versions: dict[int, Document]) -> None:
        self._versions[article_id] = versions
        if len(self._versions) > _REMEMBERED:
            self._versions.popitem(last=False)

    def reindex(self, article_id: int, before: Document) -> None:
        """Let a story be found by the texts that it has now, and not by one that it had before."""
        self._versions.pop(article_id, None)
        self._index.discard(article_id, before.keys)
        for version in self.versions(article_id).values():
            self._index.add(article_id, version.keys)

    def fingerprint(self, page_id: int, document: Document) -> None:
        """Keep the hash of a page's text and the version of the rules that placed it."""
        self._fingerprints[page_id] = document.text_hash

    def log(self, kind: ChangeKind, article_id: int, page_id: int) -> None:
        """Add a line to the log of changes."""
        self._changes.append((kind, article_id, page_id, now()))
