"""When an act may happen: the order of a dossier's acts, and what a bare date means (domain §3.6)."""

from datetime import datetime

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import ALLOWED, Act, Dossier
from onestop_cli.core.limits import BY_THE_INSTANT, TimeLimit
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, closing_second, opening_second
from onestop_cli.errors import BeforeLastAct, HourNeeded, InTheFuture, WrongState


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
    a bare date is refused where the dossier's limit is judged by the instant. Raises `HourNeeded`,
    `InTheFuture`, `BeforeLastAct`.
    """
    if when is None:
        at = now
    elif when.at is not None:
        at = not_in_future(when.instant, now)
    else:
        if hour_decides and dossier.time_limit.unit in BY_THE_INSTANT:
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
    """Refuse an act that the dossier's state does not allow. Raises `WrongState`."""
    if dossier.status not in ALLOWED[act]:
        raise WrongState(code=dossier.code, status=dossier.status, act=act)
