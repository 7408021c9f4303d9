"""Procedures from a CSV file of the same columns as `data/procedures_ward.csv`."""

from datetime import date
from pathlib import Path

from onestop_cli.core.bounds import NAME, PROCEDURE_NAME, WORDS, fitting
from onestop_cli.core.fees import typed_fee
from onestop_cli.core.limits import Start, TimeLimit, time_limit
from onestop_cli.core.papers import papers, papers_text
from onestop_cli.core.procedures import Procedure, checked_limits, procedure_alias, procedure_code, with_case, with_code
from onestop_cli.core.text import search_key
from onestop_cli.errors import N_, BadRows, BadValue, OnestopError, RowProblem
from onestop_cli.sources.csv_file import csv_table
from onestop_cli.sources.typed import written

_LIMITS = ("statutory_amount", "statutory_unit", "committed_amount", "committed_unit")
REQUIRED = ("code", "name", "field", *_LIMITS, "valid_from")
OPTIONAL = ("aliases", "legal_basis", "case", "start", "may_agree", "fee", "papers")
_MOST = {"name": PROCEDURE_NAME, "field": NAME, "legal_basis": WORDS, "aliases": WORDS}
"""The characters of a cell, as many as the counter takes."""
_YES, _NO = ("yes", "true", "1", "co"), ("", "no", "false", "0", "khong")


def read_procedures(path: Path) -> list[Procedure]:
    """The procedures of a file, all or none. Raises `UnknownFile`, `BadFile`, `BadRows`."""
    problems: list[RowProblem] = []
    procedures: dict[tuple[str, str, date], Procedure] = {}
    of_codes: dict[tuple[str, date], Procedure] = {}
    for item in csv_table(path, REQUIRED, OPTIONAL):
        if isinstance(item, RowProblem):
            problems.append(item)
            continue
        try:
            procedure = procedure_of(item.cells)
        except OnestopError as refused:
            problems.append(RowProblem(item.line, refused.sentence, refused.values))
            continue
        if not procedure.name:
            problems.append(RowProblem(item.line, N_("{column} is empty"), {"column": "name"}))
        key, values = (procedure.code, procedure.valid_from), {"code": procedure.written, "day": procedure.valid_from}
        if procedures.setdefault((procedure.code, procedure.case, procedure.valid_from), procedure) != procedure:
            problems.append(RowProblem(item.line, N_("procedure {code} has two versions from {day}"), values))
        elif with_code(procedure, of_codes.setdefault(key, procedure)) != procedure:
            sentence = N_(
                "{code}: name, field, short names, basis, start and agreed date differ between cases of {day}"
            )
            problems.append(RowProblem(item.line, sentence, values))
    if problems:
        raise BadRows(path=path, count=len({p.line for p in problems}), rows=problems)
    return list(procedures.values())


def procedure_of(cells: dict[str, str]) -> Procedure:
    """The procedure or case of a row of the table; a case stands in its column or behind the code.

    Raises what one of its cells is refused for, `TooLong`, `LongerThanStatutory`.
    """
    for column, most in _MOST.items():
        fitting(column, cells.get(column, ""), most)
    code, case = with_case(cells["code"], cells.get("case", ""))
    procedure = Procedure(
        code=procedure_code(code),
        name=cells["name"],
        field=cells["field"],
        aliases=tuple(map(procedure_alias, cells.get("aliases", "").split())),
        legal_basis=cells.get("legal_basis", ""),
        valid_from=written(cells["valid_from"]).on,
        statutory=limit_of(cells, "statutory"),
        committed=limit_of(cells, "committed"),
        case=case,
        start=_start(cells.get("start", "")),
        may_agree=_may_agree(cells.get("may_agree", "")),
        fee=typed_fee(cells["fee"]) if cells.get("fee") else None,
        papers=papers_text(papers(cells["papers"])) if cells.get("papers") else "",
    )
    return checked_limits(procedure)


def limit_of(cells: dict[str, str], which: str) -> TimeLimit:
    """The limit in the columns `WHICH_amount` and `WHICH_unit`."""
    return time_limit(":".join(part for part in (cells[f"{which}_amount"], cells[f"{which}_unit"]) if part))


def _start(text: str) -> Start:
    if text and text not in tuple(Start):
        raise BadValue(option="start", value=text, accepted=", ".join(Start))
    return Start(text or Start.receipt)


def _may_agree(text: str) -> bool:
    word = search_key(text)
    if word not in (*_YES, *_NO):
        raise BadValue(option="may_agree", value=text, accepted="yes, no")
    return word in _YES
