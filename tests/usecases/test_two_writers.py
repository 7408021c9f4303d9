"""Two clerks at once, and a machine that dies in the middle of an import."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onestop_cli.core.codes import numbered
from onestop_cli.store.announcing import is_held, working
from onestop_cli.store.connecting import Wait
from onestop_cli.usecases.rebuild import rebuild
from tests.office import Ward, broken_links, changed_outside, strays
from tests.store.test_waiting import busy
from tests.usecases.notices import add_holiday
from tests.usecases.test_procedure_amendments import longer
from tests.usecases.test_settings import set_value

EACH = 50
IMPORT = """
import sys
from datetime import datetime
from pathlib import Path
from onestop_cli.usecases.register_import import import_register

def progress(row):
    if row == 800:
        print("half", flush=True)
        sys.stdin.read()

now = datetime.fromisoformat("2026-08-03T09:00:00+07:00")
import_register(Path(sys.argv[1]), lambda: now, "lan", Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda ward: add_holiday(ward, "5/8/2026", local=True), id="a day off"),
        pytest.param(lambda ward: set_value(ward, "due_time", "16:00"), id="the due time"),
        pytest.param(lambda ward: longer(ward, "3/8/2026"), id="the limit"),
    ],
)
def test_a_receipt_goes_by_what_was_changed_while_it_waited(
    change: Callable[[Ward], object], ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ward.receive()
    with busy(ward.path) as other:

        def goes_on(wait: Wait) -> bool:
            monkeypatch.undo()
            other.communicate("")
            change(ward)
            return wait.goes_on()

        monkeypatch.setattr(Wait, "goes_on", goes_on)
        waited = ward.receive()
    assert waited.due_at == ward.receive().due_at != before.due_at


def test_a_receipt_goes_by_what_was_made_again_while_it_waited(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others record meanwhile, too: the last event alone does not tell that the catalogue was bent."""
    right = ward.receive().due_at
    changed_outside(
        ward.path, "UPDATE procedure SET statutory_amount = 9, committed_amount = 9 WHERE code = '1.004873'"
    )
    assert ward.receive().due_at != right
    with busy(ward.path) as other:

        def goes_on(wait: Wait) -> bool:
            monkeypatch.undo()
            other.communicate("")
            rebuild(ward.path, apply=True)
            ward.receive()
            return wait.goes_on()

        monkeypatch.setattr(Wait, "goes_on", goes_on)
        assert ward.receive().due_at == right


def test_two_clerks_draw_every_number_once(ward: Ward) -> None:
    def clerk(_: int) -> list[str]:
        return [ward.receive().code for _ in range(EACH)]

    with ThreadPoolExecutor(2) as clerks:
        codes = [code for drawn in clerks.map(clerk, range(2)) for code in drawn]
    assert sorted(found.number for code in codes if (found := numbered(code))) == list(range(1, 2 * EACH + 1))
    assert (broken_links(ward), strays(ward)) == ([], [])


def test_an_import_killed_half_way_leaves_the_file_as_it_was(ward: Ward, tmp_path: Path) -> None:
    ward.receive()
    before = ward.content
    file = tmp_path / "so.csv"
    rows = "".join(f"1.004873,2026-08-03 08:00,{'x' * 1000}\n" for _ in range(1600))
    file.write_text(f"procedure_code,received_at,note\n{rows}")
    importing = subprocess.Popen(
        [sys.executable, "-c", IMPORT, ward.path, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert importing.stdout is not None
    assert importing.stdout.readline() == "half\n"
    os.kill(importing.pid, signal.SIGKILL)
    importing.communicate()
    assert importing.returncode == -signal.SIGKILL
    assert ward.content == before
    ward.receive()
    assert (broken_links(ward), strays(ward), ward.ask("PRAGMA quick_check")) == ([], [], [("ok",)])


def test_an_import_killed_while_it_is_recorded_leaves_the_file_as_it_was(ward: Ward, tmp_path: Path) -> None:
    """What is recorded outgrows SQLite's memory, and lies in the WAL before it counts."""
    ward.receive()
    before, names = ward.content, sorted(ward.path.parent.iterdir())
    file, wal = tmp_path / "so.csv", ward.path.with_name(ward.path.name + "-wal")
    rows = "".join(f"1.004873,2026-08-03 08:00,{n}{'x' * 900}\n" for n in range(6000))
    file.write_text(f"procedure_code,received_at,note\n{rows}")
    script = IMPORT.replace('        print("half", flush=True)\n        sys.stdin.read()\n', "        pass\n")
    importing = subprocess.Popen([sys.executable, "-c", script, ward.path, file])
    while importing.poll() is None and not (wal.exists() and wal.stat().st_size > 1_000_000):
        time.sleep(0.001)
    os.kill(importing.pid, signal.SIGKILL)
    assert importing.wait() == -signal.SIGKILL
    assert ward.content == before
    left = {file, wal, Path(f"{ward.path}-shm"), working(ward.path)}
    assert [name for name in sorted(ward.path.parent.iterdir()) if name not in left] == names
    assert not is_held(working(ward.path))
    ward.receive()
    assert (broken_links(ward), strays(ward), ward.ask("PRAGMA quick_check")) == ([], [], [("ok",)])
