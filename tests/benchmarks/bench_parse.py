"""parse against trafilatura in its fast mode, what takes its time, and whether memory grows with pages."""

import gc
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median

import trafilatura
from lxml import etree

from crawler.parsers import fields, meta, parse, platforms
from crawler.parsers.page import Page as Tree
from crawler.parsers.page import read

PAGES = Path(__file__).parent.parent / "pages"
ROUNDS = 7
"""Times that each page is read by each in turn; the median counts, so that another process does not."""

Page = tuple[bytes, str]
Reader = Callable[[bytes, str], object]


def run(scale: int) -> None:
    """Print the tables.

    Args:
        scale: a tenth of it is the number of pages read for memory, 2,000 to 10,000.
    """
    bare = golden()
    heavy = [(weighty(html), url) for html, url in bare]
    print(f"{'pages':<28}{'KB':>6}{'lxml':>8}{'parse':>8}{'trafilatura':>13}{'ratio':>7}   CPU ms a page")
    for name, pages in (("golden pages", bare), ("at a newspaper's weight", heavy)):
        size = sum(len(html) for html, _ in pages) / len(pages) / 1000
        tree, ours, theirs = milliseconds([lxml, parse, peer], pages)
        print(f"{name:<28}{size:>6.0f}{tree:>8.2f}{ours:>8.2f}{theirs:>13.2f}{theirs / ours:>6.1f}x")
    shares(heavy)
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


def lxml(html: bytes, url: str) -> object:
    """The tree alone."""
    return etree.fromstring(html, etree.HTMLParser())


def peer(html: bytes, url: str) -> object:
    """Trafilatura as its own evaluation calls it for speed."""
    return trafilatura.bare_extraction(html, url=url, include_comments=False, with_metadata=True, fast=True)


def to_head(html: bytes, url: str) -> tuple[Tree, meta.Head]:
    """The tree, and what the page says about itself."""
    page = read(html, url)
    return page, meta.read(page)


def to_fields(html: bytes, url: str) -> object:
    """All but the text."""
    page, head = to_head(html, url)
    adapter = platforms.recognise(page, head)
    return fields.read(page, head, adapter.read(page, head).claims if adapter else None)


def shares(pages: list[Page]) -> None:
    """Print what each stage of parse takes, as the difference to the reading that ends before it."""
    tree, head, stated, whole = milliseconds([read, to_head, to_fields, parse], pages)
    stages = {"tree": tree, "head": head - tree, "fields": stated - head, "text": whole - stated}
    print("\nstage    CPU ms   share")
    for name, spent in stages.items():
        print(f"{name:<8}{spent:>7.2f}{spent / whole:>8.0%}")


def milliseconds(readers: list[Reader], pages: list[Page]) -> list[float]:
    """CPU milliseconds a page of each reader: the mean over the pages of each page's median."""
    medians = []
    for html, url in pages:
        rounds = [[_seconds(reader, html, url) for reader in readers] for _ in range(ROUNDS + 1)]
        medians.append([median(times) for times in zip(*rounds[1:], strict=True)])  # the first fills caches
    return [1000 * fmean(times) for times in zip(*medians, strict=True)]


def _seconds(reader: Reader, html: bytes, url: str) -> float:
    begun = time.process_time()
    reader(html, url)
    return time.process_time() - begun


def memory(pages: list[Page], count: int) -> None:
    """Print the largest resident size after a tenth of the pages and after all."""
    print("\npages read   resident MB")
    for number in range(count):
        html, url = pages[number % len(pages)]
        parse(html.replace(b"Section", b"Section%d" % number), url)
        if number + 1 in {count // 10, count}:
            gc.collect()
            print(f"{number + 1:>10}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>14.1f}")
