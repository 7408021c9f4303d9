"""A register's rows: what each says, and everything that is wrong with it."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from onestop_cli.core.columns import PUBLIC
from onestop_cli.core.dossier import Person
from onestop_cli.errors import BadRows
from onestop_cli.sources.register_csv import OF_ONE_FILE, REQUIRED, RegisterRow, register_lines, row_of
from tests.core.written import at

LEAST = {"procedure_code": "1.004873", "received_at": "27/7/2026 09:00"}


def read(tmp_path: Path, cells: dict[str, str]) -> RegisterRow | list[str]:
    file = tmp_path / "so.csv"
    values = ('"' + value.replace('"', '""') + '"' for value in cells.values())
    file.write_text(f"{','.join(cells)}\n{','.join(values)}\n", encoding="utf-8")
    [found] = map(row_of, register_lines(file))
    return found if isinstance(found, RegisterRow) else [str(problem) for problem in found]


def row(tmp_path: Path, **cells: str) -> RegisterRow:
    found = read(tmp_path, LEAST | cells)
    assert isinstance(found, RegisterRow), found
    return found


def refusals(tmp_path: Path, **cells: str) -> list[str]:
    found = read(tmp_path, LEAST | cells)
    assert isinstance(found, list)
    return found


def test_a_row_may_say_very_little(tmp_path: Path) -> None:
    found = row(tmp_path)
    assert (found.code, found.result) == (None, "")
    nothing = {"officer": "", "note": "", "receiving_unit": "", "fee_paid": "", "fee_waived": ""}
    nothing |= {"applicant_kind": "person", "result_by": "direct"}
    assert found.typed == {"channel": "direct", "copies": 1, "fee": None, **nothing}
    assert (found.submitted, found.case, found.agreed) == (None, "", None)
    assert found.received.instant == at("27/7/2026 09:00")


@pytest.mark.parametrize(
    ("cells", "name", "value"),
    [
        ({"code": "X-1"}, "code", "X-1"),
        ({"channel": "online"}, "channel", "online"),
        ({"copies": "3"}, "copies", 3),
        ({"fee": "0"}, "fee", 0),
        ({"fee": "999999999999"}, "fee", 999_999_999_999),
        ({"resolved_at": "28/7/2026"}, "result", "approved"),
        ({"resolved_at": "28/7/2026", "result": "refused", "note": "vì"}, "result", "refused"),
        ({"due_at": "2026-08-05"}, "is_foreign", True),
        ({"due_at": "2026-08-05", "due_source": "foreign"}, "is_foreign", True),
        ({"due_at": "2026-08-05", "due_source": "engine"}, "is_foreign", False),
        ({"due_source": "engine"}, "is_foreign", False),
        ({"applicant": "A", "email": "b@c"}, "person", Person("A", email="b@c")),
        ({"suspensions": "[]", "extensions": ""}, "suspensions", ()),
        ({"closed_at": "28/7/2026", "status": "stopped", "note": "vì"}, "status", "stopped"),
    ],
)
def test_what_a_row_says(tmp_path: Path, cells: dict[str, str], name: str, value: Any) -> None:
    found = row(tmp_path, **cells)
    assert {**found.typed, **found._asdict(), "is_foreign": found.is_foreign}[name] == value


def test_a_suspension_of_a_row(tmp_path: Path) -> None:
    text = '[{"from": "28/7/2026 10:00", "to": null, "reason": "supplement", "note": "thiếu giấy"}]'
    [found] = row(tmp_path, suspensions=text).suspensions
    assert (found.start.instant, found.end, found.reason, found.policy, found.note) == (
        at("28/7/2026 10:00"), None, "supplement", "continue", "thiếu giấy",
    )  # fmt: skip


def test_a_letter_of_a_row(tmp_path: Path) -> None:
    text = '[{"at": "28/7/2026", "letter": "12/XL", "due_after": "2026-08-12T17:30:00+07:00"}]'
    [found] = row(tmp_path, extensions=text).letters
    assert (found.at.on, found.letter, found.new) == (date(2026, 7, 28), "12/XL", date(2026, 8, 12))


def test_our_own_instants_are_read_to_the_second(tmp_path: Path) -> None:
    found = row(tmp_path, received_at="2026-07-27T09:15:30+07:00").received
    assert (found.on, found.at) == (date(2026, 7, 27), time(9, 15, 30))


@pytest.mark.parametrize("column", REQUIRED)
def test_what_a_row_must_say(tmp_path: Path, column: str) -> None:
    assert refusals(tmp_path, **{column: ""}) == [f"{column} is empty"]


@pytest.mark.parametrize("column", REQUIRED)
def test_a_register_without_a_needed_column_is_refused(tmp_path: Path, column: str) -> None:
    with pytest.raises(BadRows):
        read(tmp_path, {name: value for name, value in LEAST.items() if name != column})


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"received_at": "2026-02-30"}, "does not exist"),
        ({"received_at": "2026-02-30T09:00:00+07:00"}, "does not exist"),
        ({"received_at": "hôm nay"}, "not a date"),
        ({"received_at": "2026-07-27T091500.5+07:00"}, "not a date"),
        ({"received_at": "2026-W31-1T09:15:00+07:00"}, "not a date"),
        ({"received_at": "2026-07-27T09:15:00+00:00"}, "not a date"),
        ({"channel": "fax"}, "channel: “…” is not accepted"),
        ({"due_source": "x"}, "due_source"),
        ({"delivery_method": "x"}, "delivery_method"),
        ({"copies": "0"}, "copies: “0” is not a whole number from 1 to 100000"),
        ({"copies": "-1"}, "copies"),
        ({"copies": "1.5"}, "copies"),
        ({"copies": "１"}, "copies"),
        ({"fee": "1e3"}, "fee"),
        ({"fee": "9999999999999"}, "fee"),
        ({"result": "approved"}, "no resolved_at"),
        ({"result": "maybe", "resolved_at": "28/7/2026"}, "result"),
        ({"delivered_at": "28/7/2026"}, "no resolved_at"),
        ({"result": "refused", "resolved_at": "28/7/2026"}, "written reason"),
        ({"closed_at": "28/7/2026", "note": "vì"}, "needs the status withdrawn or stopped"),
        ({"closed_at": "28/7/2026", "status": "withdrawn"}, "its reason in note"),
        (
            {"closed_at": "28/7/2026", "status": "withdrawn", "note": "a", "resolved_at": "28/7/2026"},
            "both a closed_at",
        ),
        ({"status": "withdrawn"}, "there is no closed_at"),
        ({"status": "x"}, "status: “x” is not accepted"),
        ({"suspensions": "[{}]"}, "not a JSON list of objects with from, reason"),
        ({"suspensions": "[1]"}, "not a JSON list"),
        ({"suspensions": '{"from": "28/7/2026"}'}, "not a JSON list"),
        ({"suspensions": "từ 28/7"}, "not a JSON list"),
        ({"suspensions": '[{"from": "28/7/2026", "reason": "mưa"}]'}, "suspensions.reason: “…” is not accepted"),
        ({"suspensions": '[{"from": "31/2/2026", "reason": "supplement"}]'}, "does not exist"),
        (
            {"suspensions": r'[{"from": "2026-07-28T09:Z\u0000:00+07:00", "reason": "supplement"}]'},
            "suspensions.from: “…” is not a date",
        ),
        ({"suspensions": '[{"from": "28/7/2026", "reason": "supplement", "policy": "x"}]'}, "suspensions.policy: “x”"),
        ({"extensions": '[{"at": "28/7/2026"}]'}, "not a JSON list of objects with at, letter, due_after"),
        ({"extensions": '[{"at": "28/7/2026", "letter": "1", "due_after": "mai"}]'}, "not a date"),
    ],
)
def test_a_row_that_is_wrong_is_refused(tmp_path: Path, cells: dict[str, str], said: str) -> None:
    assert said in " ".join(refusals(tmp_path, **cells))


def test_everything_wrong_with_a_row_is_said(tmp_path: Path) -> None:
    assert len(refusals(tmp_path, channel="fax", copies="x", delivered_at="28/7/2026")) == 3


def test_every_column_of_one_file_is_passed_over(tmp_path: Path) -> None:
    """Those that are real columns too, whatever stands in them and however long it is."""
    assert {column.json_key for column in PUBLIC if column.is_of_one_file} <= set(OF_ONE_FILE)
    found = row(tmp_path, **dict.fromkeys(OF_ONE_FILE, "9:" + "x" * 2000))
    assert set(found.cells) == set(LEAST)
