"""A dossier's story for people: what, who, when it happened, when it was recorded, and what was taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import assert_never

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import events_in_force, is_marked
from onestop_cli.core.columns import BY_NAME, INSTANT, LIMIT, STATUS
from onestop_cli.core.dossier_events import dossier_event
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.core.recording import clock, login
from onestop_cli.output.dossiers import appointment, procedure_name
from onestop_cli.output.figures import moment, occurred
from onestop_cli.output.forms.names import printed_words
from onestop_cli.output.hand_ins import hand_in_words
from onestop_cli.output.pages import Lines, Page
from onestop_cli.output.recording import jump_words, who_words
from onestop_cli.output.records import Record
from onestop_cli.output.suspensions import asked_words, noted, policy_words, too_late_words
from onestop_cli.output.words import COLUMNS, _, label, limit_words, officer_words

EVENT_KEYS = ("seq", "dossier", "kind", "occurred_at", "recorded_at", "actor", "data", "hash", "login", "clock")
"""The keys of an event: those of the contract first."""
_ACCEPTANCE = {"acceptance_due_at"}
People = Mapping[int, Mapping[str, str]]
"""The personal fields beside events, by the events' numbers."""


def event_record(event: Event, of_imports: Mapping[int, str]) -> Record:
    """An event under the keys of the contract, then the login it was recorded under, and how the clock had jumped."""
    told = {name: getattr(event, name) for name in EVENT_KEYS[:-2]}
    return told | {"login": login(event.data, of_imports), "clock": clock(event.data)}


def history_text(code: str, events: Sequence[Event], people: People, of_imports: Mapping[int, str]) -> Page:
    """A dossier's story: what, who, when it happened, when it was recorded."""
    lines = [_("History of dossier {code}", code=code), ""]
    kinds = {event.seq: event for event in events}
    taken_back = {_undone(event): event.seq for event in events_in_force(events) if event.kind == Act.undo}
    for event in events:
        words = event_words(event, kinds, people)
        if event.kind != Act.receive and (imported_by := event.data.get("import")) is not None:
            words += _(" (imported, event {seq})", seq=imported_by)
        if is_marked(event):
            words += " " + _("[recorded late]")
        if event.seq in taken_back:
            words += " " + _("[taken back by event {seq}]", seq=taken_back[event.seq])
        if jumped := jump_words(clock(event.data)):
            words += " " + jumped
        at = occurred(event.occurred_at, is_day=bool(event.data.get("is_day")))
        who = who_words(event.actor, login(event.data, of_imports))
        lines.append(f"{at:<16}  {words}")
        recorded = _("recorded {at} by {actor}, event {anchor}", at=moment(event.recorded_at), actor=who,
                     anchor=event.anchor)  # fmt: skip
        lines.append(f"{'':16}  {recorded}")
    return (Lines(lines, 18),)


def _lettered(number: str) -> str:
    """The number of a letter, where there is one."""
    return _("; letter {letter}", letter=number) if number else ""


def event_words(event: Event, events: Mapping[int, Event], people: People) -> str:
    """What an event did, in a sentence."""
    match said := dossier_event(event.kind, event.data):
        case of.Receive():
            source = _(" (imported, event {seq})", seq=said.imported_by) if said.imported_by is not None else ""
            due = appointment(said.due_at)
            words = _("received: {procedure}; due {due}", procedure=procedure_name(said), due=due)
            return words + _handed_in(said) + source + _why(said)
        case of.Suspend():
            policy = policy_words(said.policy, said.policy_rule)
            words = _("suspended: {reason}; {policy}", reason=label(said.reason), policy=policy)
            words += "" if said.counts.due else f"; {too_late_words(said.counts)}"
            return words + asked_words(said.until, said.papers) + _lettered(said.letter) + _why(said)
        case of.Resume():
            return _("resumed") + (_moved(said) or "; " + _("the due date stays"))
        case of.Extend():
            new = appointment(said.extended_due_at)
            return _("apology {letter}: new appointment {due}", letter=said.letter, due=new) + _why(said)
        case of.Assign():
            return _("officer in charge: {officer}", officer=said.officer)
        case of.Resolve():
            return _("result: {result}", result=label(said.result)) + _moved(said) + _why(said)
        case of.Deliver():
            return _("handed over {method}", method=label(said.method)) + (f": {said.to}" if said.to else "")
        case of.Withdraw():
            return label("withdrawn") + _why(said)
        case of.Stop():
            why = f": {label(said.reason)}" if said.reason else ""
            return label("stopped") + why + _lettered(said.letter) + _why(said)
        case of.Move() if said.restated and all(values.keys() == _ACCEPTANCE for values in said.restated.values()):
            [values] = said.restated.values()
            by = moment(datetime.fromisoformat(values["acceptance_due_at"]))
            return _("to be accepted by {at}: {source}", at=by, source=said.source)
        case of.Move():
            due = appointment(said.dates.due_at)
            return _("due date moved to {due}: {source}", due=due, source=said.source)
        case of.Correct():
            changes = _changes(event.seq, said, events, people)
            changes += [_("new slip handed out")] if said.slip_given else []
            return _("corrected: {changes}", changes="; ".join(changes)) + _why(said)
        case of.Void():
            return _("void: entered by mistake") + _why(said)
        case of.Undo():
            return _undo_words(said, events) + noted(said.note, "")
        case of.Erase():
            return _("personal data erased, by {basis}", basis=said.basis) + _why(said)
        case of.Print():
            return printed_words(said)
        case _:
            assert_never(said)


def _handed_in(said: of.Receive) -> str:
    """When and where it was handed in, where that is told."""
    words = hand_in_words(said.submitted_at, is_day=said.submitted_is_day, unit=said.receiving_unit)
    return "; " + _("handed in {words}", words=words) if words else ""


def _moved(said: of.Resume | of.Resolve) -> str:
    """The due date that an act set by ending a suspension, and the new appointment where there was a letter."""
    dates = said.dates
    if dates is None:
        return ""
    due = "; " + _("due {due}", due=appointment(dates.due_at)) if dates.due_at else ""
    letter = "; " + _("new appointment {due}", due=appointment(dates.extended_due_at)) if dates.extended_due_at else ""
    return due + letter


def _why(said: of.Receive | of.Overriding | of.Correct | of.Void | of.Erase) -> str:
    """The note of an event, and the reason for passing a limit of the law."""
    return noted(said.note, said.override if isinstance(said, of.Overriding) else "")


def _changes(number: int, correction: of.Correct, events: Mapping[int, Event], people: People) -> list[str]:
    """Each column that the correction of a number changed, before and after."""
    gone = {_undone(event) for event in events.values() if event.kind == Act.undo and event.seq < number}
    pairs = {name: (value(name, old), value(name, new)) for name, (old, new) in correction.fields.items()}
    erased = {seq for event in events.values() if event.kind == Act.erase for seq in read(of.Erase, event.data).erased}
    told = {seq for seq, event in events.items() if seq in people or (seq in erased and _is_of_person(event))}
    before = max((seq for seq in told if seq < number and seq not in gone), default=0)
    for name in correction.personal:
        old, new = (_("(erased)") if seq in erased else people.get(seq, {}).get(name, "—") for seq in (before, number))
        pairs[name] = old, new
    return [f"{_(words)} {' → '.join(pairs[name])}" for name, words in COLUMNS.items() if name in pairs]


def _is_of_person(event: Event) -> bool:
    """Whether personal fields may have lain beside an event."""
    return event.kind == Act.receive or (event.kind == Act.correct and bool(read(of.Correct, event.data).personal))


def value(column: str, value: str | int | datetime | TimeLimit | None) -> str:
    """A column's value as a person reads it, from its text in an event or from a dossier itself."""
    of = BY_NAME[column]
    match value:
        case "" if of.name == "officer":
            return officer_words("")
        case None | "":
            return "—"
        case datetime():
            return moment(value)
        case TimeLimit():
            return limit_words(value)
        case str() if of.type is INSTANT:
            return occurred(datetime.fromisoformat(value), is_day="T" not in value)
        case str() if of.type is LIMIT:
            return limit_words(time_limit(value))
        case str() if of.type is STATUS or of.accepted:
            return label(value)
        case _:
            return str(value)


def _undone(event: Event) -> int:
    """The number of the event that an undo takes back."""
    return read(of.Undo, event.data).seq


def _undo_words(undo: of.Undo, events: Mapping[int, Event]) -> str:
    """What an undo took back, or brought back."""
    target = events.get(undo.seq)
    depth, root = 0, target
    while root is not None and root.kind == Act.undo:
        root, depth = events.get(_undone(root)), depth + 1
    if target is None or root is None:
        return _("event {seq} taken back", seq=undo.seq)
    return taken_back_words(root.seq, root.kind, restores=bool(depth % 2))


def taken_back_words(seq: int, kind: str, *, restores: bool) -> str:
    """What an undo does."""
    act = label(Act(kind))
    if restores:
        return _("event {seq} restored: {act}", seq=seq, act=act)
    return _("event {seq} taken back: {act}", seq=seq, act=act)
