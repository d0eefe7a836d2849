"""Draws docs/dedup-curve.svg: how much of a story must remain for a text to be one with it.

Sentence by sentence the demo's reports are replaced by those of another, as a story is rewritten.
Run as ``python -m tests.benchmarks.plot_dedup``; it takes a minute.
"""

import random
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from crawler.demo.story import Story
from storage.dedup import compare
from tests.hard_copies import document, paragraphs, reports

DRAWN = Path(__file__).parents[2] / "docs" / "dedup-curve.svg"
REPLACED = np.arange(0.0, 1.01, 0.05)

# Who prints the rewritten story, how many hours later, under which headline; and how the line is drawn.
LINES = (
    ("another outlet, same headline", "dailyquay", 5, True, "#1b6ca8", "-"),
    ("another outlet, other headline", "dailyquay", 5, False, "#1b6ca8", "--"),
    ("same outlet, same headline", "harborledger", 5, True, "#c8553d", "-"),
    ("same outlet, other headline", "harborledger", 5, False, "#c8553d", "--"),
    ("another outlet, five days later", "dailyquay", 120, True, "#6b8e23", "-"),
    ("same outlet, five days later", "harborledger", 120, True, "#6b8e23", "--"),
)


def main() -> None:
    """Draw the plot."""
    mpl.rcParams["svg.hashsalt"] = "newsmuster"
    figure = Figure(figsize=(8, 4.4), layout="constrained")
    axes = figure.subplots()
    for label, source, hours, same_headline, color, style in LINES:
        shares = [_taken_as_one(float(share), source, hours, same_headline) for share in REPLACED]
        axes.plot(REPLACED, shares, color=color, linestyle=style, label=label)
    axes.set(xlabel="share of the sentences replaced", ylabel="share of stories taken as one")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize="small")
    figure.savefig(DRAWN, metadata={"Date": None})


def _taken_as_one(share: float, source: str, hours: float, same_headline: bool) -> float:
    told = reports()
    found = 0
    for number, story in enumerate(told):
        other = told[(number + 11) % len(told)]
        title = story.headline if same_headline else other.headline
        rewritten = document(story, _rewritten(story, other, share), source, hours, title)
        found += compare(document(story, paragraphs(story)), rewritten).same
    return found / len(told)


def _rewritten(story: Story, other: Story, share: float) -> list[str]:
    """The sentences of a story with a share of them, anywhere, replaced by those of another."""
    sentences, others = (" ".join(paragraphs(text)).split(". ") for text in (story, other))
    dice = random.Random(story.name)
    gone = set(dice.sample(range(len(sentences)), round(share * len(sentences))))
    return [
        ". ".join(others[at % len(others)] if at in gone else sentences[at] for at in range(len(sentences)))
    ]


if __name__ == "__main__":
    main()
