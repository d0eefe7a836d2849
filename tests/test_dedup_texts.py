"""Tokens, shingles and keys: what two texts must share to be found, in any script and at any length."""

import random

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from datasketch.lsh import _optimal_param
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.dedup import Document, MemoryIndex, compare, passages
from storage.dedup.shingles import hash_tokens, shingle
from storage.dedup.signature import BANDS, PERMUTATIONS, ROWS, SCHEME, SEED, WINDOW, winnow
from storage.dedup.tokens import spaced, tokenize

RUSSIAN = """Министерство обороны сообщило в пятницу, что новый ледокол вышел на испытания из порта Каллан. \
Экипаж проведёт в море двенадцать дней и проверит двигатели, радар и систему связи.

По словам капитана, корабль построен на верфи за четыре года, на год дольше, чем предполагалось. Стоимость \
выросла на треть, и парламент дважды требовал отчёта о расходах и о причинах задержки работ."""
ARABIC = """أعلنت وزارة الدفاع يوم الجمعة أن كاسحة الجليد الجديدة غادرت ميناء كالان لإجراء تجارب في البحر. \
سيقضي الطاقم اثني عشر يوما في البحر لاختبار المحركات والرادار ونظام الاتصالات.

وقال القبطان إن السفينة بنيت خلال أربع سنوات، أي أطول بسنة مما كان متوقعا. وارتفعت التكلفة بمقدار الثلث، \
وطلب البرلمان مرتين تقريرا عن النفقات وعن أسباب التأخير في العمل."""
CHINESE = """国防部星期五宣布，新型破冰船已离开卡兰港，开始为期十二天的海上试航。船员将检验发动机、雷达\
和通信系统。

船长表示，这艘船用了四年时间建成，比原计划晚了一年。造价上涨了三分之一，议会两次要求就支出和延误原因\
提交报告。"""
OTHERS = {
    "Russian": "Совет округа утвердил в среду бюджет на ремонт школьных крыш и двух мостов через реку Эскер. "
    "Работы начнутся весной, когда сойдёт снег, и продлятся до осени; движение по мостам закроют ночью. "
    "Жители просили оставить открытым пешеходный проход и добавить освещение у остановки автобуса на холме.",
    "Arabic": "وافق مجلس المدينة يوم الأربعاء على ميزانية إصلاح أسطح المدارس وجسرين فوق نهر إسكر. "
    "تبدأ الأعمال في الربيع بعد ذوبان الثلوج وتستمر حتى الخريف، وتغلق الحركة على الجسرين ليلا. "
    "وطلب السكان ترك ممر للمشاة مفتوحا وزيادة الإنارة عند موقف الحافلات على التل قرب المستشفى القديم.",
    "Chinese": "市议会星期三通过了维修学校屋顶和埃斯克河上两座桥梁的预算。工程将在春天积雪融化后开始，"
    "持续到秋季，夜间桥上禁止通行。居民要求保留人行通道，并在山上的公交车站增加照明。",
}
SCRIPTS = {"Russian": RUSSIAN, "Arabic": ARABIC, "Chinese": CHINESE}


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_matched_and_told_apart(script: str) -> None:
    original = Document.of("", SCRIPTS[script], source="one")
    trimmed = Document.of("", SCRIPTS[script].rsplit("،" if script == "Arabic" else "，", 1)[0], source="two")
    if script == "Russian":
        trimmed = Document.of("", SCRIPTS[script].rsplit(",", 1)[0], source="two")
    other = Document.of("", OTHERS[script], source="two")
    assert set(original.keys.tolist()) & set(trimmed.keys.tolist())
    assert compare(original, trimmed).same
    assert not compare(original, other).same


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The U.S. Army’s F-35", "the u s army s f 35".split()),
        ("co\u00adoperate \ufb01ne ＡＢＣ", "cooperate fine abc".split()),
        ("العَرَبيّة", ["العربية"]),
        ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
        ("北京 3月", ["北京", "3", "月"]),
        ("国防部", ["国防", "防部"]),
        ("ราชอาณาจักร"[:4], ["รา", "าช", "ชอ"]),
        ("___ — …", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@given(st.lists(st.text("abcdeé", min_size=1, max_size=6), max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_token_has_one_hash_wherever_it_stands(words: list[str]) -> None:
    (hashes,) = hash_tokens([" ".join(words)])
    assert len(hashes) == len(words)
    assert [int(value) for value in hashes] == [
        int(each[0]) for each in hash_tokens([f"  {word} " for word in words])
    ]
    assert len({int(value) for value in hashes}) == len(set(words))


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_document(text: str) -> None:
    document = Document.of(text[:20], text)
    assert len(document.tokens) == len(tokenize(text)) == len(spaced(text).split())
    match = compare(document, Document.of(text[:20], text))
    assert match.same == bool(len(document.tokens))


def test_order_of_words_counts() -> None:
    (tokens,) = hash_tokens(["a struck b"])
    assert shingle(tokens, 3) != shingle(tokens[::-1], 3)
    assert len(shingle(tokens, 4)) == 0


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_52_words_in_a_row_share_a_key(seed: int) -> None:
    dice = random.Random(seed)
    shared = [f"s{dice.random()}" for _ in range(WINDOW + 4)]
    around = lambda name: [f"{name}{dice.random()}" for _ in range(dice.randint(200, 600))]  # noqa: E731
    a = " ".join([*around("a"), *shared, *around("b")]).replace(".", "")
    b = " ".join([*around("c"), *shared, *around("d")]).replace(".", "")
    assert set(Document.of("", a).keys.tolist()) & set(Document.of("", b).keys.tolist())


@pytest.mark.parametrize("count", [0, 1, 3, 17, 400])
@pytest.mark.parametrize("width", [1, 2, 5, 31, 48])
def test_winnowing_takes_the_lowest_of_every_window(count: int, width: int) -> None:
    values = np.random.default_rng(count).integers(0, 2**64, size=count, dtype=np.uint64)
    width = max(1, min(WINDOW, count // 4))
    expected = {int(values[at : at + width].min()) for at in range(max(0, count - width + 1))}
    before = np.arange(7, dtype=np.uint64)  # of another text
    (lowest,) = winnow(np.concatenate((before, values)), [(7, 7 + count)])
    assert set(lowest.tolist()) == expected


def test_a_text_of_500_words_has_few_keys() -> None:
    """At 14 to 30 bytes a key in an index, 40 keys are 1.2 KB."""
    dice = random.Random(1)
    counts = [
        len(Document.of("", " ".join(f"w{dice.randrange(10**6)}" for _ in range(500))).keys)
        for _ in range(50)
    ]
    assert max(counts) <= 40
    assert sum(counts) / 50 < 28


def _minhash(document: Document) -> MinHash:
    return MinHash(hashvalues=document.signature, seed=SEED, scheme=SCHEME)


def test_bands_are_datasketchs_optimum_and_find_what_its_lsh_finds() -> None:
    assert _optimal_param(0.6, PERMUTATIONS, 0.5, 0.5) == (BANDS, ROWS)
    lsh = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    index = MemoryIndex()
    dice = random.Random(2)
    texts = [[f"w{dice.randrange(400)}" for _ in range(120)] for _ in range(30)]
    texts += [[word if dice.random() < 0.9 else "x" + word for word in text] for text in texts]
    documents = [Document.of("", " ".join(text)) for text in texts]
    for number, document in enumerate(documents):
        lsh.insert(number, _minhash(document))
        index.add(number, document.keys)
    for document in documents:
        found = {number for number, _ in index.candidates(document.keys, 100)}
        assert found >= set(lsh.query(_minhash(document)))


def test_empty_and_short_texts_merge_only_where_they_are_the_same() -> None:
    nothing = Document.of("Breaking", " \n— \n")
    assert nothing.text_hash == b""
    assert len(nothing.keys) == 0
    assert not compare(nothing, Document.of("Breaking", "…")).same
    stub = "This is a developing story. Check back for updates."
    assert not compare(Document.of("Fire in yard", stub), Document.of("Convoy ambushed", stub)).same
    assert (
        compare(Document.of("Fire in yard", stub), Document.of("FIRE IN YARD", stub.upper())).kind == "exact"
    )
    brief = "The minister said on Tuesday that {} sailors were safe and would return to port within two days."
    assert not compare(
        Document.of("Safe", brief.format("nine")), Document.of("Safe", brief.format("six"))
    ).same


def test_the_index_skips_what_every_page_says() -> None:
    index = MemoryIndex()
    for article in range(100):
        index.add(article, [7, 1000 + article])
    assert index.candidates([7, 1003], 10) == [(3, 1)]
    index.discard(3, [7, 1003])
    assert index.candidates([7, 1003], 10) == []


def test_passages_are_places_in_the_texts_as_they_stand() -> None:
    run = "the frigate left Port Callan for “twelve” days of trials at sea"
    a = f"LEAD. On Friday {run}, said the yard. Nothing more is known."
    b = f"Elsewhere: {run.replace('“', '').replace('”', '').upper()}; and so on, {run}"
    (passage,) = passages(a, b)
    assert a[passage.start_a : passage.end_a] == run
    assert (
        b[passage.start_b : passage.end_b].casefold()
        == "the frigate left port callan for twelve days of trials at sea"
    )
    assert passages(a, "Nothing of the kind stands here, not one phrase of it.") == []


def test_passages_in_a_script_without_spaces() -> None:
    (passage,) = passages("今天" + CHINESE[:30] + "完", "据报道" + CHINESE[:30] + "，等等")
    assert passage.end_a - passage.start_a >= 25
