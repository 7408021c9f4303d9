"""Tables and colours on the screen, by Rich: nothing a user typed is ever interpreted, nothing cut where there is room.

A console that lacks letters and lines gets what `output.stream` has for them, before anything is measured.
"""

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onestop_cli.output.console_text import cut, longest, visible_lines
from onestop_cli.output.pages import Grid, Line, Screen, Styled
from onestop_cli.output.stream import as_taken

WIDE = 4000
"""The columns of what is no terminal."""
_ASCII_HEAD = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
"""`SIMPLE_HEAD` without letters for its line."""


def rendered(part: Grid | Line, screen: Screen) -> str:
    """A table or a line as text: as wide as the screen at most, and coloured on a terminal only."""
    buffer, is_terminal = StringIO(), screen.is_terminal
    console = Console(
        file=buffer,
        width=screen.width or WIDE,
        force_terminal=is_terminal,
        no_color=None if is_terminal else True,
        color_system="auto" if is_terminal else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    if isinstance(part, Grid):
        console.print(_table(part, console.width, is_ascii=screen.is_ascii))
    else:
        line = Text()
        for text, style in part.pieces:
            line.append(_shown(text, is_ascii=screen.is_ascii), style)
        line.rstrip()
        console.print(line, soft_wrap=True)
    return buffer.getvalue()


def _table(grid: Grid, screen_width: int, *, is_ascii: bool) -> Table:
    table = Table(box=_ASCII_HEAD if is_ascii else box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    headings = [_shown(heading, is_ascii=is_ascii) for heading in grid.headings]
    rows = [[_cell(cell, is_ascii=is_ascii) for cell in row] for row in grid.rows]
    widths = [longest([heading, *(str(row[place]) for row in rows)]) for place, heading in enumerate(headings)]
    taken = sum(width + 3 for place, width in enumerate(widths) if place not in grid.cut)
    ending = _shown("…", is_ascii=is_ascii)
    room = max(16, screen_width - taken - 3 * len(grid.cut))
    for place, heading in enumerate(headings):
        table.add_column(
            heading,
            min_width=widths[place] if place in grid.keep else None,
            max_width=room if place in grid.cut else None,
            justify="right" if place in grid.right else "left",
            no_wrap=place in grid.keep or place in grid.right or place in grid.cut,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(_cut(cell, room, ending) if place in grid.cut else cell for place, cell in enumerate(row)))
    return table


def _shown(text: str, *, is_ascii: bool) -> str:
    shown = visible_lines(text)
    return as_taken(shown) if is_ascii else shown


def _cell(cell: str | Styled, *, is_ascii: bool) -> str | Text:
    if isinstance(cell, str):
        return _shown(cell, is_ascii=is_ascii)
    return Text(_shown(cell.text, is_ascii=is_ascii), style=cell.style)


def _cut(cell: str | Text, room: int, ending: str) -> str | Text:
    lines = "\n".join(cut(line, room, ending) for line in str(cell).split("\n"))
    return lines if isinstance(cell, str) else Text(lines, style=cell.style)
