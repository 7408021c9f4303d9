"""Bad nights, in processes of their own: killed at any moment, two at once, beside a clerk; the last stays whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.nights.conftest import Nights
from tests.office import Ward

COMMAND = [sys.executable, "-m", "onestop_cli"]
BEFORE = "2026-01-05"


@pytest.fixture
def run_nights(nights: Nights) -> Nights:
    """A ward with a night that is long past; from here on nights are written by processes, by the clock there is."""
    nights.ward.is_now("5/1/2026 09:00")
    nights.ward.receive()
    nights.night("5/1/2026 17:45")
    return nights


def started(nights: Nights, *words: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "ONESTOP_DB": str(nights.ward.path), "ONESTOP_LANG": "en"}
    return subprocess.Popen(
        [*COMMAND, *words], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


class Ended(NamedTuple):
    """What came of a process."""

    code: int
    printed: str
    said: str


def ended(process: "subprocess.Popen[str]") -> Ended:
    printed, said = process.communicate()
    return Ended(process.returncode, printed, said)


def of(nights: Nights, night: str) -> dict[str, bytes]:
    return {path: content for path, content in nights.content().items() if path.startswith(night)}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_a_night_that_is_killed_leaves_nothing_half_done(run_nights: Nights) -> None:
    """Twelve times at any moment: the night before is whole, and what is written next is."""
    before, moments = of(run_nights, BEFORE), random.Random(12)
    begun = time.monotonic()
    assert ended(started(run_nights, "nightly", str(run_nights.folder), "--keep", "2")).code == 0
    whole = time.monotonic() - begun
    for _ in range(12):
        tonight = max(run_nights.names)
        for path in (run_nights.folder / tonight).iterdir():
            path.unlink()
        (run_nights.folder / tonight).rmdir()
        night = started(run_nights, "nightly", str(run_nights.folder))
        time.sleep(moments.random() * whole)
        night.send_signal(signal.SIGKILL)
        ended(night)
        assert of(run_nights, BEFORE) == before
        assert [name for name in run_nights.names if name not in (BEFORE, tonight) and name[0] != "."] == []
        again = ended(started(run_nights, "nightly", str(run_nights.folder)))
        assert (again.code, run_nights.names, run_nights.findings()) == (0, [BEFORE, tonight], [])


@pytest.mark.slow
def test_of_two_at_once_one_writes_and_the_other_says_so_or_finds_it_done(run_nights: Nights) -> None:
    both = [started(run_nights, "nightly", str(run_nights.folder), "--json") for _ in range(2)]
    answers = [ended(process) for process in both]
    assert sorted(answer.code for answer in answers) in ([0, 0], [0, 11]), answers
    assert [("another night" in answer.said) == (answer.code == 11) for answer in answers] == [True, True]
    assert sum('"is_new": true' in answer.printed for answer in answers) == 1
    assert run_nights.findings() == []


@pytest.mark.slow
def test_clerks_record_while_a_night_is_written(run_nights: Nights) -> None:
    night = started(run_nights, "nightly", str(run_nights.folder), "--json")
    received = 0
    while night.poll() is None:
        assert ended(started(run_nights, "receive", "giam-ho", "--applicant", "Trần Thị B", "--again")).code == 0
        received += 1
    assert (ended(night).said, night.returncode) == ("", 0)
    assert (len(run_nights.ward.ask("SELECT 1 FROM dossier")), received > 0) == (1 + received, True)
    assert Ward(Path(run_nights.folder / max(run_nights.names) / "backup.db")).ask("PRAGMA integrity_check") == [
        ("ok",)
    ]
    assert run_nights.findings() == []
