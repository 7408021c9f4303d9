"""A ward whose nights are written by the command itself, off a terminal, in English."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run, sit_down
from tests.office import Ward


class Nights:
    """The nights of a ward: where they lie, and what each answers."""

    def __init__(self, ward: Ward, folder: Path) -> None:
        self.ward = ward
        self.folder = folder

    def night(self, when: str, *options: str, code: int = 0) -> dict[str, Any]:
        """A night is written at a moment; what it tells as JSON."""
        self.ward.is_now(when)
        answer = run("nightly", str(self.folder), *options, "--json")
        assert answer.exit_code == code, (answer.output, answer.exception)
        return json.loads(answer.stdout) if answer.stdout else {}

    def refused(self, when: str, *options: str, code: int) -> str:
        """A night is not written, with this exit code: what is said."""
        self.ward.is_now(when)
        answer = run("nightly", str(self.folder), *options)
        assert (answer.exit_code, answer.stdout) == (code, ""), (answer.output, answer.exception)
        return answer.stderr

    def findings(self, folder: str = "") -> list[tuple[str, str]]:
        """The kind and the file of each finding of a check, whose exit code says whether there are any."""
        answer = run("nightly", "--check", str(self.folder / folder), "--json")
        found = [(finding["kind"], finding["file"]) for finding in json.loads(answer.stdout)["findings"]]
        assert answer.exit_code == (3 if found else 0), answer.output
        return found

    @property
    def names(self) -> list[str]:
        """What lies in the folder, without the lock."""
        return sorted(path.name for path in self.folder.iterdir() if not path.name.endswith(".lock"))

    def content(self) -> dict[str, bytes]:
        """Every file of every night."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith(".lock")
        }

    def manifest(self, night: str) -> dict[str, Any]:
        return json.loads((self.folder / night / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def nights(ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    sit_down(monkeypatch, ward.path, ward.clock)
    return Nights(ward, tmp_path / "nights")
