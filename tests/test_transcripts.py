"""Every transcript in `tests/transcripts`, and every screen the README shows, run as written."""

import re
from pathlib import Path

import pytest

from tests.transcript import run

HERE = Path(__file__).parent
README = HERE.parent / "README.md"


@pytest.mark.parametrize("file", sorted((HERE / "transcripts").glob("*.txt")), ids=lambda f: f.stem)
def test_transcript(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(file.read_text(encoding="utf-8"), tmp_path, monkeypatch, file.name)


@pytest.mark.parametrize("page", [README, HERE.parent / "docs" / "calendar.md"], ids=lambda page: page.name)
def test_screens_of_a_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^<!-- (@ [^\n]*) -->\n```console\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    assert len(blocks) > 3
    assert len(blocks) == page.read_text("utf-8").count("```console")
    run("\n".join(f"{clock}\n{text}" for clock, text in blocks), tmp_path, monkeypatch, page.name)
