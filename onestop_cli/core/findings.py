"""What may be found of a file that is verified: the first of each kind, how many there are, and which are anchored."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

REWRITTEN, CUT_END, FORGED_ROWS = "rewritten", "cut_end", "forged_rows"
"""What no look at a file alone shows: events made anew as a whole, events taken off the end. What `doctor` does not
look for besides: rows that are not what the events say."""


class Kind(StrEnum):
    """What can be wrong beside the chain (`core.chain.Break`)."""

    shape_missing = "shape_missing"
    shape_changed = "shape_changed"
    shape_foreign = "shape_foreign"
    pages = "pages"
    bad_index = "index"
    rule = "rule"
    reference = "reference"
    file_events = "file_events"
    life = "life"
    act = "act"
    date = "date"
    limit = "limit"
    mark = "mark"
    row_differs = "row_differs"
    row_missing = "row_missing"
    row_extra = "row_extra"
    seal = "seal"


class Finding(NamedTuple):
    """Something that is not as the events say it: the first of its kind, and of its table, and how many there are.

    `seq` is the event it shows at, 0 where none does; a row is known by `key`, a trigger or the like by `name`. `said`
    and `derived` are dates, limits and the like, never what may be a person's.
    """

    kind: Kind
    seq: int = 0
    dossier: str = ""
    act: str = ""
    table: str = ""
    key: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    name: str = ""
    said: str = ""
    derived: str = ""
    n: int = 1


class Findings:
    """Findings being gathered; `anchored_to` is the last event that an anchor from elsewhere vouches for."""

    def __init__(self, anchored_to: int = 0) -> None:
        self._anchored_to = anchored_to
        self._first: dict[tuple[Kind, str], Finding] = {}
        self.n_anchored = self.n_since = 0
        """How many show at an event that is anchored, and at one that is not; others at none."""

    def add(self, finding: Finding) -> None:
        """One more; the first is that of the lowest number."""
        if finding.seq:
            self.n_anchored += finding.seq <= self._anchored_to
            self.n_since += finding.seq > self._anchored_to
        kind = finding.kind, finding.table
        first = self._first.get(kind)
        if first is None:
            self._first[kind] = finding
        else:
            kept = finding if finding.seq and finding.seq < first.seq else first
            self._first[kind] = kept._replace(n=first.n + 1)

    def take(self, other: "Findings") -> None:
        """What was gathered elsewhere."""
        self.n_anchored += other.n_anchored
        self.n_since += other.n_since
        for kind, theirs in other._first.items():
            first = self._first.get(kind, theirs)
            kept = theirs if theirs.seq and theirs.seq < first.seq else first
            self._first[kind] = kept if first is theirs else kept._replace(n=first.n + theirs.n)

    def __iter__(self) -> Iterator[Finding]:
        """The first of each kind and table, in the order of kinds."""
        order = list(Kind)
        return iter(sorted(self._first.values(), key=lambda f: (order.index(f.kind), f.seq, f.table)))
