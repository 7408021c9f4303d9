"""Importing a register and exporting it: all rows or none, nothing twice, and the same bytes back."""

import json
import tracemalloc
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest

from onestop_cli.core.dossier import Status
from onestop_cli.core.moments import Moments
from onestop_cli.core.outcomes import Outcome
from onestop_cli.errors import BadFile, BadRows, UnknownFile
from onestop_cli.sources.register_csv import OF_ONE_FILE
from onestop_cli.usecases.dossiers import show
from onestop_cli.usecases.procedures import retire
from onestop_cli.usecases.register_import import Imported, import_register
from tests.core.written import at
from tests.office import ACTOR, AGENCY, SOMEONE, Ward, broken_links, opened, strays
from tests.usecases.busy_year import busy_year
from tests.usecases.imports.registers import counts, exported

CODE = "MOT-CUA-1"
FULL = (
    "code,procedure_code,channel,applicant,copies,fee,officer,note,received_at,resolved_at,result,delivered_at,"
    "delivery_method\n"
)


def row(**cells: str) -> str:
    """A register of one dossier: three working days, received on 27/7/2026, and what else is given."""
    cells = {"code": CODE, "procedure_code": "1.004873", "received_at": "27/7/2026 09:00"} | cells
    return f"{','.join(cells)}\n{','.join(cells.values())}\n"


# --- there and back ----------------------------------------------------------------------------------


@pytest.fixture
def lively(ward: Ward) -> Ward:
    """A ward with dossiers of every unit and every end, and texts that would break a careless file."""
    for number, procedure in enumerate(["khai-tu", "giam-ho", "muoi-ngay", "mot-thang", "tam-gio", "khong-han"]):
        person = SOMEONE._replace(applicant=("=cmd()", "'Tèo", "A; =B,' -C", "−1", "＠x", "+84")[number])
        for _ in range(4):
            given = {"officer": "Lê Ánh", "note": 'ba "bản"; một;-hai', "fee": number, "copies": number + 1}
            ward.receive(procedure, person=person, **given)
    codes = [code for (code,) in ward.ask("SELECT code FROM dossier ORDER BY code")]
    ward.is_now("11/8/2026 10:00")
    ward.resolve(*codes[::4])
    ward.resolve(*codes[1::4], result="refused", note="thiếu giấy tờ", deliver=True)
    ward.deliver(*codes[::8], method="postal")
    ward.receive(code="000.00.15.H26-230811-7")
    return ward


def test_what_goes_out_comes_back_and_goes_out_the_same(lively: Ward, tmp_path: Path) -> None:
    other = Ward(opened(tmp_path / "other.db"))
    other.now = lively.now
    first = exported(lively)
    done = other.imports(first)
    assert counts(done) == (25, 25, 0, 0)
    assert exported(other) == first
    assert (strays(other), broken_links(other)) == ([], [])


def test_a_busy_year_comes_back_too(ward: Ward, tmp_path: Path) -> None:
    other = Ward(opened(tmp_path / "other.db"))
    busy_year(ward, "there and back", 120, with_changes=False)
    other.now = ward.now
    other.imports(exported(ward))
    assert exported(other) == exported(ward)


def test_importing_ones_own_export_adds_nothing(lively: Ward) -> None:
    before = lively.content
    assert counts(lively.imports(exported(lively))) == (25, 0, 0, 25)
    assert lively.content == before


@pytest.mark.parametrize("code", [CODE, ""])
def test_columns_that_name_events_of_another_file_are_passed_over(ward: Ward, code: str) -> None:
    """Whatever they say, the row is the same row."""
    told = dict.fromkeys(OF_ONE_FILE, "2026-07-27T09:00:00+07:00") | {"anchor": "4:0a", "calendar_edition": "3:0b"}
    assert counts(ward.imports(row(code=code, **told))) == (1, 1, 0, 0)
    assert counts(ward.imports(row(code=code, **(told | dict.fromkeys(OF_ONE_FILE, "x"))))) == (1, 0, 0, 1)


def test_an_export_under_pseudonyms_does_not_come_back(lively: Ward) -> None:
    before = lively.content
    refused = lively.refused_lines(exported(lively, with_person=False))
    assert len(refused) == 25
    assert all("is a pseudonym: export with --personal-data to import" in why for why in refused.values())
    assert lively.content == before


def test_an_export_without_names_has_none(lively: Ward) -> None:
    text = exported(lively, with_person=False)
    assert [value for value in SOMEONE if value in text] == []


@pytest.mark.parametrize(
    "given",
    [{"due_at": "2026-08-05"}, {"due_at": "2026-08-05 10:00"}, {"due_at": "2026-08-05", "due_source": "foreign"}],
)
def test_a_date_of_another_system_is_kept_and_goes_out_as_given(ward: Ward, given: dict[str, str]) -> None:
    ward.imports(row(**given))
    dossier = ward.dossier(CODE)
    assert (dossier.due_source.value, dossier.promised_due_at) == ("foreign", dossier.due_at)
    assert counts(ward.imports(exported(ward))) == (1, 0, 0, 1)


# --- what a row becomes ------------------------------------------------------------------------------


def test_a_row_is_received_resolved_and_handed_over(ward: Ward) -> None:
    ward.imports(row(resolved_at="29/7/2026", result="approved", delivered_at="30/7/2026 09:00"))
    dossier = ward.dossier(CODE)
    assert dossier.status is Status.delivered
    assert dossier.resolved_at == at("29/7/2026 17:30")
    assert dossier.promised_due_at == at("30/7/2026 17:30")
    assert strays(ward) == []


def test_what_was_imported_is_known_from_the_import_on(ward: Ward) -> None:
    ward.imports(row())
    ward.is_now("4/8/2026 09:00")
    assert show(ward.path, ward.clock, CODE, Moments(as_of=at("28/7/2026 09:00"))).outcome is Outcome.within
    assert ward.ask("SELECT DISTINCT recorded_at FROM event WHERE dossier IS NOT NULL") == [
        ("2026-08-03T09:00:00+07:00",)
    ]


def test_rows_without_a_code_are_numbered_by_their_day(ward: Ward) -> None:
    ward.imports("procedure_code,received_at\n1.004873,27/7/2026\n1.004873,28/7/2026\n1.004873,27/7/2026 10:00\n")
    codes = [code for (code,) in ward.ask("SELECT code FROM dossier ORDER BY code")]
    assert codes == [f"{AGENCY}-{number}" for number in ("260727-0001", "260727-0002", "260728-0001")]


@pytest.mark.parametrize(
    ("code", "foreign"),
    [(f"{AGENCY}-260727-0009", 0), (f"{AGENCY}-260728-0009", 1), (f"{AGENCY}-260727-x", 1), ("1", 1)],
)
def test_codes_of_other_systems_are_counted(ward: Ward, code: str, foreign: int) -> None:
    assert ward.imports(row(code=code)).foreign_codes == foreign


def test_the_import_is_an_event_with_the_digest_of_the_file(ward: Ward) -> None:
    done = ward.imports(row())
    [(seq, data)] = ward.ask("SELECT seq, data FROM event WHERE kind = 'import'")
    assert seq == done.seq
    assert list(json.loads(data)) == ["sha256"]


# --- nothing twice -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [CODE, ""])
def test_importing_twice_adds_nothing(ward: Ward, code: str) -> None:
    text = row(code=code, applicant="Nguyễn Văn A")
    ward.imports(text)
    before = ward.content
    assert counts(ward.imports(text)) == (1, 0, 0, 1)
    assert ward.content == before


def test_two_rows_alike_without_a_code_are_two_dossiers_once(ward: Ward) -> None:
    text = "procedure_code,received_at\n" + "1.004873,27/7/2026\n" * 2
    assert counts(ward.imports(text)) == (2, 2, 0, 0)
    assert counts(ward.imports(text)) == (2, 0, 0, 2)
    assert counts(ward.imports(text + "1.004873,27/7/2026\n")) == (3, 1, 0, 2)


def test_a_code_twice_in_one_file_is_one_dossier(ward: Ward) -> None:
    text = row()
    assert counts(ward.imports(text + text.splitlines()[1] + "\n")) == (2, 1, 0, 1)


def test_later_facts_are_appended(ward: Ward) -> None:
    ward.imports(row())
    assert counts(ward.imports(row(resolved_at="29/7/2026 10:00"))) == (1, 0, 1, 0)
    assert counts(ward.imports(row(resolved_at="29/7/2026 10:00", delivered_at="30/7/2026"))) == (1, 0, 1, 0)
    assert ward.ask("SELECT kind FROM event WHERE dossier IS NOT NULL") == [("receive",), ("resolve",), ("deliver",)]
    assert (ward.dossier(CODE).status, strays(ward), broken_links(ward)) == (Status.delivered, [], [])


def test_a_row_that_knows_less_is_known(ward: Ward) -> None:
    ward.imports(row(resolved_at="29/7/2026 10:00", delivered_at="30/7/2026"))
    assert counts(ward.imports(row())) == (1, 0, 0, 1)


@pytest.mark.parametrize("result", ["approved", "refused"])
def test_a_later_result_brings_its_note(ward: Ward, result: str) -> None:
    ward.imports(row(note="bản chính"))
    ward.imports(row(note="thiếu giấy tờ", resolved_at="29/7/2026 10:00", result=result))
    assert ward.dossier(CODE).note == "thiếu giấy tờ"
    assert strays(ward) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("procedure_code", "1.004837"),
        ("received_at", "27/7/2026 09:01"),
        ("resolved_at", "29/7/2026 10:01"),
        ("delivered_at", "31/7/2026"),
        ("delivery_method", "postal"),
        ("channel", "online"),
        ("copies", "2"),
        ("fee", "5000"),
        ("officer", "Bình"),
        ("note", "khác"),
        ("applicant", "Trần Thị B"),
        ("phone", "0999"),
        ("due_at", "2026-08-05"),
        ("due_source", "foreign"),
        ("promised_due_at", "2026-08-01"),
    ],
)
def test_other_values_for_a_known_code_are_refused(ward: Ward, column: str, value: str) -> None:
    known = {
        "applicant": "Nguyễn Văn A", "phone": "0912", "channel": "direct", "copies": "1", "officer": "An",
        "note": "bản chính", "resolved_at": "29/7/2026 10:00", "result": "approved", "delivered_at": "30/7/2026",
        "delivery_method": "direct",
    }  # fmt: skip
    ward.imports(row(**known))
    before = ward.content
    said = ward.refused_lines(row(**known | {column: value}))
    assert column.removesuffix("_source") in said[2]
    assert ward.content == before


def test_another_result_for_a_known_code_is_refused(ward: Ward) -> None:
    ward.imports(row(resolved_at="29/7/2026 10:00", note="lý do"))
    said = ward.refused_lines(row(resolved_at="29/7/2026 10:00", note="lý do", result="refused"))
    assert "result" in said[2]


# --- bad rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"procedure_code": "1.111111"}, "no procedure 1.111111"),
        ({"procedure_code": "khai-tu"}, "no procedure …"),
        ({"received_at": "4/8/2026"}, "in the future"),
        ({"received_at": "27/7/2014"}, "no time limit in force"),
        ({"procedure_code": "1.000656", "received_at": "27/7/2026"}, "no hour"),
        ({"resolved_at": "27/7/2026 08:00"}, "before the last act"),
        ({"resolved_at": "4/8/2026 08:00"}, "in the future"),
        ({"resolved_at": "29/7/2026 08:00", "delivered_at": "28/7/2026"}, "before the last act"),
        ({"due_at": "26/7/2026"}, "before received_at"),
        ({"due_at": "26/7/2040"}, "not loaded"),
        ({"due_at": "2026-08-05", "due_source": "engine"}, "derived"),
        ({"status": "resolved"}, "status"),
        ({"status": "delivered", "resolved_at": "29/7/2026"}, "status"),
        ({"outcome": "late", "resolved_at": "29/7/2026"}, "outcome"),
        ({"time_limit": "5:working_day"}, "time_limit"),
        ({"statutory_time_limit": "none"}, "statutory_time_limit"),
        ({"statutory_due_at": "2026-08-05T17:30:00+07:00"}, "statutory_due_at"),
        ({"rule_version": "309/2026"}, "rule_version"),
    ],
)
def test_a_row_that_cannot_be_is_refused(ward: Ward, cells: dict[str, str], said: str) -> None:
    before = ward.content
    assert said in ward.refused_lines(row(**cells))[2]
    assert ward.content == before


def test_derived_columns_that_agree_are_taken(ward: Ward) -> None:
    derived = {
        "status": "resolved", "outcome": "early", "time_limit": "3:working_day", "due_source": "engine",
        "due_at": "2026-07-30T17:30:00+07:00", "statutory_due_at": "2026-07-30T17:30:00+07:00",
        "rule_version": "118/2025", "calendar_provisional": "false", "suspended": "false", "suspensions": "[]",
    }  # fmt: skip
    assert ward.imports(row(resolved_at="29/7/2026 10:00", **derived)).received == 1


def test_every_bad_row_is_named_and_none_is_recorded(ward: Ward) -> None:
    text = "procedure_code,received_at,channel\n1.004873,27/7/2026,\n1.1,27/7/2026,\n1.004873,31/9/2025,fax\n,,\nx\n"
    before = ward.content
    said = ward.refused_lines(text)
    assert sorted(said) == [3, 4, 6]
    assert ward.content == before


def test_of_very_many_bad_rows_the_first_thousand_are_named_and_all_counted(ward: Ward) -> None:
    with pytest.raises(BadRows) as bad:
        ward.imports("procedure_code,received_at\n" + "1.1,27/7/2026\n" * 1500)
    assert (bad.value.values["count"], len(bad.value.values["rows"])) == (1500, 1000)


def test_a_dry_run_checks_everything_and_records_nothing(ward: Ward) -> None:
    before = ward.content
    assert ward.imports(row(), dry_run=True) == Imported(1, 1, 0, 0, 1, None, 0, ())
    assert ward.content == before
    with pytest.raises(BadRows):
        ward.imports(row(received_at="4/8/2026"), dry_run=True)


def test_an_import_without_rows_records_nothing(ward: Ward) -> None:
    before = ward.content
    assert counts(ward.imports("procedure_code,received_at\n")) == (0, 0, 0, 0)
    assert ward.content == before


def test_a_file_that_is_none_is_refused(ward: Ward, tmp_path: Path) -> None:
    with pytest.raises(UnknownFile):
        import_register(ward.path, ward.clock, ACTOR, tmp_path / "none.csv")
    with pytest.raises(BadFile):
        import_register(ward.path, ward.clock, ACTOR, tmp_path)


# --- memory ------------------------------------------------------------------------------------------


def peak(ward: Ward, rows: int) -> int:
    """The most memory that an import of so many rows takes, in bytes."""
    file = ward.path.with_name(f"{rows}.csv")
    lines = cycle([f"1.004873,{d}/7/2026 09:00,Nguyễn Văn {d},30/7/2026 10:00\n" for d in range(1, 28)])
    file.write_text("procedure_code,received_at,applicant,resolved_at\n" + "".join(islice(lines, rows)), "utf-8")
    tracemalloc.start()
    try:
        assert import_register(ward.path, ward.clock, ACTOR, file, dry_run=True).received == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_a_long_file_takes_no_more_memory_than_a_short_one(ward: Ward) -> None:
    peak(ward, 4_000)  # what Python keeps for later tuples of a size is not of one import
    assert peak(ward, 4_000) < 1.5 * peak(ward, 1_000)


# --- what a review found ------------------------------------------------------------------------------


def test_an_export_from_before_a_year_was_confirmed_comes_back(ward: Ward) -> None:
    assert ward.imports(row(calendar_provisional="true")).received == 1


def test_a_known_code_with_another_derived_date_is_refused(ward: Ward) -> None:
    ward.imports(row())
    assert "due_at" in ward.refused_lines(row(due_source="engine", due_at="30/9/2026 17:30"))[2]
    assert "statutory_due_at" in ward.refused_lines(row(statutory_due_at="2026-12-01T17:30:00+07:00"))[2]


def test_a_later_fact_of_a_retired_procedure_is_still_taken(ward: Ward) -> None:
    ward.imports(row())
    retire(ward.path, ward.clock, ACTOR, "1.004873", date(2026, 1, 1))
    ward.is_now("10/8/2026 09:00")
    assert ward.imports(row(resolved_at="5/8/2026 09:00")).continued == 1


def test_a_shifted_row_keeps_the_name_out_of_the_error(ward: Ward) -> None:
    text = "procedure_code,received_at,channel\nNguyễn Văn Bí,Trần Mật,Lê Kín\n"
    said = " ".join(ward.refused_lines(text).values())
    for secret in ("Bí", "Mật", "Kín"):
        assert secret not in said


def test_rows_after_a_line_that_is_no_text_do_not_hide_those_before_it(ward: Ward) -> None:
    file = ward.path.with_name("so.csv")
    file.write_bytes(b"procedure_code,received_at\n1.111111,3/8/2026 08:00\nx,\n" + b"\xff,1\n")
    with pytest.raises(BadRows) as bad:
        import_register(ward.path, ward.clock, ACTOR, file)
    assert {problem.line for problem in bad.value.values["rows"]} == {2, 3, 4}


def test_a_slip_with_an_hour_keeps_it_beside_a_date_without_one(ward: Ward) -> None:
    ward.imports(row(due_at="4/8/2026", promised_due_at="4/8/2026 10:00"))
    found = ward.dossier(CODE)
    assert (found.due_is_day, found.promised_is_day, found.promised_due_at) == (True, False, at("4/8/2026 10:00"))


def test_a_row_without_a_code_is_remembered_in_the_ledger_too(ward: Ward) -> None:
    ward.imports(row(code=""))
    [(data,)] = ward.ask("SELECT data FROM event WHERE kind = 'receive'")
    [(digest,)] = ward.ask("SELECT digest FROM imported_row")
    assert json.loads(data)["row"] == digest
