"""Dossiers with more to tell than a receipt and a result, made by the use cases behind the commands.

They are written to a copy of the register, each act its own transaction on disk, as at a counter.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import repeat
from pathlib import Path

from benchmarks.register import ACTOR, clock
from onestop_cli.core.dossier import Person, Policy, Reason
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import When
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter
from onestop_cli.usecases.amendments import Correction
from onestop_cli.usecases.counter import Receipt

PROCEDURE = "tinh-trang-hon-nhan"
"""A limit of three working days; with verification elsewhere it is lawfully up to 23 days."""
VERIFIED = Correction({}, {}, {}, limit=time_limit("23:calendar_day"))
SOMEONE = Person("Người dân mẫu")
WEEKS_AGO = 4
SPREAD = 250
"""Finished lives begin on so many days up to `WEEKS_AGO`, one after the other."""


def received(path: Path, count: int) -> Iterator[str]:
    """The codes of so many dossiers received just now."""
    return iter([_receive(path, None) for _ in range(count)])


def suspended(path: Path, count: int) -> Iterator[str]:
    """The codes of so many dossiers received some weeks ago and suspended within their limit, still waiting."""
    first, second = _working_days(path, clock().date() - timedelta(weeks=WEEKS_AGO), 2)
    codes = [_receive(path, _at(first, 9)) for _ in range(count)]
    for code in codes:
        _suspend(path, code, _at(second, 10))
    return iter(codes)


def lived(path: Path, _count: int) -> Iterator[str]:
    """The code, again and again, of an open dossier of some weeks ago: suspended, resumed, its limit corrected."""
    return repeat(_live(path, *_working_days(path, clock().date() - timedelta(weeks=WEEKS_AGO), 3)))


def add_finished_lives(path: Path, count: int) -> None:
    """So many dossiers more: each suspended, resumed, its limit corrected, resolved and handed over, in six events."""
    last = clock().date() - timedelta(weeks=WEEKS_AGO)
    for place in range(count):
        *days, end = _working_days(path, last - timedelta(days=place % SPREAD), 4)
        code = _live(path, *days)
        counter.resolve(path, clock, ACTOR, [code], "approved", _at(end, 16), "", deliver=True)


def _live(path: Path, first: date, second: date, third: date) -> str:
    code = _receive(path, _at(first, 9))
    _suspend(path, code, _at(second, 10))
    acts.resume(path, clock, ACTOR, code, _at(third, 15))
    amendments.correct(path, clock, ACTOR, code, VERIFIED, "xác minh tại nơi thường trú trước đây")
    return code


def _receive(path: Path, when: When | None) -> str:
    return counter.receive(path, clock, ACTOR, Receipt(PROCEDURE, SOMEONE, when=when)).entry.dossier.code


def _suspend(path: Path, code: str, when: When) -> None:
    acts.suspend(path, clock, ACTOR, code, Reason.supplement, Policy.continue_, when, "", "")


def _working_days(path: Path, since: date, count: int) -> list[date]:
    """The first working days after a day, every second one."""
    with reading(path) as connection:
        calendar = calendar_store.load(connection)
    return [calendar.nth_working_day_after(since, 1 + 2 * place) for place in range(count)]


def _at(on: date, hour: int) -> When:
    return When(on, time(hour), f"{on.isoformat()} {hour:02d}:00")
