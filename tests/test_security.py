"""The page on security says what the code does: its bounds, its tests, the modes of what is written."""

import re
import stat
from pathlib import Path

import pytest

from onestop_cli import errors
from onestop_cli.core import bounds
from onestop_cli.output.words import MOST_QUOTED
from tests.cli.conftest import NOW, model_ward, open_ward
from tests.command_line import sit_down, typed

__all__ = ["model_ward", "open_ward"]

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def test_the_bounds_on_the_page_are_those_of_the_code() -> None:
    told = {name: int(n.replace(",", "")) for n, name in re.findall(r"\| ([\d,]+)[a-z ]*\| `(\w+)` \|", PAGE)}
    assert told == {name: value for name, value in vars(bounds).items() if name.isupper()}
    assert f"first {errors.TOLD:,} are named" in PAGE
    assert f"at most {MOST_QUOTED} characters" in PAGE


def test_every_file_that_the_page_names_is_there() -> None:
    named = re.findall(r"[`(]([\w./-]+/[\w.-]+\.\w+)[`)]", PAGE)
    assert len(named) > 7
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_page_is_named_where_people_look() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "(../SECURITY.md)" in (ROOT / "docs" / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "command", [("backup", "{}/x.db"), ("export", "dossiers", "-o", "{}/x.csv"),
                ("export", "dossiers", "-o", "{}/x.xlsx"), ("report", "--month", "5", "-o", "{}/x.html"),
                ("nightly", "{}/nights", "--personal-data")]
)  # fmt: skip
def test_what_is_written_is_for_its_owner_only(
    open_ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    out = tmp_path / "out"
    out.mkdir()
    typed(*(word.format(out) for word in command))
    modes = {
        path.relative_to(out): stat.S_IMODE(path.lstat().st_mode) for path in out.rglob("*") if not path.is_symlink()
    }
    assert modes
    assert {path: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}


def test_no_name_becomes_a_path(open_ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    for number, evil in enumerate(("../../etc/x", "/etc/passwd", "a/b\\c", "CON", "..", ".", "-rf", "$(id)")):
        typed(
            "receive",
            "khai-tu",
            "--applicant",
            evil,
            "--officer",
            evil,
            "--code",
            f"{evil}#{number}",
            "--at",
            "1/6/2023 09:00",
        )
    nights = tmp_path / "nights"
    typed("nightly", str(nights), "--to-mail")
    made = [path.relative_to(nights).as_posix() for path in nights.rglob("*.eml")]
    assert len(made) > 5
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d/(?:[a-z-]+/)?\d\d-[a-z0-9-]+\.eml", name) for name in made), made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nights", "ward.db"]
