"""What changed a report between two moments: the figures, the dossiers, the imports and notices that did it.

July 2026 is recorded as it happened (`seals.july`); what came after Monday 3/8/2026 at nine is what differs.
"""

import shutil
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.core.report import Report, ReportRequest
from onestop_cli.core.tally import COUNTS, Key
from onestop_cli.errors import NothingKnown, RegisterDiffers, WrongOrder
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports import stand as standing
from onestop_cli.usecases.reports.diff import Diff, diff
from onestop_cli.usecases.reports.report import report, report_at, same_figures
from onestop_cli.usecases.reports.stand import Known
from tests.core.written import at
from tests.office import Ward, changed_outside, tampered
from tests.usecases.busy_year import Lives
from tests.usecases.reports.seals.july import (
    DONE,
    EARLY_RESULT,
    HEADING,
    JULY,
    LATE,
    LATER,
    ON_TIME,
    OPEN,
    OVERDUE,
    PENDING_OVERDUE,
    PENDING_WITHIN,
    READY,
    SEALED_AT,
    july,
)
from tests.usecases.reports.seals.test_adjustments import TOUCHES, Later, holiday

BEFORE = at("3/8/2026 08:59")
BY = ("procedure",)


@pytest.fixture(scope="session")
def july_file(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("diff") / "onestop.db")))).path


@pytest.fixture
def ward(july_file: Path, tmp_path: Path) -> Ward:
    """The ward a day after its July was reported."""
    ward = Ward(Path(shutil.copy(july_file, tmp_path / "onestop.db")))
    ward.is_now(LATER)
    return ward


def asked(by: tuple[str, ...] = BY, period: Period = JULY, *, strict: bool = False) -> ReportRequest:
    return ReportRequest(period, by, Basis.due, Granularity.unit, False, strict=strict)


def differing(
    ward: Ward, first: datetime = BEFORE, second: datetime | None = None, request: ReportRequest | None = None
) -> Diff:
    return diff(ward.path, ward.clock, request or asked(), first, second)


def counted(of: Diff) -> list[tuple[str, tuple[str, ...], tuple[str, ...], list[str]]]:
    """Of each dossier that counts otherwise its code, how it counted and counts, and the kinds of what did it."""
    return [(d.code, d.before, d.after, [later.event.kind for later in d.events]) for d in of.changes.dossiers]


def moved_by_members(of: Diff) -> Counter[str]:
    """By how many dossiers each column of the total moved, from the dossiers and groups told."""
    moved: Counter[str] = Counter()
    for each in of.changes.dossiers:
        moved.update(each.after)
        moved.subtract(each.before)
    for group in of.changes.groups:
        moved.update(group.moved)
    return Counter({name: n for name, n in moved.items() if n})


def moved_in_figures(of: Diff) -> Counter[str]:
    then, now = of.changes.then.part.total, of.changes.now.part.total
    pairs = {name: getattr(now, name) - getattr(then, name) for name in COUNTS}
    return Counter({name: n for name, n in pairs.items() if n})


def told_again(ward: Ward, position: int, request: ReportRequest, judged_at: datetime) -> Report:
    """The report of the events up to a number, as it has always been told."""
    with reading(ward.path) as connection:
        known = Known(position=position)
        at = standing.stand(connection, known, request.basis, request.granularity, strict=request.strict)
        return report_at(at, request, judged_at)


# --- exactly what did it ---------------------------------------------------------------------------


@pytest.mark.parametrize("later", [act for _, act, _ in TOUCHES], ids=[name for name, *_ in TOUCHES])
def test_whatever_came_since_the_members_told_make_the_difference_of_the_figures(ward: Ward, later: Later) -> None:
    [(position,)] = ward.ask("SELECT max(seq) FROM event")
    later(ward)
    found = differing(ward)
    assert moved_by_members(found) == moved_in_figures(found)
    assert same_figures(found.changes.then, told_again(ward, position, asked(), JULY.last_second))
    assert same_figures(found.changes.now, report(ward.path, ward.clock, asked()))
    assert all(later.event.seq > position for each in found.changes.dossiers for later in each.events)
    assert all(each.before != each.after or each.rows for each in found.changes.dossiers)


def test_nothing_in_between_is_nothing_told(ward: Ward) -> None:
    ward.assign(OPEN, "Lê Thị Ánh")
    ward.correct(DONE, applicant="Đỗ Thị Bưởi")
    found = differing(ward)
    assert same_figures(found.changes.then, found.changes.now)
    assert (found.changes.dossiers, found.changes.groups, found.changes.calendar) == ([], [], [])


def test_a_result_typed_late_and_its_correction_are_told_with_what_each_changed(ward: Ward) -> None:
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.correct(OVERDUE, resolved_at="30/7/2026 10:00", because="ghi nhầm")
    found = differing(ward)
    assert counted(found) == [(OVERDUE, PENDING_OVERDUE, LATE, ["resolve", "correct"])]
    [_, correction] = found.changes.dossiers[0].events
    fields = [(name, before, after) for name, before, after in correction.fields]
    assert fields == [("resolved_at", at("29/7/2026 10:00"), at("30/7/2026 10:00"))]


def test_between_two_moments_only_what_was_recorded_between_them_counts(ward: Ward) -> None:
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    ward.is_now("5/8/2026 09:00")
    ward.void(READY)
    ward.is_now("6/8/2026 09:00")
    ward.undo(READY)
    first, second = at("4/8/2026 23:59:59"), at("5/8/2026 23:59:59")
    assert counted(differing(ward, first, second)) == [(READY, EARLY_RESULT, (), ["void"])]
    assert counted(differing(ward, second)) == [(READY, (), EARLY_RESULT, ["undo"])]
    assert counted(differing(ward, first)) == []
    [void] = differing(ward, first, second).changes.dossiers
    assert (void.is_void, void.is_new) == (True, False)


def test_a_backdated_receipt_is_new(ward: Ward) -> None:
    code = ward.receive("bay-ngay", when="30/7/2026 10:00").code
    found = differing(ward)
    assert counted(found) == [(code, (), PENDING_WITHIN, ["receive"])]
    assert found.changes.dossiers[0].is_new


def test_dossiers_that_only_an_import_brought_are_one_line_of_it(ward: Ward) -> None:
    rows = "".join(
        f"X-{n},1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n" for n in range(3)
    )
    ward.imports(
        HEADING + rows + "X-9,1.004873,online,A,2026-06-09T09:00:00+07:00,2026-06-10T09:00:00+07:00,approved\n"
    )
    ward.correct("X-1", channel="postal")
    found = differing(ward)
    [group] = found.changes.groups
    assert (group.event.kind, group.n_dossiers) == ("import", 2)
    assert group.moved == {"received": 2, "received_online": 2, "resolved": 2, "early": 2}
    postal = ("received", "received_postal", "resolved", "early")
    assert counted(found) == [("X-1", (), postal, ["receive", "resolve", "correct"])]


def test_of_an_import_before_its_acts_bore_its_number_they_are_known_by_their_second(ward: Ward) -> None:
    """Before format 6 only receipts bore it; a correction of that very second is a clerk's all the same."""
    rows = [f"X-{n},1.004873,online,A,2026-07-09T09:00:00+07:00,2026-07-10T09:00:00+07:00,approved\n" for n in (1, 2)]
    ward.imports(HEADING + "".join(rows))
    ward.correct("X-2", channel="postal")
    for code in ("X-1", "X-2"):
        numbered = "data = json_remove(data, '$.import') WHERE kind = 'resolve' AND dossier = ?"
        tampered(ward.path, f"UPDATE event SET {numbered}", code)
    assert [each.code for each in differing(ward).changes.dossiers] == ["X-1", "X-2"]
    changed_outside(ward.path, "UPDATE marks_kept SET after_seq = (SELECT max(seq) FROM event)")
    assert [each.code for each in differing(ward).changes.dossiers] == ["X-2"]
    assert [group.n_dossiers for group in differing(ward).changes.groups] == [1]


def test_a_notice_known_late_is_one_line_and_a_day_that_changed(ward: Ward) -> None:
    """Wednesday 29/7, its due day, was off: the open one is overdue a day later, and not yet at the month's end."""
    holiday("29/7/2026")(ward)
    holiday("30/7/2026")(ward)
    holiday("31/7/2026")(ward)
    found = differing(ward)
    assert [each.event.kind for each in found.changes.calendar] == ["notice"] * 3
    assert moved_by_members(found) == moved_in_figures(found) != Counter()
    told = [(group.event.kind, group.n_dossiers) for group in found.changes.groups]
    assert told + counted(found) == [(OVERDUE, PENDING_OVERDUE, PENDING_WITHIN, ["move", "move", "move"])]


def test_what_only_a_notice_moved_is_one_line_of_it(ward: Ward) -> None:
    """Due on Thursday 30/7, which is off since: due on the 31st, so within at the month's end."""
    for hour in ("09:00", "10:00"):
        ward.receive("bay-ngay", when=f"21/7/2026 {hour}")
    ward.is_now("5/8/2026 09:00")
    holiday("30/7/2026")(ward)
    found = differing(ward, at("4/8/2026 23:59:59"))
    [group] = found.changes.groups
    [(notice,)] = ward.ask("SELECT seq FROM event WHERE kind = 'notice'")
    assert (group.event.seq, group.n_dossiers) == (notice, 2)
    assert {name: n for name, n in group.moved.items() if n} == {"overdue": -2, "within": 2}
    assert (found.changes.dossiers, [each.event.seq for each in found.changes.calendar]) == ([], [notice])


AUGUST = named_period(Kind.month, 8, 2026, Convention.calendar)


def test_a_printing_in_between_changed_nothing(ward: Ward) -> None:
    """Printed within the period: neither alone nor beside the result that did it, and an import stays one line."""
    august = asked(period=AUGUST)
    quiet, done = ward.receive("bay-ngay").code, ward.receive("bay-ngay").code
    before = ward.now
    ward.is_now("5/8/2026 09:00")
    ward.imports(HEADING + "X-1,1.004873,online,A,2026-08-04T09:00:00+07:00,,\n")
    ward.resolve(done)
    for code in (quiet, done, "X-1"):
        ward.prints(code)
    found = differing(ward, before, request=august)
    assert [(code, kinds) for code, _, _, kinds in counted(found)] == [(done, ["resolve"])]
    assert [(group.event.kind, group.n_dossiers) for group in found.changes.groups] == [("import", 1)]


def test_the_slip_printed_after_a_correction_is_told_where_the_promise_decides(ward: Ward) -> None:
    """Promised for 13/8, ready on the 10th; received on 27/7 in truth, and the new slip says 5/8: late by it."""
    code = ward.receive("bay-ngay").code
    ward.is_now("10/8/2026 09:00")
    ward.resolve(code)
    ward.correct(code, received_at="27/7/2026 09:00")
    before = ward.now
    ward.is_now("11/8/2026 09:00")
    ward.prints(code)
    request = asked(period=AUGUST)._replace(basis=Basis.promised)
    [(told, was, now, kinds)] = counted(differing(ward, before, request=request))
    assert (told, "late" in was, "late" in now, kinds) == (code, False, True, ["print"])


def test_a_dossier_that_counts_the_same_in_another_row_is_told(ward: Ward) -> None:
    ward.correct(DONE, procedure="muoi-ngay")
    ward.assign(OPEN, "Lê Thị Ánh")
    [change] = [each for each in differing(ward).changes.dossiers if each.code == DONE]
    assert [row.key for row in change.rows] == [("9.000001",), ("9.000006",)]
    assert change.rows[1].after == change.rows[0].before == ()
    assert differing(ward, request=asked(("none",))).changes.dossiers[0].rows == ()


def test_a_dossier_that_counts_the_same_for_other_working_days_is_told(ward: Ward) -> None:
    """Received on 22/7, ready earlier by a day or more: early all the same, and the days used and saved are others."""
    ward.correct(READY, resolved_at="23/7/2026 10:00", because="ghi nhầm")
    found = differing(ward)
    before, after = found.changes.then.part.total, found.changes.now.part.total
    assert (before.early, before.mean_working_days) != (after.early, after.mean_working_days)
    assert counted(found) == [(READY, EARLY_RESULT, EARLY_RESULT, ["correct"])]
    assert found.changes.dossiers[0].rows == ()


def test_days_that_a_notice_changed_are_told_of_the_notice_alone(ward: Ward) -> None:
    ward.correct(READY, officer="Lê Thị Ánh")
    holiday("23/7/2026")(ward)
    found = differing(ward)
    assert READY not in [each.code for each in found.changes.dossiers]
    assert found.changes.then.part.total.mean_working_days != found.changes.now.part.total.mean_working_days
    assert [each.event.kind for each in found.changes.calendar] == ["notice"]


def test_what_moved_between_months_is_told_of_a_year_by_month(ward: Ward) -> None:
    ward.correct(READY, resolved_at="3/8/2026 08:00")
    year = Period(JULY.start.replace(month=1, day=1), JULY.end.replace(month=12), Convention.calendar)
    found = differing(ward, request=asked(("month",), year))
    [change] = found.changes.dossiers
    assert {row.key for row in change.rows} == {("2026-07",), ("2026-08",)}
    assert moved_by_members(found) == moved_in_figures(found)


def test_strict_both_reports_are_without_papers_recorded_late(ward: Ward) -> None:
    """A suspension typed after the due day makes an overdue one suspended; strictly it never was."""
    ward.suspend(OVERDUE, when="28/7/2026 10:00", override="giấy tờ ghi sau")
    assert counted(differing(ward)) == [(OVERDUE, PENDING_OVERDUE, (*PENDING_OVERDUE[:3], "suspended"), ["suspend"])]
    strictly = differing(ward, request=asked(strict=True))
    assert counted(strictly) == []
    assert same_figures(strictly.changes.then, strictly.changes.now)


def test_an_act_recorded_while_the_clock_was_behind_is_known_with_what_came_before_it(ward: Ward) -> None:
    ward.is_now("1/8/2026 09:00")
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    assert counted(differing(ward, at("2/8/2026 12:00"))) == [(OVERDUE, PENDING_OVERDUE, ON_TIME, ["resolve"])]
    ward.is_now(LATER)
    assert counted(differing(ward, at(SEALED_AT))) == []


def test_both_moments_are_judged_at_the_same_instant(ward: Ward) -> None:
    """Known on 30/7 and judged at the month's end the open one of the 20th is overdue then and now."""
    found = differing(ward, at("30/7/2026 08:00"))
    assert (found.changes.then.head.as_of, found.changes.now.head.as_of) == (JULY.last_second, JULY.last_second)
    assert OVERDUE not in {each.code for each in found.changes.dossiers}


# --- what is refused -------------------------------------------------------------------------------


def test_a_register_that_tells_otherwise_is_refused(ward: Ward) -> None:
    changed_outside(ward.path, f"UPDATE dossier SET channel = 'postal' WHERE code = '{DONE}'")
    with pytest.raises(RegisterDiffers):
        differing(ward)
    assert counted(differing(ward, BEFORE, at(SEALED_AT))) == []


def test_the_later_moment_first_is_refused(ward: Ward) -> None:
    with pytest.raises(WrongOrder):
        differing(ward, at(SEALED_AT), BEFORE)


def test_before_the_first_event_nothing_is_known(ward: Ward) -> None:
    with pytest.raises(NothingKnown):
        differing(ward, at("1/7/2025 08:00"))


# --- laws, of random lives -------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["a", "b", "c"])
def lived(request: pytest.FixtureRequest, ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    ward = Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("lives") / "onestop.db")))
    lives = Lives(ward, Random(f"diff {request.param}"))
    ward.is_now("22/12/2025 09:00")
    for _ in range(90):
        lives.step()
    ward.now += timedelta(days=1)
    return ward


def questions(ward: Ward, seed: int) -> tuple[ReportRequest, list[datetime]]:
    """A period, dimensions and three moments in order, at random."""
    random = Random(seed)
    began = at("22/12/2025 09:00")
    days = (ward.now - began).days
    start = began.date() + timedelta(days=random.randrange(days))
    end = min(start + timedelta(days=random.randrange(1, 40)), ward.now.date())
    by = random.choice([("none",), BY, ("officer", "channel"), ("week",), ("month", "procedure")])
    basis, granularity = random.choice(list(Basis)), random.choice(list(Granularity))
    moments = sorted(began + timedelta(hours=random.randrange(1, days * 24)) for _ in range(3))
    period = Period(start, end, Convention.calendar)
    return ReportRequest(period, by, basis, granularity, False, strict=random.random() < 0.3), moments


def rows_moved(of: Diff) -> dict[Key, Counter[str]]:
    """By how many dossiers each column of each row moved, from the dossiers told."""
    moved: dict[Key, Counter[str]] = {}
    for each in of.changes.dossiers:
        for row in each.rows:
            moved.setdefault(row.key, Counter()).update(row.after)
            moved[row.key].subtract(row.before)
    return moved


@pytest.mark.parametrize("seed", range(12))
def test_of_random_lives_the_members_make_the_difference_and_two_diffs_make_one(lived: Ward, seed: int) -> None:
    request, moments = questions(lived, seed)
    parts = [differing(lived, first, second, request) for first, second in pairwise(moments)]
    whole = differing(lived, moments[0], moments[-1], request)
    for each in (*parts, whole):
        assert moved_by_members(each) == moved_in_figures(each)
        rows = [{row.key: row for row in told.part.rows} for told in (each.changes.then, each.changes.now)]
        if not each.changes.groups:
            for key, moved in rows_moved(each).items():
                then, now = ({name: getattr(of[key], name) if key in of else 0 for name in COUNTS} for of in rows)
                assert {name: now[name] - then[name] for name in COUNTS} == {name: moved[name] for name in COUNTS}
    assert same_figures(parts[0].changes.then, whole.changes.then)
    assert same_figures(parts[0].changes.now, parts[1].changes.then)
    assert same_figures(parts[1].changes.now, whole.changes.now)
    composed = moved_by_members(parts[0])
    composed.update(moved_by_members(parts[1]))
    assert Counter({name: n for name, n in composed.items() if n}) == moved_by_members(whole)


@pytest.mark.parametrize("seed", range(6))
def test_of_random_lives_each_report_is_that_of_its_moment(lived: Ward, seed: int) -> None:
    request, moments = questions(lived, seed)
    found = differing(lived, moments[0], moments[1], request)
    judged_at = found.changes.now.head.as_of
    for told, position in ((found.changes.then, found.position_then), (found.changes.now, found.position_now)):
        assert same_figures(told, told_again(lived, position, request, judged_at))
        assert told.head.marks == told_again(lived, position, request, judged_at).head.marks
