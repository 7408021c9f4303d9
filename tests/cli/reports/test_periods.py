"""The periods and moments of a report as they are typed (domain §4.1)."""

from datetime import date

import pytest

from tests.cli.reports.shapes import (
    JUNE,
    MAY,
    SHAPES,
    is_now,
)
from tests.command_line import as_json, refused, typed

PERIODS = {
    "calendar": {
        "--month 1": ("2023-01-01", "2023-01-31"), "--month 6": ("2023-06-01", "2023-06-30"),
        "--month 12": ("2023-12-01", "2023-12-31"), "--quarter 1": ("2023-01-01", "2023-03-31"),
        "--quarter 2": ("2023-04-01", "2023-06-30"), "--quarter 3": ("2023-07-01", "2023-09-30"),
        "--quarter 4": ("2023-10-01", "2023-12-31"), "--half 1": ("2023-01-01", "2023-06-30"),
        "--half 2": ("2023-07-01", "2023-12-31"), "--nine-months": ("2023-01-01", "2023-09-30"),
        "": ("2023-01-01", "2023-12-31"),
    },
    "administrative": {
        "--month 1": ("2022-12-15", "2023-01-14"), "--month 6": ("2023-05-15", "2023-06-14"),
        "--month 12": ("2023-11-15", "2023-12-14"), "--quarter 1": ("2022-12-15", "2023-03-14"),
        "--quarter 2": ("2023-03-15", "2023-06-14"), "--quarter 3": ("2023-06-15", "2023-09-14"),
        "--quarter 4": ("2023-09-15", "2023-12-14"), "--half 1": ("2022-12-15", "2023-06-14"),
        "--half 2": ("2023-06-15", "2023-12-14"), "--nine-months": ("2022-12-15", "2023-09-14"),
        "": ("2022-12-15", "2023-12-14"),
    },
}  # fmt: skip
"""Domain §4.1, for 2023."""


@pytest.mark.parametrize(
    ("convention", "options"), [(convention, options) for convention, table in PERIODS.items() for options in table]
)
def test_a_period_is_exactly_the_days_of_its_convention(
    monkeypatch: pytest.MonkeyPatch, convention: str, options: str
) -> None:
    first, last = PERIODS[convention][options]
    asked = (*options.split(), "--year", "2023", "--convention", convention)
    is_now(monkeypatch, "2024-02-01 09:00")
    report = as_json("report", *asked, "--by", "none", "--cumulative")
    assert report["period"] == {"from": first, "to": last, "convention": convention}
    assert report["as_of"] == f"{last}T23:59:59+07:00"
    year = PERIODS[convention][""][0]
    assert (report["cumulative"]["from"], report["cumulative"]["to"]) == (year, last)
    assert as_json("late", *asked)["period"] == report["period"]
    assert as_json("report", *asked, "--form", "06a")["period"] == report["period"]
    assert as_json("seal", *asked)["period"] == report["period"]
    shown = f"{date.fromisoformat(first):%d/%m/%Y} – {date.fromisoformat(last):%d/%m/%Y}"
    assert shown in typed("report", *asked)
    assert shown in typed("register", *asked)


def test_the_set_convention_is_that_of_every_report() -> None:
    typed("config", "set", "convention", "administrative")
    expected = {"from": "2023-05-15", "to": "2023-06-14", "convention": "administrative"}
    assert as_json("report", "--month", "6")["period"] == as_json("late", "--month", "6")["period"] == expected
    assert as_json("trend", "--months", "2")["period"] == {**expected, "from": "2023-04-15"}
    assert as_json("report", *JUNE, "--convention", "calendar")["period"]["to"] == "2023-06-30"


BARE = [
    ("2023-07-31 23:59:59", "--month 8", "2022-08-01", "calendar"),
    ("2023-08-01 00:00", "--month 8", "2023-08-01", "calendar"),
    ("2023-08-31 12:00", "--month 8", "2023-08-01", "calendar"),
    ("2024-01-01 00:00", "--month 8", "2023-08-01", "calendar"),
    ("2024-01-01 00:00", "--month 1", "2024-01-01", "calendar"),
    ("2023-07-14 12:00", "--month 8", "2022-07-15", "administrative"),
    ("2023-07-15 00:00", "--month 8", "2023-07-15", "administrative"),
    ("2023-12-14 12:00", "--month 1", "2022-12-15", "administrative"),
    ("2023-12-15 00:00", "--month 1", "2023-12-15", "administrative"),
    ("2023-09-30 12:00", "--quarter 4", "2022-10-01", "calendar"),
    ("2023-10-01 12:00", "--quarter 4", "2023-10-01", "calendar"),
    ("2023-06-14 12:00", "--half 2", "2022-06-15", "administrative"),
    ("2023-06-15 12:00", "--half 2", "2023-06-15", "administrative"),
    ("2023-12-15 12:00", "--nine-months", "2023-12-15", "administrative"),
    ("2023-12-14 12:00", "--nine-months", "2022-12-15", "administrative"),
    ("2023-08-14 12:00", "", "2023-07-15", "administrative"),
    ("2023-12-31 12:00", "", "2023-12-15", "administrative"),
    ("2023-08-14 12:00", "", "2023-08-01", "calendar"),
]
"""Now, what is asked without a year, and the first day of what is meant."""


@pytest.mark.parametrize(("now", "options", "first", "convention"), BARE)
def test_without_a_year_it_is_the_latest_that_has_begun(
    monkeypatch: pytest.MonkeyPatch, now: str, options: str, first: str, convention: str
) -> None:
    is_now(monkeypatch, now)
    asked = (*options.split(), "--convention", convention)
    assert as_json("report", *asked, "--by", "none")["period"]["from"] == first
    assert as_json("late", *asked)["period"]["from"] == first


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
def test_without_a_year_the_day_of_a_moment_in_the_past_decides(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """On 20/9/2024 the latest June is that of 2024; on 10/6/2023 it was that of 2023, and the latest July of 2022."""
    is_now(monkeypatch, "2024-09-20 09:00")

    def first(*options: str) -> str:
        return as_json("report", *options, "--by", "none")["period"]["from"]

    assert (first("--month", "6"), first()) == ("2024-06-01", "2024-09-01")
    assert first("--month", "6", option, "10/6/2023") == first(option, "10/6/2023") == "2023-06-01"
    assert first("--quarter", "2", option, "2023-06-10 12:00") == "2023-04-01"
    assert first("--month", "6", option, "10/6/2023", "--convention", "administrative") == "2023-05-15"
    assert first("--month", "7", option, "15/6/2023", "--convention", "administrative") == "2023-06-15"
    assert as_json("trend", "--months", "2", option, "10/6/2023")["rows"][-1]["month"] == "2023-06"
    if option == "--known-at":
        assert first("--month", "7", option, "10/6/2023") == "2022-07-01"
    else:
        assert "lies outside" in refused("report", "--month", "7", option, "10/6/2023")


@pytest.mark.parametrize("command", ["report", "late", "register"])
def test_a_period_that_has_not_begun_is_refused(command: str) -> None:
    for options in (("--month", "7", "--year", "2023"), ("--from", "6/6/2023", "--to", "9/6/2023"), ("--year", "2024")):
        assert "has not begun" in refused(command, *options)
    refused(command, *JUNE, "--known-at", "31/5/2023")  # known before its first event the file knew nothing


def test_what_was_known_before_a_period_began_is_no_report_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, "2023-09-20 09:00")
    for command in ("report", "late", "register"):
        assert "has not begun" in refused(command, "--month", "7", "--year", "2023", "--known-at", "30/6/2023")


def test_a_moment_outside_the_period_is_refused_but_by_the_register() -> None:
    for shape in (("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("late",)):
        for as_of in ("1/6/2023", "30/4/2023", "2023-05-31 23:59:59.5", "1/6/2023 00:00"):
            refused(*shape, *MAY, "--as-of", as_of)
        typed(*shape, *MAY, "--as-of", "31/5/2023")
        typed(*shape, *MAY, "--as-of", "1/5/2023 00:00")
    delivered = {
        as_of: as_json("register", *MAY, "--as-of", as_of)[-1]["status"] for as_of in ("31/5/2023", "5/6/2023")
    }
    assert delivered == {"31/5/2023": "received", "5/6/2023": "resolved"}
    assert "lies outside" in refused("register", *MAY, "--as-of", "30/4/2023")


def test_a_moment_to_come_is_not_allowed() -> None:
    for command in ("report", "late", "register"):
        assert "in the future" in refused(command, *JUNE, "--as-of", "6/6/2023", code=11)
        typed(command, *JUNE, "--as-of", "5/6/2023")
    assert "in the future" in refused("report", *JUNE, "--as-of", "5/6/2023 16:01", code=11)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "sealed"])
def test_before_the_file_nothing_was_known(shape: str) -> None:
    assert "this file begins at 05/06/2023 16:00" in refused(*SHAPES[shape], "--known-at", "5/6/2023 15:59:59")
    typed(*SHAPES[shape], "--known-at", "5/6/2023 16:00")


def test_weeks_are_monday_to_sunday_and_clipped() -> None:
    report = as_json("report", "--from", "24/5/2023", "--to", "5/6/2023", "--by", "week")
    assert [(row["key"], row["label"]) for row in report["rows"]] == [
        (["2023-W21"], ["24/05–28/05/2023"]),
        (["2023-W22"], ["29/05–04/06/2023"]),
        (["2023-W23"], ["05/06–05/06/2023"]),
    ]
    assert [row["carried_over"] for row in report["rows"]] == [1, 1, 1]
    assert [row["pending"] for row in report["rows"]] == [1, 1, report["total"]["pending"]]
    days = as_json("report", "--from", "28/5/2023", "--to", "31/5/2023", "--by", "week", "--by", "day")
    assert [row["key"] for row in days["rows"]] == [
        ["2023-W21", "2023-05-28"], ["2023-W22", "2023-05-29"], ["2023-W22", "2023-05-30"], ["2023-W22", "2023-05-31"],
    ]  # fmt: skip
