"""Registers that tell whole lives: suspensions, letters, withdrawals, stops; there and back, and later facts only."""

from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.dossier import Policy, Reason, Status
from onestop_cli.core.limits import time_limit
from onestop_cli.usecases import amendments
from onestop_cli.usecases.corrections import Correction
from tests.core.written import at
from tests.office import ACTOR, Ward, broken_links, opened, strays
from tests.usecases.imports.registers import SUPPLEMENT, counts, exported, line, suspended, suspension

FIRST = "5/8/2026 10:00"


@pytest.fixture
def eventful(ward: Ward) -> Ward:
    """Every kind of life, received on Monday 3/8/2026; now it is Thursday 20/8."""
    procedures = ("rut-ngan", "muoi-ngay", "mot-thang", "tam-gio", "khong-han", "khai-tu")
    codes = [ward.receive(name).code for name in procedures for _ in range(6)]
    ward.is_now("20/8/2026 09:00")
    for code in codes:
        suspended(ward, code, "3/8/2026 10:00")
    for code in codes[1:]:
        ward.resume(code, FIRST)
    for code in codes[2::6]:
        suspended(ward, code, "6/8/2026 08:30", (Reason.other_agency, Policy.restart))
        ward.resume(code, "8/8/2026 09:00")
        suspended(ward, code, "12/8/2026 08:30", SUPPLEMENT, "bổ sung lần hai")
    ward.resolve(*codes[2:14:6], when="14/8/2026 10:00")
    ward.withdraw(codes[3], "7/8/2026 16:00")
    suspended(ward, codes[4], "7/8/2026 09:00", SUPPLEMENT, "lần hai")
    ward.stop(codes[4], "19/8/2026 16:00")
    ward.extend(codes[5], "20/8/2026", "6/8/2026 09:00", letter="12/XL", note="chờ xác minh")
    suspended(ward, codes[5], "18/8/2026 09:00", (Reason.financial_obligation, Policy.continue_))
    ward.resume(codes[5], "19/8/2026 09:00")
    amendments.void(ward.path, ward.clock, ACTOR, codes[9], "nhập trùng", apply=True)
    ward.resolve(codes[10], result="refused", note="không đủ điều kiện", when="10/8/2026 09:00")
    return ward


def test_lives_go_out_and_come_back_the_same(eventful: Ward, tmp_path: Path) -> None:
    other = Ward(opened(tmp_path / "other.db"))
    other.now = eventful.now
    first = exported(eventful)
    assert counts(other.imports(first)) == (36, 36, 0, 0)
    assert exported(other) == first
    assert (strays(other), broken_links(other)) == ([], [])


def test_importing_ones_own_lives_adds_nothing(eventful: Ward) -> None:
    before = eventful.content
    assert counts(eventful.imports(exported(eventful))) == (36, 0, 0, 36)
    assert eventful.content == before


def test_what_was_stopped_for_a_reason_and_is_void_comes_back(ward: Ward, tmp_path: Path) -> None:
    stopped = ward.receive("rut-ngan").code
    ward.is_now("4/8/2026 09:00")
    ward.stop(stopped, reason="citizen")
    ward.void(stopped)
    other = Ward(opened(tmp_path / "other.db"))
    other.now = ward.now
    assert counts(ward.imports(exported(ward))) == (1, 0, 0, 1)
    other.imports(exported(ward))
    assert (exported(other), other.dossier(stopped).stop_reason) == (exported(ward), "citizen")


WRONG = "2026-08-14T17:30:00+07:00"
LETTER = {"at": "6/8/2026", "letter": "1", "due_after": "20/8/2026"}


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ({}, {"suspensions": [suspension(FIRST)]}, Status.suspended),
        (
            {"suspensions": [suspension(FIRST)]},
            {"suspensions": [suspension(FIRST, "10/8/2026 15:00")]},
            Status.received,
        ),
        (
            {"suspensions": [suspension(FIRST)]},
            {"suspensions": [suspension(FIRST, "10/8/2026 15:00")], "resolved_at": "10/8/2026 15:00"},
            Status.resolved,
        ),
        (
            {"suspensions": [suspension(FIRST)]},
            {"status": "stopped", "closed_at": "12/8/2026 09:00", "note": "không bổ sung"},
            Status.stopped,
        ),
        ({}, {"status": "withdrawn", "closed_at": "4/8/2026 09:00", "note": "rút"}, Status.withdrawn),
    ],
)
def test_later_facts_of_a_life_are_added(
    ward: Ward, before: dict[str, Any], after: dict[str, Any], status: Status
) -> None:
    ward.is_now("20/8/2026 09:00")
    ward.imports(line(**before))
    assert ward.imports(line(**after, override="ghi lại sau")).continued == 1
    assert (ward.dossier("X-1").status, strays(ward)) == (status, [])
    assert ward.imports(line(**after)).known == 1


def test_an_imported_suspension_moves_the_dates(ward: Ward) -> None:
    """Received Mon 3/8, five working days: 10/8; suspended over 6, 7 and 10/8: three more, Thu 13/8 (domain 3.3)."""
    ward.is_now("20/8/2026 09:00")
    ward.imports(line(suspensions=[suspension(FIRST, "10/8/2026 15:00")]))
    assert ward.dossier("X-1").due_at == at("13/8/2026 17:30")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"suspensions": [suspension("2/8/2026 09:00")]}, "before the last act"),
        ({"suspensions": [suspension(FIRST, "4/8/2026 09:00")]}, "before the last act"),
        ({"suspensions": [suspension(FIRST), suspension("6/8/2026 09:00")]}, "not possible"),
        ({"suspensions": [suspension(FIRST, "1/9/2026 09:00")]}, "in the future"),
        ({"suspensions": [suspension(FIRST, "10/8/2026 15:00", due_after=WRONG)]}, "suspensions.due_after"),
        ({"suspensions": [suspension(FIRST)], "extensions": [LETTER]}, "not possible"),
        ({"status": "suspended"}, "status is “suspended”, derived “received”"),
    ],
)  # fmt: skip
def test_a_life_that_cannot_have_been_is_refused(ward: Ward, cells: dict[str, Any], said: str) -> None:
    ward.is_now("20/8/2026 09:00")
    before = ward.content
    assert said in ward.refused_lines(line(**cells))[2]
    assert ward.content == before


@pytest.mark.parametrize(
    "cells",
    [
        {"suspensions": [suspension("5/8/2026 10:01")]},
        {"suspensions": [suspension(FIRST, reason="other_agency")]},
        {"suspensions": [suspension(FIRST, policy="restart")]},
    ],
)
def test_a_known_life_told_otherwise_is_refused(ward: Ward, cells: dict[str, Any]) -> None:
    ward.is_now("20/8/2026 09:00")
    ward.imports(line(suspensions=[suspension(FIRST)]))
    assert "other values of: suspensions" in ward.refused_lines(line(**cells))[2]


def test_a_dossier_with_a_limit_of_its_own_is_refused_by_another_file(ward: Ward, tmp_path: Path) -> None:
    """Its limit does not follow from the catalogue, and what is derived must agree where it is given."""
    code = ward.receive().code
    given = Correction({}, {}, {}, limit=time_limit("23:working_day"))
    amendments.correct(ward.path, ward.clock, ACTOR, code, given, "xác minh")
    other = Ward(opened(tmp_path / "other.db"))
    other.now = ward.now
    assert "due_at is 2026-09-07" in other.refused_lines(exported(ward))[2]
