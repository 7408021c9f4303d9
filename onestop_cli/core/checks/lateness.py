"""Lateness that was cured by what was written afterwards (domain §3.3, §7 “lateness cured”).

Papers bear their mark since the format that keeps it; entries are told again from the events. What an import brought
is neither. What a check of its own tells more exactly is left to that: a letter to `letter-late`, a lengthened limit
to `limit-lengthened`, a void to those of numbers.
"""

from collections.abc import Iterator
from datetime import datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.dates import corrections
from onestop_cli.core.checks.findings import Found, Ground, Subject, hand
from onestop_cli.core.outcomes import Outcome, is_past_due, outcome

_ENTRIES = frozenset({Act.receive, Act.resolve, Act.deliver})
_ELSEWHERE = frozenset({Act.extend, Act.void})


def papers_recorded_late(of: Subject, ground: Ground) -> Iterator[Found]:
    """A paper in force was recorded after the due instant and makes the dossier better; a notice's moves are one."""
    if not of.dossier.recorded_late:
        return
    lengthened = {each.event.seq for each in corrections(of) if each.lengthens_after_due}
    by_number = {event.seq: event for event in of.events}
    for record in of.dossier.recorded_late:
        if record.kind in _ELSEWHERE or record.seq in lengthened:
            continue
        event = by_number[record.seq]
        found = of.found(
            event, at=record.occurred_at, act=Act(record.kind), occurred=record.occurred_at, recorded=record.recorded_at
        )
        yield found._replace(group=(record.reason,)) if record.kind == Act.move else found


def lengthened_limit(of: Subject, ground: Ground) -> Iterator[Found]:
    """A longer limit was recorded when the due instant had passed."""
    for each in corrections(of):
        if each.lengthens_after_due:
            yield of.found(
                each.event, before=each.before.due_at, after=each.after.due_at, recorded=each.event.recorded_at
            )


def late_entries(of: Subject, ground: Ground) -> Iterator[Found]:
    """A receipt, result or delivery was typed after the due instant for an hour before it, later than is usual."""
    d = of.dossier
    if d.entered_late_at is None or d.due_at is None:
        return
    for event in of.in_force:
        if event.kind not in _ENTRIES or of.is_imported(event) or event.data.get("recorded_late"):
            continue
        at = _told_at(of, event.kind) or event.occurred_at
        days = ground.days_between(d.due_at.date(), event.recorded_at.date())
        is_late = is_past_due(d, event.recorded_at) and not is_past_due(d, at)
        if is_late and days is not None and days > ground.thresholds.entry_days:
            found = of.found(event, at=at, days=days, due=d.due_at, recorded=event.recorded_at, actor=event.actor)
            yield found._replace(group=(event.recorded_at.date(), event.actor))


def _told_at(of: Subject, kind: str) -> datetime | None:
    d = of.dossier
    return {Act.receive: d.received_at, Act.resolve: d.resolved_at, Act.deliver: d.delivered_at}[Act(kind)]


def officer_changed_late(of: Subject, ground: Ground) -> Iterator[Found]:
    """Another officer was put in charge when the due instant had passed; those of one command are one line."""
    if Act.assign not in of.kinds:
        return
    for event in of.of(Act.assign):
        before = of.before(event)
        if before is not None and outcome(before, event.recorded_at) is Outcome.overdue:
            found = of.found(event, officer=event.data["officer"], due=before.due_at)
            yield found._replace(group=hand(event))


def finished_at_due(of: Subject, ground: Ground) -> Iterator[Found]:
    """A result has an hour within one minute of the due minute, and was recorded much later."""
    d = of.dossier
    if d.resolved_at is None or d.due_at is None or d.resolved_is_day or Act.resolve not in of.kinds:
        return
    apart = d.resolved_at.replace(second=0) - d.due_at.replace(second=0)
    if abs(apart.total_seconds()) > 60:
        return
    event = of.last(Act.resolve)
    days = ground.days_between(d.resolved_at.date(), event.recorded_at.date())
    if not of.is_imported(event) and days is not None and days > ground.thresholds.entry_days:
        yield of.found(event, at=d.resolved_at, finish=d.resolved_at, due=d.due_at, days=days)
