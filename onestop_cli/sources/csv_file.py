"""CSV tables from outside: UTF-8, one heading line, known columns only, every bad line named.

Lines are read one at a time, so a file of any length takes the same memory. Comma, semicolon (as a
Vietnamese Excel writes) or tab separate the cells; a byte order mark is accepted. A cell that we prefixed
with an apostrophe to keep a spreadsheet from running it is given back without the prefix.
"""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from onestop_cli.core.guards import unguarded
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadFile, BadRows, RowProblem, UnknownFile


class CsvRow(NamedTuple):
    """One line of a table: its number in the file and its cells by column, in NFC."""

    line: int
    cells: dict[str, str]


class _BadLine(Exception):
    """A line that is no text: its `RowProblem`."""


def csv_table(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), passed_over: Sequence[str] = ()
) -> Iterator[CsvRow | RowProblem]:
    """The rows of a CSV file one by one, or what is wrong with them; without the columns that are passed over.

    Where the file stops being text nothing after it is read. Raises `UnknownFile`, `BadFile` for a folder or
    an empty file, `BadRows` for missing, unknown or repeated columns.
    """
    header: list[str] = []
    try:
        with _opened(path) as file:
            lines = _text_lines(file)
            first = next(lines, "")
            delimiter = next((mark for mark in ";\t" if mark in first and "," not in first), ",")
            reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
            line = 1
            try:
                for cells in reader:
                    if any(cell.strip() for cell in cells):
                        if not header:
                            header = [normalised(cell) for cell in cells]
                            _check_header(path, line, header, required, optional, passed_over)
                        elif len(cells) != len(header):
                            values = {"found": len(cells), "wanted": len(header)}
                            yield RowProblem(line, N_("{found} cells instead of {wanted}"), values)
                        else:
                            told = zip(header, map(_cell, cells), strict=True)
                            yield CsvRow(line, {name: text for name, text in told if name not in passed_over})
                    line = reader.line_num + 1
            except csv.Error as problem:
                yield RowProblem(line, N_("the quotation marks are broken ({why})"), {"why": str(problem)})
    except _BadLine as bad:
        if not header:
            raise BadRows(path=path, count=1, rows=[*bad.args]) from None
        yield bad.args[0]
    except OSError as problem:
        raise BadFile(path=path, why=problem.strerror or str(problem)) from None
    if not header:
        raise BadFile(path=path, why=N_("the file is empty"))


def text_of(path: Path) -> str:
    """The whole text of a UTF-8 file without its byte order mark. Raises as `csv_table`."""
    try:
        with _opened(path) as file:
            text = "".join(_text_lines(file))
    except _BadLine as bad:
        raise BadRows(path=path, count=1, rows=[*bad.args]) from None
    except OSError as problem:
        raise BadFile(path=path, why=problem.strerror or str(problem)) from None
    if not text.strip():
        raise BadFile(path=path, why=N_("the file is empty"))
    return text


def _opened(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise BadFile(path=path, why=N_("it is a folder, not a file"))
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UnknownFile(path=path) from None


def _text_lines(file: Iterator[bytes]) -> Iterator[str]:
    for number, raw in enumerate(file, 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise _BadLine(RowProblem(number, N_("this is not UTF-8 text; save the file as UTF-8"), {})) from None
        if "\0" in text:
            raise _BadLine(RowProblem(number, N_("there is a NUL byte; this is not a text file"), {}))
        yield text


def _cell(text: str) -> str:
    return normalised(unguarded(text))


def _check_header(
    path: Path,
    line: int,
    header: list[str],
    required: Sequence[str],
    optional: Sequence[str],
    passed_over: Sequence[str],
) -> None:
    """Refuse a table with a column missing, unknown or repeated."""
    known = [*required, *optional]
    if not set(known) & set(header):
        sentence = N_("the first line does not name the columns; needed: {columns}")
        raise BadRows(path=path, count=1, rows=[RowProblem(line, sentence, {"columns": ", ".join(required)})])
    columns = ", ".join(known)
    wrong = {
        N_("column “{column}” is missing; columns: {columns}"): [name for name in required if name not in header],
        N_("unknown column “{column}”; columns: {columns}"): [
            n for n in dict.fromkeys(header) if n not in (*known, *passed_over)
        ],
        N_("column “{column}” stands there twice"): [name for name in (*known, *passed_over) if header.count(name) > 1],
    }
    problems = [
        RowProblem(line, sentence, {"column": name, "columns": columns})
        for sentence, names in wrong.items()
        for name in names
    ]
    if problems:
        raise BadRows(path=path, count=1, rows=problems)
