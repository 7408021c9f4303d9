"""A made-up fortnight at a counter around New Year 2026, for pictures and the counter's card: every name is invented.

The commands are typed as they stand, each by the clock of the line above it, through the command line itself.
"""

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.moments import VIETNAM

MORNING = "2026-01-06 07:45"
"""When the pictures are taken: Tuesday, with New Year's Day, a swap and a weekend behind it."""

STORY = """
@ 2025-12-08 07:50
init --agency-code H26.15.30 --agency-name "UBND phường mẫu (số liệu minh họa)"
@ 2025-12-08 08:20
receive dang-ky-lai-khai-sinh --applicant "Phạm Văn Khánh" --phone 0912000101 --officer "Nguyễn Thu Hà"
@ 2025-12-09 10:00
suspend 251208-0001 --reason supplement --note "thiếu bản sao giấy khai sinh"
@ 2025-12-26 09:10
receive tinh-trang-hon-nhan --applicant "Lê Thị Hồng Vân" --phone 0912000102 --officer "Trần Quốc Minh"
@ 2025-12-30 08:40
receive giam-ho --applicant "Hoàng Văn Em" --phone 0912000103 --officer "Nguyễn Thu Hà"
@ 2025-12-30 14:20
receive cai-chinh-ho-tich --applicant "Đỗ Thị Gấm" --phone 0912000104 --officer "Nguyễn Thu Hà"
@ 2025-12-31 09:00
receive nhan-cha-me-con --applicant "Vũ Quang Huy" --phone 0912000105 --officer "Trần Quốc Minh"
@ 2026-01-05 08:30
receive khai-sinh --applicant "Trần Thị Bưởi" --phone 0912000106 --officer "Nguyễn Thu Hà"
@ 2026-01-05 09:15
receive chung-thuc-ban-sao --applicant "Nguyễn Văn An" --copies 3 --fee 30000 --done
@ 2026-01-05 10:00
receive tinh-trang-hon-nhan --applicant "Bùi Thị Yến" --phone 0912000107 --officer "Trần Quốc Minh"
@ 2026-01-05 16:30
resolve 1
"""


class Terminal(StringIO):
    """A terminal that keeps what is written on it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def isatty(self) -> bool:
        return True


def typed(words: str, *, columns: int = 80, **environment: str) -> str:
    """What a command writes on a terminal, with its colours. Raises `ValueError` where it fails."""
    screen, size = Terminal(), {"COLUMNS": str(columns), "LINES": "200", "TERM": "xterm-256color", "NO_PAGER": "1"}
    stdout = sys.stdout
    with _environment({**size, **environment}):
        sys.stdout = screen
        try:
            app(shlex.split(words), prog_name="onestop")
        except SystemExit as end:
            if end.code:
                raise ValueError(words) from end
        finally:
            sys.stdout = stdout
    return screen.getvalue()


@contextmanager
def office(folder: Path) -> Iterator[Path]:
    """The file of the story is in the folder, and the clock stands at `MORNING`."""
    clock, login, file = session.clock, session.system_login, folder / "onestop.db"
    told = {"ONESTOP_DB": str(file), "ONESTOP_ACTOR": "ha", "ONESTOP_LANG": "vi", "XDG_DATA_HOME": str(folder)}
    try:
        session.system_login = str
        with _environment(told):
            for line in STORY.strip().splitlines():
                if line.startswith("@ "):
                    stand(line[2:])
                else:
                    typed(line)
            stand(MORNING)
            yield file
    finally:
        session.clock, session.system_login = clock, login


def stand(moment: str) -> None:
    """The clock of the commands stands at a moment."""
    now = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
    session.clock = lambda: now


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    for name in ("NO_COLOR", "COLORTERM"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
