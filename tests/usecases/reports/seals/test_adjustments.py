"""Exactly what is listed as recorded since a seal, and in which columns it counted (domain §3.5, §3.6)."""

from collections.abc import Callable
from datetime import date

import pytest

from onestop_cli.core.periods import Period
from onestop_cli.usecases import calendar, procedures, settings
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.procedures import Amendment
from tests.command_line import as_json, typed
from tests.core.written import day
from tests.events import noted_in
from tests.office import ACTOR, Ward, tampered
from tests.usecases.reports.seals.july import (
    APPLY,
    AUGUST,
    DONE,
    EARLY_RESULT,
    HEADING,
    LATE,
    LATER,
    MONTH,
    OLD,
    ON_TIME,
    OPEN,
    OVERDUE,
    PENDING_OVERDUE,
    PENDING_WITHIN,
    READY,
    RECEIVED,
    listed,
    sealed_now,
)

Later = Callable[[Ward], object]
Listed = list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]
NEW = "H26.15.30-260730-0001"


def voided_and_back(ward: Ward) -> None:
    ward.void(READY)
    ward.undo(READY)


def typed_late_and_taken_back(ward: Ward) -> None:
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.undo(OVERDUE)


def received_late_and_corrected(ward: Ward) -> None:
    ward.correct(ward.receive("bay-ngay").code, received_at="30/7/2026 10:00")


def result_typed_for_july_and_moved_to_august(ward: Ward) -> None:
    ward.resolve(OPEN, when="31/7/2026 16:00")
    ward.correct(OPEN, resolved_at="3/8/2026 16:00")


def holiday(on: str) -> Later:
    return lambda w: notice_cases.add_holiday(
        w.path, w.clock, ACTOR, day(on), "Nghỉ bão", "CV 1", local=True, consent=APPLY
    )


def swap(off: str, work: str) -> Later:
    return lambda w: notice_cases.add_swap(
        w.path, w.clock, ACTOR, day(off), day(work), "CV 1", local=False, consent=APPLY
    )


def closure(on: str) -> Later:
    return lambda w: notice_cases.add_closure(
        w.path, w.clock, ACTOR, day(on), (48_600, 63_000), "Mất điện", "CV 1", local=True, consent=APPLY
    )


def set_to(key: str, value: str) -> Later:
    return lambda w: settings.set_value(w.path, w.clock, ACTOR, key, value, None)


def renamed(ward: Ward) -> None:
    procedures.amend(ward.path, ward.clock, ACTOR, "9.000006", Amendment(name="Tên mới"), day("1/1/2026"), APPLY)


def a_notice_revoked(ward: Ward) -> None:
    swap("10/7/2026", "11/7/2026")(ward)
    [(seq,)] = ward.ask("SELECT max(seq) FROM event WHERE kind = 'notice'")
    notice_cases.revoke(ward.path, ward.clock, ACTOR, seq, "nhầm", APPLY)


MOVED = ("notice", "1 hồ sơ", (), ())
"""A notice is known for the whole life: it says that a dossier of the period has another date, in the same column."""
TOUCHES: list[tuple[str, Later, Listed]] = [
    (
        "a result of the period typed late",
        lambda w: w.resolve(OVERDUE, when="29/7/2026 10:00"),
        [("resolve", OVERDUE, PENDING_OVERDUE, ON_TIME)],
    ),
    ("a result of the next month", lambda w: w.resolve(OVERDUE, when="3/8/2026 16:00"), []),
    ("a delivery in the next month", lambda w: w.deliver(READY), []),
    (
        "a delivery of the period typed late",
        lambda w: w.deliver(READY, when="31/7/2026 10:00"),
        [],
    ),
    (
        "a result of the period typed late and handed over",
        lambda w: w.resolve(OVERDUE, when="30/7/2026 10:00", deliver=True),
        [("resolve", OVERDUE, PENDING_OVERDUE, LATE)],
    ),
    ("a change of officer", lambda w: w.assign(OPEN, "Lê Thị Ánh"), []),
    ("a suspension in the next month", lambda w: w.suspend(OPEN), []),
    (
        "a suspension of the period typed late",
        lambda w: w.suspend(OPEN, when="31/7/2026 16:00"),
        [("suspend", OPEN, PENDING_WITHIN, (*RECEIVED, "pending", "suspended"))],
    ),
    ("a letter of apology in the next month", lambda w: w.extend(OPEN, "14/8/2026"), []),
    (
        "a withdrawal of the period typed late",
        lambda w: w.withdraw(OPEN, when="31/7/2026 16:00"),
        [("withdraw", OPEN, PENDING_WITHIN, (*RECEIVED, "withdrawn"))],
    ),
    (
        "a correction of a name",
        lambda w: w.correct(DONE, applicant="Đỗ Thị Bưởi"),
        [("correct", DONE, ON_TIME, ON_TIME)],
    ),
    (
        "a correction of the result from on time to late",
        lambda w: w.correct(DONE, resolved_at="16/7/2026 10:00"),
        [("correct", DONE, ON_TIME, LATE)],
    ),
    (
        "a correction of the result out of the period",
        lambda w: w.correct(READY, resolved_at="3/8/2026 10:00"),
        [("correct", READY, EARLY_RESULT, PENDING_WITHIN)],
    ),
    (
        "a correction of the channel",
        lambda w: w.correct(DONE, channel="online"),
        [("correct", DONE, ON_TIME, ("received", "received_online", "resolved", "on_time"))],
    ),
    (
        "a correction of the receipt out of the period",
        lambda w: w.correct(OPEN, received_at="3/8/2026 08:00"),
        [("correct", OPEN, PENDING_WITHIN, ())],
    ),
    (
        "a correction of the receipt into the period before",
        lambda w: w.correct(DONE, received_at="30/6/2026 09:00"),  # due 9/7, ready on 15/7
        [("correct", DONE, ON_TIME, ("carried_over", "resolved", "late"))],
    ),
    (
        "a correction of the receipt into the period",
        lambda w: w.correct(AUGUST, received_at="31/7/2026 16:00"),
        [("correct", AUGUST, (), PENDING_WITHIN)],
    ),
    (
        "a receipt and the correction that puts it into the period",
        received_late_and_corrected,
        [
            ("receive", "H26.15.30-260804-0001", (), PENDING_WITHIN),
            ("correct", "H26.15.30-260804-0001", (), PENDING_WITHIN),
        ],
    ),
    (
        "a result typed for the period and corrected out of it",
        result_typed_for_july_and_moved_to_august,
        [("correct", OPEN, PENDING_WITHIN, PENDING_WITHIN)],
    ),
    ("a void", lambda w: w.void(READY), [("void", READY, EARLY_RESULT, ())]),
    (
        "an undo of the void",
        voided_and_back,
        [("void", READY, EARLY_RESULT, EARLY_RESULT), ("undo", READY, EARLY_RESULT, EARLY_RESULT)],
    ),
    ("an undo of a result", lambda w: w.undo(READY), [("undo", READY, EARLY_RESULT, PENDING_WITHIN)]),
    (
        "a result typed late and taken back",
        typed_late_and_taken_back,
        [("resolve", OVERDUE, PENDING_OVERDUE, PENDING_OVERDUE), ("undo", OVERDUE, PENDING_OVERDUE, PENDING_OVERDUE)],
    ),
    (
        "a backdated receipt",
        lambda w: w.receive("bay-ngay", when="30/7/2026 10:00", channel="postal"),
        [("receive", NEW, (), ("received", "received_postal", "pending", "within"))],
    ),
    ("a receipt of today", lambda w: w.receive("bay-ngay"), []),
    (
        "an import with a dossier of the period",
        lambda w: w.imports(
            HEADING
            + "X-1,1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n"
            + "X-2,1.004873,online,A,2026-06-09T09:00:00+07:00,2026-06-10T09:00:00+07:00,approved\n"
        ),
        [("import", "1 hồ sơ", (), ("received", "received_online", "resolved", "early"))],
    ),
    ("a correction of a dossier of another month", lambda w: w.correct(OLD, applicant="A", channel="online"), []),
    ("a correction of a dossier of the next month", lambda w: w.correct(AUGUST, channel="online"), []),
    ("a void of a dossier of another month", lambda w: w.void(AUGUST), []),
    ("a swap within the period", swap("10/7/2026", "11/7/2026"), [("notice", None, (), ())]),
    ("a day off within the period", holiday("9/7/2026"), [("notice", None, (), ())]),
    (
        "a swap before the period over which one of its results was counted",
        swap("29/6/2026", "27/6/2026"),
        [("notice", None, (), ())],
    ),
    (
        "a day off after the period and before a result of it was due by law",  # REFUSED, 3/8
        holiday("3/8/2026"),
        [("notice", None, (), ()), MOVED],
    ),
    ("a day off before the first receipt of its results", holiday("25/6/2026"), []),
    ("a day off after the last day its results were due by law", holiday("5/8/2026"), [MOVED]),
    ("a notice and its end", a_notice_revoked, [("notice", None, (), ()), ("revoke", None, (), ())]),
    ("an afternoon closed within the period", closure("9/7/2026"), [("notice", None, (), ())]),
    ("an afternoon closed long before", closure("10/12/2025"), []),
    ("a day off that is one already", holiday("11/7/2026"), []),
    ("a day off long before", holiday("10/12/2025"), []),
    ("a day off long after", holiday("10/12/2026"), []),
    ("a year of the calendar", lambda w: calendar.load(w.path, w.clock, ACTOR, 2030, 2030, APPLY), []),
    ("Saturdays that are worked from today on", set_to("saturday", "working_day"), []),
    ("another hour of closing", set_to("hours_mon", "07:30-11:30,13:00-17:00"), []),
    ("another name of the office", set_to("agency_name", "UBND phường khác"), []),
    ("another way of judging", set_to("basis", "statutory"), []),
    ("another name of a procedure", renamed, []),
    (
        "a seal of other days",
        lambda w: sealed_now(w, Period(date(2026, 7, 1), date(2026, 7, 30))),
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("later", "expected"), [(act, found) for _, act, found in TOUCHES], ids=[t[0] for t in TOUCHES]
)
def test_exactly_the_later_events_that_touch_the_period_are_listed(
    frozen: Ward, later: Later, expected: Listed
) -> None:
    [(position,)] = frozen.ask("SELECT max(seq) FROM event")
    later(frozen)
    assert frozen.ask("SELECT max(seq) FROM event")[0][0] > position
    assert listed(frozen) == expected


def test_an_adjustment_says_who_recorded_what_and_when(frozen: Ward) -> None:
    frozen.resolve(OVERDUE, when="29/7/2026 10:00")
    [(seq,)] = frozen.ask("SELECT max(seq) FROM event")
    assert as_json("report", *MONTH, "--sealed")["seal"]["adjustments"] == [
        {
            "seq": seq,
            "dossier": OVERDUE,
            "kind": "resolve",
            "occurred_at": "2026-07-29T10:00:00+07:00",
            "recorded_at": "2026-08-04T09:00:00+07:00",
            "actor": "lan",
            "login": None,
            "import": None,
            "note": None,
            "override": None,
            "cumulative": False,
            "counted_before": ["received", "received_direct", "pending", "overdue"],
            "counted_after": ["received", "received_direct", "resolved", "on_time"],
            "fields": {
                "status": ["received", "resolved"],
                "resolved_at": [None, "2026-07-29T10:00:00+07:00"],
                "result": [None, "approved"],
            },
            "words": [],
        }
    ]


def test_what_an_adjustment_changed_is_told_of_names_and_words_only_which(frozen: Ward) -> None:
    frozen.correct(DONE, applicant="Đỗ Thị Bưởi", phone="0999", channel="online", note="hồ sơ giấy", because="ghi nhầm")
    [(seq,)] = frozen.ask("SELECT max(seq) FROM event")
    [found] = as_json("report", *MONTH, "--sealed")["seal"]["adjustments"]
    told = {"fields": {"channel": ["direct", "online"]}, "words": ["applicant", "phone", "note"], "note": None}
    assert told.items() <= found.items()
    [whole] = as_json("report", *MONTH, "--sealed", "--personal-data")["seal"]["adjustments"]
    assert whole == found | {"note": "ghi nhầm", "override": ""}
    frozen.undo(DONE, seq, note="ghi đúng rồi")
    [_, undone] = as_json("report", *MONTH, "--sealed")["seal"]["adjustments"]
    assert (undone["fields"], undone["words"]) == ({"channel": ["online", "direct"]}, ["applicant", "phone", "note"])
    shown = typed("report", *MONTH, "--sealed")
    assert "Channel at the counter → online; changed: Applicant, Phone, Note" in shown
    assert "ghi nhầm" not in shown
    for format_name in ("table", "md", "html"):
        assert "ghi nhầm" in typed("report", *MONTH, "--sealed", "--personal-data", "-f", format_name)
        assert "Bưởi" not in typed("report", *MONTH, "--sealed", "-f", format_name)


def test_who_recorded_it_is_told_with_the_login_where_that_is_another(frozen: Ward) -> None:
    frozen.resolve(OVERDUE, when="29/7/2026 10:00")
    last = "(SELECT max(seq) FROM event)"
    tampered(frozen.path, f"UPDATE event SET data = json_set(data, '$.login', 'may3') WHERE seq = {last}")
    assert as_json("report", *MONTH, "--sealed")["seal"]["adjustments"][0]["login"] == "may3"
    assert "by lan (may3)" in typed("report", *MONTH, "--sealed")


def test_what_an_import_brought_has_the_login_of_the_import(frozen: Ward) -> None:
    frozen.imports(f"{HEADING}X-0,1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n")
    frozen.correct("X-0", channel="direct", because="nộp trực tiếp")
    [(imported,)] = frozen.ask("SELECT seq FROM event WHERE kind = 'import'")
    noted_in(frozen, imported, login="may3")
    told = as_json("report", *MONTH, "--sealed")["seal"]["adjustments"]
    assert [(each["kind"], each["login"]) for each in told] == [
        ("receive", "may3"), ("resolve", "may3"), ("correct", None),
    ]  # fmt: skip
    assert typed("report", *MONTH, "--sealed").count("by lan (may3)") == 2


def test_an_import_and_a_notice_are_a_line_each_with_how_many_dossiers_they_touched(frozen: Ward) -> None:
    rows = [f"X-{n},1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n" for n in range(3)]
    frozen.imports(HEADING + "".join(rows))
    [(imported, sha256)] = frozen.ask("SELECT seq, data ->> '$.sha256' FROM event WHERE kind = 'import'")
    holiday("5/8/2026")(frozen)
    [(notice,)] = frozen.ask("SELECT seq FROM event WHERE kind = 'notice'")
    seal = as_json("report", *MONTH, "--sealed")["seal"]
    assert (seal["adjustments"], [each["seq"] for each in seal["groups"]]) == ([], [imported, notice])
    assert seal["groups"][0] == {
        "seq": imported, "kind": "import", "recorded_at": "2026-08-04T09:00:00+07:00", "actor": "lan", "login": None,
        "sha256": sha256, "cumulative": False, "dossiers": 3,
        "moved": {"received": 3, "received_online": 3, "resolved": 3, "early": 3},
    }  # fmt: skip
    assert (seal["groups"][1]["dossiers"], seal["groups"][1]["moved"]) == (1, {})
    shown = typed("report", *MONTH, "--sealed")
    assert f"{imported}  import {sha256[:12]}…" in shown
    assert "3 dossiers touched by nothing else: Received +3 · Resolved +3 · Resolved – Early +3" in shown
    assert f"{notice}  calendar notice · 05/08/2026 Nghỉ bão" in shown
    assert "| import " in typed("report", *MONTH, "--sealed", "-f", "md")


def test_the_totals_sealed_stand_beside_those_of_today(frozen: Ward) -> None:
    """The void takes an early result away, the one typed late was late.

    Working days used when sealed: CARRIED 6 (29/6 to 6/7), NO_LIMIT 4, DONE 7, READY 2, REFUSED 1; now OVERDUE's 8
    instead of READY's 2. Saved: CARRIED 1, DONE 0, READY 5, REFUSED 6; OVERDUE -1.
    """
    frozen.void(READY)
    frozen.resolve(OVERDUE, when="30/7/2026 10:00")
    found = as_json("report", *MONTH, "--sealed")
    assert found["seal"]["changes"] == {
        "received": [7, 6], "received_direct": [6, 5], "early": [3, 2], "late": [0, 1], "pending": [2, 1],
        "overdue": [1, 0], "on_time_rate": [1.0, 0.75], "early_rate": [0.75, 0.5], "mean_working_days": [4.0, 5.2],
        "median_working_days": [4.0, 6.0], "time_saved_days": [12, 6],
    }  # fmt: skip
    assert (found["total"]["early"], found["total"]["late"]) == (3, 0)
    shown = typed("report", *MONTH, "--sealed")
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    for line in ("Sealed Now Difference", "Received 7 6 -1", "Received – at the counter 6 5 -1",
                 "Resolved – Early 3 2 -1",
                 "Resolved – Late 0 1 +1", "Pending 2 1 -1", "Pending – Past due 1 0 -1",
                 "Working days used – mean 4.00 5.20"):  # fmt: skip
        assert line in lines


def test_what_was_wrong_before_the_seal_is_no_adjustment(ward: Ward) -> None:
    ward.void(READY)
    ward.correct(DONE, resolved_at="16/7/2026 10:00")
    sealed_now(ward)
    ward.is_now(LATER)
    assert listed(ward) == []
