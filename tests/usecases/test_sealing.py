"""Seals (chốt số liệu): what is frozen, that it comes out again, and exactly what is listed as recorded since.

July 2026 is sealed on Monday 3/8/2026 at nine. The lists of later events, and the columns in which their dossiers
counted, are worked out by hand (domain §3.5, §3.6, §4.1). Days off in July 2026 are the weekends only; 1/7 a Wednesday.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.cli.reports.seals import digested
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.tally import COUNTS, Row
from onestop_cli.errors import AlreadySealed, PeriodUnfinished, StoreFull, StoreLocked
from onestop_cli.store import database, ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.usecases import calendar, procedures, settings
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amendment
from onestop_cli.usecases.reports import seals as sealing
from onestop_cli.usecases.reports import stand as standing
from onestop_cli.usecases.reports.report import report_at
from onestop_cli.usecases.reports.seals import Adjustment, Seal, Sealed
from tests.core.written import day
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.busy_year import Lives

JULY = named_period(Kind.month, 7, 2026, Convention.calendar)
SEALED_AT, LATER = "3/8/2026 09:00", "4/8/2026 09:00"
APPLY = Consent(apply=True, also_earlier=True)
MONTH = ("--month", "7", "--year", "2026")
HEADING = "code,procedure_code,channel,applicant,received_at,resolved_at,result\n"

OLD = "H26.15.30-260601-0001"
CARRIED = "H26.15.30-260626-0001"
NO_LIMIT = "H26.15.30-260702-0001"
DONE = "H26.15.30-260706-0001"
OVERDUE = "H26.15.30-260720-0001"
READY = "H26.15.30-260722-0001"
REFUSED = "H26.15.30-260723-0001"
WITHDRAWN = "H26.15.30-260724-0001"
OPEN = "H26.15.30-260731-0001"
AUGUST = "H26.15.30-260803-0001"

RECEIVED = ("received", "received_direct")
PENDING_OVERDUE = (*RECEIVED, "pending", "overdue")
PENDING_WITHIN = (*RECEIVED, "pending", "within")
ON_TIME = (*RECEIVED, "resolved", "on_time")
LATE = (*RECEIVED, "resolved", "late")
EARLY_RESULT = (*RECEIVED, "resolved", "early")


# --- a July --------------------------------------------------------------------------------------------


def seals(ward: Ward) -> list[int]:
    """The numbers of the events that sealed something."""
    return [seq for (seq,) in ward.ask("SELECT seq FROM event WHERE kind = 'seal' ORDER BY seq")]


def july(ward: Ward) -> Ward:
    """The dossiers of a July, recorded as they happened; all have seven working days but those that say otherwise."""
    life: list[tuple[str, Callable[[], object]]] = [
        ("1/6/2026 09:00", lambda: ward.receive("bay-ngay")),
        ("3/6/2026 10:00", lambda: ward.resolve(OLD, deliver=True)),
        ("26/6/2026 09:00", lambda: ward.receive("bay-ngay", channel="online")),  # due 7/7
        ("2/7/2026 09:00", lambda: ward.receive("khong-han")),
        ("6/7/2026 09:00", lambda: ward.receive("bay-ngay", officer="Trần Văn Đức")),  # due 15/7
        ("6/7/2026 11:00", lambda: ward.resolve(CARRIED)),
        ("8/7/2026 09:00", lambda: ward.resolve(NO_LIMIT)),
        ("15/7/2026 10:00", lambda: ward.resolve(DONE)),
        ("20/7/2026 09:00", lambda: ward.receive("bay-ngay")),  # due 29/7
        ("22/7/2026 09:00", lambda: ward.receive("bay-ngay")),  # due 31/7
        ("23/7/2026 09:00", lambda: ward.receive("bay-ngay")),
        ("24/7/2026 08:30", lambda: ward.resolve(REFUSED, result="refused", note="thiếu giấy tờ")),
        ("24/7/2026 09:00", lambda: ward.receive("bay-ngay", channel="postal")),
        ("24/7/2026 10:00", lambda: ward.resolve(READY)),
        ("27/7/2026 10:00", lambda: ward.withdraw(WITHDRAWN)),
        ("31/7/2026 15:00", lambda: ward.receive("bay-ngay")),  # due 11/8
        ("3/8/2026 08:30", lambda: ward.receive("bay-ngay")),
    ]
    for when, act in life:
        ward.is_now(when)
        act()
    ward.is_now(SEALED_AT)
    return ward


@pytest.fixture(scope="module")
def july_template(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("july") / "onestop.db")))).path


@pytest.fixture
def ward(july_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward with its July, on 3/8/2026 at nine. Commands are typed on its file, by its clock."""
    ward = Ward(Path(shutil.copy(july_template, tmp_path / "onestop.db")))
    monkeypatch.setenv("ONESTOP_DB", str(ward.path))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.setattr(session, "clock", lambda: ward.now)
    return ward


@pytest.fixture
def frozen(ward: Ward) -> Ward:
    """The ward a day after its July was sealed."""
    sealed_now(ward)
    ward.is_now(LATER)
    return ward


def typed(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def refused(*arguments: str, code: int) -> str:
    """What is said where nothing is printed."""
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    return result.stderr


def printed(*arguments: str) -> bytes:
    """The very bytes on stdout."""
    result = CliRunner().invoke(app, list(arguments), prog_name="onestop")
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def as_json(*arguments: str, code: int = 0) -> Any:
    return json.loads(typed(*arguments, "--json", code=code))


def sealed_now(ward: Ward, period: Period = JULY, rendered: sealing.Rendered = digested, *, note: str = "") -> Seal:
    return sealing.seal(ward.path, ward.clock, ACTOR, period, note, rendered)


def told(ward: Ward, period: Period = JULY) -> Sealed:
    return sealing.sealed(ward.path, period, ("procedure",), digested)


def listed(ward: Ward) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    """What is listed as recorded since: the kind, the dossier, how it counted and how it counts now."""
    found = told(ward)
    assert found.is_intact
    assert [each.event.seq for each in found.adjustments] == sorted({each.event.seq for each in found.adjustments})
    touching = [each for each in found.adjustments if not each.is_cumulative]
    return [(each.event.kind, each.event.dossier, each.before, each.after) for each in touching]


# --- what is frozen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(MONTH, id="a month"),
        pytest.param(("--quarter", "2", "--year", "2026"), id="a quarter"),
        pytest.param(("--half", "1", "--year", "2026"), id="half a year"),
        pytest.param(("--nine-months", "--year", "2025"), id="nine months"),
        pytest.param(("--year", "2025"), id="a year"),
        pytest.param(("--from", "6/7/2026", "--to", "24/7/2026"), id="free days"),
        pytest.param(
            ("--month", "7", "--year", "2026", "--convention", "administrative"), id="an administrative month"
        ),
        pytest.param(("--month", "7"), id="the latest July"),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_digest_is_of_what_the_report_prints_at_that_moment(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, period: tuple[str, ...], language: str
) -> None:
    monkeypatch.setenv("ONESTOP_LANG", language)
    before = printed("report", *period, "--json")
    seal = as_json("seal", *period)
    assert seal["digest"] == sha256(before).hexdigest()
    assert printed("report", *period, "--json") == before
    again = as_json("report", *period, "--sealed")
    assert again.pop("seal")["digest_now"] == seal["digest"]
    assert (json.dumps(again, ensure_ascii=False, indent=2) + "\n").encode() == before


def test_what_the_office_judges_by_is_what_is_frozen(ward: Ward) -> None:
    for key, value in (("basis", "statutory"), ("granularity", "minute"), ("convention", "administrative")):
        typed("config", "set", key, value)
    before = printed("report", *MONTH, "--json")
    assert json.loads(before)["period"] == {"from": "2026-06-15", "to": "2026-07-14", "convention": "administrative"}
    assert as_json("seal", *MONTH)["digest"] == sha256(before).hexdigest()


def test_the_answer_is_the_seal_as_recorded(ward: Ward) -> None:
    [(last,)] = ward.ask("SELECT max(seq) FROM event")
    seal = as_json("seal", *MONTH, "--note", "báo cáo tháng 7", "--actor", "minh")
    [(digest,)] = ward.ask("SELECT hash FROM event WHERE seq = ?", last + 1)
    assert seal == {
        "seq": last + 1,
        "period": {"from": "2026-07-01", "to": "2026-07-31", "convention": "calendar"},
        "sealed_at": "2026-08-03T09:00:00+07:00",
        "actor": "minh",
        "position": last,
        "digest": seal["digest"],
        "note": "báo cáo tháng 7",
        "anchor": f"{last + 1}:{digest[:12]}",
    }
    again = as_json("report", *MONTH, "--sealed")["seal"]
    assert again == {**seal, "digest_now": seal["digest"], "is_intact": True, "adjustments": [], "changes": {}}


def test_the_seal_is_one_event_of_the_ledger_and_all_that_changed(ward: Ward) -> None:
    before = ward.content
    seal = sealed_now(ward, note="x")
    [(kind, dossier, personal, recorded_at, data)] = ward.ask(
        "SELECT kind, dossier, personal, recorded_at, data FROM event ORDER BY seq DESC LIMIT 1"
    )
    assert (kind, dossier, personal, recorded_at) == ("seal", None, None, "2026-08-03T09:00:00+07:00")
    assert json.loads(data) == {
        "period": {"from": "2026-07-01", "to": "2026-07-31", "convention": "calendar"},
        "form": 1, "cumulative": True, "basis": "due", "granularity": "unit", "position": seal.event.seq - 1,
        "digest": seal.digest, "total": seal.total, "note": "x",
    }  # fmt: skip
    added = [line for line in ward.content if line not in before]
    assert (len(added), added[0].startswith('INSERT INTO "event"')) == (1, True)
    assert (broken_links(ward), strays(ward), seals(ward)) == ([], [], [seal.event.seq])


def test_the_figures_frozen_are_those_counted_by_hand(ward: Ward) -> None:
    """Seven received in July and one before: five results, one of them refused; one withdrawn, two open.

    Early are CARRIED, READY and REFUSED, DONE is on time, NO_LIMIT has no limit.
    """
    total = sealed_now(ward).total
    assert {name: total[name] for name in COUNTS if total[name]} == {
        "carried_over": 1, "received": 7, "received_direct": 6, "received_postal": 1, "resolved": 5, "early": 3,
        "on_time": 1, "resolved_no_limit": 1, "refused": 1, "withdrawn": 1, "pending": 2, "within": 1, "overdue": 1,
    }  # fmt: skip


READERS = [
    ("report", *MONTH), ("report", *MONTH, "--by", "week", "--by", "officer", "--cumulative"),
    ("report", *MONTH, "--known-at", "3/8/2026 08:59"), ("report", *MONTH, "--form", "06a"),
    ("report", *MONTH, "--index-766"), ("report", *MONTH, "--sealed"), ("report", *MONTH, "--sealed", "--by", "day"),
    ("late", *MONTH), ("register", *MONTH), ("register", *MONTH, "--as-of", "30/7/2026"), ("trend",),
]  # fmt: skip


@pytest.mark.parametrize("format_name", ["table", "json", "html", "xlsx"])
def test_no_report_changes_a_byte_of_the_file(frozen: Ward, format_name: str) -> None:
    before = frozen.path.read_bytes(), frozen.path.stat().st_mtime_ns
    for command in READERS:
        assert printed(*command, "-f", format_name)
    assert (frozen.path.read_bytes(), frozen.path.stat().st_mtime_ns) == before


# --- it comes out again, whatever came since -----------------------------------------------------------


def much_happens(ward: Ward) -> None:
    """Later acts, corrections, voids, undos, an import, notices, settings, another name for all there is."""
    office = ward.path, ward.clock, ACTOR
    ward.is_now(LATER)
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.correct(DONE, resolved_at="16/7/2026 10:00", applicant="Đỗ Thị Bưởi")
    ward.correct(CARRIED, channel="postal", officer="Lê Thị Ánh")
    ward.void(OPEN)
    ward.void(WITHDRAWN)
    ward.undo(WITHDRAWN)
    ward.undo(READY)
    ward.receive("bay-ngay", when="30/7/2026 10:00")
    ward.correct(NO_LIMIT, procedure="bay-ngay")
    ward.imports(HEADING + "X-1,1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n")
    calendar.add_swap(*office, day("10/7/2026"), day("11/7/2026"), "CV 1", local=False, consent=APPLY)
    calendar.add_holiday(*office, day("7/8/2026"), "Nghỉ bão", "CV 2", local=True, consent=APPLY)
    for code in ("9.000006", "9.000004"):
        procedures.amend(*office, code, Amendment(name=f"Tên mới {code}"), day("1/1/2026"), APPLY)
    procedures.retire(*office, "9.000006", day("5/8/2026"))
    for key, value in (
        ("basis", "statutory"), ("granularity", "minute"), ("convention", "administrative"),
        ("saturday", "working_day"), ("hours_mon", "07:30-11:30,13:00-17:00"), ("due_time", "11:00"),
        ("agency_name", "UBND phường khác"), ("agency_code", "H26.15.99"),
    ):  # fmt: skip
        settings.set_value(*office, key, value, None)
    ward.is_now("10/12/2026 09:00")
    calendar.load(*office, 2030, 2030, APPLY)
    ward.receive("khai-tu", done=True)
    sealed_now(ward, named_period(Kind.quarter, 3, 2026, Convention.calendar))


def test_it_comes_out_again_whatever_was_recorded_since(ward: Ward) -> None:
    before = printed("report", *MONTH, "--json")
    typed("seal", *MONTH)
    much_happens(ward)
    again = as_json("report", *MONTH, "--convention", "calendar", "--sealed")
    seal = again.pop("seal")
    assert (again, seal["is_intact"]) == (json.loads(before), True)
    assert seal["digest"] == seal["digest_now"] == sha256(before).hexdigest()
    assert json.loads(before)["agency"] == {"code": "H26.15.30", "name": "UBND phường Phúc Lợi"}
    assert "comes out again" in typed("report", *MONTH, "--convention", "calendar", "--sealed")
    assert (broken_links(ward), strays(ward)) == ([], [])


def test_it_may_be_broken_down_otherwise_and_the_digest_is_of_the_default(frozen: Ward) -> None:
    frozen.void(OPEN)
    sealed = as_json("report", *MONTH, "--sealed", "--by", "channel")
    assert (sealed["by"], sealed["seal"]["is_intact"]) == (["channel"], True)
    assert [(row["key"], row["received"]) for row in sealed["rows"]] == [
        (["direct"], 6),
        (["online"], 0),
        (["postal"], 1),
    ]
    weeks = as_json("report", *MONTH, "--sealed", "--by", "week", "--by", "officer")
    assert weeks["total"] == {**sealed["total"], "label": []}
    assert as_json("report", *MONTH, "--sealed", "--by", "none")["total"] == weeks["total"]


# --- what is listed as recorded since ------------------------------------------------------------------

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
    return lambda w: calendar.add_holiday(
        w.path, w.clock, ACTOR, day(on), "Nghỉ bão", "CV 1", local=True, consent=APPLY
    )


def swap(off: str, work: str) -> Later:
    return lambda w: calendar.add_swap(w.path, w.clock, ACTOR, day(off), day(work), "CV 1", local=False, consent=APPLY)


def set_to(key: str, value: str) -> Later:
    return lambda w: settings.set_value(w.path, w.clock, ACTOR, key, value, None)


def renamed(ward: Ward) -> None:
    procedures.amend(ward.path, ward.clock, ACTOR, "9.000006", Amendment(name="Tên mới"), day("1/1/2026"), APPLY)


def a_notice_revoked(ward: Ward) -> None:
    swap("10/7/2026", "11/7/2026")(ward)
    [(seq,)] = ward.ask("SELECT max(seq) FROM event WHERE kind = 'notice'")
    calendar.revoke(ward.path, ward.clock, ACTOR, seq, "nhầm", APPLY)


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
        [
            ("receive", "X-1", (), ("received", "received_online", "resolved", "early")),
            ("resolve", "X-1", (), ("received", "received_online", "resolved", "early")),
        ],
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
        [("notice", None, (), ())],
    ),
    ("a day off before the first receipt of its results", holiday("25/6/2026"), []),
    ("a day off after the last day its results were due by law", holiday("5/8/2026"), []),
    ("a notice and its end", a_notice_revoked, [("notice", None, (), ()), ("revoke", None, (), ())]),
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
            "cumulative": False,
            "counted_before": ["received", "received_direct", "pending", "overdue"],
            "counted_after": ["received", "received_direct", "resolved", "on_time"],
        }
    ]


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


# --- when it may be sealed -----------------------------------------------------------------------------


def test_a_period_is_sealed_once(frozen: Ward) -> None:
    content = frozen.content
    said = refused("seal", *MONTH, code=11)
    assert "was sealed on 03/08/2026 09:00" in said
    assert "onestop report --sealed --from 01/07/2026 --to 31/07/2026" in said
    refused("seal", "--from", "1/7/2026", "--to", "31/7/2026", code=11)
    refused("seal", "--month", "7", "--note", "khác", "--actor", "minh", code=11)
    assert frozen.content == content
    typed("report", "--sealed", "--from", "01/07/2026", "--to", "31/07/2026")


def test_days_sealed_as_such_are_a_month_sealed(ward: Ward) -> None:
    typed("seal", "--from", "1/7/2026", "--to", "31/7/2026")
    refused("seal", *MONTH, code=11)
    assert as_json("report", *MONTH, "--sealed")["cumulative"]["from"] == "2026-01-01"


@pytest.mark.parametrize("now", ["31/7/2026 12:00", "31/7/2026 23:59:58", "31/7/2026 23:59:59"])
def test_a_period_that_is_not_over_is_not_sealed(ward: Ward, now: str) -> None:
    ward.is_now(now)
    content = ward.content
    assert "is not over" in refused("seal", *MONTH, code=11)
    with pytest.raises(PeriodUnfinished):
        sealed_now(ward)
    assert ward.content == content


def test_a_period_is_sealed_from_the_second_after_it_on(ward: Ward) -> None:
    ward.is_now("1/8/2026 00:00:00")
    before = printed("report", *MONTH, "--json")
    assert as_json("seal", *MONTH)["digest"] == sha256(before).hexdigest()


def test_what_is_to_come_is_not_sealed(ward: Ward) -> None:
    for period in (
        ("--month", "8"),
        ("--year", "2026"),
        ("--quarter", "3"),
        ("--from", "3/8/2026", "--to", "9/8/2026"),
    ):
        refused("seal", *period, code=11)


def test_a_seal_needs_its_period(ward: Ward) -> None:
    assert "--month is missing" in refused("seal", code=2)


def test_what_is_not_sealed_is_not_found(ward: Ward) -> None:
    assert "onestop seal --from 01/07/2026 --to 31/07/2026" in refused("report", *MONTH, "--sealed", code=10)
    typed("seal", "--quarter", "2", "--year", "2026")
    for other in (MONTH, ("--month", "6", "--year", "2026"), ("--half", "1", "--year", "2026")):
        refused("report", *other, "--sealed", code=10)


def test_periods_that_overlap_have_their_own_seals(ward: Ward) -> None:
    periods = (
        ("--month", "6", "--year", "2026"), ("--quarter", "2", "--year", "2026"), ("--half", "1", "--year", "2026"),
        ("--from", "29/6/2026", "--to", "5/7/2026"), ("--month", "6", "--convention", "administrative"), MONTH,
    )  # fmt: skip
    before = [printed("report", *period, "--json") for period in periods]
    seals = [as_json("seal", *period) for period in periods]
    assert [seal["position"] for seal in seals] == [seal["seq"] - 1 for seal in seals]
    ward.is_now(LATER)
    ward.correct(CARRIED, resolved_at="3/7/2026 09:00")
    for period, text, seal in zip(periods, before, seals, strict=True):
        found = as_json("report", *period, "--sealed")["seal"]
        assert (found["seq"], found["digest"]) == (seal["seq"], sha256(text).hexdigest())
        in_it = period == MONTH or found["period"]["to"] >= "2026-06-30"
        assert [each["kind"] for each in found["adjustments"]] == ["correct"] * in_it, period


# --- a ledger that was tampered with -------------------------------------------------------------------


def tampered(ward: Ward, sql: str, *values: object) -> None:
    """Someone changes the file past everything that guards it."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        assert connection.execute(sql, values).rowcount == 1


TAMPERING = {
    "another channel": ("UPDATE event SET data = json_set(data, '$.channel', 'postal') WHERE seq = ?", DONE, "receive"),
    "another result": ("UPDATE event SET data = json_set(data, '$.result', 'refused') WHERE seq = ?", DONE, "resolve"),
    "another procedure": (
        "UPDATE event SET data = json_set(data, '$.procedure_code', '9.000001') WHERE seq = ?", DONE, "receive",
    ),
    "a result before its time": (
        "UPDATE event SET occurred_at = '2026-07-14T10:00:00+07:00' WHERE seq = ?", DONE, "resolve",
    ),
    "a later due date": (
        "UPDATE event SET data = json_set(data, '$.due_at', '2026-07-31T17:30:00+07:00') WHERE seq = ?", OVERDUE,
        "receive",
    ),
    "a result gone": ("DELETE FROM event WHERE seq = ?", READY, "resolve"),
    "a receipt gone": ("DELETE FROM event WHERE seq = ?", OPEN, "receive"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERING)
def test_an_event_changed_behind_the_seal_is_found_and_the_report_still_printed(frozen: Ward, name: str) -> None:
    sql, dossier, kind = TAMPERING[name]
    [(seq,)] = frozen.ask("SELECT seq FROM event WHERE dossier = ? AND kind = ?", dossier, kind)
    tampered(frozen, sql, seq)
    result = CliRunner().invoke(app, ["report", *MONTH, "--sealed", "--json"], prog_name="onestop")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["seal"]["is_intact"], len(found["rows"]) >= 2) == (3, False, True)
    assert found["seal"]["digest"] != found["seal"]["digest_now"]
    assert f"sealed was {found['seal']['digest'][:12]}…" in result.stderr
    assert "DOES NOT COME OUT" in typed("report", *MONTH, "--sealed", code=3)
    for format_name in ("csv", "md", "html", "xlsx"):
        output = CliRunner().invoke(app, ["report", *MONTH, "--sealed", "-f", format_name], prog_name="onestop")
        assert (output.exit_code, bool(output.stdout_bytes)) == (3, True)


def test_another_digest_in_the_seal_itself_is_found(frozen: Ward) -> None:
    tampered(frozen, "UPDATE event SET data = json_set(data, '$.digest', ?) WHERE kind = 'seal'", "0" * 64)
    assert as_json("report", *MONTH, "--sealed", code=3)["seal"]["is_intact"] is False


def test_a_register_that_strayed_from_the_ledger_does_not_break_a_seal(frozen: Ward) -> None:
    """A seal rests on the ledger alone, the register is only made from it; that it tells otherwise is a finding."""
    with closing(sqlite3.connect(frozen.path)) as connection, connection:
        connection.execute("UPDATE dossier SET channel = 'postal' WHERE code = ?", (DONE,))
    found = as_json("report", *MONTH, "--sealed", code=3)["seal"]
    assert (found["is_intact"], found["adjustments"]) == (True, [])
    assert found["changes"]["received_postal"] == [1, 2]


# --- two at once, and a seal that fails ----------------------------------------------------------------


def test_of_two_who_seal_at_once_one_does(ward: Ward) -> None:
    def clerk(_: int) -> str:
        try:
            return sealed_now(ward).event.kind
        except AlreadySealed as refusal:
            return str(refusal.exit_code)

    with ThreadPoolExecutor(4) as clerks:
        assert sorted(clerks.map(clerk, range(4))) == ["11", "11", "11", "seal"]
    assert (len(seals(ward)), broken_links(ward)) == (1, [])


def test_of_two_programs_that_seal_at_once_one_does(ward: Ward) -> None:
    command = [sys.executable, "-m", "onestop_cli", "seal", "--month", "1", "--year", "2026"]
    programs = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2])
        for _ in range(2)
    ]
    assert sorted(program.wait() for program in programs) == [0, 11]
    assert (len(seals(ward)), broken_links(ward)) == (1, [])


def test_a_file_that_is_busy_is_not_sealed(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    content = ward.content
    with writing(ward.path):
        refused("seal", *MONTH, code=14)
        with pytest.raises(StoreLocked):
            sealed_now(ward)
    assert ward.content == content
    typed("seal", *MONTH)


def test_nothing_is_left_of_a_seal_on_a_full_disk(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file may not grow beyond its present pages; SQLite answers as it does when the disk is full."""
    real, content = database._connect, ward.content

    def small(path: Path, mode: str) -> sqlite3.Connection:
        connection = real(path, mode)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    with monkeypatch.context() as full:
        full.setattr(database, "_connect", small)
        with pytest.raises(StoreFull) as problem:
            sealed_now(ward, note="x" * 100_000)
    assert (problem.value.exit_code, ward.content, broken_links(ward)) == (14, content, [])
    assert sealed_now(ward).position == max(seq for (seq,) in ward.ask("SELECT seq FROM event")) - 1


def test_nothing_is_left_of_a_seal_whose_report_cannot_be_made(ward: Ward) -> None:
    def fails(_: Report) -> str:
        raise LookupError

    content = ward.content
    with pytest.raises(LookupError):
        sealed_now(ward, rendered=fails)
    assert ward.content == content


# --- random lives --------------------------------------------------------------------------------------


class Lived(NamedTuple):
    """A seal of random lives, what it froze, and the same period told again after more of them."""

    ward: Ward
    seal: Seal
    frozen: str
    told_again: str
    sealed: Sealed


def lived(ward: Ward, seed: str, steps: int) -> Lived:
    """Dossiers live, some days that have passed are sealed under some settings, and they live on under others."""
    random = Random(seed)
    lives = Lives(ward, random)
    ward.is_now("22/12/2025 09:00")
    began = ward.now.date()

    def live() -> None:
        for _ in range(steps):
            lives.step()
        for key, words in (("basis", tuple(Basis)), ("granularity", tuple(Granularity))):
            settings.set_value(ward.path, ward.clock, ACTOR, key, random.choice(words), None)

    def kept(texts: list[str]) -> sealing.Rendered:
        return lambda report: texts.append(digested(report)) or texts[-1]

    live()
    ward.now += timedelta(days=1)
    passed = (ward.now.date() - began).days
    start = began + timedelta(days=random.randrange(-3, passed - 1))
    end = start + timedelta(days=random.randrange((ward.now.date() - start).days))
    period = Period(start, end, random.choice(list(Convention)))
    frozen: list[str] = []
    seal = sealed_now(ward, period, kept(frozen))
    live()
    procedures.amend(ward.path, ward.clock, ACTOR, "9.000001", Amendment(name=f"Tên {seed}"), began, APPLY)
    told_again: list[str] = []
    sealed = sealing.sealed(ward.path, period, ("procedure",), kept(told_again))
    return Lived(ward, seal, frozen[0], told_again[0], sealed)


@pytest.fixture(scope="module", params=["a", "b", "c", "d"])
def life(request: pytest.FixtureRequest, ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    path = tmp_path_factory.mktemp("lives") / "onestop.db"
    return lived(Ward(Path(shutil.copy(ward_template, path))), f"seal {request.param}", 60)


def test_a_seal_of_random_lives_comes_out_again(life: Lived) -> None:
    assert (life.sealed.is_intact, life.told_again) == (True, life.frozen)
    assert life.seal.digest == sha256(life.frozen.encode()).hexdigest()
    assert digested(life.sealed.report) == life.frozen
    assert (broken_links(life.ward), strays(life.ward)) == ([], [])


def moved(adjustments: list[Adjustment], column: str) -> int:
    """By how much the dossiers of adjustments changed a column, each counted once."""
    dossiers = {each.event.dossier: (each.before, each.after) for each in adjustments if not each.is_cumulative}
    return sum((column in after) - (column in before) for before, after in dossiers.values())


def test_what_was_sealed_and_the_adjustments_make_the_present_figures(life: Lived) -> None:
    found = life.sealed
    for column in COUNTS:
        assert getattr(found.now, column) - life.seal.total[column] == moved(found.adjustments, column), column
    assert all(each.event.seq > life.seal.position for each in found.adjustments)
    now = {name: getattr(found.now, name) for name in life.seal.total}
    assert found.adjustments or now == life.seal.total


def test_no_event_that_changed_a_figure_is_left_out(life: Lived) -> None:
    """The total made at each later event: where it is another than before, the event is listed.

    Left out may only be what came and went: of a dossier that counted nowhere when sealed and counts nowhere now.
    """
    seal, listed = life.seal, {each.event.seq for each in life.sealed.adjustments}
    default = ReportRequest(
        seal.period, (), Basis(seal.event.data["basis"]), Granularity(seal.event.data["granularity"]), False
    )

    def total(connection: sqlite3.Connection, position: int) -> Row:
        known = standing.Known(position=position)
        stand = standing.stand(connection, known, default.basis, default.granularity)
        return report_at(stand, default, seal.period.last_second).part.total

    with reading(life.ward.path) as connection:
        last = ledger.next_seq(connection) - 1
        totals = [total(connection, position) for position in range(seal.position, last + 1)]
        changed = [seq for seq, (before, after) in enumerate(pairwise(totals), seal.position + 1) if before != after]
        events = [event for seq in changed if seq not in listed if (event := ledger.event(connection, seq))]
    assert totals[0]._asdict() | {"key": None} == {"key": None, **seal.total}
    assert totals[-1] == life.sealed.now
    counting = {each.event.dossier for each in life.sealed.adjustments if not each.is_cumulative}
    assert [event for event in events if event.dossier is None or event.dossier in counting] == []
