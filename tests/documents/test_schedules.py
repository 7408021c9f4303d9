"""The shipped schedules of the night job: read by the programs they are for, and all of them run the same command."""

import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from onestop_cli.sources.package_data import data_file
from tests.command_line import run

FOLDER = data_file("nightly/onestop-nightly.xml").parent
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_units_are_what_systemd_takes(tmp_path: Path) -> None:
    units = [str(shutil.copy(FOLDER / f"onestop-nightly.{kind}", tmp_path)) for kind in ("service", "timer")]
    verified = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_the_timer_goes_off_after_closing_time_in_vietnam() -> None:
    [calendar] = [
        line.partition("=")[2] for line in _text("onestop-nightly.timer").splitlines() if "OnCalendar" in line
    ]
    told = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=True).stdout
    assert "*-*-* 17:45:00 Asia/Ho_Chi_Minh" in told
    assert "Persistent=true" in _text("onestop-nightly.timer")


def test_the_task_makes_up_for_a_missed_evening_and_never_runs_twice() -> None:
    task = ET.fromstring(_text("onestop-nightly.xml"))
    settings = {each.tag.removeprefix(TASK): each.text for each in task.findall(f"{TASK}Settings/*")}
    assert (settings["StartWhenAvailable"], settings["MultipleInstancesPolicy"]) == ("true", "IgnoreNew")
    [start] = task.iterfind(f"{TASK}Triggers/{TASK}CalendarTrigger/{TASK}StartBoundary")
    assert start.text == "2026-01-01T17:45:00+07:00"


def test_the_task_is_text_that_windows_takes_from_any_editor() -> None:
    """Its tool refuses a file that names another encoding than it is in: it names none, and has only ASCII."""
    content = (FOLDER / "onestop-nightly.xml").read_bytes()
    assert content.isascii()
    assert b"encoding" not in content


def _schedules() -> dict[str, list[list[str]]]:
    """The words each schedule starts, by its file: the program, then what is typed behind it."""
    [start] = [line.partition("=")[2] for line in _text("onestop-nightly.service").splitlines() if "ExecStart" in line]
    shell, _, typed = shlex.split(start)
    assert shell == "/bin/sh"
    task = ET.fromstring(_text("onestop-nightly.xml"))
    [arguments] = task.iterfind(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments")
    quoted = (arguments.text or "").removeprefix('/c "').partition(" >> ")[0]
    return {
        "crontab": [shlex.split(line) for line in _crontab()],
        "service": [shlex.split(typed.removeprefix("exec "))],
        "task": [[word.strip('"') for word in shlex.split(quoted, posix=False)]],
    }


def _crontab() -> list[str]:
    lines = [line for line in _text("crontab").splitlines() if not line.startswith("#")]
    return [line.split(maxsplit=5)[5] for line in lines]


def test_every_schedule_calls_the_onestop_of_the_users_own_folder_and_keeps_sixty_nights_there() -> None:
    night = ["nightly", "$HOME/ket-xuat", "--keep", "60"]
    here = "$HOME/onestop/.venv/bin/onestop"
    assert _schedules() == {
        "crontab": [[here, *night, "--quiet"], [here, "nightly", "--check", "$HOME/ket-xuat", "--quiet"]],
        "service": [[here, *night]],
        "task": [
            ["%USERPROFILE%\\onestop\\.venv\\Scripts\\onestop.exe", "nightly", "%USERPROFILE%\\ket-xuat", *night[2:]]
        ],
    }


def test_the_options_of_the_schedules_are_those_of_the_command() -> None:
    own = set(re.findall(r"^ +(--[a-z-]+)", run("nightly", "--help").output, re.MULTILINE))
    given = {word for lines in _schedules().values() for line in lines for word in line if word.startswith("--")}
    assert given
    assert given - own == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no sh there")
def test_what_cron_and_systemd_start_writes_the_night_without_a_path(tmp_path: Path) -> None:
    bin_folder = tmp_path / "onestop/.venv/bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "onestop").symlink_to(Path(sys.executable).with_name("onestop"))
    bare = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "ONESTOP_DB": str(tmp_path / "ward.db")}
    started = [str(bin_folder / "onestop"), "init", "--agency-code", "H26.15.30", "--agency-name", "UBND phường Thử"]
    [start] = [line.partition("=")[2] for line in _text("onestop-nightly.service").splitlines() if "ExecStart" in line]
    for words in (started, ["/bin/sh", "-c", _crontab()[0]], shlex.split(start), ["/bin/sh", "-c", _crontab()[1]]):
        done = subprocess.run(words, env=bare, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    [night] = [path for path in (tmp_path / "ket-xuat").iterdir() if path.is_dir()]
    assert (night / "manifest.json").is_file()


def test_only_the_timer_starts_the_service() -> None:
    assert "[Install]" not in _text("onestop-nightly.service")
    assert "WantedBy=timers.target" in _text("onestop-nightly.timer")
