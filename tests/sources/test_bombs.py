"""Files made to exhaust: each is given up at a stated bound, in a sentence, with little memory."""

import gzip
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onestop_cli.core import bounds
from onestop_cli.errors import BadFile, BadRows, OnestopError, RowProblem
from onestop_cli.sources.csv_file import csv_table
from onestop_cli.sources.manifest import manifest_mark
from onestop_cli.sources.notices_file import read_notices
from onestop_cli.sources.procedures_file import read_procedures
from onestop_cli.sources.register_csv import RegisterRow, register_lines, row_of

LEAST = b"1.004873,2023-06-01,"
HEAD = b"procedure_code,received_at,note\n"
MEMORY = 30_000_000
NOTICES = "kind,day_off,working_day,name,decided_on,source\n"


def written(path: Path, pieces: Iterator[bytes] | list[bytes]) -> Path:
    with path.open("wb") as file:
        file.writelines(pieces)
    return path


def said(read: Callable[[], object]) -> str:
    """All that is said of a file that is refused, in how little memory it is read."""
    tracemalloc.start()
    with pytest.raises(OnestopError) as refused:
        read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (refused.value.exit_code, peak < MEMORY) == (12, True)
    return "\n".join(map(str, [*refused.value.values.get("rows", ()), refused.value]))


def register(path: Path) -> str:
    def read() -> None:
        for row in map(row_of, register_lines(path)):
            if not isinstance(row, RegisterRow):
                raise BadRows(path=path, count=1, rows=row)

    return said(read)


REGISTERS = {
    "a header of a million columns": ([b"a,"] * 1_000_000, "more than 1000000 bytes"),
    "a header of ten thousand columns": ([b"note,", b"a," * 10_000], "10002 cells; at most 200"),
    "two hundred unknown columns": ([b"note,", b",".join(b"c%d" % n for n in range(199))], "unknown column “c0”"),
    "one line of 50 MB": ([b"x" * 1000] * 50_000, "more than 1000000 bytes"),
    "a cell of 20 MB": ([HEAD, LEAST, *[b"x" * 1000] * 20_000, b"\n"], "more than 1000000 bytes"),
    "a cell beyond the reader's own bound": ([HEAD, LEAST, b"x" * 200_000, b"\n"], "more than 1000000"),
    "a quotation never closed": ([HEAD, b'1.004873,2023-06-01,"\n', *[b"1,2,3\n"] * 500_000], "more than 1000000"),
    "nothing but NUL": ([b"\0" * 1000] * 10_000, "NUL"),
    "NUL lines": ([HEAD, b"\0\n"], "NUL"),
    "UTF-16": ([HEAD.decode().encode("utf-16")], "not UTF-8"),
    "a gzip": ([gzip.compress(HEAD)], "another kind of file"),
    "a workbook": ([b"PK\x03\x04 and so on"], "another kind of file"),
    "commas only": ([HEAD, b"1," * 400_000], "400001 cells; at most 200"),
    "a list a hundred thousand deep": (
        [b"procedure_code,received_at,suspensions\n", LEAST, b"[" * 90_000, b"\n"], "JSON list"
    ),
    "a number of five thousand digits": (
        [b"procedure_code,received_at,suspensions\n", b"1.004873,2023-06-01 09:00,", b"9" * 5000, b"\n"], "JSON list"
    ),
    "a number in a column of counts": ([b"procedure_code,received_at,copies\n", LEAST, b"9" * 5000], "copies"),
}  # fmt: skip


@pytest.mark.parametrize(("pieces", "why"), REGISTERS.values(), ids=REGISTERS)
def test_a_register_stops_at_a_bound(tmp_path: Path, pieces: list[bytes], why: str) -> None:
    told = register(written(tmp_path / "so.csv", pieces))
    assert why in told
    assert len(told) < 50_000


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/full"])
def test_a_device_is_no_register(device: str) -> None:
    assert register(Path(device))


def test_rows_beyond_the_bound_are_refused(tmp_path: Path) -> None:
    file = written(tmp_path / "t.csv", [b"code\n", *[b"1\n"] * 11])
    assert sum(1 for _ in csv_table(file, ("code",), most_rows=11)) == 11
    with pytest.raises(BadFile, match="more rows"):
        list(csv_table(file, ("code",), most_rows=10))


def test_bytes_beyond_the_bound_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FILE", 1000)
    file = written(tmp_path / "t.csv", [b"code\n", *[b"1\n"] * 1000])
    *rows, last = csv_table(file, ("code",))
    assert (len(rows), str(last)) == (497, "it is larger than such a file can be")


@pytest.mark.parametrize("line", [b"x\n", b"a,b,c,d,e,f\n", b"day_off,,,,,\n"])
def test_a_file_of_notices_stops_at_its_rows(tmp_path: Path, line: bytes) -> None:
    file = written(tmp_path / "n.csv", [NOTICES.encode(), *[line] * (bounds.LINES + 10)])
    assert "more rows" in said(lambda: read_notices(file))


def test_a_catalogue_stops_at_its_rows(tmp_path: Path) -> None:
    head = b"code,name,field,statutory_amount,statutory_unit,committed_amount,committed_unit,valid_from\n"
    file = written(tmp_path / "p.csv", [head, *[b"x\n"] * (bounds.LINES + 10)])
    assert "more rows" in said(lambda: read_procedures(file))


def test_bad_rows_are_named_up_to_a_bound_and_counted_beyond() -> None:
    rows = [RowProblem(line, "x", {}) for line in range(5000)]
    problem = BadRows(path=Path("x"), count=5000, rows=rows)
    assert (len(problem.values["rows"]), problem.values["more"], problem.values["count"]) == (1000, 4000, 5000)


ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{}END:VCALENDAR\n"
EVENT = "BEGIN:VEVENT\nUID:a\nSUMMARY:Tet\nDTSTART;VALUE=DATE:20260102\n{}END:VEVENT\n"
CALENDARS = {
    "components within components": "BEGIN:VEVENT\n" * 100_000,
    "a thousand components within components": "BEGIN:VEVENT\n" * 1000,
    "lines without end": "X-A:b\n" * 300_000,
    "a line folded a million times": EVENT.format("DESCRIPTION:x\n" + " x\n" * 300_000 + "RRULE:FREQ=DAILY\n"),
    "a rule for ever": EVENT.format("RRULE:FREQ=SECONDLY;INTERVAL=1;COUNT=999999999\n"),
    "an event of a million days": EVENT.format("DTEND;VALUE=DATE:99991231\n"),
    "a duration beyond time": EVENT.format("DURATION:P999999999999D\n"),
    "a name beyond the bound": EVENT.replace("Tet", "T" * 251).format(""),
    "a source beyond the bound": EVENT.replace("UID:a", "UID:" + "a" * 1001).format(""),
    "larger than the bound": "X-A:" + "b" * 900_000 + ("\nX-A:" + "b" * 900_000) * 12,
}


@pytest.mark.parametrize("inner", CALENDARS.values(), ids=CALENDARS)
def test_a_calendar_stops_at_a_bound(tmp_path: Path, inner: str) -> None:
    file = tmp_path / "n.ics"
    file.write_text(ICS.replace("{}", inner), "utf-8")
    with pytest.raises(BadFile) as refused:
        read_notices(file)
    assert len("".join(map(str, [*refused.value.values.get("rows", ()), refused.value]))) < 5000


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"head":{"seq":' + "9" * 5000 + "}}", "null", '{"head":' * 90_000, "\0", "é" * 100]
)
def test_a_manifest_that_is_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(content.encode("latin-1") if content.startswith("é") else content.encode())
    assert "no manifest" in said(lambda: manifest_mark(file))


def test_a_manifest_of_a_device_is_none() -> None:
    with pytest.raises(BadFile):
        manifest_mark(Path("/dev/zero"))


def test_a_long_list_of_a_row_is_read(tmp_path: Path) -> None:
    """As long as it may be: what a bound refuses is no register."""
    note = "x" * 900
    told = json.dumps([{"from": "2023-06-01 10:00", "reason": "supplement", "note": note}] * 90).replace('"', '""')
    file = tmp_path / "so.csv"
    file.write_text(f'procedure_code,received_at,suspensions\n1.004873,2023-06-01 09:00,"{told}"\n', "utf-8")
    [row] = map(row_of, register_lines(file))
    assert isinstance(row, RegisterRow)
    assert file.stat().st_size > 80_000
