"""Dates that changed or differ with nothing behind it, and lateness cured afterwards (domain §7)."""

import pytest

from onestop_cli.core.acts import Act
from tests.office import Ward, moment
from tests.usecases.checks.looking import codes, findings, n, names
from tests.usecases.notices import EVERYTHING, add_holiday

CODE = "260803-0001"


def test_a_longer_limit_before_the_due_date_is_a_date_put_off(ward: Ward) -> None:
    ward.receive()
    ward.is_now("5/8/2026 10:00")
    ward.correct(CODE, limit="5:working_day")
    [finding] = findings(ward, "due-date-changed")
    assert finding.found.values["before"] == moment("6/8/2026 17:30").instant  # type: ignore[union-attr]
    assert finding.found.values["after"] == moment("10/8/2026 17:30").instant  # type: ignore[union-attr]
    assert n(ward, "limit-lengthened") == 0


def test_a_shorter_limit_puts_nothing_off(ward: Ward) -> None:
    ward.receive()
    ward.correct(CODE, limit="2:working_day")
    assert n(ward, "due-date-changed") == 0


def test_a_correction_that_was_taken_back_put_nothing_off(ward: Ward) -> None:
    ward.receive()
    ward.correct(CODE, limit="5:working_day")
    ward.undo(CODE)
    assert names(ward) == set()


@pytest.mark.parametrize(("now", "found"), [("6/8/2026 17:45", 0), ("7/8/2026 08:00", 1)])
def test_a_limit_is_lengthened_late_once_a_result_would_be_late(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.correct(CODE, limit="5:working_day")
    assert n(ward, "limit-lengthened") == found
    assert n(ward, "due-date-changed") == 1 - found
    assert n(ward, "paper-recorded-late") == 0, "told once"


def test_a_corrected_receipt_without_a_new_slip_leaves_another_date_on_it(ward: Ward) -> None:
    ward.receive()
    ward.is_now("4/8/2026 09:00")
    ward.correct(CODE, received_at="31/7/2026 09:00")
    [finding] = findings(ward, "slip-differs")
    assert finding.found.seqs == (ward.ask("SELECT max(seq) FROM event")[0][0],)
    assert n(ward, "code-other-day") == 0, "by the day first entered"


def test_with_a_new_slip_nothing_differs(ward: Ward) -> None:
    ward.receive(officer="Trần Thị B")
    ward.is_now("4/8/2026 09:00")
    ward.correct(CODE, received_at="31/7/2026 09:00", slip_given=True)
    assert names(ward) == set()


def test_a_suspension_explains_another_date_than_the_slips(ward: Ward) -> None:
    ward.receive()
    ward.is_now("4/8/2026 09:00")
    ward.suspend(CODE)
    ward.is_now("5/8/2026 09:00")
    assert ward.resume(CODE).due_at != ward.dossier("H26.15.30-260803-0001").promised_due_at
    assert names(ward) == set()


@pytest.mark.parametrize(("due", "found"), [("2026-08-08", 1), ("2026-08-07", 0)])
def test_a_due_date_that_was_brought_may_lie_on_a_day_off(ward: Ward, due: str, found: int) -> None:
    ward.imports(f"code,procedure_code,received_at,due_at,due_source\nA-1,1.004873,2026-08-03 08:00,{due},foreign\n")
    assert n(ward, "due-on-day-off") == found


def test_a_slip_of_a_register_that_says_another_date_is_explained_by_nothing(ward: Ward) -> None:
    ward.imports(
        "code,procedure_code,received_at,due_at,due_source,promised_due_at\n"
        "A-1,1.004873,2026-08-03 08:00,2026-08-07,foreign,2026-08-06\n"
    )
    assert n(ward, "slip-differs") == 1


def test_a_suspension_written_after_the_due_date_is_a_paper_recorded_late(ward: Ward) -> None:
    ward.receive()
    ward.is_now("10/8/2026 09:00")
    ward.suspend(CODE, "other_agency", when="5/8/2026 10:00")
    [finding] = findings(ward, "paper-recorded-late")
    assert finding.found.values["act"] is Act.suspend
    assert finding.found.occurred_at == moment("5/8/2026 10:00").instant  # type: ignore[union-attr]


def test_a_suspension_that_begins_after_the_due_date_cures_nothing(ward: Ward) -> None:
    ward.receive()
    ward.is_now("7/8/2026 09:00")
    ward.suspend(CODE, "other_agency")
    assert n(ward, "paper-recorded-late") == 0


@pytest.mark.parametrize(("now", "found"), [("10/8/2026 17:00", 0), ("11/8/2026 08:00", 1)])
def test_an_entry_is_late_beyond_entry_days(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)  # due 6/8: two and three working days after it
    ward.resolve(CODE, when="6/8/2026 16:00")
    assert n(ward, "entered-late") == found
    assert n(ward, "entered-late", entry_days="3") == 0


def test_entries_of_a_day_and_an_actor_are_one_finding(ward: Ward) -> None:
    ward.receive()
    ward.receive()
    ward.is_now("14/8/2026 08:00")
    ward.resolve(CODE, "260803-0002", when="6/8/2026 16:00")
    assert n(ward, "entered-late") == 1
    assert codes(ward, "entered-late") == ["0001", "0002"]
    ward.receive(when="3/8/2026 10:00")
    assert n(ward, "entered-late") == 1, "of the same day"
    ward.is_now("17/8/2026 08:00")
    ward.receive(when="3/8/2026 11:00")
    assert n(ward, "entered-late") == 2


def test_a_late_result_typed_late_cures_nothing(ward: Ward) -> None:
    ward.receive()
    ward.is_now("14/8/2026 08:00")
    ward.resolve(CODE, when="7/8/2026 09:00")
    assert n(ward, "entered-late") == 0


@pytest.mark.parametrize(("now", "found"), [("6/8/2026 17:45", 0), ("7/8/2026 08:00", 1)])
def test_another_officer_after_the_due_date_is_worth_knowing(ward: Ward, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.assign(CODE, "Trần Thị B")
    assert n(ward, "officer-changed-late") == found


def test_an_officer_put_in_charge_of_a_finished_one_changes_nothing(ward: Ward) -> None:
    ward.receive()
    ward.is_now("7/8/2026 08:00")
    ward.resolve(CODE)
    assert n(ward, "officer-changed-late") == 0


@pytest.mark.parametrize(
    ("when", "now", "found"),
    [
        ("6/8/2026 17:29", "11/8/2026 08:00", 1),
        ("6/8/2026 17:31", "11/8/2026 08:00", 1),
        ("6/8/2026 17:28", "11/8/2026 08:00", 0),
        ("6/8/2026 17:30", "10/8/2026 17:00", 0),
        ("6/8/2026", "11/8/2026 08:00", 0),
    ],
)
def test_a_finish_at_the_due_minute_that_was_typed_much_later(ward: Ward, when: str, now: str, found: int) -> None:
    ward.receive()
    ward.is_now(now)
    ward.resolve(CODE, when=when)
    assert n(ward, "finished-at-due") == found


def test_a_corrected_phone_number_explains_no_date(ward: Ward) -> None:
    ward.imports(
        "code,procedure_code,received_at,due_at,due_source,promised_due_at\n"
        "A-1,1.004873,2026-08-03 08:00,2026-08-07,foreign,2026-08-06\n"
        "A-2,1.004873,2026-08-03 08:00,2026-08-07,foreign,2026-08-06\n"
    )
    ward.correct("A-1", phone="0912000000")
    [finding] = findings(ward, "slip-differs")
    assert finding.found.dossiers == ("A-1", "A-2"), "an import's are one line"


def test_a_change_of_officer_while_it_waits_is_not_after_the_due_date(ward: Ward) -> None:
    ward.receive()
    ward.suspend(CODE, "other_agency")
    ward.is_now("14/8/2026 09:00")
    ward.assign(CODE, "Trần Thị B")
    assert n(ward, "officer-changed-late") == 0


def test_the_moves_of_a_notice_recorded_late_are_one_line(ward: Ward) -> None:
    ward.receive()
    ward.receive()
    ward.is_now("11/8/2026 09:00")
    add_holiday(ward, "6/8/2026", EVERYTHING)
    [finding] = findings(ward, "paper-recorded-late")
    assert len(finding.found.dossiers) == 2


def test_another_systems_date_that_was_corrected_later_is_put_off(ward: Ward) -> None:
    ward.imports(
        "code,procedure_code,received_at,due_at,due_source,officer\n"
        "A-1,1.004873,2026-08-03 08:00,2026-08-06,foreign,Trần Thị B\n"
    )
    ward.correct("A-1", due_at="10/8/2026")
    assert names(ward) == {"due-date-changed", "imported"}


def test_what_was_typed_at_its_own_hour_is_no_late_entry(ward: Ward) -> None:
    ward.receive()
    ward.is_now("14/8/2026 08:00")
    ward.resolve(CODE, when="6/8/2026 16:00")
    [entered] = findings(ward, "entered-late")
    ward.deliver(CODE)
    assert [each.found.seqs for each in findings(ward, "entered-late")] == [entered.found.seqs]
