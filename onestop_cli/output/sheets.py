"""Rows as a workbook of one sheet, streamed: memory does not grow with them. Needs the extra `xlsx`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from onestop_cli.errors import TooManyRows
from onestop_cli.output.drafts import drafts
from onestop_cli.output.figures import number
from onestop_cli.output.records import Flat, Record, flat
from onestop_cli.output.rows import Typed, pieces_of
from onestop_cli.output.workbooks import MADE, MOST_ROWS, OPTIONS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""The characters a cell holds; a longer text goes on in cells after the last column."""
_WIDTHS = {"moment": 17, "count": 9, "flag": 9}


def sheet_pieces(
    typed: Typed, headings: Sequence[str], lines: Callable[[], Iterable[Record]], folder: Path | None
) -> Iterator[bytes]:
    """The workbook, piece by piece; what it is made of lies in the folder meanwhile.

    Raises `TooManyRows`, before anything is written where the number is known.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    _must_fit(typed.size or 0)
    with drafts(folder) as made:
        file = Path(made, "sheet.xlsx")
        workbook = Workbook(str(file), {**OPTIONS, "constant_memory": True, "tmpdir": str(made)})
        workbook.set_properties({"author": "onestop", "created": MADE})
        days, moments = (workbook.add_format({"num_format": f}) for f in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
        sheet = workbook.add_worksheet()
        kinds = {column.name: column.kind for column in typed.columns}
        for place, name in enumerate(headings):
            sheet.set_column(place, place, _WIDTHS.get(kinds[name], 20))
            sheet.write_string(0, place, name, workbook.add_format({"bold": True}) if not place else None)
        sheet.freeze_panes(1, 0)
        try:
            for row, record in zip(count(1), lines(), strict=False):
                _must_fit(row)
                _write_row(partial(_write, sheet, days, moments), row, [(flat(record[n]), kinds[n]) for n in headings])
        except BaseException:
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()
            raise
        try:
            workbook.close()
        except FileCreateError as problem:
            raise problem.args[0] from problem
        yield from pieces_of(file)


def _must_fit(rows: int) -> None:
    if rows >= MOST_ROWS:
        raise TooManyRows(most=number(MOST_ROWS), found=number(rows + 1))


def _write_row(write: Callable[[int, int, Flat, str], None], row: int, cells: Sequence[tuple[Flat, str]]) -> None:
    """The cells of a row; what is longer than a cell goes on behind the last column."""
    rest: list[str] = []
    for place, (value, kind) in enumerate(cells):
        if isinstance(value, str) and len(value) > LONGEST:
            rest += [value[start : start + LONGEST] for start in range(LONGEST, len(value), LONGEST)]
            value = value[:LONGEST]
        write(row, place, value, kind)
    for place, text in enumerate(rest, len(cells)):
        write(row, place, text, "text")


def _write(
    sheet: "Worksheet",
    days: "Format",
    moments: "Format",
    row: int,
    place: int,
    value: Flat,
    kind: str,
) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, place, value)
        case int() | float():
            sheet.write_number(row, place, value)
        case str() if kind == "moment" and len(value) == len("2026-11-27"):
            sheet.write_datetime(row, place, datetime.fromisoformat(value), days)
        case str() if kind == "moment":
            sheet.write_datetime(row, place, datetime.fromisoformat(value).replace(tzinfo=None), moments)
        case str():
            sheet.write_string(row, place, value)
