"""A dossier as it would be under other rules or on other days, its acts as they are (domain §3.3, decision 32).

Its life is counted twice, with the change and without it, each act in the calendar it was recorded under and under the
office's rules known at its receipt. Where the two differ, the dossier has what is counted with the change; everywhere
else it stays as it is recorded. A due date that another system gave, or that was agreed, follows from neither.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import amended
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.corrections import without_notices
from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.dossier_events import Extend
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply, in_data
from onestop_cli.core.moments import instant, iso
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.rederived import dates_of
from onestop_cli.core.strict import CalendarOf

FOLLOWS = (
    "due_at", "statutory_due_at", "extended_due_at", "promised_due_at", "acceptance_due_at", "suspensions",
)  # fmt: skip
"""What of a dossier follows from the calendar and the office's rules; of a suspension, for which dates it counts."""


def with_what_differs(dossier: Dossier, without: Dossier, with_it: Dossier) -> Dossier:
    """A dossier with what a change makes different of it. Nothing makes a hand-in late that is judged by nothing."""
    differs = {name: getattr(with_it, name) for name in FOLLOWS if getattr(without, name) != getattr(with_it, name)}
    if dossier.acceptance_due_at is None:
        differs.pop("acceptance_due_at", None)
    return dossier._replace(**differs) if differs else dossier


def counted_anew(
    events: Sequence[Event], as_of: datetime | None, calendar_of: CalendarOf, office: Office
) -> Dossier | None:
    """The state of a dossier from its known events, every date that follows from a calendar or a rule counted anew.

    The slip promises what its receipt is counted to, if that is what it promised. Raises `CalendarGap`.
    """
    state: Dossier | None = None
    for act in amended(events).acts:
        if (as_of is not None and act.occurred_at > as_of) or (state is None and act.kind != Act.receive):
            continue
        calendar = calendar_of(act.data.get("calendar_edition"), act.seq)
        state = apply(state, in_data(act, _dates(act, state, calendar, office)))
    if state is None:
        return None
    return state._replace(promised_due_at=_promised(events, state.promised_due_at, calendar_of, office))


def _dates(act: Event, state: Dossier | None, calendar: Calendar, office: Office) -> dict[str, Any]:
    """What an act says of dates, a due date that was given left as it is."""
    if act.kind == Act.extend:
        return _letter_data(act, calendar, office)
    dates = dates_of(act, state, calendar, office)
    if state is not None and state.due_source is not DueSource.engine:
        dates.pop("due_at", None)
        if "counts" in dates:
            dates["counts"] = {**dates["counts"], "due": act.data["counts"]["due"]}
    return dates


def _letter_data(act: Event, calendar: Calendar, office: Office) -> dict[str, Any]:
    """The letter's own day, or the next working day, at its due time."""
    given_at = read(Extend, act.data).extended_due_at
    day = calendar.working_day_from(given_at.date())
    counted = instant(day, due_second(calendar, office, day))
    return {"moved_to": None if counted == given_at else iso(counted)}


def _promised(
    events: Sequence[Event], promised: datetime | None, calendar_of: CalendarOf, office: Office
) -> datetime | None:
    """What the slip would promise: its receipt counted anew, as first typed or as corrected, if it says that date."""
    typed = (event for event in (*events, *without_notices(events)) if event.kind == Act.receive)
    for receipt in typed:
        data = receipt.data
        if data["due_source"] == DueSource.engine and data["due_at"] == iso(promised) is not None:
            calendar = calendar_of(data["calendar_edition"], receipt.seq)
            return datetime.fromisoformat(dates_of(receipt, None, calendar, office)["due_at"])
    return promised
