"""The working calendar (domain §2): what each day is, and counting working days by table.

Labour Code 45/2019/QH14 art. 111-112 and the yearly notices decide which days are off; a swap (hoán
đổi) is one act with two halves. Precedence (§2.1): local notice > national notice > computed holiday >
weekend; among notices of one rank the later one, among computed rows a make-up day beats a day off.
A closure of some hours decides nothing: the day stays what it is, and its open time is less (`core.office`).

The calendar is an array indexed by day that holds the number of working days up to that day. It never
reads a clock and never invents a year: a day outside it raises `CalendarGap`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, compress
from typing import NamedTuple

from onestop_cli.errors import CalendarGap


class DayKind(StrEnum):
    """What a day is, or a notice says of it. `working_saturday` is the office's own setting (§3.2).

    No day is a `closure`: that is what a notice says which closes some hours of one.
    """

    working_day = "working_day"
    makeup_day = "makeup_day"
    working_saturday = "working_saturday"
    weekend = "weekend"
    holiday = "holiday"
    swap_day_off = "swap_day_off"
    closure = "closure"


WORKING = frozenset({DayKind.working_day, DayKind.makeup_day, DayKind.working_saturday})
MARK = dict(zip((kind for kind in DayKind if kind is not DayKind.closure), "wmtehs", strict=True))
"""One letter a day, as the calendar is carried about; a capital means provisional."""
_KIND = {mark: kind for kind, mark in MARK.items()}
_IS_WORKING = bytes.maketrans(b"wmtWMTehsEHS", b"\1\1\1\1\1\1\0\0\0\0\0\0")


class Rank(StrEnum):
    """Who says what a day is; a later member beats an earlier one."""

    computed = "computed"
    national = "national"
    local = "local"


_RANKS = list(Rank)


Hours = tuple[int, int]
"""Some hours of a day, from and to, in seconds since midnight."""


class Claim(NamedTuple):
    """What one notice (or the computed calendar) says of one day.

    `seq` is the number of the ledger event that brought it; `swap_with` the other half's day; `hours` those that a
    closure closes.
    """

    on: date
    kind: DayKind
    name: str
    source: str
    rank: Rank
    seq: int = 0
    swap_with: date | None = None
    hours: Hours | None = None


class Closure(NamedTuple):
    """Hours of a day that a notice closes, in seconds since midnight; `seq` is the notice's number."""

    start: int
    end: int
    name: str
    source: str
    seq: int


class Day(NamedTuple):
    """One day of the calendar with what decides it, and what closes hours of it, in the order of hours.

    `seq` is None for plain weekdays and weekends.
    """

    on: date
    kind: DayKind
    name: str
    source: str
    confirmed: bool
    seq: int | None
    closures: tuple[Closure, ...] = ()

    @property
    def is_working_day(self) -> bool:
        return self.kind in WORKING


class Calendar:
    """The days of whole loaded years, ready to count in.

    `marks` is a letter a day from `first` on; `edition` is `SEQ:HASH12` of the last calendar event. `closures` has the
    days of which some hours are closed: they change no day's kind, and no count of days.
    """

    __slots__ = ("_count", "_first", "_flags", "_working", "closures", "edition", "first", "marks")

    def __init__(
        self, first: date, marks: str, edition: str = "", closures: Mapping[date, tuple[Closure, ...]] | None = None
    ) -> None:
        self.first = first
        self.marks = marks
        self.edition = edition
        self.closures = closures or {}
        self._first = first.toordinal()
        self._flags = marks.encode("ascii").translate(_IS_WORKING)
        self._count = list(accumulate(self._flags))
        self._working = list(compress(range(self._first, self._first + len(marks)), self._flags))

    @classmethod
    def of(cls, days: Sequence[Day], edition: str = "") -> "Calendar":
        """The calendar of consecutive days."""
        marks = (MARK[d.kind] if d.confirmed else MARK[d.kind].upper() for d in days)
        return cls(days[0].on, "".join(marks), edition, {d.on: d.closures for d in days if d.closures})

    @property
    def last(self) -> date:
        return self.first + timedelta(days=len(self.marks) - 1)

    def _index(self, on: date) -> int:
        index = on.toordinal() - self._first
        if not 0 <= index < len(self.marks):
            raise CalendarGap(year=on.year)
        return index

    def kind(self, on: date) -> DayKind:
        """What the day is. Raises `CalendarGap` for a year that is not loaded."""
        return _KIND[self.marks[self._index(on)].lower()]

    def is_working_day(self, on: date) -> bool:
        """Whether work is done on the day.

        >>> Calendar(date(2026, 1, 1), "hsee").is_working_day(date(2026, 1, 2))
        False
        """
        return self._flags[self._index(on)] == 1

    def working_days_between(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative when `until` is the earlier one.

        >>> Calendar(date(2026, 1, 1), "hseewwwwwme").working_days_between(date(2026, 1, 7), date(2026, 1, 10))
        3
        """
        return self._count[self._index(until)] - self._count[self._index(after)]

    def nth_working_day_after(self, on: date, n: int) -> date:
        """The n-th working day after a day (n ≥ 1); the day itself is not counted (Civil Code art. 147).

        Received Wed 7/1/2026, three working days, with the make-up Saturday 10/1 known:

        >>> Calendar(date(2026, 1, 1), "hseewwwwwme").nth_working_day_after(date(2026, 1, 7), 3)
        datetime.date(2026, 1, 10)
        """
        nth = self._count[self._index(on)] + n - 1
        if nth >= len(self._working):
            raise CalendarGap(year=self.last.year + 1)
        return date.fromordinal(self._working[nth])

    def nth_working_days_after(self, days: Sequence[int], n: int) -> list[int]:
        """`nth_working_day_after` for many days at once, given and returned as days since `first` (0 = `first`).

        Makes the list of all answers once, 0 where there is none (no answer is day 0), and looks each day up:
        for checks over years or registers. Raises `CalendarGap` when a day or its answer lies outside the loaded years.

        >>> Calendar(date(2026, 1, 1), "hseewwwwwme").nth_working_days_after([5, 6], 3)
        [8, 9]
        """
        shifted = self._working[n - 1 :]
        answered = bisect_left(self._count, len(shifted))
        known = len(self.marks)
        answers = [shifted[count] - self._first for count in self._count[:answered]]
        answers += [0] * (2 * known - answered)
        try:
            answered_days = [answers[day] for day in days]
        except IndexError:
            answered_days = [0]
        if not all(answered_days):
            low, high = ((self.first + timedelta(days=day)).year for day in (min(days), max(days)))
            raise CalendarGap(year=low if min(days) < 0 else max(self.last.year + 1, high))
        return answered_days

    def working_day_from(self, on: date) -> date:
        """The day itself if it is a working day, else the next one (Civil Code art. 148(5))."""
        return on if self.is_working_day(on) else self.nth_working_day_after(on, 1)

    def working_day_until(self, on: date) -> date:
        """The day itself if it is a working day, else the last one before it. Raises `CalendarGap`.

        >>> Calendar(date(2026, 1, 1), "hseewwwwwme").working_day_until(date(2026, 1, 11))
        datetime.date(2026, 1, 10)
        """
        count = self._count[self._index(on)]
        if not count:
            raise CalendarGap(year=self.first.year - 1)
        return date.fromordinal(self._working[count - 1])

    def is_provisional(self, after: date, until: date) -> bool:
        """Whether counting over (after, until] crosses a day that no published decision confirms."""
        stretch = self.marks[self._index(after) + 1 : self._index(until) + 1]
        return stretch != stretch.lower()

    def is_confirmed(self, on: date) -> bool:
        """Whether a published decision stands behind the day."""
        return self.marks[self._index(on)].islower()


def winning_claim(claims: Iterable[Claim]) -> Claim | None:
    """The claim that decides a day (§2.1 precedence), or None without any; a closure decides none."""
    return max((claim for claim in claims if claim.kind is not DayKind.closure), key=_weight, default=None)


def _weight(claim: Claim) -> tuple[int, int, int]:
    """The later notice of a rank wins, of one notice the make-up day; computed rows are of no time (§2.1) [D]."""
    is_makeup = claim.kind is DayKind.makeup_day
    first, second = (is_makeup, claim.seq) if claim.rank is Rank.computed else (claim.seq, is_makeup)
    return _RANKS.index(claim.rank), first, second


def days_of(
    first_year: int,
    last_year: int,
    claims: Iterable[Claim],
    provisional: Sequence[tuple[date, date]] = (),
    working_saturdays: Sequence[tuple[date, date | None]] = (),
) -> Iterator[Day]:
    """Every day of whole years with what decides it.

    `provisional` holds the stretches no published decision confirms, `working_saturdays` those in which
    the office's Saturday is a working day ([from, until), open at the end with None); both as days.
    """
    by_day: dict[date, list[Claim]] = {}
    for claim in claims:
        by_day.setdefault(claim.on, []).append(claim)
    for ordinal in range(date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal() + 1):
        on = date.fromordinal(ordinal)
        confirmed = not any(a <= on <= b for a, b in provisional)
        said = by_day.get(on, ())
        closures = _closures(said) if said else ()
        if claim := winning_claim(said):
            yield Day(on, claim.kind, claim.name, claim.source, confirmed, claim.seq, closures)
            continue
        kind = DayKind.working_day if on.weekday() < 5 else DayKind.weekend
        if on.weekday() == 5 and any(a <= on and (b is None or on < b) for a, b in working_saturdays):
            kind = DayKind.working_saturday
        yield Day(on, kind, "", "", confirmed, None, closures)


def _closures(said: Iterable[Claim]) -> tuple[Closure, ...]:
    """What closes hours of a day, whatever its rank: all of it adds up (§2.1)."""
    return tuple(sorted(Closure(*c.hours, c.name, c.source, c.seq) for c in said if c.hours is not None))
