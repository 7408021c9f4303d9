"""An act on a dossier whose row was bent is refused: it would go by what is bent, and make the row right again."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from onestop_cli.core.dossier import Dossier
from onestop_cli.errors import DossierDiffers
from onestop_cli.usecases import erasure
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.notices import add_holiday
from onestop_cli.usecases.rebuild import rebuild
from tests.core.written import day
from tests.office import ACTOR, Ward

OPEN: dict[str, Callable[[Ward], object]] = {
    "resolve": lambda ward: ward.resolve("1"),
    "suspend": lambda ward: ward.suspend("1"),
    "extend": lambda ward: ward.extend("1", "14/8/2026"),
    "withdraw": lambda ward: ward.withdraw("1"),
    "assign": lambda ward: ward.assign("1", "Minh"),
    "correct": lambda ward: ward.correct("1", officer="Minh"),
    "void": lambda ward: ward.void("1"),
}
FINISHED: dict[str, Callable[[Ward], object]] = {
    "deliver": lambda ward: ward.deliver("1"),
    "correct": lambda ward: ward.correct("1", officer="Minh"),
    "undo": lambda ward: ward.undo("1"),
    "undo, seen before": lambda ward: ward.undo("1", apply=False),
    "erase": lambda ward: erasure.erase(ward.path, ward.clock, ACTOR, "1", "Luật", "hết hạn", apply=True),
}
BENT = ("due_at = '2026-08-20T17:30:00+07:00'", "officer = 'Minh'", "received_at = '2026-08-03T08:00:00+07:00'")


@pytest.fixture
def received(ward: Ward) -> Dossier:
    return ward.receive("muoi-ngay")


def bend(ward: Ward, how: str) -> None:
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute(f"UPDATE dossier SET {how}")


@pytest.mark.parametrize("how", BENT)
@pytest.mark.parametrize("act", OPEN.values(), ids=OPEN)
def test_an_act_on_an_open_dossier(ward: Ward, received: Dossier, act: Callable[[Ward], object], how: str) -> None:
    bend(ward, how)
    before = ward.content
    with pytest.raises(DossierDiffers):
        act(ward)
    assert ward.content == before


@pytest.mark.parametrize("act", FINISHED.values(), ids=FINISHED)
def test_an_act_on_a_finished_one(ward: Ward, received: Dossier, act: Callable[[Ward], object]) -> None:
    ward.resolve("1")
    bend(ward, "resolved_at = '2026-08-03T08:59:00+07:00'")
    before = ward.content
    with pytest.raises(DossierDiffers):
        act(ward)
    assert ward.content == before


def test_a_notice_that_moves_its_dates(ward: Ward, received: Dossier) -> None:
    bend(ward, BENT[1])
    before = ward.content
    office = ward.path, ward.clock, ACTOR
    with pytest.raises(DossierDiffers):
        add_holiday(*office, day("13/8/2026"), "Nghỉ bão", "CV 1", local=True, consent=Consent(apply=True))
    assert ward.content == before


def test_a_register_that_goes_on_with_it(ward: Ward, received: Dossier) -> None:
    bend(ward, BENT[1])
    before = ward.content
    with pytest.raises(DossierDiffers):
        ward.imports(
            "code,procedure_code,received_at,resolved_at\n"
            f"{received.code},{received.procedure_code},2026-08-03T09:00,2026-08-03T09:00\n"
        )
    assert ward.content == before


@pytest.mark.parametrize("act", OPEN.values(), ids=OPEN)
def test_once_the_register_is_made_again_it_is_recorded(
    ward: Ward, received: Dossier, act: Callable[[Ward], object]
) -> None:
    bend(ward, BENT[0])
    rebuild(ward.path, apply=True)
    act(ward)
    assert len(ward.ask("SELECT 1 FROM event WHERE dossier = ?", received.code)) == 2
