"""Registers of other systems with suspensions that have ended: their own dates come in and stay (domain §3.3, §3.5)."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Outcome
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.explanations import explain
from tests.core.written import at
from tests.office import Ward, broken_links, strays
from tests.usecases.imports.registers import counts, exported, suspension

HEADING = (
    "code,procedure_code,received_at,due_at,due_source,promised_due_at,statutory_due_at,resolved_at,note,suspensions"
)
WAITED = ("5/8/2026 10:00", "10/8/2026 15:00")
AGAIN = ("12/8/2026 09:00", "14/8/2026 09:00")
NOW = "28/8/2026 09:00"


def row(**cells: Any) -> str:
    """A row of another system: five working days from Monday 3/8/2026, ours would be 10/8 (13/8 once suspended)."""
    told = {"code": "HS-1", "procedure_code": "9.000005", "received_at": "3/8/2026 09:00"} | cells
    texts = {k: json.dumps(v, ensure_ascii=False) if isinstance(v, list) else str(v) for k, v in told.items()}
    quoted = ('"' + texts.get(name, "").replace('"', '""') + '"' for name in HEADING.split(","))
    return f"{HEADING}\n{','.join(quoted)}\n"


def taken_in(ward: Ward, **cells: Any) -> Dossier:
    ward.is_now(NOW)
    ward.imports(row(**cells))
    assert strays(ward) == []
    return ward.dossier("HS-1")


def dates(dossier: Dossier) -> list[str]:
    """Each suspension's due date before and after it, as dd/mm."""
    ends = [(s.before.due_at, s.after.due_at if s.after else None) for s in dossier.suspensions]
    return [f"{end:%d/%m}" if end else "—" for pair in ends for end in pair]


def test_the_given_date_is_in_force_whatever_our_own_counting_says(ward: Ward) -> None:
    """Three working days suspended would make 13/8; the other system says 17/8."""
    dossier = taken_in(ward, due_at="2026-08-17", promised_due_at="2026-08-10", suspensions=[suspension(*WAITED)])
    assert (dossier.due_at, dossier.due_source) == (at("17/8/2026 17:30"), DueSource.foreign)
    assert dossier.promised_due_at == at("10/8/2026 17:30")
    assert dates(dossier) == ["10/08", "17/08"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param(
            {"due_at": "2026-08-17", "promised_due_at": "2026-08-11"}, ["11/08", "17/08"], id="the slip's before it"
        ),
        pytest.param({"due_at": "2026-08-17"}, ["17/08", "17/08"], id="nothing said: it moved nothing"),
        pytest.param(
            {"due_at": "2026-08-17", "promised_due_at": "2026-08-11", "due_before": "2026-08-12"},
            ["12/08", "17/08"],
            id="its own before the slip's",
        ),
        pytest.param({"due_at": "2026-08-14", "due_before": "2026-08-14"}, ["14/08", "14/08"], id="kept as it was"),
        pytest.param(
            {"due_at": "2026-08-07", "due_before": "2026-08-10"}, ["10/08", "07/08"], id="earlier than before"
        ),
    ],
)
def test_what_a_row_does_not_say_follows_from_what_it_says(ward: Ward, cells: dict[str, str], told: list[str]) -> None:
    ends = {name: text for name, text in cells.items() if name.startswith("due_before")}
    plain = {name: text for name, text in cells.items() if name not in ends}
    assert dates(taken_in(ward, **plain, suspensions=[suspension(*WAITED, **ends)])) == told


def test_each_of_several_suspensions_keeps_its_dates(ward: Ward) -> None:
    first = suspension(*WAITED, due_before="2026-08-10", due_after="2026-08-12")
    dossier = taken_in(ward, due_at="2026-08-20", suspensions=[first, suspension(*AGAIN)])
    assert dates(dossier) == ["10/08", "12/08", "12/08", "20/08"]


def test_the_date_before_the_next_one_tells_that_after_the_last(ward: Ward) -> None:
    second = suspension(*AGAIN, due_before="2026-08-19")
    dossier = taken_in(
        ward, due_at="2026-08-20", promised_due_at="2026-08-10", suspensions=[suspension(*WAITED), second]
    )
    assert dates(dossier) == ["10/08", "19/08", "19/08", "20/08"]


def test_where_nothing_is_said_in_the_middle_the_suspended_time_is_counted(ward: Ward) -> None:
    """10/8 and the three working days of the first."""
    dossier = taken_in(
        ward, due_at="2026-08-20", promised_due_at="2026-08-10", suspensions=[suspension(*WAITED), suspension(*AGAIN)]
    )
    assert dates(dossier) == ["10/08", "13/08", "13/08", "20/08"]


def test_a_suspension_that_still_runs_leaves_the_date_in_force(ward: Ward) -> None:
    running = suspension(AGAIN[0], due_before="2026-08-17")
    dossier = taken_in(
        ward, due_at="2026-08-17", promised_due_at="2026-08-10", suspensions=[suspension(*WAITED), running]
    )
    assert (dossier.due_at, dates(dossier)) == (at("17/8/2026 17:30"), ["10/08", "17/08", "17/08", "—"])


def test_the_statutory_dates_given_are_kept(ward: Ward) -> None:
    told = {"statutory_due_before": "2026-08-11", "statutory_due_after": "2026-08-18"}
    dossier = taken_in(ward, due_at="2026-08-17", suspensions=[suspension(*WAITED, **told)])
    [suspended] = dossier.suspensions
    assert suspended.after is not None
    kept = suspended.before.statutory_due_at, suspended.after.statutory_due_at, dossier.statutory_due_at
    assert kept == (at("11/8/2026 17:30"), at("18/8/2026 17:30"), at("18/8/2026 17:30"))


def test_a_suspension_ended_by_the_result_has_the_last_date(ward: Ward) -> None:
    dossier = taken_in(
        ward,
        due_at="2026-08-17",
        promised_due_at="2026-08-10",
        suspensions=[suspension(*WAITED)],
        resolved_at=WAITED[1],
    )
    assert (dossier.due_at, dates(dossier)) == (at("17/8/2026 17:30"), ["10/08", "17/08"])


def test_one_that_began_after_the_date_counts_where_the_other_system_counted_it(ward: Ward) -> None:
    late = suspension("12/8/2026 09:00", "14/8/2026 09:00", due_before="2026-08-10")
    [suspended] = taken_in(ward, due_at="2026-08-20", suspensions=[late]).suspensions
    assert suspended.counts.due
    [left_alone] = taken_in_again(ward, due_at="2026-08-10", suspensions=[late]).suspensions
    assert not left_alone.counts.due


def taken_in_again(ward: Ward, **cells: Any) -> Dossier:
    ward.imports(row(code="HS-2", **cells))
    return ward.dossier("HS-2")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        pytest.param(
            {"suspensions": [suspension(*WAITED, due_after="2026-08-12"), suspension(*AGAIN, due_before="2026-08-13")]},
            "suspensions.due_after is 2026-08-12, but suspensions.due_before is 2026-08-13",
            id="one after another",
        ),
        pytest.param(
            {"suspensions": [suspension(*WAITED, due_after="2026-08-12")]},
            "suspensions.due_after is 2026-08-12, but due_at is 2026-08-20",
            id="the last and the date in force",
        ),
        pytest.param(
            {"suspensions": [suspension(WAITED[0], due_before="2026-08-12")]},
            "suspensions.due_before is 2026-08-12, but due_at is 2026-08-20",
            id="a running one and the date in force",
        ),
        pytest.param(
            {
                "suspensions": [
                    suspension(*WAITED, statutory_due_after="2026-08-12"),
                    suspension(*AGAIN, statutory_due_before="2026-08-13"),
                ]
            },
            "suspensions.statutory_due_after is 2026-08-12, but suspensions.statutory_due_before is 2026-08-13",
            id="the statutory ones",
        ),
        pytest.param(
            {"suspensions": [suspension(*WAITED, due_before="1/8/2026")]}, "before received_at", id="before receipt"
        ),
        pytest.param(
            {"suspensions": [suspension(*WAITED, due_after="31/2/2026")]}, "does not exist", id="no date"
        ),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_bad(ward: Ward, cells: dict[str, Any], said: str) -> None:
    ward.is_now(NOW)
    before = ward.content
    assert said in ward.refused_lines(row(due_at="2026-08-20", **cells))[2]
    assert ward.content == before


def test_hours_and_days_of_one_date_are_no_contradiction(ward: Ward) -> None:
    told = suspension(*WAITED, due_before="2026-08-10", due_after="2026-08-17 16:00")
    dossier = taken_in(ward, due_at="2026-08-17", suspensions=[told])
    assert (dossier.due_at, dossier.due_is_day) == (at("17/8/2026 16:00"), True)


def test_a_given_day_of_an_hour_limit_stays_a_day(ward: Ward) -> None:
    """It is judged by date: a result at the closing minute is on time (domain §3.5)."""
    dossier = taken_in(
        ward, procedure_code="9.000003", due_at="2026-08-17", promised_due_at="2026-08-10 16:00",
        suspensions=[suspension(*WAITED)], resolved_at="17/8/2026 17:45",
    )  # fmt: skip
    assert dossier.due_is_day
    assert show(ward.path, ward.clock, "HS-1", Moments()).outcome is Outcome.on_time


def test_a_given_date_needs_no_loaded_year(ward: Ward) -> None:
    dossier = taken_in(ward, procedure_code="9.000004", due_at="2035-08-17 16:00", suspensions=[suspension(*WAITED)])
    assert (dossier.due_at, dates(dossier)) == (at("17/8/2035 16:00"), ["17/08", "17/08"])


# --- later -------------------------------------------------------------------------------------------

RUNS = {"due_at": "2026-08-10", "suspensions": [suspension(WAITED[0])]}
ENDED = {"due_at": "2026-08-17", "promised_due_at": "2026-08-10", "suspensions": [suspension(*WAITED)]}


def test_a_later_row_ends_a_suspension_with_its_own_date(ward: Ward) -> None:
    assert taken_in(ward, **RUNS).due_at == at("10/8/2026 17:30")
    assert counts(ward.imports(row(**ENDED))) == (1, 0, 1, 0)
    dossier = ward.dossier("HS-1")
    assert (dossier.due_at, dates(dossier), strays(ward)) == (at("17/8/2026 17:30"), ["10/08", "17/08"], [])
    assert counts(ward.imports(row(**ENDED))) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"suspensions": [suspension(*WAITED, due_before="2026-08-11")]}, "other values of: suspensions"),
        ({"suspensions": [suspension(*WAITED, due_after="2026-08-18")], "due_at": "2026-08-18"}, "suspensions"),
        (
            {"suspensions": [suspension(*WAITED), suspension(*AGAIN, due_before="2026-08-19")], "due_at": "2026-08-20"},
            "suspensions.due_before",
        ),
    ],
)
def test_a_later_row_that_tells_the_dates_otherwise_is_bad(ward: Ward, cells: dict[str, Any], said: str) -> None:
    taken_in(ward, **ENDED)
    assert said in ward.refused_lines(row(**ENDED | cells))[2]


def test_a_suspension_recorded_here_moves_the_given_date(ward: Ward) -> None:
    """From 17/8 as given, two working days: not from the first date, which our counting would begin with."""
    taken_in(ward, **ENDED)
    ward.suspend("HS-1", "other_agency", "17/8/2026 09:00")
    assert ward.resume("HS-1", "19/8/2026 09:00").due_at == at("19/8/2026 17:30")


def test_a_correction_leaves_the_given_date(ward: Ward) -> None:
    taken_in(ward, **ENDED)
    assert ward.correct("HS-1", received_at="3/8/2026 10:00").due_at == at("17/8/2026 17:30")
    assert strays(ward) == []


def test_a_corrected_given_date_is_counted_from_anew(ward: Ward) -> None:
    """11/8 and the three working days suspended."""
    taken_in(ward, **ENDED)
    assert ward.correct("HS-1", due_at="11/8/2026").due_at == at("14/8/2026 17:30")


def test_it_is_explained_beside_our_own_counting(ward: Ward) -> None:
    taken_in(ward, **ENDED)
    explained = explain(ward.path, ward.clock, "HS-1", Moments())
    assert explained.given_due_at == at("17/8/2026 17:30")
    assert explained.explanation.due_at == at("13/8/2026 17:30")


# --- there and back ----------------------------------------------------------------------------------

DAY = date(2026, 8, 4)


@st.composite
def rows(draw: st.DrawFn) -> str:
    """A row with suspensions, some of them ended, and dates that fit together, given or left out at will."""
    days = sorted(draw(st.sets(st.integers(0, 20), max_size=6)))
    starts = [DAY + timedelta(days=n) for n in days]
    due = [str(date(2026, 8, 10) + timedelta(days=draw(st.integers(0, 25)))) for _ in range(len(starts) // 2 + 1)]
    told: list[dict[str, Any]] = []
    for place in range(len(starts) // 2):
        given_here = {name: due[place + n] for n, name in enumerate(("due_before", "due_after")) if draw(st.booleans())}
        start, end = starts[2 * place], starts[2 * place + 1]
        if draw(st.booleans()):
            given_here["policy"] = draw(st.sampled_from(["continue", "restart"]))
        told.append(suspension(f"{start} 09:00", f"{end} 10:00", **given_here))
    if told and draw(st.booleans()):
        told[-1] |= {"statutory_due_after": "2026-09-01 17:30"}
    hour = draw(st.sampled_from(["", " 16:00"]))
    procedure = draw(st.sampled_from(["9.000005", "9.000003", "9.000001", "9.000004"]))
    cells: dict[str, Any] = {"procedure_code": procedure, "due_at": due[-1] + hour, "suspensions": told}
    if draw(st.booleans()):
        cells["promised_due_at"] = f"2026-08-1{draw(st.integers(0, 9))}{draw(st.sampled_from(['', ' 15:00']))}"
    if draw(st.booleans()):
        cells["resolved_at"] = "27/8/2026 09:00"
    elif told and draw(st.booleans()):
        cells["resolved_at"] = told[-1]["to"]
    return row(**cells)


@given(text=rows())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_what_came_in_goes_out_and_comes_in_the_same(ward_template: Path, text: str) -> None:
    """Export, import, export: the same bytes; and the same file again adds nothing."""
    with TemporaryDirectory() as folder:
        one, other = (Ward(Path(shutil.copy(ward_template, Path(folder, name)))) for name in ("one.db", "other.db"))
        one.is_now(NOW)
        other.is_now(NOW)
        one.imports(text)
        told = exported(one)
        assert counts(other.imports(told)) == (1, 1, 0, 0)
        assert exported(other) == told
        assert counts(one.imports(told)) == counts(one.imports(text)) == (1, 0, 0, 1)
        assert (strays(other), broken_links(other)) == ([], [])
        [due] = one.ask("SELECT due_at FROM dossier")
        explained = explain(one.path, one.clock, "HS-1", Moments())
        assert explained.given_due_at is not None
        assert explained.given_due_at.isoformat() == due[0]


def test_a_life_that_went_on_here_comes_back_the_same(ward: Ward, tmp_path: Path, ward_template: Path) -> None:
    """A letter, a suspension counted here, one that began too late, a withdrawal."""
    taken_in(ward, **ENDED)
    ward.extend("HS-1", "20/8/2026", "14/8/2026 09:00")
    ward.suspend("HS-1", "other_agency", "17/8/2026 09:00")
    ward.resume("HS-1", "19/8/2026 09:00")
    ward.suspend("HS-1", "force_majeure", "24/8/2026 09:00")
    ward.withdraw("HS-1", "26/8/2026 09:00")
    other = Ward(Path(shutil.copy(ward_template, tmp_path / "other.db")))
    other.is_now(NOW)
    assert counts(other.imports(exported(ward))) == (1, 1, 0, 0)
    assert (exported(other), strays(other)) == (exported(ward), [])
    assert [s.counts for s in other.dossier("HS-1").suspensions] == [s.counts for s in ward.dossier("HS-1").suspensions]
    assert counts(ward.imports(exported(other))) == (1, 0, 0, 1)
