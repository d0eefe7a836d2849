"""The commands that set a store right, as a user types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli
from storage import Store
from storage.errors import NotAStore
from tests.stories import article, paragraphs

SIGN_UP = "Sign up for the Morning Watch."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "muster.db"
    with Store(path) as store:
        for story in range(4):
            text = "\n\n".join([*paragraphs(story), SIGN_UP])
            store.ingest(article(story, text=text, title=paragraphs(story)[0][:40], outlet="ledger"))
    return path


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--db", str(path)], catch_exceptions=False)


def test_furniture_is_listed_removed_and_overruled(path: Path) -> None:
    assert (
        f"learned, removed 0 times; seen in 1 2 3 4\n      {SIGN_UP}"
        in run(path, "furniture", "ledger").output
    )
    assert "4 pages looked at, 4 cleaned" in run(path, "clean").output
    (block,) = json.loads(run(path, "furniture", "--keep", "1", "--json").output)
    assert (block["state"], block["removed"]) == ("kept", 0)
    assert "nothing to do" in run(path, "clean", "ledger").output
    assert run(path, "furniture", "ledger", "--drop", "Read more.").output.count("dropped") == 1
    assert run(path, "furniture", "--drop", "Read more.").exit_code == 2


def test_merge_split_and_rerun(path: Path) -> None:
    assert run(path, "merge", "1", "2").output == "both are article 1 now\n"
    assert run(path, "split", "2").output == "2 is an article of its own now\n"
    assert "nothing to do" in run(path, "dedup", "--rerun").output
    assert "4 pages decided anew, 0 otherwise" in run(path, "dedup", "--rebuild").output
    assert run(path, "dedup").exit_code == 2


@pytest.mark.parametrize(
    "words", [("split", "1"), ("merge", "1", "2"), ("dedup", "--rerun"), ("clean",), ("furniture",)]
)
def test_no_store_is_made_by_looking_for_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(NotAStore, match="no store"):
        run(tmp_path / "none.db", *words)
    assert not (tmp_path / "none.db").exists()
