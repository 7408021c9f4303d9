"""Which act is allowed when (domain §3.6): the one state machine, and the instant and the order of acts.

`ALLOWED` says in which state each act is possible. Some acts are possible and still pass a limit of the law: see
`core.overrides` and, for letters of apology, `core.letters`.
"""

from datetime import date, datetime
from enum import StrEnum

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import OPEN, Dossier, Policy, Status
from onestop_cli.core.limits import BY_THE_INSTANT, Start, TimeLimit, Unit
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, closing_second, opening_second
from onestop_cli.errors import BeforeLastAct, HandedInLater, HourNeeded, InTheFuture, WrongState


class Act(StrEnum):
    """What happens in a dossier's life, the three amendments of its record, the erasure of its personal data, and what
    was printed of it."""

    receive = "receive"
    suspend = "suspend"
    resume = "resume"
    extend = "extend"
    assign = "assign"
    resolve = "resolve"
    deliver = "deliver"
    withdraw = "withdraw"
    stop = "stop"
    move = "move"
    correct = "correct"
    void = "void"
    undo = "undo"
    erase = "erase"
    print = "print"


_NOT_VOID = frozenset(Status) - {Status.void}

ALLOWED: dict[Act, frozenset[Status]] = {
    Act.receive: frozenset(),
    Act.suspend: frozenset({Status.received}),
    Act.resume: frozenset({Status.suspended}),
    Act.extend: frozenset({Status.received}),
    Act.assign: OPEN,
    Act.resolve: OPEN,
    Act.deliver: frozenset({Status.resolved}),
    Act.withdraw: OPEN,
    Act.stop: OPEN,
    Act.move: OPEN,
    Act.correct: _NOT_VOID,
    Act.void: _NOT_VOID,
    Act.undo: frozenset(Status),
    Act.erase: frozenset(Status) - OPEN,
    Act.print: _NOT_VOID,
}
"""The states in which each act is allowed (§3.6). Receiving makes a dossier; a notice moves, nobody types it."""
LEAVES_CLOCK = frozenset({Act.assign, Act.move, Act.erase, Act.print})
"""The acts beside a running suspension that do not end it."""
TYPED = tuple(act for act in Act if act not in (Act.receive, Act.move, Act.erase, Act.print))
"""The acts a clerk may type for a dossier that is there."""


def possible(status: Status) -> tuple[Act, ...]:
    """The acts a person may type in a state."""
    return tuple(act for act in TYPED if status in ALLOWED[act])


def receipt_instant(
    when: When | None,
    now: datetime,
    calendar: Calendar,
    office: Office,
    limit: TimeLimit,
    start: Start = Start.receipt,
) -> datetime:
    """The instant of a receipt: now, as given, or the opening of a bare date, never after now.

    Raises `HourNeeded` where the hour decides (same-day and hour limits; on a working day a cut-off), `InTheFuture`.
    """
    if when is None:
        return now
    if when.at is not None:
        return not_in_future(when.instant, now)
    if when.on > now.date():
        raise InTheFuture(at=when.on, now=now)
    if hour_of_receipt_decides(calendar, when.on, limit, start):
        raise HourNeeded(text=when.text, option="--at", example=f'"{when.text} 09:15"')
    return min(instant(when.on, opening_second(calendar, office, when.on)), now)


def hour_of_receipt_decides(calendar: Calendar, on: date, limit: TimeLimit, start: Start) -> bool:
    """Whether the hour of a receipt decides what it promises (§3.2): by its limit's unit, or by a cut-off that day."""
    is_cut_off = start is Start.cut_off and limit.unit is not Unit.none and calendar.is_working_day(on)
    return limit.unit in BY_THE_INSTANT or is_cut_off


def hand_in_instant(
    when: When, received_at: datetime, calendar: Calendar, office: Office, limit: TimeLimit, start: Start
) -> datetime:
    """The instant a dossier was handed in (§3.1): as given, or the opening of a bare date; never after its receipt.

    Raises `HourNeeded` where a same-day or hour limit counts from it, `HandedInLater`.
    """
    if when.at is None and start is Start.submitted and limit.unit in BY_THE_INSTANT:
        raise HourNeeded(text=when.text, option="--submitted-at", example=f'"{when.text} 09:15"')
    at = when.instant if when.at is not None else instant(when.on, opening_second(calendar, office, when.on))
    at = min(at, received_at) if when.at is None and when.on == received_at.date() else at
    if at > received_at:
        raise HandedInLater(at=at, received_at=received_at)
    return at


def act_instant(
    when: When | None,
    now: datetime,
    dossier: Dossier,
    calendar: Calendar,
    office: Office,
    *,
    hour_decides: bool = False,
) -> datetime:
    """The instant of a later act: now, as given, or the closing of a bare date.

    Of a bare date never before the dossier's last act of that day nor after now. With `hour_decides`, a bare date is
    refused where one of the dossier's limits is judged by the instant, or is to count anew under a cut-off that day.
    Raises `HourNeeded`, `InTheFuture`, `BeforeLastAct`.
    """
    if when is None:
        at = now
    elif when.at is not None:
        at = not_in_future(when.instant, now)
    else:
        if when.on > now.date():
            raise InTheFuture(at=when.on, now=now)
        running, limits = dossier.running_suspension, (dossier.time_limit, dossier.statutory_time_limit)
        start = dossier.start if running is not None and running.policy is Policy.restart else Start.receipt
        if hour_decides and any(hour_of_receipt_decides(calendar, when.on, limit, start) for limit in limits):
            raise HourNeeded(text=when.text, option="--at", example=f'"{when.text} 09:15"')
        at = min(instant(when.on, closing_second(calendar, office, when.on)), now)
        if dossier.last_act_at.date() == when.on:
            at = max(at, dossier.last_act_at)
    if at < dossier.last_act_at:
        raise BeforeLastAct(at=at, code=dossier.code, last=dossier.last_act_at)
    return at


def not_in_future(at: datetime, now: datetime) -> datetime:
    """The instant, if it has come. Raises `InTheFuture`."""
    if at > now:
        raise InTheFuture(at=at, now=now)
    return at


def must_allow(act: Act, dossier: Dossier) -> None:
    """Refuse an act that the dossier's state does not allow. Raises `WrongState` with what is possible."""
    if dossier.status not in ALLOWED[act]:
        raise WrongState(code=dossier.code, status=dossier.status, act=act, possible=possible(dossier.status))
