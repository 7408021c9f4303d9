"""The arithmetic of a report (domain §4.1): rows from counted cells, and the identities they must keep.

A cell counts dossiers that are alike in everything a report asks. The store counts the finished ones in
SQL, the open ones come from folded dossiers; a row is the sum of its cells and does not care which.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.derived_dates import days_suspended
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, judged_finish, outcome
from onestop_cli.core.periods import Period

Key = tuple[str, ...]
CLOSED_STATES = ("withdrawn", "stopped")
"""The states of a cell that are an end without a result."""


class Cell(NamedTuple):
    """`n` dossiers alike. `working_days` and `saved_days` are set for results only.

    `state` is `resolved`, `withdrawn`, `stopped` or `open` at the period's instant. `outcome` says how an open one
    does, and how the end of any other stands against its due date: of one closed without a result too, which the
    official form asks (§4.2). `accepted_late` tells that they were handed in online and received late (§3.1).
    """

    key: Key
    carried_over: bool
    channel: str
    state: str
    outcome: Outcome
    refused: bool
    working_days: int | None
    saved_days: int | None
    n: int = 1
    accepted_late: bool = False


class Row(NamedTuple):
    """One line of a report. Rates are None (“—”) over nothing, days are working days."""

    key: Key
    carried_over: int
    received: int
    received_online: int
    received_direct: int
    received_postal: int
    resolved: int
    early: int
    on_time: int
    late: int
    resolved_no_limit: int
    refused: int
    withdrawn: int
    stopped: int
    pending: int
    within: int
    overdue: int
    suspended: int
    pending_no_limit: int
    on_time_rate: float | None
    early_rate: float | None
    mean_working_days: float | None
    median_working_days: float | None
    time_saved_days: int | None
    accepted_late: int


COUNTS = (*Row._fields[1:-6], "accepted_late")
"""The columns that count dossiers."""
ADDED = ("received", "resolved", "early", "on_time", "late", "resolved_no_limit", "refused", "withdrawn", "stopped")
"""The columns that add up over periods one after another."""


class Identity(NamedTuple):
    """One sum that must come out: its name, and the two sides."""

    name: str
    left: int
    right: int

    @property
    def holds(self) -> bool:
        return self.left == self.right


def identities(row: Row) -> tuple[Identity, ...]:
    """The sums of §4.1 with their numbers."""
    return (
        Identity("balance", row.carried_over + row.received, row.resolved + row.withdrawn + row.stopped + row.pending),
        Identity("resolved", row.resolved, row.early + row.on_time + row.late + row.resolved_no_limit),
        Identity("pending", row.pending, row.within + row.overdue + row.suspended + row.pending_no_limit),
        Identity("received", row.received, row.received_online + row.received_direct + row.received_postal),
    )


def cell(
    dossier: Dossier, key: Key, period: Period, at: datetime, calendar: Calendar, basis: Basis, granularity: Granularity
) -> Cell | None:
    """The cell of one dossier as it stood at an instant, None if it is not in the period.

    The dossier must already be folded up to `at`. In the period are those open at its start and those
    received in it (§4.1).
    """
    finished = dossier.finished_at
    if dossier.status is Status.void or dossier.received_at > at:
        return None
    if finished is not None and finished < period.first_second:
        return None
    verdict = outcome(dossier, at, basis, granularity)
    if dossier.closed_at is not None:
        verdict = judged_finish(dossier, dossier.closed_at, basis, granularity)
    assert verdict is not None
    state = dossier.status.value if dossier.closed_at else "resolved" if dossier.resolved_at else "open"
    used = saved = None
    if dossier.resolved_at is not None:
        used, saved = days_used(dossier, calendar), days_saved(dossier, calendar)
    is_carried_over, is_refused = dossier.received_at < period.first_second, dossier.result == "refused"
    of = key, is_carried_over, dossier.channel, state, verdict, is_refused, used, saved
    return Cell(*of, accepted_late=is_accepted_late(dossier))


def days_used(dossier: Dossier, calendar: Calendar) -> int:
    """Working days in (receipt day, result day] less the suspended ones; a result on the day of receipt is 0."""
    assert dossier.resolved_at is not None
    open_for = calendar.working_days_between(dossier.received_at.date(), dossier.resolved_at.date())
    return open_for - days_suspended(calendar, dossier)


def days_saved(dossier: Dossier, calendar: Calendar) -> int | None:
    """Working days from the result day to the statutory due day, negative if late; None without one."""
    if dossier.resolved_at is None or dossier.statutory_due_at is None:
        return None
    return calendar.working_days_between(dossier.resolved_at.date(), dossier.statutory_due_at.date())


def columns(of: Cell) -> tuple[str, ...]:
    """The columns of a row in which the dossiers of a cell are counted."""
    received = ("carried_over",) if of.carried_over else ("received", f"received_{of.channel}")
    if of.accepted_late and not of.carried_over:
        received = (*received, "accepted_late")
    if of.state in CLOSED_STATES:
        return (*received, of.state)
    state = "pending" if of.state == "open" else of.state
    how = f"{state}_no_limit" if of.outcome is Outcome.no_limit else of.outcome.value
    return (*received, state, how, "refused") if of.refused and of.state == "resolved" else (*received, state, how)


class Sum:
    """The cells of one row, added up as they come, so that none need be kept; some may take away (`n` below 0)."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.used: dict[int, int] = {}
        self.saved = self.n_saved = 0

    def add(self, of: Cell) -> None:
        for name in columns(of):
            self.counts[name] += of.n
        if of.working_days is not None:
            self.used[of.working_days] = self.used.get(of.working_days, 0) + of.n
        if of.saved_days is not None:
            self.saved += of.saved_days * of.n
            self.n_saved += of.n

    @property
    def is_empty(self) -> bool:
        """Whether nothing is counted, or all of it was taken away again."""
        return not any(self.counts.values())

    def row(self, key: Key) -> Row:
        count = self.counts
        judged = count["early"] + count["on_time"] + count["late"]
        return Row(
            key,
            **{name: count[name] for name in COUNTS},
            on_time_rate=rounded(count["early"] + count["on_time"], judged),
            early_rate=rounded(count["early"], judged),
            mean_working_days=rounded(sum(days * n for days, n in self.used.items()), sum(self.used.values())),
            median_working_days=_median(self.used),
            time_saved_days=self.saved if self.n_saved else None,
        )


def row(key: Key, cells: Iterable[Cell]) -> Row:
    """The sum of cells."""
    total = Sum()
    for c in cells:
        total.add(c)
    return total.row(key)


def counts_by_key(cells: Iterable[tuple[Key, Iterable[str], int]]) -> list[tuple[Key, Counter[str]]]:
    """How many dossiers each column counts, a line a key in their order, from cells as (key, columns, n).

    >>> counts_by_key([(("Hộ tịch",), ("total", "late"), 2), (("Hộ tịch",), ("total",), 3)])
    [(('Hộ tịch',), Counter({'total': 5, 'late': 2}))]
    """
    lines: dict[Key, Counter[str]] = {}
    for key, names, n in cells:
        for name in names:
            lines.setdefault(key, Counter())[name] += n
    return sorted((key, counts) for key, counts in lines.items() if any(counts.values()))


def rounded(part: int, whole: int, places: int = 4) -> float | None:
    """A quotient of counts to so many decimals, halves away from nought as on paper; None over nothing.

    >>> rounded(25, 32)
    0.7813
    """
    if not whole:
        return None
    scale: int = 10**places
    size = (2 * abs(part) * scale + whole) // (2 * whole)
    return (size if part >= 0 else -size) / scale


def _median(counts: dict[int, int]) -> float | None:
    """The middle of a counted distribution; of an even number, the mean of the two middles."""
    n = sum(counts.values())
    if not n:
        return None
    lower, upper, seen = (n - 1) // 2, n // 2, 0
    middles: list[int] = []
    for days in sorted(counts):
        before, seen = seen, seen + counts[days]
        middles += [days for k in (lower, upper) if before <= k < seen]
    return sum(middles) / 2


def chain(parts: Sequence[Row], whole: Row) -> tuple[Identity, ...]:
    """The sums that periods one after another must keep: each begins as the one before ended, all make the whole.

    `parts` are the reports of consecutive periods, `whole` that of all of them together (§4.1).
    """
    carried = [Identity("carried", before.pending, after.carried_over) for before, after in pairwise(parts)]
    return (
        *carried,
        Identity("first", parts[0].carried_over if parts else 0, whole.carried_over),
        Identity("last", parts[-1].pending if parts else 0, whole.pending),
        *(Identity(name, sum(getattr(part, name) for part in parts), getattr(whole, name)) for name in ADDED),
    )
