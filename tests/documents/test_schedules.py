"""The shipped schedules of the night job: read by the programs they are for, and all of them run the same command."""

import shutil
import subprocess
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


def test_every_schedule_keeps_sixty_nights_in_the_users_own_folder() -> None:
    task = ET.fromstring(_text("onestop-nightly.xml"))
    [arguments] = task.iterfind(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments")
    assert 'nightly "%USERPROFILE%\\ket-xuat" --keep 60' in (arguments.text or "")
    for name in ("onestop-nightly.service", "crontab"):
        assert 'onestop nightly "$HOME/ket-xuat" --keep 60' in _text(name)


def test_the_options_of_the_schedules_are_those_of_the_command() -> None:
    told = run("nightly", "--help").output
    assert all(option in told for option in ("--keep", "--quiet", "--check"))
