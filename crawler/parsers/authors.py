"""Who wrote it: names alone, out of JSON-LD, meta tags and bylines in many languages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from crawler.parsers import dates, jsonld
from crawler.parsers.plain import plain

MOST: Final = 30
"""Names kept of one page; the longest byline of the evaluation pages has nine."""

MOST_PARTS: Final = 3
"""Parts of a name in Han, kana or Hangul; share buttons have more."""

MOST_SMALL: Final = 4
"""Words of a name without capitals: what is longer is a sentence."""


def _any(words: str) -> str:
    return "|".join(words.split())


_KINDS = """
    written reported reporting story analysis commentary comment opinion words interview published posted
    report kommentar gastbeitrag analyse bericht essay kolumne reportage recherche aufgezeichnet
    protokolliert
"""
LEAD_IN = re.compile(
    rf"^(?:(?:\w+ ){{0,2}}(?:{_any(_KINDS)}) (?:\w+ )?)?(?:by|von|par|por|av|af|door|przez)\s*:?\s+|"
    r"^(?:by|von|par|por|av|di|autor(?:en|es|in)?|authors?|quelle|source|text[eo]?|story|words|writer|reporter|"
    r"автор\w*|текст|作者|文|記者|记者|责编|责任编辑|글|기자|بقلم|كتب|كتبت)\s*[:：]\s*|^文\s*/\s*|^(?:بقلم|كتبت?)\s+|"
    r"^(?-i:Di|DI|De|DE)\s+(?=\w+\s+\w+$)",
    re.IGNORECASE,
)
_IMAGES = "fotos?|photos?|bild(?:er)?|grafik|graphics?|video|images?|pictures?"
_PICTURE = re.compile(rf"(?:{_IMAGES})\b", re.IGNORECASE)
_LABEL = re.compile(r"^[^:：]{2,40}[:：]\s*")
# "Text: Ann Lee Fotos: Bo Berg"
_ALSO = re.compile(rf"\s+(?:{_IMAGES}|kamera|camera|sendung)\s?[:：]\s.*$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:[;|·•\n\t]|\s/\s|、|\s[-–—]\s)\s*")
_CONJUNCTION = re.compile(
    r",?\s+(?:and|und|et|y|e|och|og|en|i|ja|ve|и|та|και|with|mit|avec|con|com|&|\+)\s+", re.IGNORECASE
)
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
    SSG SFC MSG CPT LTC 1SG 1LT 2LT PO[123] MC[123] CW[1-5]
"""
_RANK = re.compile(
    rf"^(?:Mrs?\.?|Ms\.?)\s+(?=\w+\s+\w)|^(?:retired\s+)?(?:(?:U\.?S\.?\s+)?(?:{_SERVICE})\s+)?"
    rf"(?:(?:(?:{_any(_GRADE)}|Mass Communication|1st|2nd|3rd)\.?\s+)*(?:{_any(_RANKS)})\b\.?"
    r"(?:\s+(?:1st|2nd|3rd|First|Second|Third)\s+Class)?\s+)+(?=\w)"
)
# A desk, an agency, an outlet: an author only where nobody is named.
_OFFICES = r"""
    staff desk editors? editorial newsroom newsdesk reporters? correspondents? writers? agency agencies
    agencias redaktion\w* redaktør\w* redacci[oó]n r[eé]daction redazione redactie redakcja toimitus
    korrespondent\w* reda[ck]t(?:eu?r|or)\w* corresponsal communications? wire contributors? columnist
    analyst news gmbh ltd inc media ajans[ıi] journalist\w* producer director fellow
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
_TEAM = re.compile(r"\bteam$", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:admin\w*|root|undefined|null|none|unknown|anonymous|n/?a|webmaster|user|name|author|autor|by|von|am|on|share|follow|redirect|"
    r"(?:story|text|photos?) by|mehr|more|read more|weiterlesen|"
    r"courtesy (?:story|photo)|guest|true|false|home|contact|"
    r"(?:about|über|more (?:from|by)|mehr (?:von|zu)|"
    r"(?:show |view |see )?(?:all|latest|recent|alle|letzte|neueste) "
    r"(?:articles?|posts?|stories|artikel|beiträge))\b.*)$",
    re.IGNORECASE,
)
# "Ann Lee, Kyiv and Bo Berg, London"
_PLACE_AND = re.compile(r"^\S+\s+(?:and|und|et|y)\s+(?=\S+\s+\S)")
_BEFORE_DAY = frozenset(
    "on am le el il den at um vom du del monday tuesday wednesday thursday friday saturday sunday montag "
    "dienstag mittwoch donnerstag freitag samstag sonntag".split()
)
# "Ann Lee/AFP", "AFP/Ann Lee"
_AGENCY_BESIDE = re.compile(rf"(?<=\w)/(?=(?:{_any(_AGENCIES)})$)|(?<=^\w{{3}})/(?=\w+ \w)", re.IGNORECASE)
_PAPER = re.compile(r"(?:the|le|la|les|der|die|das|el|il)\s+\w+$", re.IGNORECASE)
_PARTICLES = frozenset(
    "de da di do du dos das del della dello degli van von vom zu zur der den ten ter la le el al bin ibn "
    "binti ben af av dei y e und".split()
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}")
# "배윤경 기자", "岡本一郎記者": the job behind a name in scripts without capitals
_TITLE_BEHIND = re.compile(
    r"\s*(?:기자|특파원|논설위원|記者|记者|特派員|編集委員)$|\s+\+?(?:关注|订阅|复制链接|フォロー|구독)$"
)
# "王文 中国人民大学执行院长": a job behind a name is longer than a name's second half
_POST_BEHIND = re.compile(r"^([\u3400-\u9fff]{2,4})\s+[\u3400-\u9fff]{6,}$")
# Behind a whole name: what the person is, for whom and from where, up to the end.
_BEATS = """
    staff senior chief lead deputy assistant associate managing executive political politics defen[cs]e
    military national foreign world international diplomatic security naval air space science business special
    investigative freelance contributing european washington pentagon white house digital content hub news
    principal general
"""
_JOBS = r"""
    writers? reporters? correspondents? editors? journalist\w* columnists? analysts? producers? contributors?
    directors? fellows? photographers? bureau
"""
_BEHIND = re.compile(
    rf"^((?:[^\W\d_][\w'’.-]*\s+){{2,4}}?)(?:(?:(?:{_any(_BEATS)})\s+)*(?:{_any(_JOBS)})\b|"
    r"(?:for|of)\s+(?:the\s+)?(?-i:[A-Z])|(?:reporting\s+)?(?:in|from|aus|depuis|desde)\s+(?-i:[A-ZÀ-Þ])).*$",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"\b(?:division|brigade|battalion|regiment|wing|command|fleet|squadron|corps|forces?|reserve|guard|army|"
    r"navy|marines?|department|ministry|university|institute|college|school|embassy|center|centre|office|"
    r"group|council|agency|foundation|times|post|district|region|base|fort|station|u\.?s\.?)\b",
    re.IGNORECASE,
)
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
        if kind is not others or not _is_phrase(name):
            kind.setdefault(key, name)
    if all(map(_TEAM.search, people.values())):  # beside a person "Gear Team" signs as another
        people, desks = {}, {**people, **desks}
    return Byline(*(tuple(kind.values())[:MOST] for kind in (people, desks, others)))


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """The people named in some texts; where nobody is, the desks."""
    byline = read(texts)
    return byline.people or byline.desks or byline.others


def _person(name: str) -> bool:
    """Two words, all or none with a capital, or a name in a script without capitals and spaces."""
    words = [word for word in name.split() if word not in _PARTICLES]
    if words and words[0].lower() == "the":
        return False
    if len(words) < 2:
        return bool(_CJK.fullmatch(name))
    capitals = sum(_is_capital(word) for word in words)
    return capitals == len(words) or (capitals == 0 and len(words) <= MOST_SMALL)


def _is_phrase(name: str) -> bool:
    """``by the committee on Tuesday announced``: words of a sentence, by the small one at its end."""
    words = name.split()
    return len(words) > 2 and words[-1].islower() and any(map(_is_capital, words))


def _is_capital(word: str) -> bool:
    """``Okafor``, and ``al-Rashid``, ``d'Arcy``, whose article is small."""
    return any(part[:1].isupper() for part in re.split(r"[-'’]", word)[:2])


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


@lru_cache(maxsize=256)
def _key(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).strip()


def _split(text: str) -> list[str]:
    """One byline → the names in it."""
    text = LEAD_IN.sub("", _NOISE.sub(" ", text).strip(" ,.-–—:|()"))
    found: list[str] = []
    for part in _LISTED.split(text):
        if _PICTURE.match(part):
            continue
        part = _LABEL.sub("", _ALSO.sub("", part))
        for piece in _commas(part):
            found += _conjoined(piece)
    return [name for one in found if (name := _name(one))]


def _commas(part: str) -> list[str]:
    """`Ann Lee, Bo Berg` are two; of `Ann Lee, Nairobi` and `Ann Lee, Jr.` the first is the name.

    `Lee, Ann` is one, as libraries write.
    """
    pieces = [piece.strip() for piece in re.split(r"\s*[,，،]\s*", part) if piece.strip()]
    if len(pieces) == 2 and all(re.fullmatch(r"[^\W\d_][\w'’.-]+", piece) for piece in pieces):
        return pieces if any(map(_DESK.search, pieces)) else [f"{pieces[1]} {pieces[0]}"]
    if len(pieces) < 2 or len(pieces[0].split()) < 2:
        return pieces
    # A single word behind a full name is a place, an agency or a suffix, not a person; nor is a unit.
    behind = (_PLACE_AND.sub("", one) for one in pieces[1:])
    return [pieces[0], *(one for one in behind if len(one.split()) > 1 and not _AFFILIATION.search(one))]


def _conjoined(piece: str) -> list[str]:
    """Split at and, und, et … where a full name or a desk stands on both sides.

    Ortega y Gasset is one man, and "Le Figaro et AFP" one newsroom.
    """
    parts = _CONJUNCTION.split(_AGENCY_BESIDE.sub(" & ", piece))
    whole = all(len(part.split()) > 1 or _DESK.search(part) for part in parts)
    if any(_PAPER.match(part) and not _DESK.search(part) for part in parts):
        return [piece]
    return parts if whole else [piece]


def _name(text: str) -> str:
    text = _RANK.sub("", LEAD_IN.sub("", text.strip(" ,.;:-–—|\"'*")))
    text = _undated(_EMPLOYER.sub(r"\1", text.strip(" ,;:-–—|\"'*")))
    behind = _BEHIND.match(text)
    if behind and not _DESK.search(behind[1]):  # "Guardian staff reporter" is a desk's name
        text = behind[1].strip()
    text = _POST_BEHIND.sub(r"\1", _TITLE_BEHIND.sub("", text))
    text = _once(" ".join(text.split()))
    if not 2 <= len(text) <= 80 or len(text.split()) > 7 or _NOBODY.match(text) or _SUFFIX.match(text):
        return ""
    if len(text.split()) > MOST_PARTS and _CJK.search(text):
        return ""
    if any(char.isdigit() or char in "。！？" for char in text) or not any(char.isalpha() for char in text):
        return ""
    return text


def _undated(text: str) -> str:
    """`Ann Lee May 4, 2026`, `Ann Lee Tuesday` without the day; a single word with digits is no name."""
    words = text.split()
    at = next((index for index, word in enumerate(words) if word[:1].isdigit()), len(words))
    if at < 2:
        return text
    dated = at < len(words)  # "Lee Mayer" ends in no month
    while at and (words[at - 1].lower().strip(",") in _BEFORE_DAY or (dated and dates.month(words[at - 1]))):
        at -= 1
    return " ".join(words[:at]) if at > 1 or not dated else text


def _once(text: str) -> str:
    """`Ann Lee Ann Lee`, once for the eye and once for a screen reader, is one."""
    words = text.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half > 1 and words[:half] == words[half:] else text
