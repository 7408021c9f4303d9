"""Every report is headed by what the one-stop shop called itself when it was judged (domain §6)."""

from typing import Any

import pytest

from onestop_cli.usecases import settings
from tests.command_line import as_json, run, sit_down, typed
from tests.office import ACTOR, Ward

OF_2018, OF_2025 = "Bộ phận Tiếp nhận và Trả kết quả", "Trung tâm Phục vụ hành chính công"
REPORTS = (
    ("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("late",), ("register",),
    ("report", "--format", "md"), ("register", "--format", "html"), ("report", "--format", "html"),
)  # fmt: skip


@pytest.fixture
def june(long_ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """A dossier of Friday 27/6/2025; now it is August 2025."""
    sit_down(monkeypatch, long_ward.path, long_ward.clock)
    long_ward.is_now("27/6/2025 09:00")
    long_ward.receive("khai-tu", done=True)
    long_ward.is_now("3/8/2025 09:00")
    return long_ward


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
@pytest.mark.parametrize(
    ("period", "name", "other"),
    [
        (("--month", "6", "--year", "2025"), OF_2018, OF_2025),
        (("--month", "7", "--year", "2025"), OF_2025, OF_2018),
        (("--year", "2025"), OF_2025, OF_2018),
        (("--from", "1/6/2025", "--to", "30/6/2025"), OF_2018, OF_2025),
    ],
    ids=["June", "July", "the year", "until the last day"],
)
def test_a_report_bears_the_name_of_its_end(
    june: Ward, words: tuple[str, ...], period: tuple[str, ...], name: str, other: str
) -> None:
    printed = typed(*words, *period)
    assert printed.count(name) == 1
    assert other not in printed


def test_a_trend_too(june: Ward) -> None:
    assert f"One-stop shop: {OF_2025}\n" in typed("trend", "--months", "3")


def test_a_name_that_was_set(june: Ward) -> None:
    settings.set_value(june.path, june.clock, ACTOR, "office_name", "Điểm phục vụ hành chính công", None)
    assert "One-stop shop: Điểm phục vụ hành chính công\n" in typed("report", "--month", "8", "--year", "2025")
    assert f"One-stop shop: {OF_2025}\n" in typed("report", "--month", "7", "--year", "2025")


def test_json_is_what_a_seal_digests(june: Ward) -> None:
    """No key of the name: what is sealed must be what is printed."""
    found: Any = as_json("report", "--month", "6", "--year", "2025")
    assert (
        list(found)
        == "agency period as_of known_at basis granularity by calendar_edition rows total cumulative".split()
    )
    assert run("seal", "--month", "6", "--year", "2025").exit_code == 0
    settings.set_value(june.path, june.clock, ACTOR, "office_name", "Điểm", None)
    seal = as_json("report", "--month", "6", "--year", "2025", "--sealed")["seal"]
    assert (seal["digest"], seal["is_intact"]) == (seal["digest_now"], True)
