"""Where output goes, in real processes: pipes, full disks, consoles without Vietnamese letters."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = "H26.15.30-230605-0001"


def onestop(*arguments: str, ward: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("ONESTOP", "PYTHONIOENCODING", "LC_", "LANG"))
    }
    return subprocess.run(
        [sys.executable, "-m", "onestop_cli", *arguments],
        env={**inherited, "ONESTOP_DB": str(ward), "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "environment", [{}, {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_redirected_output_is_utf8_whatever_the_locale(environment: dict[str, str], open_ward: Path) -> None:
    done = onestop("show", CODE, ward=open_ward, **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Nguyễn Thị Bưởi" in done.stdout.decode("utf-8")


def test_a_console_without_vietnamese_letters_gets_them_without_marks(open_ward: Path) -> None:
    done = onestop("show", CODE, ward=open_ward, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"Nguyen Thi Buoi" in done.stdout


def test_json_loses_no_letter_on_such_a_console(open_ward: Path) -> None:
    done = onestop("show", CODE, "--json", ward=open_ward, PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout.decode("ascii"))["applicant"] == "Nguyễn Thị Bưởi"


def test_an_error_is_readable_on_such_a_console(open_ward: Path) -> None:
    done = onestop("show", "999", ward=open_ward, PYTHONIOENCODING="cp1252")
    assert done.returncode == 10
    assert done.stderr.decode("cp1252").startswith("onestop: lỗi".encode("cp1252", "onestop.plain").decode("cp1252"))


def test_a_closed_pipe_is_no_error(open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli list --format json | head -n 1; echo "${{PIPESTATUS[0]}}"'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines(), done.stderr) == (["[", "0"], "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_told(open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli list --lang en > /dev/full'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "cannot write to stdout" in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_coloured_in_a_pipe(open_ward: Path) -> None:
    assert b"\x1b" not in onestop("due", ward=open_ward).stdout


def test_a_file_is_replaced_whole_and_keeps_its_mode(open_ward: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.json"
    target.write_text("old")
    target.chmod(0o640)
    assert onestop("list", "-o", str(target), ward=open_ward).returncode == 0
    assert len(json.loads(target.read_text("utf-8"))) == 4
    assert target.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_new_file_is_for_its_owner_only(open_ward: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    assert onestop("list", "-o", str(target), ward=open_ward).returncode == 0
    assert target.stat().st_mode & 0o777 == 0o600


def test_completion_offers_commands_and_procedures(open_ward: Path) -> None:
    def offered(words: str, current: str) -> bytes:
        return onestop(
            ward=open_ward, _ONESTOP_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=current
        ).stdout  # fmt: skip

    assert {b"receive", b"report", b"resolve"} <= set(offered("onestop re", "1").split())
    assert set(offered("onestop receive khai-t", "2").split()) == {b"khai-tu"}
    assert set(offered("onestop report --by ch", "3").split()) == {b"channel"}
