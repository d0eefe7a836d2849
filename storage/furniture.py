"""Furniture learned: paragraphs that recur across an outlet's stories, whatever their wording.

A sign-up line, a disclaimer or a rotating teaser that no parser has a rule for betrays itself by standing
under many stories of one outlet. Blocks (paragraphs and headings) are counted as pages are stored; one that
stands in :data:`STORIES` different stories within the outlet's last :data:`WINDOW` pages is furniture there.

What keeps a story's own words from being counted:

- Stories whose titles differ in numbers and dates alone are a series and count once: "NAVY" stands in every
  "Contracts for Nov. 3" and is no furniture.
- A story does not count where its copy at another outlet has the block and it is no furniture there: the
  background paragraph that an agency repeats is reprinted, a sign-up line is not.
- Blocks of more than :data:`WORDS` words are not looked at, and at most half of an article is removed.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import blake2b

from storage.article import Article
from storage.errors import ArticleNotFound, OverruleError
from storage.page import Page, now, source
from storage.pages import Pages
from storage.recent import ID_BITS, KEY_BITS, MOST_PAGES, Recent, pages_of

# A stock sentence ("The incident is under investigation.") may stand in three of an outlet's stories, seldom
# in four of two hundred. A reporter's note stands in one of twenty, a rotating teaser in most of a day's.
STORIES = 4
WINDOW = 200

# The longest disclaimers have some eighty words.
WORDS = 80

# Pages after which a block that has not recurred is forgotten: a month and more of forty outlets. What is
# remembered stays at 3 MB, so that counting costs the same in a store of a million.
_REMEMBERED = 32_768
_PRUNED_EVERY = 4_096

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NUMBERED = re.compile(rf"\d+|\b(?:{_MONTHS}|mon|tues|wednes|thurs|fri|satur|sun)[a-z]*\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of furniture.

    Args:
        id: of the row.
        outlet: where it is furniture.
        text: as it stood when it was learned.
        state: ``learned``; ``kept`` or ``dropped`` where a person said so.
        removed: pages that lack it now.
        learned: ISO-8601, UTC.
        examples: ids of the pages that it was learned from.
    """

    id: int
    outlet: str
    text: str
    state: str
    removed: int
    learned: str
    examples: tuple[int, ...]


def blocks_of(article: Article) -> dict[int, str]:
    """Return the blocks of an article that may be furniture, by what is counted: a hash for this outlet."""
    where = source(article)
    hashed = ((_hash(where, block), block) for block in article.text.split("\n\n"))
    return {hash_: block for hash_, block in hashed if hash_ is not None}


def _series(page: Page) -> str:
    """The title with its numbers and dates masked; a story without a title stands for itself."""
    return _NUMBERED.sub("#", page.article.title) or str(page.article_id)


def _hash(where: str, block: str) -> int | None:
    """63 bits that hold for one outlet, whatever the case; None for a block too long or empty."""
    plain = block.strip().casefold()
    if not plain or plain.count(" ") >= WORDS:
        return None
    return int.from_bytes(blake2b(f"{where}\n{plain}".encode(), digest_size=8).digest(), "little") >> 1


def _key(hash_: int) -> int:
    """What a block is counted by at first; whether it stands in a page is looked at before it is learned."""
    return hash_ >> 63 - KEY_BITS


def _without(article: Article, hashes: Set[int]) -> str:
    """The text without some of its blocks."""
    where = source(article)
    return "\n\n".join(block for block in article.text.split("\n\n") if _hash(where, block) not in hashes)


class Furniture:
    """What recurs in one open store; every method but :meth:`strip` runs inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, pages: Pages) -> None:
        self._connection = connection
        self._pages = pages
        self._recent = Recent(connection, "recent_blocks")
        self._removable: dict[int, int] = {}
        self._counts: dict[int, list[int]] = {}
        self._weighed: dict[int, int] = {}
        self._counted: list[int] = []
        self.refresh()

    def refresh(self) -> None:
        """Read what is furniture: another process may have learned it."""
        self._recent.refresh()
        rows = self._connection.execute("SELECT hash, id FROM furniture WHERE state <> 'kept'")
        self._removable = dict(rows.fetchall())

    def reset(self) -> None:
        """Drop what is remembered of a transaction that was undone; :meth:`refresh` has to follow."""
        self._recent.reset()

    def among(self, blocks: Mapping[int, str]) -> Set[int]:
        """Which of some blocks are furniture."""
        return blocks.keys() & self._removable.keys()

    def strip(self, article: Article, blocks: Mapping[int, str]) -> Article:
        """Return the article without its outlet's furniture; never less than half of it.

        Args:
            article: as parsed, or as stored.
            blocks: of the article.
        """
        gone = self.among(blocks)
        if not gone:
            return article
        text = _without(article, gone)
        return replace(article, text=text) if 2 * len(text) >= len(article.text) else article

    def load(self, hashes: Iterable[int]) -> None:
        """Look up at once what a batch of pages will count."""
        missing = {_key(hash_): hash_ for hash_ in hashes if hash_ not in self._counts}
        if not missing:
            return
        self._counts.update((hash_, []) for hash_ in missing.values())
        for entry in self._recent.find(sorted(missing)):
            self._counts[missing[entry >> ID_BITS]].append(entry & (MOST_PAGES - 1))
        weighed = self._connection.execute(
            "SELECT hash, pages FROM blocks WHERE hash IN (SELECT value FROM json_each(?))",
            (json.dumps(list(missing.values())),),
        )
        for hash_, pages in weighed:
            self._counts[hash_] = [int(page_id) for page_id in str(pages).split()]
            self._weighed.setdefault(hash_, 0)

    def count(self, page_id: int, blocks: Mapping[int, str]) -> None:
        """Count the blocks of a page that was stored for the first time, and learn what recurs."""
        self.load(blocks)
        for hash_, text in blocks.items():
            pages = self._counts[hash_]
            if page_id in pages:
                continue
            pages.append(page_id)
            if len(pages) >= STORIES:
                self._counts[hash_] = self._weigh(hash_, text, pages)
                self._weighed[hash_] = page_id
            elif hash_ in self._weighed:
                self._weighed[hash_] = page_id
            else:
                self._counted.append(_key(hash_) << ID_BITS | page_id)
        if page_id % _PRUNED_EVERY == 0:
            self._prune(page_id - _REMEMBERED)

    def _prune(self, oldest: int) -> None:
        """Forget the blocks that have not recurred since a page."""
        entries = self._recent.entries()
        self._recent.replace(entries[pages_of(entries) >= oldest])
        self._connection.execute("DELETE FROM blocks WHERE newest < ?", (oldest,))

    def _weigh(self, hash_: int, text: str, page_ids: Sequence[int]) -> list[int]:
        """Learn a block where its pages are different stories; return the pages that count on."""
        known = self._connection.execute("SELECT 1 FROM furniture WHERE hash = ?", (hash_,)).fetchone()
        if known:
            return []
        found = [page for page in map(self._pages.get, page_ids) if page is not None]
        stories = {page.article_id: page for page in found if hash_ in blocks_of(page.article)}
        series = {_series(page): page for page in stories.values()}
        counting = [page for page in series.values() if not self._stands_elsewhere(page, text)]
        if len(counting) < STORIES:
            return [page.id for page in counting]
        where = source(counting[0].article)
        if self._pages_since(where, counting[0].id) > WINDOW:
            return [page.id for page in counting[1:]]
        self._learn(hash_, where, text, "learned", [page.id for page in counting])
        return []

    def _learn(self, hash_: int, where: str, text: str, state: str, examples: Sequence[int]) -> int:
        cursor = self._connection.execute(
            "INSERT INTO furniture (hash, outlet, text, state, examples, learned) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (hash) DO UPDATE SET state = excluded.state RETURNING id",
            (hash_, where, text, state, json.dumps(examples), now()),
        )
        (block_id,) = cursor.fetchone()
        self._removable[hash_] = block_id
        return int(block_id)

    def _stands_elsewhere(self, page: Page, text: str) -> bool:
        """Whether another outlet's page of the same story has the block, and it is no furniture there."""
        where = source(page.article)
        article = self._pages.article(page.article_id)
        for other in (article, *self._pages.copies(page.article_id)):
            if other is None or source(other.article) == where:
                continue
            hash_ = _hash(source(other.article), text)
            if hash_ in blocks_of(other.article) and hash_ not in self._removable:
                return True
        return False

    def _pages_since(self, where: str, page_id: int) -> int:
        """How many pages of an outlet were stored since one of them."""
        (pages,) = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles WHERE outlet = :outlet AND id >= :id)"
            " + (SELECT count(*) FROM copies WHERE outlet = :outlet AND id >= :id)",
            {"outlet": where, "id": page_id},
        ).fetchone()
        return int(pages)

    def note(self, page_id: int, whole: Article, article: Article) -> None:
        """Remember what a page's article lacks of its whole text, and where it stood."""
        where, stays = source(whole), blocks_of(article).keys()
        hashed = [(_hash(where, block), block) for block in whole.text.split("\n\n")]
        gone = [
            (page_id, place, block, hash_)
            for place, (hash_, block) in enumerate(hashed)
            if hash_ is not None and hash_ not in stays
        ]
        self._connection.execute("DELETE FROM stripped WHERE page_id = ?", (page_id,))
        self._connection.executemany(
            "INSERT INTO stripped (page_id, place, text, block_id) "
            "SELECT ?1, ?2, iif(?3 = text, '', ?3), id FROM furniture WHERE hash = ?4",
            gone,
        )

    def whole(self, page: Page) -> Article:
        """The article with all that was taken out of it."""
        rows = self._connection.execute(
            "SELECT place, iif(stripped.text = '', furniture.text, stripped.text) "
            "FROM stripped JOIN furniture ON furniture.id = block_id WHERE page_id = ? ORDER BY place",
            (page.id,),
        ).fetchall()
        if not rows:
            return page.article
        blocks = page.article.text.split("\n\n")
        for place, text in rows:
            blocks.insert(place, text)
        return replace(page.article, text="\n\n".join(blocks))

    def restored(self, page: Page, whole: Article) -> Article | None:
        """The article with those removed blocks that its story has at another outlet; None without any."""
        gone = blocks_of(whole).keys() - blocks_of(page.article).keys()
        stays = {hash_ for hash_ in gone if self._stands_elsewhere(page, blocks_of(whole)[hash_])}
        if not stays:
            return None
        return replace(whole, text=_without(whole, gone - stays))

    def flush(self) -> None:
        """Write what was counted."""
        if self._counted:
            self._recent.add(self._counted)
            self._counted.clear()
        rows = [
            (hash_, " ".join(map(str, self._counts[hash_])), newest)
            for hash_, newest in self._weighed.items()
            if newest
        ]
        self._connection.executemany("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)", rows)
        self._weighed = dict.fromkeys(self._weighed, 0)

    def end(self) -> None:
        """Drop what holds for one transaction only."""
        self._counts.clear()
        self._weighed.clear()
        self._counted.clear()

    # What a person sees and decides

    def listing(self, outlet: str) -> list[Block]:
        """The furniture of an outlet, the last learned first; of all where the outlet is empty."""
        rows = self._connection.execute(
            "SELECT id, outlet, text, state, removed, learned, examples FROM recurring "
            "WHERE ? IN ('', outlet) ORDER BY outlet, id DESC",
            (outlet,),
        )
        return [
            Block(id_, where, text, state, removed, learned, tuple(json.loads(examples)))
            for id_, where, text, state, removed, learned, examples in rows
        ]

    def keep(self, block_id: int) -> list[int]:
        """Overrule: this block is no furniture, now and later.

        Returns:
            the pages that it was taken out of.

        Raises:
            ArticleNotFound: there is no such block.
        """
        update = "UPDATE furniture SET state = 'kept' WHERE id = ?"
        changed = self._connection.execute(update, (block_id,)).rowcount
        if not changed:
            raise ArticleNotFound(f"no block {block_id}; `muster furniture` lists them")
        self.refresh()
        lacking = "SELECT DISTINCT page_id FROM stripped WHERE block_id = ? ORDER BY page_id"
        return [row[0] for row in self._connection.execute(lacking, (block_id,))]

    def drop(self, outlet: str, text: str) -> int:
        """Overrule: this block is furniture at an outlet; return its id.

        Raises:
            OverruleError: it is too long to be one, or empty.
        """
        hash_ = _hash(outlet, text)
        if hash_ is None:
            raise OverruleError(f"a block of furniture has 1 to {WORDS} words, this one {len(text.split())}")
        return self._learn(hash_, outlet, text, "dropped", [])
