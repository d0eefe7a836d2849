"""Gathering: which story a page belongs to, and which versions of the stories that it is like go together.

A page that tells what several stories tell has all of their versions gathered anew, so that it is the texts
that decide, not the order in which they came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from storage.dedup import Document, compare, gather, is_version
from storage.links import head_of
from storage.page import Page, document_of
from storage.stories import Stories
from storage.verdict import Verdict

# Versions that are gathered anew at once, those of the closest stories: two running stories and a half. A
# thousand pairs take a tenth of a second, once.
_GATHERED = 60


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Versions of several stories, and the article that each belongs to.

    Args:
        texts: by page.
        heads: by page, the id of the article of its story.
        moved: whether any has changed sides.
    """

    texts: Mapping[int, Document]
    heads: Mapping[int, int]
    moved: bool


class Gathering:
    """Places pages among the stories of one open store, inside the caller's transaction."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories

    def place(self, page: Page, document: Document) -> Verdict:
        """Store a page that stands nowhere yet: as a copy of what it matches, or as a unique article.

        Args:
            page: without a link; neither in ``articles`` nor in ``copies``.
            document: of its article.
        """
        found = self._stories.matches(page.id, document)
        if not found:
            return self._stand(page, document)
        article_id, match = found[0]
        alone = len(found) == len(self._stories.versions(article_id)) == 1
        if alone or not is_version(match) or self._stories.held(article_id):
            return self._stories.link(page, document, article_id, match)
        return self._set(page, document, self._gather((story for story, _ in found), {page.id: document}))

    def reconsider(self, article_id: int) -> bool:
        """Gather a story and those like it anew; whether a version has changed sides."""
        found = self._stories.matches(article_id, self._stories.document(article_id))
        stories = (article_id, *(story for story, _ in found))
        return not self._stories.held(article_id) and self._gather(stories, {}).moved

    def _gather(self, stories: Iterable[int], arriving: Mapping[int, Document]) -> _Gathered:
        """Gather the versions of some stories, and of a page on its way in; move what has changed sides."""
        texts, home = dict(arriving), dict[int, int]()
        for story in stories:
            versions = self._stories.versions(story)
            if not home or (len(texts) + len(versions) <= _GATHERED and not self._stories.held(story)):
                texts.update(versions)
                home.update(dict.fromkeys(versions, story))
        heads = {each: head_of(group, home) for group in gather(texts) for each in group}
        leaving = sorted({story for each, story in home.items() if heads[each] != story})
        # A page on its way in that is a story of its own is not there yet to be linked to.
        stored = _Gathered(texts, {each: head for each, head in heads.items() if head in home}, bool(leaving))
        loose = [page for story in leaving for page in self._stories.take_apart(story)]
        for page in sorted(loose, key=lambda page: heads.get(page.id) != page.id):
            self._set(replace(page, link=None), texts.get(page.id) or document_of(page.article), stored)
        return _Gathered(texts, heads, bool(leaving))

    def _set(self, page: Page, document: Document, gathered: _Gathered) -> Verdict:
        """Store a page where gathering has put it; one that is no version goes with its closest version."""
        head = gathered.heads.get(page.id)
        if head == page.id:
            return self._stand(page, document)
        matches = [
            (compare(document, text), gathered.heads[each])
            for each, text in gathered.texts.items()
            if each in gathered.heads and each != page.id and head in (None, gathered.heads[each])
        ]
        match, story = max(matches, key=lambda found: found[0].score)
        return self._stories.link(page, document, story, match)

    def _stand(self, page: Page, document: Document) -> Verdict:
        """Store a page as a unique article."""
        self._stories.add(page, document)
        return Verdict("new", page.id, page.id, reason="no stored article tells this story")
