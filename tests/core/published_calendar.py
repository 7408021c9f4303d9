"""The working calendar of 2010-2026 as it was published, as literal data that no test computes.

Every weekday that was off and every make-up day, nothing else: a holiday that fell on a Saturday or a Sunday
is here only as the weekday that made up for it (nghỉ bù, Labour Code 2019 art. 111(3) and its forerunners).

Sources. The swaps: domain §2.2 and `data/calendar_corrections.csv`, which names who printed them. Which days
a Tết and a nghỉ bù took: transcribed beside the list of python-holidays 0.109, the yearly notices themselves
not read; the totals of domain §2.2, from another table, are what checks them (`test_published_calendar`).
Fixed holidays: Labour Code 1994 art. 73 until 30/4/2013 (Tết 4 days), Labour Code 10/2012/QH13 art. 115 until
2020 (Tết 5 days), Labour Code 45/2019/QH14 art. 112 from 2021 (2/9 and a neighbour) [M]; 24/11 from 2026 by
Resolution 28/2026/QH16 [V].
"""

from collections.abc import Iterable, Sequence
from datetime import date

from onestop_cli.core.calendar import Calendar, Claim, Day, DayKind, Rank, days_of
from tests.core.written import day

DAYS_OFF: dict[int, tuple[tuple[str, str], ...]] = {
    2010: (
        ("1/1", "Tết Dương lịch"),
        ("15/2 16/2 17/2 18/2", "Tết Canh Dần"),
        ("23/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("3/5", "Nghỉ bù 1/5"),
        ("2/9", "Quốc khánh"),
    ),
    2011: (
        ("3/1", "Nghỉ bù Tết Dương lịch"),
        ("2/2 3/2 4/2 7/2", "Tết Tân Mão"),
        ("12/4", "Giỗ Tổ"),
        ("2/5", "Nghỉ bù 30/4"),
        ("3/5", "Nghỉ bù 1/5"),
        ("2/9", "Quốc khánh"),
    ),
    2012: (
        ("2/1", "Nghỉ bù Tết Dương lịch"),
        ("23/1 24/1 25/1 26/1", "Tết Nhâm Thìn"),
        ("2/4", "Nghỉ bù Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("3/9", "Nghỉ bù Quốc khánh"),
    ),
    2013: (
        ("1/1", "Tết Dương lịch"),
        ("11/2 12/2 13/2 14/2", "Tết Quý Tỵ"),
        ("19/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9", "Quốc khánh"),
    ),
    2014: (
        ("1/1", "Tết Dương lịch"),
        ("30/1 31/1 3/2 4/2", "Tết Giáp Ngọ"),
        ("5/2", "Nghỉ bù Tết Giáp Ngọ"),
        ("9/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9", "Quốc khánh"),
    ),
    2015: (
        ("1/1", "Tết Dương lịch"),
        ("17/2 18/2 19/2 20/2 23/2", "Tết Ất Mùi"),
        ("28/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9", "Quốc khánh"),
    ),
    2016: (
        ("1/1", "Tết Dương lịch"),
        ("8/2 9/2 10/2 11/2 12/2", "Tết Bính Thân"),
        ("18/4", "Nghỉ bù Giỗ Tổ"),
        ("2/5", "Nghỉ bù 30/4"),
        ("3/5", "Nghỉ bù 1/5"),
        ("2/9", "Quốc khánh"),
    ),
    2017: (
        ("2/1", "Nghỉ bù Tết Dương lịch"),
        ("26/1 27/1 30/1 31/1 1/2", "Tết Đinh Dậu"),
        ("6/4", "Giỗ Tổ"),
        ("1/5", "Quốc tế Lao động"),
        ("2/5", "Nghỉ bù 30/4"),
        ("4/9", "Nghỉ bù Quốc khánh"),
    ),
    2018: (
        ("1/1", "Tết Dương lịch"),
        ("14/2 15/2 16/2 19/2 20/2", "Tết Mậu Tuất"),
        ("25/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("3/9", "Nghỉ bù Quốc khánh"),
    ),
    2019: (
        ("1/1", "Tết Dương lịch"),
        ("4/2 5/2 6/2 7/2 8/2", "Tết Kỷ Hợi"),
        ("15/4", "Nghỉ bù Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9", "Quốc khánh"),
    ),
    2020: (
        ("1/1", "Tết Dương lịch"),
        ("23/1 24/1 27/1 28/1 29/1", "Tết Canh Tý"),
        ("2/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9", "Quốc khánh"),
    ),
    2021: (
        ("1/1", "Tết Dương lịch"),
        ("10/2 11/2 12/2 15/2 16/2", "Tết Tân Sửu"),
        ("21/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("3/5", "Nghỉ bù 1/5"),
        ("2/9 3/9", "Quốc khánh"),
    ),
    2022: (
        ("3/1", "Nghỉ bù Tết Dương lịch"),
        ("31/1 1/2 2/2 3/2 4/2", "Tết Nhâm Dần"),
        ("11/4", "Nghỉ bù Giỗ Tổ"),
        ("2/5", "Nghỉ bù 30/4"),
        ("3/5", "Nghỉ bù 1/5"),
        ("1/9 2/9", "Quốc khánh"),
    ),
    2023: (
        ("2/1", "Nghỉ bù Tết Dương lịch"),
        ("20/1 23/1 24/1 25/1 26/1", "Tết Quý Mão"),
        ("1/5", "Quốc tế Lao động"),
        ("2/5", "Nghỉ bù Giỗ Tổ"),
        ("3/5", "Nghỉ bù 30/4"),
        ("1/9", "Quốc khánh"),
        ("4/9", "Nghỉ bù Quốc khánh"),
    ),
    2024: (
        ("1/1", "Tết Dương lịch"),
        ("8/2 9/2 12/2 13/2 14/2", "Tết Giáp Thìn"),
        ("18/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("2/9 3/9", "Quốc khánh"),
    ),
    2025: (
        ("1/1", "Tết Dương lịch"),
        ("27/1 28/1 29/1 30/1 31/1", "Tết Ất Tỵ"),
        ("7/4", "Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("1/9 2/9", "Quốc khánh"),
    ),
    2026: (
        ("1/1", "Tết Dương lịch"),
        ("16/2 17/2 18/2 19/2 20/2", "Tết Bính Ngọ"),
        ("27/4", "Nghỉ bù Giỗ Tổ"),
        ("30/4", "Ngày Chiến thắng"),
        ("1/5", "Quốc tế Lao động"),
        ("1/9 2/9", "Quốc khánh"),
        ("24/11", "Ngày Văn hóa Việt Nam"),
    ),
}

SWAPS: tuple[tuple[str, str, str], ...] = (
    ("19/2/2010", "27/2/2010", "Hoán đổi Tết Canh Dần"),
    ("31/1/2011", "29/1/2011", "Hoán đổi Tết Tân Mão"),
    ("1/2/2011", "30/1/2011", "Hoán đổi Tết Tân Mão, làm bù Chủ nhật"),
    ("11/4/2011", "9/4/2011", "Hoán đổi Giỗ Tổ"),
    ("27/1/2012", "4/2/2012", "Hoán đổi Tết Nhâm Thìn"),
    ("31/12/2012", "5/1/2013", "Hoán đổi Tết Dương lịch 2013"),
    ("15/2/2013", "23/2/2013", "Hoán đổi Tết Quý Tỵ"),
    ("29/4/2013", "4/5/2013", "Hoán đổi 30/4"),
    ("28/1/2014", "25/1/2014", "Hoán đổi Tết Giáp Ngọ"),
    ("29/1/2014", "8/2/2014", "Hoán đổi Tết Giáp Ngọ"),
    ("2/5/2014", "26/4/2014", "Hoán đổi 1/5"),
    ("1/9/2014", "6/9/2014", "Hoán đổi Quốc khánh"),
    ("2/1/2015", "27/12/2014", "Hoán đổi Tết Dương lịch 2015"),
    ("16/2/2015", "14/2/2015", "Hoán đổi Tết Ất Mùi"),
    ("29/4/2015", "25/4/2015", "Hoán đổi 30/4"),
    ("31/12/2018", "5/1/2019", "Hoán đổi Tết Dương lịch 2019"),
    ("29/4/2019", "4/5/2019", "Hoán đổi 30/4"),
    ("29/4/2024", "4/5/2024", "Hoán đổi 30/4"),
    ("2/5/2025", "26/4/2025", "Hoán đổi 1/5"),
    ("2/1/2026", "10/1/2026", "Hoán đổi Tết Dương lịch 2026 (12729/VPCP-KGVX, 25/12/2025)"),
    ("31/8/2026", "22/8/2026", "Hoán đổi Quốc khánh (9441/TB-BNV)"),
)
"""Day off, make-up day, name. The 2011-2014 Tết swaps and that of 2/1/2026 are the shipped corrections."""

PROVISIONAL = ((day("21/11/2026"), day("28/11/2026")),)
"""A swap of 23/11 for 28/11/2026 was discussed, no decision found (domain §2.2)."""


def swap(day_off: str, makeup_day: str, name: str, seq: int, rank: Rank = Rank.national) -> tuple[Claim, Claim]:
    """The two claims of one swap."""
    off, work = day(day_off), day(makeup_day)
    return (
        Claim(off, DayKind.swap_day_off, name, name, rank, seq, swap_with=work),
        Claim(work, DayKind.makeup_day, name, name, rank, seq, swap_with=off),
    )


def _published_claims() -> tuple[Claim, ...]:
    holidays = (
        Claim(day(f"{on}/{year}"), DayKind.holiday, name, "Bộ luật Lao động", Rank.computed, 1)
        for year, entries in DAYS_OFF.items()
        for days, name in entries
        for on in days.split()
    )
    swaps = (half for seq, entry in enumerate(SWAPS, 2) for half in swap(*entry, seq))
    return (*holidays, *swaps)


CLAIMS = _published_claims()


def published_days(
    extra: Iterable[Claim] = (),
    *,
    unknown: Sequence[str] = (),
    saturdays: Sequence[tuple[date, date | None]] = (),
) -> list[Day]:
    """Every day of 2010-2026, with more claims, or as long as what is said of some days is not yet known."""
    hidden = {day(on) for on in unknown}
    claims = [c for c in CLAIMS if c.on not in hidden]
    return list(days_of(2010, 2026, [*claims, *extra], PROVISIONAL, saturdays))


def published_calendar(
    extra: Iterable[Claim] = (),
    *,
    unknown: Sequence[str] = (),
    saturdays: Sequence[tuple[date, date | None]] = (),
) -> Calendar:
    """`published_days` ready to count in."""
    return Calendar.of(published_days(extra, unknown=unknown, saturdays=saturdays), "22:published")


CALENDAR = published_calendar()
