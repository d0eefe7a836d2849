"""A web site on loopback for the tests of crawls: answers by address, counts what is asked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic
from typing import Self

from crawler.settings import DOWNLOADER_MIDDLEWARES
from tests.stories import paragraphs

HOST = "www.bugle.example"
SITE = f"http://{HOST}"


@dataclass
class Answer:
    body: str | bytes = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Asked:
    """One request as it came in."""

    url: str
    headers: dict[str, str]
    at: float


class Website:
    """Serves `pages` (address → answer, or a function of the request) as an HTTP proxy would."""

    def __init__(self, pages: dict[str, Answer | Callable[[Asked], Answer]] | None = None) -> None:
        self.pages = pages or {}
        self.log: list[Asked] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = (
                    self.path if self.path.startswith("http") else f"http://{self.headers['Host']}{self.path}"
                )
                asked = Asked(url, dict(self.headers), monotonic())
                site.log.append(asked)
                answer = site.pages.get(url, Answer("nothing here", 404))
                answer = answer(asked) if callable(answer) else answer
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.type)
                self.send_header("Content-Length", str(len(answer.raw)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.raw)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def asked(self) -> Counter[str]:
        """Address → how often it was asked for, robots.txt aside."""
        return Counter(asked.url for asked in self.log if not asked.url.endswith("/robots.txt"))


class ThroughProxy:
    """Sends every request of a test's crawl to its website."""

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler):  # type: ignore[no-untyped-def]
        return cls(crawler.settings["TEST_PROXY"])

    def process_request(self, request):  # type: ignore[no-untyped-def]
        request.meta["proxy"] = self.proxy


def quick(website: Website) -> dict[str, object]:
    """Settings for a crawl of the website without the waits that a stranger's server deserves."""
    return {
        "TEST_PROXY": website.proxy,
        "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES | {"tests.website.ThroughProxy": 740},
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
    }


def article(number: int, published: str = "2026-11-20T10:00:00Z", words: int = 200) -> Answer:
    """The page of a story that no other number has."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number, words))
    return Answer(
        f'<!doctype html><html lang="en"><head><title>Story {number} | Bugle</title><meta charset="utf-8">'
        f'<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{published}"></head>'
        f"<body><header><nav><a href='/'>Home</a></nav></header><main><article><h1>Story {number}</h1>"
        f"{body}</article></main><footer>Bugle</footer></body></html>"
    )


def feed(*links: tuple[str, str], base: str = SITE) -> Answer:
    """An RSS feed of (path, RFC 2822 date)."""
    items = "".join(
        f"<item><title>{path}</title><link>{base}{path}</link><pubDate>{date}</pubDate></item>"
        for path, date in links
    )
    return Answer(
        f'<rss version="2.0"><channel><title>Bugle</title>{items}</channel></rss>', type="application/rss+xml"
    )
