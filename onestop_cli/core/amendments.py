"""Amendments: what corrections, voids, undos, erasures and notices make of a dossier's acts (domain §3.6).

They restate the record for its whole life and are filtered only by when they were recorded. The ledger only
grows: an undo names the event it takes back, and undoing the undo brings it in force again; a correction, or a
notice's move, names the acts whose data it restates. What is left are the acts of the life as it is told now.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from onestop_cli.core.acts import LEAVES_CLOCK, Act
from onestop_cli.core.dossier_events import Correct, Erase, Move, Print, Undo, Void
from onestop_cli.core.event_data import Data, FreeText, data_of, read
from onestop_cli.core.ledger import Event
from onestop_cli.errors import (
    AlreadyTakenBack,
    ErasureStays,
    MoveStays,
    PrintStays,
    ReceiptStays,
    RestsOnIt,
    UnknownEvent,
)

_AMENDMENTS = frozenset({Act.correct, Act.void, Act.undo, Act.erase})
_WENT_ON = frozenset({Act.suspend, Act.resume, Act.extend, Act.resolve, Act.deliver, Act.withdraw, Act.stop})
_WHILE_OPEN = frozenset(act.value for act in (Act.suspend, Act.resume, Act.extend))
"""The acts that leave a dossier open: a change of officer before them says nothing of them."""
_RESTATING: dict[str, type[Correct | Move | Undo | Print]] = {
    Act.correct: Correct, Act.move: Move, Act.undo: Undo, Act.print: Print,
}  # fmt: skip


class Life(NamedTuple):
    """A life as its amendments tell it: its acts by when they occurred, and whether it is void."""

    acts: Sequence[Event]
    is_void: bool


def amends(kind: str, data: Data) -> bool:
    """Whether an event restates the record: corrections, voids, undos, erasures, the moves of format 6 on, and the slip
    printed after a correction of the receipt."""
    return kind in _AMENDMENTS or (kind in (Act.move, Act.print) and "restated" in data)


def is_amendment(event: Event) -> bool:
    """The same of an event that was read."""
    return amends(event.kind, event.data)


def amended(events: Sequence[Event]) -> Life:
    """The acts in force, as restated, of the events of one dossier in the order of their numbers.

    The acts are in the order of when they occurred. A move that is one of them (before format 6) was known to
    whoever typed a later one, and stands before it.
    """
    if not any(event.kind == Act.move or is_amendment(event) for event in events):
        return Life(_in_order(events, events), False)
    in_force = events_in_force(events)
    receipt = next((event.seq for event in in_force if event.kind == Act.receive), 0)
    restated: dict[int, dict[str, Any]] = {}
    is_void = False
    for event in in_force:
        if event.kind in _RESTATING and is_amendment(event):
            of = _RESTATING[event.kind]
            for seq, values in read(of, event.data).restated.items():
                restated.setdefault(int(seq), {}).update(values)
        if event.kind == Act.correct:
            correction = read(Correct, event.data)
            if correction.noted is not None:
                restated.setdefault(correction.noted, {})["note"] = correction.dossier_note
            if correction.personal:
                restated.setdefault(receipt, {})["personal_seq"] = event.seq if event.personal else None
        if event.kind == Act.erase:
            told = restated.setdefault(receipt, {})
            if told.get("personal_seq", receipt) in read(Erase, event.data).erased:
                told["personal_seq"] = None
        is_void = is_void or event.kind == Act.void
    acts = [_restated(event, restated.get(event.seq)) for event in in_force if not is_amendment(event)]
    return Life(_in_order(acts, events), is_void)


def _in_order(acts: Sequence[Event], events: Sequence[Event]) -> list[Event]:
    """The acts by when they occurred; a move comes no later than what was typed after it for an earlier hour."""
    placed = list(acts)
    moves = [(place, act) for place, act in enumerate(acts) if act.kind == Act.move]
    typed = {event.seq: event.occurred_at for event in events} if moves else {}
    for place, move in moves:
        behind = [a.occurred_at for a in acts if a.seq > move.seq and typed[a.seq] < typed[move.seq]]
        placed[place] = move._replace(occurred_at=min([move.occurred_at, *behind]))
    placed.sort(key=attrgetter("occurred_at"))
    return placed


def events_in_force(events: Sequence[Event]) -> list[Event]:
    """The events that no undo in force takes back."""
    taken_back: set[int] = set()
    for event in reversed(events):
        if event.kind == Act.undo and event.seq not in taken_back:
            taken_back.add(read(Undo, event.data).seq)
    return [event for event in events if event.seq not in taken_back]


def acts_since_receipt(events: Sequence[Event]) -> list[Event]:
    """The acts in force with which a person went on after a dossier's receipt; a change of officer is none of them.

    They are shown before the dossier is voided or withdrawn: a mistyped number is noticed by them.
    """
    return [event for event in events_in_force(events) if event.kind in _WENT_ON]


class Voided(NamedTuple):
    """The event by which a dossier is void: its number, when it was recorded, by whom and why, and the login."""

    seq: int
    at: datetime
    by: str
    note: FreeText
    login: str | None = None


def voided(events: Sequence[Event], up_to: int | None = None) -> Voided | None:
    """By what a dossier is void, of what was recorded up to a number; None where it is not."""
    known = [event for event in events if up_to is None or event.seq <= up_to]
    void = next((event for event in reversed(events_in_force(known)) if event.kind == Act.void), None)
    return void and Voided(void.seq, void.recorded_at, void.actor, read(Void, void.data).note, void.data.get("login"))


class Erased(NamedTuple):
    """The last event by which personal data of a dossier were erased: its number, when, by whom, by which law, why."""

    seq: int
    at: datetime
    by: str
    basis: str
    note: FreeText


def erasure(events: Sequence[Event], up_to: int | None = None) -> Erased | None:
    """By what personal data of a dossier were erased last, of what was recorded up to a number; None if never."""
    last = next((e for e in reversed(events) if e.kind == Act.erase and (up_to is None or e.seq <= up_to)), None)
    if last is None:
        return None
    said = read(Erase, last.data)
    return Erased(last.seq, last.recorded_at, last.actor, said.basis, said.note)


def is_marked(event: Event) -> bool:
    """Whether an event is a paper recorded late (§3.3)."""
    return bool(event.data.get("recorded_late"))


def has_ended(events: Sequence[Event]) -> bool:
    """Whether a result, a withdrawal or a stop was ever recorded, taken back or not."""
    return any(event.kind in (Act.resolve, Act.withdraw, Act.stop) for event in events)


def has_own_limit(events: Sequence[Event]) -> bool:
    """Whether a correction in force gave the dossier a limit of its own (§3.4), and none another procedure since."""
    corrections = (read(Correct, event.data) for event in events_in_force(events) if event.kind == Act.correct)
    given = [correction.own_limit for correction in corrections if correction.own_limit is not None]
    return bool(given) and given[-1]


NEW_SLIP = frozenset({"procedure_code", "case", "received_at", "agreed_due_at"})
"""The columns of the receipt itself: their correction may bring a new slip (§3.4)."""


def waits_for_slip(events: Sequence[Event]) -> bool:
    """Whether a correction of the receipt itself, in force, has not had a new slip since (§3.4).

    Corrections before format 6 moved the date on the slip themselves. A slip printed since is one; where the correction
    it was printed for is taken back, or comes back, the next one is due again.
    """
    waits = False
    for event in events_in_force(events):
        if event.kind == Act.correct:
            correction = read(Correct, event.data)
            has_slip = any("promised_due_at" in values for values in correction.restated.values())
            waits = not has_slip and (waits or not NEW_SLIP.isdisjoint(correction.fields))
        elif event.kind == Act.print:
            waits = waits and not is_amendment(event)
        elif event.kind == Act.undo:
            waits = waits or _was_printed(events, event)
    return waits


def _was_printed(events: Sequence[Event], undo: Event) -> bool:
    """Whether an undo takes back, or brings back, a correction of the receipt after which a slip was printed.

    An act that had not occurred by the moment looked at is not among the events, and is no correction.
    """
    by_number = {event.seq: event for event in events}
    root: Event | None = undo
    while root is not None and root.kind == Act.undo:
        root = by_number.get(read(Undo, root.data).seq)
    if root is None or root.kind != Act.correct or NEW_SLIP.isdisjoint(read(Correct, root.data).fields):
        return False
    return any(root.seq < e.seq < undo.seq and e.kind == Act.print and is_amendment(e) for e in events)


def _restated(event: Event, values: dict[str, Any] | None) -> Event:
    if not values:
        return event
    data = {**event.data, **values}
    occurred_at = data.pop("occurred_at", None)
    if occurred_at is not None:
        event = event._replace(occurred_at=datetime.fromisoformat(occurred_at))
    return event._replace(data=data)


def seen(events: Iterable[Event], as_of: datetime | None, up_to: int | None) -> list[Event]:
    """The events that count as things stood: acts by when they occurred as told now; all up to a number."""
    known = [event for event in events if up_to is None or event.seq <= up_to]
    if as_of is None:
        return known
    told = {act.seq: act.occurred_at for act in amended(known).acts}
    return [e for e in known if is_amendment(e) or told.get(e.seq, e.occurred_at) <= as_of]


class TakeBack(NamedTuple):
    """What an undo does: it takes back the event `target`. At the end of a chain of undos stands the act or
    correction `root`, which goes, or comes back into force (`restores`)."""

    target: Event
    root: Event
    restores: bool


def taking_back(events: Sequence[Event], seq: int | None = None) -> TakeBack:
    """What an undo of an event takes back: the last one that a person typed, or the one of a number.

    The ledger grows by undos only at its end, so an event goes (or returns) only while nothing in force rests on it.
    A notice's move goes with its notice. Raises `UnknownEvent`, `AlreadyTakenBack`, `ReceiptStays`, `MoveStays`,
    `PrintStays`, `RestsOnIt`.
    """
    code = events[0].dossier
    by_number = {event.seq: event for event in events}
    typed = [event for event in events if event.kind not in LEAVES_CLOCK]
    target = typed[-1] if seq is None else by_number.get(seq)
    if target is None:
        raise UnknownEvent(code=code, seq=seq)
    in_force = events_in_force(events)
    if target not in in_force:
        by = next(e for e in in_force if e.kind == Act.undo and read(Undo, e.data).seq == target.seq)
        raise AlreadyTakenBack(code=code, seq=target.seq, by=by.seq)
    root = target
    while root.kind == Act.undo:
        root = by_number[read(Undo, root.data).seq]
    if root.kind == Act.receive:
        raise ReceiptStays(code=code)
    if root.kind == Act.move:
        raise MoveStays(code=code, seq=root.seq)
    if root.kind == Act.erase:
        raise ErasureStays(code=code, seq=root.seq)
    if root.kind == Act.print:
        raise PrintStays(code=code, seq=root.seq)
    restores = root not in in_force
    last = events[-1]
    draft = last._replace(seq=last.seq + 1, kind=Undo.kind.value, data=data_of(Undo(target.seq)))
    if (root in events_in_force([*events, draft])) is not restores:
        later = next(e for e in reversed(in_force) if e.kind == Act.undo and e != target)
        raise RestsOnIt(code=code, seq=target.seq, later=later.seq, act=Act.undo)
    for later in in_force:
        was_there = root in events_in_force([event for event in events if event.seq < later.seq])
        if later.seq > root.seq and _rests_on(root, later, is_strange=restores and not was_there):
            raise RestsOnIt(code=code, seq=target.seq, later=later.seq, act=Act(later.kind))
    return TakeBack(target, root, restores)


def _rests_on(root: Event, later: Event, *, is_strange: bool) -> bool:
    """Whether a later event in force would say something else if the root went or came back.

    `is_strange` tells that the root would come back and was not in force when the later event was recorded.
    """
    if later.kind == Act.undo or later.kind in LEAVES_CLOCK or (root.kind == Act.assign and later.kind in _WHILE_OPEN):
        return False
    if later.kind == Act.correct:
        if root.kind != Act.correct:
            return is_strange and _dated(later)
        one, other = read(Correct, root.data), read(Correct, later.data)
        if _dated(root) and (_dated(later) or other.slip_given):
            return True
        return not _touched(one).isdisjoint(_touched(other)) or bool(one.personal and other.personal)
    return root.kind != Act.correct or _dated(root) or later.kind == Act.void


def _touched(correction: Correct) -> set[tuple[str, str]]:
    """The acts a correction restates, each with what of it."""
    noted = set[tuple[str, str]]() if correction.noted is None else {(str(correction.noted), "note")}
    return noted | {(seq, key) for seq, values in correction.restated.items() for key in values}


def decides_dates(event: Event) -> bool:
    """Whether the dates of a dossier follow from an event that a person typed."""
    if event.kind != Act.correct:
        return event.kind not in (Act.assign, Act.erase, Act.print)
    keys = {key for _, key in _touched(read(Correct, event.data))}
    return _dated(event) or "acceptance_due_at" in keys


def _dated(correction: Event) -> bool:
    """Whether a correction restates dates, on which every later act rests."""
    keys = {key for _, key in _touched(read(Correct, correction.data))}
    return not keys.isdisjoint({"occurred_at", "due_at", "counts"})
