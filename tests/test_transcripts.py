"""Every transcript in `tests/transcripts`, and every screen the README shows, run as written."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from scripts import day_by_day
from tests.office import unannounced
from tests.transcript import run

HERE = Path(__file__).parent
READMES = HERE.parent / "README.md", HERE.parent / "README.vi.md"
DOCS = HERE.parent / "docs"


@pytest.mark.parametrize("file", sorted((HERE / "transcripts").glob("*.txt")), ids=lambda f: f.stem)
def test_transcript(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(file.read_text(encoding="utf-8"), tmp_path, monkeypatch, file.name)


@contextmanager
def nothing(_folder: Path) -> Iterator[None]:
    yield


@contextmanager
def before_the_swap(_folder: Path) -> Iterator[None]:
    with unannounced():
        yield


@contextmanager
def recorded_day_by_day(folder: Path) -> Iterator[None]:
    day_by_day.record(folder / "ward.db")
    yield


BEFORE: dict[str, Callable[[Path], AbstractContextManager[None]]] = {
    "calendar.md": before_the_swap,
    "reports.md": recorded_day_by_day,
}
"""What is done before the screens of a page; nothing for most."""


@pytest.mark.parametrize(
    "page",
    [
        *READMES,
        DOCS / "demo.md",
        DOCS / "demo.en.md",
        DOCS / "calendar.md",
        DOCS / "procedures.md",
        DOCS / "lives.md",
        DOCS / "queues.md",
        DOCS / "slips.md",
        DOCS / "declining.md",
        DOCS / "backups.md",
        DOCS / "nights.md",
        DOCS / "nights.en.md",
        DOCS / "audit-questions.md",
        DOCS / "audit-questions.en.md",
        DOCS / "exports.md",
        DOCS / "erasing.md",
        DOCS / "checks.md",
        DOCS / "checks.en.md",
        pytest.param(DOCS / "reports.md", marks=pytest.mark.slow),
    ],
    ids=lambda page: page.stem,
)
def test_screens_of_a_page(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every screen is what the program answers; the calendar's are of a file made before the swap was known."""
    screens = re.findall(r"^(?:<!-- (@ [^\n]*) -->\n)?```console\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    assert len(screens) > 2
    assert len(screens) == page.read_text("utf-8").count("```console")
    assert screens[0][0], "the first screen needs a clock"
    with BEFORE.get(page.name, nothing)(tmp_path):
        run("\n".join(f"{clock}\n{text}" for clock, text in screens), tmp_path, monkeypatch, page.name)
