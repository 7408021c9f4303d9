"""Dossiers with more to tell than a receipt and a result, made by the use cases behind the commands.

They are written to a copy of the register, each act its own transaction on disk, as at a counter.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import repeat
from pathlib import Path

from benchmarks.register import ACTOR, clock
from onestop_cli.core.dossier import Person, Policy, Reason
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import When
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store.database import reading
from onestop_cli.usecases import acts, amendments, counter
from onestop_cli.usecases.amendments import Correction
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.register_import import import_register

PROCEDURE = "tinh-trang-hon-nhan"
"""A limit of three working days; with verification elsewhere it is lawfully up to 23 days."""
VERIFIED = Correction({}, {}, {}, limit=time_limit("23:calendar_day"))
SOMEONE = Person("Người dân mẫu")
WHY = "dữ liệu đo"
"""Why a suspension is typed weeks after its day, which makes it a paper recorded late."""
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


def add_recorded_late(path: Path, count: int) -> None:
    """So many dossiers more that bear a mark, by two imports: received, then suspended over a week and resolved late.

    They are spread over two years up to some weeks ago.
    """
    last = clock().date() - timedelta(weeks=WEEKS_AGO)
    with reading(path) as connection:
        calendar = calendar_store.load(connection)
    (code,) = (p.code for p in ward_procedures() if PROCEDURE in p.aliases)
    first: list[dict[str, str]] = []
    later: list[dict[str, str]] = []
    for place in range(count):
        begun = calendar.nth_working_day_after(last - timedelta(days=place * 2 * 365 // count), 1)
        start, resumed, end = (begun + timedelta(days=days) for days in (1, 8, 9))
        row = {"code": f"DO-{place}", "procedure_code": code, "received_at": f"{begun} 09:00"}
        stop = {"from": f"{start} 10:00", "to": f"{resumed} 10:00", "reason": "supplement"}
        told = {"suspensions": json.dumps([stop]), "resolved_at": f"{end} 10:00", "override": WHY}
        first.append(row)
        later.append(row | told)
    for rows in (first, later):
        file = path.with_name("recorded-late.csv")
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        import_register(path, clock, ACTOR, file)


def _live(path: Path, first: date, second: date, third: date) -> str:
    code = _receive(path, _at(first, 9))
    _suspend(path, code, _at(second, 10))
    acts.resume(path, clock, ACTOR, [code], _at(third, 15))
    amendments.correct(path, clock, ACTOR, code, VERIFIED, "xác minh tại nơi thường trú trước đây")
    return code


def _receive(path: Path, when: When | None) -> str:
    return counter.receive(path, clock, ACTOR, Receipt(PROCEDURE, SOMEONE, when=when), again=True).entry.dossier.code


def _suspend(path: Path, code: str, when: When) -> None:
    acts.suspend(path, clock, ACTOR, [code], Reason.supplement, Policy.continue_, when, "", WHY)


def _working_days(path: Path, since: date, count: int) -> list[date]:
    """The first working days after a day, every second one."""
    with reading(path) as connection:
        calendar = calendar_store.load(connection)
    return [calendar.nth_working_day_after(since, 1 + 2 * place) for place in range(count)]


def _at(on: date, hour: int) -> When:
    return When(on, time(hour), f"{on.isoformat()} {hour:02d}:00")
