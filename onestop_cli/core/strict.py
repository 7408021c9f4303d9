"""A dossier without its papers recorded late (domain §3.3): as if they were taken back.

The life is told without the marked events. Acts that its states then do not allow are skipped; the dates of the rest
are counted anew, each in the calendar it was recorded under, with the office rules known at receipt. It is what a
register of the same acts typed without those papers says, and never better for the office than the plain one.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from onestop_cli.core.acts import ALLOWED, Act
from onestop_cli.core.amendments import amended, events_in_force, is_marked, taking_back
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.corrections import without_notices
from onestop_cli.core.dossier import Dossier, DueSource, Status
from onestop_cli.core.dossier_events import Undo
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply, fold, in_data
from onestop_cli.core.office import Office
from onestop_cli.core.rederived import dates_of
from onestop_cli.errors import OnestopError

CalendarOf = Callable[[str | None, int], Calendar]
"""The calendar of an edition, or the one known after the event of a number where the act names none."""


def strict_fold(
    events: Sequence[Event], as_of: datetime | None, calendar_of: CalendarOf, office: Office
) -> Dossier | None:
    """The state of a dossier from its known events, without its papers recorded late; the papers are still listed.

    Raises `CalendarGap`.
    """
    plain = fold(events, as_of)
    if not any(map(is_marked, events_in_force(events))):
        return plain
    marked = {event.seq for event in events if is_marked(event)}  # without a marked undo what it took back is back
    unmarked = _without(events, marked)
    life = amended(unmarked)
    editions = {act.seq: act.data.get("calendar_edition") for act in without_notices(unmarked)}
    state: Dossier | None = None
    for act in life.acts:
        if as_of is not None and act.occurred_at > as_of:
            continue
        if state is None:
            if act.kind != Act.receive:
                continue
        elif state.status not in ALLOWED[Act(act.kind)]:
            continue
        calendar = calendar_of(act.data.get("calendar_edition"), act.seq)
        dates = dates_of(act, state, calendar, office)
        if state is not None and state.due_source is DueSource.agreed and "due_at" in dates:
            agreed_in = calendar_of(editions[act.seq], act.seq)
            dates["due_at"] = dates_of(act, state, agreed_in, office)["due_at"]
        state = apply(state, in_data(act, dates))
    if state is None:
        return None
    told = plain or state
    status = Status.void if life.is_void else state.status
    return state._replace(status=status, anchor=told.anchor, recorded_late=told.recorded_late)


def _without(events: Sequence[Event], marked: Collection[int]) -> list[Event]:
    """The events but for marked ones, and for undos that could not have been typed without them."""
    kept: list[Event] = []
    for event in events:
        if event.seq in marked or (event.kind == Act.undo and not _could_undo(kept, read(Undo, event.data).seq)):
            continue
        kept.append(event)
    return kept


def _could_undo(events: Sequence[Event], seq: int) -> bool:
    try:
        taking_back(events, seq)
    except OnestopError:
        return False
    return True
