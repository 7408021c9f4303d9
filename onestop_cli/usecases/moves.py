"""Moving the due dates of dossiers when a late notice or a backdated amendment changes them.

Nothing moves by itself: a change is previewed with every dossier it would move, open ones earlier and later, finished
ones for the better only. What is recorded is what is known of the days since, with the notice as its reason: it
restates the dates of the whole life, and the slip stays (domain §2.1, §3.6). Dates given by another system never move;
beside a date that was agreed only the statutory one and a letter's do.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from onestop_cli.core.acceptance import acceptance_due_at, is_accepted_late
from onestop_cli.core.acts import Act
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.corrections import moved
from onestop_cli.core.derived_dates import derived_dates
from onestop_cli.core.dossier import Dossier, DueSource, Entry
from onestop_cli.core.dossier_events import Move, NewDates, Restated
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import instant
from onestop_cli.core.office import Office
from onestop_cli.core.outcomes import Basis, Granularity, Outcome, is_past_due, judged_finish, outcome
from onestop_cli.core.recorded_late import is_better
from onestop_cli.store import ledger, register, settings
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.projection import project
from onestop_cli.usecases.strict import Strict
from onestop_cli.usecases.transaction import drafted, known_now, must_be_told_by


class Direction(StrEnum):
    """Which way a dossier's dates move: `later` if none of them comes earlier."""

    earlier = "earlier"
    later = "later"


class Moved(NamedTuple):
    """A dossier whose dates a change moves, before and after it. `applied` tells whether the move is recorded.

    `strict` is the dossier before, without what moves marked as recorded late gave it; `verdicts` are those of one that
    was finished meanwhile, None of an open one; `is_given_back` where it owed its dates to what is taken back. With
    `is_acceptance` it moves until when receiving it was in time, and no due date (§3.1).
    """

    before: Dossier
    after: Dossier
    strict: Dossier
    direction: Direction
    restated: Restated
    verdicts: tuple[Outcome, Outcome] | None = None
    applied: bool = False
    is_acceptance: bool = False
    is_given_back: bool = False

    @property
    def code(self) -> str:
        return self.after.code

    @property
    def procedure_code(self) -> str:
        return self.after.procedure_code

    @property
    def due_before(self) -> datetime | None:
        return self.before.due_at

    @property
    def due_after(self) -> datetime | None:
        return self.after.due_at


class Consent(NamedTuple):
    """What the person asked for: record the change, move what moves later, what moves earlier, what was finished."""

    apply: bool = False
    also_earlier: bool = False
    no_move: bool = False
    also_finished: bool = False

    def covers(self, moved: Moved) -> bool:
        """Whether a move is to be recorded."""
        if moved.before.finished_at is not None:
            return self.apply and self.also_finished
        return self.apply and not self.no_move and (moved.direction is Direction.later or self.also_earlier)


Calendars = Callable[[Office], tuple[Calendar, Calendar]]
"""The calendar before and after the change, as they are for an office's rules."""
Limits = Callable[[Dossier], tuple[TimeLimit, TimeLimit]]
"""The committed and the statutory limit that a dossier has after the change."""
_ORDER = (Outcome.early, Outcome.on_time, Outcome.late)
_FINISHES = (Act.resolve, Act.withdraw, Act.stop)


def own_limits(dossier: Dossier) -> tuple[TimeLimit, TimeLimit]:
    """The limits a dossier already has."""
    return dossier.time_limit, dossier.statutory_time_limit


class _Rules:
    """The rules that dossiers are counted under: those known when each was received, which later settings leave."""

    def __init__(self, connection: sqlite3.Connection, calendars: Calendars) -> None:
        self._connection = connection
        self._calendars = calendars
        self._changes = settings.rule_changes(connection)
        self._known: dict[int, tuple[Office, Calendar, Calendar]] = {}

    def of(self, receipt_seq: int) -> tuple[Office, Calendar, Calendar]:
        """The office rules known at the receipt of a number, with the calendars before and after the change."""
        place = bisect_right(self._changes, receipt_seq)
        if place not in self._known:
            office = settings.office(self._connection, up_to=self._changes[place - 1] if place else 0)
            self._known[place] = (office, *self._calendars(office))
        return self._known[place]


def moves(
    connection: sqlite3.Connection,
    calendars: Calendars,
    limits: Limits = own_limits,
    changed: Collection[date] = (),
    finished_ones: Iterable[Entry] = (),
    taken_back: str = "",
) -> list[Moved]:
    """Every open dossier that a change makes due at another instant, in the order of codes.

    The change is from one calendar to another, or of the limits. Behind the open ones stand those finished over one
    of the `changed` days, or among the `finished_ones`, whose verdict gets better by it, and those that the notice
    `taken_back` (its anchor) had moved when they were finished already. A dossier that the change itself does not touch
    stays out, even where its stored date rests on an earlier decision not to move it.
    """
    rules = _Rules(connection, calendars)
    open_ones = (entry.dossier for entry in register.open_dossiers(connection))
    told = ((_moved(connection, d, rules, limits) or _accepted_by(connection, d, rules)) for d in open_ones)
    moving = [each for each in told if each is not None]
    finished: list[Moved] = []
    if changed:
        finished_ones = chain(finished_ones, register.finished_over(connection, min(changed), max(changed)))
    for entry in finished_ones:
        each = _moved(connection, entry.dossier, rules, limits)
        if each is not None and (verdicts := _better(each)) is not None:
            finished.append(each._replace(verdicts=verdicts))
        elif each is not None and taken_back and _owes(connection, each.code, taken_back):
            finished.append(each._replace(verdicts=_verdicts(each, Basis.due), is_given_back=True))
    if changed:
        finished += _not_late_any_more(connection, rules, changed, {each.code for each in finished})
    return [each for part in (moving, finished) for each in sorted(part, key=lambda moved: moved.code)]


def _moved(connection: sqlite3.Connection, d: Dossier, rules: _Rules, limits: Limits) -> Moved | None:
    """What a change makes of a dossier, None where it moves no date of it. Raises `DossierDiffers`."""
    if d.due_source is DueSource.foreign:
        return None
    office, before, after = rules.of(ledger.receipt_seq(connection, d.code))
    if (
        d.finished_at is not None
        and limits(d) == own_limits(d)
        and not _have_other_days(before, after, d.received_at.date(), d.finished_at.date())
    ):
        return None
    if not d.suspensions and derived_dates(after, office, d, limits(d)) in (derived_dates(before, office, d), d.dates):
        return None
    events = ledger.dossier_events(connection, d.code)
    must_be_told_by(events, d)
    was, _ = moved(events, None, before, office)
    state, restated = moved(events, limits(d) if limits(d) != own_limits(d) else None, after, office)
    changes = [(old, new) for old, new in zip(d.dates, state.dates, strict=True) if old != new]
    if state.dates == was.dates or not changes:
        return None
    is_later = all(old is not None and (new is None or new > old) for old, new in changes)
    return Moved(d, state, _without_marked(d, events), Direction.later if is_later else Direction.earlier, restated)


def _accepted_by(connection: sqlite3.Connection, d: Dossier, rules: _Rules) -> Moved | None:
    """What a change makes of until when receiving a dossier was in time, None where it leaves it."""
    if d.acceptance_due_at is None:
        return None
    seq = ledger.receipt_seq(connection, d.code)
    office, *calendars = rules.of(seq)
    before, after = (acceptance_due_at(calendar, office, d.channel, d.submitted_at) for calendar in calendars)
    if after is None or after in (before, d.acceptance_due_at):
        return None
    direction = Direction.later if after > d.acceptance_due_at else Direction.earlier
    restated: Restated = {str(seq): {"acceptance_due_at": after.isoformat()}}
    return Moved(d, d._replace(acceptance_due_at=after), d, direction, restated, is_acceptance=True)


def _not_late_any_more(
    connection: sqlite3.Connection, rules: _Rules, changed: Collection[date], moving: Collection[str]
) -> Iterator[Moved]:
    """The finished dossiers accepted late that a change of days makes accepted in time, but for those that move."""
    for entry in register.accepted_late(connection, instant(min(changed), 0)):
        if entry.dossier.finished_at is not None and entry.dossier.code not in moving:
            each = _accepted_by(connection, entry.dossier, rules)
            if each is not None and not is_accepted_late(each.after):
                yield each


def _without_marked(d: Dossier, events: Sequence[Event]) -> Dossier:
    """A dossier without its moves recorded late: a later one that keeps what they gave is one, too."""
    if not d.recorded_late:
        return d
    without = fold([event for event in events if event.kind != Act.move or not event.data.get("recorded_late")])
    assert without is not None
    return without


def _have_other_days(before: Calendar, after: Calendar, since: date, until: date) -> bool:
    """Whether work is done on other days in (since, until], or at other hours from the first of them on.

    A closure of the day of receipt may lie after the receipt.
    """
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    return any(before.is_working_day(on) != after.is_working_day(on) for on in days[1:]) or any(
        before.closures.get(on) != after.closures.get(on) for on in days
    )


def _better(moved: Moved) -> tuple[Outcome, Outcome] | None:
    """The verdicts before and after where a finished dossier gets better, and on no basis worse; None otherwise.

    One closed without a result is judged by what a result then would have been.
    """
    verdicts = {basis: _verdicts(moved, basis) for basis in Basis}
    judged = [[_ORDER.index(each) for each in pair] for pair in verdicts.values() if Outcome.no_limit not in pair]
    was, now = verdicts[Basis.due]
    is_better = Outcome.no_limit not in (was, now) and _ORDER.index(now) < _ORDER.index(was)
    return (was, now) if is_better and all(after <= before for before, after in judged) else None


def _owes(connection: sqlite3.Connection, code: str, notice: str) -> bool:
    """Whether a dossier was finished when a notice moved it.

    That a verdict never gets worse binds when a notice is recorded (decision 13), not when what it gave falls with it.
    """
    events = ledger.dossier_events(connection, code)
    finish = max((event.seq for event in events if event.kind in _FINISHES), default=0)
    return any(e.seq > finish and e.kind == Act.move and e.data["source"].endswith(f"({notice})") for e in events)


def _verdicts(moved: Moved, basis: Basis) -> tuple[Outcome, Outcome]:
    at = moved.before.finished_at
    assert at is not None
    was, now = (judged_finish(d, at, basis, Granularity.unit) for d in (moved.before, moved.after))
    return was, now


def record_moves(
    connection: sqlite3.Connection,
    book: Ledger,
    calendar: Calendar,
    moving: Iterable[Moved],
    consent: Consent,
    source: str,
) -> list[Moved]:
    """The moves consented to are events with their reason; returns all of them, marked."""
    marked: list[Moved] = []
    for each in moving:
        if consent.covers(each):
            said = _said(connection, each, source, calendar.edition, book.now)
            book.append(said, dossier=each.code)
            project(connection, ledger.dossier_events(connection, each.code), calendar)
            each = each._replace(applied=True)
        marked.append(each)
    return marked


def _said(connection: sqlite3.Connection, of: Moved, source: str, edition: str, now: datetime) -> Move:
    """The event of a move: what is restated names the edition that counted it, known once it is recorded."""
    restated = {
        seq: {**values, "calendar_edition": edition} if "calendar_edition" in values else values
        for seq, values in of.restated.items()
    }
    after, known_at = of.after, known_now(connection, now)
    dates = NewDates(*after.dates, edition, after.calendar_provisional)
    said = Move(source, *own_limits(after), dates, restated, recorded_late=_is_late(of.strict, after, known_at))
    if said.recorded_late or not of.before.recorded_late:
        return said
    strict, events = Strict(connection), ledger.dossier_events(connection, of.code)
    strictly, moved_strictly = strict.fold(events), strict.fold([*events, drafted(events, said, now, now)])
    assert strictly is not None
    assert moved_strictly is not None
    return said._replace(recorded_late=_is_late(strictly, moved_strictly, known_at))


def _is_late(before: Dossier, after: Dossier, known_at: datetime) -> bool:
    """Whether a move betters a dossier that is overdue, or was finished late, when it is recorded (§3.3)."""
    finished_at = before.finished_at
    is_late = outcome(before, known_at) is Outcome.overdue if finished_at is None else is_past_due(before, finished_at)
    return is_late and is_better(after, before, known_at, Basis.due)
