"""Text that is safe on a screen, without any table: no terminal escape reaches it, no word is broken on it."""

from collections.abc import Sequence

from onestop_cli.core.text import visible

PAGE = 80
"""The columns the narrowest usual screen has."""
_NARROW = 20
"""Where less than this is left for a text, it is not broken."""


def visible_lines(text: str) -> str:
    """Several lines as they can be shown."""
    return visible(text) if "\n" not in text else "\n".join(map(visible, text.split("\n")))


def visible_text(piece: str | bytes) -> str:
    """A piece of text data for a screen; no format of bytes is for one."""
    assert isinstance(piece, str)
    return visible_lines(piece)


def broken(line: str, width: int | None, hang: int = 2) -> list[str]:
    """A line broken at blanks to a width, further lines indented by `hang`; whole without a width."""
    if width is None or len(line) <= width or width - hang < _NARROW:
        return [line]
    from textwrap import wrap

    return wrap(line, width, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)


def cut(line: str, width: int | None, ending: str = "…") -> str:
    """A line up to a width, ended by … behind the last whole word that fits; whole without a width.

    >>> cut("Chứng thực bản sao", 14)
    'Chứng thực…'
    """
    if width is None or len(line) <= width:
        return line
    room = width - len(ending)
    kept = line[: room + 1].rpartition(" ")[0].rstrip(" ,;:-–")
    return f"{kept or line[:room]}{ending}"


def longest(texts: Sequence[str]) -> int:
    """The columns of the longest line of texts."""
    return max(len(line) for text in texts for line in text.split("\n"))


def fact_lines(pairs: Sequence[tuple[str, str]], screen_width: int | None) -> list[str]:
    """Names and values in two columns, a value's further lines below it."""
    width = max(len(name) for name, _ in pairs)
    lines = [
        f"{'' if place else visible(name):<{width}}  {visible(line)}"
        for name, value in pairs
        for place, line in enumerate(value.split("\n"))
    ]
    return [piece.rstrip() for line in lines for piece in broken(line, screen_width, width + 2)]


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in aligned columns, the first to the left and the others to the right; closer where a page ends."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= PAGE else " "
    lines: list[str] = []
    for row in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append(gap.join([f"{row[0]:<{widths[0]}}", *cells]).rstrip())
    return lines
