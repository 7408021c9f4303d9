"""Dossiers as they would be under other settings or with other notices: counted in memory, written nowhere."""

import sqlite3
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.acceptance import acceptance_due_at
from onestop_cli.core.calendar import Calendar, Claim
from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.limits import Promises
from onestop_cli.core.notice_file import RECORDED, LineKind, judged
from onestop_cli.core.office import Office
from onestop_cli.core.settings import supposing
from onestop_cli.core.supposed import counted_anew, with_what_differs
from onestop_cli.core.swaps import Standing
from onestop_cli.errors import BadRows
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, settings


def claims_of_files(connection: sqlite3.Connection, files: Sequence[Path], up_to: int | None) -> list[Claim]:
    """What the notices of files say of days, had they come last of what is known up to a number.

    Every day off is taken: what would be if the office rested on it is what is asked. Raises `BadFile`, `BadRows` with
    every wrong line.
    """
    added: list[Claim] = []
    for place, file in enumerate(files):
        lines, now = read_notices(file), _standing(connection, up_to, added)
        take = {line.day_off for line in lines if line.kind is LineKind.day_off and line.day_off is not None}
        verdicts = judged(lines, now, take)
        if problems := [verdict.problem for verdict in verdicts if verdict.problem]:
            raise BadRows(path=file, count=len({problem.line for problem in problems}), rows=problems)
        said = (claim for verdict in verdicts if verdict.would in RECORDED for claim in verdict.claims)
        added += [claim._replace(seq=ledger.next_seq(connection) + place) for claim in said]
    return added


def _standing(connection: sqlite3.Connection, up_to: int | None, added: Sequence[Claim]) -> Standing:
    """What is said of the days up to a number, and by some claims more."""
    entered = {notice.seq for notice in calendar_store.notices(connection, up_to)}
    said = [*calendar_store.claims(connection, up_to), *added]
    saturdays = settings.office(connection, up_to).working_saturdays()
    return Standing(calendar_store.known(connection, up_to), said, entered, saturdays)


class _Rules(NamedTuple):
    """What dossiers of one office are counted by, and their promises so far, by edition."""

    office: Office
    promises: dict[str, Promises]


class Supposing:
    """Tells dossiers as they would be. Every calendar and every promise is made once."""

    def __init__(
        self, connection: sqlite3.Connection, values: Mapping[str, str], added: Sequence[Claim], up_to: int | None
    ) -> None:
        self._connection, self._values, self._added, self._up_to = connection, values, added, up_to
        self._changes = settings.rule_changes(connection)
        self._calendars: dict[tuple[str, tuple[tuple[date, date | None], ...], bool], Calendar] = {}
        self._rules: dict[int, tuple[_Rules, _Rules]] = {}

    def calendar(self, present: Calendar) -> Calendar:
        """The calendar that days are counted in, in the place of the one that is known."""
        office = supposing(settings.office(self._connection, self._up_to), self._values)
        seq = int(present.edition.partition(":")[0])
        days = calendar_store.days_supposed(self._connection, office, seq, self._added, self._up_to)
        return Calendar.of(days, present.edition)

    def told(self, dossier: Dossier, at: datetime) -> Dossier:
        """A dossier, as it stood at an instant, as it would have stood then. Raises `CalendarGap`."""
        if is_simple(dossier):
            seq = ledger.receipt_alone(self._connection, dossier.code)
            if seq is not None:
                return self._by_receipt(dossier, seq)
        return self.by_events(dossier, at)

    def by_events(self, dossier: Dossier, at: datetime) -> Dossier:
        """The same from its events, whatever its life."""
        events = ledger.dossier_events(self._connection, dossier.code)
        known = [event for event in events if self._up_to is None or event.seq <= self._up_to]
        states: list[Dossier] = []
        for rules, is_supposed in zip(self._rules_of(events[0].seq), (False, True), strict=True):
            calendar_of = partial(self._calendar_of, rules.office, is_supposed)
            state = counted_anew(known, at, calendar_of, rules.office)
            assert state is not None
            states.append(state)
        return with_what_differs(dossier, *states)

    def _calendar_of(self, office: Office, is_supposed: bool, edition: str | None, seq: int) -> Calendar:
        """The calendar of an edition, or known after an event where an act names none."""
        named = edition or calendar_store.edition_at(self._connection, seq)
        return self._calendar(named, office, is_supposed=is_supposed)

    def _by_receipt(self, d: Dossier, seq: int) -> Dossier:
        """The same of a dossier whose dates are all those of its receipt, the event of a number."""
        states: list[Dossier] = []
        for rules, is_supposed in zip(self._rules_of(seq), (False, True), strict=True):
            calendar = self._calendar(d.calendar_edition, rules.office, is_supposed=is_supposed)
            promises = rules.promises.setdefault(d.calendar_edition, Promises(calendar, rules.office))
            due_at, by_law, *_ = promises.of(
                d.received_at, d.time_limit, d.statutory_time_limit, d.start, d.submitted_at
            )
            accepted = acceptance_due_at(calendar, rules.office, d.channel, d.submitted_at)
            states.append(
                d._replace(due_at=due_at, statutory_due_at=by_law, promised_due_at=due_at, acceptance_due_at=accepted)
            )
        return with_what_differs(d, *states)

    def _rules_of(self, receipt_seq: int) -> tuple[_Rules, _Rules]:
        """The office's rules known at the receipt of a number, as they were and as they are supposed."""
        place = bisect_right(self._changes, receipt_seq)
        if place not in self._rules:
            office = settings.office(self._connection, up_to=self._changes[place - 1] if place else 0)
            self._rules[place] = _Rules(office, {}), _Rules(supposing(office, self._values), {})
        return self._rules[place]

    def _calendar(self, edition: str, office: Office, *, is_supposed: bool) -> Calendar:
        """The calendar of an edition as it is for an office's rules."""
        key = edition, tuple(office.working_saturdays()), is_supposed
        if key not in self._calendars:
            added = self._added if is_supposed else ()
            seq = int(edition.partition(":")[0])
            days = calendar_store.days_supposed(self._connection, office, seq, added, self._up_to)
            self._calendars[key] = Calendar.of(days, edition)
        return self._calendars[key]


def is_simple(d: Dossier) -> bool:
    """Whether all dates of a dossier are those of its receipt, if nothing restated them since."""
    is_of_receipt = d.promised_due_at == d.due_at and not d.due_is_day
    return d.due_source is DueSource.engine and not d.suspensions and not d.extensions and is_of_receipt
