"""The report's plots: matplotlib's SVG in the colours and fonts of the page, light or dark."""

import io
import warnings
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import dates, ticker
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from storage.plural import plural
from storage.record import Record

if TYPE_CHECKING:
    from storage.report import Republished

# matplotlib knows no CSS variables: each colour is drawn as a placeholder, and named when the SVG is written.
_INK, _SOFT, _LINE, _STORIES, _COPIES = "#010101", "#020202", "#030303", "#040404", "#050505"
_NAMES = {
    _INK: "var(--ink)",
    _SOFT: "var(--soft)",
    _LINE: "var(--line)",
    _STORIES: "var(--accent)",
    _COPIES: "var(--copies)",
}

_STYLE: dict[Any, Any] = {
    # Text stays text: read aloud, found by search, and a third of the size of outlines.
    "svg.fonttype": "none",
    # The same numbers give the same file.
    "svg.hashsalt": "newsmuster",
    # An outlet may be called "$name$".
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _SOFT,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "grid.color": _LINE,
    "legend.frameon": False,
}

# Hours under which a delay falls into one bar of the histogram.
_DELAYS = (0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 96, 168, float("inf"))
_DELAY_NAMES = ("15 min", "30 min", "1 h", "2 h", "3 h", "6 h", "12 h", "1 d", "2 d", "4 d", "1 w", "later")


def days(starts: Sequence[date], stories: Sequence[int], copies: Sequence[int], width: int) -> str:
    """Bars of stories and copies over time.

    Args:
        starts: first day of each bar.
        stories: unique stories in each.
        copies: further pages that carried a story, in each.
        width: days that a bar stands for.
    """
    with mpl.rc_context(_STYLE):
        figure, axes = _axes(9, 2.6)
        places = dates.date2num(starts)
        axes.bar(places, stories, width * 0.8, color=_STORIES, label="stories", align="edge")
        axes.bar(places, copies, width * 0.8, bottom=stories, color=_COPIES, label="copies", align="edge")
        locator = dates.AutoDateLocator(minticks=3, maxticks=9)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
        axes.margins(x=0.01)
        _counts(axes.yaxis)
        axes.grid(axis="y")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
        return _svg(figure, f"Stories and copies, a bar for {plural(width, 'day')}")


def outlets(rows: Sequence[Record]) -> str:
    """Bars of stories and copies by outlet.

    Args:
        rows: with ``outlet``, ``stories`` and ``copies``, the largest first.
    """
    with mpl.rc_context(_STYLE):
        figure, axes = _axes(9, 0.6 + 0.3 * len(rows))
        names = [_short(row["outlet"]) for row in rows]
        stories = [row["stories"] for row in rows]
        places = range(len(rows))
        axes.barh(places, stories, 0.7, color=_STORIES, label="stories")
        axes.barh(places, [row["copies"] for row in rows], 0.7, left=stories, color=_COPIES, label="copies")
        axes.set_yticks(places, names)
        axes.tick_params(axis="y", length=0, labelcolor=_INK)
        axes.invert_yaxis()
        axes.margins(y=0.02)
        _counts(axes.xaxis)
        axes.grid(axis="x")
        return _svg(figure, "Stories and copies by outlet")


def matrix(names: Sequence[str], pairs: Sequence["Republished"]) -> str:
    """Who republished whom: rows were first, columns followed.

    Args:
        names: the outlets, in order.
        pairs: the cells that are not empty.
    """
    with mpl.rc_context(_STYLE):
        figure, axes = _axes(9, 1.2 + 0.42 * len(names))
        most = max(pair.stories for pair in pairs)
        for pair in pairs:
            x, y = names.index(pair.outlet), names.index(pair.first)
            depth = 0.12 + 0.5 * pair.stories / most
            axes.add_patch(Rectangle((x - 0.48, y - 0.47), 0.96, 0.94, facecolor=_STORIES, alpha=depth))
            axes.text(x, y - 0.14, f"{pair.stories:,}", ha="center", va="center", weight="bold")
            axes.text(x, y + 0.24, _hours(pair.hours), ha="center", va="center", fontsize=8, color=_INK)
        places = range(len(names))
        axes.set_xticks(
            places, [_short(name) for name in names], rotation=30, ha="left", rotation_mode="anchor"
        )
        axes.set_yticks(places, [_short(name) for name in names])
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelcolor=_INK)
        axes.spines["bottom"].set_visible(False)
        axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(len(names) - 0.5, -0.5), ylabel="was first")
        return _svg(figure, "Who republishes whom: stories and the median delay")


def delays(hours: Sequence[float]) -> str:
    """How long after the first publication the copies appeared.

    Args:
        hours: one figure a copy.
    """
    with mpl.rc_context(_STYLE):
        figure, axes = _axes(9, 2.4)
        counts = [0] * len(_DELAYS)
        for value in hours:
            counts[next(place for place, end in enumerate(_DELAYS) if value < end)] += 1
        axes.bar(range(len(counts)), counts, 0.8, color=_COPIES)
        axes.set_xticks(range(len(counts)), _DELAY_NAMES)
        axes.tick_params(axis="x", length=0)
        axes.set_xlabel("after the first publication, less than")
        _counts(axes.yaxis)
        axes.grid(axis="y")
        return _svg(figure, "How long copies take")


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _counts(axis: "mpl.axis.Axis") -> None:
    axis.set_major_locator(ticker.MaxNLocator(5, integer=True))
    axis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))
    axis.set_tick_params(length=0)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} d"


def _svg(figure: Figure, label: str) -> str:
    """The drawing alone, without XML's head, in the colours of the page."""
    out = io.StringIO()
    with warnings.catch_warnings():
        # The page's fonts draw the text; matplotlib only measures it, and has no Japanese to measure by.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :].replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
    for placeholder, name in _NAMES.items():
        svg = svg.replace(placeholder, name)
    return svg
