"""Suspensions (tạm dừng) over weekends, holidays and make-up days (domain §3.3)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    working_days_over_a_weekend="""
        3/8/2026 09:00 receive nam-ngay
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 11/8/2026 17:30
        # only Monday is a working day after Friday
    """,
    calendar_days_over_a_weekend="""
        3/8/2026 09:00 receive bon-ngay-lich
        7/8/2026 10:00 suspend supplement
        10/8/2026 10:00 resume -> due 10/8/2026 17:30
        # 7/8 + 3
    """,
    working_days_over_Tet="""
        11/2/2026 09:00 receive nam-ngay -> due 25/2/2026 17:30
        # 12, 13, 23, 24, 25/2
        12/2/2026 10:00 suspend supplement
        23/2/2026 10:00 resume -> due 27/2/2026 17:30
        # 13 and 23/2 do not count
    """,
    resumed_in_the_middle_of_Tet="""
        11/2/2026 09:00 receive nam-ngay
        13/2/2026 10:00 suspend supplement
        18/2/2026 09:00 resume -> due 25/2/2026 17:30
        # no working day in (13/2, 18/2]
    """,
    due_before_Tet_and_resumed_in_it="""
        12/2/2026 09:00 receive mot-ngay -> due 13/2/2026 17:30
        13/2/2026 10:00 suspend supplement
        18/2/2026 09:00 resume -> due 23/2/2026 17:30
    """,
    calendar_days_over_Tet="""
        6/2/2026 09:00 receive muoi-ngay -> due 23/2/2026 17:30, statutory 23/2/2026 17:30
        # 16/2 and Saturday 21/2, both rolled over Tết
        9/2/2026 10:00 suspend supplement
        11/2/2026 10:00 resume -> due 23/2/2026 17:30, statutory 23/2/2026 17:30
        # 18/2 and 23/2
        12/2/2026 10:00 suspend other_agency
        20/2/2026 10:00 resume -> due 26/2/2026 17:30, statutory 3/3/2026 17:30
        # ten days: 26/2 and 3/3, counted from 16/2 and 21/2 and not from 23/2
    """,
    hours_over_Tet="""
        13/2/2026 15:00 receive tam-gio -> due 23/2/2026 15:00, statutory 24/2/2026 15:00
        13/2/2026 16:30 suspend supplement
        23/2/2026 09:00 resume -> due 23/2/2026 17:00, statutory 24/2/2026 17:00
        # one hour before Tết and one after it
    """,
    same_day_over_Tet="""
        13/2/2026 09:00 receive khai-tu
        13/2/2026 10:00 suspend supplement
        18/2/2026 10:00 resume -> due 23/2/2026 17:30
    """,
    working_days_over_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay -> due 26/8/2026 17:30
        # 21, 22, 24, 25, 26/8
        21/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 28/8/2026 17:30
        # 22 and 24/8 do not count
    """,
    resumed_on_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay
        21/8/2026 10:00 suspend supplement
        22/8/2026 10:00 resume -> due 27/8/2026 17:30
    """,
    suspended_on_the_makeup_Saturday="""
        20/8/2026 09:00 receive nam-ngay
        22/8/2026 10:00 suspend supplement
        24/8/2026 10:00 resume -> due 27/8/2026 17:30
    """,
    hours_over_the_makeup_Saturday="""
        21/8/2026 16:30 receive tam-gio -> due 22/8/2026 16:30, statutory 24/8/2026 16:30
        21/8/2026 17:00 suspend supplement
        22/8/2026 10:00 resume -> due 24/8/2026 09:30, statutory 25/8/2026 09:30
        # half an hour on Friday and two on Saturday: 10½ hours are 1 + 8 + 1½
    """,
    same_day_at_three_on_the_makeup_Saturday="""
        21/8/2026 10:00 receive khai-tu
        21/8/2026 11:00 suspend supplement
        22/8/2026 15:00:00 resume -> due 22/8/2026 17:30
    """,
    same_day_after_three_on_the_makeup_Saturday="""
        21/8/2026 10:00 receive khai-tu
        21/8/2026 11:00 suspend supplement
        22/8/2026 15:00:01 resume -> due 24/8/2026 17:30
    """,
    resumed_on_the_day_off_of_the_swap="""
        26/8/2026 09:00 receive nam-ngay -> due 7/9/2026 17:30
        # 27, 28/8, 3, 4, 7/9
        28/8/2026 10:00 suspend supplement
        31/8/2026 10:00 resume -> due 7/9/2026 17:30
    """,
    resumed_on_national_day="""
        26/8/2026 09:00 receive nam-ngay
        28/8/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 7/9/2026 17:30
    """,
    working_days_over_national_day="""
        26/8/2026 09:00 receive nam-ngay
        28/8/2026 10:00 suspend supplement
        3/9/2026 10:00 resume -> due 8/9/2026 17:30
        # 3/9 does not count
    """,
    due_before_the_swap_and_resumed_on_its_day_off="""
        27/8/2026 09:00 receive mot-ngay -> due 28/8/2026 17:30
        28/8/2026 10:00 suspend supplement
        31/8/2026 09:00 resume -> due 3/9/2026 17:30
    """,
    calendar_days_over_national_day="""
        27/8/2026 09:00 receive bon-ngay-lich -> due 3/9/2026 17:30
        # 31/8, off until 3/9
        28/8/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 7/9/2026 17:30
        # 31/8 + 5 is Saturday 5/9
    """,
    hours_over_national_day="""
        28/8/2026 14:00 receive tam-gio -> due 3/9/2026 14:00, statutory 4/9/2026 14:00
        28/8/2026 17:00 suspend supplement
        3/9/2026 08:30 resume -> due 3/9/2026 15:00, statutory 4/9/2026 15:00
    """,
    months_over_national_day="""
        31/7/2026 09:00 receive mot-thang -> due 3/9/2026 17:30, statutory 30/9/2026 17:30
        3/8/2026 10:00 suspend supplement
        5/8/2026 10:00 resume -> due 3/9/2026 17:30, statutory 2/10/2026 17:30
        # 31/8 + 2 is 2/9, off
        6/8/2026 10:00 suspend other_agency
        7/8/2026 10:00 resume -> due 3/9/2026 17:30, statutory 5/10/2026 17:30
        # 31/8 + 3 is 3/9; 30/9 + 3 is Saturday 3/10
    """,
    same_day_within_days_off="""
        31/8/2026 09:00 receive khai-tu -> due 3/9/2026 17:30
        1/9/2026 10:00 suspend supplement
        2/9/2026 10:00 resume -> due 3/9/2026 17:30
    """,
)
def test_a_suspension_over_days_off(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
