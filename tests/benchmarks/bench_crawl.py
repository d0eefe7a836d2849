"""The whole path over loopback, download to store, against crawls that do less with the same pages.

The pages are as large as news sites' (``news_pages`` says what was measured) and sent with gzip. Every crawl
runs in a process of its own, on Twisted's reactor as `muster crawl` does, fetches a few pages to be warm, and
then the same ones from the same server, which is another process. The crawls take turns, several times over.
Both bars stand against Scrapy as it comes: else a setting of ours that makes an empty crawl cheaper would
count against the whole path. The empty crawl under our settings is printed beside it. CPU is that of the
crawling process alone: the machine's other work makes it wait, and hardly dearer.
"""

import multiprocessing
import resource
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import Settings

from crawler.outlets import Outlet
from crawler.run import crawl, on_reactor, project_settings
from crawler.spiders.base import spider_for
from storage import Store
from tests.benchmarks.news_pages import pages, zipped

_HOST = "www.bench.example"
_WARM_UP = 30
_ROUNDS = 3
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the crawling process, after it is warm; pages are those fetched in that time."""

    cpu: float
    pages: int

    @property
    def milliseconds(self) -> float:
        return self.cpu / self.pages * 1000


def _sitemap(paths: list[str]) -> bytes:
    entries = "".join(
        f"<url><loc>http://{_HOST}{path}</loc><news:news><news:publication_date>2026-10-09T12:00:00Z"
        f"</news:publication_date></news:news></url>"
        for path in paths
    )
    return f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'.encode()


def _serve(filled: dict[str, bytes], ready: Connection) -> None:
    paths = list(filled)
    answers = zipped(
        filled | {"/warm-up.xml": _sitemap(paths[:_WARM_UP]), "/sitemap.xml": _sitemap(paths[_WARM_UP:])}
    )

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # with it, and delayed ACK, an answer takes 40 ms

        def do_GET(self) -> None:
            path = self.path.removeprefix(f"http://{_HOST}")
            body = answers.get(path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Encoding", "gzip")
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


def _over_ours(port: int) -> dict[str, Any]:
    return _at_full_speed(port, project_settings()["DOWNLOADER_MIDDLEWARES"].copy_to_dict())


def _ours(port: int) -> Settings:
    """The project's settings, at full speed; nothing is stored."""
    return project_settings(_over_ours(port) | {"ITEM_PIPELINES": {}})


def _as_it_comes(port: int) -> Settings:
    """Scrapy's own settings and what `scrapy startproject` writes, at full speed."""
    return Settings(_at_full_speed(port, {}) | {"ROBOTSTXT_OBEY": True, "LOG_LEVEL": "INFO"})


def _at_full_speed(port: int, middlewares: dict[str, int | None]) -> dict[str, Any]:
    return {
        "BENCH_SERVER": f"http://127.0.0.1:{port}",
        "DOWNLOADER_MIDDLEWARES": middlewares | {"tests.benchmarks.bench_crawl.ToTheServer": 740},
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "AUTOTHROTTLE_ENABLED": False,
        # Servers that run beside the crawl have no part in its cost.
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }


def _whole_path(port: int, paths: list[str], answer: Connection) -> None:
    """Ours: news sitemap, ledger, download, parse, dedup, store."""

    async def main() -> Cost:
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
            outlets = [
                Outlet("bench", "Bench", f"http://{_HOST}/", sitemaps=(name,))
                for name in ("/warm-up.xml", "/sitemap.xml")
            ]
            await crawl([spider_for(outlets[0])], store, since=_SINCE, settings=_over_ours(port))
            begun = _cpu()
            run = await crawl([spider_for(outlets[1])], store, since=_SINCE, settings=_over_ours(port))
            assert run.outcomes.total() == len(paths) - _WARM_UP, run.outcomes
            return Cost(_cpu() - begun, run.outcomes.total())

    answer.send(on_reactor(main()))


def _plain(
    spider: type[Baseline],
    settings: Callable[[int], Settings],
    port: int,
    paths: list[str],
    answer: Connection,
) -> None:
    """The same pages with another callback."""

    async def main() -> Cost:
        from twisted.internet import reactor

        # Ours connects to nothing that our middleware has not checked; there is none of it here.
        CachingThreadedResolver(reactor, 100, 60.0).install_on_reactor()
        runner = AsyncCrawlerRunner(settings(port))
        await runner.crawl(spider, paths=paths[:_WARM_UP])
        crawler = runner.create_crawler(spider)
        begun = _cpu()
        await runner.crawl(crawler, paths=paths[_WARM_UP:])
        cost = Cost(_cpu() - begun, len(paths) - _WARM_UP)
        assert crawler.stats is not None
        assert crawler.stats.get_value("downloader/response_status_count/200", 0) >= cost.pages
        return cost

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
        scale: a 250th of it is the number of pages, 100 to 1,000.
    """
    filled = pages(_WARM_UP + min(max(scale // 250, 100), 1_000))
    here, there = _SPAWN.Pipe()
    server = _SPAWN.Process(target=_serve, args=(filled, there), daemon=True)
    server.start()
    jobs = (
        partial(_plain, Baseline, _as_it_comes),
        partial(_plain, Baseline, _ours),
        partial(_plain, Trafilatura, _as_it_comes),
        _whole_path,
    )
    try:
        port, paths = here.recv(), list(filled)
        rounds = [[_measure(job, port, paths) for job in jobs] for _ in range(_ROUNDS)]
    finally:
        server.kill()
        server.join()
    stock, bare, theirs, ours = (min(costs, key=lambda cost: cost.cpu) for costs in zip(*rounds, strict=True))
    size, sent = (sum(map(len, bodies.values())) / len(bodies) / 1024 for bodies in (filled, zipped(filled)))
    print(
        f"\ncrawl of {ours.pages:,} pages of {size:.0f} KB, {sent:.0f} KB as sent, over loopback;"
        f" CPU of the crawling process, the least of {_ROUNDS} rounds"
    )
    print(f"  Scrapy as it comes, nothing done            {stock.milliseconds:>7.2f} ms a page")
    print(f"  Scrapy under our settings, nothing done     {bare.milliseconds:>7.2f} ms a page")
    print(f"  Scrapy as it comes + trafilatura fast       {theirs.milliseconds:>7.2f} ms a page")
    print(f"  muster crawl: parse, dedup, store, ledger   {ours.milliseconds:>7.2f} ms a page")
    print(f"  against Scrapy under our settings           {ours.cpu / bare.cpu:>7.2f} times")
    print(f"  against Scrapy as it comes                  {ours.cpu / stock.cpu:>7.2f} times (at most 2.2)")
    print(f"  against Scrapy + trafilatura                {ours.cpu / theirs.cpu:>7.2f} times (at most 0.5)")
