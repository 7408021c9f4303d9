"""Interrupted at any moment: no traceback, and what is said of what was recorded is what is in the file."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = """
import os, signal, sys, threading
at, wanted, seen = int(sys.argv.pop(1)), getattr(signal, sys.argv.pop(1)), 0
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a test run in the background would be without

def step(frame, event, argument):
    global seen
    name = frame.f_code.co_filename
    if event == "call" and ("onestop_cli" in name or "typer" in name):
        seen += 1
        if seen >= at:
            sys.setprofile(None)
            os.kill(os.getpid(), wanted)

sys.argv[0] = "onestop"
from onestop_cli.cli import start, interruption
interruption.keep()
sys.setprofile(step)
try:
    start.main()
finally:
    sys.setprofile(None)
    if "COUNTED" in os.environ:
        open(os.environ["COUNTED"], "w").write(str(seen))
"""
"""The command, interrupted by a signal when so many functions were called."""


def n_recorded(file: Path, code: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT count(*) FROM dossier WHERE code = ?", (code,)).fetchone()[0]


def interrupted(
    at: int, file: Path, *words: str, by: str = "SIGINT", **environment: str
) -> subprocess.CompletedProcess[str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ONESTOP")}
    given = {"ONESTOP_DB": str(file), "ONESTOP_LANG": "en", "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-c", STEPS, str(at), by, *words]
    return subprocess.run(command, env=inherited | given, capture_output=True, text=True, check=False)


def n_calls(file: Path, *words: str) -> int:
    """How many functions a whole run of a command calls."""
    counted = file.with_name("counted")
    assert (
        interrupted(10**9, Path(shutil.copy(file, counted.with_suffix(".db"))), *words, COUNTED=str(counted)).returncode
        == 0
    )
    return int(counted.read_text())


def told_truly(done: subprocess.CompletedProcess[str], file: Path, code: str) -> str:
    """What was said, which must be what is so."""
    assert "Traceback" not in done.stderr, done.stderr
    is_there = n_recorded(file, code) == 1
    if done.returncode == 0:
        assert (is_there, json.loads(done.stdout)["code"]) == (True, code)
        return "done"
    assert done.returncode == 130, done.stderr
    lines = done.stderr.splitlines()
    if is_there:
        assert lines[-2] == f"onestop: error: interrupted after it was recorded: dossier {code}"
        return "recorded"
    assert lines == ["onestop: error: interrupted; nothing was recorded"]
    return "not recorded"


RECEIVE = ("receive", "giam-ho", "--applicant", "A", "--json", "--code")


def test_what_is_said_of_an_interruption_is_so(open_ward: Path) -> None:
    n = n_calls(open_ward, *RECEIVE, "X")
    moments = sorted({*range(1, n, n // 12), *range(n - 260, n + 20, 14)})
    told = [told_truly(interrupted(at, open_ward, *RECEIVE, f"X-{at}"), open_ward, f"X-{at}") for at in moments]
    assert set(told) == {"not recorded", "recorded", "done"}


@pytest.mark.parametrize("by", ["SIGTERM", "SIGHUP"])
def test_the_end_of_a_session_and_of_a_window_too(by: str, open_ward: Path) -> None:
    done = interrupted(300, open_ward, *RECEIVE, "X-1", by=by)
    assert told_truly(done, open_ward, "X-1") == "not recorded"


def test_several_are_counted(open_ward: Path) -> None:
    words = ("resolve", "230530-0001", "230605-0002", "--json")
    for at in range(n_calls(open_ward, *words), 0, -20):
        copy = Path(shutil.copy(open_ward, open_ward.with_name(f"{at}.db")))
        done = interrupted(at, copy, *words)
        if done.returncode == 130:
            said = r"onestop: error: interrupted after it was recorded: 2 dossiers, H\S+0001, H\S+0002\n"
            assert re.search(said, done.stderr)
            return
    raise AssertionError


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal there")
def test_what_the_caller_ignores_is_ignored(open_ward: Path) -> None:
    command = f'trap "" HUP; "$0" -c "$1" 300 SIGHUP {" ".join(RECEIVE)} X-1'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(ROOT)}
    words = ["bash", "-c", command, sys.executable, STEPS]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, n_recorded(open_ward, "X-1")) == (0, 1)
