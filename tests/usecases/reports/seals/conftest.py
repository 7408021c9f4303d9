"""The ward with its July, sealed or not."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import sit_down
from tests.office import Ward
from tests.usecases.reports.seals.july import LATER, july, sealed_now


@pytest.fixture(scope="session")
def july_template(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("july") / "onestop.db")))).path


@pytest.fixture
def ward(july_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward with its July, on 3/8/2026 at nine. Commands are typed on its file, by its clock."""
    ward = Ward(Path(shutil.copy(july_template, tmp_path / "onestop.db")))
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


@pytest.fixture
def frozen(ward: Ward) -> Ward:
    """The ward a day after its July was sealed."""
    sealed_now(ward)
    ward.is_now(LATER)
    return ward
