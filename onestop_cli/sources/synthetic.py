"""Synthetic dossiers (dữ liệu mô phỏng) as rows of an import file: for the demo and for measurements.

No row describes a real person or a real act: applicants and officers are numbered samples and every row
carries `SYNTHETIC_NOTE`. `demo_rows` has the figures the ward of Phúc Lợi published for 1-8/2023
(domain §1); how they spread over days, hours, procedures and officers is invented.

The same arguments give the same bytes on every machine: only `Random.random()` of a text seed and exact
arithmetic are used, nothing that depends on the C library, the clock or the order of a hash table. The
importer gives the codes, by day and in the order of the rows, so rows come sorted by `received_at`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from random import Random

from onestop_cli.core.calendar import Calendar, DayKind
from onestop_cli.core.columns import BY_NAME, TYPED
from onestop_cli.core.limits import due_instant
from onestop_cli.core.moments import instant
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure, in_force
from onestop_cli.errors import ProcedureNotInForce
from onestop_cli.sources.synthetic_work import OpenDay, Work, open_days

SYNTHETIC_NOTE = BY_NAME["note"].sample
_SAMPLES = {column.name: column.sample for column in TYPED if column.sample}
COLUMNS = (
    "procedure_code", "channel", "applicant", "officer", "copies", "fee", *_SAMPLES, "received_at", "resolved_at",
    "result", "delivered_at", "delivery_method",
)  # fmt: skip
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
_ON_WEEKDAY = (1.25, 1.05, 1.0, 0.95, 0.9, 0.6, 0.5)
_IN_MONTH = (0.85, 0.95, 1.1, 1.0, 1.0, 1.1, 1.15, 1.2, 1.05, 1.0, 1.0, 0.95)
_AFTER_HOLIDAY = 1.35
_AROUND_TET = 0.55
_TET_GAP = 7
_TET_QUIET_DAYS = 5


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
    days = open_days(calendar, office, first, last)
    if count and not (days and codes):
        raise ValueError((first, last, codes))
    work = Work(Random(seed).random, calendar, office, days, on_time_share, late_share)
    per_day = _receipts_per_day(work.random, calendar, days, first, count)
    people = max(1, count * 4 // 5)
    return _rows(work, procedures, [(code, shares[code]) for code in codes], per_day, people, open_count)


def demo_rows(calendar: Calendar, office: Office, procedures: Sequence[Procedure]) -> list[dict[str, str]]:
    """The demo's rows: received 2,452 in 1-8/2023, resolved 2,451, 1 within its limit, 0 late, > 97 % early.

    `procedures` must hold the ward's posted and committed limits (data/procedures_phuc_loi_2023.csv).
    """
    when, how = (DEMO_FIRST, DEMO_LAST), (DEMO_RECEIVED, DEMO_ON_TIME_SHARE, 0.0, DEMO_OPEN)
    return list(synthetic_register(calendar, office, procedures, DEMO_SHARES, *when, *how, seed="onestop demo"))


def _receipts_per_day(
    random: Callable[[], float], calendar: Calendar, days: Sequence[OpenDay], first: date, count: int
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


def _in_force(procedures: Sequence[Procedure], codes: Sequence[str], on: date) -> list[Procedure]:
    """The versions of the codes in force on a day. Raises `ProcedureNotInForce`."""
    current = {
        procedure.code: procedure for procedure in in_force(procedures, on) if not (procedure.retired or procedure.case)
    }
    if missing := [code for code in codes if code not in current]:
        raise ProcedureNotInForce(code=missing[0], day=on.isoformat())
    return [current[code] for code in codes]


def _rows(
    work: Work,
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


def _end(work: Work, index: int, second: int, procedure: Procedure) -> tuple[datetime, str]:
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
        **_SAMPLES,
    }


def _method(share: float, channel: str) -> str:
    if channel == "online":
        return "online" if share < 0.4 else "direct" if share < 0.9 else "postal"
    if channel == "postal":
        return "postal" if share < 0.85 else "direct"
    return "direct" if share < 0.97 else "postal"
