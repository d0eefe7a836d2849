"""Stories: the unique articles with their copies, and where a page belongs among them.

Every copy belongs to a unique article because it was itself compared with the versions of that story, all of
them: a star, never a chain. Chains of pairs that are each alike merge what is not (859,091 documents in one:
marin-community/marin issue 6851).
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from storage.article import Article
from storage.dedup import RULES, Document, Match, belongs, compare, is_part, is_version
from storage.index import Postings
from storage.links import link_of, outranks
from storage.pages import OVERRULED, Link, Page, Pages, document_of, now
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

    def reset(self) -> None:
        """Drop what is remembered of a transaction that was undone: it was never stored."""
        self._versions.clear()
        self._index.reset()

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

    def place(self, page: Page, document: Document) -> Verdict:
        """Store a page that stands nowhere yet: as a copy of what it matches, or as a unique article.

        Args:
            page: without a link; neither in ``articles`` nor in ``copies``.
            document: of its article.
        """
        matches = self._matches(page.id, document)
        if not matches:
            self.add(page, document)
            return Verdict("new", page.id, page.id, reason="no stored article tells this story")
        verdict = self.link(page, document, *matches[0])
        for article_id, _ in matches[1:]:
            self._bridge(article_id, verdict.article_id)
        return verdict

    def _bridge(self, article_id: int, home: int) -> None:
        """Bring a lone page home that stands whole in the article which came last.

        A teaser and a reprint with another lead share too little to be one story before that.
        """
        document = self.document(article_id)
        found = self.find(article_id, document)
        alone = not self._pages.copies(article_id)
        if found and found[0] == home and alone and is_part(document, found[1]):
            self.place_anew(article_id)

    def place_anew(self, article_id: int) -> None:
        """Take a story out and place it again, its copies after it, each by its own decision."""
        article, *copies = self.take_apart(article_id)
        home = self.place(article, document_of(article.article)).article_id
        for copy in copies:
            assert copy.link is not None
            if copy.link.rule == OVERRULED:
                self.hold(copy, home)
            else:
                self.place(replace(copy, link=None), document_of(copy.article))

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

    def find(self, page_id: int, document: Document) -> tuple[int, Match] | None:
        """Find the unique article that tells the same story; of several, the most alike.

        Args:
            page_id: of the page that is to be placed; stories that a person kept it apart from are left out.
            document: of the page.

        Returns:
            the article's id, and the decision.
        """
        return next(iter(self._matches(page_id, document)), None)

    def _matches(self, page_id: int, document: Document) -> list[tuple[int, Match]]:
        """The articles that tell the same story, the most alike first; one of equal text stands alone."""
        matches = []
        for article_id in self._candidates(page_id, document):
            versions = tuple(self.versions(article_id).values())
            equal = next((each for each in versions if each.text_hash == document.text_hash), None)
            if equal:
                return [(article_id, compare(document, equal))]
            match = belongs(document, versions)
            if match:
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
        if outranks(page.article, article.article) and self._upgrade(page, document, article, match):
            reason = f"{match.rule}; fuller or earlier, it stands as the article now"
            return Verdict(kind, article_id, article_id, url, match.score, reason)
        self._pages.put_copy(replace(page, link=link_of(match, article_id, document)))
        self.fingerprint(page.id, document)
        if is_version(match):
            self._index.add(article_id, document.keys)
            self._versions.pop(article_id, None)
        self.log("copy", article_id, page.id)
        return Verdict(kind, article_id, page.id, url, match.score, match.rule)

    def retext(self, page: Page, article: Article) -> None:
        """Let a page have another text that says the same: no revision, no other story."""
        before, document = document_of(page.article), document_of(article)
        changed = replace(page, article=article)
        self.fingerprint(page.id, document)
        if page.link is None:
            self._pages.update_article(changed)
            self.reindex(page.id, before, document)
        else:
            self._pages.put_copy(changed)
            self._versions.pop(page.article_id, None)

    def hold(self, page: Page, article_id: int) -> Verdict:
        """Link a page to an article because a person says so."""
        document = document_of(page.article)
        match = compare(self.document(article_id), document)
        said = replace(match, same=True, kind=match.kind or "near", rule=OVERRULED)
        return self.link(page, document, article_id, said)

    def _upgrade(self, page: Page, document: Document, article: Page, match: Match) -> bool:
        """Let a page stand as the article, under its id; what stood there becomes a copy of it.

        Copies linked before are compared anew, with the new text among the versions. Where one would no
        longer hold, nothing changes: an update of an update must not cut off the first report.
        """
        before = self.document(article.id)
        copies = self._pages.copies(article.id)
        versions = {**self.versions(article.id), page.id: document}
        links = [self.relink(copy, versions) for copy in copies]
        if not all(links):
            return False
        for copy, link in zip(copies, links, strict=True):
            self._pages.put_copy(replace(copy, link=link))
        self._pages.exchange(article.id, page.id)
        self._pages.update_article(replace(page, id=article.id))
        self._pages.put_copy(replace(article, id=page.id, link=link_of(match, article.id, before)))
        self.fingerprint(page.id, before)
        self.fingerprint(article.id, document)
        self._index.add(article.id, document.keys)
        self._versions.pop(article.id, None)
        self.log("upgraded", article.id, page.id)
        return True

    def relink(self, copy: Page, versions: Mapping[int, Document]) -> Link | None:
        """The link of a copy among other versions of its story than before; None where it would not hold."""
        assert copy.link is not None
        if copy.link.rule == OVERRULED:
            return copy.link
        document = document_of(copy.article)
        match = belongs(document, [version for page_id, version in versions.items() if page_id != copy.id])
        return link_of(match, copy.article_id, document) if match else None

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

    def reindex(self, article_id: int, before: Document, document: Document) -> None:
        """Let an article be found by its new text."""
        self._versions.pop(article_id, None)
        if before.text_hash == document.text_hash:
            return
        self._index.discard(article_id, before.keys)
        for version in self.versions(article_id).values():
            self._index.add(article_id, version.keys)

    def fingerprint(self, page_id: int, document: Document) -> None:
        """Keep the hash of a page's text and the version of the rules that placed it."""
        self._fingerprints[page_id] = document.text_hash

    def log(self, kind: ChangeKind, article_id: int, page_id: int) -> None:
        """Add a line to the log of changes."""
        self._changes.append((kind, article_id, page_id, now()))
