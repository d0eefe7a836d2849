"""The identity of a URL: one spelling for every address under which one page is reached."""

import re
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# What neither library knows. contentFeatureId and contentQuery page through an Arc XP river on the article's
# own address, oref is GovExec's, outputType=amp|chromeless is Arc's second rendering of the same story.
_OURS = re.compile(
    r"^(?:contentfeatureid|contentquery|oref|outputtype|_evdiscoverypath|maca|cmp|cmpid|ito|smid|sfnsn|mibextid|"
    r"smtyp|guccounter|guce_referrer(?:_sig)?|hss_channel|__twitter_impression|wt_mc|wt_zmc|ns_mchannel|"
    r"print(?:able|view)?|taid|ncid|icid|ssrc|share|shared|amp|amp_js_v|output|s_kwcid|trk|trkid|rnd|_x_tr_\w+)$"
)
# These names carry tracking, or the visitor's session, on any page of any site.
_CERTAIN = re.compile(
    r"^(?:utm_|mtm_|pk_|mc_|hsa_|aspsessionid)|^(?:fbclid|gclid|dclid|msclkid|yclid|igshid|oref|contentquery|"
    r"phpsessid|jsessionid|cfid|cftoken)$"
)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_RENDERING = re.compile(r"^(?:www|amp|m|mobile)\.")
# `article.php?cid=7`: the query alone tells such pages apart, so a doubtful name stays.
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|ashx|jsp|jhtml|cgi|cfm|do|pl)$", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|[0-9a-f:.]+")
# Most addresses of articles are spelt the one way already; to see it takes 1 µs, to spell it anew 40.
_SPELT = re.compile(
    r"https?://[a-z0-9]{1,63}(?:[.-][a-z0-9]{1,63})+/(?:[A-Za-z0-9_-][A-Za-z0-9_.~-]*(?:/|$))*"
)
_DEFAULT_PORT = {"http": 80, "https": 443}


@lru_cache(maxsize=256)  # a page names its own address three times, the ledger once more
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
    if _SPELT.fullmatch(url):
        return url
    try:
        parts = urlsplit(canonicalize_url(url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:  # a bracket without its partner, a port beyond 65535
        raise ValueError(f"not an http address: {url[:200]}") from error
    if parts.scheme not in _DEFAULT_PORT or not _HOST.fullmatch(host):
        raise ValueError(f"not an http address: {url[:200]}")
    path = re.sub(r"(?<!:)/{2,}", "/", _SESSION.sub("", parts.path)) or "/"
    netloc = f"[{host}]" if ":" in host else host
    if port not in (None, _DEFAULT_PORT[parts.scheme]):
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, path, _query(parts.query, path), ""))


@lru_cache(1 << 16)  # a sitemap's 50,000 are asked for twice, as they are read and as they are entered
def identity(url: str) -> str:
    """What the ledger knows a page by: its canonical spelling without what tells apart its renderings.

    Scheme, ``www.``, ``amp.`` and ``m.``, a final slash and a final ``/amp`` go: hardly a server tells them
    apart, and where one does, one page more is taken for known.

    Raises:
        ValueError: not an absolute http or https address.
    """
    _, _, rest = canonicalize(url).partition("://")
    return _RENDERING.sub("", rest).rstrip("/").removesuffix("/amp")


def _query(query: str, path: str) -> str:
    """The query without its tracking parameters."""
    by_query = bool(_SCRIPT.search(path))
    pairs = [pair for pair in query.split("&") if pair]
    return "&".join(pair for pair in pairs if not _tracks(unquote(pair.partition("=")[0]).lower(), by_query))


def _tracks(name: str, by_query: bool) -> bool:
    certain = bool(_CERTAIN.search(name))
    return certain or (not by_query and bool(_OURS.search(name) or _trackers().search(name)))


@cache
def _trackers() -> re.Pattern[str]:
    """courlan's names of tracking parameters."""
    # It brings tld and babel along: a third of a second that nobody who searches or reads has to wait.
    from courlan.clean import TRACKERS_RE

    return TRACKERS_RE
