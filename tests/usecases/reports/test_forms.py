"""Form II.06a and index 766 of a busy year against the recount of the same events (domain §4.2, §4.4)."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.errors import CalendarPeriodsOnly
from onestop_cli.store import register
from onestop_cli.store.database import reading
from tests.office import Ward
from tests.usecases.recount import Recount
from tests.usecases.reports.answers import Question, answer, recounted, some_instant

pytestmark = pytest.mark.slow

MONTHS = [named_period(Kind.month, number, 2026, Convention.calendar) for number in range(1, 8)]
CALENDAR = (
    *MONTHS,
    named_period(Kind.month, 12, 2025, Convention.calendar),
    named_period(Kind.quarter, 1, 2026, Convention.calendar),
    named_period(Kind.nine_months, 1, 2026, Convention.calendar),
    named_period(Kind.year, 1, 2026, Convention.calendar),
    Period(date(2025, 11, 17), date(2026, 4, 3)),
    Period(date(2026, 5, 13), date(2026, 5, 13)),
)
ADMINISTRATIVE = (
    *(named_period(Kind.month, number, 2026, Convention.administrative) for number in (1, 3, 6)),
    named_period(Kind.half, 1, 2026, Convention.administrative),
)
BREAKDOWNS = ((), ("field",), ("procedure",), ("officer",), ("channel",), ("procedure", "officer"))
YEAR = named_period(Kind.year, 1, 2026, Convention.calendar)


def questions(
    recount: Recount, seed: str, basis: Basis, granularity: Granularity, periods: tuple[Period, ...]
) -> list[Question]:
    """Each period as it is asked for without more, then at a random moment, then as it was known at another."""
    random, now = Random(seed), recount.ward.now
    found: list[Question] = []
    for period in periods:
        by, with_members = random.choice(BREAKDOWNS), random.random() < 0.5
        plain = Question(period, by, basis, granularity, with_members=with_members)
        end = plain.judged_at(now)
        as_of = some_instant(random, recount, period.first_second, end)
        known_at = some_instant(random, recount, period.first_second, now)
        then = plain._replace(as_of=as_of)
        found += [plain, then, then._replace(known_at=known_at), plain._replace(known_at=known_at)]
    return found


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("basis", Basis)
def test_every_cell_of_the_form_is_that_of_the_recount(
    busy: Ward, recount: Recount, basis: Basis, granularity: Granularity
) -> None:
    periods = Random(f"{basis} {granularity}").sample((*CALENDAR, *ADMINISTRATIVE), 5)
    for asked in questions(recount, f"form {basis} {granularity}", basis, granularity, tuple(periods)):
        assert answer("form", busy, asked) == recounted("form", recount, asked), asked


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("basis", Basis)
def test_every_cell_of_the_index_is_that_of_the_recount_whatever_else_is_set(
    busy: Ward, recount: Recount, basis: Basis, granularity: Granularity
) -> None:
    periods = Random(f"{basis} {granularity}").sample(CALENDAR, 4)
    for asked in questions(recount, f"index {basis} {granularity}", basis, granularity, tuple(periods)):
        assert answer("index", busy, asked) == recounted("index", recount, asked), asked


def test_the_year_is_busy_enough_to_tell_columns_apart(busy: Ward) -> None:
    """No column of the form is the same as another by chance, and the index has what only it counts."""
    for basis in Basis:
        _, total = answer("form", busy, Question(YEAR, basis=basis))
        assert min(total.values()) >= 1
    lines, total = answer("index", busy, Question(YEAR, ("procedure",)))
    assert min(total["on_time"], total["open_not_due"], total["late"], total["overdue"]) >= 10
    assert len({line["points"] for _, line in lines}) > 3


@pytest.fixture(scope="module")
def asked_twice(busy: Ward, tmp_path_factory: pytest.TempPathFactory) -> Ward:
    """The busy ward a day later: of what was open every third citizen was asked twice for papers, half have results."""
    ward = Ward(Path(shutil.copy(busy.path, tmp_path_factory.mktemp("twice") / "onestop.db")))
    ward.is_now("1/7/2026 10:30")
    with reading(ward.path) as connection:
        waiting = [entry.dossier.code for entry in register.open_dossiers(connection)]
    for place, code in enumerate(waiting):
        if ward.dossier(code).status != "received" or place % 3:
            continue
        for _ in range(2):
            before = sum(each.reason == "supplement" for each in ward.dossier(code).suspensions)
            ward.suspend(code, override="thiếu giấy tờ mới" if before else "")
            ward.now += timedelta(minutes=1)
            ward.resume(code)
        if place % 2:
            ward.resolve(code)
    return ward


@pytest.mark.parametrize("by", BREAKDOWNS, ids=lambda by: "-".join(by) or "none")
def test_more_than_one_request_counts_late_in_the_index_and_nowhere_else(
    asked_twice: Ward, by: tuple[str, ...]
) -> None:
    recount, random = Recount(asked_twice), Random(str(by))
    for period in (MONTHS[-2], MONTHS[-1], YEAR):
        plain = Question(period, by)
        as_of = some_instant(random, recount, period.first_second, plain.judged_at(asked_twice.now))
        for asked in (plain, plain._replace(as_of=as_of), plain._replace(known_at=asked_twice.now)):
            assert answer("index", asked_twice, asked) == recounted("index", recount, asked), asked
        for kind in ("report", "form"):
            assert answer(kind, asked_twice, plain) == recounted(kind, recount, plain), (kind, period)


def test_enough_citizens_were_asked_twice(busy: Ward, asked_twice: Ward) -> None:
    before, after = (answer("index", ward, Question(YEAR))[1] for ward in (busy, asked_twice))
    assert (before["repeated"], after["repeated"] >= 4) == (0, True)
    assert after["all"] == before["all"]


def test_the_forms_of_the_months_receive_and_resolve_what_the_form_of_the_year_does(busy: Ward) -> None:
    _, year = answer("form", busy, Question(YEAR))
    months = [answer("form", busy, Question(month))[1] for month in MONTHS]
    for name in ("online", "direct_or_postal", "resolved", "early", "on_time", "late", "withdrawn", "stopped"):
        assert sum(month[name] for month in months) == year[name], name
    assert [month["pending"] for month in months[:-1]] == [month["carried_over"] for month in months[1:]]
    assert (months[0]["carried_over"], months[-1]["pending"]) == (year["carried_over"], year["pending"])


@pytest.mark.parametrize("basis", Basis)
def test_the_form_and_the_report_count_the_same_dossiers(busy: Ward, basis: Basis) -> None:
    """The report's columns put together as the form's: what was withdrawn or stopped is all that moves (§4.2)."""
    for period in MONTHS:
        asked = Question(period, ("field",), basis)
        lines = answer("form", busy, asked)[0]
        rows = answer("report", busy, asked)[0]
        assert [key for key, _ in lines] == [key for key, _ in rows]
        for (_, line), (_, row) in zip(lines, rows, strict=True):
            closed = row["withdrawn"] + row["stopped"]
            assert line["total"] == row["carried_over"] + row["received"]
            assert line["early"] == row["early"]
            assert line["on_time"] + line["late"] == row["on_time"] + row["late"] + row["resolved_no_limit"] + closed
            assert row["late"] <= line["late"] <= row["late"] + closed
            assert line["within"] == row["within"] + row["suspended"] + row["pending_no_limit"]
            assert (line["overdue"], closed) == (row["overdue"], line["withdrawn"] + line["stopped"])


def test_the_index_is_of_calendar_periods_only(busy: Ward) -> None:
    with pytest.raises(CalendarPeriodsOnly) as refused:
        answer("index", busy, Question(ADMINISTRATIVE[0]))
    assert refused.value.exit_code == 2
