"""What a search looks like: whole names and phones at 80 columns, and what is no person's own under its own heading."""

import re
import shutil
from pathlib import Path

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments
from onestop_cli.output import screens
from onestop_cli.output.listings import listing_text
from onestop_cli.output.pages import Screen
from onestop_cli.usecases import dossiers
from tests.office import Ward

LONG = "Nguyễn Hoàng Khánh Linh"
FOREIGN = "000.15.12.H26-231127-0003"


@pytest.fixture(scope="module")
def ward(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    ward = Ward(Path(shutil.copy(early_template, tmp_path_factory.mktemp("screens") / "onestop.db")))
    ward.receive(person=Person(LONG, phone="0912345678"), officer="Linh Chi")
    ward.receive(person=Person("Trần Văn [red]An[/red]", phone="0912345679"), note="nộp thay Khánh Linh")
    ward.receive(person=Person("Linh Đan"), code=FOREIGN)
    ward.void(ward.receive(person=Person("Lê Linh")).code)
    return ward


def shown(ward: Ward, typed: str, width: int | None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width or 80))
    found = dossiers.listing(ward.path, ward.clock, Filters(search=typed), None, (), 50, Moments())
    drawn = screens.drawn(listing_text(found), Screen(width))
    return [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in drawn.splitlines()]


def test_at_80_columns_nothing_is_wrapped_or_cut(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(ward, "hoang khanh linh", 80, monkeypatch)
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines if line.strip(" ─")] == [
        ["Dossier", "Applicant", "Phone", "State", "Due", "on"],
        ["260803-0001", *LONG.split(), "0912345678", "in", "time", "06/08/2026"],
    ]


def test_a_screen_that_is_wide_has_the_procedure_and_the_officer(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "\n".join(shown(ward, "hoang khanh linh", 140, monkeypatch))
    assert "Linh Chi" in told
    assert "Cấp giấy xác nhận" in told
    assert f"{LONG}   0912345678" in told


@pytest.mark.parametrize("width", [80, 109, 110, 125, 139, 140])
@pytest.mark.parametrize("phone", ["0912345678", "0912 345 678", "+84 912345678"])
def test_a_phone_is_never_broken(ward: Ward, width: int, phone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ward.receive(person=Person("Vũ Thị Hoàng Oanh Trường Sa", phone=phone), procedure="khai-sinh")
    lines = shown(ward, "oanh", width, monkeypatch)
    assert max(map(len, lines)) <= width
    assert any("Dossier" in line and "Phone" in line and "State" in line for line in lines)
    assert phone in "\n".join(lines)


@pytest.mark.parametrize("width", [80, 140, None])
def test_notes_and_officers_stand_apart(ward: Ward, width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(ward, "linh", width, monkeypatch)
    assert [line for line in lines if line.startswith(("Named", "officer"))] == [
        "Named in a note:",
        'officer Linh Chi: onestop list --officer "Linh Chi"',
    ]
    told = "\n".join(lines)
    of_people, of_notes = told.split("Named in a note:")
    assert FOREIGN in of_people
    assert "[red]An[/red]" in of_notes
    assert ("voided" if width == 80 else "void") in of_people


def test_what_is_spelt_nearly_so_is_marked(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Spelt nearly so, one letter differs:" in shown(ward, "hoamg khanh linh", 80, monkeypatch)


def test_nothing_found_names_officers_all_the_same(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(ward, "linh chi", 80, monkeypatch)
    assert lines == ["no dossier fits", 'officer Linh Chi: onestop list --officer "Linh Chi"']
