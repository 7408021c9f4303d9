"""Dates as people type them; nothing is guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes

from onestop_cli.core.moments import VIETNAM, When, iso
from onestop_cli.errors import BadHours, BadWhen, EmptyRange, ImpossibleDate, YearNeeded
from onestop_cli.output.figures import day as day_words
from onestop_cli.output.language import LANGUAGES, speaking
from onestop_cli.output.words import _, clock_words
from onestop_cli.sources.typed import day, day_range, hours, when, written
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
        ("11-8-2023 9:15", "11/8/2023 09:15"),
        ("11/8/2023 9h15", "11/8/2023 09:15"),
        ("11/8/2023 9h", "11/8/2023 09:00"),
        ("hôm kia 9:00", "1/8/2026 09:00"),
        ("hom kia 9g05", "1/8/2026 09:05"),
        ("hom-qua 9:05", "2/8/2026 09:05"),
        ("day before yesterday 9:00", "1/8/2026 09:00"),
        ("15:00", "3/8/2026 15:00"),
        ("15:00:30", "3/8/2026 15:00:30"),
        ("15h30", "3/8/2026 15:30"),
        ("15 giờ", "3/8/2026 15:00"),
        ("15 giờ 30", "3/8/2026 15:30"),
    ],
)
def test_a_moment_is_read(text: str, meant: str) -> None:
    assert when(text, NOW).instant == at(meant)


@pytest.mark.parametrize("text", ["11/8/2023", "2023-08-11", "hôm nay", "yesterday"])
def test_a_date_without_an_hour_has_none(text: str) -> None:
    assert when(text, NOW).at is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2/8 15:00", "2/8/2026 15:00"),
        ("3/8 15:00", "3/8/2026 15:00"),
        ("4/8 15h", "4/8/2025 15:00"),
        ("29/2 10:00", "29/2/2024 10:00"),
    ],
)
def test_a_day_without_its_year_is_the_latest_that_has_come(text: str, meant: str) -> None:
    assert when(text, NOW, is_past=True).instant == at(meant)
    with pytest.raises(YearNeeded):
        when(text, NOW)


def test_a_day_that_no_year_has_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        when("31/9 15:00", NOW, is_past=True)


@given(datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_whatever_is_printed_reads_back(moment: datetime) -> None:
    meant = moment.replace(microsecond=0, tzinfo=VIETNAM)
    read = [when(text, NOW) for text in (iso(meant) or "", _("{when}", when=meant), f"{meant:%Y-%m-%d %H:%M:%S}")]
    assert {each.instant for each in read} == {meant}
    assert {when(text, NOW) for text in (day_words(meant.date()), meant.date().isoformat())} == {
        When(meant.date(), None, day_words(meant.date())),
        When(meant.date(), None, meant.date().isoformat()),
    }
    for spoken in LANGUAGES:
        with speaking(spoken):
            hour = when(clock_words(f"{meant:%H:%M}"), NOW)
        assert (hour.on, hour.at) == (NOW.date(), meant.time().replace(second=0))


@pytest.mark.parametrize("text", ["13:30-17:30", "13h30-17h30", "13g30 - 17g30", "13h30 – 17:30"])
def test_hours_are_read(text: str) -> None:
    assert hours(text) == (48_600, 63_000)


@pytest.mark.parametrize("text", ["13-17", "13:-17:30", "13h60-17h", "17h-13h"])
def test_what_is_no_stretch_of_hours_is_refused(text: str) -> None:
    with pytest.raises(BadHours):
        hours(text)


def test_a_moment_remembers_its_words() -> None:
    assert when(" hôm qua ", NOW).text == "hôm qua"


@pytest.mark.parametrize(
    "text",
    [
        "", "9", "0", "20230811", "1691719200", "11.8.2023", "8/2023", "2023", "11/8/23", "11-8",
        "2023/08/11", "11/8/2023 9", "t15:00", "15h3", "15h 30 00", "11/8-2023", "11/8/2023 09:15 PM",
        "11/8/2023 09:15:30.5",
        "2023-08-11T09:15:30Z", "2023-08-11T09:15:30+00:00", "2023-W32-5", "mai", "tomorrow", "hôm kia9:00",
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


@pytest.mark.parametrize(
    "text", ["hôm nay", "today 10:00", "yesterday", "hôm kia", "15:00", "11/8", "11-8-2023", "11/8/2023 9h15"]
)
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
