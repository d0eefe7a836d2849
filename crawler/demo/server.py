"""Serves the demo newsroom on loopback, as an HTTP proxy for its hosts or by Host header, and counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from crawler.demo.platforms import afpims, arc, letter, wordpress
from crawler.demo.press import ANCHOR, GARRISON
from crawler.demo.site import Answer, Site, refusal
from crawler.demo.story import EDITIONS, stories

VALIDATORS = ("If-None-Match", "If-Modified-Since")


@cache
def newsroom(edition: int) -> dict[str, Site]:
    """The five outlets of an edition, by host.

    Args:
        edition: 1, or 2 with what changed by the next day.
    """
    told, now = stories(edition), EDITIONS[edition]
    sites = (
        arc.build(GARRISON, told, now),
        arc.build(ANCHOR, told, now),
        wordpress.build(told),
        afpims.build(told),
        letter.build(told, now),
    )
    return {site.host: site for site in sites}


class Newsroom:
    """The running server. Use as a context manager; its port is free choice of the system.

    >>> with Newsroom() as newsroom:
    ...     newsroom.proxy.startswith("http://127.0.0.1:")
    True

    Args:
        edition: the edition it opens with.
        port: a port of 127.0.0.1; 0 takes a free one.
    """

    def __init__(self, edition: int = 1, port: int = 0) -> None:
        self._lock = Lock()
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.publish(edition)
        self._server = _Server(("127.0.0.1", port), self)

    def publish(self, edition: int) -> None:
        """Puts another edition up in place of the one that stands; the counts go on."""
        sites = newsroom(edition)
        with self._lock:
            self.edition, self.sites = edition, sites

    @property
    def proxy(self) -> str:
        """The address that stands as proxy for the outlets' hosts, such as ``http://127.0.0.1:40123``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def reply(self, url: str, validators: Mapping[str, str]) -> Answer:
        """The answer to a request, counted.

        Args:
            url: the whole address.
            validators: ``If-None-Match`` and ``If-Modified-Since`` as sent.
        """
        parts = urlsplit(url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        with self._lock:
            site, before = self.sites.get(parts.netloc), self.asked[url]
            self.asked[url] += 1
            answer = (
                site.answer(target, before)
                if site
                else refusal(502, f"No outlet of the demo is at {parts.netloc}")
            )
            if answer.status == 200 and _holds(answer, validators):
                answer = replace(answer, status=304)
            self.statuses[url, answer.status] += 1
        return answer

    def reset(self) -> None:
        """Forgets what was asked so far."""
        with self._lock:
            self.asked.clear()
            self.statuses.clear()

    def __enter__(self) -> "Newsroom":
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _holds(answer: Answer, validators: Mapping[str, str]) -> bool:
    """Whether what the client has is what would be sent."""
    if "If-None-Match" in validators:
        return answer.etag in validators["If-None-Match"]
    changed, since = answer.headers.get("Last-Modified"), validators.get("If-Modified-Since")
    if changed is None or since is None:
        return False
    return parsedate_to_datetime(since) >= parsedate_to_datetime(changed)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        super().__init__(address, _Handler)
        self.newsroom = newsroom


class _Handler(BaseHTTPRequestHandler):
    """A proxy is asked for ``http://host/path``; a web server for ``/path``, and told the host beside it."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet; apart, Nagle and delayed ACK cost 40 ms an answer
    server: _Server

    def do_GET(self) -> None:
        url = (
            self.path
            if self.path.startswith("http://")
            else f"http://{self.headers.get('Host', '')}{self.path}"
        )
        sent = {name: self.headers[name] for name in VALIDATORS if name in self.headers}
        answer = self.server.newsroom.reply(url, sent)
        body = b"" if answer.status == 304 else answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(body)))
        if answer.status in (200, 304) and "Last-Modified" not in answer.headers:
            self.send_header("ETag", answer.etag)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body if self.command == "GET" else b"")

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the overridden method
        """Says nothing: the crawl reports what it did."""
