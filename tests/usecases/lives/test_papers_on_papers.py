"""A paper that stands on one recorded late is recorded late itself, so that `--strict` cannot be walked around (§3.3).

Five working days from Monday 3/8/2026 were Monday 10/8; it is Wednesday 26/8. What each dossier says, and what it says
without the papers recorded late.
"""

from collections.abc import Callable

import pytest

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Outcome, outcome
from onestop_cli.errors import RecordedLate
from onestop_cli.output import language
from onestop_cli.output.dossiers import late_words
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.settings import set_value
from onestop_cli.usecases.strict import Strict
from tests.core.written import at
from tests.office import SOMEONE, Ward
from tests.usecases.notices import APPLY, add_holiday

LONGER, SHORTER = "25:working_day", "24:working_day"


@pytest.fixture
def late(ward: Ward) -> str:
    """The dossier is overdue since the 10th, and its limit is corrected on the 26th: a marked paper."""
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("26/8/2026 09:00")
    ward.correct(code, limit=LONGER)
    return code


def strictly(ward: Ward, code: str) -> Dossier:
    with reading(ward.path) as connection:
        dossier = Strict(connection).fold(ledger.dossier_events(connection, code))
    assert dossier is not None
    return dossier


def marked(ward: Ward, code: str) -> list[str]:
    """The kinds of the papers recorded late."""
    return [record.kind for record in show(ward.path, ward.clock, code, Moments()).entry.dossier.recorded_late]


SECOND: dict[str, tuple[Callable[[Ward, str], object], list[str], Outcome]] = {
    "a shorter limit": (lambda w, code: w.correct(code, limit=SHORTER), ["correct", "correct"], Outcome.overdue),
    "a suspension before the due date": (
        lambda w, code: w.suspend(code, when="4/8/2026 10:00"), ["correct", "suspend"], Outcome.overdue
    ),
    "a void": (lambda w, code: w.void(code), ["correct", "void"], Outcome.overdue),
    "a storm": (lambda w, code: add_holiday(w, "7/8/2026", APPLY, local=True), ["correct", "move"], Outcome.overdue),
    "a name": (lambda w, code: w.correct(code, applicant="Nguyễn Văn Án"), ["correct"], Outcome.overdue),
    "a suspension now": (lambda w, code: w.suspend(code), ["correct"], Outcome.overdue),
    "a result now": (lambda w, code: w.resolve(code), ["correct"], Outcome.late),
}  # fmt: skip


@pytest.mark.parametrize("second", SECOND)
def test_a_paper_that_stands_on_one_recorded_late_is_one(ward: Ward, late: str, second: str) -> None:
    typed, marks, without = SECOND[second]
    typed(ward, late)
    assert (marked(ward, late), outcome(strictly(ward, late), ward.now)) == (marks, without)


def test_it_says_what_it_would_cure(ward: Ward, late: str) -> None:
    with pytest.raises(RecordedLate) as error:
        ward.suspend(late, when="4/8/2026 10:00", override="")
    assert {name: str(error.value.values[name]) for name in ("before", "after")} == {
        "before": "overdue", "after": "suspended",
    }  # fmt: skip


def test_a_closing_told_earlier_than_the_due_date_is_a_paper(ward: Ward) -> None:
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("26/8/2026 09:00")
    ward.withdraw(code)
    assert marked(ward, code) == []
    ward.correct(code, closed_at="6/8/2026 10:00")
    assert marked(ward, code) == ["correct"]


def test_a_closing_told_later_within_the_due_date_is_none(ward: Ward) -> None:
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.withdraw(code, when="3/8/2026 09:00")
    ward.is_now("26/8/2026 09:00")
    ward.correct(code, closed_at="6/8/2026 10:00")
    assert marked(ward, code) == []


def test_a_new_slip_after_the_old_date_is_a_paper(ward: Ward) -> None:
    """Corrected on the 7th to the 5th: due on the 12th; on the 11th the slip's 10th has passed."""
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("7/8/2026 09:00")
    ward.correct(code, received_at="5/8/2026 09:00")
    ward.is_now("11/8/2026 09:00")
    ward.correct(code, slip_given=True)
    assert marked(ward, code) == ["correct"]
    assert [outcome(d, ward.now, Basis.promised) for d in (ward.dossier(code), strictly(ward, code))] == [
        Outcome.within, Outcome.overdue,
    ]  # fmt: skip


def test_a_new_slip_before_the_old_date_is_none(ward: Ward) -> None:
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("7/8/2026 09:00")
    ward.correct(code, received_at="5/8/2026 09:00")
    ward.is_now("10/8/2026 09:00")
    ward.correct(code, slip_given=True)
    assert marked(ward, code) == []


def test_a_longer_limit_while_suspended_is_none(ward: Ward) -> None:
    """A result then would end the suspension, and be in time."""
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.suspend(code, when="3/8/2026 09:00")
    ward.is_now("26/8/2026 09:00")
    ward.correct(code, limit="7:working_day")
    assert marked(ward, code) == []


def test_a_suspension_that_does_not_count_hides_nothing(ward: Ward) -> None:
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("26/8/2026 09:00")
    ward.suspend(code, when="11/8/2026 09:00")
    ward.correct(code, limit=LONGER)
    assert marked(ward, code) == ["correct"]


def test_saturdays_that_count_do_not_stand_in_the_way(ward: Ward, late: str) -> None:
    set_value(ward.path, ward.clock, "lan", "saturday", "working_day", None)
    code = ward.receive("dang-ky-lai-khai-sinh", "3/8/2026 09:00").code
    ward.correct(code, limit=LONGER)
    assert outcome(strictly(ward, code), ward.now) is Outcome.overdue


def test_a_paper_is_told_by_what_a_clerk_calls_it(ward: Ward, late: str) -> None:
    spoken = language.language()
    language.use("vi")
    words = late_words(ward.dossier(late).recorded_late[0])
    language.use(spoken)
    assert words == "đính chính, ghi lúc 26/08/2026 09:00 — ghi nhầm"


HEADINGS = "code,procedure_code,applicant,received_at,suspensions,override"
ROW = HEADINGS + "\n{code},{procedure},{name},{received},{life},{why}\n"
SUSPENDED = '"[{""from"":""2026-08-04T10:00:00+07:00"",""reason"":""other_agency""}]"'


def row_of(ward: Ward, code: str, why: str) -> str:
    d = ward.dossier(code)
    return ROW.format(
        code=code, procedure=d.procedure_code, name=SOMEONE.applicant, received=d.received_at.isoformat(),
        life=SUSPENDED, why=why,
    )  # fmt: skip


def test_a_row_that_stands_on_a_paper_recorded_late_needs_an_override(ward: Ward, late: str) -> None:
    assert "makes the dossier better" in ward.refused_lines(row_of(ward, late, ""))[2]


def test_a_row_that_stands_on_a_paper_recorded_late_is_one(ward: Ward, late: str) -> None:
    ward.imports(row_of(ward, late, "bổ sung sổ"))
    assert (marked(ward, late), outcome(strictly(ward, late), ward.now)) == (["correct", "suspend"], Outcome.overdue)


def test_a_new_slip_brought_back_after_the_old_date_is_a_paper(ward: Ward) -> None:
    code = ward.receive("dang-ky-lai-khai-sinh").code
    ward.is_now("7/8/2026 09:00")
    ward.correct(code, received_at="5/8/2026 09:00")
    ward.correct(code, slip_given=True)
    ward.undo(code)
    assert marked(ward, code) == []
    ward.is_now("11/8/2026 09:00")
    ward.undo(code)
    assert marked(ward, code) == ["undo"]
    assert strictly(ward, code).promised_due_at == at("10/8/2026 17:30")
