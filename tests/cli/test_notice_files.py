"""`calendar import` and `calendar load` as scripts and people see them: keys, words, exit codes, 80 columns."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop_cli.core.notice_file import Judged, LineKind, NoticeLine, Would
from onestop_cli.output.calendar_changes import change_text
from onestop_cli.output.pages import Screen
from onestop_cli.output.screens import drawn
from onestop_cli.usecases.calendar import Change
from tests.cli.conftest import NOW
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.core.written import day
from tests.usecases.notices import HEADING, ics

CHANGE = ["recorded", "preview", "days", "unchanged", "moved", "finished", "lines", "years", "acceptance"]
LINE = ["line", "kind", "day_off", "working_day", "name", "source", "would"]
ROWS = f"{HEADING}swap,2026-09-08,2026-09-12,,,CV 1\nday_off,2026-09-10,,Nghỉ bão,,CV 2\nday_off,2026-09-02,,Lễ,,CV 3\n"


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], str]:
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_every_line_has_its_keys(written: Callable[[str, str], str]) -> None:
    told = as_json("calendar", "import", written("lich.csv", ROWS))
    assert (list(told), told["recorded"], told["preview"], told["years"]) == (CHANGE, None, True, None)
    assert [list(line) for line in told["lines"]] == [LINE] * 3
    assert [tuple(line.values()) for line in told["lines"]] == [
        (2, "swap", "2026-09-08", "2026-09-12", "", "CV 1", "record_swap"),
        (3, "day_off", "2026-09-10", None, "Nghỉ bão", "CV 2", "left_out"),
        (4, "day_off", "2026-09-02", None, "Lễ", "CV 3", "already_so"),
    ]


def test_an_event_that_is_worked_has_a_working_day(written: Callable[[str, str], str]) -> None:
    told = as_json("calendar", "import", written("lich.ics", ics("22/8 Đi làm bù")))
    [line] = told["lines"]
    assert (line["kind"], line["day_off"], line["working_day"], line["would"]) == (
        "working_day", None, "2026-08-22", "already_so",
    )  # fmt: skip


def test_days_are_taken_as_people_write_them(written: Callable[[str, str], str]) -> None:
    file = written("lich.csv", ROWS.replace("2026-09-08", "2026-09-09") + "day_off,2026-09-11,,Nghỉ,,CV\n")
    told = as_json("calendar", "import", file, "--take", "10/9/2026", "--take", "2026-09-11", "--apply")
    assert [each["date"] for each in told["days"]] == ["2026-09-09", "2026-09-10", "2026-09-11", "2026-09-12"]
    again = as_json("calendar", "import", file, "--take", "10/9/2026", "--take", "2026-09-11", "--apply")
    assert (again["recorded"], again["days"], again["preview"]) == (None, [], False)


def test_a_day_that_no_line_names_is_refused(written: Callable[[str, str], str]) -> None:
    said = refused("calendar", "import", written("lich.csv", ROWS), "--take", "11/9/2026")
    assert "names no day off on 11/09/2026" in said
    refused("calendar", "import", written("lich.csv", ROWS), "--take", "31/9/2026")


def test_wrong_lines_are_named_all_at_once(written: Callable[[str, str], str]) -> None:
    file = written("lich.csv", ROWS + "swap,2026-09-08,2026-09-19,,,CV\nday_off,2026-08-22,,Nghỉ,,CV\n")
    said = refused("calendar", "import", file, "--apply", code=12)
    assert [line.split(": ")[0] for line in said.splitlines()[:2]] == [f"{file}:5", f"{file}:6"]
    assert as_json("calendar", "notices") == []


def test_nothing_to_record_is_said(written: Callable[[str, str], str]) -> None:
    shown = typed("calendar", "import", written("lich.ics", ics("2/9 Quốc khánh", "20/10 Ngày Phụ nữ")), "--apply")
    assert "nothing was recorded" in shown
    assert "--take 20/10/2026" in shown
    assert "preview" not in shown


def test_a_preview_says_that_it_is_one(written: Callable[[str, str], str]) -> None:
    shown = typed("calendar", "import", written("lich.csv", ROWS))
    assert "This is a preview" in shown
    assert "recorded as a swap" in shown


def _judged(would: Would) -> Judged:
    return Judged(NoticeLine(7, day("10/9/2026"), None, "Nghỉ", "CV", None), LineKind.day_off, would, 5)


def test_everything_a_line_would_do_has_words_of_its_own() -> None:
    changes = (Change([], [], None, lines=[_judged(would)]) for would in Would)
    said = {drawn(change_text(change, applied=True), Screen(None)) for change in changes}
    assert len(said) == len(Would)


@pytest.mark.parametrize("would", Would)
def test_lines_fit_a_screen(would: Would) -> None:
    judged = _judged(would)
    long = judged._replace(line=judged.line._replace(name="Nghỉ lễ Quốc khánh 2/9 và ngày liền kề (hoán đổi) " * 3))
    shown = drawn(change_text(Change([], [], None, lines=[long]), applied=True), Screen(80))
    assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines())) <= 80


LOADED = [
    (("2029",), {"loaded": [2027, 2028, 2029], "compared": [], "left": []}, "Loaded 2027–2029 Calendar 2010–2029"),
    (
        ("2025", "--to", "2027"),
        {"loaded": [2027], "compared": [], "left": [2025, 2026]},
        "Loaded 2027 As they were 2025–2026, loaded before; to compare anew: onestop calendar load 2025 --to 2026 "
        "Calendar 2010–2027",
    ),
    (
        ("2026",),
        {"loaded": [], "compared": [2026], "left": []},
        "Compared anew 2026 Calendar 2010–2026 nothing changes",
    ),
    (
        ("2008", "--to", "2028"),
        {"loaded": [2008, 2009, 2027, 2028], "compared": [], "left": [*range(2010, 2027)]},
        "Loaded 2008–2009, 2027–2028 As they were 2010–2026, loaded before",
    ),
]


@pytest.mark.parametrize(("asked", "told", "words"), LOADED)
def test_loading_names_its_years_and_what_the_calendar_holds(
    asked: tuple[str, ...], told: dict[str, list[int]], words: str
) -> None:
    assert " ".join(typed("calendar", "load", *asked).split()).startswith(words)


@pytest.mark.parametrize(("asked", "told", "words"), LOADED)
def test_loading_has_its_years_in_json(asked: tuple[str, ...], told: dict[str, list[int]], words: str) -> None:
    years = as_json("calendar", "load", *asked)["years"]
    held = [*range(2010, 2027), *told["loaded"]]
    assert list(years.items()) == [*told.items(), ("first", min(held)), ("last", max(held))]


def test_a_year_that_cannot_be_is_refused() -> None:
    assert run("calendar", "load", "1994").exit_code == 2
