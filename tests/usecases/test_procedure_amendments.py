"""Amendments of a procedure: what is shown before they are recorded, what they move, and how one is taken back."""

from datetime import date

import pytest

from onestop_cli.core.limits import Start, time_limit
from onestop_cli.core.moments import Moments
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import (
    ConflictingOptions,
    DuplicateAlias,
    NothingToDo,
    NothingToUndo,
    OnestopError,
    ProcedureInUse,
    ProcedureRetired,
    UnknownAlias,
    UnknownProcedure,
    WholeProcedure,
)
from onestop_cli.usecases import dossiers as looking
from onestop_cli.usecases import procedures as cases
from onestop_cli.usecases.moves import Consent, Direction
from onestop_cli.usecases.procedures import Amended, Amendment
from tests.core.written import at, day
from tests.office import ACTOR, Ward, broken_links, strays

PREVIEW = Consent()
APPLY = Consent(apply=True)
EVERYTHING = Consent(apply=True, also_earlier=True, also_finished=True)
MARITAL = "1.004873"
NEW = "1.009999"


def amend(ward: Ward, since: str, consent: Consent = APPLY, text: str = MARITAL, **changes: object) -> Amended:
    limits = {name: time_limit(str(changes.pop(name))) for name in ("statutory", "committed") if name in changes}
    amendment = Amendment(**{**changes, **limits})  # type: ignore[arg-type]
    return cases.amend(ward.path, ward.clock, ACTOR, text, amendment, day(since), consent)


def longer(ward: Ward, since: str, consent: Consent = APPLY, limit: str = "5:working_day") -> Amended:
    return amend(ward, since, consent, statutory=limit, committed=limit)


def undo(ward: Ward, consent: Consent = APPLY, text: str = MARITAL, note: str = "") -> Amended:
    return cases.undo(ward.path, ward.clock, ACTOR, text, note, consent)


def added(ward: Ward, code: str = NEW, aliases: tuple[str, ...] = ("thu-moi",), since: str = "3/8/2026") -> Amended:
    limit = time_limit("3:working_day")
    made = Procedure(code, "Thủ tục mới", "Khác", limit, limit, aliases, "", day(since))
    return cases.add(ward.path, ward.clock, ACTOR, made)


def in_force(ward: Ward, code: str = MARITAL, on: str = "3/8/2026") -> Procedure:
    [found] = [p for p in cases.procedures(ward.path, ward.clock, day(on)) if p.code == code]
    return found


def limits(ward: Ward, on: str = "3/8/2026") -> tuple[str, str]:
    found = in_force(ward, on=on)
    return str(found.committed), str(found.statutory)


# --- what is shown -----------------------------------------------------------------------------------


def test_a_preview_has_the_version_before_and_the_one_to_come(ward: Ward) -> None:
    last = ward.ask("SELECT max(seq) FROM event")[0][0]
    amended = amend(ward, "4/8/2026", PREVIEW, name="Tên mới", committed="1:working_day", start=Start.cut_off)
    [changed] = amended.changes
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before.seq, changed.before.valid_from) == (2, date(2016, 1, 1))
    assert (changed.after.seq, changed.after.valid_from) == (last + 1, date(2026, 8, 4))
    assert (changed.after.name, str(changed.after.committed), changed.after.start) == (
        "Tên mới", "1:working_day", "cut_off",
    )  # fmt: skip
    assert amend(ward, "4/8/2026", name="Tên mới").recorded.seq == last + 1  # type: ignore[union-attr]


def test_a_change_lasts_until_the_version_that_follows(ward: Ward) -> None:
    amend(ward, "10/8/2026", committed="2:working_day")
    [changed] = amend(ward, "4/8/2026", PREVIEW, committed="1:working_day").changes
    assert changed.until == date(2026, 8, 9)
    assert amend(ward, "10/8/2026", PREVIEW, committed="1:working_day").changes[0].until is None


def test_a_wrong_amendment_is_put_right_by_another_of_the_same_day(ward: Ward) -> None:
    """The last recorded of a day is in force; what stands beside it is the wrong one, not the one before."""
    amend(ward, "4/8/2026", committed="1:working_day")
    amended = amend(ward, "4/8/2026", committed="2:working_day")
    assert amended.before is not None
    assert str(amended.before.committed) == "1:working_day"
    assert limits(ward, "4/8/2026") == ("2:working_day", "3:working_day")
    assert limits(ward, "3/8/2026") == ("3:working_day", "3:working_day")


def test_open_dossiers_that_an_amendment_does_not_touch_are_told(ward: Ward) -> None:
    before = ward.receive(MARITAL, when="31/7/2026 09:00").code
    touched = ward.receive(MARITAL).code
    ward.resolve(ward.receive(MARITAL).code)
    ward.receive("giam-ho")
    amended = longer(ward, "3/8/2026", PREVIEW)
    assert ([m.code for m in amended.moved], [d.code for d in amended.kept]) == ([touched], [before])


def test_a_new_name_moves_nothing(ward: Ward) -> None:
    """A dossier left at its old limit on purpose is not moved by an amendment that is about something else."""
    code = ward.receive(MARITAL).code
    longer(ward, "3/8/2026", Consent(apply=True, no_move=True))
    amended = amend(ward, "3/8/2026", EVERYTHING, name="Tên mới")
    assert (amended.moved, [d.code for d in amended.kept]) == ([], [code])


def test_a_dossier_with_a_limit_of_its_own_keeps_it(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    ward.correct(code, limit="4:working_day")
    assert [d.code for d in longer(ward, "3/8/2026").kept] == [code]


def test_limits_in_force_are_brought_to_the_dossiers_left_at_others(ward: Ward) -> None:
    """Those of the case and the days meant; the move names the event of the version in force."""
    before = ward.receive(MARITAL, when="31/7/2026 09:00").code
    code, own = ward.receive(MARITAL).code, ward.receive(MARITAL).code
    ward.correct(own, limit="4:working_day")
    event = longer(ward, "3/8/2026", Consent(apply=True, no_move=True)).recorded
    content = ward.content
    preview = longer(ward, "3/8/2026", PREVIEW)
    assert (preview.is_known, [m.code for m in preview.moved], [d.code for d in preview.kept]) == (
        True, [code], [before, own],
    )  # fmt: skip
    assert ward.content == content
    assert longer(ward, "3/8/2026").recorded is None
    assert ward.dossier(code).due_at == at("10/8/2026 17:30")
    [(data,)] = ward.ask("SELECT data FROM event WHERE kind = 'move'")
    assert event is not None
    assert event.anchor in data
    with pytest.raises(NothingToDo):
        longer(ward, "3/8/2026", EVERYTHING)
    assert strays(ward) == []


def test_limits_in_force_are_brought_from_the_day_named(ward: Ward) -> None:
    _, code = (ward.receive(MARITAL, when=f"{on} 09:00").code for on in ("31/7/2026", "3/8/2026"))
    longer(ward, "31/7/2026", Consent(apply=True, no_move=True))
    assert [m.code for m in longer(ward, "3/8/2026", PREVIEW).moved] == [code]


def test_what_was_left_at_another_limit_is_not_moved_by_a_retirement_taken_back(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    longer(ward, "3/8/2026", Consent(apply=True, no_move=True))
    cases.retire(ward.path, ward.clock, ACTOR, MARITAL, day("3/8/2026"))
    undone = undo(ward, EVERYTHING)
    assert (undone.moved, [d.code for d in undone.kept]) == ([], [code])


def test_what_says_nothing_of_limits_brings_none(ward: Ward) -> None:
    ward.receive(MARITAL)
    longer(ward, "3/8/2026", Consent(apply=True, no_move=True))
    with pytest.raises(NothingToDo):
        amend(ward, "3/8/2026", EVERYTHING, aliases=("tinh-trang-hon-nhan",))


# --- short names -------------------------------------------------------------------------------------


def test_short_names_are_added_and_dropped(ward: Ward) -> None:
    amend(ward, "3/8/2026", aliases=("doc-than", "tinh-trang-hon-nhan"))
    assert in_force(ward).aliases == ("tinh-trang-hon-nhan", "hn", "tthn", "doc-than")
    amend(ward, "3/8/2026", dropped=("tinh-trang-hon-nhan",), aliases=("hon-nhan",))
    assert in_force(ward).aliases == ("hn", "tthn", "doc-than", "hon-nhan")
    assert ward.receive("doc-than").procedure_code == MARITAL


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"aliases": ("tinh-trang-hon-nhan",)}, NothingToDo, id="one it has already"),
        pytest.param({"dropped": ("khai-tu",)}, UnknownAlias, id="to drop one it has not"),
        pytest.param({"dropped": ("moi",), "aliases": ("moi",)}, ConflictingOptions, id="both at once"),
        pytest.param({"aliases": ("khai-tu",)}, DuplicateAlias, id="one of another procedure"),
        pytest.param({"legal_basis": "Nghị định 123/2015/NĐ-CP Điều 22"}, NothingToDo, id="the basis it has"),
        pytest.param({"may_agree": False, "start": Start.receipt}, NothingToDo, id="what is usual"),
    ],
)
def test_what_cannot_be_amended_is_refused(ward: Ward, changes: dict[str, object], refusal: type[OnestopError]) -> None:
    before = ward.content
    with pytest.raises(refusal):
        amend(ward, "3/8/2026", APPLY, MARITAL, **changes)
    assert ward.content == before


def test_a_refused_short_name_is_told_with_those_there_are(ward: Ward) -> None:
    with pytest.raises(UnknownAlias) as unknown:
        amend(ward, "3/8/2026", PREVIEW, dropped=("khai-tu",))
    assert (unknown.value.exit_code, unknown.value.values["aliases"]) == (10, "tinh-trang-hon-nhan, hn, tthn")


def test_a_short_name_that_was_dropped_is_free_for_another_from_that_day(ward: Ward) -> None:
    amend(ward, "10/8/2026", aliases=("doc-than",), dropped=("tinh-trang-hon-nhan",))
    with pytest.raises(DuplicateAlias):
        added(ward, aliases=("tinh-trang-hon-nhan",), since="9/8/2026")
    added(ward, aliases=("tinh-trang-hon-nhan",), since="10/8/2026")
    assert ward.receive("tinh-trang-hon-nhan").procedure_code == MARITAL
    ward.is_now("10/8/2026 09:00")
    assert ward.receive("tinh-trang-hon-nhan").procedure_code == NEW


def test_a_short_name_that_another_has_later_is_refused(ward: Ward) -> None:
    added(ward, since="10/8/2026")
    with pytest.raises(DuplicateAlias):
        amend(ward, "3/8/2026", aliases=("thu-moi",))


def test_the_rest_of_a_procedure_is_amended(ward: Ward) -> None:
    amend(ward, "3/8/2026", legal_basis="Luật mới", start=Start.submitted, may_agree=True, field="")
    found = in_force(ward)
    assert (found.legal_basis, found.start, found.may_agree, found.field) == ("Luật mới", "submitted", True, "")


# --- finished meanwhile ------------------------------------------------------------------------------


def late_one(ward: Ward) -> str:
    """Received Mon 3/8 with 3 working days, due Thu 6/8; its result on Fri 7/8."""
    code = ward.receive(MARITAL).code
    ward.is_now("7/8/2026 10:00")
    ward.resolve(code)
    return code


def test_a_longer_limit_reaches_late_results_only_where_asked(ward: Ward) -> None:
    """5 working days after 3/8 are 10/8: a result of 7/8 is early then, and the move is marked (§3.3, decision 2)."""
    code = late_one(ward)
    [moved] = longer(ward, "3/8/2026", PREVIEW).moved
    assert (moved.code, moved.verdicts) == (code, ("late", "early"))
    [moved] = longer(ward, "3/8/2026").moved
    assert (moved.applied, ward.dossier(code).due_at) == (False, at("6/8/2026 17:30"))


def test_a_longer_limit_betters_late_results_with_a_mark(ward: Ward) -> None:
    code = late_one(ward)
    longer(ward, "3/8/2026", Consent(apply=True, also_finished=True))
    dossier = ward.dossier(code)
    assert (dossier.due_at, str(dossier.time_limit)) == (at("10/8/2026 17:30"), "5:working_day")
    assert [mark.kind for mark in dossier.recorded_late] == ["move"]
    assert strays(ward) == []


def test_what_a_longer_limit_gave_late_results_falls_with_it(ward: Ward) -> None:
    """Else an amendment entered and taken back would cure lateness for good."""
    code = late_one(ward)
    before = ward.dossier(code).dates
    longer(ward, "3/8/2026", Consent(apply=True, also_finished=True))
    assert [(m.code, m.is_given_back) for m in undo(ward, PREVIEW).moved] == [(code, True)]
    undo(ward, Consent(apply=True, also_finished=True))
    assert (ward.dossier(code).dates, strays(ward), broken_links(ward)) == (before, [], [])


def test_a_shorter_limit_makes_no_result_worse(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    ward.is_now("6/8/2026 10:00")
    ward.resolve(code)
    assert amend(ward, "3/8/2026", EVERYTHING, committed="1:working_day").moved == []


# --- taking back -------------------------------------------------------------------------------------


def test_taking_back_is_a_preview_without_consent(ward: Ward) -> None:
    recorded = amend(ward, "3/8/2026", committed="1:working_day").recorded
    before = ward.content
    undone = undo(ward, PREVIEW)
    assert recorded is not None
    assert (undone.recorded, undone.undoes) == (None, recorded.seq)
    assert [str(p.committed) for p in (undone.before, undone.after) if p] == ["1:working_day", "3:working_day"]
    assert ward.content == before


def test_what_is_taken_back_never_was_in_force(ward: Ward) -> None:
    amend(ward, "3/8/2026", committed="1:working_day")
    undo(ward)
    assert limits(ward) == ("3:working_day", "3:working_day")
    assert ward.receive(MARITAL).due_at == at("6/8/2026 17:30")
    assert len(cases.versions_of(ward.path, MARITAL)) == 1
    assert broken_links(ward) == []


def test_before_it_was_taken_back_the_file_knew_it(ward: Ward) -> None:
    amend(ward, "3/8/2026", committed="1:working_day")
    ward.is_now("4/8/2026 09:00")
    undo(ward)
    known = [
        [str(v.committed) for v in cases.versions_of(ward.path, MARITAL, None, at(moment))]
        for moment in ("3/8/2026 12:00", "4/8/2026 12:00")
    ]
    assert known == [["3:working_day", "1:working_day"], ["3:working_day"]]


def test_dossiers_move_back_and_keep_their_slips(ward: Ward) -> None:
    """Received 4/8 under 5 working days: slip 11/8. Back under 3: due 7/8, which is earlier and must be asked for."""
    longer(ward, "3/8/2026")
    ward.is_now("4/8/2026 09:00")
    code = ward.receive(MARITAL).code
    preview = undo(ward, PREVIEW)
    assert [(m.code, m.direction) for m in preview.moved] == [(code, Direction.earlier)]
    undo(ward, EVERYTHING)
    dossier = ward.dossier(code)
    assert (dossier.due_at, dossier.promised_due_at) == (at("7/8/2026 17:30"), at("11/8/2026 17:30"))
    assert str(dossier.time_limit) == "3:working_day"
    assert strays(ward) == []


def test_what_an_amendment_did_not_move_does_not_move_back(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    longer(ward, "3/8/2026", Consent(apply=True, no_move=True))
    undone = undo(ward, EVERYTHING)
    assert (undone.moved, [d.code for d in undone.kept]) == ([], [code])


@pytest.mark.parametrize(("no_move", "due"), [(False, "6/8/2026 17:30"), (True, "4/8/2026 17:30")])
def test_taking_back_a_shorter_limit_moves_later_unless_told_not_to(ward: Ward, no_move: bool, due: str) -> None:
    amend(ward, "3/8/2026", committed="1:working_day")
    code = ward.receive(MARITAL).code
    undo(ward, Consent(apply=True, no_move=no_move))
    assert ward.dossier(code).due_at == at(due)


def test_each_taking_back_goes_one_further(ward: Ward) -> None:
    for limit in ("2:working_day", "1:working_day"):
        amend(ward, "3/8/2026", committed=limit)
    undo(ward)
    assert limits(ward)[0] == "2:working_day"
    undo(ward)
    assert limits(ward)[0] == "3:working_day"
    before = ward.content
    with pytest.raises(NothingToUndo) as nothing:
        undo(ward)
    assert (nothing.value.exit_code, ward.content) == (11, before)


def test_what_was_taken_back_is_made_good_by_a_new_amendment(ward: Ward) -> None:
    amend(ward, "3/8/2026", committed="1:working_day")
    undo(ward)
    amend(ward, "3/8/2026", committed="1:working_day")
    assert limits(ward)[0] == "1:working_day"


def test_a_retirement_is_taken_back(ward: Ward) -> None:
    amend(ward, "6/8/2026", committed="1:working_day")
    cases.retire(ward.path, ward.clock, ACTOR, MARITAL, day("3/8/2026"))
    with pytest.raises(ProcedureRetired):
        ward.receive(MARITAL)
    undone = undo(ward)
    assert [c.since for c in undone.changes] == [date(2026, 8, 3), date(2026, 8, 6)]
    assert ward.receive(MARITAL).due_at == at("6/8/2026 17:30")
    assert limits(ward, "6/8/2026")[0] == "1:working_day"


def test_an_addition_is_taken_back_while_nothing_was_received(ward: Ward) -> None:
    added(ward)
    undone = undo(ward, text="thu-moi")
    assert (undone.before is None, undone.after) == (False, None)
    with pytest.raises(UnknownProcedure):
        ward.receive("thu-moi")
    added(ward)
    assert ward.receive("thu-moi").procedure_code == NEW


@pytest.mark.parametrize("is_void", [False, True])
def test_an_addition_under_which_dossiers_were_received_stays(ward: Ward, is_void: bool) -> None:
    added(ward)
    code = ward.receive("thu-moi").code
    if is_void:
        ward.void(code)
    before = ward.content
    with pytest.raises(ProcedureInUse) as in_use:
        undo(ward, text="thu-moi")
    assert (in_use.value.exit_code, in_use.value.values["count"], ward.content) == (11, 1, before)


def test_an_earlier_beginning_is_taken_back_where_dossiers_have_the_later(ward: Ward) -> None:
    """An amendment cannot begin before the procedure; an import can bring an earlier version of it."""
    added(ward, since="3/8/2026")
    row = f"{NEW},Thủ tục mới,Khác,3,working_day,1,working_day,2026-07-01,thu-moi\n"
    file = ward.path.with_name("thu-tuc.csv")
    heading = "code,name,field,statutory_amount,statutory_unit,committed_amount,committed_unit,valid_from,aliases\n"
    file.write_text(heading + row, encoding="utf-8")
    cases.import_procedures(ward.path, ward.clock, ACTOR, file)
    ward.receive("thu-moi")
    assert undo(ward, text="thu-moi").recorded is not None


def test_of_an_import_only_the_procedure_named_is_taken_back(ward: Ward) -> None:
    heading = "code,name,field,statutory_amount,statutory_unit,committed_amount,committed_unit,valid_from\n"
    rows = "1.009991,Một,Khác,3,working_day,1,working_day,2026-08-03\n1.009992,Hai,Khác,,none,,none,2026-08-03\n"
    file = ward.path.with_name("thu-tuc.csv")
    file.write_text(heading + rows, encoding="utf-8")
    cases.import_procedures(ward.path, ward.clock, ACTOR, file)
    undo(ward, text="1.009991")
    codes = {p.code for p in cases.procedures(ward.path, ward.clock, None)}
    assert codes & {"1.009991", "1.009992"} == {"1.009992"}


def test_a_short_name_given_to_another_does_not_come_back(ward: Ward) -> None:
    amend(ward, "3/8/2026", aliases=("doc-than",), dropped=("tinh-trang-hon-nhan",))
    added(ward, aliases=("tinh-trang-hon-nhan",))
    before = ward.content
    with pytest.raises(DuplicateAlias):
        undo(ward)
    assert ward.content == before


def test_one_case_alone_is_not_taken_back(ward: Ward) -> None:
    with pytest.raises(WholeProcedure):
        undo(ward, text="cai-chinh-ho-tich/bo-sung")


def test_the_note_lies_beside_the_chain(ward: Ward) -> None:
    amend(ward, "3/8/2026", committed="1:working_day")
    undo(ward, note="bà Lan gõ nhầm")
    [(data,)] = ward.ask("SELECT data FROM event WHERE kind = 'procedure_undo'")
    assert "Lan" not in data
    assert f'"code":"{MARITAL}"' in data.replace(" ", "")


def test_dossiers_of_a_procedure_are_found_after_it_was_taken_back(ward: Ward) -> None:
    amend(ward, "3/8/2026", aliases=("doc-than",))
    code = ward.receive("doc-than").code
    undo(ward)
    found = looking.listing(ward.path, ward.clock, looking.Filters(), MARITAL, (), None, Moments())
    assert [v.entry.dossier.code for v in found.views] == [code]


def test_a_retirement_names_the_open_dossiers_left(ward: Ward) -> None:
    code = ward.receive(MARITAL).code
    ward.resolve(ward.receive(MARITAL).code)
    retired = cases.retire(ward.path, ward.clock, ACTOR, MARITAL, day("4/8/2026"))
    assert ([d.code for d in retired.kept], retired.moved) == ([code], [])
