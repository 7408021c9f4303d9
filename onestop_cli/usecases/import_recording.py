"""Recording a drafted import while the write lock is held: numbers, links, rows; nothing is read from outside here.

What happened on the day of the import or later is told again by the clock of the recording, as is what goes on with a
dossier of the file: it is recorded as if it had been typed then.
"""

import pickle
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from onestop_cli.core.codes import Numbered, is_told_drawn
from onestop_cli.core.dossier import Entry
from onestop_cli.core.file_events import Import
from onestop_cli.core.ledger import anchor
from onestop_cli.core.life import apply
from onestop_cli.core.quotable import row_problem
from onestop_cli.core.register_row import RegisterRow
from onestop_cli.core.search_words import with_those_of
from onestop_cli.errors import OnestopError, RowProblem, StoreProblem
from onestop_cli.store import ledger, register
from onestop_cli.store.found_words import Gathering
from onestop_cli.store.ledger import Ledger, Unchained, Written
from onestop_cli.store.projection import project
from onestop_cli.store.register import Learned, Row
from onestop_cli.usecases.entries import person
from onestop_cli.usecases.import_draft import Draft, ToRecord, continued_life, preparation
from onestop_cli.usecases.row_preparation import Kept, as_drawn, renumbered
from onestop_cli.usecases.transaction import known_now

_AT_ONCE = 100
"""The new dossiers written in one go."""


class _New(NamedTuple):
    """A new dossier on its way into the file."""

    code: str
    own: Numbered | None
    digest: str
    acts: Sequence[Written]
    row: Row
    words: str


class Recording:
    """A draft being recorded after an event that says so."""

    def __init__(self, connection: sqlite3.Connection, book: Ledger, draft: Draft, digest: str) -> None:
        self._connection = connection
        self._book = book
        self._draft = draft
        self.seq = book.append(Import(digest)).seq
        self._preparation = preparation(connection, book.now, self.seq)
        self._known_at = known_now(connection, book.now)
        self._new: list[_New] = []
        self._codes: set[str] = set()
        self._numbers = register.Numbers(connection, self._codes.__contains__)
        self._words = Gathering(connection)

    def record(self) -> list[RowProblem]:
        """Everything of the draft is in the ledger and in the register; or what, by now, is wrong with rows of it."""
        problems: list[RowProblem] = []
        for kept in map(ToRecord._make, self._draft.spool):
            try:
                self._take(kept)
            except StoreProblem:
                raise
            except OnestopError as problem:
                problems.append(row_problem(kept.line, problem))
        self._write()
        self._words.write()
        return problems

    def _take(self, kept: ToRecord) -> None:
        told, row, again, words = Kept.read(kept.written)
        if row is None:
            assert again is not None
            self._write()
            self._continue(pickle.loads(again))
            return
        drawn = self._numbers.next(kept.series) if kept.series else None
        code = kept.code if drawn is None else drawn.code
        provisional = self._draft.preparation.number
        if again is not None:
            prepared = self._preparation.new_dossier(pickle.loads(again), code, kept.digest)
            told, row, _, words = Kept.read(prepared.written)
            assert row is not None
            provisional = self.seq
        acts = told if provisional == self.seq else [renumbered(act, provisional, self.seq) for act in told]
        own: Numbered | None
        if drawn is None:
            own = self._numbers.use_code(code)
        else:
            own = drawn.own
            self._numbers.use(own)
            if is_told_drawn(own.number):
                acts = [as_drawn(acts[0]), *acts[1:]]
        self._new.append(_New(code, own, kept.digest, acts, row, with_those_of(code, words) if drawn else words))
        self._codes.add(code)
        if len(self._new) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        """The new dossiers gathered so far are in the file."""
        places = self._book.append_all((new.code, new.acts) for new in self._new)
        rows: list[tuple[Row, Learned]] = []
        for new, (first, last) in zip(self._new, places, strict=True):
            beside = None if Unchained._make(new.acts[0]).salt is None else first
            learned = Learned(new.code, new.own, self.seq, self._book.recorded_at, anchor(*last), beside)
            rows.append((new.row, learned))
        register.insert(self._connection, rows)
        self._words.add([(first, new.words) for new, (first, _) in zip(self._new, places, strict=True)])
        register.remember_imported(self._connection, ((new.digest, new.code) for new in self._new if new.digest))
        self._new.clear()
        self._codes.clear()

    def _continue(self, row: RegisterRow) -> None:
        """Later acts of a dossier of the file are in it."""
        assert row.code is not None
        known = register.entry(self._connection, row.code)
        events = ledger.dossier_events(self._connection, row.code)
        assert known is not None
        first = Entry(apply(None, events[0]), person(self._connection, events[0].seq))
        by = self._preparation
        for said, at in continued_life(self._connection, by, row, known, first, events, self._known_at).events:
            self._book.append(said, dossier=row.code, occurred_at=at)
        project(self._connection, ledger.dossier_events(self._connection, row.code), by.rules.calendar)
