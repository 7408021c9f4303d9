"""The model ward with a late and a withdrawn dossier more, its May sealed; and a screen of 80 columns."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from tests.cli.conftest import NOW
from tests.cli.reports.shapes import LATE, MAY, NOTE, OFFICER, WITHDRAWN
from tests.command_line import Terminal, sit_down, typed
from tests.office import Ward


@pytest.fixture(scope="session")
def reported(model_ward: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ward = Ward(Path(shutil.copy(model_ward, tmp_path_factory.mktemp("reports") / "ward.db")))
    ward.now = NOW
    ward.receive("giam-ho", when="22/5/2023 09:00", officer=OFFICER, note=NOTE)  # due 25/5, after the papers 30/5
    ward.suspend(LATE, when="23/5/2023 10:00", note="thiếu giấy tờ")
    ward.resume(LATE, when="26/5/2023 09:00")
    ward.extend(LATE, "2/6/2023", when="26/5/2023 10:00")
    ward.receive("ket-hon", when="23/5/2023 08:00", channel="postal", officer="Đỗ Văn Ân")
    ward.withdraw(WITHDRAWN, when="23/5/2023 11:00")
    ward.resolve(ward.receive("chung-thuc-ban-sao", when="5/6/2023 09:00", channel="online").code)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "clock", ward.clock)
        patch.setenv("ONESTOP_DB", str(ward.path))
        typed("seal", *MAY)
    ward.resolve(LATE, when="2/6/2023 10:00")
    ward.correct(LATE, applicant="Đỗ Thị Bưởi")
    return ward.path


@pytest.fixture(autouse=True)
def _at_the_counter(reported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, Path(shutil.copy(reported, tmp_path / "ward.db")), lambda: NOW)


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command shows on a terminal, of 80 columns unless said otherwise, without colour."""

    def shown(*arguments: str, code: int = 0, columns: int = 80) -> str:
        screen = Terminal()
        with monkeypatch.context() as patch:
            for name, value in (("COLUMNS", str(columns)), ("LINES", "24"), ("TERM", "xterm"), ("NO_COLOR", "1")):
                patch.setenv(name, value)
            patch.setattr(sys, "stdout", screen)
            with pytest.raises(SystemExit) as end:
                app(list(arguments), prog_name="onestop")
        assert end.value.code == code
        return screen.getvalue()

    return shown
