"""The ward's office and its busy year; hypothesis without a stop-watch, and with the same examples every time in CI."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tests.office import Ward, early_template, early_ward, ward, ward_template
from tests.usecases.busy_year import busy_year
from tests.usecases.recount import Recount

__all__ = ["early_template", "early_ward", "ward", "ward_template"]

settings.register_profile("office", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("office")


@pytest.fixture(scope="session")
def busy(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The ward on 1/7/2026 with a busy year behind it, for tests that only read."""
    path = tmp_path_factory.mktemp("busy") / "onestop.db"
    return busy_year(Ward(Path(shutil.copy(early_template, path))), "busy year")


@pytest.fixture(scope="session")
def recount(busy: Ward) -> Recount:
    """The busy year told again."""
    return Recount(busy)
