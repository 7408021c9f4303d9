"""How wide a column and how high a row of a sheet must be: a program that prints without a screen does not measure."""

from collections.abc import Sequence
from functools import cache
from textwrap import wrap

from onestop_cli.output.documents import Column, Table, headings
from onestop_cli.output.figures import Cell, shown

_WIDEST = {"text": 44, "code": 28}
_LINE = 15
"""The height of a line of text, in points."""


def column_width(column: Column, values: Sequence[Cell]) -> float:
    """Wide enough for what the column holds, within reason."""
    longest = max((len(line) for value in values for line in shown(value, column.kind).split("\n")), default=0)
    heading = max((len(word) for word in column.headings[-1].split()), default=0)
    return min(max(longest + 2, heading + 2, 7), _WIDEST.get(column.kind, 20))


@cache
def n_lines(text: str, width: float) -> int:
    """The lines a text takes in a cell."""
    return sum(len(wrap(part, max(4, int(width) - 1))) or 1 for part in text.split("\n"))


def row_height(lines: int) -> float:
    """The height of a row of so many lines, as far as a program allows."""
    return min(_LINE * lines, 409)


def heading_heights(table: Table, widths: Sequence[float]) -> list[float]:
    """The height of each heading line, so that none of its words is cut."""
    heights = [float(_LINE)] * max(len(column.headings) for column in table.columns)
    for h in sorted(headings(table), key=lambda h: h.lines):
        width = sum(widths[h.column : h.column + h.columns])
        needed = _LINE * n_lines(h.words, width * 0.9)
        span = range(h.line, h.line + h.lines)
        missing = needed - sum(heights[line] for line in span)
        if missing > 0:
            heights[span[-1]] += missing
    return heights
