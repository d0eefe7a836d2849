"""The growth of ingest's cost as a plot, of figures that `make bench SCALE=…` has left.

`python -m tests.benchmarks.plot_ingest 1000000 docs/ingest.svg`
"""

import sys

import matplotlib.pyplot as plt

from tests.benchmarks.bench_ingest import figures, rows

if __name__ == "__main__":
    grown = figures(int(sys.argv[1]))
    if not grown:
        sys.exit(f"no figures of {sys.argv[1]} articles; `make bench SCALE={sys.argv[1]}` measures them")
    plt.rcParams["svg.hashsalt"] = "ingest"  # the same figures give the same file
    figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for points, style in ((grown, "#b8c7d6"), (rows(grown), "#1f4e79")):
        marker = "o" if points is not grown else ""
        axes.plot([size for size, _ in points], [rate.cpu for _, rate in points], marker=marker, color=style)
    axes.set(xlabel="articles in the store", ylabel="CPU, µs an article", xscale="log", ylim=0)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(sys.argv[2], metadata={"Date": None})
