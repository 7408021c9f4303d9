"""No reading command changes a byte of the dossier file, whatever it answers."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop_cli.cli.app import COMMANDS
from tests.command_line import run, sit_down
from tests.office import Ward

CODE = "H26.15.30-260803-0001"
READING = {
    "show": [CODE],
    "history": [CODE],
    "explain": [CODE],
    "when": ["ket-hon", "--at", "3/8/2026 09:00"],
    "list": ["--search", "nguyen"],
    "tim": ["nguyen"],
    "due": ["--within", "30"],
    "today": ["--date", "3/8/2026"],
    "report": ["--month", "8", "--year", "2026", "--by", "procedure"],
    "late": ["--month", "8", "--year", "2026"],
    "register": ["--month", "8", "--year", "2026"],
    "trend": [],
    "procedure list": [],
    "procedure show": ["ket-hon"],
    "calendar show": ["2026"],
    "calendar holidays": ["2026"],
    "calendar notices": [],
    "config show": [],
    "export dossiers": ["-o", "dossiers.csv"],
    "export events": ["-o", "events.jsonl"],
    "export register": ["-o", "register.csv"],
    "export portal": ["-o", "portal.json"],
    "audit head": [],
    "audit log": ["--recorded", "3/8/2026", "--actor", "lan"],
    "audit verify": [],
    "audit check": ["--info"],
    "db status": [],
    "doctor": [],
    "selftest": [],
    "completion": ["bash"],
}
PREVIEWING = {
    "undo": [CODE],
    "erase": [CODE, "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu"],
    "import": ["--dry-run", "rows.csv"],
    "calendar add-holiday": ["4/8/2026", "--name", "Nghỉ", "--source", "Thông báo 1"],
    "calendar add-closure": ["4/8/2026", "--hours", "13:30-17:30", "--name", "Họp", "--source", "Thông báo 2"],
    "calendar add-swap": ["--off", "4/8/2026", "--work", "8/8/2026", "--source", "Thông báo 3"],
    "calendar import": ["notices.csv"],
    "procedure amend": ["ket-hon", "--committed", "2:working_day", "--from", "4/8/2026"],
}
"""Commands that record nothing until `--apply`."""
OF_DECLINES = {
    "shown": ["show", "TC-1"],
    "told": ["history", "TC-1"],
    "listed": ["list", "--declined"],
    "searched": ["tim", "nguyen", "--declined"],
    "listed by state": ["list", "--declined", "--status", "declined"],
    "to be erased": ["erase", "TC-1", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu"],
    "exported": ["export", "portal", "-o", "portal.json"],
}
OF_PAPERS = {
    "looked at": ["slip", CODE, "--no-record", "-o", "giay.html"],
    "looked at as PDF": ["slip", CODE, "--no-record", "--form", "06"],
    "templates tried": ["slip", "--check"],
    "templates laid out": ["slip", "--eject", "mau"],
}
PROVING = {
    "diff": ["report", "--month", "8", "--year", "2026", "--diff", "3/8/2026"],
    "sealed": ["report", "--month", "7", "--year", "2026", "--sealed"],
    "known at a moment": ["report", "--month", "8", "--year", "2026", "--known-at", "3/8/2026"],
}
"""What is told from the events, with tables made again from them beside those of the file."""
FOUND = {"doctor": (0, 3, 14)}
"""What a command may end with by what it finds of the machine."""
WRITING = {
    "init", "receive", "resolve", "deliver", "suspend", "resume", "extend", "assign", "withdraw", "stop", "correct",
    "void", "seal", "procedure add", "procedure undo", "procedure retire", "procedure import", "calendar load",
    "calendar confirm", "calendar revoke", "config set", "nightly", "backup", "restore", "audit clock", "db migrate",
    "db rebuild", "demo", "traketqua", "yeucaubosung", "decline", "slip",
}  # fmt: skip


def names() -> Iterator[str]:
    for name, where in COMMANDS.items():
        if isinstance(where, str):
            yield name
        else:
            yield from (f"{name} {sub}" for sub in where)


def test_every_command_is_said_to_read_or_to_write() -> None:
    assert set(names()) <= {*READING, *PREVIEWING, *WRITING}


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    ward.receive()
    ward.receive(procedure="ket-hon")
    ward.resolve("1")
    sit_down(monkeypatch, ward.path, ward.clock)
    monkeypatch.chdir(ward.path.parent)
    Path("rows.csv").write_text("procedure_code,received_at\n1.004873,2026-08-03 08:00\n")
    Path("notices.csv").write_text(
        "kind,day_off,working_day,name,decided_on,source\nday_off,2026-08-05,,Nghỉ,,Thông báo 4\n"
    )
    return ward


def state(path: Path) -> tuple[bytes, tuple[int, ...]]:
    """The bytes of the file, and all that the system says of it but when it was read."""
    found = path.stat()
    return path.read_bytes(), (
        found.st_ino,
        found.st_mtime_ns,
        found.st_mode,
        found.st_uid,
        found.st_gid,
        found.st_nlink,
    )


@pytest.mark.parametrize("name", [name for name in names() if name in {**READING, **PREVIEWING}])
def test_a_reading_command_changes_no_byte_of_the_file(desk: Ward, name: str) -> None:
    before = state(desk.path)
    os.utime(desk.path, ns=(0, before[1][1]))
    answer = run(*name.split(), *{**READING, **PREVIEWING}[name])
    assert answer.exit_code in FOUND.get(name, (0,)), answer.output
    assert state(desk.path) == before


@pytest.mark.parametrize("name", PROVING)
def test_what_is_told_from_the_events_changes_no_byte_of_the_file(desk: Ward, name: str) -> None:
    assert run("seal", "--month", "7", "--year", "2026").exit_code == 0
    before = state(desk.path)
    answer = run(*PROVING[name])
    assert answer.exit_code == 0, answer.output
    assert state(desk.path) == before


@pytest.mark.parametrize("what", OF_DECLINES)
def test_nor_does_what_is_told_of_a_refusal_to_accept(desk: Ward, what: str) -> None:
    assert run("decline", "khai-tu", "Nguyễn Văn B", "--reason", "không thuộc thẩm quyền").exit_code == 0
    before = state(desk.path)
    answer = run(*OF_DECLINES[what])
    assert answer.exit_code == 0, answer.output
    assert state(desk.path) == before


@pytest.mark.parametrize("what", OF_PAPERS)
def test_nor_does_a_paper_that_is_only_looked_at(desk: Ward, what: str) -> None:
    before = state(desk.path)
    answer = run(*OF_PAPERS[what])
    assert answer.exit_code == 0, answer.output
    assert state(desk.path) == before
