"""Printing forms: the facts of a paper from the ledger, and the printing as an act (domain §6, decision 29).

A paper is drawn between two looks at the file, with no lock held; it is recorded only if the dossier is still what was
printed. What is printed is told by the events, never by a row that was bent.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from onestop_cli.core.amendments import erasure
from onestop_cli.core.declines import Declined
from onestop_cli.core.dossier import Entry, Person
from onestop_cli.core.dossier_events import Print
from onestop_cli.core.file_events import DeclinePrint
from onestop_cli.core.forms import Edition, Form, edition_on
from onestop_cli.core.ledger import UNKNOWN, Event
from onestop_cli.core.letterhead import Letterhead, letterhead, said_on
from onestop_cli.core.moments import Clock
from onestop_cli.core.outcomes import Basis
from onestop_cli.core.settings import Dated, value_on
from onestop_cli.core.slips import act_printed, new_promise, printed_before, printed_on
from onestop_cli.errors import ChangedMeanwhile, ErasedHasNoPaper, OnlyDeclineForm, VoidDeclineHasNoPaper
from onestop_cli.sources.editions import editions
from onestop_cli.store import declines as declines_store
from onestop_cli.store import ledger, settings
from onestop_cli.store.database import reading
from onestop_cli.store.register_numbers import register_number
from onestop_cli.usecases import declines
from onestop_cli.usecases.entries import code_meant, present_entry
from onestop_cli.usecases.transaction import Acting, acting, must_be_told_by, recorded, without_and_with


class Paper(NamedTuple):
    """The facts of one paper: the event `act` it is about, the day it is of, and how often it was printed before.

    `promised_at` is the date its slip promises, a day where `promised_is_day`; `seen` the dossier's anchor when it was
    looked at. `register_number` is the dossier's running number in the register of its year, in its `volume`;
    `received_by` who received it.
    """

    form: Form
    edition: Edition
    entry: Entry
    act: Event
    on: date
    head: Letterhead
    n_before: int
    promised_at: datetime | None
    promised_is_day: bool
    register_number: int
    volume: str
    received_by: str
    seen: str
    is_of_dossier: Literal[True] = True

    @property
    def code(self) -> str:
        return self.entry.dossier.code

    @property
    def act_seq(self) -> int:
        return self.act.seq

    @property
    def person(self) -> Person:
        return self.entry.person


class DeclinedPaper(NamedTuple):
    """The facts of a refusal to accept a dossier (form 03); as of a `Paper`."""

    edition: Edition
    declined: Declined
    on: date
    head: Letterhead
    n_before: int
    received_by: str
    seen: str
    form: Form = Form.decline
    is_of_dossier: Literal[False] = False

    @property
    def code(self) -> str:
        return self.declined.number

    @property
    def act_seq(self) -> int:
        return self.declined.seq

    @property
    def person(self) -> Person:
        return self.declined.person


class Printing(NamedTuple):
    """A paper that was printed: as it was seen before, its file (None where it went to the printer), the digest of the
    file's bytes, and the anchor of the printing, None for one that was only looked at; whether it was sent to the
    printer."""

    paper: Paper | DeclinedPaper
    file: Path | None
    digest: str
    anchor: str | None
    is_sent: bool = False


class Look(NamedTuple):
    """What was found in the file: the papers' facts, the folder of the office's own templates, None where it has none,
    and what sends a paper to a printer, empty where nothing does."""

    papers: list[Paper | DeclinedPaper]
    folder: Path | None
    print_command: str


def look(path: Path, clock: Clock, codes: Sequence[str], form: Form | None) -> Look:
    """The facts of a form of dossiers and refusals, each once, in the order typed; how they are drawn and printed.

    Without a form a dossier has its appointment slip, a refusal its own form. Raises `UnknownDossier`,
    `UnknownDecline`, `AmbiguousCode`, `FormDoesNotApply`, `VoidDeclineHasNoPaper`, `ErasedHasNoPaper`,
    `FormNotOfItsDay`, `DossierDiffers`.
    """
    with reading(path) as connection:
        today, dated = clock().date(), settings.values(connection)
        found: dict[str, Paper | DeclinedPaper] = {}
        for text in codes:
            if declines.is_meant(connection, text):
                declined = declines.declined(connection, text, today)
                found.setdefault(declined.number, _declined_paper(connection, declined, form, dated, today))
                continue
            code = code_meant(connection, text, today)
            if code not in found:
                entry = present_entry(connection, code, today)
                found[code] = _paper(connection, entry, form or Form.receipt, dated, today)
        return Look(list(found.values()), _folder(dated, today), value_on(dated, "print.command", today))


def own_folder(path: Path, clock: Clock) -> Path | None:
    """The folder of the office's own templates, None where it has none."""
    with reading(path) as connection:
        return _folder(settings.values(connection), clock().date())


def _folder(dated: Dated, today: date) -> Path | None:
    text = value_on(dated, "forms.dir", today)
    return Path(text) if text else None


def _declined_paper(
    connection: sqlite3.Connection, declined: Declined, form: Form | None, dated: Dated, today: date
) -> DeclinedPaper:
    if form not in (None, Form.decline):
        raise OnlyDeclineForm(code=declined.number)
    if declined.voided is not None:
        raise VoidDeclineHasNoPaper(code=declined.number)
    if declined.erased is not None:
        raise ErasedHasNoPaper(code=declined.number)
    on = declined.declined_at.date()
    edition = edition_on(editions(), Form.decline, on)
    head = letterhead(dated, on, today)
    recording = declines_store.events_of(connection, declined.seq)[0]
    by = _receiver(recording, dated, on) or declined.officer
    return DeclinedPaper(edition, declined, on, head, len(declined.prints), by, declined.anchor)


def _paper(connection: sqlite3.Connection, entry: Entry, form: Form, dated: Dated, today: date) -> Paper:
    dossier = entry.dossier
    events = ledger.dossier_events(connection, dossier.code)
    must_be_told_by(events, dossier)
    if not any(entry.person) and erasure(events) is not None:
        raise ErasedHasNoPaper(code=dossier.code)
    act = act_printed(dossier, form, events)
    on = printed_on(dossier, form)
    receipt = events[0]
    is_new = bool(new_promise(events, dossier, form))
    promised = (dossier.due_at, dossier.due_is_day) if is_new else (dossier.promised_due_at, dossier.promised_is_day)
    year = receipt.occurred_at.year
    return Paper(
        form=form,
        edition=edition_on(editions(), form, on),
        entry=entry,
        act=act,
        on=on,
        head=letterhead(dated, on, today),
        n_before=0 if is_new else len(printed_before(events, form, act.seq)),
        promised_at=promised[0],
        promised_is_day=promised[1],
        register_number=register_number(connection, year, receipt.seq),
        volume=said_on(dated, "register.volume", on) or str(year),
        received_by=(dossier.imported_by is None and _receiver(receipt, dated, on)) or dossier.officer,
        seen=dossier.anchor,
    )


def _receiver(recording: Event, dated: Dated, on: date) -> str:
    """Who sat at the counter, by name: as `officer.login.ACTOR` says it, or as typed; a bare login is no name, and
    where not even that is known there is none."""
    actor = recording.actor
    is_name = actor not in (recording.data.get("login"), UNKNOWN)
    return said_on(dated, f"officer.login.{actor}", on) or (actor if is_name else "")


def record(
    path: Path,
    clock: Clock,
    actor: str,
    printed: Sequence[Paper | DeclinedPaper],
    digest: str,
    made: str,
    copies: int,
) -> list[str]:
    """The printing of the papers of one file is in the ledger, or none of it; the anchor of each printing.

    `digest` is of the file's bytes. Raises `ChangedMeanwhile` where something is not any more what was printed.
    """
    with acting(path, clock, actor) as work:
        return [
            _recorded(work, paper, digest, made, copies)
            if paper.is_of_dossier is True
            else _recorded_declined(work, paper, digest, made, copies)
            for paper in printed
        ]


def _recorded_declined(work: Acting, paper: DeclinedPaper, digest: str, made: str, copies: int) -> str:
    present = declines.declined(work.connection, paper.code, work.book.now.date())
    if present.anchor != paper.seen:
        raise ChangedMeanwhile(code=paper.code)
    said = DeclinePrint(paper.form, paper.edition.name, present.seq, digest, made, copies)
    return work.book.append(said).anchor


def _recorded(work: Acting, paper: Paper, digest: str, made: str, copies: int) -> str:
    code = paper.code
    entry = present_entry(work.connection, code, work.book.now.date())
    before = entry.dossier
    if before.anchor != paper.seen:
        raise ChangedMeanwhile(code=code)
    events = ledger.dossier_events(work.connection, code)
    must_be_told_by(events, before)
    said = Print(paper.form, paper.edition.name, paper.act.seq, digest, made, copies)
    if restated := new_promise(events, before, paper.form):
        said = said._replace(restated=restated)
        after = before._replace(promised_due_at=before.due_at, promised_is_day=before.due_is_day)
        late = without_and_with(work, said, None, before, after, Basis.promised)
        said = said._replace(recorded_late=late is not None)
    return recorded(work, entry, said, work.book.now).dossier.anchor
