"""When a suspension (tạm dừng) may begin and end, and from when it counts (domain §3.3)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    after_closing="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 19:00 suspend supplement
        6/8/2026 10:00 resume -> due 11/8/2026 17:30
        # the day it began counts, the day it ended does not, whatever the hour
    """,
    at_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 17:30:00 suspend supplement -> counts due+statutory, outcome suspended
        7/8/2026 10:00 resume -> due 7/8/2026 17:30, outcome within
    """,
    on_the_evening_of_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 23:59:59 suspend supplement -> counts due+statutory, outcome suspended
        # a result this evening would be on time, by date
        7/8/2026 10:00 resume -> due 7/8/2026 17:30
    """,
    on_the_evening_of_the_due_day_in_calendar_days="""
        3/8/2026 09:00 receive bon-ngay-lich -> due 7/8/2026 17:30
        7/8/2026 20:00 suspend supplement -> counts due+statutory, outcome suspended
        8/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    in_the_first_second_after_the_due_day="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 00:00 suspend supplement -> counts nothing, status suspended, outcome overdue
        7/8/2026 10:00 resume -> due 6/8/2026 17:30, outcome overdue
    """,
    where_there_is_no_limit_to_pass="""
        3/8/2026 09:00 receive khong-han
        5/8/2026 10:00 suspend supplement -> counts due+statutory, outcome suspended
    """,
    in_the_second_of_receipt="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 09:00 suspend supplement
        4/8/2026 09:00 resume -> due 11/8/2026 17:30
    """,
    before_receipt="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend supplement at 3/8/2026 08:59 -> refused 11 BeforeLastAct
        3/8/2026 10:00 suspend supplement at 1/8/2026 -> refused 11 BeforeLastAct
    """,
    in_the_future="""
        3/8/2026 09:00 receive nam-ngay
        3/8/2026 10:00 suspend supplement at 3/8/2026 10:00:01 -> refused 11 InTheFuture
        3/8/2026 10:00 suspend supplement at 4/8/2026 -> refused 11 InTheFuture
    """,
    on_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        8/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
    """,
    on_the_Saturday_of_receipt="""
        8/8/2026 09:00 receive mot-ngay -> due 10/8/2026 17:30
        8/8/2026 10:00 suspend supplement
        9/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    typed_later="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 09:00 suspend supplement at 5/8/2026 10:00 -> counts due+statutory
        10/8/2026 09:00 resume at 6/8/2026 10:00 -> due 11/8/2026 17:30
    """,
    typed_later_by_its_day_alone="""
        3/8/2026 09:00 receive ba-ngay
        10/8/2026 09:00 suspend supplement override at 6/8/2026 -> counts due+statutory, outcome suspended
        # the closing of the due day is the due instant
        10/8/2026 09:00 resume at 7/8/2026 -> ended 7/8/2026 17:30, due 7/8/2026 17:30
    """,
)
def test_when_a_suspension_begins(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    on_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 10:00 suspend supplement
        8/8/2026 10:00 resume -> due 11/8/2026 17:30
        # 7/8 does not count
    """,
    on_a_Sunday_at_midnight="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 10:00 suspend supplement
        9/8/2026 23:59:59 resume -> due 11/8/2026 17:30
    """,
    at_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30:00 resume -> due 6/8/2026 17:30
    """,
    a_second_after_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:30:01 resume -> due 7/8/2026 17:30
    """,
    a_minute_after_the_due_instant="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement
        6/8/2026 17:31 resume -> due 7/8/2026 17:30
    """,
    after_closing_on_a_Friday_due_day="""
        4/8/2026 09:00 receive ba-ngay -> due 7/8/2026 17:30
        7/8/2026 10:00 suspend supplement
        7/8/2026 17:31 resume -> due 10/8/2026 17:30
    """,
    in_the_second_it_began="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        4/8/2026 10:00 resume -> due 10/8/2026 17:30
    """,
    longer_than_the_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 26/8/2026 17:30
        # one day was used, two are left: 25 and 26/8
    """,
    longer_than_the_limit_in_calendar_days="""
        3/8/2026 09:00 receive bon-ngay-lich
        4/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 27/8/2026 17:30
        # 7/8 + 20
    """,
    never="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 17:31 look -> outcome suspended
        1/12/2026 09:00 look -> status suspended, outcome suspended, by-slip overdue, due 6/8/2026 17:30
    """,
    never_and_begun_too_late="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 09:00 suspend supplement
        1/12/2026 09:00 look -> status suspended, outcome overdue, by-statute overdue, due 6/8/2026 17:30
    """,
    before_it_began="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume at 5/8/2026 09:59 -> refused 11 BeforeLastAct
        6/8/2026 10:00 resume at 6/8/2026 10:01 -> refused 11 InTheFuture
    """,
    without_having_begun="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 resume -> refused 11 WrongState
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume
        6/8/2026 11:00 resume -> refused 11 WrongState
    """,
)
def test_when_a_suspension_ends(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
