"""Tables and colours on the screen, by Rich: nothing a user typed is ever interpreted, nothing cut off a terminal."""

from collections.abc import Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onestop_cli.output.console_text import visible_lines
from onestop_cli.output.pages import Grid, Line, Styled

WIDE = 4000
"""The columns of what is no terminal."""


def rendered(part: Grid | Line, *, is_terminal: bool) -> str:
    """A table or a line as text: in colour and as wide as Rich takes a terminal to be, else plain and as it gets."""
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=Console().width if is_terminal else WIDE,
        force_terminal=is_terminal,
        no_color=None if is_terminal else True,
        color_system="auto" if is_terminal else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    if isinstance(part, Grid):
        console.print(_table(part, console.width))
    else:
        line = Text()
        for text, style in part.pieces:
            line.append(visible_lines(text), style)
        line.rstrip()
        console.print(line, soft_wrap=True)
    return buffer.getvalue()


def _table(grid: Grid, screen_width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    widths = [_width([heading, *(str(row[place]) for row in grid.rows)]) for place, heading in enumerate(grid.headings)]
    taken = sum(width + 3 for place, width in enumerate(widths) if place not in grid.cut)
    for place, heading in enumerate(grid.headings):
        table.add_column(
            heading,
            min_width=widths[place] if place in grid.keep else None,
            max_width=max(16, screen_width - taken - 3 * len(grid.cut)) if place in grid.cut else None,
            justify="right" if place in grid.right else "left",
            no_wrap=place in grid.keep or place in grid.right or place in grid.cut,
            overflow="ellipsis" if place in grid.cut else "fold",
        )
    for row in grid.rows:
        table.add_row(*map(_cell, row))
    return table


def _width(texts: Sequence[str]) -> int:
    return max(len(line) for text in texts for line in text.split("\n"))


def _cell(cell: str | Styled) -> str | Text:
    return visible_lines(cell) if isinstance(cell, str) else Text(visible_lines(cell.text), style=cell.style)
