"""Beside the name that was typed the login, and whether the clock had jumped: in `history`, `show` and `explain`."""

import json
from pathlib import Path

import pytest

from tests.command_line import as_json, sit_down, typed
from tests.events import noted_in
from tests.office import Ward

CODE = "260803-0001"


@pytest.fixture
def desk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """A dossier received on Monday, and its result typed the next day; of neither login is anything said."""
    ward.receive("ket-hon")
    ward.is_now("4/8/2026 10:00")
    ward.resolve(CODE, when="3/8/2026 16:00")
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def last(ward: Ward) -> int:
    return ward.ask("SELECT max(seq) FROM event")[0][0]


def test_a_login_that_is_another_stands_in_brackets(desk: Ward) -> None:
    noted_in(desk, last(desk), login="minh")
    assert "by lan (minh), event" in typed("history", CODE)
    assert "lan (minh)" in typed("explain", CODE)


def test_a_login_that_is_the_name_is_not_told_twice(desk: Ward) -> None:
    noted_in(desk, last(desk), login="lan")
    assert "by lan, event" in typed("history", CODE)


@pytest.mark.parametrize(
    ("jumped", "words"), [("back", "[clock had gone back]"), ("ahead", "[clock had jumped ahead]")]
)  # fmt: skip
def test_a_clock_that_jumped_is_told_with_the_act(desk: Ward, jumped: str, words: str) -> None:
    noted_in(desk, last(desk), clock=jumped)
    assert f"result: approved {words}" in typed("history", CODE)
    assert words in typed("explain", CODE)


@pytest.mark.parametrize(("jumped", "words"), [("back", "gone back"), ("ahead", "jumped ahead")])
def test_the_dossier_names_the_event(desk: Ward, jumped: str, words: str) -> None:
    noted_in(desk, last(desk), clock=jumped)
    assert f"event {last(desk)} was recorded after the clock had {words}\n" in typed("show", CODE)


def test_what_was_not_known_yet_is_not_told(desk: Ward) -> None:
    noted_in(desk, last(desk), clock="back")
    assert "clock had" not in typed("show", CODE, "--known-at", "3/8/2026")


def test_a_clock_that_did_not_jump_is_not_told_of(desk: Ward) -> None:
    assert [words for words in ("show", "history", "explain") if "clock had" in typed(words, CODE)] == []


def test_machines_read_both_under_their_own_keys(desk: Ward) -> None:
    noted_in(desk, last(desk), login="minh", clock="back")
    result = as_json("history", CODE)[-1]
    assert (result["login"], result["clock"], result["data"]["login"]) == ("minh", "back", "minh")
    told = as_json("explain", CODE)["recorded"][-1]
    assert (told["login"], told["clock"]) == ("minh", "back")


def test_nothing_is_guessed_where_nothing_was_kept(desk: Ward) -> None:
    noted_in(desk, last(desk), clock="yesterday")
    assert (as_json("history", CODE)[-1]["clock"], "Clock" in typed("show", CODE)) == (None, False)


def test_an_act_of_an_import_has_the_login_of_the_import(desk: Ward, tmp_path: Path) -> None:
    desk.imports("code,procedure_code,received_at,applicant\nX-1,1.004873,2026-08-03 08:00,B\n")
    (number,) = desk.ask("SELECT seq FROM event WHERE kind = 'import'")[0]
    noted_in(desk, number, login="minh")
    assert as_json("history", "X-1")[0]["login"] == "minh"
    assert "by lan (minh)" in typed("history", "X-1")


def test_who_made_a_dossier_void_is_told_with_the_login(desk: Ward) -> None:
    desk.void(CODE)
    noted_in(desk, last(desk), login="minh")
    assert "by lan (minh)" in typed("show", CODE)


def test_history_and_the_log_have_the_same_keys(desk: Ward) -> None:
    of_log = json.loads(typed("audit", "log", "--dossier", CODE, "--json"))
    assert list(of_log[0]) == list(as_json("history", CODE)[0])
