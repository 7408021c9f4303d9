"""Registers that tell when and where dossiers were handed in (domain §3.1): taken, compared, there and back."""

from pathlib import Path

import pytest

from tests.core.written import at
from tests.office import Ward, strays
from tests.usecases.imports.registers import exported
from tests.usecases.imports.test_register import CODE, row

ONLINE = {"channel": "online", "applicant": "Nguyễn Văn A"}


def test_a_row_tells_its_hand_in(ward: Ward) -> None:
    ward.imports(row(**ONLINE, submitted_at="24/7/2026 10:00", receiving_unit="UBND phường Việt Hưng"))
    dossier = ward.dossier(CODE)
    assert (dossier.submitted_at, dossier.receiving_unit) == (at("24/7/2026 10:00"), "UBND phường Việt Hưng")
    assert (dossier.acceptance_due_at, dossier.submitted_is_day) == (at("27/7/2026 17:30"), False)
    assert (dossier.due_at, strays(ward)) == (at("30/7/2026 17:30"), [])


def test_a_hand_in_without_an_hour_has_none(ward: Ward) -> None:
    ward.imports(row(**ONLINE, submitted_at="24/7/2026"))
    dossier = ward.dossier(CODE)
    assert (dossier.submitted_at, dossier.submitted_is_day) == (at("24/7/2026 08:00"), True)


def test_another_systems_dossier_has_its_acceptance_counted_here(ward: Ward) -> None:
    ward.imports(row(**ONLINE, due_at="31/7/2026", submitted_at="24/7/2026 18:00"))
    dossier = ward.dossier(CODE)
    assert (dossier.due_source, dossier.acceptance_due_at) == ("foreign", at("28/7/2026 17:30"))


@pytest.mark.parametrize(
    ("handed_in", "said"),
    [
        ("27/7/2026 09:00:01", "it is said to be handed in at"),
        ("28/7/2026", "it is said to be handed in at"),
        ("hôm qua", "is not a date"),
        ("31/6/2026", "31/6/2026"),
    ],
)
def test_a_hand_in_that_cannot_be_is_refused_with_its_line(ward: Ward, handed_in: str, said: str) -> None:
    assert said in ward.refused_lines(row(**ONLINE, submitted_at=handed_in))[2]


def test_what_a_row_says_otherwise_of_a_known_dossier_is_refused(ward: Ward) -> None:
    ward.imports(row(**ONLINE, submitted_at="24/7/2026 10:00", receiving_unit="Phường A"))
    said = ward.refused_lines(row(**ONLINE, submitted_at="24/7/2026 10:01", receiving_unit="Phường B"))[2]
    assert "submitted_at, receiving_unit" in said
    for same in ({"submitted_at": "24/7/2026"}, {"submitted_at": ""}, {"receiving_unit": "Phường A"}):
        assert ward.imports(row(**ONLINE, **same)).known == 1


def test_hand_ins_go_there_and_back(ward: Ward, ward_template: Path, tmp_path: Path) -> None:
    for handed_in, unit in (("31/7/2026 10:00", "Phường “A”; B"), ("30/7/2026", ""), ("3/8/2026", "=cmd()")):
        ward.receive(channel="online", submitted=handed_in, receiving_unit=unit)
    ward.receive(receiving_unit="Phường C")
    ward.receive(submitted="1/8/2026 09:00")
    before = exported(ward)
    other = Ward(tmp_path / "other.db")
    other.path.write_bytes(ward_template.read_bytes())
    other.imports(before)
    assert (exported(other), strays(other)) == (before, [])
    kept = "SELECT submitted_at, submitted_is_day, receiving_unit, acceptance_due_at FROM dossier ORDER BY code"
    assert other.ask(kept) == ward.ask(kept)
