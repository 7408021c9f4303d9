"""`db status`: facts at once, of a file of any format, and nothing changed."""

import json
from pathlib import Path

import pytest

from onestop_cli.store.schema import FORMAT
from tests.cli.conftest import NOW
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward, changed_outside
from tests.store.conftest import unpacked

KEYS = (
    "path bytes format needs_migration agency_code synthetic journal log_bytes page_size pages free_pages events "
    "dossiers anchor first_recorded last_recorded calendar_years backup backup_age backup_path night mode shared "
    "left_over kept"
).split()


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


def test_the_keys_are_a_contract(open_ward: Path) -> None:
    told = as_json("db", "status")
    head = as_json("audit", "head")
    assert list(told) == KEYS
    assert (told["anchor"], told["events"], told["dossiers"]) == (head["anchor"], head["seq"], 4)
    assert (told["last_recorded"], told["format"], told["needs_migration"]) == (head["recorded_at"], FORMAT, False)
    assert (told["mode"], told["shared"], told["backup"], told["night"]) == ("0600", False, None, None)
    assert (told["journal"], told["bytes"]) == ("wal", open_ward.stat().st_size)


def test_a_backup_is_told_with_its_age(tmp_path: Path) -> None:
    typed("backup", str(tmp_path / "copy.db"))
    told = as_json("db", "status")
    assert (told["backup"], told["backup_age"], told["night"]) == (NOW.isoformat(), 0, None)


def test_a_night_is_known_by_the_folder_of_its_backup(open_ward: Path) -> None:
    changed_outside(
        open_ward, "INSERT INTO backup VALUES (1, '2023-06-05T16:00:00+07:00', 1, '/nights/2023-06-05/backup.db')"
    )
    assert as_json("db", "status")["night"] == "2023-06-05"
    assert "05/06/2023" in typed("db", "status").split("Last night")[1].splitlines()[0]


@pytest.mark.parametrize("earlier", [3, 4, 5, 6])
def test_a_file_of_an_earlier_format_tells_that_it_is_and_stays_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: int
) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(unpacked(f"format_{earlier}.db"))
    monkeypatch.setenv("ONESTOP_DB", str(old))
    before = old.read_bytes()
    told = as_json("db", "status")
    assert (told["format"], told["needs_migration"]) == (earlier, True)
    assert "onestop db migrate" in typed("db", "status")
    assert old.read_bytes() == before


def test_what_lies_beside_the_file_is_told(open_ward: Path) -> None:
    kept, left = f"{open_ward.name}.before-restore-20230605-160000", f".{open_ward.name}"
    for name in (f"{left}.99.new", f"{left}.writing", kept, f"{kept}.before-format-8", f"{kept}-wal", "another.db"):
        open_ward.with_name(name).touch()
    told = as_json("db", "status")
    assert told["left_over"] == [f"{left}.99.new", f"{left}.writing"]
    assert told["kept"] == [f"{open_ward.name}.before-restore-20230605-160000"]


def test_names_that_are_no_text_or_hold_signs_for_a_terminal_are_told_harmlessly(open_ward: Path) -> None:
    for name in (f".{open_ward.name}.\udcff.new", f"{open_ward.name}.before-format-\x1b[31m"):
        open_ward.with_name(name).touch()
    told = as_json("db", "status")
    assert told["left_over"] == [f".{open_ward.name}.\ufffd.new"]
    assert told["kept"] == [f"{open_ward.name}.before-format-\x1b[31m"]
    assert "\x1b" not in typed("db", "status") + run("doctor").output


@pytest.mark.parametrize(("mode", "shared", "words"), [(0o600, False, "its owner only"), (0o660, True, "file's group")])
def test_who_may_use_the_file_is_told(open_ward: Path, mode: int, shared: bool, words: str) -> None:
    open_ward.chmod(mode)
    assert (as_json("db", "status")["shared"], words in typed("db", "status")) == (shared, True)


def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(tmp_path / "x.db"))
    assert "there is no dossier file" in refused("db", "status", code=14)
    (tmp_path / "x.db").write_text("not a database" * 100)
    assert "not" in refused("db", "status", code=14)


def test_nothing_of_a_person_is_told(open_ward: Path) -> None:
    people = [
        value
        for (fields,) in Ward(open_ward).ask("SELECT fields FROM personal")
        for value in json.loads(fields).values()
    ]
    told = typed("db", "status") + typed("db", "status", "--json")
    assert people
    assert not [value for value in people if value in told]


def test_every_row_begins_like_the_others_and_calls_the_file_what_a_backup_does() -> None:
    told = typed("db", "status", "--lang", "vi").splitlines()
    assert [line for line in told if not line[0].isupper()] == []
    assert told[0].startswith("Tệp dữ liệu ")
    assert any(line.startswith("Lần ghi cuối ") for line in told)
