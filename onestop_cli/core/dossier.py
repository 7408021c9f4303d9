"""A dossier's life: one pure fold from its events to its state (domain §3.6).

Acts happen at `occurred_at` and count for a state at T if they occurred by T; amendments restate the
whole life and are filtered only by when they were recorded. Law: state(T, K) = fold(amended(events
recorded by K), acts up to T). Each act carries the dates it set, so the fold needs no calendar; that the
stored dates follow from the rules is checked by deriving them again.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, Unit


class Status(StrEnum):
    """Where a dossier stands."""

    received = "received"
    suspended = "suspended"
    resolved = "resolved"
    delivered = "delivered"
    withdrawn = "withdrawn"
    stopped = "stopped"
    void = "void"


OPEN = frozenset({Status.received, Status.suspended})


CHANNELS = ("direct", "online", "postal")
"""How a dossier comes in and its result goes out: at the counter, online, by post."""


class Act(StrEnum):
    """What happens in a dossier's life."""

    receive = "receive"
    resolve = "resolve"
    deliver = "deliver"
    move = "move"


ALLOWED: dict[Act, frozenset[Status]] = {
    Act.receive: frozenset(),
    Act.resolve: OPEN,
    Act.deliver: frozenset({Status.resolved}),
    Act.move: OPEN,
}
"""The states in which each act is allowed (§3.6)."""


class DueSource(StrEnum):
    """Who gave the due date: our own counting, or another system's file."""

    engine = "engine"
    foreign = "foreign"


class Dossier(NamedTuple):
    """The state of a dossier. Instants are +07:00; None where it has not happened or there is no limit.

    `due_is_day` and `promised_is_day` mark a date of another system that came without an hour: it is judged by
    date (§3.5).
    `due_moved_at` is when `due_at` last moved after receipt. `personal_seq` is the event beside which the
    personal fields lie; `last_act_at` when the last act occurred; `anchor` `SEQ:HASH12` of the last event.
    """

    code: str
    procedure_code: str
    procedure_name: str
    field: str
    channel: str
    copies: int
    fee: int | None
    officer: str
    note: str
    status: Status
    received_at: datetime
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    due_at: datetime | None
    due_source: DueSource
    due_is_day: bool
    promised_due_at: datetime | None
    promised_is_day: bool
    statutory_due_at: datetime | None
    extended_due_at: datetime | None
    resolved_at: datetime | None
    result: str | None
    delivered_at: datetime | None
    delivery_method: str | None
    closed_at: datetime | None
    rule_version: str
    calendar_edition: str
    calendar_provisional: bool
    due_moved_at: datetime | None
    personal_seq: int | None
    last_act_at: datetime
    anchor: str

    @property
    def finished_at(self) -> datetime | None:
        """When it left the work in progress: result, withdrawal or stop."""
        return self.resolved_at or self.closed_at


def limit_data(limit: TimeLimit) -> dict[str, Any]:
    """A limit as it stands in events and JSON: `{amount, unit}`."""
    return {"amount": limit.amount, "unit": limit.unit.value}


def limit_from(data: dict[str, Any]) -> TimeLimit:
    """The limit of `{amount, unit}`."""
    return TimeLimit(data["amount"], Unit(data["unit"]))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def fold(events: Iterable[Event], as_of: datetime | None = None, known_at: datetime | None = None) -> Dossier | None:
    """The state of one dossier from its events, in the order of their numbers.

    With `as_of`, acts that occurred later are left out; with `known_at`, events recorded later. None if
    the dossier was not received, or not known, by then; a clock set back can make a later act known first.
    """
    dossier: Dossier | None = None
    for event in events:
        if known_at is not None and event.recorded_at > known_at:
            continue
        if as_of is not None and event.occurred_at > as_of:
            continue
        if dossier is None and event.kind != Act.receive:
            continue
        dossier = apply(dossier, event)
    return dossier


def apply(dossier: Dossier | None, event: Event) -> Dossier:
    """The state after one more act."""
    data, act = event.data, Act(event.kind)
    if act is Act.receive:
        return _received(event)
    assert dossier is not None, "an act before the receipt"
    after = dossier._replace(last_act_at=max(dossier.last_act_at, event.occurred_at), anchor=event.anchor)
    match act:
        case Act.resolve:
            return after._replace(
                status=Status.resolved,
                resolved_at=event.occurred_at,
                result=data["result"],
                note=data.get("note") or after.note,
            )
        case Act.deliver:
            return after._replace(
                status=Status.delivered, delivered_at=event.occurred_at, delivery_method=data["method"]
            )
        case Act.move:
            limits = {k: limit_from(data[k]) for k in ("time_limit", "statutory_time_limit") if k in data}
            return after._replace(
                due_at=_instant(data["due_at"]),
                statutory_due_at=_instant(data["statutory_due_at"]),
                calendar_edition=data["calendar_edition"],
                calendar_provisional=data["calendar_provisional"],
                due_moved_at=event.occurred_at,
                **limits,
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
        due_at=_instant(data["due_at"]),
        due_source=DueSource(data["due_source"]),
        due_is_day=data["due_is_day"],
        promised_due_at=_instant(data["promised_due_at"]),
        promised_is_day=data["promised_is_day"],
        statutory_due_at=_instant(data["statutory_due_at"]),
        extended_due_at=None,
        resolved_at=None,
        result=None,
        delivered_at=None,
        delivery_method=None,
        closed_at=None,
        rule_version=data["rule_version"],
        calendar_edition=data["calendar_edition"],
        calendar_provisional=data["calendar_provisional"],
        due_moved_at=None,
        personal_seq=event.seq if event.personal else None,
        last_act_at=event.occurred_at,
        anchor=event.anchor,
    )
