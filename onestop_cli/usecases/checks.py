"""What an auditor looks for, looked for in the events (domain §7)."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from onestop_cli.core.acts import not_in_future
from onestop_cli.core.checks.facts import Facts, Setback
from onestop_cli.core.checks.findings import Ground, Severity, Subject, Thresholds
from onestop_cli.core.checks.listed import Check, Finding, Gathering
from onestop_cli.core.event_data import read
from onestop_cli.core.file_events import Restored, Settings, file_event
from onestop_cli.core.moments import Clock, When
from onestop_cli.core.periods import Period
from onestop_cli.core.progress import Progress
from onestop_cli.core.settings import YesNo, value_on
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.past import PastOfFile
from onestop_cli.usecases.reports import stand


class Asked(NamedTuple):
    """What is asked: which checks, of which period (None for all that was recorded), at which moments, by which
    thresholds where others than the settings' were typed."""

    checks: Sequence[Check]
    period: Period | None
    as_of: When | None
    known_at: datetime | None
    typed: Mapping[str, str]


class Checked(NamedTuple):
    """What was found, and by what it was looked for.

    Papers recorded late bear marks after event `marks_kept`, the last of an earlier format; 0 where all of them do.
    """

    agency_code: str
    agency_name: str
    is_synthetic: bool
    period: Period | None
    as_of: datetime
    known_at: datetime | None
    thresholds: Thresholds
    checks: Sequence[Check]
    findings: Sequence[Finding]
    n_dossiers: int
    marks_kept: int

    @property
    def n_findings(self) -> int:
        """How many are to be explained."""
        return sum(each.check.severity is Severity.finding for each in self.findings)

    @property
    def n_info(self) -> int:
        """How many are only worth knowing."""
        return len(self.findings) - self.n_findings


def checked(path: Path, clock: Clock, asked: Asked, progress: Progress = lambda _: None) -> Checked:
    """What the checks find of what the file knew, as it stood at an instant. The progress is told events.

    Only the events are read, and what is made of them beside the file. Raises `PeriodNotBegun`, `AsOfOutsidePeriod`,
    `InTheFuture`, `NothingKnown`, `EventsDoNotAddUp`, and as `reading`.
    """
    with reading(path) as connection:
        past = PastOfFile(connection)
        known = stand.known(connection, asked.known_at)
        at = _looked_at(asked, clock())
        thresholds = _thresholds(connection, at.date(), known.position, asked.typed)
        calendar = calendar_store.known(connection, known.position)
        office = settings.office(connection, known.position)
        dated = settings.values(connection, known.position)
        ground = Ground(
            calendar, office, thresholds, at, past, asked.period,
            lambda day: value_on(dated, "slip.required", day) == YesNo.yes,
        )  # fmt: skip
        gathering = Gathering(asked.checks, _facts(connection, known.position), ground)
        n = done = 0
        for _, of_dossier in ledger.events_by_dossier(connection):
            events = list(of_dossier)
            done += len(events)
            subject = Subject.at(known.of(events), at)
            if subject is not None:
                gathering.look(subject)
                n += 1
            progress(done)
        findings = gathering.findings()
        keys = ("agency_code", "agency_name", "synthetic")
        code, name, synthetic = (settings.value(connection, key, at.date(), up_to=known.position) for key in keys)
    told = asked.period, at, asked.known_at, thresholds, asked.checks, findings, n, past.marks_kept
    return Checked(code, name, synthetic == "yes", *told)


def thresholds_in_force(
    path: Path, on: date, known_at: datetime | None, typed: Mapping[str, str] = MappingProxyType({})
) -> Thresholds:
    """The thresholds of a day, as the file knew them at an instant, but for those typed. Raises `NothingKnown`."""
    with reading(path) as connection:
        return _thresholds(connection, on, stand.known(connection, known_at).position, typed)


def _thresholds(connection: sqlite3.Connection, on: date, position: int | None, typed: Mapping[str, str]) -> Thresholds:
    texts = {key: settings.value(connection, key, on, up_to=position) for key in Thresholds._fields}
    return Thresholds.of({**texts, **typed})


def _looked_at(asked: Asked, now: datetime) -> datetime:
    """The instant that is looked at: the period's end or now; the moment asked for."""
    if asked.period is not None:
        return stand.judged_at(asked.period, asked.as_of, asked.known_at, now)
    if asked.as_of is not None:
        return not_in_future(asked.as_of.last_instant(now), now)
    return now if asked.known_at is None else min(asked.known_at, now)


def _facts(connection: sqlite3.Connection, position: int | None) -> Facts:
    """Nothing kept yet, but what the events of the file say."""
    agencies: set[str] = set()
    replaced: dict[str, int] = {}
    for event in ledger.all_events_of_file(connection):
        if position is not None and event.seq > position:
            break
        if event.kind == Restored.kind:
            for series, highest in read(Restored, event.data).series.items():
                replaced[series] = max(highest, replaced.get(series, 0))
        elif event.kind in ("init", "config"):
            said = file_event(event.kind, event.data)
            assert isinstance(said, Settings)
            agencies |= {said.values["agency_code"]} if "agency_code" in said.values else set()
    setbacks = [Setback(*row) for row in ledger.setbacks(connection, position)]
    return Facts(
        frozenset(agencies), replaced, setbacks,
        lambda seq: ledger.personal_fields(connection, seq), lambda seq: ledger.event(connection, seq),
    )  # fmt: skip
