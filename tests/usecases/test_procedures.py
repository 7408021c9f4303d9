"""The catalogue: dated versions of procedures, and promises that stay as they were made."""

from datetime import date

import pytest

from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import Moments
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import (
    AmbiguousProcedure,
    BadProcedureCode,
    BadRows,
    DuplicateAlias,
    DuplicateProcedure,
    LongerThanStatutory,
    NothingToDo,
    OnestopError,
    ProcedureNotInForce,
    ProcedureRetired,
    UnknownProcedure,
)
from onestop_cli.usecases import dossiers as looking
from onestop_cli.usecases import procedures as cases
from onestop_cli.usecases.moves import Consent, Direction
from onestop_cli.usecases.procedures import Amended, Amendment
from tests.core.written import at, day
from tests.office import ACTOR, Ward, strays

PREVIEW = Consent()
APPLY = Consent(apply=True)
EVERYTHING = Consent(apply=True, also_earlier=True)
MARITAL = "1.004873"


def procedure(code: str = "1.009999", alias: str = "thu-moi", since: str = "3/8/2026") -> Procedure:
    limit = time_limit("3:working_day")
    return Procedure(code, "Thủ tục mới", "Khác", limit, limit, (alias,), "", day(since))


def add(ward: Ward, added: Procedure) -> Amended:
    return cases.add(ward.path, ward.clock, ACTOR, added)


def amend(ward: Ward, since: str, committed: str = "1:working_day", consent: Consent = APPLY) -> Amended:
    limit = time_limit(committed)
    amendment = Amendment(committed=limit, statutory=limit if (limit.amount or 0) > 3 else None)
    return cases.amend(ward.path, ward.clock, ACTOR, MARITAL, amendment, day(since), consent)


def retire(ward: Ward, since: str) -> Amended:
    return cases.retire(ward.path, ward.clock, ACTOR, MARITAL, day(since))


# --- adding ------------------------------------------------------------------------------------------


def test_an_added_procedure_is_received(ward: Ward) -> None:
    add(ward, procedure())
    assert ward.receive("thu-moi").procedure_code == "1.009999"


@pytest.mark.parametrize(
    ("added", "refusal"),
    [
        pytest.param(procedure(MARITAL), DuplicateProcedure, id="a code that is there"),
        pytest.param(procedure(alias="khai-tu"), DuplicateAlias, id="a short name that is taken"),
        pytest.param(procedure("1.99"), BadProcedureCode, id="no code at all"),
    ],
)
def test_what_cannot_be_added_is_refused(ward: Ward, added: Procedure, refusal: type[OnestopError]) -> None:
    before = ward.content
    with pytest.raises(refusal):
        add(ward, added)
    assert ward.content == before


def test_a_procedure_is_not_received_before_it_is_in_force(ward: Ward) -> None:
    add(ward, procedure(since="4/8/2026"))
    with pytest.raises(ProcedureNotInForce) as early:
        ward.receive("thu-moi")
    assert early.value.exit_code == 10
    ward.is_now("4/8/2026 09:00")
    assert ward.receive("thu-moi").procedure_code == "1.009999"


def test_what_is_named_by_nothing_or_by_two_is_refused(ward: Ward) -> None:
    with pytest.raises(UnknownProcedure):
        ward.receive("không có")
    with pytest.raises(AmbiguousProcedure):
        ward.receive("đăng ký")


def test_the_procedures_in_force_are_listed_by_code(ward: Ward) -> None:
    add(ward, procedure(since="4/8/2026"))
    retire(ward, "4/8/2026")
    codes = [p.code for p in cases.procedures(ward.path, ward.clock, None)]
    tomorrow = [p.code for p in cases.procedures(ward.path, ward.clock, day("4/8/2026"))]
    assert codes == sorted(codes)
    assert (set(codes) - set(tomorrow), set(tomorrow) - set(codes)) == ({MARITAL}, {"1.009999"})


# --- amending ----------------------------------------------------------------------------------------


def test_an_amendment_counts_from_its_day(ward: Ward) -> None:
    amend(ward, "4/8/2026")
    assert ward.receive(MARITAL).due_at == at("6/8/2026 17:30")
    ward.is_now("4/8/2026 09:00")
    assert ward.receive(MARITAL).due_at == at("5/8/2026 17:30")


@pytest.mark.parametrize("since", ["1/7/2026", "3/8/2026", "4/8/2026", "1/1/2030"])
def test_an_amendment_is_a_preview_whatever_its_day(ward: Ward, since: str) -> None:
    ward.receive(MARITAL)
    before = ward.content
    assert amend(ward, since, consent=PREVIEW).recorded is None
    assert ward.content == before
    assert amend(ward, since).recorded is not None


def test_an_amendment_to_come_moves_nothing(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    before = ward.dossier(code)
    amended = amend(ward, "4/8/2026", "2:working_day", EVERYTHING)
    assert (amended.moved, [d.code for d in amended.kept]) == ([], [code])
    assert ward.dossier(code) == before


def test_a_backdated_amendment_is_a_preview(ward: Ward) -> None:
    ward.receive(MARITAL)
    ward.is_now("4/8/2026 09:00")
    before = ward.content
    amended = amend(ward, "3/8/2026", "5:working_day", PREVIEW)
    assert (amended.recorded, [m.direction for m in amended.moved]) == (None, [Direction.later])
    assert ward.content == before


@pytest.mark.parametrize(
    ("committed", "consent", "due"),
    [
        pytest.param("5:working_day", APPLY, "10/8/2026 17:30", id="later moves"),
        pytest.param("1:working_day", APPLY, "6/8/2026 17:30", id="earlier stays"),
        pytest.param("1:working_day", EVERYTHING, "4/8/2026 17:30", id="earlier moves when asked for"),
        pytest.param("5:working_day", Consent(apply=True, no_move=True), "6/8/2026 17:30", id="nothing moves"),
    ],
)
def test_a_backdated_amendment_moves_as_asked(ward: Ward, committed: str, consent: Consent, due: str) -> None:
    code = ward.receive(MARITAL).code
    ward.is_now("4/8/2026 09:00")
    amend(ward, "3/8/2026", committed, consent)
    dossier = ward.dossier(code)
    assert (dossier.due_at, dossier.promised_due_at) == (at(due), at("6/8/2026 17:30"))
    assert strays(ward) == []


def test_a_moved_dossier_has_its_new_limit(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    ward.is_now("4/8/2026 09:00")
    amend(ward, "3/8/2026", "5:working_day", APPLY)
    assert str(ward.dossier(code).time_limit) == "5:working_day"


def test_an_amendment_moves_nothing_received_before_it_or_after_the_next(ward: Ward) -> None:
    amend(ward, "5/8/2026", "4:working_day")
    codes = [ward.receive(MARITAL, when=f"{on} 09:00").code for on in ("31/7/2026", "3/8/2026")]
    ward.is_now("6/8/2026 09:00")
    codes.append(ward.receive(MARITAL, when="5/8/2026 09:00").code)
    assert [m.code for m in amend(ward, "3/8/2026", "9:working_day", APPLY).moved] == [codes[1]]


def test_an_amendment_leaves_other_procedures_and_results_alone(ward: Ward) -> None:
    ward.receive("giam-ho")
    ward.resolve(ward.receive(MARITAL).code)
    ward.is_now("4/8/2026 09:00")
    assert amend(ward, "3/8/2026", "9:working_day", EVERYTHING).moved == []


def test_an_amendment_that_changes_nothing_is_refused(ward: Ward) -> None:
    with pytest.raises(NothingToDo):
        amend(ward, "4/8/2026", "3:working_day")


@pytest.mark.parametrize("committed", ["2:month", "4:calendar_day", "3:working_day"])
def test_a_promise_in_another_unit_or_of_the_same_length_is_not_longer(ward: Ward, committed: str) -> None:
    added = procedure()._replace(committed=time_limit(committed))
    assert add(ward, added).recorded is not None


def test_no_promise_is_longer_than_the_law_allows(ward: Ward) -> None:
    before = ward.content
    with pytest.raises(LongerThanStatutory) as longer:
        add(ward, procedure()._replace(committed=time_limit("4:working_day")))
    for amendment in (
        Amendment(committed=time_limit("4:working_day")),
        Amendment(statutory=time_limit("2:working_day")),
    ):
        with pytest.raises(LongerThanStatutory):
            cases.amend(ward.path, ward.clock, ACTOR, MARITAL, amendment, day("4/8/2026"), PREVIEW)
    assert (longer.value.exit_code, ward.content) == (2, before)


def test_versions_are_those_begun_by_a_day_and_known_by_a_moment(ward: Ward) -> None:
    ward.is_now("3/8/2026 10:00")
    amend(ward, "6/8/2026")

    def seen(on: str | None, known_at: str | None) -> list[str]:
        moments = day(on) if on else None, at(known_at) if known_at else None
        return [str(v.committed) for v in cases.versions_of(ward.path, MARITAL, *moments)]

    assert seen("5/8/2026", None) == seen(None, "3/8/2026 09:59") == ["3:working_day"]
    assert seen("6/8/2026", None) == seen(None, "3/8/2026 10:00") == ["3:working_day", "1:working_day"]
    with pytest.raises(ProcedureNotInForce):
        seen("1/1/2010", None)
    with pytest.raises(UnknownProcedure):
        seen(None, "1/1/2025 09:00")


def test_the_procedures_are_those_of_a_day_to_come_as_known_by_a_moment(ward: Ward) -> None:
    ward.is_now("3/8/2026 10:00")
    amend(ward, "6/8/2026")

    def promised(known_at: str) -> dict[str, str]:
        found = cases.procedures(ward.path, ward.clock, day("6/8/2026"), at(known_at))
        return {p.code: str(p.committed) for p in found}

    assert promised("3/8/2026 09:59")[MARITAL] == "3:working_day"
    assert promised("3/8/2026 10:00")[MARITAL] == "1:working_day"
    assert promised("1/1/2025 09:00") == {}


def test_every_version_is_kept(ward: Ward) -> None:
    amend(ward, "4/8/2026")
    versions = cases.versions_of(ward.path, "tinh-trang-hon-nhan")
    assert [str(v.committed) for v in versions] == ["3:working_day", "1:working_day"]


# --- retiring ----------------------------------------------------------------------------------------


def test_a_retired_procedure_is_not_received(ward: Ward) -> None:
    retire(ward, "4/8/2026")
    code = ward.receive(MARITAL).code
    ward.is_now("4/8/2026 09:00")
    for name in (MARITAL, "tinh-trang-hon-nhan"):
        with pytest.raises(ProcedureRetired) as retired:
            ward.receive(name)
        assert retired.value.exit_code == 11
    assert ward.receive(MARITAL, when="3/8/2026").due_at == ward.dossier(code).due_at


def test_a_dossier_of_a_retired_procedure_goes_on(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    retire(ward, "3/8/2026")
    assert ward.resolve(code, deliver=True)[0].delivered_at == ward.now


def test_dossiers_of_a_retired_procedure_are_still_found(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    retire(ward, "3/8/2026")
    found = looking.listing(ward.path, ward.clock, looking.Filters(), "tinh-trang-hon-nhan", (), None, Moments())
    assert [v.entry.dossier.code for v in found.views] == [code]


def test_a_retired_procedure_does_not_come_back_with_a_later_version(ward: Ward) -> None:
    amend(ward, "6/8/2026")
    retire(ward, "4/8/2026")
    ward.is_now("7/8/2026 09:00")
    with pytest.raises(ProcedureRetired):
        ward.receive(MARITAL)


# --- importing ---------------------------------------------------------------------------------------

HEADING = "code,name,field,statutory_amount,statutory_unit,committed_amount,committed_unit,valid_from,aliases\n"
NEW = "1.009999,Thủ tục mới,Khác,3,working_day,1,working_day,2026-08-03,Thủ-tục-MỚI\n"


def imported(ward: Ward, rows: str) -> list[Procedure]:
    file = ward.path.with_name("thu-tuc.csv")
    file.write_text(HEADING + rows, encoding="utf-8")
    return cases.import_procedures(ward.path, ward.clock, ACTOR, file)


def test_imported_procedures_are_received(ward: Ward) -> None:
    imported(ward, NEW)
    assert str(ward.receive("thu-tuc-moi").time_limit) == "1:working_day"


def test_importing_twice_adds_nothing(ward: Ward) -> None:
    imported(ward, NEW)
    before = ward.content
    assert imported(ward, NEW) == []
    assert ward.content == before


def test_an_import_brings_new_versions_of_what_is_there(ward: Ward) -> None:
    imported(ward, f"{MARITAL},Xác nhận,Hộ tịch,3,working_day,1,working_day,2026-08-03,\n")
    assert [str(v.committed) for v in cases.versions_of(ward.path, MARITAL)] == [
        "3:working_day",
        "1:working_day",
    ]


def test_a_line_that_stands_there_twice_counts_once(ward: Ward) -> None:
    assert [p.code for p in imported(ward, NEW * 2)] == ["1.009999"]


def test_two_versions_of_one_day_are_refused(ward: Ward) -> None:
    before = ward.content
    with pytest.raises(BadRows) as bad:
        imported(ward, NEW + NEW.replace(",1,", ",2,"))
    assert [row.line for row in bad.value.values["rows"]] == [3]
    assert ward.content == before


@pytest.mark.parametrize("rows", [NEW + NEW.replace("1.009999", "1.008888"), NEW.replace("Thủ-tục-MỚI", "khai-tu")])
def test_a_short_name_stands_for_one_procedure(ward: Ward, rows: str) -> None:
    before = ward.content
    with pytest.raises(DuplicateAlias):
        imported(ward, rows)
    assert ward.content == before


def test_a_file_with_a_bad_line_is_refused_whole(ward: Ward) -> None:
    before = ward.content
    with pytest.raises(BadRows):
        imported(ward, f"{NEW}1.1,X,Y,3,working_day,1,working_day,2026-08-03,\n")
    assert ward.content == before


@pytest.mark.parametrize("row", [NEW.replace(",1,", ",4,"), NEW.replace("Thủ-tục-MỚI", "1.009999")])
def test_a_line_with_a_longer_promise_or_no_short_name_is_bad(ward: Ward, row: str) -> None:
    before = ward.content
    with pytest.raises(BadRows) as bad:
        imported(ward, row)
    assert ([problem.line for problem in bad.value.values["rows"]], ward.content) == ([2], before)


def test_a_version_begins_on_a_day(ward: Ward) -> None:
    assert {type(v.valid_from) for v in cases.versions_of(ward.path, MARITAL)} == {date}
