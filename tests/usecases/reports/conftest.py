"""The ward's busy year, for tests that only read."""

import shutil
from pathlib import Path

import pytest

from tests.office import Ward
from tests.usecases.busy_year import busy_year
from tests.usecases.recount import Recount


@pytest.fixture(scope="session")
def busy(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The ward on 1/7/2026 with a busy year behind it, for tests that only read."""
    path = tmp_path_factory.mktemp("busy") / "onestop.db"
    return busy_year(Ward(Path(shutil.copy(early_template, path))), "busy year")


@pytest.fixture(scope="session")
def recount(busy: Ward) -> Recount:
    """The busy year told again."""
    return Recount(busy)
