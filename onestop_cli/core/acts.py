"""Which act is allowed when (domain §3.3, §3.4, §3.6): the one state machine, the law's own limits, the order of acts.

`ALLOWED` says in which state each act is possible. Some acts are possible and still pass a limit of the law: a
second supplement request, a second or late letter of apology, a stop outside a supplement. Those need an override
with its reason, which is recorded with the act and is a finding later.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import OPEN, Dossier, Reason, Status
from onestop_cli.core.limits import BY_THE_INSTANT, TimeLimit
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, closing_second, opening_second
from onestop_cli.errors import (
    BadNewDate,
    BeforeLastAct,
    HourNeeded,
    InTheFuture,
    LateLetter,
    LimitOfLaw,
    NeedlessOverride,
    NoDueDate,
    SecondLetter,
    SecondSupplement,
    StopOutsideSupplement,
    WrongState,
)


class Act(StrEnum):
    """What happens in a dossier's life, and the three amendments of its record."""

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
}
"""The states in which each act is allowed (§3.6). Receiving makes a dossier; a notice moves, nobody types it."""
TYPED = tuple(act for act in Act if act not in (Act.receive, Act.move))
"""The acts a person may type for a dossier that is there."""


def possible(status: Status) -> tuple[Act, ...]:
    """The acts a person may type in a state."""
    return tuple(act for act in TYPED if status in ALLOWED[act])


def receipt_instant(when: When | None, now: datetime, calendar: Calendar, office: Office, limit: TimeLimit) -> datetime:
    """The instant of a receipt: now, as given, or the opening of a bare date, never after now.

    Raises `HourNeeded` where the hour decides (same-day and hour limits), `InTheFuture`.
    """
    if when is None:
        return now
    if when.at is not None:
        return not_in_future(when.instant, now)
    if limit.unit in BY_THE_INSTANT:
        raise HourNeeded(text=when.text)
    if when.on > now.date():
        raise InTheFuture(at=when.on, now=now)
    return min(instant(when.on, opening_second(calendar, office, when.on)), now)


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

    Of a bare date never before the dossier's last act of that day nor after now. With `hour_decides`,
    a bare date is refused where one of the dossier's limits is judged by the instant. Raises `HourNeeded`,
    `InTheFuture`, `BeforeLastAct`.
    """
    if when is None:
        at = now
    elif when.at is not None:
        at = not_in_future(when.instant, now)
    else:
        if hour_decides and {dossier.time_limit.unit, dossier.statutory_time_limit.unit} & BY_THE_INSTANT:
            raise HourNeeded(text=when.text)
        if when.on > now.date():
            raise InTheFuture(at=when.on, now=now)
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


# --- limits of the law -------------------------------------------------------------------------------


def checked_override(passed: LimitOfLaw | None, override: str) -> None:
    """Refuse what passes a limit of the law without an override, and an override where nothing is passed."""
    if passed is not None and not override:
        raise passed
    if passed is None and override:
        raise NeedlessOverride()


def supplement_passed(dossier: Dossier, reason: Reason) -> LimitOfLaw | None:
    """What a suspension passes: a dossier is sent back for papers once [D], with one complete guidance (309/2026)."""
    earlier = next((s for s in dossier.suspensions if s.reason is Reason.supplement), None)
    if reason is Reason.supplement and earlier is not None:
        return SecondSupplement(code=dossier.code, on=earlier.from_at.date())
    return None


def stop_passed(dossier: Dossier) -> LimitOfLaw | None:
    """What a stop passes: it is for a dossier whose supplement never came (§3.6)."""
    running = dossier.running_suspension
    if running is not None and running.reason is Reason.supplement:
        return None
    return StopOutsideSupplement(code=dossier.code)


def letter_passed(calendar: Calendar, dossier: Dossier, letter_on: date) -> LimitOfLaw | None:
    """What a letter of apology passes: one a dossier, at the latest a working day before the due day (§3.4).

    Never in time on a same-day or hour limit.
    """
    if dossier.extensions:
        first = dossier.extensions[0]
        return SecondLetter(code=dossier.code, letter=first.letter, on=first.at.date())
    assert dossier.due_at is not None
    due_on, day = dossier.due_at.date(), timedelta(days=1)
    days_left = calendar.working_days_between(letter_on - day, due_on - day)
    if days_left < 1 or dossier.time_limit.unit in BY_THE_INSTANT:
        return LateLetter(code=dossier.code, letter_on=letter_on, due=due_on)
    return None


def checked_new_date(calendar: Calendar, dossier: Dossier, new: date, letter_on: date) -> date:
    """The new appointment of a letter, if it is a later working day (§3.4). Raises `NoDueDate`, `BadNewDate`."""
    if dossier.due_at is None:
        raise NoDueDate(code=dossier.code)
    before = max(dossier.due_at, dossier.extended_due_at or dossier.due_at).date()
    if not calendar.is_working_day(new) or new <= before or new < letter_on:
        after = max(before, letter_on - timedelta(days=1))
        raise BadNewDate(day=new, due=before, first=calendar.nth_working_day_after(after, 1))
    return new
