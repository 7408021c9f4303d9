"""The one rule that stands in SQL too: a result is judged there as `core.outcomes` judges it."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import product

import pytest

from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.limits import TimeLimit, Unit
from onestop_cli.core.outcomes import Basis, Granularity, outcome
from onestop_cli.store.cells import alike_sql, judged_sql
from onestop_cli.store.schema import MIGRATIONS
from tests.core.dossiers import dossier, resolved
from tests.core.written import at

DUE = at("10/8/2026 17:30")
AROUND = [timedelta(seconds=s) for s in (-86_400, -60, -1, 0, 29, 59, 60, 86_400)]
COLUMNS = (
    "due_at", "promised_due_at", "statutory_due_at", "extended_due_at", "time_limit_unit", "statutory_unit",
    "due_source", "due_is_day", "promised_is_day", "finished_at",
)  # fmt: skip


def every_kind_of_dossier() -> list[Dossier]:
    """Results around the due instant, over all units, sources, days without an hour, letters and missing dates."""
    found: list[Dossier] = []
    units = [TimeLimit(None, unit) for unit in Unit]
    for limit, statutory, source, is_day, around in product(units, units, DueSource, (False, True), AROUND):
        for due_at, extended in product((DUE, None), (None, DUE, DUE + timedelta(days=1))):
            of = dossier(
                due_at=due_at,
                promised_due_at=due_at and due_at + timedelta(minutes=1),
                statutory_due_at=due_at and due_at + timedelta(days=1),
                extended_due_at=extended,
                time_limit=limit,
                statutory_time_limit=statutory,
                due_source=source,
                due_is_day=is_day,
                promised_is_day=is_day,
            )
            found.append(resolved(of, DUE + around))
    return found


DOSSIERS = every_kind_of_dossier()


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("basis", Basis)
def test_sql_judges_as_the_law_does(basis: Basis, granularity: Granularity) -> None:
    rows = [
        (
            *(at and at.isoformat() for at in (d.due_at, d.promised_due_at, d.statutory_due_at, d.extended_due_at)),
            d.time_limit.unit, d.statutory_time_limit.unit, d.due_source, d.due_is_day, d.promised_is_day,
            d.resolved_at and d.resolved_at.isoformat(),
        )
        for d in DOSSIERS
    ]  # fmt: skip
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE dossier ({', '.join(COLUMNS)})")
        connection.executemany(f"INSERT INTO dossier VALUES ({', '.join('?' * len(COLUMNS))})", rows)
        found = connection.execute(f"SELECT {judged_sql(basis, granularity)} FROM dossier ORDER BY rowid").fetchall()
    assert [verdict for (verdict,) in found] == [outcome(d, DUE, basis, granularity) for d in DOSSIERS]


def _in_one_line(sql: str) -> str:
    return " ".join(sql.split())


def test_the_last_format_has_the_rules_as_they_are() -> None:
    """What the migration wrote into files tells finished and open dossiers as the law does, word for word."""
    frozen = _in_one_line((MIGRATIONS / "007_law_of_its_day.sql").read_text(encoding="utf-8"))
    assert f"GENERATED ALWAYS AS ({_in_one_line(alike_sql(Basis.due, Granularity.unit))}) VIRTUAL" in frozen
    assert frozen.count(_in_one_line(judged_sql(Basis.due, Granularity.unit, "finish"))) == 2
