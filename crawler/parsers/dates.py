"""Moments as pages write them: read, given a time zone, and believed or not."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final

from dateutil import tz

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""The web begins in 1990; what claims to be older is a default or a joke."""

MAX_CHARS: Final = 80
"""A date is short; `Fri Apr 28 2023 17:52:31 GMT+0000 (Coordinated Universal Time)` has 66 characters."""

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T,\s-]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?$")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d|\d\d)(?![\d:.])")
_MONTH_NAME = r"(?P<month>[^\W\d_]{3,13})\.?"
_WORDS = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s-]*(?:de |d')?{_MONTH_NAME},?[\s-]*(?:de |del )?"
    r"(?P<year>\d{4})\b"
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH_NAME}[\s-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(?:\d\d:\d\d:\d\d\s+\w{{3,4}}\s+)?"
    r"(?P<year>\d{4})\b"
)
_YEAR_FIRST = re.compile(rf"\b(?P<year>\d{{4}})\.?\s+{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\b")
# `7:05 p.m.`, `11h05`, `5 pm`, `오후 9시 37분`
_TIME = re.compile(
    r"(?P<afternoon>午後|下午|오후)?\s?(?<![\d:+])(?<!\w-)(?P<hour>\d{1,2})"
    r"(?:(?:[:.]|\s?h\s?|[時时시点]\s?)(?P<minute>\d{2})(?::\d{2})?(?:[.,]\d+)?\s*"
    r"(?:(?P<half>[ap])\.?\s?m\b)?|\s?(?P<half_alone>[ap])\.?\s?m\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:UTC|GMT|:\d\d)\s*([+-])(1[0-4]|0?\d)(?::?(\d{2}))?\b|\b([A-Z]{1,4}T|UTC|GMT|Z)\b")

# Beginnings of month names: English, German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian
# languages, Polish, Turkish, Malay, Hungarian, Romanian, Finnish, Czech, Russian, Ukrainian, Greek, Arabic.
# Four letters go before three: Finnish "marraskuu" is November, "juil" July.
_MONTHS: Final = """
    jan jän ene gen sty oca ian tam led янв січ ιαν ينا
    feb fév fev lut şub hel úno фев лют φεβ فبر
    mar mär már maa mrt bře мар бер μαρ μάρ مار
    apr avr abr kwi nis ápr huh dub апр кві απρ أبر ابر
    may mai maj mei mag máj tou kvě мая май тра μαΐ μάι ماي
    jun juin jún iun giu cze haz kes июн чер ιουν يون
    jul juil júl iul lug lip tem hei июл лип ιουλ يول
    aug aoû aou ago agu sie ağu elo srp авг сер αυγ أغس اغس
    sep set wrz eyl sze syy zář сен вер σεπ سبت
    oct okt ott out paź eki lok říj окт жов οκτ أكت اكت
    nov lis kas noi marr ноя лис νοε نوف
    dec dez déc dic des gru ara jou pro дек гру δεκ ديس
"""
_MONTH = {stem: number for number, stems in enumerate(_MONTHS.split("\n")[1:-1], 1) for stem in stems.split()}
# Offsets in hours of the zone names that outlets print; IST and CST stand for several zones and are left out.
_NAMED: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "TRT": 3, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "AWST": 8, "NZST": 12, "NZDT": 13, "HKT": 8, "SGT": 8, "SAST": 2, "IDT": 3,
}  # fmt: skip
_ELSEWHERE: Final = timezone(timedelta(hours=13, minutes=37))
# "ET" is winter and summer time in one.
_AMERICAN: Final = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}  # fmt: skip
# Countries of one zone, by the last label of their hosts.
_COUNTRIES: Final = """
    ae Asia/Dubai  am Asia/Yerevan  at Europe/Vienna  be Europe/Brussels  bg Europe/Sofia
    ch Europe/Zurich  cn Asia/Shanghai  cz Europe/Prague  de Europe/Berlin  dk Europe/Copenhagen
    ee Europe/Tallinn  es Europe/Madrid  fi Europe/Helsinki
    fr Europe/Paris  ge Asia/Tbilisi  gr Europe/Athens  hk Asia/Hong_Kong  hr Europe/Zagreb
    hu Europe/Budapest  ie Europe/Dublin
    il Asia/Jerusalem  in Asia/Kolkata  it Europe/Rome  jp Asia/Tokyo  ke Africa/Nairobi
    kr Asia/Seoul  lt Europe/Vilnius  lu Europe/Luxembourg  lv Europe/Riga  my Asia/Kuala_Lumpur
    nl Europe/Amsterdam  no Europe/Oslo  nz Pacific/Auckland  ph Asia/Manila  pk Asia/Karachi
    pl Europe/Warsaw  pt Europe/Lisbon  ro Europe/Bucharest  rs Europe/Belgrade  se Europe/Stockholm
    sa Asia/Riyadh  sg Asia/Singapore  si Europe/Ljubljana  sk Europe/Bratislava  th Asia/Bangkok
    tr Europe/Istanbul  tw Asia/Taipei  tz Africa/Dar_es_Salaam  ua Europe/Kiev  uk Europe/London
    vn Asia/Ho_Chi_Minh  za Africa/Johannesburg
"""
# Languages whose countries share a clock: Chinese is read from Urumqi to Singapore at UTC+8.
_LANGUAGES: Final = """
    bg Europe/Sofia  cs Europe/Prague  da Europe/Copenhagen  de Europe/Berlin  el Europe/Athens
    et Europe/Tallinn  fi Europe/Helsinki  he Asia/Jerusalem  hr Europe/Zagreb  hu Europe/Budapest
    hy Asia/Yerevan  it Europe/Rome  ja Asia/Tokyo  ka Asia/Tbilisi  ko Asia/Seoul  lt Europe/Vilnius
    lv Europe/Riga  nb Europe/Oslo  nl Europe/Amsterdam  no Europe/Oslo  pl Europe/Warsaw
    ro Europe/Bucharest  sk Europe/Bratislava  sl Europe/Ljubljana  sv Europe/Stockholm  th Asia/Bangkok
    tr Europe/Istanbul  uk Europe/Kiev  vi Asia/Ho_Chi_Minh  zh Asia/Shanghai
"""
_COUNTRY: Final = dict(zip(_COUNTRIES.split()[::2], _COUNTRIES.split()[1::2], strict=True))
_LANGUAGE: Final = dict(zip(_LANGUAGES.split()[::2], _LANGUAGES.split()[1::2], strict=True))


def moment(text: str, zone: tzinfo | None = None, *, month_first: bool = False) -> datetime | None:
    """Read one moment.

    Args:
        text: a date as an attribute, JSON or a line of text has it; words around it do no harm.
        zone: what a time without a zone is taken to be in; UTC without one.
        month_first: 04/05/2026 is April the fifth, as Americans write.

    Returns:
        An aware datetime, midnight where the text knows only the day; None where it holds no date.
    """
    text = text.strip()[:MAX_CHARS]
    if not any(char.isdigit() for char in text):
        return None
    try:
        found = _read(text, month_first=month_first)
    except (ValueError, OverflowError):  # the 31st of February, a year of 0, a second of 61
        return None
    if found is not None and found.tzinfo is None:
        found = found.replace(tzinfo=zone or UTC)
    return found


def believable(found: datetime | None, now: datetime) -> bool:
    """No date before the web, and none more than a day ahead of the clock (a zone may be wrong)."""
    return found is not None and EARLIEST <= found <= now + timedelta(days=1)


def zoned(text: str) -> bool:
    """The text names the zone that its time is in."""
    found = moment(text)
    return found is not None and found == moment(text, _ELSEWHERE)


def has_time(found: datetime) -> bool:
    """The moment is more than a day: its source knew the hour."""
    return (found.hour, found.minute, found.second, found.microsecond) != (0, 0, 0, 0)


def offset(texts: Iterable[str], near: date | None = None) -> tzinfo | None:
    """The offset that a page's other times are written in; one of zero tells nothing.

    Args:
        texts: the page's other dates as written.
        near: the day in question; an offset from another month may be the other side of summer time.
    """
    for text in texts:
        found = moment(text)
        if found is None or not found.utcoffset():
            continue
        if near is None or abs((found.date() - near).days) <= 45:
            return found.tzinfo
    return None


def local(host: str, language: str = "") -> tzinfo | None:
    """The zone of the country that a host's name ends in, else of the language; None for several zones.

    Readers are shown the time of their clocks: so on 23 of 25 evaluation pages that show one without a zone
    and state the moment elsewhere, on hosts of eleven countries; on two it is in UTC.

    Args:
        host: ``www.example.de``; one that ends in another country's name is not asked for its language.
        language: such as ``de``, for hosts that end in ``.com``.
    """
    country = host.rpartition(".")[2]
    zone = _COUNTRY.get(country) if len(country) == 2 else _LANGUAGE.get(language[:2].lower())
    return tz.gettz(zone) if zone else None


def month(word: str) -> int | None:
    """The number of a month by its name or the beginning of it; None for another word."""
    name = word.lower()
    return _MONTH.get(name[:4]) or _MONTH.get(name[:3])


def _read(text: str, *, month_first: bool) -> datetime | None:
    try:
        return datetime.fromisoformat(text)  # what nine of ten pages write
    except ValueError:
        pass
    if text.isdigit():
        return _epoch(text)
    iso = _ISO.search(text) or _COMPACT.match(text)
    if iso:
        year, month, day, hour, minute, second = (int(part or 0) for part in iso.groups()[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=_iso_zone(iso[7]))
    if "," in text[:5] and ":" in text:
        try:
            return parsedate_to_datetime(text)  # an RSS pubDate
        except (ValueError, TypeError):
            pass
    return _in_words(text, month_first=month_first)


def _epoch(digits: str) -> datetime | None:
    """Seconds or milliseconds since 1970, or a day such as 20260504."""
    if len(digits) in (10, 13):
        return datetime.fromtimestamp(int(digits[:10]), UTC)
    compact = _COMPACT.match(digits)
    if not compact:
        return None
    return datetime(*(int(part or 0) for part in compact.groups()[:6]))  # type: ignore[arg-type]


def _iso_zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name[0] not in "+-":
        return UTC
    return _offset(name[0], int(name[1:3]), int(name[-2:]))


def _offset(sign: str, hours: int, minutes: int) -> tzinfo:
    return timezone((-1 if sign == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _in_words(text: str, *, month_first: bool) -> datetime | None:
    """`28.04.2023, 19:20 Uhr`, `April 26, 2023 2:20pm EDT`, `Fri Apr 28 19:20:36 CEST 2023`."""
    day = _day(text, month_first=month_first)
    if day is None:
        return None
    found, rest = day
    clock = _TIME.search(rest)
    hour, minute = (int(clock["hour"]), int(clock["minute"] or 0)) if clock else (0, 0)
    half = (clock["half"] or clock["half_alone"] or (clock["afternoon"] and "p")) if clock else None
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return datetime(found.year, found.month, found.day, hour, minute, tzinfo=_zone(rest) if clock else None)


def _day(text: str, *, month_first: bool) -> tuple[date, str] | None:
    """The day that a text names, and the text without it."""
    found = _CJK.search(text)
    if found:
        return date(int(found[1]), int(found[2]), int(found[3])), _around(found)
    found = _DAY_FIRST.search(text)
    if found:
        first, second = int(found[1]), int(found[3])
        if second > 12 or (month_first and found[2] == "/" and first <= 12):
            first, second = second, first
        year = int(found[4]) if len(found[4]) == 4 else 2000 + int(found[4])
        return date(year, second, first), _around(found)
    for pattern in (_WORDS, _MONTH_FIRST, _YEAR_FIRST):
        for named in pattern.finditer(text):
            number = month(named["month"])
            if number:
                # The time may stand inside: `Apr 28 19:20:36 CEST 2023`.
                return date(int(named["year"]), number, int(named["day"])), f"{_around(named)} {named[0]}"
    return None


def _around(found: re.Match[str]) -> str:
    """The text around what was found."""
    return f"{found.string[: found.start()]} {found.string[found.end() :]}"


def _zone(rest: str) -> tzinfo | None:
    for found in _ZONE.finditer(rest):
        if found[1]:
            return _offset(found[1], int(found[2]), int(found[3] or 0))
        if found[4] in _AMERICAN:
            return tz.gettz(_AMERICAN[found[4]])
        if found[4] in _NAMED:
            return timezone(timedelta(hours=_NAMED[found[4]]))
    return None
