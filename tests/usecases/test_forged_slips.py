"""Printings that none made, or that say what does not follow: `audit verify` tells each without an anchor (§3.4)."""

from typing import Any

import pytest

from onestop_cli.core.forms import Form
from onestop_cli.core.moments import Moments
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.strict import Strict
from tests.core.written import at
from tests.office import Ward, strays
from tests.usecases.test_forged_claims import appended, retold
from tests.usecases.test_forgeries import kinds, verified

CODE, EARLIER = "H26.15.30-260803-0001", "H26.15.30-260721-0001"
OTHER = "2026-09-15T17:30:00+07:00"


@pytest.fixture
def lived(ward: Ward) -> Ward:
    """A dossier whose receipt was corrected to an earlier day after its slip was printed."""
    ward.receive("muoi-ngay")
    ward.prints(CODE)
    ward.is_now("4/8/2026 09:00")
    ward.correct(CODE, received_at="31/7/2026 09:00")
    ward.is_now("4/8/2026 09:30")
    return ward


def test_honest_printings_are_no_break_and_the_register_follows(lived: Ward) -> None:
    before = lived.dossier(CODE)
    lived.prints(CODE)
    after = lived.dossier(CODE)
    assert (before.promised_due_at, after.promised_due_at) == (at("13/8/2026 17:30"), at("10/8/2026 17:30"))
    lived.prints(CODE)
    lived.prints(CODE, Form.control)
    lived.is_now("5/8/2026 09:00")
    lived.resolve(CODE, when="4/8/2026 09:15", deliver=True)  # an hour before the last printing
    lived.prints(CODE)
    lived.undo(CODE)
    lived.prints(CODE)
    assert (kinds(verified(lived)), strays(lived)) == ("—", [])


def test_an_undo_of_the_correction_makes_a_slip_due_and_all_promises_stay_derived(lived: Ward) -> None:
    lived.prints(CODE)
    (correction,) = lived.ask("SELECT seq FROM event WHERE kind = 'correct'")[0]
    lived.undo(CODE, correction)
    lived.prints(CODE)
    told = explain(lived.path, lived.clock, CODE, Moments())
    dates = [each.promised_due_at for each in told.promises]
    assert dates == [at("13/8/2026 17:30"), at("10/8/2026 17:30"), at("13/8/2026 17:30")]
    moved = [step for step in told.explanation.steps if step.promised[0] != step.promised[1]]
    assert [step.promised[1] for step in moved] == dates
    assert [step.derivations[3].due_at for step in moved if step.derivations[3]] == dates
    assert kinds(verified(lived)) == "—"


def _print(act: int, **said: Any) -> dict[str, Any]:
    return {"form": "01", "edition": "03/2025", "act": act, "digest": "ab" * 32, "made": "pdf", **said}


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"promised_due_at": OTHER, "promised_is_day": False}, "date"),
        ({"promised_due_at": "2026-08-10T17:30:00+07:00", "promised_is_day": True}, "date"),
        ({"promised_due_at": "2026-08-10T17:30:00+07:00"}, "date"),
        ({"promised_due_at": "2026-08-10T17:30:00+07:00", "promised_is_day": False, "officer": "Hoa"}, "date"),
        (None, "date"),
    ],
    ids=["another date", "a day", "no word of the hour", "an officer too", "nothing, though it is due"],
)
def test_a_slip_that_promises_what_does_not_follow(lived: Ward, told: dict[str, Any] | None, found: str) -> None:
    (seq,) = lived.ask("SELECT seq FROM event WHERE kind = 'receive'")[0]
    said = _print(seq) if told is None else _print(seq, restated={str(seq): told})
    appended(lived, "print", CODE, said, at="2026-08-04T09:30:00+07:00")
    assert kinds(verified(lived)) == found


def test_a_promise_where_no_slip_is_due(lived: Ward) -> None:
    lived.prints(CODE)
    (seq,) = lived.ask("SELECT seq FROM event WHERE kind = 'receive'")[0]
    told = {str(seq): {"promised_due_at": OTHER, "promised_is_day": False}}
    appended(lived, "print", CODE, _print(seq, restated=told), at="2026-08-04T09:30:00+07:00")
    assert kinds(verified(lived)) == "date"


@pytest.mark.parametrize("act", [1, 10**6, "itself"])
def test_a_printing_of_no_act_of_the_dossier(lived: Ward, act: int | str) -> None:
    seq = lived.prints(CODE)
    retold(lived, seq, act=seq if act == "itself" else act)
    assert kinds(verified(lived)) == "act"


@pytest.mark.parametrize(
    "said",
    [
        {"form": "02"}, {"form": "03"}, {"form": "04"}, {"form": "07"}, {"form": "9"}, {"edition": "01/2018"},
        {"edition": "x"}, {"made": "docx"}, {"copies": -1}, {"copies": 0}, {"copies": 1_000_000}, {"digest": "xyz"},
        {"digest": "AB" * 32},
    ],
    ids=str,
)  # fmt: skip
def test_a_printing_that_says_what_none_can(lived: Ward, said: dict[str, Any]) -> None:
    lived.prints(CODE)
    retold(lived, lived.prints(CODE), **said)
    assert kinds(verified(lived)) == "act"


def test_a_paper_bears_the_edition_of_the_day_as_it_was_told_when_it_was_printed(ward: Ward) -> None:
    ward.is_now("17/9/2025 09:00")
    code = ward.receive("muoi-ngay", when="16/9/2025 09:00").code
    ward.prints(code)
    ward.correct(code, received_at="12/9/2025 09:00")
    ward.prints(code)
    editions = ward.ask("SELECT data ->> '$.edition' FROM event WHERE kind = 'print' ORDER BY seq")
    assert (editions, kinds(verified(ward))) == ([("03/2025",), ("01/2018",)], "—")


def test_a_printing_of_a_void_dossier(lived: Ward) -> None:
    lived.void(CODE)
    (seq,) = lived.ask("SELECT seq FROM event WHERE kind = 'receive'")[0]
    appended(lived, "print", CODE, _print(seq), at="2026-08-04T09:30:00+07:00")
    assert kinds(verified(lived)) == "act date", "nor does it promise what it had to"


@pytest.fixture
def late(ward: Ward) -> Ward:
    """A dossier with a slip that was due before it was told that it came later, and is due later."""
    ward.receive("muoi-ngay", when="21/7/2026 09:00")  # promised for Friday 31/7
    ward.correct(EARLIER, received_at="29/7/2026 09:00")  # Monday 10/8, as Saturday is no day to be due
    return ward


def test_a_new_slip_after_the_old_date_is_a_paper_recorded_late(late: Ward) -> None:
    seq = late.prints(EARLIER)
    assert [each.seq for each in late.dossier(EARLIER).recorded_late if each.kind == "print"] == [seq]
    assert (kinds(verified(late)), strays(late)) == ("—", [])
    again = late.prints(EARLIER)
    assert again not in [each.seq for each in late.dossier(EARLIER).recorded_late]


def test_without_its_papers_recorded_late_the_old_slip_stands(late: Ward) -> None:
    late.prints(EARLIER)
    with reading(late.path) as connection:
        told = Strict(connection).fold(ledger.dossier_events(connection, EARLIER))
    assert told is not None
    assert told.promised_due_at == at("31/7/2026 17:30")


def test_its_mark_cannot_be_taken_away(late: Ward) -> None:
    retold(late, late.prints(EARLIER), recorded_late=False)
    assert kinds(verified(late)) == "mark"


def test_nor_put_where_none_belongs(lived: Ward) -> None:
    retold(lived, lived.prints(CODE), recorded_late=True)
    assert kinds(verified(lived)) == "mark"
