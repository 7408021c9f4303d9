"""Dossiers out of the file: every format tells the same, however it is drawn; names and free text only if asked for."""

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.columns import FREE_TEXT, PERSONAL, exported
from onestop_cli.core.dossier import Person
from onestop_cli.core.pseudonyms import pseudonym
from onestop_cli.errors import PseudonymGiven, StoreDamaged
from onestop_cli.output.exports import dossiers
from onestop_cli.output.formats import FORMATS
from onestop_cli.output.pages import FILE
from onestop_cli.store.database import reading
from onestop_cli.store.secret import pseudonyms_key
from onestop_cli.usecases.backups import restore
from onestop_cli.usecases.exports import Dossiers, ExportRequest, export_dossiers
from onestop_cli.usecases.migration import migrate
from tests.command_line import run
from tests.documents.varied import KEPT, typed
from tests.exports.conftest import at_the_same_hour
from tests.exports.files import PEOPLE, in_csv, in_json, in_jsonl, in_parquet, unguarded
from tests.office import SOMEONE, Ward, changed_outside, opened, tampered
from tests.store.conftest import unpacked

WITH_AND_WITHOUT = pytest.mark.parametrize("people", [(), PEOPLE], ids=["without names", "with names"])


def _csv(ward: Ward, request: ExportRequest, *, from_sql: bool) -> str:
    """The CSV of dossiers, as the register's SQL tells them or as their values do."""
    texts: list[str] = []

    def render(of: Dossiers) -> None:
        assert of.cells is not None
        drawn = of if from_sql else of._replace(cells=None)
        texts.extend(map(str, FORMATS["csv"].pieces(dossiers(drawn, with_person=request.with_person), FILE)))

    export_dossiers(ward.path, ward.clock, request, render)
    return "".join(texts)


@pytest.mark.parametrize("with_person", [False, True])
@pytest.mark.parametrize("since", [None, 60])
def test_the_registers_sql_tells_what_the_values_tell(office: Ward, with_person: bool, since: int | None) -> None:
    request = ExportRequest(since=since, with_person=with_person)
    told = _csv(office, request, from_sql=True)
    assert told == _csv(office, request, from_sql=False)
    assert told.count("\n") > 20


@pytest.mark.parametrize("hours", [-2000, -300, -48, -7, 24, 240, 2400])
def test_sql_judges_as_the_law_does_at_any_hour(office: Ward, hours: int) -> None:
    then = at_the_same_hour(office, office.path)
    then.now += timedelta(hours=hours)
    told = _csv(then, ExportRequest(), from_sql=True)
    assert told == _csv(then, ExportRequest(), from_sql=False)
    outcomes = {line["outcome"] for line in csv.DictReader(StringIO(told))}
    assert {"early", "late", "closed", "suspended"} <= outcomes


def test_a_pseudonym_is_no_name_at_the_counter(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.content
    taken = Person("anon-0123456789abcdef")
    with pytest.raises(PseudonymGiven):
        ward.receive(person=taken)
    with pytest.raises(PseudonymGiven):
        ward.correct(code, applicant=taken.applicant)
    assert ward.content == before
    assert ward.receive(person=Person("Anon-0123456789abcdef")).code != code


@WITH_AND_WITHOUT
def test_how_it_stands_now_is_what_the_events_add_up_to(office: Ward, people: Sequence[str]) -> None:
    now = ("--as-of", f"{office.now:%Y-%m-%d %H:%M:%S}")
    for name in ("csv", "jsonl"):
        assert typed(office, "export", "dossiers", "-f", name, *people) == typed(
            office, "export", "dossiers", "-f", name, *people, *now
        )


def _as_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat() + "+07:00"
        case _:
            return str(value)


@WITH_AND_WITHOUT
@pytest.mark.parametrize("moments", [(), ("--as-of", "20/8/2026"), ("--known-at", "1/9/2026")], ids=" ".join)
def test_csv_and_parquet_hold_the_same(
    office: Ward, tmp_path: Path, people: Sequence[str], moments: Sequence[str]
) -> None:
    if office.now < datetime.fromisoformat("2026-09-02T00:00:00+07:00"):
        moments = [word.replace("/8/2026", "/3/2026").replace("1/9", "1/4") for word in moments]
    types, rows = in_parquet(office, tmp_path, "dossiers", *people, *moments)
    lines = in_csv(office, "dossiers", *people, *moments)
    assert list(types) == [*lines[0], "due_is_day", "promised_is_day", "submitted_is_day"]
    told: list[dict[str, str]] = []
    for row in rows:
        days = {"due_at": row.pop("due_is_day"), "promised_due_at": row.pop("promised_is_day")}
        days |= {"submitted_at": row.pop("submitted_is_day")}
        cells = {name: _as_cell(value) for name, value in row.items()}
        told.append({name: text[:10] if days.get(name) else text for name, text in cells.items()})
    assert told == [{name: unguarded(text) for name, text in line.items()} for line in lines]
    assert len(told) > 20


@WITH_AND_WITHOUT
def test_parquet_has_types(nasty: Ward, tmp_path: Path, people: Sequence[str]) -> None:
    types, rows = in_parquet(nasty, tmp_path, "dossiers", *people)
    of = {kind: [name for name, found in types.items() if found == kind] for kind in set(types.values())}
    assert of.keys() == {"VARCHAR", "BIGINT", "BOOLEAN", "TIMESTAMP"}
    assert of["BIGINT"] == ["copies", "fee"]
    assert of["BOOLEAN"] == [
        "suspended", "calendar_provisional", "received_is_day", "resolved_is_day", "due_is_day", "promised_is_day",
        "submitted_is_day"
    ]  # fmt: skip
    assert [name for name in of["TIMESTAMP"] if not name.endswith("_at")] == []
    assert {row["code"] for row in rows if row["due_is_day"]} == {"X-1", "X-2"}
    assert {row["fee"] for row in rows} == {None}
    assert {row["outcome"] for row in rows if row["status"] == "void"} == {None}


def test_nobody_is_named_and_nothing_typed_goes_out_unless_asked_for(nasty: Ward, tmp_path: Path) -> None:
    nameless = [f for f in FORMATS if f in ("csv", "json", "jsonl")]
    for name in nameless:
        text = typed(nasty, "export", "dossiers", "-f", name)
        assert [
            told
            for told in ("Lò Văn", "0987", "Ngõ", "kin0", "thiếu bản chính", "theo chỉ đạo", "quá tải")
            if told in text
        ] == []
    types, rows = in_parquet(nasty, tmp_path, "dossiers")
    assert not types.keys() & ({c.name for c in PERSONAL} - {"applicant"} | FREE_TEXT)
    assert {row["applicant"][:5] for row in rows} == {"anon-"}
    suspended = [row for row in in_json(nasty, "dossiers") if row["suspensions"]]
    assert {key for row in suspended for each in row["suspensions"] for key in each} & {"note", "override"} == set()
    lettered = [row for row in in_json(nasty, "dossiers") if row["extensions"]]
    assert [list(each) for row in lettered for each in row["extensions"]] == [
        ["at", "letter", "due_before", "due_after"]
    ]


def test_with_personal_data_everything_goes_out(nasty: Ward) -> None:
    rows = in_jsonl(nasty, "dossiers", *PEOPLE)
    assert list(rows[0]) == [column.json_key for column in exported(with_person=True)]
    assert {text for text in KEPT if text} <= {row["applicant"] for row in rows}
    notes = {each["note"] for row in rows for each in row["suspensions"]}
    assert {"thiếu bản chính", "thiếu giấy tờ"} <= notes
    assert {each["note"] for row in rows for each in row["extensions"]} == {"quá tải"}


def test_a_person_bears_one_pseudonym(ward: Ward) -> None:
    again = SOMEONE._replace(applicant="NGUYỄN VĂN A", phone="")
    unknown = SOMEONE._replace(id_number="")
    for person in (SOMEONE, again, unknown):
        ward.receive(person=person)
    first, second, third = (row["applicant"] for row in in_csv(ward, "dossiers"))
    with reading(ward.path) as connection:
        key = pseudonyms_key(connection)
    assert first == second == pseudonym(key, SOMEONE.id_number)
    assert third == pseudonym(key, SOMEONE.applicant) != first


def test_another_file_gives_other_pseudonyms(ward: Ward, tmp_path: Path) -> None:
    other = at_the_same_hour(ward, opened(tmp_path / "other.db"))
    told = [in_csv(each, "dossiers")[0]["applicant"] for each in (ward, other) if each.receive()]
    assert told[0] != told[1]


def test_a_restored_file_gives_the_same_pseudonyms_whatever_format_it_had(tmp_path: Path) -> None:
    """The file from before a migration is put in the place of the migrated one."""
    old, before = Ward(tmp_path / "onestop.db"), tmp_path / "before.db"
    for path in (old.path, before):
        path.write_bytes(unpacked("format_4.db"))
    migrate(old.path)
    told = in_csv(old, "dossiers")
    restore(old.path, old.clock, "lan", before)
    assert in_csv(old, "dossiers") == told


def test_a_name_that_is_no_text_is_damage_and_no_interruption(ward: Ward) -> None:
    """The function that makes pseudonyms cannot be handed it; SQLite only says that the function failed."""
    ward.receive(person=Person("Nguyen Van Anh"))
    tampered(ward.path, "UPDATE personal SET fields = CAST(replace(fields, 'Anh', X'416EFF') AS TEXT)")
    with pytest.raises(StoreDamaged):
        _csv(ward, ExportRequest(), from_sql=True)


DAMAGED = {
    "dossiers": "UPDATE dossier SET statutory_unit = 'same_tay' WHERE id = 1",
    "register": "UPDATE dossier SET received_at = '2026-08-0309:00:00+07:00' WHERE id = 1",
    "events": "UPDATE event SET data = substr(data, 2) WHERE kind = 'receive'",
}


@pytest.mark.parametrize("format_name", ["json", "jsonl", "xlsx"])
@pytest.mark.parametrize("what", DAMAGED)
def test_a_row_that_cannot_be_read_is_damage(ward: Ward, tmp_path: Path, what: str, format_name: str) -> None:
    ward.receive()
    changed_outside(ward.path, "DROP TRIGGER event_no_update", "PRAGMA ignore_check_constraints = ON", DAMAGED[what])
    answer = run("--db", str(ward.path), "export", what, "-f", format_name, "-o", str(tmp_path / "out"))
    assert (answer.exit_code, (tmp_path / "out").exists()) == (14, False), answer.output


def test_a_list_that_cannot_be_read_is_damage_in_csv_too(ward: Ward, tmp_path: Path) -> None:
    ward.receive()
    damage = "UPDATE dossier SET suspensions = '[]]' WHERE id = 1"
    changed_outside(ward.path, "PRAGMA ignore_check_constraints = ON", damage)
    answer = run("--db", str(ward.path), "export", "dossiers", "-f", "csv", "-o", str(tmp_path / "out"))
    assert (answer.exit_code, (tmp_path / "out").exists()) == (14, False), answer.output


def test_a_date_that_cannot_be_read_is_damage_in_parquet_too(ward: Ward, tmp_path: Path) -> None:
    ward.receive()
    changed_outside(ward.path, "PRAGMA ignore_check_constraints = ON", DAMAGED["register"])
    answer = run("--db", str(ward.path), "export", "dossiers", "-o", str(tmp_path / "out.parquet"))
    assert (answer.exit_code, list(tmp_path.glob("*.parquet"))) == (14, []), answer.output


def test_without_its_secret_a_file_is_damaged(ward: Ward) -> None:
    tampered(ward.path, "DELETE FROM secret WHERE name = 'imports'")
    with pytest.raises(StoreDamaged), reading(ward.path) as connection:
        pseudonyms_key(connection)


def test_an_applicant_who_is_not_known_stays_empty(ward: Ward, tmp_path: Path) -> None:
    ward.imports("code,procedure_code,received_at\nX-1,9.000005,2026-08-03 08:00\n")
    assert [row["applicant"] for row in in_csv(ward, "dossiers")] == [""]
    assert [row["applicant"] for row in in_parquet(ward, tmp_path, "dossiers")[1]] == [""]


def test_what_goes_out_for_excel_comes_back(nasty: Ward, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    typed(nasty, "export", "dossiers", "--excel", *PEOPLE, "-o", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcode;procedure_code;")
    text = file.read_text("utf-8-sig")
    assert typed(nasty, "import", str(file), "--json").count('"received": 0')
    other = at_the_same_hour(nasty, Path(tmp_path / "other.db"))
    other.path.write_bytes(nasty.path.read_bytes())
    with closing(sqlite3.connect(other.path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert typed(other, "export", "dossiers", "--excel", *PEOPLE) == "\ufeff" + text


def test_since_an_event_only_what_was_recorded_after_it(copied: Ward, tmp_path: Path) -> None:
    [(last,)] = copied.ask("SELECT max(seq) FROM event")
    new = copied.receive().code
    [(old, _)] = copied.ask("SELECT code, id FROM dossier WHERE status = 'received' ORDER BY id LIMIT 1")
    copied.assign(old, "Ngô Văn Khác")
    since = ("--since", str(last))
    assert {row["code"] for row in in_csv(copied, "dossiers", *since)} == {old, new}
    assert {row["code"] for row in in_jsonl(copied, "dossiers", *since)} == {old, new}
    assert {row["code"] for row in in_parquet(copied, tmp_path, "dossiers", *since)[1]} == {old, new}
    known = (*since, "--known-at", f"{copied.now:%Y-%m-%d %H:%M:%S}")
    assert {row["code"] for row in in_csv(copied, "dossiers", *known)} == {old, new}
    before = ("--since", str(last), "--known-at", "9/9/2026")
    assert in_csv(copied, "dossiers", *before) == []


@pytest.mark.parametrize("since", ["999999", "999999999999999"])
def test_after_the_last_event_there_is_nothing(nasty: Ward, tmp_path: Path, since: str) -> None:
    assert in_json(nasty, "dossiers", "--since", since) == []
    assert typed(nasty, "export", "dossiers", "--since", since).count("\n") == 1
    assert in_parquet(nasty, tmp_path, "dossiers", "--since", since)[1] == []


@pytest.mark.parametrize("kind", ["dossiers", "events", "register", "portal"])
@pytest.mark.parametrize("since", ["x", "-1", "1.5", ""])
def test_a_seq_that_is_no_number_is_refused(nasty: Ward, kind: str, since: str) -> None:
    typed(nasty, "export", kind, "--since", since, code=2)
