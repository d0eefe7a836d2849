"""parse on pages that are broken, huge or lie: an Article or a ParseError, never anything else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import ParseError
from crawler.parsers import parse
from storage import Article

URL = "https://www.ledger.example/news/2025/11/04/bridge/"
TEXT = [
    "The brigade crossed the river at dawn and took the bridge without a shot, officials said on Tuesday.",
    "Engineers had laid the span in nine minutes, which nobody in the unit had done before in such cold.",
    "Zoë Marr, who led the trial, said the vehicle will be fielded in the spring.",
]
BODY = "".join(f"<p>{text}</p>" for text in TEXT)


def page(body: str = BODY, head: str = "") -> bytes:
    related = "<p><a href=/x>Another story that is told elsewhere on the site</a></p>"
    html = (
        f"<!doctype html><html lang=en><head><title>Bridge taken at dawn</title>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><h1>Bridge taken at dawn</h1><article class=story>{body}</article>"
        f'<div class="related">{related}</div></body></html>'
    )
    return html.encode()


def outcome(html: bytes | str) -> Article | None:
    try:
        return parse(html, URL)
    except ParseError:
        return None


def test_the_page_itself_is_an_article() -> None:
    article = outcome(page())
    assert article is not None
    assert article.text.split("\n\n") == TEXT


def test_nothing_is_no_page() -> None:
    for html in (b"", "", b" \n ", b"<!-- only a comment -->"):
        assert outcome(html) is None


def test_a_binary_file_is_no_page() -> None:
    for magic in (b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"%PDF-1.7\n\x00\x01\x02"):
        assert outcome(magic + bytes(range(256)) * 400) is None


def test_control_characters_do_not_reach_the_text() -> None:
    article = outcome(page().replace(b"dawn and", b"da\x00wn\x0b and"))
    assert article is not None
    assert article.text.split("\n\n") == TEXT


def test_a_form_feed_in_a_link_is_a_blank() -> None:
    article = outcome(page().replace(b"at dawn and", b"<a href=/dawn>at\fdawn</a> and"))
    assert article is not None
    assert article.text.split("\n\n") == TEXT


@pytest.mark.parametrize(
    "charset", ["utf-16", "hex", "idna", "rot13", "undefined", "punycode", "klingon", "", "\x00"]
)
def test_a_charset_that_lies_does_not_harm_utf8(charset: str) -> None:
    article = outcome(page(head=f"<meta charset='{charset}'>"))
    assert article is not None
    assert article.text.split("\n\n") == TEXT


@pytest.mark.parametrize(
    "charset", ["hex", "idna", "rot13", "zlib", "base64", "undefined", "punycode", "klingon"]
)
def test_a_charset_that_is_none_is_read_as_browsers_do(charset: str) -> None:
    html = page(head=f"<meta charset='{charset}'>").decode().encode("cp1252")
    article = outcome(html)
    assert article is not None
    assert article.text.split("\n\n") == TEXT


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "latin1"])
def test_a_declared_charset_is_believed_where_the_page_is_not_utf8(charset: str) -> None:
    html = (
        page(BODY.replace("nine minutes", "“nine” minutes"), f"<meta charset={charset}>")
        .decode()
        .encode("cp1252")
    )
    article = outcome(html)
    assert article is not None
    assert "“nine” minutes" in article.text


@pytest.mark.parametrize(
    ("declared", "written", "names"),
    [("gb2312", "gb18030", "胡喆"), ("shift_jis", "cp932", "髙橋"), ("euc-kr", "cp949", "똠방각하")],
)
def test_a_declared_charset_is_read_as_its_successor(declared: str, written: str, names: str) -> None:
    html = page(BODY.replace("Zoë Marr", names), head=f"<meta charset={declared}>")
    article = outcome(html.decode().encode(written))
    assert article is not None
    assert names in article.text


def test_a_page_in_shifts_of_ascii_is_read() -> None:
    html = page(BODY.replace("Zoë Marr", "護衛艦"), head="<meta charset=iso-2022-jp>").decode()
    article = outcome(html.encode("iso2022_jp", "xmlcharrefreplace"))
    assert article is not None
    assert "護衛艦" in article.text


def test_broken_utf8_costs_its_bytes_alone() -> None:
    html = page(head="<meta charset=utf-8>").replace("Zoë".encode(), b"Zo\xff\xc3")
    article = outcome(html)
    assert article is not None
    assert article.text.split("\n\n")[:2] == TEXT[:2]


def test_a_page_of_many_errors_is_read_in_its_charset() -> None:
    """libxml2 reports a hundred errors of a page; the one that tells the charset would be the next."""
    errors = "</u></b>" * 300
    html = page(errors + BODY.replace("nine minutes", "“nine” minutes"), "<meta charset=windows-1252>")
    article = outcome(html.decode().encode("cp1252"))
    assert article is not None
    assert "“nine” minutes" in article.text


def test_a_root_that_is_closed_where_it_opens_holds_the_page() -> None:
    closed = page().replace(b"<html lang=en>", b'<html xmlns="http://www.w3.org/1999/xhtml" lang="en" />')
    article = outcome(closed)
    assert article is not None
    assert article.text.split("\n\n") == TEXT


def test_a_cut_character_at_the_end_does_not_change_the_charset() -> None:
    html = page(head="<meta charset=latin1>")
    article = outcome(html[: html.index("ë".encode()) + 1])
    assert article is not None
    assert article.text.split("\n\n")[:2] == TEXT[:2]


@pytest.mark.parametrize(
    "tag", ["div", "span", "b", "p", "a", "ul", "blockquote", "article", "table", "font", "svg", "select"]
)
@pytest.mark.parametrize("closed", [True, False])
def test_ten_thousand_levels_are_no_error_of_ours(tag: str, closed: bool) -> None:
    end = f"</{tag}>" * 10_000 if closed else ""
    outcome(page(f"<{tag}>" * 10_000 + BODY + end))


def test_text_before_the_depths_is_kept() -> None:
    article = outcome(page(BODY + "<div>" * 10_000 + "deep" + "</div>" * 10_000))
    assert article is not None
    assert article.text.split("\n\n")[:3] == TEXT


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "table", "font"])
@pytest.mark.parametrize("levels", [300, 10_000])
def test_text_behind_tags_that_nobody_closes_is_kept(tag: str, levels: int) -> None:
    article = outcome(page(f"<{tag}>" * levels + BODY))
    assert article is not None
    assert article.text.split("\n\n")[:3] == TEXT


@pytest.mark.parametrize(
    "many",
    [
        "<a href=x>more of it here</a> and " * 12_000,
        f"<div>{'<img src=x>' * 12_000}as seen from above</div>",
        f"<div>{'<br>' * 14_000}{'<a href=/x>another story told here</a>' * 4_000}</div>",
        "<div class=c><a href=/x>another story told here</a></div>" * 6_000,
        "<time datetime=2025-11-04>4 November</time>" * 12_000,
        "<h2>What comes next</h2>" * 12_000,
        "<span class=author>Zoë Marr</span>" * 12_000,
        "<li>a span" * 12_000,
    ],
    ids=["links", "pictures", "breaks and links", "cards", "times", "headings", "names", "items"],
)
def test_thousands_of_one_kind_beside_each_other_leave_the_story(many: str) -> None:
    article = outcome(page(f"<div>{BODY}</div>{many}"))
    assert article is not None
    assert article.text.split("\n\n")[:3] == TEXT


@pytest.mark.parametrize(
    "html", [b'{"error": "gone", "code": 7}', "Service will be back.", b"%PDF-1.7\n" + b"1 0 obj\n" * 900]
)
def test_what_has_no_tag_is_no_page(html: bytes | str) -> None:
    with pytest.raises(ParseError):
        parse(html, URL)


def test_a_page_without_an_address_is_an_error_of_ours() -> None:
    with pytest.raises(ParseError, match="address"):
        parse(page(), "")


@pytest.mark.parametrize("content", [5, None, ["a"], {"a": 1}])
def test_content_elements_of_the_wrong_type_leave_the_page_to_be_read(content: object) -> None:
    story = {"_id": "A1", "type": "story", "content_elements": [{"type": "text", "content": content}, None]}
    head = f"<script>window.Fusion={{}};Fusion.globalContent={json.dumps(story)};</script>"
    article = outcome(page(head=head))
    assert article is not None
    assert article.text.split("\n\n") == TEXT


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [
        BODY * 170_000,
        "x" * 50_000_000,
        "<p>" + "word " * 10_000_000 + "</p>",
        "<br>" * 12_000_000,
        f"<p class='{'a ' * 25_000_000}'>{TEXT[0]}</p>",
        f"<p>{'follow us ' * 60}</p>" * 20_000,
        "".join(f"<div class='related-{number}'>{BODY}</div>" for number in range(60_000)),
    ],
    ids=["paragraphs", "one word", "one paragraph", "breaks", "class", "sign-ups", "furniture"],
)
def test_fifty_megabytes_are_no_error_of_ours(body: str) -> None:
    outcome(page(body))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400))
def test_any_bytes(html: bytes | str) -> None:
    outcome(html)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(page())),
            st.integers(0, 60),
            st.binary(max_size=8)
            | st.sampled_from([b"<", b">", b"</p>", b"<p>", b"<script>", b"<!--", b"&#xD800;", b"\xff"]),
        ),
        max_size=12,
    )
)
def test_a_mutated_page(cuts: list[tuple[int, int, bytes]]) -> None:
    html = page(
        head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge"}</script>'
    )
    for start, length, insert in cuts:
        html = html[:start] + insert + html[start + length :]
    outcome(html)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(page())))
def test_a_truncated_page(end: int) -> None:
    outcome(page()[:end])


tags = st.sampled_from(
    "div p a span ul li table tr td article section aside nav h1 h2 blockquote br script style".split()
)
names = st.sampled_from(
    ["", " class=related", " class='article-body'", " id=comments", " hidden", " style=display:none"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(tags, names, st.sampled_from([*TEXT, "By Zoë Marr", "RELATED", "", "12:30"])), max_size=40
    )
)
def test_a_soup_of_tags(parts: list[tuple[str, str, str]]) -> None:
    article = outcome("<html><body>" + "".join(f"<{tag}{name}>{text}" for tag, name, text in parts))
    assert article is None or article.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "ballast",
    [
        f"<!-- {'a ' * 25_000_000} -->",
        f"<!-- {'state ' * 400} -->" * 20_000,
        f"<script>{'a=1;' * 12_000_000}</script>",
        f"<style>{'a{b:c}' * 8_000_000}</style>",
    ],
    ids=["comment", "comments", "script", "style"],
)
def test_an_article_behind_fifty_megabytes_of_nothing_is_read(ballast: str) -> None:
    article = outcome(page(f"{ballast}{BODY}"))
    assert article is not None
    assert article.text.split("\n\n") == TEXT
