"""What a check looks at, and what it finds: values (domain §7).

A check of one dossier is a function of a `Subject` and the `Ground`; one of the whole stream is a function of the
`Facts` that were kept of each (`core.checks.facts`). What is found bears the values of the check's sentence.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import events_in_force, seen
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.office import Office, Stretches
from onestop_cli.core.periods import Period
from onestop_cli.core.settings import duty_hours
from onestop_cli.core.steps import Past, Step, steps
from onestop_cli.errors import CalendarGap

Value = str | int | float | date | None
"""A value of a sentence: a text or word, a number, a day, an instant."""


class Severity(StrEnum):
    """Whether something is to be explained (`finding`), or only worth knowing (`info`)."""

    finding = "finding"
    info = "info"


class Thresholds(NamedTuple):
    """How much is too much: the settings of the checks, under their keys (`core.settings`).

    `duty_hours` None are the office's own hours.
    """

    overdue_days: int = 5
    not_delivered_days: int = 30
    entry_days: int = 2
    suspension_days: int = 60
    same_second: int = 10
    clock_back_seconds: int = 120
    closed_percent: int = 10
    closed_least: int = 5
    all_early: int = 200
    duty_hours: Stretches | None = None

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "Thresholds":
        """The thresholds of settings' texts."""
        numbers = {key: int(text) for key, text in texts.items() if key != "duty_hours"}
        return cls(**numbers, duty_hours=duty_hours(texts["duty_hours"]))


class Ground(NamedTuple):
    """What the checks stand on: the calendar and the office's rules, the thresholds, and the instant looked at.

    `past` is what the file knew after each event, None where dates are not derived again; `period` is None where all
    that was recorded is looked at. `needs_slip` is whether a slip was to be given for what is received on a day.
    """

    calendar: Calendar
    office: Office
    thresholds: Thresholds
    at: datetime
    past: Past | None = None
    period: Period | None = None
    needs_slip: Callable[[date], bool] = lambda _day: False

    def days_between(self, after: date, until: date) -> int | None:
        """Working days in (after, until]; None where the calendar of then is not loaded."""
        try:
            return self.calendar.working_days_between(after, min(until, self.calendar.last))
        except CalendarGap:
            return None

    def has(self, recorded_at: datetime) -> bool:
        """Whether what was recorded at an instant is looked at."""
        period = self.period
        return period is None or period.first_second <= recorded_at <= period.last_second


class Found(NamedTuple):
    """What a check found: at which events, and the values of its sentence.

    The instants and the actor are those of the event that it hangs on. What is told as it stands at the end
    (`stands`) is looked at whenever it was recorded. `group` is what makes several one line; `since` puts it in its
    place among the others where the event's own instant does not.
    """

    values: Mapping[str, Value]
    dossiers: tuple[str, ...] = ()
    seqs: tuple[int, ...] = ()
    occurred_at: datetime | None = None
    recorded_at: datetime | None = None
    actor: str | None = None
    stands: bool = False
    group: tuple[Value, ...] = ()
    since: datetime | None = None


def hand(event: Event) -> tuple[datetime, str]:
    """What the events of one command have in common: when they were recorded, and by whom."""
    return event.recorded_at, event.actor


class Subject:
    """One dossier: its known events, those of them that occurred by the instant looked at, and its state by these.

    `events` are in the order of their numbers and as they were typed, `steps` the states one after another.
    """

    def __init__(self, known: Sequence[Event], events: Sequence[Event], dossier: Dossier, told: Sequence[Step]) -> None:
        self.known, self.events, self.dossier, self.steps = known, events, dossier, told

    @classmethod
    def at(cls, known: Sequence[Event], at: datetime) -> "Subject | None":
        """The dossier of some events as it stood at an instant; None if it was not received by then."""
        told = steps(known)
        is_all = all(event.occurred_at <= at for event in known) and not _restates(known)
        dossier = (told[-1].after if told else None) if is_all else fold(known, at)
        if dossier is None:
            return None
        return cls(known, known if is_all else seen(known, at, None), dossier, told)

    @cached_property
    def in_force(self) -> Sequence[Event]:
        """The events that no undo takes back."""
        return events_in_force(self.events) if any(e.kind == Act.undo for e in self.events) else self.events

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of the events in force."""
        return frozenset(event.kind for event in self.in_force)

    @property
    def receipt(self) -> Event:
        """The event that received it."""
        return next(event for event in self.events if event.kind == Act.receive)

    def of(self, kind: Act) -> list[Event]:
        """The events in force of a kind, in the order of their numbers."""
        return [event for event in self.in_force if event.kind == kind] if kind in self.kinds else []

    def last(self, *kinds: Act) -> Event:
        """The last event in force of some kinds."""
        return next(event for event in reversed(self.in_force) if event.kind in kinds)

    def is_imported(self, event: Event) -> bool:
        """Whether an import brought an event; before format 6 its acts bear no number, but its very second."""
        of_import = self.dossier.imported_by is not None and event.recorded_at == self.dossier.recorded_at
        return "import" in event.data or of_import

    def before(self, event: Event) -> Dossier | None:
        """The state that was known before an event was recorded."""
        return fold(self.events, up_to=event.seq - 1)

    def found(self, event: Event, *, at: datetime | None = None, **values: Value) -> Found:
        """Something found at an event; `at` where it is told otherwise since when that occurred."""
        occurred_at = at or event.occurred_at
        return Found(values, (self.dossier.code,), (event.seq,), occurred_at, event.recorded_at, event.actor)


def _restates(events: Sequence[Event]) -> bool:
    return any(event.kind in (Act.correct, Act.move, Act.undo) for event in events)


OfDossier = Callable[[Subject, Ground], Iterator[Found]]
