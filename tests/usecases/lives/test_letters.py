"""Letters of apology (xin lỗi, gia hạn): when they are sent and what they move (domain §3.4)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    on_the_last_working_day_before="""
        3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30
        7/8/2026 17:00 extend 14/8/2026 -> status received, extended 14/8/2026 17:30, due 10/8/2026 17:30
        7/8/2026 17:00 look -> promised 10/8/2026 17:30, statutory 10/8/2026 17:30
    """,
    on_the_Sunday_before_a_Monday="""
        3/8/2026 09:00 receive nam-ngay
        9/8/2026 09:00 extend 14/8/2026 -> extended 14/8/2026 17:30
        # one calendar day before Monday 10/8
    """,
    on_the_due_day_is_late="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 08:00 extend 14/8/2026 -> refused 11 LateLetter
    """,
    on_a_makeup_Saturday="""
        20/8/2026 09:00 receive ba-ngay -> due 24/8/2026 17:30
        22/8/2026 10:00 extend 27/8/2026 -> extended 27/8/2026 17:30
    """,
    on_the_day_off_of_a_swap_is_late="""
        27/8/2026 09:00 receive ba-ngay -> due 4/9/2026 17:30
        # 28/8, 3/9, 4/9
        3/9/2026 10:00 extend 8/9/2026 -> extended 8/9/2026 17:30
    """,
    before_national_day="""
        28/8/2026 09:00 receive mot-ngay -> due 3/9/2026 17:30
        3/9/2026 08:00 extend 7/9/2026 -> refused 11 LateLetter
        2/9/2026 10:00 extend 7/9/2026 -> extended 7/9/2026 17:30
    """,
    late_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        12/8/2026 09:00 extend 14/8/2026 -> refused 11 LateLetter
        12/8/2026 09:00 extend 14/8/2026 override -> extended 14/8/2026 17:30, outcome overdue, by-letter within
    """,
    by_its_own_date="""
        3/8/2026 09:00 receive nam-ngay
        11/8/2026 09:00 extend 14/8/2026 at 7/8/2026 -> refused 11 RecordedLate
        11/8/2026 09:00 extend 14/8/2026 override at 7/8/2026 -> extended 14/8/2026 17:30
        # written on Friday, typed on Tuesday, after the due date
    """,
    on_a_one_day_limit_on_the_day_of_receipt="""
        3/8/2026 09:00 receive mot-ngay -> due 4/8/2026 17:30
        3/8/2026 16:00 extend 6/8/2026 -> extended 6/8/2026 17:30
    """,
    on_a_one_day_limit_the_next_morning="""
        3/8/2026 09:00 receive mot-ngay
        4/8/2026 08:00 extend 6/8/2026 -> refused 11 LateLetter
    """,
    on_a_one_day_limit_over_a_weekend="""
        7/8/2026 09:00 receive mot-ngay -> due 10/8/2026 17:30
        10/8/2026 08:00 extend 12/8/2026 -> refused 11 LateLetter
        10/8/2026 08:00 extend 12/8/2026 at 9/8/2026 16:00 -> extended 12/8/2026 17:30
    """,
    never_on_a_same_day_limit="""
        3/8/2026 09:00 receive khai-tu
        3/8/2026 10:00 extend 5/8/2026 -> refused 11 NoLetterInTime
        3/8/2026 10:00 extend 5/8/2026 override -> extended 5/8/2026 17:30, due 3/8/2026 17:30
    """,
    never_on_a_same_day_limit_due_tomorrow="""
        3/8/2026 16:00 receive khai-tu -> due 4/8/2026 17:30
        3/8/2026 16:30 extend 5/8/2026 -> refused 11 NoLetterInTime
    """,
    never_on_a_limit_in_hours="""
        3/8/2026 09:00 receive tam-gio -> due 4/8/2026 09:00
        3/8/2026 10:00 extend 6/8/2026 -> refused 11 NoLetterInTime
        3/8/2026 10:00 extend 6/8/2026 override -> extended 6/8/2026 17:30
    """,
    after_a_suspension_by_the_date_in_force="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend other_agency
        5/8/2026 10:00 resume -> due 11/8/2026 17:30
        10/8/2026 09:00 extend 14/8/2026 -> extended 14/8/2026 17:30
    """,
    not_while_suspended="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend other_agency
        5/8/2026 10:00 extend 14/8/2026 -> refused 11 WrongState
    """,
    not_without_a_limit="""
        3/8/2026 09:00 receive khong-han
        4/8/2026 10:00 extend 14/8/2026 -> refused 11 NoDueDate
    """,
    never_with_a_needless_override="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026 override -> refused 2 NeedlessOverride
    """,
)
def test_when_a_letter_is_sent(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    a_Saturday="5/8/2026 10:00 extend 15/8/2026 -> refused 2 BadNewDate",
    a_day_off="5/8/2026 10:00 extend 31/8/2026 -> refused 2 BadNewDate",
    national_day="5/8/2026 10:00 extend 2/9/2026 -> refused 2 BadNewDate",
    the_due_day_itself="5/8/2026 10:00 extend 10/8/2026 -> refused 2 BadNewDate",
    a_day_before_the_due_day="5/8/2026 10:00 extend 7/8/2026 -> refused 2 BadNewDate",
    the_next_working_day="5/8/2026 10:00 extend 11/8/2026 -> extended 11/8/2026 17:30",
    a_makeup_Saturday="5/8/2026 10:00 extend 22/8/2026 -> extended 22/8/2026 17:30",
)
def test_the_new_date_of_a_letter_is_a_later_working_day(ward: Ward, story: str) -> None:
    must_be_told(ward, f"3/8/2026 09:00 receive nam-ngay -> due 10/8/2026 17:30\n{story}")


@lives(
    a_second_only_with_an_override="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 extend 18/8/2026 -> refused 11 SecondLetter
        6/8/2026 10:00 extend 18/8/2026 override -> extended 18/8/2026 17:30, due 10/8/2026 17:30
    """,
    a_second_is_later_than_the_first="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 extend 14/8/2026 override -> refused 2 BadNewDate
    """,
    it_does_not_make_on_time="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        10/8/2026 18:00 look -> outcome within, by-letter within
        11/8/2026 09:00 look -> outcome overdue, by-letter within, by-slip overdue
        12/8/2026 10:00 resolve -> outcome late, by-letter early, by-slip late
    """,
    a_result_on_its_day="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        14/8/2026 18:00 resolve -> outcome late, by-letter on_time
    """,
    a_result_after_its_day="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        17/8/2026 08:00 look -> by-letter overdue
        17/8/2026 08:00 resolve -> outcome late, by-letter late
    """,
    a_result_that_did_not_need_it="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        10/8/2026 10:00 resolve -> outcome on_time, by-letter early
    """,
    a_suspension_after_it_moves_it_too="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        7/8/2026 10:00 suspend supplement -> counts due+statutory+extended, outcome suspended, by-letter suspended
        11/8/2026 10:00 resume -> due 12/8/2026 17:30, extended 18/8/2026 17:30, promised 10/8/2026 17:30
        # 10 and 11/8: two working days more, 17 and 18/8
    """,
    a_suspension_before_it_does_not="""
        3/8/2026 09:00 receive nam-ngay
        4/8/2026 10:00 suspend supplement
        6/8/2026 10:00 resume -> due 12/8/2026 17:30
        7/8/2026 09:00 extend 17/8/2026 -> extended 17/8/2026 17:30
        7/8/2026 10:00 suspend other_agency
        10/8/2026 10:00 resume -> due 13/8/2026 17:30, extended 18/8/2026 17:30
        # only 10/8 comes after the letter
    """,
    a_suspension_before_the_second_does_not="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 extend 14/8/2026
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 resume -> due 11/8/2026 17:30, extended 17/8/2026 17:30
        7/8/2026 11:00 extend 20/8/2026 override -> extended 20/8/2026 17:30
        10/8/2026 10:00 suspend other_agency
        11/8/2026 10:00 resume -> due 12/8/2026 17:30, extended 21/8/2026 17:30
        # only 11/8 comes after the second letter
    """,
    a_suspension_between_the_two_dates="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        12/8/2026 10:00 suspend supplement -> counts extended, outcome overdue, by-letter suspended
        13/8/2026 10:00 resume -> due 10/8/2026 17:30, extended 17/8/2026 17:30, outcome overdue, by-letter within
    """,
    a_suspension_after_its_day="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        17/8/2026 09:00 suspend supplement -> counts nothing, by-letter overdue
        18/8/2026 09:00 resume -> due 10/8/2026 17:30, extended 14/8/2026 17:30, by-letter overdue
    """,
    a_suspension_from_its_day_to_a_Saturday="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        14/8/2026 10:00 suspend supplement
        15/8/2026 10:00 resume -> due 10/8/2026 17:30, extended 17/8/2026 17:30
        # no working day suspended, but never before the resumption
    """,
    a_result_during_a_suspension_after_it="""
        3/8/2026 09:00 receive nam-ngay
        6/8/2026 09:00 extend 14/8/2026
        12/8/2026 10:00 suspend supplement
        19/8/2026 10:00 resolve -> outcome late, by-letter early, extended 21/8/2026 17:30
        # 13, 14, 17, 18, 19/8: five working days after 14/8
    """,
)
def test_what_a_letter_does(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
