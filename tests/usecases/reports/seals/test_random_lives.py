"""Seals of random lives: what was sealed and the adjustments listed make the present figures."""

import shutil
import sqlite3
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.core.seals import digest, digested
from onestop_cli.core.tally import COUNTS, Row
from onestop_cli.store import ledger
from onestop_cli.store.database import reading
from onestop_cli.usecases import procedures, settings
from onestop_cli.usecases.procedures import Amendment
from onestop_cli.usecases.reports import seals as sealing
from onestop_cli.usecases.reports import stand as standing
from onestop_cli.usecases.reports.changes import Group
from onestop_cli.usecases.reports.report import report_at
from onestop_cli.usecases.reports.seals import Adjustment, Seal, Sealed
from tests.office import ACTOR, Ward, broken_links, strays
from tests.usecases.busy_year import Lives
from tests.usecases.reports.seals.july import APPLY, sealed_now, told

pytestmark = pytest.mark.slow


class Lived(NamedTuple):
    """A seal of random lives, what it froze, and the same period told again after more of them."""

    ward: Ward
    seal: Seal
    frozen: str
    told_again: str
    sealed: Sealed


def lived(ward: Ward, seed: str, steps: int) -> Lived:
    """Dossiers live, some days that have passed are sealed under some settings, and they live on under others."""
    random = Random(seed)
    lives = Lives(ward, random)
    ward.is_now("22/12/2025 09:00")
    began = ward.now.date()

    def live() -> None:
        for _ in range(steps):
            lives.step()
        for key, words in (("basis", tuple(Basis)), ("granularity", tuple(Granularity))):
            settings.set_value(ward.path, ward.clock, ACTOR, key, random.choice(words), None)

    texts: list[str] = []
    watched = pytest.MonkeyPatch()
    watched.setattr(
        sealing, "digest", lambda report, *form: texts.append(digested(report, *form)) or digest(report, *form)
    )
    live()
    ward.now += timedelta(days=1)
    passed = (ward.now.date() - began).days
    start = began + timedelta(days=random.randrange(-3, passed - 1))
    end = start + timedelta(days=random.randrange((ward.now.date() - start).days))
    period = Period(start, end, random.choice(list(Convention)))
    seal = sealed_now(ward, period)
    live()
    procedures.amend(ward.path, ward.clock, ACTOR, "9.000001", Amendment(name=f"Tên {seed}"), began, APPLY)
    sealed = told(ward, period)
    watched.undo()
    frozen, told_again = texts
    return Lived(ward, seal, frozen, told_again, sealed)


@pytest.fixture(scope="module", params=["a", "b", "c", "d"])
def life(request: pytest.FixtureRequest, ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    path = tmp_path_factory.mktemp("lives") / "onestop.db"
    return lived(Ward(Path(shutil.copy(ward_template, path))), f"seal {request.param}", 60)


def test_a_seal_of_random_lives_comes_out_again(life: Lived) -> None:
    assert (life.sealed.is_intact, life.told_again) == (True, life.frozen)
    assert life.seal.digest == sha256(life.frozen.encode()).hexdigest()
    assert digested(life.sealed.report) == life.frozen
    assert (broken_links(life.ward), strays(life.ward)) == ([], [])


def moved(adjustments: list[Adjustment], groups: list[Group], column: str) -> int:
    """By how much the dossiers of adjustments and groups changed a column, each counted once."""
    dossiers = {each.event.dossier: (each.before, each.after) for each in adjustments if not each.is_cumulative}
    grouped = sum(group.moved[column] for group in groups if not group.is_cumulative)
    return grouped + sum((column in after) - (column in before) for before, after in dossiers.values())


def test_what_was_sealed_and_the_adjustments_make_the_present_figures(life: Lived) -> None:
    found = life.sealed
    for column in COUNTS:
        assert getattr(found.now, column) - life.seal.total[column] == moved(found.adjustments, found.groups, column), (
            column
        )
    assert all(each.event.seq > life.seal.position for each in found.adjustments)
    now = {name: getattr(found.now, name) for name in life.seal.total}
    assert found.adjustments or found.groups or now == life.seal.total


def test_no_event_that_changed_a_figure_is_left_out(life: Lived) -> None:
    """The total made at each later event: where it is another than before, the event is listed.

    Left out may only be what came and went: of a dossier that counted nowhere when sealed and counts nowhere now.
    """
    seal, listed = life.seal, {each.event.seq for each in life.sealed.adjustments}
    listed |= {each.event.seq for each in life.sealed.groups}
    default = ReportRequest(
        seal.period, (), Basis(seal.event.data["basis"]), Granularity(seal.event.data["granularity"]), False
    )

    def total(connection: sqlite3.Connection, position: int) -> Row:
        known = standing.Known(position=position)
        stand = standing.stand(connection, known, default.basis, default.granularity)
        return report_at(stand, default, seal.period.last_second).part.total

    with reading(life.ward.path) as connection:
        last = ledger.next_seq(connection) - 1
        totals = [total(connection, position) for position in range(seal.position, last + 1)]
        changed = [seq for seq, (before, after) in enumerate(pairwise(totals), seal.position + 1) if before != after]
        events = [event for seq in changed if seq not in listed if (event := ledger.event(connection, seq))]
    assert totals[0]._asdict() | {"key": None} == {"key": None, **seal.total}
    assert totals[-1] == life.sealed.now
    counting = {each.event.dossier for each in life.sealed.adjustments if not each.is_cumulative}
    assert [event for event in events if event.dossier is None or event.dossier in counting] == []
