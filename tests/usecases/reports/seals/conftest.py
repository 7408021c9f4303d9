"""The ward with its July, sealed or not."""

import shutil
from pathlib import Path

import pytest

from onestop_cli.cli import session
from onestop_cli.output import console_text
from tests.office import Ward
from tests.usecases.reports.seals.july import LATER, july, sealed_now


@pytest.fixture(scope="session")
def july_template(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return july(Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("july") / "onestop.db")))).path


@pytest.fixture
def ward(july_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward with its July, on 3/8/2026 at nine. Commands are typed on its file, by its clock."""
    ward = Ward(Path(shutil.copy(july_template, tmp_path / "onestop.db")))
    monkeypatch.setenv("ONESTOP_DB", str(ward.path))
    monkeypatch.setenv("ONESTOP_LANG", "en")
    monkeypatch.setenv("ONESTOP_ACTOR", "lan")
    monkeypatch.setattr(session, "clock", lambda: ward.now)
    monkeypatch.setattr(console_text, "_is_for_a_file", False)
    return ward


@pytest.fixture
def frozen(ward: Ward) -> Ward:
    """The ward a day after its July was sealed."""
    sealed_now(ward)
    ward.is_now(LATER)
    return ward
