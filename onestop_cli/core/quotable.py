"""What an error may repeat of a cell: only what has a form of its column's own, which no name, number or address has.

A register whose columns are shifted by one has phones among its dates and names among its words. So a date is repeated
where it is written as one, a word where it is nearly one of those accepted, a code where it is shaped like one; of
anything else there are dots, and the line tells where to look.
"""

import re
from collections.abc import Collection

from onestop_cli.errors import OnestopError, RowProblem

_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?"
_DATE = rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:[T ]{_HOUR}(?:[+-]\d\d:\d\d)?)?|\d{{1,2}}/\d{{1,2}}/\d{{4}}(?: {_HOUR})?"
_CODE = r"(?=[^A-Z]*[A-Z])(?=[^0-9]*\d)(?=[A-Z0-9]*[-./])[A-Z0-9._/-]{3,100}|\d\.\d{6}"
_NUMBER = r"[+-]?\d{1,5}(?:[.,]\d{1,2})?"
_LIMIT = r"\d{1,4}:[a-z_]{1,20}"
_QUOTABLE = f"{_DATE}|{_CODE}|{_NUMBER}|{_LIMIT}|."
_FROM_CELLS = ("code", "letter", "text")
"""The values of errors that repeat a whole cell."""


def quotable(text: str, accepted: Collection[str] = ()) -> str:
    """A cell as an error may repeat it, where some words are accepted or nothing but a form of ours.

    >>> quotable("2026-02-30"), quotable("onlne", ("direct", "online")), quotable("0912345678"), quotable("lan")
    ('2026-02-30', 'onlne', '…', '…')
    """
    if not text or re.fullmatch(_QUOTABLE, text, re.ASCII):
        return text
    from difflib import get_close_matches

    return text if get_close_matches(text[:100], accepted, 1, 0.75) and len(text) < 100 else "…"


def row_problem(line: int, problem: OnestopError) -> RowProblem:
    """Why a line of a file was refused, without what might be a person's."""
    told = {name: quotable(str(problem.values[name])) for name in _FROM_CELLS if name in problem.values}
    kept = {
        name: told[name] if isinstance(value, str) and name in told else value for name, value in problem.values.items()
    }
    return RowProblem(line, problem.sentence, kept)
