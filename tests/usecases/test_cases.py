"""Cases of a procedure, and start rules, at the counter (domain §3.2).

`cai-chinh` has a default case (3 working days) and `bo-sung` (the same day: Civil Status Law 60/2014 art. 5(3), as for
1.004859); of `lien-thong` every case has a name.
"""

import pytest

from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import (
    CaseNeeded,
    HandedInLater,
    HourNeeded,
    NothingToDo,
    NotSameDay,
    SlipStays,
    TwoCases,
    UnknownCase,
)
from onestop_cli.sources.typed import written
from onestop_cli.usecases import dossiers
from onestop_cli.usecases.explanations import explain, when
from onestop_cli.usecases.reports.late import Narrowed, late_list
from tests.core.written import at, day
from tests.office import Ward, strays

# --- the receipt -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "case", "meant", "due"),
    [
        ("cai-chinh", "", "", "6/8/2026 17:30"),
        ("cai-chinh", "bo-sung", "bo-sung", "3/8/2026 17:30"),
        ("cai-chinh/bo-sung", "", "bo-sung", "3/8/2026 17:30"),
        ("CAI-CHINH/Bổ sung", "", "bo-sung", "3/8/2026 17:30"),
        ("8.000010/bo-sung", "bo-sung", "bo-sung", "3/8/2026 17:30"),
        ("lien-thong/khai-tu", "", "khai-tu", "7/8/2026 17:30"),
        ("lien-thong", "Khai  sinh", "khai-sinh", "5/8/2026 17:30"),
    ],
)
def test_a_receipt_has_the_limits_of_its_case(law_ward: Ward, procedure: str, case: str, meant: str, due: str) -> None:
    dossier = law_ward.receive(procedure, case=case)
    assert (dossier.case, dossier.promised_due_at) == (meant, at(due))
    assert strays(law_ward) == []


def test_a_receipt_needs_a_case_where_none_is_the_default(law_ward: Ward) -> None:
    with pytest.raises(CaseNeeded) as needed:
        law_ward.receive("lien-thong")
    assert needed.value.values["cases"] == "khai-sinh, khai-tu"
    assert needed.value.values["example"] == "lien-thong/khai-sinh"
    assert law_ward.ask("SELECT count(*) FROM dossier") == [(0,)]


def test_a_case_must_be_one_of_the_procedure(law_ward: Ward) -> None:
    with pytest.raises(UnknownCase):
        law_ward.receive("cai-chinh/khai-tu")
    with pytest.raises(UnknownCase):
        law_ward.receive("tinh-trang-hon-nhan", case="bo-sung")
    with pytest.raises(TwoCases):
        law_ward.receive("lien-thong/khai-tu", case="khai-sinh")


def test_done_needs_a_case_returned_the_same_day(law_ward: Ward) -> None:
    assert law_ward.receive("cai-chinh/bo-sung", done=True).status == "delivered"
    with pytest.raises(NotSameDay):
        law_ward.receive("cai-chinh", done=True)


def test_the_event_says_the_case_only_where_there_is_one(law_ward: Ward) -> None:
    law_ward.receive("cai-chinh/bo-sung")
    law_ward.receive("cai-chinh")
    said = law_ward.ask("SELECT data ->> '$.case', data ->> '$.start' FROM event WHERE kind = 'receive'")
    assert said == [("bo-sung", None), (None, None)]


def test_when_asks_for_the_case_too(law_ward: Ward) -> None:
    told = when(law_ward.path, law_ward.clock, "cai-chinh/bo-sung", None)
    assert (told.case, told.explanation.due_at) == ("bo-sung", at("3/8/2026 17:30"))
    told = when(law_ward.path, law_ward.clock, "lien-thong", None, case="khai-tu")
    assert (told.case, told.statutory_due_at) == ("khai-tu", at("10/8/2026 17:30"))
    with pytest.raises(CaseNeeded):
        when(law_ward.path, law_ward.clock, "lien-thong", None)


# --- corrections -------------------------------------------------------------------------------------


def test_a_corrected_case_brings_its_limits_and_leaves_the_slip(law_ward: Ward) -> None:
    code = law_ward.receive("cai-chinh").code
    corrected = law_ward.correct(code, case="bo-sung")
    assert (corrected.case, corrected.due_at, str(corrected.time_limit)) == (
        "bo-sung",
        at("3/8/2026 17:30"),
        "same_day",
    )
    assert corrected.promised_due_at == at("6/8/2026 17:30")
    assert law_ward.correct(code, case="").due_at == at("6/8/2026 17:30")
    assert strays(law_ward) == []


def test_a_corrected_case_may_bring_a_new_slip(law_ward: Ward) -> None:
    code = law_ward.receive("lien-thong/khai-sinh").code
    assert law_ward.correct(code, case="khai-tu", slip_given=True).promised_due_at == at("7/8/2026 17:30")
    law_ward.correct(code, case="khai-sinh")
    assert law_ward.correct(code, slip_given=True).promised_due_at == at("5/8/2026 17:30")
    with pytest.raises(SlipStays):
        law_ward.correct(code, slip_given=True)


def test_a_corrected_procedure_has_its_default_case_or_needs_one(law_ward: Ward) -> None:
    code = law_ward.receive("cai-chinh/bo-sung").code
    with pytest.raises(CaseNeeded):
        law_ward.correct(code, procedure="lien-thong")
    moved = law_ward.correct(code, procedure="lien-thong", case="khai-tu")
    assert (moved.procedure_code, moved.case) == ("8.000011", "khai-tu")
    back = law_ward.correct(code, procedure="cai-chinh")
    assert (back.procedure_code, back.case, back.due_at) == ("8.000010", "", at("6/8/2026 17:30"))
    with pytest.raises(NothingToDo):
        law_ward.correct(code, case="")
    with pytest.raises(UnknownCase):
        law_ward.correct(code, case="khai-tu")


def test_a_corrected_receipt_stays_in_its_case(law_ward: Ward) -> None:
    code = law_ward.receive("lien-thong/khai-tu").code
    corrected = law_ward.correct(code, received_at="31/7/2026 09:00")
    assert (corrected.case, str(corrected.time_limit), corrected.due_at) == (
        "khai-tu", "4:working_day", at("6/8/2026 17:30"),
    )  # fmt: skip


def test_a_limit_of_its_own_goes_back_to_that_of_its_case(law_ward: Ward) -> None:
    """The lawful longer limit is measured against the limits of the case, not those of the code's first."""
    code = law_ward.receive("lien-thong/khai-tu").code
    assert str(law_ward.correct(code, limit="9:calendar_day").statutory_time_limit) == "9:calendar_day"
    again = law_ward.correct(code, limit="3:working_day")
    assert (str(again.time_limit), str(again.statutory_time_limit)) == ("3:working_day", "7:calendar_day")
    assert law_ward.correct(code, case="khai-sinh").due_at == at("5/8/2026 17:30")


# --- start rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"), [("7/8/2026 15:00:00", "12/8/2026 17:30"), ("7/8/2026 15:00:01", "13/8/2026 17:30")]
)
def test_after_the_cut_off_both_limits_count_from_the_next_opening(law_ward: Ward, received: str, due: str) -> None:
    law_ward.is_now("7/8/2026 17:00")
    dossier = law_ward.receive("chot-20", received)
    assert (dossier.received_at, dossier.promised_due_at, dossier.start) == (at(received), at(due), "cut_off")
    statutory = "14/8/2026 17:30" if due.startswith("12") else "17/8/2026 17:30"
    assert dossier.statutory_due_at == at(statutory)


def test_where_a_cut_off_decides_the_hour_of_receipt_is_asked_for(law_ward: Ward) -> None:
    """Not on Saturday 8/8, when the rule does not apply."""
    law_ward.is_now("10/8/2026 09:00")
    code = law_ward.receive("chot-20", "7/8/2026 14:00").code
    for refused in (
        lambda: law_ward.receive("chot-20", "7/8/2026"),
        lambda: when(law_ward.path, law_ward.clock, "chot-20", written("7/8/2026")),
        lambda: law_ward.correct(code, received_at="6/8/2026"),
    ):
        with pytest.raises(HourNeeded):
            refused()
    assert law_ward.receive("chot-20", "8/8/2026").due_at == at("12/8/2026 17:30")
    assert law_ward.correct(code, received_at="8/8/2026").due_at == at("12/8/2026 17:30")


def test_where_a_limit_counts_anew_under_a_cut_off_the_hour_of_resuming_is_asked_for(law_ward: Ward) -> None:
    law_ward.is_now("10/8/2026 09:00")
    anew, on = (law_ward.receive("chot-20", "5/8/2026 09:00").code for _ in range(2))
    law_ward.suspend(anew, "other_agency", "6/8/2026 09:00", policy="restart")
    law_ward.suspend(on, "other_agency", "6/8/2026", policy="continue")
    with pytest.raises(HourNeeded):
        law_ward.resume(anew, "7/8/2026")
    assert law_ward.resume(anew, "7/8/2026 15:00:01").due_at == at("13/8/2026 17:30")
    assert law_ward.resume(on, "7/8/2026").due_at == at("11/8/2026 17:30")


def test_where_hours_count_from_the_hand_in_its_hour_is_asked_for(law_ward: Ward) -> None:
    code = law_ward.receive("sao-theo-gio", submitted="31/7/2026 10:00").code
    for refused in (
        lambda: law_ward.receive("sao-theo-gio", submitted="31/7/2026"),
        lambda: when(law_ward.path, law_ward.clock, "sao-theo-gio", None, submitted=written("31/7/2026")),
        lambda: law_ward.correct(code, submitted_at="31/7/2026"),
    ):
        with pytest.raises(HourNeeded):
            refused()
    assert law_ward.receive("sao-qua-buu-dien", submitted="31/7/2026").due_at == at("5/8/2026 17:30")
    assert law_ward.receive("tam-gio", submitted="31/7/2026").submitted_is_day


def test_a_receipt_corrected_counts_by_the_rule_it_was_received_under(law_ward: Ward) -> None:
    law_ward.is_now("7/8/2026 17:00")
    code = law_ward.receive("chot-20", "7/8/2026 14:00").code
    assert law_ward.correct(code, received_at="7/8/2026 15:00:01").due_at == at("13/8/2026 17:30")
    assert law_ward.correct(code, procedure="tinh-trang-hon-nhan").start == "receipt"
    assert law_ward.dossier(code).due_at == at("12/8/2026 17:30")
    corrected = law_ward.correct(code, procedure="chot-20")
    assert (corrected.start, corrected.due_at) == ("cut_off", at("13/8/2026 17:30"))
    assert strays(law_ward) == []


def test_a_longer_limit_is_measured_from_what_it_counts_from(law_ward: Ward) -> None:
    """Received on Friday after the cut-off: both 15 calendar and 12 working days end on 25/8."""
    law_ward.is_now("7/8/2026 17:00")
    code = law_ward.receive("chot-23", "7/8/2026 16:00").code
    corrected = law_ward.correct(code, limit="12:working_day")
    assert (corrected.due_at, str(corrected.statutory_time_limit)) == (at("25/8/2026 17:30"), "15:calendar_day")


def test_a_hand_in_is_what_copies_by_post_count_from(law_ward: Ward) -> None:
    dossier = law_ward.receive("sao-qua-buu-dien", channel="postal", submitted="30/7/2026 10:00")
    assert (dossier.received_at, dossier.submitted_at) == (at("3/8/2026 09:00"), at("30/7/2026 10:00"))
    assert (dossier.due_at, dossier.statutory_due_at) == (at("4/8/2026 17:30"), at("6/8/2026 17:30"))
    assert law_ward.receive("sao-qua-buu-dien").due_at == at("6/8/2026 17:30")
    assert law_ward.receive(submitted="30/7/2026 10:00").due_at == at("6/8/2026 17:30")


def test_what_counts_from_elsewhere_is_explained(law_ward: Ward) -> None:
    law_ward.is_now("7/8/2026 17:00")
    code = law_ward.receive("chot-20", "7/8/2026 16:00").code
    told = explain(law_ward.path, law_ward.clock, code, Moments()).explanation
    assert (told.start, told.counted_from, told.cut_off) == ("cut_off", at("10/8/2026 08:00"), "15:00")
    assert told.due_at == at("13/8/2026 17:30")
    asked = when(law_ward.path, law_ward.clock, "sao-qua-buu-dien", None, submitted=written("5/8/2026 10:00"))
    assert (asked.explanation.counted_from, asked.explanation.due_at) == (at("5/8/2026 10:00"), at("10/8/2026 17:30"))
    assert asked.statutory_due_at == at("12/8/2026 17:30")
    assert asked.explanation.days[0].date == day("5/8/2026")
    with pytest.raises(HandedInLater):
        when(law_ward.path, law_ward.clock, "sao-qua-buu-dien", None, submitted=written("8/8/2026 10:00"))


def test_the_days_named_reach_back_to_the_hand_in(law_ward: Ward) -> None:
    """Handed in on Mon 31/8, a day off by swap (notice 9441/TB-BNV), received on Thu 3/9."""
    law_ward.is_now("3/9/2026 09:00")
    asked = when(law_ward.path, law_ward.clock, "sao-qua-buu-dien", None, submitted=written("31/8/2026 10:00"))
    named = {each.date.day: each.name for each in asked.explanation.days}
    assert named[31]
    code = law_ward.receive("sao-qua-buu-dien", submitted="31/8/2026 10:00").code
    assert explain(law_ward.path, law_ward.clock, code, Moments()).explanation.days == asked.explanation.days


# --- lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moments", [Moments(), Moments(as_of=at("3/8/2026 09:00"))])
@pytest.mark.parametrize(
    ("asked", "cases"),
    [("cai-chinh", {"", "bo-sung"}), ("cai-chinh/bo-sung", {"bo-sung"}), ("lien-thong", {"khai-tu", "khai-sinh"}),
     ("lien-thong/khai-tu", {"khai-tu"})],
)  # fmt: skip
def test_a_list_is_narrowed_to_a_procedure_or_to_a_case(
    law_ward: Ward, asked: str, cases: set[str], moments: Moments
) -> None:
    for typed in ("cai-chinh", "cai-chinh/bo-sung", "lien-thong/khai-tu", "lien-thong/khai-sinh"):
        law_ward.receive(typed)
    found = dossiers.listing(law_ward.path, law_ward.clock, Filters(), asked, (), None, moments)
    assert {view.entry.dossier.case for view in found.views} == cases
    assert len(found.views) == len(cases)


def test_a_list_of_a_case_that_is_not_there_is_refused(law_ward: Ward) -> None:
    with pytest.raises(UnknownCase):
        dossiers.listing(law_ward.path, law_ward.clock, Filters(), "cai-chinh/khai-tu", (), None, Moments())


def test_late_ones_are_narrowed_to_a_case(law_ward: Ward) -> None:
    for typed in ("cai-chinh", "cai-chinh/bo-sung"):
        law_ward.receive(typed)
    law_ward.is_now("31/8/2026 09:00")
    asked = ReportRequest(Period(day("1/8/2026"), day("31/8/2026")), (), Basis.due, Granularity.unit, cumulative=False)
    for procedure, cases in (("cai-chinh", ["bo-sung", ""]), ("cai-chinh/bo-sung", ["bo-sung"])):
        late = late_list(law_ward.path, law_ward.clock, asked, Narrowed(procedure))
        assert [each.entry.dossier.case for each in late.dossiers] == cases
