"""What explains a life beside its counting: its events, its slips, what stands behind each step (domain §3.6)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, assert_never

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import amended, events_in_force, is_amendment
from onestop_cli.core.clock import Jump
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.dossier_events import dossier_event
from onestop_cli.core.event_data import read
from onestop_cli.core.explained_days import Began
from onestop_cli.core.explanation import Source, SourceKind, began
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.recording import clock, login


class Promised(NamedTuple):
    """A date on a slip, and the event that put it there; `is_day` for one that came without an hour."""

    seq: int
    kind: str
    recorded_at: datetime
    promised_due_at: datetime | None
    is_day: bool


class Recorded(NamedTuple):
    """An event of the life as it is told now: when it occurred, a day where it has no hour, and when and by whom it was
    recorded; whether it is a paper recorded late, and in force."""

    seq: int
    kind: str
    occurred_at: datetime
    is_day: bool
    recorded_at: datetime
    actor: str
    recorded_late: bool
    in_force: bool
    login: str | None
    clock: Jump | None


def recorded(events: Sequence[Event], of_imports: Mapping[int, str]) -> Iterator[Recorded]:
    """Each event with when it was recorded, as the life is told now; `of_imports` are the logins of imports."""
    told = {act.seq: act for act in amended(events).acts}
    in_force = {event.seq for event in events_in_force(events)}
    for event in events:
        act = told.get(event.seq, event)
        marks = bool(event.data.get("recorded_late")), event.seq in in_force
        by = login(event.data, of_imports), clock(event.data)
        when = act.occurred_at, bool(act.data.get("is_day")), event.recorded_at
        yield Recorded(event.seq, event.kind, *when, event.actor, *marks, *by)


def took_back_what_is_seen(undo: Event, by_number: Mapping[int, Event], as_of: datetime | None) -> bool:
    """Whether what an undo took back, or brought back, is an amendment or an act that had occurred by a moment."""
    root = undo
    while root.kind == Act.undo:
        root = by_number[read(of.Undo, root.data).seq]
    return as_of is None or is_amendment(root) or root.occurred_at <= as_of


def gave_slip(event: Event) -> bool:
    """Whether a slip with a date of its own was given with an event: the receipt, a correction that says so or, of old,
    moved its date, or the slip printed after one."""
    if event.kind != Act.correct:
        return event.kind == Act.receive or (event.kind == Act.print and is_amendment(event))
    said = read(of.Correct, event.data)
    return said.slip_given or any("promised_due_at" in values for values in said.restated.values())


def promises(events: Sequence[Event]) -> Iterator[Promised]:
    """Each date that was ever on a slip, with the event that put it there; an undo puts an earlier one back."""
    shown: tuple[datetime | None, bool] = None, False
    for place, event in enumerate(events, 1):
        if event.kind not in (Act.receive, Act.correct, Act.undo) and not gave_slip(event):
            continue
        state = fold(events[:place])
        assert state is not None
        slip = state.promised_due_at, state.promised_is_day
        is_new = event.kind == Act.print or (event.kind == Act.correct and read(of.Correct, event.data).slip_given)
        if slip != shown or is_new:
            yield Promised(event.seq, event.kind, event.recorded_at, *slip)
        shown = slip


_At = datetime | None


_Grounds = tuple[_At, _At, _At, _At, TimeLimit | None, TimeLimit | None, Began | None, _At]


def dates_and_grounds(dossier: Dossier | None) -> _Grounds:
    """A state's due, statutory, extended and promised dates, and what they are counted from."""
    if dossier is None:
        return None, None, None, None, None, None, None, None
    d = dossier
    dates = d.due_at, d.statutory_due_at, d.extended_due_at
    return *dates, d.promised_due_at, d.time_limit, d.statutory_time_limit, began(d), d.agreed_due_at


def source_of(event: Event, after: Dossier) -> Source:
    """What stands behind a step: the notice, the letter, the reason given, the calendar edition."""
    match said := dossier_event(event.kind, event.data):
        case of.Move():
            return Source(SourceKind.words, said.source)
        case of.Suspend():
            return Source(SourceKind.reason, said.reason, said)
        case of.Extend():
            return Source(SourceKind.letter, said.letter)
        case of.Correct() | of.Void():
            return Source(SourceKind.words, said.note)
        case of.Undo():
            return Source(SourceKind.event, str(said.seq))
        case of.Erase():
            return Source(SourceKind.words, said.basis)
        case of.Print():
            return Source(SourceKind.words, said.edition)
        case of.Receive() | of.Resume() | of.Assign() | of.Resolve() | of.Deliver() | of.Withdraw() | of.Stop():
            return Source(SourceKind.edition, after.calendar_edition)
        case _:
            assert_never(said)
