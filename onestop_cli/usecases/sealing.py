"""Sealing a period (chốt số liệu): its figures frozen by a digest in the ledger, and what was recorded since.

A seal holds the period, the last event it rests on and the SHA-256 of the default report in JSON. The report at that
event can be made again at any time, because a dossier's state follows from its events and nothing else.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from onestop_cli.core.amendments import AMENDMENTS, amended
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period, options
from onestop_cli.core.tally import Row, cell, columns
from onestop_cli.errors import N_, AlreadySealed, NotSealed, PeriodUnfinished, StoreDamaged
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger
from onestop_cli.store.cells import working_span
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases import standing
from onestop_cli.usecases.reporting import Report, ReportRequest, made
from onestop_cli.usecases.standing import Known

Rendered = Callable[[Report], str]
"""The default report as the text that is digested."""
BY = ("procedure",)


class Seal(NamedTuple):
    """One seal as it stands in the ledger. `position` is the last event it rests on."""

    event: Event
    period: Period
    position: int
    digest: str
    total: dict[str, Any]


class Adjustment(NamedTuple):
    """A later event that touches a sealed period: the columns its dossier counted in when sealed, and counts in now.

    Both are empty for a change of the calendar, which moves means and days saved only.
    """

    event: Event
    before: tuple[str, ...]
    after: tuple[str, ...]


class Sealed(NamedTuple):
    """A sealed period told again at its position: the report, its digest and its total; what came since; the total now.

    It is intact where the digest comes out again and the figures beside it in the seal are those of the report.
    """

    report: Report
    seal: Seal
    digest: str
    total: Row
    adjustments: list[Adjustment]
    now: Row

    @property
    def is_intact(self) -> bool:
        return self.digest == self.seal.digest and _total(self.total) == self.seal.total


def seal(
    path: Path, clock: Clock, actor: str, period: Period, note: str, rendered: Rendered, *, cumulative: bool
) -> Seal:
    """The figures of a finished period are frozen; returns the seal as recorded.

    Raises `PeriodUnfinished`, `AlreadySealed`.
    """
    with writing(path) as connection:
        book = Ledger(connection, actor, clock())
        if period.last_second >= book.now:
            raise PeriodUnfinished(start=period.start, end=period.end)
        before = _seal_of(connection, period)
        if before is not None:
            raise AlreadySealed(
                start=period.start, end=period.end, seq=before.event.seq, on=before.event.recorded_at,
                options=options(before.period),
            )  # fmt: skip
        usual = standing.defaults_in(connection, book.now.date())
        request = ReportRequest(period, BY, usual.basis, usual.granularity, cumulative)
        at = standing.stand(connection, standing.EVERYTHING, usual.basis, usual.granularity)
        report = made(at, request, period.last_second)
        event = book.append(
            "seal",
            {
                "period": {"from": str(period.start), "to": str(period.end), "convention": period.convention.value},
                "form": 1,
                "cumulative": cumulative,
                "basis": usual.basis.value,
                "granularity": usual.granularity.value,
                "position": ledger.next_seq(connection) - 1,
                "digest": _digest(rendered(report)),
                "total": _total(report.part.total),
                "note": note,
            },
        )
        return _seal(event)


def sealed(
    path: Path, period: Period, by: tuple[str, ...], rendered: Rendered, *, with_members: bool = False
) -> Sealed:
    """A sealed period at its position, broken down as asked; its digest is reckoned over the default report again.

    Raises `NotSealed`, `StoreDamaged` where the events before the seal cannot be told again.
    """
    with reading(path) as connection:
        found = _seal_of(connection, period)
        if found is None:
            raise NotSealed(start=period.start, end=period.end, options=options(period))
        try:
            return _sealed(connection, found, by, rendered, with_members=with_members)
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            raise StoreDamaged(path=path, why=N_("its events cannot be told again")) from problem


def _sealed(
    connection: sqlite3.Connection, found: Seal, by: tuple[str, ...], rendered: Rendered, *, with_members: bool
) -> Sealed:
    default, judged_at = _default_request(found), found.period.last_second
    at = standing.stand(connection, Known(position=found.position), default.basis, default.granularity)
    again = made(at, default, judged_at)
    present = standing.stand(connection, standing.EVERYTHING, default.basis, default.granularity)
    return Sealed(
        report=made(at, default._replace(by=by, with_members=with_members), judged_at),
        seal=found,
        digest=_digest(rendered(again)),
        total=again.part.total,
        adjustments=list(_adjustments(at, present, found)),
        now=made(present, default._replace(by=(), cumulative=False), judged_at).part.total,
    )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def _total(total: Row) -> dict[str, Any]:
    figures = total._asdict()
    figures.pop("key")
    return figures


def _seal_of(connection: sqlite3.Connection, period: Period) -> Seal | None:
    """The seal of the days of a period, under whatever convention they were sealed."""
    found = (_seal(event) for event in ledger.events_of_file(connection, ("seal",)))
    return next((each for each in found if each.period[:2] == period[:2]), None)


def _seal(event: Event) -> Seal:
    data = event.data
    days = data["period"]
    period = Period(date.fromisoformat(days["from"]), date.fromisoformat(days["to"]), Convention(days["convention"]))
    return Seal(event, period, data["position"], data["digest"], data["total"])


def _default_request(of: Seal) -> ReportRequest:
    data = of.event.data
    return ReportRequest(of.period, BY, Basis(data["basis"]), Granularity(data["granularity"]), data["cumulative"])


def _adjustments(at: standing.Stand, present: standing.Stand, of: Seal) -> Iterator[Adjustment]:
    """The later events that touch the period, in order."""
    found: list[Adjustment] = []
    for code in ledger.dossiers_since(at.connection, of.position):
        events = ledger.dossier_events(at.connection, code)
        before, after = _counted(at, [e for e in events if e.seq <= of.position], of), _counted(present, events, of)
        if before or after:
            later = (e for e in _told_later(events, of.period.last_second) if e.seq > of.position)
            found += [Adjustment(event, before, after) for event in later]
    found += [Adjustment(event, (), ()) for event in _calendar_changes(at.connection, of)]
    yield from sorted(found, key=lambda each: each.event.seq)


def _told_later(events: list[Event], until: datetime) -> Iterator[Event]:
    """The amendments, and the acts that occurred by an instant as they are told now."""
    told = {act.seq: act.occurred_at for act in amended(events).acts}
    for event in events:
        if event.kind in AMENDMENTS or told.get(event.seq, event.occurred_at) <= until:
            yield event


def _counted(at: standing.Stand, events: list[Event], of: Seal) -> tuple[str, ...]:
    """The columns in which a dossier counts in the period, none where it is not in it."""
    dossier = fold(events, of.period.last_second)
    if dossier is None:
        return ()
    found = cell(dossier, (), of.period, of.period.last_second, at.calendar, at.basis, at.granularity)
    return columns(found) if found is not None else ()


def _calendar_changes(connection: sqlite3.Connection, of: Seal) -> Iterator[Event]:
    """The later events that changed a working day over which the period's dossiers were counted."""
    first, last = working_span(connection, of.period)
    for event in ledger.events_of_file(connection, calendar_store.CALENDAR_KINDS, of.position):
        before, after = (calendar_store.known(connection, seq) for seq in (event.seq - 1, event.seq))
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        if any(_works(before, on) != _works(after, on) for on in days):
            yield event


def _works(calendar: Calendar, on: date) -> bool | None:
    return calendar.is_working_day(on) if calendar.first <= on <= calendar.last else None
