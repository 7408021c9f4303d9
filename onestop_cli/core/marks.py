"""What a report says at its foot of what was written after the fact (domain §3.3): papers recorded late, entries typed
after the due instant. Values only; `usecases.reports.marks` gathers them."""

from datetime import datetime
from typing import NamedTuple

from onestop_cli.core.dossier import LateRecord


class LatePaper(NamedTuple):
    """A paper recorded late, of a dossier."""

    code: str
    record: LateRecord


class LateEntry(NamedTuple):
    """A receipt, result or delivery typed after the due instant for an instant before it: so many working days late."""

    code: str
    due_at: datetime
    recorded_at: datetime
    working_days: int


class Marks(NamedTuple):
    """What was written after the fact among the dossiers of a report, by code.

    Papers are marked since the format that does so: after event `kept_after`, 0 where that is all of them.
    """

    papers: tuple[LatePaper, ...] = ()
    entries: tuple[LateEntry, ...] = ()
    kept_after: int = 0

    @property
    def n_recorded_late(self) -> int:
        """How many dossiers have papers recorded late."""
        return len({paper.code for paper in self.papers})

    @property
    def n_entered_late(self) -> int:
        """How many dossiers were entered late."""
        return len(self.entries)

    @property
    def longest(self) -> int:
        """The working days from the due day to the day of recording of the entry that was longest late; 0 without."""
        return max((entry.working_days for entry in self.entries), default=0)
