"""Suspensions (tạm dừng) of same-day limits, hours, months, and of two limits in two units (domain §3.3)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    resumed_the_same_afternoon="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 14:00 resume -> due 3/8/2026 17:30
    """,
    resumed_at_15_00_00="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 15:00:00 resume -> due 3/8/2026 17:30
    """,
    resumed_at_15_00_01="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 15:00:01 resume -> due 4/8/2026 17:30
    """,
    resumed_another_day_at_15_00_00="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 15:00:00 resume -> due 5/8/2026 17:30
    """,
    resumed_another_day_at_15_00_01="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 15:00:01 resume -> due 6/8/2026 17:30
    """,
    resumed_on_a_Friday_after_three="""
        7/8/2026 09:00 receive khai-tu
        7/8/2026 10:00 suspend supplement
        7/8/2026 16:00 resume -> due 10/8/2026 17:30
    """,
    resumed_on_a_Saturday="""
        7/8/2026 09:00 receive khai-tu
        7/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resume -> due 10/8/2026 17:30
    """,
    due_tomorrow_and_resumed_today="""
        3/8/2026 16:00 receive khai-tu -> due 4/8/2026 17:30
        3/8/2026 16:30 suspend supplement
        3/8/2026 16:45 resume -> due 4/8/2026 17:30
    """,
    begun_a_second_before_the_due_instant="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 17:29:59 suspend supplement -> outcome suspended
        4/8/2026 09:00 resume -> due 4/8/2026 17:30
    """,
    begun_at_the_due_instant="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 17:30:00 suspend supplement -> counts nothing, outcome within
        # it was due then
        4/8/2026 09:00 resume -> due 3/8/2026 17:30, outcome overdue
    """,
    begun_a_second_after_the_due_instant="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 17:30:01 suspend supplement -> counts nothing, outcome within
        # within the minute the slip prints
        3/8/2026 17:31 look -> outcome overdue
        4/8/2026 09:00 resume -> due 3/8/2026 17:30, outcome overdue
    """,
    without_its_hour="""
        3/8/2026 09:00 receive khai-tu
        4/8/2026 09:00 suspend supplement at 3/8/2026 -> refused 2 HourNeeded
        4/8/2026 09:00 suspend supplement override at 3/8/2026 10:00
        5/8/2026 09:00 resume at 4/8/2026 -> refused 2 HourNeeded
        5/8/2026 09:00 resolve at 4/8/2026 -> refused 2 HourNeeded
    """,
)
def test_a_same_day_dossier_is_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    over_lunch_takes_no_time="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 12:00 suspend supplement
        3/8/2026 13:30 resume -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
    """,
    over_an_evening_takes_no_time="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 17:30 suspend supplement
        4/8/2026 08:00 resume -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
    """,
    before_and_after_an_evening="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 17:00 suspend supplement
        4/8/2026 08:30 resume -> due 4/8/2026 10:00, statutory 5/8/2026 10:00
    """,
    to_a_minute_after_closing="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 10:00 suspend supplement
        3/8/2026 17:31 resume -> due 4/8/2026 16:30, statutory 5/8/2026 16:30
        # 2 + 4 hours: one was used, seven are left
    """,
    over_a_weekend="""
        7/8/2026 09:00 receive tam-gio -> due 10/8/2026 09:00, statutory 11/8/2026 09:00
        7/8/2026 16:00 suspend supplement
        10/8/2026 08:30 resume -> due 10/8/2026 11:00, statutory 11/8/2026 11:00
        # 1½ hours on Friday, ½ on Monday
    """,
    within_a_weekend_takes_no_time="""
        7/8/2026 09:00 receive tam-gio
        7/8/2026 17:30 suspend supplement
        10/8/2026 08:00 resume -> due 10/8/2026 09:00
    """,
    ending_exactly_at_noon="""
        3/8/2026 08:00 receive tam-gio -> due 3/8/2026 17:30
        3/8/2026 09:00 suspend supplement
        3/8/2026 14:30 resume -> due 4/8/2026 12:00, statutory 5/8/2026 12:00
        # 3 + 1 hours: twelve end at 12:00, not at 13:30
    """,
    from_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00:00 suspend supplement -> counts statutory, outcome within, by-statute suspended
        # it was due then
        4/8/2026 11:00 resume -> due 4/8/2026 09:00, statutory 5/8/2026 11:00, outcome overdue
    """,
    from_a_second_before_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 08:59:59 suspend supplement -> counts due+statutory, outcome suspended
        4/8/2026 11:00 resume -> due 4/8/2026 11:00:01, statutory 5/8/2026 11:00:01
    """,
    from_a_second_before_the_due_instant_to_noon="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 08:59:59 suspend supplement
        4/8/2026 12:00 resume -> due 4/8/2026 13:30:01, statutory 5/8/2026 13:30:01
        # at noon the counter is closed: its first open instant is 13:30
    """,
    from_a_second_before_the_due_instant_to_the_evening="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 08:59:59 suspend supplement
        4/8/2026 18:00 resume -> due 5/8/2026 08:00:01, statutory 6/8/2026 08:00:01
    """,
    a_second_after_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00:01 suspend supplement -> counts statutory, outcome within, by-statute suspended
        4/8/2026 09:01 look -> outcome overdue, by-statute suspended
        4/8/2026 11:00 resume -> due 4/8/2026 09:00, statutory 5/8/2026 10:59:59, outcome overdue, by-statute within
    """,
    without_its_hour="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 08:00 suspend supplement at 3/8/2026 -> refused 2 HourNeeded
        4/8/2026 08:00 suspend supplement
        5/8/2026 08:00 resume at 4/8/2026 -> refused 2 HourNeeded
    """,
)
def test_hours_are_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    clipped_month_end="""
        31/1/2026 09:00 receive mot-thang -> due 2/3/2026 17:30, statutory 31/3/2026 17:30
        # 28/2 is a Saturday
        2/2/2026 10:00 suspend supplement
        4/2/2026 10:00 resume -> due 2/3/2026 17:30, statutory 2/4/2026 17:30
        # 28/2 + 2, not 2/3 + 2
        5/2/2026 10:00 suspend other_agency
        6/2/2026 10:00 resume -> due 3/3/2026 17:30, statutory 3/4/2026 17:30
    """,
    rolled_once="""
        5/8/2026 09:00 receive mot-thang -> due 7/9/2026 17:30, statutory 5/10/2026 17:30
        # 5/9 is a Saturday
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 7/9/2026 17:30, statutory 6/10/2026 17:30
        # Sunday 6/9
        10/8/2026 10:00 suspend other_agency
        12/8/2026 10:00 resume -> due 8/9/2026 17:30, statutory 8/10/2026 17:30
        # 5/9 + 3
    """,
    suspended_for_more_than_a_month="""
        3/8/2026 09:00 receive mot-thang
        5/8/2026 10:00 suspend supplement
        10/9/2026 10:00 resume -> due 9/10/2026 17:30, statutory 9/11/2026 17:30
        # 36 days on 3/9; on 3/10 Sunday 8/11
    """,
)
def test_months_are_suspended(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    working_and_calendar_days="""
        3/8/2026 09:00 receive rut-ngan -> due 10/8/2026 17:30, statutory 10/8/2026 17:30
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume -> due 13/8/2026 17:30, statutory 17/8/2026 17:30
        # three working days; five days of the calendar: Saturday 15/8
    """,
    between_the_two_due_dates="""
        20/8/2026 09:00 receive rut-ngan -> due 26/8/2026 17:30, statutory 27/8/2026 17:30
        27/8/2026 09:00 suspend supplement -> counts statutory, outcome overdue, by-statute suspended
        28/8/2026 10:00 resume -> due 26/8/2026 17:30, statutory 28/8/2026 17:30, outcome overdue, by-statute within
        28/8/2026 16:00 resolve -> outcome late, by-statute on_time
    """,
    between_the_two_due_dates_anew="""
        20/8/2026 09:00 receive rut-ngan
        27/8/2026 09:00 suspend supplement restart
        28/8/2026 10:00 resume -> due 26/8/2026 17:30, statutory 4/9/2026 17:30
        # 28/8 + 7
    """,
    after_the_due_date_and_long_before_the_statutory_one="""
        3/8/2026 09:00 receive som-hon -> due 6/8/2026 17:30, statutory 18/8/2026 17:30
        7/8/2026 10:00 suspend supplement -> counts statutory, outcome overdue, by-statute suspended, by-slip overdue
        12/8/2026 10:00 resume -> due 6/8/2026 17:30, statutory 24/8/2026 17:30
        # 18/8 + 5 is Sunday 23/8
    """,
    same_day_and_working_days="""
        3/8/2026 09:00 receive trong-ngay -> due 3/8/2026 17:30, statutory 6/8/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 16:00 resume -> due 6/8/2026 17:30, statutory 10/8/2026 17:30
        # after three: tomorrow; 4 and 5/8 do not count: 6, 7, 10/8
    """,
    hours_and_working_days="""
        3/8/2026 09:00 receive gio-va-ngay -> due 4/8/2026 09:00, statutory 6/8/2026 17:30
        3/8/2026 11:30 suspend supplement
        3/8/2026 14:00 resume -> due 4/8/2026 10:00, statutory 6/8/2026 17:30
        3/8/2026 16:00 suspend other_agency
        4/8/2026 08:30 resume -> due 4/8/2026 12:00, statutory 7/8/2026 17:30
        # 1 + 2 hours; one working day
    """,
)
def test_both_limits_move_each_in_its_own_unit(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
