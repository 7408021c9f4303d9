"""What was known at a moment is told from the events, whatever somebody wrote into the tables that follow from them."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import run, sit_down
from tests.office import Ward, changed_outside
from tests.usecases.reports.seals.july import DONE, LATER, MONTH, OVERDUE, july
from tests.usecases.reports.seals.test_adjustments import holiday

FORGED = {
    "a row of the register": f"UPDATE dossier SET channel = 'postal', officer = 'Ai đó' WHERE code = '{DONE}'",
    "a day of the calendar": "UPDATE claim SET on_day = '2026-07-10' WHERE on_day = '2026-07-09'",
    "a year of the calendar": "UPDATE loaded_year SET seq = 9999",
    "a name of the office": "UPDATE setting SET value = 'UBND phường khác' WHERE key = 'agency_name'",
    "how reports judge": (
        "INSERT INTO setting (key, valid_from, value, seq) VALUES ('basis', '2025-01-01', 'statutory', 1)"
    ),
    "a name of a procedure": "UPDATE procedure SET name = 'Tên khác'",
    "where the clock went back": "DELETE FROM clock_setback",
}
COMMANDS = [
    ("report", *MONTH, "--json"),
    ("report", *MONTH, "--form", "06a", "--json"),
    ("report", *MONTH, "--index-766", "--json"),
    ("late", *MONTH, "--json"),
    ("late", *MONTH, "--acceptance", "--json"),
    ("register", *MONTH, "--json"),
    ("trend", "--months", "3", "--json"),
]


@pytest.fixture(scope="module")
def july_file(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """July; a day off in it; a result typed while the clock was a day behind, and nothing else after it."""
    ward = july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("told") / "onestop.db"))))
    ward.is_now(LATER)
    holiday("9/7/2026")(ward)
    ward.is_now("3/8/2026 12:00")
    ward.resolve(OVERDUE, when="29/7/2026 10:00")
    return ward.path


@pytest.fixture
def ward(july_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    ward = Ward(Path(shutil.copy(july_file, tmp_path / "onestop.db")))
    ward.is_now("6/8/2026 09:00")
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


@pytest.mark.parametrize("forged", FORGED)
def test_a_report_of_a_moment_prints_the_same_bytes_whatever_is_written_beside_the_events(
    ward: Ward, forged: str
) -> None:
    def answers() -> list[bytes]:
        known = "--known-at", "3/8/2026 23:59:59"
        later = "--known-at", "5/8/2026"
        return [run(*words, *moment).stdout_bytes for words in COMMANDS for moment in (known, later)]

    before = answers()
    assert all(before)
    changed_outside(ward.path, FORGED[forged])
    assert answers() == before
