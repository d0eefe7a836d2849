"""One spelling for every address of one page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.urls import canonicalize

CASES = [
    # as written, as it stands for the page
    (
        "https://www.armyherald.example/news/2026/05/04/a-story/",
        "https://www.armyherald.example/news/2026/05/04/a-story/",
    ),
    ("HTTPS://WWW.ArmyHerald.Example/News/", "https://www.armyherald.example/News/"),
    ("  https://a.example/b\n", "https://a.example/b"),
    ("https://a.example", "https://a.example/"),
    ("https://a.example/b#comments", "https://a.example/b"),
    ("https://a.example:443/b", "https://a.example/b"),
    ("http://a.example:80/b", "http://a.example/b"),
    ("http://a.example:443/b", "http://a.example:443/b"),
    ("http://a.example:8080/b", "http://a.example:8080/b"),
    ("http://[::0:1]:80/b", "http://[::1]/b"),
    ("https://reader:secret@a.example/b", "https://a.example/b"),
    ("https://a.example./b", "https://a.example/b"),
    ("https://a.example/x/../b/./c", "https://a.example/b/c"),
    (
        "https://www.defence.example/News/Contracts/Article/4021/slug//",
        "https://www.defence.example/News/Contracts/Article/4021/slug/",
    ),
    ("https://a.example//2026//b", "https://a.example/2026/b"),
    (
        "https://archive.example/web/2026/https://a.example/b",
        "https://archive.example/web/2026/https://a.example/b",
    ),
    ("https://a.example/caf\u00e9 au lait", "https://a.example/caf%C3%A9%20au%20lait"),
    ("https://a.example/caf%c3%a9", "https://a.example/caf%C3%A9"),
    ("https://m\u00fcnchen.example/b", "https://xn--mnchen-3ya.example/b"),
    # tracking
    ("https://a.example/b?utm_source=rss&utm_medium=x", "https://a.example/b"),
    ("https://a.example/b?fbclid=I1&gclid=2&msclkid=3", "https://a.example/b"),
    ("https://a.example/b?ref=home&source=twitter", "https://a.example/b"),
    ("https://a.example/2026/05/b/4021/?oref=d1-homepage-river", "https://a.example/2026/05/b/4021/"),
    ("https://a.example/b/?outputType=amp", "https://a.example/b/"),
    (
        'https://a.example/b/?contentFeatureId=f0fmoahPVC2AbfL-2-1-8&contentQuery={"includeSections":"/home","feedOffset":5}',
        "https://a.example/b/",
    ),
    (
        "https://a.example/b/?contentQuery=%7B%22feedOffset%22%3A5%7D&contentFeatureId=f0",
        "https://a.example/b/",
    ),
    # a query that is the article's id
    ("https://a.example/?p=4021&utm_source=x", "https://a.example/?p=4021"),
    ("https://a.example/news?id=7&b=2&a=1", "https://a.example/news?a=1&b=2&id=7"),
    ("https://a.example/Article.aspx?ID=4021&Site=945", "https://a.example/Article.aspx?ID=4021&Site=945"),
    ("https://a.example/article.php?cid=7&utm_source=x", "https://a.example/article.php?cid=7"),
    ("https://a.example/b?q=%E9", "https://a.example/b?q=%E9"),
]


@pytest.mark.parametrize(("written", "canonical"), CASES)
def test_canonicalize(written: str, canonical: str) -> None:
    assert canonicalize(written) == canonical
    assert canonicalize(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    ["", "a.example/b", "mailto:desk@a.example", "javascript:void(0)", "ftp://a.example/b", "http://", "http://[::1",
     "http://a.example:99999/", "http://a b/", "http://\x00/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an http address"):
        canonicalize(url)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab/:.?&=%#@;[]\u00e9\u00ff0 2+~\\\t"<{}|\x00F', max_size=30))
def test_twice_is_once(tail: str) -> None:
    try:
        once = canonicalize("http://" + tail)
    except ValueError:
        return
    assert canonicalize(once) == once


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(
        r"https?://([a-z0-9-]{1,4}\.){1,2}[a-z]{2}/([A-Za-z.~_-]{1,3}/){0,3}[a-z.0-9]{0,3}", fullmatch=True
    )
)
def test_an_address_without_query_is_spelt_as_one_with_tracking_behind_it(url: str) -> None:
    try:
        assert canonicalize(url) == canonicalize(f"{url}?utm_source=letter")
    except ValueError:
        with pytest.raises(ValueError, match="not an http address"):
            canonicalize(f"{url}?utm_source=letter")
