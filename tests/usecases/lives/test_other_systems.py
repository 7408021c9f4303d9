"""Dates that another system promised, and what moves them (domain §3.3)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    by_working_days="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026 -> due 7/8/2026 17:30, statutory 6/8/2026 17:30
        5/8/2026 10:00 suspend supplement -> counts due+statutory
        6/8/2026 10:00 resume -> due 10/8/2026 17:30, statutory 7/8/2026 17:30, promised 7/8/2026 17:30
    """,
    keeping_its_hour="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026 11:30 -> due 7/8/2026 11:30
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 11:30
    """,
    by_all_suspensions_together="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
        # 6 and 10/8: two working days after 7/8
    """,
    by_calendar_days="""
        3/8/2026 08:00 arrives muoi-ngay due 14/8/2026 -> due 14/8/2026 17:30, statutory 18/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 17/8/2026 17:30, statutory 19/8/2026 17:30
        # Saturday 15/8
    """,
    by_open_hours="""
        3/8/2026 09:00 arrives tam-gio due 7/8/2026 11:30 -> due 7/8/2026 11:30, statutory 5/8/2026 09:00
        5/8/2026 10:00 suspend supplement -> counts due
        5/8/2026 11:00 resume -> due 7/8/2026 14:00, statutory 5/8/2026 09:00
    """,
    by_the_same_day_rule="""
        3/8/2026 09:00 arrives 1.000656 due 5/8/2026 17:00 -> due 5/8/2026 17:00, statutory 3/8/2026 17:30
        4/8/2026 10:00 suspend supplement -> counts due
        6/8/2026 16:00 resume -> due 7/8/2026 17:30, statutory 3/8/2026 17:30
    """,
    by_working_days_without_a_limit="""
        3/8/2026 09:00 arrives khong-han due 7/8/2026 -> due 7/8/2026 17:30, statutory none
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30, statutory none
    """,
    anew_by_our_own_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 10:00 resume -> due 13/8/2026 17:30, statutory 13/8/2026 17:30
        # three working days after 10/8
    """,
    anew_and_on_by_our_own_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 11/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 12/8/2026 17:30
        # after 6/8, with 10/8 left out: 7, 11, 12/8
    """,
    never_earlier_anew="""
        3/8/2026 08:00 arrives ba-ngay due 21/8/2026
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 21/8/2026 17:30, statutory 11/8/2026 17:30
    """,
    not_from_after_its_day="""
        3/8/2026 08:00 arrives ba-ngay due 5/8/2026 11:30 -> statutory 6/8/2026 17:30
        6/8/2026 09:00 suspend supplement -> counts statutory, outcome overdue
        7/8/2026 10:00 resume -> due 5/8/2026 11:30, statutory 7/8/2026 17:30, outcome overdue
    """,
    on_its_day_after_its_hour="""
        3/8/2026 08:00 arrives ba-ngay due 5/8/2026 11:30 -> statutory 6/8/2026 17:30
        5/8/2026 11:31 suspend supplement -> counts due+statutory, outcome suspended
        6/8/2026 10:00 resume -> due 6/8/2026 17:30, statutory 7/8/2026 17:30
        # moved by a working day it would be 11:30, but the first due time after the clock ran again is 17:30
    """,
    from_before_closing_where_it_has_no_hour="""
        3/8/2026 08:00 arrives ba-ngay due 5/8/2026
        5/8/2026 17:30 suspend supplement -> counts due+statutory
        6/8/2026 10:00 resume -> due 6/8/2026 17:30
    """,
    not_before_the_resumption="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        7/8/2026 10:00 suspend supplement
        8/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    from_where_it_is_corrected_to="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume
        7/8/2026 09:00 correct due_at 12/8/2026 -> due 13/8/2026 17:30, promised 7/8/2026 17:30
    """,
    never_by_a_corrected_limit="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        4/8/2026 09:00 correct limit 5:working_day -> due 7/8/2026 17:30, statutory 10/8/2026 17:30
        4/8/2026 09:00 look -> promised 7/8/2026 17:30
    """,
    by_a_result_during_the_suspension="""
        3/8/2026 08:00 arrives ba-ngay due 7/8/2026
        5/8/2026 10:00 suspend supplement
        11/8/2026 10:00 resolve -> due 13/8/2026 17:30, outcome early, by-slip late
        # 6, 7, 10, 11/8: four working days after 7/8
    """,
)
def test_a_date_of_another_system_is_moved(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
