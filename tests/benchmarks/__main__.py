"""Runs the benchmarks beside this file: `python -m tests.benchmarks --scale N [NAME …]`.

A benchmark is a module `bench_<name>.py` with `run(scale: int) -> None`, which prints a table.
"""

import argparse
import importlib
from pathlib import Path

NAMES = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; without one, all")
    parser.add_argument("--scale", type=int, default=100_000, help="articles of the largest store (100000)")
    args = parser.parse_args()
    unknown = set(args.names) - set(NAMES)
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    for name in args.names or NAMES:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"tests.benchmarks.bench_{name}").run(args.scale)


if __name__ == "__main__":
    main()
