"""The synthetic register: the ward's published figures, judged by the program's own rules; same bytes always."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from onestop_cli.core.calendar import Calendar
from onestop_cli.core.dossier import Dossier, DueSource, Status
from onestop_cli.core.limits import NO_LIMIT, SAME_DAY, TimeLimit, Unit, due_instant, time_limit
from onestop_cli.core.moments import second_of_day
from onestop_cli.core.office import Office, OfficeRules, open_stretches
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, outcome
from onestop_cli.core.periods import Period
from onestop_cli.core.procedures import Procedure
from onestop_cli.core.tally import Row, cell, identities, row
from onestop_cli.errors import CalendarGap, ProcedureNotInForce
from onestop_cli.sources.synthetic import (
    COLUMNS,
    DEMO_AGENCY_CODE,
    DEMO_AGENCY_NAME,
    DEMO_SHARES,
    SYNTHETIC_NOTE,
    demo_rows,
    synthetic_register,
)

DATA = Path(__file__).parents[2] / "data"
OFFICE = Office()
OFF_2023 = ["2/1", "20/1", "23/1", "24/1", "25/1", "26/1", "1/5", "2/5", "3/5", "1/9", "4/9"]
MONTH_8 = Period(date(2023, 8, 1), date(2023, 8, 31))
EIGHT_MONTHS = Period(date(2023, 1, 1), date(2023, 8, 31))


def calendar_of_2023() -> Calendar:
    """2023 as published: 249 working days."""
    off = {(int(d), int(m)) for d, m in (text.split("/") for text in OFF_2023)}
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(365)]
    marks = ["e" if d.weekday() > 4 else "h" if (d.day, d.month) in off else "w" for d in days]
    return Calendar(date(2023, 1, 1), "".join(marks))


def weekdays_only(first_year: int, last_year: int) -> Calendar:
    first = date(first_year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(last_year, 12, 31) - first).days + 1)]
    return Calendar(first, "".join("e" if d.weekday() > 4 else "w" for d in days))


def ward_procedures() -> list[Procedure]:
    """The ward's six procedures with the limits it posted and committed itself to."""

    def limit(amount: str, unit: str) -> TimeLimit:
        return time_limit(f"{amount}:{unit}" if amount else unit)

    with (DATA / "procedures_ward.csv").open(encoding="utf-8", newline="") as f:
        known = {r["code"]: r for r in csv.DictReader(f)}
    with (DATA / "procedures_phuc_loi_2023.csv").open(encoding="utf-8", newline="") as f:
        return [
            Procedure(
                code=r["code"],
                name=known[r["code"]]["name"],
                field=known[r["code"]]["field"],
                statutory=limit(r["posted_amount"], r["posted_unit"]),
                committed=limit(r["committed_amount"], r["committed_unit"]),
                aliases=(),
                legal_basis=r["source"],
                valid_from=date.fromisoformat(r["valid_from"]),
            )
            for r in csv.DictReader(f)
        ]


CALENDAR = calendar_of_2023()
PROCEDURES = ward_procedures()


@pytest.fixture(scope="module")
def demo() -> list[dict[str, str]]:
    return demo_rows(CALENDAR, OFFICE, PROCEDURES)


def instant_or_none(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def dossier(
    values: dict[str, str], calendar: Calendar, office: Office, procedures: Iterable[Procedure], as_of: datetime
) -> Dossier:
    """The row as a dossier standing at `as_of`, with what a report looks at."""
    received_at = datetime.fromisoformat(values["received_at"])
    procedure = next(p for p in procedures if p.code == values["procedure_code"])
    due_at = due_instant(calendar, office, received_at, procedure.committed)
    resolved_at = instant_or_none(values["resolved_at"])
    if resolved_at is not None and resolved_at > as_of:
        resolved_at = None
    known = {
        "channel": values["channel"],
        "status": Status.resolved if resolved_at else Status.received,
        "received_at": received_at,
        "time_limit": procedure.committed,
        "statutory_time_limit": procedure.statutory,
        "due_at": due_at,
        "due_source": DueSource.engine,
        "due_is_day": False,
        "promised_due_at": due_at,
        "statutory_due_at": due_instant(calendar, office, received_at, procedure.statutory),
        "resolved_at": resolved_at,
        "result": values["result"] if resolved_at else None,
    }
    nothing = {"suspensions": (), "extensions": ()}
    return Dossier._make((nothing | known).get(name) for name in Dossier._fields)


def report(rows: Iterable[dict[str, str]], period: Period, basis: Basis = Basis.due) -> Row:
    """The total of a report over the rows, at the period's last second."""
    at = period.last_second
    cells = (
        cell(dossier(r, CALENDAR, OFFICE, PROCEDURES, at), (), period, at, CALENDAR, basis, Granularity.unit)
        for r in rows
    )
    return row((), [c for c in cells if c is not None])


def outcomes(
    rows: Iterable[dict[str, str]], calendar: Calendar, office: Office, procedures: list[Procedure], at: datetime
) -> Counter[Outcome | None]:
    return Counter(outcome(dossier(r, calendar, office, procedures, at), at) for r in rows)


def procedure(code: str, committed: TimeLimit, valid_from: date = date(2016, 1, 1), field: str = "A") -> Procedure:
    return Procedure(code, code, field, committed, committed, (), "", valid_from)


def as_csv(rows: Iterable[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(r.values() for r in rows)
    return text.getvalue().encode()


def test_the_hand_written_calendar_has_the_published_number_of_working_days() -> None:
    assert CALENDAR.working_days_between(date(2023, 1, 1), date(2023, 12, 31)) == 249


class TestDemo:
    def test_the_published_figures(self, demo: list[dict[str, str]]) -> None:
        total = report(demo, EIGHT_MONTHS)
        assert (total.carried_over, total.received, total.resolved, total.pending) == (0, 2452, 2451, 1)
        assert (total.late, total.within, total.overdue) == (0, 1, 0)
        assert total.early_rate is not None
        assert 0.97 < total.early_rate < 0.98
        assert total.on_time_rate == 1.0
        assert all(identity.holds for identity in identities(total))

    @pytest.mark.parametrize("basis", [Basis.statutory, Basis.promised])
    def test_none_is_late_against_the_other_limits(self, demo: list[dict[str, str]], basis: Basis) -> None:
        total = report(demo, EIGHT_MONTHS, basis)
        assert (total.late, total.overdue) == (0, 0)

    @pytest.mark.parametrize("month", range(1, 9))
    def test_no_month_has_a_late_or_overdue_dossier(self, demo: list[dict[str, str]], month: int) -> None:
        end = date(2023, month + 1, 1) - timedelta(days=1)
        total = report(demo, Period(date(2023, month, 1), end))
        assert (total.late, total.overdue) == (0, 0)
        assert 150 < total.received < 450
        assert all(identity.holds for identity in identities(total))

    def test_month_8_carries_over_what_july_left(self, demo: list[dict[str, str]]) -> None:
        july = report(demo, Period(date(2023, 7, 1), date(2023, 7, 31)))
        assert report(demo, MONTH_8).carried_over == july.pending

    def test_the_open_one_came_at_the_end_of_august_with_three_working_days(self, demo: list[dict[str, str]]) -> None:
        (left,) = [r for r in demo if not r["resolved_at"]]
        assert left["received_at"][:10] in ("2023-08-30", "2023-08-31")
        assert left["procedure_code"] in ("1.000689", "1.004859")
        assert left["result"] == left["delivered_at"] == left["delivery_method"] == ""

    def test_the_work_spreads_over_the_six_procedures(self, demo: list[dict[str, str]]) -> None:
        counts = Counter(r["procedure_code"] for r in demo)
        assert set(counts) == set(DEMO_SHARES) == {p.code for p in PROCEDURES}
        certified = counts["2.000815"] + counts["2.000884"]
        assert 0.77 < certified / len(demo) < 0.83
        assert min(counts.values()) > 30

    def test_the_work_spreads_over_the_working_days(self, demo: list[dict[str, str]]) -> None:
        per_day = Counter(date.fromisoformat(r["received_at"][:10]) for r in demo)
        working = [d for n in range(243) if CALENDAR.is_working_day(d := date(2023, 1, 1) + timedelta(days=n))]
        assert set(per_day) == set(working)
        assert max(per_day.values()) < 40
        mondays = [n for d, n in per_day.items() if d.weekday() == 0]
        fridays = [n for d, n in per_day.items() if d.weekday() == 4]
        assert sum(mondays) / len(mondays) > 1.2 * sum(fridays) / len(fridays)
        after_tet = [per_day[d] for d in working if date(2023, 1, 27) <= d <= date(2023, 2, 2)]
        assert sum(after_tet) / len(after_tet) < 0.75 * len(demo) / len(working)

    def test_the_agency_is_labelled(self) -> None:
        assert DEMO_AGENCY_CODE == "H26.15.30"
        assert DEMO_AGENCY_NAME == "UBND phường Phúc Lợi (dữ liệu mô phỏng)"

    def test_the_bytes_are_the_same_on_every_machine(self, demo: list[dict[str, str]]) -> None:
        assert hashlib.sha256(as_csv(demo)).hexdigest() == (
            "f876287c86fff3f0856de063ee4d70d5c987327b84f639f94d67c74d1c2c65ae"
        )


class TestRows:
    def test_they_come_sorted_by_receipt(self, demo: list[dict[str, str]]) -> None:
        received = [r["received_at"] for r in demo]
        assert received == sorted(received)

    def test_every_row_is_labelled_and_whole(self, demo: list[dict[str, str]]) -> None:
        for r in demo:
            assert tuple(r) == COLUMNS
            assert r["note"] == SYNTHETIC_NOTE
            assert r["applicant"].startswith("Người dân mẫu ")
            assert r["officer"] in {f"Cán bộ mẫu {n}" for n in range(1, 5)}
            assert int(r["copies"]) >= 1
            assert not r["fee"] or int(r["fee"]) >= 2000
            assert r["channel"] in ("direct", "online", "postal")
            assert (r["result"] == "approved") is bool(r["resolved_at"])
            assert (r["delivery_method"] in ("direct", "online", "postal")) is bool(r["delivered_at"])

    def test_a_life_goes_forward_in_whole_seconds_of_vietnam_time(self, demo: list[dict[str, str]]) -> None:
        for r in demo:
            acts = [r[name] for name in ("received_at", "resolved_at", "delivered_at") if r[name]]
            assert acts == sorted(acts)
            assert all(a == datetime.fromisoformat(a).isoformat() and a.endswith("+07:00") for a in acts)
            assert acts[-1] <= "2023-08-31T23:59:59+07:00"

    def test_counter_receipts_and_all_results_fall_into_open_time(self, demo: list[dict[str, str]]) -> None:
        def is_open(text: str) -> bool:
            at = datetime.fromisoformat(text)
            second = second_of_day(at)
            return any(opens <= second < closes for opens, closes in open_stretches(CALENDAR, OFFICE, at.date()))

        assert all(is_open(r["received_at"]) for r in demo if r["channel"] != "online")
        assert all(is_open(r[name]) for r in demo for name in ("resolved_at", "delivered_at") if r[name])
        evening = [r for r in demo if not is_open(r["received_at"])]
        assert 0 < len(evening) < 30

    def test_after_three_a_same_day_dossier_is_due_next_day_and_comes_back_early(
        self, demo: list[dict[str, str]]
    ) -> None:
        same_day = [r for r in demo if r["procedure_code"] in ("2.000815", "2.000884", "1.000656")]
        after = [r for r in same_day if r["received_at"][11:19] > "15:00:00"]
        at = EIGHT_MONTHS.last_second
        assert 100 < len(after) < len(same_day) / 3
        assert outcomes(after, CALENDAR, OFFICE, PROCEDURES, at) == {Outcome.early: len(after)}
        assert any(r["resolved_at"][:10] != r["received_at"][:10] for r in after)


class TestRegister:
    @pytest.mark.parametrize(
        ("limit", "on_time", "late"),
        [
            (SAME_DAY, 0.0, 0.0),
            (SAME_DAY, 0.2, 0.1),
            (TimeLimit(1, Unit.working_hour), 0.1, 0.1),
            (TimeLimit(20, Unit.working_hour), 0.1, 0.1),
            (TimeLimit(1, Unit.working_day), 0.5, 0.2),
            (TimeLimit(1, Unit.calendar_day), 0.0, 0.0),
            (TimeLimit(15, Unit.calendar_day), 0.3, 0.3),
            (TimeLimit(1, Unit.month), 0.1, 0.05),
        ],
    )
    def test_the_shares_come_out_for_every_unit(self, limit: TimeLimit, on_time: float, late: float) -> None:
        calendar, procedures = weekdays_only(2021, 2023), [procedure("1.000001", limit)]
        first, last = date(2021, 1, 1), date(2022, 12, 31)
        rows = synthetic_register(
            calendar, OFFICE, procedures, {"1.000001": 1}, first, last, 3000, on_time, late, 0, "test"
        )
        found = outcomes(rows, calendar, OFFICE, procedures, Period(first, last).last_second)
        assert found.total() == 3000
        assert found[Outcome.within] == found[Outcome.overdue] == 0
        assert found[Outcome.on_time] == pytest.approx(3000 * on_time, abs=25)
        assert found[Outcome.late] == pytest.approx(3000 * late, abs=25)

    def test_without_a_limit_all_is_resolved_and_nothing_judged(self) -> None:
        procedures = [procedure("1.000001", NO_LIMIT)]
        rows = synthetic_register(
            CALENDAR, OFFICE, procedures, {"1.000001": 1}, date(2023, 1, 1), date(2023, 12, 31), 500, 0.1, 0.1, 0, "n"
        )
        at = Period(date(2023, 1, 1), date(2023, 12, 31)).last_second
        assert outcomes(rows, CALENDAR, OFFICE, procedures, at) == {Outcome.no_limit: 500}

    def test_an_early_due_time_is_kept(self) -> None:
        office = Office(((date.min, OfficeRules(cut_off=15 * 3600, due_time=16 * 3600)),))
        rows = synthetic_register(
            CALENDAR, office, PROCEDURES, DEMO_SHARES, date(2023, 2, 1), date(2023, 6, 30), 4000, 0.0, 0.0, 0, "d"
        )
        at = Period(date(2023, 2, 1), date(2023, 6, 30)).last_second
        assert outcomes(rows, CALENDAR, office, PROCEDURES, at) == {Outcome.early: 4000}

    def test_the_version_in_force_on_the_day_of_receipt_is_used(self) -> None:
        old = procedure("1.000001", TimeLimit(5, Unit.working_day))
        new = procedure("1.000001", SAME_DAY, date(2023, 4, 1))
        rows = list(
            synthetic_register(
                CALENDAR, OFFICE, [new, old], {"1.000001": 1}, date(2023, 3, 1), date(2023, 4, 28), 400, 0, 0, 0, "v"
            )
        )
        april = [r for r in rows if r["received_at"] >= "2023-04"]
        at = Period(date(2023, 3, 1), date(2023, 4, 28)).last_second
        assert outcomes(april, CALENDAR, OFFICE, [new], at) == {Outcome.early: len(april)}
        assert any(r["resolved_at"][:10] > r["received_at"][:10] for r in rows if r["received_at"] < "2023-04")

    def test_the_last_received_stay_open(self) -> None:
        rows = list(
            synthetic_register(
                CALENDAR, OFFICE, PROCEDURES, DEMO_SHARES, date(2023, 1, 1), date(2023, 6, 30), 5000, 0.02, 0, 40, "o"
            )
        )
        assert [bool(r["resolved_at"]) for r in rows] == [True] * 4960 + [False] * 40
        at = Period(date(2023, 1, 1), date(2023, 6, 30)).last_second
        assert outcomes(rows[4960:], CALENDAR, OFFICE, PROCEDURES, at) == {Outcome.within: 40}

    def test_the_seed_alone_decides(self) -> None:
        def some(seed: str) -> bytes:
            return as_csv(
                synthetic_register(
                    CALENDAR,
                    OFFICE,
                    PROCEDURES[::-1],
                    dict(reversed(list(DEMO_SHARES.items()))) if seed == "a" else DEMO_SHARES,
                    date(2023, 5, 1),
                    date(2023, 5, 31),
                    200,
                    0.05,
                    0.05,
                    3,
                    seed.lower(),
                )
            )

        assert some("a") == some("A")
        assert some("a") != some("b")

    def test_nothing_asked_gives_nothing(self) -> None:
        rows = synthetic_register(
            CALENDAR, OFFICE, PROCEDURES, {}, date(2023, 1, 7), date(2023, 1, 8), 0, 0.0, 0.0, 0, "z"
        )
        assert list(rows) == []

    @pytest.mark.parametrize(
        ("count", "on_time", "late", "still_open"), [(5, 0.0, 0.0, 6), (5, 0.6, 0.6, 0), (5, -0.1, 0.0, 0)]
    )
    def test_figures_that_contradict_each_other_are_refused(
        self, count: int, on_time: float, late: float, still_open: int
    ) -> None:
        with pytest.raises(ValueError, match=r"\("):
            synthetic_register(
                CALENDAR,
                OFFICE,
                PROCEDURES,
                DEMO_SHARES,
                date(2023, 1, 1),
                date(2023, 2, 1),
                count,
                on_time,
                late,
                still_open,
                "x",
            )

    def test_a_procedure_not_in_force_is_refused(self) -> None:
        rows = synthetic_register(
            CALENDAR,
            OFFICE,
            [procedure("1.000001", SAME_DAY, date(2023, 6, 1))],
            {"1.000001": 1},
            date(2023, 1, 1),
            date(2023, 12, 31),
            100,
            0.0,
            0.0,
            0,
            "x",
        )
        with pytest.raises(ProcedureNotInForce):
            next(rows)

    def test_a_year_that_is_not_loaded_is_refused(self) -> None:
        with pytest.raises(CalendarGap):
            synthetic_register(
                CALENDAR, OFFICE, PROCEDURES, DEMO_SHARES, date(2022, 1, 1), date(2023, 2, 1), 10, 0.0, 0.0, 0, "x"
            )
