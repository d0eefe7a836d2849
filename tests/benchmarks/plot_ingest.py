"""The growth of ingest's cost as a plot: ``python -m tests.benchmarks.plot_ingest 100000 FILE.svg``."""

import sys

import matplotlib.pyplot as plt

from tests.benchmarks.bench_ingest import run

if __name__ == "__main__":
    grown = run(int(sys.argv[1]))
    figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
    axes.plot([size for size, _ in grown], [rate.cpu for _, rate in grown], marker="o", color="#1f4e79")
    axes.set(xlabel="articles in the store", ylabel="CPU, µs an article", xlim=0, ylim=0)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(sys.argv[2])
