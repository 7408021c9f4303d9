"""What is taken back, and taken back again (domain §3.6)."""

import pytest

from onestop_cli.core.dossier import Status
from onestop_cli.errors import OnestopError
from tests.office import Ward, broken_links, strays
from tests.usecases.lives.teller import Life, lives, must_be_told, state

BEFORE = {
    "received": "3/8/2026 09:00 receive nam-ngay Lan\n",
    "suspended": "3/8/2026 09:00 receive nam-ngay Lan\n4/8/2026 10:00 suspend supplement\n",
    "resolved": "3/8/2026 09:00 receive nam-ngay Lan\n4/8/2026 10:00 resolve\n",
}
DONE = [
    ("received", "suspend supplement"),
    ("received", "suspend force_majeure restart"),
    ("received", "extend 14/8/2026"),
    ("received", "resolve"),
    ("received", "resolve refused"),
    ("received", "withdraw"),
    ("received", "stop override"),
    ("received", "correct received_at 31/7/2026 10:00"),
    ("received", "correct limit 23:working_day"),
    ("received", "correct procedure tam-gio"),
    ("received", "correct applicant Trần Thị B"),
    ("received", "correct officer Đức"),
    ("received", "void"),
    ("suspended", "resume"),
    ("suspended", "resolve"),
    ("suspended", "withdraw"),
    ("suspended", "stop"),
    ("suspended", "correct received_at 31/7/2026 10:00"),
    ("suspended", "void"),
    ("resolved", "deliver"),
    ("resolved", "correct resolved_at 3/8/2026 10:00"),
    ("resolved", "correct note đã ký"),
    ("resolved", "void"),
]


@pytest.mark.parametrize(("begun", "done"), DONE, ids=[f"{begun}, {done}" for begun, done in DONE])
def test_an_undo_leaves_things_as_they_were_and_an_undone_undo_as_it_left_them(
    ward: Ward, begun: str, done: str
) -> None:
    life = Life(ward)
    life.is_told(BEFORE[begun])
    before = state(ward, life.code)
    life.is_told(f"5/8/2026 10:00 {done}")
    after = state(ward, life.code)
    assert after != before
    life.is_told("6/8/2026 10:00 undo")
    assert state(ward, life.code) == before
    life.is_told("7/8/2026 10:00 undo")
    assert state(ward, life.code) == after
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_an_undo_without_consent_only_shows_what_it_would_do(ward: Ward) -> None:
    code = ward.receive().code
    ward.suspend(code)
    before = ward.content
    assert ward.undo(code, apply=False).status is Status.received
    assert ward.content == before


@lives(
    a_receipt_never="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 undo -> refused 11 ReceiptStays
        3/8/2026 11:00 suspend supplement
        3/8/2026 11:30 undo 1 -> refused 11 ReceiptStays
    """,
    not_a_suspension_that_was_resumed="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
        5/8/2026 11:00 undo -> status suspended
        5/8/2026 11:00 undo 2 -> status received, due 10/8/2026 17:30
    """,
    not_a_result_that_was_handed_over="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 resolve
        5/8/2026 10:00 deliver
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
        5/8/2026 11:00 undo -> status resolved
        5/8/2026 11:00 undo 2 -> status received
    """,
    not_a_letter_before_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 extend 14/8/2026
        5/8/2026 10:00 suspend supplement
        5/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
    """,
    not_a_corrected_receipt_on_which_dates_rest="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 correct received_at 31/7/2026 10:00
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        6/8/2026 11:00 undo 2 -> refused 11 RestsOnIt
    """,
    a_corrected_name_though_other_acts_came_since="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 correct applicant Trần Thị B
        5/8/2026 10:00 suspend supplement
        5/8/2026 11:00 undo 2 -> status suspended
    """,
    nothing_twice="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 undo 2 -> status received
        4/8/2026 11:05 undo 2 -> refused 11 AlreadyTakenBack
    """,
    not_what_would_come_back_into_another_life="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 undo
        4/8/2026 14:00 resolve
        4/8/2026 15:00 undo 3 -> refused 11 RestsOnIt
    """,
    the_void_of_a_dossier_that_was_right_after_all="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 void -> status void
        5/8/2026 10:00 undo -> status received, due 10/8/2026 17:30, outcome within
        5/8/2026 10:00 resolve -> outcome early
    """,
)
def test_what_can_be_taken_back(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


def test_an_event_of_another_dossier_is_not_taken_back(ward: Ward) -> None:
    life, other = Life(ward), Life(ward)
    life.is_told("3/8/2026 09:00 receive nam-ngay\n3/8/2026 10:00 suspend supplement")
    other.is_told("3/8/2026 09:00 receive nam-ngay\n3/8/2026 10:00 suspend supplement")
    before = ward.content
    with pytest.raises(OnestopError) as refused:
        ward.undo(life.code, other.numbers()[-1])
    assert (refused.value.exit_code, ward.content) == (10, before)
