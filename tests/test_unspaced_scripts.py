"""Pages in scripts that write no spaces: counted, dated, named and cleaned as any other."""

from datetime import UTC, datetime

import pytest

from crawler.errors import NotAnArticle
from crawler.parsers import languages, lines, parse

FIRST = (
    "北岭造船厂周三向海军交付了第三艘河口巡逻艇，比合同规定的日期晚了十一个月。"
    "船厂表示，延误是由于齿轮箱供应商破产造成的，后续三艘将在明年底以前完成。"
)
SECOND = (
    "海军采购办公室说，新艇可以在一米深的水里航行，并且带有两架无人机。"
    "首批艇员已经在上游训练了六个星期，他们抱怨驾驶室的窗户在雨天会起雾。"
)
CARDS = "".join(
    f'<div><h3><a href="/s?id=90{n}">港口雷达更换计划推迟到第{n}季度</a></h3></div>' for n in range(8)
)
PAGE = f"""<html lang="en"><head><title>河口巡逻艇迟到十一个月_军事频道_北岭新闻网</title></head><body>
<div class="content"><h3>河口巡逻艇迟到十一个月</h3>
<div class="info">2026年11月04日 09:30 来源：北岭新闻网</div>
<p>{FIRST}</p><p>{SECOND}</p><p>收藏 | 打印 | 关闭</p><p>（责任编辑：陈岸）</p>
<p>文化频道走访六个渔村，听老人讲述河口的故事，并且记录他们的歌谣和船号子，欢迎读者来信。</p></div>
<div class="more">{CARDS}</div></body></html>"""


def test_an_article_beside_cards_is_no_listing() -> None:
    article = parse(PAGE, "https://www.beiling-news.example/story")
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.title == "河口巡逻艇迟到十一个月"


def test_cards_alone_are_a_listing() -> None:
    deks = CARDS.replace("</div>", "<p>计划推迟。</p></div>")
    with pytest.raises(NotAnArticle):
        parse(f"<html><body><h1>军事</h1>{deks}</body></html>", "https://www.beiling-news.example/junshi/")


def test_the_script_of_the_title_refutes_what_a_template_says() -> None:
    article = parse(PAGE, "https://www.beiling-news.example/story")
    assert article.language == "zh"
    assert article.published == datetime(2026, 11, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("河口巡逻艇迟到十一个月", "zh"),
        ("河口の巡視艇、引き渡しが遅れる", "ja"),
        ("강 하구 경비정 인도 지연", "ko"),
        ("เรือตรวจการณ์ล่าช้า", "th"),
        ("Патрульный катер опоздал", ""),
        ("优の良品开新店", "zh"),
        ("5G 手机", ""),
        ("Patrol boat is late", ""),
    ],
)
def test_a_script_that_one_language_writes_tells_it(title: str, language: str) -> None:
    assert languages.by_script(title) == language


@pytest.mark.parametrize(
    ("stated", "code"),
    [("en_US", "en"), ("es-419", "es"), ("utf-8", ""), ("fil", "fil"), ("gsw-CH", "gsw"), ("English", "")],
)
def test_a_language_code(stated: str, code: str) -> None:
    assert languages.code(stated) == code


def test_a_short_text_that_costs_is_a_teaser_and_a_long_one_is_not() -> None:
    gate = "<p>この記事は会員限定です。ログインして続きを読む</p>"
    told = "<p>河口を守る巡視艇の引き渡しが十一か月遅れ、海軍は水曜日に三隻目を受け取った。</p>"
    page = "<html><head><title>河口の巡視艇、引き渡しが遅れる</title></head><article>{}{}</article></html>"
    url = "https://www.kakou.example/articles/4481"
    for count, access in ((3, "teaser"), (40, "full")):
        story = "".join(told.replace("三隻目", f"{number}隻目") for number in range(count))
        assert parse(page.format(story, gate), url).access == access


@pytest.mark.parametrize(
    "line", ["相关阅读", "推荐阅读：", "热门文章", "延伸阅读", "인기기사", "最新記事", "延伸 · 推荐"]
)
def test_headings_of_other_stories(line: str) -> None:
    assert lines.announces_others(line)


@pytest.mark.parametrize(
    "line", ["最新报道说，船厂已经复工。", "推荐的航线比原来长四十公里", "관련 부처는 답하지 않았다"]
)
def test_sentences_that_begin_like_such_headings(line: str) -> None:
    assert not lines.announces_others(line)


@pytest.mark.parametrize(
    "line",
    [
        "免责声明：本文来自自媒体，不代表本网立场。",
        "未经授权不得转载",
        "（原题为《巡逻艇又迟到了》）",
        "무단 전재 및 재배포 금지",
        "無断転載を禁じます",
    ],
)
def test_notes_about_the_page(line: str) -> None:
    assert lines.is_imprint(line)
