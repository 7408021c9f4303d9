"""Shares of a month that are no accident (domain §7 “shares”)."""

from collections.abc import Iterator
from datetime import date

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.facts import Facts, Month
from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.dossier import Status
from onestop_cli.core.outcomes import is_past_due
from onestop_cli.core.periods import Convention, Kind, named_period


def closed_share(facts: Facts, ground: Ground) -> Iterator[Found]:
    """Many of a month's dossiers were withdrawn, stopped or voided."""
    limits = ground.thresholds
    for month, counted in sorted(facts.months.items()):
        n = counted.withdrawn + counted.stopped + counted.void
        if n >= limits.closed_least and 100 * n > limits.closed_percent * counted.received and _is_meant(month, ground):
            share = round(100 * n / counted.received, 1) if counted.received else None
            more = {"withdrawn": counted.withdrawn, "stopped": counted.stopped, "void": counted.void}
            yield Found({"month": _words(month), "n": n, "received": counted.received, "percent": share, **more})


def closed_after_due(of: Subject, ground: Ground) -> Iterator[Found]:
    """It was withdrawn or stopped when the due date had passed."""
    d = of.dossier
    if d.closed_at is None or not is_past_due(d, d.closed_at):
        return
    act = Act.withdraw if d.status is Status.withdrawn else Act.stop
    yield of.found(of.last(act), at=d.closed_at, act=act, closed=d.closed_at, due=d.due_at)


def all_early(facts: Facts, ground: Ground) -> Iterator[Found]:
    """Of many results of a month, of limits in days, none is of its due date or later."""
    for month, counted in sorted(facts.months.items()):
        if (
            counted.results > ground.thresholds.all_early
            and counted.early == counted.results
            and _is_meant(month, ground)
        ):
            yield Found({"month": _words(month), "n": counted.results})


def _words(month: Month) -> str:
    return f"{date(*month, 1):%m/%Y}"


def _is_meant(month: Month, ground: Ground) -> bool:
    """Whether a month has a day in the period."""
    if ground.period is None:
        return True
    whole = named_period(Kind.month, month[1], month[0], Convention.calendar)
    return whole.start <= ground.period.end and ground.period.start <= whole.end
