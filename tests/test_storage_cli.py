"""The storage's commands as a person types them: what they print, what they refuse, and in which words."""

import json
import re
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from storage import Store, cli
from storage.errors import AddressTaken
from tests.stories import NOON, article, paragraphs
from tests.test_running_story import articles as running_story

HOSTILE = "\x1b]0;owned\x07<script>alert(1)</script> [bold]=1+1[/bold]"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "muster.db"
    facts: dict[str, Any] = {"authors": ("Lena Ostrow",), "provenance": {"title": "json-ld"}}
    with Store(path) as store:
        store.ingest(article(1, outlet="harbor-ledger", **facts))
        store.ingest(article(1, host="relay.example", outlet="relay", published=NOON + timedelta(hours=3)))
        changed = [*paragraphs(1)[:3], "The harbour was closed for the night."]
        store.ingest(article(1, outlet="harbor-ledger", text="\n\n".join(changed), **facts))
        store.ingest(article(2, title=HOSTILE, text=f"{HOSTILE} harbour {' '.join(paragraphs(2))}"))
    return path


def run(database: Path, command: str, *arguments: str, columns: int = 80) -> Result:
    environment = {"MUSTER_DB": str(database), "COLUMNS": str(columns)}
    return CliRunner(env=environment).invoke(getattr(cli, command), arguments, catch_exceptions=False)


def printed(database: Path, command: str, *arguments: str, columns: int = 80) -> str:
    result = run(database, command, *arguments, columns=columns)
    assert result.exit_code == 0, result.output
    return result.output


def test_search_prints_what_a_reader_chooses_by(database: Path) -> None:
    output = printed(database, "search", "title:story")
    assert output.startswith(
        "Story 1  #1\n2026-03-02 12:01 · harbor-ledger · 157 words · 1 copy · 1 revision\n"
    )
    assert output.endswith("1 story\n")


@pytest.mark.parametrize("arguments", [("search",), ("show", "1"), ("copies", "1"), ("stats",)])
def test_no_line_ends_in_blanks(database: Path, arguments: tuple[str, ...]) -> None:
    shown = printed(database, *arguments).splitlines()
    assert shown == [line.rstrip() for line in shown]


def test_copies_stand_under_the_story_where_they_are_asked_for(database: Path) -> None:
    lines = printed(database, "search", "title:story", "--copies").splitlines()
    assert "also #2  2026-03-02 15:00 · relay · exact · Story 1" in [line.strip() for line in lines]
    (hit,) = json.loads(printed(database, "search", "title:story", "--copies", "--json"))["hits"]
    assert [copy["outlet"] for copy in hit["carried"]] == ["relay"]
    assert hit["authors"] == ["Lena Ostrow"]


def test_words_to_leave_out_are_no_options(database: Path) -> None:
    assert [
        hit["id"] for hit in json.loads(printed(database, "search", "harbour", "-script", "--json"))["hits"]
    ] == [1]


def test_an_option_that_does_not_exist_is_wrong_usage(database: Path) -> None:
    result = run(database, "search", "harbour", "--outlets", "relay")
    assert result.exit_code == 2
    assert "No such option '--outlets'" in result.output


def test_a_search_without_hits_says_so(database: Path) -> None:
    assert printed(database, "search", "xylophone") == "No story matches xylophone\n"


def test_a_search_without_hits_names_the_filter_that_may_be_why(database: Path) -> None:
    assert printed(database, "search", "title:story", "--since", "2026-11-01") == (
        "No story matches title:story; without the filters 1 does\n"
    )
    assert printed(database, "search", "--outlet", "harbour", columns=200) == (
        "No story passes these filters; without the filters 2 do. Nothing here is from harbour; "
        "`muster stats` lists the outlets\n"
    )


@pytest.mark.parametrize("since", ["2026-03-02", "2026-03-02T12:00+00:00", "520w"])
def test_times_are_dates_or_ago(database: Path, since: str) -> None:
    assert json.loads(printed(database, "search", "--since", since, "--json"))["found"] == 2


def test_until_a_date_is_with_that_day(database: Path) -> None:
    assert json.loads(printed(database, "search", "--until", "2026-03-02", "--json"))["found"] == 2
    assert json.loads(printed(database, "search", "--until", "2026-03-01", "--json"))["found"] == 0


def test_a_span_that_ends_before_it_begins_is_wrong_usage(database: Path) -> None:
    for command in ("search", "export", "report"):
        result = run(database, command, "--since", "2026-03-02", "--until", "2026-02-01")
        assert result.exit_code == 2
        assert "is not before --until 2026-02-02T00:00:00" in result.output
    assert json.loads(printed(database, "search", "--since", "2026-03-02", "--until", "2026-03-02", "--json"))


def test_a_date_that_is_none_is_wrong_usage(database: Path) -> None:
    result = run(database, "search", "--since", "yesterdayish")
    assert result.exit_code == 2
    assert "'yesterdayish' is no date such as 2026-01-31, and no time ago such as 36h" in result.output


def test_show_reads_a_story_with_its_copies_and_changes(database: Path) -> None:
    output = printed(database, "show", "1")
    for expected in (
        "Lena Ostrow · harbor-ledger",
        "json-ld  title",
        "relay",
        "exact",
        "Changed 20",
        "The harbour was",
    ):
        assert expected in output


def test_show_finds_a_page_by_any_address_and_says_what_it_copies(database: Path) -> None:
    assert "a copy of #1: exact, 1.00, same words" in printed(
        database, "show", "https://relay.example/news/1"
    )


def test_copies_stand_in_the_order_of_their_dates(database: Path) -> None:
    lines = printed(database, "copies", "2").splitlines()
    assert [line.split()[2] for line in lines[2:4]] == ["harbor-ledger", "relay"]


def test_explain_shows_both_pages_and_what_they_share(database: Path) -> None:
    output = printed(database, "explain", "1", "2")
    for expected in ("one story: near", "of the shorter story stands in", "Word for word in both"):
        assert expected in output
    assert "The store holds them as one story." in output
    assert re.search(r"^containment +\d\S+ +Share of the shorter story's", output, re.MULTILINE)
    assert re.search(r"^same source +no ", output, re.MULTILINE)


def test_a_page_is_not_explained_by_itself(database: Path) -> None:
    result = run(database, "explain", "1", "1")
    assert result.exit_code == 2
    assert "both are page 1: name two" in result.output


def test_explain_says_what_joins_two_versions_that_are_unlike(tmp_path: Path) -> None:
    told = running_story()
    with Store(tmp_path / "muster.db") as store:
        for version in told:
            store.ingest(version)
    output = printed(tmp_path / "muster.db", "explain", told[0].url, told[6].url)
    assert "two stories" in output
    assert "The store holds them as one story, through other versions of it." in output


def test_stats_count_by_outlet(database: Path) -> None:
    counts = json.loads(printed(database, "stats", "--json"))
    assert {key: counts[key] for key in ("stories", "exact", "near", "revisions")} == {
        "stories": 2, "exact": 1, "near": 0, "revisions": 1,
    }  # fmt: skip
    outlets = [(row["outlet"], row["stories"], row["copies"]) for row in counts["outlets"]]
    assert outlets == [("harbor-ledger", 1, 0), ("harbor-ledger.example", 1, 0), ("relay", 0, 1)]
    shown = printed(database, "stats")
    assert "2  unique stories  2026-03-02 to 2026-03-02" in shown
    assert "1  copy  1 word for word, 0 edited" in shown
    assert "1  earlier text  of pages that changed" in shown


def test_an_address_that_is_taken_is_an_error_with_the_way_out(database: Path) -> None:
    pytest.importorskip("datasette")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=f"127.0.0.1:{port} .*; name another with --host or --port"):
            run(database, "serve", "--port", str(port))


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_nothing_an_article_holds_commands_the_terminal(database: Path, columns: int) -> None:
    for arguments in (["search", "harbour"], ["show", "3"], ["copies", "3"], ["explain", "1", "3"]):
        output = printed(database, *arguments, columns=columns)
        assert "\x1b" not in output
        assert "\x07" not in output
        assert "[bold]=1+1[/bold]" in output.replace("\n", "")


@pytest.mark.parametrize("command", ["show", "copies"])
def test_json_is_one_document(database: Path, command: str) -> None:
    assert json.loads(printed(database, command, "1", "--json"))
