"""Ingest, everything included, against datasketch's own MinHash and LSH in memory on the same articles."""

import json
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import fmean, harmonic_mean

import numpy as np
from datasketch import MinHash, MinHashLSH

from storage import Article, Store

_WORDS = 500
_COPIES = 0.15
_VOCABULARY = 60_000
_BLOCK = 5_000
# Enough that what one ingest sets off later, FTS5's merging, is in the mean.
_SINGLE = 2_000
_CHUNK = 10_000

_FOLDER = Path(".cache/bench")
_INDEX = ("postings", "recent_postings", "fingerprints", "blocks", "recent_blocks")


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """Generated news: words by Zipf's law, stock phrases that stories share, and 15% copies.

    A copy has another URL, outlet, title and, in turn, the whole text, its first two thirds, a quarter of it,
    or the text with two paragraphs put around it.
    """
    dice = np.random.default_rng(seed)
    vocabulary = np.array([_word(number) for number in range(_VOCABULARY)])
    weights = 1 / np.arange(2, _VOCABULARY + 2)
    weights /= weights.sum()
    phrases = [" ".join(vocabulary[dice.choice(_VOCABULARY, 9, p=weights)]) for _ in range(300)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    recent: list[Article] = []
    for block in range(0, count, _BLOCK):
        drawn = dice.choice(_VOCABULARY, (_BLOCK, _WORDS), p=weights)
        for number in range(block, min(block + _BLOCK, count)):
            published = start + timedelta(seconds=40 * number)
            if recent and dice.random() < _COPIES:
                yield _copy(recent[dice.integers(len(recent))], number, published, phrases, dice)
                continue
            words = vocabulary[drawn[number - block]].tolist()
            paragraphs = [" ".join(words[at : at + 50]) for at in range(0, _WORDS, 50)]
            paragraphs[3] += " " + phrases[dice.integers(300)]
            paragraphs[7] += " " + phrases[dice.integers(300)]
            outlet = f"outlet{number % 40}"
            article = Article(
                url=f"https://www.{outlet}.example/news/{published:%Y/%m/%d}/{'-'.join(words[:6])}-{number}",
                title=" ".join(words[:9]).capitalize(),
                text="\n\n".join(paragraphs),
                published=published,
                outlet=outlet,
            )
            recent = [*recent[-400:], article]
            yield article


_SYLLABLES = ("ta", "re", "mi", "no", "su", "ka", "le", "do", "vi", "pa", "en", "or", "is", "al", "ud", "ce")


def _word(number: int) -> str:
    word = _SYLLABLES[number % 16]
    while number := number // 16:
        word += _SYLLABLES[number % 16]
    return word


def _copy(
    original: Article, number: int, published: datetime, phrases: list[str], dice: np.random.Generator
) -> Article:
    paragraphs = original.text.split("\n\n")
    kept = ([*paragraphs], paragraphs[:7], paragraphs[:3], [phrases[0], *paragraphs, phrases[1]])[number % 4]
    return Article(
        url=f"https://www.reprint{number % 60}.example/{original.url.rpartition('/')[2]}-{number}",
        title=f"{original.title} again",
        text="\n\n".join(kept),
        published=published,
        outlet=f"reprint{number % 60}",
    )


class Datasketch:
    """The usual recipe, in memory: MinHash of 3-word shingles, LSH at 0.5; no text kept, nothing verified."""

    def __init__(self) -> None:
        self._lsh = MinHashLSH(threshold=0.5, num_perm=128)
        self.copies = 0

    def ingest(self, article: Article) -> None:
        words = article.text.lower().split()
        sketch = MinHash(num_perm=128)
        sketch.update_batch({" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)})
        if self._lsh.query(sketch):
            self.copies += 1
        else:
            self._lsh.insert(article.url, sketch)


def run(scale: int) -> None:
    """Print the table; what was measured stands in ``.cache/bench/ingest-SCALE.json``, too.

    A run that was stopped goes on where it stood: the store lies beside the figures until the last of them.

    Args:
        scale: articles in the store when the last figures are taken.
    """
    _FOLDER.mkdir(parents=True, exist_ok=True)
    path = _FOLDER / f"ingest-{scale}.db"
    usual = _usual()
    grown = _grow(path, scale)
    with Store(path) as store:
        (stored,) = store.connection.execute("SELECT count(*) FROM sightings").fetchone()
        fresh = list(articles(_SINGLE, seed=stored))
        single = _measure(lambda: [store.ingest(article) for article in fresh], _SINGLE)
    opening = _opening(path)
    index, file = _sizes(path)
    theirs = Rate.mean([usual, _usual()])
    print(f"\ningest of {_WORDS}-word articles, {_COPIES:.0%} copies, everything included, one process")
    print(f"{'':44} articles/s   CPU µs/article   CPU / datasketch's")
    for size, rate in rows(grown):
        print(f"  ingest_many, the store grown to {size:>9,}    {rate}{rate.cpu / theirs.cpu:>21.2f}")
    print(f"  ingest, one a transaction, at {scale:>11,}    {single}{single.cpu / theirs.cpu:>21.2f}")
    print(f"  datasketch MinHash + LSH in memory           {theirs}   (no text kept, nothing verified)")
    print(f"  open and first verdict               {opening * 1000:>18.1f} ms")
    print(f"  index an article                     {index:>18.0f} bytes; of the file {file:,.0f}")
    print(f"  memory at the end                    {_megabytes():>18.0f} MB")
    for left in _FOLDER.glob(f"{path.name}*"):
        left.unlink()


@dataclass(frozen=True, slots=True)
class Rate:
    """Articles a second by the clock, and microseconds of CPU for one, which other programs disturb less."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:>10,.0f} {self.cpu:>16,.0f}"

    @classmethod
    def mean(cls, rates: Sequence["Rate"]) -> "Rate":
        """The rate of several equal parts together."""
        return cls(harmonic_mean([rate.wall for rate in rates]), fmean([rate.cpu for rate in rates]))


def figures(scale: int) -> list[tuple[int, Rate]]:
    """Return what was measured as the store grew: its size after every 10,000 articles, and their rate."""
    file = _FOLDER / f"ingest-{scale}.json"
    if not file.exists():
        return []
    return [(size, Rate(wall, cpu)) for size, wall, cpu in json.loads(file.read_text())]


def rows(grown: Sequence[tuple[int, Rate]]) -> list[tuple[int, Rate]]:
    """The rates up to 10,000, 20,000, 50,000, 100,000 and so on, each since the one before."""
    found: list[tuple[int, Rate]] = []
    since: list[Rate] = []
    for size, rate in grown:
        since.append(rate)
        if str(size).rstrip("0") in ("1", "2", "5") or size == grown[-1][0]:
            found.append((size, Rate.mean(since)))
            since = []
    return found


def _usual() -> Rate:
    usual, sample = Datasketch(), list(articles(_SINGLE))
    return _measure(lambda: [usual.ingest(article) for article in sample], len(sample))


def _grow(path: Path, scale: int) -> list[tuple[int, Rate]]:
    """Fill a store; the generator's own time is left out."""
    grown = figures(scale) if path.exists() else []
    done = grown[-1][0] if grown else 0
    source = islice(articles(scale), done, None)
    with Store(path) as store:
        (stored,) = store.connection.execute("SELECT count(*) FROM sightings").fetchone()
        while chunk := list(islice(source, _CHUNK)):
            rate = _measure(lambda chunk=chunk: list(store.ingest_many(chunk)), len(chunk))
            done += len(chunk)
            if stored > done - len(chunk):
                continue  # a run that was stopped had begun with them
            grown.append((done, rate))
            print(f"  {done:>9,} of {scale:,} {rate}", file=sys.stderr, flush=True)
            figures_now = [(size, rate.wall, rate.cpu) for size, rate in grown]
            (_FOLDER / f"ingest-{scale}.json").write_text(json.dumps(figures_now))
    return grown


def _measure(work: Callable[[], object], count: int) -> Rate:
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Rate(count / wall, cpu / count * 1_000_000)


def _opening(path: Path) -> float:
    """Seconds from opening to the first verdict, on a copy of a stored story."""
    connection = sqlite3.connect(path)
    (text,) = connection.execute("SELECT text FROM articles ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()
    begun = time.perf_counter()
    with Store(path) as store:
        assert store.ingest(Article("https://first.example/", text=text)).kind == "exact"
        return time.perf_counter() - begun


def _sizes(path: Path) -> tuple[float, float]:
    """Bytes of index and of the file for an article; the index is what only duplicate detection reads."""
    connection = sqlite3.connect(path)
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    index = sum(sizes.get(name, 0) for name in _INDEX)
    connection.close()
    return index / count, path.stat().st_size / count


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
