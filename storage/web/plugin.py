"""The Datasette plugin: the addresses of the pages, Atom for every query, and what the templates need."""

import io
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from jinja2 import Environment
from markupsafe import Markup, escape

from storage.errors import ArticleNotFound, QueryError
from storage.export import write_atom
from storage.plural import plural
from storage.record import Record
from storage.search import MARK, UNMARK
from storage.web import pages

# Nothing but our own style sheet is loaded, and no script runs, whatever an article brings along.
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
# matplotlib writes style attributes into its drawings.
_REPORT_POLICY = _POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The pages, and their JSON and Atom."""
    return [
        (r"^/$", front),
        (r"^/search(?:\.(?P<format>json|atom))?$", search),
        (r"^/article/(?P<id>\d{1,18})(?:\.(?P<format>json))?$", article),
        (r"^/compare/(?P<a>\d{1,18})/(?P<b>\d{1,18})$", compare),
        (r"^/report$", report),
    ]


async def front(datasette: Datasette, request: Request) -> Response:
    """The stories of one day, the newest day where none is asked for."""
    context = await _read(
        datasette, pages.front, pages.day(request.args.get("day", "")), request.args.get("outlet", "")
    )
    return await _page(datasette, request, "muster_front.html", context)


async def search(datasette: Datasette, request: Request) -> Response:
    """What matches, with facets; as JSON or Atom, too."""
    asked = pages.Asked.of(request.args)
    form = request.url_vars["format"]
    try:
        if form == "json":
            return Response.json(await _read(datasette, pages.found, asked))
        if form == "atom":
            records = await _read(datasette, pages.newest, asked)
            return _atom(records, f"newsmuster: {asked.query}" if asked.query else "newsmuster", request)
        context = await _read(datasette, pages.search, asked)
    except QueryError as error:
        if form:
            return Response.json({"ok": False, "error": str(error)}, status=400)
        context = {"asked": asked, "error": str(error)}
    return await _page(datasette, request, "muster_search.html", context)


async def article(datasette: Datasette, request: Request) -> Response:
    """One page to be read; as JSON, too."""
    try:
        story = await _read(datasette, pages.article, int(request.url_vars["id"]))
    except ArticleNotFound as error:
        return await _missing(datasette, request, error)
    if request.url_vars["format"] == "json":
        return Response.json(story["record"])
    return await _page(datasette, request, "muster_article.html", story)


async def compare(datasette: Datasette, request: Request) -> Response:
    """Two pages side by side: what changed, and what the rules say."""
    ids = int(request.url_vars["a"]), int(request.url_vars["b"])
    try:
        context = await _read(datasette, pages.compare, *ids)
    except ArticleNotFound as error:
        return await _missing(datasette, request, error)
    return await _page(datasette, request, "muster_compare.html", context)


async def report(datasette: Datasette, request: Request) -> Response:
    """The report of `muster report`, of this moment."""
    context = await _read(datasette, pages.report)
    return await _page(datasette, request, "muster_report.html", context, _REPORT_POLICY)


async def _read(datasette: Datasette, read: Callable[..., Any], *arguments: Any) -> Any:
    """Ask the store in one of Datasette's threads, on its read-only connection."""
    return await datasette.get_database("muster").execute_fn(lambda connection: read(connection, *arguments))


async def _missing(datasette: Datasette, request: Request, error: ArticleNotFound) -> Response:
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": str(error)}, status=404)
    response = await _page(datasette, request, "muster_missing.html", {"error": str(error)})
    response.status = 404
    return response


async def _page(
    datasette: Datasette, request: Request, template: str, context: Record, policy: str = _POLICY
) -> Response:
    html = await datasette.render_template(template, context, request=request)
    return Response.html(html, headers={"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})


def _atom(records: list[Record], title: str, request: Request) -> Response:
    out = io.BytesIO()
    write_atom(records, out, title=title, url=request.url)
    return Response(out.getvalue(), content_type="application/atom+xml; charset=utf-8")


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Atom for every table and query that tells a story's title, address and time."""
    return {"extension": "atom", "render": _render_atom, "can_render": _can_render_atom}


_ATOM_COLUMNS = frozenset({"title", "url", "dated"})


def _can_render_atom(columns: list[str]) -> bool:
    return set(columns) >= _ATOM_COLUMNS


def _render_atom(rows: list[sqlite3.Row], columns: list[str], request: Request, table: str) -> Response:
    if not _can_render_atom(columns):
        raise NotFound(f"Atom needs the columns {', '.join(sorted(_ATOM_COLUMNS))}")
    blank: Record = {"modified": None, "authors": [], "outlet": "", "summary": "", "text": ""}
    records = [{**blank, **{name: row[name] for name in columns if name != "authors"}} for row in rows]
    return _atom(records, f"newsmuster: {table or 'query'}", request)


@hookimpl
def render_cell(value: object, column: str, database: str) -> Markup | None:
    """In Datasette's own tables, the number of a page leads to the page."""
    if database == "muster" and column in ("id", "article_id", "page_id") and isinstance(value, int):
        return Markup('<a href="/article/{0}">{0}</a>').format(value)
    return None


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """How times, numbers and matches are written."""
    env.filters.update(
        marked=_marked,
        weblink=_weblink,
        long_day=_long_day,
        short_day=_short_day,
        moment=_moment,
        delay=_delay,
        plural=plural,
    )


def _marked(text: str) -> Markup:
    """A text whose matches are marked; everything else in it is text."""
    return Markup(str(escape(text)).replace(MARK, "<mark>").replace(UNMARK, "</mark>"))  # noqa: S704 -- escaped


def _weblink(url: str) -> str:
    """An address that leads to a page, and nowhere else: no script, no file."""
    return url if urlsplit(url).scheme in ("http", "https") else ""


def _long_day(day: str) -> str:
    return f"{date.fromisoformat(day):%A, %-d %B %Y}"


def _short_day(day: str) -> str:
    return f"{date.fromisoformat(day[:10]):%-d %b}"


def _moment(time: str) -> str:
    return f"{datetime.fromisoformat(time):%-d %b %Y, %H:%M}"


def _delay(delay: timedelta) -> str:
    """What passed since the first publication, in the two largest units."""
    minutes = int(delay.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [(days, "d"), (hours, "h")] if days else [(hours, "h"), (minutes, "min")]
    return "+" + (" ".join(f"{count} {unit}" for count, unit in units if count) or "0 min")
