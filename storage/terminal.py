"""What the commands print: results, stories, copies and explanations, as rich renderables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from storage.dedup import Match
from storage.diff import Paragraph, diff
from storage.explain import Explanation
from storage.page import Page
from storage.plural import plural
from storage.record import Record
from storage.search import MARK, UNMARK, Hit, Results

# Columns of running text: longer lines are hard to follow.
_MEASURE = 88

# An escape sequence in a title could rewrite the screen or the window's name.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# A figure of the evidence that is no number.
_WORDS = {None: "unknown", True: "yes", False: "no"}

_DIFF_STYLES = {"same": "", "removed": "red strike", "added": "green"}


def printable(text: str) -> str:
    """Return a text without the characters that a terminal would obey."""
    return _CONTROL.sub("", text)


def minute(time: str | None) -> str:
    """Return a time of the store as people read it, in UTC."""
    return time[:16].replace("T", " ") if time else "no date"


def results(found: Results, carried: Mapping[int, Sequence[Record]]) -> RenderableType:
    """One page of a search; under each story its copies, where they were asked for."""
    shown = len(found.hits)
    total = f"{'more than ' * found.at_least}{found.found:,}"
    count = plural(shown, "story", "stories") if shown == found.found else f"{shown} of {total} stories"
    return Group(*(_hit(hit, carried.get(hit.id, ())) for hit in found.hits), Text(count, "dim"))


def no_results(query: str, without_filters: int, unknown: Sequence[str]) -> RenderableType:
    """That nothing was found, and which filter may be why.

    Args:
        query: as typed.
        without_filters: stories that match the query alone.
        unknown: outlets asked for that the store holds nothing of.
    """
    text = f"No story matches {printable(query)}" if query.strip() else "No story passes these filters"
    if without_filters:
        text += f"; without the filters {plural(without_filters, 'does', 'do')}"
    if unknown:
        text += f". Nothing here is from {printable(', '.join(unknown))}; `muster stats` lists the outlets"
    return Text(text)


def _hit(hit: Hit, carried: Sequence[Record]) -> RenderableType:
    title = _marked(hit.title, "bold")
    title.append(f"  #{hit.id}", "not bold cyan")
    facts = [minute(hit.dated), hit.outlet, plural(hit.words, "word")]
    facts += [hit.access] * (hit.access != "full")
    facts += [plural(hit.copies, "copy", "copies")] * bool(hit.copies)
    facts += [plural(hit.revisions, "revision")] * bool(hit.revisions)
    snippet = Padding(_measured(_marked(hit.snippet)), (0, 0, 0, 2))
    return Group(
        title, _facts(facts), snippet, *(Padding(_copy(copy), (0, 0, 0, 2)) for copy in carried), Text()
    )


def _copy(copy: Record) -> Text:
    facts = [minute(copy["dated"]), copy["outlet"], copy["kind"], copy["title"]]
    return (
        Text("also ", "dim").append(f"#{copy['id']}", "not dim cyan").append("  ").append_text(_facts(facts))
    )


def _marked(text: str, style: str = "") -> Text:
    """A text whose matches stand out."""
    marked = Text(style=style)
    for number, part in enumerate(re.split(f"[{MARK}{UNMARK}]", " ".join(text.split()))):
        marked.append(printable(part), "bold yellow" if number % 2 else "")
    return marked


def _facts(facts: Sequence[str]) -> Text:
    return Text(" · ".join(printable(fact) for fact in facts if fact), "dim")


def story(record: Record) -> RenderableType:
    """A page to be read, then where its fields come from, who else carried it and what changed."""
    return Group(*_story(record))


def _story(record: Record) -> Iterator[RenderableType]:
    yield Text(printable(record["title"] or "(no title)"), "bold")
    yield _facts([", ".join(record["authors"]), record["outlet"], record["section"]])
    modified = f"changed {minute(record['modified'])}" if (record["modified"] or "") > record["dated"] else ""
    length = plural(record["words"], "word")
    yield _facts([minute(record["dated"]), modified, length, record["access"] * (record["access"] != "full")])
    yield _address(record["url"])
    if "copy_of" in record:
        yield _decision(record["copy_of"])
    for paragraph in record["text"].split("\n\n"):
        yield Text()
        yield _measured(Text(printable(paragraph)))
    if record["provenance"]:
        yield from (_heading("Where the fields come from"), _provenance(record["provenance"]))
    if record.get("copies"):
        yield from (_heading("Copies"), timeline(record))
    text = record["text"]
    for revision in record["revisions"]:
        yield _heading(f"Changed {minute(revision['replaced'])}")
        yield changes(revision["text"], text)
        text = revision["text"]


def _heading(text: str) -> RenderableType:
    return Padding(Rule(text, align="left", style="dim"), (1, 0, 0, 0))


def _measured(text: RenderableType) -> RenderableType:
    grid = Table.grid()
    grid.add_column(max_width=_MEASURE)
    grid.add_row(text)
    return grid


def _decision(link: Record) -> Text:
    text = Text("a copy of ", "yellow")
    text.append(f"#{link['article_id']}", "cyan")
    return text.append(f": {link['kind']}, {link['score']:.2f}, {printable(link['rule'])}")


def _provenance(provenance: Record) -> RenderableType:
    """Fields by where they came from: one line a source."""
    by_source: dict[str, list[str]] = {}
    for name, source in provenance.items():
        by_source.setdefault(str(source), []).append(name)
    grid = Table.grid(padding=(0, 2))
    for source, names in by_source.items():
        grid.add_row(Text(printable(source), "cyan"), Text(printable(", ".join(names))))
    return grid


def copies(record: Record) -> RenderableType:
    """A story's headline, and who carried it."""
    title = Text(printable(record["title"] or "(no title)"), "bold")
    return Group(title.append(f"  #{record['id']}", "not bold cyan"), Text(), timeline(record))


def timeline(record: Record) -> RenderableType:
    """A story and its copies in the order of their dates; the first stands out."""
    pages = sorted([{**record, "kind": "article"}, *record["copies"]], key=_dated)
    table = Table.grid(padding=(0, 2))
    for page in pages:
        decision = (
            f"near {page['score']:.2f}: {printable(page['rule'])}" if page["kind"] == "near" else page["kind"]
        )
        outlet, number = Text(printable(page["outlet"])), Text(f"#{page['id']}", "not bold cyan")
        words = plural(page["words"], "word")
        first = page is pages[0]
        table.add_row(minute(page["dated"]), outlet, number, decision, words, style="bold" if first else "")
    return Group(table, Text(), *(_address(page["url"]) for page in pages))


def _address(url: str) -> Text:
    """An address in one piece: broken into lines it cannot be clicked or copied."""
    return Text(printable(url), "cyan", no_wrap=True, overflow="ignore")


def _dated(page: Record) -> tuple[str, int]:
    return page["dated"], page["id"]


def changes(before: str, after: str) -> RenderableType:
    """What changed between two texts: the paragraphs that did, word by word."""
    changed = [paragraph for paragraph in diff(before, after) if [p.kind for p in paragraph] != ["same"]]
    if not changed:
        return Text("the same words", "dim")
    return Group(*(Padding(_measured(_paragraph(paragraph)), (0, 0, 0, 2)) for paragraph in changed))


def _paragraph(paragraph: Paragraph) -> Text:
    return Text(" ").join(Text(printable(part.text), _DIFF_STYLES[part.kind]) for part in paragraph)


def statistics(stats: Record, path: Path) -> RenderableType:
    """What a store holds."""
    copies = stats["exact"] + stats["near"]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right")
    for count, note in (
        (plural(stats["stories"], "unique story", "unique stories"), _span(stats)),
        (plural(copies, "copy", "copies"), f"{stats['exact']:,} word for word, {stats['near']:,} edited"),
        (plural(stats["revisions"], "earlier text"), "of pages that changed"),
        (f"{stats['bytes'] / 1e6:,.1f} MB", f"in {path}"),
    ):
        number, _, noun = count.partition(" ")
        grid.add_row(number, _with_note(noun, note))
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for column in ("outlet", "stories", "copies", "newest"):
        table.add_column(column, justify="right" if column in ("stories", "copies") else "left")
    for row in stats["outlets"]:
        outlet = Text(printable(row["outlet"]))
        table.add_row(outlet, f"{row['stories']:,}", f"{row['copies']:,}", minute(row["newest"]))
    return Group(grid, Text(), table) if stats["outlets"] else grid


def _span(stats: Record) -> str:
    return f"{stats['oldest'][:10]} to {stats['newest'][:10]}" if stats["newest"] else ""


def _with_note(text: str, note: str) -> Text:
    return Text(text).append(f"  {note}" if note else "", "dim")


def explanation(explained: Explanation) -> RenderableType:
    """Two pages side by side, what they share, and the decision."""
    match = explained.match
    verdict = f"one story: {match.kind}, {match.score:.2f}" if match.same else "two stories"
    decision = Text(verdict, "bold green" if match.same else "bold yellow")
    held = "holds them as one story" if explained.linked else "holds them apart"
    through = ", through other versions of it" if explained.linked and not match.same else ""
    why = ", because a person said so" if explained.overruled else through
    parts: list[RenderableType] = [
        _pair(explained),
        Text(),
        decision,
        Text(f"Rule “{match.rule}”: {match.because}."),
        Text(f"The store {held}{why}.", "dim"),
        Text(),
        _figures(match),
    ]
    if explained.passages:
        words = sum(len(passage.split()) for passage in explained.passages)
        parts.append(_heading(f"Word for word in both: {plural(words, 'word', 'words')}"))
        parts += [Padding(_measured(Text(printable(text))), (0, 0, 1, 2)) for text in explained.passages]
    return Group(*parts)


def _pair(explained: Explanation) -> RenderableType:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(*(_side(page) for page in (explained.a, explained.b)))
    return table


def _side(page: Page) -> RenderableType:
    article = page.article
    title = Text(printable(article.title or "(no title)"), "bold").append(f"  #{page.id}", "not bold cyan")
    published = minute(article.published.isoformat()) if article.published else ""
    facts = _facts([published, article.outlet, plural(len(article.text.split()), "word")])
    return Group(title, facts, Text(printable(article.url), "cyan", overflow="fold"))


def _figures(match: Match) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    meanings = match.evidence.meanings()
    for name, value in match.evidence.figures().items():
        shown = _WORDS[value] if value is None or isinstance(value, bool) else f"{value}"
        grid.add_row(name.replace("_", " "), shown, Text(meanings[name], "dim"))
    return grid
