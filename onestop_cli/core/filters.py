"""What a list of dossiers asks for; the register answers in SQL, a past moment by folded lives."""

from datetime import date
from typing import NamedTuple


class Filters(NamedTuple):
    """What `list` asks for; None or empty means everything. Ranges are days, both included."""

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
