"""What a line of text is when it is not the story: label, byline, date, credit, sign-up, biography."""

import re
from collections import defaultdict
from typing import Final

from crawler.parsers.wording import (
    COMMENTS,
    DATE_WORDS,
    END_MARKS,
    IMPRINT,
    IMPRINT_WITHIN,
    MONTHS,
    OPENERS,
    SHARE_WORDS,
    SIGN_UPS,
    SIGNS,
    UNSPACED_IMPRINT,
    UNSPACED_SIGN_UPS,
)

LONGEST: Final = 20_000
"""Characters from which on nothing but a count of spaces is asked of a text."""

END: Final = frozenset(".!?:…\"”’'»“。！？)")
"""What a sentence ends with, a headline seldom."""

_WORD = re.compile(r"\w+")
_LATIN: Final = "".join(c.lower() if c.isalnum() else " " for c in map(chr, range(256))).encode("latin-1")
"""What each byte of Latin-1 is replaced with where words are told apart."""

_NAME: Final = r"(?-i:[A-ZÀ-ÞА-Я][\w'’.-]*(?: (?:de|van|von|der|la|al|bin|[A-ZÀ-ÞА-Я][\w'’.-]*)){1,4})"
_EDGES: Final = ' \t:;.,!?|»«›‹>–—-•·*"“”()[]…'


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_OPENER = re.compile(rf"^\W*(?:{'|'.join(OPENERS)})(?!\w)(?P<rest>.*)$", re.IGNORECASE)
_SIGN_UPS: Final[defaultdict[bytes, list[re.Pattern[str]]]] = defaultdict(list)
for _hints, _pattern in SIGN_UPS.items():
    for _hint in _hints.split("|"):
        _SIGN_UPS[_hint.encode("latin-1")].append(re.compile(_pattern, re.IGNORECASE))
_UNSPACED_SIGN_UP = re.compile(UNSPACED_SIGN_UPS)
_UNSPACED_IMPRINT = re.compile(UNSPACED_IMPRINT)
_IMPRINT = _any(IMPRINT)
_IMPRINT_WITHIN = _any(IMPRINT_WITHIN)
_END_MARK = _any(END_MARKS)
_COUNTER = re.compile(
    r"^\W*(?:(?:image|photo|slide|bild|foto|picture)\W{0,2}\d+ (?:of|von|de|/) \d+|"
    r"\d[\d.,]*k? (?:comments?|shares?|views|likes|aufrufe|vues|recommandés)|"
    r"\d+ min(?:ute)?s?\.? (?:read|lesezeit)|"
    r"(?:reading time|lesezeit|lesedauer|tempo de leitura|temps de lecture|tiempo de lectura)\b.{0,20})\W*$",
    re.IGNORECASE,
)

_COMMENTS = re.compile(rf"\W*(?:{'|'.join(COMMENTS)})", re.IGNORECASE)

_MONTH: Final = rf"(?:{'|'.join(MONTHS)})\w*\.?"
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    rf"\d{{1,2}}\.?\s*(?:de\s+)?{_MONTH},?\s*(?:de\s+)?\d{{2,4}}|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|"
    rf"th)?,?\s+\d{{4}}|"
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[-./年]\s?\d{1,2}[-./月]\s?\d{1,2}日?|"
    r"\b\d{1,2}[:.h]\d{2}(?::\d{2})?\b|"
    r"\d+\s+(?:minutes?|hours?|days?|weeks?|min|std|stunden?|tage?n?)\s+ago|\b(?:vor|hace|il y a|"
    r"för)\s+\d+\s+\w+",
    re.IGNORECASE,
)
_STAMP = re.compile(
    rf"^\d{{1,2}}[:.h]\d{{2}}(?:\s*(?:uhr|[ap]\.?m\.?))?\W*(?:(?:by )?{_NAME}|(?-i:[A-Z ]+))?\W*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"^\W*(?:by|von|par|por|di|af|av|door|oleh|text|story by|written by|reported by|(?:autor|auteur|"
    rf"автор|текст)\w*(?:/\w+)?:?)"
    rf"\s+{_NAME}.{{0,60}}$|^\W*authors?:?\s+{_NAME}\W*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:header|featured|titel|beitrags|aufmacher|teaser)[- ]?)?"
    r"(?:photo|image|picture|photograph|video|illustration|graphic|foto|bild|grafik|pic|credit|"
    r"crédit|imagen|fot|фото|写真|사진)"
    r"(?:s|graphy|graphs)?(?: \(cc\)| illustrative)?\s*(?:credits?|courtesy|source|by|:|/|©|\||par)|"
    r"^\W*(?:©|\(c\)\s|copyright\b)|"
    r"^\W*(?:quellen?|sources?|fuentes?|fonte) ?:|"
    r"^\W*(?:getty images?|reuters|afp|ap(?: photo)?|dpa|epa|shutterstock|imago|picture alliance|"
    r"file photo)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_PHOTOGRAPHER = re.compile(
    r"\((?:[^()]{2,60}/ ?(?:[^()]{0,30}\b)?(?:army|navy|air force|marine corps|marines|space force|"
    r"coast guard|national guard|dod|"
    r"dvids|ap|reuters|afp|getty|staff|pool|courtesy)\b[^()]{0,30}|[^()]{0,40}\bphotos? (?:by|"
    r"courtesy|illustration)\b[^()]{0,60}|"
    r"(?:ap photo|getty images|reuters|afp)\b[^()]{0,60}|photo[:/][^()]{0,60}|"
    r"(?:staff|file|courtesy|handout)(?: photo)?)\)$|"
    r"[.!?»”\"] (?:photos?|fotos?|bild(?:er)?|images?|credits?): [^.:]{2,60}$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"^\W*(?:about|über|sobre|acerca de|à propos d['’e])\W+(?:the (?:authors?|writer)|{_NAME}|"
    rf"(?-i:[A-Z])\w+)\W*$",
    re.IGNORECASE,
)
_ABOUT_BIO = re.compile(
    rf"^\W*about (?:the authors?|{_NAME})\W+(?:{_NAME}|he|she|they)\b.{{0,40}}\b(?:is|was|has|covers|"
    rf"writes|reports)\b",
    re.IGNORECASE,
)
_BIO = re.compile(
    rf"^{_NAME}(?: \([^)]{{1,30}}\))?,? (?:"
    r"(?:is|was|has been) (?:a|an|the|\w+['’]s?)\b.{0,60}\b(?:reporter|editor|correspondent|writer|"
    r"journalist|columnist|producer|"
    r"contributor|bureau chief|photographer|intern|researcher|professor|fellow|analyst)\b|"
    r"(?:covers|writes about|reports on|is covering)\b.{0,80}\b(?:for|at)\b|"
    r"(?:joined|previously (?:covered|wrote|reported|worked))\b.{0,80}\b(?:reporter|editor|"
    r"correspondent|writer|journalist|staff)|"
    r"(?:ist|arbeitet|schreibt|berichtet)\b.{0,60}\b(?:redakteur|korrespondent|autor|reporter|"
    r"volontär|journalist|zuständig))",
    re.IGNORECASE,
)

# Behind the author's name: what somebody is or does for long, not what he said on Monday.
_LASTING = re.compile(
    r"(?:,[^.]{1,40},| \([^)]{1,40}\))? (?:is|was|has|holds|covers|covered|reports on|writes|wrote|teaches|"
    r"taught|serves|served|works|worked|lives|leads|directs|edits|hosts|studies|joined|retired|spent|"
    r"ist|arbeitet|schreibt|berichtet|lehrt|est|suit|couvre|enseigne|es|trabaja|escribe)\b"
)


def words(text: str) -> int:
    """Number of words; a script without spaces counts three characters as one."""
    count = text.count(" ") + 1
    if len(text) < 14 * count or len(text) > LONGEST:
        return count
    return sum(1 if word[0] < "\u2e80" else (len(word) + 2) // 3 for word in _WORD.findall(text))


def _latin_words(text: str) -> list[bytes]:
    """Words of Latin letters in lower case; a third of the time that a pattern takes to find them."""
    return text.encode("latin-1", "replace").translate(_LATIN).split()


def _within(text: str, most: int) -> bool:
    """At most so many words, and none of them endless: what is asked of a text before a pattern is."""
    return len(text) <= 16 * most and words(text) <= most


def is_sign(text: str) -> bool:
    """A button or heading of the page, nothing else: "Share:", "Load More", "{{ story.state }}"."""
    if text.startswith("{{") and text.endswith("}}"):
        return True
    if len(text) > 120:
        return False
    if text.strip(_EDGES).lower() in SIGNS or _COUNTER.match(text) is not None:
        return True
    if "|" in text and all(part.strip().lower() in SIGNS for part in text.split("|")):  # "收藏 | 打印 | 关闭"
        return True
    return len(text) <= 80 and SHARE_WORDS.issuperset(_WORD.findall(text.lower()))


def announces_others(text: str) -> bool:
    """Names or announces other articles: "RELATED", "More in Pentagon", "Read more: Army picks a rifle".

    A sentence that only begins so goes on: "In other news, the ministry said …".
    """
    if len(text) > 160:
        return False
    opener = _OPENER.match(text)
    if opener is None:
        return False
    rest = opener["rest"].strip()
    if not rest.strip(_EDGES):
        return True
    if rest[0] in ":|>»":
        return True
    return rest[0] not in ",;" and words(rest) <= 6 and text[-1] not in ".?!"


def is_label(text: str) -> bool:
    """A line of the page about itself or about other articles."""
    return is_sign(text) or announces_others(text)


def opens_comments(text: str) -> bool:
    """Heads what the readers say: "12 Comments", "Leave a Reply", "Kommentare (3)"."""
    return len(text) <= 60 and _COMMENTS.match(text) is not None


def _has_date(text: str) -> bool:
    return _DIGIT.search(text) is not None and _DATE.search(text) is not None


def is_date(text: str) -> bool:
    """Nothing but a date: "Updated Nov 18, 2019 5:26 PM", "Stand: 22.04.2024, 06:00 Uhr"."""
    if len(text) > 120 or not _has_date(text):
        return False
    rest = [word for word in _WORD.findall(_DATE.sub(" ", text).lower()) if word not in DATE_WORDS]
    return len(rest) <= 3


def is_dated(text: str) -> bool:
    """A line about the story and not of it: it has a date and is no sentence."""
    return _within(text, 20) and text[-1] not in ".!?" and _has_date(text)


def is_stamp(text: str) -> bool:
    """Heads an entry of a live blog: "20:11 Ada Quist", "9.40 Uhr", "18:05 KEY EVENT"."""
    return len(text) <= 60 and _STAMP.match(text) is not None


def is_byline(text: str) -> bool:
    """ "By Jane Doe", "Von Nina Magoley": names and no sentence."""
    return len(text) <= 100 and text[-1] not in ".!?:" and _BYLINE.match(text) is not None


def is_credit(text: str) -> bool:
    """Who made the picture: "Photo: …", "© …", "Getty Images", "… (Sgt. Jane Doe/Army)"."""
    return (_within(text, 30) and _CREDIT.match(text) is not None) or (
        (text[-1] == ")" or ": " in text[-62:])
        and _within(text, 45)
        and _PHOTOGRAPHER.search(text) is not None
    )


def is_sign_up(text: str) -> bool:
    """Asks the reader to subscribe, follow, register or allow something."""
    if not _within(text, 70):
        return False
    hints = _SIGN_UPS.keys() & _latin_words(text)
    if any(pattern.search(text) for hint in hints for pattern in _SIGN_UPS[hint]):
        return True
    return not text.isascii() and _UNSPACED_SIGN_UP.search(text) is not None


def is_furniture(text: str) -> bool:
    """Not the story wherever it stands."""
    return is_sign(text) or is_credit(text) or is_sign_up(text)


def is_imprint(text: str) -> bool:
    """Says who else worked on the story, how to reach its author or whose it is."""
    return _within(text, 60) and (
        _IMPRINT.match(text) is not None
        or _IMPRINT_WITHIN.search(text) is not None
        or (not text.isascii() and _UNSPACED_IMPRINT.search(text) is not None)
    )


def is_end(text: str) -> bool:
    """Says that the text is over: "###", "-30-", "ENDS", "(责任编辑：…)"."""
    return len(text) <= 40 and _END_MARK.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Signs that part or end a text, and no word: "___", "* * *"."""
    return len(text) <= 40 and not any(map(str.isalnum, text))


def is_about(text: str) -> bool:
    """Opens the standing text about an author or a company, on a line of its own: "About Ascom"."""
    return _within(text, 7) and _ABOUT.match(text) is not None


def is_bio(text: str) -> bool:
    """Introduces the author."""
    return _within(text, 120) and (_BIO.match(text) is not None or _ABOUT_BIO.match(text) is not None)


def introduces(text: str, name: str) -> bool:
    """Says who an author is: "Dr. Rosa Tideman teaches logistics at the naval school"."""
    at = text.find(name, 0, len(name) + 30)
    if at < 0 or " " not in name or not _within(text, 120):
        return False
    return text[:at].istitle() == bool(text[:at]) and _LASTING.match(text, at + len(name)) is not None
