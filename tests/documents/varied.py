"""A small register in which everything a report can print happens, with texts that try to be more than text.

June to September 2026, after a lone dossier in January; August is sealed on 3/9 and adjusted afterwards. Now it is
10/9/2026. Made by the acts of the counter, the texts typed at the command line.
"""

import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from onestop_cli.cli import session
from onestop_cli.cli.app import app
from onestop_cli.core.dossier import Person
from tests.core.written import at
from tests.office import Ward

NOW = "10/9/2026 10:00"
BREAKER = "</script><script>alert(3)</script>"
NASTY = (
    "<script>alert(1)</script>",
    BREAKER,
    "<img src=x onerror=alert(4)>",
    "[red]Đỏ[/red]",
    "=cmd()",
    "+84 1",
    "-2",
    "@x",
    "'một",
    "\x1b[31mĐỏ\x1b[0m",
    """A & B "C" 'D'""",
    unicodedata.normalize("NFD", "Nguyễn Thị Bưởi"),
    "{{ 7*7 }} ${7*7} {n}",
    "_x0041_ &amp; &#60;",
    "https://example.invalid/a",
    "00123",
    "--></style>",
)
"""As typed: markup, formulas, escape codes, templates, links, numbers that are none, letters with loose accents."""
KEPT = tuple("[31mĐỏ [0m" if "\x1b" in text else unicodedata.normalize("NFC", text) for text in NASTY)
"""The same as they are kept."""
BAD_PROCEDURE, BAD_FIELD = f"Thủ tục <b>đậm</b> & {BREAKER}", "=1+1</title>"
LONG_PROCEDURE = (
    "Đăng ký thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc có yếu tố nước ngoài thuộc thẩm "
    "quyền giải quyết của Ủy ban nhân dân cấp xã tại khu vực biên giới, kết hợp cấp bản sao trích lục hộ tịch "
    "và ghi vào sổ hộ tịch việc đã giải quyết tại cơ quan có thẩm quyền của nước láng giềng"
)
FIRST_IMPORT = "code,procedure_code,channel,applicant,officer,note,received_at,due_at,resolved_at,result,delivered_at\n"


def typed(ward: Ward, *arguments: str, code: int = 0) -> str:
    """What a command answers, off a terminal, at the ward's hour."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "clock", ward.clock)
        patch.delenv("ONESTOP_LANG", raising=False)
        result = CliRunner().invoke(app, ["--db", str(ward.path), *arguments], prog_name="onestop")
    assert result.exit_code == code, (arguments, result.output, result.exception)
    return result.stdout


def written(ward: Ward, target: Path, *arguments: str) -> Path:
    """The file a command writes."""
    assert typed(ward, *arguments, "-o", str(target)) == ""
    return target


def someone(number: int) -> Person:
    """A person of whom every field can be found again."""
    return Person(
        f"Lò Văn Thử{number:02d}", f"00109900{number:04d}", f"09870{number:05d}", f"Ngõ {number:02d} phố Kín",
        f"kin{number:02d}@example.vn",
    )  # fmt: skip


class Varied:
    """The register being made."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward
        self.people = 0

    def receive(self, procedure: str, when: str, *, done: bool = False, **given: Any) -> str:
        """A dossier of a new person, received when it says; its code."""
        self.ward.is_now(when)
        self.people += 1
        return self.ward.receive(procedure, person=someone(self.people), done=done, **given).code

    def resolve(self, code: str, when: str, result: str = "approved", note: str = "", *, deliver: bool = False) -> None:
        self.ward.is_now(when)
        self.ward.resolve(code, result=result, note=note, deliver=deliver)

    def make(self) -> None:
        self._catalogue()
        self._january()
        self._everyday()
        self._july()
        self._august()
        self._nasty()
        self._september()
        self.ward.is_now(NOW)

    def _catalogue(self) -> None:
        self.ward.is_now("5/1/2026 08:00")
        for code, name, field, alias in (
            ("9.000011", BAD_PROCEDURE, BAD_FIELD, "xau"), ("9.000012", LONG_PROCEDURE, "Hộ tịch", "dai"),
        ):  # fmt: skip
            typed(self.ward, "procedure", "add", code, "--name", name, "--field", field, "--alias", alias,
                  "--statutory", "5:working_day", "--committed", "3:working_day", "--from", "1/1/2026")  # fmt: skip

    def _january(self) -> None:
        self.resolve(self.receive("khai-tu", "6/1/2026 09:00"), "6/1/2026 11:00", deliver=True)

    def _everyday(self) -> None:
        """Two months of the usual: same-day dossiers and some of days, over channels and officers."""
        procedures = ("chung-thuc-ban-sao", "tam-gio", "tinh-trang-hon-nhan", "rut-ngan", "dai")
        channels = ("direct", "online", "postal")
        officers = ("Trần Văn Đức", "Lê Thị Ánh", "")
        started = at("1/6/2026 08:30")
        for number in range(24):
            moment = started + timedelta(days=number * 2 + (number * 2 // 5) * 2, minutes=7 * number)
            received = f"{moment:%d/%m/%Y %H:%M}"
            given: dict[str, Any] = {"channel": channels[number % 3], "officer": officers[number // 2 % 3]}
            code = self.receive(procedures[number % 5], received, **given)
            ready = moment + timedelta(hours=(1, 4, 26, 49, 170)[(number * 3 + number // 5) % 5])
            self.resolve(code, f"{ready:%d/%m/%Y %H:%M}", deliver=number % 4 == 0)

    def _july(self) -> None:
        """Received in July, with an end in August or none."""
        self.withdrawn = self.receive("mot-thang", "20/7/2026 09:00", officer="Lê Thị Ánh")
        self.withdrawn_late = self.receive("rut-ngan", "21/7/2026 09:00")
        self.stopped = self.receive("muoi-ngay", "28/7/2026 09:00", channel="online")
        self.stopped_late = self.receive("rut-ngan", "22/7/2026 10:00", officer="Trần Văn Đức")
        self.overdue = self.receive("bay-ngay", "23/7/2026 09:00", channel="postal", officer="Trần Văn Đức")
        self.moved = self.receive("mot-thang", "27/7/2026 09:00", officer="Lê Thị Ánh")
        self.open_long = self.receive("khong-han", "27/7/2026 10:00")
        self.twice = self.receive("muoi-ngay", "29/7/2026 08:10", officer="Trần Văn Đức")
        self.punctual = self.receive("rut-ngan", "27/7/2026 14:00")
        self.ward.is_now("30/7/2026 15:00")
        self.ward.suspend(self.twice, note="thiếu bản chính")

    def _august(self) -> None:
        ward = self.ward
        self.resolve(self.punctual, "3/8/2026 16:00")
        ward.is_now("4/8/2026 08:00")
        ward.resume(self.twice)
        ward.suspend(self.twice, override="theo chỉ đạo")
        ward.suspend(self.moved, "other_agency", policy="continue")
        ward.suspend(self.stopped, note="thiếu giấy tờ")
        ward.is_now("5/8/2026 09:00")
        ward.withdraw(self.withdrawn)
        ward.withdraw(self.withdrawn_late)
        ward.stop(self.stopped_late, override="theo chỉ đạo")
        ward.is_now("6/8/2026 09:00")
        ward.resume(self.twice)
        ward.stop(self.stopped)
        self.resolve(self.twice, "7/8/2026 09:00")
        ward.is_now("7/8/2026 15:00")
        ward.suspend(self.overdue, "other_agency")
        ward.is_now("12/8/2026 09:00")
        ward.resume(self.moved)
        ward.assign(self.moved, "Ngô Văn Mới")
        self.resolve(self.receive("khong-han", "12/8/2026 10:00"), "14/8/2026 10:00")
        refused = self.receive("ket-hon", "12/8/2026 10:30", officer="Lê Thị Ánh")
        self.resolve(refused, "12/8/2026 15:00", "refused", "không đủ điều kiện")
        self.resolve(self.receive("chung-thuc-ban-sao", "13/8/2026 09:00", officer="Lê Thị Ánh"), "14/8/2026 08:30")
        self.receive("chung-thuc-chu-ky", "13/8/2026 09:30", done=True)
        lettered = self.receive("bay-ngay", "17/8/2026 08:30", officer="Trần Văn Đức")
        ward.is_now("19/8/2026 09:00")
        ward.extend(lettered, "3/9/2026", letter="12/XL", note="quá tải")
        self.receive("tinh-trang-hon-nhan", "24/8/2026 09:00", channel="online")
        waiting = self.receive("muoi-ngay", "25/8/2026 09:00")
        ward.is_now("26/8/2026 09:00")
        ward.suspend(waiting, "financial_obligation")
        self.lost = self.receive("giam-ho", "26/8/2026 10:00", officer="Trần Văn Đức")
        self.receive("mot-thang", "27/8/2026 09:00")
        self.wrong = self.receive("ket-hon", "27/8/2026 10:00")
        self.typed_late = self.receive("giam-ho", "27/8/2026 11:00")
        ward.is_now("28/8/2026 09:00")
        ward.imports(
            FIRST_IMPORT
            + "X-1,1.004873,online,Lò Văn Thử90,,của hệ thống khác,2026-08-24T09:00:00+07:00,2026-08-26,"
            + "2026-08-26T16:00:00+07:00,approved,\n"
            + "X-2,9.000001,direct,Lò Văn Thử91,,,2026-08-25T09:00:00+07:00,2026-08-27,,,\n"
        )

    def _nasty(self) -> None:
        """One dossier a text: in its note, as its officer and as its applicant; open, late, or withdrawn."""
        ward = self.ward
        for place, text in enumerate(NASTY):
            ward.is_now(f"{17 + place % 3}/8/2026 {8 + place // 6:02d}:{10 + place:02d}")
            typed(ward, "receive", "xau" if place % 2 else "tinh-trang-hon-nhan", f"--applicant={text}",
                  f"--officer={text}", f"--note={text}", f"--address={text}")  # fmt: skip
        found = ward.ask("SELECT code FROM dossier WHERE note <> '' AND procedure_code = '9.000011' ORDER BY code")
        ward.is_now("28/8/2026 10:00")
        ward.resolve(*(code for (code,) in found[::2]))
        withdrawn = self.receive("mot-thang", "28/8/2026 10:05")
        typed(ward, "withdraw", withdrawn, f"--note=rút {BREAKER}", f"--actor={BREAKER}")

    def _september(self) -> None:
        """August is sealed, then what was wrong in it comes out."""
        ward = self.ward
        ward.is_now("3/9/2026 08:30")
        typed(ward, "seal", "--month", "8", "--year", "2026", "--note", NASTY[0], "--actor", NASTY[0])
        ward.is_now("4/9/2026 09:00")
        ward.void(self.lost)
        ward.correct(self.wrong, procedure="chung-thuc-chu-ky")
        ward.resolve(self.typed_late, when="28/8/2026 16:00")
        ward.resolve(self.overdue, deliver=True)
        self.receive("chung-thuc-ban-sao", "7/9/2026 09:00", done=True)
        self.receive("tinh-trang-hon-nhan", "7/9/2026 10:00", channel="online")


def varied(ward: Ward) -> Ward:
    """The ward with this register."""
    Varied(ward).make()
    return ward
