"""What a report fails on, and options that do not go together."""

from pathlib import Path

import pytest

from tests.cli.reports.shapes import JUNE, MAY
from tests.command_line import as_json, refused, run, typed

# --- findings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (("report", *MAY), {"overdue"}),
        (("report", *JUNE), {"late", "overdue"}),
        (("report", *JUNE, "--basis", "extended"), {"overdue"}),
        (("report", "--month", "3", "--year", "2023"), set()),
        (("report", *MAY, "--form", "06a"), {"overdue"}),
        (("report", *JUNE, "--form", "06a"), {"late", "overdue"}),
        (("report", "--month", "3", "--year", "2023", "--form", "06a"), set()),
        (("report", *MAY, "--index-766"), {"overdue"}),
        (("report", *JUNE, "--index-766"), {"late", "overdue"}),
        (("report", "--month", "3", "--year", "2023", "--index-766"), set()),
        (("report", *MAY, "--sealed"), {"overdue"}),
    ],
)
def test_a_report_fails_on_what_must_not_be_and_is_printed_all_the_same(
    command: tuple[str, ...], found: set[str]
) -> None:
    plain = typed(*command)
    for words in (("late",), ("overdue",), ("late", "overdue"), ("overdue", "late")):
        options = [option for word in words for option in ("--fail-on", word)]
        result = run(*command, *options)
        assert (result.exit_code, result.stdout) == (3 if found & set(words) else 0, plain), words
        assert bool(result.stderr) is bool(found & set(words))


def test_a_report_that_fails_writes_its_file_first(tmp_path: Path) -> None:
    for ending in ("json", "html", "xlsx"):
        target = tmp_path / f"x.{ending}"
        assert typed("report", *JUNE, "--fail-on", "late", "-o", str(target), code=3) == ""
        assert target.stat().st_size > 500


def test_only_what_is_known_can_be_failed_on() -> None:
    assert "accepted: late, overdue" in refused("report", "--fail-on", "early")


# --- options that do not go together ---------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("--form 06a --by field", id="the form has its own rows"),
        pytest.param("--form 06a --by none", id="the form has its own rows, none of them left out"),
        pytest.param("--form 06a --cumulative", id="the form has no cumulative part"),
        pytest.param("--index-766 --granularity date", id="the index is to the minute"),
        pytest.param("--index-766 --granularity minute", id="the index is to the minute, said or not"),
        pytest.param("--index-766 --basis statutory", id="the index is by the due date"),
        pytest.param("--index-766 --cumulative", id="the index has no cumulative part"),
        pytest.param("--sealed --as-of 31/5/2023", id="a seal has its moment"),
        pytest.param("--sealed --known-at 5/6/2023", id="a seal has its knowledge"),
        pytest.param("--sealed --basis due", id="a seal has its basis"),
        pytest.param("--sealed --granularity unit", id="a seal has its granularity"),
        pytest.param("--sealed --cumulative", id="a seal has its cumulative part"),
        pytest.param("--form 06a --index-766", id="two shapes"),
        pytest.param("--form 06a --sealed", id="two other shapes"),
        pytest.param("--index-766 --sealed", id="two shapes again"),
    ],
)
def test_shapes_refuse_what_does_not_go_with_them(options: str) -> None:
    assert "cannot be given together" in refused("report", *MAY, *options.split())


@pytest.mark.parametrize("command", ["report", "late", "register", "seal"])
@pytest.mark.parametrize(
    "options",
    [
        "--month 5 --quarter 2", "--month 5 --half 1", "--month 5 --nine-months", "--quarter 2 --half 1",
        "--half 1 --nine-months", "--month 5 --from 1/5/2023", "--month 5 --to 31/5/2023",
        "--year 2023 --from 1/5/2023",
        "--year 2023 --from 1/5/2023 --to 31/5/2023", "--nine-months --from 1/5/2023", "--month 5 --quarter 2 --half 1",
    ],
)  # fmt: skip
def test_one_period_is_asked_for(command: str, options: str) -> None:
    assert "cannot be given together" in refused(command, *options.split())


@pytest.mark.parametrize(
    "options",
    [
        "--month 0", "--month 13", "--month -1", "--month 5.0", "--month năm", "--month ٥", "--quarter 0",
        "--quarter 5", "--half 0", "--half 3", "--year 23", "--year 0", "--year 1899", "--year 2200",
        "--month 5 --year 20x3",
        "--from 1/5/2023 --to 30/4/2023", "--from 31/4/2023 --to 30/5/2023", "--to 31/5/2023", "--from 5/2023",
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["report", "late", "register", "seal"])
def test_a_period_that_is_none_is_refused(command: str, options: str) -> None:
    assert "error" in refused(command, *options.split(" "))


@pytest.mark.parametrize("months", ["0", "121", "-1", "x", "1.5", ""])
def test_a_trend_has_from_one_month_to_ten_years(months: str) -> None:
    assert "from 1 to 120" in refused("trend", "--months", months)


@pytest.mark.parametrize(
    "options",
    [
        ("--by", "field", "--by", "month", "--by", "officer"),
        ("--by", "month", "--by", "month"),
        ("--by", "applicant"),
        ("--by", ""),
        ("--index-766", "--by", "field", "--by", "month", "--by", "officer"),
        ("--sealed", "--by", "day", "--by", "day"),
        ("--basis", "foreign"),
        ("--granularity", "hour"),
        ("--convention", "lunar"),
        ("--form", "06b"),
    ],
)
def test_words_that_are_not_accepted_are_refused(options: tuple[str, ...]) -> None:
    refused("report", *MAY, *options)


@pytest.mark.parametrize("by", ["month", "week", "applicant"])
def test_a_trend_is_by_month_already(by: str) -> None:
    assert "accepted: procedure, field, officer, channel, receiving_unit, none" in refused("trend", "--by", by)


def test_the_index_is_over_calendar_periods_only() -> None:
    assert "calendar periods only" in refused("report", *MAY, "--index-766", "--convention", "administrative")
    typed("config", "set", "convention", "administrative")
    assert "--convention calendar" in refused("report", *MAY, "--index-766")
    assert as_json("report", *MAY, "--index-766", "--convention", "calendar")["total"]["all"] == 3
