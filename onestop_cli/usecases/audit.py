"""What an auditor asks of the chain: its end, to keep elsewhere, and whether it is whole and bears what was kept; and a
note on the clock that was ahead while some of it was recorded."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.anchors import Compared, anchor_mark, compared, is_anchor
from onestop_cli.core.chain import Walked, walk
from onestop_cli.core.file_events import ClockNote
from onestop_cli.core.findings import Finding, Findings, Kind
from onestop_cli.core.ledger import Event, Mark
from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import N_, ClockNotAhead, ClockNoted, StoreDamaged, UnknownAnchor, UnknownEvents, UnknownFile
from onestop_cli.sources.manifest import manifest_mark
from onestop_cli.store import kept_rows, known_time, ledger
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.pages import OWN_SHARE, Asked, looking_at
from onestop_cli.usecases.verification import Counted, Elsewhere, look_at_all, look_at_shape

_ROWS = {Kind.row_differs, Kind.row_missing, Kind.row_extra}
"""What `db rebuild` makes of the events again."""


class Head(NamedTuple):
    """The last event, which is to be kept elsewhere, and when it was recorded."""

    mark: Mark
    recorded_at: datetime


class Range(NamedTuple):
    """A stretch of events, whether an anchor from elsewhere vouches for it, and how many findings show within it."""

    first: int
    last: int
    is_anchored: bool
    n: int


class Verified(NamedTuple):
    """A chain that was walked, and the marks it was compared with; with what follows from it, where that was looked at.

    `anchored_to` is the last event that a mark from elsewhere vouches for, None without one; `ranges` are the events up
    to it and those after it. `counted` and `findings` are None and empty where the chain alone was walked.
    """

    path: Path
    walked: Walked
    anchors: tuple[Compared, ...]
    anchored_to: int | None
    ranges: tuple[Range, ...]
    counted: Counted | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def n_findings(self) -> int:
        found = sum(finding.n for finding in self.findings)
        return self.walked.n_breaks + found + sum(each.is_finding for each in self.anchors)

    @property
    def is_of_anchors_alone(self) -> bool:
        """Whether nothing but an anchor contradicts the file."""
        return not (self.walked.n_breaks or self.findings) and any(each.is_finding for each in self.anchors)

    @property
    def is_of_the_register_alone(self) -> bool:
        """Whether nothing but rows that are made of the events again contradict them."""
        others = self.walked.n_breaks or any(each.is_finding for each in self.anchors)
        return not others and {finding.kind for finding in self.findings} <= _ROWS


def head(path: Path) -> Head:
    """The last event of the file. Raises as `reading`."""
    with reading(path) as connection:
        mark, recorded_at = ledger.last_mark(connection), ledger.recorded_until(connection)
    if recorded_at is None:
        raise StoreDamaged(path=path, why=N_("it has no last event that says when it was recorded"))
    return Head(mark, recorded_at)


class ClockAhead(NamedTuple):
    """Events recorded by a clock that was ahead, and what becomes known by a note on it.

    `recorded` are the earliest and the latest instant the clock said for them, `n_hidden` how many later events were
    recorded before these, `known_time` that of the last event without and with the note. `event` is the note, None for
    a preview.
    """

    first: int
    last: int
    recorded: tuple[datetime, datetime]
    n_hidden: int
    known_time: tuple[datetime, datetime]
    note: str
    event: Event | None


def clock_ahead(path: Path, clock: Clock, actor: str, first: int, last: int, note: str, *, apply: bool) -> ClockAhead:
    """The clock was ahead while these events were recorded: the known time passes over them (domain §3.6).

    That it was must show: each of them was recorded later than an event after the last of them, one that goes on from
    what was known before the first. So nothing becomes known before what stands before it. Without `apply` nothing is
    recorded. Raises `UnknownEvents`, `ClockNoted`, `ClockNotAhead`, and as `reading` and `writing`.
    """
    with writing(path) if apply else reading(path) as connection:
        end = ledger.last_mark(connection).seq
        if last > end:
            raise UnknownEvents(seq=last, last=end)
        events = first, last
        if any(low <= first and last <= high for low, high in known_time.taken_out_by_notes(connection)):
            raise ClockNoted(first=first, last=last)
        earliest, latest = known_time.recorded_between(connection, events)
        before = known_time.latest(connection, up_to=first - 1)
        n_hidden = known_time.n_recorded_before(connection, last, before, earliest)
        if not n_hidden:
            raise ClockNotAhead(first=first, last=last)
        known = known_time.latest(connection), known_time.latest(connection, besides=[events])
        said = ClockNote(first, last, note)
        event = Ledger(connection, actor, clock()).append(said) if apply else None
        then = datetime.fromisoformat
        return ClockAhead(
            *events, (then(earliest), then(latest)), n_hidden, (then(known[0]), then(known[1])), note, event
        )


def verify(path: Path, kept: Sequence[str], progress: Progress, *, in_full: bool = False) -> Verified:
    """The chain from its first event on, and each anchor or manifest that was kept elsewhere beside it.

    `in_full` everything that follows from the events, too: the register and the tables of the calendar, the catalogue
    and the settings; every promise and mark; the seals; tables and triggers themselves. The progress is told events.
    Raises `BadAnchor`, `UnknownAnchor`, `BadFile`, and as `reading`.
    """
    marks = [_mark(text) for text in kept]
    with reading(path) as connection:
        anchored_to = max((mark.seq for mark in marks if _is_there(connection, mark)), default=0)
        asked = Asked(path, frozenset(mark.seq for mark in marks), anchored_to, ledger.next_seq(connection) - 1)
        found, counted = Findings(anchored_to), None
        if in_full:
            walked, found, counted = _in_full(connection, asked, progress)
        else:
            erased = ledger.erased(connection)
            walked = walk(ledger.chain(connection), asked.hashes, progress, erased=erased, until=anchored_to)
        if not walked.n_events:
            raise StoreDamaged(path=path, why=N_("it has no events"))
        anchors = tuple(compared(mark, walked, ledger.restorations(connection)) for mark in marks)
    return Verified(
        path, walked, anchors, anchored_to or None, _ranges(walked, anchored_to, found), counted, tuple(found)
    )


def _in_full(connection: sqlite3.Connection, asked: Asked, progress: Progress) -> tuple[Walked, Findings, Counted]:
    """The chain, everything that is found, and what was counted.

    Of a large file the dossiers are told while its pages are looked at, and again if its indexes turn out damaged.
    """
    found, counted = Findings(asked.anchored_to), Counted()
    is_shaped = look_at_shape(connection, found)
    if is_shaped and not ledger.marks_kept_since(connection).seq:
        asked = asked._replace(since=kept_rows.code_at(connection, OWN_SHARE))
    with looking_at(asked) as looking:
        by_index = looking.is_begun or looking.result().by_index
        elsewhere = None
        if looking.is_begun and asked.since:
            elsewhere = Elsewhere(asked.since, lambda: looking.result().told)
        how = {"by_index": by_index, "is_shaped": is_shaped}
        try:
            counted = look_at_all(connection, found, progress, **how, elsewhere=elsewhere)
        except sqlite3.DatabaseError:
            if looking.result().by_index or not by_index:
                raise
        told = looking.result()
    if by_index and not told.by_index:
        found = Findings(asked.anchored_to)
        with reading(asked.path) as again:
            is_shaped = look_at_shape(again, found)
            counted = look_at_all(again, found, progress, by_index=False, is_shaped=is_shaped)
    found.take(told.found)
    return told.walked, found, counted


def _is_there(connection: sqlite3.Connection, mark: Mark) -> bool:
    """Whether the event of a mark kept elsewhere, of whose hash it may have the first digits only, is in the file."""
    return str(ledger.hash_at(connection, mark.seq)).startswith(mark.hash)


def _ranges(walked: Walked, anchored_to: int, found: Findings) -> tuple[Range, ...]:
    """The events that an anchor vouches for, and those that rest on the file alone."""
    last, since = walked.end.seq, walked.n_breaks - walked.n_until + found.n_since
    anchored = Range(1, anchored_to, True, walked.n_until + found.n_anchored)
    return tuple(each for each in (anchored, Range(anchored_to + 1, last, False, since)) if each.last >= each.first)


def _mark(text: str) -> Mark:
    if is_anchor(text):
        return anchor_mark(text)
    try:
        return manifest_mark(Path(text))
    except UnknownFile:
        raise UnknownAnchor(text=text) from None
