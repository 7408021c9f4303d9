"""`db rebuild`: keys, exit codes, and what a person is told of rows that differ."""

from pathlib import Path

import pytest

from tests.cli.conftest import NOW
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward, changed_outside, tampered
from tests.usecases.test_rebuild import damaged_at, pages

KEYS = "path preview events dossiers damaged rows differing".split()


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


def test_of_a_sound_file_nothing_is_to_be_done(open_ward: Path) -> None:
    told = as_json("db", "rebuild")
    assert (list(told), told["path"], told["preview"], told["rows"]) == (KEYS, str(open_ward), True, {})
    assert "nothing to do" in typed("db", "rebuild", "--apply")


def test_rows_that_differ_are_told_by_column_and_never_by_what_stands_in_them(open_ward: Path) -> None:
    changed_outside(open_ward, "UPDATE dossier SET officer = 'Bùi Thị Lạ', fee = 4242 WHERE id = 1")
    changed_outside(open_ward, "DELETE FROM dossier WHERE id = 2")
    told = as_json("db", "rebuild")
    assert told["rows"] == {"dossier": 2}
    states = [(each["table"], each["columns"], each["state"]) for each in told["differing"]]
    assert states == [("dossier", ["fee", "officer"], "differs"), ("dossier", [], "missing")]
    shown = run("db", "rebuild")
    assert (shown.exit_code, "This is a preview" in shown.stdout, "fee, officer" in shown.stdout) == (0, True, True)
    assert not [word for word in ("Bùi", "4242", "4.242") if word in shown.output]


def test_with_consent_the_register_is_what_the_events_say(open_ward: Path) -> None:
    before = typed("list", "--json")
    changed_outside(open_ward, "UPDATE dossier SET officer = 'x'", "UPDATE dossier SET status = 'void' WHERE id = 1")
    assert typed("list", "--json") != before
    assert as_json("db", "rebuild", "--apply")["preview"] is False
    assert typed("list", "--json") == before
    assert as_json("db", "rebuild")["rows"] == {}


def test_a_damaged_table_is_named(open_ward: Path) -> None:
    ward = Ward(open_ward)
    damaged_at(ward, pages(ward)["day"], lambda part: part.__setitem__(slice(None), bytes(len(part))))
    damaged = as_json("db", "rebuild")["damaged"]
    assert [(each["table"], each["only_index"], list(each)) for each in damaged] == [
        ("day", False, ["table", "only_index", "why"])
    ]
    assert "all of it" in typed("db", "rebuild")
    typed("doctor", code=14)
    typed("db", "rebuild", "--apply")
    typed("calendar", "show", "2023")
    assert as_json("db", "rebuild")["damaged"] == []


def test_who_meets_damage_is_led_to_what_loses_no_act(open_ward: Path) -> None:
    before, ward = typed("list", "--json"), Ward(open_ward)
    damaged_at(ward, pages(ward)["dossier"], lambda part: part.__setitem__(slice(None), bytes(len(part))))
    assert "hint: onestop db rebuild " in refused("list", code=14)
    typed("db", "rebuild", "--apply")
    assert typed("list", "--json") == before


def test_a_broken_chain_is_no_source(open_ward: Path) -> None:
    tampered(open_ward, "UPDATE event SET actor = 'hoa' WHERE seq = 5")
    assert "changed from outside" in refused("db", "rebuild", "--apply", code=14)
