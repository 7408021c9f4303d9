"""The register made again from the events: what it is compared with, what it mends, what it leaves to a backup."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.ledger import event_hash
from onestop_cli.errors import ChainBroken, EventsDoNotAddUp, StoreDamaged
from onestop_cli.store.database import reading
from onestop_cli.store.derived import KEYS
from onestop_cli.store.doctor import Integrity, damage
from onestop_cli.store.shape import table_sql
from onestop_cli.usecases.backups import back_up, restore
from onestop_cli.usecases.migration import migrate
from onestop_cli.usecases.rebuild import Rebuilt, rebuild
from tests.command_line import sit_down, typed
from tests.office import ACTOR, Ward, changed_outside, strays, tampered
from tests.store.conftest import unpacked
from tests.usecases.busy_year import Lives, busy_year

LEDGER = ("event", "personal", "secret")
ANSWERS = (
    "list --json", "due --json", "report --month 6 --year 2023 --json", "register --year 2023 -f csv",
    "calendar show 2023 --json", "procedure list --json", "config show --json", "late --year 2023 --json",
    "calendar notices --json", "export dossiers --personal-data -f csv",
)  # fmt: skip


@pytest.fixture
def busy(tmp_path: Path) -> Ward:
    """A file in which everything happened that happened before format 7, brought to it."""
    ward = Ward(tmp_path / "onestop.db")
    ward.path.write_bytes(unpacked("format_6.db"))
    migrate(ward.path)
    changed_outside(ward.path, "PRAGMA journal_mode = WAL")
    return ward


def compared(ward: Ward) -> Rebuilt:
    return rebuild(ward.path, apply=False)


def rows(ward: Ward) -> dict[str, list[str]]:
    """What every table holds, whatever the order of its rows and how SQLite numbers them."""
    held: dict[str, list[str]] = {}
    for table in (*KEYS, *LEDGER, "backup", "marks_kept"):
        columns = [f'"{name}"' for _, name, *_ in ward.ask(f"PRAGMA table_xinfo({table})") if name != "id"]
        held[table] = sorted(map(repr, ward.ask(f"SELECT {', '.join(columns)} FROM {table}")))
    return held


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_recorded_the_tables_are_what_the_events_say(ward: Ward, seed: int) -> None:
    lives = Lives(ward, Random(seed))
    for _ in range(90):
        lives.step()
    assert compared(ward).is_sound


def test_after_imports_moves_and_amendments_they_are_too(early_ward: Ward) -> None:
    busy_year(early_ward, "made again", 60)
    found = compared(early_ward)
    assert (found.is_sound, found.n_dossiers) == (True, len(early_ward.ask("SELECT 1 FROM dossier")))


@pytest.mark.parametrize("earlier", [3, 4, 5, 6])
def test_files_of_earlier_formats_are_what_their_events_say(tmp_path: Path, earlier: int) -> None:
    """With what format 6 decided once of numbers and of days off without effect."""
    ward = Ward(tmp_path / "onestop.db")
    ward.path.write_bytes(unpacked(f"format_{earlier}.db"))
    migrate(ward.path)
    assert compared(ward).is_sound


def test_series_of_a_replaced_file_and_a_clock_that_went_back_are_told_by_events(ward: Ward) -> None:
    ward.receive()
    copy = ward.path.with_name("copy.db")
    back_up(ward.path, ward.clock, copy)
    ward.receive()
    restore(ward.path, ward.clock, ACTOR, copy)
    ward.is_now("2/8/2026 09:00")
    ward.receive()
    assert [len(ward.ask(f"SELECT 1 FROM {table}")) for table in ("series_used", "clock_setback")] == [1, 1]
    assert compared(ward).is_sound


@pytest.mark.parametrize(
    ("change", "table", "columns"),
    [
        ("UPDATE dossier SET officer = 'x', fee = 7 WHERE id = 3", "dossier", ("fee", "officer")),
        ("DELETE FROM dossier WHERE id = 3", "dossier", ()),
        ("UPDATE dossier SET code = 'another' WHERE id = 3", "dossier", ()),
        ("UPDATE dossier SET working_days = 99 WHERE id = 3", "dossier", ("working_days",)),
        ("UPDATE setting SET value = '07:31' WHERE key = 'agency_name'", "setting", ("value",)),
        ("UPDATE claim SET name = 'x' WHERE on_day = '2023-09-02'", "claim", ("name",)),
        ("DELETE FROM claim WHERE on_day = '2023-09-02'", "claim", ()),
        ("UPDATE provisional SET reason = 'x'", "provisional", ("reason",)),
        ("UPDATE day SET kind = 'holiday' WHERE on_day = '2023-06-05'", "day", ("kind",)),
        ("DELETE FROM day WHERE on_day = '2023-06-05'", "day", ()),
        ("UPDATE calendar_edition SET marks = marks || '1'", "calendar_edition", ("marks",)),
        ("UPDATE procedure SET committed_amount = 30 WHERE committed_amount = 3", "procedure", ("committed_amount",)),
        ("UPDATE loaded_year SET library = 'x' WHERE year = 2023", "loaded_year", ("library",)),
        ("INSERT INTO series_used VALUES ('H26.15.30-230605', 9)", "series_used", ()),
        ("INSERT INTO clock_setback VALUES (7)", "clock_setback", ()),
        ("DELETE FROM imported_row", "imported_row", ()),
    ],
)
def test_a_row_that_is_not_what_its_events_say_is_told_and_written_again(
    busy: Ward, change: str, table: str, columns: tuple[str, ...]
) -> None:
    before = rows(busy)
    changed_outside(busy.path, change)
    assert rows(busy) != before
    found = compared(busy)
    assert {each.table for each in found.differing} == {table}
    assert {each.columns for each in found.differing} == {columns}
    assert rebuild(busy.path, apply=True).is_applied
    assert (rows(busy), compared(busy).is_sound) == (before, True)


def test_a_dossier_that_no_event_received_goes(busy: Ward) -> None:
    """And one that bears the number of another gives it back."""
    before = rows(busy)
    [(kept, number)] = busy.ask("SELECT series, max(number) FROM dossier WHERE series IS NOT NULL")
    changed_outside(
        busy.path,
        f"UPDATE dossier SET code = 'of nobody', number = {number + 1} WHERE series = '{kept}' AND number = {number}",
    )
    assert {(each.key, each.is_extra) for each in compared(busy).differing} >= {(("of nobody",), True)}
    rebuild(busy.path, apply=True)
    assert rows(busy) == before


def test_what_is_shown_first_changes_no_byte(busy: Ward) -> None:
    changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
    before = busy.path.read_bytes()
    found = compared(busy)
    assert (found.is_applied, found.is_sound, busy.path.read_bytes()) == (False, False, before)


def test_where_nothing_is_to_be_done_nothing_is_written(busy: Ward) -> None:
    before = busy.path.read_bytes()
    done = rebuild(busy.path, apply=True)
    assert (done.is_applied, done.is_sound, busy.path.read_bytes()) == (False, True, before)


def test_so_many_rows_are_told_and_all_are_counted(busy: Ward) -> None:
    n_dossiers = len(busy.ask("SELECT 1 FROM dossier"))
    changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
    found = compared(busy)
    assert (len(found.differing), found.n_differing) == (100, {"dossier": n_dossiers})


# --- damage ------------------------------------------------------------------------------------------


def pages(ward: Ward) -> dict[str, int]:
    """The first page of every table and index; the file is one without a WAL then."""
    with closing(sqlite3.connect(ward.path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        return dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall())


def damaged_at(ward: Ward, page: int, change: Callable[[bytearray], None]) -> None:
    content = bytearray(ward.path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    part = content[size * (page - 1) : size * page]
    change(part)
    content[size * (page - 1) : size * page] = part
    ward.path.write_bytes(content)


def _overwritten(part: bytearray) -> None:
    part[:] = b"\xff" * len(part)


DERIVED_PAGES = (
    *KEYS, "dossier_received", "dossier_finished", "dossier_tail", "procedure_code", "event_dossier", "event_file",
    "sqlite_autoindex_dossier_1", "sqlite_autoindex_claim_1",
)  # fmt: skip


@pytest.mark.parametrize("name", DERIVED_PAGES)
def test_a_damaged_table_or_index_that_follows_from_the_events_is_made_anew(busy: Ward, name: str) -> None:
    before = rows(busy)
    damaged_at(busy, pages(busy)[name], _overwritten)
    found = compared(busy)
    assert [fault.table for fault in found.faults] == [next(t for t in ("event", *KEYS) if t in name)]
    assert rebuild(busy.path, apply=True).is_applied
    assert busy.ask("PRAGMA integrity_check") == [("ok",)]
    assert (rows(busy), strays(busy)) == (before, [])
    assert compared(busy).is_sound
    busy.receive()


def test_an_index_that_says_something_else_than_its_table_is_made_anew(busy: Ward) -> None:
    """One byte of it turned, as of a bad disk: a report counted from it would be wrong and say nothing."""

    def turned(part: bytearray) -> None:
        place = part.index(b"2026-0")
        part[place + 3] ^= 1

    damaged_at(busy, pages(busy)["dossier_received"], turned)
    [fault] = compared(busy).faults
    assert (fault.table, fault.is_of_index) == ("dossier", True)
    rebuild(busy.path, apply=True)
    assert (busy.ask("PRAGMA integrity_check"), compared(busy).is_sound) == ([("ok",)], True)


@pytest.mark.parametrize("change", ["copies = -1", "suspensions = '[{'", "due_at = 'soon'"])
def test_a_row_that_breaks_a_rule_of_its_table_is_made_anew(busy: Ward, change: str) -> None:
    before = rows(busy)
    with closing(sqlite3.connect(busy.path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE dossier SET {change} WHERE id = 3")
    assert [fault.table for fault in compared(busy).faults] == ["dossier"]
    rebuild(busy.path, apply=True)
    assert rows(busy) == before


@pytest.mark.parametrize("name", [*LEDGER, "backup", "_sqlite_migrations", "sqlite_autoindex_secret_1"])
@pytest.mark.parametrize("apply", [False, True])
def test_damage_of_the_ledger_itself_is_left_to_a_backup(busy: Ward, name: str, apply: bool) -> None:
    damaged_at(busy, pages(busy)[name], _overwritten)
    before = busy.path.read_bytes()
    with pytest.raises(StoreDamaged) as refused:
        rebuild(busy.path, apply=apply)
    assert (refused.value.exit_code, busy.path.read_bytes()) == (14, before)
    assert not seen_by_doctor(busy).is_repairable


@pytest.mark.parametrize("name", ["dossier", "event_dossier", "idx__sqlite_migrations_migration_set_name"])
def test_doctor_points_to_what_mends_it(busy: Ward, name: str) -> None:
    damaged_at(busy, pages(busy)[name], _overwritten)
    assert seen_by_doctor(busy).is_repairable
    assert rebuild(busy.path, apply=True).is_applied
    assert seen_by_doctor(busy).said == ""


def seen_by_doctor(ward: Ward) -> Integrity:
    with reading(ward.path) as connection:
        return damage(connection)


def test_events_that_were_changed_are_no_source(busy: Ward) -> None:
    tampered(busy.path, "UPDATE event SET data = replace(data, '\"copies\":1', '\"copies\":2') WHERE seq = 12")
    _triggers_again(busy)
    with pytest.raises(ChainBroken):
        rebuild(busy.path, apply=True)


def _triggers_again(ward: Ward) -> None:
    for table in ("event", "personal"):
        changed_outside(ward.path, *(sql for sql in table_sql(table) if sql.startswith("CREATE TRIGGER")))


def test_events_that_do_not_add_up_are_told_with_their_dossier(ward: Ward) -> None:
    """A chain that is whole, of a receipt that says nothing."""
    code = ward.receive().code
    [(seq, kind, at, recorded, actor, before)] = ward.ask(
        "SELECT seq, kind, occurred_at, recorded_at, actor, hash FROM event ORDER BY seq DESC LIMIT 1"
    )
    hashed = event_hash(seq + 1, code, "resolve", at, recorded, actor, "{}", None, before)
    changed_outside(
        ward.path,
        f"INSERT INTO event VALUES ({seq + 1}, '{code}', 'resolve', '{at}', '{recorded}', '{actor}', '{{}}', NULL, "
        f"'{before}', '{hashed}')",
    )
    with pytest.raises(EventsDoNotAddUp) as refused:
        compared(ward)
    assert (kind, refused.value.values["what"], refused.value.exit_code) == ("receive", code, 14)


def test_what_was_made_again_answers_byte_for_byte_as_before(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, busy.path, lambda: busy.now)
    before = [typed(*words.split()) for words in ANSWERS]
    damaged_at(busy, pages(busy)["dossier"], _overwritten)
    damaged_at(busy, pages(busy)["day"], _overwritten)
    json.loads(typed("db", "rebuild", "--apply", "--json"))
    assert [typed(*words.split()) for words in ANSWERS] == before


def test_the_file_keeps_its_place_and_its_mode(busy: Ward) -> None:
    """And its number on the disk: whoever has it open goes on with it."""
    there = busy.path.stat()
    changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
    rebuild(busy.path, apply=True)
    now = busy.path.stat()
    assert (now.st_ino, now.st_mode, now.st_uid, now.st_gid) == (
        there.st_ino,
        there.st_mode,
        there.st_uid,
        there.st_gid,
    )


# --- bad days ----------------------------------------------------------------------------------------


REBUILDING = "import sys; from pathlib import Path; from onestop_cli.usecases.rebuild import rebuild; "
REBUILDING += "print('begun', flush=True); rebuild(Path(sys.argv[1]), apply=True)"


def begun(path: Path) -> subprocess.Popen[str]:
    """A rebuild in a process of its own, which has just begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILDING, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout
    with process.stdout:
        assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("harm", ["rows", "pages"])
def test_a_rebuild_that_is_killed_at_any_moment_leaves_the_file_as_it_was_or_is_to_be(busy: Ward, harm: str) -> None:
    sound, random = rows(busy), Random(harm)
    if harm == "rows":
        changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
        harmed = rows(busy)
    else:
        damaged_at(busy, pages(busy)["day"], _overwritten)
        changed_outside(busy.path, "PRAGMA journal_mode = WAL")
        harmed = {}
    whole, started = busy.path.read_bytes(), time.monotonic()
    begun(busy.path).wait()
    lasted = time.monotonic() - started
    for _ in range(5):
        for name in (busy.path, *busy.path.parent.glob(f"{busy.path.name}-*")):
            name.unlink()
        busy.path.write_bytes(whole)
        process = begun(busy.path)
        time.sleep(random.uniform(0, lasted))
        process.kill()
        process.wait()
        if harm == "rows":
            assert rows(busy) in (sound, harmed)
        rebuild(busy.path, apply=True)
        assert (rows(busy), busy.ask("PRAGMA integrity_check")) == (sound, [("ok",)])


KILLED_AT_THE_COMMIT = "import os; from onestop_cli.store import recorded; recorded.committed = lambda: os._exit(9); "


def test_a_mended_file_is_opened_whose_mending_lies_in_the_log_still(busy: Ward) -> None:
    """Killed before the pages that belong to nothing were given back: the next one goes on."""
    damaged_at(busy, pages(busy)["day"], _overwritten)
    changed_outside(busy.path, "PRAGMA journal_mode = WAL")
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_THE_COMMIT + REBUILDING, str(busy.path)], check=False)
    assert (killed.returncode, busy.path.with_name("onestop.db-wal").stat().st_size > 0) == (9, True)
    busy.receive()
    assert rebuild(busy.path, apply=True).is_applied
    assert busy.ask("PRAGMA integrity_check") == [("ok",)]


def test_what_is_recorded_while_the_register_is_made_again_is_in_it(busy: Ward) -> None:
    changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
    codes: list[str] = []

    def meanwhile(_: int) -> None:
        if not codes:
            codes.append(busy.receive().code)

    done = rebuild(busy.path, meanwhile, apply=True)
    assert done.is_applied
    assert (strays(busy), compared(busy).is_sound) == ([], True)
    assert busy.ask("SELECT count(*) FROM dossier WHERE code = ?", codes[0]) == [(1,)]


def test_two_at_once_are_one(busy: Ward) -> None:
    before = rows(busy)
    changed_outside(busy.path, "UPDATE dossier SET officer = 'x'")
    both = [begun(busy.path) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert rows(busy) == before
