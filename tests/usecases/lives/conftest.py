"""A ward with procedures of every unit, in which lives are told."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.limits import time_limit
from onestop_cli.core.procedures import Procedure
from onestop_cli.usecases import procedures
from tests.office import ACTOR, OPENED, Ward
from tests.usecases.lives.teller import CODES, MORE


@pytest.fixture(scope="session")
def told_template(ward_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ward = Ward(Path(shutil.copy(ward_template, tmp_path_factory.mktemp("lives") / "onestop.db")))
    ward.is_now(OPENED)
    for alias, limits in MORE.items():
        committed, statutory = map(time_limit, limits)
        names = CODES[alias], f"Thủ tục {alias}", "Khác"
        procedure = Procedure(*names, statutory, committed, (alias,), "", date(2016, 1, 1))
        procedures.add(ward.path, ward.clock, ACTOR, procedure)
    return ward.path


@pytest.fixture
def ward(told_template: Path, tmp_path: Path) -> Iterator[Ward]:
    """The ward with more procedures. A second program has the file open, so that its log stays beside it."""
    ward = Ward(Path(shutil.copy(told_template, tmp_path / "onestop.db")))
    with closing(sqlite3.connect(ward.path)) as reader:
        reader.execute("SELECT count(*) FROM event").fetchone()
        yield ward
