"""A clock that jumped, told by what it said when the event before was recorded (domain §3.6, §7).

An office's machine can be set back, or ahead: what is recorded then is dated wrong, and `--known-at` goes by it.
Neither is refused, for the clock may have been set right just now; it is marked on the event and said at once.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

AHEAD = timedelta(days=31)
"""So long no office rests: longer after the event before, a clock is taken to have jumped ahead."""


class Jump(StrEnum):
    """How the clock jumped."""

    back = "back"
    ahead = "ahead"


class Jumped(NamedTuple):
    """A clock that jumped: the event that was recorded next, what the clock said then and what at the event before."""

    jump: Jump
    seq: int
    now: datetime
    before: datetime


def jump(before: datetime, now: datetime) -> Jump | None:
    """How the clock jumped from one event to the next, None where it did not.

    >>> from onestop_cli.core.moments import instant
    >>> from datetime import date
    >>> jump(instant(date(2026, 11, 26), 0), instant(date(2036, 11, 26), 0)).value
    'ahead'
    """
    if now < before:
        return Jump.back
    return Jump.ahead if now - before > AHEAD else None
