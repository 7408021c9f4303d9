"""How a life ends: results, withdrawals, stops, and the one supplement before them (domain §3.3, §3.5)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    a_result_in_one_that_counts_is_not_late="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 resolve -> status resolved, ended 14/8/2026 10:00, due 17/8/2026 17:30, outcome early
        # 6, 7, 10-14/8 do not count: the 10th working day
    """,
    a_result_on_a_Saturday="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        8/8/2026 09:00 resolve -> due 10/8/2026 17:30, outcome early
    """,
    a_result_on_the_due_day_itself="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30 resolve -> due 6/8/2026 17:30, outcome on_time
    """,
    a_result_where_the_limit_begins_anew="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement restart
        10/8/2026 15:00 resolve -> due 17/8/2026 17:30, outcome early
    """,
    a_result_of_hours_suspended_from_the_due_instant="""
        3/8/2026 09:00 receive tam-gio
        4/8/2026 09:00 suspend supplement -> counts statutory
        4/8/2026 11:00 resolve -> due 4/8/2026 09:00, outcome late
    """,
    a_same_day_result_days_later="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 suspend supplement
        5/8/2026 14:00 resolve -> due 5/8/2026 17:30, outcome early, by-slip late
    """,
    a_result_in_one_that_does_not_count_is_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        7/8/2026 10:00 resolve -> ended 7/8/2026 10:00, due 6/8/2026 17:30, outcome late
    """,
    a_result_on_the_evening_of_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 17:31 suspend supplement -> counts due+statutory
        6/8/2026 18:00 resolve -> due 7/8/2026 17:30, outcome early
        # the first due time after the clock ran again
    """,
    a_refusal="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resolve refused -> status resolved, due 10/8/2026 17:30, outcome on_time
        # 7 and 10/8 do not count: the 5th working day
    """,
    a_withdrawal="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 withdraw -> status withdrawn, outcome closed, closed 10/8/2026 10:00, ended 10/8/2026 10:00
        10/8/2026 10:00 look -> due 11/8/2026 17:30
        # 6, 7, 10/8 do not count
    """,
    a_stop="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 10:00 stop -> status stopped, outcome closed, closed 10/8/2026 10:00, ended 10/8/2026 10:00
        10/8/2026 10:00 look -> due 11/8/2026 17:30
    """,
    a_withdrawal_from_one_that_does_not_count="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 withdraw -> outcome closed, ended 10/8/2026 10:00, due 6/8/2026 17:30
    """,
    what_comes_before_it_began="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resolve at 5/8/2026 09:00 -> refused 11 BeforeLastAct
        6/8/2026 10:00 withdraw at 4/8/2026 -> refused 11 BeforeLastAct
        6/8/2026 10:00 stop at 6/8/2026 10:01 -> refused 11 InTheFuture
    """,
)
def test_an_end_during_a_suspension_ends_it_then(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    refused_early="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 resolve refused -> outcome early
    """,
    refused_on_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 18:00 resolve refused -> outcome on_time
    """,
    refused_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 08:00 resolve refused -> outcome late
    """,
    picked_up_long_after="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 resolve -> outcome on_time
        20/8/2026 10:00 deliver -> status delivered, outcome on_time
    """,
    withdrawn_in_time="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 withdraw -> status withdrawn, outcome closed, by-statute closed, by-slip closed
    """,
    withdrawn_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 look -> outcome overdue
        7/8/2026 10:00 withdraw -> outcome closed, due 6/8/2026 17:30
    """,
)
def test_an_end_is_judged_or_closed(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    from_a_supplement="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        5/10/2026 10:00 stop -> status stopped, outcome closed
    """,
    from_a_supplement_asked_for_too_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        5/10/2026 10:00 stop -> status stopped
    """,
    from_another_suspension_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend other_agency
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
        6/8/2026 10:00 stop override -> status stopped
    """,
    without_a_suspension_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
        6/8/2026 10:00 stop override -> status stopped, outcome closed
    """,
    after_its_supplement_came_only_with_an_override="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 stop -> refused 11 StopOutsideSupplement
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 stop override -> refused 2 NeedlessOverride
    """,
    not_even_with_an_override_once_it_has_a_result="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 resolve
        5/8/2026 10:00 stop override -> refused 11 WrongState
    """,
)
def test_a_dossier_is_stopped(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_second_time_only_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 suspend supplement -> refused 11 SecondSupplement
        6/8/2026 10:00 suspend supplement override -> status suspended, counts due+statutory
        7/8/2026 10:00 resume -> due 12/8/2026 17:30
        # 5 and 7/8 do not count
    """,
    once_after_any_other_reason="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend financial_obligation
        3/8/2026 10:30 resume
        3/8/2026 11:00 suspend other_agency
        3/8/2026 11:30 resume
        3/8/2026 14:00 suspend force_majeure
        3/8/2026 14:30 resume
        3/8/2026 15:00 suspend supplement -> status suspended
    """,
    the_others_as_often_as_need_be="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend other_agency
        3/8/2026 10:30 resume
        3/8/2026 11:00 suspend other_agency -> status suspended
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement override -> refused 2 NeedlessOverride
        4/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume
        6/8/2026 10:00 suspend other_agency override -> refused 2 NeedlessOverride
    """,
    again_after_an_undo="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 10:05 undo -> status received
        4/8/2026 14:00 suspend supplement -> status suspended
    """,
)
def test_a_supplement_is_asked_for(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
