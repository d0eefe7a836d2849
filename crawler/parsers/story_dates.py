"""When a story was first published and last changed: every place of a page that says so, the surest first."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import Final
from urllib.parse import urlsplit

from crawler.parsers import dates, languages, meta
from crawler.parsers.claims import Claim, Source
from crawler.parsers.near_headline import (
    BOXES,
    MOST_WORDS,
    NEAR,
    behind_first,
    elsewhere,
    is_linked,
    labelled,
    lines_behind,
    short,
)
from crawler.parsers.page import Element, Page
from crawler.parsers.plain import plain

_PUBLISHED = """
    article:published_time article:published og:published_time datepublished date pubdate publish_date
    publication_date parsely-pub-date sailthru.date cxenseparse:publishtime cxenseparse:recs:publishtime
    dc.date.issued dcterms.created dcterms.date dc.date date.available content:publishdate published_time
    govuk:first-published-at release_date created date.created
""".split()
_MODIFIED = """
    article:modified_time article:modified og:updated_time datemodified last-modified lastmod dcterms.modified
    dc.date.modified date.modified date.updated govuk:public-updated-at revised
""".split()

APART: Final = timedelta(days=3)
"""Between the day in an address and the day that the page shows: zones, and stories filed the day before."""

_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_DATE_NAME = re.compile(r"date(?!-comments)|publish|posted|timestamp", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"(?:date|datum|fecha|data|published|veröffentlicht|posted|date posted|erschienen|publicado|publié|"
    r"pubblicato|giriş|опубликовано|입력|등록|公開|発行)\s*[:：]?",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:updat|modif|lastchang|last[-_ ](?:changed|edited)|revis|correct(?:ed|ion)|aktualisi|zuletzt|"
    r"geändert|stand:|actuali[sz]|mise? à jour|aggiornat|atualizad|bijgewerkt|gewijzigd|oppdater|opdater|"
    r"uppdater|güncelle|aktualiz|обновл|оновл|päivitet|diperbarui)|更新|수정",
    re.IGNORECASE,
)
_RDF_DATE = re.compile(r"(?:^|\s)(?:dc|dcterms|schema):(?:date|created|datePublished|dateCreated)(?=\s|$)")
_FIRST = re.compile(r"publish|posted|created|issued", re.IGNORECASE)
_INLINE = frozenset(("span", "b", "strong", "i", "em", "small", "label", "dt"))


def first(page: Page, head: meta.Head) -> Iterator[Claim]:
    """The first publication; the day of a change only where the page has no other.

    Args:
        page: the page.
        head: what it says about itself.

    Returns:
        Claims, the surest first; a value is None where a text states no moment.
    """
    texts: list[tuple[str, Source]] = [(plain(head.article.get("datePublished")), "json-ld")]
    texts += [(text, "meta") for text in head.all(*_PUBLISHED)]
    texts += [(plain(head.article.get("dateCreated")), "json-ld")]
    yield from _moments(texts, page, head)
    of_address: list[tuple[str, Source]] = [
        ("-".join(day.groups()), "url") for day in _URL_DAY.finditer(page.url)
    ]
    filed = [claim.value for claim in _moments(of_address, page, head) if claim.value]
    changes: list[tuple[str, Source]] = []
    for text, changed in chain(_times(page.tree), _days(page.tree)):
        if changed:
            changes.append((text, "selector"))
        else:
            shown = _moments([(text, "selector")], page, head)
            yield from (claim for claim in shown if _fits(claim, filed))
    yield from _moments(of_address, page, head)
    yield from _moments(changes, page, head)


def last_change(page: Page, head: meta.Head) -> Iterator[Claim]:
    """The last modification, as `first` has the publication."""
    texts: list[tuple[str, Source]] = [(plain(head.article.get("dateModified")), "json-ld")]
    texts += [(text, "meta") for text in head.all(*_MODIFIED)]
    yield from _moments(texts, page, head)
    if head.times:
        changes = (text for text, changed in _times(page.tree) if changed)
        yield from _moments([(text, "selector") for text in changes], page, head)


def _fits(claim: Claim, filed: list[datetime]) -> bool:
    """A day that the page shows is not the story's where the address states another one.

    ``/2011/08/13/`` with "11/1/11" beside a company's portrait.
    """
    return not filed or claim.value is None or any(abs(claim.value - day) <= APART for day in filed)


def _moments(texts: Iterable[tuple[str, Source]], page: Page, head: meta.Head) -> Iterator[Claim]:
    """The moments that some texts state.

    One without a zone is in the zone of the page's other times, else in that of the outlet's country or
    language.
    """
    host = urlsplit(page.url).hostname or ""
    country = host.rpartition(".")[2]
    language = head.language.lower()
    month_first = language == "en-us" or (language == "en" and (len(country) > 2 or country == "us"))
    for text, source in texts:
        moment = dates.moment(text, month_first=month_first)
        if moment is not None and dates.has_time(moment) and not dates.zoned(text):
            zone = dates.offset(_written(head), moment.date()) or dates.local(host, _language(head))
            moment = moment.replace(tzinfo=zone or UTC)
        yield Claim(moment, source)


def _language(head: meta.Head) -> str:
    return next((claim.value for claim in languages.claims(head) if claim.value), "")


def _written(head: meta.Head) -> Iterator[str]:
    """Every date that the page writes for machines."""
    yield from (plain(head.article.get(name)) for name in ("datePublished", "dateModified", "dateCreated"))
    yield from head.all(*_PUBLISHED, *_MODIFIED)
    yield from (time.get("datetime") or "" for time in head.times[:20])


def _times(tree: Element) -> Iterator[tuple[str, bool]]:
    """What the story's ``<time>`` elements state, and whether of a change.

    Those behind the headline come first: before it a template may show today's date.
    """
    for one in islice(behind_first(tree, "time"), NEAR):
        if not elsewhere(one) and not is_linked(one):
            yield one.get("datetime") or short(one), _is_change(one)


def _days(tree: Element) -> Iterator[tuple[str, bool]]:
    """Texts that may hold the day, and whether of a change.

    Elements named so, labelled so, or short lines behind the headline.
    """
    dated = (one for one in behind_first(tree, *BOXES) if _is_dated(one))
    for one in islice(dated, NEAR):
        if not elsewhere(one) and not is_linked(one):
            yield one.get("content") or short(one), _is_change(one)
    yield from ((text, False) for text in labelled(tree, _DATE_LABEL))
    for one in lines_behind(tree):
        text = plain(f"{one.text or ''} {' '.join(child.tail or '' for child in one)}")
        if len(text.split()) <= MOST_WORDS and not is_linked(one) and not elsewhere(one):
            yield text, _is_change(one)


def _is_dated(element: Element) -> bool:
    if (element.get("itemprop") or "").startswith("date") or _is_date(element.get("class") or ""):
        return True
    stated = element.get(
        "property"
    )  # Drupal 7: property="dc:date dc:created" content="2026-05-06T10:15:00-04:00"
    return stated is not None and _RDF_DATE.search(stated) is not None


@lru_cache(maxsize=8192)
def _is_date(names: str) -> bool:
    """The words of a class say that it is a date."""
    return _DATE_NAME.search(names) is not None


def _is_change(element: Element) -> bool:
    """The date is of a change, by what its names and its line say: ``Updated <time>``."""
    parent = element.getparent()
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    own = f"{names} {short(element)}"
    if _FIRST.search(names):
        return False
    if _CHANGED.search(own):
        return True
    if parent is None or _FIRST.search(_before(element)):
        return False
    return bool(_CHANGED.search(f"{parent.get('class') or ''} {_before(element)}"))


def _before(element: Element) -> str:
    """The words before an element on its line."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return plain(previous.tail) or (short(previous) if previous.tag in _INLINE else "")
    return plain(parent.text) if parent is not None else ""
