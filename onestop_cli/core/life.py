"""A dossier's life: one pure fold from its events to its state (domain §3.6).

Acts happen at `occurred_at` and count for a state at T if they occurred by T; amendments restate the whole life and
are filtered only by when they were recorded. Law: state(T, K) = fold(amended(events recorded by K), acts up to T).
Each act carries the dates it set, so the fold needs no calendar; that the stored dates follow from the rules is
checked by deriving them again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, assert_never

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import LEAVES_CLOCK, Act
from onestop_cli.core.amendments import amended, events_in_force, is_amendment, is_marked
from onestop_cli.core.dossier import OPEN, Dossier, DueSource, Extension, LateRecord, Status, Suspension
from onestop_cli.core.dossier_events import dossier_event
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.outcomes import is_past_due
from onestop_cli.errors import NONSENSE, LedgerUnreadable


def fold(events: Iterable[Event], as_of: datetime | None = None, up_to: int | None = None) -> Dossier | None:
    """The state of one dossier from its events, in the order of their numbers.

    With `as_of`, acts that occurred later are left out; with `up_to`, events after that number. None if the dossier was
    not received, or not known, by then. Raises `LedgerUnreadable` where the events make no life.
    """
    known = [event for event in events if up_to is None or event.seq <= up_to]
    try:
        return _folded(known, as_of)
    except NONSENSE as problem:
        raise LedgerUnreadable(code=known[0].dossier if known else "") from problem


def _folded(known: Sequence[Event], as_of: datetime | None) -> Dossier | None:
    """The same of the events known."""
    life = amended(known)
    dossier: Dossier | None = None
    last: Event | None = None
    for act in life.acts:
        if (as_of is not None and act.occurred_at > as_of) or (dossier is None and act.kind != Act.receive):
            continue
        dossier = apply(dossier, act)
        last = act if last is None or act.seq > last.seq else last
    if dossier is None or last is None:
        return None
    last = next((event for event in reversed(known) if event.seq > last.seq and is_amendment(event)), last)
    if last.anchor != dossier.anchor:
        dossier = dossier._replace(anchor=last.anchor)
    if life.is_void:
        dossier = dossier._replace(status=Status.void)
    if any("recorded_late" in event.data for event in known):
        dossier = dossier._replace(recorded_late=_late_records(known, life.acts, as_of))
    return dossier


def told_at(dossier: Dossier, at: datetime, events: Callable[[], Sequence[Event]]) -> Dossier:
    """A dossier that had been received by an instant, as it stood then in everything; folded again only if need be."""
    if max(dossier.last_act_at, dossier.changed_at or dossier.last_act_at) <= at:
        return dossier
    then = fold(events(), at)
    assert then is not None
    return then


def in_data(act: Event, data: Mapping[str, Any]) -> Event:
    """An act that says something else."""
    return act._replace(data={**act.data, **data})


def _late_records(events: Sequence[Event], acts: Sequence[Event], as_of: datetime | None) -> tuple[LateRecord, ...]:
    """The papers recorded late that are in force, of acts those that occurred by an instant."""
    told = {act.seq: act.occurred_at for act in acts}
    records: list[LateRecord] = []
    for event in events_in_force(events):
        at = told.get(event.seq, event.occurred_at)
        if is_marked(event) and not (event.seq in told and as_of is not None and at > as_of):
            reason = next((event.data[key] for key in ("override", "note", "source") if event.data.get(key)), "")
            records.append(LateRecord(event.seq, event.kind, at, event.recorded_at, reason))
    return tuple(records)


def apply(dossier: Dossier | None, event: Event) -> Dossier:
    """The state after one more event that is an act.

    A correction of the person's fields puts the number of its own side row into the data of the receipt.
    """
    act = dossier_event(event.kind, event.data)
    if isinstance(act, of.Receive):
        assert event.dossier is not None
        personal_seq = event.data.get("personal_seq", event.seq if event.personal else None)
        return received(event.dossier, act, event.occurred_at, event.recorded_at, personal_seq, event.anchor)
    assert dossier is not None, "an act before the receipt"
    return acted(dossier, act, event.occurred_at, event.recorded_at, event.anchor)


def acted(dossier: Dossier, act: of.DossierEvent, at: datetime, recorded_at: datetime, anchor: str) -> Dossier:
    """The state after an act at an instant.

    A notice moves nothing of a dossier that is no longer open, and no officer is put in charge of it. A
    printing tells of its anchor only.
    """
    if isinstance(act, of.Print):
        return dossier._replace(anchor=anchor)
    if act.kind in LEAVES_CLOCK and dossier.status not in OPEN:
        return dossier
    last_act_at = dossier.last_act_at if act.kind in LEAVES_CLOCK else max(dossier.last_act_at, at)
    touched: dict[str, Any] = {"last_act_at": last_act_at, "anchor": anchor}
    before = dossier
    if dossier.status is Status.suspended and act.kind not in LEAVES_CLOCK:
        before = _suspension_ended(dossier, at, act.dates if isinstance(act, of.Ending) else None)
    match act:
        case of.Suspend():
            return _suspended(before, act, at)._replace(**touched)
        case of.Resume():
            return before._replace(**touched, status=Status.received)
        case of.Extend():
            return _extended(before, act, at)._replace(**touched)
        case of.Assign():
            return before._replace(**touched, officer=act.officer, changed_at=at)
        case of.Resolve():
            after = before._replace(
                **touched, status=Status.resolved, resolved_at=at, resolved_is_day=act.is_day, result=act.result,
                note=act.note or before.note, resolved_recorded_at=recorded_at,
            )  # fmt: skip
            return after if act.recorded_late else _entered(after, act.imported_by, at, recorded_at)
        case of.Deliver():
            after = before._replace(
                **touched, status=Status.delivered, delivered_at=at, delivered_is_day=act.is_day,
                delivery_method=act.method, delivered_to=act.to,
            )  # fmt: skip
            return _entered(after, act.imported_by, at, recorded_at)
        case of.Withdraw():
            ended = {"closed_at": at, "closed_is_day": act.is_day, "note": act.note}
            return before._replace(**touched, **ended, status=Status.withdrawn)
        case of.Stop():
            ended = {"closed_at": at, "closed_is_day": act.is_day, "note": act.note, "stop_letter": act.letter}
            return before._replace(**touched, **ended, status=Status.stopped, stop_reason=act.reason)
        case of.Move():
            limits = {"time_limit": act.time_limit, "statutory_time_limit": act.statutory_time_limit}
            return _dated(before, act.dates)._replace(**touched, **limits, changed_at=at)
        case of.Receive() | of.Correct() | of.Void() | of.Undo() | of.Erase():
            raise AssertionError("no act of a dossier that is there: see core.amendments")
        case _:
            assert_never(act)


def _entered(dossier: Dossier, imported_by: int | None, at: datetime, recorded_at: datetime) -> Dossier:
    """With an entry typed late, where it was: after the due instant, for an instant before it (§3.3).

    An import is no entry of those it received itself; before format 6 its acts bear no number, but its very second.
    """
    by_old_import = imported_by is None and recorded_at == dossier.recorded_at
    if dossier.imported_by is not None and (imported_by == dossier.imported_by or by_old_import):
        return dossier
    is_late = is_past_due(dossier, recorded_at) and not is_past_due(dossier, at)
    return dossier._replace(entered_late_at=recorded_at) if is_late else dossier


def _dated(dossier: Dossier, new: of.NewDates) -> Dossier:
    """With the dates an act set. A day moved by an hour limit has its hour from then on, unless given as a day.

    An agreed date stays a day (§3.2).
    """
    is_agreed = dossier.due_source is DueSource.agreed
    has_hour = new.due_at != dossier.due_at and dossier.time_limit.unit in BY_THE_INSTANT and not is_agreed
    is_day = dossier.due_is_day and not has_hour if new.due_is_day is None else new.due_is_day
    if new.due_is_day is not None:
        dossier = dossier._replace(given_due_at=new.due_at, given_after=len(dossier.suspensions))
    return dossier._replace(**new._replace(due_is_day=is_day)._asdict())


def _suspended(dossier: Dossier, act: of.Suspend, at: datetime) -> Dossier:
    why = (act.reason, act.policy, act.note, act.override)
    asked = act.until, act.papers, act.policy_rule, act.letter
    suspension = Suspension(at, None, *why, act.counts, dossier.dates, None, *asked)
    return dossier._replace(status=Status.suspended, suspensions=(*dossier.suspensions, suspension), changed_at=at)


def _suspension_ended(dossier: Dossier, at: datetime, new: of.NewDates | None) -> Dossier:
    dated = dossier if new is None else _dated(dossier, new)
    ended = dossier.suspensions[-1]._replace(to_at=at, after=dated.dates)
    return dated._replace(suspensions=(*dossier.suspensions[:-1], ended), changed_at=at)


def _extended(dossier: Dossier, act: of.Extend, at: datetime) -> Dossier:
    new, before = act.extended_due_at, dossier.extended_due_at or dossier.due_at
    extension = Extension(at, act.letter, act.note, before, new, act.override)
    return dossier._replace(
        extended_due_at=act.moved_to or new, extensions=(*dossier.extensions, extension), changed_at=at
    )


_SAID = tuple(name for name in Dossier._fields if name in of.Receive._fields)
_said_by = attrgetter(*_SAID)
_NOT_YET: dict[str, Any] = {
    **dict.fromkeys(Dossier._fields), **Dossier._field_defaults, "suspensions": (), "extensions": (),
}  # fmt: skip


def received(
    code: str, act: of.Receive, at: datetime, recorded_at: datetime, personal_seq: int | None, anchor: str
) -> Dossier:
    """The state after the receipt: what it says, under the same names, and nothing else yet."""
    values: dict[str, Any] = _NOT_YET | dict(zip(_SAID, _said_by(act), strict=True))
    values |= {"code": code, "status": Status.received, "received_at": at, "last_act_at": at}
    given = act.due_at if act.due_source is not DueSource.engine else None
    values |= {"personal_seq": personal_seq, "anchor": anchor, "recorded_at": recorded_at}
    values |= {"received_is_day": act.is_day, "given_due_at": given}
    if act.fee != 0:  # a fee that a correction gave is waived no more
        values["fee_waived"] = ""
    dossier = Dossier._make(values.values())  # in the order of the fields, which `_NOT_YET` has
    return dossier if recorded_at == at else _entered(dossier, act.imported_by, at, recorded_at)
