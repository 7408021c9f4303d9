"""Refusals to accept, told again: the number each had to bear, and whether its procedure could be meant that day."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from onestop_cli.core.codes import decline_numbered, decline_series, dossier_code
from onestop_cli.core.file_events import Decline, DeclineErase, DeclinePrint, DeclineVoid, Restored, file_event
from onestop_cli.core.findings import Finding, Kind
from onestop_cli.core.forms import Form, edition_on
from onestop_cli.core.ledger import OF_DECLINES, Event
from onestop_cli.core.slips import is_printing
from onestop_cli.store import ledger, settings
from onestop_cli.usecases.past import PastOfFile


def wrong_declines(connection: sqlite3.Connection, past: PastOfFile) -> Iterator[Finding]:
    """What a refusal, or what was recorded of one since, says that cannot be; a finding for each."""
    highest: dict[str, int] = {}
    declines: dict[int, date] = {}
    void: set[int] = set()
    for event in ledger.all_events_of_file(connection):
        if event.kind not in (*OF_DECLINES, Restored.kind):
            continue
        match said := file_event(event.kind, event.data):
            case Restored():
                for series, number in said.series.items():
                    highest[series] = max(number, highest.get(series, 0))
            case Decline():
                declines[event.seq] = event.occurred_at.date()
                if not _is_its_number(connection, event, said, highest):
                    yield _wrong(event, "number")
                procedure = past.procedure(said.procedure_code, said.case, event.occurred_at, event.seq)
                if procedure is None or (procedure.name, procedure.field) != (said.procedure_name, said.field):
                    yield _wrong(event, "catalogue")
                if event.occurred_at > event.recorded_at:
                    yield _wrong(event, "future")
            case DeclinePrint() | DeclineErase() | DeclineVoid() if said.act not in declines:
                yield _wrong(event, "decline")
            case DeclinePrint() | DeclineVoid() if said.act in void:
                yield _wrong(event, "void")
            case DeclineErase() | DeclineVoid():
                void |= {said.act} if isinstance(said, DeclineVoid) else set()
                if event.occurred_at != event.recorded_at:
                    yield _wrong(event, "amended")
            case DeclinePrint():
                edition = edition_on(past.editions, Form.decline, declines[said.act])
                is_made_now = event.occurred_at == event.recorded_at
                if (said.form, said.edition) != (Form.decline, edition.name) or not (is_printing(said) and is_made_now):
                    yield _wrong(event, "printing")
            case _:
                pass


def _is_its_number(connection: sqlite3.Connection, event: Event, said: Decline, highest: dict[str, int]) -> bool:
    """Whether it is the next of the series of its day, but for those that dossiers bore as codes; it is used now."""
    on = event.occurred_at.date()
    in_series = decline_series(settings.value(connection, "agency_code", on, up_to=event.seq), on)
    own = decline_numbered(said.number)
    if own is None or own.series != in_series:
        return False
    before = highest.get(in_series, 0)
    highest[in_series] = max(before, own.number)
    skipped = (dossier_code(in_series, number) for number in range(before + 1, own.number))
    return own.number > before and all(ledger.bore_code(connection, code, event.seq) for code in skipped)


def _wrong(event: Event, what: str) -> Finding:
    return Finding(Kind.act, event.seq, act=event.kind, columns=(what,))
