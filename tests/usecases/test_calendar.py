"""Keeping the calendar: previews, notices that come late, and which promises move (domain §2.1)."""

from datetime import date

import pytest

from onestop_cli.core.calendar import DayKind, Rank
from onestop_cli.core.moments import Moments
from onestop_cli.errors import (
    AlreadyRevoked,
    BadSwap,
    CalendarGap,
    NoticedSwap,
    OffOnEnteredMakeupDay,
    OffOnMakeupDay,
    UnknownNotice,
)
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import settings as settings_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.explanations import explain, when
from onestop_cli.usecases.moves import Consent, Direction
from onestop_cli.usecases.settings import set_value
from tests.core.written import at, day
from tests.office import ACTOR, Ward, broken_links, moment, strays
from tests.usecases.notices import (
    APPLY,
    EVERYTHING,
    NO_MOVE,
    NOTICE,
    PREVIEW,
    add_holiday,
    add_swap,
    confirm,
    due,
    kind,
    load,
    revoke,
)


@pytest.fixture
def christmas(early_ward: Ward) -> tuple[Ward, str]:
    """Received 24/12/2025 + 7 working days, a day before the notice; now it is 26/12."""
    early_ward.is_now("24/12/2025 09:00")
    code = early_ward.receive("bay-ngay").code
    early_ward.is_now("26/12/2025 09:00")
    return early_ward, code


@pytest.fixture
def january(early_ward: Ward) -> tuple[Ward, str]:
    """Received 7/1/2026 + 3 working days by an office that has not entered the notice."""
    early_ward.is_now("7/1/2026 09:00")
    return early_ward, early_ward.receive().code


# --- January 2026, the worked example --------------------------------------------------------------


def test_the_slip_is_printed_before_the_notice(christmas: tuple[Ward, str]) -> None:
    assert due(*christmas) == "5/1/2026 17:30"


def test_the_notice_moves_it_later(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    [moved] = add_swap(ward, APPLY).moved
    assert (moved.code, moved.direction, moved.applied) == (code, Direction.later, True)
    assert due(ward, code) == "6/1/2026 17:30"
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_what_the_slip_says_stays(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    add_swap(ward, APPLY)
    assert ward.dossier(code).promised_due_at == at("5/1/2026 17:30")


def test_a_move_carries_the_notice_as_its_reason(christmas: tuple[Ward, str]) -> None:
    ward, _ = christmas
    recorded = add_swap(ward, APPLY).recorded
    assert recorded is not None
    assert ward.ask("SELECT json_extract(data, '$.source') FROM event WHERE kind = 'move'") == [
        (f"{NOTICE} ({recorded.anchor})",)
    ]


def test_a_move_earlier_is_shown_and_not_made(january: tuple[Ward, str]) -> None:
    ward, code = january
    [moved] = add_swap(ward, APPLY).moved
    assert (moved.direction, moved.due_after, moved.applied) == (Direction.earlier, at("10/1/2026 17:30"), False)
    assert (due(ward, code), strays(ward)) == ("12/1/2026 17:30", [])


def test_a_move_earlier_is_made_when_asked_for(january: tuple[Ward, str]) -> None:
    ward, code = january
    add_swap(ward, EVERYTHING)
    assert (due(ward, code), strays(ward)) == ("10/1/2026 17:30", [])


def test_after_the_notice_every_receipt_counts_with_it(january: tuple[Ward, str]) -> None:
    ward, _ = january
    add_swap(ward, APPLY)
    assert ward.receive().due_at == at("10/1/2026 17:30")


def test_no_move_records_the_notice_only(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    change = add_swap(ward, NO_MOVE)
    assert (change.recorded is not None, change.moved[0].applied) == (True, False)
    assert (due(ward, code), kind(ward, "2/1/2026")) == ("5/1/2026 17:30", DayKind.swap_day_off)


@pytest.mark.parametrize("consent", [APPLY, EVERYTHING])
def test_a_dossier_with_its_result_never_moves(christmas: tuple[Ward, str], consent: Consent) -> None:
    ward, code = christmas
    ward.resolve(code)
    assert (add_swap(ward, consent).moved, due(ward, code)) == ([], "5/1/2026 17:30")


def test_entering_it_again_moves_what_was_left_when_asked_for(january: tuple[Ward, str]) -> None:
    ward, code = january
    add_swap(ward, APPLY)
    again = add_swap(ward, EVERYTHING)
    assert (again.recorded, [moved.applied for moved in again.moved]) == (None, [True])
    assert (due(ward, code), len(notice_cases.notices(ward.path)), strays(ward)) == ("10/1/2026 17:30", 1, [])


def test_a_later_notice_leaves_alone_what_an_earlier_one_left_alone(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    add_swap(ward, NO_MOVE)
    assert add_holiday(ward, "10/3/2026", EVERYTHING).moved == []
    assert due(ward, code) == "5/1/2026 17:30"


@pytest.mark.parametrize("given", ["2026-01-05", "2026-01-05 10:00"])
def test_a_date_of_another_system_never_moves(early_ward: Ward, given: str) -> None:
    early_ward.is_now("26/12/2025 09:00")
    early_ward.imports(f"code,procedure_code,received_at,due_at\nX-1,9.000006,24/12/2025 09:00,{given}\n")
    before = due(early_ward, "X-1")
    assert (add_swap(early_ward, EVERYTHING).moved, due(early_ward, "X-1")) == ([], before)


def test_the_days_that_change_are_named(christmas: tuple[Ward, str]) -> None:
    changed = add_swap(christmas[0], PREVIEW).changed
    assert [(after.on, before.kind if before else None, after.kind) for before, after in changed] == [
        (date(2026, 1, 2), DayKind.working_day, DayKind.swap_day_off),
        (date(2026, 1, 10), DayKind.weekend, DayKind.makeup_day),
    ]


# --- previews --------------------------------------------------------------------------------------


def test_a_preview_says_what_would_be_done_and_does_nothing(christmas: tuple[Ward, str]) -> None:
    ward, _ = christmas
    before = ward.content
    preview = add_swap(ward, PREVIEW)
    assert ward.content == before
    applied = add_swap(ward, APPLY)
    assert preview.recorded is None
    assert preview.changed == applied.changed
    assert preview.moved == [moved._replace(applied=False) for moved in applied.moved]


def test_every_preview_records_nothing(ward: Ward) -> None:
    seq = _seq(add_holiday(ward, "10/9/2026"))
    before = ward.content
    add_holiday(ward, "9/9/2026", PREVIEW)
    add_swap(ward, PREVIEW, "8/9/2026", "12/9/2026")
    revoke(ward, seq, PREVIEW)
    load(ward, 2026, 2026, PREVIEW)
    assert ward.content == before


def _seq(change: Change) -> int:
    assert change.recorded is not None
    return change.recorded.seq


def test_applying_twice_changes_nothing(christmas: tuple[Ward, str]) -> None:
    ward, _ = christmas
    add_swap(ward, APPLY)
    before = ward.content
    assert add_swap(ward, APPLY)[:3] == Change([], [], None)[:3]
    assert ward.content == before


# --- which notice counts ---------------------------------------------------------------------------


def test_a_storm_closes_an_office_on_a_makeup_saturday(ward: Ward) -> None:
    """22/8/2026 is worked for 31/8; a local closure makes it a day off, and the count goes past it."""
    ward.is_now("19/8/2026 09:00")
    code = ward.receive().code
    assert due(ward, code) == "22/8/2026 17:30"
    add_holiday(ward, "22/8/2026", local=True)
    assert (due(ward, code), kind(ward, "22/8/2026")) == ("24/8/2026 17:30", DayKind.holiday)


@pytest.mark.parametrize("consent", [PREVIEW, APPLY], ids=["previewed", "applied"])
def test_a_national_day_off_on_a_makeup_day_is_refused_with_the_way_to_revoke_the_swap(
    ward: Ward, consent: Consent
) -> None:
    ward.is_now("19/8/2026 09:00")
    seq = _seq(add_swap(ward, APPLY, "26/8/2026", "29/8/2026"))
    before = ward.content
    with pytest.raises(OffOnEnteredMakeupDay) as refused:
        add_holiday(ward, "29/8/2026", consent)
    told = refused.value.values
    assert (told["day"], told["off"], told["source"], told["seq"]) == (day("29/8/2026"), day("26/8/2026"), NOTICE, seq)
    assert (refused.value.exit_code, ward.content) == (11, before)


def test_a_national_day_off_on_a_makeup_day_of_the_shipped_calendar_is_refused(ward: Ward) -> None:
    with pytest.raises(OffOnMakeupDay) as refused:
        add_holiday(ward, "22/8/2026")
    told = refused.value.values
    assert (told["off"], told["source"]) == (day("31/8/2026"), "Thông báo 9441/TB-BNV")
    assert not isinstance(refused.value, OffOnEnteredMakeupDay)


def test_what_a_storm_closed_is_worked_elsewhere_and_no_national_day_off(ward: Ward) -> None:
    add_holiday(ward, "22/8/2026", local=True)
    with pytest.raises(OffOnMakeupDay):
        add_holiday(ward, "22/8/2026")


def test_a_national_swap_that_takes_a_makeup_day_is_refused_in_the_same_voice(ward: Ward) -> None:
    with pytest.raises(OffOnMakeupDay):
        add_swap(ward, PREVIEW, "22/8/2026", "29/8/2026")


def test_the_nations_swap_may_stand_behind_the_same_one_of_this_office(ward: Ward) -> None:
    local = _swapped(ward, "8/9/2026", "12/9/2026", local=True)
    assert [kept.rank for kept in _swapped(ward, "8/9/2026", "12/9/2026", local=False).unchanged] == [Rank.local] * 2
    revoke(ward, _seq(local))
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)


def test_a_swap_in_force_may_be_entered_from_another_source_though_a_storm_closed_its_saturday(ward: Ward) -> None:
    _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    add_holiday(ward, "12/9/2026", local=True)
    again = add_swap(ward, APPLY, "8/9/2026", "12/9/2026")
    assert [(kept.day.on, kept.rank) for kept in again.unchanged] == [(date(2026, 9, 12), Rank.local)]


def test_two_swaps_do_not_make_one(ward: Ward) -> None:
    """The day off of one and the make-up day of another are in force, but not as one act."""
    add_swap(ward, APPLY, "8/9/2026", "12/9/2026")
    with pytest.raises(BadSwap):
        add_swap(ward, APPLY, "8/9/2026", "22/8/2026")


@pytest.mark.parametrize("local", [False, True], ids=["moved by a national notice", "moved by a local one"])
def test_a_storm_closes_this_office_on_a_makeup_saturday_whoever_moved_it(early_ward: Ward, local: bool) -> None:
    """Saturday 10/1/2026 is worked for 2/1; a storm closes this office on it: received 7/1 + 3 days is 12/1 again."""
    early_ward.is_now("26/12/2025 09:00")
    notice_cases.add_swap(
        early_ward.path, early_ward.clock, ACTOR, day("2/1/2026"), day("10/1/2026"), NOTICE, local=local, consent=APPLY
    )
    early_ward.is_now("7/1/2026 09:00")
    code = early_ward.receive().code
    assert due(early_ward, code) == "10/1/2026 17:30"
    add_holiday(early_ward, "10/1/2026", local=True)
    assert (kind(early_ward, "10/1/2026"), due(early_ward, code)) == (DayKind.holiday, "12/1/2026 17:30")


def test_a_national_day_off_behind_a_local_makeup_day_is_told_to_change_nothing(ward: Ward) -> None:
    notice_cases.add_swap(
        ward.path, ward.clock, ACTOR, day("8/9/2026"), day("12/9/2026"), "CV 3", local=True, consent=APPLY
    )
    change = add_holiday(ward, "12/9/2026")
    [kept] = change.unchanged
    assert (change.changed, kept.claimed, kept.day.kind, kept.day.source, kept.rank) == (
        [], DayKind.holiday, DayKind.makeup_day, "CV 3", Rank.local,
    )  # fmt: skip


def test_a_revoked_notice_has_no_effect(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    seq = _seq(add_swap(ward, APPLY))
    revoke(ward, seq, EVERYTHING)
    assert (kind(ward, "2/1/2026"), due(ward, code)) == (DayKind.working_day, "5/1/2026 17:30")
    assert strays(ward) == []


def test_a_revoked_notice_can_be_entered_again(christmas: tuple[Ward, str]) -> None:
    ward, _ = christmas
    revoke(ward, _seq(add_swap(ward, APPLY)))
    assert _seq(add_swap(ward, APPLY)) > 0
    assert kind(ward, "10/1/2026") is DayKind.makeup_day


def test_a_notice_is_revoked_once(ward: Ward) -> None:
    seq = _seq(add_holiday(ward, "10/9/2026"))
    revoke(ward, seq)
    with pytest.raises(AlreadyRevoked) as again:
        revoke(ward, seq)
    assert again.value.exit_code == 11


@pytest.mark.parametrize("seq", [1, 3, 99])
def test_only_a_notice_is_revoked(ward: Ward, seq: int) -> None:
    with pytest.raises(UnknownNotice) as unknown:
        revoke(ward, seq)
    assert unknown.value.exit_code == 10


def test_a_notice_behind_another_is_recorded_and_counts_when_that_is_revoked(ward: Ward) -> None:
    local = _seq(add_holiday(ward, "10/9/2026", local=True))
    _seq(add_holiday(ward, "10/9/2026", source="Quyết định 1/QĐ-TTg"))
    revoke(ward, local)
    assert kind(ward, "10/9/2026") is DayKind.holiday


def test_a_notice_behind_another_can_be_revoked(ward: Ward) -> None:
    first = _seq(add_holiday(ward, "10/9/2026", source="CV 1"))
    second = _seq(add_holiday(ward, "10/9/2026", source="CV 2"))
    revoke(ward, first)
    revoke(ward, second)
    assert kind(ward, "10/9/2026") is DayKind.working_day


def test_the_notices_are_listed_with_what_ended_them(ward: Ward) -> None:
    seq = _seq(add_holiday(ward, "10/9/2026"))
    end = _seq(revoke(ward, seq))
    [notice] = notice_cases.notices(ward.path)
    assert (notice.seq, notice.actor, notice.revoked_by) == (seq, ACTOR, end)


# --- swaps that are none ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "work", "half"),
    [
        pytest.param("5/9/2026", "12/9/2026", "day off", id="a Saturday off"),
        pytest.param("8/9/2026", "9/9/2026", "make-up day", id="a Wednesday worked"),
        pytest.param("8/9/2026", "22/8/2026", "make-up day", id="a make-up day worked once more"),
        pytest.param("2/9/2026", "2/9/2026", "day off", id="a holiday for itself"),
        pytest.param("2/9/2026", "12/9/2026", "day off", id="a holiday for a Saturday: a working day for nothing"),
        pytest.param("4/9/2026", "2/9/2026", "make-up day", id="a holiday worked"),
    ],
)
def test_a_swap_of_the_wrong_days_is_refused(ward: Ward, off: str, work: str, half: str) -> None:
    with pytest.raises(BadSwap) as bad:
        add_swap(ward, PREVIEW, off, work)
    assert (bad.value.values["half"], bad.value.exit_code) == (half, 2)


def _swapped(ward: Ward, off: str, work: str, *, local: bool, consent: Consent = APPLY) -> Change:
    return notice_cases.add_swap(
        ward.path, ward.clock, ACTOR, day(off), day(work), "CV 3", local=local, consent=consent
    )


@pytest.mark.parametrize(
    ("entered", "swapped"),
    [
        pytest.param(False, False, id="both national"),
        pytest.param(True, True, id="both of this office"),
        pytest.param(False, True, id="the office's swap beats the nation's day off"),
    ],
)
def test_a_saturday_that_only_a_notice_calls_a_holiday_can_be_worked(ward: Ward, entered: bool, swapped: bool) -> None:
    """Saturday 12/9/2026, entered as a day off by mistake, is a weekly rest day beneath: the later notice wins."""
    mistake = _seq(add_holiday(ward, "12/9/2026", local=entered))
    seq = _seq(_swapped(ward, "8/9/2026", "12/9/2026", local=swapped))
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)
    revoke(ward, mistake)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)
    revoke(ward, seq)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.working_day, DayKind.weekend)


def test_a_saturday_that_two_notices_call_a_holiday_is_a_rest_day_beneath_both(ward: Ward) -> None:
    add_holiday(ward, "12/9/2026", source="CV 1")
    add_holiday(ward, "12/9/2026", source="CV 2")
    _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    assert kind(ward, "12/9/2026") is DayKind.makeup_day


def test_a_saturday_that_this_office_closed_is_not_worked_for_the_nation_until_that_is_revoked(ward: Ward) -> None:
    """The office's notice ranks higher: the swap would take Tuesday 8/9 off and leave Saturday closed, half a swap."""
    mistake = _seq(add_holiday(ward, "12/9/2026", local=True))
    before = ward.content
    with pytest.raises(NoticedSwap) as refused:
        _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    told = refused.value.values
    assert (told["half"], told["seq"], refused.value.exit_code, ward.content) == ("make-up day", mistake, 2, before)
    revoke(ward, mistake)
    _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    assert kind(ward, "12/9/2026") is DayKind.makeup_day


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize("entered", [True, False], ids=["named by a notice too", "of the law alone"])
def test_a_holiday_of_the_law_on_a_saturday_is_no_rest_day_to_be_worked(ward: Ward, local: bool, entered: bool) -> None:
    """1/5/2027 is a Saturday and Labour Day (Labour Code art. 112), made up for on Monday 3/5."""
    if entered:
        add_holiday(ward, "1/5/2027", local=local)
    with pytest.raises(BadSwap) as bad:
        _swapped(ward, "4/5/2027", "1/5/2027", local=local)
    assert (bad.value.values["half"], type(bad.value)) == ("make-up day", BadSwap)


def test_a_weekday_that_a_notice_called_a_day_off_can_become_one_by_swap(ward: Ward) -> None:
    """A dispatch was entered as a plain day off; its make-up Saturday comes later, in one act with the day off."""
    first = _seq(add_holiday(ward, "8/9/2026"))
    seq = _seq(_swapped(ward, "8/9/2026", "12/9/2026", local=False))
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)
    revoke(ward, first)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)
    revoke(ward, seq)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.working_day, DayKind.weekend)


def test_a_weekday_that_a_storm_closed_is_swapped_for_the_nation(ward: Ward) -> None:
    add_holiday(ward, "8/9/2026", local=True)
    _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.holiday, DayKind.makeup_day)


def test_an_office_does_not_work_a_saturday_for_what_is_off_for_everybody(ward: Ward) -> None:
    mistake = _seq(add_holiday(ward, "8/9/2026"))
    with pytest.raises(NoticedSwap) as refused:
        _swapped(ward, "8/9/2026", "12/9/2026", local=True)
    assert (refused.value.values["half"], refused.value.values["seq"]) == ("day off", mistake)


def test_a_saturday_called_a_holiday_is_no_day_off_of_a_swap(ward: Ward) -> None:
    add_holiday(ward, "12/9/2026")
    with pytest.raises(BadSwap) as bad:
        _swapped(ward, "12/9/2026", "19/9/2026", local=False)
    assert (bad.value.values["half"], type(bad.value)) == ("day off", BadSwap)


def test_a_saturday_that_the_office_works_anyway_makes_up_for_nothing(ward: Ward) -> None:
    """Even where a notice calls it a day off: beneath that it is a working day of this office."""
    set_value(ward.path, ward.clock, ACTOR, "saturday", "working_day", None)
    add_holiday(ward, "12/9/2026")
    with pytest.raises(BadSwap) as bad:
        _swapped(ward, "8/9/2026", "12/9/2026", local=False)
    assert bad.value.values["half"] == "make-up day"


@pytest.mark.parametrize(("off", "work"), [("2/1/2029", "13/1/2026"), ("2/1/2026", "6/1/2029")])
def test_a_swap_in_a_year_not_loaded_is_refused(early_ward: Ward, off: str, work: str) -> None:
    with pytest.raises(CalendarGap) as gap:
        add_swap(early_ward, APPLY, off, work)
    assert gap.value.exit_code == 13


# --- what rests on the calendar --------------------------------------------------------------------


def day_counts(ward: Ward, code: str) -> tuple[int | None, int | None]:
    [counts] = ward.ask("SELECT working_days, saved_days FROM dossier WHERE code = ?", code)
    return counts


def test_the_working_days_of_results_follow_the_calendar(ward: Ward) -> None:
    code = ward.receive("bay-ngay").code
    ward.is_now("6/8/2026 10:00")
    ward.resolve(code)
    assert day_counts(ward, code) == (3, 4)
    seq = _seq(add_holiday(ward, "5/8/2026"))
    assert (day_counts(ward, code), strays(ward)) == ((2, 4), [])
    add_holiday(ward, "11/8/2026")
    assert (day_counts(ward, code), strays(ward)) == ((2, 3), [])
    revoke(ward, seq)
    assert (day_counts(ward, code), strays(ward)) == ((3, 3), [])


def test_the_running_count_of_days_is_that_of_the_days(ward: Ward) -> None:
    add_holiday(ward, "10/9/2026")
    running = 0
    for kind_name, count in ward.ask("SELECT kind, working_days FROM day ORDER BY on_day"):
        running += kind_name in ("working_day", "makeup_day", "working_saturday")
        assert count == running


def test_the_former_calendar_can_be_had_again(christmas: tuple[Ward, str]) -> None:
    ward, _ = christmas
    with reading(ward.path) as connection:
        before = calendar_store.load(connection)
    seq = _seq(add_swap(ward, APPLY))
    confirm(ward, 2027)
    with reading(ward.path) as connection:
        office = settings_store.office(connection)
        former = calendar_store.days_known_at(connection, office, seq - 1)
        noticed = calendar_store.days_known_at(connection, office, seq)
        now = calendar_store.load(connection)
    assert (calendar_store.Calendar.of(former).marks, former[0].on) == (before.marks, before.first)
    assert [a.on for a, b in zip(former, noticed, strict=True) if a != b] == [date(2026, 1, 2), date(2026, 1, 10)]
    assert calendar_store.Calendar.of(noticed).marks != now.marks


def test_a_former_calendar_has_the_notices_revoked_since(ward: Ward) -> None:
    seq = _seq(add_holiday(ward, "10/9/2026"))
    end = _seq(revoke(ward, seq))
    with reading(ward.path) as connection:
        office = settings_store.office(connection)
        calendars = [
            calendar_store.Calendar.of(calendar_store.days_known_at(connection, office, known)) for known in (seq, end)
        ]
    assert [calendar.is_working_day(day("10/9/2026")) for calendar in calendars] == [False, True]


def test_a_calendar_nobody_knew_yet_is_a_gap(ward: Ward) -> None:
    with reading(ward.path) as connection, pytest.raises(CalendarGap):
        calendar_store.days_known_at(connection, settings_store.office(connection), 1)


def test_the_edition_changes_with_every_notice(ward: Ward) -> None:
    first = ward.receive()
    add_holiday(ward, "10/9/2026")
    second = ward.receive()
    assert first.calendar_edition != second.calendar_edition


# --- explained -------------------------------------------------------------------------------------


def counted(ward: Ward, code: str) -> list[tuple[str, bool]]:
    told = explain(ward.path, ward.clock, code, Moments()).explanation
    return [(f"{d.date.day}/{d.date.month}", d.counted) for d in told.days if date(2026, 1, 1) <= d.date]


def test_a_promise_is_explained_by_the_calendar_that_made_it(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    add_swap(ward, NO_MOVE)
    told = explain(ward.path, ward.clock, code, Moments()).explanation
    assert told.due_at == at("5/1/2026 17:30")
    assert ("2/1", True) in counted(ward, code)


def test_a_moved_date_is_explained_by_the_calendar_that_moved_it(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    add_swap(ward, APPLY)
    told = explain(ward.path, ward.clock, code, Moments())
    assert told.explanation.due_at == at("6/1/2026 17:30")
    assert ("2/1", False) in counted(ward, code)
    assert [(step.kind, step.after.due_at) for step in told.explanation.steps] == [
        ("receive", at("5/1/2026 17:30")),
        ("move", at("6/1/2026 17:30")),
    ]


def test_a_moved_date_is_explained_as_it_was_known(christmas: tuple[Ward, str]) -> None:
    ward, code = christmas
    add_swap(ward, APPLY)
    told = explain(ward.path, ward.clock, code, Moments(known_at=at("25/12/2025 23:59"))).explanation
    assert (told.due_at, len(told.steps)) == (at("5/1/2026 17:30"), 1)


def test_what_would_be_promised_is_what_is_promised(ward: Ward) -> None:
    for dossier in (ward.receive(), ward.receive("khai-tu"), ward.receive("mot-thang"), ward.receive("tam-gio")):
        told = when(ward.path, ward.clock, dossier.procedure_code, moment("3/8/2026 09:00"))
        assert (told.explanation.due_at, told.statutory_due_at) == (dossier.due_at, dossier.statutory_due_at)


def test_asking_when_records_nothing(ward: Ward) -> None:
    before = ward.content
    when(ward.path, ward.clock, "khai-tu", moment("3/8/2027 09:00"))
    assert ward.content == before


# --- what a review found ---------------------------------------------------------------------------


def test_a_later_setting_does_not_recount_an_older_promise_when_a_notice_comes(ward: Ward) -> None:
    """Seven working days from 4/8 end on 13/8; Saturdays worked from 5/8 are not this promise's."""
    ward.is_now("4/8/2026 09:00")
    code = ward.receive("bay-ngay").code
    assert ward.dossier(code).due_at == at("13/8/2026 17:30")
    ward.is_now("5/8/2026 09:00")
    set_value(ward.path, ward.clock, ACTOR, "saturday", "working_day", None)
    change = add_holiday(ward, "7/8/2026", source="CV bão")
    [moved] = change.moved
    assert (moved.direction, moved.due_after) == ("later", at("14/8/2026 17:30"))
    assert ward.dossier(code).due_at == at("14/8/2026 17:30")
    explained = explain(ward.path, ward.clock, code, Moments())
    assert explained.explanation.due_at == at("14/8/2026 17:30")
