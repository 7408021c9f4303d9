"""The corners of the reports: empty options, the ends of time, seals that were tampered with, screens of 80 columns."""

import io
import json
import re
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM
from tests.cli.conftest import NOW

MAY = ("--month", "5", "--year", "2023")


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.setattr(session, "clock", lambda: NOW)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), prog_name="onestop")


def typed(*arguments: str, code: int = 0) -> str:
    result = run(*arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def sealed(*options: str, code: int = 0) -> Any:
    return json.loads(typed("report", *options, "--sealed", "--json", code=code))["seal"]


# --- words that are empty ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--from", "", "--to", ""),
        ("late", "--from", "", "--to", ""),
        ("register", "--from", "", "--to", ""),
        ("seal", "--from", "", "--to", ""),
        ("report", "--from", ""),
        ("report", "--to", ""),
        ("register", "--from", ""),
        ("report", "--from", "", "--month", "5"),
        ("report", "--from", "1/5/2023", "--to", ""),
        ("report", "--form", ""),
        ("report", "--basis", ""),
        ("report", "--granularity", ""),
        ("report", "--convention", ""),
        ("late", "--basis", ""),
        ("trend", "--by", ""),
        ("report", "--sealed", "--basis", ""),
    ],
    ids=" ".join,
)
def test_an_option_that_is_empty_is_refused(command: tuple[str, ...]) -> None:
    """`--from "$FROM"` of a script without its FROM must not print the report of another period; nothing is guessed."""
    result = run(*command)
    assert (result.exit_code, result.stdout) == (2, "")


# --- what ends as a bug --------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["month", "week", "day"])
@pytest.mark.parametrize("format_name", ["table", "json", "html"])
def test_the_index_by_a_part_of_time_is_made_or_refused_and_no_bug(by: str, format_name: str) -> None:
    assert run("report", *MAY, "--index-766", "--by", by, "-f", format_name).exit_code in (0, 2)


@pytest.mark.parametrize(
    "command",
    [
        ("report", "--from", "1/1/2023", "--to", "31/12/9999", "--by", "month"),
        ("report", "--from", "1/1/2023", "--to", "31/12/9999", "--by", "week"),
        ("report", "--from", "1/1/2023", "--to", "31/12/9999", "--by", "day"),
        ("report", "--from", "1/1/0001", "--to", "2/1/0001", "--cumulative", "--convention", "administrative"),
        ("report", "--as-of", "1/1/0001"),
        ("trend", "--as-of", "1/1/0001"),
    ],
    ids=" ".join,
)
def test_the_ends_of_time_are_no_bug(command: tuple[str, ...]) -> None:
    assert run(*command).exit_code != 1


# --- seals ---------------------------------------------------------------------------------------------


def test_a_seal_is_found_by_its_days_whatever_convention_is_set_since() -> None:
    """What the refusal to seal twice says to type must find it (and DECISIONS 44: whatever was set since)."""
    typed("seal", *MAY)
    typed("config", "set", "convention", "administrative")
    assert sealed("--from", "01/05/2023", "--to", "31/05/2023")["is_intact"] is True


def test_the_same_days_are_sealed_once_whatever_convention_is_set_since() -> None:
    typed("seal", *MAY)
    typed("config", "set", "convention", "administrative")
    typed("seal", "--from", "1/5/2023", "--to", "31/5/2023", code=11)


@pytest.mark.parametrize(
    "period",
    [
        ("--month", "5", "--year", "2023", "--convention", "administrative"),
        ("--month", "1", "--year", "2023", "--convention", "administrative"),
        ("--quarter", "1", "--year", "2023"),
        ("--half", "2", "--year", "2022"),
        ("--year", "2022"),
        ("--from", "3/5/2023", "--to", "9/5/2023"),
    ],
    ids=" ".join,
)
def test_the_hint_to_seal_names_the_period_that_is_not_sealed(period: tuple[str, ...]) -> None:
    result = run("report", *period, "--sealed")
    assert result.exit_code == 10
    [hint] = re.findall(r"^hint: onestop (seal .*?)(?:   .*)?$", result.stderr, re.M)
    assert typed(*hint.split())
    assert sealed(*period)["is_intact"] is True


def tampered(path: Path, sql: str, *values: object) -> None:
    """Someone changes the file past everything that guards it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(sql, values).rowcount == 1


def test_other_figures_in_the_seal_itself_are_found(open_ward: Path) -> None:
    """They are printed as “sealed” beside those of today; that they are those digested is never checked."""
    typed("seal", *MAY)
    tampered(open_ward, "UPDATE event SET data = json_set(data, '$.total.pending', 0) WHERE kind = 'seal'")
    result = run("report", *MAY, "--sealed", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 3 or found["seal"]["changes"] == {}


@pytest.mark.parametrize("data", ["{}", '{"channel": "fax"}'], ids=["nothing in it", "a channel nobody knows"])
def test_an_event_that_cannot_be_told_any_more_is_a_finding_and_no_bug(open_ward: Path, data: str) -> None:
    """Exit 1 is a bug of ours; a ledger that was changed behind a seal is a finding (3) or a damaged file (14)."""
    typed("seal", *MAY)
    sql = "UPDATE event SET data = iif(? = '{}', '{}', json_patch(data, ?)) WHERE dossier = ? AND kind = 'receive'"
    tampered(open_ward, sql, data, data, "H26.15.30-230530-0001")
    assert run("report", *MAY, "--sealed").exit_code in (3, 14)


def test_a_sealed_report_as_markdown_lists_what_was_recorded_since(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table, the JSON, the page and the workbook do; Markdown says how many there are and not which."""
    typed("seal", *MAY)
    monkeypatch.setattr(session, "clock", lambda: datetime(2023, 6, 6, 9, 0, tzinfo=VIETNAM))
    typed("resolve", "230530-0001", "--at", "31/5/2023 09:00")
    assert "230530-0001" in typed("report", *MAY, "--sealed")
    assert "230530-0001" in typed("report", *MAY, "--sealed", "-f", "md")


# --- on a screen ---------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A terminal."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("words", ["Nguyễn Thị Bưởi", "Đăng ký kết hôn"])
def test_the_register_on_a_screen_of_80_columns_shows_who_and_what(
    monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """Its last column, the applicant and the procedure, is 9 characters wide in Vietnamese and not there in English."""
    screen = Terminal()
    for name, value in (("COLUMNS", "80"), ("LINES", "24"), ("TERM", "xterm"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", screen)
        with pytest.raises(SystemExit):
            app(["register", "--from", "5/6/2023", "--to", "5/6/2023", "--lang", language], prog_name="onestop")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())
    assert words in " ".join(plain.split())
