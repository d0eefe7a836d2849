"""Watch: crawls each outlet at its own pace, one run after the other, until it is told to stop.

Every run is a child process, `muster crawl OUTLET…`. Twisted's reactor starts once in a process, so a service
that crawled by itself would keep all that a run leaves behind. The child's memory goes with it, a page that
kills the parser kills one run, and a run from the watch is the run that a person starts.
"""

import asyncio
import json
import random
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from crawler.errors import CrawlRunning
from storage.archive import Archive
from storage.habits import Habit, habits, span
from storage.plural import plural

MUSTER: Final = (sys.executable, "-P", "-c", "from crawler.cli import main; main()")
"""The command of this very installation; -P, because a folder named crawler may stand where the user is."""

UNKNOWN: Final = timedelta(hours=1)
"""The pace of an outlet of which nothing is known yet."""

JITTER: Final = 0.1
"""Share of an interval by which a turn comes earlier or later, so that outlets do not fall into step."""

TOGETHER: Final = 60.0
"""Seconds within which turns are one run: a child takes about a second to start, and its outlets wait for
their hosts side by side."""

SPREAD: Final = 900.0
"""Seconds over which the first turns of outlets that are due already are spread."""

LONGEST_RUN: Final = 3600.0
"""Seconds. A first run over a slow outlet may take hours; it is stopped as Ctrl-C would stop it and goes on
at its next turn, so that the others keep theirs."""

GRACE: Final = 60.0
"""Seconds that a run may take to stop: the pages in flight come to their end within DOWNLOAD_TIMEOUT."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often an outlet is asked: about once for each article it publishes, within bounds.

    Args:
        shortest: the least time between two turns; a feed is not worth asking more often.
        longest: the most; a correction should not wait longer for its turn.
    """

    shortest: timedelta = timedelta(minutes=15)
    longest: timedelta = timedelta(hours=12)

    def interval(self, habit: Habit, now: datetime, failures: int = 0) -> timedelta:
        """The time to the next turn.

        Args:
            habit: what the ledger remembers of the outlet.
            now: the end of its past.
            failures: turns in a row in which no source answered; each doubles the time.
        """
        usual = max(habit.gap(now) or UNKNOWN, self.shortest)
        doubled: timedelta = min(usual, self.longest) * 2 ** min(failures, 16)
        return min(doubled, self.longest)


@dataclass(slots=True)
class Turn:
    """When an outlet is due.

    Args:
        due: seconds on the loop's clock.
        failures: turns in a row in which no source answered.
        alone: it was in a run that was killed, and has the next one for itself.
    """

    due: float
    failures: int = 0
    alone: bool = False


class Watch:
    """The turns of some outlets over one store.

    Args:
        outlets: their names.
        database: the store; it exists.
        options: further options of `muster crawl`.
        pace: the bounds of an interval.
        say: prints a line.
        command: what crawls; the names and ``options`` are put behind it.
    """

    def __init__(
        self,
        outlets: Sequence[str],
        database: Path,
        options: Sequence[str] = (),
        pace: Pace = Pace(),
        say: Callable[[str], object] = print,
        command: Sequence[str] = (*MUSTER, "crawl"),
    ) -> None:
        self._outlets = outlets
        self._database = database
        self._command = (*command, "--db", str(database), "--json", *options)
        self._pace = pace
        self._say = say
        self._turns: dict[str, Turn] = {}
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Crawl until SIGINT or SIGTERM; a run that is under way comes to a clean end first.

        Raises:
            CrawlRunning: another watch is at work on the store.
        """
        with _only_watch(self._database), self._stopped_by_signals():
            bounds = f"{span(self._pace.shortest)} to {span(self._pace.longest)}"
            count = plural(len(self._outlets), "outlet")
            self._say(f"{count}, each every {bounds} as it publishes; SIGTERM or Ctrl-C stops")
            self._first_turns()
            while not self._stopping.is_set():
                names = self._ready()
                if names:
                    await self._turn(names)
                else:
                    await self._sleep(min(turn.due for turn in self._turns.values()) - self._now())

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    async def _sleep(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), max(seconds, 0.01))

    # Turns.

    def _first_turns(self) -> None:
        """Where an earlier watch or crawl left off; what is overdue is spread."""
        now, known = datetime.now(UTC), self._habits(self._outlets)
        for name in self._outlets:
            habit = known[name]
            wait = 0.0
            if habit.asked_at:
                wait = (habit.asked_at + self._pace.interval(habit, now) - now).total_seconds()
            if wait <= 0:
                wait = random.uniform(0, min(self._pace.shortest.total_seconds(), SPREAD))  # noqa: S311
            self._turns[name] = Turn(self._now() + wait)

    def _ready(self) -> list[str]:
        """The outlets of the next run, none where nobody is due yet."""
        first = min(self._turns, key=lambda name: self._turns[name].due)
        now = self._now()
        if self._turns[first].due > now:
            return []
        if self._turns[first].alone:
            return [first]
        soon = now + min(TOGETHER, self._pace.shortest.total_seconds())
        return [name for name, turn in self._turns.items() if turn.due <= soon and not turn.alone]

    async def _turn(self, names: list[str]) -> None:
        """One run, and the next turn of each of its outlets."""
        status, report = await self._crawl(names)
        killed = status < 0 and not self._stopping.is_set()
        if report is None and not self._stopping.is_set():
            how = f"was killed by signal {-status}" if killed else f"ended with status {status}"
            self._say(f"{_list(names)}: the run {how}")
        now, known = datetime.now(UTC), self._habits(names)
        for name in names:
            turn = self._turns[name]
            turn.alone = killed
            turn.failures = 0 if report and _answered(report, name) else turn.failures + 1
            if killed and len(names) > 1:
                turn.failures = 0  # which of them did it shows when each has a run of its own
            interval = self._pace.interval(known[name], now, turn.failures).total_seconds()
            self._advance(turn, interval)
        if report:
            first = min(names, key=lambda name: self._turns[name].due)
            wait = timedelta(seconds=self._turns[first].due - self._now())
            self._say(f"{_list(names)}: {_told(report)}; {first} again in {span(wait)}")

    def _advance(self, turn: Turn, interval: float) -> None:
        """From turn to turn, not from end to beginning: a slow run does not push the next ones back.

        Turns that went by meanwhile are left out, not made up for.
        """
        step = interval * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
        missed = max(0, int((self._now() - turn.due) / step))
        turn.due += step * (missed + 1)

    def _habits(self, names: Sequence[str]) -> dict[str, Habit]:
        with Archive(self._database) as archive:
            return habits(archive.connection, names, datetime.now(UTC))

    # Runs.

    async def _crawl(self, names: list[str]) -> tuple[int, dict[str, Any] | None]:
        """Run the child to its end.

        Returns:
            Its status, negative where a signal killed it, and its report where it wrote one.
        """
        child = await asyncio.create_subprocess_exec(
            *self._command,
            *names,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            # A terminal sends Ctrl-C to the whole group, and a second signal would cut the run short.
            start_new_session=True,
        )
        ended = asyncio.ensure_future(child.communicate())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({ended, stopping}, timeout=LONGEST_RUN, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not ended.done():
            child.terminate()
            await asyncio.wait({ended}, timeout=GRACE)
        if not ended.done():
            child.kill()
        output, _ = await ended
        assert child.returncode is not None
        try:
            return child.returncode, json.loads(output)
        except ValueError:
            return child.returncode, None

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


@contextmanager
def _only_watch(database: Path) -> Iterator[None]:
    lock = FileLock(f"{database}.watch.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CrawlRunning(f"another watch is at work on {database}; stop it first") from error
    try:
        yield
    finally:
        lock.release()


def _answered(report: dict[str, Any], name: str) -> bool:
    """Whether a source of the outlet answered, or a run that was stopped did not come to it."""
    sources: dict[str, int] = report["outlets"][name]["sources"]
    return sources["read"] + sources["unchanged"] > 0 or report["state"] == "interrupted"


def _told(report: dict[str, Any]) -> str:
    """``12 found, 9 fetched (6 stored, 3 copy)``."""
    outcomes: dict[str, int] = report["outcomes"]
    text = f"{report['discovered']} found, {sum(outcomes.values())} fetched"
    if outcomes:
        text += f" ({', '.join(f'{count} {outcome}' for outcome, count in outcomes.items())})"
    silent = [name for name in report["outlets"] if not _answered(report, name)]
    return f"{text}; no source answered of {_list(silent)}" if silent else text


def _list(names: Sequence[str]) -> str:
    """``usninews, twz, navalnews and 4 more``."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
