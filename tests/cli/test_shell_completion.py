"""What shells are offered, and setting it up; by bash itself, and by the protocol of the others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onestop_cli.cli import completing, slip
from onestop_cli.cli.app import COMMANDS, WORDS
from onestop_cli.cli.shells import SHELLS, detected, install
from onestop_cli.core.dossier import Person
from onestop_cli.errors import BadValue
from tests.command_line import refused, sit_down, typed
from tests.office import Ward


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    monkeypatch.delenv("COMP_WORDS", raising=False)
    return ward


class TestOffered:
    def test_dossiers_open_ones_first_with_their_people(self, desk: Ward) -> None:
        desk.receive(person=Person("Nguyễn Văn An"))
        desk.receive(person=Person("Trần Thị Bình"))
        desk.resolve("2", deliver=True)
        assert [word for word, _told in completing.codes("")] == ["260803-0001", "260803-0002"]
        assert completing.codes("")[0][1].startswith("Nguyễn Văn An · ")
        assert [word for word, _told in completing.codes("260803-0002")] == ["260803-0002"]
        assert [word for word, _told in completing.codes("H26.15.30-260803-0001")] == ["H26.15.30-260803-0001"]
        assert completing.codes("x") == []

    def test_refusals_behind_the_dossiers_where_a_command_takes_them(self, desk: Ward) -> None:
        typed("decline", "ket-hon", "Lò Thị Xuân", "--reason", "thiếu giấy", "--at", "2/8/2026 10:00")
        typed("decline", "khai-tu", "Trần Thị Bình", "--reason", "thiếu giấy")
        desk.receive(person=Person("Nguyễn Văn An"))
        offered = completing.codes_and_declines("")
        assert [word for word, _told in offered] == ["260803-0001", "260803-TC-0001", "260802-TC-0001"]
        assert offered[1][1] == "Trần Thị Bình · Đăng ký khai tử · not accepted"
        assert completing.codes("260803-T") == []
        for begun, word in (
            ("TC", "TC-0001"), ("tc-", "TC-0001"), ("260802-t", "260802-TC-0001"),
            ("H26.15.30-260802-TC", "H26.15.30-260802-TC-0001"),
        ):  # fmt: skip
            assert [word for word, _told in completing.codes_and_declines(begun)] == [word]

    def test_void_refusals_last_and_erased_ones_without_a_name(self, desk: Ward) -> None:
        for _each in range(2):
            typed("decline", "khai-tu", "Trần Thị Bình", "--reason", "thiếu giấy")
        typed("void", "TC-2", "--note", "nhầm")
        typed("erase", "TC-1", "--basis", "Luật 33/2024/QH15", "--note", "hết hạn lưu", "--apply")
        assert completing.codes_and_declines("TC") == [
            ("TC-0001", "Đăng ký khai tử · not accepted"), ("TC-0002", "Trần Thị Bình · Đăng ký khai tử · void"),
        ]  # fmt: skip

    def test_a_name_is_shown_as_it_can_be(self, desk: Ward) -> None:
        desk.receive(person=Person("An\x1b[31m"))
        assert "\x1b" not in completing.codes("")[0][1]

    def test_no_more_than_a_screen(self, desk: Ward) -> None:
        for _each in range(completing.MOST + 1):
            desk.receive()
        assert len(completing.codes("")) == completing.MOST

    def test_forms_with_what_they_are(self) -> None:
        assert slip.form_words("0")[0] == ("01", "appointment slip")
        assert [word for word, _told in slip.form_words("")] == ["01", "02", "03", "04", "05", "06", "refusal"]
        assert slip.form_words("r") == [("refusal", "notice of a refused result")]

    def test_officers_and_fields(self, desk: Ward) -> None:
        desk.receive(officer="Trần Văn Đức")
        assert completing.officers("tran") == [("Trần Văn Đức", "")]
        assert ("Hộ tịch", "") in completing.fields("ho")

    def test_days(self, desk: Ward) -> None:
        assert completing.days("to") == [("today", "03/08/2026")]
        assert completing.days("02") == [("02/08/2026", "yesterday")]

    def test_cases_of_the_procedure_typed(self, desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
        all_of_them = {case for case, _name in completing.cases("")}
        monkeypatch.setenv("COMP_WORDS", "onestop\nreceive\ncai-chinh-ho-tich\n--case\n")
        assert {case for case, _name in completing.cases("")} <= all_of_them

    @pytest.mark.parametrize("line", ["onestop xem --db nowhere.db ", "onestop --db=nowhere.db xem "])
    def test_the_file_named_is_the_one(self, desk: Ward, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
        desk.receive()
        monkeypatch.setenv("COMP_WORDS", line)
        assert completing.codes("") == completing.officers("") == completing.procedures("") == []


class TestSetUp:
    @pytest.mark.parametrize("shell", SHELLS)
    def test_twice_is_once(self, tmp_path: Path, shell: str) -> None:
        first = install(shell, tmp_path, {})
        again = install(shell, tmp_path, {})
        assert "onestop" in first.script.read_text("utf-8")
        assert again == first._replace(was_added=False)
        if first.begun_by is not None:
            assert first.begun_by.read_text("utf-8").count(first.line) == 1

    def test_what_was_there_stays(self, tmp_path: Path) -> None:
        (tmp_path / ".bashrc").write_text("alias ll='ls -l'", "utf-8")
        line = install("bash", tmp_path, {}).line
        assert (tmp_path / ".bashrc").read_text("utf-8") == f"alias ll='ls -l'\n{line}\n"

    def test_says_what_it_wrote(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("ONESTOP_LANG", "en")
        told = typed("completion", "bash", "--install")
        assert str(tmp_path / ".bashrc") in told
        assert "To take it away" in told

    def test_a_folder_that_takes_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / ".config").write_text("", "utf-8")
        monkeypatch.setattr(Path, "home", lambda: tmp_path)
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        refused("completion", "fish", "--install", code=14)

    def test_the_shell_is_found(self) -> None:
        assert detected({"SHELL": "/usr/bin/zsh"}) == "zsh"
        assert detected({}, on_windows=True) == "powershell"
        with pytest.raises(BadValue):
            detected({"SHELL": "/bin/tcsh"}, on_windows=False)


def _bash(tmp_path: Path, line: str, database: Path) -> list[str]:
    """What bash puts in place of the last word of a line, or shows of several."""
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m onestop_cli "$@"\n', "utf-8")
    program.chmod(0o755)
    script = typed("completion", "bash")
    asks = f"""{script}
COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); COMP_TYPE=9
_onestop_completion "{program}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    environment = {**os.environ, "ONESTOP_DB": str(database), "ONESTOP_LANG": "vi"}
    done = subprocess.run(["bash", "-c", asks], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_bash_completes(desk: Ward, tmp_path: Path) -> None:
    desk.receive(person=Person("Nguyễn Văn An"), officer="Trần Văn Đức")
    assert _bash(tmp_path, "onestop trak", desk.path) == ["traketqua"]
    assert _bash(tmp_path, "onestop traketqua ''", desk.path) == ["260803-0001"]
    assert _bash(tmp_path, "onestop danhsach --officer Tr", desk.path) == ["Trần\\ Văn\\ Đức"]
    assert "nhan " in "\n".join(_bash(tmp_path, "onestop nh", desk.path))


@pytest.mark.parametrize("command", ["show", "xem", "slip", "void", "erase", "history"])
def test_bash_completes_a_refusals_number_where_it_is_taken(desk: Ward, tmp_path: Path, command: str) -> None:
    typed("decline", "khai-tu", "Trần Thị Bình", "--reason", "thiếu giấy")
    assert _bash(tmp_path, f"onestop {command} 260803-T", desk.path) == ["260803-TC-0001"]


@pytest.mark.parametrize("command", ["resolve", "undo", "explain", "correct"])
def test_bash_completes_none_where_it_is_not(desk: Ward, tmp_path: Path, command: str) -> None:
    typed("decline", "khai-tu", "Trần Thị Bình", "--reason", "thiếu giấy")
    assert [word for word in _bash(tmp_path, f"onestop {command} 260803-T", desk.path) if word] == []


KEYS = {
    "a certified copy of three sets": (["nhan", " cs", ' "Nguyễn Văn An"', " -xb3"], 32),
    "a birth with a phone": (["nhan", " ks", ' "Nguyễn Văn An"', " -d0912345678"], 45),
    "a result handed over": (["traketqua", " 5"], 10),
    "found by name": (["tim", " nguyen", " an"], 14),
    "a supplement with a note": (["yeucaubosung", " 5", ' "thiếu giấy"'], 28),
}
"""What is typed behind `onestop `, and the most keys it may take, Enter among them."""


def _keys(command: str) -> int:
    """The keys of a command: whole, or its shortest beginning that Tab alone goes on with, and then the blank."""
    offered = {
        name: {word for word in (*COMMANDS, *WORDS.values()) if word.startswith(name)} for name in _begun(command)
    }
    by_tab = [len(name) for name, words in offered.items() if words == {command}]
    return min([len(command), *by_tab])


def _begun(command: str) -> list[str]:
    return [command[:n] for n in range(1, len(command))]


@pytest.mark.parametrize("act", KEYS)
def test_an_act_takes_few_keys(act: str) -> None:
    """Characters are counted as they stand; by Telex a name such as this has three more, which fits as well."""
    (command, *rest), most = KEYS[act]
    assert _keys(command) + sum(map(len, rest)) + 1 + 3 * ("Nguyễn" in "".join(rest)) <= most


def test_a_missing_value_points_at_the_help_of_its_command(desk: Ward) -> None:
    assert "hint: onestop baocao --help" in refused("baocao", "--month")
    assert "hint: onestop kiemtra verify --help" in refused("kiemtra", "verify", "--anchor")


def test_what_an_anchor_is_is_said(desk: Ward) -> None:
    assert "an anchor is SEQ:HASH12" in refused("audit", "verify", "--anchor", "xyz", code=10)
