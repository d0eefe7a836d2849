"""Article: the record that crosses from crawler to storage."""

from datetime import datetime

import pytest

from storage import Article


def test_an_article_without_a_url_is_refused() -> None:
    with pytest.raises(ValueError, match="URL"):
        Article(url="")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Article(url="https://a.example/", published=datetime(2026, 1, 1))
