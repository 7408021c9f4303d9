"""Corrections, and how things stood or were known before them (domain §3.6)."""

from tests.office import Ward
from tests.usecases.lives.teller import lives, must_be_told


@lives(
    its_receipt="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 correct received_at 31/7/2026 10:00 -> received 31/7/2026 10:00, due 7/8/2026 17:30
        # 3, 4, 5, 6, 7/8
        5/8/2026 10:00 look -> promised 10/8/2026 17:30, statutory 7/8/2026 17:30, status received
        31/7/2026 12:00 stood -> status received, due 7/8/2026 17:30
        4/8/2026 12:00 known -> received 3/8/2026 09:00, due 10/8/2026 17:30
    """,
    its_receipt_before_a_suspension="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
        11/8/2026 09:00 correct received_at 31/7/2026 10:00 -> due 12/8/2026 17:30, promised 10/8/2026 17:30
        # 3, 4, 5, 11, 12/8 and three suspended: the 8th working day after 31/7
    """,
    its_receipt_while_suspended="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 09:00 correct received_at 31/7/2026 10:00 -> status suspended, due 7/8/2026 17:30
        10/8/2026 15:00 resume -> due 12/8/2026 17:30
    """,
    its_receipt_so_that_a_suspension_came_too_late="""
        3/8/2026 09:00 receive ba-ngay
        6/8/2026 10:00 suspend supplement -> counts due+statutory
        7/8/2026 10:00 resume -> due 7/8/2026 17:30
        10/8/2026 09:00 correct received_at 31/7/2026 10:00 -> due 5/8/2026 17:30, counts nothing, outcome overdue
    """,
    its_receipt_so_that_a_suspension_came_in_time="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement -> counts nothing
        10/8/2026 10:00 resume -> due 6/8/2026 17:30, outcome overdue
        10/8/2026 11:00 correct received_at 4/8/2026 09:00 -> due 10/8/2026 17:30, counts due+statutory, outcome within
        # due 7/8; 10/8 does not count: 5, 6, 7, 10/8
    """,
    its_receipt_within_the_life="""
        3/8/2026 09:00 receive nam-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 10:00 correct received_at 5/8/2026 10:01 -> refused 11 OutOfOrder
        6/8/2026 10:00 correct received_at 6/8/2026 10:01 -> refused 11 InTheFuture
        6/8/2026 10:00 correct received_at 5/8/2026 10:00 -> due 12/8/2026 17:30
    """,
    its_receipt_with_the_hour_that_decides="""
        3/8/2026 09:00 receive khai-tu
        4/8/2026 10:00 correct received_at 31/7/2026 -> refused 2 HourNeeded
        4/8/2026 10:00 correct received_at 31/7/2026 15:00:01 -> due 3/8/2026 17:30
    """,
    its_procedure="""
        3/8/2026 09:00 receive khai-tu -> due 3/8/2026 17:30
        4/8/2026 09:00 look -> outcome overdue
        4/8/2026 09:00 correct procedure nam-ngay -> due 10/8/2026 17:30, limit 5:working_day, outcome within
        4/8/2026 09:00 look -> promised 3/8/2026 17:30, statutory 10/8/2026 17:30
    """,
    its_lawful_longer_limit="""
        3/8/2026 09:00 receive tinh-trang-hon-nhan -> due 6/8/2026 17:30
        4/8/2026 09:00 correct limit 23:working_day -> due 7/9/2026 17:30, statutory 7/9/2026 17:30, extended none
        # 4-7 (4), 10-14 (9), 17-22 (15), 24-28/8 (20), 3, 4, 7/9 (23)
        4/8/2026 09:00 look -> limit 23:working_day, legal-limit 23:working_day, promised 6/8/2026 17:30
        7/9/2026 10:00 resolve -> outcome on_time, by-statute on_time
    """,
    its_limit_while_suspended="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        6/8/2026 09:00 correct limit 5:working_day -> status suspended, due 10/8/2026 17:30
        10/8/2026 15:00 resume -> due 13/8/2026 17:30
    """,
    its_shorter_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct limit 2:working_day -> due 5/8/2026 17:30, statutory 6/8/2026 17:30
        4/8/2026 09:00 look -> limit 2:working_day, legal-limit 3:working_day
    """,
    its_statutory_limit="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct statutory 2:working_day -> refused 2 LongerThanStatutory
        4/8/2026 09:00 correct statutory 8:working_day -> due 6/8/2026 17:30, statutory 13/8/2026 17:30
    """,
    its_result_after_delivery="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 resolve -> outcome late
        7/8/2026 11:00 deliver
        10/8/2026 09:00 correct resolved_at 6/8/2026 16:00 -> status delivered, outcome on_time
        6/8/2026 17:00 stood -> status resolved
        7/8/2026 12:00 known -> outcome late
    """,
    its_receipt_after_delivery="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 resolve
        7/8/2026 11:00 deliver -> outcome late
        10/8/2026 09:00 correct received_at 4/8/2026 09:00 -> status delivered, due 7/8/2026 17:30, outcome on_time
    """,
    its_result_that_ended_a_suspension="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 resolve -> due 17/8/2026 17:30
        17/8/2026 09:00 correct resolved_at 10/8/2026 10:00 -> ended 10/8/2026 10:00, due 11/8/2026 17:30, outcome early
        # 6, 7, 10/8 do not count
    """,
    its_withdrawal_that_ended_a_suspension="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        14/8/2026 10:00 withdraw
        17/8/2026 09:00 correct closed_at 10/8/2026 10:00 -> closed 10/8/2026 10:00, due 11/8/2026 17:30
    """,
    its_officer="""
        3/8/2026 09:00 receive ba-ngay Lan
        10/8/2026 09:00 correct officer Đức -> officer Đức
        4/8/2026 09:00 stood -> officer Đức
        4/8/2026 09:00 known -> officer Lan
    """,
    what_it_does_not_have="""
        3/8/2026 09:00 receive ba-ngay
        4/8/2026 09:00 correct resolved_at 3/8/2026 10:00 -> refused 11 NotOfThisDossier
        4/8/2026 09:00 correct closed_at 3/8/2026 10:00 -> refused 11 NotOfThisDossier
        4/8/2026 09:00 correct due_at 12/8/2026 -> refused 11 OwnDueDate
    """,
    what_it_says_already="""
        3/8/2026 09:00 receive ba-ngay Lan
        4/8/2026 09:00 correct officer Lan -> refused 11 NothingToDo
        4/8/2026 09:00 correct received_at 3/8/2026 09:00 -> refused 11 NothingToDo
    """,
)
def test_a_dossier_is_corrected_in(ward: Ward, story: str) -> None:
    must_be_told(ward, story)


@lives(
    acts_by_when_they_occurred="""
        3/8/2026 09:00 receive ba-ngay Lan
        5/8/2026 10:00 suspend supplement
        10/8/2026 15:00 resume
        11/8/2026 18:00 resolve at 11/8/2026 10:00
        12/8/2026 09:00 look -> outcome on_time
        # 6, 7, 10/8 do not count: due 11/8
        5/8/2026 09:59:59 stood -> status received, outcome within
        5/8/2026 10:00:00 stood -> status suspended, outcome suspended, due 6/8/2026 17:30
        10/8/2026 14:59:59 stood -> status suspended, outcome suspended, due 6/8/2026 17:30
        10/8/2026 15:00:00 stood -> status received, outcome within, due 11/8/2026 17:30
        11/8/2026 10:00:00 stood -> status resolved, outcome on_time
        11/8/2026 17:59:59 known -> status received
    """,
    a_suspension_too_late_was_overdue="""
        3/8/2026 09:00 receive ba-ngay
        7/8/2026 10:00 suspend supplement
        12/8/2026 10:00 resume
        10/8/2026 12:00 stood -> status suspended, outcome overdue
    """,
    a_letter_from_its_date_on="""
        3/8/2026 09:00 receive nam-ngay
        10/8/2026 16:00 extend 14/8/2026 at 7/8/2026 10:00
        7/8/2026 09:59:59 stood -> extended none
        7/8/2026 10:00:00 stood -> extended 14/8/2026 17:30
        10/8/2026 15:00 known -> extended none
    """,
    an_officer_from_then_on="""
        3/8/2026 09:00 receive ba-ngay Lan
        5/8/2026 10:00 assign Đức -> officer Đức
        5/8/2026 10:00 assign Đức -> refused 11 NothingToDo
        6/8/2026 10:00 suspend supplement
        7/8/2026 10:00 assign Mai -> officer Mai, status suspended, ended none
        5/8/2026 09:59:59 stood -> officer Lan
        7/8/2026 09:59:59 stood -> officer Đức
    """,
    a_void_for_the_whole_life_once_known="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 09:00 void -> status void, outcome None
        4/8/2026 09:00 stood -> status void, outcome None
        10/8/2026 08:59:59 known -> status suspended
    """,
    an_undo_for_the_whole_life_once_known="""
        3/8/2026 09:00 receive ba-ngay
        5/8/2026 10:00 suspend supplement
        10/8/2026 09:00 undo -> status received, outcome overdue
        6/8/2026 09:00 stood -> status received
        10/8/2026 08:59:59 known -> status suspended
    """,
)
def test_how_things_stood(ward: Ward, story: str) -> None:
    must_be_told(ward, story)
