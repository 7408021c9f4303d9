"""Suspensions (tạm dừng): the worked examples, reasons, policies and several of them (domain §3.3)."""

import pytest

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    five_days_over_a_weekend="""
        3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30, outcome within
        5/8/2026 10:00 suspend supplement -> status suspended, due 10/8/2026 17:30, outcome suspended
        10/8/2026 15:00 resume -> status received, due 13/8/2026 17:30, statutory 13/8/2026 17:30, outcome within
        # 6, 7 and 10/8 do not count: the (5 + 3)th working day after 3/8 is Thursday 13/8
        10/8/2026 15:01 look -> promised 10/8/2026 17:30, extended none
    """,
    on_the_due_day_to_a_Saturday="""
        3/8/2026 09:00 receive ba-ngay -> due 6/8/2026 17:30
        6/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resume -> due 10/8/2026 17:30
        # 7/8 does not count: the 4th working day is 7/8, which is before the resumption; the next due time is Monday's
    """,
    resumed_a_minute_before_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 16:59 resume -> due 12/8/2026 17:30
        # 5 and 6/8 do not count: the 7th working day is 12/8
    """,
    resumed_at_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 17:30 resume -> due 12/8/2026 17:30
    """,
    resumed_a_minute_after_closing="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 17:31 resume -> due 12/8/2026 17:30
    """,
    four_days_of_the_calendar="""
        3/8/2026 09:00 receive bon-ngay-lich -> due 7/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        # 7/8 and two days more is Sunday 9/8, rolled to Monday
    """,
    the_same_in_two_pieces="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 10/8/2026 17:30
        5/8/2026 10:00 suspend other_agency
        6/8/2026 10:00 resume -> due 10/8/2026 17:30
        # one day: Saturday 8/8, rolled to 10/8; two days: 9/8, rolled to 10/8, and not 10/8 and a day more
    """,
    same_day_resumed_after_three="""
        3/8/2026 09:00 receive khai-tu -> due 3/8/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 16:00 resume -> due 6/8/2026 17:30
    """,
    eight_hours_over_lunch="""
        3/8/2026 09:00 receive tam-gio -> due 4/8/2026 09:00, statutory 5/8/2026 09:00
        3/8/2026 11:30 suspend supplement
        3/8/2026 14:00 resume -> due 4/8/2026 10:00, statutory 5/8/2026 10:00
        # half an hour before lunch and half an hour after it
    """,
    after_the_due_date="""
        3/8/2026 09:00 receive ba-ngay -> due 6/8/2026 17:30
        7/8/2026 09:00 suspend supplement -> status suspended, outcome overdue, counts nothing
        12/8/2026 09:00 resume -> due 6/8/2026 17:30, statutory 6/8/2026 17:30, outcome overdue
    """,
)
def test_the_worked_examples(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@pytest.mark.parametrize("reason", ["supplement", "financial_obligation", "other_agency", "force_majeure"])
def test_every_reason_stops_the_clock_alike(ward: Ward, reason: str) -> None:
    must_be_told(
        ward,
        f"""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend {reason} -> outcome suspended, counts due+statutory
        6/8/2026 10:00 resume -> due 11/8/2026 17:30, outcome within
        # 6/8 does not count: 4, 5, 6, 7, 10, 11/8
        """,
    )


@lives(
    working_days_continue="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 12/8/2026 17:30
    """,
    working_days_begin_anew="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 15:00 resume -> due 17/8/2026 17:30, statutory 17/8/2026 17:30, promised 10/8/2026 17:30
        # five working days after Monday 10/8: 11, 12, 13, 14, 17/8
    """,
    calendar_days_continue="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    calendar_days_begin_anew="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement restart
        7/8/2026 10:00 resume -> due 11/8/2026 17:30
    """,
    hours_continue="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 11:30 suspend supplement
        4/8/2026 10:00 resume -> due 4/8/2026 17:00, statutory 5/8/2026 17:00
        # ½ + 4 + 2 hours: 14½ in all, 7 of them on 3/8 and 7½ on 4/8; 22½ by law
    """,
    hours_begin_anew="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 11:30 suspend supplement restart
        4/8/2026 10:00 resume -> due 5/8/2026 10:00, statutory 6/8/2026 10:00
        # eight hours from 4/8 10:00: 2 + 4, and 2 on 5/8
    """,
    months_continue="""
        3/8/2026 09:00 receive mot-thang -> due 3/9/2026 17:30, statutory 5/10/2026 17:30
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 8/9/2026 17:30, statutory 8/10/2026 17:30
        # five days on 3/9 and on Saturday 3/10
    """,
    months_begin_anew="""
        3/8/2026 09:00 receive mot-thang
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 10:00 resume -> due 10/9/2026 17:30, statutory 12/10/2026 17:30
        # 10/10 is a Saturday
    """,
    same_day_continues="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        4/8/2026 15:00:00 resume -> due 4/8/2026 17:30
    """,
    same_day_begins_anew_no_differently="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement restart
        4/8/2026 15:00:00 resume -> due 4/8/2026 17:30
    """,
    beginning_anew_does_not_cure_lateness="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement restart -> outcome overdue
        10/8/2026 09:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    without_a_limit_nothing_moves="""
        3/8/2026 09:00 receive khong-han -> due none, outcome no_limit
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 09:00 resume -> due none, statutory none, outcome no_limit
    """,
)
def test_a_limit_continues_or_begins_anew(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    the_days_of_all_are_added="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 11/8/2026 17:30
        6/8/2026 09:00 suspend financial_obligation -> due 11/8/2026 17:30
        11/8/2026 16:00 resume -> due 14/8/2026 17:30, promised 10/8/2026 17:30
        # 5, then 7, 10, 11/8: the 9th working day after 3/8
    """,
    two_within_one_day_take_no_day="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 09:00 suspend supplement
        4/8/2026 11:00 resume -> due 10/8/2026 17:30
        4/8/2026 14:00 suspend other_agency
        4/8/2026 16:00 resume -> due 10/8/2026 17:30
    """,
    calendar_days_are_rolled_once="""
        3/8/2026 09:00 receive muoi-ngay -> due 13/8/2026 17:30, statutory 18/8/2026 17:30
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 17/8/2026 17:30, statutory 20/8/2026 17:30
        10/8/2026 09:00 suspend other_agency
        11/8/2026 09:00 resume -> due 17/8/2026 17:30, statutory 21/8/2026 17:30
        # 13/8 + 2 is Saturday 15/8; + 1 is Sunday 16/8: Monday both times, not Monday and a day more
    """,
    open_hours_of_all_are_added="""
        3/8/2026 09:00 receive tam-gio
        3/8/2026 10:00 suspend supplement
        3/8/2026 11:00 resume -> due 4/8/2026 10:00
        3/8/2026 14:00 suspend other_agency
        3/8/2026 14:30 resume -> due 4/8/2026 10:30, statutory 5/8/2026 10:30
    """,
    same_day_asks_the_last_resumption="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        3/8/2026 11:00 resume -> due 3/8/2026 17:30
        3/8/2026 14:00 suspend other_agency
        3/8/2026 15:30 resume -> due 4/8/2026 17:30
    """,
    the_second_is_judged_by_the_date_then_in_force="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 7/8/2026 17:30
        7/8/2026 10:00 suspend other_agency -> outcome suspended, counts due+statutory
        10/8/2026 10:00 resume -> due 10/8/2026 17:30
        # after the 6/8 on the slip, but on the day due now; 6 and 10/8 do not count: the 5th working day
    """,
    two_too_late_move_nothing="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        10/8/2026 09:00 resume -> due 6/8/2026 17:30
        11/8/2026 09:00 suspend other_agency restart -> outcome overdue
        12/8/2026 09:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    anew_then_on="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 13/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        11/8/2026 10:00 resume -> due 17/8/2026 17:30
        # from 6/8, with 10 and 11/8 left out: 7, 12, 13, 14, 17/8
    """,
    on_then_anew="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        10/8/2026 10:00 suspend other_agency restart
        11/8/2026 10:00 resume -> due 18/8/2026 17:30
        # five working days after 11/8: 12, 13, 14, 17, 18/8; 5 and 6/8 are forgotten
    """,
    anew_twice="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        6/8/2026 10:00 resume -> due 13/8/2026 17:30
        7/8/2026 10:00 suspend other_agency restart
        10/8/2026 10:00 resume -> due 17/8/2026 17:30
    """,
    one_within_another_is_refused="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 suspend other_agency -> refused 11 WrongState
        6/8/2026 10:00 resume
        6/8/2026 11:00 suspend other_agency at 5/8/2026 09:00 -> refused 11 BeforeLastAct
    """,
)
def test_several_suspensions(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
