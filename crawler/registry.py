"""The outlets that can be crawled: those declared in `crawler.spiders`, a user's file, and a bare URL."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.declarations import read_outlets
from crawler.errors import NothingThere, UnknownOutlet
from crawler.outlets import Outlet
from crawler.spiders.base import OutletSpider, spider_for


def spiders(file: Path | None = None) -> dict[str, type[OutletSpider]]:
    """Every outlet's spider by name, the declared ones and those of a file; the file's stand in front.

    Raises:
        OutletError: the file is wrong; the message names the line.
    """
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    loader = SpiderLoader.from_settings(settings)
    found = {name: loader.load(name) for name in sorted(loader.list())}
    known = {name: spider for name, spider in found.items() if issubclass(spider, OutletSpider)}
    if file is not None:
        known |= {outlet.name: spider_for(outlet) for outlet in read_outlets(file)}
    return known


def choose(
    names: Sequence[str], kind: str | None = None, url: str | None = None, file: Path | None = None
) -> list[type[OutletSpider]]:
    """The spiders that a command line asks for; without any wish, all of them.

    Raises:
        UnknownOutlet: no outlet has that name, or none is of that kind.
        OutletError: the file is wrong.
        NothingThere: the URL is none.
    """
    known = spiders(file)
    if url:
        outlet = owner(url, known)
        return [known.get(outlet.name) or spider_for(outlet)]
    for name in names:
        if name not in known:
            raise UnknownOutlet(_unknown(name, known))
    chosen = [known[name] for name in names] if names else list(known.values())
    chosen = [spider for spider in chosen if kind in (None, spider.outlet.kind)]
    if not chosen:
        raise UnknownOutlet(f"none of these outlets is of the kind {kind}; `muster outlets` shows the kinds")
    return chosen


def _unknown(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    hint = f"did you mean {close[0]}?" if close else "`muster outlets` lists them"
    return f"there is no outlet {name!r}; {hint}"


class OutletLoader(SpiderLoader):
    """Finds spiders for Scrapy's own commands; one that is not there is a line, and not a trace."""

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that name.

        Raises:
            UsageError: there is none; Scrapy prints it.
        """
        if spider_name not in self.list():
            raise UsageError(_unknown(spider_name, self.list()))
        return super().load(spider_name)


def owner(url: str, known: Mapping[str, type[OutletSpider]]) -> Outlet:
    """The outlet that an address belongs to: the one that is declared for its host, or one made of it.

    Raises:
        NothingThere: the URL is none.
    """
    owners = (spider.outlet for spider in known.values() if spider.outlet.owns(url))
    return next(owners, None) or outlet_of(url)


def outlet_of(url: str) -> Outlet:
    """An outlet made of one address: a feed, a sitemap, a section or an article.

    What it is shows when it answers, so it is declared as a listing.
    """
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if urlsplit(url).scheme not in ("http", "https") or not host:
        raise NothingThere(f"{url!r} is no http or https address")
    return Outlet(_name_of(host), host, site=url, listings=(url,))


def _name_of(host: str) -> str:
    """The host with hyphens; an address of IPv6 and a name beyond ASCII have one too."""
    with suppress(UnicodeError):  # [::1] is no name, and a label may be too long for one
        host = host.encode("idna").decode()
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")
