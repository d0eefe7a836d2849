"""A person's query in the words of FTS5: what is typed is found as it is meant, or refused in one line."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import QueryError
from storage.query import to_fts5

HEADLINES = {
    1: ("Tiger helicopters leave Niger", "The attack helicopters were flown out on Monday."),
    2: ("Tiger helicopters arrive in Mali", "Helicopter attack drills follow, the army's spokesman said."),
    3: ("F-35 jets land in Niger", "Six jets landed. Portland, OR, is their home."),
    4: ("Résumé of the exercise", "Temperatures fell to -30C; AND gates were not used."),
}


@pytest.fixture(scope="module")
def index():
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "create virtual table f using fts5(title, text, tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.executemany(
            "insert into f(rowid, title, text) values (?, ?, ?)", [(k, *v) for k, v in HEADLINES.items()]
        )
        yield connection
    connection.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tiger helicopter", {1, 2}),
        ("tiger AND niger", {1}),
        ('"attack helicopters"', {1}),
        ("“attack helicopters”", {1}),
        ("tiger -niger", {2}),
        ('helicopters -"attack drills"', {1}),
        ("tiger NOT mali", {1}),
        ("jets OR mali", {2, 3}),
        ("niger jets OR tiger", {1, 3}),
        ("niger tiger OR -jets", {1}),
        ("heli*", {1, 2}),
        ("title:niger", {1, 3}),
        ('title:"in niger"', {3}),
        ("F-35", {3}),
        ("army's", {2}),
        ("army’s", {2}),
        ("resume", {4}),
        ("Portland OR", {3}),
        ("OR mali", {2}),
        ("-30C", {4}),
        ("tiger & helicopter !!!", {1, 2}),
        ('tiger "unclosed', set()),
        ('tiger " helicopters', {1, 2}),
        ("(jets OR mali) niger", {3}),
        ("NEAR(tiger niger)", set()),
        ("tiger\0niger", {1}),
        ("text:niger", set()),
        (" ".join(["tiger"] * 3000), {1, 2}),
    ],
)
def test_a_query_finds_what_people_expect(index, query, found):
    rows = index.execute("select rowid from f where f match ?", (to_fts5(query),))
    assert {rowid for (rowid,) in rows} == found


@pytest.mark.parametrize("query", ["", "   ", "&", '""', "- * …"])
def test_a_query_without_a_word_is_refused_in_words(query):
    with pytest.raises(QueryError, match="nothing to look for"):
        to_fts5(query)


@settings(max_examples=300)
@given(st.text(st.sampled_from("tiger OR AND NOT \"*-():^+{}\0'\\“é\n;"), max_size=40) | st.text(max_size=20))
def test_whatever_is_typed_fts5_accepts(index, query):
    try:
        expression = to_fts5(query)
    except QueryError:
        return
    index.execute("select rowid from f where f match ?", (expression,)).fetchall()
