"""A ward's file with a few dossiers, made once and copied for each test."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from onestop_cli.core.dossier import Person
from onestop_cli.core.moments import VIETNAM, When
from onestop_cli.sources.typed import written
from onestop_cli.usecases import counter
from onestop_cli.usecases.counter import Receipt
from onestop_cli.usecases.office import init

NOW = datetime(2023, 6, 5, 16, 0, tzinfo=VIETNAM)


def at(text: str) -> When:
    return written(text)


@pytest.fixture(scope="session")
def model_ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One dossier resolved, one refused, one open and overdue on 5/6/2023 16:00, and one of that day."""
    path = tmp_path_factory.mktemp("model") / "ward.db"
    init(path, lambda: NOW, "lan", "H26.15.30", "UBND phường Phúc Lợi")
    for procedure, name, received in (
        ("ket-hon", "Nguyễn Thị Bưởi", "5/6/2023 08:00"),
        ("giam-ho", "Trần Văn Đông", "30/5/2023 09:00"),
        ("giam-ho", "Lê [red]Cường", "31/5/2023 09:00"),
        ("tinh-trang-hon-nhan", "=cmd()", "5/6/2023 10:00"),
    ):
        person = Person(name, id_number="001099012345", phone="+84912345678")
        counter.receive(path, lambda: NOW, "lan", Receipt(procedure, person, officer="Cán bộ A", when=at(received)))
    counter.resolve(path, lambda: NOW, "lan", ["230605-0001"], "approved", at("5/6/2023 11:00"), "", deliver=True)
    counter.resolve(path, lambda: NOW, "lan", ["230531-0001"], "refused", at("1/6/2023 15:00"), "thiếu giấy tờ")
    return path


@pytest.fixture
def open_ward(model_ward: Path, tmp_path: Path) -> Path:
    """A copy of the model file for one test."""
    path = tmp_path / "ward.db"
    shutil.copy(model_ward, path)
    return path
