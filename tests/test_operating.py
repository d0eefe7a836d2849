"""What docs/operating.md tells people to install: units that systemd takes, lines that a shell takes."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.cli import COMMANDS
from storage import Store
from storage.fetch import Source

DOCS = Path(__file__).parent.parent / "docs"
UNITS = sorted((DOCS / "systemd").iterdir())
CRONTAB = (DOCS / "operating.md").read_text("utf-8").split("```crontab\n")[1].split("```")[0]
JOBS = [line.split(maxsplit=5)[5] for line in CRONTAB.splitlines() if re.match(r"[0-9*]", line)]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    # It looks whether the program is there, so a program that is there stands in for it.
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/newsmuster/.venv/bin/muster", sys.executable)
        (tmp_path / unit.name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_timer_has_its_service() -> None:
    names = {unit.name for unit in UNITS}
    assert {unit.stem + ".service" for unit in UNITS if unit.suffix == ".timer"} <= names


@pytest.mark.parametrize("job", JOBS)
def test_a_shell_takes_the_crontab_s_lines(job: str) -> None:
    assert "%" not in job  # a newline to cron
    assert subprocess.run(["sh", "-n", "-c", job], check=False).returncode == 0


def test_the_commands_named_are_commands() -> None:
    named = set(re.findall(r"muster ([a-z]+)\b", "".join(JOBS)))
    for unit in UNITS:
        named |= set(re.findall(r"^ExecStart=.*/muster ([a-z]+)", unit.read_text("utf-8"), re.MULTILINE))
    assert named == {"crawl", "watch", "health"}
    assert named <= COMMANDS.keys()


def test_cron_hears_of_findings_alone(tmp_path: Path) -> None:
    job = next(job for job in JOBS if "health" in job)
    database, now = tmp_path / "muster.db", datetime.now(UTC)

    def mailed() -> str:
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        over = {"PATH": path, "MUSTER_DB": str(database)}
        return subprocess.run(
            ["sh", "-c", job], env=over, stdout=subprocess.PIPE, text=True, check=False
        ).stdout

    with Store(database) as store:
        assert mailed() == ""
        url = "https://bugle.example/feed"
        store.ledger.write_source(
            Source(url, "bugle", "feed", fetched_at=now, failures=3, outcome="HTTP 404")
        )
    assert mailed().startswith(f"bugle: feed {url} failed 3 times in a row (HTTP 404)")
