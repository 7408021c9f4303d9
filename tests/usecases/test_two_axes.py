"""The two axes of time in one life: amendments tell all of it, and no look back knows a later word (domain §3.6)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Basis, Granularity, View
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import OnestopError, UnknownDossier
from onestop_cli.usecases import amendments, settings, worklist
from onestop_cli.usecases import dossiers as cases
from onestop_cli.usecases import notices as notice_cases
from onestop_cli.usecases.explanations import explain
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.reports.report import report
from tests.core.written import at, day
from tests.office import ACTOR, Ward

# --- amendments tell the whole life ----------------------------------------------------------------


def events_of(ward: Ward, code: str, kind: str) -> list[int]:
    """The numbers of a dossier's events of a kind."""
    return [seq for (seq,) in ward.ask("SELECT seq FROM event WHERE dossier = ? AND kind = ? ORDER BY seq", code, kind)]


def shown(ward: Ward, code: str, **moments: str) -> View:
    found = cases.show(ward.path, ward.clock, code, Moments(**{name: at(text) for name, text in moments.items()}))
    return View(found.entry, found.outcome)


RECEIVED, AMENDED, NOW = "3/8/2026 09:00", "6/8/2026 10:00", "10/8/2026 16:00"


@pytest.fixture
def amended(ward: Ward) -> Callable[[Callable[[Ward, str], Any]], tuple[Ward, str]]:
    """A dossier of 3/8 09:00, amended on 6/8 10:00; now it is 10/8 16:00."""

    def amend(amendment: Callable[[Ward, str], Any]) -> tuple[Ward, str]:
        code = ward.receive("bay-ngay", fee=8000, officer="Lê Thị Ánh").code
        ward.is_now(AMENDED)
        amendment(ward, code)
        ward.is_now(NOW)
        return ward, code

    return amend


@pytest.mark.parametrize("as_of", [RECEIVED, "6/8/2026 09:59:59", AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "fee"), [("6/8/2026 09:59:59", 8000), (AMENDED, 15_000), (NOW, 15_000)])
def test_a_correction_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, fee: int
) -> None:
    ward, code = amended(lambda ward, code: ward.correct(code, fee=15_000))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.fee == fee


@pytest.mark.parametrize("as_of", [RECEIVED, AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "applicant"), [("6/8/2026 09:59:59", "Nguyễn Văn A"), (AMENDED, "Nguyễn Văn An")])
def test_a_corrected_name_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, applicant: str
) -> None:
    ward, code = amended(lambda ward, code: ward.correct(code, applicant="Nguyễn Văn An"))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.person.applicant == applicant


@pytest.mark.parametrize("as_of", [RECEIVED, AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "status"), [("6/8/2026 09:59:59", "received"), (AMENDED, "void")])
def test_a_void_holds_for_the_whole_life_from_when_it_is_known(
    amended: Callable[..., tuple[Ward, str]], as_of: str, known_at: str, status: str
) -> None:
    ward, code = amended(lambda ward, code: amendments.void(ward.path, ward.clock, ACTOR, code, "nhập trùng"))
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.status == status


@pytest.mark.parametrize("as_of", ["4/8/2026 10:00", AMENDED, NOW])
@pytest.mark.parametrize(("known_at", "status"), [("6/8/2026 09:59:59", "resolved"), (AMENDED, "received")])
def test_an_undo_holds_for_the_whole_life_from_when_it_is_known(
    ward: Ward, as_of: str, known_at: str, status: str
) -> None:
    code = ward.receive("bay-ngay").code
    ward.is_now("4/8/2026 10:00")
    ward.resolve(code)
    ward.is_now(AMENDED)
    ward.undo(code)
    ward.is_now(NOW)
    assert shown(ward, code, as_of=as_of, known_at=known_at).entry.dossier.status == status


@pytest.mark.parametrize("by", [("none",), ("procedure",), ("month", "officer")])
@pytest.mark.parametrize(("known_at", "counted"), [("6/8/2026 09:59:59", 1), (AMENDED, 0), (None, 0)])
def test_a_void_dossier_is_in_no_report_once_that_is_known(
    amended: Callable[..., tuple[Ward, str]], by: tuple[str, ...], known_at: str | None, counted: int
) -> None:
    ward, _ = amended(lambda ward, code: amendments.void(ward.path, ward.clock, ACTOR, code, "nhập trùng"))
    august = named_period(Kind.month, 8, 2026, Convention.calendar)
    known = at(known_at) if known_at else None
    found = report(ward.path, ward.clock, ReportRequest(august, by, Basis.due, Granularity.unit, True, None, known))
    assert (found.part.total.received, found.part.total.pending) == (counted, counted)
    assert sum(row.received for row in found.part.rows) == (counted if by != ("none",) else 0)
    assert found.cumulative is not None
    assert found.cumulative.total.received == counted


def test_the_number_of_a_void_dossier_stays_used(ward: Ward) -> None:
    first = ward.receive().code
    amendments.void(ward.path, ward.clock, ACTOR, first, "nhập trùng")
    assert ward.receive().code == "H26.15.30-260803-0002"


# --- undo reaches further --------------------------------------------------------------------------


def test_an_act_taken_back_under_a_later_correction_comes_back(ward: Ward) -> None:
    """Typed again, an undo brings the act back (decision 27): the correction rests on it no more than it did before."""
    code = ward.receive("bay-ngay").code
    ward.is_now("8/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 10:00")
    ward.correct(code, received_at="3/8/2026 08:30")
    before = ward.dossier(code)
    ward.undo(code, events_of(ward, code, "resolve")[0])
    assert ward.dossier(code).status == "received"
    ward.undo(code)
    assert ward.dossier(code)._replace(anchor="") == before._replace(anchor="")


def test_no_undo_puts_a_result_before_its_receipt(ward: Ward) -> None:
    """Of two corrections the first made room for the second: it goes only after it, or the result would be lost."""
    code = ward.receive("bay-ngay").code
    ward.is_now("8/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 10:00")
    ward.correct(code, resolved_at="7/8/2026 10:00")
    ward.correct(code, received_at="6/8/2026 10:00")
    first = events_of(ward, code, "correct")[0]
    with pytest.raises(OnestopError):
        ward.undo(code, first)
    assert ward.dossier(code).resolved_at == at("7/8/2026 10:00")


def test_a_receipt_corrected_to_after_a_notices_move_is_counted_or_refused(ward: Ward) -> None:
    """Seven working days, with a day off on 27/8, known on 26/8 09:00, and National Day from 31/8 to 2/9."""
    ward.is_now("26/8/2026 09:00")
    code = ward.receive("bay-ngay", when="24/8/2026 09:00").code
    storm = day("27/8/2026"), "Nghỉ bão", "CV 1"
    notice_cases.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True))
    ward.is_now("28/8/2026 09:00")
    with suppress(OnestopError):
        ward.correct(code, received_at="26/8/2026 10:00")
    found = ward.dossier(code)
    dates = {at("24/8/2026 09:00"): at("8/9/2026 17:30"), at("26/8/2026 10:00"): at("10/9/2026 17:30")}
    assert found.due_at == dates[found.received_at]


# --- looking back at one dossier -------------------------------------------------------------------


@pytest.mark.parametrize("look", [cases.show, explain])
def test_a_dossier_with_another_name_is_unknown_before_its_receipt(
    ward: Ward, look: Callable[[Path, Callable[[], datetime], str, Moments], Any]
) -> None:
    code = ward.receive().code
    ward.correct(code, applicant="Nguyễn Văn An")
    with pytest.raises(UnknownDossier):
        look(ward.path, ward.clock, code, Moments(as_of=at("2/8/2026 09:00")))


@pytest.mark.parametrize("look", [cases.show, explain])
def test_a_clock_that_was_set_back_breaks_no_look_at_another_name(
    ward: Ward, look: Callable[[Path, Callable[[], datetime], str, Moments], Any]
) -> None:
    """The correction is recorded, by a clock set back, before the receipt: known then is no dossier."""
    code = ward.receive(when="3/8/2026 08:00").code
    ward.is_now("3/8/2026 08:30")
    ward.correct(code, applicant="Nguyễn Văn An")
    ward.is_now("3/8/2026 10:00")
    with pytest.raises(UnknownDossier):
        look(ward.path, ward.clock, code, Moments(known_at=at("3/8/2026 08:45")))


@pytest.mark.parametrize("as_of", ["3/8/2026 10:00", "4/8/2026 10:00"])
def test_an_explanation_of_then_takes_acts_by_when_they_are_told_to_have_happened(ward: Ward, as_of: str) -> None:
    """Suspended on Monday; the result of Tuesday was, as is known now, of Thursday."""
    code = ward.receive("bay-ngay").code
    ward.suspend(code, when=RECEIVED)
    ward.is_now("7/8/2026 09:00")
    ward.resolve(code, when="4/8/2026 09:00")
    ward.correct(code, resolved_at="6/8/2026 09:00")
    moments = Moments(as_of=at(as_of))
    found = explain(ward.path, ward.clock, code, moments).dossier
    assert found is not None
    assert found.status == cases.show(ward.path, ward.clock, code, moments).entry.dossier.status == "suspended"


# --- a later notice or setting changes no look back ------------------------------------------------


def soon(ward: Ward, known: datetime) -> tuple[date, list[str]]:
    """Until when something is due soon, and what, as known at an instant."""
    found = worklist.work_list(ward.path, ward.clock, 2, Moments(known, known))
    return found.until, [view.entry.dossier.code for view in found.soon]


def test_a_work_list_of_then_does_not_know_a_later_notice(ward: Ward) -> None:
    ward.is_now("6/8/2026 09:00")
    ward.receive("tinh-trang-hon-nhan")
    ward.receive("di-chuc")
    known = ward.now
    before = soon(ward, known)
    ward.is_now("6/8/2026 11:00")
    storm = day("7/8/2026"), "Nghỉ bão", "CV 1"
    notice_cases.add_holiday(
        ward.path, ward.clock, ACTOR, *storm, local=True, consent=Consent(apply=True, no_move=True)
    )
    assert soon(ward, known) == before


def test_a_work_list_of_then_does_not_know_a_later_setting(ward: Ward) -> None:
    ward.suspend(ward.receive("bay-ngay").code, when=RECEIVED)
    ward.is_now("5/8/2026 09:00")
    known = ward.now
    ward.is_now("5/8/2026 10:00")
    settings.set_value(ward.path, ward.clock, ACTOR, "waiting_days", "1", None)
    assert worklist.work_list(ward.path, ward.clock, 2, Moments(known, known)).waiting == []
