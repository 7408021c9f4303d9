"""Years of the calendar: loaded without a gap, confirmed, and what is theirs (domain §2.1)."""

from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.errors import (
    CalendarGap,
    NothingToDo,
)
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.usecases import calendar as cases
from onestop_cli.usecases import office
from onestop_cli.usecases.calendar import Change, Years
from tests.office import Ward, opened, strays
from tests.usecases.notices import (
    PREVIEW,
    add_holiday,
    confirm,
    due,
    kind,
    load,
)


@pytest.fixture
def christmas(early_ward: Ward) -> tuple[Ward, str]:
    """Received 24/12/2025 + 7 working days, a day before the notice; now it is 26/12."""
    early_ward.is_now("24/12/2025 09:00")
    code = early_ward.receive("bay-ngay").code
    early_ward.is_now("26/12/2025 09:00")
    return early_ward, code


def loaded_years(ward: Ward) -> list[int]:
    return [year for (year,) in ward.ask("SELECT year FROM loaded_year ORDER BY year")]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        pytest.param(2029, 2029, range(2025, 2030), id="the next year"),
        pytest.param(2031, 2031, range(2025, 2032), id="with those between"),
        pytest.param(2008, 2008, range(2008, 2029), id="backwards"),
        pytest.param(2008, 2030, range(2008, 2031), id="on both sides"),
    ],
)
def test_years_are_loaded_without_a_gap(ward: Ward, first: int, last: int, years: range) -> None:
    load(ward, first, last, PREVIEW)
    assert loaded_years(ward) == list(years)
    assert ward.ask("SELECT count(*) FROM day") == [((date(years[-1], 12, 31) - date(years[0], 1, 1)).days + 1,)]


def test_loading_on_both_sides_leaves_the_years_between_alone(ward: Ward) -> None:
    confirm(ward, 2027)
    before = ward.ask("SELECT on_day, kind, confirmed FROM day WHERE on_day BETWEEN '2025' AND '2029'")
    load(ward, 2008, 2030)
    assert ward.ask("SELECT on_day, kind, confirmed FROM day WHERE on_day BETWEEN '2025' AND '2029'") == before


def test_a_loaded_year_can_be_promised_in(ward: Ward) -> None:
    ward.is_now("29/12/2028 09:00")
    load(ward, 2029, 2029)
    assert ward.receive("bay-ngay").calendar_provisional


def test_loading_what_is_loaded_and_the_same_records_nothing(ward: Ward) -> None:
    before = ward.content
    years = Years([], [2026, 2027], [], [2025, 2026, 2027, 2028])
    assert load(ward, 2026, 2027) == Change([], [], None, is_known=True, years=years)
    assert ward.content == before


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        pytest.param(2029, 2029, Years([2029], [], [], [*range(2025, 2030)]), id="the next year"),
        pytest.param(2031, 2031, Years([2029, 2030, 2031], [], [], [*range(2025, 2032)]), id="with those between"),
        pytest.param(2023, 2023, Years([2023, 2024], [], [], [*range(2023, 2029)]), id="backwards"),
        pytest.param(
            2027, 2029, Years([2029], [], [2027, 2028], [*range(2025, 2030)]), id="loaded ones mixed with new"
        ),
        pytest.param(
            2024, 2029, Years([2024, 2029], [], [2025, 2026, 2027, 2028], [*range(2024, 2030)]), id="on both sides"
        ),
        pytest.param(2025, 2025, Years([], [2025], [], [*range(2025, 2029)]), id="compared anew"),
    ],
)
def test_loading_tells_every_year_and_what_the_calendar_holds(ward: Ward, first: int, last: int, told: Years) -> None:
    assert load(ward, first, last).years == told
    assert loaded_years(ward) == told.held


def test_loading_anew_brings_what_the_program_has_learned(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    assert [after.on for _, after in load(ward, 2026, 2026).changed] == [date(2026, 1, 2), date(2026, 1, 10)]
    assert (due(ward, code), strays(ward)) == ("6/1/2026 17:30", [])


def test_an_older_file_learns_that_tet_2025_had_five_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its calendar had Saturday 1/2/2025 as a holiday, but offices that work Saturdays worked (6150/TB-BLĐTBXH)."""
    sixth = Claim(date(2025, 2, 1), DayKind.holiday, "Mùng bốn Tết Nguyên Đán", "Bộ luật Lao động", Rank.computed)

    def before(first_year: int, last_year: int) -> CalendarLoad:
        national = national_calendar(first_year, last_year)
        return national._replace(claims=(*national.claims, sixth))

    monkeypatch.setattr(office, "national_calendar", before)
    older = Ward(opened(tmp_path / "older.db"))
    assert kind(older, "1/2/2025") is DayKind.holiday
    changed = [(was and was.kind, now.on, now.kind) for was, now in load(older, 2025, 2025, PREVIEW).changed]
    assert changed == [(DayKind.holiday, date(2025, 2, 1), DayKind.weekend)]
    load(older, 2025, 2025)
    assert (kind(older, "1/2/2025"), kind(older, "27/1/2025")) == (DayKind.weekend, DayKind.holiday)


def test_loading_anew_keeps_the_notices_entered(ward: Ward) -> None:
    add_holiday(ward, "10/9/2026")
    load(ward, 2026, 2026)
    assert kind(ward, "10/9/2026") is DayKind.holiday


def test_loading_anew_keeps_what_was_confirmed(ward: Ward) -> None:
    confirm(ward, 2027)
    before = ward.content
    load(ward, 2027, 2027)
    assert ward.content == before


def test_confirming_a_year_ends_its_guesses(ward: Ward) -> None:
    ward.is_now("23/11/2026 09:00")
    assert ward.receive().calendar_provisional
    confirm(ward, 2026)
    assert not ward.receive().calendar_provisional
    assert cases.year(ward.path, ward.clock, 2026).provisional == []


def test_confirming_moves_no_date(ward: Ward) -> None:
    ward.is_now("23/11/2026 09:00")
    code = ward.receive().code
    before = ward.dossier(code)
    confirm(ward, 2026)
    assert ward.dossier(code) == before


def test_a_year_is_confirmed_once(ward: Ward) -> None:
    confirm(ward, 2027)
    with pytest.raises(NothingToDo):
        confirm(ward, 2027)


def test_a_year_not_loaded_is_neither_shown_nor_confirmed(ward: Ward) -> None:
    with pytest.raises(CalendarGap):
        confirm(ward, 2029)
    with pytest.raises(CalendarGap):
        cases.year(ward.path, ward.clock, 2029)


def test_a_year_is_shown_with_its_working_days(ward: Ward) -> None:
    view = cases.year(ward.path, ward.clock, None)
    assert (view.year, view.working_days, len(view.days)) == (2026, 249, 365)
    assert [(start, end) for start, end, _ in view.provisional] == [(date(2026, 11, 21), date(2026, 11, 28))]


def test_years_that_someone_else_loads_meanwhile_are_loaded_once(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clerks ask for the years after the last; the slower one's are those that are left."""
    last = loaded_years(ward)[-1]
    others = [last + 2]

    def slowly(first: int, until: int) -> CalendarLoad:
        if others:
            load(ward, last + 1, others.pop())
        return national_calendar(first, until)

    monkeypatch.setattr(cases, "national_calendar", slowly)
    years = load(ward, last + 1, last + 3).years
    assert years == Years([last + 3], [], [last + 1, last + 2], loaded_years(ward))
    assert ward.ask("SELECT on_day, kind FROM claim GROUP BY on_day, kind HAVING count(*) > 1") == []
