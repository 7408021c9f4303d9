"""Lives counted anew, with a change and without one (decision 32)."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest

from onestop_cli.core.dossier import Dossier
from onestop_cli.core.supposed import FOLLOWS, counted_anew
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger, register, settings
from onestop_cli.store.database import reading
from onestop_cli.usecases.supposing import Supposing, is_simple
from tests.office import Ward
from tests.usecases.busy_year import Lives

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


def lived(ward: Ward, seed: int, steps: int = 90) -> Ward:
    lives = Lives(ward, Random(seed))
    for _ in range(steps):
        lives.step()
    return ward


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_anew_without_a_change_is_what_is_recorded(early_ward: Ward, seed: int) -> None:
    ward, differs = lived(early_ward, seed), dict[str, object]()
    with reading(ward.path) as connection:
        for d in states(ward):
            events = ledger.dossier_events(connection, d.code)
            office = settings.office(connection, up_to=events[0].seq)

            def calendar_of(edition: str | None, seq: int, office: object = office) -> object:
                named = edition or calendar_store.edition_at(connection, seq)
                days = calendar_store.days_known_at(connection, office, int(named.partition(":")[0]))
                from onestop_cli.core.calendar import Calendar

                return Calendar.of(days, named)

            again = counted_anew(events, None, calendar_of, office)
            told = {n: (getattr(d, n), getattr(again, n)) for n in FOLLOWS if getattr(d, n) != getattr(again, n)}
            if told:
                differs[d.code] = told, [(e.seq, e.kind) for e in events]
    assert not differs


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_dates_of_a_receipt_need_no_events(busy: Ward, change: dict[str, str]) -> None:
    with supposing(busy, change) as telling:
        pairs = [(telling.told(d, busy.now), telling.by_events(d, busy.now)) for d in states(busy) if is_simple(d)]
    assert len(pairs) > 100
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
