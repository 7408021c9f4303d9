"""What an auditor asks of the chain: its end, to keep elsewhere, and whether it is whole and bears what was kept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.anchors import Compared, Result, anchor_mark, compared, is_anchor
from onestop_cli.core.chain import Walked, walk
from onestop_cli.core.ledger import Mark
from onestop_cli.core.progress import Progress
from onestop_cli.errors import N_, StoreDamaged
from onestop_cli.sources.manifest import manifest_mark
from onestop_cli.store import ledger
from onestop_cli.store.database import reading


class Head(NamedTuple):
    """The last event, which is to be kept elsewhere, and when it was recorded."""

    mark: Mark
    recorded_at: datetime


class Verified(NamedTuple):
    """A chain that was walked, and the marks it was compared with.

    `anchored_to` is the last event that a mark from elsewhere vouches for, None without one.
    """

    path: Path
    walked: Walked
    anchors: tuple[Compared, ...]
    anchored_to: int | None

    @property
    def n_findings(self) -> int:
        return sum(first.n for first in self.walked.breaks.values()) + sum(each.is_finding for each in self.anchors)


def head(path: Path) -> Head:
    """The last event of the file. Raises as `reading`."""
    with reading(path) as connection:
        mark, recorded_at = ledger.last_mark(connection), ledger.recorded_until(connection)
    if recorded_at is None:
        raise StoreDamaged(path=path, why=N_("it has no last event that says when it was recorded"))
    return Head(mark, recorded_at)


def verify(path: Path, kept: Sequence[str], progress: Progress) -> Verified:
    """The chain from its first event on, and each anchor or manifest that was kept elsewhere beside it.

    Raises `BadAnchor`, `UnknownFile`, `BadFile`, and as `reading`.
    """
    marks = [_mark(text) for text in kept]
    with reading(path) as connection:
        walked = walk(ledger.chain(connection), {mark.seq for mark in marks}, progress)
        restorations = ledger.restorations(connection)
    if not walked.n_events:
        raise StoreDamaged(path=path, why=N_("it has no events"))
    anchors = tuple(compared(mark, walked, restorations) for mark in marks)
    matching = [each.seq for each in anchors if each.result is Result.matches]
    return Verified(path, walked, anchors, max(matching, default=None))


def _mark(text: str) -> Mark:
    return anchor_mark(text) if is_anchor(text) else manifest_mark(Path(text))
