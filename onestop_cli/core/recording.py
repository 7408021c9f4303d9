"""What an event says of its own recording: the login of the system, and a clock that jumped.

Both lie in its data, which the hash covers; events recorded before they were kept say nothing of them
(`docs/ledger.md`). What an import recorded was recorded by whoever was logged in for the import.
"""

from collections.abc import Mapping, Sequence

from onestop_cli.core.clock import Jump
from onestop_cli.core.event_data import Data
from onestop_cli.core.ledger import Event


def login(data: Data, of_imports: Mapping[int, str]) -> str | None:
    """The login that an event was recorded under, for acts of an import that of the import; None where none is known.

    >>> login({"login": "lan"}, {}), login({"import": 7}, {7: "minh"}), login({}, {})
    ('lan', 'minh', None)
    """
    own = data.get("login")
    if isinstance(own, str):
        return own
    imported_by = data.get("import")
    return of_imports.get(imported_by) if isinstance(imported_by, int) else None


def clock(data: Data) -> Jump | None:
    """How the clock had jumped when an event was recorded, None where it had not."""
    jumped = data.get("clock")
    return Jump(jumped) if jumped in tuple(Jump) else None


def imports_of(events: Sequence[Event]) -> set[int]:
    """The numbers of the imports that recorded some of the events without a login of their own."""
    return {seq for event in events if "login" not in event.data and isinstance(seq := event.data.get("import"), int)}
