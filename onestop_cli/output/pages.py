"""What a person reads: a page of parts, made without knowing the screen; `output.screens` draws it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Union

from onestop_cli.output.console_text import fact_lines


class Screen(NamedTuple):
    """What is written on: its columns, None for a file or a pipe that says none; whether it lacks letters.

    `folder` is that of a file, in which what is written before it may lie. `is_pipe` of what has columns and is no
    terminal all the same.
    """

    width: int | None
    is_ascii: bool = False
    folder: Path | None = None
    is_pipe: bool = False

    @property
    def is_terminal(self) -> bool:
        return self.width is not None and not self.is_pipe


FILE = Screen(None)


class Facts(NamedTuple):
    """Names and values in two columns, a value's further lines below it."""

    pairs: Sequence[tuple[str, str]]


class Lines(NamedTuple):
    """Lines of words; what is broken off a line goes on indented by `hang`. Their meaning never rests on the style."""

    lines: Sequence[str]
    hang: int = 2
    style: str = ""


class Styled(NamedTuple):
    """A text with a colour; its meaning never rests on that."""

    text: str
    style: str = ""

    def __str__(self) -> str:
        return self.text


class Line(NamedTuple):
    """A line that is never broken, of pieces that may be coloured."""

    pieces: Sequence[Styled]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def unbroken(text: str) -> Line:
    """A plain line that is never broken."""
    return Line([Styled(text)])


class Grid(NamedTuple):
    """A table. `right` columns are numbers, `keep` columns are never wrapped (codes, dates), the lines of `cut` columns
    end with the last whole word for which the screen has room."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str | Styled]]
    right: Sequence[int] = ()
    keep: Sequence[int] = (0,)
    cut: Sequence[int] = ()


Part = Union[str, Facts, Lines, Line, Grid, "OfScreen"]
"""A part of a page; a text goes on below its own indentation and two columns more."""
OfScreen = Callable[[Screen], Sequence[Part]]
"""Parts that depend on the screen."""
Page = tuple[Part, ...]


def paragraphs(blocks: Sequence[Sequence[str]], hang: int = 2) -> Page:
    """Blocks of lines with an empty line between two."""
    return tuple(part for block in blocks for part in ("", Lines(block, hang)))[1:]


def facts_above(pairs: Sequence[tuple[str, str]]) -> Page:
    """Facts with more of the page below them; where they leave no room for values, those are broken all the same."""
    return (lambda screen: fact_lines(pairs, screen.width), "")
