"""A document as Markdown: its lines as a list, its tables with their notes, the sums that hold.

Brief: without charts, terms and the dossiers behind a figure, and of a table that says which columns belong to the
brief form only those. Nothing that was typed is taken as Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from onestop_cli.core.text import visible
from onestop_cli.output.cells import cell
from onestop_cli.output.documents import Column, Document, Table
from onestop_cli.output.figures import Cell, shown
from onestop_cli.output.records import Record

_BLOCK = re.compile(r"^(\d{0,9})([#+=.)-])(?=\s|[#=-]|$)")
"""What would begin a heading, a list or a line of its own at the head of a text."""
_LINK = re.compile(r"(?i)(https?|ftp|www|(?<=\w))(://|(?<=www)\.|@(?=\w))")
"""What some readers make a link of by itself."""


def markdown_text(document: Document) -> str:
    """The document as text."""
    corners = [line for text in document.top for line in text.split("\n")]
    title = "" if document.is_named_by_lines else document.title
    blocks = [_list([*corners, title, *document.lines])]
    for table in document.tables:
        words = table.brief_title or table.title
        blocks += [f"### {_escaped(words)}\n" if words and words != title else "", _table(table), _list(table.notes)]
    return "\n".join(block for block in [*blocks, _list(document.checks), _list(document.signature)] if block)


def markdown_lines(records: Iterable[Record], headings: Sequence[str]) -> Iterator[str]:
    """Records that are too many to be held together as one table, a line a record."""
    yield f"{_line(headings)}\n|{' --- |' * len(headings)}\n"
    for record in records:
        yield _line([_escaped(cell(record[name])) for name in headings]) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {_escaped(line)}\n" for line in lines if line)


def _table(table: Table) -> str:
    places = [place for place, column in enumerate(table.columns) if column.brief]
    places = places or range(len(table.columns))
    rows = ([_text(table, number, place) for place in places] for number in range(len(table.rows)))
    rule = "|" + " --- |" * len(places)
    return "\n".join([_line([_heading(table.columns[place]) for place in places]), rule, *map(_line, rows)]) + "\n"


def _text(table: Table, row: int, place: int) -> str:
    text = _escaped(_cell(table.rows[row][place], table.columns[place]))
    return f"~~{text}~~" if text and table.is_struck(row, place) else text


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(column: Column) -> str:
    """The lowest of a column's headings; a numbered column of a form says all of them."""
    if column.brief:
        return column.brief.heading
    return f"{column.number} {' – '.join(column.headings)}" if column.number else column.headings[-1]


def _cell(value: Cell, column: Column) -> str:
    return shown(value, column.brief.kind if column.brief else column.kind)


def _escaped(text: str) -> str:
    """Text on one line in which nothing is Markdown."""
    text = visible(" ".join(text.split()))
    for mark in "\\|<>*_`[]~&":
        text = text.replace(mark, "\\" + mark)
    return _LINK.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", text))
