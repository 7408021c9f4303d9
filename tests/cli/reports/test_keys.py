"""The keys and headings of every report, in their order."""

import json

import pytest

from tests.cli.reports.shapes import (
    ADJUSTMENT,
    BOOK,
    FIGURES,
    FORM,
    HEAD,
    INDEX,
    LATE,
    LATE_DOSSIER,
    MAY,
    ROW,
    SEAL,
    SEAL_KEYS,
    SHAPES,
    SUM,
    rows,
)
from tests.command_line import as_json, run, typed


def test_the_report_has_its_keys_in_their_order() -> None:
    report = as_json("report", *MAY)
    assert list(report) == [*HEAD, "by", "calendar_edition", "rows", "total", "cumulative"]
    assert list(report["cumulative"]) == ["from", "to", "rows", "total"]
    every = [*report["rows"], report["total"], *report["cumulative"]["rows"], report["cumulative"]["total"]]
    assert all(list(row) == ROW for row in every)
    assert (report["total"]["key"], report["total"]["label"]) == ([], [])
    assert as_json("report", "--year", "2023")["cumulative"] is None
    assert as_json("report", "--year", "2023", "--cumulative")["cumulative"]["from"] == "2023-01-01"


def test_the_form_has_its_keys_and_its_sums() -> None:
    form = as_json(*SHAPES["form"])
    assert list(form) == ["form", *HEAD, "calendar_edition", "rows", "total"]
    assert all(list(row) == FORM for row in (*form["rows"], form["total"]))
    assert (form["form"], form["rows"][0]["key"], form["rows"][0]["label"]) == ("06a", ["Hộ tịch"], ["Hộ tịch"])
    for row in (*form["rows"], form["total"]):
        assert row["total"] == row["online"] + row["direct_or_postal"] + row["carried_over"]
        assert row["resolved"] == row["early"] + row["on_time"] + row["late"]
        assert row["pending"] == row["within"] + row["overdue"]
        assert row["total"] == row["resolved"] + row["pending"]
    report = as_json("report", *MAY, "--by", "none")["total"]
    total = form["total"]
    assert total["early"] == report["early"]
    assert total["resolved"] == report["resolved"] + report["withdrawn"] + report["stopped"]
    assert (total["withdrawn"], total["overdue"]) == (report["withdrawn"], report["overdue"]) == (1, 1)


def test_the_index_has_its_keys_and_its_points() -> None:
    index = as_json(*SHAPES["index"])
    assert list(index) == ["index", *HEAD, "by", "calendar_edition", "most_points", "rows", "total"]
    assert all(list(row) == INDEX for row in (*index["rows"], index["total"]))
    assert (index["index"], index["most_points"], index["by"]) == ("766", 20, ["procedure"])
    assert (index["basis"], index["granularity"], index["period"]["convention"]) == ("due", "minute", "calendar")
    for row in (*index["rows"], index["total"]):
        good, bad = row["on_time"] + row["open_not_due"], row["late"] + row["overdue"]
        assert (good + bad, round(20 * good / row["all"], 2)) == (row["all"], row["points"])
    whole = as_json("report", *MAY, "--index-766")
    assert (whole["by"], whole["rows"], whole["total"]) == (["none"], [], index["total"])
    assert as_json("report", "--month", "3", "--year", "2023", "--index-766")["total"]["points"] is None


def test_the_sealed_report_is_a_report_with_its_seal() -> None:
    sealed = as_json(*SHAPES["sealed"])
    assert list(sealed) == [*HEAD, "by", "calendar_edition", "rows", "total", "cumulative", "seal"]
    assert list(sealed["seal"]) == [*SEAL_KEYS, "digest_now", "is_intact", "adjustments", "changes", "groups"]
    assert [list(each) for each in sealed["seal"]["adjustments"]] == [ADJUSTMENT]
    assert (sealed["seal"]["changes"], sealed["seal"]["groups"]) == ({}, [])
    assert list(as_json(*SEAL)) == SEAL_KEYS


def test_the_late_list_has_its_keys_in_their_order() -> None:
    late = as_json(*SHAPES["late"])
    marks = ["strict", "recorded_late", "entered_late", "entered_late_days", "papers", "entries"]
    assert list(late) == [*HEAD, "calendar_edition", "dossiers", "by_officer", "by_procedure", "total", *marks]
    assert all(list(dossier) == HEADINGS["late"] for dossier in late["dossiers"])
    whole = as_json(*SHAPES["late"], "--personal-data")
    assert all(list(dossier) == [*LATE_DOSSIER, "applicant"] for dossier in whole["dossiers"])
    assert all(list(found) == SUM for found in (*late["by_officer"], *late["by_procedure"]))
    assert list(late["total"]) == SUM[2:]
    [worst] = [dossier for dossier in late["dossiers"] if dossier["code"] == LATE]
    assert (worst["outcome"], worst["working_days_late"]) == ("late", 3)  # due 30/5, ready on 2/6
    assert [each["reason"] for each in worst["suspensions"]] == ["supplement"]
    assert [each["letter"] for each in worst["extensions"]] == ["12/UBND"]
    assert late["total"] == {"late": 1, "overdue": 1, "working_days_late": 4}


@pytest.mark.parametrize("shape", ["late", "register"])
@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "md", "html"])
def test_what_was_typed_as_words_leaves_the_screen_only_if_asked_for(shape: str, name: str) -> None:
    words = ("đậm", "thiếu giấy tờ", "quá tải")
    plain = typed(*SHAPES[shape], "-f", name)
    assert [told for told in words if told in plain] == []
    whole = typed(*SHAPES[shape], "-f", name, "--personal-data")
    assert [told for told in words if told in whole] == list(words if shape == "late" else words[:2])


@pytest.mark.parametrize("name", ["json", "jsonl", "table", "csv", "md", "html"])
def test_the_note_of_a_seal_leaves_the_counter_only_if_asked_for(name: str) -> None:
    answered = as_json(*SEAL, "--note", "thay cho bà Bưởi")
    assert answered["note"] == "thay cho bà Bưởi"
    april = ("report", *SEAL[1:], "--sealed")
    assert "bà Bưởi" not in typed(*april, "-f", name)
    assert as_json(*april)["seal"] == {**as_json(*april, "--personal-data")["seal"], "note": None}
    assert as_json(*april, "--personal-data")["seal"]["note"] == "thay cho bà Bưởi"


def test_the_register_has_its_keys_and_personal_ones_only_where_asked() -> None:
    book = as_json(*SHAPES["register"])
    plain = HEADINGS["register"]
    assert all(list(line) == plain for line in book)
    assert [line["number"] for line in book] == list(range(1, len(book) + 1))
    assert [line["received_at"] for line in book] == sorted(line["received_at"] for line in book)
    whole = as_json(*SHAPES["register"], "--personal-data")
    assert all(list(line) == BOOK for line in whole)
    assert "Lê [red]Cường" in [line["applicant"] for line in whole]


def test_the_trend_has_its_keys_in_their_order() -> None:
    trend = as_json(*SHAPES["trend"])
    assert list(trend) == [*HEAD, "by", "calendar_edition", "rows"]
    assert trend["by"] == ["month", "procedure"]
    assert all(list(row) == ["month", "key", "label", *FIGURES] for row in trend["rows"])
    assert as_json("trend")["by"] == ["month"]


HEADINGS = {
    "report": ["part", "from", "to", *ROW],
    "form": FORM,
    "index": INDEX,
    "sealed": ["part", "from", "to", *ROW],
    **{shape: ["basis", "granularity", *ROW] for shape in ("bases", "granularities")},
    "what_if": ["part", "from", "to", *ROW, "what_if"],
    "late": [key for key in LATE_DOSSIER if key != "note"],
    "register": [key for key in BOOK if key not in ("applicant", "address", "phone", "note")],
    "trend": ["month", "key", "label", *FIGURES],
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shape", SHAPES)
def test_csv_headings_are_the_same_in_both_languages(shape: str, language: str) -> None:
    text = typed(*SHAPES[shape], "-f", "csv", "--lang", language)
    assert text.splitlines()[0].split(",") == HEADINGS[shape]
    assert "\r" not in text
    assert len(rows(text)) >= 1


@pytest.mark.parametrize("shape", SHAPES)
def test_json_is_the_same_in_both_languages_but_for_labels(shape: str) -> None:
    def told(language: str) -> list[str]:
        text = typed(*SHAPES[shape], "--json", "--lang", language)
        return [line for line in text.splitlines() if '"label"' not in line]

    assert told("vi") == told("en")


def test_the_answer_to_a_seal_as_csv_and_on_one_line() -> None:
    text = typed(*SEAL, "-f", "csv")
    [found] = rows(text)
    assert list(found) == SEAL_KEYS
    assert json.loads(found["period"]) == {"from": "2023-04-01", "to": "2023-04-30", "convention": "calendar"}
    assert list(json.loads(typed("seal", "--month", "3", "--year", "2023", "-f", "jsonl"))) == SEAL_KEYS


@pytest.mark.parametrize("shape", SHAPES)
def test_json_lines_hold_what_the_json_holds(shape: str) -> None:
    lines = [json.loads(line) for line in typed(*SHAPES[shape], "-f", "jsonl").splitlines()]
    whole = as_json(*SHAPES[shape])
    expected = {"late": lambda: whole["dossiers"], "trend": lambda: whole["rows"], "register": lambda: whole}
    assert lines == expected.get(shape, lambda: [whole])()


def test_csv_holds_the_figures_of_the_json() -> None:
    whole, lines = as_json("report", *MAY), rows(typed("report", *MAY, "-f", "csv"))
    parts = [(line["part"], line["from"], line["to"]) for line in lines]
    assert {*parts} == {("period", "2023-05-01", "2023-05-31"), ("cumulative", "2023-01-01", "2023-05-31")}
    period = [line for line in lines if line["part"] == "period"]
    assert [line["key"] for line in period] == [*(row["key"][0] for row in whole["rows"]), "total"]
    for line, row in zip(period, [*whole["rows"], whole["total"]], strict=True):
        assert [line[name] for name in FIGURES] == ["" if row[n] is None else str(row[n]) for n in FIGURES]


@pytest.mark.parametrize(
    "shape",
    [("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("late",), ("register",)],
    ids=" ".join,
)
def test_nothing_to_report_is_no_error(shape: tuple[str, ...]) -> None:
    command = (*shape, "--month", "3", "--year", "2023")
    for format_name in ("table", "md", "html", "xlsx"):
        assert run(*command, "-f", format_name).stdout_bytes
    found = as_json(*command)
    assert (found if shape == ("register",) else found.get("rows", found.get("dossiers"))) == []
    lines = rows(typed(*command, "-f", "csv"))
    assert [line["key"] for line in lines if "key" in line] in ([], ["total"], ["total", "total"])
    if shape != ("register",):
        assert not any(value for name, value in found["total"].items() if name != "key")
