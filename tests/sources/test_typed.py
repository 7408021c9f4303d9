"""Dates as people type them; nothing is guessed."""

from datetime import date, datetime

import pytest

from onestop_cli.errors import BadWhen, EmptyRange, ImpossibleDate
from onestop_cli.sources.typed import day, day_range, when, written
from tests.core.written import at

NOW = at("3/8/2026 00:30")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023-08-11 09:15", "11/8/2023 09:15"),
        ("2023-08-11T09:15", "11/8/2023 09:15"),
        ("2023-8-1 9:05", "1/8/2023 09:05"),
        ("11/08/2023 09:15", "11/8/2023 09:15"),
        ("11/8/2023 9:15:30", "11/8/2023 09:15:30"),
        ("2023-08-11T09:15:30+07:00", "11/8/2023 09:15:30"),
        ("  11/8/2023   09:15 ", "11/8/2023 09:15"),
        ("hôm nay 00:10", "3/8/2026 00:10"),
        ("HÔM NAY 00:10", "3/8/2026 00:10"),
        ("ho\u0302m nay 00:10", "3/8/2026 00:10"),
        ("today 00:10", "3/8/2026 00:10"),
        ("hôm qua 17:00", "2/8/2026 17:00"),
        ("yesterday 17:00", "2/8/2026 17:00"),
        ("29/2/2024 10:00", "29/2/2024 10:00"),
        ("02/09/2025 08:00", "2/9/2025 08:00"),
    ],
)
def test_a_moment_is_read(text: str, meant: str) -> None:
    assert when(text, NOW).instant == at(meant)


@pytest.mark.parametrize("text", ["11/8/2023", "2023-08-11", "hôm nay", "yesterday"])
def test_a_date_without_an_hour_has_none(text: str) -> None:
    assert when(text, NOW).at is None


def test_a_moment_remembers_its_words() -> None:
    assert when(" hôm qua ", NOW).text == "hôm qua"


@pytest.mark.parametrize(
    "text",
    [
        "", "9", "0", "20230811", "1691719200", "11-8-2023", "11.8.2023", "8/2023", "2023", "11/8/23", "11/8",
        "2023/08/11", "11/8/2023 9", "11/8/2023 9h15", "11/8/2023 09:15 PM", "11/8/2023 09:15:30.5",
        "2023-08-11T09:15:30Z", "2023-08-11T09:15:30+00:00", "2023-W32-5", "mai", "tomorrow", "hôm kia",
        "Aug 11 2023", "11/8/2023 11/8/2023", "１１/８/２０２３", "-11/8/2023", "11/8/2023\x00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadWhen) as bad:
        when(text, NOW)
    assert bad.value.exit_code == 2


@pytest.mark.parametrize(
    "text", ["31/9/2025", "29/2/2023", "2023-13-01", "0/8/2023", "11/8/0000", "11/8/2023 24:00", "11/8/2023 09:60"]
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ImpossibleDate) as impossible:
        when(text, NOW)
    assert impossible.value.exit_code == 2


@pytest.mark.parametrize("text", ["hôm nay", "today 10:00", "yesterday"])
def test_a_file_has_no_words_for_days(text: str) -> None:
    with pytest.raises(BadWhen):
        written(text)


def test_a_day_has_no_hour() -> None:
    assert day("11/8/2023", NOW) == date(2023, 8, 11)
    with pytest.raises(BadWhen):
        day("11/8/2023 09:15", NOW)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1/8/2023..31/8/2023", date(2023, 8, 1), date(2023, 8, 31)),
        ("2023-08-01 .. hôm qua", date(2023, 8, 1), date(2026, 8, 2)),
        ("1/8/2023..", date(2023, 8, 1), None),
        ("..31/8/2023", None, date(2023, 8, 31)),
        ("1/8/2023", date(2023, 8, 1), date(2023, 8, 1)),
    ],
)
def test_a_range_may_be_open(text: str, first: date | None, last: date | None) -> None:
    assert day_range(text, NOW) == (first, last)


@pytest.mark.parametrize("text", ["..", " .. ", "1/8/2023..x", "1/8/2023...2/8/2023", "1/8/2023 09:00..2/8/2023"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(BadWhen):
        day_range(text, NOW)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(EmptyRange) as empty:
        day_range("2/8/2023..1/8/2023", NOW)
    assert empty.value.exit_code == 2


@pytest.mark.parametrize("text", ["2026-08-03T09:15:30+07:00", "2026-08-03T00:00:00+07:00"])
def test_what_we_write_is_read_as_it_was(text: str) -> None:
    assert written(text).instant == datetime.fromisoformat(text)
