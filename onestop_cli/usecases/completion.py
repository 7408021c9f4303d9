"""What a shell can be offered of the file: the dossiers at hand, who is in charge of them, and what was not accepted.

Read only, bounded.
"""

from itertools import islice
from pathlib import Path

from onestop_cli.core.declines import Declined
from onestop_cli.core.dossier import Entry, Status
from onestop_cli.core.filters import Filters
from onestop_cli.store import declines, register
from onestop_cli.store.database import reading

LOOKED_AT = 300
"""Dossiers that are looked at: so many open ones, and so many of the newest."""
_LAST = (Status.received, Status.suspended, Status.resolved)


def at_hand(path: Path) -> list[Entry]:
    """The dossiers a clerk is likely to mean: the open ones, those with a result, then the rest; each newest first."""
    with reading(path) as connection:
        newest = list(islice(register.matching(connection, Filters()), LOOKED_AT))
        found = {
            entry.dossier.code: entry for entry in (*newest, *islice(register.open_dossiers(connection), LOOKED_AT))
        }
    by_receipt = sorted(found.values(), key=lambda e: (e.dossier.received_at, e.dossier.code), reverse=True)
    return sorted(by_receipt, key=lambda e: _LAST.index(e.dossier.status) // 2 if e.dossier.status in _LAST else 2)


def declines_at_hand(path: Path) -> list[Declined]:
    """The newest refusals to accept: those that hold, then the void ones; each newest first."""
    with reading(path) as connection:
        newest = list(islice(declines.newest_first(connection), LOOKED_AT))
    return sorted(newest, key=lambda each: each.voided is not None)
