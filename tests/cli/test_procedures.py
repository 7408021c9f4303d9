"""The catalogue at the command line: what a change answers, what is refused, what is completed and fits the screen."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.cli.options import procedure_words
from onestop_cli.core.limits import Start
from onestop_cli.core.moments import VIETNAM
from onestop_cli.output import language
from onestop_cli.output.pages import Page, Screen
from onestop_cli.output.procedures import KEYS, amended_text, list_text, versions_text
from onestop_cli.output.screens import drawn
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.usecases.procedures import Amended, Changed
from tests.command_line import refused, run, sit_down, typed

NOW = datetime(2023, 6, 5, 16, 0, tzinfo=VIETNAM)
OPEN = ["H26.15.30-230530-0001"]
AMENDED = (
    "recorded", "before", "after", "moved", "preview", "undoes", "changes", "finished", "kept",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


def as_json(*arguments: str) -> Any:
    return json.loads(typed("procedure", *arguments, "--json"))


# --- the contract ------------------------------------------------------------------------------------


def test_new_keys_of_a_procedure_stand_at_the_end() -> None:
    [first, *_] = as_json("list")
    assert tuple(first) == KEYS
    assert KEYS[-6:] == ("seq", "case", "start", "may_agree", "fee", "papers")
    assert [first[key] for key in KEYS[-5:]] == ["", "receipt", False, None, ""]


def test_a_preview_tells_what_would_be_and_records_nothing(open_ward: Path) -> None:
    before = open_ward.read_bytes()
    told = as_json("amend", "giam-ho", "--committed", "2:working_day", "--from", "1/6/2023")
    assert tuple(told) == AMENDED
    assert (told["recorded"], told["preview"], told["undoes"], told["kept"]) == (None, True, None, OPEN)
    [change] = told["changes"]
    assert tuple(change) == ("case", "from", "until", "before", "after", "cases")
    assert (change["from"], change["until"]) == ("2023-06-01", None)
    assert (told["before"], told["after"]) == (change["before"], change["after"])
    assert [each["committed"]["amount"] for each in (told["before"], told["after"])] == [3, 2]
    assert open_ward.read_bytes() == before


@pytest.mark.parametrize("more", [(), ("--apply",)])
def test_dossiers_that_move_and_those_finished_meanwhile_are_told(more: tuple[str, ...]) -> None:
    """30/5 + 5 working days is 6/6 and moves later; 31/5 + 3, due 5/6, was refused on 1/6, early, and stays."""
    limits = ("--statutory", "5:working_day", "--committed", "5:working_day")
    told = as_json("amend", "giam-ho", *limits, "--from", "30/5/2023", *more)
    assert [(m["code"], m["direction"], m["applied"]) for m in told["moved"]] == [(OPEN[0], "later", bool(more))]
    assert (told["finished"], told["kept"]) == ([], [])


def test_what_is_taken_back_is_told_with_its_number() -> None:
    amended = as_json("amend", "giam-ho", "--alias", "giam", "--from", "1/6/2023", "--apply")
    undone = as_json("undo", "giam", "--apply", "--note", "gõ nhầm")
    assert (undone["undoes"], undone["recorded"] > amended["recorded"]) == (amended["recorded"], True)
    aliases = [each["aliases"] for each in (undone["before"], undone["after"])]
    assert aliases == [["giam-ho", "gh", "giam"], ["giam-ho", "gh"]]


def test_what_was_left_is_moved_by_the_same_amendment_with_more_consent() -> None:
    """30/5 + 1 working day is 31/5, earlier than 2/6: left at first, then asked for; a third time there is nothing."""
    amend = ("amend", "giam-ho", "--committed", "1:working_day", "--from", "30/5/2023", "--apply")
    [left] = as_json(*amend)["moved"]
    again = as_json(*amend[:-1], "--also-earlier")
    assert (left["applied"], again["preview"], again["recorded"], again["before"]) == (
        False, True, None, again["after"],
    )  # fmt: skip
    told = as_json(*amend, "--also-earlier")
    assert (told["preview"], told["recorded"], [m["applied"] for m in told["moved"]]) == (False, None, [True])
    assert "nothing to change" in refused("procedure", *amend, "--also-earlier", code=11)


def test_cases_start_and_agreed_date_are_typed() -> None:
    told = as_json("add", "1.004837", "--case", "Khẩn cấp", "--statutory", "1:working_day")
    assert (told["before"], told["after"]["case"], told["after"]["name"]) == (None, "khan-cap", "Đăng ký giám hộ")
    amend = ("amend", "giam-ho", "--case", "khan-cap", "--from", "6/6/2023")
    told = as_json(*amend, "--start", "cut_off", "--may-agree", "--legal-basis", "Luật", "--field", "Khác", "--apply")
    assert {key: told["after"][key] for key in ("case", "start", "may_agree", "legal_basis", "field")} == {
        "case": "khan-cap", "start": "cut_off", "may_agree": True, "legal_basis": "Luật", "field": "Khác",
    }  # fmt: skip
    assert told["changes"][0]["cases"] == [""]
    assert as_json(*amend, "--no-may-agree")["after"]["may_agree"] is False
    assert [p["case"] for p in as_json("list", "--as-of", "6/6/2023") if p["code"] == "1.004837"] == ["", "khan-cap"]


def test_a_new_procedure_has_its_start_and_agreed_date() -> None:
    new = ("add", "1.012345", "--name", "X", "--field", "Y", "--statutory", "none")
    told = as_json(*new, "--start", "submitted", "--may-agree", "--case", "một")
    assert (told["after"]["start"], told["after"]["may_agree"], told["after"]["case"]) == ("submitted", True, "mot")


def test_the_shipped_table_is_taken_in(open_ward: Path) -> None:
    before = open_ward.read_bytes()
    assert as_json("import", "--shipped") == []
    assert open_ward.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import",), "FILE.csv is missing"),
        (("import", "a.csv", "--shipped"), "cannot be given together"),
        (("amend", "giam-ho", "--name", " ", "--from", "1/6/2023"), "--name is empty"),
        (("amend", "giam-ho", "--field", " ", "--from", "1/6/2023"), "--field is empty"),
        (("amend", "giam-ho", "--start", "later", "--from", "1/6/2023"), "is not accepted"),
        (("amend", "giam-ho", "--committed", "1:working_day", "--from", "1/6/2023", "--also-earlier", "--no-move"),
         "cannot be given together"),
        (("add", "1.012345", "--statutory", "none"), "--name is missing"),
        (("add", "1.012345", "--name", "X", "--statutory", "none"), "--field is missing"),
        (("add", "1.004837", "--case", "a/b", "--statutory", "none"), "cannot be a short name"),
    ],
)  # fmt: skip
def test_what_is_mistyped_is_refused(arguments: tuple[str, ...], said: str, open_ward: Path) -> None:
    before = open_ward.read_bytes()
    assert said in " ".join(run("procedure", *arguments).output.split())
    refused("procedure", *arguments)
    assert open_ward.read_bytes() == before


# --- completion --------------------------------------------------------------------------------------


def test_cases_are_completed_behind_the_procedure() -> None:
    words = {word for word, _name in procedure_words("cai-")}
    assert words == {"cai-chinh-ho-tich", "cai-chinh-ho-tich/bo-sung"}


# --- the screen --------------------------------------------------------------------------------------


@pytest.fixture(params=["vi", "en"])
def _spoken(request: pytest.FixtureRequest) -> Any:
    before = language.language()
    language.use(request.param)
    yield
    language.use(before)


def lines(page: Page) -> list[str]:
    """The page as it stands on an 80-column terminal, without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", drawn(page, Screen(80))).splitlines()


UNUSUAL = [p._replace(start=Start.cut_off, may_agree=True) for p in ward_procedures() if p.code == "1.004859"]


@pytest.mark.usefixtures("_spoken")
def test_cases_with_their_start_fit_the_screen() -> None:
    shown = "\n".join(lines(list_text(UNUSUAL)))
    assert "1.004859/bo-sung" in shown
    brief = {"vi": ("sau giờ chốt: hôm sau", "hẹn theo thỏa thuận"), "en": ("cut-off: next opening", "may be agreed")}
    assert all(words in shown for words in brief[language.language()])
    for page in (list_text(UNUSUAL), versions_text(UNUSUAL), versions_text(UNUSUAL[:1])):
        assert max(map(len, lines(page))) <= 80


@pytest.mark.usefixtures("_spoken")
def test_old_and_new_stand_side_by_side_on_the_screen() -> None:
    old, new = UNUSUAL[0]._replace(start=Start.submitted, name="Tên"), UNUSUAL[0]
    changed = Changed(new.valid_from, old, new, new.valid_from, ("", "bo-sung"))
    shown = lines(amended_text(Amended((changed,), [], None), applied=False))
    assert max(map(len, shown)) <= 80
    assert any(re.search(r"Tên {2,}Đăng ký thay đổi", line) for line in shown)


def test_without_cases_a_procedure_is_shown_as_ever() -> None:
    heading = typed("procedure", "show", "giam-ho").splitlines()[6]
    assert heading.split() == ["From", "Statutory", "Committed", "Event"]
    heading = typed("procedure", "show", "1.004859").splitlines()[6]
    assert heading.split()[:2] == ["From", "Case"]
