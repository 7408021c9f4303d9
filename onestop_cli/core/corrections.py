"""What a correction restates: the fields typed wrong, and every date that follows from them (domain §3.4, §3.6).

A correction restates the record for its whole life: the receipt's dates, for which of them each suspension counts,
the dates after each of them. The date on the slip stays what it was, unless a new slip is given. A lawful longer limit
(verification: marriage at most 5 working days, marital status at most 23 days) is a correction of the limit, not an
apology. The old values stay in the ledger.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from onestop_cli.core.acts import LEAVES_CLOCK, Act
from onestop_cli.core.amendments import amended, is_amendment
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.columns import BY_NAME, LIMIT, OCCURRED_AT, ON_SCREEN, Column
from onestop_cli.core.dossier import Dossier, DueSource, hand_in_text, limit_data
from onestop_cli.core.dossier_events import Receive, Restated
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import fold, in_data
from onestop_cli.core.limits import Start, TimeLimit, due_instant
from onestop_cli.core.moments import iso
from onestop_cli.core.office import Office
from onestop_cli.core.rederived import acceptance_data, rederived
from onestop_cli.errors import AgreedDueDate, HandedInLater, NotOfThisDossier, OutOfOrder, OwnDueDate

_LIMITS = ("time_limit", "statutory_time_limit")
_DATE_KEYS = (
    "due_at", "statutory_due_at", "extended_due_at", "rule_version", "calendar_edition", "calendar_provisional",
    "counts", "moved_to", "acceptance_due_at",
)  # fmt: skip
_ACCEPTED_BY = ("received_at", "submitted_at", "channel")
"""The columns that decide until when receiving was in time (§3.1), or whether the hand-in came first."""
TOLD = tuple(name for name, column in ON_SCREEN.items() if not column.is_personal)
"""The columns in which two states of a dossier are compared for people."""


def changes(before: Dossier, after: Dossier) -> dict[str, tuple[Any, Any]]:
    """The columns in which two states differ, with both values."""
    pairs = ((name, _told(before, name), _told(after, name)) for name in TOLD)
    return {name: (old, new) for name, old, new in pairs if old != new}


def plain(value: object) -> object:
    """A value as it stands among the `fields` of a correction."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, TimeLimit) else value


def _told(dossier: Dossier, name: str) -> object:
    """A column's value; of a hand-in its text, which says whether it has an hour."""
    return hand_in_text(dossier) if name == "submitted_at" else getattr(dossier, name)


def restated(
    events: Sequence[Event],
    values: Mapping[str, Any],
    calendar: Calendar,
    office: Office,
    *,
    slip_given: bool = False,
) -> tuple[Dossier, Restated]:
    """The dossier with corrected columns, and what of its acts is restated for that.

    `values` are new values by column: texts, numbers, instants, limits; beside another system's `due_at` stands
    `due_is_day`. Each is told, whether it is new or was said already: it stays where an earlier correction is left out.
    Where new ones decide dates, all dates of the life are counted anew. With `slip_given` the due date then
    in force is on a new slip; otherwise the date on the slip stays (§3.4). Raises `NotOfThisDossier` for a column whose
    act has not happened, `OwnDueDate`, `HandedInLater`, `OutOfOrder` for an instant that would change the order of the
    acts, `CalendarGap`.
    """
    was = list(amended(events).acts)
    state = fold(events)
    assert state is not None
    acts = {act.seq: act for act in was}
    begins = next(place for place, act in enumerate(was) if act.kind == Act.receive)
    receipt, lived = was[begins], was[begins:]  # a change of officer before a receipt told later says nothing any more
    dated: dict[str, int] = {}
    said = set[tuple[int, str]]()

    def says(seq: int, data: Mapping[str, Any]) -> None:
        acts[seq] = in_data(acts[seq], data)
        said.update((seq, key) for key in data)

    for name, value in values.items():
        column = BY_NAME[name]
        if column.key == OCCURRED_AT:
            act = _last(lived, column, state.code)
            acts[act.seq] = acts[act.seq]._replace(occurred_at=value)
            dated[name] = act.seq
            said.add((act.seq, "occurred_at"))
        elif column.type is LIMIT:
            for act in was:
                if name in act.data:
                    says(act.seq, {name: limit_data(value)})
        elif name == "due_is_day":
            continue
        elif name == "agreed_due_at":
            says(receipt.seq, _agreed(state, value))
        elif name == "due_at":
            if state.due_source is not DueSource.foreign:
                raise (AgreedDueDate if state.due_source is DueSource.agreed else OwnDueDate)(code=state.code)
            received_at = values.get("received_at", state.received_at)
            if value < received_at:
                raise OutOfOrder(option=column.flag, at=value, code=state.code, first=received_at, last="…")
            is_day = values["due_is_day"]
            says(receipt.seq, {"due_at": value.isoformat(), "due_is_day": is_day})
            for act in was:
                if act.seq != receipt.seq and "due_is_day" in act.data:
                    acts[act.seq] = in_data(acts[act.seq], {"due_is_day": None})
        else:
            noted = [a for a in lived if a.data.get("note") or a.kind == Act.receive]
            act = _last(noted if name == "note" else lived, column, state.code)
            plain = column.type.plain(value) if column.type.plain and value is not None else value
            says(act.seq, {column.data_key: plain})
    for name, seq in dated.items():
        _must_keep_order(acts, seq, BY_NAME[name].flag, state.code)
    if not values.keys().isdisjoint(_ACCEPTED_BY):
        _must_be_handed_in_before(acts[receipt.seq])
        acts[receipt.seq] = in_data(acts[receipt.seq], acceptance_data(acts[receipt.seq], calendar, office))
    told = sorted(acts.values(), key=lambda act: act.occurred_at)
    redone = frozenset[int]()
    decides = {
        "received_at",
        "due_at",
        "agreed_due_at",
        "start",
        *_LIMITS,
        *({"submitted_at"} if state.start is Start.submitted else ()),
    }
    unchanged = {name for name in ("start", *_LIMITS) if name in values and values[name] == getattr(state, name)}
    if not (values.keys() - unchanged).isdisjoint(decides):
        redone = frozenset(acts)
    elif state.suspensions:
        redone = frozenset(dated[name] for name in ("resolved_at", "closed_at") if name in dated)
    state, told = rederived(told, calendar, office, redone)
    differences = _differences(was, told, redone, said)
    if slip_given:
        slip = {"promised_due_at": iso(state.due_at), "promised_is_day": state.due_is_day}
        differences.setdefault(str(receipt.seq), {}).update(slip)
        state = state._replace(promised_due_at=state.due_at, promised_is_day=state.due_is_day)
    return state, differences


def moved(
    events: Sequence[Event], limits: tuple[TimeLimit, TimeLimit] | None, calendar: Calendar, office: Office
) -> tuple[Dossier, Restated]:
    """The dossier once a notice is known, or a limit amended, and what of its acts is restated for that (§3.6).

    All dates of the life are counted anew, and for which of them each suspension counts; what was promised on the
    slip stays. `limits` are the committed and the statutory one, where they change. Raises `CalendarGap`.
    """
    was = list(amended(events).acts)
    pairs = dict(zip(_LIMITS, map(limit_data, limits), strict=True)) if limits else {}
    acts = [in_data(act, {name: limit for name, limit in pairs.items() if name in act.data}) for act in was]
    return _told_anew(events, was, acts, calendar, office)


def restated_by_undo(events: Sequence[Event], calendar: Calendar, office: Office) -> Restated:
    """What of its acts is restated where the last event undid one on which dates rest that a notice moved since.

    They are counted anew in the calendar that moved them. Raises `CalendarGap`.
    """
    was, before = list(amended(events).acts), fold(events)
    after, told = _told_anew(events, was, was, calendar, office)
    assert before is not None
    return told if _rests(before) != _rests(after) else {}


def _rests(dossier: Dossier) -> tuple[object, ...]:
    """What of a dossier a calendar decides."""
    return dossier.dates, dossier.suspensions, dossier.acceptance_due_at


def _told_anew(
    events: Sequence[Event], was: Sequence[Event], acts: Sequence[Event], calendar: Calendar, office: Office
) -> tuple[Dossier, Restated]:
    """The dossier after acts whose dates are all counted anew but for the promise, and what is restated of them.

    No notice moves a due date that was agreed: it stays as the life says it without them.
    """
    redone = frozenset(act.seq for act in acts)
    if not _is_agreed(acts):
        state, told = rederived(acts, calendar, office, redone)
        return state, _differences(was, told, redone)
    agreed = {act.seq: {"due_at": act.data["due_at"]} for act in without_notices(events) if "due_at" in act.data}
    kept = [in_data(act, agreed.get(act.seq, {})) for act in acts]
    state, told = rederived(kept, calendar, office, redone, keeps_due=agreed)
    differences = _differences(was, told, redone)
    for act in was:
        values = differences.get(str(act.seq), {})
        if "due_at" in values and "due_at" in act.data and values["due_at"] == act.data["due_at"]:
            del values["due_at"]
    return state, differences


def without_notices(events: Sequence[Event]) -> Sequence[Event]:
    """The acts of a life as they were told without what notices restated."""
    return amended([event for event in events if event.kind != Act.move or not is_amendment(event)]).acts


def _is_agreed(acts: Sequence[Event]) -> bool:
    """Whether a life is that of a dossier whose due date was agreed."""
    return any(act.kind == Act.receive and act.data["due_source"] == DueSource.agreed for act in acts)


def _agreed(state: Dossier, agreed_due_at: datetime | None) -> dict[str, Any]:
    """What a receipt says of a date that was agreed, or that none was. Raises `NotOfThisDossier`."""
    if state.due_source is DueSource.foreign:
        raise NotOfThisDossier(code=state.code, option=BY_NAME["agreed_due_at"].flag)
    source = DueSource.engine if agreed_due_at is None else DueSource.agreed
    told = {"due_source": source.value, "due_is_day": agreed_due_at is not None, "agreed_due_at": iso(agreed_due_at)}
    return told if agreed_due_at is None else {**told, "due_at": iso(agreed_due_at)}


def _last(acts: Sequence[Event], column: Column, code: str) -> Event:
    """The last of the acts that say a column. Raises `NotOfThisDossier`."""
    saying = [act for act in acts if act.kind in column.acts]
    if not saying:
        raise NotOfThisDossier(code=code, option=column.flag)
    return max(saying, key=lambda act: act.seq)


def _must_keep_order(acts: Mapping[int, Event], seq: int, option: str, code: str) -> None:
    """The acts a person recorded stay in their order; moves and changes of officer take their place by themselves."""
    ordered = [act for _, act in sorted(acts.items()) if act.kind not in LEAVES_CLOCK or act.seq == seq]
    place = next(i for i, act in enumerate(ordered) if act.seq == seq)
    at = ordered[place].occurred_at
    first = ordered[place - 1].occurred_at if place else None
    last = ordered[place + 1].occurred_at if place + 1 < len(ordered) else None
    if (first is not None and at < first) or (last is not None and at > last):
        raise OutOfOrder(option=option, at=at, code=code, first=first or "…", last=last or "…")


def _must_be_handed_in_before(receipt: Event) -> None:
    """Raises `HandedInLater` for a receipt that comes before its hand-in."""
    handed_in = read(Receive, receipt.data).submitted_at
    if handed_in is not None and handed_in > receipt.occurred_at:
        raise HandedInLater(at=handed_in, received_at=receipt.occurred_at)


def _differences(
    was: Sequence[Event], told: Sequence[Event], redone: Collection[int], said: Collection[tuple[int, str]] = ()
) -> Restated:
    """What of each act is told otherwise; of those counted anew all their dates, and what was `said`."""
    before = {act.seq: act for act in was}
    differences: Restated = {}
    for act in told:
        old = before[act.seq]
        values = {
            key: value
            for key, value in act.data.items()
            if value != old.data.get(key)
            or key not in old.data
            or (act.seq in redone and key in _DATE_KEYS)
            or (act.seq, key) in said
        }
        if act.occurred_at != old.occurred_at or (act.seq, "occurred_at") in said:
            values["occurred_at"] = act.occurred_at.isoformat()
        if values:
            differences[str(act.seq)] = values
    return differences


def corrected_limits(
    calendar: Calendar,
    office: Office,
    origin: datetime,
    before: TimeLimit,
    committed: TimeLimit,
    statutory: TimeLimit,
) -> tuple[TimeLimit, TimeLimit]:
    """The two limits after a correction of the committed one: the law's own longer limit takes the place of both.

    `origin` is what they count from.

    It is longer than the statutory one by its amount, or, of another unit, by where it ends; a mere shortening of
    what was committed `before` never is.
    """
    if committed.unit is statutory.unit:
        is_longer = (committed.amount or 0) > (statutory.amount or 0)
    elif committed.unit is before.unit and (committed.amount or 0) <= (before.amount or 0):
        is_longer = False
    else:
        promised = due_instant(calendar, office, origin, committed)
        by_statute = due_instant(calendar, office, origin, statutory)
        is_longer = by_statute is not None and (promised is None or promised > by_statute)
    return (committed, committed) if is_longer else (committed, statutory)
