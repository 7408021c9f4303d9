"""What goes out every evening: the files of a night, how one follows another, and what it refuses."""

import csv
import hashlib
import json
import shutil
import sqlite3
import stat
import sys
import zipfile
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from filelock import FileLock

from onestop_cli.cli import session
from onestop_cli.errors import TargetFull
from onestop_cli.store import disk
from onestop_cli.usecases.nights import LOCK
from tests.cli.nights.conftest import Nights
from tests.command_line import refused, run, typed
from tests.core.written import at
from tests.office import SOMEONE, Ward

FILES = {
    "backup.db", "dossiers.csv", "events.jsonl", "report.html", "report.json", "report.xlsx", "late.json", "late.xlsx",
    "register.xlsx",
}  # fmt: skip


def test_a_night_holds_a_backup_lists_reports_and_a_manifest(nights: Nights) -> None:
    nights.ward.receive(note="mẹ là bà Lê Thị C")
    told = nights.night("3/8/2026 17:45")
    folder = nights.folder / "2026-08-03"
    assert {path.name for path in folder.iterdir()} == FILES | {"manifest.json"}
    assert (told["path"], told["is_new"], told["night"], told["number"], told["previous"]) == (
        str(folder), True, "2026-08-03", 1, None,
    )  # fmt: skip
    assert {file["name"] for file in told["files"]} == FILES


def test_the_manifest_has_the_length_and_digest_of_every_file(nights: Nights) -> None:
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    for file in nights.manifest("2026-08-03")["files"]:
        content = (nights.folder / "2026-08-03" / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_the_manifest_counts(nights: Nights) -> None:
    late = nights.ward.receive("khai-tu", "29/7/2026 09:00").code
    nights.ward.receive()
    told = nights.night("3/8/2026 17:45")
    assert (told["dossiers"], told["head"]["seq"], told["after"]) == (2, told["events"], 0)
    rows = {file["name"]: file["rows"] for file in told["files"]}
    assert rows == {
        "backup.db": None, "dossiers.csv": 2, "events.jsonl": told["events"], "report.html": 4, "report.json": 4,
        "report.xlsx": 4, "late.json": 1, "late.xlsx": 1, "register.xlsx": 1,
    }, late  # fmt: skip


def test_the_head_is_the_one_that_audit_prints(nights: Nights) -> None:
    nights.ward.receive()
    head = json.loads(typed("audit", "head", "--json"))
    told = nights.night("3/8/2026 17:45")["head"]
    assert told == {"seq": head["seq"], "hash": head["hash"]}


def test_the_backup_is_the_file_readable_by_its_owner_only(nights: Nights) -> None:
    code = nights.ward.receive().code
    nights.night("3/8/2026 17:45")
    backup = nights.folder / "2026-08-03" / "backup.db"
    assert Ward(backup).dossier(code) == nights.ward.dossier(code)
    assert Ward(backup).ask("PRAGMA journal_mode") == [("delete",)]
    files = {stat.S_IMODE(path.stat().st_mode) for path in backup.parent.iterdir()}
    assert (stat.S_IMODE(backup.parent.stat().st_mode), files) == (0o700, {0o600})


def test_the_report_is_the_one_the_command_prints_of_that_moment(nights: Nights) -> None:
    nights.ward.resolve(nights.ward.receive().code)
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("4/8/2026 10:00")
    nights.ward.receive()
    printed = typed("report", "--month", "8", "--as-of", "3/8/2026 17:45", "--json")
    assert (nights.folder / "2026-08-03" / "report.json").read_text(encoding="utf-8") == printed


def test_the_dossiers_are_those_the_command_exports(nights: Nights) -> None:
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    assert (nights.folder / "2026-08-03" / "dossiers.csv").read_text(encoding="utf-8") == typed("export", "dossiers")


def test_a_finished_night_is_left_as_it_is(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    before = nights.content()
    nights.ward.receive()
    again = nights.night("3/8/2026 23:00")
    assert (again["is_new"], nights.content()) == (False, before)


def test_the_next_night_goes_on_from_the_one_before(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("4/8/2026 09:00")
    code = nights.ward.receive().code
    told = nights.night("4/8/2026 17:45")
    before = (nights.folder / "2026-08-03" / "manifest.json").read_bytes()
    assert told["previous"] == {"night": "2026-08-03", "sha256": hashlib.sha256(before).hexdigest()}
    assert (told["number"], told["covers"]) == (2, ["2026-08-04", "2026-08-04"])
    lines = (nights.folder / "2026-08-04" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(json.loads(line)["dossier"], json.loads(line)["kind"]) for line in lines] == [(code, "receive")]


def test_a_night_after_a_gap_makes_up_for_the_missed_ones(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("5/8/2026 09:00")
    nights.ward.receive()
    told = nights.night("7/8/2026 17:45")
    assert (told["covers"], nights.names) == (["2026-08-04", "2026-08-07"], ["2026-08-03", "2026-08-07"])


def test_the_line_of_a_night_after_a_gap_says_from_when(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("7/8/2026 17:45")
    assert "covers from 04/08/2026" in typed("nightly", str(nights.folder))


def test_a_month_that_ended_in_a_gap_has_its_report_too(nights: Nights) -> None:
    nights.night("28/8/2026 17:45")
    nights.ward.is_now("28/8/2026 18:00")
    nights.ward.receive("khai-tu")
    nights.night("3/9/2026 17:45")
    names = {path.name for path in (nights.folder / "2026-09-03").iterdir()}
    assert names > {"report.json", "report-2026-08.json", "late-2026-08.xlsx", "register-2026-08.xlsx"}
    missed = json.loads((nights.folder / "2026-09-03" / "report-2026-08.json").read_text(encoding="utf-8"))
    assert (missed["as_of"], missed["total"]["received"]) == ("2026-08-31T23:59:59+07:00", 1)


def test_before_noon_the_night_is_yesterdays_and_stands_at_its_end(nights: Nights) -> None:
    first = nights.ward.receive(when="3/8/2026 08:30").code
    nights.ward.is_now("4/8/2026 08:05")
    second = nights.ward.receive().code
    told = nights.night("4/8/2026 08:10")
    assert (told["night"], told["at"]) == ("2026-08-03", "2026-08-03T23:59:59+07:00")
    exported = (nights.folder / "2026-08-03" / "dossiers.csv").read_text(encoding="utf-8")
    assert (first in exported, second in exported) == (True, False)
    [rows] = [file["rows"] for file in told["files"] if file["name"] == "dossiers.csv"]
    assert (rows, len(list(csv.reader(StringIO(exported)))) - 1, told["dossiers"]) == (1, 1, 2)
    assert second in (nights.folder / "2026-08-03" / "events.jsonl").read_text(encoding="utf-8")


def test_midnight_while_it_runs_changes_nothing(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is read once: a clock that goes on by hours at each look gives the same night."""
    looks = iter(["3/8/2026 23:59:59", *["4/8/2026 00:30"] * 50])
    monkeypatch.setattr(session, "clock", lambda: at(next(looks)))
    assert run("nightly", str(nights.folder)).exit_code == 0
    assert nights.manifest("2026-08-03")["at"] == "2026-08-03T23:59:59+07:00"


def test_a_day_to_come_is_refused(nights: Nights) -> None:
    assert "future" in nights.refused("3/8/2026 17:45", "--date", "4/8/2026", code=11)
    assert not nights.folder.exists()


def test_a_clock_set_back_is_refused_and_leaves_the_nights_alone(nights: Nights) -> None:
    nights.night("5/8/2026 17:45")
    before = nights.content()
    assert "03/08/2026" in nights.refused("3/8/2026 17:45", code=11)
    assert nights.content() == before


def test_a_missed_day_can_be_named(nights: Nights) -> None:
    assert nights.night("5/8/2026 09:00", "--date", "4/8/2026")["night"] == "2026-08-04"


def test_only_the_newest_are_kept(nights: Nights) -> None:
    nights.folder.mkdir()
    (nights.folder / "notes.txt").write_text("mine", encoding="utf-8")
    for day in (3, 4, 5):
        nights.night(f"{day}/8/2026 17:45")
    told = nights.night("6/8/2026 17:45", "--keep", "2")
    assert (told["pruned"], nights.names) == (["2026-08-03", "2026-08-04"], ["2026-08-05", "2026-08-06", "notes.txt"])
    assert nights.findings() == []


def test_a_folder_that_is_no_finished_night_is_never_removed(nights: Nights) -> None:
    for day in (3, 4):
        nights.night(f"{day}/8/2026 17:45")
    (nights.folder / "2026-08-03" / "manifest.json").unlink()
    nights.night("5/8/2026 17:45", "--keep", "1")
    assert nights.names == ["2026-08-03", "2026-08-05"]


@pytest.mark.parametrize("keep", ["0", "-1", "x", "1.5"])
def test_at_least_one_night_is_kept(nights: Nights, keep: str) -> None:
    assert "--keep" in nights.refused("3/8/2026 17:45", "--keep", keep, code=2)


def test_a_second_run_is_refused_while_one_writes(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    before = nights.content()
    with FileLock(nights.folder / LOCK):
        assert "another night" in nights.refused("4/8/2026 17:45", code=11)
    assert nights.content() == before


def test_what_a_killed_run_left_is_cleared_away(nights: Nights) -> None:
    half = nights.folder / ".onestop-new-2026-08-03"
    half.mkdir(parents=True)
    (half / "backup.db").write_bytes(b"half")
    nights.night("3/8/2026 17:45")
    assert (nights.names, nights.findings()) == (["2026-08-03"], [])


def test_a_file_in_the_place_of_the_folder_is_refused(nights: Nights) -> None:
    nights.folder.write_text("mine", encoding="utf-8")
    assert "is a file" in nights.refused("3/8/2026 17:45", code=2)
    assert nights.folder.read_text(encoding="utf-8") == "mine"


def test_a_folder_of_that_day_that_is_no_night_is_refused(nights: Nights) -> None:
    (nights.folder / "2026-08-03").mkdir(parents=True)
    assert "2026-08-03" in nights.refused("3/8/2026 17:45", code=11)


def test_a_night_copied_to_another_day_is_refused(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    shutil.copytree(nights.folder / "2026-08-03", nights.folder / "2026-08-04")
    nights.refused("4/8/2026 17:45", code=11)
    nights.refused("5/8/2026 17:45", code=11)


def test_a_manifest_that_was_changed_is_not_gone_on_from(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    manifest = nights.folder / "2026-08-03" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "manifest.json" in nights.refused("4/8/2026 17:45", code=12)
    assert nights.names == ["2026-08-03"]


@pytest.mark.skipif(sys.platform != "linux", reason="no such file there")
def test_a_manifest_that_the_disk_refuses_is_told_as_that(nights: Nights) -> None:
    nights.night("3/8/2026 17:45")
    manifest = nights.folder / "2026-08-03" / "manifest.json"
    manifest.unlink()
    manifest.symlink_to("/proc/self/mem")  # of which the first byte is an input/output error
    assert "manifest.json cannot be read: Input/output error" in nights.refused("4/8/2026 17:45", code=14)
    assert nights.names == ["2026-08-03"]


def test_the_nights_of_another_office_are_left_alone(nights: Nights, tmp_path: Path) -> None:
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("4/8/2026 17:45")
    other = ("--db", str(tmp_path / "other.db"))
    typed(*other, "init", "--agency-code", "H26.15.31", "--agency-name", "UBND phường Việt Hưng")
    said = refused(*other, "nightly", str(nights.folder), code=11)
    assert ("another file" in said, nights.names) == (True, ["2026-08-03"])


def test_a_file_put_back_by_hand_is_not_gone_on_from(nights: Nights, tmp_path: Path) -> None:
    old = shutil.copy(nights.ward.path, tmp_path / "old.db")
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    shutil.copy(old, nights.ward.path)
    nights.ward.receive("giam-ho")
    assert "no restoration explains" in nights.refused("4/8/2026 17:45", code=14)


def test_after_a_restoration_the_nights_go_on_and_say_so(nights: Nights, tmp_path: Path) -> None:
    typed("backup", str(tmp_path / "monday.db"))
    nights.ward.receive()
    head = nights.night("3/8/2026 17:45")["head"]["seq"]
    nights.ward.is_now("4/8/2026 09:00")
    typed("restore", str(tmp_path / "monday.db"))
    nights.ward.receive()
    told = nights.night("4/8/2026 17:45")
    assert (told["restored"], told["after"], nights.findings()) == ([head], head - 1, [])


def test_after_the_same_backup_was_put_back_twice_the_nights_go_on(nights: Nights, tmp_path: Path) -> None:
    """The first restoration is in neither, but the second says what the first had replaced."""
    typed("backup", str(tmp_path / "monday.db"))
    for _ in range(5):
        nights.ward.receive()
    head = nights.night("3/8/2026 17:45")["head"]["seq"]
    for now in ("4/8/2026 09:00", "4/8/2026 10:00", "4/8/2026 11:00"):
        nights.ward.is_now(now)
        typed("restore", str(tmp_path / "monday.db"))
    told = nights.night("4/8/2026 17:45")
    assert (told["restored"], told["after"], nights.findings()) == ([head - 4], head - 5, [])


def test_a_restoration_of_the_last_night_is_told_by_the_next(nights: Nights) -> None:
    nights.ward.receive()
    head = nights.night("3/8/2026 17:45")["head"]["seq"]
    nights.ward.is_now("4/8/2026 09:00")
    nights.ward.receive()
    typed("restore", str(nights.folder / "2026-08-03" / "backup.db"))
    told = nights.night("4/8/2026 17:45")
    assert (told["restored"], told["after"], nights.findings()) == ([head + 1], head, [])


def test_the_second_office_in_a_folder_is_refused_on_the_same_evening_too(nights: Nights, tmp_path: Path) -> None:
    other = ("--db", str(tmp_path / "other.db"))
    nights.night("3/8/2026 17:45")
    typed(*other, "init", "--agency-code", "H26.15.31", "--agency-name", "UBND phường Việt Hưng")
    assert "another file" in refused(*other, "nightly", str(nights.folder), "--quiet", code=11)


def test_a_clock_that_went_back_within_the_day_is_refused(nights: Nights) -> None:
    nights.night("4/8/2026 17:45", "--date", "3/8/2026")
    assert "the clock says" in nights.refused("4/8/2026 12:30", code=11)
    assert nights.names == ["2026-08-03"]


def test_a_clock_behind_the_last_event_is_refused(nights: Nights) -> None:
    nights.ward.receive()
    nights.refused("3/8/2026 08:50", code=11)
    assert not nights.folder.exists()
    nights.night("3/8/2026 08:58:30")


def test_a_day_before_the_file_began_has_no_dossiers(nights: Nights) -> None:
    nights.ward.receive()
    told = nights.night("3/8/2026 17:45", "--date", "1/1/2020")
    rows = {file["name"]: file["rows"] for file in told["files"]}
    assert (rows["dossiers.csv"], told["dossiers"], nights.findings()) == (0, 1, [])


def test_what_was_left_from_keeping_more_goes_first_so_that_a_full_disk_has_room(nights: Nights) -> None:
    for day in (3, 4, 5, 6):
        nights.night(f"{day}/8/2026 17:45")

    def full(*_: object, **_how: object) -> None:
        raise TargetFull(path=nights.folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onestop_cli.cli.night_files.files", full)
        assert "is full" in nights.refused("7/8/2026 17:45", "--keep", "2", code=14)
    assert nights.names == ["2026-08-05", "2026-08-06"]


def test_a_file_that_cannot_be_told_of_its_backup_is_said(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody holds it: the night is there all the same."""
    monkeypatch.setattr("onestop_cli.store.database.BUSY_SECONDS", 0.1)
    nights.ward.is_now("3/8/2026 17:45")
    with closing(sqlite3.connect(nights.ward.path, isolation_level=None)) as clerk:
        clerk.execute("BEGIN IMMEDIATE")
        answer = run("nightly", str(nights.folder), "--quiet")
    assert (answer.exit_code, answer.stdout, "does not know of this backup" in answer.stderr) == (0, "", True)
    assert nights.names == ["2026-08-03"]


def test_a_night_that_is_a_link_is_not_removed(nights: Nights, tmp_path: Path) -> None:
    for day in (3, 4):
        nights.night(f"{day}/8/2026 17:45")
    (nights.folder / "2026-08-03").rename(tmp_path / "away")
    (nights.folder / "2026-08-03").symlink_to(tmp_path / "away")
    assert nights.night("5/8/2026 17:45", "--keep", "1")["left"] == ["2026-08-03"]
    assert (tmp_path / "away" / "manifest.json").exists()


@pytest.mark.parametrize("words", [(), ("--check",)])
def test_an_empty_name_is_no_folder(nights: Nights, words: tuple[str, ...]) -> None:
    assert "DIR" in refused("nightly", "", *words, code=2)


def test_a_last_night_without_its_backup_cannot_explain_another_ledger(nights: Nights, tmp_path: Path) -> None:
    typed("backup", str(tmp_path / "copy.db"))
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    (nights.folder / "2026-08-03" / "backup.db").unlink()
    nights.ward.is_now("4/8/2026 09:00")
    typed("restore", str(tmp_path / "copy.db"))
    assert "does not go on" in nights.refused("4/8/2026 17:45", code=14)


def test_a_restoration_of_something_else_explains_nothing(nights: Nights, tmp_path: Path) -> None:
    """An old file is put back by hand; that a backup then took its place does not account for what the night had."""
    old = shutil.copy(nights.ward.path, tmp_path / "old.db")
    nights.ward.receive()
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    shutil.copy(old, nights.ward.path)
    nights.ward.is_now("4/8/2026 09:00")
    typed("backup", str(tmp_path / "copy.db"))
    typed("restore", str(tmp_path / "copy.db"))
    assert "no restoration explains" in nights.refused("4/8/2026 17:45", code=14)
    manifest = nights.folder / "2026-08-03" / "manifest.json"
    assert run("audit", "verify", "--chain", "--anchor", str(manifest)).exit_code == 3


def test_a_damaged_file_that_was_restored_goes_on(nights: Nights) -> None:
    """What the damaged file held cannot be read any more: night and anchor are explained by the restoration alike."""
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("4/8/2026 09:00")
    nights.ward.receive()
    nights.night("4/8/2026 17:45")
    nights.ward.is_now("5/8/2026 09:00")
    content = nights.ward.path.read_bytes()
    nights.ward.path.write_bytes(content[:100] + bytes(len(content) - 100))
    typed("restore", str(nights.folder / "2026-08-03" / "backup.db"))
    told = nights.night("5/8/2026 17:45")
    manifest = nights.folder / "2026-08-04" / "manifest.json"
    [anchor] = json.loads(typed("audit", "verify", "--chain", "--anchor", str(manifest), "--json"))["anchors"]
    assert (told["restored"], anchor["result"], anchor["by"]) == ([anchor["by"]], "replaced", told["after"] + 1)
    assert nights.findings() == []


def test_a_file_named_like_the_night_is_refused_before_any_work(nights: Nights) -> None:
    nights.folder.mkdir()
    (nights.folder / "2026-08-03").write_text("mine", encoding="utf-8")
    assert "2026-08-03" in nights.refused("3/8/2026 17:45", code=11)


def test_leftovers_that_are_no_folders_are_cleared_too(nights: Nights) -> None:
    nights.folder.mkdir()
    (nights.folder / ".onestop-old-2026-01-01").write_text("rest", encoding="utf-8")
    (nights.folder / ".onestop-new-2026-01-01").symlink_to(nights.ward.path)
    nights.night("3/8/2026 17:45")
    assert nights.names == ["2026-08-03"]
    assert nights.ward.path.exists()


def test_an_old_night_that_was_changed_is_not_removed_and_it_is_said(nights: Nights) -> None:
    for day in (3, 4):
        nights.night(f"{day}/8/2026 17:45")
    manifest = nights.folder / "2026-08-03" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + " ", encoding="utf-8")
    nights.ward.is_now("5/8/2026 17:45")
    answer = run("nightly", str(nights.folder), "--keep", "1", "--quiet")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "not removed: 03/08/2026" in answer.stderr
    assert nights.names == ["2026-08-03", "2026-08-05"]


def test_a_night_killed_on_a_network_drive_leaves_no_copy_beside_the_file(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "file_system", lambda path: "cifs" if nights.folder in path.parents else "ext4")

    def killed(*_: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr("onestop_cli.usecases.nights.shutil.rmtree", lambda *_args, **_how: None)
        patch.setattr("onestop_cli.usecases.nights.carry", killed)
        nights.ward.is_now("3/8/2026 17:45")
        assert run("nightly", str(nights.folder)).exit_code == 9
    assert list(nights.ward.path.parent.glob(".onestop-new-*")) != []
    nights.night("4/8/2026 17:45")
    assert list(nights.ward.path.parent.glob(".onestop-new-*")) == []


def test_nights_may_lie_on_a_network_drive(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of SQLite is written there, and nothing is left beside the file."""
    monkeypatch.setattr(disk, "file_system", lambda path: "cifs" if nights.folder in path.parents else "ext4")
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    nights.ward.is_now("4/8/2026 09:00")
    nights.ward.receive()
    assert nights.night("4/8/2026 17:45")["number"] == 2
    beside = {path.name for path in nights.ward.path.parent.iterdir() if not path.name.startswith("onestop.db")}
    assert (nights.findings(), beside) == ([], {"nights"})


def test_a_register_that_is_missing_makes_no_folder(nights: Nights) -> None:
    nights.ward.path.unlink()
    nights.refused("3/8/2026 17:45", code=14)
    assert not nights.folder.exists()


def test_all_that_is_not_installed_is_named_at_once(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("jinja2", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, module, None)
    said = nights.refused("3/8/2026 17:45", code=2)
    assert ("jinja2>=" in said, "xlsxwriter>=" in said, nights.folder.exists()) == (True, True, False)


def test_quiet_says_nothing_when_all_went_well(nights: Nights) -> None:
    nights.ward.is_now("3/8/2026 17:45")
    answer = run("nightly", str(nights.folder), "--quiet")
    assert (answer.exit_code, answer.output) == (0, "")


def test_otherwise_it_says_one_line(nights: Nights) -> None:
    nights.ward.receive()
    nights.ward.is_now("3/8/2026 17:45")
    [line] = typed("nightly", str(nights.folder)).splitlines()
    assert all(each in line for each in ("03/08/2026", "1 dossier, ", "new events", str(nights.folder / "2026-08-03")))


def _texts(path: Path) -> bytes:
    """All the text in a file, that of a workbook unpacked."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize(("options", "named"), [((), False), (("--personal-data",), True)])
def test_files_name_people_only_where_they_were_asked_to(nights: Nights, options: tuple[str, ...], named: bool) -> None:
    nights.ward.receive("khai-tu", "29/7/2026 09:00", note="mẹ là bà Lê Thị C")
    nights.ward.receive(note="mẹ là bà Lê Thị C")
    told = nights.night("3/8/2026 17:45", "--to-mail", *options)
    assert told["personal_data"] is named
    found = {
        path.name
        for path in (nights.folder / "2026-08-03").rglob("*")
        if path.name != "backup.db" and path.is_file()
        for words in (SOMEONE.applicant, SOMEONE.phone, "Lê Thị C")
        if words.encode() in _texts(path)
    }
    assert found == ({"dossiers.csv", "events.jsonl", "late.json", "late.xlsx", "register.xlsx"} if named else set())


def test_the_same_file_and_clock_give_the_same_bytes(nights: Nights, tmp_path: Path) -> None:
    nights.ward.receive("khai-tu", "30/7/2026 09:00", officer="lan")
    before = nights.ward.path.read_bytes()
    nights.night("3/8/2026 17:45", "--to-mail")
    first = nights.content()
    shutil.rmtree(nights.folder)
    nights.ward.path.write_bytes(before)
    nights.night("3/8/2026 17:45", "--to-mail")
    assert nights.content() == first


def test_a_damaged_file_leaves_the_nights_alone(nights: Nights) -> None:
    nights.ward.receive()
    nights.night("3/8/2026 17:45")
    before = nights.content()
    with closing(sqlite3.connect(nights.ward.path)) as connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET actor = 'khác' WHERE seq = 2")
        connection.commit()
    nights.refused("4/8/2026 17:45", code=14)
    assert nights.content() == before
