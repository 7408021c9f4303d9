"""The late list narrowed, and the months of a trend."""

import pytest

from tests.cli.reports.shapes import (
    COUNTS,
    FIGURES,
    JUNE,
    LATE,
    MAY,
    SHAPES,
    is_now,
)
from tests.command_line import as_json, refused


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ((), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "giam-ho"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "1.004837"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "GIÁM HỘ"), [LATE, "H26.15.30-230530-0001"]),
        (("--procedure", "ket-hon"), []),
        (("--officer", "can bo a"), ["H26.15.30-230530-0001"]),
        (("--officer", "CÁN BỘ A"), ["H26.15.30-230530-0001"]),
        (("--officer", "Ca\u0301n bộ A"), ["H26.15.30-230530-0001"]),
        (("--officer", "can bo"), []),
        (("--officer", "nobody"), []),
        (("--field", "ho tich"), [LATE, "H26.15.30-230530-0001"]),
        (("--field", "HỘ TỊCH", "--officer", "Cán bộ A"), ["H26.15.30-230530-0001"]),
        (("--field", "Chứng thực"), []),
    ],
)
def test_late_dossiers_are_narrowed_whatever_the_accents(options: tuple[str, ...], codes: list[str]) -> None:
    found = as_json(*SHAPES["late"], *options)
    assert [dossier["code"] for dossier in found["dossiers"]] == codes
    assert found["total"]["late"] + found["total"]["overdue"] == len(codes)
    assert sum(each["late"] + each["overdue"] for each in found["by_officer"]) == len(codes)


def test_late_dossiers_of_a_procedure_nobody_knows_are_not_found() -> None:
    assert "no procedure" in refused(*SHAPES["late"], "--procedure", "khong-co", code=10)
    assert "matches" in refused(*SHAPES["late"], "--procedure", "h")


def test_a_trend_has_its_months_the_empty_ones_too() -> None:
    found = as_json("trend", "--months", "12")
    assert found["period"] == {"from": "2022-07-01", "to": "2023-06-30", "convention": "calendar"}
    assert [row["month"] for row in found["rows"]] == [
        *(f"2022-{month:02d}" for month in range(7, 13)), *(f"2023-{month:02d}" for month in range(1, 7)),
    ]  # fmt: skip
    for row in found["rows"][:-2]:
        assert {row[name] for name in COUNTS} == {0}
        assert {row[name] for name in FIGURES if name not in (*COUNTS, "accepted_late")} == {None}
    assert all(row["received"] > 0 for row in found["rows"][-2:])
    assert as_json("trend") == found
    assert len(as_json("trend", "--months", "1")["rows"]) == 1
    assert len(as_json("trend", "--months", "120")["rows"]) == 120


def test_a_trend_is_the_report_of_each_month() -> None:
    found = as_json("trend", "--months", "2")["rows"]
    for row, period in zip(found, (MAY, JUNE), strict=True):
        total = as_json("report", *period, "--by", "none")["total"]
        assert {name: row[name] for name in FIGURES} == {name: total[name] for name in FIGURES}


def test_a_trend_by_procedure_is_of_each_with_all_its_months() -> None:
    found = as_json("trend", "--months", "12", "--by", "procedure")["rows"]
    keys = [row["key"] for row in found[::12]]
    assert keys == [[], *sorted(key for key in keys if key)]
    assert (len(found), len(keys)) == (12 * len(keys), 1 + 4)
    for place in range(12):
        months = found[place::12]
        assert {row["month"] for row in months} == {found[place]["month"]}
        for name in COUNTS:
            assert months[0][name] == sum(row[name] for row in months[1:]), (name, months[0]["month"])


def test_a_trend_may_end_in_the_past(monkeypatch: pytest.MonkeyPatch) -> None:
    is_now(monkeypatch, "2024-02-10 09:00")
    assert as_json("trend", "--months", "2")["rows"][-1]["month"] == "2024-02"
    found = as_json("trend", "--months", "2", "--as-of", "15/5/2023")
    assert (found["as_of"], found["rows"][-1]["month"]) == ("2023-05-15T23:59:59+07:00", "2023-05")
    administrative = as_json("trend", "--months", "2", "--as-of", "15/5/2023", "--convention", "administrative")
    assert administrative["period"] == {"from": "2023-04-15", "to": "2023-06-14", "convention": "administrative"}
    assert [row["month"] for row in administrative["rows"]] == ["2023-05", "2023-06"]
