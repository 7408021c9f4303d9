"""Suspensions that pass what the law has for them, or go on and on (domain §3.3, §7 “suspension”).

A supplement is asked for once, before the due day, and under Decree 61/2018 within three working days of receipt. A
limit judged by the instant has no due day: there it is before the due instant.
"""

from collections.abc import Iterator
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.dossier import Reason, Status, Suspension
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.supplements import has_expired, late_request

_ENDS = frozenset({Act.resume, Act.resolve, Act.withdraw, Act.stop})


class _Suspended(NamedTuple):
    event: Event
    suspension: Suspension


def _suspensions(of: Subject) -> list[_Suspended]:
    """The suspensions as they are told, each with the event that began it."""
    if Act.suspend not in of.kinds:
        return []
    begun = sorted(of.of(Act.suspend), key=lambda event: (event.occurred_at, event.seq))
    return list(map(_Suspended, begun, of.dossier.suspensions))


def _supplements(of: Subject) -> list[_Suspended]:
    return [each for each in _suspensions(of) if each.suspension.reason is Reason.supplement]


def repeated_supplement(of: Subject, ground: Ground) -> Iterator[Found]:
    """Papers were asked for more than once."""
    asked = _supplements(of)
    for n, (event, suspension) in enumerate(asked[1:], 2):
        on, first = suspension.from_at.date(), asked[0].suspension.from_at.date()
        yield of.found(event, at=suspension.from_at, n=n, on=on, first=first)


def supplement_on_due_day(of: Subject, ground: Ground) -> Iterator[Found]:
    """Papers were asked for on or after the due day."""
    for event, suspension in _supplements(of):
        at, due = suspension.from_at, suspension.before.due_at
        if due is None:
            continue
        by_instant = of.dossier.time_limit.unit in BY_THE_INSTANT
        if at >= due if by_instant else at.date() >= due.date():
            yield of.found(event, at=at, asked=at, due=due)


def late_supplement(of: Subject, ground: Ground) -> Iterator[Found]:
    """Papers were asked for after the third working day, under Decree 61/2018."""
    for event, suspension in _supplements(of):
        on = suspension.from_at.date()
        late = late_request(ground.calendar, of.dossier, suspension.reason, on)
        if late is not None:
            yield of.found(event, at=suspension.from_at, on=on, received=of.dossier.received_at.date(), last=late.last)


def stopped_early(of: Subject, ground: Ground) -> Iterator[Found]:
    """The office stopped it though the citizen still had time to hand the papers in."""
    d = of.dossier
    if d.status is not Status.stopped or d.closed_at is None or d.stop_reason == "citizen" or not d.suspensions:
        return
    last = d.suspensions[-1]
    if last.until is not None and last.to_at == d.closed_at and d.closed_at.date() <= last.until:
        yield of.found(of.last(Act.stop), at=d.closed_at, on=d.closed_at.date(), until=last.until)


def long_suspension(of: Subject, ground: Ground) -> Iterator[Found]:
    """A suspension took, or takes, longer than so many days; one that ended is known when its end was recorded."""
    for event, suspension in _suspensions(of):
        days = ((suspension.to_at or ground.at).date() - suspension.from_at.date()).days
        if days <= ground.thresholds.suspension_days:
            continue
        found = of.found(event, at=suspension.from_at, on=suspension.from_at.date(), days=days)
        end = next((each for each in of.in_force if each.seq > event.seq and each.kind in _ENDS), None)
        if suspension.to_at is None or end is None:
            yield found._replace(stands=True)
        else:
            yield found._replace(seqs=(event.seq, end.seq), recorded_at=end.recorded_at, actor=end.actor)


def expired_supplement(of: Subject, ground: Ground) -> Iterator[Found]:
    """The day by which papers were asked for has passed, and the dossier still waits."""
    d = of.dossier
    running = d.running_suspension
    if d.status is Status.suspended and running is not None and has_expired(d, ground.at.date()):
        found = of.found(of.last(Act.suspend), at=running.from_at, until=running.until)
        yield found._replace(stands=True)
