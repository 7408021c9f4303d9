"""What other limits of a procedure mean for the dossiers received under it: those that move, those that stay."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from onestop_cli.core.amendments import has_own_limit
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.office import Office
from onestop_cli.core.procedures import Procedure, in_force
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, register
from onestop_cli.usecases.moves import Moved, moves, own_limits

Pair = tuple[TimeLimit, TimeLimit]


def _limits(versions: Sequence[Procedure], code: str, on: date) -> dict[str, Pair]:
    """The committed and the statutory limit of each case of a code on a day."""
    current = in_force([v for v in versions if v.code == code], on)
    return {p.case: (p.committed, p.statutory) for p in current if not p.retired}


def moving_by(
    connection: sqlite3.Connection,
    code: str,
    since: date,
    before: Sequence[Procedure] | None,
    after: Sequence[Procedure],
    taken_back: str = "",
) -> list[Moved]:
    """The dossiers of a code received from a day on that have another limit once its versions are others.

    Open ones, and finished ones whose verdict gets better, or that the amendment `taken_back` (its anchor) had moved
    when they were finished already. One with a limit of its own keeps it. Without versions `before`, those that are not
    at the limit of the versions there are.
    """
    days = {since, *(v.valid_from for v in (*(before or ()), *after) if v.code == code and v.valid_from > since)}
    if before is not None and all(_limits(before, code, on) == _limits(after, code, on) for on in days):
        return []
    known: dict[date, tuple[dict[str, Pair], dict[str, Pair]]] = {}

    def limits(dossier: Dossier) -> Pair:
        on = dossier.received_at.date()
        if dossier.procedure_code != code or on < since:
            return own_limits(dossier)
        if on not in known:
            known[on] = {} if before is None else _limits(before, code, on), _limits(after, code, on)
        old, new = (those.get(dossier.case) for those in known[on])
        is_same = new is None or old == new or (old is None and before is not None)
        if new is None or is_same or has_own_limit(ledger.dossier_events(connection, dossier.code)):
            return own_limits(dossier)
        return new

    def calendars(rules: Office) -> tuple[Calendar, Calendar]:
        same = Calendar.of(calendar_store.days_with(connection, rules))
        return same, same

    finished = register.finished_of(connection, code, since)
    finished = (entry for entry in finished if limits(entry.dossier) != own_limits(entry.dossier))
    return moves(connection, calendars, limits, finished_ones=finished, taken_back=taken_back)


def open_ones(connection: sqlite3.Connection, code: str) -> tuple[Dossier, ...]:
    """The open dossiers of a code, by code."""
    found = (entry.dossier for entry in register.open_dossiers(connection))
    return tuple(sorted((d for d in found if d.procedure_code == code), key=lambda d: d.code))


def kept_promises(connection: sqlite3.Connection, code: str, moving: Sequence[Moved]) -> tuple[Dossier, ...]:
    """The open dossiers of a code that a change does not touch."""
    moved = {each.code for each in moving}
    return tuple(d for d in open_ones(connection, code) if d.code not in moved)
