"""Waiting for the file: as long as it takes, in fair turns, and told what for."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from onestop_cli.errors import StoreLocked
from onestop_cli.store import announcing, connecting, database
from onestop_cli.store.announcing import ANOTHER, REPLACED, WORK, announced, held, is_held, reason, replacing, working
from onestop_cli.store.connecting import BUSY_SECONDS, Wait
from onestop_cli.store.database import writing
from onestop_cli.usecases.migration import migrate
from onestop_cli.usecases.rebuild import rebuild
from tests.command_line import run, sit_down
from tests.office import Ward, changed_outside
from tests.store.conftest import unpacked

HOLDING = """
import sys
from pathlib import Path
from onestop_cli.store.database import writing

with writing(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def busy(path: Path, what: str = "") -> Iterator[subprocess.Popen[str]]:
    """Another process writes, and says so or not."""
    command = [sys.executable, "-c", HOLDING, str(path), what]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    try:
        yield other
    finally:
        other.communicate("")


def test_a_minute_is_waited() -> None:
    assert BUSY_SECONDS == 60


@pytest.mark.parametrize(("what", "why"), [("import", WORK["import"]), ("", ANOTHER)])
def test_who_gives_up_says_what_held_the_file(ward: Ward, monkeypatch: pytest.MonkeyPatch, what: str, why: str) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with busy(ward.path, what), pytest.raises(StoreLocked) as locked:
        ward.receive()
    assert locked.value.values["why"] == why


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told to who waits, at once."""
    said: list[str] = []
    monkeypatch.setattr(connecting, "SAID_AFTER", 0)
    monkeypatch.setattr(connecting, "teller", lambda path, why: said.append(why))
    return said


def test_who_waits_is_told_once_and_is_recorded(ward: Ward, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with busy(ward.path, "import") as other:
        pauses: list[float] = []
        real = connecting.time.sleep

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            real(seconds)
            if len(pauses) == 5:
                other.communicate("")

        monkeypatch.setattr(connecting.time, "sleep", sleep)
        assert ward.receive().code.endswith("0001")
    assert told == [WORK["import"]]


def _to_be_migrated(ward: Ward) -> Callable[[Path], object]:
    ward.path.write_bytes(unpacked("format_6.db"))
    return migrate


def _to_be_rebuilt(ward: Ward) -> Callable[[Path], object]:
    ward.receive()
    changed_outside(ward.path, "UPDATE dossier SET officer = 'x'")
    return partial(rebuild, apply=True)


@pytest.mark.parametrize("harmed", [_to_be_migrated, _to_be_rebuilt])
def test_long_work_too_is_told_what_it_waits_for(
    ward: Ward, told: list[str], monkeypatch: pytest.MonkeyPatch, harmed: Callable[[Ward], Callable[[Path], object]]
) -> None:
    work = harmed(ward)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            work(ward.path)
    assert told == [ANOTHER]


def test_a_name_that_a_full_disk_left_without_words_is_gone(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(announcing.os, "write", full)
    with writing(ward.path, "import"):
        assert not working(ward.path).exists()


def test_nobody_is_told_of_a_short_wait(ward: Ward, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "SAID_AFTER", 2)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with busy(ward.path), pytest.raises(StoreLocked):
        ward.receive()
    assert told == []


def test_the_line_of_a_clerk_who_waits(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, ward.path, ward.clock)
    monkeypatch.setattr(connecting, "SAID_AFTER", 0)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with busy(ward.path, "import"):
        answer = run("receive", "ket-hon", "--applicant", "A", "--lang", "vi")
    assert answer.exit_code == 14
    assert answer.stderr.splitlines()[0] == "đang chờ: một lần nhập sổ đang ghi …"
    assert "một lần nhập sổ đang ghi" in answer.stderr.splitlines()[1]


def test_a_killed_long_write_is_spoken_of_no_more(ward: Ward) -> None:
    with busy(ward.path, "import") as other:
        assert reason(ward.path) == WORK["import"]
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    assert working(ward.path).exists()
    assert reason(ward.path) == ANOTHER
    assert not working(ward.path).exists()


def test_a_long_write_announces_itself_over_what_a_killed_one_left(ward: Ward) -> None:
    working(ward.path).write_text("migrate")
    with announced(ward.path, "import"):
        assert reason(ward.path) == WORK["import"]
    assert not working(ward.path).exists()


def test_of_two_that_announce_themselves_the_first_is_told(ward: Ward) -> None:
    with announced(ward.path, "import"), announced(ward.path, "calendar"):
        assert reason(ward.path) == WORK["import"]


def test_what_is_written_there_by_hand_is_not_repeated(ward: Ward) -> None:
    with held(working(ward.path), "[red]Nguyen Van A"):
        assert reason(ward.path) == ANOTHER


def test_a_file_that_is_being_replaced_is_said_to_be(ward: Ward) -> None:
    with held(replacing(ward.path)):
        assert reason(ward.path) == REPLACED


def test_where_nothing_can_be_announced_the_work_goes_on(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(announcing.os, "open", refused)
    with writing(ward.path, "import"):
        assert not working(ward.path).exists()


def test_a_name_is_held_by_its_process_only_while_it_is_there(tmp_path: Path) -> None:
    name = tmp_path / "name"
    with held(name):
        assert is_held(name)
    assert not is_held(name)
    assert list(tmp_path.iterdir()) == []


def test_a_link_in_the_place_of_a_name_is_not_followed(ward: Ward, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine")
    working(ward.path).symlink_to(other)
    with announced(ward.path, "import"):
        pass
    assert other.read_text() == "mine"


def pauses_after(waited: float, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Thirty pauses of somebody who has waited so long."""
    found: list[float] = []
    now = [0.0]
    monkeypatch.setattr(connecting.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(connecting.time, "sleep", found.append)
    wait = Wait(Path("x.db"), 60)
    now[0] = waited
    for _ in range(30):
        assert wait.goes_on()
    return found


def test_the_longer_somebody_waits_the_sooner_they_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """And each a random while, so that nobody always comes after another."""
    early, late = pauses_after(0, monkeypatch), pauses_after(10, monkeypatch)
    assert min(early) > max(late)
    assert len(set(early)) > 5
    assert len(set(late)) > 5


CLERK = """
import sys
from datetime import datetime
from pathlib import Path
from time import monotonic
from onestop_cli.core.dossier import Person
from onestop_cli.usecases import counter

now = datetime.fromisoformat("2026-08-03T09:00:00+07:00")
print("ready", flush=True)
sys.stdin.readline()
for _ in range(15):
    counter.receive(Path(sys.argv[1]), lambda: now, "lan", counter.Receipt("ket-hon", Person("A")), again=True)
    print("received", flush=True)
"""


def test_eight_clerks_at_once_all_get_their_turn(ward: Ward) -> None:
    command = [sys.executable, "-c", CLERK, str(ward.path)]
    clerks = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(8)]
    for each in clerks:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in clerks:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    told = [each.communicate()[0].count("received") for each in clerks]
    assert told == [15] * 8
    assert ward.ask("SELECT count(*), max(number) FROM dossier") == [(120, 120)]


def test_who_waits_gives_way_to_a_restoration(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiting writer has the file open, which must not be while it is replaced: it closes it and comes again."""
    attempts: list[str] = []
    real: Callable[..., object] = database.connect

    def connect(path: Path, mode: str) -> object:
        attempts.append(mode)
        return real(path, mode)

    monkeypatch.setattr(database, "connect", connect)
    with busy(ward.path) as other:
        sleep = connecting.time.sleep

        def asleep(seconds: float) -> None:
            sleep(seconds)
            if attempts == ["mode=rw"] and not replacing(ward.path).exists():
                stack.append(held(replacing(ward.path)))
                stack[0].__enter__()
            elif len(attempts) == 1 and stack:
                other.communicate("")
                stack[0].__exit__(None, None, None)

        stack: list = []
        monkeypatch.setattr(connecting.time, "sleep", asleep)
        ward.receive()
    assert len(attempts) == 2
