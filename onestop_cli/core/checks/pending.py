"""What is open at the end of the period (domain §3.5, §7 “open”). A suspension that does not count stops no clock."""

from collections.abc import Iterator

from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.dossier import OPEN
from onestop_cli.core.limits import Unit
from onestop_cli.core.outcomes import Outcome, outcome

_DAYS = frozenset({Unit.working_day, Unit.calendar_day})
LEAST = 3
"""Shorter limits have one working day left from the beginning."""


def overdue(of: Subject, ground: Ground) -> Iterator[Found]:
    """It is open, and overdue for more than so many working days."""
    d = of.dossier
    if d.status not in OPEN or d.due_at is None or d.due_at > ground.at:
        return
    days = ground.days_between(d.due_at.date(), ground.at.date())
    if days is not None and days > ground.thresholds.overdue_days and outcome(d, ground.at) is Outcome.overdue:
        yield of.found(of.receipt, at=d.received_at, days=days, due=d.due_at)._replace(stands=True, since=d.due_at)


def unassigned(of: Subject, ground: Ground) -> Iterator[Found]:
    """Nobody is in charge of it, and one working day or less is left."""
    d = of.dossier
    if d.status not in OPEN or d.officer or d.due_at is None or not _is_long(d.time_limit.unit, d.time_limit.amount):
        return
    left = ground.days_between(ground.at.date(), d.due_at.date())
    if left is not None and left <= 1 and outcome(d, ground.at) is Outcome.within:
        yield of.found(of.receipt, at=d.received_at, due=d.due_at)._replace(stands=True, since=d.due_at)


def _is_long(unit: Unit, amount: int | None) -> bool:
    return unit is Unit.month or (unit in _DAYS and (amount or 0) >= LEAST)
