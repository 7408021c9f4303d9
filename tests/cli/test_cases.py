"""Cases, start rules and agreed dates as they are typed (domain §3.2)."""

import pytest

from onestop_cli.cli.options import procedure_words
from tests.command_line import as_json, refused, run, sit_down, typed
from tests.office import Ward

WHO = ("--applicant", "Nguyễn Văn A")


@pytest.fixture(autouse=True)
def _at_the_counter(law_ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, law_ward.path, law_ward.clock)


def test_a_case_is_typed_behind_the_procedure_or_beside_it_and_shown_behind_the_code() -> None:
    shown = "Thủ tục cai-chinh (8.000010/bo-sung)"
    answer = typed("receive", "cai-chinh/bo-sung", *WHO)
    assert shown in answer
    beside = typed("receive", "cai-chinh", "--case", "bo-sung", *WHO, "--again").replace("0002", "0001")
    assert beside.splitlines()[:-1] == answer.splitlines()[:-1]
    for command in (["show", "1"], ["explain", "1"], ["history", "1"], ["when", "cai-chinh/bo-sung"], ["list"]):
        assert shown in typed(*command), command
    assert shown in typed("register", "--month", "8")
    assert as_json("show", "1")["case"] == as_json("explain", "1")["case"] == "bo-sung"


def test_where_no_case_is_the_default_one_is_asked_for() -> None:
    for command in (["receive", "lien-thong", *WHO], ["when", "lien-thong"]):
        said = refused(*command)
        assert "khai-sinh, khai-tu" in said
        assert "lien-thong/khai-sinh" in said
    assert "khai-sinh, khai-tu" in refused("receive", "lien-thong/bo-sung", *WHO, code=10)
    refused("receive", "lien-thong/khai-sinh", "--case", "khai-tu", *WHO)


def test_a_case_is_corrected() -> None:
    typed("receive", "cai-chinh", *WHO)
    assert as_json("correct", "1", "--case", "bo-sung", "--note", "ghi nhầm")["case"] == "bo-sung"
    assert as_json("correct", "1", "--case", "", "--note", "ghi nhầm")["case"] == ""


def test_completion_offers_the_cases(law_ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [word for word, _ in procedure_words("lien-thong")] == ["lien-thong/khai-sinh", "lien-thong/khai-tu"]
    offered = ["cai-chinh-ho-tich", "cai-chinh-ho-tich/bo-sung", "cai-chinh", "cai-chinh/bo-sung"]
    assert [word for word, _ in procedure_words("cai-chinh")] == offered


def test_from_when_a_limit_counts_is_told(law_ward: Ward) -> None:
    law_ward.is_now("10/8/2026 09:00")
    at = ("--at", "7/8/2026 15:00:01")
    for answer in (
        typed("receive", "chot-20", *WHO, *at),
        typed("when", "chot-20", *at),
        typed("explain", "260807-0001"),
    ):
        assert "Counted from" in answer
        assert "08:00 Monday 10/08/2026, received after 15:00" in answer
    assert "Counted from" not in typed("when", "chot-20", "--at", "7/8/2026 15:00:00")
    told = as_json("when", "sao-qua-buu-dien", "--submitted-at", "5/8/2026 10:00")
    assert (told["start"], told["counted_from"]) == ("submitted", "2026-08-05T10:00:00+07:00")
    assert "10:00 Wednesday 05/08/2026, handed in then" in typed(
        "receive", "sao-qua-buu-dien", *WHO, "--submitted-at", "5/8/2026 10:00"
    )
    assert as_json("explain", "1")["counted_from"] == "2026-08-05T10:00:00+07:00"


def test_a_limit_that_had_passed_at_the_receipt_is_told_at_once() -> None:
    """Three working days from Monday 27/7 end on Thursday 30/7; from Wednesday 29/7 on the day of receipt."""
    passed = run("receive", "sao-qua-buu-dien", *WHO, "--submitted-at", "27/7/2026 09:00", "--again")
    assert "counts from the hand-in and has passed: due 30/07/2026 17:30" in " ".join(passed.stderr.split())
    assert run("receive", "sao-qua-buu-dien", *WHO, "--submitted-at", "29/7/2026 09:00", "--again").stderr == ""


def test_an_hour_that_is_missing_is_asked_for_by_its_option() -> None:
    said = refused("receive", "sao-theo-gio", *WHO, "--submitted-at", "31/7/2026")
    assert '--submitted-at "31/7/2026 09:15"' in " ".join(said.split())
    typed("receive", "sao-theo-gio", *WHO)
    said = refused("correct", "1", "--received-at", "31/7/2026", "--note", "nhầm")
    assert '--received-at "31/7/2026 09:15"' in " ".join(said.split())


def test_why_a_promise_is_what_it_is_says_nothing_of_a_receipt_that_does_not_count(law_ward: Ward) -> None:
    law_ward.is_now("7/8/2026 16:00")
    answer = typed("receive", "chot-20", *WHO)
    assert "after the day of receipt" not in answer
    assert "3 working days" in answer


def test_an_agreed_date_is_typed_told_and_taken_away() -> None:
    answer = typed("receive", "thoa-thuan", *WHO, "--agreed", "14/8/2026")
    assert "agreed with the citizen" in answer
    assert "17:30 Friday 14/08/2026" in answer
    assert "17:30 Monday 10/08/2026" in answer
    assert "Agreed date" in typed("show", "1")
    assert "17:30 Friday 14/08/2026 (agreed with the citizen)" in typed("explain", "1")
    told = as_json("show", "1")
    assert (told["due_source"], told["due_at"]) == ("agreed", "2026-08-14")
    assert as_json("correct", "1", "--agreed", "17/8/2026", "--note", "hẹn lại")["due_at"] == "2026-08-17"
    assert as_json("correct", "1", "--agreed", "None", "--note", "không hẹn")["due_source"] == "engine"


def test_an_agreed_date_is_a_day_where_the_procedure_allows_it() -> None:
    refused("receive", "thoa-thuan", *WHO, "--agreed", "14/8/2026 15:00")
    refused("receive", "chung-thuc-nhieu", *WHO, "--agreed", "14/8/2026", "--done")
    assert "--may-agree" in refused("receive", "chot-20", *WHO, "--agreed", "14/8/2026", code=11)
    assert "10/08/2026" in refused("receive", "thoa-thuan", *WHO, "--agreed", "8/8/2026", code=11)
    typed("receive", "thoa-thuan", *WHO, "--agreed", "14/8/2026", "--again")
    refused("correct", "1", "--agreed", "14/8/2026 15:00", "--note", "hẹn lại")
    assert "--agreed none" in refused("correct", "1", "--procedure", "chot-20", "--note", "nhầm", code=11)
