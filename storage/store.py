"""Store: an archive open for writing; every article becomes a verdict in one transaction."""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from storage import database, schema
from storage.archive import Archive
from storage.article import Article
from storage.clean import Clean, Cleaned
from storage.dedup import PARAMETERS
from storage.entries import settle_article
from storage.fetch import Fetch
from storage.furniture import Block, Furniture
from storage.ingest import Ingest
from storage.ledger import Ledger
from storage.overrule import Overrule
from storage.rerun import Progress, Rerun
from storage.stories import Stories
from storage.verdict import Verdict

# Articles a transaction of ingest_many. The larger, the more postings share a page that is written once.
_BATCH = 1_000

# Seconds after which a slow source's batch is stored as it is: what was read is soon safe, and seen.
_PATIENCE = 1.0


class Store(Archive):
    """A store, open for writing; made where there is none.

    Any number of processes may write at once: each ingest holds the lock from its first look-up to its
    commit, so together they end with what one alone would have stored. One Store serves one thread.

    Args:
        path: of the SQLite file.

    Raises:
        StoreError: the file cannot be used; the tree in ``storage/errors.py`` says how.
    """

    def _open(self) -> database.Connection:
        connection = database.create(self.path)
        with database.closed_on_error(connection):
            schema.prepare(connection, self.path, PARAMETERS)
        self._stories = Stories(connection)
        self._furniture = Furniture(connection, self._stories.pages)
        self._ingest = Ingest(connection, self._stories, self._furniture)
        self._data_version = 0
        return connection

    @property
    def ledger(self) -> Ledger:
        """What was discovered, what came of it, and what is to be fetched."""
        return Ledger(self.connection)

    def ingest(self, article: Article, fetch: Fetch | None = None) -> Verdict:
        """Store one article, in one transaction.

        Args:
            article: as parsed.
            fetch: the ledger's row that it came from; settled in the same transaction.

        Returns:
            what became of it.

        Raises:
            StoreError: nothing was stored.
        """
        return self.ingest_together([(article, fetch)])[0]

    def ingest_together(self, readings: Sequence[tuple[Article, Fetch | None]]) -> list[Verdict]:
        """Store a few articles in one transaction: the verdicts of ``ingest`` for each, at half the cost.

        Args:
            readings: articles as parsed, each with the ledger's row that it came from; settled in the same
                transaction.

        Returns:
            what became of each, in order.

        Raises:
            StoreError: nothing was stored.
        """
        batch = self._ingest.read_all(article for article, _ in readings)
        with self._writing():
            verdicts = self._ingest.ingest_all(batch)
            for (_, fetch), incoming, verdict in zip(readings, batch, verdicts, strict=True):
                if fetch is not None:
                    settle_article(self.connection, fetch, incoming.article, verdict)
        return verdicts

    def ingest_many(self, articles: Iterable[Article]) -> Iterator[Verdict]:
        """Store articles in batches, a transaction each: the verdicts of ``ingest``, several times as fast.

        Args:
            articles: as parsed; read a batch at a time, one batch ahead. Where reading fails, what was read
                before is stored.

        Yields:
            what became of each, in order, once its batch is committed.

        Raises:
            StoreError: nothing of the batch was stored.
        """
        batches = _batches(articles)
        with ThreadPoolExecutor(1) as helper:
            batch = self._ingest.read_all(next(batches, []))
            while batch:
                try:
                    coming = next(batches, [])
                except BaseException:
                    with self._writing():
                        self._ingest.ingest_all(batch)
                    raise
                with self._writing():
                    verdicts = self._ingest.ingest_all(batch)
                    # SQLite works on the long statements without Python's lock: time to read the next texts.
                    following = helper.submit(self._ingest.read_all, coming)
                    self._stories.flush()
                yield from verdicts
                batch = following.result()

    def split(self, copy: str | int) -> int:
        """Let a copy stand as an article of its own, from now on.

        Args:
            copy: its id or URL.

        Returns:
            the id of the new article, which is that of the copy.

        Raises:
            ArticleNotFound: no page has that id or URL.
            OverruleError: the page is no copy.
        """
        with self._writing():
            return Overrule(self.connection, self._stories).split(self.page(copy))

    def merge(self, into: str | int, other: str | int) -> int:
        """Let two stories be one, from now on.

        Args:
            into: id or URL of a page of the story whose id stays.
            other: id or URL of a page of the other.

        Returns:
            the id of the article.

        Raises:
            ArticleNotFound: no page has that id or URL.
            OverruleError: they are one story already.
        """
        with self._writing():
            return Overrule(self.connection, self._stories).merge(self.page(into), self.page(other))

    def furniture(self, outlet: str = "") -> list[Block]:
        """List what was learned to be furniture; see ``storage.furniture``.

        Args:
            outlet: its name, or the host where none is declared; empty for all.
        """
        with database.errors_of(self.path):
            return self._furniture.listing(outlet)

    def keep_block(self, block_id: int) -> None:
        """Overrule: a block is no furniture, now and later; it comes back to where it was taken out.

        Stopped half-way, it goes on when it is called again.

        Raises:
            ArticleNotFound: there is no such block.
        """
        with self._writing():
            lacking = self._furniture.keep(block_id)
        clean = Clean(self.connection, self._stories, self._furniture)
        for at in range(0, len(lacking), _BATCH):
            with self._writing():
                for page_id in lacking[at : at + _BATCH]:
                    clean.page(page_id)

    def drop_block(self, outlet: str, text: str) -> int:
        """Overrule: a block is furniture at an outlet, now and later; return its id."""
        with self._writing():
            return self._furniture.drop(outlet, text)

    def clean(self, outlet: str = "") -> Iterator[Cleaned]:
        """Take furniture out of the articles that were stored before it was learned.

        Args:
            outlet: its name, or the host where none is declared; empty for all.

        Yields:
            how far it has come; what is done is committed.
        """
        clean = Clean(self.connection, self._stories, self._furniture)
        done: Cleaned | None = Cleaned()
        while done:
            with self._writing():
                done = clean.step(outlet, done, _BATCH)
            if done:
                yield done

    def rerun(self) -> Iterator[Progress]:
        """Decide anew on all pages that other rules than today's placed, a batch at a time.

        It may be stopped and started again: what is done is committed.

        Yields:
            how far it has come.
        """
        rerun, done = Rerun(self.connection, self._stories), Progress()
        while True:
            with self._writing():
                step = rerun.step(_BATCH)
            if not step.decided:
                return
            done = Progress(done.decided + step.decided, done.changed + step.changed)
            yield done

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, begun with the knowledge of what other processes have written."""
        with database.errors_of(self.path), database.transaction(self.connection):
            (version,) = self.connection.execute("PRAGMA data_version").fetchone()
            if version != self._data_version:
                self._stories.refresh()
                self._furniture.refresh()
                self._data_version = version
            try:
                yield
                self._furniture.flush()
                self._stories.flush()
            except BaseException:
                # What is remembered of a transaction that is undone was never stored.
                self._stories.reset()
                self._furniture.reset()
                self._data_version = 0
                raise
            finally:
                self._stories.end()
                self._furniture.end()


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Cut what comes into batches: at a number, at a time where the source is slow, and where it fails."""
    batch: list[Article] = []
    begun = time.monotonic()
    try:
        for article in articles:
            batch.append(article)
            if len(batch) == _BATCH or time.monotonic() - begun > _PATIENCE:
                yield batch
                batch, begun = [], time.monotonic()
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch
