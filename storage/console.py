"""Console: rich's, but a reader who has gone is an error like any other."""

import os
from typing import Final, NoReturn

from rich import console

WIDE: Final = 200
"""Columns where nobody looks at a terminal: a row stays one line, so that grep and awk can read it."""


class Console(console.Console):
    """A rich console for the commands.

    rich answers a broken pipe with SystemExit, which leaves an event loop at once, with its threads running:
    `muster demo | head` never ended.
    """

    def on_broken_pipe(self) -> NoReturn:
        """Say so to the caller; the command line ends quietly.

        Raises:
            BrokenPipeError: always.
        """
        raise BrokenPipeError


def wide(columns: int = WIDE, *, stderr: bool = False) -> Console:
    """A console as wide as its terminal; elsewhere as ``COLUMNS`` says, or as wide as asked for."""
    shown = Console(highlight=False, stderr=stderr)
    if shown.is_terminal or "COLUMNS" in os.environ:
        return shown
    return Console(highlight=False, stderr=stderr, width=columns)
