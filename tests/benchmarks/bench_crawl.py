"""The whole path over loopback, download to store, against crawls that do less with the same pages.

Every crawl runs in a process of its own, on Twisted's reactor as `muster crawl` does, and asks the same
server (another process) for the same pages under the same settings. CPU is the crawling process's own.
"""

import json
import multiprocessing
import re
import resource
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Request, Response

from crawler.demo.server import newsroom
from crawler.outlets import Outlet
from crawler.run import crawl, on_reactor, project_settings
from crawler.spiders.base import spider_for
from storage import Store
from tests.benchmarks.bench_ingest import articles

_HOST = "www.bench.example"
_FRAME = "/news/your-army/2026/10/09/bridge-company-opens-road-to-flooded-valley/"
_WARM_UP = 30
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
_NO_FILTER = "scrapy.dupefilters.BaseDupeFilter"
# What crawler/settings.py leaves out of Scrapy because it costs, as `scrapy startproject` would have it.
_AS_IT_COMES = {"CONCURRENT_ITEMS": 100, "WARN_ON_GENERATOR_RETURN_VALUE": True, "SPIDER_MIDDLEWARES": {}}
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the crawling process, after it is warm; pages are those fetched in that time."""

    cpu: float
    pages: int

    @property
    def milliseconds(self) -> float:
        return self.cpu / self.pages * 1000


def pages(count: int) -> dict[str, bytes]:
    """Path → page: generated stories of 500 words, 15% copies, in the frame of an Arc XP page."""
    frame = newsroom(1)["www.garrisontimes.example"].pages[_FRAME][0].body.decode()
    start = frame.index("Fusion.globalContent=") + len("Fusion.globalContent=")
    story, end = json.JSONDecoder().raw_decode(frame, start)
    head, middle = frame[:start], frame[end:]
    body = re.compile(r'<p class="[^"]*body-paragraph.*body-paragraph[^>]*>.*?</p>', re.DOTALL)
    filled = {}
    for number, article in enumerate(articles(count)):
        path = f"/news/2026/10/09/story-number-{number}/"
        paragraphs = article.text.split("\n\n")
        elements = [
            {"_id": f"E{number}{at}", "type": "text", "content": text} for at, text in enumerate(paragraphs)
        ]
        ans = story | {
            "_id": f"ID{number:024}",
            "canonical_url": path,
            "website_url": path,
            "headlines": {"basic": article.title},
            "content_elements": elements,
        }
        dom = "".join(f'<p class="body-paragraph">{escape(text)}</p>' for text in paragraphs)
        page = head + json.dumps(ans) + body.sub(lambda _, dom=dom: dom, middle, count=1)
        filled[path] = page.replace(_FRAME, path).replace(story["headlines"]["basic"], article.title).encode()
    return filled


def _sitemap(paths: list[str]) -> bytes:
    entries = "".join(
        f"<url><loc>http://{_HOST}{path}</loc><news:news><news:publication_date>2026-10-09T12:00:00Z"
        f"</news:publication_date></news:news></url>"
        for path in paths
    )
    return f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'.encode()


def _serve(filled: dict[str, bytes], ready: Connection) -> None:
    paths = list(filled)
    answers = {
        "/warm-up.xml": _sitemap(paths[:_WARM_UP]),
        "/sitemap.xml": _sitemap(paths[_WARM_UP:]),
        **filled,
    }

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.removeprefix(f"http://{_HOST}")
            body = answers.get(path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    ready.send(server.server_address[1])
    server.serve_forever()


class ToTheServer:
    """Names the server as the proxy of every request."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Any) -> "ToTheServer":
        return cls(crawler.settings["BENCH_SERVER"])

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self._proxy


class Baseline(Spider):
    """Fetches the pages that it is told, and does nothing with them."""

    name = "baseline"
    paths: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        for path in self.paths:
            yield Request(f"http://{_HOST}{path}", callback=self.parse)

    def parse(self, response: Response) -> Iterator[dict[str, str]]:
        yield from ()


class Trafilatura(Baseline):
    """Extracts title and text with trafilatura's fast mode; neither dedup nor storage."""

    name = "trafilatura"

    def parse(self, response: Response) -> Iterator[dict[str, str]]:
        from trafilatura import bare_extraction

        document = bare_extraction(response.text, url=response.url, fast=True, with_metadata=True)
        yield {"title": document.title or "", "text": document.text or ""}


def _settings(port: int) -> dict[str, Any]:
    middlewares = project_settings()["DOWNLOADER_MIDDLEWARES"].copy_to_dict()
    return {
        "BENCH_SERVER": f"http://127.0.0.1:{port}",
        "DOWNLOADER_MIDDLEWARES": middlewares | {"tests.benchmarks.bench_crawl.ToTheServer": 740},
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
    }


def _whole_path(port: int, paths: list[str], answer: Connection) -> None:
    """Ours: news sitemap, ledger, download, parse, dedup, store."""

    async def main() -> Cost:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
            outlets = [
                Outlet("bench", "Bench", f"http://{_HOST}/", sitemaps=(name,))
                for name in ("/warm-up.xml", "/sitemap.xml")
            ]
            await crawl([spider_for(outlets[0])], store, since=_SINCE, settings=_settings(port))
            begun = _cpu()
            run = await crawl([spider_for(outlets[1])], store, since=_SINCE, settings=_settings(port))
            assert run.outcomes.total() == len(paths) - _WARM_UP, run.outcomes
            return Cost(_cpu() - begun, run.outcomes.total())

    answer.send(on_reactor(main()))


def _plain(
    spider: type[Baseline], over: dict[str, Any], port: int, paths: list[str], answer: Connection
) -> None:
    """The same pages with another callback, and settings over ours."""

    async def main() -> Cost:
        settings = project_settings(
            _settings(port) | {"ITEM_PIPELINES": {}, "DUPEFILTER_CLASS": _NO_FILTER} | over
        )
        await AsyncCrawlerRunner(settings).crawl(spider, paths=paths[:_WARM_UP])
        begun = _cpu()
        await AsyncCrawlerRunner(settings).crawl(spider, paths=paths[_WARM_UP:])
        return Cost(_cpu() - begun, len(paths) - _WARM_UP)

    answer.send(on_reactor(main()))


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _measure(job: Callable[[int, list[str], Connection], None], port: int, paths: list[str]) -> Cost:
    here, there = _SPAWN.Pipe()
    process = _SPAWN.Process(target=job, args=(port, paths, there))
    process.start()
    cost = here.recv()
    process.join()
    assert isinstance(cost, Cost)
    return cost


def run(scale: int) -> None:
    """Print the table.

    Args:
        scale: a fiftieth of it is the number of pages, 200 to 2,000.
    """
    filled = pages(_WARM_UP + min(max(scale // 50, 200), 2_000))
    here, there = _SPAWN.Pipe()
    server = _SPAWN.Process(target=_serve, args=(filled, there), daemon=True)
    server.start()
    jobs = (
        partial(_plain, Baseline, _AS_IT_COMES),
        partial(_plain, Baseline, {}),
        partial(_plain, Trafilatura, _AS_IT_COMES),
        _whole_path,
    )
    try:
        port, paths = here.recv(), list(filled)
        stock, bare, theirs, ours = (_measure(job, port, paths) for job in jobs)
    finally:
        server.kill()
        server.join()
    size = sum(map(len, filled.values())) / len(filled) / 1024
    print(f"\ncrawl of {ours.pages:,} pages of {size:.0f} KB over loopback, CPU of the crawling process")
    print(f"  Scrapy as it comes, nothing done            {stock.milliseconds:>7.2f} ms a page")
    print(f"  Scrapy under our settings, nothing done     {bare.milliseconds:>7.2f} ms a page")
    print(f"  Scrapy as it comes + trafilatura fast       {theirs.milliseconds:>7.2f} ms a page")
    print(f"  muster crawl: parse, dedup, store, ledger   {ours.milliseconds:>7.2f} ms a page")
    print(f"  against Scrapy as it comes                  {ours.cpu / stock.cpu:>7.2f} times (at most 2.2)")
    print(f"  against Scrapy under our settings           {ours.cpu / bare.cpu:>7.2f} times")
    print(f"  against Scrapy + trafilatura                {ours.cpu / theirs.cpu:>7.2f} times (at most 0.5)")
