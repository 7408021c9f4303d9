"""The trend of a busy year against the recount of the same events, month by month (domain §4.1)."""

from random import Random

import pytest

from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period, last_months
from tests.core.written import day
from tests.office import Ward
from tests.usecases.recount import Recount
from tests.usecases.reports.answers import Question, answer, recounted, some_instant

pytestmark = pytest.mark.slow

BREAKDOWNS = ((), ("procedure",), ("field",), ("officer",), ("channel",))


def until_july(count: int, convention: Convention = Convention.calendar) -> Period:
    """So many months up to the one that runs on 1/7/2026."""
    return last_months(count, day("1/7/2026"), convention)


@pytest.mark.parametrize("convention", Convention)
@pytest.mark.parametrize("by", BREAKDOWNS, ids=lambda by: "-".join(by) or "none")
def test_every_month_of_every_series_is_that_of_the_recount(
    busy: Ward, recount: Recount, by: tuple[str, ...], convention: Convention
) -> None:
    random = Random(f"{by} {convention}")
    for count in (1, 5, 12):
        period = until_july(count, convention)
        basis, granularity = random.choice(list(Basis)), random.choice(list(Granularity))
        plain = Question(period, by, basis, granularity)
        as_of = some_instant(random, recount, period.first_second, busy.now)
        known_at = some_instant(random, recount, period.first_second, busy.now)
        for asked in (plain, plain._replace(as_of=as_of), plain._replace(as_of=as_of, known_at=known_at)):
            assert answer("trend", busy, asked) == recounted("trend", recount, asked), asked


def test_a_trend_leaves_no_month_out(busy: Ward) -> None:
    """Nothing was received before November; those months stand there, empty."""
    months, total, series = answer("trend", busy, Question(until_july(12), ("channel",)))
    assert months == ["2025-08", "2025-09", "2025-10", "2025-11", "2025-12", *(f"2026-0{n}" for n in range(1, 8))]
    assert [row["received"] for row in total[:3]] == [0, 0, 0]
    assert min(row["received"] for row in total[3:5]) > 50
    assert set(series) == {("direct",), ("online",), ("postal",)}
    assert {len(rows) for rows in series.values()} == {12}


def test_the_backlog_of_a_month_is_carried_over_into_the_next(busy: Ward) -> None:
    _, total, _ = answer("trend", busy, Question(until_july(12)))
    assert [row["pending"] for row in total[:-1]] == [row["carried_over"] for row in total[1:]]
    assert max(row["pending"] for row in total) > 50


@pytest.mark.parametrize("by", BREAKDOWNS[1:], ids=lambda by: by[0])
def test_the_series_add_up_to_the_whole(busy: Ward, by: tuple[str, ...]) -> None:
    _, total, series = answer("trend", busy, Question(until_july(12), by))
    for place, row in enumerate(total):
        for name in ("carried_over", "received", "resolved", "early", "late", "withdrawn", "stopped", "pending"):
            assert sum(rows[place][name] for rows in series.values()) == row[name], (place, name)
