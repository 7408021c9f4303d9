"""What is said of a suspension that began after the due date: that it moves nothing only where it moved none (§3.3)."""

import pytest

from tests.command_line import sit_down, typed
from tests.office import Ward

NOTHING = "it began after the due date and moves nothing"
STAYS = "it began after the due date, which stays; "


@pytest.fixture
def office(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> Ward:
    sit_down(monkeypatch, ward.path, ward.clock)
    return ward


def suspended(office: Ward, procedure: str, begun: str, *, letter: str = "", ended: str = "") -> tuple[str, str]:
    """What the history says of a suspension, and what the dossier's page does, received on Monday 3/8/2026 at nine."""
    office.is_now("3/8/2026 09:00")
    code = office.receive(procedure).code
    if letter:
        office.extend(code, letter)
    office.is_now(begun)
    office.suspend(code, "other_agency")
    if ended:
        office.is_now(ended)
        office.resume(code)
    return typed("history", code), typed("show", code)


def test_where_it_counts_for_nothing_it_moves_nothing(office: Ward) -> None:
    """Three working days: due on Thursday 6/8 on every basis."""
    for ended in ("", "11/8/2026 09:00"):
        history, page = suspended(office, "giam-ho", "7/8/2026 09:00", ended=ended)
        assert NOTHING in history
        assert NOTHING in page


def test_while_it_runs_it_is_told_which_date_it_may_move(office: Ward) -> None:
    history, page = suspended(office, "giam-ho", "7/8/2026 09:00", letter="12/8/2026")
    assert f"{STAYS}it may move: new appointment\n" in history
    assert f"{STAYS}it may move: new appointment\n" in page


def test_which_date_moved_is_told_afterwards(office: Ward) -> None:
    """Monday and Tuesday on top of Wednesday 12/8: Friday 14/8."""
    history, page = suspended(office, "giam-ho", "7/8/2026 09:00", letter="12/8/2026", ended="11/8/2026 09:00")
    assert f"{STAYS}it moved: new appointment 12/08/2026 17:30 → 14/08/2026 17:30\n" in page
    assert "resumed; due 17:30 Thursday 06/08/2026; new appointment 17:30 Friday 14/08/2026" in history


def test_both_other_dates(office: Ward) -> None:
    """Ten calendar days are due on 13/8, the statutory fifteen on 18/8; from 14 to 17/8 are three days more, or one."""
    told = suspended(office, "muoi-ngay", "14/8/2026 09:00", letter="20/8/2026", ended="17/8/2026 09:00")
    moved = "by statute 18/08/2026 17:30 → 21/08/2026 17:30; new appointment 20/08/2026 17:30 → 21/08/2026 17:30"
    assert f"{STAYS}it moved: {moved}\n" in told[1]


def test_what_counted_and_moved_nothing_moved_nothing(office: Ward) -> None:
    """Suspended and resumed on one day: no working day went by."""
    _, page = suspended(office, "giam-ho", "7/8/2026 09:00", letter="12/8/2026", ended="7/8/2026 16:00")
    assert NOTHING in page
    assert STAYS not in page


def test_one_in_time_says_nothing_of_it(office: Ward) -> None:
    history, page = suspended(office, "giam-ho", "6/8/2026 09:00", ended="10/8/2026 09:00")
    assert "it began after" not in history + page
    assert "due 06/08/2026 17:30 → 10/08/2026 17:30" in page
