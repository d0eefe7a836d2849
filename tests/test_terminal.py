"""`muster crawl` on a real terminal: it asks for a contact once, and shows the run while it lasts."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_crawl import site
from tests.test_interruption import toml
from tests.website import Website

MUSTER = [sys.executable, "-c", "from crawler.cli import main; main()"]
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


def environment(folder: Path, website: Website) -> dict[str, str]:
    """A user without a contact, behind the website as a proxy."""
    over = {
        "http_proxy": website.proxy,
        "no_proxy": "",
        "XDG_CONFIG_HOME": str(folder),
        "TERM": "xterm",
        "COLUMNS": "100",
    }
    return {name: value for name, value in os.environ.items() if name != "MUSTER_CONTACT"} | over


def crawl(folder: Path) -> list[str]:
    command = ["crawl", "bugle", "--outlets", str(toml(folder)), "--db", str(folder / "muster.db")]
    command += ["--since", "2026-11-01", "-s", "DOWNLOAD_DELAY=0.5", "-s", "AUTOTHROTTLE_ENABLED=False"]
    return [*MUSTER, *command]


def on_terminal(command: list[str], env: dict[str, str], answer: bytes) -> tuple[int, str]:
    """Run a command on a pseudo-terminal, and answer the first thing it asks.

    Returns:
        Its status, and what stood on the screen, without the control sequences.
    """
    terminal, end = pty.openpty()
    child = subprocess.Popen(command, env=env, stdin=end, stdout=end, stderr=end, start_new_session=True)
    os.close(end)
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
            if answer and b"address [" in shown:
                os.write(terminal, answer)
                answer = b""
    except OSError:  # EIO: how Linux says that the other side has gone
        pass
    os.close(terminal)
    return child.wait(timeout=60), CONTROL.sub(b"", shown).decode()


@pytest.mark.slow
def test_a_terminal_is_asked_once_who_crawls_and_shows_the_run(tmp_path: Path) -> None:
    with site(8) as website:
        env = environment(tmp_path, website)
        status, shown = on_terminal(crawl(tmp_path), env, b"desk@bugle.example\n")
        assert status == 0, shown
        assert "Sites are told who crawls them" in shown
        assert re.search(r"Mail or web address \[\S+@\S+\]:", shown)
        agents = {asked.headers["User-Agent"] for asked in website.log}
        assert agents == {next(iter(agents))}
        assert "(news archive; desk@bugle.example)" in next(iter(agents))
        # While it ran: the outlet's row, with pages fetched and pages waiting.
        assert re.search(r"outlet +found +fetched +new +copies +revised +refused +waiting +pages/min", shown)
        assert re.search(r"bugle +8 +[1-7] +[1-7] +0 +0 +0 +[1-7] +\d+", shown)
        # And at its end the table.
        assert re.search(r"run 1, finished after \d+ s", shown)
        assert re.search(r"bugle +8 +8 +8 +0 +0 +0 +0 +0 +1 ok", shown)
        website.log.clear()
        status, shown = on_terminal(crawl(tmp_path), env, b"")
        assert "address" not in shown
        assert "Nothing new" in shown
        assert agents == {asked.headers["User-Agent"] for asked in website.log}


@pytest.mark.slow
def test_the_default_is_taken_by_return(tmp_path: Path) -> None:
    with site(1) as website:
        status, shown = on_terminal(crawl(tmp_path), environment(tmp_path, website), b"\n")
        assert status == 0, shown
        default = re.search(r"address \[(\S+@\S+)\]", shown)
        assert default
        assert all(f"; {default[1]})" in asked.headers["User-Agent"] for asked in website.log)


@pytest.mark.slow
def test_without_a_terminal_nobody_is_asked_and_a_line_says_what_sites_are_told(tmp_path: Path) -> None:
    with site(1) as website:
        env = environment(tmp_path, website)
        run = {"env": env, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True, "timeout": 60}
        done = subprocess.run(crawl(tmp_path), check=True, **run)  # type: ignore[call-overload]
        assert re.fullmatch(
            r"muster: sites are told to write to \S+@\S+; MUSTER_CONTACT says better\n", done.stderr
        )
        assert not (tmp_path / "newsmuster").exists()
        done = subprocess.run([*crawl(tmp_path), "--contact", "desk@bugle.example"], check=True, **run)  # type: ignore[call-overload]
        assert done.stderr == ""
        done = subprocess.run(crawl(tmp_path), check=True, **run)  # type: ignore[call-overload]
        assert done.stderr == ""
        assert "desk@bugle.example" in website.log[-1].headers["User-Agent"]
