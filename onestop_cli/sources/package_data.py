"""The tables shipped with onestop: where they lie, and the procedures in them (domain §1, §5).

`data/procedures_ward.csv` has the limits of the law, `data/procedures_phuc_loi_2023.csv` those the ward of
the source article said it had posted and shortened to. The tables are ours and tested; a user's own file
is never read here.
"""

import csv
from datetime import date
from pathlib import Path

from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import UnknownFile
from onestop_cli.sources.procedures_file import limit_of, procedure_of

_PACKAGE = Path(__file__).resolve().parents[1]
_FOLDERS = (_PACKAGE / "data", _PACKAGE.parent / "data")
"""In an installed wheel; in a clone or an editable install."""


def data_file(name: str) -> Path:
    """The path of a shipped table. Raises `UnknownFile` when the installation lacks it."""
    for folder in _FOLDERS:
        if (folder / name).is_file():
            return folder / name
    raise UnknownFile(path=_FOLDERS[0] / name)


def shipped_rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table, by column."""
    with data_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ward_procedures() -> list[Procedure]:
    """The ward's procedures with the limits of the law, in the order of the table."""
    return [procedure_of(row) for row in shipped_rows("procedures_ward.csv")]


def phuc_loi_2023() -> list[Procedure]:
    """The six procedures of the source article, from 2023 on: posted limit and shortened limit.

    The posted limit stands in the place of the statutory one; for two of them it is the ward's word, not
    the law's (§1).
    """
    ward = {procedure.code: procedure for procedure in reversed(ward_procedures()) if not procedure.case}
    return [
        ward[row["code"]]._replace(
            statutory=limit_of(row, "posted"),
            committed=limit_of(row, "committed"),
            legal_basis=row["source"],
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        for row in shipped_rows("procedures_phuc_loi_2023.csv")
    ]
