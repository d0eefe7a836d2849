"""The report: its figures are those of the store, its file needs no other, and nothing in it runs."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from storage import Store, cli
from tests.stories import NOON, article

pytest.importorskip("matplotlib", reason="the report needs the extra report")

from storage.report import render, report

HOSTILE = "<script> $x^2$ 防衛"


def publish(path: Path) -> None:
    """Ten stories of the ledger, four of them carried by the relay two hours later."""
    with Store(path) as store:
        for story in range(10):
            told = {"title": f"{HOSTILE} {story}", "published": NOON + timedelta(days=story)}
            store.ingest(article(story, outlet="ledger", **told))
            for outlet, delay in (("relay", timedelta(hours=2)), (HOSTILE, timedelta(days=3))):
                if story < (4 if outlet == "relay" else 1):
                    later = {**told, "published": told["published"] + delay, "outlet": outlet}
                    store.ingest(
                        article(story, host=f"{'relay' if outlet == 'relay' else 'late'}.example", **later)
                    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "muster.db"
    publish(path)
    return path


def test_the_figures_are_those_of_the_store(path: Path) -> None:
    with Store(path) as store:
        context = report(store.connection)
    assert (context["stories"], context["copies"], context["republished"]) == (10, 5, 5)
    assert context["median_hours"] == pytest.approx(2)
    assert [(row["outlet"], row["stories"], row["copies"]) for row in context["outlets"]] == [
        ("ledger", 10, 0), ("relay", 0, 4), (HOSTILE, 0, 1),
    ]  # fmt: skip
    assert [row["copies"] for row in context["most_copied"]] == [2, 1, 1, 1]


def test_a_span_of_dates_leaves_the_rest_out(path: Path) -> None:
    with Store(path) as store:
        context = report(store.connection, since="2026-03-04", until="2026-03-06")
    assert (context["stories"], context["copies"]) == (2, 3)


def test_the_file_needs_no_other_and_shows_markup_as_text(path: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    result = CliRunner().invoke(cli.report, ["--db", str(path), "-o", str(output)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    tree = html.fromstring(output.read_text(encoding="utf-8"))
    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    assert not [address for address in tree.xpath("//@src | //@href") if not address.startswith("#")]
    assert HOSTILE in tree.text_content()
    drawings = tree.xpath("//*[local-name() = 'svg']/@aria-label")
    assert [label.split(",")[0].split(":")[0] for label in drawings] == [
        "Stories and copies", "Stories and copies by outlet", "Who republishes whom", "How long copies take",
    ]  # fmt: skip
    labels = " ".join(tree.xpath("//*[local-name() = 'svg']//*[local-name() = 'text']/text()"))
    assert "relay" in labels
    assert "$x^2$" in labels
    assert output.stat().st_size < 400_000


def test_the_same_store_gives_the_same_drawings(path: Path) -> None:
    with Store(path) as store:
        one, other = report(store.connection), report(store.connection)
    assert {name: one[name] == other[name] for name in one if name.startswith("plot_")} == {
        "plot_days": True, "plot_outlets": True, "plot_matrix": True, "plot_delays": True,
    }  # fmt: skip


def test_furniture_that_was_taken_out_is_listed(tmp_path: Path) -> None:
    with Store(tmp_path / "muster.db") as store:
        store.drop_block("ledger", "Sign up for our letter.")
        context = report(store.connection)
    assert [(row["text"], row["outlet"]) for row in context["furniture"]] == [
        ("Sign up for our letter.", "ledger")
    ]
    assert "Sign up for our letter." in render(context)


def test_an_empty_store_has_an_empty_report(tmp_path: Path) -> None:
    with Store(tmp_path / "muster.db") as store:
        context = report(store.connection)
    assert (context["stories"], context["plot_days"], context["first_day"]) == (0, "", "")


def test_its_health_is_that_of_muster_health(path: Path) -> None:
    with Store(path) as store:
        page = html.fromstring(render(report(store.connection)))
    assert page.xpath("//td[@class='said']/text()") == ["too young to tell"] * 3
