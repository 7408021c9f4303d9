"""Reports on a screen of 80 columns, and what people typed shown as text."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from onestop_cli.cli import session
from tests.cli.conftest import NOW
from tests.cli.reports.shapes import (
    JUNE,
    LATE,
    MAY,
    NOTE,
    OFFICER,
    SEAL,
    SHAPES,
    SHOWN_NOTE,
    SHOWN_OFFICER,
    rows,
)
from tests.command_line import as_json, typed


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "command",
    [
        *SHAPES.values(),
        SEAL,
        ("trend",),
        ("report", *JUNE, "--by", "month", "--by", "officer"),
        ("report", *JUNE, "--by", "week", "--cumulative", "--basis", "statutory"),
        ("report", *JUNE, "--index-766", "--by", "procedure", "--by", "officer"),
        ("report", *JUNE, "--convention", "administrative", "--known-at", "5/6/2023"),
    ],
    ids=" ".join,
)
def test_no_line_is_wider_than_a_screen_of_80_columns(
    on_screen: Callable[..., str], command: tuple[str, ...], language: str
) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", on_screen(*command, "--lang", language))
    assert len(text.splitlines()) > 3
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_a_workbook_is_not_thrown_at_a_screen(on_screen: Callable[..., str]) -> None:
    assert on_screen("report", "-f", "xlsx", code=2) == ""


def test_the_counters_screen_shows_who_came_and_a_pipe_does_not(on_screen: Callable[..., str], tmp_path: Path) -> None:
    book = ("register", "--from", "5/6/2023", "--to", "5/6/2023")
    assert "Nguyễn Thị Bưởi · +84912345678" in on_screen(*book, columns=200)
    assert "--personal-data adds names" in typed(*book)
    assert "Nguyễn Thị Bưởi" in typed(*book, "--personal-data")
    assert on_screen(*book, "-o", str(tmp_path / "so.txt")) == ""
    assert "Nguyễn" not in (tmp_path / "so.txt").read_text("utf-8")


@pytest.mark.parametrize("is_screen", [True, False])
def test_what_people_typed_is_shown_as_text(on_screen: Callable[..., str], is_screen: bool) -> None:
    show = on_screen if is_screen else typed
    late = show(*SHAPES["late"])
    assert f"officer {SHOWN_OFFICER}" in " ".join(late.split())
    assert (f"Note: {SHOWN_NOTE}" in " ".join(late.split())) == is_screen
    by_officer = show("report", "--year", "2023", "--by", "officer")
    assert SHOWN_OFFICER in by_officer
    trend = show("trend", "--months", "2", "--by", "officer")
    assert f"── {SHOWN_OFFICER}" in trend
    index = show("report", *JUNE, "--index-766", "--by", "officer")
    assert SHOWN_OFFICER in index
    for text in (late, by_officer, trend, index):
        assert "\x1b" not in text
    book = show(*SHAPES["register"], "--personal-data")
    assert "\x1b[31m" not in book
    assert "\x1b]" not in book
    if not is_screen:
        assert SHOWN_NOTE in book
        assert "=cmd()" in book
        assert "Lê [red]Cường" in book


def test_what_people_typed_is_no_formula_and_no_markup() -> None:
    cells = [line for line in rows(typed(*SHAPES["late"], "--personal-data", "-f", "csv")) if line["code"] == LATE]
    assert [(line["officer"], line["note"]) for line in cells] == [(f"'{OFFICER}", f"'{NOTE}")]
    people = rows(typed(*SHAPES["register"], "--personal-data", "-f", "csv"))
    assert {"'=cmd()", "Lê [red]Cường"} <= {line["applicant"] for line in people}
    assert {line["phone"] for line in people} == {"'+84912345678", "0912345678"}
    book = typed(*SHAPES["register"], "--personal-data", "-f", "md")
    assert "@x \\[bold\\]đậm\\[/bold\\]" in book


def test_while_a_period_runs_it_is_judged_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for now in (NOW, NOW + timedelta(minutes=1)):
        monkeypatch.setattr(session, "clock", lambda now=now: now)
        assert as_json("report", *JUNE)["as_of"] == now.isoformat()
        assert as_json("report", *JUNE, "--as-of", "today")["as_of"] == now.isoformat()


@pytest.mark.parametrize("split", ["month", "week", "day"])
def test_a_part_of_the_month_has_no_figures_to_date_on_the_screen(split: str) -> None:
    """Each week is a report of its own; what adds up since the year began is said of the total alone."""
    for text in (
        typed("report", *MAY, "--by", split, "--lang", "en"),
        typed("report", *MAY, "--by", split, "--by", "field", "--lang", "en"),
    ):
        figures = text[: text.index("Time taken")].splitlines()
        assert sum(line.strip().startswith("to date") for line in figures) == 1
        assert figures[-2].strip().startswith("to date")
