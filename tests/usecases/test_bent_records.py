"""Records bent with a straight face, each told in words: what was done, what reports say, which mark it bears (§3.3).

All are of one dossier: five working days, received on Monday 3/8/2026 at nine, due on Monday 10/8. What is written
after that comes out well in the plain report, bears its mark, and `--strict` says what would have been without it.
"""

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import LateUndo, NeedlessOverride, RecordedLate
from onestop_cli.usecases.reports.report import report
from tests.office import Ward, strays
from tests.usecases.imports.registers import line, suspension
from tests.usecases.reports.asked import month

FIVE_DAYS = "rut-ngan"
RECEIVED, DUE_DAY = "3/8/2026 09:00", "10/8/2026 09:00"
OVERDUE = "12/8/2026 09:00"
LATER = "26/8/2026 09:00"
Bend = Callable[[Ward], str]
FIGURES = ("early", "on_time", "late", "within", "overdue", "suspended", "withdrawn", "stopped")


def says(ward: Ward, *, strict: bool = False, basis: Basis = Basis.due) -> str:
    """Where August's report counts the one dossier; empty where it is in none."""
    request = ReportRequest(month(8), ("none",), basis, Granularity.unit, False, strict=strict)
    total = report(ward.path, ward.clock, request).part.total
    return " ".join(name for name in FIGURES if getattr(total, name))


def marks(ward: Ward, code: str) -> list[str]:
    return [record.kind for record in ward.dossier(code).recorded_late]


def in_hand(ward: Ward, now: str = OVERDUE) -> str:
    """The dossier received as it should be; then time passes."""
    ward.is_now(RECEIVED)
    code = ward.receive(FIVE_DAYS).code
    ward.is_now(now)
    return code


class Bent(NamedTuple):
    """What was done, in words; how it is done; what the report says with and without it; the marks it bears."""

    told: str
    bend: Bend
    plain: str
    strict: str
    marks: tuple[str, ...]
    basis: Basis = Basis.due


def _suspension_of_the_fourth(ward: Ward) -> str:
    code = in_hand(ward, LATER)
    ward.suspend(code, when="4/8/2026 10:00")
    ward.resume(code, "25/8/2026 10:00")
    ward.resolve(code)
    return code


def _longer_limit(ward: Ward) -> str:
    code = in_hand(ward)
    ward.correct(code, limit="9:working_day", statutory="9:working_day")
    ward.is_now("13/8/2026 10:00")
    ward.resolve(code)
    return code


def _no_limit(ward: Ward) -> str:
    code = in_hand(ward)
    ward.correct(code, limit="none", statutory="none")
    return code


def _another_procedure(ward: Ward) -> str:
    code = in_hand(ward)
    ward.correct(code, procedure="muoi-ngay")
    return code


def _later_receipt(ward: Ward) -> str:
    code = in_hand(ward)
    ward.correct(code, received_at="6/8/2026 09:00")
    ward.is_now("13/8/2026 10:00")
    ward.resolve(code)
    return code


def _result_again(ward: Ward) -> str:
    code = in_hand(ward)
    ward.resolve(code)
    ward.is_now("13/8/2026 09:00")
    ward.undo(code)
    ward.resolve(code, when="7/8/2026 10:00")
    return code


def _result_after_a_withdrawal(ward: Ward) -> str:
    code = in_hand(ward)
    ward.withdraw(code)
    ward.undo(code)
    ward.resolve(code, when="7/8/2026 10:00")
    return code


def _earlier_result(ward: Ward) -> str:
    code = in_hand(ward)
    ward.resolve(code)
    ward.correct(code, resolved_at="10/8/2026 10:00")
    return code


def _void(ward: Ward) -> str:
    code = in_hand(ward)
    ward.void(code)
    return code


def _void_of_a_late_one(ward: Ward) -> str:
    code = in_hand(ward)
    ward.resolve(code)
    ward.void(code)
    return code


def _withdrawal(ward: Ward) -> str:
    code = in_hand(ward, LATER)
    ward.withdraw(code, "7/8/2026 15:00")
    return code


def _stop(ward: Ward) -> str:
    code = in_hand(ward, LATER)
    ward.stop(code, "7/8/2026 15:00", override="công dân xin dừng")
    return code


def _letter(ward: Ward) -> str:
    code = in_hand(ward)
    ward.extend(code, "14/8/2026", "6/8/2026")
    return code


def _letter_restored(ward: Ward) -> str:
    code = in_hand(ward, "6/8/2026 09:00")
    ward.extend(code, "14/8/2026")
    ward.undo(code)
    ward.is_now(OVERDUE)
    ward.undo(code)
    return code


def _limit_restored(ward: Ward) -> str:
    code = in_hand(ward, "4/8/2026 09:00")
    ward.correct(code, limit="2:working_day")
    ward.is_now("7/8/2026 09:00")
    ward.undo(code)
    ward.resolve(code)
    return code


def _resumption_taken_back(ward: Ward) -> str:
    code = in_hand(ward, "4/8/2026 10:00")
    ward.suspend(code)
    ward.is_now("5/8/2026 10:00")
    ward.resume(code)
    ward.is_now(OVERDUE)
    ward.undo(code)
    return code


def _second_suspension(ward: Ward) -> str:
    code = in_hand(ward, "4/8/2026 10:00")
    ward.suspend(code)
    ward.is_now("5/8/2026 10:00")
    ward.resume(code)
    ward.is_now(LATER)
    ward.suspend(code, when="6/8/2026 10:00", override="bổ sung lần hai")
    return code


def _clock_set_back(ward: Ward) -> str:
    """Something else was recorded on the 12th; then the computer's clock is set to the 6th."""
    code = in_hand(ward)
    ward.receive(FIVE_DAYS)
    ward.is_now("6/8/2026 10:00")
    ward.suspend(code)
    ward.is_now("13/8/2026 09:00")
    return code


def _overshot(ward: Ward) -> str:
    """Corrected by far too much, and then a little back."""
    code = in_hand(ward)
    ward.resolve(code)
    ward.correct(code, resolved_at="6/8/2026 10:00")
    ward.correct(code, resolved_at="10/8/2026 10:00")
    return code


def _withdrawn_and_void(ward: Ward) -> str:
    code = in_hand(ward)
    ward.withdraw(code, "7/8/2026 15:00")
    ward.void(code)
    return code


def _imported_suspension(ward: Ward) -> str:
    ward.is_now(RECEIVED)
    ward.imports(line())
    ward.is_now(LATER)
    ward.imports(line(suspensions=[suspension("4/8/2026 10:00")], override="ghi lại sau"))
    return "X-1"


def _imported_withdrawal(ward: Ward) -> str:
    """A longer limit, marked; then a withdrawal of the ninth, before the longer limit's date and the old one's."""
    ward.is_now(RECEIVED)
    ward.imports(line())
    ward.is_now(OVERDUE)
    ward.correct("X-1", limit="9:working_day", statutory="9:working_day")
    told = line(status="withdrawn", closed_at="9/8/2026 09:00", note="rút")
    assert "needs an override" in ward.refused_lines(told)[2]
    ward.imports(line(status="withdrawn", closed_at="9/8/2026 09:00", note="rút", override="ghi lại sau"))
    return "X-1"


BENT = (
    Bent("a suspension typed on the 26th for the 4th", _suspension_of_the_fourth, "early", "late", ("suspend",)),
    Bent("a longer limit after the due date", _longer_limit, "early", "late", ("correct",)),
    Bent("no limit after the due date", _no_limit, "", "overdue", ("correct",)),
    Bent("another procedure after the due date", _another_procedure, "within", "overdue", ("correct",)),
    Bent("a later receipt after the due date", _later_receipt, "on_time", "late", ("correct",)),
    Bent("a late result undone and typed again for an earlier hour", _result_again, "early", "overdue", ("resolve",)),
    Bent(
        "a late withdrawal undone, a result typed instead",
        _result_after_a_withdrawal,
        "early",
        "overdue",
        ("resolve",),
    ),
    Bent("a late result corrected to the due day", _earlier_result, "on_time", "late", ("correct",)),
    Bent("an overdue dossier made void", _void, "", "overdue", ("void",)),
    Bent("a late dossier made void", _void_of_a_late_one, "", "late", ("void",)),
    Bent("a withdrawal typed later for before the due date", _withdrawal, "withdrawn", "overdue", ("withdraw",)),
    Bent("a stop typed later for before the due date", _stop, "stopped", "overdue", ("stop",)),
    Bent("a letter typed after the due date", _letter, "within", "overdue", ("extend",), Basis.extended),
    Bent("a letter restored after the due date", _letter_restored, "within", "overdue", ("undo",), Basis.extended),
    Bent("the correction that had shortened the limit undone", _limit_restored, "early", "late", ("undo",)),
    Bent("a resumption undone after the due date", _resumption_taken_back, "suspended", "overdue", ("undo",)),
    Bent("a second suspension", _second_suspension, "suspended", "overdue", ("suspend",)),
    Bent("the clock set back before the due date", _clock_set_back, "within suspended", "within overdue", ("suspend",)),
    Bent("a result corrected too far and then back", _overshot, "on_time", "late", ("correct", "correct")),
    Bent("a void dossier withdrawn before", _withdrawn_and_void, "", "overdue", ("withdraw", "void")),
    Bent("a longer limit and an imported end", _imported_withdrawal, "withdrawn", "overdue", ("correct", "withdraw")),
    Bent("a suspension that came with an import", _imported_suspension, "suspended", "overdue", ("suspend",)),
)


@pytest.mark.parametrize("bent", BENT, ids=lambda bent: bent.told)
def test_what_was_bent_bears_its_mark_and_strict_says_what_would_have_been(ward: Ward, bent: Bent) -> None:
    code = bent.bend(ward)
    assert says(ward, basis=bent.basis) == bent.plain
    assert says(ward, basis=bent.basis, strict=True) == bent.strict
    assert marks(ward, code) == list(bent.marks)
    assert strays(ward) == []


# --- what is no paper recorded late ----------------------------------------------------------------


def _result_next_morning(ward: Ward) -> str:
    code = in_hand(ward, "11/8/2026 08:00")
    ward.resolve(code, when="10/8/2026 17:00", override="")
    return code


def _receipt_typed_later(ward: Ward) -> str:
    ward.is_now(OVERDUE)
    code = ward.receive(FIVE_DAYS, RECEIVED).code
    ward.resolve(code, when="10/8/2026 10:00", override="")
    return code


def _delivery_typed_later(ward: Ward) -> str:
    code = in_hand(ward, "7/8/2026 09:00")
    ward.resolve(code)
    ward.is_now(LATER)
    ward.deliver(code, when="7/8/2026 10:00")
    return code


def _resumption_typed_later(ward: Ward) -> str:
    code = in_hand(ward, "5/8/2026 10:00")
    ward.suspend(code)
    ward.is_now(LATER)
    ward.resume(code, "7/8/2026 10:00")
    return code


def _nothing_better(ward: Ward) -> str:
    code = in_hand(ward)
    ward.correct(code, limit="4:working_day")
    ward.correct(code, officer="Lan", applicant="Trần Văn B")
    ward.suspend(code, override="")
    return code


def _paper_in_time(ward: Ward) -> str:
    code = in_hand(ward, DUE_DAY)
    ward.suspend(code, when="4/8/2026 10:00", override="")
    ward.resume(code, "5/8/2026 10:00")
    ward.correct(code, limit="9:working_day", statutory="9:working_day")
    return code


def _evening_of_the_due_day(ward: Ward) -> str:
    """At 17:45 on the due day a result would not be late (decided)."""
    code = in_hand(ward, "10/8/2026 17:45")
    ward.suspend(code, when="4/8/2026 10:00", override="")
    return code


def _withdrawal_of_an_overdue_one(ward: Ward) -> str:
    """It occurs after the due date and is typed when it occurs: nothing is written after the fact."""
    code = in_hand(ward)
    ward.withdraw(code, override="")
    return code


def _longer_limit_while_suspended(ward: Ward) -> str:
    """The old due date has passed, but a result now would not be late: the clock has stood still since."""
    code = in_hand(ward, "5/8/2026 10:00")
    ward.suspend(code)
    ward.is_now(LATER)
    ward.correct(code, limit="9:working_day", statutory="9:working_day")
    return code


def _late_result_taken_back(ward: Ward) -> str:
    code = in_hand(ward)
    ward.resolve(code)
    ward.undo(code, note="")
    ward.resolve(code, override="")
    return code


def _fresh_import(ward: Ward) -> str:
    """A register of another system: whatever it tells of dossiers that it brings itself."""
    ward.is_now(LATER)
    ward.imports(line(suspensions=[suspension("4/8/2026 10:00", "25/8/2026 10:00")], resolved_at="25/8/2026 11:00"))
    return "X-1"


NO_PAPERS = {
    "a first result typed the next morning": (_result_next_morning, "on_time"),
    "a receipt typed later": (_receipt_typed_later, "on_time"),
    "a delivery typed later": (_delivery_typed_later, "early"),
    "a resumption typed later": (_resumption_typed_later, "overdue"),
    "papers that make nothing better": (_nothing_better, "overdue"),
    "papers recorded on the due day": (_paper_in_time, "within"),
    "a paper recorded at 17:45 on the due day": (_evening_of_the_due_day, "suspended"),
    "an overdue dossier withdrawn now": (_withdrawal_of_an_overdue_one, "withdrawn"),
    "a longer limit while the clock stands still": (_longer_limit_while_suspended, "suspended"),
    "a late result taken back and typed again as late": (_late_result_taken_back, "late"),
    "a register of another system": (_fresh_import, "early"),
}


@pytest.mark.parametrize(("life", "plain"), NO_PAPERS.values(), ids=NO_PAPERS)
def test_what_is_no_paper_needs_no_reason_and_bears_no_mark(ward: Ward, life: Bend, plain: str) -> None:
    code = life(ward)
    assert (says(ward), says(ward, strict=True)) == (plain, plain)
    assert marks(ward, code) == []


def _suspended(ward: Ward, code: str, override: str) -> None:
    ward.suspend(code, when="4/8/2026 10:00", override=override)


def _withdrawn(ward: Ward, code: str, override: str) -> None:
    ward.withdraw(code, "7/8/2026 15:00", override=override)


def _written_to(ward: Ward, code: str, override: str) -> None:
    ward.extend(code, "14/8/2026", "6/8/2026", override=override)


def _resolved_again(ward: Ward, code: str, override: str) -> None:
    ward.resolve(code)
    ward.undo(code)
    ward.resolve(code, when="7/8/2026 10:00", override=override)


PAPERS = (_suspended, _withdrawn, _written_to, _resolved_again)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_recorded_late_is_refused_without_a_reason(ward: Ward, paper: Callable[..., None]) -> None:
    code = in_hand(ward)
    with pytest.raises(RecordedLate):
        paper(ward, code, "")
    assert marks(ward, code) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_a_reason_for_what_passes_nothing_is_refused(ward: Ward, paper: Callable[..., None]) -> None:
    code = in_hand(ward, "7/8/2026 16:00")
    with pytest.raises(NeedlessOverride):
        paper(ward, code, "ghi lại sau")
    assert marks(ward, code) == []


@pytest.mark.parametrize("paper", PAPERS)
def test_the_reason_lies_beside_the_chain_and_which_limit_was_passed_in_it(
    ward: Ward, paper: Callable[..., None]
) -> None:
    reason = "0912345678 gọi lại"
    code = in_hand(ward)
    paper(ward, code, reason)
    (record,) = ward.dossier(code).recorded_late
    ((data, beside),) = ward.ask(
        "SELECT e.data, p.fields FROM event e JOIN personal p USING (seq) WHERE e.seq = ?", record.seq
    )
    assert record.reason == reason
    assert (reason in data, reason in beside) == (False, True)
    assert json.loads(data)["passed"][-1] == "recorded_late"


def test_a_first_result_with_a_reason_is_refused(ward: Ward) -> None:
    code = in_hand(ward, "11/8/2026 08:00")
    with pytest.raises(NeedlessOverride):
        ward.resolve(code, when="10/8/2026 17:00", override="ghi lại sau")


def test_of_several_codes_only_those_that_pass_a_limit_bear_it(ward: Ward) -> None:
    again = in_hand(ward)
    ward.resolve(again)
    ward.undo(again)
    first = ward.receive(FIVE_DAYS, "4/8/2026 09:00").code
    with pytest.raises(RecordedLate):
        ward.resolve(again, first, when="7/8/2026 10:00", override="")
    ward.resolve(again, first, when="7/8/2026 10:00", override="ghi lại sau")
    assert (marks(ward, again), marks(ward, first)) == (["resolve"], [])
    reasons = ward.ask("SELECT fields FROM personal WHERE fields LIKE '%ghi lại sau%'")
    assert len(reasons) == 1


def test_one_reason_answers_for_every_limit_that_is_passed(ward: Ward) -> None:
    """A stop of what waits for no papers, typed later for before the due date."""
    code = in_hand(ward, LATER)
    ward.stop(code, "7/8/2026 15:00", override="công dân xin dừng")
    ((data,),) = ward.ask("SELECT data FROM event WHERE kind = 'stop'")
    assert "stop_outside_supplement" in data
    assert "recorded_late" in data


def test_an_undo_recorded_late_needs_a_note_even_where_others_need_none(ward: Ward) -> None:
    code = in_hand(ward, "4/8/2026 09:00")
    ward.correct(code, limit="2:working_day")
    ward.is_now("7/8/2026 09:00")
    assert ward.undo(code, note="", apply=False).recorded_late == ()
    with pytest.raises(LateUndo):
        ward.undo(code, note="")
    assert ward.undo(code, note="nhầm").recorded_late[0].reason == "nhầm"


def test_a_row_of_a_known_dossier_is_refused_without_a_reason(ward: Ward) -> None:
    ward.is_now(RECEIVED)
    ward.imports(line())
    ward.is_now(LATER)
    told = [suspension("4/8/2026 10:00")]
    assert "needs an override" in ward.refused_lines(line(suspensions=told))[2]
    ward.imports(line(suspensions=told, override="ghi lại sau"))
    (record,) = ward.dossier("X-1").recorded_late
    assert (record.kind, record.reason) == ("suspend", "ghi lại sau")


def test_a_paper_taken_back_leaves_no_mark(ward: Ward) -> None:
    code = in_hand(ward)
    ward.suspend(code, when="4/8/2026 10:00")
    ward.undo(code)
    assert (says(ward), says(ward, strict=True), marks(ward, code)) == ("overdue", "overdue", [])


def test_a_paper_restored_bears_both_marks(ward: Ward) -> None:
    code = in_hand(ward)
    ward.suspend(code, when="4/8/2026 10:00")
    ward.undo(code)
    ward.undo(code)
    assert (says(ward), says(ward, strict=True), marks(ward, code)) == ("suspended", "overdue", ["suspend", "undo"])
