"""Names alone, out of bylines in many languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsers import authors

CASES = [
    ("Ines Okafor", ["Ines Okafor"]),
    ("By Ines Okafor, Bo Lindqvist and Ann Marsh", ["Ines Okafor", "Bo Lindqvist", "Ann Marsh"]),
    ("By Ines Okafor Tuesday", ["Ines Okafor"]),
    ("Lena Mayer", ["Lena Mayer"]),  # May is a month
    ("By INES OKAFOR | Published May 4, 2026", ["INES OKAFOR"]),
    ("Von Ines Okafor und Bo Lindqvist", ["Ines Okafor", "Bo Lindqvist"]),
    ("Ein Kommentar von Ines Okafor", ["Ines Okafor"]),
    ("Par Ines Okafor et Bo Lindqvist", ["Ines Okafor", "Bo Lindqvist"]),
    ("Por Ines Okafor", ["Ines Okafor"]),
    ("Di Ines Okafor", ["Ines Okafor"]),
    ("Av: Ines Okafor", ["Ines Okafor"]),
    ("Ines Okafor; Bo Lindqvist", ["Ines Okafor", "Bo Lindqvist"]),
    ("Ines Okafor / Bo Lindqvist", ["Ines Okafor", "Bo Lindqvist"]),
    ("José Ortega y Gasset", ["José Ortega y Gasset"]),
    ("Ines Okafor, Nairobi", ["Ines Okafor"]),
    ("Ines Okafor, Jr.", ["Ines Okafor"]),
    ("Ines Okafor (ines@ledger.example) @inesokafor", ["Ines Okafor"]),
    ("Ines Okafor, Staff Writer", ["Ines Okafor"]),
    ("Story by Staff Sgt. Ines Okafor", ["Ines Okafor"]),
    ("U.S. Army Maj. Gen. Ines Okafor", ["Ines Okafor"]),
    ("Petty Officer 2nd Class Ines Okafor", ["Ines Okafor"]),
    ("Text: Ines Okafor; Fotos: Bo Lindqvist", ["Ines Okafor"]),
    ("Ines Okafor, dpa", ["Ines Okafor"]),
    ("Dr. Ines Okafor", ["Dr. Ines Okafor"]),
    ("岡本一郎", ["岡本一郎"]),
    ("岡本一郎記者", ["岡本一郎"]),
    ("배윤경 기자", ["배윤경"]),
    ("作者：牛镛、岳弘彬", ["牛镛", "岳弘彬"]),
    ("Автор: Иван Петров и Анна Смирнова", ["Иван Петров", "Анна Смирнова"]),
    ("بقلم أحمد علي، سارة حسن", ["أحمد علي", "سارة حسن"]),
    # places, jobs, units, employers, days behind the name
    ("By Ines Okafor and Bo Lindqvist in Kyiv", ["Ines Okafor", "Bo Lindqvist"]),
    ("Ines Okafor, Kyiv and Bo Lindqvist, London", ["Ines Okafor", "Bo Lindqvist"]),
    ("Ines Okafor Senior Defense Correspondent", ["Ines Okafor"]),
    ("Ines Okafor, Senior Fellow, Harbour Institute", ["Ines Okafor"]),
    ("Sgt. Ines Okafor, Marine Forces Reserve", ["Ines Okafor"]),
    ("PO2 Ines Okafor", ["Ines Okafor"]),
    ("Col. Ines Okafor (ret.)", ["Ines Okafor"]),
    ("Ines Okafor of The Associated Press", ["Ines Okafor"]),
    ("Ines Okafor for the Ledger", ["Ines Okafor"]),
    ("Ines Okafor May 4, 2026", ["Ines Okafor"]),
    ("Ines Okafor on 4 May 2026", ["Ines Okafor"]),
    ("Ines Okafor Ines Okafor", ["Ines Okafor"]),
    ("Ines Okafor with additional reporting by Bo Lindqvist", ["Ines Okafor", "Bo Lindqvist"]),
    ("Ines Okafor/AFP", ["Ines Okafor"]),
    ("AFP and Ines Okafor", ["Ines Okafor"]),
    ("Okafor, Ines", ["Ines Okafor"]),
    ("Text: Ines Okafor Fotos: Bo Lindqvist", ["Ines Okafor"]),
    # particles and initials
    ("Khalid al-Rashid", ["Khalid al-Rashid"]),
    ("Luis de la Cruz", ["Luis de la Cruz"]),
    ("Vincent van der Berg", ["Vincent van der Berg"]),
    ("J. R. Okafor III", ["J. R. Okafor III"]),
    ("Nick Wing", ["Nick Wing"]),
    ("The Ledger", []),
    ("often took a more moderate line", []),
]


@pytest.mark.parametrize(("byline", "expected"), CASES)
def test_people(byline: str, expected: list[str]) -> None:
    assert list(authors.read([byline]).people) == expected


@pytest.mark.parametrize(
    "byline",
    [
        "AFP",
        "Reuters",
        "Staff report",
        "Public Affairs",
        "Redaktion",
        "Ledger Team",
        "ledger.example",
        "Guardian staff reporter",
    ],
)
def test_desks_and_agencies_are_no_people(byline: str) -> None:
    read = authors.read([byline])
    assert read.people == ()
    assert read.desks == (byline,)
    assert authors.names([byline]) == (byline,)


@pytest.mark.parametrize(
    "byline",
    [
        "",
        "admin",
        "Letzte Artikel Über",
        "More from Ines Okafor",
        "105092",
        "https://social.example/ledger",
        "@ledger",
        "|",
        "By",
        "am",
        "mehr",
        "Story by",
        "Show all articles",
        "der großen Flotte angekündigt",
    ],
)
def test_nobody(byline: str) -> None:
    assert authors.names([byline]) == ()


def test_of_agencies_each_is_one() -> None:
    assert authors.read(["Reuters, AFP"]).desks == ("Reuters", "AFP")


def test_each_once_and_the_outlet_apart() -> None:
    read = authors.read(["Ines Okafor", "By Ines  Okafor", "Defence Ledger"], outlets=["defence ledger"])
    assert read.people == ("Ines Okafor",)
    assert read.others == ("Defence Ledger",)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_gives_short_names_each_once(texts: list[str]) -> None:
    names = authors.names(texts)
    assert len(set(names)) == len(names)
    assert all(2 <= len(name) <= 80 for name in names)
