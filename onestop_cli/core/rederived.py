"""The dates that the acts of a life say, counted anew in one calendar (domain §3.6)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from onestop_cli.core.acceptance import acceptance_due_at
from onestop_cli.core.acts import LEAVES_CLOCK, Act
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.derived_dates import derived_dates, rests_on_guess, resumed_dates, suspension_counts
from onestop_cli.core.dossier import OPEN, Dossier, DueSource, Status
from onestop_cli.core.dossier_events import Extend, Move, NewDates, Receive
from onestop_cli.core.event_data import data_of, read
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply, in_data
from onestop_cli.core.limits import promise
from onestop_cli.core.moments import instant, iso
from onestop_cli.core.office import Office, due_second


def rederived(
    acts: Sequence[Event],
    calendar: Calendar,
    office: Office,
    redone: Collection[int],
    *,
    keeps_due: Collection[int] = (),
) -> tuple[Dossier, list[Event]]:
    """The dossier after the acts of a life, and these, the dates of those numbered counted anew in one calendar.

    A date that was given stays as given, the due date of the acts of `keeps_due` as they say it, and what a notice
    moved before the receipt moves nothing. Raises `CalendarGap`.
    """
    state: Dossier | None = None
    told: list[Event] = []
    for act in acts:
        if state is not None or act.kind == Act.receive:
            if act.seq in redone:
                dates = dates_of(act, state, calendar, office)
                if act.seq in keeps_due:
                    dates.pop("due_at", None)
                act = in_data(act, dates)
            state = apply(state, act)
        told.append(act)
    assert state is not None
    return state, told


def dates_of(act: Event, state: Dossier | None, calendar: Calendar, office: Office) -> dict[str, Any]:
    """What an act's data say of dates, given the state before it (None for a receipt), counted in a calendar."""
    if state is None:
        return _receipt_dates(act, calendar, office)
    if act.kind == Act.suspend:
        return {"counts": suspension_counts(state, act.occurred_at)._asdict()}
    if act.kind == Act.extend:
        return _letter_data(act, calendar, office)
    if act.kind == Act.move and state.status in OPEN:
        move = read(Move, act.data)
        dates = derived_dates(calendar, office, state, (move.time_limit, move.statutory_time_limit))
    elif state.status is Status.suspended and act.kind not in LEAVES_CLOCK:
        dates = resumed_dates(calendar, office, state, act.occurred_at)
        if act.data.get("due_is_day") is not None:  # given by another system: it does not follow from anything here
            dates = dates._replace(due_at=datetime.fromisoformat(act.data["due_at"]))
    else:
        return {}
    return data_of(NewDates(*dates, calendar.edition, rests_on_guess(calendar, office, state, dates)))


def _letter_data(act: Event, calendar: Calendar, office: Office) -> dict[str, Any]:
    """Where the day of a letter stands if a notice closed it since; nothing where it is its own and always was."""
    given_at = read(Extend, act.data).extended_due_at
    day = calendar.working_day_from(given_at.date())
    if day == given_at.date():
        return {"moved_to": None} if "moved_to" in act.data else {}
    moved_to = iso(instant(day, due_second(calendar, office, day)))
    return {"moved_to": moved_to, "calendar_edition": calendar.edition}


def _receipt_dates(receipt: Event, calendar: Calendar, office: Office) -> dict[str, Any]:
    """The dates of a receipt; what its slip promised is not among them."""
    said = read(Receive, receipt.data)
    due_at, by_law, version, is_guess, _ = promise(
        calendar, office, receipt.occurred_at, said.time_limit, said.statutory_time_limit, said.start, said.submitted_at
    )
    data: dict[str, Any] = {"statutory_due_at": iso(by_law), "rule_version": version}
    data |= {"calendar_edition": calendar.edition, "calendar_provisional": is_guess}
    if said.due_source is DueSource.engine:
        data["due_at"] = iso(due_at)
    elif said.due_source is DueSource.agreed:
        data |= {"due_at": iso(said.agreed_due_at), "calendar_provisional": False}
    return data | acceptance_data(receipt, calendar, office)


def acceptance_data(receipt: Event, calendar: Calendar, office: Office) -> dict[str, Any]:
    """Until when receiving it was in time, where that is or was said."""
    said = read(Receive, receipt.data)
    last = acceptance_due_at(calendar, office, said.channel, said.submitted_at)
    return {"acceptance_due_at": iso(last)} if last is not None or "acceptance_due_at" in receipt.data else {}
