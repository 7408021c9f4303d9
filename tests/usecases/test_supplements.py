"""Papers asked for at the counter: by the law of the day of receipt, until a day, and what comes of it (§3.3)."""

import json
from pathlib import Path

import pytest

from onestop_cli.core.dossier import StopReason
from onestop_cli.core.papers import papers as parsed
from onestop_cli.core.papers import papers_text
from onestop_cli.core.supplements import EarlyStop, LateRequest
from onestop_cli.errors import NeedlessOverride, OnlyOfSupplement, StopOutsideSupplement, UntilBefore, WrongState
from tests.core.written import day, shown
from tests.office import Ward, broken_links, opened, strays
from tests.usecases.imports.registers import counts, exported, line, suspension

FIVE_DAYS = "dang-ky-lai-khai-sinh"


def waited(ward: Ward, received: str, asked: str, resumed: str, policy: str | None = None) -> tuple[str, str, str]:
    """What a supplement does to a dossier of five working days: its policy, the decree behind it, the due date."""
    ward.is_now(received)
    code = ward.receive(FIVE_DAYS).code
    ward.is_now(asked)
    ward.suspend(code, policy=policy)
    ward.is_now(resumed)
    after = ward.resume(code)
    assert after.due_at is not None
    assert strays(ward) == []
    return after.suspensions[0].policy, after.suspensions[0].policy_rule, shown(after.due_at)


@pytest.mark.parametrize(
    ("received", "asked", "resumed", "comes"),
    [
        pytest.param("20/6/2018 09:00", "22/6/2018 10:00", "25/6/2018 10:00",
                     ("continue", "pre-2018", "28/6/2018 17:30"), id="25/6 on top: the sixth working day"),
        pytest.param("21/6/2018 09:00", "22/6/2018 10:00", "25/6/2018 10:00",
                     ("restart", "61/2018", "2/7/2018 17:30"), id="anew from 25/6: 26-29/6, 2/7"),
        pytest.param("3/6/2024 09:00", "5/6/2024 10:00", "11/6/2024 15:00",
                     ("restart", "61/2018", "18/6/2024 17:30"), id="anew from 11/6: 12-14, 17, 18/6"),
        pytest.param("30/6/2025 09:00", "2/7/2025 10:00", "4/7/2025 10:00",
                     ("restart", "61/2018", "11/7/2025 17:30"), id="anew from 4/7, asked for under 118/2025"),
        pytest.param("1/7/2025 09:00", "2/7/2025 10:00", "4/7/2025 10:00",
                     ("continue", "118/2025", "10/7/2025 17:30"), id="3 and 4/7 on top: the seventh"),
        pytest.param("3/8/2026 09:00", "5/8/2026 10:00", "10/8/2026 15:00",
                     ("continue", "118/2025", "13/8/2026 17:30"), id="domain 3.3: 6, 7 and 10/8 on top"),
        pytest.param("5/8/2026 09:00", "6/8/2026 10:00", "7/8/2026 15:00",
                     ("continue", "309/2026", "13/8/2026 17:30"), id="7/8 on top: the sixth"),
    ],
)  # fmt: skip
def test_a_supplement_follows_the_decree_of_the_day_of_receipt(
    long_ward: Ward, received: str, asked: str, resumed: str, comes: tuple[str, str, str]
) -> None:
    """Decree 61/2018 art. 19(4): "tính lại từ đầu"; before and after it the suspended time is added."""
    assert waited(long_ward, received, asked, resumed) == comes


def test_what_is_typed_wins(long_ward: Ward) -> None:
    """6, 7, 10 and 11/6 on top of five: the ninth working day after 3/6/2024."""
    told = "3/6/2024 09:00", "5/6/2024 10:00", "11/6/2024 15:00"
    assert waited(long_ward, *told, "continue") == ("continue", "", "14/6/2024 17:30")


def test_another_agency_is_waited_for_on_top_in_2024(long_ward: Ward) -> None:
    long_ward.is_now("3/6/2024 09:00")
    found = long_ward.suspend(long_ward.receive(FIVE_DAYS).code, "other_agency", policy=None)
    assert (found.suspensions[0].policy, found.suspensions[0].policy_rule) == ("continue", "61/2018")


@pytest.mark.parametrize(
    ("asked", "caution"),
    [("6/6/2024 17:00", None), ("7/6/2024 08:00", LateRequest(day("7/6/2024"), day("6/6/2024")))],
    ids=["third working day", "fourth"],
)
def test_a_late_request_is_told_and_recorded(long_ward: Ward, asked: str, caution: LateRequest | None) -> None:
    long_ward.is_now("3/6/2024 09:00")
    code = long_ward.receive(FIVE_DAYS).code
    long_ward.is_now(asked)
    assert long_ward.suspend(code).status == "suspended"
    assert long_ward.caution == caution


def test_a_request_told_later_is_late_by_its_own_day(long_ward: Ward) -> None:
    long_ward.is_now("3/6/2024 09:00")
    code = long_ward.receive(FIVE_DAYS).code
    long_ward.is_now("10/6/2024 09:00")
    long_ward.suspend(code, when="6/6/2024 09:00")
    assert long_ward.caution is None


def test_papers_are_asked_for_until_a_day(ward: Ward) -> None:
    code = ward.receive(FIVE_DAYS).code
    asked = ward.suspend(code, until="3/8/2026", papers="giấy chứng sinh:ban chinh:1;hộ khẩu").suspensions[0]
    assert (asked.until, asked.papers) == (day("3/8/2026"), "giấy chứng sinh:chính:1; hộ khẩu")
    assert (strays(ward), broken_links(ward)) == ([], [])


def test_papers_lie_beside_the_chain(ward: Ward) -> None:
    ward.suspend(ward.receive().code, papers="giấy khai sinh của Trần Thị Bưởi")
    assert ward.ask("SELECT count(*) FROM event WHERE data LIKE '%Bưởi%'") == [(0,)]
    assert ward.ask("SELECT count(*) FROM personal WHERE fields LIKE '%Bưởi%'") == [(1,)]
    assert "Bưởi" not in exported(ward, with_person=False)
    assert "Bưởi" not in str(ward.ask("SELECT suspensions FROM v_register"))


def test_the_day_may_not_be_before_the_suspension(ward: Ward) -> None:
    code = ward.receive().code
    with pytest.raises(UntilBefore):
        ward.suspend(code, until="2/8/2026")


@pytest.mark.parametrize("asked", [{"until": "10/8/2026"}, {"papers": "đơn"}])
def test_they_belong_to_a_supplement(ward: Ward, asked: dict[str, str]) -> None:
    code = ward.receive().code
    with pytest.raises(OnlyOfSupplement):
        ward.suspend(code, "other_agency", **asked)


def stopped(ward: Ward, reason: str | None = None, *, suspend: str | None = "supplement", until: str | None = None,
            now: str = "20/8/2026 09:00", override: str = "") -> StopReason | None:  # fmt: skip
    """Why a dossier received on Monday 3/8/2026 was stopped."""
    code = ward.receive("muoi-ngay").code
    if suspend:
        ward.suspend(code, suspend, until=until)
    ward.is_now(now)
    found = ward.stop(code, reason=reason, override=override)
    assert found.status == "stopped"
    assert strays(ward) == []
    return found.stop_reason


@pytest.mark.parametrize("reason", [None, "supplement_expired"])
def test_a_supplement_that_never_came(ward: Ward, reason: str | None) -> None:
    assert stopped(ward, reason) is StopReason.supplement_expired


@pytest.mark.parametrize("suspend", [None, "supplement", "other_agency"])
def test_at_the_citizens_request_from_any_open_state(ward: Ward, suspend: str | None) -> None:
    """Circular 03/2025/TT-VPCP, form 05; decisions 20."""
    assert stopped(ward, "citizen", suspend=suspend, now="5/8/2026 09:00") is StopReason.citizen


def test_not_from_a_state_that_is_not_open(ward: Ward) -> None:
    code = ward.receive().code
    ward.resolve(code)
    with pytest.raises(WrongState):
        ward.stop(code, reason="citizen", override="")


@pytest.mark.parametrize("reason", [None, "supplement_expired"])
@pytest.mark.parametrize("suspend", [None, "other_agency"])
def test_elsewhere_it_passes_the_laws_limit(ward: Ward, reason: str | None, suspend: str | None) -> None:
    with pytest.raises(StopOutsideSupplement) as refused:
        stopped(ward, reason, suspend=suspend, now="5/8/2026 09:00")
    assert all(word in (refused.value.hint or "") for word in ("--reason citizen", "--override"))


def test_with_an_override_it_is_as_said(ward: Ward) -> None:
    told = {"suspend": None, "now": "5/8/2026 09:00", "override": "trùng hồ sơ"}
    assert stopped(ward, None, **told) is None
    assert stopped(ward, "supplement_expired", **told) is StopReason.supplement_expired


def test_the_citizens_request_needs_no_override(ward: Ward) -> None:
    with pytest.raises(NeedlessOverride):
        stopped(ward, "citizen", override="lý do")


@pytest.mark.parametrize(
    ("reason", "until", "caution"),
    [
        (None, "20/8/2026", EarlyStop(day("20/8/2026"), day("20/8/2026"))),
        (None, "19/8/2026", None),
        (None, None, None),
        ("citizen", "20/8/2026", None),
    ],
    ids=["on the day itself", "when it has passed", "without a day", "at the citizen's request"],
)
def test_a_stop_before_the_day_has_passed_is_told(
    ward: Ward, reason: str | None, until: str | None, caution: EarlyStop | None
) -> None:
    stopped(ward, reason, until=until)
    assert ward.caution == caution


def test_an_undone_stop_has_no_reason(ward: Ward) -> None:
    stopped(ward, "citizen")
    code = ward.ask("SELECT code FROM dossier")[0][0]
    assert ward.undo(code).stop_reason is None


def test_they_go_out_and_come_back_the_same(ward: Ward, tmp_path: Path) -> None:
    by_default, asked, expired, citizen = (ward.receive("muoi-ngay").code for _ in range(4))
    ward.is_now("4/8/2026 09:00")
    ward.suspend(by_default, policy=None)
    ward.suspend(asked, until="14/8/2026", papers="đơn:chính:1; =cmd()")
    ward.suspend(expired, until="7/8/2026", policy=None)
    ward.is_now("10/8/2026 09:00")
    ward.stop(expired)
    ward.stop(citizen, reason="citizen")
    first = exported(ward)
    other = Ward(opened(tmp_path / "other.db"))
    other.now = ward.now
    assert counts(other.imports(first)) == (4, 4, 0, 0)
    assert exported(other) == first
    assert counts(other.imports(first)) == (4, 0, 0, 4)
    assert (strays(other), broken_links(other)) == ([], [])


STOP = {"received_at": "3/8/2026 09:00", "status": "stopped", "closed_at": "10/8/2026 09:00", "note": "dừng"}


def with_stop_reason(text: str, reason: str) -> str:
    heading, row = text.strip().split("\n")
    return f"{heading},stop_reason\n{row},{reason}\n"


def test_a_row_says_why_it_was_stopped(ward: Ward) -> None:
    ward.is_now("20/8/2026 09:00")
    ward.imports(with_stop_reason(line(**STOP), "citizen"))
    assert ward.dossier("X-1").stop_reason is StopReason.citizen
    assert counts(ward.imports(line(**STOP))) == (1, 0, 0, 1)
    assert "stop_reason" in ward.refused_lines(with_stop_reason(line(**STOP), "supplement_expired"))[2]


def test_a_stop_of_a_row_that_says_nothing_has_no_reason(ward: Ward) -> None:
    ward.is_now("20/8/2026 09:00")
    ward.imports(line(**STOP))
    assert ward.dossier("X-1").stop_reason is None


@pytest.mark.parametrize("reason", ["citizen", "chán"])
def test_a_bad_stop_reason_is_a_bad_row(ward: Ward, reason: str) -> None:
    ward.is_now("20/8/2026 09:00")
    told = STOP if reason != "citizen" else {**STOP, "status": "withdrawn"}
    assert "stop_reason" in ward.refused_lines(with_stop_reason(line(**told), reason))[2]


@pytest.mark.parametrize(
    ("received", "policy", "rule"),
    [("27/6/2025 09:00", "restart", "61/2018"), ("3/8/2026 09:00", "continue", "118/2025")],
)
def test_a_row_without_a_policy_has_that_of_its_day(ward: Ward, received: str, policy: str, rule: str) -> None:
    start = received.replace("27/6/2025", "30/6/2025")
    ward.is_now("20/8/2026 09:00")
    ward.imports(line(received_at=received, suspensions=[suspension(start)]))
    found = ward.dossier("X-1").suspensions[0]
    assert (found.policy, found.policy_rule) == (policy, rule)


def test_a_row_read_again_is_known_whatever_was_the_default_then(ward: Ward) -> None:
    """It says no policy, and silence is no difference: a dossier of June 2025 recorded with `continue` stays so."""
    ward.is_now("20/8/2026 09:00")
    told = {"received_at": "27/6/2025 09:00"}
    ward.imports(line(**told, suspensions=[suspension("30/6/2025 09:00", policy="continue")]))
    assert counts(ward.imports(line(**told, suspensions=[suspension("30/6/2025 09:00")]))) == (1, 0, 0, 1)
    assert ward.dossier("X-1").suspensions[0].policy == "continue"
    again = line(**told, suspensions=[suspension("30/6/2025 09:00", policy="restart")])
    assert "suspensions" in ward.refused_lines(again)[2]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"until": "2026-08-02"}, "until"),
        ({"until": "2026-08-10 09:00"}, "until"),
        ({"until": "mai"}, "not a date"),
        ({"until": "2026-08-10", "reason": "other_agency"}, "until"),
        ({"papers": "đơn:bản sao"}, "papers"),
        ({"papers": "đơn", "reason": "other_agency"}, "papers"),
        ({"policy": "continue", "policy_rule": "99/2099"}, "policy_rule"),
    ],
)
def test_what_a_row_says_of_a_supplement_is_checked(ward: Ward, said: dict[str, str], key: str) -> None:
    ward.is_now("20/8/2026 09:00")
    assert key in ward.refused_lines(line(suspensions=[suspension("3/8/2026 10:00", **said)]))[2]


@pytest.mark.parametrize("said", [{"until": "2026-08-11"}, {"papers": "đơn"}])
def test_other_papers_or_another_day_are_another_dossier(ward: Ward, said: dict[str, str]) -> None:
    ward.is_now("20/8/2026 09:00")
    told = suspension("3/8/2026 10:00", until="2026-08-10", papers="hộ khẩu")
    ward.imports(line(suspensions=[told]))
    assert counts(ward.imports(line(suspensions=[suspension("3/8/2026 10:00")]))) == (1, 0, 0, 1)
    assert "suspensions" in ward.refused_lines(line(suspensions=[told | said]))[2]


def test_the_text_of_papers_in_json_is_what_is_typed_again(ward: Ward) -> None:
    text = papers_text(parsed("Đơn:photo:2;hộ khẩu"))
    ward.suspend(ward.receive().code, papers=text)
    assert json.loads(ward.ask("SELECT suspensions FROM dossier")[0][0])[0]["papers"] == text
