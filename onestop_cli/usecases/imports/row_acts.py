"""What a row of a register tells beyond its receipt: suspensions, letters, the end, the delivery, in their order.

An import records what happened, whatever limit of the law it passed; whether the state allowed it is checked all the
same. Acts the file knows already are left out, so that a later copy of a register adds only what is new.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from onestop_cli.core.acts import Act, act_instant, must_allow
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.life import apply
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import due_second
from onestop_cli.core.suspensions import suspension_counts
from onestop_cli.sources.register_csv import RegisterRow
from onestop_cli.usecases.transaction import Acting, ending_data, own_rules


class RowAct(NamedTuple):
    """One act of a row, with what its event says besides dates; `hour_decides` where a bare date will not do."""

    act: Act
    when: When
    data: Mapping[str, Any]
    hour_decides: bool = False


def row_acts(row: RegisterRow, known: Dossier | None = None) -> list[RowAct]:
    """The acts a row tells, in their order; of a dossier that is known, those it has not had yet.

    A suspension that ends at the very moment of the result, the withdrawal or the stop was ended by it.
    """
    suspensions = known.suspensions if known else ()
    told: list[RowAct] = []
    end = row.resolved or row.closed
    for place, given in enumerate(row.suspensions):
        had = suspensions[place] if place < len(suspensions) else None
        if had is None:
            data = {"reason": given.reason.value, "policy": given.policy.value}
            data |= {name: text for name, text in (("note", given.note), ("override", given.override)) if text}
            told.append(RowAct(Act.suspend, given.start, data, hour_decides=True))
        is_ended_by_end = place == len(row.suspensions) - 1 and end is not None and _same(given.end, end)
        if given.end is not None and (had is None or had.to_at is None) and not is_ended_by_end:
            told.append(RowAct(Act.resume, given.end, {}, hour_decides=True))
    for letter in row.letters[len(known.extensions) if known else 0 :]:
        data = {"letter": letter.letter, "note": letter.note, "new": letter.new}
        data |= {"override": letter.override} if letter.override else {}
        sent = letter.at.end_of_day
        later = (
            n
            for n, act in enumerate(told)
            if act.when.end_of_day > sent or (act.when.end_of_day == sent and act.act is Act.suspend)
        )
        told.insert(next(later, len(told)), RowAct(Act.extend, letter.at, data))
    if row.resolved is not None and (known is None or known.resolved_at is None):
        is_noted = row.note and (row.result == "refused" or (known is not None and row.note != known.note))
        data = {"result": row.result} | ({"note": row.note} if is_noted else {})
        told.append(RowAct(Act.resolve, row.resolved, data, hour_decides=True))
    if row.delivered is not None and (known is None or known.delivered_at is None):
        told.append(RowAct(Act.deliver, row.delivered, {"method": row.delivery_method}))
    if row.closed is not None and (known is None or known.closed_at is None):
        act = Act.stop if row.status == Status.stopped else Act.withdraw
        told.append(RowAct(act, row.closed, {"note": row.note}))
    return told


def _same(one: When | None, other: When) -> bool:
    return one is not None and (one.on, one.at) == (other.on, other.at)


def record(work: Acting, state: Dossier, told: list[RowAct]) -> Dossier:
    """The acts are in the ledger; returns the dossier after them.

    Raises `WrongState`, `HourNeeded`, `InTheFuture`, `BeforeLastAct`, `CalendarGap`.
    """
    for each in told:
        must_allow(each.act, state)
        at = act_instant(each.when, work.book.now, state, work.calendar, work.office, hour_decides=each.hour_decides)
        data = {name: value for name, value in each.data.items() if name != "new"}
        if each.act is Act.suspend:
            data["counts"] = suspension_counts(state, at)._asdict()
        elif each.act is Act.extend:
            calendar, office = own_rules(work.connection, state.code, work.calendar)
            new = each.data["new"]
            data["extended_due_at"] = instant(new, due_second(calendar, office, new)).isoformat()
        elif each.act is not Act.deliver:
            data |= ending_data(work, state, at)
        state = apply(state, work.book.append(each.act, data, dossier=state.code, occurred_at=at))
    return state
