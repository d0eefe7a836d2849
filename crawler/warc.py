"""WARC and ARC: the pages of a web archive, each with the moment of its capture; the rest is counted."""

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from crawler.errors import ArchiveBroken
from crawler.parsers.page import in_utf8
from storage.plural import plural

HTML: Final = ("text/html", "application/xhtml+xml")

_ANSWERS: Final = ("response", "revisit")
"""What a site said; the other records tell of the archive, or what the site was asked."""

_BROKEN: Final = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    AttributeError,  # warcio's own, of a record whose head is cut short or tells no length
    EOFError,
    ValueError,
    zlib.error,
)


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """Records one by one, those of an ARC as if they were a WARC's.

    Where two do not meet, warcio goes on, and would write so to stderr. Of a file that was gzipped as a whole
    it gives the first alone, because nobody can seek in it; it can be read all the same.
    """

    INC_RECORD = ""

    def __init__(self, stream: BinaryIO, kind: str) -> None:
        super().__init__(stream, arc2warc=kind == "arc")
        self.known_format = kind

    def _raise_invalid_gzip_err(self) -> None:
        pass


class _Brotli:
    """Unpacks Brotli for warcio, whose own way ends since Brotli 1.2: it sets what that object has not."""

    unused_data = None

    def __init__(self) -> None:
        self._packed = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        """What comes of the next bytes."""
        return bytes(self._packed.process(data))

    def flush(self) -> None:
        """Nothing is held back."""


BufferedReader.DECOMPRESSORS["br"] = _Brotli


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as it was captured.

    Args:
        url: its address.
        html: the body as it was sent, unpacked; in UTF-8 where it said its charset outside of itself.
        at: the moment of the capture; None where the archive does not say.
    """

    url: str
    html: bytes
    at: datetime | None


def captures(file: Path, left_out: Counter[str], most: int) -> Iterator[Capture]:
    """Read the pages of a web archive, plain or gzipped, one in memory at a time.

    Args:
        file: a WARC of any version, or an ARC by its name.
        left_out: what kind of answer gave no page → how many; counted up.
        most: bytes read of a page.

    Raises:
        ArchiveBroken: it is no web archive, or damaged; what stood before the damage was yielded.
        OSError: it cannot be read.
    """
    read = 0
    kind = "arc" if file.name.lower().removesuffix(".gz").endswith(".arc") else "warc"
    with file.open("rb") as stream:
        records = _Records(stream, kind)
        try:
            for record in records:
                read += 1
                other = _no_page(record)
                html = b"" if other else _body(record, most)
                if html:
                    # GNU Wget writes <http://…>.
                    url = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
                    yield Capture(
                        url,
                        in_utf8(html, _content_type(record)),
                        _moment(record.rec_headers.get_header("WARC-Date", "")),
                    )
                elif record.rec_type in _ANSWERS:
                    left_out[other or "empty page"] += 1
            if not read or record.raw_stream.limit or records.offset < stream.seek(0, SEEK_END):
                raise EOFError
        except _BROKEN as error:
            raise ArchiveBroken(f"no {kind.upper()}, or damaged after {plural(read, 'record')}") from error


def _no_page(record: ArcWarcRecord) -> str:
    """What kind of record it is; empty for a page."""
    kind = _content_type(record).partition(";")[0].strip().lower()
    if record.rec_type == "resource" and kind in HTML:  # saved without the answer's head
        return ""
    if record.rec_type != "response":
        return str(record.rec_type)
    if record.http_headers is None:
        return "answer to no HTTP request"
    status = record.http_headers.get_statuscode()
    if status != "200":
        return f"HTTP {status}"
    if record.rec_headers.get_header("WARC-Truncated"):
        return "page cut off in the archive"
    return "" if kind in HTML else kind or "answer without a type"


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.rec_headers if record.http_headers is None else record.http_headers
    return headers.get_header("Content-Type") or ""


def _body(record: ArcWarcRecord, most: int) -> bytes:
    html: bytes = record.content_stream().read(most)
    if len(html) < most and record.raw_stream.limit:
        raise EOFError
    return html


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # WARC 1.1 lets "2016" stand for a year
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
