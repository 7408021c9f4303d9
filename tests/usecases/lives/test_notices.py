"""Notices that come into a life: storms, and dates that were kept against them (domain §2.1, §3.3)."""

import pytest

from onestop_cli.usecases import notices
from onestop_cli.usecases.moves import Consent
from tests.core.written import at, day
from tests.office import ACTOR, Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    a_storm_within_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        7/8/2026 08:00 storm 7/8/2026 -> status suspended, due 11/8/2026 17:30, promised 10/8/2026 17:30
        # 4, 5, 6, 10, 11/8
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
        # 6 and 10/8 do not count, 7/8 is no working day: 4, 5, 11, 12, 13/8
    """,
    a_storm_after_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        7/8/2026 08:00 storm 10/8/2026 -> due 13/8/2026 17:30, statutory 13/8/2026 17:30
    """,
    a_storm_on_the_new_date_of_a_letter="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        13/8/2026 16:00 storm 14/8/2026 -> due 10/8/2026 17:30, extended 17/8/2026 17:30
    """,
    a_storm_before_a_result_that_is_corrected="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 11:00 resume
        7/8/2026 08:00 storm 7/8/2026 -> due 11/8/2026 17:30, promised 10/8/2026 17:30
        10/8/2026 10:00 resolve
        10/8/2026 11:00 correct resolved_at 10/8/2026 09:00 -> due 11/8/2026 17:30, promised 10/8/2026 17:30
        # the slip was handed out before the storm, and nothing of its receipt is corrected
    """,
)
def test_a_notice_comes_into_a_life(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@pytest.fixture
def kept(early_ward: Ward) -> tuple[Ward, str]:
    """Received 7/1/2026 + 3 working days: 12/1, kept when Saturday 10/1 became a working day; suspended since."""
    early_ward.is_now("7/1/2026 09:00")
    code = early_ward.receive().code
    early_ward.is_now("8/1/2026 09:00")
    keep = Consent(apply=True, no_move=True)
    days = day("2/1/2026"), day("10/1/2026")
    notices.add_swap(early_ward.path, early_ward.clock, ACTOR, *days, "CV 12729", local=False, consent=keep)
    early_ward.suspend(code)
    early_ward.is_now("8/1/2026 11:00")
    return early_ward, code


def test_a_resumption_never_brings_a_date_earlier_that_was_kept(kept: tuple[Ward, str]) -> None:
    ward, code = kept
    assert ward.resume(code).due_at == at("12/1/2026 17:30")


def test_a_corrected_result_never_brings_a_date_earlier_that_was_kept(kept: tuple[Ward, str]) -> None:
    ward, code = kept
    ward.resume(code)
    ward.is_now("12/1/2026 11:00")
    ward.resolve(code)
    assert ward.correct(code, resolved_at="12/1/2026 10:00").due_at == at("12/1/2026 17:30")
