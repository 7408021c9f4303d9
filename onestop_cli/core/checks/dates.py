"""Dates that changed, or differ, without anything that the law has for it (domain §3.3–3.4, §7 “dates”).

A due date moves by a suspension, a notice or an amended procedure; a letter gives a new appointment beside it. What
else changes it is a correction: lawful as it may be (a longer limit for a verification), the events have no paper for
it. A correction of the receipt itself is explained by the new slip.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import NEW_SLIP, is_marked, waits_for_slip
from onestop_cli.core.checks.findings import Found, Ground, Subject
from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.dossier_events import Correct
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import instant_of
from onestop_cli.core.outcomes import is_past_due
from onestop_cli.core.replayed import misdated
from onestop_cli.core.steps import Wrong
from onestop_cli.errors import CalendarGap

_DATES = frozenset(
    ("due_at", "statutory_due_at", "extended_due_at", "promised_due_at", "acceptance_due_at", "moved_to")
)


class Correction(NamedTuple):
    """A correction in force, with the states known before and after it was recorded."""

    event: Event
    said: Correct
    before: Dossier
    after: Dossier

    @property
    def puts_off(self) -> bool:
        """Whether the due date is later after it."""
        before, after = self.before.due_at, self.after.due_at
        return before is not None and (after is None or after > before)

    @property
    def lengthens_after_due(self) -> bool:
        """Whether it gave a longer limit though the due instant had passed."""
        limits = (self.before.time_limit, self.before.statutory_time_limit)
        is_other = limits != (self.after.time_limit, self.after.statutory_time_limit)
        return is_other and self.puts_off and is_past_due(self.before, self.event.recorded_at)


def corrections(of: Subject) -> Iterator[Correction]:
    """The corrections in force, each as it was recorded."""
    for event in of.of(Act.correct):
        before, after = of.before(event), fold(of.events, up_to=event.seq)
        if before is not None and after is not None:
            yield Correction(event, read(Correct, event.data), before, after)


def changed_due_date(of: Subject, ground: Ground) -> Iterator[Found]:
    """The due date was put off by a correction, not by a suspension, a notice or the receipt's own correction."""
    for each in corrections(of):
        is_of_receipt = not NEW_SLIP.isdisjoint(each.said.fields)
        if each.puts_off and not (is_of_receipt or each.lengthens_after_due or is_marked(each.event)):
            yield of.found(each.event, before=each.before.due_at, after=each.after.due_at)


def slip_differs(of: Subject, ground: Ground) -> Iterator[Found]:
    """The slip in the citizen's hand bears another date than the one that is worked by, and nothing explains it."""
    d = of.dossier
    if d.promised_due_at is None or d.due_at is None:
        return
    if d.promised_due_at.replace(second=0) == d.due_at.replace(second=0) or (
        d.promised_is_day and d.due_is_day and d.promised_due_at.date() == d.due_at.date()
    ):
        return
    waits = waits_for_slip(of.events)
    if waits or not _explained(of):
        event = of.last(Act.correct) if waits else of.receipt
        found = of.found(event, slip=d.promised_due_at, due=d.due_at)
        yield found._replace(group=("import", d.imported_by)) if of.is_imported(event) else found


def _explained(of: Subject) -> bool:
    """Whether a suspension that counts, a notice, a corrected limit or an undo moved the due date since the slip."""
    if Act.move in of.kinds:
        return True
    if any(s.counts.due and s.after is not None and s.after.due_at != s.before.due_at for s in of.dossier.suspensions):
        return True
    amendments = (*of.of(Act.correct), *of.of(Act.undo))
    return any(_due_at(of, event.seq - 1) != _due_at(of, event.seq) for event in amendments)


def _due_at(of: Subject, up_to: int) -> datetime | None:
    known = fold(of.events, up_to=up_to)
    return None if known is None else known.due_at


def due_on_day_off(of: Subject, ground: Ground) -> Iterator[Found]:
    """A due date that another system gave lies on a day off."""
    d = of.dossier
    if d.due_source is not DueSource.foreign or d.due_at is None:
        return
    try:
        is_working_day = ground.calendar.is_working_day(d.due_at.date())
    except CalendarGap:
        return
    if not is_working_day:
        yield of.found(of.receipt, due=d.due_at)


def not_derived(of: Subject, ground: Ground) -> Iterator[Found]:
    """A date that an event says is not the one that follows from the calendar and the rules of its time."""
    if ground.past is None:
        return
    by_number = {event.seq: event for event in of.events}
    told: set[int] = set()
    for each in misdated(of.steps, ground.past):
        is_meant = each.wrong is Wrong.date and each.column in _DATES and each.seq in by_number
        if is_meant and each.seq not in told:
            told.add(each.seq)
            yield of.found(by_number[each.seq], said=_date(each.said), derived=_date(each.derived))


def _date(text: str) -> datetime | str | None:
    """A date as it is told; whatever else stands there as it is."""
    try:
        return instant_of(text)
    except ValueError:
        return text
