"""A file of notices is judged as a whole, recorded as one notice and revoked as one (domain §2.1, decision 15).

31/8/2026 is off for Saturday 22/8 (notice 9441/TB-BNV), 1/9 and 2/9 by Labour Code art. 112, 24/11 by Resolution
28/2026/QH16; 20/10, 20/11 and 25/12 are observances that no law makes days off.
"""

from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.calendar import DayKind, Rank
from onestop_cli.core.notice_file import LineKind, Would
from onestop_cli.errors import AlreadyRevoked, BadFile, BadRows, NotToTake
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.calendar import Change
from onestop_cli.usecases.moves import Direction
from onestop_cli.usecases.settings import set_value
from tests.core.written import at, day
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.notices import (
    APPLY,
    EVERYTHING,
    NO_MOVE,
    NOTICE,
    PREVIEW,
    add_holiday,
    add_swap,
    due,
    ics,
    imported,
    kind,
    revoke,
)

HALF_A_YEAR = ics(
    "31/8-2/9 Nghỉ lễ Quốc khánh",
    "22/8 Đi làm bù",
    "20/10 Ngày Phụ nữ Việt Nam",
    "20/11 Ngày Nhà giáo Việt Nam",
    "24/11 Ngày Văn hóa Việt Nam",
    "25/12 Lễ Giáng sinh",
    "2/9 Quốc khánh",
    "1/1/2027 Tết Dương lịch 2027",
)
"""A calendar of July to December 2026 as people put them on the web."""
ALREADY, LEFT_OUT = Would.already_so, Would.left_out


def told(change: Change) -> list[tuple[int, str, Would]]:
    """The lines with the day off and what they would do."""
    return [(of.line.line, f"{of.line.day_off:%-d/%-m}" if of.line.day_off else "—", of.would) for of in change.lines]


def woulds(change: Change) -> list[Would]:
    return [of.would for of in change.lines]


def wrong(ward: Ward, text: str, name: str = "lich.csv", take: list[str] | None = None) -> list[tuple[int, str]]:
    """The wrong lines of a file with their reasons, of which nothing is recorded."""
    before = ward.content
    for consent in (PREVIEW, APPLY):
        with pytest.raises(BadRows) as bad:
            imported(ward, text, consent, take or (), name)
        assert (bad.value.exit_code, ward.content) == (12, before)
    rows = bad.value.values["rows"]
    assert bad.value.values["count"] == len({row.line for row in rows})
    return [(row.line, str(row)) for row in rows]


def days_of(ward: Ward) -> list[tuple[object, ...]]:
    """Every day with what decides it, and what is known of every due date."""
    days = ward.ask("SELECT on_day, kind, name, source, confirmed, working_days FROM day ORDER BY on_day")
    return [*days, *ward.ask("SELECT code, due_at, statutory_due_at, extended_due_at FROM dossier ORDER BY code")]


# --- a calendar found on the web ---------------------------------------------------------------------


def test_half_a_year_from_the_web_costs_no_working_day_in_silence(ward: Ward) -> None:
    """Received Mon 19/10/2026 + 3 working days: Thu 22/10, Women's Day or not."""
    ward.is_now("19/10/2026 09:00")
    code, before = ward.receive().code, ward.content
    change = imported(ward, HALF_A_YEAR, APPLY, name="2026.ics")
    assert (change.recorded, change.changed, change.moved, ward.content) == (None, [], [], before)
    assert told(change) == [
        (4, "31/8", ALREADY),
        (4, "1/9", ALREADY),
        (4, "2/9", ALREADY),
        (10, "22/8", ALREADY),
        (16, "20/10", LEFT_OUT),
        (22, "20/11", LEFT_OUT),
        (28, "24/11", ALREADY),
        (34, "25/12", LEFT_OUT),
        (40, "2/9", ALREADY),
        (46, "1/1", ALREADY),
    ]
    assert [of.kind for of in change.lines if of.line.line == 10] == [LineKind.working_day]
    assert due(ward, code) == "22/10/2026 17:30"


def test_only_what_is_asked_for_by_name_takes_a_working_day(ward: Ward) -> None:
    ward.is_now("19/10/2026 09:00")
    code = ward.receive().code
    change = imported(ward, HALF_A_YEAR, APPLY, ["20/10/2026", "25/12/2026"], "2026.ics")
    assert [after.on for _, after in change.changed] == [date(2026, 10, 20), date(2026, 12, 25)]
    assert woulds(change).count(Would.record_day_off) == 2
    assert [kind(ward, on) for on in ("20/10/2026", "20/11/2026")] == [DayKind.holiday, DayKind.working_day]
    assert (due(ward, code), strays(ward)) == ("23/10/2026 17:30", [])


def test_the_same_command_again_changes_nothing(ward: Ward) -> None:
    imported(ward, HALF_A_YEAR, APPLY, ["20/10/2026"], "2026.ics")
    before = ward.content
    again = imported(ward, HALF_A_YEAR, APPLY, ["20/10/2026"], "2026.ics")
    assert (again.recorded, again.changed, again.moved, ward.content) == (None, [], [], before)
    assert [would for _, on, would in told(again) if on == "20/10"] == [ALREADY]


def test_a_preview_says_what_would_be_done_and_does_nothing(ward: Ward) -> None:
    before = ward.content
    preview = imported(ward, HALF_A_YEAR, PREVIEW, ["20/10/2026"], "2026.ics")
    assert ward.content == before
    applied = imported(ward, HALF_A_YEAR, APPLY, ["20/10/2026"], "2026.ics")
    assert (preview.recorded, preview.lines, preview.changed) == (None, applied.lines, applied.changed)


@pytest.mark.parametrize("on", ["21/10/2026", "22/8/2026"], ids=["of no event", "of a make-up day"])
def test_what_no_line_names_as_a_day_off_cannot_be_taken(ward: Ward, on: str) -> None:
    before = ward.content
    with pytest.raises(NotToTake) as refused:
        imported(ward, HALF_A_YEAR, APPLY, ["20/10/2026", on], "2026.ics")
    assert (refused.value.exit_code, refused.value.values["day"], ward.content) == (2, day(on), before)


def test_half_of_a_swap_in_the_file_cannot_be_taken(ward: Ward) -> None:
    with pytest.raises(NotToTake):
        imported(ward, "swap,2026-09-08,2026-09-12,,,CV 1\n", APPLY, ["8/9/2026"])


@pytest.mark.parametrize("more", ["STATUS:CANCELLED", "UID:1\r\nSEQUENCE:1"], ids=["cancelled", "superseded"])
def test_what_does_not_count_cannot_be_taken(ward: Ward, more: str) -> None:
    """Women's Day is cancelled, or replaced by another day: its own cannot be asked for."""
    first = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Ngày\r\nDTSTART;VALUE=DATE:20261020\r\nEND:VEVENT\r\n"
    second = first.replace("UID:1", more).replace("1020", "1021" if "UID" in more else "1020")
    text = ics().replace("END:VCALENDAR", (first if "UID" in more else "") + second + "END:VCALENDAR")
    with pytest.raises(NotToTake):
        imported(ward, text, APPLY, ["20/10/2026"], "2026.ics")


def test_a_saturday_of_an_office_that_works_it_is_not_taken_in_silence(ward: Ward) -> None:
    """To one that works on Saturdays a day off on one costs a working day as any other would."""
    text = ics("5/9 Nghỉ")
    assert woulds(imported(ward, text, name="2026.ics")) == [ALREADY]
    set_value(ward.path, ward.clock, ACTOR, "saturday", "working_day", None)
    assert woulds(imported(ward, text, name="2026.ics")) == [LEFT_OUT]


# --- one notice --------------------------------------------------------------------------------------

SEVERAL = "swap,2026-09-08,2026-09-12,,,CV 1\nday_off,2026-09-10,,Nghỉ bão,,CV 2\n"


def test_the_notices_of_a_file_are_one_notice_each_with_its_source(ward: Ward) -> None:
    change = imported(ward, SEVERAL, APPLY, ["10/9/2026"])
    [entered] = notice_cases.notices(ward.path)
    claims = [(c.on.day, c.kind, c.source, c.rank) for c in entered.notice.claims]
    assert claims == [
        (8, DayKind.swap_day_off, "CV 1", Rank.national),
        (12, DayKind.makeup_day, "CV 1", Rank.national),
        (10, DayKind.holiday, "CV 2", Rank.national),
    ]
    assert entered.notice.file == "lich.csv"
    assert woulds(change) == [Would.record_swap, Would.record_day_off]
    assert [kind(ward, on) for on in ("8/9/2026", "12/9/2026", "10/9/2026")] == [
        DayKind.swap_day_off,
        DayKind.makeup_day,
        DayKind.holiday,
    ]


def test_one_revocation_takes_all_of_it_back(ward: Ward) -> None:
    ward.is_now("7/9/2026 09:00")
    codes = [ward.receive().code, ward.receive("bay-ngay").code]
    before = days_of(ward)
    change = imported(ward, SEVERAL, EVERYTHING, ["10/9/2026"])
    assert change.recorded is not None
    assert [due(ward, code) for code in codes] == ["12/9/2026 17:30", "17/9/2026 17:30"]
    revoke(ward, change.recorded.seq, EVERYTHING)
    assert (days_of(ward), strays(ward), broken_links(ward)) == (before, [], [])
    with pytest.raises(AlreadyRevoked):
        revoke(ward, change.recorded.seq)


def test_a_file_that_was_revoked_can_be_brought_in_again(ward: Ward) -> None:
    change = imported(ward, SEVERAL)
    assert change.recorded is not None
    revoke(ward, change.recorded.seq)
    assert woulds(imported(ward, SEVERAL))[0] is Would.record_swap
    assert kind(ward, "12/9/2026") is DayKind.makeup_day


def reasons(ward: Ward) -> list[str]:
    return [text.rsplit(" (", 1)[0] for (text,) in ward.ask("SELECT data ->> 'source' FROM event WHERE kind = 'move'")]


@pytest.mark.parametrize(
    ("other", "reason"),
    [("CV 2", "lich.csv: CV 1 và 1 căn cứ khác"), ("CV 1", "CV 1")],
    ids=["several sources", "one source"],
)
def test_the_reason_of_a_move_is_the_source_or_the_file(ward: Ward, other: str, reason: str) -> None:
    ward.is_now("7/9/2026 09:00")
    ward.receive("bay-ngay")
    imported(ward, SEVERAL.replace("CV 2", other), APPLY, ["10/9/2026"])
    assert reasons(ward) == [reason]


def test_moves_that_were_not_consented_to_are_made_when_the_file_is_read_again(ward: Ward) -> None:
    ward.is_now("7/9/2026 09:00")
    code = ward.receive("bay-ngay").code
    imported(ward, SEVERAL, NO_MOVE, ["10/9/2026"])
    assert due(ward, code) == "16/9/2026 17:30"
    again = imported(ward, SEVERAL, APPLY, ["10/9/2026"])
    assert (again.recorded, woulds(again), again.unchanged) == (None, [ALREADY, ALREADY], ())
    [moved] = again.moved
    assert (moved.direction, moved.applied, due(ward, code)) == (Direction.later, True, "17/9/2026 17:30")


@pytest.mark.parametrize(
    "newer", ["STATUS:CANCELLED", "UID:1\r\nSEQUENCE:1\r\nDTSTART;VALUE=DATE:20260902\r\nSUMMARY:Lễ"]
)
def test_what_no_longer_counts_moves_nothing_when_the_file_is_read_again(ward: Ward, newer: str) -> None:
    ward.is_now("7/9/2026 09:00")
    ward.receive("bay-ngay")
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260910\r\nSUMMARY:Nghỉ\r\nEND:VEVENT\r\n"
    first = ics().replace("END:VCALENDAR", f"{event}END:VCALENDAR")
    assert imported(ward, first, NO_MOVE, ["10/9/2026"], "bao.ics").recorded
    more = f"BEGIN:VEVENT\r\n{newer}\r\nEND:VEVENT\r\n"
    second = (
        first.replace("SUMMARY", f"{newer}\r\nSUMMARY") if "STATUS" in newer else first.replace(event, event + more)
    )
    again = imported(ward, second, APPLY, name="bao.ics")
    assert (again.recorded, again.moved) == (None, [])


def test_a_swap_that_is_in_force_is_not_recorded_again(early_ward: Ward) -> None:
    add_swap(early_ward, APPLY)
    before = early_ward.content
    change = imported(early_ward, f"swap,2026-01-02,2026-01-10,,,{NOTICE} (bản chép)\n")
    assert (woulds(change), change.is_known, early_ward.content) == ([ALREADY], True, before)


def test_a_swap_whose_day_off_another_notice_names_later_is_in_force_still(early_ward: Ward) -> None:
    add_swap(early_ward, APPLY)
    add_holiday(early_ward, "2/1/2026")
    before = early_ward.content
    change = imported(early_ward, f"swap,2026-01-02,2026-01-10,,,{NOTICE}\n")
    assert (woulds(change), early_ward.content) == ([ALREADY], before)


def test_a_swap_of_this_office_alone_is_so_already(ward: Ward) -> None:
    notice_cases.add_swap(
        ward.path, ward.clock, ACTOR, day("8/9/2026"), day("12/9/2026"), "CV 3", local=True, consent=APPLY
    )
    assert woulds(imported(ward, SEVERAL)) == [ALREADY, LEFT_OUT]
    web = ics("8/9 Nghỉ hoán đổi", "12/9 Đi làm bù")
    assert woulds(imported(ward, web, name="2026.ics")) == [ALREADY, ALREADY]
    assert wrong(ward, ics("12/9 Nghỉ"), "2026.ics")[0][0] == 4


def test_a_make_up_day_that_a_storm_closed_here_is_still_one(ward: Ward) -> None:
    add_holiday(ward, "22/8/2026", local=True)
    assert woulds(imported(ward, ics("22/8 Đi làm bù"), name="2026.ics")) == [ALREADY]
    assert woulds(imported(ward, "swap,2026-08-31,2026-08-22,,,CV 1\n")) == [ALREADY]
    assert wrong(ward, ics("22/8 Nghỉ"), "2026.ics")[0][0] == 4


def test_a_day_that_a_storm_closed_here_can_be_taken_for_the_nation(ward: Ward) -> None:
    local = add_holiday(ward, "10/9/2026", local=True)
    assert woulds(imported(ward, ics("10/9 Quốc tang"), name="2026.ics")) == [ALREADY]
    change = imported(ward, ics("10/9 Quốc tang"), APPLY, ["10/9/2026"], "2026.ics")
    [kept] = change.unchanged
    assert (woulds(change), change.changed, kept.rank) == ([Would.record_day_off], [], Rank.local)
    assert local.recorded is not None
    revoke(ward, local.recorded.seq)
    assert kind(ward, "10/9/2026") is DayKind.holiday


# --- said twice, newer, cancelled ----------------------------------------------------------------------


def test_the_same_day_told_twice_counts_once(ward: Ward) -> None:
    rows = "day_off,2026-09-10,,Nghỉ bão,,CV 2\nday_off,2026-09-10,,Bão số 5,,CV 3\nswap,2026-09-08,2026-09-12,,,CV\n"
    change = imported(ward, rows + "swap,2026-09-08,2026-09-12,Hoán đổi,,CV 4\n", APPLY, ["10/9/2026"])
    assert [(of.would, of.of) for of in change.lines] == [
        (Would.record_day_off, None),
        (Would.repeated, 2),
        (Would.record_swap, None),
        (Would.repeated, 4),
    ]
    [entered] = notice_cases.notices(ward.path)
    assert [claim.source for claim in entered.notice.claims] == ["CV 2", "CV", "CV"]


def test_what_is_left_out_twice_is_left_out(ward: Ward) -> None:
    assert woulds(imported(ward, "day_off,2026-09-10,,Nghỉ,,CV\n" * 2)) == [LEFT_OUT, LEFT_OUT]


def test_a_superseded_event_is_told_and_left_and_contradicts_nothing(ward: Ward) -> None:
    old, new = "BEGIN:VEVENT\r\nUID:1\r\n", "BEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:1\r\n"
    event = "DTSTART;VALUE=DATE:202609{}\r\nSUMMARY:{}\r\nEND:VEVENT\r\n"
    text = ics().replace(
        "END:VCALENDAR", old + event.format("10", "Đi làm bù") + new + event.format("11", "Nghỉ") + "END:VCALENDAR"
    )
    change = imported(ward, text, APPLY, ["11/9/2026"], "bao.ics")
    assert [(of.would, of.of) for of in change.lines] == [(Would.superseded, 9), (Would.record_day_off, None)]
    assert (kind(ward, "10/9/2026"), kind(ward, "11/9/2026")) == (DayKind.working_day, DayKind.holiday)


def test_a_cancelled_event_is_told_and_left_out(ward: Ward) -> None:
    text = HALF_A_YEAR.replace("SUMMARY:Lễ Giáng", "STATUS:CANCELLED\r\nSUMMARY:Lễ Giáng")
    change = imported(ward, text, APPLY, name="2026.ics")
    assert [would for _, on, would in told(change) if on == "25/12"] == [Would.cancelled]


def test_a_cancelled_event_needs_no_day_and_no_loaded_year(ward: Ward) -> None:
    text = ics("1/1/2099 Nghỉ").replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")
    without = text.replace("DTSTART", "X-OLD").replace("DTEND", "X-END")
    assert [woulds(imported(ward, each, name="2026.ics")) for each in (text, without)] == [[Would.cancelled]] * 2


# --- two files -----------------------------------------------------------------------------------------


def test_a_swap_brought_half_by_one_file_is_made_whole_by_the_next(ward: Ward) -> None:
    """The first file has Tuesday 8/9 as a plain day off; the second the swap: it names both halves, and goes as one."""
    first = imported(ward, ics("8/9 Nghỉ"), APPLY, ["8/9/2026"], "mot.ics")
    second = imported(ward, "swap,2026-09-08,2026-09-12,,,CV 1\n", name="hai.csv")
    assert [(before and before.kind, after.kind) for before, after in second.changed] == [
        (DayKind.holiday, DayKind.swap_day_off),
        (DayKind.weekend, DayKind.makeup_day),
    ]
    assert first.recorded is not None
    assert second.recorded is not None
    revoke(ward, first.recorded.seq)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.swap_day_off, DayKind.makeup_day)
    revoke(ward, second.recorded.seq)
    assert (kind(ward, "8/9/2026"), kind(ward, "12/9/2026")) == (DayKind.working_day, DayKind.weekend)


def test_the_make_up_day_alone_is_refused_until_its_swap_is_in_force(ward: Ward) -> None:
    web = ics("8/9 Nghỉ hoán đổi", "12/9 Đi làm bù")
    assert [line for line, _ in wrong(ward, web, "hai.ics", ["8/9/2026"])] == [10]
    imported(ward, "swap,2026-09-08,2026-09-12,,,CV 1\n")
    assert woulds(imported(ward, web, name="hai.ics")) == [ALREADY, ALREADY]


def test_a_swap_that_shares_a_half_with_one_in_force_is_refused(ward: Ward) -> None:
    imported(ward, "swap,2026-09-08,2026-09-12,,,CV 1\n")
    assert wrong(ward, "swap,2026-09-08,2026-09-19,,,CV 2\nswap,2026-09-09,2026-09-12,,,CV 2\n") == [
        (2, "2026-09-08 cannot be the day off of a swap: it is a swap_day_off"),
        (3, "2026-09-12 cannot be the make-up day of a swap: it is a makeup_day"),
    ]


def test_a_day_off_that_a_swap_gives_is_so_already(ward: Ward) -> None:
    imported(ward, "swap,2026-09-08,2026-09-12,,,CV 1\n")
    before = ward.content
    assert woulds(imported(ward, "day_off,2026-09-08,,Nghỉ,,CV 2\n", APPLY, ["8/9/2026"])) == [ALREADY]
    assert ward.content == before


# --- wrong lines -----------------------------------------------------------------------------------------

SWAP = "swap,2026-09-08,2026-09-12,,,CV 1\n"
SHARED = "{} is in the swap of line 2 too; a day belongs to one swap"
ASIDE = "{} is told twice: in a swap and by itself (line 2)"
NO_MAKEUP = "its words mean work, but {} is no make-up day in force ({}); half a swap is not recorded: "
UNLOADED = "the calendar of {} is not loaded: onestop calendar load {}"
IN_FORCE = (
    "2026-08-22 is worked in the place of 2026-08-31 (Thông báo 9441/TB-BNV): a national day off on it would leave "
    "half a swap"
)


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        pytest.param(SWAP + "swap,2026-09-08,2026-09-19,,,CV 2\n", [(3, SHARED.format("2026-09-08"))], id="day off"),
        pytest.param(SWAP + "swap,2026-09-09,2026-09-12,,,CV 2\n", [(3, SHARED.format("2026-09-12"))], id="make-up"),
        pytest.param(SWAP + "swap,2026-09-12,2026-09-19,,,CV 2\n", [(3, SHARED.format("2026-09-12"))], id="crosswise"),
        pytest.param(SWAP + "day_off,2026-09-08,,Nghỉ,,CV\n", [(3, ASIDE.format("2026-09-08"))], id="off in a swap"),
        pytest.param(SWAP + "day_off,2026-09-12,,Nghỉ,,CV\n", [(3, ASIDE.format("2026-09-12"))], id="off and worked"),
        pytest.param(
            "day_off,2026-09-08,,Nghỉ,,CV\n" + SWAP, [(3, ASIDE.format("2026-09-08"))], id="by itself and then a swap"
        ),
        pytest.param("day_off,2026-08-22,,Nghỉ,,CV\n", [(2, IN_FORCE)], id="on a make-up day"),
        pytest.param("day_off,2026-08-22,,Nghỉ 31/8 - làm bù,,CV\n", [(2, IN_FORCE)], id="words of both halves"),
        pytest.param(
            "day_off,2026-08-22,,Làm bù,,CV\nday_off,2026-09-10,,Đi làm,,CV\n",
            [(n, "a day_off whose words mean work; write swap for a day off with its make-up day") for n in (2, 3)],
            id="work words",
        ),
        pytest.param(
            "swap,2026-09-07,2026-09-08,Hoán đổi,,CV\n",
            [(2, "2026-09-08 cannot be the make-up day of a swap: it is a working_day")],
            id="two working days",
        ),
        pytest.param(
            "day_off,2029-01-01,,Nghỉ,,CV\nswap,2028-12-29,2029-01-06,,,CV\nday_off,2024-12-31,,Nghỉ,,CV\n",
            [(2, UNLOADED.format(2029, 2029)), (3, UNLOADED.format(2029, 2029)), (4, UNLOADED.format(2024, 2024))],
            id="years that are not loaded",
        ),
    ],
)  # fmt: skip
def test_a_file_with_a_wrong_line_is_told_with_its_lines(
    ward: Ward, rows: str, problems: list[tuple[int, str]]
) -> None:
    assert wrong(ward, rows) == problems


def test_the_saturday_that_this_office_closed_is_named_with_its_notice(ward: Ward) -> None:
    made = add_holiday(ward, "12/9/2026", local=True)
    assert made.recorded is not None
    told = f"2026-09-12 cannot be the make-up day of a swap: notice {made.recorded.seq} makes it a holiday"
    assert wrong(ward, SWAP) == [(2, told)]


@pytest.mark.parametrize(
    ("events", "problems"),
    [
        pytest.param(["12/9 Đi làm bù"], [(4, NO_MAKEUP.format("2026-09-12", "weekend"))], id="a Saturday"),
        pytest.param(["31/8 di lam bu"], [(4, NO_MAKEUP.format("2026-08-31", "swap_day_off"))], id="a day off"),
        pytest.param(["22/8 Nghỉ"], [(4, IN_FORCE)], id="a day off on a make-up day"),
        pytest.param(["22/8 Quốc tế Lao động"], [(4, IN_FORCE)], id="an observance on a make-up day"),
        pytest.param(
            ["22/8 Đi làm bù", "22/8 Ngày Phụ nữ"],
            [(10, "2026-08-22 is told twice: as a day off and as a working day (line 4)")],
            id="off and worked",
        ),
        pytest.param(
            ["10/9 Nghỉ bão", "10/9 Đi làm"],
            [(10, "2026-09-10 is told twice: as a day off and as a working day (line 4)")],
            id="worked and off",
        ),
        pytest.param(
            ["21/8-22/8 Nghỉ", "20/10 Ngày Phụ nữ", "12/9 Làm bù"],
            [(4, IN_FORCE), (16, NO_MAKEUP.format("2026-09-12", "weekend"))],
            id="all at once",
        ),
        pytest.param(
            ["31/12/2028-1/1/2029 Tết"],
            [(4, UNLOADED.format(2029, 2029))],
            id="over the last year",
        ),
    ],
)
def test_an_event_that_cannot_be_is_told_with_its_line(
    ward: Ward, events: list[str], problems: list[tuple[int, str]]
) -> None:
    found = wrong(ward, ics(*events), "2026.ics")
    assert [line for line, _ in found] == [line for line, _ in problems]
    assert all(said.startswith(start) for (_, said), (_, start) in zip(found, problems, strict=True))


@pytest.mark.parametrize("words", ["Nghỉ Quốc khánh, làm bù 22/8", "Làm bù 22/8, nghỉ 31/8"])
def test_words_of_both_halves_are_what_the_day_is(ward: Ward, words: str) -> None:
    text = ics(f"31/8 {words}", f"22/8 {words}")
    change = imported(ward, text, name="2026.ics")
    assert [(of.kind, of.would) for of in change.lines] == [
        (LineKind.day_off, ALREADY),
        (LineKind.working_day, ALREADY),
    ]


def test_words_of_both_halves_on_another_day_are_what_they_say_first(ward: Ward) -> None:
    assert woulds(imported(ward, ics("10/9 Nghỉ, làm bù sau"), name="2026.ics")) == [LEFT_OUT]
    assert woulds(imported(ward, ics("10/9 Làm bù, nghỉ sau"), name="2026.ics")) == [ALREADY]


def test_words_that_mean_work_on_a_working_day_are_so_already(ward: Ward) -> None:
    """The first day after a holiday is often in the calendars of others ("Đi làm lại")."""
    assert woulds(imported(ward, ics("3/9 NGÀY LÀM VIỆC"), name="2026.ics")) == [ALREADY]


def test_wrong_lines_come_before_days_asked_for(ward: Ward) -> None:
    assert wrong(ward, ics("22/8 Nghỉ"), "2026.ics", ["21/10/2026"])


def test_half_a_swap_stops_the_whole_file(ward: Ward) -> None:
    assert wrong(ward, "day_off,2026-09-10,,Nghỉ bão,,CV 2\nswap,2026-09-08,,,,CV 1\n") == [
        (3, "half a swap: working_day is empty")
    ]


def test_an_empty_file_is_refused(ward: Ward, tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        imported(ward, "")
    with pytest.raises(BadFile):
        imported(ward, ics(), name="2026.ics")


def test_a_late_notice_of_a_file_moves_what_it_names(early_ward: Ward) -> None:
    """January 2026 from a file (§2.1): received 24/12/2025 + 7 working days is 5/1, then 6/1."""
    early_ward.is_now("24/12/2025 09:00")
    code = early_ward.receive("bay-ngay").code
    early_ward.is_now("26/12/2025 09:00")
    imported(early_ward, f"swap,2026-01-02,2026-01-10,Hoán đổi,2025-12-25,{NOTICE}\n")
    assert (due(early_ward, code), early_ward.dossier(code).promised_due_at) == (
        "6/1/2026 17:30",
        at("5/1/2026 17:30"),
    )
