"""Moments as pages write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsers import dates

CASES = [
    # as written, in UTC
    ("2026-05-04T10:11:12Z", "2026-05-04T10:11:12"),
    ("2026-05-04T10:11:12.345+0200", "2026-05-04T08:11:12.345"),
    ("2026-05-04 10:11:12 +02:00", "2026-05-04T08:11:12"),
    ("2026-05-04T10:11:12.1234567Z", "2026-05-04T10:11:12.123456"),
    ("2026-05-04", "2026-05-04T00:00:00"),
    ("20260504T101112Z", "2026-05-04T10:11:12"),
    ("1777889472", "2026-05-04T10:11:12"),
    ("1777889472000", "2026-05-04T10:11:12"),
    ("Mon, 04 May 2026 10:11:12 -0400", "2026-05-04T14:11:12"),
    ("Mon May 04 10:11:12 CEST 2026", "2026-05-04T08:11:00"),
    ("Mon May 04 2026 10:11:12 GMT+0000 (Coordinated Universal Time)", "2026-05-04T10:11:00"),
    ("May 4, 2026 2:20pm EDT", "2026-05-04T18:20:00"),
    ("Jan. 6, 2026, 9:37 p.m. ET", "2026-01-07T02:37:00"),
    ("July 6, 2026, 9:37 p.m. ET", "2026-07-07T01:37:00"),
    ("Contracts For Dec. 2, 2026", "2026-12-02T00:00:00"),
    ("04.05.2026, 11:26 Uhr", "2026-05-04T11:26:00"),
    ("04.05.2026-19:20", "2026-05-04T19:20:00"),
    ("9. September 2026 um 15:46 Uhr", "2026-09-09T15:46:00"),
    ("Publicerad 23 okt 2026 kl 10.23", "2026-10-23T10:23:00"),
    ("23 octobre 2026 à 11h05", "2026-10-23T11:05:00"),
    ("12 de mayo de 2026", "2026-05-12T00:00:00"),
    ("06/01/2026 - 14:16 UTC+1", "2026-01-06T13:16:00"),
    ("2026年5月4日 21時37分", "2026-05-04T21:37:00"),
    ("2026年5月4日 午後9時37分", "2026-05-04T21:37:00"),
    ("오후 9:37 2026년 5월 4일", "2026-05-04T21:37:00"),
    ("04.05.26, 08:20 Politik", "2026-05-04T08:20:00"),  # the P of Politik makes no evening
    ("8. 4. 2026 10:05", "2026-04-08T10:05:00"),
    ("4 мая 2026, 14:05", "2026-05-04T14:05:00"),
    ("4 травня 2026", "2026-05-04T00:00:00"),
    ("4. května 2026", "2026-05-04T00:00:00"),
    ("13. marraskuuta 2026", "2026-11-13T00:00:00"),
    ("4 Μαΐου 2026", "2026-05-04T00:00:00"),
    ("٤ مايو 2026", "2026-05-04T00:00:00"),
    ("2026. május 4. 10:05", "2026-05-04T10:05:00"),
    ("1er mai 2026 à 11 h 05", "2026-05-01T11:05:00"),
    ("04-May-2026", "2026-05-04T00:00:00"),
    ("May 4th, 2026 at 5 p.m. ET", "2026-05-04T21:00:00"),
    ("2026-05-04T10:11:12+02:00[Europe/Berlin]", "2026-05-04T08:11:12"),
]


@pytest.mark.parametrize(("written", "expected"), CASES)
def test_moment(written: str, expected: str) -> None:
    assert dates.moment(written) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "5 min", "P3M", "2026-02-30", "31.31.2026", "0000-00-00", "9" * 90]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.moment(text) is None


def test_a_time_without_a_zone_takes_the_one_given() -> None:
    zone = timezone(timedelta(hours=2))
    assert dates.moment("2026-05-04 10:00", zone) == datetime(2026, 5, 4, 8, tzinfo=UTC)
    assert dates.moment("2026-05-04 10:00Z", zone) == datetime(2026, 5, 4, 10, tzinfo=UTC)
    assert not dates.zoned("2026-05-04 10:00")
    assert dates.zoned("2026-05-04 10:00Z")


def test_americans_write_the_month_first() -> None:
    assert dates.moment("04/05/2026", month_first=True) == datetime(2026, 4, 5, tzinfo=UTC)
    assert dates.moment("04/05/2026") == datetime(2026, 5, 4, tzinfo=UTC)
    assert dates.moment("04/25/2026") == datetime(2026, 4, 25, tzinfo=UTC)


def test_the_future_and_the_time_before_the_web_are_not_believed() -> None:
    now = datetime(2026, 5, 4, tzinfo=UTC)
    assert dates.believable(now + timedelta(hours=23), now)
    assert not dates.believable(now + timedelta(hours=25), now)
    assert not dates.believable(datetime(1970, 1, 1, tzinfo=UTC), now)
    assert not dates.believable(None, now)


def test_the_page_s_other_times_tell_its_zone() -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC).date()
    zone = dates.offset(["2026-05-04T12:00:00Z", "2026-05-04T12:00:00+02:00"], day)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=2)
    assert dates.offset(["2026-01-04T12:00:00+01:00"], day) is None  # the other side of summer time


@pytest.mark.parametrize(
    ("host", "language", "hours"),
    [
        ("ledger.com", "de", 2),
        ("ledger.net", "zh-CN", 8),
        ("ledger.com", "es", None),
        ("ledger.com.au", "zh", None),
        ("ledger.co.uk", "de", 1),
    ],
)
def test_a_host_without_a_country_has_the_local_time_of_its_language(
    host: str, language: str, hours: int | None
) -> None:
    zone = dates.local(host, language)
    offset = zone.utcoffset(datetime(2026, 5, 4)) if zone else None
    assert offset == (timedelta(hours=hours) if hours else None)


@pytest.mark.parametrize(
    ("host", "hours"),
    [("www.ledger.de", 2), ("ledger.co.uk", 1), ("ledger.jp", 9), ("ledger.com", None), ("ledger.au", None)],
)
def test_a_country_of_one_zone_has_a_local_time(host: str, hours: int | None) -> None:
    zone = dates.local(host)
    offset = zone.utcoffset(datetime(2026, 5, 4)) if zone else None
    assert offset == (timedelta(hours=hours) if hours else None)


MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2029, 1, 1))
FORMS = ["%Y-%m-%dT%H:%M", "%d %B %Y %H:%M", "%B %d, %Y, %I:%M %p", "%d.%m.%Y, %H:%M Uhr", "%d-%b-%Y %H.%M"]


@settings(max_examples=100, deadline=None)
@given(MOMENTS, st.sampled_from(FORMS), st.sampled_from(["", "Published ", "By Ann Lee | "]))
def test_a_moment_is_read_back_whatever_form_it_is_written_in(
    moment: datetime, form: str, before: str
) -> None:
    written = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    assert dates.moment(before + written.strftime(form)) == written


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-/.:, TZ+aMpayJnuECS年月日", max_size=40))
def test_any_text_gives_an_aware_moment_or_none(text: str) -> None:
    found = dates.moment(text)
    assert found is None or found.tzinfo is not None
