"""The day at the counter: acts by the day they occurred, the money of that day's receipts, who did what."""

from datetime import date
from typing import Any

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.errors import InTheFuture
from onestop_cli.usecases.today import Figures, Today, figures_of, today
from tests.core.written import at, day
from tests.office import Ward

MONDAY = "3/8/2026"


def of(ward: Ward, on: str | None = MONDAY, officer: str | None = None, **moments: str) -> Today:
    looked = Moments(**{name: at(text) for name, text in moments.items()})
    return today(ward.path, ward.clock, day(on) if on else None, officer, looked)


def people(found: Today) -> dict[str, dict[str, int]]:
    return {who: {act.value: n for act, n in acts.items()} for who, acts, _declined in found.people}


def test_a_day_tells_what_came_in_went_out_and_was_handed_over(ward: Ward) -> None:
    first = ward.receive("tinh-trang-hon-nhan", copies=2, fee=8000)
    ward.receive("chung-thuc-ban-sao", copies=3, fee=6000, done=True)
    ward.is_now("3/8/2026 15:00")
    ward.resolve(first.code)
    found = of(ward)
    assert found.total == Figures(received=2, copies=5, resolved=2, delivered=1, fee=14000, fee_unsaid=14000)
    assert [(row.code, row.figures.received) for row in found.rows] == [("1.004873", 1), ("2.000815", 1)]
    assert people(found) == {"lan": {"receive": 2, "resolve": 2, "deliver": 1}}


def test_without_a_day_it_is_today(ward: Ward) -> None:
    ward.receive()
    ward.is_now("4/8/2026 08:00")
    assert (of(ward, None).on, of(ward, None).total.received) == (date(2026, 8, 4), 0)


def test_a_refusal_is_a_result_and_told(ward: Ward) -> None:
    ward.resolve(ward.receive().code, result="refused", note="thiếu giấy tờ")
    assert (of(ward).total.resolved, of(ward).total.refused) == (1, 1)


def test_an_act_typed_later_is_of_the_day_on_which_it_occurred(ward: Ward) -> None:
    """Received on Monday, its result of Monday typed on Wednesday: Monday's figures, and Wednesday says so."""
    code = ward.receive().code
    ward.is_now("5/8/2026 09:00")
    ward.resolve(code, when="3/8/2026 16:00")
    assert of(ward).total.resolved == 1
    wednesday = of(ward, "5/8/2026")
    assert (wednesday.total.resolved, wednesday.typed_for_earlier, people(wednesday)) == (0, 1, {})
    assert of(ward).typed_for_earlier == 0


def test_of_a_suspension_only_who_did_it_is_told(ward: Ward) -> None:
    """On another day than the receipt, found by the events recorded since."""
    code = ward.receive().code
    ward.is_now("4/8/2026 09:00")
    ward.suspend(code)
    found = of(ward, "4/8/2026")
    assert (found.rows, people(found)) == ([], {"lan": {"suspend": 1}})


def test_what_was_taken_back_did_not_happen(ward: Ward) -> None:
    code = ward.receive().code
    ward.resolve(code)
    ward.is_now("4/8/2026 09:00")
    ward.undo(code)
    assert (of(ward).total.resolved, people(of(ward))) == (0, {"lan": {"receive": 1}})
    assert people(of(ward, "4/8/2026")) == {"lan": {"undo": 1}}


def test_a_corrected_receipt_is_of_the_day_it_is_corrected_to(ward: Ward) -> None:
    code = ward.receive().code
    ward.correct(code, received_at="31/7/2026 09:00")
    assert (of(ward).total.received, of(ward, "31/7/2026").total.received) == (0, 1)
    assert people(of(ward, "31/7/2026")) == {"lan": {"receive": 1}}


def test_void_dossiers_are_in_no_figure_and_counted_apart(ward: Ward) -> None:
    ward.void(ward.receive(fee=8000).code)
    assert (of(ward).total, of(ward).void) == (Figures(), 1)


def test_still_due_are_those_of_that_day_that_are_open(ward: Ward) -> None:
    """Three certificates of Monday are due on Thursday: one has its result, one is suspended, one is open."""
    codes = [ward.receive().code for _ in range(3)]
    ward.resolve(codes[0])
    ward.suspend(codes[1])
    assert (of(ward, None).still_due, of(ward, None).overdue) == (0, 0)
    ward.is_now("6/8/2026 09:00")
    assert (of(ward, None).still_due, of(ward, None).overdue) == (1, 0)
    ward.is_now("7/8/2026 09:00")
    assert (of(ward, "6/8/2026").still_due, of(ward, "6/8/2026").overdue) == (1, 1)
    assert of(ward, "6/8/2026", as_of="6/8/2026 10:00").still_due == 1


def test_an_officer_s_day_has_the_dossiers_of_that_officer(ward: Ward) -> None:
    ward.receive(officer="Trần Thị Bình")
    ward.receive(officer="Lê Văn Nam", fee=1000)
    found = of(ward, officer="tran thi binh")
    assert (found.total.received, found.total.fee, people(found)) == (1, 0, {"lan": {"receive": 1}})


def test_as_it_stood_and_as_it_was_known(ward: Ward) -> None:
    code = ward.receive().code
    ward.is_now("3/8/2026 16:00")
    ward.resolve(code)
    ward.is_now("5/8/2026 09:00")
    assert of(ward, as_of="3/8/2026 12:00").total == Figures(received=1, copies=1)
    assert of(ward, known_at="3/8/2026 12:00").total == Figures(received=1, copies=1)
    assert of(ward, known_at="2/8/2026 12:00").total == Figures()


def test_what_an_import_brought_is_under_nobody_s_name(ward: Ward) -> None:
    ward.is_now("5/8/2026 09:00")
    ward.imports("code,procedure_code,applicant,received_at\nNGOAI-1,1.004873,Nguyễn Văn A,2026-08-03T09:00:00+07:00\n")
    assert (of(ward).total.received, people(of(ward))) == (1, {"": {"receive": 1}})
    assert of(ward, "5/8/2026").typed_for_earlier == 0


@pytest.mark.parametrize(
    ("paid", "told"),
    [
        ({"fee_paid": "cash"}, {"fee": 1000, "fee_cash": 1000}),
        ({"fee_paid": "online"}, {"fee": 1000, "fee_online": 1000}),
        ({}, {"fee": 1000, "fee_unsaid": 1000}),
        ({"fee": 0, "fee_waived": "hộ nghèo"}, {"waived": 1}),
        ({"fee": None}, {}),
    ],
)
def test_how_a_fee_was_paid(ward: Ward, paid: dict[str, Any], told: dict[str, int]) -> None:
    dossier = ward.receive(fee=1000)._replace(**paid)
    assert figures_of(dossier, day(MONDAY)) == Figures(received=1, copies=1, **told)


def test_a_fee_is_of_the_day_of_the_receipt_alone(ward: Ward) -> None:
    code = ward.receive(fee=1000).code
    ward.is_now("4/8/2026 09:00")
    ward.resolve(code)
    assert of(ward, "4/8/2026").total == Figures(resolved=1)


def test_a_day_to_come_is_refused(ward: Ward) -> None:
    with pytest.raises(InTheFuture):
        of(ward, "4/8/2026")
