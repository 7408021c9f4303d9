"""Looking things up: the list and the work list, now and as they were (domain §3.6)."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.filters import Filters
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Outcome
from onestop_cli.errors import UnknownDossier
from onestop_cli.store import register
from onestop_cli.store.database import reading
from onestop_cli.usecases import dossiers as cases
from onestop_cli.usecases import worklist
from onestop_cli.usecases.explanations import explain
from tests.core.written import at
from tests.office import Ward
from tests.usecases.busy_year import CHANNELS, OFFICERS, PROCEDURES, busy_year

WORDS = ("nguyen", "NGUYỄN", "van a", "do thi", "Đỗ", "duc", "x-1", "ban chinh", "vu xuan", "thieu giay", "%", "_", "'")
DAYS = st.none() | st.dates(date(2025, 11, 1), date(2026, 7, 1))
FILTERS = st.builds(
    Filters,
    statuses=st.sampled_from([(), ("received",), ("resolved", "delivered"), ("void",)]),
    procedure_code=st.none() | st.sampled_from(PROCEDURES),
    field=st.none() | st.sampled_from(["Hộ tịch", "Khác", "ho tich", "HỘ TỊCH", "Đất đai"]),
    officer=st.none() | st.sampled_from([*OFFICERS, *map(str.upper, OFFICERS), "can bo", ""]),
    channel=st.none() | st.sampled_from(CHANNELS),
    received=st.tuples(DAYS, DAYS),
    resolved=st.tuples(DAYS, DAYS) | st.just((None, None)),
    due=st.tuples(DAYS, DAYS) | st.just((None, None)),
    search=st.none() | st.sampled_from(WORDS),
    recorded_late=st.integers(0, 2),
    supplements=st.integers(0, 2),
    entered_late=st.booleans(),
    due_changed=st.booleans(),
)


@pytest.fixture(scope="module")
def busy(early_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    path = tmp_path_factory.mktemp("listed") / "onestop.db"
    return busy_year(Ward(Path(shutil.copy(early_template, path))), "list", 200)


def listed(ward: Ward, filters: Filters = Filters(), outcomes: tuple[str, ...] = (), **moments: Any) -> list[str]:  # noqa: B008
    found = cases.listing(ward.path, ward.clock, filters, None, outcomes, None, Moments(**moments))
    return [f"{view.entry.dossier.code} {view.outcome}" for view in found.views]


@pytest.mark.slow
@given(FILTERS)
def test_the_filter_in_python_is_the_query_in_sql(busy: Ward, filters: Filters) -> None:
    with reading(busy.path) as connection:
        everything = list(register.matching(connection, Filters()))
        found = list(register.matching(connection, filters))
    assert [entry for entry in everything if cases.fits(entry, filters)] == found


def test_field_and_officer_are_found_without_accents_and_in_every_spelling(ward: Ward) -> None:
    codes = [ward.receive("giam-ho", officer=name).code for name in ("Đỗ Văn Đức", "do van duc", "Đỗ Văn")]
    found = listed(ward, Filters(officer="ĐỖ VĂN duc", field="ho tich"))
    assert found == [f"{code} within" for code in (codes[1], codes[0])]
    assert listed(ward, Filters(officer="đo van đuc")) == found
    assert listed(ward, Filters(officer="đo van đuc"), known_at=ward.now) == found
    assert listed(ward, Filters(officer="van")) == listed(ward, Filters(field="Ho")) == []


@pytest.mark.slow
@given(FILTERS, st.lists(st.sampled_from(list(Outcome)), unique=True, max_size=3))
def test_the_list_as_of_now_is_the_list(busy: Ward, filters: Filters, outcomes: list[Outcome]) -> None:
    wanted = tuple(outcomes)
    now = listed(busy, filters, wanted)
    assert now == listed(busy, filters, wanted, as_of=busy.now)
    assert now == listed(busy, filters, wanted, known_at=busy.now)


@pytest.mark.slow
@pytest.mark.parametrize("within", [0, 1, 5, 60])
def test_the_work_list_as_of_now_is_the_work_list(busy: Ward, within: int) -> None:
    now = worklist.work_list(busy.path, busy.clock, within, Moments())
    assert now == worklist.work_list(busy.path, busy.clock, within, Moments(as_of=busy.now))
    assert len(now.overdue) > 5


@pytest.mark.slow
def test_the_list_has_the_newest_receipt_first(busy: Ward) -> None:
    found = cases.listing(busy.path, busy.clock, Filters(), None, (), None, Moments()).views
    keys = [(v.entry.dossier.received_at, v.entry.dossier.code) for v in found]
    assert (keys, len(keys)) == (sorted(keys, reverse=True), 225)


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "was_cut"), [(224, True), (225, False), (None, False)])
def test_the_list_says_when_it_was_cut(busy: Ward, limit: int | None, was_cut: bool) -> None:
    found = cases.listing(busy.path, busy.clock, Filters(), None, (), limit, Moments())
    assert (len(found.views), found.was_cut) == (limit or 225, was_cut)


@pytest.mark.parametrize("typed", ["nguyen van a", "NGUYỄN VĂN A", "0912345678", "001099", "vu xuan", "a@example"])
def test_a_person_is_found_without_accents(ward: Ward, typed: str) -> None:
    code = ward.receive().code
    assert listed(ward, Filters(search=typed)) == [f"{code} within"]


@pytest.mark.parametrize("received", ["3/8/2026 00:00:00", "3/8/2026 23:59:59"])
def test_a_day_has_all_its_seconds(ward: Ward, received: str) -> None:
    ward.is_now("4/8/2026 09:00")
    code = ward.receive(when=received).code
    within = Filters(received=(date(2026, 8, 3), date(2026, 8, 3)))
    assert listed(ward, within) == listed(ward, within, as_of=ward.now) == [f"{code} within"]


def asked_in_both_ways(ward: Ward, filters: Filters) -> list[str]:
    """The codes that fit, by the register and by the events, which agree."""
    found = listed(ward, filters)
    assert listed(ward, filters, known_at=ward.now) == found
    return [line.split(" ")[0][-11:] for line in found]


def test_dossiers_with_so_many_papers_recorded_late(ward: Ward) -> None:
    code = ward.receive("ket-hon", when="3/8/2026 09:00").code
    ward.receive("ket-hon", when="3/8/2026 09:00")
    ward.is_now("24/8/2026 10:00")
    assert asked_in_both_ways(ward, Filters(recorded_late=1)) == []
    ward.suspend(code, "other_agency", "3/8/2026 15:00")
    ward.resume(code, "5/8/2026 15:00")
    assert asked_in_both_ways(ward, Filters(recorded_late=1)) == [code[-11:]]
    assert asked_in_both_ways(ward, Filters(recorded_late=2)) == []
    ward.withdraw(code, "5/8/2026 16:00")
    assert asked_in_both_ways(ward, Filters(recorded_late=2)) == [code[-11:]]


def test_dossiers_with_so_many_requests_for_a_supplement(ward: Ward) -> None:
    once, twice, other = (ward.receive("giam-ho").code for _ in range(3))
    for code, reason in ((once, "supplement"), (twice, "supplement"), (other, "other_agency")):
        ward.suspend(code, reason)
        ward.resume(code)
    ward.suspend(twice, override="sai mẫu")
    assert asked_in_both_ways(ward, Filters(supplements=1)) == [twice[-11:], once[-11:]]
    assert asked_in_both_ways(ward, Filters(supplements=2)) == [twice[-11:]]


def test_dossiers_whose_entry_was_typed_after_its_due_time(ward: Ward) -> None:
    late, prompt = (ward.receive("ket-hon").code for _ in range(2))
    ward.resolve(prompt)
    ward.is_now("24/8/2026 10:00")
    ward.resolve(late, when="3/8/2026 16:00")
    assert asked_in_both_ways(ward, Filters(entered_late=True)) == [late[-11:]]


def test_dossiers_whose_date_is_not_the_one_on_the_slip(ward: Ward) -> None:
    suspended, _as_promised, by_letter = (ward.receive("giam-ho").code for _ in range(3))
    ward.is_now("4/8/2026 09:00")
    ward.suspend(suspended, "other_agency")
    ward.extend(by_letter, "10/8/2026")
    assert asked_in_both_ways(ward, Filters(due_changed=True)) == [by_letter[-11:]]
    ward.is_now("5/8/2026 10:00")
    ward.resume(suspended)
    assert asked_in_both_ways(ward, Filters(due_changed=True)) == [by_letter[-11:], suspended[-11:]]


def test_dossiers_without_a_limit_have_no_other_date(ward: Ward) -> None:
    ward.receive("khong-han")
    assert asked_in_both_ways(ward, Filters(due_changed=True)) == []


def test_the_work_list_parts_what_is_due(ward: Ward) -> None:
    """Overdue, due today, due within two working days, and ready: nothing is in two of them."""
    overdue = ward.receive(when="22/7/2026").code
    today = ward.receive("khai-tu").code
    soon = ward.receive("di-chuc").code
    ward.receive("muoi-ngay")
    ward.receive("khong-han")
    ready = ward.resolve(ward.receive().code)[0].code
    found = worklist.work_list(ward.path, ward.clock, 2, Moments())
    assert [[v.entry.dossier.code for v in part] for part in (found.overdue, found.today, found.soon, found.ready)] == [
        [overdue],
        [today],
        [soon],
        [ready],
    ]
    assert len(found.views) == 4


# --- the two axes of time ----------------------------------------------------------------------------


@pytest.fixture
def backdated(ward: Ward) -> tuple[Ward, str]:
    """Received 3/8 09:00; the result of 4/8 was recorded on 6/8."""
    code = ward.receive().code
    ward.is_now("6/8/2026 10:00")
    ward.resolve(code, when="4/8/2026 15:00")
    return ward, code


@pytest.mark.parametrize(
    ("moments", "status"),
    [
        pytest.param({}, "resolved", id="now"),
        pytest.param({"as_of": at("4/8/2026 14:59:59")}, "received", id="before it happened"),
        pytest.param({"as_of": at("4/8/2026 15:00")}, "resolved", id="when it happened"),
        pytest.param({"known_at": at("6/8/2026 09:59:59")}, "received", id="before it was recorded"),
        pytest.param({"known_at": at("6/8/2026 10:00")}, "resolved", id="when it was recorded"),
        pytest.param({"as_of": at("5/8/2026 10:00"), "known_at": at("5/8/2026 10:00")}, "received", id="as known then"),
    ],
)
def test_a_dossier_is_shown_as_it_stood_and_was_known(
    backdated: tuple[Ward, str], moments: dict[str, Any], status: str
) -> None:
    ward, code = backdated
    assert cases.show(ward.path, ward.clock, code, Moments(**moments)).entry.dossier.status == status


@pytest.mark.parametrize("moments", [{"as_of": at("3/8/2026 08:59:59")}, {"known_at": at("3/8/2026 08:59:59")}])
def test_a_dossier_is_unknown_before_its_receipt(backdated: tuple[Ward, str], moments: dict[str, Any]) -> None:
    ward, code = backdated
    with pytest.raises(UnknownDossier):
        cases.show(ward.path, ward.clock, code, Moments(**moments))


def test_a_history_has_every_act_in_order(backdated: tuple[Ward, str]) -> None:
    ward, code = backdated
    story = cases.history(ward.path, ward.clock, code, Moments())
    assert (story.code, [e.kind for e in story.events]) == (code, ["receive", "resolve"])


def test_a_clock_that_was_set_back_breaks_no_look_into_the_past(ward: Ward) -> None:
    """The result is recorded, by a clock set back, before the receipt: known then is no dossier."""
    code = ward.receive(when="3/8/2026 08:00").code
    ward.is_now("3/8/2026 08:30")
    ward.resolve(code)
    ward.is_now("3/8/2026 10:00")
    known_at = at("3/8/2026 08:45")
    assert listed(ward, known_at=known_at) == []
    for look in (cases.show, explain):
        with pytest.raises(UnknownDossier):
            look(ward.path, ward.clock, code, Moments(known_at=known_at))
