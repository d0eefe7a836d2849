"""Console: rich's, but a reader who has gone is an error like any other."""

import os
import re
from typing import Any, Final, NoReturn

from rich import console

WIDE: Final = 200
"""Columns where nobody looks at a terminal: a row stays one line, so that grep and awk can read it."""


_FILLING: Final = re.compile(" +$", re.MULTILINE)


class Console(console.Console):
    """A rich console for the commands.

    rich answers a broken pipe with SystemExit, which leaves an event loop at once, with its threads running:
    `muster demo | head` never ended.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does; where there is no terminal, without the blanks that fill a table's lines."""
        if self.is_terminal:
            super().print(*objects, **options)
            return
        with self.capture() as printed:
            super().print(*objects, **options)
        self.file.write(_FILLING.sub("", printed.get()))
        self.file.flush()

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
