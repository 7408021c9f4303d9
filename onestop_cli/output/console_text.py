"""Text that is safe on a screen, without any table: no terminal escape reaches it, no word is broken on it."""

import sys
from collections.abc import Sequence

PAGE = 80
"""The columns the narrowest usual screen has."""
_NARROW = 20
"""Where less than this is left for a text, it is not broken."""
_is_for_a_file = False


def visible(text: str) -> str:
    """Text without control characters."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def visible_lines(text: str) -> str:
    """Several lines without control characters."""
    return "\n".join(visible(line) for line in text.split("\n"))


def for_a_file() -> None:
    """What is made from here on goes into a file, whatever stdout is: without colour, nothing broken or cut."""
    global _is_for_a_file
    _is_for_a_file = True


def is_for_a_file() -> bool:
    """Whether what is made goes into a file named with -o."""
    return _is_for_a_file


def is_for_a_screen() -> bool:
    """Whether text is read on a terminal."""
    return sys.stdout.isatty() and not _is_for_a_file


def terminal_width() -> int | None:
    """The columns of the terminal that stdout is; None off a terminal, where nothing is broken or cut."""
    if not is_for_a_screen():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def broken(line: str, hang: int = 2) -> list[str]:
    """A line as a terminal shows it: broken at blanks, further lines indented by `hang`; whole off a terminal."""
    width = terminal_width()
    if width is None or len(line) <= width or width - hang < _NARROW:
        return [line]
    from textwrap import wrap

    return wrap(line, width, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)


def flowing(lines: Sequence[str], hang: int = 2) -> str:
    """Lines of words for a person, none with control characters, none wider than the terminal."""
    return "".join(f"{part.rstrip()}\n" for line in lines for part in broken(visible(line), hang))


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values in two columns, a value's further lines below it."""
    width = max(len(name) for name, _ in pairs)
    lines: list[str] = []
    for name, value in pairs:
        first, *more = value.split("\n")
        lines.append(f"{visible(name):<{width}}  {visible(first)}")
        lines += [f"{'':<{width}}  {visible(line)}" for line in more]
    return flowing(lines, width + 2)


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows in aligned columns, the first to the left and the others to the right; closer where a page ends."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    gap = "  " if sum(widths) + 2 * (len(widths) - 1) <= PAGE else " "
    lines: list[str] = []
    for row in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append(gap.join([f"{row[0]:<{widths[0]}}", *cells]).rstrip())
    return lines
