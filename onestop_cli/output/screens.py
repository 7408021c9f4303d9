"""Drawing a page for the screen there is: the one place that knows what stdout is.

On a terminal nothing is wider than it; in a file or a pipe nothing is broken, cut or coloured. No terminal escape
reaches either. Tables and colours are drawn by `output.console`, which loads Rich.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from onestop_cli.core.text import visible
from onestop_cli.output.console_text import broken, fact_lines, visible_lines
from onestop_cli.output.pages import FILE, Facts, Grid, Line, Lines, Page, Part, Screen, Styled
from onestop_cli.output.stream import as_taken, is_utf8

_MOST_COLUMNS = 10_000


def screen(target: Path | None) -> Screen:
    """The file named, else what stdout is."""
    if target is not None:
        return FILE if target.exists() and not target.is_file() else FILE._replace(folder=target.parent)
    if not sys.stdout.isatty():
        return Screen(_asked_columns(), not is_utf8(), is_pipe=True)
    from shutil import get_terminal_size

    return Screen(get_terminal_size().columns, not is_utf8())


def overflows(text: str) -> bool:
    """Whether a drawn page takes more lines than the terminal has, but for the one of the next command."""
    from re import sub
    from shutil import get_terminal_size

    columns, lines = get_terminal_size()
    if text.count("\n") >= lines:
        return True
    lengths = (len(sub(r"\x1b\[[0-9;]*m", "", line)) for line in text.split("\n")[:-1])
    return sum(max(1, -(-length // columns)) for length in lengths) >= lines


def _asked_columns() -> int | None:
    """The columns that COLUMNS asks for of what is no terminal; None without it, or where it says no number."""
    text = os.environ.get("COLUMNS", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < _MOST_COLUMNS else None


def drawn(page: Page, screen: Screen) -> str:
    """The page as text for a screen."""
    text = "".join(_drawn(part, screen) for part in page)
    return text if screen.is_terminal else "\n".join(line.rstrip() for line in text.split("\n"))


def _drawn(part: Part, screen: Screen) -> str:
    match part:
        case str():
            lines = _taken(visible_lines(part), screen).split("\n")
            return _text(piece for line in lines for piece in broken(line, screen.width, _indent(line) + 2))
        case Lines(lines, hang, style) if style and screen.is_terminal:
            from onestop_cli.output.console import rendered

            shown = (_taken(visible(line), screen) for line in lines)
            pieces = [piece for line in shown for piece in broken(line, screen.width, hang)]
            return "".join(rendered(_styled(piece.rstrip(), style), screen) for piece in pieces)
        case Lines(lines, hang):
            shown = (_taken(visible(line), screen) for line in lines)
            return _text(piece.rstrip() for line in shown for piece in broken(line, screen.width, hang))
        case Facts(pairs):
            taken = [(_taken(name, screen), _taken(value, screen)) for name, value in pairs]
            return _text(fact_lines(taken, screen.width))
        case Line(pieces) if not any(piece.style for piece in pieces):
            return _text([visible(str(part)).rstrip()])
        case Grid() | Line():
            from onestop_cli.output.console import rendered

            return rendered(part, screen)
        case _:
            return "".join(_drawn(each, screen) for each in part(screen))


def _taken(text: str, screen: Screen) -> str:
    """A text as the screen shows it: only so can its width be known."""
    return as_taken(text) if screen.is_ascii else text


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _styled(line: str, style: str) -> Line:
    """A line in a style, but for its indentation."""
    start = _indent(line)
    return Line([Styled(line[:start]), Styled(line[start:], style)])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
