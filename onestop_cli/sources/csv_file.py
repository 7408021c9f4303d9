"""CSV tables from outside: UTF-8, one heading line, known columns only, every bad line named.

Rows are read one at a time, each within the bounds of `core.bounds`, so a file of any length takes the same memory,
and what never ends a line or a quotation is given up. Comma, semicolon (as a
Vietnamese Excel writes) or tab separate the cells; a byte order mark is accepted. A cell that we prefixed
with an apostrophe to keep a spreadsheet from running it is given back without the prefix.
"""

import csv
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple

from onestop_cli.core import bounds
from onestop_cli.core.guards import unguarded
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadFile, BadRows, RowProblem, UnknownFile, UnreadFile

_BLOCK = 1 << 16
TOO_MANY_ROWS = N_("it has more rows than are read of such a file")
TOO_LARGE = N_("it is larger than such a file can be")
_TOO_LONG: tuple[str, dict[str, object]] = (
    N_("a row of more than {most} bytes; is a quotation mark never closed?"), {"most": bounds.ROW},
)  # fmt: skip
_NAMED = 20
"""The wrong columns that are named."""
_OTHER_FILES = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF", b"BZh", b"\xfd7zXZ", b"SQLite format 3")
"""How workbooks, archives and other files begin that were given the name of a CSV file."""


class CsvRow(NamedTuple):
    """One line of a table: its number in the file and its cells by column, in NFC."""

    line: int
    cells: dict[str, str]


class CsvLine(NamedTuple):
    """One line of a table as it stands: its number in the file, its cells, and the columns they are of.

    A column that is passed over has no name.
    """

    line: int
    header: list[str]
    cells: list[str]

    def row(self) -> CsvRow:
        """The line as it is read."""
        return CsvRow(
            self.line, {name: _cell(cell) for name, cell in zip(self.header, self.cells, strict=True) if name}
        )


class _BadLine(Exception):
    """A line that is no text: its `RowProblem`."""


def csv_table(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    passed_over: Sequence[str] = (),
    opened: IO[bytes] | None = None,
    most_rows: int = bounds.LINES,
) -> Iterator[CsvRow | RowProblem]:
    """The rows of a CSV file one by one, or what is wrong with them; without the columns that are passed over.

    Raises as `csv_lines`.
    """
    for line in csv_lines(path, required, optional, passed_over, opened, most_rows):
        yield line.row() if isinstance(line, CsvLine) else line


def csv_lines(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    passed_over: Sequence[str] = (),
    opened: IO[bytes] | None = None,
    most_rows: int = bounds.LINES,
) -> Iterator[CsvLine | RowProblem]:
    """The lines of a CSV file one by one, their cells not yet read, or what is wrong with them.

    Where the file stops being text, or goes beyond a bound, nothing after it is read. Its bytes are those `opened`,
    where they were read before; who opened them closes them. Raises `UnknownFile`, `BadFile` for a folder, an empty
    file or one of more rows, `BadRows` for missing, unknown or repeated columns.
    """
    header: list[str] = []
    names: list[str] = []
    rows = 0
    try:
        with _opened(path) if opened is None else nullcontext(opened) as file:
            lines = _Lines(file)
            first = next(lines, "")
            delimiter = next((mark for mark in ";\t" if mark in first and "," not in first), ",")
            reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
            line = 1
            try:
                for cells in reader:
                    lines.new_row()
                    if any(cell.strip() for cell in cells):
                        rows += bool(header)
                        if rows > most_rows:
                            raise BadFile(path=path, why=TOO_MANY_ROWS)
                        if len(cells) > bounds.COLUMNS:
                            raise _BadLine(
                                RowProblem(
                                    line,
                                    N_("{found} cells; at most {most} are read"),
                                    {"found": len(cells), "most": bounds.COLUMNS},
                                )
                            )
                        if not header:
                            header = [normalised(cell) for cell in cells]
                            _check_header(path, line, header, required, optional, passed_over)
                            names = ["" if name in passed_over else name for name in header]
                        elif len(cells) != len(header):
                            values = {"found": len(cells), "wanted": len(header)}
                            yield RowProblem(line, N_("{found} cells instead of {wanted}"), values)
                        else:
                            yield CsvLine(line, names, cells)
                    line = reader.line_num + 1
            except csv.Error as problem:
                why = {"why": str(problem)}
                if "field limit" in why["why"]:
                    raise _BadLine(RowProblem(line, *_TOO_LONG)) from None
                yield RowProblem(line, N_("the quotation marks are broken ({why})"), why)
    except _BadLine as bad:
        if not header:
            raise BadRows(path=path, count=1, rows=[*bad.args]) from None
        yield bad.args[0]
    except OSError as problem:
        raise UnreadFile(path=path, why=problem.strerror or str(problem)) from None
    if not header:
        raise BadFile(path=path, why=N_("the file is empty"))


def text_of(path: Path, opened: IO[bytes] | None = None) -> str:
    """The whole text of a UTF-8 file, or of what is `opened`, without its byte order mark. Raises as `csv_table`."""
    pieces: list[str] = []
    size = 0
    try:
        with _opened(path) if opened is None else nullcontext(opened) as file:
            lines = _Lines(file)
            for line in lines:
                lines.new_row()
                size += len(line)
                if size > bounds.SMALL_FILE:
                    raise BadFile(path=path, why=TOO_LARGE)
                pieces.append(line)
            text = "".join(pieces)
    except _BadLine as bad:
        raise BadRows(path=path, count=1, rows=[*bad.args]) from None
    except OSError as problem:
        raise UnreadFile(path=path, why=problem.strerror or str(problem)) from None
    if not text.strip():
        raise BadFile(path=path, why=N_("the file is empty"))
    return text


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, read once from its beginning: it may be a pipe. What follows a NUL byte is not read.

    Raises `UnknownFile`, `BadFile`.
    """
    try:
        with _opened(path) as file:
            size = 0
            while block := file.read(_BLOCK):
                size += len(block)
                if size > bounds.FILE:
                    raise BadFile(path=path, why=TOO_LARGE)
                yield block
                if b"\0" in block:
                    return
    except OSError as problem:
        raise UnreadFile(path=path, why=problem.strerror or str(problem)) from None


def _opened(path: Path) -> IO[bytes]:
    if path.is_dir():
        raise UnreadFile(path=path, why=N_("it is a folder, not a file"))
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise UnknownFile(path=path) from None


class _Lines:
    """The lines of a file as text; `new_row` says that the one just read ended a row. Raises `_BadLine`."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._number = self._size = 0
        self._left = bounds.ROW

    def __iter__(self) -> "_Lines":
        return self

    def new_row(self) -> None:
        self._left = bounds.ROW

    def __next__(self) -> str:
        raw = self._file.readline(bounds.ROW)
        if not raw:
            raise StopIteration
        self._number += 1
        self._size += len(raw)
        if self._size > bounds.FILE:
            raise _BadLine(RowProblem(self._number, TOO_LARGE, {}))
        if self._number == 1 and raw.startswith(_OTHER_FILES):
            raise _BadLine(RowProblem(1, N_("this is another kind of file; save it as CSV, UTF-8"), {}))
        self._left -= len(raw)
        if self._left <= 0 and b"\0" not in raw:
            raise _BadLine(RowProblem(self._number, *_TOO_LONG))
        try:
            text = raw.decode("utf-8-sig" if self._number == 1 else "utf-8")
            if "\0" in text:
                raise _BadLine(RowProblem(self._number, N_("there is a NUL byte; this is not a text file"), {}))
            return text
        except UnicodeDecodeError:
            raise _BadLine(RowProblem(self._number, N_("this is not UTF-8 text; save the file as UTF-8"), {})) from None


def _cell(text: str) -> str:
    if text.isascii() and text.isprintable() and "'" not in text:
        return text.strip()
    return _read_cell(text)


@lru_cache(1024)
def _read_cell(text: str) -> str:
    """The text of a cell; what many rows say alike is read once."""
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
        raise BadRows(path=path, count=1, rows=problems[:_NAMED], more=len(problems[_NAMED:]))
