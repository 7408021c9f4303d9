"""Tables on the screen, by Rich: nothing a user typed is ever interpreted, nothing cut off a terminal."""

import sys
from collections.abc import Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onestop_cli.output.console_text import visible, visible_lines

Cellule = str | Text
WIDE = 4000


def styled(text: str, style: str) -> Text:
    """A word with a colour; its meaning never rests on that."""
    return Text(visible(text), style=style)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cellule]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    keep: Sequence[int] = (0,),
    footer: Sequence[str] | None = None,
) -> Table:
    """A table. `right` columns are numbers, `keep` columns are never wrapped (codes, dates)."""
    made = Table(
        title=visible(title) or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_footer=footer is not None,
        pad_edge=False,
        header_style="bold",
        footer_style="bold",
    )
    for place, heading in enumerate(headings):
        made.add_column(
            heading,
            footer=footer[place] if footer else "",
            justify="right" if place in right else "left",
            no_wrap=place in keep or place in right,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(visible(cell) if isinstance(cell, str) else cell for cell in row))
    return made


def rendered(*parts: Table | Text | str) -> str:
    """Tables and lines as text for stdout: in colour and as wide as the screen on a terminal, else plain."""
    tty = sys.stdout.isatty()
    buffer = StringIO()
    screen = Console(markup=False, highlight=False, emoji=False)
    console = Console(
        file=buffer,
        width=screen.width if tty else WIDE,
        force_terminal=tty,
        no_color=None if tty else True,
        color_system="auto" if tty else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
    )
    for part in parts:
        if isinstance(part, str):
            console.out(visible_lines(part), highlight=False)
        else:
            console.print(part, soft_wrap=isinstance(part, Text))
    lines = buffer.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines) if not tty else "\n".join(lines)
