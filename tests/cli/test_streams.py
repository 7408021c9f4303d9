"""Where output goes, in real processes: pipes, full disks, consoles without Vietnamese letters."""

import contextlib
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


BOOK = ("register", "--month", "6", "--year", "2023", "--as-of", "5/6/2023", "--personal-data")
DATA = [
    ("show", CODE, "--json"),
    *(("list", "-f", name) for name in ("json", "jsonl", "csv", "md")),
    *(("export", "dossiers", "--personal-data", "-f", name) for name in ("csv", "json", "jsonl")),
    ("export", "events", "--personal-data"),
    ("export", "register", "--personal-data"),
    ("export", "portal", "--personal-data"),
    *((*BOOK, "-f", name) for name in ("csv", "md", "html")),
]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1258"])
@pytest.mark.parametrize("command", DATA, ids=" ".join)
def test_data_off_a_terminal_are_utf8_whatever_it_takes(
    command: tuple[str, ...], encoding: str, open_ward: Path
) -> None:
    done = onestop(*command, ward=open_ward, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == onestop(*command, ward=open_ward).stdout
    assert "Nguyễn Thị Bưởi" in done.stdout.decode("utf-8")


def on_terminal(*arguments: str, ward: Path, encoding: str) -> tuple[int, str]:
    """What a terminal of this encoding shows of a command run on it, and how that ended."""
    pty = pytest.importorskip("pty")
    ours, its = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ONESTOP", "LC_", "LANG"))}
    environment |= {"ONESTOP_DB": str(ward), "PYTHONIOENCODING": encoding, "NO_COLOR": "1", "TERM": "xterm"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-m", "onestop_cli", *arguments], stdout=its, stderr=its, env=environment
    ) as p:
        os.close(its)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a terminal
            while piece := os.read(ours, 65536):
                shown += piece
        os.close(ours)
    return p.returncode, shown.decode(encoding, "replace")


def test_json_loses_no_letter_on_such_a_console(open_ward: Path) -> None:
    code, shown = on_terminal("list", "-f", "jsonl", ward=open_ward, encoding="ascii")
    assert code == 0
    assert "Nguyễn Thị Bưởi" in [json.loads(line)["applicant"] for line in shown.splitlines()]


@pytest.mark.parametrize("command", [("list", "-f", "csv"), ("list", "-f", "md"), ("export", "dossiers")], ids=" ".join)
def test_what_cannot_escape_letters_is_refused_on_such_a_console(command: tuple[str, ...], open_ward: Path) -> None:
    code, shown = on_terminal(*command, "--lang", "en", ward=open_ward, encoding="ascii")
    assert code == 2
    assert "this screen lacks Vietnamese letters" in shown
    assert "230605-0001" not in shown
    assert on_terminal(*command, ward=open_ward, encoding="utf-8")[0] == 0


def test_an_error_is_readable_on_such_a_console(open_ward: Path) -> None:
    done = onestop("show", "999", ward=open_ward, PYTHONIOENCODING="cp1252")
    assert done.returncode == 10
    assert done.stderr.decode("cp1252").startswith("onestop: lỗi".encode("cp1252", "onestop.plain").decode("cp1252"))


def test_a_closed_pipe_is_no_error(open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli list --format json | head -n 1; echo "${{PIPESTATUS[0]}}"'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines(), done.stderr) == (["[", "0"], "")


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
    assert offered("onestop receive cai-chinh-ho-tich --case ", "4").split() == [b"bo-sung"]
    assert offered("onestop correct 1 --case bo", "4").split() == [b"bo-sung"]
    assert offered("onestop correct 1 --case x", "4").split() == []


def test_completion_offers_the_notices_that_can_be_revoked(open_ward: Path) -> None:
    words = {"_ONESTOP_COMPLETE": "complete_bash", "COMP_WORDS": "onestop calendar revoke ", "COMP_CWORD": "3"}
    storm = ("calendar", "add-holiday", "10/9/2026", "--name", "Nghỉ bão", "--source", "CV 12", "--local", "--apply")
    seq = json.loads(onestop(*storm, "--json", ward=open_ward).stdout)["recorded"]
    assert onestop(ward=open_ward, **words).stdout.split() == [str(seq).encode()]
    assert onestop("calendar", "revoke", str(seq), "--note", "nhầm", "--apply", ward=open_ward).returncode == 0
    assert onestop(ward=open_ward, **words).stdout.split() == []


def test_a_bad_target_is_refused_before_anything_is_recorded(open_ward: Path, tmp_path: Path) -> None:
    before = open_ward.read_bytes()
    for target in (tmp_path / "none" / "x.json", tmp_path, open_ward):
        done = onestop("receive", "ket-hon", "--applicant", "A", "-f", "json", "-o", str(target), ward=open_ward)
        assert done.returncode == 2
    assert onestop("export", "dossiers", "-f", "csv", "-o", str(open_ward), ward=open_ward).returncode == 2
    assert open_ward.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "holds"),
    [("receive giam-ho --applicant A", "stays recorded"), ("list", "nothing was recorded")],
    ids=["an act", "a list"],
)
def test_an_answer_that_is_lost_says_whether_an_act_is_kept(typed: str, holds: str, open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli {typed} --lang en > /dev/full'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 14
    assert [word for word in ("stays recorded", "nothing was recorded") if word in done.stderr] == [holds]


def test_a_closed_output_is_no_bug(open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli receive giam-ho --applicant A >&-'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if not line.startswith("ghi chú: đồng hồ máy")] == []


@pytest.mark.parametrize("arguments", ["--help", "receive --help", "--version", "list"])
def test_no_traceback_on_a_full_disk(arguments: str, open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli {arguments} > /dev/full'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 14
    assert "Traceback" not in done.stderr


def test_names_are_kept_whole_under_a_c_locale(open_ward: Path) -> None:
    c_locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = onestop("receive", "giam-ho", "--applicant", "Đặng Thị Ữ", "--json", ward=open_ward, **c_locale)
    assert json.loads(done.stdout)["applicant"] == "Đặng Thị Ữ"


def test_bytes_that_are_no_text_are_refused(open_ward: Path) -> None:
    command = f'"{sys.executable}" -m onestop_cli receive giam-ho --applicant "$(printf "Nguy\\\\352n")"'
    environment = {**os.environ, "ONESTOP_DB": str(open_ward), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False)
    assert done.returncode == 2


def test_debug_shows_where_an_error_came_from(open_ward: Path) -> None:
    assert b"Traceback" in onestop("show", "999", "--debug", ward=open_ward).stderr


def test_too_long_a_name_is_refused(open_ward: Path) -> None:
    assert onestop("receive", "giam-ho", "--applicant", "A" * 300, ward=open_ward).returncode == 2


LONG = "n" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("--db", LONG, "list"), ("--db", ".", "list"), ("--db", "/", "receive", "giam-ho", "--applicant", "A"),
        ("nightly", "--check", LONG), ("audit", "verify", "--chain", "--anchor", LONG), ("backup", LONG),
        ("export", "dossiers", "-f", "csv", "-o", LONG),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_name_that_no_file_can_bear_is_told_in_a_sentence(open_ward: Path, words: tuple[str, ...]) -> None:
    answer = onestop(*words, ward=open_ward, ONESTOP_LANG="en")
    assert (answer.returncode, answer.stdout) == (14, b"")
    assert answer.stderr.startswith(b"onestop: error: ")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("list", "-f", "csv", "-o", LONG), b"give a shorter name"),
        (("nightly", "--check", LONG), b"give a shorter name"),
        (("import", f"{LONG}.csv"), b"check the name, the folder"),
        (("procedure", "import", f"{LONG}.csv"), b"check the name, the folder"),
        (("import", "."), b"check the name, the folder"),
    ],
    ids=str,
)
def test_who_names_what_cannot_be_is_told_to_look_after_the_name(
    open_ward: Path, words: tuple[str, ...], hint: bytes
) -> None:
    answer = onestop(*words, ward=open_ward, ONESTOP_LANG="en")
    assert answer.stderr.splitlines()[-1].startswith(b"hint: " + hint)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_device_without_room_is_a_full_disk(open_ward: Path) -> None:
    answer = onestop("export", "dossiers", "-f", "csv", "-o", "/dev/full", ward=open_ward, ONESTOP_LANG="en")
    assert (answer.returncode, b"is full" in answer.stderr) == (14, True)
