"""A dossier's story for people: what, who, when it happened, when it was recorded, and what was taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import events_in_force
from onestop_cli.core.dossier import Policy
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.output.dossiers import appointment, not_counting_words
from onestop_cli.output.figures import moment
from onestop_cli.output.pages import Lines, Page
from onestop_cli.output.words import COLUMNS, _, label, limit_words

People = Mapping[int, Mapping[str, str]]
"""The personal fields beside events, by the events' numbers."""


def history_text(code: str, events: Sequence[Event], people: People) -> Page:
    """A dossier's story: what, who, when it happened, when it was recorded."""
    lines = [_("History of dossier {code}", code=code), ""]
    kinds = {event.seq: event for event in events}
    taken_back = {event.data["seq"]: event.seq for event in events_in_force(events) if event.kind == Act.undo}
    for event in events:
        words = event_words(event, kinds, people)
        if event.seq in taken_back:
            words += " " + _("[taken back by event {seq}]", seq=taken_back[event.seq])
        lines.append(f"{moment(event.occurred_at)}  {words}")
        recorded = _("recorded {at} by {actor}, event {anchor}", at=moment(event.recorded_at), actor=event.actor,
                     anchor=event.anchor)  # fmt: skip
        lines.append(f"{'':16}  {recorded}")
    return (Lines(lines, 18),)


def event_words(event: Event, events: Mapping[int, Event], people: People) -> str:
    """What an event did, in a sentence."""
    data = event.data
    due_at = datetime.fromisoformat(data["due_at"]) if data.get("due_at") else None
    note = f" — {data['note']}" if data.get("note") else ""
    if data.get("override"):
        note += "; " + _("passing the law's limit: {override}", override=data["override"])
    moved = "; " + _("due {due}", due=appointment(due_at)) if due_at else ""
    match event.kind:
        case Act.receive:
            source = _(" (imported, event {seq})", seq=data["import"]) if "import" in data else ""
            return (
                _("received: {procedure}; due {due}", procedure=data["procedure_name"], due=appointment(due_at))
                + source
                + note
            )
        case Act.suspend:
            words = _("suspended: {reason}; {policy}", reason=label(data["reason"]), policy=Policy(data["policy"]))
            late = "" if data["counts"]["due"] else f"; {not_counting_words()}"
            return words + late + note
        case Act.resume:
            return _("resumed") + (moved or "; " + _("the due date stays")) + note
        case Act.extend:
            new = datetime.fromisoformat(data["extended_due_at"])
            return _("apology {letter}: new appointment {due}", letter=data["letter"], due=appointment(new)) + note
        case Act.assign:
            return _("officer in charge: {officer}", officer=data["officer"])
        case Act.resolve:
            return _("result: {result}", result=label(data["result"])) + moved + note
        case Act.deliver:
            return _("handed over {method}", method=label(data["method"]))
        case Act.withdraw | Act.stop:
            return label("withdrawn" if event.kind == Act.withdraw else "stopped") + note
        case Act.move:
            return _("due date moved to {due}: {source}", due=appointment(due_at), source=data["source"])
        case Act.correct:
            return _("corrected: {changes}", changes="; ".join(_changes(event, events, people))) + note
        case Act.void:
            return _("void: entered by mistake") + note
        case Act.undo:
            return _undo_words(event, events)
        case _:
            return label(event.kind)


def _changes(event: Event, events: Mapping[int, Event], people: People) -> list[str]:
    """Each column a correction changed, before and after."""
    gone = {e.data["seq"] for e in events.values() if e.kind == Act.undo and e.seq < event.seq}
    pairs = {name: (value(name, old), value(name, new)) for name, (old, new) in event.data["fields"].items()}
    before = max((seq for seq in people if seq < event.seq and seq not in gone), default=0)
    for name in event.data.get("personal", ()):
        old, new = (people.get(seq, {}).get(name, "—") for seq in (before, event.seq))
        pairs[name] = old, new
    return [f"{_(words)} {' → '.join(pairs[name])}" for name, words in COLUMNS.items() if name in pairs]


def value(column: str, value: str | int | datetime | TimeLimit | None) -> str:
    """A column's value as a person reads it, from its text in an event or from a dossier itself."""
    match value:
        case None | "":
            return "—"
        case datetime():
            return moment(value)
        case TimeLimit():
            return limit_words(value)
        case str() if column.endswith("_at"):
            return moment(datetime.fromisoformat(value))
        case str() if column.endswith("time_limit"):
            return limit_words(time_limit(value))
        case str() if column in ("status", "channel", "result", "delivery_method"):
            return label(value)
        case _:
            return str(value)


def _undo_words(event: Event, events: Mapping[int, Event]) -> str:
    """What an undo took back, or brought back."""
    target = events.get(event.data["seq"])
    depth, root = 0, target
    while root is not None and root.kind == Act.undo:
        root, depth = events.get(root.data["seq"]), depth + 1
    if target is None or root is None:
        return _("event {seq} taken back", seq=event.data["seq"])
    if depth % 2:
        return _("event {seq} restored: {act}", seq=root.seq, act=label(Act(root.kind)))
    return _("event {seq} taken back: {act}", seq=root.seq, act=label(Act(root.kind)))
