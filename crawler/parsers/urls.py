"""The identity of a URL: one spelling for every address under which one page is reached."""

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from courlan.clean import TRACKERS_RE
from w3lib.url import canonicalize_url

# What neither library knows. contentFeatureId and contentQuery page through an Arc XP river on the article's
# own address, oref is GovExec's, outputType=amp|chromeless is Arc's second rendering of the same story.
_OURS = re.compile(
    r"^(?:contentfeatureid|contentquery|oref|outputtype|_evdiscoverypath|maca|cmp|cmpid|ito|smid|sfnsn|mibextid|"
    r"smtyp|guccounter|guce_referrer(?:_sig)?|hss_channel|__twitter_impression|wt_mc|wt_zmc|ns_mchannel|"
    r"taid|ncid|icid|ssrc|share|shared|amp|amp_js_v|output|s_kwcid|trk|trkid|rnd|_x_tr_\w+)$"
)
# These names carry tracking on any page of any site.
_CERTAIN = re.compile(
    r"^(?:utm_|mtm_|pk_|mc_|hsa_)|^(?:fbclid|gclid|dclid|msclkid|yclid|igshid|oref|contentquery)$"
)
# `article.php?cid=7`: the query alone tells such pages apart, so a doubtful name stays.
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|ashx|jsp|jhtml|cgi|cfm|do|pl)$", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|[0-9a-f:.]+")
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonicalize(url: str) -> str:
    """Spell a URL the one way that stands for its page.

    w3lib settles case, escapes, dot segments, the order of the query and drops the fragment; courlan knows
    the names of tracking parameters. On top: default ports, credentials, doubled slashes and the parameters
    that news platforms add to an article's address. Scheme, ``www.`` and a final slash stay as they are,
    since a server may tell them apart; so does a query that may be the article's id (``?id=``, ``?p=``).

    Args:
        url: an absolute http or https address.

    Returns:
        The canonical spelling; applying the function again changes nothing.

    Raises:
        ValueError: not an absolute http or https address, or one that cannot be taken apart.
    """
    try:
        parts = urlsplit(canonicalize_url(url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:  # a bracket without its partner, a port beyond 65535
        raise ValueError(f"not an http address: {url[:200]}") from error
    if parts.scheme not in _DEFAULT_PORT or not _HOST.fullmatch(host):
        raise ValueError(f"not an http address: {url[:200]}")
    path = re.sub(r"(?<!:)/{2,}", "/", parts.path) or "/"
    netloc = f"[{host}]" if ":" in host else host
    if port not in (None, _DEFAULT_PORT[parts.scheme]):
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, path, _query(parts.query, path), ""))


def absolute(base: str, address: str) -> str:
    """An address found on a page, in full; empty where it is none of the web."""
    if not address:
        return ""
    try:
        url = urljoin(base, address.strip())
        return url if urlsplit(url).scheme in _DEFAULT_PORT and urlsplit(url).hostname else ""
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


def _query(query: str, path: str) -> str:
    """The query without its tracking parameters."""
    by_query = bool(_SCRIPT.search(path))
    pairs = [pair for pair in query.split("&") if pair]
    return "&".join(pair for pair in pairs if not _tracks(unquote(pair.partition("=")[0]).lower(), by_query))


def _tracks(name: str, by_query: bool) -> bool:
    certain = bool(_CERTAIN.search(name))
    return certain or (not by_query and bool(_OURS.search(name) or TRACKERS_RE.search(name)))
