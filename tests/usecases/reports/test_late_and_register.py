"""The late list and the register of a busy year against the recount of the same events (domain §3.5, §4.3)."""

from datetime import date
from random import Random

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, Period, named_period
from onestop_cli.errors import AsOfOutsidePeriod, InTheFuture, PeriodNotBegun
from onestop_cli.usecases.reports.late import Narrowed
from tests.core.written import at
from tests.office import Ward
from tests.usecases.busy_year import OFFICERS, PROCEDURES
from tests.usecases.recount import Recount
from tests.usecases.reports.answers import Question, answer, recounted, some_instant

pytestmark = pytest.mark.slow

PERIODS = (
    *(named_period(Kind.month, number, 2026, Convention.calendar) for number in range(1, 8)),
    *(named_period(Kind.month, number, 2026, Convention.administrative) for number in (1, 6)),
    named_period(Kind.month, 12, 2025, Convention.calendar),
    named_period(Kind.half, 1, 2026, Convention.administrative),
    named_period(Kind.year, 1, 2026, Convention.calendar),
    Period(date(2025, 11, 17), date(2026, 4, 3)),
    Period(date(2026, 5, 13), date(2026, 5, 13)),
)
HALF = named_period(Kind.half, 1, 2026, Convention.calendar)
MAY = named_period(Kind.month, 5, 2026, Convention.calendar)


def some_narrowing(random: Random) -> Narrowed:
    """Mostly all of them, else those of a procedure, a field, an officer or nobody."""
    return random.choice(
        (
            Narrowed(),
            Narrowed(),
            Narrowed(procedure=random.choice(PROCEDURES)),
            Narrowed(field=random.choice(("Khác", "Hộ tịch", "Chứng thực"))),
            Narrowed(officer=random.choice(OFFICERS)),
            Narrowed(field="Khác", officer=random.choice(OFFICERS)),
        )
    )


@pytest.mark.parametrize("granularity", Granularity)
@pytest.mark.parametrize("basis", Basis)
def test_every_late_dossier_is_that_of_the_recount(
    busy: Ward, recount: Recount, basis: Basis, granularity: Granularity
) -> None:
    """Days and minutes late, what explains it, the order, the totals by officer and procedure."""
    random = Random(f"late {basis} {granularity}")
    for period in random.sample(PERIODS, 7):
        plain = Question(period, basis=basis, granularity=granularity, narrowed=some_narrowing(random))
        as_of = some_instant(random, recount, period.first_second, plain.judged_at(busy.now))
        known_at = some_instant(random, recount, period.first_second, busy.now)
        then = plain._replace(as_of=as_of)
        for asked in (plain, then, then._replace(known_at=known_at), plain._replace(known_at=known_at)):
            assert answer("late", busy, asked) == recounted("late", recount, asked), asked


@pytest.mark.parametrize("basis", Basis)
def test_the_list_is_as_long_as_the_report_says(busy: Ward, basis: Basis) -> None:
    for period in PERIODS:
        asked = Question(period, basis=basis)
        total = answer("report", busy, asked)[1]
        listed = answer("late", busy, asked)["total"]
        assert (listed["late"], listed["overdue"]) == (total["late"], total["overdue"]), period


def test_the_list_is_long_enough_to_have_an_order(busy: Ward) -> None:
    """Late and overdue, by days and within one day by minutes, with suspensions and letters to explain them."""
    found = answer("late", busy, Question(HALF))
    days = [late["working_days_late"] for late in found["dossiers"]]
    assert days == sorted(days, reverse=True)
    assert len(days) > len(set(days)) > 10
    assert min(found["total"].values()) > 10
    assert any(late["suspensions"] for late in found["dossiers"])
    assert any(late["extensions"] for late in found["dossiers"])
    assert {"", *OFFICERS} == {each["key"] for each in found["by_officer"]}
    assert len(found["by_procedure"]) > 5


@pytest.mark.parametrize("column", ["officer", "procedure"])
def test_the_totals_of_the_list_add_up(busy: Ward, column: str) -> None:
    found = answer("late", busy, Question(HALF))
    for name in ("late", "overdue", "working_days_late"):
        assert sum(each[name] for each in found[f"by_{column}"]) == found["total"][name]


@pytest.mark.parametrize("seed", range(4))
def test_every_line_of_the_register_is_that_of_the_recount(busy: Ward, recount: Recount, seed: int) -> None:
    random = Random(seed)
    for period in PERIODS:
        plain = Question(period)
        as_of = some_instant(random, recount, period.first_second, busy.now)
        known_at = some_instant(random, recount, period.first_second, busy.now)
        for asked in (plain, plain._replace(as_of=as_of), plain._replace(as_of=as_of, known_at=known_at),
                      plain._replace(known_at=known_at)):  # fmt: skip
            assert answer("register", busy, asked) == recounted("register", recount, asked), asked


def test_the_registers_of_the_months_are_the_register_of_the_half_year(busy: Ward) -> None:
    months = [named_period(Kind.month, number, 2026, Convention.calendar) for number in range(1, 7)]
    lines = [line for month in months for line in answer("register", busy, Question(month))]
    numbered = [line | {"number": number} for number, line in enumerate(lines, 1)]
    assert answer("register", busy, Question(HALF)) == numbered
    assert len(numbered) > 100


@pytest.mark.parametrize("period", PERIODS, ids=lambda p: f"{p.start}..{p.end}")
def test_the_register_has_as_many_lines_as_the_report_received(busy: Ward, period: Period) -> None:
    """At one and the same moment: what a report counts as received are the lines of the book not struck out."""
    end = min(period.last_second, busy.now)
    received = answer("report", busy, Question(period, as_of=end))[1]["received"]
    lines = answer("register", busy, Question(period, as_of=end))
    assert len([line for line in lines if not line["voided"]]) == received


def test_the_register_goes_on_after_its_period(busy: Ward) -> None:
    """What was handed over in June is in May's book of today, and is not in that of the end of May."""
    then = answer("register", busy, Question(MAY, as_of=MAY.last_second))
    now = answer("register", busy, Question(MAY))
    later = [line["code"] for line in now if line["delivered_at"] and line["delivered_at"][:7] > "2026-05"]
    assert len(later) > 3
    assert [line["code"] for line in then if line["code"] in later and line["delivered_at"]] == []


@pytest.mark.parametrize(
    ("period", "as_of", "refusal"),
    [
        pytest.param(MAY, "30/4/2026 23:59:59", AsOfOutsidePeriod, id="before its period"),
        pytest.param(MAY, "1/7/2026 10:01", InTheFuture, id="to come"),
        pytest.param(Period(date(2026, 7, 2), date(2026, 7, 9)), None, PeriodNotBegun, id="of a period to come"),
    ],
)
def test_no_register_is_made(busy: Ward, period: Period, as_of: str | None, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        answer("register", busy, Question(period, as_of=at(as_of) if as_of else None))
