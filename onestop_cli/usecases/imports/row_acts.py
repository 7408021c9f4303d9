"""What a row of a register tells beyond its receipt: suspensions, letters, the end, the delivery, in their order.

An import records what happened, whatever limit of the law it passed; whether the state allowed it is checked all the
same. Acts the file knows already are left out, so that a later copy of a register adds only what is new.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.acts import act_instant, must_allow
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Counts, Dossier, Status
from onestop_cli.core.dossier_events import Close, Deliver, Extend, Resolve, Resume, Stop, Suspend, Withdraw
from onestop_cli.core.life import acted
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.suspensions import suspension_counts
from onestop_cli.sources.register_csv import RegisterRow
from onestop_cli.usecases.transaction import Acting, dates_at_end, waits_for_dates

Told = Suspend | Resume | Extend | Resolve | Deliver | Withdraw | Stop
NOT_YET = Counts(due=False, statutory=False, extended=None)
"""Of a suspension in a row: for which dates it counts follows from the state it finds."""


class RowAct(NamedTuple):
    """One act of a row, but for what follows from the state; `hour_decides` where a bare date will not do."""

    said: Told
    when: When
    hour_decides: bool = False


class Happened(NamedTuple):
    """An act as it is to be recorded."""

    said: Told
    at: datetime


def row_acts(row: RegisterRow, known: Dossier | None = None) -> list[RowAct]:
    """The acts a row tells, in their order; of a dossier that is known, those it has not had yet.

    A suspension that ends at the very moment of the result, the withdrawal or the stop was ended by it. The new
    appointment of a letter has no hour yet.
    """
    suspensions = known.suspensions if known else ()
    told: list[RowAct] = []
    end = row.resolved or row.closed
    for place, given in enumerate(row.suspensions):
        had = suspensions[place] if place < len(suspensions) else None
        if had is None:
            begun = Suspend(given.reason, given.policy, NOT_YET, given.note, given.override)
            told.append(RowAct(begun, given.start, hour_decides=True))
        is_ended_by_end = place == len(row.suspensions) - 1 and end is not None and _same(given.end, end)
        if given.end is not None and (had is None or had.to_at is None) and not is_ended_by_end:
            told.append(RowAct(Resume(None), given.end, hour_decides=True))
    for letter in row.letters[len(known.extensions) if known else 0 :]:
        sent = letter.at.end_of_day
        later = (
            n
            for n, act in enumerate(told)
            if act.when.end_of_day > sent or (act.when.end_of_day == sent and isinstance(act.said, Suspend))
        )
        extended = Extend(letter.letter, letter.note, instant(letter.new, 0), letter.override)
        told.insert(next(later, len(told)), RowAct(extended, letter.at))
    if row.resolved is not None and (known is None or known.resolved_at is None):
        is_noted = row.result == "refused" or (known is not None and row.note != known.note)
        told.append(RowAct(Resolve(row.result, row.note if is_noted else ""), row.resolved, hour_decides=True))
    if row.delivered is not None and (known is None or known.delivered_at is None):
        told.append(RowAct(Deliver(row.delivery_method), row.delivered))
    if row.closed is not None and (known is None or known.closed_at is None):
        closing = Stop if row.status == Status.stopped else Withdraw
        told.append(RowAct(closing(row.note), row.closed))
    return told


def _same(one: When | None, other: When) -> bool:
    return one is not None and (one.on, one.at) == (other.on, other.at)


def lived(
    work: Acting, calendar: Calendar, office: Office, state: Dossier, told: Sequence[RowAct]
) -> tuple[Dossier, list[Happened]]:
    """The dossier after the acts of a row, and the acts as they are to be recorded.

    `calendar` and `office` are the rules known at the receipt. Raises `WrongState`, `HourNeeded`, `InTheFuture`,
    `BeforeLastAct`, `CalendarGap`.
    """
    happened: list[Happened] = []
    for said, when, hour_decides in told:
        must_allow(said.kind, state)
        at = act_instant(when, work.book.now, state, work.calendar, work.office, hour_decides=hour_decides)
        if isinstance(said, Suspend):
            said = said._replace(counts=suspension_counts(state, at))
        elif isinstance(said, Extend):
            new = said.extended_due_at.date()
            said = said._replace(extended_due_at=instant(new, due_second(calendar, office, new)))
        elif isinstance(said, Resume | Resolve | Close) and waits_for_dates(state):
            said = said._replace(dates=dates_at_end(calendar, office, state, at))
        state = acted(state, said, at, state.anchor)
        happened.append(Happened(said, at))
    return state, happened
