"""A row of a register as a value: what it tells of one dossier, whoever wrote the file (domain §5).

A row says what happened; what follows from it may stand there too and is compared (`core.row_comparison`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from onestop_cli.core.dossier import Person, Policy, Reason
from onestop_cli.core.moments import When

OVERRIDE = "override"
"""The column with the reason for acts of a dossier of the file that are recorded late (§3.3)."""


class GivenSuspension(NamedTuple):
    """A suspension as a row tells it; `told` is its JSON object, whose derived values are compared."""

    start: When
    end: When | None
    reason: Reason
    policy: Policy
    note: str
    override: str
    told: dict[str, Any]


class GivenLetter(NamedTuple):
    """A letter of apology as a row tells it."""

    at: When
    letter: str
    note: str
    override: str
    new: date


class RegisterRow(NamedTuple):
    """One dossier as a row tells it; None or empty where it says nothing. `cells` are the row's own texts.

    `typed` are the plain values of a receipt (`core.columns.TYPED`) by column, their defaults where it says nothing.
    `first_due` is another system's date as it was before any suspension moved it, `due` as it is now.
    """

    line: int
    cells: dict[str, str]
    code: str | None
    procedure_code: str
    person: Person
    typed: Mapping[str, str | int | None]
    received: When
    due: When | None
    first_due: When | None
    is_foreign: bool
    promised: When | None
    resolved: When | None
    result: str
    delivered: When | None
    delivery_method: str
    closed: When | None
    status: str
    suspensions: tuple[GivenSuspension, ...]
    letters: tuple[GivenLetter, ...]

    @property
    def override(self) -> str:
        return self.cells.get(OVERRIDE, "")

    @property
    def note(self) -> str:
        return str(self.typed["note"])
