"""The views other programs read: what they say is what the events add up to, and reading them changes nothing."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from onestop_cli.core.dossier import PERSONAL_FIELDS
from onestop_cli.core.life import fold
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import Outcome, outcome
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from tests.office import Ward, opened
from tests.usecases.busy_year import busy_year

pytestmark = pytest.mark.slow

VIEWS = ("v_register", "v_event", "v_dossier_outcome")
SEEDS = ("xem", "nhìn")


@pytest.fixture(scope="module")
def wards(register: Ward, tmp_path_factory: pytest.TempPathFactory) -> list[Ward]:
    """The varied register and two busy years."""
    files = [tmp_path_factory.mktemp("busy") / "onestop.db" for _ in SEEDS]
    return [register, *(busy_year(Ward(opened(file)), seed, 160) for file, seed in zip(files, SEEDS, strict=True))]


def _rows(ward: Ward, view: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{quote(str(ward.path))}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {view}")]


def test_every_outcome_there_is_is_seen(wards: list[Ward]) -> None:
    assert {row["outcome"] for row in _rows(wards[0], "v_dossier_outcome")} == set(Outcome)


def test_an_outcome_is_that_of_the_events_at_the_last_of_them(wards: list[Ward]) -> None:
    for ward in wards:
        ((head,),) = ward.ask("SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1")
        found = _rows(ward, "v_dossier_outcome")
        assert {row["judged_at"] for row in found} == {head}
        told: dict[str, str] = {}
        with reading(ward.path) as connection:
            for code, events in ledger.events_by_dossier(connection):
                dossier = fold(events)
                verdict = outcome(dossier, datetime.fromisoformat(head)) if dossier else None
                if verdict is not None:
                    told[code] = verdict.value
        assert {row["code"]: row["outcome"] for row in found} == told


def test_the_working_days_are_those_of_the_calendar(wards: list[Ward]) -> None:
    for ward in wards:
        with reading(ward.path) as connection:
            calendar = calendar_store.load(connection)
        for row in _rows(ward, "v_dossier_outcome"):
            if row["status"] not in ("resolved", "delivered"):
                assert (row["working_days"], row["saved_days"]) == (None, None)
            elif row["statutory_due_at"] is None:
                assert row["saved_days"] is None
            else:
                days = (datetime.fromisoformat(row[name]).date() for name in ("finished_at", "statutory_due_at"))
                assert row["saved_days"] == calendar.working_days_between(*days)


def test_the_register_is_what_the_events_add_up_to(wards: list[Ward]) -> None:
    for ward in wards:
        found = {row["code"]: row for row in _rows(ward, "v_register")}
        with reading(ward.path) as connection:
            folded = [fold(events) for _, events in ledger.events_by_dossier(connection)]
        dossiers = {d.code: d for d in folded if d is not None and d.status != "void"}
        assert found.keys() == dossiers.keys()
        texts = ("procedure_code", "procedure_name", "field", "channel", "copies", "fee", "officer", "status",
                 "result", "delivery_method", "rule_version", "calendar_edition", "anchor")  # fmt: skip
        moments = ("received_at", "promised_due_at", "due_at", "statutory_due_at", "extended_due_at", "resolved_at",
                   "delivered_at", "closed_at")  # fmt: skip
        for code, d in dossiers.items():
            row = found[code]
            assert {name: row[name] for name in texts} == {name: getattr(d, name) for name in texts}
            assert {name: row[name] for name in moments} == {name: iso(getattr(d, name)) for name in moments}
            assert len(json.loads(row["suspensions"])) == len(d.suspensions)
            assert len(json.loads(row["extensions"])) == len(d.extensions)


def test_void_dossiers_are_in_the_ledger_only(wards: list[Ward]) -> None:
    for ward in wards:
        void = {code for (code,) in ward.ask("SELECT code FROM dossier WHERE status = 'void'")}
        assert void or ward is not wards[0]
        for view in ("v_register", "v_dossier_outcome"):
            assert not void & {row["code"] for row in _rows(ward, view)}
        assert void <= {row["dossier"] for row in _rows(ward, "v_event")}


def test_the_ledger_is_there_event_by_event(wards: list[Ward]) -> None:
    for ward in wards:
        names = "seq, dossier, kind, occurred_at, recorded_at, actor, data, hash"
        rows = [tuple(row.values()) for row in _rows(ward, "v_event")]
        assert sorted(rows) == ward.ask(f"SELECT {names} FROM event ORDER BY seq")


def test_no_view_holds_personal_data(register: Ward) -> None:
    known = register.ask("SELECT fields FROM personal")
    values = {value for (fields,) in known for value in json.loads(fields).values() if value}
    rows = [row for view in VIEWS for row in _rows(register, view)]
    assert not {name for row in rows for name in row} & {*PERSONAL_FIELDS, "personal", "search", "salt"}
    # the texts typed into every column at once are in the note and the officer too, so they tell nothing here
    told = {value for value in values if value.startswith(("Lò Văn Thử", "0010990", "09870", "Ngõ ", "kin"))}
    assert len(told) > 200
    text = json.dumps(rows, ensure_ascii=False)
    assert [value for value in told if value in text] == []


# --- other programs ----------------------------------------------------------------------------------


def _read_only(folder: Path, ward: Ward) -> Path:
    """A copy of the file as it lies when nobody has it open."""
    beside = ward.path.with_name(f"{ward.path.name}-wal")
    assert not beside.exists() or beside.stat().st_size == 0
    return Path(shutil.copy(ward.path, folder / "onestop.db"))


def _asked(path: Path, question: str, *options: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "datasette", *options, str(path), "--get", question],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.usefixtures("datasette")
def test_datasette_turns_the_pages_of_a_view(view: str, register: Ward, tmp_path: Path) -> None:
    path = _read_only(tmp_path, register)
    before = path.read_bytes()
    answer = _asked(path, f"/onestop/{view}.json?_size=10&_shape=objects&_extra=count")
    expected = [dict(row) for row in _rows(register, view)]
    assert len(answer["rows"]) == 10
    assert answer["rows"] == expected[:10]
    assert path.read_bytes() == before


@pytest.mark.usefixtures("datasette")
def test_datasette_counts_outcomes_in_a_file_that_cannot_change(register: Ward, tmp_path: Path) -> None:
    path = _read_only(tmp_path, register)
    before = path.read_bytes()
    answer = _asked(path, "/onestop/v_dossier_outcome.json?_facet=outcome&_size=1", "--immutable")
    facets = {each["value"]: each["count"] for each in answer["facet_results"]["outcome"]["results"]}
    assert facets == Counter(row["outcome"] for row in _rows(register, "v_dossier_outcome"))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["onestop.db"], "nothing is left beside it"


@pytest.mark.parametrize("mode", ["mode=ro", "mode=ro&immutable=1"])
def test_reading_the_views_changes_no_byte(mode: str, register: Ward, tmp_path: Path) -> None:
    path = _read_only(tmp_path, register)
    before = path.read_bytes()
    with closing(sqlite3.connect(f"file:{path}?{mode}", uri=True)) as connection:
        for view in VIEWS:
            assert connection.execute(f"SELECT count(*) FROM {view}").fetchone() > (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM dossier")
    assert path.read_bytes() == before
    assert register.path.read_bytes() == before


def test_a_view_takes_no_change(register: Ward, tmp_path: Path) -> None:
    path = _read_only(tmp_path, register)
    with closing(sqlite3.connect(path)) as connection:
        for view in VIEWS:
            with pytest.raises(sqlite3.OperationalError, match="is a view"):
                connection.execute(f"DELETE FROM {view}")
