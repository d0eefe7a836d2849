"""parse against trafilatura in its fast mode on the same pages, and whether memory grows with pages read."""

import gc
import json
import resource
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import trafilatura
from lxml import etree

from crawler.parsers import parse

PAGES = Path(__file__).parent.parent / "pages"
ROUNDS = 5
"""Times that each page is read; the quickest counts, so that another process does not."""

Page = tuple[bytes, str]


def run(scale: int) -> None:
    """Print both tables.

    Args:
        scale: a tenth of it is the number of pages read for memory, 2,000 to 10,000.
    """
    bare = golden()
    heavy = [(weighty(html), url) for html, url in bare]
    print(f"{'pages':<28}{'KB':>6}{'lxml':>8}{'parse':>8}{'trafilatura':>13}{'ratio':>7}   CPU ms a page")
    for name, pages in (("golden pages", bare), ("at a newspaper's weight", heavy)):
        size = sum(len(html) for html, _ in pages) / len(pages) / 1000
        tree, ours, theirs = (
            milliseconds(read, pages)
            for read in (lambda html, _: etree.fromstring(html, etree.HTMLParser()), parse, peer)
        )
        print(f"{name:<28}{size:>6.0f}{tree:>8.2f}{ours:>8.2f}{theirs:>13.2f}{theirs / ours:>6.1f}x")
    memory(heavy, min(max(scale // 10, 2_000), 10_000))


def golden() -> list[Page]:
    """The golden pages with their addresses."""
    return [
        (path.read_bytes(), json.loads(path.with_suffix(".json").read_text("utf-8"))["url"])
        for path in sorted(PAGES.glob("*/*.html"))
    ]


def weighty(html: bytes) -> bytes:
    """A page with what a newspaper puts around the article: menus, scripts, a river, comments.

    The middle of 227 real pages has 184 KB and 869 elements; these come near that.
    """
    menu = "".join(f'<li class="nav-item"><a href="/s{n}/">Section {n}</a></li>' for n in range(120))
    card = (
        '<article class="card teaser"><a href="/{0}/"><h3 class="card-title">A headline of that day {0}</h3>'
        '<p class="card-dek">What the other story says in a sentence or two.</p></a><time>3 hours ago</time>'
        "</article>"
    )
    river = "".join(card.format(n) for n in range(60))
    script = "<script>var state=" + json.dumps({f"key{n}": "value " * 9 for n in range(2000)}) + "</script>"
    head, tail = html.rsplit(b"</body>", 1) if b"</body>" in html else (html, b"")
    before, _, after = head.partition(b"<body")
    opening, _, rest = after.partition(b">")
    nav = f"<nav class='menu'><ul>{menu}</ul></nav>".encode()
    foot = f"<section class='latest'><h2>Latest</h2>{river}</section>{script}</body>".encode()
    return before + b"<body" + opening + b">" + nav + rest + foot + tail


def peer(html: bytes, url: str) -> object:
    """Trafilatura as its own evaluation calls it for speed."""
    return trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True, fast=True)


def milliseconds(read: Callable[[bytes, str], object], pages: Iterable[Page]) -> float:
    """CPU milliseconds a page: the mean over the pages of each page's quickest reading."""
    times = []
    for html, url in pages:
        readings = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            read(html, url)
            readings.append(time.process_time() - begun)
        times.append(min(readings))
    return 1000 * sum(times) / len(times)


def memory(pages: list[Page], count: int) -> None:
    """Print the largest resident size after a tenth of the pages and after all."""
    print("\npages read   resident MB")
    for number in range(count):
        html, url = pages[number % len(pages)]
        parse(html.replace(b"Section", b"Section%d" % number), url)
        if number + 1 in {count // 10, count}:
            gc.collect()
            print(f"{number + 1:>10}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>14.1f}")
