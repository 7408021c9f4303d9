"""The register as the book that lies on the counter (form 07): its numbers are those of the year, in the order of
recording (Circular 01/2018/TT-VPCP art. 10).

What `register` lists by the day of receipt, the book lists by number: a number once given stays, also where the receipt
was corrected later or is void.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.amendments import Voided
from onestop_cli.core.dossier import Entry
from onestop_cli.core.forms import Form, Titled, edition_on
from onestop_cli.core.letterhead import Letterhead, letterhead, said_on
from onestop_cli.core.life import told_at
from onestop_cli.core.moments import Clock
from onestop_cli.core.periods import Period
from onestop_cli.core.report import Head, ReportRequest
from onestop_cli.core.settings import value_on
from onestop_cli.sources.editions import editions
from onestop_cli.store import ledger, register_numbers, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.entries import told_up_to, voided_by
from onestop_cli.usecases.reports import stand
from onestop_cli.usecases.reports.register import stands_at


class Line(NamedTuple):
    """A number of the book, its dossier, and by what it is void, if it is."""

    number: int
    entry: Entry
    voided: Voided | None


class Book(NamedTuple):
    """The lines by number, under the edition's title; closed where the whole of a calendar year is over.

    `letterhead` is that of the last day of the period; `folder` that of the office's own templates, None where it has
    none, on the day the book is told at, as how a letterhead looks is.
    """

    head: Head
    titled: Titled
    circular: str
    letterhead: Letterhead
    volume: str
    folder: Path | None
    is_closed: bool
    lines: list[Line]


def numbered_book(path: Path, clock: Clock, request: ReportRequest) -> Book:
    """The book of the dossiers whose receipt was first entered for a period, as it stands, or as it stood or was known.

    Raises `PeriodNotBegun`, `AsOfOutsidePeriod`, `InTheFuture`, `NothingKnown`.
    """
    with reading(path) as connection:
        at = stand.asked(connection, request)
        then = stands_at(request, clock())
        period = request.period
        lines = [
            Line(number, entry, voided_by(connection, entry.dossier, request.known_at))
            for number, entry in _numbered(connection, period, then, at.known)
        ]
        codes = {line.entry.dossier.code for line in lines}
        head = stand.head(at, period, then, lambda dossier: dossier.code in codes)
        ends_on = min(then.date(), period.end)
        dated = settings.values(connection, at.known.position)
        edition = edition_on(editions(), Form.register, ends_on)
        closed = _is_year(period) and period.last_second < then
        folder = value_on(dated, "forms.dir", then.date())
        return Book(
            head=head,
            titled=edition.forms[Form.register],
            circular=edition.circular,
            letterhead=letterhead(dated, ends_on, then.date()),
            volume=_volume(said_on(dated, "register.volume", ends_on), period),
            folder=Path(folder) if folder else None,
            is_closed=closed,
            lines=lines,
        )


def _numbered(
    connection: sqlite3.Connection, period: Period, then: datetime, known: stand.Known
) -> Iterator[tuple[int, Entry]]:
    first, last = period.first_second, period.last_second
    receipts = register_numbers.numbered(connection, first, last)
    if known.is_everything:
        for receipt, entry in zip(receipts, register_numbers.entries(connection, first, last), strict=True):
            d = entry.dossier
            if d.received_at <= then:
                told = told_at(d, then, lambda d=d: ledger.dossier_events(connection, d.code))
                yield receipt.number, entry._replace(dossier=told)
        return
    for receipt in receipts:
        entry = told_up_to(connection, receipt.code, then, known.position)
        if entry is not None:
            yield receipt.number, entry


def _is_year(period: Period) -> bool:
    """Whether a period is a whole calendar year, in which the numbers run."""
    year = period.start.year
    return period[:2] == (date(year, 1, 1), date(year, 12, 31))


def _volume(text: str, period: Period) -> str:
    """The volume as set, else the year, where the period lies in one."""
    return text or (str(period.start.year) if period.start.year == period.end.year else "")
