"""Who wrote it: names alone, out of JSON-LD, meta tags and bylines in many languages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crawler.parsers import jsonld
from crawler.parsers.plain import plain

MOST: Final = 30
"""Names kept of one page; the longest byline of the evaluation pages has nine."""


def _any(words: str) -> str:
    return "|".join(words.split())


_KINDS = """
    written reported reporting story analysis commentary comment opinion words interview published posted
    report kommentar gastbeitrag analyse bericht essay kolumne reportage recherche aufgezeichnet
    protokolliert
"""
LEAD_IN = re.compile(
    rf"^(?:(?:\w+ ){{0,2}}(?:{_any(_KINDS)}) (?:\w+ )?)?(?:by|von|par|por|av|af|door|przez)\s*:?\s+|"
    r"^(?:by|von|par|por|av|di|autor(?:en|es|in)?|authors?|quelle|source|text[eo]?|story|words|writer|reporter)\s*:\s*|"
    r"^(?-i:Di|DI|De|DE)\s+(?=\w+\s+\w+$)",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"(?:fotos?|photos?|bild(?:er)?|grafik|graphics?|video|images?|pictures?)\b", re.IGNORECASE
)
_LABEL = re.compile(r"^[^:：]{2,40}[:：]\s*")
_LISTED = re.compile(r"\s*(?:[;|·•\n\t]|\s/\s|、|\s[-–—]\s)\s*")
_CONJUNCTION = re.compile(r",?\s+(?:and|und|et|y|e|och|og|en|i|ja|ve|with|mit|&|\+)\s+")
_NOISE = re.compile(
    r"\S+@\S+|(?<!\w)@\w+|https?://\S+|\([^()]{0,60}\)|\[[^\][]{0,60}\]|"
    r"\b(?:updated|published|aktualisiert|publié)\b.*|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b.*",
    re.IGNORECASE,
)
# Press officers sign as "Staff Sgt. Jane Doe", "Army Maj. Gen. Jane Doe", "Petty Officer 2nd Class J. Doe"
_SERVICE = "Army|Navy|Marine Corps|Air Force|Space Force|Coast Guard|Air National Guard|Army National Guard"
_GRADE = (
    "Staff Master Technical Tech Senior Chief Command First Gunnery Lance Brig Maj Lt Vice Rear Petty Warrant"
)
_RANKS = """
    Sgt Cpl Pfc Pvt Spc Lt Capt Cdr Cmdr Maj Col Gen Adm Ens Airman Amn Seaman Sergeant Corporal Private
    Specialist Lieutenant Captain Major Colonel General Admiral Commander Officer SSgt TSgt MSgt SrA A1C
"""
_RANK = re.compile(
    rf"^(?:Mrs?\.?|Ms\.?)\s+(?=\w+\s+\w)|^(?:(?:U\.?S\.?\s+)?(?:{_SERVICE})\s+)?"
    rf"(?:(?:(?:{_any(_GRADE)}|Mass Communication|1st|2nd|3rd)\.?\s+)*(?:{_any(_RANKS)})\b\.?"
    r"(?:\s+(?:1st|2nd|3rd|First|Second|Third)\s+Class)?\s+)+(?=\w)"
)
# A desk, an agency, an outlet: an author only where nobody is named.
_OFFICES = r"""
    staff desk editors? editorial newsroom newsdesk reporters? correspondents? writers? agency agencies
    agencias redaktion\w* redaktør\w* redacci[oó]n r[eé]daction redazione redactie redakcja toimitus
    korrespondent\w* reda[ck]t(?:eu?r|or)\w* corresponsal communications? wire contributors? columnist
    analyst news gmbh ltd inc media ajans[ıi]
"""
_AGENCIES = r"""
    dpa(?:[-/]\w+)* afp ap apa sda ats efe ansa tass reuters bloomberg xinhua kyodo jiji yonhap pti ians
    ani upi aap pa belga anp ntb tt ritzau stt lusa pap čtk mti sid epd kna keystone-sda cna anadolu
"""
# "JILL LAWLESS Associated Press", "Kevin McCoy USA TODAY"
_EMPLOYER = re.compile(
    r"^([A-Z]\S+ (?:\S+ )?[A-Z]\S+) (?:The )?(?i:associated press|reuters|afp|bloomberg news|usa today|dpa)$"
)
_DESK = re.compile(
    rf"\b(?:{_any(_OFFICES)}|public affairs|press office)\b|"
    rf"^(?:{_any(_AGENCIES)}|(?:the )?associated press|agence france[- ]presse|deutsche presse-agentur|"
    r"europa press|press association)\b|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:admin\w*|root|undefined|null|none|unknown|anonymous|n/?a|webmaster|user|author|autor|by|von|share|follow|redirect|"
    r"guest|true|false|home|contact)$",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de da di do du dos del della van von vom zu zur der den ten ter la le el al bin ibn y e und".split()
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}")
_SUFFIX = re.compile(r"^(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs an article, each once, in order.

    Args:
        people: names alone, without lead-ins, ranks, jobs, places and addresses.
        desks: desks and agencies.
        others: the outlet's own name, and single words that may be anything.
    """

    people: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def read(texts: Iterable[str], outlets: Iterable[str] = (), organisations: Iterable[str] = ()) -> Byline:
    """Sort the names in some texts.

    Args:
        texts: bylines or names as the page has them.
        outlets: names of the outlet.
        organisations: names that the page says are no person's.
    """
    own = {_key(name).replace(" ", "") for name in outlets}
    offices = {_key(name) for name in organisations}
    people: dict[str, str] = {}
    desks: dict[str, str] = {}
    others: dict[str, str] = {}
    for name in (name for text in texts for name in _split(text)):
        key = _key(name)
        outlet = key.replace(" ", "") in own or key.split()[0] in own  # "CNN Business" on cnn.com
        desk = bool(_DESK.search(name)) or (key in offices and not outlet)
        kind = desks if desk else people if _person(name) and not outlet else others
        kind.setdefault(key, name)
    return Byline(*(tuple(kind.values())[:MOST] for kind in (people, desks, others)))


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The people named in some texts; where nobody is, the desks."""
    byline = read(texts)
    return byline.people or byline.desks or byline.others


def _person(name: str) -> bool:
    """Two words, all or none with a capital, or a name in a script without capitals and spaces."""
    words = [word for word in name.split() if word not in _PARTICLES]
    if len(words) < 2:
        return bool(_CJK.fullmatch(name))
    capitals = sum(word[:1].isupper() for word in words)
    return capitals == len(words) or capitals == 0


def stated(node: jsonld.Node, nodes: list[jsonld.Node]) -> tuple[list[str], list[str]]:
    """The names that a JSON-LD article gives, and those of them that are organisations."""
    texts: list[str] = []
    organisations: list[str] = []
    for one in jsonld.resolve(node.get("author") or node.get("creator"), nodes):
        for name in _named(one):
            texts.append(name)
            if isinstance(one, Mapping) and any(kind.endswith("Organization") for kind in jsonld.types(one)):
                organisations.append(name)
    return texts, organisations


def _named(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        value = value.get("name")
    values = value if isinstance(value, list) else [value]
    return [text for one in values[:MOST] if isinstance(one, str) and (text := plain(one))]


def _key(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()


def _split(text: str) -> list[str]:
    """One byline → the names in it."""
    text = LEAD_IN.sub("", _NOISE.sub(" ", text).strip(" ,.-–—:|"))
    found: list[str] = []
    for part in _LISTED.split(text):
        if _PICTURE.match(part):
            continue
        part = _LABEL.sub("", part)
        for piece in _commas(part):
            found += _conjoined(piece)
    return [name for one in found if (name := _name(one))]


def _commas(part: str) -> list[str]:
    """`Ann Lee, Bo Berg` are two; of `Ann Lee, Nairobi` and `Ann Lee, Jr.` the first is the name."""
    pieces = [piece.strip() for piece in re.split(r"\s*[,，]\s*", part) if piece.strip()]
    if len(pieces) < 2 or len(pieces[0].split()) < 2:
        return pieces
    # A single word behind a full name is a place, an agency or a suffix, not a person.
    return [piece for index, piece in enumerate(pieces) if index == 0 or len(piece.split()) > 1]


def _conjoined(piece: str) -> list[str]:
    """Split at and, und, et … where a full name stands on both sides: Ortega y Gasset is one man."""
    parts = _CONJUNCTION.split(piece)
    return parts if all(len(part.split()) > 1 for part in parts) else [piece]


def _name(text: str) -> str:
    text = _RANK.sub("", LEAD_IN.sub("", text.strip(" ,.;:-–—|\"'*")))
    text = _EMPLOYER.sub(r"\1", text.strip(" ,;:-–—|\"'*"))
    if not 2 <= len(text) <= 80 or len(text.split()) > 7 or _NOBODY.match(text) or _SUFFIX.match(text):
        return ""
    if any(char.isdigit() for char in text) or not any(char.isalpha() for char in text):
        return ""
    return text
