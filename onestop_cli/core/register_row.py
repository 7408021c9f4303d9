"""A row of a register as a value: what it tells of one dossier, whoever wrote the file (domain §5).

A row says what happened; what follows from it may stand there too and is compared (`core.row_comparison`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from onestop_cli.core.dossier import Person, Policy, Reason, StopReason
from onestop_cli.core.given_dates import Chain, GivenDates
from onestop_cli.core.moments import When

OVERRIDE = "override"
"""The column with the reason for acts of a dossier of the file that are recorded late (§3.3)."""


class GivenSuspension(NamedTuple):
    """A suspension as a row tells it; `told` is its JSON object, whose derived values are compared.

    `before` and `after` are the due dates that it gives, which another system's are kept. Where it says no policy,
    `policy` is that of the decree `policy_rule` it was received under.
    """

    start: When
    end: When | None
    reason: Reason
    policy: Policy
    note: str
    override: str
    told: dict[str, Any]
    before: GivenDates
    after: GivenDates
    until: date | None
    papers: str
    policy_rule: str
    letter: str


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
    `case` is that of its procedure, empty for the one without a name; `agreed` the day agreed with the citizen.
    `due` is as it is now; `given` are another system's dates all along the life, None where we count them.
    """

    line: int
    cells: dict[str, str]
    code: str | None
    procedure_code: str
    person: Person
    typed: Mapping[str, str | int | None]
    received: When
    due: When | None
    given: Chain | None
    promised: When | None
    resolved: When | None
    result: str
    delivered: When | None
    delivery_method: str
    closed: When | None
    status: str
    stop_reason: StopReason | None
    suspensions: tuple[GivenSuspension, ...]
    letters: tuple[GivenLetter, ...]
    case: str = ""
    agreed: When | None = None
    submitted: When | None = None
    delivered_to: str = ""
    stop_letter: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether its due date is another system's."""
        return self.given is not None

    @property
    def override(self) -> str:
        return self.cells.get(OVERRIDE, "")

    @property
    def note(self) -> str:
        return str(self.typed["note"])
