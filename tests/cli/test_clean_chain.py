"""Whatever was typed, imported or taken from the environment: the chain has clean text, screens show harmless text."""

import getpass
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.cli import session
from onestop_cli.core.text import normalised
from onestop_cli.output import screens
from onestop_cli.output.pages import Screen
from tests.cli.conftest import NOW
from tests.command_line import refused, run, sit_down, typed
from tests.office import Ward

DIRT = "\x1b[31m\x9b2J\x07\x08\r\u202e\u2066\u200f\u061c\u200b\u2060\ufeff\U000e0041\u3164\ufe0f"
SAID = f"Lan{DIRT} [red]<b>|Á[/red]"
ORDERS = frozenset("\x1b\x9b\x07\x08\r\u202e\u2066\u200f\u061c\u200b\u2060\ufeff\U000e0041\u3164\ufe0f")
NOTICE = ("--name", SAID, "--source", SAID, "--local", "--apply")
CODE = "230605-0003"
TYPED = (
    ("receive", "ket-hon", "--applicant", SAID, "--id-number", SAID, "--phone", SAID, "--address", SAID,
     "--email", SAID, "--officer", SAID, "--note", SAID, "--receiving-unit", SAID),
    ("receive", "ket-hon", "--applicant", SAID, "--officer", SAID, "--code", f"X-1{DIRT}"),
    ("suspend", CODE, "--reason", "supplement", "--note", SAID, "--papers", f"{SAID}:chính:1"),
    ("resume", CODE),
    ("assign", CODE, "--officer", SAID + "y"),
    ("extend", CODE, "--to", "9/6/2023", "--letter", SAID, "--note", SAID, "--override", SAID),
    ("correct", CODE, "--applicant", SAID + "x", "--dossier-note", SAID, "--officer", SAID + "x", "--note", SAID),
    ("resolve", CODE, "--result", "refused", "--note", SAID),
    ("undo", CODE, "--apply", "--note", SAID),
    ("withdraw", CODE, "--note", SAID, "--apply"),
    ("void", "230605-0002", "--note", SAID, "--apply"),
    ("calendar", "add-holiday", "12/6/2023", *NOTICE),
    ("calendar", "add-closure", "13/6/2023", "--hours", "13:30-17:30", *NOTICE),
    ("calendar", "confirm", "2026", "--source", SAID),
    ("procedure", "add", "1.012345", "--name", SAID, "--field", SAID, "--statutory", "none", "--legal-basis", SAID),
    ("procedure", "amend", "1.012345", "--name", SAID + "x", "--field", SAID, "--legal-basis", SAID,
     "--from", "9/6/2023", "--apply"),
    ("config", "set", "office_name", SAID),
)  # fmt: skip
READ = (
    ("show", CODE), ("history", CODE), ("explain", CODE), ("list",), ("due",), ("calendar", "notices"),
    ("calendar", "holidays", "2023"), ("procedure", "list"), ("config", "show"), ("doctor",),
    ("report", "--month", "6", "--by", "officer"), ("late", "--month", "6"), ("register", "--month", "6"),
)  # fmt: skip


def texts(value: Any) -> Iterator[str]:
    """The texts in a value of JSON."""
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield name
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)
        case _:
            pass


def kept(ward: Ward) -> set[str]:
    """Every text that the file keeps of what was recorded."""
    found: set[str] = set()
    for actor, dossier, data, fields in ward.ask(
        "SELECT actor, coalesce(dossier, ''), data, coalesce(fields, '{}') FROM event LEFT JOIN personal USING (seq)"
    ):
        found |= {actor, dossier, *texts(json.loads(data)), *texts(json.loads(fields))}
    return found


@pytest.fixture
def ward(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    monkeypatch.setenv("ONESTOP_ACTOR", SAID)
    return Ward(open_ward)


@pytest.fixture
def dirty(ward: Ward, tmp_path: Path) -> Ward:
    """A ward in which everything that can be typed or imported was dirty."""
    for command in TYPED:
        typed(*command)
    register = tmp_path / f"so{DIRT}.csv"
    cells = {"code": f"X-2{DIRT}", "procedure_code": "1.004837", "received_at": "1/6/2023 09:00"}
    cells |= dict.fromkeys(("applicant", "phone", "address", "officer", "receiving_unit"), SAID.replace("\r", ""))
    cells["suspensions"] = json.dumps([{"from": "1/6/2023 10:00", "reason": "supplement", "note": SAID}])
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells.values())
    register.write_text(f"{','.join(cells)}\n{','.join(quoted)}\n", "utf-8")
    typed("import", str(register))
    notices = tmp_path / f"lich{DIRT}.csv"
    header = "kind,day_off,working_day,name,decided_on,source"
    notices.write_text(f"{header}\nday_off,2023-06-14,,{SAID},,{SAID}\n".replace("\r", ""), "utf-8")
    typed("calendar", "import", str(notices), "--take", "14/6/2023", "--apply")
    return ward


def test_nothing_that_was_typed_or_imported_reaches_the_chain_uncleaned(dirty: Ward) -> None:
    found = kept(dirty)
    assert sum("Lan" in text for text in found) > 4
    assert [text for text in found if normalised(text) != text] == []


@pytest.fixture(scope="module")
def older(model_ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a build that kept texts as they were typed."""
    file = tmp_path_factory.mktemp("older") / "ward.db"
    shutil.copy(model_ward, file)
    with pytest.MonkeyPatch.context() as patch:
        sit_down(patch, file, lambda: NOW)
        patch.setenv("ONESTOP_ACTOR", SAID)
        patch.setattr(session, "normalised", str)
        for command in TYPED:
            typed(*command)
    assert any(not ORDERS.isdisjoint(text) for text in kept(Ward(file)))
    return file


@pytest.mark.parametrize("command", READ, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "csv", "md", "json", "jsonl"])
def test_what_an_older_file_has_is_shown_harmlessly(
    older: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], form: str
) -> None:
    sit_down(monkeypatch, older, lambda: NOW)
    monkeypatch.setattr(screens, "screen", lambda target: Screen(80, False))
    answer = run(*command, "-f", form)
    assert answer.exit_code == (3 if command == ("doctor",) else 0), answer.output
    assert "Lan\x1b" not in answer.output
    assert (ORDERS - {"\x1b"} if form == "table" else ORDERS).isdisjoint(answer.output)


def test_json_tells_it_exactly(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, older, lambda: NOW)
    told = typed("calendar", "notices", "--json")
    assert {sign for sign in ORDERS if not sign.isprintable()}.isdisjoint(told)
    assert {notice["actor"] for notice in json.loads(told)} == {SAID}


@pytest.mark.parametrize("command", [("report", "--by", "officer", "--by", "field"), ("register",), ("late",)])
def test_a_page_of_an_older_file_has_nothing_that_turns_or_hides_text(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    sit_down(monkeypatch, older, lambda: NOW)
    typed(*command, "--month", "6", "--personal-data", "-o", str(tmp_path / "x.html"))
    page = (tmp_path / "x.html").read_text("utf-8")
    assert "Lan" in page
    assert ORDERS.isdisjoint(page)


def test_the_letters_and_the_night_of_an_older_file_are_written(
    older: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, older, lambda: NOW)
    typed("nightly", str(tmp_path / "nights"), "--to-mail")
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in tmp_path.rglob("*.eml")]
    assert any("Lan" in letter["To"] for letter in letters)
    for letter in letters:
        assert ORDERS.isdisjoint(f"{letter['To']}{letter['Subject']}{letter.get_content()}".replace("\r\n", ""))


def test_the_login_name_is_kept_like_any_text(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONESTOP_ACTOR")
    monkeypatch.setenv("LOGNAME", SAID)
    assert getpass.getuser() == SAID
    typed("receive", "ket-hon", "--applicant", "A")
    assert ward.ask("SELECT actor FROM event ORDER BY seq DESC LIMIT 1") == [(normalised(SAID),)]


@pytest.mark.parametrize("name", ["ONESTOP_ACTOR", "LOGNAME"])
def test_a_name_that_is_no_text_is_refused(ward: Ward, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("ONESTOP_ACTOR")
    monkeypatch.setenv(name, os.fsdecode(b"L\xea"))
    before = ward.path.read_bytes()
    assert f"{name} is not UTF-8 text" in refused("receive", "ket-hon", "--applicant", "A")
    assert ward.path.read_bytes() == before


@pytest.mark.parametrize("name", ["ONESTOP_ACTOR", "LOGNAME"])
def test_a_name_too_long_is_refused(ward: Ward, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("ONESTOP_ACTOR")
    monkeypatch.setenv(name, "x" * 201)
    assert "at most 200" in refused("receive", "ket-hon", "--applicant", "A")


def test_a_login_of_nothing_visible_is_unknown(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONESTOP_ACTOR")
    monkeypatch.setenv("LOGNAME", "\u200b\u202e")
    typed("receive", "ket-hon", "--applicant", "A")
    assert ward.ask("SELECT actor FROM event ORDER BY seq DESC LIMIT 1") == [("unknown",)]


def test_a_name_is_taken_whole_under_another_locale(ward: Ward) -> None:
    program = "from onestop_cli.cli.app import main; import sys; sys.argv[0] = 'onestop'; main()"
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "ONESTOP_ACTOR": "Nguyễn Ánh",
    }
    command = [sys.executable, "-c", program, "receive", "ket-hon", "--applicant", "A"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert ward.ask("SELECT actor FROM event ORDER BY seq DESC LIMIT 1") == [("Nguyễn Ánh",)]


def test_a_text_is_measured_as_it_is_kept(ward: Ward) -> None:
    name = unicodedata.normalize("NFD", "ẫ" * 250)
    typed("receive", "ket-hon", "--applicant", f"  {name}\u200b ")
    assert "251 characters; at most 250" in refused("receive", "ket-hon", "--applicant", name + "x")
