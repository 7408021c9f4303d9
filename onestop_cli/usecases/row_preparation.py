"""What a row of a register becomes, found out before the write lock is held (domain §3.3, §8).

A row that brings a new dossier is told as a life, and written out as its events and its row of the register will be
kept; what only the recording knows (the number of the import, a number to be drawn, links and the time of recording)
is filled in then. Needs no file: everything that rows are checked against lies in a `Preparation`.
"""

import hmac
import json
import marshal
import pickle
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from onestop_cli.core.codes import is_foreign, series
from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.ledger import canonical_json
from onestop_cli.core.limits import Promises
from onestop_cli.core.moments import iso_text
from onestop_cli.core.procedures import Procedure, case_meant, in_force
from onestop_cli.core.quotable import quotable
from onestop_cli.core.register_row import RegisterRow
from onestop_cli.core.row_life import Happened, Origin, RowLife, Rules, first_life
from onestop_cli.core.search_words import json_text, words_of
from onestop_cli.core.tally import days_saved, days_used
from onestop_cli.errors import (
    N_,
    OnestopError,
    ProcedureNotInForce,
    ProcedureRetired,
    RowProblem,
    RowRefused,
    UnknownCase,
)
from onestop_cli.sources import register_csv
from onestop_cli.sources.csv_file import CsvLine
from onestop_cli.store.ledger import Unchained, Written, unchained
from onestop_cli.store.register import Row, row_of

_KEPT = 10_000
"""What was worked out once is kept for so many different cases, so that memory does not grow with the file."""


class Kept(NamedTuple):
    """What is kept of a row until it is recorded, in values that any process can hand on.

    `row` is that of a new dossier, else None; it lacks what is learned by recording (`store.register.Learned`). `again`
    is the row of the file, where what is recorded of it depends on the very moment. `words` are what a new dossier is
    found by, as `core.search_words.json_text` has them.
    """

    acts: Sequence[Written]
    row: Row | None
    again: bytes | None
    words: str = ""

    def written(self) -> bytes:
        """The bytes that `read` makes the same of."""
        return marshal.dumps(([tuple(act) for act in self.acts], self.row, self.again, self.words))

    @classmethod
    def read(cls, written: bytes) -> "Kept":
        return cls._make(marshal.loads(written))


class Prepared(NamedTuple):
    """What is to be recorded of a new dossier, as `Kept` writes it. `is_foreign` is said of a code in the file."""

    written: bytes
    is_due_on_day_off: bool
    is_foreign: bool


class Ahead(NamedTuple):
    """A row made ready before it is known whether the file knows it, as the first of its likes.

    `code` is its own; `digest` and `series` are those of a row without one.
    """

    code: str
    digest: bytes
    series: str
    prepared: tuple[Any, ...]

    def known_by(self, known_by: str) -> Prepared:
        """What is to be recorded where another digest is that of the row."""
        prepared = Prepared._make(self.prepared)
        first = f"{self.digest.hex()}:1"
        if not self.digest or known_by == first:
            return prepared
        kept = Kept.read(prepared.written)
        kind, at, data, *beside = kept.acts[0]
        receipt = kind, at, data.replace(f'"row":"{first}"', f'"row":"{known_by}"', 1), *beside
        return prepared._replace(written=kept._replace(acts=[receipt, *kept.acts[1:]]).written())


class Preparation:
    """Everything that new dossiers are told by: rules, catalogue and agency of a head of the ledger, and the time."""

    def __init__(
        self,
        rules: Rules,
        agencies: list[tuple[date, str]],
        versions: list[Procedure],
        key: bytes,
        now: datetime,
        number: int,
    ) -> None:
        self.rules = rules
        self.now = now
        self.number = number
        """The number of the import, if nothing is recorded meanwhile."""
        self._agencies = agencies
        self._promises = Promises(*rules)
        self._key = key
        self._versions: dict[str, list[Procedure]] = {}
        for version in versions:
            self._versions.setdefault(version.code, []).append(version)
        self._in_force: dict[tuple[str, date], list[Procedure]] = {}
        self._texts: dict[tuple[str, tuple[object, ...]], Unchained] = {}

    def new_dossier(self, row: RegisterRow, code: str, digest: str) -> Prepared:
        """The whole life of a dossier that the file does not know, written out; `code` is for what is refused.

        Raises `ProcedureNotInForce`, `ProcedureRetired`, `CaseNeeded`, `UnknownCase`, and as `first_life`.
        """
        procedure = self._procedure(row)
        origin = Origin(self.number, digest, False)
        try:
            life = first_life(row, "", procedure, self.rules, self.now, origin, self._promises)
        except OnestopError:
            first_life(row, code, procedure, self.rules, self.now, origin)
            raise
        dossier, calendar = life.dossier, self.rules.calendar
        used = saved = None
        if dossier.resolved_at is not None:
            used, saved = days_used(dossier, calendar), days_saved(dossier, calendar)
        today, on = self.now.date(), row.received.on
        is_settled = all(at.date() < today for _, at in life.events)
        kept = Kept(
            self._acts(life, row),
            row_of(dossier, used, saved),
            None if is_settled else pickle.dumps(row),
            json_text(words_of(row.code or "", row.person, dossier.note)),
        )
        return Prepared(
            kept.written(),
            self.is_due_on_day_off(row, dossier),
            row.code is not None and is_foreign(row.code, self.agency(on), on),
        )

    def ahead(self, line: CsvLine | RowProblem) -> Ahead | None:
        """A line made ready, if it can be a new dossier."""
        row = register_csv.row_of(line)
        if isinstance(row, list):
            return None
        digest, in_series = (self.digest(row), self.series(row)) if row.code is None else (b"", "")
        try:
            prepared = self.new_dossier(row, row.code or "", f"{digest.hex()}:1" if digest else "")
        except OnestopError:
            return None
        return Ahead(row.code or "", digest, in_series, tuple(prepared))

    def agency(self, on: date) -> str:
        """The agency's code on a day."""
        for since, code in reversed(self._agencies):
            if since <= on:
                return code
        raise AssertionError("an agency has its code from the first day")

    def series(self, row: RegisterRow) -> str:
        """The series in which a row without a code is numbered."""
        return series(self.agency(row.received.on), row.received.on)

    def digest(self, row: RegisterRow) -> bytes:
        """What a row without a code is known by: its cells, under the file's own key."""
        text = canonical_json({name: value for name, value in row.cells.items() if value})
        return hmac.digest(self._key, text.encode(), "sha256")

    def is_due_on_day_off(self, row: RegisterRow, dossier: Dossier) -> bool:
        """Whether another system put the due date on a day off, which is kept as given."""
        calendar, due_at = self.rules.calendar, dossier.due_at
        if dossier.due_source is not DueSource.foreign or row.due is None or due_at is None:
            return False
        return calendar.first <= due_at.date() <= calendar.last and not calendar.is_working_day(due_at.date())

    def _procedure(self, row: RegisterRow) -> Procedure:
        """The procedure and case of a row in force on its day; an import names procedures by their code only."""
        code, on = row.procedure_code, row.received.on
        current = self._in_force.get((code, on))
        if current is None:
            versions = self._versions.get(code)
            if versions is None:
                raise RowRefused(N_("there is no procedure {code} in the catalogue"), code=quotable(code))
            current = in_force(versions, on)
            if len(self._in_force) < _KEPT:
                self._in_force[code, on] = current
        if not current:
            raise ProcedureNotInForce(code=code, day=on)
        if current[0].retired:
            raise ProcedureRetired(code=code, day=current[0].valid_from)
        try:
            return case_meant(current, row.case)
        except UnknownCase as unknown:
            raise UnknownCase(**{**unknown.values, "case": quotable(row.cells.get("case", ""))}) from None

    def _acts(self, life: RowLife, row: RegisterRow) -> list[Unchained]:
        """The events of a life as they will be kept, the personal fields beside the first."""
        receipt, *later = life.events
        return [unchained(*receipt, row.person._asdict()), *map(self._act, later)]

    def _act(self, happened: Happened) -> Unchained:
        """An act as it will be kept; what many rows say alike is written out once."""
        said, at = happened
        key = said.kind, said
        act = self._texts.get(key)
        if act is None:
            act = unchained(said, at)
            if act.salt is None and len(self._texts) < _KEPT:
                self._texts[key] = act
        return act._replace(occurred_at=iso_text(at))


def renumbered(act: Written, provisional: int, number: int) -> Written:
    """An act that names the import by the number it was given in the end.

    Within a text quotation marks are escaped, so that the key stands nowhere else.
    """
    kind, at, data, *beside = act
    for end in ",}":
        said = data.replace(f'"import":{provisional}{end}', f'"import":{number}{end}', 1)
        if said != data:
            return Unchained(kind, at, said, *beside)
    return act


def as_drawn(act: Written) -> Written:
    """A receipt that says that this file drew its number."""
    kind, at, data, *beside = act
    return Unchained(kind, at, canonical_json({**json.loads(data), "drawn": True}), *beside)
