"""Every transcript in `tests/transcripts`, and every screen the README shows, run as written."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.office import unannounced
from tests.transcript import run

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
DOCS = HERE.parent / "docs"


@pytest.mark.parametrize("file", sorted((HERE / "transcripts").glob("*.txt")), ids=lambda f: f.stem)
def test_transcript(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(file.read_text(encoding="utf-8"), tmp_path, monkeypatch, file.name)


@pytest.mark.parametrize(
    ("page", "before"),
    [(README, nullcontext), (DOCS / "calendar.md", unannounced), (DOCS / "lives.md", nullcontext)],
    ids=["README", "calendar", "lives"],
)
def test_screens_of_a_page(
    page: Path, before: Callable[[], AbstractContextManager[None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every screen is what the program answers; the calendar's are of a file made before the swap was known."""
    blocks = re.findall(r"^<!-- (@ [^\n]*) -->\n```console\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    assert len(blocks) > 3
    assert len(blocks) == page.read_text("utf-8").count("```console")
    with before():
        run("\n".join(f"{clock}\n{text}" for clock, text in blocks), tmp_path, monkeypatch, page.name)
