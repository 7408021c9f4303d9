"""Refusing to accept a dossier at the counter (form 03), and looking such refusals up.

No dossier comes of one, and no figure of a report counts it. What was declined is on disk when it is returned.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acts import receipt_instant
from onestop_cli.core.codes import decline_meant, decline_series
from onestop_cli.core.declines import Declined, as_it_stood, fits, told
from onestop_cli.core.dossier import APPLICANT_KINDS, CHANNELS, Person
from onestop_cli.core.file_events import Decline, DeclineVoid
from onestop_cli.core.filters import Filters
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.moments import Clock, Moments, When, is_day
from onestop_cli.core.procedures import narrowed_to, procedure_meant
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.settings import default_officer, value_on
from onestop_cli.core.text import normalised
from onestop_cli.errors import AmbiguousCode, DeclineReasonNeeded, PrintedSince, UnknownDecline, VoidAlready
from onestop_cli.store import declines as store
from onestop_cli.store import known_time, procedures, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.transaction import acting

_NO_LIMIT = TimeLimit(None, Unit.none)


class Declining(NamedTuple):
    """What a clerk writes down of a dossier that is not accepted. Texts are already normalised."""

    procedure: str
    person: Person
    reason: str
    channel: str = CHANNELS[0]
    officer: str = ""
    when: When | None = None
    case: str = ""
    applicant_kind: str = APPLICANT_KINDS[0]


def decline(path: Path, clock: Clock, actor: str, asked: Declining) -> Declined:
    """The refusal is in the ledger under the next number of its day; no dossier is.

    A bare day stands for its opening hour. Raises `DeclineReasonNeeded`, `UnknownProcedure`, `AmbiguousProcedure`,
    `ProcedureNotInForce`, `CaseNeeded`, `UnknownCase`, `TwoCases`, `InTheFuture`, `PseudonymGiven`, `SeriesFull`.
    """
    if not asked.reason:
        raise DeclineReasonNeeded
    must_be_named(asked.person._asdict())
    with acting(path, clock, actor, is_receipt=True) as work:
        now = work.book.now
        day = asked.when.on if asked.when else now.date()
        procedure = procedure_meant(asked.procedure, work.versions, day, asked.case)
        at = receipt_instant(asked.when, now, work.calendar, work.office, _NO_LIMIT)
        in_series = decline_series(value_on(work.dated, "agency_code", at.date()), at.date())
        said = Decline(
            store.next_number(work.connection, in_series),
            procedure.code,
            procedure.name,
            procedure.field,
            asked.channel,
            asked.officer or default_officer(work.dated, work.actor, procedure.code, at.date()),
            asked.reason,
            procedure.case,
            is_day(asked.when),
            asked.applicant_kind,
        )
        event = work.book.append(said, occurred_at=at, personal=asked.person._asdict())
        return told([event], asked.person)


def void(path: Path, clock: Clock, actor: str, text: str, note: str, *, apply: bool = False) -> Declined | None:
    """The refusal meant was recorded by mistake: it is void, and its number stays used. None as `show`.

    Raises `UnknownDecline`, `AmbiguousCode`, `VoidAlready`, and without `apply` `PrintedSince`.
    """
    if decline_meant(normalised(text)) is None:
        return None
    with acting(path, clock, actor) as work:
        if not is_meant(work.connection, text):
            return None
        today = work.book.now.date()
        before = declined(work.connection, text, today)
        if before.voided is not None:
            raise VoidAlready(code=before.number)
        if before.prints and not apply:
            raise PrintedSince(code=before.number, procedure=before.procedure_name)
        work.book.append(DeclineVoid(before.seq, note))
        return declined(work.connection, before.number, today)


def declined(connection: sqlite3.Connection, text: str, today: date, up_to: int | None = None) -> Declined:
    """The refusal meant by its number: whole, by its last segments, or `TC-1` of today; in any case.

    Known up to the event of a number, where one is given. Raises `UnknownDecline`, `AmbiguousCode`.
    """
    text = normalised(text)
    found = store.meant(connection, text, today, settings.value(connection, "agency_code", today), up_to)
    if not found:
        raise UnknownDecline(text=text)
    if len(found) > 1:
        raise AmbiguousCode(text=text, count=len(found), codes=", ".join(each.number for each in found))
    return found[0]


def is_meant(connection: sqlite3.Connection, text: str) -> bool:
    """Whether a text is to be read as a refusal's number: it is like one, and is no dossier's code as it stands."""
    text = normalised(text)
    return decline_meant(text) is not None and not register.has_code(connection, text)


def show(path: Path, clock: Clock, text: str, moments: Moments) -> Declined | None:
    """The refusal meant as it was known; None where no refusal's number was typed.

    Raises `UnknownDecline` for one not there, or not yet, and `AmbiguousCode`.
    """
    if decline_meant(normalised(text)) is None:
        return None
    with reading(path) as connection:
        return _known(connection, clock, text, moments)


class Story(NamedTuple):
    """A refusal with its events in order: its recording, printings, void, erasures."""

    declined: Declined
    events: Sequence[Event]


def history(path: Path, clock: Clock, text: str, moments: Moments) -> Story | None:
    """A refusal and its events. As `show`."""
    if decline_meant(normalised(text)) is None:
        return None
    with reading(path) as connection:
        found = _known(connection, clock, text, moments)
        if found is None:
            return None
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        return Story(found, store.events_of(connection, found.seq, up_to))


def _known(connection: sqlite3.Connection, clock: Clock, text: str, moments: Moments) -> Declined | None:
    if not is_meant(connection, text):
        return None
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    found = as_it_stood(declined(connection, text, clock().date(), up_to), moments.as_of)
    if found is None:
        raise UnknownDecline(text=text)
    return found


class Listing(NamedTuple):
    """The refusals that fit, the newest first, and how many there are with those left out."""

    declined: Sequence[Declined]
    n_all: int

    @property
    def was_cut(self) -> bool:
        return self.n_all > len(self.declined)


def listed(path: Path, filters: Filters, procedure: str | None, limit: int | None, moments: Moments) -> Listing:
    """The refusals that fit, at most `limit`. Raises `UnknownProcedure`, `AmbiguousProcedure`, `UnknownCase`."""
    with reading(path) as connection:
        if procedure is not None:
            code, case = narrowed_to(procedure, procedures.versions(connection))
            filters = filters._replace(procedure_code=code, case=case)
        up_to = known_time.last_seq_known_at(connection, moments.known_at)
        found = _stood(store.newest_first(connection, filters.received, up_to), moments.as_of)
        fitting = (each for each in found if fits(each, filters))
        shown = list(islice(fitting, limit))
        return Listing(shown, len(shown) + sum(1 for _ in fitting))


def of_day(connection: sqlite3.Connection, on: date, as_of: datetime | None, up_to: int | None) -> list[Declined]:
    """The refusals of a day that held at an instant, of what was recorded up to the event of a number."""
    return list(_holding(store.oldest_first(connection, (on, on), up_to), as_of))


def of_all_days(connection: sqlite3.Connection, moments: Moments, since: int | None) -> Iterator[Declined]:
    """Every refusal that holds in the order of days, as known; with `since` those of which something was recorded after
    it."""
    up_to = known_time.last_seq_known_at(connection, moments.known_at)
    for each in _holding(store.oldest_first(connection, (None, None), up_to), moments.as_of):
        if since is None or int(each.anchor.partition(":")[0]) > since:
            yield each


def _stood(refusals: Iterable[Declined], as_of: datetime | None) -> Iterator[Declined]:
    return (each for each in (as_it_stood(each, as_of) for each in refusals) if each is not None)


def _holding(refusals: Iterable[Declined], as_of: datetime | None) -> Iterator[Declined]:
    return (each for each in _stood(refusals, as_of) if each.voided is None)
