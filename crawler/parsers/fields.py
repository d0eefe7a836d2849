"""An article's fields and where each came from: of several sources the surest that can be believed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from crawler.parsers import authors, bylines, dates, ids, jsonld, languages, meta, story_dates, titles, urls
from crawler.parsers.claims import Claim, Claims, Source
from crawler.parsers.page import Page
from crawler.parsers.plain import plain

_AUTHORS = """
    author article:author article:author_name parsely-author sailthru.author dc.creator byl cxenseparse:author
    citation_author articleauthor twitter:misc:written_by
""".split()
CUT: Final = 60
"""Characters of a summary that are looked for in the text; a cut ends with an ellipsis or in mid-word."""

MOST_BYLINES: Final = 8
"""Elements tried as the byline; behind them come the bylines of other stories."""

_WRITTEN_BY = re.compile(
    r"written by|verfasst von|geschrieben von|escrito por|écrit par|scritto da|author", re.IGNORECASE
)
_TAGS = "article:tag news_keywords parsely-tags".split()
_DATED_PATH = re.compile(r"^/(?:articles?/|story/|content/)?((?:[a-z][a-z_-][\w-]*/)+?)(?:19|20)\d\d/")


@dataclass(frozen=True, slots=True)
class Given:
    """What the readers of fields look at.

    Args:
        page: the page.
        head: what it says about itself.
        outlets: the names under which it knows its outlet.
    """

    page: Page
    head: meta.Head
    outlets: list[str]


def read(page: Page, head: meta.Head, known: Claims | None = None) -> dict[str, Any]:
    """The fields of an article as arguments of `Article`; text, outlet and access are the caller's.

    Args:
        page: the page.
        head: what it says about itself.
        known: what the platform's adapter read; surer than anything else.
    """
    now = datetime.now(UTC)
    claims = {name: claim for name, claim in (known or {}).items() if _believed(claim, now)}
    readers = {
        "title": _title, "authors": _authors, "published": _published, "modified": _modified,
        "canonical_url": _canonical, "section": _section, "language": _language, "summary": _summary,
        "image_url": _image, "tags": _tags, "story_id": _story_id,
    }  # fmt: skip
    given = Given(page, head, _outlets(page, head))
    for name, reader in readers.items():
        if name not in claims:
            best = next((claim for claim in reader(given) if _believed(claim, now)), None)
            if best is not None:
                claims[name] = best
    return _settled(claims)


def without_cut(values: dict[str, Any], paragraphs: Sequence[str], head: meta.Head) -> dict[str, Any]:
    """The fields without a summary that is a cut of the text: WordPress makes one where nobody wrote it.

    Another place may have what somebody wrote: a theme cuts for JSON-LD, the editor fills the card.

    Args:
        values: what `read` returned.
        paragraphs: the article's text.
        head: what the page says about itself.
    """
    if "summary" not in values:
        return values
    begins = titles.key(" ".join(paragraphs)[: 20 * CUT])
    stated = (
        Claim(values["summary"], values["provenance"]["summary"]),
        Claim(head.first("og:description"), "meta"),
    )
    whole = (one for one in stated if (key := titles.key(one.value[:CUT])) and key not in begins)
    best = next(whole, Claim("", "meta"))
    sources = {name: source for name, source in values["provenance"].items() if name != "summary"}
    if best.value:
        sources["summary"] = best.source
    return {**values, "summary": best.value, "provenance": sources}


def _believed(claim: Claim, now: datetime) -> bool:
    """It says something, and a date is one that an article can have."""
    return dates.believable(claim.value, now) if isinstance(claim.value, datetime) else bool(claim.value)


def _settled(claims: dict[str, Claim]) -> dict[str, Any]:
    """The claims as arguments of `Article`; a change before the publication is none."""
    published, modified = claims.get("published"), claims.get("modified")
    if published and modified and modified.value < published.value:
        del claims["modified"]
    values = {name: claim.value for name, claim in claims.items()}
    return {**values, "provenance": {name: claim.source for name, claim in claims.items()}}


def _title(given: Given) -> Iterator[Claim]:
    stated, shared = plain(given.head.article.get("headline")), given.head.first("og:title")
    path = urlsplit(given.page.url).path
    heading = titles.of_page(given.head.headings, (stated, shared, given.head.title))
    if heading and not stated and not shared:
        heading = titles.of_section(heading, given.head.title, given.page.tree.iter("h2"))
    shown = titles.Titles(
        stated=stated,
        shared=shared,
        tweeted=given.head.first("twitter:title"),
        tab=given.head.title,
        heading=heading,
        path=path,
    )
    yield titles.headline(shown, given.outlets)
    yield Claim(titles.of_slug(path), "url")


def _outlets(page: Page, head: meta.Head) -> list[str]:
    """The names under which the page knows its outlet."""
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    names = [host, host.rpartition(".")[0], host.partition(".")[0]]
    names += head.all("og:site_name", "application-name", "apple-mobile-web-app-title")
    for node in head.nodes:
        if any(kind.endswith("Organization") or kind == "WebSite" for kind in jsonld.types(node)):
            names += [plain(node.get("name")), plain(node.get("alternateName"))]
    return [name for name in names if name]


def _authors(given: Given) -> Iterator[Claim]:
    """People go before desks and agencies, those before what may be a byline; the outlet's name is last."""
    texts, organisations = authors.stated(given.head.article, given.head.nodes)
    signed: list[tuple[Source, authors.Byline]] = []
    for source, stated in _bylines(given, texts):
        byline = authors.read(stated, given.outlets, organisations)
        yield Claim(byline.people, source)
        signed.append((source, byline))
    yield from (Claim(byline.desks, source) for source, byline in signed)
    for stated in islice(bylines.hinted(given.page.tree), MOST_BYLINES):
        yield Claim(authors.read(stated, given.outlets, organisations).people, "selector")
    yield from (Claim(byline.others, source) for source, byline in signed)


def _bylines(given: Given, stated: list[str]) -> Iterator[tuple[Source, list[str]]]:
    yield "json-ld", stated
    host = (urlsplit(given.page.url).hostname or "").removeprefix("www.")  # "Deutsche Welle (www.dw.com)"
    named = [text for text in given.head.all(*_AUTHORS) if "://" not in text and not (host and host in text)]
    labelled = _labelled(given.head)
    fuller = bool(named) and any(text != named[0] and named[0] in text for text in labelled)
    yield "meta", labelled if fuller else named or labelled
    yield from (("selector", texts) for texts in islice(bylines.signed(given.page.tree), MOST_BYLINES))


def _labelled(head: meta.Head) -> list[str]:
    """``twitter:data1`` where its label says author: WordPress' SEO plugin names there all who wrote it."""
    pairs = zip(
        head.all("twitter:label1", "twitter:label2"), head.all("twitter:data1", "twitter:data2"), strict=False
    )
    return [text for label, text in pairs if _WRITTEN_BY.match(label)]


def _published(given: Given) -> Iterator[Claim]:
    return story_dates.first(given.page, given.head)


def _modified(given: Given) -> Iterator[Claim]:
    return story_dates.last_change(given.page, given.head)


def _story_id(given: Given) -> Iterator[Claim]:
    return ids.stated(given.page, given.head)


def _canonical(given: Given) -> Iterator[Claim]:
    stated: list[tuple[str, Source]] = [
        (address, "selector") for address in given.head.links.get("canonical", ())
    ]
    stated += [(address, "meta") for address in given.head.all("og:url")]
    stated += [(plain(given.head.article.get("url")), "json-ld"), (given.page.url, "url")]
    for address, source in stated:
        yield Claim(urls.stands_for(address, given.page.url), source)


def _section(given: Given) -> Iterator[Claim]:
    stated = given.head.article.get("articleSection")
    yield Claim(plain(stated[0] if isinstance(stated, list) and stated else stated), "json-ld")
    yield Claim(given.head.first("article:section", "parsely-section", "sailthru.section"), "meta")
    dated = _DATED_PATH.match(urlsplit(given.page.url).path)
    yield Claim(dated[1].strip("/") if dated else "", "url")


def _language(given: Given) -> Iterator[Claim]:
    return languages.claims(given.head)


def _summary(given: Given) -> Iterator[Claim]:
    yield Claim(plain(given.head.article.get("description")), "json-ld")
    yield Claim(given.head.first("og:description", "description", "twitter:description"), "meta")


def _image(given: Given) -> Iterator[Claim]:
    for one in jsonld.resolve(given.head.article.get("image"), given.head.nodes)[:1]:
        address = plain(one.get("url") or one.get("contentUrl") if isinstance(one, dict) else one)
        yield Claim(urls.absolute(given.page.url, address), "json-ld")
    yield Claim(
        urls.absolute(given.page.url, given.head.first("og:image", "og:image:url", "twitter:image")), "meta"
    )


def _tags(given: Given) -> Iterator[Claim]:
    keywords = given.head.article.get("keywords")
    listed = keywords if isinstance(keywords, list) else [keywords]
    yield Claim(_words([plain(one) for one in listed]), "json-ld")
    yield Claim(_words(list(given.head.all(*_TAGS))), "meta")


def _words(texts: list[str]) -> tuple[str, ...]:
    """Tags, each once; one text may list several."""
    pieces = [piece for text in texts for piece in _listed(text)]
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))[:50]


def _listed(text: str) -> list[str]:
    """``navy, frigate, refit`` are three; ``Elections, Governors`` is one tag of the New York Times."""
    pieces = re.split(r"[,;]", text)
    return pieces if len(pieces) > 2 else [text]
