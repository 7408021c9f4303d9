"""A made-up office at work up to this moment (dữ liệu mô phỏng): the acts of its last months, each at its time.

The same moment gives the same acts on every machine. Most are drawn as those of `sources.synthetic` are; so that there
is something to show on any day of any year, a few are placed by the calendar: dossiers due on each of the next working
days, one overdue by two working days, one whose limit runs over the latest holiday, one that is on time only because of
a paper recorded late. No row describes a real person or a real act.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from onestop_cli.core.calendar import Calendar, DayKind
from onestop_cli.core.limits import Unit
from onestop_cli.core.moments import instant
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure, in_force
from onestop_cli.sources.audit_acts import ActRow
from onestop_cli.sources.synthetic import CERTIFIED_COPY, CERTIFIED_SIGNATURE, SYNTHETIC_NOTE, synthetic_register
from onestop_cli.sources.synthetic_work import open_days

DAYS_BACK = 140
"""How long the office has been at work: at least once in so many days it sees the eve of a holiday."""
_DAYS_AHEAD = 20
"""So long work is drawn on: what would have been finished by then is open now."""
_A_DAY = 3
_ON_TIME_SHARE = 0.2
SHARES: Mapping[str, float] = {
    CERTIFIED_COPY: 0.40, CERTIFIED_SIGNATURE: 0.15, "1.000656": 0.05, "1.001193": 0.10, "1.004873": 0.15,
    "1.004859": 0.07, "1.000689": 0.03, "1.004884": 0.03, "2.001016": 0.02,
}  # fmt: skip
"""How dossiers spread over procedures (invented)."""
THREE_DAYS, FIVE_DAYS = "1.004873", "1.004884"
"""Procedures of three and of five working days."""
_PEOPLE = 240
_MORNING = 8 * 3600


def opening(now: datetime) -> datetime:
    """When the office that is at work now began: at half past seven, months ago to the day."""
    return instant(now.date() - timedelta(days=DAYS_BACK), 7 * 3600 + 1800)


def living_acts(calendar: Calendar, office: Office, procedures: Sequence[Procedure], now: datetime) -> list[ActRow]:
    """The acts up to now, in order of time."""
    acts = [*_drawn(calendar, office, procedures, now), *_placed(calendar, now)]
    return sorted((act for act in acts if act.now <= now), key=lambda act: act.now)


def _drawn(calendar: Calendar, office: Office, procedures: Sequence[Procedure], now: datetime) -> Iterator[ActRow]:
    """Receipts, results and deliveries of days of all sorts, none late."""
    today = now.date()
    first, last = opening(now).date() + timedelta(days=1), today + timedelta(days=_DAYS_AHEAD)
    count = _A_DAY * len(open_days(calendar, office, first, last))
    figures = count, _ON_TIME_SHARE, 0.0, 0
    rows = synthetic_register(
        calendar, office, procedures, SHARES, first, last, *figures, seed=f"living office {today.isoformat()}"
    )
    at_once = {p.code for p in in_force(procedures, today) if p.committed.unit is Unit.same_day and not p.case}
    for n, row in enumerate(rows):
        said = {
            "procedure": row["procedure_code"], "channel": row["channel"], "officer": row["officer"],
            "applicant": f"{1 + n % _PEOPLE:04d}", "copies": row["copies"], "fee": row["fee"], "note": SYNTHETIC_NOTE,
        }  # fmt: skip
        received, ready = (datetime.fromisoformat(row[key]) for key in ("received_at", "resolved_at"))
        dossier = f"drawn-{n}"
        if row["channel"] == "direct" and row["procedure_code"] in at_once:
            yield ActRow("", received, "receive", dossier, {**said, "done": "yes"})
            continue
        handed = datetime.fromisoformat(row["delivered_at"]) if row["delivered_at"] else None
        is_handed_at_once = handed is not None and handed.date() == ready.date() and row["delivery_method"] == "direct"
        yield ActRow("", received, "receive", dossier, said)
        yield ActRow("", ready, "resolve", dossier, {} if is_handed_at_once else {"deliver": "no"})
        if handed is not None and not is_handed_at_once:
            yield ActRow("", handed, "deliver", dossier, {"method": row["delivery_method"]})


class _Counter:
    """Receipts at the counter, each a few minutes after the one before on its day."""

    def __init__(self) -> None:
        self._n = 0

    def receive(self, on: date, procedure: str, dossier: str) -> ActRow:
        self._n += 1
        said = {
            "procedure": procedure, "applicant": f"{_PEOPLE + self._n:04d}", "note": SYNTHETIC_NOTE,
            "officer": f"Cán bộ mẫu {1 + self._n % 2}",
        }  # fmt: skip
        return ActRow("", instant(on, _MORNING + self._n * 97), "receive", dossier, said)


def _placed(calendar: Calendar, now: datetime) -> Iterator[ActRow]:
    """The dossiers that are there on any day."""
    today = now.date()
    counter, back = _Counter(), _working_days_back(calendar, today, 26)
    yield counter.receive(back[5], THREE_DAYS, "overdue")
    if on := _before_holiday(calendar, now):
        yield counter.receive(on, THREE_DAYS, "holiday")
        due = calendar.nth_working_day_after(on, 3)
        yield ActRow("", instant(due, 10 * 3600), "resolve", "holiday", {})
    for procedure, limit in ((THREE_DAYS, 3), (FIVE_DAYS, 5)):
        for ago in range(limit + calendar.is_working_day(today)):
            for n in range(1 + (today.toordinal() + ago) % 2):
                yield counter.receive(back[ago], procedure, f"due-{procedure}-{ago}-{n}")
    late = "recorded-late"
    yield counter.receive(back[25], THREE_DAYS, late)
    typed = instant(back[20], 9 * 3600)
    asked = {"reason": "other_agency", "at": f"{back[23]:%d/%m/%Y} 10:00", "note": "xác minh nơi cư trú"}
    yield ActRow("", typed, "suspend", late, {**asked, "override": "công văn gửi lại muộn"})
    yield ActRow("", typed + timedelta(hours=1), "resume", late, {})
    yield ActRow("", instant(back[19], 10 * 3600), "resolve", late, {})
    yield counter.receive(back[4], THREE_DAYS, "supplement")
    missing = {"reason": "supplement", "note": "thiếu bản sao giấy tờ cư trú"}
    yield ActRow("", instant(back[3], 9 * 3600), "suspend", "supplement", missing)


def _working_days_back(calendar: Calendar, today: date, count: int) -> list[date]:
    """The latest working day up to today, then those before it."""
    days: list[date] = []
    on = today
    while len(days) < count:
        on = calendar.working_day_until(on)
        days.append(on)
        on -= timedelta(days=1)
    return days


def _before_holiday(calendar: Calendar, now: datetime) -> date | None:
    """The working day before the latest weekday off, of those whose eve the office has seen at work."""
    first, ahead = opening(now).date(), now.date() + timedelta(days=_DAYS_AHEAD)
    for back in range((ahead - first).days):
        on = ahead - timedelta(days=back)
        if is_day_off(calendar, on):
            eve = calendar.working_day_until(on)
            if first < eve and instant(eve, 10 * 3600) <= now:
                return eve
    return None


def is_day_off(calendar: Calendar, on: date) -> bool:
    """Whether a day from Monday to Friday is off, as a holiday or by a swap."""
    return on.weekday() < 5 and calendar.kind(on) in (DayKind.holiday, DayKind.swap_day_off)
