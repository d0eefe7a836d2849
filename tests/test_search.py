"""Search on a real store: what is found, in which order, how it is marked, and which filters hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import Filters, Store, search
from storage.errors import QueryError
from storage.search import MARK, UNMARK
from tests.stories import NOON, article, paragraphs

WORDS = "The crews were flown out on Monday."


def report(story: int, title: str, text: str = WORDS, days: int = 0, **fields: object):
    return article(
        story,
        title=title,
        text="\n\n".join([text, *paragraphs(story)]),
        published=NOON + timedelta(days=days),
        **fields,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("search") / "muster.db") as store:
        store.ingest(report(1, "Tigers leave Niger", days=1, outlet="harbor-ledger", language="en"))
        store.ingest(
            report(2, "Crews rest", "A tiger helicopter landed in Niger.", days=2, outlet="northwire")
        )
        store.ingest(
            report(3, "Bridge opens", "No tiger was seen.", days=3, outlet="harbor-ledger", language="en-GB")
        )
        store.ingest(report(4, "Pont ouvert", days=4, outlet="relais", language="fr", access="teaser"))
        store.ingest(
            report(3, "Bridge opens", "No tiger was seen.", days=5, outlet="relais", host="relais.example")
        )
        yield store


def found(store: Store, query: str = "", sort: search.Sort = "relevance", **filters: object) -> list[int]:
    return [hit.id for hit in store.search(query, Filters(**filters), sort=sort).hits]


def test_a_word_in_the_headline_counts_for_more_than_one_in_the_text(store: Store) -> None:
    assert found(store, "tiger")[0] == 1
    assert set(found(store, "tiger")) == {1, 2, 3}


def test_by_date_the_newest_stands_first(store: Store) -> None:
    assert found(store, "tiger", sort="date") == [3, 2, 1]
    assert found(store) == [4, 3, 2, 1]


def test_a_word_that_most_articles_hold_is_sorted_by_date_alike(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_sorting = found(store, "tiger", sort="date", outlets=("harbor-ledger",))
    monkeypatch.setattr(search, "_COMMON", 0)
    assert found(store, "tiger", sort="date", outlets=("harbor-ledger",)) == by_sorting == [3, 1]


def test_what_matched_is_marked_in_title_and_snippet(store: Store) -> None:
    (hit,) = store.search("leave crews")
    assert hit.title == f"Tigers {MARK}leave{UNMARK} Niger"
    assert f"The {MARK}crews{UNMARK} were flown" in hit.snippet
    assert hit.unmarked().title == "Tigers leave Niger"


def test_a_hit_says_how_often_the_story_was_copied(store: Store) -> None:
    (hit,) = store.search("bridge").hits
    assert (hit.copies, hit.revisions, hit.outlet) == (1, 0, "harbor-ledger")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"outlets": ("harbor-ledger",)}, [3, 1]),
        ({"outlets": ("northwire", "relais")}, [4, 2]),
        ({"outlets": ("relais",), "copies": True}, [4, 3]),
        ({"since": "2026-03-05"}, [4, 3]),
        ({"since": "2026-03-05T13:30+02:00"}, [4, 3]),
        ({"since": "2026-03-05T12:30:00Z"}, [4]),
        ({"until": "2026-03-05"}, [2, 1]),
        ({"since": "2026-03-04", "until": "2026-03-05"}, [2]),
        ({"language": "en"}, [3, 1]),
        ({"access": "teaser"}, [4]),
        ({"outlets": ("nobody",)}, []),
    ],
)
def test_filters(store: Store, filters: dict[str, object], ids: list[int]) -> None:
    assert found(store, **filters) == ids
    assert sorted(record["id"] for record in store.records("", Filters(**filters))) == sorted(ids)
    within = set(ids) & {1, 2, 3}
    assert set(found(store, "tiger", **filters)) == within
    assert found(store, "tiger", sort="date", **filters) == sorted(within, reverse=True)


def test_pages_of_results_follow_each_other(store: Store) -> None:
    pages = [store.search("tiger", limit=1, offset=offset) for offset in range(4)]
    assert sorted(hit.id for page in pages for hit in page.hits) == [1, 2, 3]
    assert [page.found for page in pages[:3]] == [3, 3, 3]
    assert not pages[3].hits


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("query", ["", "the"])
def test_past_the_last_page_the_count_stays(store: Store, query: str, sort: search.Sort) -> None:
    past = store.search(query, sort=sort, offset=10_000)
    assert past.hits == []
    assert past.found == store.search(query, sort=sort).found > 0


def test_a_page_without_a_date_or_with_one_in_the_future_stands_where_it_was_seen(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with Store(tmp_path / "muster.db") as store:
        store.ingest(article(1, published=None))
        store.ingest(article(2, published=datetime(2999, 1, 1, tzinfo=UTC)))
        store.ingest(article(3, published=NOON))
        hits = store.search().hits
    assert [hit.id for hit in hits] == [2, 1, 3]
    assert all(datetime.fromisoformat(hit.dated) >= before for hit in hits[:2])


def test_a_query_without_a_word_is_an_error_with_the_way_out(store: Store) -> None:
    with pytest.raises(QueryError, match="leave the query out"):
        store.search("---")


@pytest.mark.parametrize(
    ("wrong", "way_out"),
    [
        ({"outlets": "northwire"}, r"names are meant: \('northwire',\)"),
        ({"since": "last week"}, "since='last week' is no date such as '2026-01-31'"),
        ({"until": "0001-01-01T00:00+14:00"}, "until='0001-01-01T00:00"),
        ({"since": datetime(2026, 3, 5, tzinfo=UTC)}, "is no date such as"),
        ({"access": "paid"}, "there is no access 'paid'; it is one of: full, teaser"),
    ],
)
def test_a_filter_that_nothing_could_pass_is_an_error(wrong: dict[str, object], way_out: str) -> None:
    with pytest.raises(QueryError, match=way_out):
        Filters(**wrong)


def test_an_order_that_there_is_not_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="there is no order 'oldest'; it is one of: relevance, date"):
        store.search(sort="oldest")
