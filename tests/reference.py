"""Writes docs/commands.md and docs/schema.md from the program itself: `python -m tests.reference`."""

import inspect
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from crawler.cli import COMMANDS, cli
from storage import Store

DOCS = Path(__file__).parent.parent / "docs"

VIEWS = {
    "stories": "Each story once.",
    "sightings": "Each page on which a story was seen: the unique article and its copies.",
    "daily": "How much each outlet published a day (UTC), and how much of it others had.",
}
TABLES = {
    "articles": "The unique articles. `id` stays the same when a fuller copy takes an article's place.",
    "copies": "Pages that tell a story of `articles` again, each with the decision.",
    "revisions": "Earlier texts of articles and copies.",
    "changes": "What happened, in the order of the commits; `muster changes` prints it.",
    "fetches": "The ledger: every URL that was found, and what became of it.",
    "sources": "Feeds, sitemaps and listings, with what each answered last.",
    "crawls": "Runs of the crawler.",
    "furniture": "What recurs across an outlet's stories. The view `recurring` adds how many pages lack it.",
    "stripped": "What was taken out of which page, and where it stood.",
    "overrules": "What people decided with `muster split` and `muster merge`.",
}
# Columns of views that no table has.
COLUMNS = {
    "day": "of `dated`, in UTC",
    "copies": "how many other pages carry the story; in `daily`, pages that were copies",
    "revisions": "how often the text of this page changed",
    "article_id": "the unique article that the page is, or is a copy of",
    "kind": "`article`, `exact` or `near`",
    "pages": "stories and copies",
    "stories": "unique stories",
    "score": "likeness to the article, 0 to 1",
    "rule": "the rule that decided",
    "id": "of the page; articles and copies are numbered in one sequence",
}


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    lines = ["# Commands", "", "Written from the program by `python -m tests.reference`.", ""]
    context = click.Context(cli, info_name="muster")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        inside = click.Context(command, info_name=name)
        usage = command.collect_usage_pieces(inside)
        lines += [f"## muster {name}", "", inspect.cleandoc(command.help or ""), ""]
        lines += ["```", " ".join(["muster", name, *usage]), "```", ""]
        options = [
            record
            for option in command.params
            if isinstance(option, click.Option) and (record := option.get_help_record(inside))
        ]
        if options:
            lines += ["| option | |", "|---|---|"]
            lines += [f"| `{_cell(spelling)}` | {_cell(said)} |" for spelling, said in options]
            lines.append("")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def schema_page() -> str:
    """The views and tables with their columns; comments come from the schema itself."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "muster.db") as store:
        connection = store.connection
        comments = {
            column: comment
            for table in reversed(TABLES)
            for column, comment in _comments(connection.execute(_SQL, (table,)).fetchone()[0])
        }
        parts = [_HEAD]
        for title, names in (("Views", VIEWS), ("Tables", TABLES)):
            parts.append(f"## {title}\n")
            for name, purpose in names.items():
                own = dict(_comments(connection.execute(_SQL, (name,)).fetchone()[0]))
                lines = [f"### {name}", "", purpose, "", "| column | type | |", "|---|---|---|"]
                for _, column, kind, *_ in connection.execute("SELECT * FROM pragma_table_xinfo(?)", (name,)):
                    said = own.get(column) or COLUMNS.get(column) if name in VIEWS else own.get(column)
                    said = said or (comments.get(column, "") if name in VIEWS else "")
                    lines.append(f"| `{column}` | {kind.lower()} | {_cell(said)} |")
                parts.append("\n".join([*lines, ""]))
    return "\n".join(parts)


_SQL = "SELECT sql FROM sqlite_master WHERE name = ?"
_HEAD = """# The store's schema

Written from the schema by `python -m tests.reference`.

The store is one SQLite file: any tool that reads SQLite reads it, while crawls write to it.

```sh
sqlite3 -readonly muster.db "select outlet, count(*) from stories where day >= '2026-10-01' group by outlet"
```

Times are ISO-8601 in UTC to the second, so text sorts as time does. Lists and objects are JSON. The views are
for people and programs: their columns stay. Tables that are not listed here belong to duplicate detection, to
search and to the counting of furniture; `recent_…` hold the newest entries of two of them.

Full text: `articles_fts` is an FTS5 index of `title` and `text` of the articles.

```sql
select articles.id, articles.title from articles_fts join articles on articles.id = articles_fts.rowid
where articles_fts match '"attack helicopter" NOT niger' order by rank limit 20;
```
"""


def _comments(sql: str) -> Iterator[tuple[str, str]]:
    """Column → what the line says after `--`, or what the line before says."""
    before = ""
    for line in sql.splitlines():
        if line.strip().startswith("--"):
            before = line.strip().removeprefix("--").strip()
            continue
        column = re.match(r"\s+(\w+)\s+[A-Z]+", line)
        if column:
            _, _, comment = line.partition("--")
            yield column[1], comment.strip() or before
        before = ""


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "schema.md").write_text(schema_page(), encoding="utf-8")
