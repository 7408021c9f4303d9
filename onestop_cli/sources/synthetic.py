"""Synthetic dossiers (dữ liệu mô phỏng) as rows of an import file: for the demo and for measurements.

No row describes a real person or a real act: applicants and officers are numbered samples and every row
carries `SYNTHETIC_NOTE`. `demo_rows` has the figures the ward of Phúc Lợi published for 1-8/2023
(domain §1); how they spread over days, hours, procedures and officers is invented.

The same arguments give the same bytes on every machine: only `Random.random()` of a text seed and exact
arithmetic are used, nothing that depends on the C library, the clock or the order of a hash table. The
importer gives the codes, by day and in the order of the rows, so rows come sorted by `received_at`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from random import Random
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar, DayKind
from onestop_cli.core.limits import BY_THE_INSTANT, Unit, due_instant, is_returned_same_day
from onestop_cli.core.moments import DAY, instant, second_of_day
from onestop_cli.core.office import Office, Stretches, open_stretches
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import ProcedureNotInForce

SYNTHETIC_NOTE = "dữ liệu mô phỏng"
COLUMNS = (
    "procedure_code",
    "channel",
    "applicant",
    "officer",
    "copies",
    "fee",
    "note",
    "received_at",
    "resolved_at",
    "result",
    "delivered_at",
    "delivery_method",
)
"""The keys of every row, in order."""

DEMO_AGENCY_CODE = "H26.15.30"
DEMO_AGENCY_NAME = f"UBND phường Phúc Lợi ({SYNTHETIC_NOTE})"
DEMO_FIRST = date(2023, 1, 1)
DEMO_LAST = date(2023, 8, 31)
DEMO_RECEIVED = 2_452
DEMO_OPEN = 1
DEMO_ON_TIME_SHARE = 0.026
"""The ward published "more than 97 %" early and none late: 97.4 % and 2.6 % here."""

CERTIFIED_COPY = "2.000815"
CERTIFIED_SIGNATURE = "2.000884"
DEMO_SHARES: Mapping[str, float] = {
    CERTIFIED_COPY: 0.61,
    CERTIFIED_SIGNATURE: 0.19,
    "1.004873": 0.095,
    "1.004859": 0.050,
    "1.000689": 0.030,
    "1.000656": 0.025,
}
"""How the demo's dossiers spread over the ward's six procedures (invented)."""

OFFICERS = 4
_LAST_TICKET = 20 * 60
"""The counter takes its last dossier this many seconds before closing."""
_LEAST_WORK = 4 * 60
_ON_WEEKDAY = (1.25, 1.05, 1.0, 0.95, 0.9, 0.6, 0.5)
_IN_MONTH = (0.85, 0.95, 1.1, 1.0, 1.0, 1.1, 1.15, 1.2, 1.05, 1.0, 1.0, 0.95)
_AFTER_HOLIDAY = 1.35
_AROUND_TET = 0.55
_TET_GAP = 7
_TET_QUIET_DAYS = 5
_PATIENCE = 5.0
"""So many on-time finishes may be owed before `same_day` and hour limits get one in their due minute."""


class _OpenDay(NamedTuple):
    """A day the office works. `open` is its open time in seconds; an offset counts within that."""

    ordinal: int
    text: str
    stretches: Stretches
    open: int
    closes: int

    def offset(self, second: int) -> int:
        """The open seconds of the day that have passed at a second of it."""
        passed = 0
        for opens, closes in self.stretches:
            if second > opens:
                passed += (second if second < closes else closes) - opens
        return passed

    def second(self, offset: int) -> int:
        """The second of the day at which so many open seconds have passed (offset < open)."""
        for opens, closes in self.stretches:
            if offset < closes - opens:
                return opens + offset
            offset -= closes - opens
        raise ValueError(offset)

    def at(self, second: int) -> str:
        return f"{self.text}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+07:00"


class _Due(NamedTuple):
    """Where a limit ends among the open days.

    `day` is the due day's number, `second` its due second; `last_early` the last day on which a finish is
    early, `cap` the offset it must stay below on the due day itself. `is_reached` is False for no limit
    and for a due day after the last open day.
    """

    day: int
    second: int
    last_early: int
    cap: int
    by_date: bool
    is_reached: bool


def synthetic_register(
    calendar: Calendar,
    office: Office,
    procedures: Sequence[Procedure],
    shares: Mapping[str, float],
    first: date,
    last: date,
    count: int,
    on_time_share: float,
    late_share: float,
    open_count: int,
    seed: str,
) -> Iterator[dict[str, str]]:
    """`count` dossiers received in [first, last], as rows of an import file sorted by `received_at`.

    `procedures` are catalogue versions (the one in force on the day of receipt is used), `shares` how
    often each code comes. All but the last `open_count` have their result by the end of `last`; of those
    `on_time_share` are on time, `late_share` late and the others early under the committed limit, by the
    default granularity (one whose limit ends after `last` can only be early). The open ones have the
    longest limit: those that came less than that before the end are within it. What would be handed over
    after `last` is not yet delivered.

    Raises `ProcedureNotInForce`, `CalendarGap` when a due date leaves the loaded years, `ValueError` for
    figures that contradict each other.
    """
    if not 0 <= open_count <= count or on_time_share < 0 or late_share < 0 or on_time_share + late_share > 1:
        raise ValueError((count, open_count, on_time_share, late_share))
    codes = sorted(code for code, share in shares.items() if share > 0)
    days = _open_days(calendar, office, first, last)
    if count and not (days and codes):
        raise ValueError((first, last, codes))
    work = _Work(Random(seed).random, calendar, office, days, on_time_share, late_share)
    per_day = _receipts_per_day(work.random, calendar, days, first, count)
    people = max(1, count * 4 // 5)
    return _rows(work, procedures, [(code, shares[code]) for code in codes], per_day, people, open_count)


def demo_rows(calendar: Calendar, office: Office, procedures: Sequence[Procedure]) -> list[dict[str, str]]:
    """The demo's rows: received 2,452 in 1-8/2023, resolved 2,451, 1 within its limit, 0 late, > 97 % early.

    `procedures` must hold the ward's posted and committed limits (data/procedures_phuc_loi_2023.csv).
    """
    return list(
        synthetic_register(
            calendar,
            office,
            procedures,
            DEMO_SHARES,
            DEMO_FIRST,
            DEMO_LAST,
            DEMO_RECEIVED,
            on_time_share=DEMO_ON_TIME_SHARE,
            late_share=0.0,
            open_count=DEMO_OPEN,
            seed="onestop demo",
        )
    )


def _open_days(calendar: Calendar, office: Office, first: date, last: date) -> list[_OpenDay]:
    days: list[_OpenDay] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        on = date.fromordinal(ordinal)
        stretches = open_stretches(calendar, office, on) if calendar.is_working_day(on) else ()
        if stretches:
            open_time = sum(closes - opens for opens, closes in stretches)
            days.append(_OpenDay(ordinal, on.isoformat(), stretches, open_time, stretches[-1][1]))
    return days


def _receipts_per_day(
    random: Callable[[], float], calendar: Calendar, days: Sequence[_OpenDay], first: date, count: int
) -> list[int]:
    """How many dossiers come on each open day: Mondays and days after a holiday busy, Tết quiet."""
    gaps = [b.ordinal - a for a, b in zip([first.toordinal() - 1, *(d.ordinal for d in days)], days, strict=False)]
    if not days:
        return []
    weights: list[float] = []
    for index, (day, gap) in enumerate(zip(days, gaps, strict=True)):
        on = date.fromordinal(day.ordinal)
        weekday = 5 if calendar.kind(on) is DayKind.makeup_day else on.weekday()
        weight = _ON_WEEKDAY[weekday] * _IN_MONTH[on.month - 1] * (0.75 + 0.5 * random())
        near = gaps[max(0, index - _TET_QUIET_DAYS + 1) : index + _TET_QUIET_DAYS + 1]
        if max(near) >= _TET_GAP:
            weight *= _AROUND_TET
        elif gap > 3 or (gap > 1 and weekday != 0):
            weight *= _AFTER_HOLIDAY
        weights.append(weight)
    sums = list(accumulate(weights))
    upto = [int(count * s / sums[-1] + 0.5) for s in sums[:-1]] + [count]
    return [b - a for a, b in zip([0, *upto], upto, strict=False)]


class _Work:
    """How dossiers are received, finished and handed over on the open days.

    A finish is (index of the open day, second of it). The debts hold how many finishes on time and late
    are owed so far; that keeps close to the shares whatever the mixture of limits.
    """

    def __init__(
        self,
        random: Callable[[], float],
        calendar: Calendar,
        office: Office,
        days: Sequence[_OpenDay],
        on_time_share: float,
        late_share: float,
    ) -> None:
        self.random = random
        self.calendar = calendar
        self.office = office
        self.days = days
        self._ordinals = [day.ordinal for day in days]
        self._dues: dict[tuple[str, int], _Due] = {}
        self._cut_off = -1
        self._on_time_share, self._on_time_owed = on_time_share, 0.0
        self._late_share, self._late_owed = late_share, 0.0

    def begin_day(self, index: int) -> None:
        """Forget the due dates of the day before, and see whether the cut-off alone parts this one."""
        self._dues.clear()
        on = date.fromordinal(self._ordinals[index])
        cut_off = self.office.on(on).cut_off
        around = (instant(on, second) for second in (cut_off, min(cut_off + 1, DAY - 1)))
        is_parted = [is_returned_same_day(self.calendar, self.office, at) for at in around] == [True, False]
        self._cut_off = cut_off if is_parted else -1

    def due(self, index: int, second: int, procedure: Procedure) -> _Due:
        """Where the committed limit ends for a receipt on an open day; counted once where it is the same."""
        unit = procedure.committed.unit
        if unit not in BY_THE_INSTANT:
            key = (procedure.code, 0)
        elif unit is Unit.same_day and self._cut_off >= 0:
            key = (procedure.code, int(second > self._cut_off))
        else:
            key = (procedure.code, second)
        found = self._dues.get(key)
        if found is None:
            received_at = instant(date.fromordinal(self._ordinals[index]), second)
            found = self._dues[key] = self._counted_due(index, received_at, procedure)
        return found

    def _counted_due(self, index: int, received_at: datetime, procedure: Procedure) -> _Due:
        due_at = due_instant(self.calendar, self.office, received_at, procedure.committed)
        end = len(self.days)
        if due_at is None:
            return _Due(end, 0, min(index + 10, end - 1), 0, True, False)
        ordinal, second = due_at.date().toordinal(), second_of_day(due_at)
        at = bisect_left(self._ordinals, ordinal)
        is_reached = at < end and self._ordinals[at] == ordinal
        if procedure.committed.unit not in BY_THE_INSTANT:
            return _Due(at, second, min(at, end) - 1, 0, True, is_reached)
        if not is_reached:
            return _Due(at, second, min(at, end) - 1, 0, False, False)
        cap = self.days[at].offset(second // 60 * 60)
        return _Due(at, second, at if at == index or cap > 2 * _LEAST_WORK else at - 1, cap, False, True)

    def receipt_second(self, index: int, procedure: Procedure, channel: str) -> int:
        """A second at which the dossier comes: at the counter's hours, online now and then in the evening."""
        day, random = self.days[index], self.random
        if channel == "online" and random() < 0.1 and index + 1 < len(self.days) and day.closes + 7200 < DAY:
            evening = day.closes + 1800 + int(random() * min(4 * 3600, DAY - day.closes - 1800))
            if self.due(index, evening, procedure).last_early > index:
                return evening
        span = day.open - min(_LAST_TICKET, day.open // 2)
        share = random()
        return day.second(int(span * (share if random() < 0.75 else share * random())))

    def finish(self, index: int, second: int, due: _Due) -> tuple[int, int]:
        """When the result is ready: late or on time where that is owed and possible, else early."""
        random, end = self.random, len(self.days)
        self._late_owed += self._late_share
        self._on_time_owed += self._on_time_share
        if self._late_owed > 0 and due.day + 1 < end and random() < self._late_owed:
            self._late_owed -= 1
            late = min(due.day + 1 + int(4 * random() * random()), end - 1)
            return late, self._any_second(late)
        if self._on_time_owed > 0 and due.is_reached:
            if due.by_date and random() < self._on_time_owed:
                self._on_time_owed -= 1
                return due.day, self._any_second(due.day)
            if not due.by_date and self._on_time_owed > _PATIENCE:
                self._on_time_owed -= 1
                return due.day, due.second // 60 * 60 + int(60 * random())
        return self._early(index, second, due)

    def _any_second(self, index: int) -> int:
        day = self.days[index]
        return day.second(int(day.open * self.random()))

    def _early(self, index: int, second: int, due: _Due) -> tuple[int, int]:
        """Same-day and hour limits within minutes to hours, limits in days some days before the last."""
        random, start = self.random, self.days[index].offset(second)
        least = index + (start + _LEAST_WORK > self.days[index].open)
        later = due.last_early - least
        at = least
        if due.by_date:
            at += int((later + 1) * max(random(), random()))
        elif later > 0 and random() < 0.3:
            at += 1 + int(later * random() * random())
        day = self.days[at]
        low = start + _LEAST_WORK if at == index else 0
        high = due.cap - 1 if at == due.day and not due.by_date else day.open - 1
        low = min(low, high)
        quick = random()
        if not due.by_date:
            quick *= quick * quick * quick
        return at, day.second(low + int((high - low + 1) * quick))

    def delivery(self, index: int, second: int, *, is_quick: bool) -> tuple[int, int] | None:
        """When the result is handed over: soon, or on a later day; None after the last open day."""
        random, day = self.random, self.days[index]
        ready = day.offset(second)
        if random() < (0.9 if is_quick else 0.5):
            wait = random()
            handed = ready + 120 + int((1500 * wait if is_quick else 4 * 3600) * wait)
            if handed < day.open:
                return index, day.second(handed)
        index += 1 + (0 if is_quick else int(4 * random() * random()))
        return (index, self._any_second(index)) if index < len(self.days) else None


def _in_force(procedures: Sequence[Procedure], codes: Sequence[str], on: date) -> list[Procedure]:
    """The versions of the codes in force on a day. Raises `ProcedureNotInForce`."""
    newest: dict[str, Procedure] = {}
    for version in sorted((p for p in procedures if p.valid_from <= on), key=lambda p: p.valid_from):
        newest[version.code] = version
    for code in codes:
        if code not in newest or newest[code].retired:
            raise ProcedureNotInForce(code=code, day=on.isoformat())
    return [newest[code] for code in codes]


def _rows(
    work: _Work,
    procedures: Sequence[Procedure],
    shares: Sequence[tuple[str, float]],
    per_day: Sequence[int],
    people: int,
    open_count: int,
) -> Iterator[dict[str, str]]:
    """The rows, day by day: who comes when with what, then what becomes of each in turn."""
    random = work.random
    codes = [code for code, _ in shares]
    sums = list(accumulate(share for _, share in shares))
    top = len(codes) - 1
    fields = sorted({p.field for p in procedures if p.code in codes})
    left = sum(per_day)
    for index, n in enumerate(per_day):
        if not n:
            continue
        day = work.days[index]
        work.begin_day(index)
        current = _in_force(procedures, codes, date.fromordinal(day.ordinal))
        receipts: list[tuple[int, int, str]] = []
        for _ in range(n):
            which = min(bisect_right(sums, random() * sums[-1]), top)
            channel = "direct" if (share := random()) < 0.95 else "online" if share < 0.985 else "postal"
            receipts.append((work.receipt_second(index, current[which], channel), which, channel))
        receipts.sort()
        for second, which, channel in receipts:
            stays_open = left <= open_count
            left -= 1
            procedure = current[which]
            if stays_open:
                procedure = max(current, key=lambda p: _end(work, index, second, p))
            row = _receipt(random, procedure, channel, fields, people)
            row["received_at"] = day.at(second)
            row["resolved_at"] = row["result"] = row["delivered_at"] = row["delivery_method"] = ""
            if not stays_open:
                due = work.due(index, second, procedure)
                ready_on, ready = work.finish(index, second, due)
                row["resolved_at"] = work.days[ready_on].at(ready)
                row["result"] = "approved"
                handed = work.delivery(ready_on, ready, is_quick=not due.by_date)
                if handed is not None:
                    row["delivered_at"] = work.days[handed[0]].at(handed[1])
                    row["delivery_method"] = _method(random(), channel)
            yield row


def _end(work: _Work, index: int, second: int, procedure: Procedure) -> tuple[datetime, str]:
    """What orders procedures by how long they may stay open; the code decides between equals."""
    received_at = instant(date.fromordinal(work.days[index].ordinal), second)
    due_at = due_instant(work.calendar, work.office, received_at, procedure.committed)
    return received_at if due_at is None else due_at, procedure.code


def _receipt(
    random: Callable[[], float], procedure: Procedure, channel: str, fields: Sequence[str], people: int
) -> dict[str, str]:
    """What is written down at receipt. Two officers have each field, a colleague stands in at times."""
    officer = 2 * fields.index(procedure.field) + int(2 * random())
    if random() < 0.1:
        officer += 2
    copies, fee = 1, ""
    if procedure.code == CERTIFIED_COPY:
        copies = 1 + int(9 * random() * random())
        fee = str(2000 * copies * (1 + int(4 * random() * random())))
    elif procedure.code == CERTIFIED_SIGNATURE:
        copies = 1 + int(3 * random() * random())
        fee = str(10_000 * copies)
    return {
        "procedure_code": procedure.code,
        "channel": channel,
        "applicant": f"Người dân mẫu {1 + int(people * random()):04d}",
        "officer": f"Cán bộ mẫu {1 + officer % OFFICERS}",
        "copies": str(copies),
        "fee": fee,
        "note": SYNTHETIC_NOTE,
    }


def _method(share: float, channel: str) -> str:
    if channel == "online":
        return "online" if share < 0.4 else "direct" if share < 0.9 else "postal"
    if channel == "postal":
        return "postal" if share < 0.85 else "direct"
    return "direct" if share < 0.97 else "postal"
