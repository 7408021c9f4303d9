"""Two registers in which everything happens that can go out, made once; nothing may be recorded in them."""

import shutil
from pathlib import Path

import pytest

from tests.documents.varied import varied
from tests.office import Ward, opened
from tests.usecases.busy_year import busy_year


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """Texts that try to be more than text, another system's dates, suspensions, letters, a void dossier."""
    return varied(Ward(opened(tmp_path_factory.mktemp("varied") / "onestop.db")))


@pytest.fixture(scope="session")
def busy(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """A year of random lives, with notices, undone acts, corrections and imports."""
    path = tmp_path_factory.mktemp("busy") / "onestop.db"
    return busy_year(Ward(Path(shutil.copy(early_template, path))), "what goes out", 160)


@pytest.fixture(scope="session", params=["nasty", "busy"])
def office(request: pytest.FixtureRequest) -> Ward:
    """Either of them."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def copied(nasty: Ward, tmp_path: Path) -> Ward:
    """A copy in which more can be recorded."""
    return at_the_same_hour(nasty, Path(shutil.copy(nasty.path, tmp_path / "onestop.db")))


def at_the_same_hour(ward: Ward, path: Path) -> Ward:
    other = Ward(path)
    other.now = ward.now
    return other
