"""The acts of the synthetic register that carries each pattern of `audit check` once (`data/audit_acts.csv`).

A line is one act: the check it is for, what the clock says, the act, the dossier by a name of its own, and what is said
as `key=value; key=value`. All of it is made up.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from onestop_cli.sources.package_data import shipped_rows
from onestop_cli.sources.typed import written

FILE = "audit_acts.csv"


class ActRow(NamedTuple):
    """One act."""

    check: str
    now: datetime
    act: str
    dossier: str
    said: Mapping[str, str]


def audit_acts() -> list[ActRow]:
    """The acts in the order in which they are recorded."""
    return [
        ActRow(row["check"], written(row["now"]).instant, row["act"], row["dossier"], _said(row["said"]))
        for row in shipped_rows(FILE)
    ]


def _said(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split("; ") if pair)
    return {key: value for key, _, value in pairs}
