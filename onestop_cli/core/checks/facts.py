"""What is kept of each dossier for the checks that look at all of them: little, so that memory stays small."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.checks.findings import Ground, Subject
from onestop_cli.core.codes import numbered
from onestop_cli.core.dossier import Dossier, Status
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import BY_THE_INSTANT, Unit
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, judged_finish, outcome

Month = tuple[int, int]
"""Year and month."""


class Finish(NamedTuple):
    """A result that was typed with an hour: its event, and the dossier."""

    seq: int
    code: str


class Number(NamedTuple):
    """A number of a series that a dossier bears, the event that received it and the import that brought it."""

    number: int
    seq: int
    code: str
    imported_by: int | None


class Received(NamedTuple):
    """A dossier that is not void, by whom it may be known again: the event that its person lies beside."""

    code: str
    personal_seq: int | None


class VoidDossier(NamedTuple):
    """A dossier that is void: by which event, as it stood before, and whether it was overdue or late then."""

    event: Event
    before: Dossier
    was_late: bool


class Setback(NamedTuple):
    """An event recorded when the clock said less than at the event before it."""

    seq: int
    dossier: str | None
    before: datetime
    after: datetime
    actor: str


class MonthCount(NamedTuple):
    """What happened in a month: receipts, and those closed without a result; results of limits in days, and how many
    were early."""

    received: int = 0
    withdrawn: int = 0
    stopped: int = 0
    void: int = 0
    results: int = 0
    early: int = 0


class Facts:
    """What was kept. `agencies` are the office's own codes, `replaced` the numbers of series that a file replaced by a
    backup had used, `person` the fields of a person beside an event, `event` one by its number."""

    def __init__(
        self,
        agencies: frozenset[str],
        replaced: Mapping[str, int],
        setbacks: Sequence[Setback],
        person: Callable[[int | None], Mapping[str, str]],
        event: Callable[[int], Event | None],
    ) -> None:
        self.agencies, self.replaced, self.setbacks = agencies, replaced, setbacks
        self.person, self.event = person, event
        self.series: dict[str, list[Number]] = {}
        self.doubles: list[tuple[str, int, datetime, str]] = []
        self.received: dict[tuple[str, date], list[Received]] = {}
        self.finishes: dict[datetime, list[Finish]] = {}
        self.voided: list[VoidDossier] = []
        self.months: dict[Month, MonthCount] = {}
        self.imports: dict[int, tuple[int, datetime, str]] = {}

    def keep(self, of: Subject, ground: Ground) -> None:
        """What is worth keeping of a dossier."""
        d, receipt = of.dossier, of.receipt
        self._number(of, receipt)
        if d.imported_by is not None:
            n, at, actor = self.imports.get(d.imported_by, (0, receipt.recorded_at, receipt.actor))
            self.imports[d.imported_by] = n + 1, at, actor
        if d.status is Status.void:
            self._void(of)
            return
        self.received.setdefault((d.procedure_code, d.received_at.date()), []).append(Received(d.code, d.personal_seq))
        self._count(d.received_at, received=1)
        if d.status is Status.withdrawn and d.closed_at is not None:
            self._count(d.closed_at, withdrawn=1)
        elif d.status is Status.stopped and d.closed_at is not None:
            self._count(d.closed_at, stopped=1)
        if d.resolved_at is not None:
            self._result(of, d, d.resolved_at)

    def _number(self, of: Subject, receipt: Event) -> None:
        code = of.dossier.code
        own = numbered(code, is_drawn=bool(receipt.data.get("drawn")))
        if own is not None and own.series.rpartition("-")[0] in self.agencies:
            number = Number(own.number, receipt.seq, code, receipt.data.get("import"))
            self.series.setdefault(own.series, []).append(number)
        again = [event for event in of.events if event.kind == Act.receive][1:]
        self.doubles += [(code, event.seq, event.recorded_at, event.actor) for event in again]

    def _void(self, of: Subject) -> None:
        event = of.last(Act.void)
        before = of.before(event)
        if before is None:
            return
        was_late = outcome(before, event.recorded_at) in (Outcome.overdue, Outcome.late)
        self.voided.append(VoidDossier(event, before, was_late))
        self._count(before.received_at, received=1)
        self._count(event.recorded_at, void=1)

    def _result(self, of: Subject, d: Dossier, at: datetime) -> None:
        event = of.last(Act.resolve)
        if not (d.resolved_is_day or of.is_imported(event)):
            self.finishes.setdefault(at, []).append(Finish(event.seq, d.code))
        if d.time_limit.unit not in BY_THE_INSTANT and d.time_limit.unit is not Unit.none and d.due_at is not None:
            verdict = judged_finish(d, at, Basis.due, Granularity.unit)
            self._count(at, results=1, early=int(verdict is Outcome.early))

    def _count(self, at: datetime, **more: int) -> None:
        month = at.year, at.month
        counted = self.months.get(month) or MonthCount()
        self.months[month] = counted._replace(**{name: getattr(counted, name) + n for name, n in more.items()})
