"""What a list of dossiers or of events asks for; SQL answers, for dossiers of a past moment folded lives."""

from datetime import date
from typing import NamedTuple, Protocol

from onestop_cli.core.text import search_key


class Named(Protocol):
    """What has a procedure and an officer: a dossier, a refusal to accept one."""

    @property
    def procedure_code(self) -> str: ...
    @property
    def case(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def officer(self) -> str: ...


class Filters(NamedTuple):
    """What `list` asks for; None or empty means everything. Ranges are days, both included.

    At least so many papers recorded late and requests for a supplement; whether an entry was typed late (all §3.3), and
    whether the citizen holds another date than the one in force.
    """

    statuses: tuple[str, ...] = ()
    procedure_code: str | None = None
    case: str | None = None
    field: str | None = None
    officer: str | None = None
    channel: str | None = None
    received: tuple[date | None, date | None] = (None, None)
    resolved: tuple[date | None, date | None] = (None, None)
    due: tuple[date | None, date | None] = (None, None)
    search: str | None = None
    recorded_late: int = 0
    supplements: int = 0
    entered_late: bool = False
    due_changed: bool = False

    def names_fit(self, of: "Named") -> bool:
        """Whether the procedure, the case, the channel, the field and the officer are those asked for."""
        for name in ("procedure_code", "case", "channel"):
            wanted = getattr(self, name)
            if wanted is not None and getattr(of, name) != wanted:
                return False
        for name in ("field", "officer"):
            wanted = getattr(self, name)
            if wanted is not None and search_key(getattr(of, name)) != search_key(wanted):
                return False
        return True


class EventFilters(NamedTuple):
    """What `audit log` asks for; None or empty means everything.

    Events after the number `after` and up to `up_to`; `recorded` are days, both included; `who` is a name that was
    typed, or a login; `behind` is how many days after it happened an act was typed, those of an import left out.
    """

    dossier: str | None = None
    after: int = 0
    up_to: int | None = None
    kinds: tuple[str, ...] = ()
    recorded: tuple[date | None, date | None] = (None, None)
    who: str | None = None
    behind: int | None = None
