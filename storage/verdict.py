"""What ingest says: the verdict on an article, and the line that it leaves in the log of changes."""

from dataclasses import dataclass
from typing import Literal

VerdictKind = Literal["new", "unchanged", "revision", "exact", "near"]
ChangeKind = Literal["new", "copy", "revised", "retitled", "upgraded", "overruled", "cleaned"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one article.

    Args:
        kind: ``new``, a story not seen before; ``unchanged``, this page with this text was stored already;
            ``revision``, this page was stored with another text, which is kept; ``exact``, a copy, word for
            word; ``near``, a copy that was trimmed, wrapped or edited.
        article_id: the unique article that it was stored as, or is a copy of. A later text may show that it
            belongs elsewhere; the log of changes then says where.
        page_id: the row of this page: equal to ``article_id`` where it is the unique article itself, else
            that of a copy.
        matched: URL of the page that it was recognised by; empty for ``new``.
        score: likeness to what it matched, 0 to 1; 1 for ``unchanged``, 0 for ``new``.
        reason: one sentence for people.
    """

    kind: VerdictKind
    article_id: int
    page_id: int
    matched: str = ""
    score: float = 0.0
    reason: str = ""

    @property
    def is_copy(self) -> bool:
        """Whether another page holds the story already."""
        return self.kind in ("exact", "near")


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the life of the store.

    Args:
        id: grows with every change, in the order of the commits: the cursor for ``Store.changes``.
        kind: ``new``, a unique article appeared; ``copy``, a page was linked to it; ``revised``, a page's
            text changed; ``retitled``, its headline alone; ``upgraded``, a fuller or earlier copy took the
            article's place, under its id, and what stood there is ``page_id`` now; ``overruled``, a person
            split or merged; ``cleaned``, furniture was taken out or put back.
        article_id: the unique article as it was then.
        page_id: the page that caused it.
        at: ISO-8601, UTC.
    """

    id: int
    kind: ChangeKind
    article_id: int
    page_id: int
    at: str
