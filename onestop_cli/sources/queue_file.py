"""A queue at the counter as a file: one dossier a line, `name; copies; fee; phone`.

Parts are separated by a semicolon or, as a spreadsheet's cells are pasted, by a tab; those at the end may be left out.
Empty lines and lines that begin with `#` are passed over. UTF-8, with or without a byte order mark.
"""

import re
from pathlib import Path
from typing import IO, NamedTuple

from onestop_cli.core import bounds
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BadFile, BadRows, RowProblem
from onestop_cli.sources.csv_file import TOO_MANY_ROWS, text_of

PARTS = ("name", "copies", "fee", "phone")


class QueueLine(NamedTuple):
    """A line: its number, and what it says, empty where it says nothing."""

    line: int
    name: str
    copies: str = ""
    fee: str = ""
    phone: str = ""


def read_queue(path: Path, opened: IO[bytes] | None = None) -> list[QueueLine | RowProblem]:
    """The lines of a file, or of what is `opened`, or what is wrong with each.

    Raises `UnknownFile`, `BadFile` for a folder, an empty file and one of too many lines, `BadRows` for
    what is no text.
    """
    found: list[QueueLine | RowProblem] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text_of(path, opened)), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(found) == bounds.LINES:
            raise BadFile(path=path, why=TOO_MANY_ROWS)
        found.append(_line(number, [normalised(part) for part in re.split(r"[;\t]", line)]))
    if not found:
        raise BadFile(path=path, why=N_("no line of it names anybody"))
    return found


def _line(number: int, parts: list[str]) -> QueueLine | RowProblem:
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) > len(PARTS):
        return RowProblem(number, N_("{found} parts; a line is: name; copies; fee; phone"), {"found": len(parts)})
    if not parts or not parts[0]:
        return RowProblem(number, N_("the name is missing"), {})
    return QueueLine(number, *parts)


def must_be_sound(path: Path, problems: list[RowProblem]) -> None:
    """Refuse a file with bad lines. Raises `BadRows`."""
    if problems:
        raise BadRows(path=path, count=len({p.line for p in problems}), rows=problems)
