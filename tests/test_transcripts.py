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
README = HERE.parent / "README.md"
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


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (README, nothing),
        (DOCS / "calendar.md", before_the_swap),
        (DOCS / "procedures.md", nothing),
        (DOCS / "lives.md", nothing),
        (DOCS / "backups.md", nothing),
        (DOCS / "nights.md", nothing),
        (DOCS / "nights.en.md", nothing),
        (DOCS / "audit-questions.md", nothing),
        (DOCS / "audit-questions.en.md", nothing),
        (DOCS / "exports.md", nothing),
        (DOCS / "erasing.md", nothing),
        (DOCS / "checks.md", nothing),
        (DOCS / "checks.en.md", nothing),
        pytest.param(DOCS / "reports.md", recorded_day_by_day, marks=pytest.mark.slow),
    ],
    ids=[
        "README",
        "calendar",
        "procedures",
        "lives",
        "backups",
        "nights",
        "nights.en",
        "audit",
        "audit.en",
        "exports",
        "erasing",
        "checks",
        "checks.en",
        "reports",
    ],
)
def test_screens_of_a_page(
    page: Path,
    before: Callable[[Path], AbstractContextManager[None]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every screen is what the program answers; the calendar's are of a file made before the swap was known."""
    screens = re.findall(r"^(?:<!-- (@ [^\n]*) -->\n)?```console\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    assert len(screens) > 2
    assert len(screens) == page.read_text("utf-8").count("```console")
    assert screens[0][0], "the first screen needs a clock"
    with before(tmp_path):
        run("\n".join(f"{clock}\n{text}" for clock, text in screens), tmp_path, monkeypatch, page.name)
