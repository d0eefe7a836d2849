"""Public addresses alone: a host is checked before it is asked, and what was checked is connected to."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any, Final, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Request
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.url import add_http_if_no_scheme
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer  # type: ignore[import-untyped]

Resolve = Callable[[str], Awaitable[list[str]]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

KEPT: Final = 300.0
"""Seconds that a host keeps its addresses: a back-fill outlasts the answers of a name server."""

GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out for the open network; Python takes ::127.0.0.1 and fec0::1 for global too."""

NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""An IPv4 address as a network without IPv4 writes it (RFC 6052)."""

_checked: dict[str, tuple[float, list[Address]]] = {}
"""Host → until when, and where it may be connected to. The process has one, as it has one resolver."""

_trusted: set[str] = set()
"""Hosts that are connected to unchecked: those that the settings allow, and proxies."""


class PrivateAddress(IgnoreRequest):
    """A link or redirect leads to an address that is not public."""


class RefusedScheme(IgnoreRequest):
    """A link or redirect leads to something else than http or https."""


class PublicAddresses:
    """Refuses requests to loopback, private and link-local addresses, whoever named them.

    A page may link to ``http://169.254.169.254/`` or redirect to a name that resolves to 127.0.0.1, and the
    crawler may run where such addresses answer. A host behind the user's own proxy is resolved by the proxy;
    there only addresses written as numbers are refused.

    Args:
        allowed: hosts that may be private: the demo's own.
        resolve: host name → its addresses, the best first.
        patience: seconds that a name server may take.
    """

    def __init__(self, allowed: list[str], resolve: Resolve, patience: float = 60) -> None:
        self._allowed = frozenset(allowed)
        self._resolve = resolve
        self._patience = patience

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        settings = crawler.settings
        return cls(settings.getlist("MUSTER_PRIVATE_HOSTS"), resolve, settings.getfloat("DNS_TIMEOUT"))

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it.

        Raises:
            PrivateAddress: its host is not public.
            RefusedScheme: neither http nor https.
            CannotResolveHostError: there is no such host; Scrapy tries again.
            DownloadTimeoutError: no name server answers.
        """
        parts = urlparse_cached(request)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise RefusedScheme(f"{request.url}: only http and https are fetched")
        proxy = request.meta.get("proxy")
        if host in self._allowed:
            _trusted.add(host)
        elif not proxy or _address(host):
            await self._check(host)
        if proxy:
            _trusted.add(urlsplit(add_http_if_no_scheme(proxy)).hostname or "")

    async def _check(self, host: str) -> None:
        until, _ = _checked.get(host, (0.0, []))
        if monotonic() < until:
            return
        literal = _address(host)
        addresses = [literal] if literal else await self._addresses(host)
        for address in addresses:
            if not _public(address):
                where = host if literal and host == str(address) else f"{host} ({address})"
                raise PrivateAddress(f"{where} is not a public address")
        _checked[host] = monotonic() + KEPT, addresses

    async def _addresses(self, host: str) -> list[Address]:
        try:
            found = await asyncio.wait_for(self._resolve(host), self._patience)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"no name server answers for {host}") from error
        if not found:
            raise CannotResolveHostError(f"there is no host {host}")
        return [ipaddress.ip_address(address) for address in found]


@implementer(IHostnameResolver)
class CheckedAddresses:
    """Twisted's resolver: gives the addresses that were checked, whatever the name says a second later.

    It gives both families, and Twisted connects to the first that answers (RFC 8305). Scrapy's own resolver
    knows IPv4 alone. Of a host that was not checked it gives none.

    Args:
        reactor: whose resolver it becomes; what that was before resolves what needs no check.
    """

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._unchecked = reactor.nameResolver

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Made by Scrapy, for its own commands."""
        del crawler  # Scrapy names what it hands over
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 -- Twisted's name
        self,
        receiver: Any,
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        *how: Any,
    ) -> Any:
        """Tell the receiver the addresses of a host."""
        host = _in_ascii(hostName)
        if host in _trusted:
            return self._unchecked.resolveHostName(receiver, hostName, portNumber, *how)
        receiver.resolutionBegan(self)
        _, addresses = _checked.get(host, (0.0, []))
        for address in addresses:
            family = IPv4Address if address.version == 4 else IPv6Address
            receiver.addressResolved(family("TCP", str(address), portNumber))
        receiver.resolutionComplete()
        return self

    def cancel(self) -> None:
        """Nothing to stop: the addresses are known before they are asked for."""


async def resolve(host: str) -> list[str]:
    """The addresses of a host, the one that this machine prefers first; none where there is no such host."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]) for entry in found]


def _public(address: Address) -> bool:
    if address.version == 4:
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return _public(inner) if inner else address in GLOBAL_UNICAST and address.is_global


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:  # 127.1, 0x7f.1, 2130706433: what the C library takes for an address
        return ipaddress.ip_address(socket.inet_aton(host))
    except OSError:
        return None


def _in_ascii(host: str) -> str:
    """The host as a URL has it: Twisted asks for ``münchen.example`` where that has ``xn--mnchen-3ya``."""
    labels = host.lower().split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels
    )
