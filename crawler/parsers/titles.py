"""The headline: which of the titles that a page gives, without the outlet's name and the kicker."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from crawler.parsers.claims import Claim
from crawler.parsers.page import Element
from crawler.parsers.plain import plain

MOST_WORDS: Final = 10
"""Outlet and sections behind a headline have no more words: ``| Politics | The Guardian``."""

MOST_TAIL: Final = 4
"""Words of an outlet's name behind a title that nothing else confirms."""

SITE: Final = 12
"""Characters of an outlet's name behind a title in a script without capitals: ``-新华网``."""

LEAST: Final = 8
"""Characters of a headline in such a script."""

MOST_HEADINGS: Final = 10
"""Main headings looked at."""

_SEPARATOR = re.compile(r"\s+(?:[|–—·•»›‹-]|--|::|//)\s+|\s*[|｜]\s*|\s*：\s*|\s+:\s+")
_UNSPACED_END = re.compile(r"[\u3041-\u9fff][^\w\s]*$")
_UNSPACED_TAIL = re.compile(rf"(?<=[\u3001-\u9fff”！？）])--?[\w ]{{0,{SITE}}}[\u3041-\u9fff]$")
_KICKER = re.compile(
    r"kicker|overline|roofline|topline|eyebrow|dachzeile|spitzmarke|supertitle|pre-?headline", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles that one page gives, each as written.

    Args:
        stated: JSON-LD's ``headline``.
        shared: ``og:title``.
        tweeted: ``twitter:title``.
        tab: ``<title>``, written for search engines.
        heading: the ``<h1>``, without its kicker.
        path: of the page's address, whose slug is made of the headline.
    """

    stated: str = ""
    shared: str = ""
    tweeted: str = ""
    tab: str = ""
    heading: str = ""
    path: str = ""


@lru_cache(maxsize=256)
def key(title: str) -> str:
    """Its words alone, to tell whether two titles are one."""
    return " ".join(re.findall(r"\w+", title.casefold()))


def heading(element: Element) -> str:
    """The text of a heading without its kicker, the line of topic that themes put inside the ``<h1>``."""
    kicker = next(
        (plain("".join(one.itertext())) for one in element if _KICKER.search(one.get("class") or "")), ""
    )
    # "<span>Nationale Demo</span><span>Der 9. Juli</span>": two lines for the eye
    text = "".join(
        f" {piece}" if piece[:1].isupper() and before[-1:].islower() else piece
        for before, piece in pairwise(["", *element.itertext()])
    )
    return plain(text).removeprefix(kicker).lstrip(" :-–—|")


def of_page(headings: Iterable[Element], others: Iterable[str]) -> str:
    """The heading that is the story's: of several the one that another title has, else the first.

    The name of the outlet and the banner of a breaking story are ``<h1>`` too.

    Args:
        headings: the ``<h1>`` elements.
        others: the page's other titles.
    """
    texts = [text for one in islice(headings, MOST_HEADINGS) if (text := heading(one))]
    known = [f" {key(other)} " for other in others]
    agreed = (text for text in texts if any(f" {key(text)} " in other for other in known))
    # The longest: the outlet's name stands in the <title> too.
    return max(agreed, key=len, default=texts[0] if texts else "") if len(texts) > 1 else "".join(texts)


def of_section(heading: str, tab: str, subheadings: Iterable[Element]) -> str:
    """The ``<h1>``, or the ``<h2>`` that the tab begins with where the ``<h1>`` shares no word with it.

    There it names the section: "Allergies Health Center".

    Args:
        heading: the ``<h1>``.
        tab: the ``<title>``.
        subheadings: the ``<h2>`` elements.
    """
    begins = key(tab)
    if not begins or set(key(heading).split()).intersection(begins.split()):
        return heading
    texts = (plain("".join(one.itertext())) for one in islice(subheadings, MOST_HEADINGS))
    return next((text for text in texts if key(text).count(" ") and begins.startswith(key(text))), heading)


def bare(title: str, outlets: Iterable[str], others: Iterable[str] = ()) -> str:
    """A title without the outlet's name and sections at either end.

    Args:
        title: ``Frigate returns | Navy | Defence Ledger``.
        outlets: names of the outlet: og:site_name, the publisher, the host's own word.
        others: the page's other titles; what is left must be one of them where no name is known.
    """
    names = {_word(name) for name in outlets} - {""}
    whole = {key(other) for other in others} - {""}
    for cut in _SEPARATOR.finditer(title):
        head, tail = title[: cut.start()], title[cut.end() :]
        if len(tail.split()) <= MOST_WORDS and (key(head) in whole or _ends_in_name(tail, names)):
            return head.strip()
        if _word(head) in names:
            return bare(tail.strip(), outlets, others)
    return title


def _ends_in_name(tail: str, names: set[str]) -> bool:
    """``Sport | BILD.de``, ``DW | 28.04.2023``: one of the pieces is the outlet's name."""
    return any(_word(piece) in names for piece in _SEPARATOR.split(tail))


@lru_cache(maxsize=256)
def _word(name: str) -> str:
    """A name as hosts and titles both write it: ``CBC News`` is ``cbc``, ``ZEIT ONLINE`` is ``zeit``."""
    word = key(name).replace(" ", "")
    return re.sub(r"(?<=\w\w)(?:news|online|com|de)$", "", word)


def headline(titles: Titles, outlets: Iterable[str]) -> Claim:
    """Choose the headline.

    Mostly all titles are one. Where they differ, the title that editors wrote for readers is wanted, not the
    one for search engines: of 33 such pages in 16 languages these rules find it on 27, og:title alone on 17,
    the ``<h1>`` alone on 14.

    Args:
        titles: what the page gives.
        outlets: names of the outlet.
    """
    outlets = list(outlets)
    titles = _of_story(_uncut(titles), {_word(name) for name in outlets} - {""})
    agreed = titles.stated == titles.shared  # then a tail that is no outlet's name belongs to it
    written = () if agreed else (titles.stated, titles.heading)
    stated = bare(titles.stated, outlets, () if agreed else (titles.heading, titles.shared))
    shared = bare(titles.shared, outlets, written)
    if not shared:
        return _unshared(titles, stated, outlets)
    if not stated:
        h1, og = key(titles.heading), key(shared)
        inside = h1 and og != h1 and og.endswith(h1)  # "Kicker: headline" to share
        return Claim(titles.heading, "selector") if inside else Claim(shared, "meta")
    if key(stated) == key(shared) or _prefers_stated(
        titles, stated, shared, bare(titles.tab, outlets, written)
    ):
        return Claim(stated, "json-ld")
    return Claim(shared, "meta")


def _of_story(titles: Titles, names: set[str]) -> Titles:
    """The titles without those that name something else than the story.

    The outlet's name alone ("carta.info" as og:title), and an ``<h1>`` that shares no word with the address
    ("News") where the title of the tab has most of the address's words.
    """
    told = {
        field: value
        for field in ("stated", "shared", "tweeted", "heading")
        if (value := getattr(titles, field)) and _word(value) not in names
    }
    slug = set(key(of_slug(titles.path)).split())
    tab = slug.intersection(key(titles.tab).split())
    if len(tab) > len(slug) / 2 and not slug.intersection(key(titles.heading).split()):
        told.pop("heading", None)
    return Titles(**told, tab=titles.tab, path=titles.path) if told or titles.tab else titles


def of_slug(path: str) -> str:
    """``/2026/05/04/frigate-returns-to-harbour/`` as words, for a page that was stored without its head."""
    slug = re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rpartition("/")[2])
    words = [word for word in re.split(r"[-_]", slug) if not re.fullmatch(r"[\da-f]*\d[\da-f]*", word)]
    return " ".join(words).capitalize() if len(words) > 2 else ""


def _unshared(titles: Titles, stated: str, outlets: list[str]) -> Claim:
    h1 = key(titles.heading)
    described = (
        h1 and key(titles.tab).startswith(h1) and not set(h1.split()).intersection(key(stated).split())
    )
    if stated and not described:  # "technique for dimensionality reduction", of an encyclopedia's entry
        return Claim(stated, "json-ld")
    if titles.heading:
        return Claim(titles.heading, "selector")
    title = _unspaced(bare(titles.tweeted or titles.tab, outlets))
    return Claim(_without_tail(title, set(key(of_slug(titles.path)).split())), "meta")


def _uncut(titles: Titles) -> Titles:
    """JSON-LD's headline in full where it was cut after 110 characters, as Google once asked."""
    cut = re.sub(r"\s*(?:…|\.\.\.)$", "", titles.stated)
    whole = (title for title in (titles.heading, titles.shared) if key(title).startswith(key(cut)))
    return replace(titles, stated=next(whole, titles.stated)) if cut != titles.stated else titles


def _without_tail(title: str, slug: set[str]) -> str:
    """A ``<title>`` that nothing else confirms, without what stands behind the last bar or dash.

    The words of the headline make the address, the outlet's name does not.
    """
    for cut in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: cut.start()], title[cut.end() :]
        words = key(tail).split()
        named = not slug.intersection(words) if slug else tail[:1].isupper()
        if not (named and len(words) <= MOST_TAIL and len(key(head).split()) >= MOST_TAIL - 1):
            break
        title = head
    return title.strip()


def _unspaced(title: str) -> str:
    """A Chinese ``<title>`` without section and outlet: ``法国罢工影响交通_国际_新华网``, ``--新华网``."""
    head = title.partition("_")[0].rstrip()
    if head != title and _UNSPACED_END.search(head):
        return head
    while (cut := _UNSPACED_TAIL.search(title)) and cut.start() >= LEAST:
        title = title[: cut.start()]
    return title


def _prefers_stated(titles: Titles, stated: str, shared: str, tab: str) -> bool:
    """JSON-LD's headline is the readers' one, og:title was written for sharing or searching."""
    ld, og, h1, html = key(stated), key(shared), key(titles.heading), key(tab)
    if ld.endswith(og):  # "Olympics: Team wins" where og:title leaves the kicker out
        return False
    if ld != h1:
        return bool(h1) and ld == html and h1 != og
    # The tab is written for search engines: with it stands the title that is not for readers.
    if html != ld or titles.shared != shared:
        return True
    return key(titles.tweeted) == ld and len(ld) > len(og)
