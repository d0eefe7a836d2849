"""muster health: each outlet against its own past, on stores as a crawl leaves them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from storage import Store
from storage.cli import health
from storage.errors import QueryError
from storage.fetch import Fetch, Outcome, Source
from storage.findings import Finding
from storage.health import check, lines
from tests.stories import article, paragraphs

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "muster.db") as store:
        yield store


def fetch(number: int, at: datetime, outlet: str = "bugle") -> Fetch:
    url = f"https://{outlet}.example/news/{number}"
    return Fetch(url, url.removeprefix("https://"), outlet, published=at, fetched_at=at)


def stored(store: Store, number: int, at: datetime, outlet: str = "bugle", **fields: object) -> None:
    """An article that was published and crawled at that moment."""
    found = fetch(number, at, outlet)
    said = {"text": " ".join(paragraphs(number, 50)), "authors": ("Jane Roe",)} | fields
    store.ingest(article(number, url=found.url, outlet=outlet, published=at, **said), fetch=found)


def answered(store: Store, at: datetime, outlet: str = "bugle", **more: object) -> None:
    source = Source(
        f"https://{outlet}.example/feed", outlet, "feed", fetched_at=at, answered_at=at, outcome="ok"
    )
    store.ledger.write_source(replace(source, **more))


def weekdays(store: Store, until: datetime) -> datetime:
    """Eight weeks of an outlet with three articles a working day; returns the last."""
    times = [
        midnight + hours * HOUR
        for back in range(56)
        if (midnight := until.replace(hour=0, minute=0) - back * DAY).weekday() < 5
        for hours in (9, 13, 17)
        if midnight + hours * HOUR <= until
    ]
    for number, at in enumerate(times):
        found = fetch(number, at)
        store.ledger.settle(found, Outcome.STORED)
    return max(times)


def found(store: Store, now: datetime = NOW) -> list[Finding]:
    return check(store.connection, now).findings


MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_a_weekend_is_no_silence(store: Store) -> None:
    weekdays(store, MONDAY - timedelta(days=2))
    monday_morning = MONDAY - 4 * HOUR
    answered(store, monday_morning)
    assert check(store.connection, monday_morning).young == {}
    assert found(store, monday_morning) == []


def test_longer_than_its_long_pauses_is_silence(store: Store) -> None:
    friday = weekdays(store, MONDAY - timedelta(days=2))
    later = friday + 5 * DAY
    answered(store, later)
    (finding,) = found(store, later)
    assert (finding.outlet, finding.kind) == ("bugle", "silent")
    assert finding.now == 120
    assert finding.usual == 64  # Friday 17:00 to Monday 9:00
    assert finding.message.startswith("nothing new for 5 days, though its sources answer")


def test_an_outlet_that_nobody_asked_since_is_not_silent(store: Store) -> None:
    friday = weekdays(store, MONDAY - timedelta(days=2))
    answered(store, friday + HOUR)
    assert found(store, friday + 30 * DAY) == []


def test_one_holiday_and_one_failure_do_not_stretch_the_measure(store: Store) -> None:
    times = [MONDAY - back * DAY for back in range(56) if not (10 < back < 20 or 30 < back < 45)]
    for number, at in enumerate(times):
        store.ledger.settle(fetch(number, at), Outcome.STORED)
    answered(store, MONDAY + 3 * DAY)
    assert [finding.kind for finding in found(store, MONDAY + 3 * DAY)] == ["silent"]


def test_a_short_past_tells_no_silence(store: Store) -> None:
    for number in range(40):
        store.ledger.settle(fetch(number, MONDAY - number * 4 * HOUR), Outcome.STORED)
    answered(store, MONDAY + 6 * DAY)
    looked = check(store.connection, MONDAY + 6 * DAY)
    assert (looked.findings, looked.young) == ([], {"bugle": "12 days of the 14 days that make a habit"})


def test_a_source_that_fails_run_after_run(store: Store) -> None:
    answered(store, NOW, outlet="herald")
    answered(store, NOW, failures=2, outcome="HTTP 503")
    assert found(store) == []
    answered(
        store, NOW, failures=3, outcome="https://bugle.example/feed: HTTP 503", answered_at=NOW - 9 * DAY
    )
    (finding,) = found(store)
    day = f"{NOW - 9 * DAY:%Y-%m-%d}"
    assert (
        finding.message
        == f"feed https://bugle.example/feed failed 3 times in a row (HTTP 503); last answered {day}"
    )


@pytest.mark.parametrize(
    ("failures", "status", "answered_at", "certain"),
    [
        (1, 503, NOW - DAY, False),
        (2, None, NOW - DAY, False),
        (2, 429, NOW - DAY, False),
        (1, 404, NOW - DAY, False),
        (2, 404, NOW - DAY, True),
        (2, 200, NOW - DAY, True),  # an HTML page in place of the feed
        (1, None, None, True),  # never answered
    ],
)
def test_a_refusal_counts_earlier_than_trouble_on_the_way(
    store: Store, failures: int, status: int | None, answered_at: datetime | None, certain: bool
) -> None:
    answered(store, NOW, failures=failures, status=status, outcome="no", answered_at=answered_at)
    looked = check(store.connection, NOW)
    (finding,) = looked.findings or looked.warnings
    assert (len(looked.findings), len(looked.warnings)) == ((1, 0) if certain else (0, 1))
    assert finding.message.startswith(
        "feed https://bugle.example/feed failed " + ("once" if failures == 1 else "2")
    )
    assert any(finding.message in line for line in lines(looked))


def test_where_nobody_answers_it_is_the_network_and_one_line(store: Store) -> None:
    for outlet in ("bugle", "herald"):
        url = f"https://{outlet}.example/feed"
        answered(store, NOW, outlet=outlet, failures=4, outcome=f"{url}: no such host", answered_at=None)
    (finding,) = found(store)
    assert finding.outlet == ""
    assert finding.message.startswith("none of 2 sources answered in the last run")
    assert finding.message.endswith("(no such host)")
    answered(store, NOW, outlet="herald")
    assert [finding.outlet for finding in found(store)] == ["bugle"]


def test_an_outlet_whose_every_page_is_refused_from_the_first_day(store: Store) -> None:
    for number in range(12):
        store.ledger.settle(fetch(number, NOW), Outcome.FORBIDDEN if number else Outcome.NOT_ARTICLE)
    (finding,) = found(store)
    assert (finding.kind, finding.message) == (
        "refused",
        "none of its 12 pages was an article: 11 forbidden, 1 not an article",
    )


def test_an_outlet_of_which_nothing_ever_came(store: Store) -> None:
    crawl_id = store.ledger.open_crawl(["bugle", "herald"])
    store.ledger.close_crawl(crawl_id, "finished", 0, store.ledger.outcomes())
    answered(store, NOW)
    store.connection.execute("UPDATE crawls SET started_at = ?", ((NOW - 3 * DAY).isoformat(),))
    assert found(store) == []
    store.connection.execute("UPDATE crawls SET started_at = ?", ((NOW - 8 * DAY).isoformat(),))
    (finding,) = found(store)
    assert (finding.kind, finding.message) == ("silent", "no article in 8 days, though its sources answer")


def test_who_is_too_young_is_named_with_its_reason(store: Store) -> None:
    store.ledger.settle(fetch(1, NOW - DAY), Outcome.STORED)
    answered(store, NOW)
    first, last = lines(check(store.connection, NOW))
    assert first == "bugle: too young to tell silence by: 1 of the 10 articles that make a habit"
    assert last == "1 outlet looked at: all as they used to be."
    for number in range(6):
        answered(store, NOW, outlet=f"outlet{number}")
    (last,) = lines(check(store.connection, NOW))
    assert last == "7 outlets looked at; 7 too young to tell silence by: all as they used to be."


def test_a_source_that_is_no_longer_declared_is_forgotten(store: Store) -> None:
    answered(store, NOW - 9 * DAY, url="https://bugle.example/old", failures=9, outcome="HTTP 404")
    answered(store, NOW)
    assert found(store) == []


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        (Outcome.FORBIDDEN, "refused"),
        (Outcome.THROTTLED, "refused"),
        (Outcome.NOT_ARTICLE, "not an article"),
        (Outcome.UNREADABLE, "unreadable"),
        (Outcome.TEASER, "teaser"),
    ],
)
def test_a_rising_share_of_pages_without_an_article(store: Store, outcome: Outcome, kind: str) -> None:
    for number in range(130):
        recent = number >= 100
        bad = number % 3 == 0 if recent else number % 20 == 0
        at = NOW - (130 - number) * HOUR
        store.ledger.settle(fetch(number, at), outcome if bad else Outcome.STORED)
    (finding,) = found(store)
    assert (finding.kind, finding.now, finding.usual) == (kind, 1 / 3, 0.05)
    assert finding.message == f"33% of the last 30 pages: {kind}; before 5%"


def test_a_share_that_is_the_outlet_s_own_is_no_finding(store: Store) -> None:
    for number in range(130):
        outcome = Outcome.TEASER if number % 2 else Outcome.STORED
        store.ledger.settle(fetch(number, NOW - number * HOUR), outcome)
    assert found(store) == []


def layouts(store: Store, **recent: object) -> None:
    """A hundred articles; the last 30 of them as a new layout gives them."""
    for number in range(100):
        fields = recent if number >= 70 else {}
        if callable(fields.get("text")):
            fields = {**fields, "text": fields["text"](number)}
        stored(store, number, NOW - (100 - number) * HOUR, **fields)


def test_a_layout_that_did_not_change(store: Store) -> None:
    layouts(store)
    assert found(store) == []


def test_texts_that_end_after_the_first_lines(store: Store) -> None:
    layouts(store, text=lambda number: " ".join(paragraphs(number, 50)[0].split()[:20]))
    (finding,) = found(store)
    assert (finding.kind, finding.now, finding.usual) == ("short", 20, 50)


def test_a_field_that_is_no_longer_found(store: Store) -> None:
    layouts(store, authors=())
    (finding,) = found(store)
    assert finding.message == "no authors in 100% of the last 30 articles; before 0%"


def test_a_paragraph_that_now_stands_in_every_article(store: Store) -> None:
    letter = "Get the morning letter: every weekday, free."
    layouts(store, text=lambda number: "\n\n".join([*paragraphs(number, 50), letter]))
    (finding,) = found(store)
    assert finding.message == f"“{letter}” stands in 30 of the last 30 articles; before in 0%"


def test_old_pages_of_a_back_fill_tell_nothing_of_the_layout(store: Store) -> None:
    layouts(store)
    for number in range(100, 140):
        stored(store, number, NOW - 400 * DAY + number * HOUR, authors=(), text=f"Short {number}.")
    assert [finding.kind for finding in found(store)] == []


def runs(store: Store, *states: str) -> None:
    """One run an hour, the last of them now."""
    for back, state in zip(range(len(states) - 1, -1, -1), states, strict=True):
        crawl_id = store.ledger.open_crawl(["bugle"])
        store.ledger.close_crawl(crawl_id, state, 0, store.ledger.outcomes())
        began = (NOW - back * HOUR).isoformat()
        store.connection.execute("UPDATE crawls SET started_at = ? WHERE id = ?", (began, crawl_id))


def test_runs_that_stopped(store: Store) -> None:
    runs(store, *["finished"] * 5)
    assert found(store, NOW + 20 * HOUR) == []
    (finding,) = found(store, NOW + 2 * DAY)
    assert (finding.outlet, finding.kind) == ("", "runs")
    assert finding.message.endswith("UTC (2 days); usually every 60 min")


def test_runs_that_break_off(store: Store) -> None:
    runs(store, "finished", "failed", "failed", "interrupted", "failed", "failed")
    assert found(store) == []
    runs(store, "finished", "failed", "failed", "failed")
    assert [finding.message for finding in found(store)] == ["the last 3 runs failed"]


def test_an_outlet_is_asked_for_by_name(store: Store) -> None:
    answered(store, NOW, failures=3, outcome="HTTP 503")
    answered(store, NOW, outlet="herald", failures=3, outcome="HTTP 404")
    looked = check(store.connection, NOW, ["herald"])
    assert [finding.outlet for finding in looked.findings] == ["herald"]
    with pytest.raises(QueryError, match="heralt"):
        check(store.connection, NOW, ["heralt"])


def test_the_command_prints_a_line_a_finding_and_fails(store: Store) -> None:
    def muster(*options: str) -> tuple[int, str]:
        done = CliRunner().invoke(health, ["--db", str(store.path), *options])
        return done.exit_code, done.stdout

    assert muster() == (0, "0 outlets looked at: all as they used to be.\n")
    answered(store, NOW, failures=3, outcome="HTTP 503")
    status, shown = muster()
    assert status == 1
    assert shown.splitlines() == list(lines(check(store.connection, NOW)))
    status, shown = muster("--json")
    assert status == 1
    (finding,) = json.loads(shown)["findings"]
    assert (finding["outlet"], finding["kind"], finding["now"]) == ("bugle", "source", 3)
