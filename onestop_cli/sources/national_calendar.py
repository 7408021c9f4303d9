"""The national calendar: python-holidays, our corrections, and what is only a guess (domain §2).

Labour Code art. 112 gives the holidays, art. 111(3) their compensation; python-holidays computes both and
knows part of the swaps. `data/calendar_corrections.csv` has the notices it lacks: with them every day of
2010-2026 is as published (§2.2). `data/calendar_provisional.csv` names the stretches no published
decision confirms.

The library grows into any year it is asked about, so it is read once and never asked again.
"""

import re
from datetime import date, timedelta

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.file_events import CalendarLoad
from onestop_cli.errors import BadNumber
from onestop_cli.sources.package_data import shipped_rows

FIRST_YEAR, LAST_YEAR = 1995, 2100
"""The years python-holidays has rules for: compensation begins in 1995, its tables end in 2100."""

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_LABOUR_CODES = (
    (date(2021, 1, 1), "Bộ luật Lao động 45/2019/QH14 Điều 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 10/2012/QH13 Điều 115"),
    (date.min, "Bộ luật Lao động 1994 Điều 73"),
)
_SATURDAY = 5
_FOURTH_OF_TET, _BEFORE_TET = "Mùng bốn Tết Nguyên Đán", "29 Tết"
_TET_NOTICES = {2025: "Thông báo 6150/TB-BLĐTBXH"}
_CULTURE_DAY = "Ngày Văn hóa Việt Nam"
_SWAP_NOTICES = {date(2026, 8, 31): "Thông báo 9441/TB-BNV"}
_SUBSTITUTED = re.compile(r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})", re.ASCII)
"""The library names the day off of a swap after its make-up day: "Ngày nghỉ (thay cho ngày 22/08/2026)"."""


def national_calendar(first_year: int, last_year: int) -> CalendarLoad:
    """What python-holidays and the shipped notices say of the days of these years.

    A swap over New Year is complete: each half is there in its own year. Claims have `seq` 0 and are in
    the order of their days. Raises `BadNumber` outside 1995-2100.
    """
    if not FIRST_YEAR <= first_year <= LAST_YEAR:
        raise BadNumber(option="YEAR", value=first_year, least=FIRST_YEAR, most=LAST_YEAR)
    if not first_year <= last_year <= LAST_YEAR:
        raise BadNumber(option="--to", value=last_year, least=first_year, most=LAST_YEAR)
    import holidays
    from holidays.version import __version__

    library = f"python-holidays {__version__}"
    years = range(first_year - 1, min(last_year + 1, LAST_YEAR) + 1)
    vietnam = holidays.country_holidays("VN", years=years, language="vi", expand=False)
    claims: list[Claim] = []
    for on, name in vietnam.items():
        if substituted := _SUBSTITUTED.search(name):
            working_day = date(*map(int, substituted.group("year", "month", "day")))
            source = _SWAP_NOTICES.get(on, f"{library} (hoán đổi đã công bố)")
            names = (day_off_name(working_day), makeup_day_name(on))
            claims += _swap(on, working_day, names, source, Rank.computed)
        else:
            claims.append(Claim(on, DayKind.holiday, name, _legal_basis(on, name), Rank.computed))
    claims = _five_days_of_tet(claims)
    claims += _corrections()
    claims = sorted((c for c in claims if first_year <= c.on.year <= last_year), key=lambda c: c.on)
    makeup_days = {c.on for c in claims if c.kind is DayKind.makeup_day and c.rank is Rank.computed}
    assert makeup_days == {on for on in vietnam.weekend_workdays if first_year <= on.year <= last_year}
    return CalendarLoad(first_year, last_year, tuple(claims), tuple(_provisional(first_year, last_year)), library)


def day_off_name(working_day: date) -> str:
    """The name of a swap's day off.

    >>> day_off_name(date(2026, 8, 22))
    'Hoán đổi với thứ Bảy 22/08/2026'
    """
    return f"Hoán đổi với {_weekday_text(working_day)}"


def makeup_day_name(day_off: date) -> str:
    """The name of a swap's make-up working day.

    >>> makeup_day_name(date(2026, 8, 31))
    'Làm bù cho thứ Hai 31/08/2026'
    """
    return f"Làm bù cho {_weekday_text(day_off)}"


def _weekday_text(on: date) -> str:
    return f"{_WEEKDAYS[on.weekday()]} {on:%d/%m/%Y}"


def _legal_basis(on: date, name: str) -> str:
    """The text that makes a computed day a holiday."""
    if name.startswith(_CULTURE_DAY):
        return "Nghị quyết 28/2026/QH16"
    return next(code for start, code in _LABOUR_CODES if start <= on)


def _swap(day_off: date, working_day: date, names: tuple[str, str], source: str, rank: Rank) -> tuple[Claim, Claim]:
    """The two halves of one swap."""
    return (
        Claim(day_off, DayKind.swap_day_off, names[0], source, rank, 0, working_day),
        Claim(working_day, DayKind.makeup_day, names[1], source, rank, 0, day_off),
    )


def _five_days_of_tet(claims: list[Claim]) -> list[Claim]:
    """The computed days without a sixth of Tết, which has five (Labour Code art. 112(1)(b)).

    Where the fourth of Tết is a Saturday the library has the Monday before it too. The notice of 2025 gave Monday 27/1
    to Friday 31/1: the Monday in the Saturday's place, which stays a Saturday like any other. A later such year (2028)
    is reckoned by that example and provisional.
    """
    moved = {c.on - timedelta(days=5): c.on for c in claims if c.name == _FOURTH_OF_TET and c.on.weekday() == _SATURDAY}
    kept: list[Claim] = []
    for claim in claims:
        if claim.on in moved and claim.name == _BEFORE_TET:
            source = _TET_NOTICES.get(claim.on.year, claim.source)
            kept.append(claim._replace(name="Nghỉ Tết Nguyên Đán", source=source))
        elif claim.on not in moved.values() or claim.name != _FOURTH_OF_TET:
            kept.append(claim)
    return kept


def _corrections() -> list[Claim]:
    """The published notices that python-holidays lacks."""
    claims: list[Claim] = []
    for row in shipped_rows("calendar_corrections.csv"):
        day_off, name, source = date.fromisoformat(row["day_off"]), row["name"], row["source"]
        if row["kind"] == "swap":
            working_day = date.fromisoformat(row["working_day"])
            claims += _swap(day_off, working_day, (name, name), source, Rank.national)
        else:
            claims.append(Claim(day_off, DayKind.holiday, name, source, Rank.national))
    return claims


def _provisional(first_year: int, last_year: int) -> list[tuple[date, date, str]]:
    """The unconfirmed stretches of these years, each within one year."""
    stretches: list[tuple[date, date, str]] = []
    for row in shipped_rows("calendar_provisional.csv"):
        start = date.fromisoformat(row["from"])
        end = date.fromisoformat(row["to"]) if row["to"] else date.max
        for year in range(max(first_year, start.year), min(last_year, end.year) + 1):
            clipped = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
            stretches.append((*clipped, row["reason"]))
    return stretches
