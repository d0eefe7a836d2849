"""Console: rich's, but a reader who has gone is an error like any other."""

from typing import NoReturn

from rich import console


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
