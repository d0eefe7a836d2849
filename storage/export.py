"""Exports: stories as JSON lines, CSV, Parquet, Atom, JSON Feed or text files, written as they are read."""

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from storage.errors import ExportError, ExtraMissing
from storage.record import FIELDS, SIGHTING, Record

Writer = Callable[[Iterable[Record], BinaryIO], None]

# Rows that Parquet compresses together: 5,000 of 3 KB are 15 MB in memory.
_ROW_GROUP = 5_000

# A spreadsheet runs a cell that begins so as a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# What XML 1.0 has no way to write (section 2.2, Char).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TIMES = ("published", "modified", "dated", "first_seen")

_COLUMNS = (
    "id", "dated", "outlet", "title", "authors", "published", "modified", "first_seen", "section", "language",
    "access", "words", "copies", "tags", "summary", "url", "canonical_url", "image_url", "story_id", "text",
)  # fmt: skip


def write_jsonl(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one JSON object a line."""
    out.writelines(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records)


def write_csv(records: Iterable[Record], out: BinaryIO) -> None:
    """Write a table; lists become text, copies a number, and formulas are defused."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for row in itertools.chain([_COLUMNS], map(_cells, records)):
        writer.writerow(row)
        out.write(line.getvalue().encode())
        line.seek(0)
        line.truncate()


def _cells(record: Record) -> list[str]:
    return [_defused(_cell(record[column])) for column in _COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value) if all(isinstance(part, str) for part in value) else str(len(value))
    return "" if value is None else str(value)


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_parquet(records: Iterable[Record], out: BinaryIO) -> None:
    """Write one Parquet file, with times as times, lists as lists, and the copies as a list of structures.

    Raises:
        ExtraMissing: the extra ``parquet`` is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExtraMissing("Parquet needs pyarrow: pip install 'newsmuster[parquet]'") from error
    schema = _parquet_schema(pa)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        rows = iter(records)
        while group := list(itertools.islice(rows, _ROW_GROUP)):
            writer.write_table(pa.Table.from_pylist([_with_times(record) for record in group], schema=schema))


def _parquet_schema(pa: Any) -> Any:
    text, number, time = pa.string(), pa.int64(), pa.timestamp("s", tz="UTC")
    kinds = {
        "id": number, "words": number, "score": pa.float64(),
        "published": time, "modified": time, "dated": time, "first_seen": time,
        "authors": pa.list_(text), "tags": pa.list_(text), "provenance": pa.map_(text, text),
    }  # fmt: skip
    copy = pa.struct([(name, kinds.get(name, text)) for name in SIGHTING])
    return pa.schema([*((name, kinds.get(name, text)) for name in FIELDS), ("copies", pa.list_(copy))])


def _with_times(record: Record) -> Record:
    times = {name: datetime.fromisoformat(record[name]) for name in _TIMES if record.get(name)}
    copies = [_with_times(copy) for copy in record.get("copies", ())]
    return {**record, **times, "copies": copies}


def write_atom(
    records: Iterable[Record], out: BinaryIO, *, title: str = "newsmuster", url: str = "urn:newsmuster"
) -> None:
    """Write an Atom feed (RFC 4287); an article that changed keeps its entry's id.

    Args:
        records: the entries, in the order they are to stand.
        out: where to.
        title: of the feed.
        url: of the feed, which is its id, too.
    """
    xml = XMLGenerator(out, "utf-8", short_empty_elements=True)

    def element(name: str, content: str = "", **attributes: str) -> None:
        xml.startElement(name, AttributesImpl({key: _NOT_XML.sub("", attributes[key]) for key in attributes}))
        xml.characters(_NOT_XML.sub("", content))
        xml.endElement(name)

    plain: AttributesImpl[str] = AttributesImpl({})
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": "http://www.w3.org/2005/Atom"}))
    element("title", title)
    element("id", url)
    element("generator", "newsmuster")
    updated = ""
    for record in records:
        if not updated:
            updated = record["dated"]
            element("updated", updated)
        xml.startElement("entry", plain)
        element("id", record["url"])
        element("title", record["title"])
        if record["url"].startswith(("http://", "https://")):  # a reader follows any link: javascript: runs
            element("link", rel="alternate", href=record["url"])
        element("published", record["dated"])
        element("updated", record["modified"] or record["dated"])
        for author in record["authors"] or [record["outlet"]]:
            xml.startElement("author", plain)
            element("name", author)
            xml.endElement("author")
        if record["summary"]:
            element("summary", record["summary"])
        element("content", record["text"], type="text")
        xml.endElement("entry")
    if not updated:
        element("updated", "1970-01-01T00:00:00Z")
    xml.endElement("feed")
    xml.endDocument()
    out.write(b"\n")


def write_json_feed(records: Iterable[Record], out: BinaryIO, *, title: str = "newsmuster") -> None:
    """Write a JSON Feed 1.1 (jsonfeed.org)."""
    head = {"version": "https://jsonfeed.org/version/1.1", "title": title}
    out.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "items": [')
    for number, record in enumerate(records):
        out.write(b",\n" if number else b"\n")
        out.write(json.dumps(_feed_item(record), ensure_ascii=False).encode())
    out.write(b"\n]}\n")


def _feed_item(record: Record) -> Record:
    item = {
        "id": record["url"],
        "url": record["url"],
        "title": record["title"],
        "content_text": record["text"],
        "summary": record["summary"],
        "image": record["image_url"],
        "date_published": record["dated"],
        "date_modified": record["modified"],
        "authors": [{"name": author} for author in record["authors"] or [record["outlet"]]],
        "tags": record["tags"],
        "language": record["language"],
    }
    return {name: value for name, value in item.items() if value}


def write_texts(records: Iterable[Record], folder: Path) -> None:
    """Write each story as a text file, ``<outlet>/<day>-<id>-<title>.txt``: headline, then paragraphs.

    Args:
        records: the stories.
        folder: made where it is missing; files of the same stories are written over.

    Raises:
        ExportError: the folder cannot be written to.
    """
    for record in records:
        place = folder / (_file_name(record["outlet"]) or "unknown")
        name = f"{record['dated'][:10]}-{record['id']}-{_file_name(record['title'])}".rstrip("-")
        with _explained(place):
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{name}.txt").write_text(f"{record['title']}\n\n{record['text']}\n", encoding="utf-8")


def _file_name(text: str) -> str:
    # Letters and digits alone: no file system minds them, and nothing leads out of the folder.
    return "-".join(re.findall(r"\w+", text.casefold()))[:60].strip("-_")


FORMATS: dict[str, Writer] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "atom": write_atom,
    "json-feed": write_json_feed,
}

ENDINGS: dict[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".atom": "atom",
    ".xml": "atom",
    ".json": "json-feed",
}


def format_of(output: Path | None) -> str | None:
    """Return the format that a file's name asks for, None for an ending that is none's.

    Standard output is JSON lines, a name without an ending a folder of texts.
    """
    if output is None or output == Path("-"):
        return "jsonl"
    return ENDINGS.get(output.suffix.lower()) if output.suffix else "text"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file that appears under its name when it is whole, and not at all where something fails.

    Raises:
        ExportError: the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    with _explained(path):
        try:
            with part.open("wb") as file:
                yield file
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(
            f"{path} cannot be written ({error.strerror}); name another with --output"
        ) from error
