"""What each page shows, read from the store; no Datasette here."""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

from storage import explain as explaining
from storage import report as reporting
from storage.diff import diff
from storage.filters import ACCESS, Filters
from storage.pages import Pages
from storage.record import Record, records, story
from storage.search import RANKED, Results, Sort, candidates, matching
from storage.search import search as search_stories

# Stories on a page of results, and on the front page before it refers to the search.
PAGE = 20
FRONT = 60

# Days in the strip above the front page.
_STRIP = 14

# Values of a facet that are offered; the rest is reached by search.
_FACET = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a query, filters, an order, a page of results.

    Args:
        query: as typed.
        filters: which stories are meant.
        sort: ``relevance`` or ``date``.
        page: counted from 1.
    """

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    page: int = 1

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        """Read the address; what it does not know or cannot be is left out."""
        outlet, page, access = (arguments.get(name, "") for name in ("outlet", "page", "access"))
        filters = Filters(
            outlets=(outlet,) if outlet else (),
            since=day(arguments.get("since", "")),
            until=_day_after(arguments.get("until", "")),
            language=arguments.get("language", ""),
            access=access if access in ACCESS else "",
            copies=arguments.get("copies") == "1",
        )
        sort: Sort = "date" if arguments.get("sort") == "date" else "relevance"
        return cls(
            arguments.get("q", ""),
            filters,
            sort,
            min(int(page), 500) if page.isdecimal() and page != "0" else 1,
        )

    def fields(self) -> dict[str, str]:
        """What the address says, by name; ``page`` left out."""
        filters = self.filters
        said = {
            "q": self.query,
            "outlet": "".join(filters.outlets),
            "since": filters.since,
            "until": (date.fromisoformat(filters.until) - timedelta(days=1)).isoformat()
            if filters.until
            else "",
            "language": filters.language,
            "access": filters.access,
            "copies": "1" if filters.copies else "",
            "sort": "date" if self.sort == "date" else "",
        }
        return {name: value for name, value in said.items() if value}

    def address(self, form: str = "", **changed: str | int) -> str:
        """The address that asks the same, but for what is changed; an empty value takes a filter away."""
        said = {name: value for name, value in {**self.fields(), **changed}.items() if value}
        return f"/search{form}?{urlencode(said)}"


def day(text: str) -> str:
    """Return a day as the address names it; empty where it is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _day_after(text: str) -> str:
    begins = day(text)
    return (date.fromisoformat(begins) + timedelta(days=1)).isoformat() if begins else ""


def front(connection: sqlite3.Connection, asked: str, outlet: str) -> Record:
    """The stories of one day, those that most pages carry first."""
    shown_day = asked
    if not shown_day:
        (newest,) = connection.execute("SELECT max(dated) FROM articles").fetchone()
        shown_day = (newest or "")[:10]
    if not shown_day:
        return {"day": ""}
    filters = Filters(since=shown_day, until=_day_after(shown_day))
    hits = search_stories(connection, "", filters, limit=RANKED).hits
    outlets = Counter(hit.outlet for hit in hits)
    shown = sorted((hit for hit in hits if outlet in ("", hit.outlet)), key=lambda hit: -hit.copies)
    return {
        "day": shown_day,
        "outlet": outlet,
        "hits": shown[:FRONT],
        "more": len(shown) - FRONT,
        "stories": len(hits),
        "copies": sum(hit.copies for hit in hits),
        "outlets": outlets.most_common(),
        "strip": _strip(connection, shown_day),
    }


def _strip(connection: sqlite3.Connection, day: str) -> list[Record]:
    """The days around one, with how many stories each had; the height of a bar in percent."""
    last = min(date.fromisoformat(day) + timedelta(days=_STRIP // 2), _newest_day(connection, day))
    days = [(last - timedelta(days=back)).isoformat() for back in reversed(range(_STRIP))]
    counts = dict(
        connection.execute(
            "SELECT substr(dated, 1, 10), count(*) FROM articles WHERE dated >= ? AND dated < ? GROUP BY 1",
            (days[0], _day_after(days[-1])),
        ).fetchall()
    )
    most = max(counts.values(), default=1)
    return [
        {"day": day, "stories": counts.get(day, 0), "height": round(100 * counts.get(day, 0) / most)}
        for day in days
    ]


def _newest_day(connection: sqlite3.Connection, day: str) -> date:
    (newest,) = connection.execute("SELECT max(dated) FROM articles").fetchone()
    return date.fromisoformat(max((newest or day)[:10], day))


def search(connection: sqlite3.Connection, asked: Asked) -> Record:
    """One page of results with their facets."""
    results = _results(connection, asked)
    first = 1 + (asked.page - 1) * PAGE
    return {
        "asked": asked,
        "results": results,
        "first": first,
        "last": first + len(results.hits) - 1,
        "previous": max(min(asked.page - 1, -(-results.found // PAGE)), 1),
        "facets": _facets(connection, asked),
    }


def found(connection: sqlite3.Connection, asked: Asked) -> Record:
    """One page of results for programs."""
    results = _results(connection, asked)
    return asdict(replace(results, hits=[hit.unmarked() for hit in results.hits]))


def newest(connection: sqlite3.Connection, asked: Asked) -> list[Record]:
    """The newest stories that match, for a feed."""
    return list(records(connection, matching(connection, asked.query, asked.filters, newest=50)))


def _results(connection: sqlite3.Connection, asked: Asked) -> Results:
    offset = (asked.page - 1) * PAGE
    return search_stories(connection, asked.query, asked.filters, sort=asked.sort, limit=PAGE, offset=offset)


def _facets(connection: sqlite3.Connection, asked: Asked) -> list[Record]:
    """How the results, the newest ``RANKED`` at most, spread over outlets, days and languages."""
    select, parameters = candidates(asked.query, asked.filters)
    rows = connection.execute(
        f"""SELECT outlet, substr(dated, 1, 10), language, access FROM articles
            WHERE id IN (SELECT id FROM ({select}))""",
        parameters,
    ).fetchall()
    facets = []
    for column, name in enumerate(("outlet", "day", "language", "access")):
        counts = Counter(row[column] for row in rows if row[column])
        values = sorted(counts.items(), reverse=True) if name == "day" else counts.most_common()
        if len(values) > 1:
            facets.append({"name": name, "values": values[:_FACET]})
    return facets


def article(connection: sqlite3.Connection, page_id: int) -> Record:
    """One page with everything that is kept of it."""
    record = story(connection, page_id)
    text, changes = record["text"], []
    for revision in record["revisions"]:
        changes.append({"replaced": revision["replaced"], "paragraphs": diff(revision["text"], text)})
        text = revision["text"]
    whole = story(connection, record["copy_of"]["article_id"]) if "copy_of" in record else record
    return {
        "record": record,
        "paragraphs": record["text"].split("\n\n"),
        "timeline": _timeline(whole),
        "changes": changes,
        "sources": _sources(record["provenance"]),
    }


def _timeline(record: Record) -> list[Record]:
    """A story's pages in the order of their dates, each with what passed since the first."""
    pages = sorted(
        [{**record, "kind": "article"}, *record["copies"]], key=lambda page: (page["dated"], page["id"])
    )
    first = datetime.fromisoformat(pages[0]["dated"])
    return [
        {**page, "delay": datetime.fromisoformat(page["dated"]) - first, "of": record["id"]} for page in pages
    ]


def _sources(provenance: Mapping[str, str]) -> dict[str, list[str]]:
    """Fields by where they came from."""
    by_source: dict[str, list[str]] = {}
    for name, source in provenance.items():
        by_source.setdefault(source, []).append(name)
    return by_source


def compare(connection: sqlite3.Connection, a: int, b: int) -> Record:
    """Two pages: their texts word by word, and the decision of the rules."""
    before, after = (story(connection, page_id) for page_id in (a, b))
    pages = Pages(connection)
    one, other = pages.get(a), pages.get(b)
    assert one is not None
    assert other is not None
    explained = explaining.explain(one, other, overruled=False)
    return {
        "a": before,
        "b": after,
        "paragraphs": diff(before["text"], after["text"]),
        "explained": explaining.record(explained),
        "meanings": explained.match.evidence.meanings(),
    }


def report(connection: sqlite3.Connection) -> Record:
    """The report of this moment."""
    return {**reporting.report(connection), "serving": True}
