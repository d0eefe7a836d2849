"""The log of changes: whoever follows it while others write ends with what the store holds."""

import json
import threading
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from storage import Archive, Change, Store, cli
from storage.errors import QueryError
from tests.stories import article, paragraphs

WRITERS = 4
STORIES = 15


def write(path: Path, writer: int) -> None:
    """Publish stories that every writer has, as the others' copies, and revise some."""
    with Store(path) as store:
        for story in range(STORIES):
            mine = {"host": f"site-{writer}.example", "outlet": f"site-{writer}"}
            store.ingest(article(story, **mine))
            if story % 5 == writer:
                store.ingest(
                    article(story, text="\n\n".join([*paragraphs(story), "It was changed."]), **mine)
                )


def replayed(changes: list[Change]) -> dict[int, int]:
    """What a downstream program knows that applies each change: page → the article it belongs to."""
    return {change.page_id: change.article_id for change in changes}


def held(archive: Archive) -> dict[int, int]:
    return dict(archive.connection.execute("SELECT id, article_id FROM sightings"))


def test_a_follower_misses_nothing_and_sees_nothing_twice_while_others_write(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    Store(path).close()
    end = WRITERS * STORIES + sum(
        1 for writer in range(WRITERS) for story in range(STORIES) if story % 5 == writer
    )
    seen: list[Change] = []

    def follow() -> None:
        with Archive(path) as archive:
            seen.extend(takewhile(lambda change: change.id < end, archive.follow()))

    follower = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(path, writer)) for writer in range(WRITERS)]
    for thread in (follower, *writers):
        thread.start()
    for thread in (*writers, follower):
        thread.join(timeout=60)
    with Archive(path) as archive:
        changes = list(archive.changes())
        assert [change.id for change in changes] == list(range(1, len(changes) + 1))
        assert seen == changes[: end - 1]
        assert replayed(changes) == held(archive)
        assert [change for cursor in (0, 20, 40) for change in list(archive.changes(cursor))[:20]] == changes[
            :60
        ]


def lines(path: Path, *arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(cli.changes, ["--db", str(path), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_the_command_prints_json_lines_from_a_cursor_on(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with Store(path) as store:
        store.ingest(article(1))
        store.ingest(article(1, host="relay.example"))
        store.ingest(article(2))
        store.merge(1, 3)
    assert [(line["cursor"], line["kind"], line["article_id"]) for line in lines(path)] == [
        (1, "new", 1),
        (2, "copy", 1),
        (3, "new", 3),
        (4, "copy", 1),
        (5, "overruled", 1),
    ]
    first, *_ = lines(path, "--since", "1", "--stories")
    assert first["story"]["title"] == "Story 1"  # type: ignore[index]
    assert {line["story"] is None for line in lines(path, "--stories") if line["article_id"] == 3} == {True}


@pytest.mark.parametrize("cursor", ["x", -1, 2])
def test_what_is_no_cursor_of_this_store_is_refused_by_name(tmp_path: Path, cursor: Any) -> None:
    with Store(tmp_path / "muster.db") as store:
        store.ingest(article(1))
        assert list(store.changes(1)) == []
        with pytest.raises(QueryError, match=str(cursor)):
            list(store.changes(cursor))
