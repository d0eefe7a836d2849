"""What a page shows its readers around the headline: the byline and the day."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import dropwhile, islice
from typing import Final, NamedTuple

from crawler.parsers.authors import LEAD_IN
from crawler.parsers.page import Element
from crawler.parsers.plain import plain

LONGEST: Final = 200
"""Characters of a byline; what is longer is a biography."""

NEAR: Final = 120
"""Elements looked at of one kind: marked as byline, named so, or standing behind the headline."""

MOST_WORDS: Final = 10
"""Words of a line that shows the day; a longer one is a sentence of the story."""

HEADLINE: Final = 3
"""Words of a link that may be a headline; a section has fewer."""

MOST_LABELS: Final = 400
"""Bold words looked at; a page nested 10,000 deep ends here."""

_AUTHOR_NAME = re.compile(r"byline|author|autor", re.IGNORECASE)
_NAME_ALONE = re.compile(r"author[-_]{0,2}(?:full[-_]?)?name(?=\s|$)", re.IGNORECASE)
_DATE_NAME = re.compile(r"date(?!-comments)|publish|posted|timestamp", re.IGNORECASE)
_TO_AUTHOR = re.compile(r"/(?:authors?|autor(?:en|es|in)?|people|journalists?)/[^/]", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    r"(?:authors?|autor(?:in|en|es)?|autorin/autor|auteurs?|autore|written by|by|von|автор|作者|記者|기자)"
    r"\s*[:：]?",
    re.IGNORECASE,
)
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
_OTHER = re.compile(
    r"(?:^|\s)comment|related|card|teaser|(?:^|\s)(?!has|with|no|content)[\w-]*sidebar(?=\s|$)|footer|"
    r"(?:block|pull)-?quote|recommend|popular|live-?update|latest|most-?read|trending",
    re.IGNORECASE,
)
_OF_CARD = re.compile(r"(?:^|\s)(?:card|teaser)__")
_LINES = ("p", "div", "span", "li", "dd", "time", "address")
_INLINE = frozenset(("span", "b", "strong", "i", "em", "small", "label", "dt"))
_BOXES = (
    "a",
    "span",
    "div",
    "p",
    "li",
    "address",
    "section",
    "header",
    "ul",
    "td",
    "h2",
    "h3",
    "h4",
    "h5",
    "time",
)


def signed(tree: Element) -> Iterator[list[str]]:
    """Bylines marked as such, or introduced by "By" behind the headline; each with its neighbours."""
    yield from _texts(one for one in tree.iter(*_BOXES) if _is_marked(one))
    yield from _texts(
        one
        for one in _near(tree)
        if (opening := _opening(one))
        and LEAD_IN.match(opening)
        and not _is_linked(one)
        and not _is_sentence(one)
    )


def hinted(tree: Element) -> Iterator[list[str]]:
    """Texts that may be the byline by class, label or link; on some pages those of other stories."""
    yield from ([text] for text in _labelled(tree, _AUTHOR_LABEL))
    yield from _texts(one for one in _behind_first(tree, *_BOXES) if _may_name(one) and not _is_linked(one))


def times(tree: Element) -> Iterator[tuple[str, bool]]:
    """What the story's ``<time>`` elements state, and whether of a change.

    Those behind the headline come first: before it a template may show today's date.
    """
    for one in islice(_behind_first(tree, "time"), NEAR):
        if not _elsewhere(one) and not _is_linked(one):
            yield one.get("datetime") or _short(one), _is_change(one)


def days(tree: Element) -> Iterator[tuple[str, bool]]:
    """Texts that may hold the day, and whether of a change.

    Elements named so, labelled so, or short lines behind the headline.
    """
    dated = (one for one in _behind_first(tree, *_BOXES) if _is_dated(one))
    for one in islice(dated, NEAR):
        if not _elsewhere(one) and not _is_linked(one):
            yield one.get("content") or _short(one), _is_change(one)
    yield from ((text, False) for text in _labelled(tree, _DATE_LABEL))
    for one in _near(tree):
        text = plain(f"{one.text or ''} {' '.join(child.tail or '' for child in one)}")
        if len(text.split()) <= MOST_WORDS and not _is_linked(one) and not _elsewhere(one):
            yield text, _is_change(one)


class _Kinds(NamedTuple):
    author: bool
    date: bool
    name: bool


@lru_cache(maxsize=8192)
def _kinds(names: str) -> _Kinds:
    """What the words of a class say: author, date, the author's name alone."""
    return _Kinds(
        bool(_AUTHOR_NAME.search(names)), bool(_DATE_NAME.search(names)), bool(_NAME_ALONE.search(names))
    )


def _behind_first(tree: Element, *tags: str) -> Iterator[Element]:
    """Elements of these tags: those behind the first headline, then those before it."""
    before: list[Element] = []
    seen = False
    for one in tree.iter("h1", *tags):
        if one.tag == "h1":
            seen = True
        elif seen:
            yield one
        else:
            before.append(one)
    yield from before


def _is_dated(element: Element) -> bool:
    if (element.get("itemprop") or "").startswith("date") or _kinds(element.get("class") or "").date:
        return True
    stated = element.get(
        "property"
    )  # Drupal 7: property="dc:date dc:created" content="2026-05-06T10:15:00-04:00"
    return stated is not None and _RDF_DATE.search(stated) is not None


def _is_linked(element: Element) -> bool:
    """It stands in a link with other text, so on the card of another story.

    Alone in it stands the day of WordPress' older themes, which link it to the page itself.
    """
    link = next(element.iterancestors("a"), None)
    return link is not None and _short(link) != _short(element)


def _is_change(element: Element) -> bool:
    """The date is of a change, by what its names and its line say: ``Updated <time>``."""
    parent = element.getparent()
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    own = f"{names} {_short(element)}"
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
        return plain(previous.tail) or (_short(previous) if previous.tag in _INLINE else "")
    return plain(parent.text) if parent is not None else ""


def _is_marked(element: Element) -> bool:
    return element.get("rel") == "author" or "author" in (element.get("itemprop") or "")


def _near(tree: Element) -> Iterator[Element]:
    """The first elements behind the headline that may be a line of text; some themes set it as ``<h2>``."""
    headline = "h1" if _headline(tree) is not None else "h2"
    behind = dropwhile(lambda one: one.tag != headline, tree.iter(headline, *_LINES))
    return (one for one in islice(behind, NEAR) if one.tag != headline)


def _texts(elements: Iterable[Element]) -> Iterator[list[str]]:
    for element in islice(elements, NEAR):
        text = _short(element)
        if len(text) > 2 and not _elsewhere(element):
            links = [_short(link) for link in element.iterdescendants("a") if _is_author(link)]
            mark = _mark(element)
            fellows = [
                one for one in islice(element.itersiblings(), NEAR) if any(mark) and _mark(one) == mark
            ]
            yield links or _named(element) or [_names(one) or _short(one) for one in (element, *fellows)]


def _may_name(element: Element) -> bool:
    names = element.get("class") or ""
    if _kinds(names).author:
        return _OF_CARD.search(names) is None
    return element.tag == "a" and _is_author(element) and " " in _short(element)


def _is_sentence(element: Element) -> bool:
    """``By contrast, the ministry said on Monday that …`` begins like a byline."""
    text = _short(element)
    return text.endswith((".", "!", "?", ":")) and len(text.split()) > MOST_WORDS


def _named(element: Element) -> list[str]:
    """The names in a box that also has a job, a handle or a button: each in an element called so."""
    inside = islice(element.iterdescendants(), NEAR)
    return [_short(one) for one in inside if _kinds(one.get("class") or "").name]


def _names(element: Element) -> str:
    """The name in a byline of several parts: one marked so, or the bold or linked first of them."""
    for one in islice(element.iterdescendants(), NEAR):
        if "name" in (one.get("itemprop") or "").split() and one.tag != "meta":
            return _short(one)
    first = element[0] if len(element) and not plain(element.text) else None
    parted = first is not None and first.tag in ("strong", "b", "a") and plain(first.tail)
    return _short(first) if first is not None and parted and " " in _short(first) else ""


def _mark(element: Element) -> tuple[str | None, ...]:
    """What names an element; authors stand side by side under one name."""
    return element.get("class"), element.get("rel"), element.get("itemprop")


def _is_author(link: Element) -> bool:
    return link.get("rel") == "author" or bool(_TO_AUTHOR.search(link.get("href") or ""))


def _labelled(tree: Element, label: re.Pattern[str]) -> Iterator[str]:
    """The texts behind a label: ``<dt>Author</dt><dd>…</dd>``, ``<b>Datum</b> 28.04.2026``."""
    for element in islice(tree.iter("dt", "th", "strong", "b"), MOST_LABELS):
        if label.fullmatch(_short(element)):
            following = element.getnext()
            beside = plain(element.tail) or (_short(following) if following is not None else "")
            if 2 < len(beside) <= LONGEST:
                yield beside


def _opening(element: Element) -> str:
    """The words with which an element begins, its own or its first child's."""
    text = (element.text or "").lstrip()
    return f"{text or (len(element) and element[0].text) or ''} ".lstrip()


def _short(element: Element) -> str:
    """The text of an element; empty where it is too long to be a byline."""
    pieces, size = [], 0
    for piece in element.itertext():
        size += len(piece)
        if size > 3 * LONGEST:
            return ""
        pieces.append(piece)
    text = plain(" ".join(pieces))
    return text if len(text) <= LONGEST else ""


def _elsewhere(element: Element) -> bool:
    """It stands in a list of other stories, in the comments or at the side of the page.

    What holds the headline is the story's own, whatever it is called; so is a margin without a heading.
    """
    for above in element.iterancestors():
        if above.tag in ("main", "body"):
            return False
        if above.tag == "aside":
            if next(above.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
                return True
        elif (
            above.tag in ("nav", "figure", "blockquote") or _OTHER.search(above.get("class") or "")
        ) and _headline(above) is None:
            return True
        elif above.tag in ("article", "li"):
            if _is_card(above):
                return True
            if above.tag == "article" and _headline(above) is not None:
                return False
    return False


def _is_card(box: Element) -> bool:
    """A short box with a linked headline: another story with its byline and its day."""
    if not _short(box) or _headline(box) is not None:
        return False
    return any(len(_short(link).split()) >= HEADLINE and not _is_author(link) for link in box.iter("a"))


def _headline(root: Element) -> Element | None:
    return next(root.iter("h1"), None)
