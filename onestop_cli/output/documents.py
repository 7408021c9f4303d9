"""A report as a document: tables, charts, the sums that hold, the terms, and the dossiers behind each figure.

Values only, in the language spoken; `output.markdown`, `output.html` and `output.workbooks` draw the same document.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from onestop_cli.output.figures import Cell

Figures = Mapping[str, tuple[str, list[int]]]
"""Named figures: the title of each and the places of its dossiers in the list of dossiers."""


class Brief(NamedTuple):
    """How a column stands in the brief form of its table: its heading there, and what it holds."""

    heading: str
    kind: str = "text"


class Column(NamedTuple):
    """A column: its headings from the top level down, what it holds, and its number on an official form.

    `kind` is `text`, `code` (text that looks like a number), `count`, `percent` (a rate of 0 to 1), `days`,
    `half_days`, `points` or `moment`. Where any column of a table has a brief form, the others do not stand in it.
    """

    headings: tuple[str, ...]
    kind: str = "text"
    number: str = ""
    brief: Brief | None = None
    is_never_struck: bool = False
    """Of a line that is struck out it says what became of it."""


def columns(kind: str, *headings: str) -> list[Column]:
    """Columns of one kind under one heading each."""
    return [Column((heading,), kind) for heading in headings]


class Table(NamedTuple):
    """One table. `name` is short enough for a sheet; the last row is the total where `has_total`.

    `figures` names, cell by cell, the figure whose dossiers can be looked at; empty where there are none. `struck` are
    the places of the rows that are struck out.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    has_total: bool = False
    figures: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    brief_title: str = ""
    struck: frozenset[int] = frozenset()

    def is_struck(self, row: int, column: int) -> bool:
        """Whether a cell is struck out."""
        return row in self.struck and not self.columns[column].is_never_struck

    def figure(self, row: int, column: int) -> str:
        """The name of the figure in a cell."""
        return self.figures[row][column] if self.figures else ""


class Series(NamedTuple):
    """One series of a chart: its name and the column of the table it is read from."""

    name: str
    column: int


class Chart(NamedTuple):
    """A chart of some columns of a table, over all its rows but the total.

    `kind` is `columns` (side by side), `shares` (parts of the whole) or `bars` (the same, lying).
    """

    title: str
    kind: str
    table: int
    category: int
    series: Sequence[Series]


class Document(NamedTuple):
    """A report. The dossiers behind its `figures` are listed in `dossiers`.

    `is_named_by_lines` where the lines say already what it is, so that the brief form has no title.
    """

    title: str
    lines: Sequence[str]
    tables: Sequence[Table]
    charts: Sequence[Chart] = ()
    checks: Sequence[str] = ()
    glossary: Sequence[tuple[str, str]] = ()
    dossiers: Table | None = None
    figures: Figures = MappingProxyType({})
    top: tuple[str, str] = ("", "")
    """What stands at the left and the right above the title of an official form."""
    is_named_by_lines: bool = False
    signature: Sequence[str] = ()
    """The lines of whoever signs it, the name last; none where nobody is set to."""


class Heading(NamedTuple):
    """One heading cell: its place, how many columns and lines it covers, and its words."""

    line: int
    column: int
    columns: int
    lines: int
    words: str


def headings(table: Table) -> Iterator[Heading]:
    """The heading cells of a table: equal neighbours of an upper level become one, a short column reaches down."""
    depth = max(len(column.headings) for column in table.columns)
    for line in range(depth):
        place = 0
        while place < len(table.columns):
            names = table.columns[place].headings
            if line >= len(names):
                place += 1
                continue
            is_last = line == len(names) - 1
            width = 1
            while not is_last and _shares(table, place, place + width, line):
                width += 1
            yield Heading(line, place, width, depth - line if is_last else 1, names[line])
            place += width


def _shares(table: Table, place: int, other: int, line: int) -> bool:
    """Whether another column stands under the same heading down to a level."""
    if other >= len(table.columns):
        return False
    names = table.columns[other].headings
    return len(names) > line + 1 and names[: line + 1] == table.columns[place].headings[: line + 1]
