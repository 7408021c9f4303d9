"""One day at the counter: what came in, what went out, the money taken, and who did what. Nothing is written.

An act is of the day on which it occurred, an amendment (a correction, a void one, an undo, an erasure) of the day on
which it was recorded. Void dossiers are in no figure; how many of that day are void is told.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import Act, not_in_future
from onestop_cli.core.amendments import amended, events_in_force, is_amendment, seen
from onestop_cli.core.dossier import OPEN, Dossier, Status
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.moments import DAY, Clock, Moments, instant
from onestop_cli.core.outcomes import Outcome, outcome
from onestop_cli.core.text import search_key
from onestop_cli.store import day as of_day
from onestop_cli.store import known_time, ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import declines
from onestop_cli.usecases.entries import entries_at


class Figures(NamedTuple):
    """The figures of a day under one procedure, or of all. Fees are those of the dossiers received, in đồng.

    `copies` are the sets of the dossiers received, `refused` those of the results that are a refusal, `waived` the
    dossiers received of which a fee was waived; `fee_unsaid` is the fee of which nobody said how it was paid.
    """

    received: int = 0
    copies: int = 0
    resolved: int = 0
    refused: int = 0
    delivered: int = 0
    fee: int = 0
    fee_cash: int = 0
    fee_online: int = 0
    fee_unsaid: int = 0
    waived: int = 0

    def __add__(self, other: "Figures") -> "Figures":  # type: ignore[override]
        return Figures(*(a + b for a, b in zip(self, other, strict=True)))


class OfProcedure(NamedTuple):
    """A procedure's figures of a day, under the name its dossiers bear."""

    code: str
    name: str
    figures: Figures


class Person(NamedTuple):
    """Whoever recorded acts of the day: how many of each kind; those of imports under nobody's name.

    `declined` counts the dossiers that were not accepted, of which no act tells.
    """

    actor: str
    acts: dict[Act, int]
    declined: int = 0


class Today(NamedTuple):
    """A day as it stands at an instant; `still_due` are open and due that day, `overdue` those of them that are late.

    `void` counts the void dossiers received that day, `typed_for_earlier` the acts recorded that day for one before,
    `declined` what was not accepted that day; it is in no figure.
    """

    on: date
    at: datetime
    rows: list[OfProcedure]
    total: Figures
    people: list[Person]
    still_due: int
    overdue: int
    void: int
    typed_for_earlier: int
    declined: int = 0


def today(path: Path, clock: Clock, on: date | None, officer: str | None, moments: Moments) -> Today:
    """The figures of a day, today unless given; with an officer those of the dossiers in his or her charge.

    Raises `InTheFuture` for a day to come.
    """
    with reading(path) as connection:
        at = moments.as_of or clock()
        on = on or at.date()
        not_in_future(instant(on, 0), at)
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        since = known_time.last_seq_known_at(connection, instant(on, 0) - timedelta(seconds=1)) or 0
        until = known_time.last_seq_known_at(connection, min(moments.known_at or at, instant(on, DAY - 1))) or 0
        wanted = officer and search_key(officer)
        total, void = Figures(), 0
        by_procedure: dict[str, OfProcedure] = {}
        people: dict[str, Counter[Act]] = {}
        for code in of_day.codes_of(connection, on, since):
            events = seen(ledger.dossier_events(connection, code), moments.as_of, up_to)
            dossier = fold(events, moments.as_of) if events else None
            if dossier is None or (wanted is not None and search_key(dossier.officer) != wanted):
                continue
            for who, act in _acts(events, on):
                people.setdefault(who, Counter())[act] += 1
            if dossier.status is Status.void:
                void += dossier.received_at.date() == on
                continue
            figures = figures_of(dossier, on)
            if not any(figures):
                continue
            total += figures
            name = dossier.procedure_name
            before = by_procedure.get(dossier.procedure_code, OfProcedure(dossier.procedure_code, name, Figures()))
            by_procedure[before.code] = before._replace(figures=before.figures + figures)
        open_ones = [d for d in _due_on(connection, on, moments) if wanted is None or search_key(d.officer) == wanted]
        overdue = sum(outcome(d, at) is Outcome.overdue for d in open_ones)
        earlier = of_day.n_typed_for_earlier(connection, on, since, until)
        rows = [by_procedure[code] for code in sorted(by_procedure)]
        refused = [
            each.recorded_by
            for each in declines.of_day(connection, on, moments.as_of, up_to)
            if wanted is None or search_key(each.officer) == wanted
        ]
        told = [
            Person(who, {act: acts[act] for act in Act if act in acts}, refused.count(who))
            for who, acts in sorted(({who: Counter[Act]() for who in refused} | people).items())
        ]
        return Today(on, at, rows, total, told, len(open_ones), overdue, void, earlier, len(refused))


def figures_of(dossier: Dossier, on: date) -> Figures:
    """What one dossier adds to the figures of a day."""
    d, figures = dossier, Figures()
    if d.received_at.date() == on:
        fee = d.fee or 0
        cash, online = (fee if d.fee_paid == how else 0 for how in ("cash", "online"))
        paid = {"fee_cash": cash, "fee_online": online, "fee_unsaid": fee - cash - online}
        figures = Figures(received=1, copies=d.copies, fee=fee, waived=int(bool(d.fee_waived)), **paid)
    if d.resolved_at is not None and d.resolved_at.date() == on:
        figures = figures._replace(resolved=1, refused=int(d.result == "refused"))
    if d.delivered_at is not None and d.delivered_at.date() == on:
        figures = figures._replace(delivered=1)
    return figures


def _acts(events: Sequence[Event], on: date) -> Iterator[tuple[str, Act]]:
    """Who recorded what of a day: acts in force by when they occurred as told now, amendments by when recorded."""
    by_number = {event.seq: event for event in events}
    for act in amended(events).acts:
        if act.occurred_at.date() == on and act.kind != Act.move:
            is_imported = "import" in by_number[act.seq].data
            yield "" if is_imported else act.actor, Act(act.kind)
    for event in events_in_force(events):
        if is_amendment(event) and event.kind != Act.move and event.recorded_at.date() == on:
            yield event.actor, Act(event.kind)


def _due_on(connection: sqlite3.Connection, on: date, moments: Moments) -> Iterator[Dossier]:
    """The dossiers that are open and due on a day, the suspended ones whose suspension counts left out."""
    for entry in of_day.open_and_due(connection, on) if moments.is_present else entries_at(connection, moments):
        d = entry.dossier
        is_due = d.due_at is not None and d.due_at.date() == on and d.status in OPEN
        if is_due and not (d.running_suspension and d.running_suspension.counts.due):
            yield d
