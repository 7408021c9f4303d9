"""Moving the due dates of open dossiers when a late notice or a backdated amendment changes them.

Nothing moves by itself: a change is previewed with every open dossier it would move, earlier and later,
and recorded moves are events with the notice as their reason (domain §2.1, §3.6). Resolved dossiers and
dates given by another system never move.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dates, Dossier, DueSource
from onestop_cli.core.dossier_events import Move, NewDates
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.office import Office
from onestop_cli.core.suspensions import derived_dates, rests_on_guess
from onestop_cli.store import ledger, register, settings
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.projection import project


class Direction(StrEnum):
    """Which way a dossier's dates move: `later` if none of them comes earlier."""

    earlier = "earlier"
    later = "later"


class Moved(NamedTuple):
    """An open dossier whose due date a change moves. `applied` tells whether the move is recorded."""

    code: str
    procedure_code: str
    direction: Direction
    due_before: datetime | None
    due_after: datetime | None
    after: Dates
    is_provisional: bool
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    applied: bool = False


class Consent(NamedTuple):
    """What the person asked for: record the change, move what moves later, move what moves earlier too."""

    apply: bool = False
    also_earlier: bool = False
    no_move: bool = False

    def covers(self, moved: Moved) -> bool:
        """Whether a move is to be recorded."""
        return self.apply and not self.no_move and (moved.direction is Direction.later or self.also_earlier)


Calendars = Callable[[Office], tuple[Calendar, Calendar]]
"""The calendar before and after the change, as they are for an office's rules."""
Limits = Callable[[Dossier], tuple[TimeLimit, TimeLimit]]
"""The committed and the statutory limit that a dossier has after the change."""


def own_limits(dossier: Dossier) -> tuple[TimeLimit, TimeLimit]:
    """The limits a dossier already has."""
    return dossier.time_limit, dossier.statutory_time_limit


def moves(connection: sqlite3.Connection, calendars: Calendars, limits: Limits = own_limits) -> list[Moved]:
    """Every open dossier that a change makes due at another instant, in the order of codes.

    The change is from one calendar to another, or of the limits. Each dossier is counted under the office
    rules known when it was received, which later settings never change. A dossier that the change itself
    does not touch stays out, even where its stored date rests on an earlier decision not to move it.
    """
    moving: list[Moved] = []
    changes_of_rules = settings.rule_changes(connection)
    known: dict[int, tuple[Office, Calendar, Calendar]] = {}
    for entry in register.open_dossiers(connection):
        d = entry.dossier
        if d.due_source is DueSource.foreign:
            continue
        place = bisect_right(changes_of_rules, ledger.receipt_seq(connection, d.code))
        if place not in known:
            office = settings.office(connection, up_to=changes_of_rules[place - 1] if place else 0)
            known[place] = (office, *calendars(office))
        office, before, after = known[place]
        was = derived_dates(before, office, d)
        derived = derived_dates(after, office, d, limits(d))
        changes = [(old, new) for old, new in zip(d.dates, derived, strict=True) if old != new]
        if derived == was or not changes:
            continue
        is_later = all(old is not None and (new is None or new > old) for old, new in changes)
        moved = d._replace(time_limit=limits(d)[0])
        direction = Direction.later if is_later else Direction.earlier
        dates = d.due_at, derived.due_at, derived, rests_on_guess(after, moved, derived)
        moving.append(Moved(d.code, d.procedure_code, direction, *dates, *limits(d)))
    return sorted(moving, key=lambda moved: moved.code)


def record_moves(
    connection: sqlite3.Connection,
    book: Ledger,
    calendar: Calendar,
    moving: Iterable[Moved],
    consent: Consent,
    source: str,
) -> list[Moved]:
    """The moves consented to are events with their reason; returns all of them, marked."""
    marked: list[Moved] = []
    for moved in moving:
        if consent.covers(moved):
            new = NewDates(*moved.after, calendar.edition, moved.is_provisional)
            book.append(Move(source, moved.time_limit, moved.statutory_time_limit, new), dossier=moved.code)
            project(connection, ledger.dossier_events(connection, moved.code), calendar)
            moved = moved._replace(applied=True)
        marked.append(moved)
    return marked
