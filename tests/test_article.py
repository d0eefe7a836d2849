"""Article: the record that crosses from crawler to storage."""

import pickle
from dataclasses import replace
from datetime import datetime

import pytest

from storage import Article


def test_an_article_without_a_url_is_refused() -> None:
    with pytest.raises(ValueError, match="URL"):
        Article(url="")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Article(url="https://a.example/", published=datetime(2026, 1, 1))


def test_an_access_that_is_neither_is_refused() -> None:
    with pytest.raises(ValueError, match="'partial', not one of"):
        Article("https://www.bugle.example/a", access="partial")  # type: ignore[arg-type]


def test_equal_articles_are_one_in_a_set() -> None:
    def article() -> Article:
        return Article("https://www.bugle.example/a", title="A", provenance={"title": "meta"})

    assert article() == article()
    assert len({article(), article(), replace(article(), title="B")}) == 2
    assert pickle.loads(pickle.dumps(article())) == article()
