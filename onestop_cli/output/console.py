"""Tables on the screen, by Rich: nothing a user typed is ever interpreted, nothing cut off a terminal."""

from collections.abc import Sequence
from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from onestop_cli.output.console_text import broken, is_for_a_screen, visible_lines

Cellule = str | Text
WIDE = 4000


def styled(text: str, style: str) -> Text:
    """A word with a colour; its meaning never rests on that."""
    return Text(visible_lines(text), style=style)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cellule]],
    *,
    right: Sequence[int] = (),
    keep: Sequence[int] = (0,),
    cut: Sequence[int] = (),
) -> Table:
    """A table. `right` columns are numbers, `keep` columns are never wrapped (codes, dates), `cut` columns end
    where the screen does."""
    made = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        header_style="bold",
    )
    widths = [
        max(len(line) for text in (heading, *(str(row[place]) for row in rows)) for line in text.split("\n"))
        for place, heading in enumerate(headings)
    ]
    taken = sum(width + 3 for place, width in enumerate(widths) if place not in cut)
    for place, heading in enumerate(headings):
        made.add_column(
            heading,
            min_width=widths[place] if place in keep else None,
            max_width=max(16, screen_width() - taken - 3 * len(cut)) if place in cut else None,
            justify="right" if place in right else "left",
            no_wrap=place in keep or place in right or place in cut,
            overflow="ellipsis" if place in cut else "fold",
        )
    for row in rows:
        made.add_row(*(visible_lines(cell) if isinstance(cell, str) else cell for cell in row))
    return made


def screen_width() -> int:
    """How wide the output may be: the screen on a terminal, else as wide as it gets."""
    return Console().width if is_for_a_screen() else WIDE


def rendered(*parts: Table | Text | str) -> str:
    """Tables and lines as text for stdout: in colour and as wide as the screen on a terminal, else plain."""
    tty = is_for_a_screen()
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=screen_width(),
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
            for line in visible_lines(part).split("\n"):
                hang = len(line) - len(line.lstrip()) + 2
                console.out("\n".join(broken(line, hang)), highlight=False)
        else:
            console.print(part, soft_wrap=isinstance(part, Text))
    lines = buffer.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines) if not tty else "\n".join(lines)
