"""Procedures from a CSV file of the same columns as `data/procedures_ward.csv`."""

from datetime import date
from pathlib import Path

from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.core.procedures import Procedure, checked_limits, procedure_alias, procedure_code
from onestop_cli.errors import N_, BadRows, OnestopError, RowProblem
from onestop_cli.sources.csv_file import csv_table
from onestop_cli.sources.typed import written

_LIMITS = ("statutory_amount", "statutory_unit", "committed_amount", "committed_unit")
REQUIRED = ("code", "name", "field", *_LIMITS, "valid_from")
OPTIONAL = ("aliases", "legal_basis")


def read_procedures(path: Path) -> list[Procedure]:
    """The procedures of a file, all or none. Raises `UnknownFile`, `BadFile`, `BadRows`."""
    problems: list[RowProblem] = []
    procedures: dict[tuple[str, date], Procedure] = {}
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
        if procedures.setdefault((procedure.code, procedure.valid_from), procedure) != procedure:
            values = {"code": procedure.code, "day": procedure.valid_from}
            problems.append(RowProblem(item.line, N_("procedure {code} has two versions from {day}"), values))
    if problems:
        raise BadRows(path=path, count=len({p.line for p in problems}), rows=problems)
    return list(procedures.values())


def procedure_of(cells: dict[str, str]) -> Procedure:
    """The procedure of a row of the table. Raises what one of its cells is refused for, `LongerThanStatutory`."""
    procedure = Procedure(
        code=procedure_code(cells["code"]),
        name=cells["name"],
        field=cells["field"],
        aliases=tuple(map(procedure_alias, cells.get("aliases", "").split())),
        legal_basis=cells.get("legal_basis", ""),
        valid_from=written(cells["valid_from"]).on,
        statutory=limit_of(cells, "statutory"),
        committed=limit_of(cells, "committed"),
    )
    return checked_limits(procedure)


def limit_of(cells: dict[str, str], which: str) -> TimeLimit:
    """The limit in the columns `WHICH_amount` and `WHICH_unit`."""
    return time_limit(":".join(part for part in (cells[f"{which}_amount"], cells[f"{which}_unit"]) if part))
