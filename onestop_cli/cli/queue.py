"""A queue at the counter from a file or from stdin: each line a receipt, what the options say of all of them in it."""

import sys
from io import BytesIO
from pathlib import Path
from typing import IO

from onestop_cli.cli.session import money, typed_text, whole_number
from onestop_cli.core import bounds
from onestop_cli.core.pseudonyms import must_be_named
from onestop_cli.core.text import name_text
from onestop_cli.errors import N_, BadNumber, OnestopError, RowProblem
from onestop_cli.sources.queue_file import QueueLine, must_be_sound, read_queue
from onestop_cli.usecases.counter import Queue, Receipt

STDIN = Path("-")
_WRONG = {
    "copies": N_("the number of sets is not a whole number from 1 to 100000"),
    "fee": N_("the fee is not a whole number of đồng"),
}
"""What is wrong with a cell, without repeating it: it may be a number that is a person's."""


def read(file: str, receipt: Receipt) -> Queue:
    """The receipts of a file's lines, or of stdin's for `-`. Raises `UnknownFile`, `BadFile`, `BadRows`."""
    path = Path(file)
    problems: list[RowProblem] = []
    lines: list[tuple[int, Receipt]] = []
    for line in read_queue(path, _stdin() if path == STDIN else None):
        told = line if isinstance(line, RowProblem) else _receipt(line, receipt)
        if isinstance(told, RowProblem):
            problems.append(told)
        else:
            lines.append((line.line, told))
    must_be_sound(path, problems)
    return Queue(path, lines)


def _stdin() -> IO[bytes]:
    """What is piped in; nothing where stdin is closed."""
    return BytesIO() if sys.stdin is None else sys.stdin.buffer


def _receipt(line: QueueLine, of_all: Receipt) -> Receipt | RowProblem:
    """The receipt of a line; what it does not say is as the options say, or what is wrong with it."""
    try:
        applicant, phone = (typed_text(name, getattr(line, name), bounds.NAME) for name in ("name", "phone"))
        applicant = name_text(applicant)
        person = of_all.person._replace(applicant=applicant, phone=phone)
        must_be_named(person._asdict())
        copies = whole_number("copies", line.copies or None, 1, 100_000) or of_all.copies
        if line.fee and of_all.fee_waived:
            return RowProblem(line.line, N_("a fee, though --free says that there is none"), {})
        fee = money("fee", line.fee or None, 0, 10**12)
    except BadNumber as refused:
        return RowProblem(line.line, _WRONG[refused.values["option"]], {})
    except OnestopError as refused:
        return RowProblem(line.line, refused.sentence, refused.values)
    return of_all._replace(person=person, copies=copies, fee=of_all.fee if fee is None else fee)
