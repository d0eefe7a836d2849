"""Addresses: which hosts may be asked, and that nothing else is connected to than what was checked."""

import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError
from scrapy.http import Request

from crawler.addresses import PrivateAddress, PublicAddresses, RefusedScheme
from storage import Store
from storage.fetch import Outcome
from tests.website import Answer, article, feed

NAMES = {
    "inside.example": ["127.0.0.9"],
    "half.example": ["93.184.215.14", "127.0.0.9"],
    "mapped.example": ["::ffff:127.0.0.9"],
    "household.example": ["fd12:3456:789a::1"],
    "public.example": ["93.184.215.14"],
    "six.example": ["2606:2800:21f:cb07::1"],
    "translated.example": ["64:ff9b::93.184.215.14"],
}


async def resolve(host: str) -> list[str]:
    return NAMES.get(host, [])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25lo]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[2002:7f00:1::]/",  # 6to4 of 127.0.0.1
        "http://[2001:0:7f00:1::]/",  # Teredo of 127.0.0.1
        "http://[64:ff9b::10.0.0.1]/",
        "http://[64:ff9b:1::10.0.0.1]/",
        "http://inside.example/",
        "http://half.example/",
        "http://mapped.example/",
        "http://household.example/",
    ],
)
async def test_an_address_that_is_not_public_is_refused(url: str) -> None:
    with pytest.raises(PrivateAddress):
        await PublicAddresses([], resolve).process_request(Request(url))
    with pytest.raises(PrivateAddress):  # not from memory either
        await PublicAddresses([], resolve).process_request(Request(url))


@pytest.mark.parametrize("host", ["public.example", "six.example", "translated.example", "[2606:4700::1]"])
async def test_what_is_public_passes(host: str) -> None:
    await PublicAddresses([], resolve).process_request(Request(f"http://{host}/"))


@pytest.mark.parametrize("host", ["inside.example", "::1"])
async def test_what_is_allowed_passes(host: str) -> None:
    url = f"http://[{host}]:8080/" if ":" in host else f"http://{host}:8080/"
    await PublicAddresses([host], resolve).process_request(Request(url))


async def test_no_host_and_no_name_server_are_told_apart() -> None:
    async def silence(host: str) -> list[str]:
        raise TimeoutError(host)

    with pytest.raises(CannotResolveHostError):
        await PublicAddresses([], resolve).process_request(Request("http://nowhere.example/"))
    with pytest.raises(DownloadTimeoutError):
        await PublicAddresses([], silence).process_request(Request("http://unheard.example/"))


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://public.example/x", "data:text/plain,x"])
async def test_only_http_is_fetched(url: str) -> None:
    with pytest.raises(RefusedScheme):
        await PublicAddresses([], resolve).process_request(Request(url))


MUSTER = """
import errno, socket, sys
from pathlib import Path

answers = {
    "four.example": [["127.0.0.1"]],
    "six.example": [["::1"]],
    "both.example": [["::1", "127.0.0.1"]],
    "flip.example": [["93.184.215.14"], ["127.0.0.1"]],  # public when asked first
    "xn--mnchen-3ya.example": [["93.184.215.14"], ["127.0.0.1"]],
}
found = socket.getaddrinfo


def getaddrinfo(host, port, *how, **hows):
    host = host.decode() if isinstance(host, bytes) else host
    key = host if host.isascii() else "xn--mnchen-3ya.example"
    if key not in answers:
        return found(host, port, *how, **hows)
    addresses = answers[key][0]
    answers[key] = answers[key][1:] or answers[key]
    return [pair for address in addresses for pair in found(address, port, *how, **hows)]


def loopback_alone(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        if args[1][0] not in ("127.0.0.1", "::1"):
            with Path("elsewhere").open("a") as log:
                print(args[1][0], file=log)
            raise OSError(errno.EHOSTUNREACH, "not on loopback")


socket.getaddrinfo = getaddrinfo
sys.addaudithook(loopback_alone)
from crawler.cli import main
main()
"""
"""`muster` with name servers of our own; what would leave this machine is noted and does not."""


class Handler(BaseHTTPRequestHandler):
    """A feed and its one story, another for every site."""

    def do_GET(self) -> None:
        site, _, rest = self.path.removeprefix("/").partition("/")
        day = "Sun, 22 Nov 2026 10:00:00 GMT"
        number = {"four": 0, "six": 1, "both": 2, "literal": 3}.get(site, 9)
        base = f"http://{self.headers['Host']}/{site}"
        answer = {
            "feed": feed(("/news/1", day), base=base),
            "news/1": article(number),
        }.get(rest, Answer("nothing here", 404))
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.end_headers()
        self.wfile.write(answer.raw)

    def log_message(self, *args: object) -> None:
        pass


class Over6(ThreadingHTTPServer):
    address_family = socket.AF_INET6


def muster(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    quick = ("RETRY_ENABLED=0", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "USER_AGENT=test")
    over = [option for setting in quick for option in ("-s", setting)]
    command = [sys.executable, "-c", MUSTER, "crawl", *arguments, "--db", "muster.db", *over]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def crawled(tmp_path: Path, allowed: str, sites: dict[str, str]) -> dict[str, str]:
    """What `muster crawl` says of each outlet; the store stays in the folder."""
    declared = "".join(
        f'[[outlet]]\nname = "{name}"\ntitle = "{name}"\nsite = "http://{host}/"\nfeeds = ["{name}/feed"]\n'
        for name, host in sites.items()
    )
    (tmp_path / "mine.toml").write_text(declared, "utf-8")
    done = muster(tmp_path, *sites, "--outlets", "mine.toml", "-s", f"MUSTER_PRIVATE_HOSTS={allowed}")
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)


def test_hosts_are_fetched_by_ipv6_by_both_and_by_number(tmp_path: Path) -> None:
    try:
        servers = [Over6(("::1", 0), Handler)]
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")
    port = servers[0].server_address[1]
    servers.append(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
    port4 = servers[1].server_address[1]
    for server in servers:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    sites = {
        "four": f"four.example:{port4}",
        "six": f"six.example:{port}",
        "both": f"both.example:{port4}",  # nothing listens on this port of ::1, which comes first
        "literal": f"[::1]:{port}",
    }
    told = crawled(tmp_path, "four.example,six.example,both.example,::1", sites)
    for server in servers:
        server.shutdown()
        server.server_close()
    assert {name: told[name] for name in sites} == dict.fromkeys(sites, "1 found, 1 fetched, 1 new, 0 copies")
    with Store(tmp_path / "muster.db") as store:
        assert store.ledger.outcomes() == {Outcome.STORED: 4}
    assert not (tmp_path / "elsewhere").exists()


def test_a_name_that_turns_to_this_machine_after_the_check_leads_nowhere(tmp_path: Path) -> None:
    asked: list[str] = []

    class Inside(Handler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Inside)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = server.server_address[1]
    crawled(tmp_path, "", {"flip": f"flip.example:{port}", "abroad": f"münchen.example:{port}"})
    server.shutdown()
    server.server_close()
    assert asked == []
    # What was checked was connected to, and nothing else.
    assert set((tmp_path / "elsewhere").read_text().split()) == {"93.184.215.14"}


def test_an_address_of_ipv6_can_be_crawled_alone_and_is_refused_by_itself(tmp_path: Path) -> None:
    done = muster(tmp_path, "--url", "http://[::1]:9/feed")
    assert "http://[::1]:9/feed: ::1 is not a public address" in done.stdout
