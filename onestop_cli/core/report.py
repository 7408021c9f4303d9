"""What the reports are made of: what is asked, a head that says what the figures rest on, parts with their rows.

Values only; `usecases.reports` counts them, `output.reports` draws them (domain §4.1).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from onestop_cli.core.calendar import Claim
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.marks import Marks
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, Yardstick
from onestop_cli.core.periods import SPLITS, Period
from onestop_cli.core.tally import Cell, Identity, Key, Row, identities

DIMENSIONS = {
    "procedure": "procedure_code", "field": "field", "officer": "officer", "channel": "channel",
    "receiving_unit": "receiving_unit",
}  # fmt: skip
"""The columns a report can be broken down by."""
BY = (*DIMENSIONS, *SPLITS, "none")
INDEX_BY = (*DIMENSIONS, "none")
"""What the lines of the national index can be: it is one figure of a period, not of its parts."""


class Slice(NamedTuple):
    """A period and the instant within it that it is judged at."""

    period: Period
    at: datetime


class Assumption(NamedTuple):
    """What a report supposes, all the rest being as it is: settings on all days, each with the value it has when the
    report is judged, and days of notice files."""

    settings: tuple[tuple[str, str, str], ...] = ()
    days: tuple[Claim, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What is supposed, as it is typed; a day with what it is."""
        settings = (f"{key}={value}" for key, value, _ in self.settings)
        return (*settings, *(f"{each.on.isoformat()}={each.kind.value}" for each in self.days))


class Head(NamedTuple):
    """What the figures of a report rest on. `known_at` is None where everything is known.

    `strict` tells that papers recorded late are left out, `marks` what was written after the fact. `office_name` is
    what the one-stop shop called itself then; `assumed` what the figures suppose, where it is no report of what is;
    `signature` the lines of whoever signs it, as set.
    """

    agency_code: str
    agency_name: str
    is_synthetic: bool
    period: Period
    as_of: datetime
    known_at: datetime | None
    basis: Basis
    granularity: Granularity
    calendar_edition: str
    strict: bool
    marks: Marks
    office_name: str = ""
    assumed: Assumption | None = None
    signature: str = ""


class Listed(NamedTuple):
    """What is listed of a dossier behind a figure, as it stood for it; `due_at` is the date it is judged by.

    When it was received and finished are days where no hour was typed.
    """

    code: str
    procedure_name: str
    field: str
    officer: str
    applicant: str
    channel: str
    status: Status
    received_at: date
    due_at: datetime | None
    finished_at: date | None

    @classmethod
    def of(cls, d: Dossier, applicant: str, due_at: datetime | None) -> "Listed":
        """What is listed of a dossier as it stands, with the date it is judged by."""
        received = d.received_at.date() if d.received_is_day else d.received_at
        is_day = d.resolved_is_day or d.closed_is_day
        finished = d.finished_at.date() if d.finished_at and is_day else d.finished_at
        named = d.code, d.procedure_name, d.field, d.officer, applicant, d.channel, d.status
        return cls(*named, received, due_at, finished)


class Member(NamedTuple):
    """A dossier behind a row: the row's key, what is listed of it, and its cell."""

    key: Key
    dossier: Listed
    cell: Cell


class Question(NamedTuple):
    """What every report is asked."""

    period: Period
    basis: Basis
    granularity: Granularity
    as_of: When | None
    known_at: datetime | None
    strict: bool = False


class ReportRequest(NamedTuple):
    """What is asked. `by` holds at most two dimensions; `cumulative` adds the figures since the year began.

    `with_members` asks for the dossiers behind the figures; `strict` leaves papers recorded late out (§3.3).
    """

    period: Period
    by: tuple[str, ...]
    basis: Basis
    granularity: Granularity
    cumulative: bool
    as_of: When | None = None
    known_at: datetime | None = None
    with_members: bool = False
    strict: bool = False

    @classmethod
    def of(cls, asked: Question, by: tuple[str, ...], *, cumulative: bool = False) -> "ReportRequest":
        """The request of a question, broken down."""
        judged = asked.basis, asked.granularity, cumulative, asked.as_of, asked.known_at
        return cls(asked.period, by, *judged, strict=asked.strict)


class Part(NamedTuple):
    """The rows and the total of one period.

    `spans` are the months, weeks or days in the keys, `sequence` their totals one after another, the empty ones too;
    `chain` holds the sums that these keep.
    """

    period: Period
    rows: list[Row]
    total: Row
    sequence: Sequence[Row] = ()
    chain: tuple[Identity, ...] = ()
    spans: Mapping[Key, Period] = MappingProxyType({})
    members: Sequence[Member] = ()

    @property
    def identities(self) -> tuple[Identity, ...]:
        return identities(self.total)


class Changed(NamedTuple):
    """A dossier that an assumption changes in a period: what is listed of it, with its date as it is; the date it would
    have; its outcome, and the one it would have."""

    dossier: Listed
    due_at: datetime | None
    outcome: Outcome
    would_be: Outcome


class WhatIf(NamedTuple):
    """What an assumption changes: the parts as they are, and the dossiers of the period that change, by code."""

    plain: Part
    plain_cumulative: Part | None
    changed: Sequence[Changed]

    @property
    def later(self) -> int:
        """How many would be due later, or at all."""
        return sum(_is_later(each.dossier.due_at, each.due_at) for each in self.changed)

    @property
    def earlier(self) -> int:
        return sum(_is_later(each.due_at, each.dossier.due_at) for each in self.changed)

    @property
    def others(self) -> int:
        """How many would be told otherwise, though due at the same instant."""
        return len(self.changed) - self.earlier - self.later


def _is_later(before: datetime | None, after: datetime | None) -> bool:
    return after is not None and (before is None or after > before)


class Report(NamedTuple):
    """A report with everything it rests on. `names` are those of procedures; `what_if` what its assumption changes."""

    head: Head
    request: ReportRequest
    part: Part
    cumulative: Part | None
    names: dict[str, str]
    what_if: WhatIf | None = None

    @property
    def parts(self) -> list[Part]:
        """The period's part, and the cumulative one where there is one."""
        return [self.part] if self.cumulative is None else [self.part, self.cumulative]


class Differing(NamedTuple):
    """A dossier that yardsticks tell differently: its row's key, what is listed of it, and by each the date it is
    judged by and its outcome."""

    key: Key
    dossier: Listed
    told: Sequence[tuple[datetime | None, Outcome]]


class SideBySide(NamedTuple):
    """A period counted by several yardsticks at once, a part for each; all parts have the same rows.

    `differing` are the dossiers that these do not all tell alike, where they were asked for.
    """

    head: Head
    request: ReportRequest
    yardsticks: Sequence[Yardstick]
    parts: Sequence[Part]
    names: dict[str, str]
    differing: Sequence[Differing] = ()
