"""The date on the slip: what was handed out stays, until a new slip comes with a correction of the receipt (§3.4)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    with_a_corrected_receipt="""
        3/8/2026 09:00 receive nam-ngay -> promised 10/8/2026 17:30
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 and slip -> due 7/8/2026 17:30, promised 7/8/2026 17:30
        4/8/2026 12:00 known -> promised 10/8/2026 17:30
    """,
    with_a_corrected_procedure="""
        3/8/2026 09:00 receive khai-tu -> promised 3/8/2026 17:30
        4/8/2026 09:00 correct procedure nam-ngay and slip -> due 10/8/2026 17:30, promised 10/8/2026 17:30
    """,
    with_the_suspended_days_in_it="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume -> due 13/8/2026 17:30, promised 10/8/2026 17:30
        11/8/2026 09:00 correct received_at 31/7/2026 10:00 and slip -> due 12/8/2026 17:30, promised 12/8/2026 17:30
        # the due date in force, suspensions and all
    """,
    the_day_after_the_correction="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 -> due 7/8/2026 17:30, promised 10/8/2026 17:30
        6/8/2026 10:00 slip -> due 7/8/2026 17:30, promised 7/8/2026 17:30
        6/8/2026 11:00 slip -> refused 11 SlipStays
    """,
    with_a_limit_corrected_after_the_receipt_was="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00
        5/8/2026 11:00 correct limit 6:working_day and slip -> due 10/8/2026 17:30, promised 10/8/2026 17:30
        5/8/2026 12:00 correct limit 4:working_day -> due 6/8/2026 17:30, promised 10/8/2026 17:30
        5/8/2026 13:00 correct limit 3:working_day and slip -> refused 11 SlipStays
    """,
    of_another_system="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        4/8/2026 09:00 correct due_at 12/8/2026 -> due 12/8/2026 17:30, promised 7/8/2026 17:30
        4/8/2026 10:00 correct due_at 13/8/2026 and slip -> refused 11 SlipStays
        4/8/2026 11:00 correct received_at 31/7/2026 10:00 and slip -> due 12/8/2026 17:30, promised 12/8/2026 17:30
    """,
    even_with_the_same_date="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 correct received_at 3/8/2026 08:00 -> promised 10/8/2026 17:30
        3/8/2026 11:00 slip -> promised 10/8/2026 17:30
        3/8/2026 12:00 slip -> refused 11 SlipStays
    """,
)
def test_a_new_slip_is_given(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_longer_limit="""
        3/8/2026 09:00 receive tinh-trang-hon-nhan -> promised 6/8/2026 17:30
        4/8/2026 09:00 correct limit 23:working_day -> due 7/9/2026 17:30, promised 6/8/2026 17:30, by-slip within
        4/8/2026 10:00 correct limit 22:working_day and slip -> refused 11 SlipStays
        7/8/2026 09:00 resolve -> outcome early, by-slip late
    """,
    a_statutory_limit="""
        3/8/2026 09:00 receive nam-ngay -> promised 10/8/2026 17:30
        4/8/2026 09:00 correct statutory 9:working_day -> statutory 14/8/2026 17:30, promised 10/8/2026 17:30
    """,
    another_officer="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 09:00 correct officer Lan and slip -> refused 11 SlipStays
    """,
    the_same_procedure="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 09:00 correct procedure nam-ngay and slip -> refused 11 SlipStays
        4/8/2026 10:00 slip -> refused 11 SlipStays
    """,
)
def test_the_slip_stays(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    of_the_correction_with_it="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 and slip -> promised 7/8/2026 17:30
        5/8/2026 11:00 undo -> due 10/8/2026 17:30, promised 10/8/2026 17:30
        5/8/2026 12:00 undo -> due 7/8/2026 17:30, promised 7/8/2026 17:30
    """,
    of_the_slip_alone="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00
        5/8/2026 11:00 slip -> promised 7/8/2026 17:30
        5/8/2026 12:00 undo -> due 7/8/2026 17:30, promised 10/8/2026 17:30
        5/8/2026 13:00 slip -> promised 7/8/2026 17:30
    """,
    of_the_correction_under_the_slip="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00
        5/8/2026 11:00 slip -> promised 7/8/2026 17:30
        5/8/2026 12:00 undo 2 -> refused 11 RestsOnIt
        5/8/2026 13:00 undo 3 -> promised 10/8/2026 17:30
        5/8/2026 14:00 undo 2 -> due 10/8/2026 17:30, promised 10/8/2026 17:30
        5/8/2026 15:00 slip -> refused 11 SlipStays
    """,
    of_a_limit_after_the_slip="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 and slip -> promised 7/8/2026 17:30
        5/8/2026 11:00 correct limit 6:working_day -> due 10/8/2026 17:30, promised 7/8/2026 17:30
        5/8/2026 12:00 undo -> due 7/8/2026 17:30, promised 7/8/2026 17:30
    """,
)
def test_an_undo_brings_the_earlier_slip_back(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
