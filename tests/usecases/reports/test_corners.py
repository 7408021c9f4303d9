"""The corners of the figures: halves in a rate, late by seconds, dates that came without an hour."""

import pytest

from onestop_cli.core.index_766 import index_rows
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Outcome
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.tally import Cell, row
from onestop_cli.output.records import dossier_record
from onestop_cli.usecases.dossiers import show
from tests.office import Ward
from tests.usecases.reports.answers import Question, answer

JULY = named_period(Kind.month, 7, 2026, Convention.calendar)


def results(outcome: Outcome, n: int, days: int = 0) -> Cell:
    return Cell(("once",), False, "direct", "resolved", outcome, False, days, None, n)


# --- a half is rounded up or down as the binary fraction falls ------------------------------------------


@pytest.mark.parametrize(
    ("early", "judged", "rate"),
    [
        pytest.param(1, 32, 0.0313, id="3.125 per cent"),
        pytest.param(25, 32, 0.7813, id="78.125 per cent"),
        pytest.param(3, 160, 0.0188, id="1.875 per cent"),
    ],
)
def test_a_half_in_a_rate_is_rounded_up_as_a_spreadsheet_does(early: int, judged: int, rate: float) -> None:
    """Of 32 results 25 are 78.125 per cent: 78,13 % on paper and in Excel."""
    total = row((), [results(Outcome.early, early), results(Outcome.late, judged - early)])
    assert total.early_rate == rate


def test_a_half_in_the_points_of_the_index_is_rounded_up() -> None:
    """20 × 25 / 32 = 15.625."""
    lines = index_rows([results(Outcome.on_time, 25), results(Outcome.late, 7)])
    assert lines[0].points == 15.63


def test_a_half_in_the_mean_of_the_days_taken_is_rounded_up() -> None:
    """32 results, one of them after a working day: 0.03125 days."""
    assert row((), [results(Outcome.early, 31), results(Outcome.early, 1, days=1)]).mean_working_days == 0.0313


# --- late by nothing ------------------------------------------------------------------------------------


def test_what_is_late_by_the_printed_minute_is_a_minute_late(ward: Ward) -> None:
    """Received 9:00:30, eight hours: due the next day at 9:00:30, printed 09:00. Ready at 9:01:00, it is late."""
    ward.resolve(ward.receive("tam-gio", when="1/7/2026 09:00:30").code, when="2/7/2026 09:01:00")
    late = answer("late", ward, Question(JULY))["dossiers"]
    assert [(each["outcome"], each["minutes_late"]) for each in late] == [("late", 1)]


# --- a date that came without an hour -------------------------------------------------------------------


def test_a_promise_without_an_hour_has_none_in_the_late_list_either(ward: Ward) -> None:
    """Another system promised 10/7, no hour. `show --json` and `late --json` say the same."""
    ward.imports("code,procedure_code,received_at,due_at\nX-1,9.000006,2026-07-01 09:00,2026-07-10\n")
    shown = dossier_record(*show(ward.path, ward.clock, "X-1", Moments()).entry, None)
    late = answer("late", ward, Question(JULY))["dossiers"]
    assert shown["promised_due_at"] == "2026-07-10"
    assert [each["promised_due_at"] for each in late] == ["2026-07-10"]


@pytest.mark.parametrize("basis", [Basis.due, Basis.promised, Basis.extended])
def test_what_is_judged_against_a_date_without_an_hour_shows_none(ward: Ward, basis: Basis) -> None:
    """Without a letter the extended date is the due one; all three are the other system's 10/7."""
    ward.imports("code,procedure_code,received_at,due_at\nX-1,9.000006,2026-07-01 09:00,2026-07-10\n")
    late = answer("late", ward, Question(JULY, basis=basis))["dossiers"]
    assert [each["due_at"] for each in late] == ["2026-07-10"]


def test_the_register_promises_no_hour_that_was_not_promised(ward: Ward) -> None:
    ward.imports("code,procedure_code,received_at,due_at\nX-1,9.000006,2026-07-01 09:00,2026-07-10\n")
    assert [line["promised_due_at"] for line in answer("register", ward, Question(JULY))] == ["2026-07-10"]
