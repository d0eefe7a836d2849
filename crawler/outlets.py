"""Outlet: where one publisher lists what it publishes; a declaration of a few lines."""

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import urljoin, urlsplit

from crawler.errors import OutletError

Platform = Literal["", "arc", "wordpress", "afpims", "drupal", "dvids", "govexec", "govuk"]
Kind = Literal["press", "official", "aggregator"]

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher.

    Args:
        name: the word it goes by in commands and in the store, such as ``militarytimes``.
        title: its own name, such as ``Military Times``.
        site: the address of its front page; feeds, sitemaps and listings may be given relative to it.
        hosts: further hosts that its articles stand under; a host covers its subdomains.
        feeds: RSS or Atom.
        sitemaps: sitemaps, news sitemaps or sitemap indexes.
        listings: section pages and JSON listings, newest first; paged through until ``--since`` is passed.
        article_url: regular expression that the path of an article matches; what a plain sitemap or a
            listing names beside that is not fetched. Without it, the shape of the address decides.
        platform: what the site is built with, such as ``arc`` or ``wordpress``, or empty; its listings are
            paged that way where their pages do not say how.
        country: ISO 3166-1 alpha-2 code, ``eu`` or ``int``.
        language: BCP 47 code.
        kind: ``press``, ``official`` or ``aggregator``.
        confirmed: whether somebody saw its sources answer; `muster outlets --probe` asks them.

    Raises:
        OutletError: a field that cannot be.
    """

    name: str
    title: str
    site: str
    hosts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article_url: str = ""
    platform: Platform = ""
    country: str = ""
    language: str = "en"
    kind: Kind = "press"
    confirmed: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise self._error("name", "is lower-case letters, digits and hyphens")
        if not _is_address(self.site):
            raise self._error("site", "is an http or https address")
        if not all(_HOST.fullmatch(host) for host in self.hosts):
            raise self._error("hosts", "are bare names such as example.org")
        for name, allowed in (("platform", get_args(Platform)), ("kind", get_args(Kind))):
            if getattr(self, name) not in allowed:
                raise self._error(name, "is one of " + ", ".join(filter(None, allowed)))
        try:
            re.compile(self.article_url)
        except re.error as error:
            raise self._error("article_url", f"is no regular expression ({error})") from error
        for name in ("feeds", "sitemaps", "listings"):
            if not all(_is_address(self.at(path)) for path in getattr(self, name)):
                raise self._error(name, "are addresses, or paths under the site")
        if not (self.feeds or self.sitemaps or self.listings):
            raise OutletError(f"outlet {self.name!r}: feeds, sitemaps or listings must name a source", "name")

    def _error(self, name: str, demand: str) -> OutletError:
        return OutletError(f"outlet {self.name!r}: {name} {demand}, not {getattr(self, name)!r}", name)

    def owns(self, url: str) -> bool:
        """Whether the address stands under one of the outlet's hosts."""
        host = (urlsplit(url).hostname or "").lower()
        return any(host == own or host.endswith("." + own) for own in self.all_hosts)

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The hosts of its articles, the site's own first, without ``www.``."""
        own = (urlsplit(self.site).hostname or "").removeprefix("www.")
        return (own, *self.hosts)

    def at(self, path: str) -> str:
        """The absolute address of a feed, sitemap or listing."""
        return urljoin(self.site, path)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # http://[
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
