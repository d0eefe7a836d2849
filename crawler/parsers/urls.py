"""Addresses that a page states: made absolute, and believed or not."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import courlan.clean  # noqa: F401  (storage.urls asks it at the first query: 0.12 s in the middle of a page)

from storage.urls import canonicalize

_SCHEMES = ("http", "https")


def absolute(base: str, address: str) -> str:
    """An address found on a page, in full; empty where it is none of the web."""
    if not address:
        return ""
    try:
        url = urljoin(base, address.strip())
        return url if urlsplit(url).scheme in _SCHEMES and urlsplit(url).hostname else ""
    except ValueError:  # http://[::1
        return ""


def stands_for(address: str, url: str) -> str:
    """The canonical spelling of what a page calls its own address; empty where that is not believed.

    A template's mistake points every article at the home page, at its section, or at another host's page. On
    another host the address must end in the page's own slug or id: a sister outlet shows the same story.

    Args:
        address: what the page states, relative or absolute.
        url: where the page was fetched.
    """
    try:
        stated = urlsplit(canonicalize(absolute(url, address)))
    except ValueError:
        return ""
    try:
        fetched = urlsplit(canonicalize(url))
    except ValueError:  # a saved page: nothing to compare with
        return urlunsplit(stated) if stated.path != "/" else ""
    if _site(stated.netloc) == _site(fetched.netloc):
        scheme = fetched.scheme if stated.netloc == fetched.netloc else stated.scheme
        believed = stated[2:] == fetched[2:] or not _above(stated, fetched)
        return urlunsplit(stated._replace(scheme=scheme)) if believed else ""
    return urlunsplit(stated) if _slug(stated.path) and _slug(stated.path) == _slug(fetched.path) else ""


def _site(netloc: str) -> str:
    """The host without its rendering: amp., m. and www. show the same pages."""
    return re.sub(r"^(?:www|amp|m|mobile)\.", "", netloc)


def _above(stated: SplitResult, fetched: SplitResult) -> bool:
    """The address is the home page or a section above the fetched page, so not the article's own."""
    if stated.path == "/":
        return not stated.query
    inside = fetched.path.startswith(stated.path.rstrip("/") + "/")
    return inside and not stated.query and not re.search(r"\d|-.*-", _slug(stated.path))


def _slug(path: str) -> str:
    """The last part of a path, without its ending."""
    return re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rpartition("/")[2])
