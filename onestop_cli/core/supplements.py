"""What the law says of sending a dossier back for papers (yêu cầu bổ sung, hoàn thiện hồ sơ; domain §3.3).

It goes by the day of receipt: Decree 61/2018 governs dossiers received 21/6/2018–30/6/2025, and no duty of it is
applied to older or newer ones. What passes its day here is a finding that is told at once, no refusal (§7). That it is
asked once only is `core.overrides`.
"""

from datetime import date
from typing import NamedTuple

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, Policy, Reason, StopReason
from onestop_cli.core.limits import rule_version
from onestop_cli.errors import CalendarGap

_DECREE_61 = "61/2018"
DAYS_TO_ASK = 3
"""Within so many working days of receipt a dossier is sent back for papers, under Decree 61/2018."""


def default_policy(received_on: date, reason: Reason) -> Policy:
    """What a suspension does to the limit where nothing is said of it, by the day of receipt.

    A supplement of a dossier received under Decree 61/2018 restarts: the time is counted anew (art. 19(4)) [V; from
    6/12/2021 M, the text of Decree 107/2021 was not compared]. Everything else continues [D from 1/7/2025, until the
    text of Decree 118/2025 is read].

    >>> default_policy(date(2025, 6, 30), Reason.supplement), default_policy(date(2025, 7, 1), Reason.supplement)
    (<Policy.restart: 'restart'>, <Policy.continue_: 'continue'>)
    """
    is_anew = reason is Reason.supplement and rule_version(received_on) == _DECREE_61
    return Policy.restart if is_anew else Policy.continue_


class LateRequest(NamedTuple):
    """Papers were asked for on a day after the last one for it."""

    on: date
    last: date


class EarlyStop(NamedTuple):
    """A dossier was stopped on a day before its supplement's own day had passed."""

    on: date
    until: date


Caution = LateRequest | EarlyStop
"""What is told when it is recorded, and is a finding later."""


def late_request(calendar: Calendar, dossier: Dossier, reason: Reason, on: date) -> LateRequest | None:
    """The request for papers of a day, if it comes after the third working day after receipt, under Decree 61/2018.

    The day of receipt is not counted (Civil Code 2015 art. 147). Nothing is said where the calendar of then is not
    loaded.
    """
    received_on = dossier.received_at.date()
    if reason is not Reason.supplement or rule_version(received_on) != _DECREE_61:
        return None
    try:
        last = calendar.nth_working_day_after(received_on, DAYS_TO_ASK)
    except CalendarGap:
        return None
    return LateRequest(on, last) if on > last else None


def has_expired(dossier: Dossier, on: date) -> bool:
    """Whether the day by which the papers were asked for has passed; on the day itself it has not."""
    running = dossier.running_suspension
    return running is not None and running.until is not None and running.until < on


def early_stop(dossier: Dossier, why: StopReason | None, on: date) -> EarlyStop | None:
    """The stop of a day, if the citizen still had time to hand the papers in; not where the citizen asked for it."""
    running = dossier.running_suspension
    if why is StopReason.citizen or running is None or running.until is None or has_expired(dossier, on):
        return None
    return EarlyStop(on, running.until)
