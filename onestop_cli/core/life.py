"""A dossier's life: one pure fold from its events to its state (domain §3.6).

Acts happen at `occurred_at` and count for a state at T if they occurred by T; amendments restate the whole life and
are filtered only by when they were recorded. Law: state(T, K) = fold(amended(events recorded by K), acts up to T).
Each act carries the dates it set, so the fold needs no calendar; that the stored dates follow from the rules is
checked by deriving them again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, assert_never

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import AMENDMENTS, amended
from onestop_cli.core.dossier import (
    OPEN,
    Counts,
    Dates,
    Dossier,
    DueSource,
    Extension,
    Policy,
    Reason,
    Status,
    Suspension,
    limit_from,
)
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import BY_THE_INSTANT
from onestop_cli.core.moments import instant_of


def fold(events: Iterable[Event], as_of: datetime | None = None, known_at: datetime | None = None) -> Dossier | None:
    """The state of one dossier from its events, in the order of their numbers.

    With `as_of`, acts that occurred later are left out; with `known_at`, events recorded later. None if
    the dossier was not received, or not known, by then; a clock set back can make a later act known first.
    """
    known = [event for event in events if known_at is None or event.recorded_at <= known_at]
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
    if life.acts is not known:
        last = max((last, *(event for event in known if event.kind in AMENDMENTS)), key=lambda event: event.seq)
        dossier = dossier._replace(anchor=last.anchor, status=Status.void if life.is_void else dossier.status)
    return dossier


def apply(dossier: Dossier | None, event: Event) -> Dossier:
    """The state after one more act. A notice moves nothing of a dossier that is no longer open."""
    data, act, at = event.data, Act(event.kind), event.occurred_at
    if act is Act.receive:
        return _received(event)
    assert dossier is not None, "an act before the receipt"
    if act is Act.move and dossier.status not in OPEN:
        return dossier
    after = dossier._replace(last_act_at=max(dossier.last_act_at, at), anchor=event.anchor)
    if dossier.status is Status.suspended and act not in (Act.assign, Act.move):
        after = _suspension_ended(after, at, data)
    match act:
        case Act.suspend:
            return _suspended(after, event)
        case Act.resume:
            return after._replace(status=Status.received)
        case Act.extend:
            return _extended(after, event)
        case Act.assign:
            return after._replace(officer=data["officer"], changed_at=at)
        case Act.resolve:
            return after._replace(
                status=Status.resolved, resolved_at=at, result=data["result"], note=data.get("note") or after.note
            )
        case Act.deliver:
            return after._replace(status=Status.delivered, delivered_at=at, delivery_method=data["method"])
        case Act.withdraw:
            return after._replace(status=Status.withdrawn, closed_at=at, note=data["note"])
        case Act.stop:
            return after._replace(status=Status.stopped, closed_at=at, note=data["note"])
        case Act.move:
            limits = {k: limit_from(data[k]) for k in ("time_limit", "statutory_time_limit") if k in data}
            return _dated(after, data)._replace(changed_at=at, **limits)
        case Act.correct | Act.void | Act.undo:
            raise AssertionError("an amendment is no act: see core.amendments")
        case _:
            assert_never(act)


def dates_data(dates: Dates, calendar_edition: str, *, is_provisional: bool) -> dict[str, Any]:
    """The dates an act sets, as they stand in its event."""
    return {
        **{name: at.isoformat() if at else None for name, at in dates._asdict().items()},
        "calendar_edition": calendar_edition,
        "calendar_provisional": is_provisional,
    }


def _dated(dossier: Dossier, data: Any) -> Dossier:
    """With the dates an act set; as it was if it set none. A day moved by an hour limit has its hour from then on."""
    if "due_at" not in data:
        return dossier
    due_at, has_letter = instant_of(data["due_at"]), "extended_due_at" in data
    has_hour = due_at != dossier.due_at and dossier.time_limit.unit in BY_THE_INSTANT
    return dossier._replace(
        due_at=due_at,
        due_is_day=dossier.due_is_day and not has_hour,
        statutory_due_at=instant_of(data["statutory_due_at"]),
        extended_due_at=instant_of(data["extended_due_at"]) if has_letter else dossier.extended_due_at,
        calendar_edition=data["calendar_edition"],
        calendar_provisional=data["calendar_provisional"],
    )


def _suspended(dossier: Dossier, event: Event) -> Dossier:
    data = event.data
    suspension = Suspension(
        from_at=event.occurred_at,
        to_at=None,
        reason=Reason(data["reason"]),
        policy=Policy(data["policy"]),
        note=data.get("note", ""),
        override=data.get("override", ""),
        counts=Counts(**data["counts"]),
        before=dossier.dates,
        after=None,
    )
    return dossier._replace(
        status=Status.suspended, suspensions=(*dossier.suspensions, suspension), changed_at=event.occurred_at
    )


def _suspension_ended(dossier: Dossier, at: datetime, data: Any) -> Dossier:
    dated = _dated(dossier, data)
    ended = dossier.suspensions[-1]._replace(to_at=at, after=dated.dates)
    return dated._replace(suspensions=(*dossier.suspensions[:-1], ended), changed_at=at)


def _extended(dossier: Dossier, event: Event) -> Dossier:
    data = event.data
    new = datetime.fromisoformat(data["extended_due_at"])
    before = dossier.extended_due_at or dossier.due_at
    extension = Extension(event.occurred_at, data["letter"], data["note"], data.get("override", ""), before, new)
    return dossier._replace(
        extended_due_at=new, extensions=(*dossier.extensions, extension), changed_at=event.occurred_at
    )


def _received(event: Event) -> Dossier:
    data = event.data
    assert event.dossier is not None
    return Dossier(
        code=event.dossier,
        procedure_code=data["procedure_code"],
        procedure_name=data["procedure_name"],
        field=data["field"],
        channel=data["channel"],
        copies=data["copies"],
        fee=data["fee"],
        officer=data["officer"],
        note=data["note"],
        status=Status.received,
        received_at=event.occurred_at,
        time_limit=limit_from(data["time_limit"]),
        statutory_time_limit=limit_from(data["statutory_time_limit"]),
        due_at=instant_of(data["due_at"]),
        due_source=DueSource(data["due_source"]),
        due_is_day=data["due_is_day"],
        promised_due_at=instant_of(data["promised_due_at"]),
        promised_is_day=data["promised_is_day"],
        statutory_due_at=instant_of(data["statutory_due_at"]),
        extended_due_at=None,
        resolved_at=None,
        result=None,
        delivered_at=None,
        delivery_method=None,
        closed_at=None,
        suspensions=(),
        extensions=(),
        rule_version=data["rule_version"],
        calendar_edition=data["calendar_edition"],
        calendar_provisional=data["calendar_provisional"],
        changed_at=None,
        personal_seq=data.get("personal_seq", event.seq if event.personal else None),
        last_act_at=event.occurred_at,
        anchor=event.anchor,
    )
