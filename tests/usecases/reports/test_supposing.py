"""Lives counted anew, with a change and without one (decision 32)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random

import pytest

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.office import Office
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.supposed import FOLLOWS, counted_anew
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.reports.report import report
from onestop_cli.usecases.reports.what_if import what_if
from onestop_cli.usecases.supposing import Supposing, is_simple
from tests.office import Ward
from tests.usecases.busy_year import Lives
from tests.usecases.reports.asked import month

pytestmark = pytest.mark.slow

CHANGES = (
    {"saturday": "working_day"},
    {"saturday": "hours_only"},
    {"saturday": "off"},
    {"due_time": "11:00"},
    {"due_time": "closing", "cut_off": "09:30"},
    {"hours_tue": "09:00-11:00", "hours_mon": "13:00-18:00"},
    {"outside_hours": "own_day"},
)


def states(ward: Ward) -> Iterator[Dossier]:
    with reading(ward.path) as connection:
        codes = [code for (code,) in connection.execute("SELECT code FROM dossier WHERE status <> 'void'")]
        for code in codes:
            entry = register.entry(connection, code)
            assert entry is not None
            yield entry.dossier


@contextmanager
def supposing(ward: Ward, values: dict[str, str]) -> Iterator[Supposing]:
    with reading(ward.path) as connection:
        yield Supposing(connection, values, [], None)


def lived(ward: Ward, seed: int, steps: int = 250) -> Ward:
    lives = Lives(ward, Random(seed))
    for _ in range(steps):
        lives.step()
    return ward


@pytest.mark.parametrize("seed", range(4))
def test_what_is_counted_anew_without_a_change_is_what_is_recorded(early_ward: Ward, seed: int) -> None:
    ward = lived(early_ward, seed)
    differs: dict[str, list[str]] = {}
    with reading(ward.path) as connection:
        for d in states(ward):
            events = ledger.dossier_events(connection, d.code)
            office = settings.office(connection, up_to=events[0].seq)
            again = counted_anew(events, None, partial(edition, connection, office), office)
            differs[d.code] = [name for name in FOLLOWS if getattr(d, name) != getattr(again, name)]
    assert [code for code, names in differs.items() if names] == []
    assert len(differs) > 5


def edition(connection: sqlite3.Connection, office: Office, named: str | None, seq: int) -> Calendar:
    named = named or calendar_store.edition_at(connection, seq)
    return Calendar.of(calendar_store.days_known_at(connection, office, int(named.partition(":")[0])), named)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_dates_of_a_receipt_need_no_events(busy: Ward, change: dict[str, str]) -> None:
    with supposing(busy, change) as telling:
        pairs = [(telling.told(d, busy.now), telling.by_events(d, busy.now)) for d in states(busy) if is_simple(d)]
    assert len(pairs) > 100
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


@pytest.mark.parametrize("basis", Basis)
def test_what_is_so_already_changes_nothing_of_a_busy_year(busy: Ward, basis: Basis) -> None:
    """Notices came late in it, were not all consented to, and limits were amended."""
    for number in (1, 2, 5):
        request = ReportRequest(month(number), ("month", "procedure"), basis, Granularity.minute, True)
        told = what_if(busy.path, busy.clock, request, {"saturday": "off", "due_time": "closing"}, [])
        plain = report(busy.path, busy.clock, request)
        assert told.what_if is not None
        assert told.what_if.changed == []
        assert [(part.rows, part.total) for part in told.parts] == [(part.rows, part.total) for part in plain.parts]
