"""What corrections, undos and moves restate, derived again from the events before each (domain §3.4, §3.6)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onestop_cli.core.acceptance import acceptance_due_at
from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import (
    amended,
    decides_dates,
    events_in_force,
    has_own_limit,
    is_amendment,
    taking_back,
)
from onestop_cli.core.corrections import changes, moved, plain, restated_by_undo
from onestop_cli.core.dossier import Dossier, DueSource, limit_data
from onestop_cli.core.dossier_events import Correct, Move, Print, Receive, Restated, Undo
from onestop_cli.core.event_data import read
from onestop_cli.core.forms import Form, edition_on
from onestop_cli.core.ledger import Event
from onestop_cli.core.life import apply
from onestop_cli.core.limits import Start, TimeLimit
from onestop_cli.core.moments import iso
from onestop_cli.core.office import Office
from onestop_cli.core.rederived import dates_of
from onestop_cli.core.slips import act_printed, is_printing, new_promise, printed_on
from onestop_cli.core.steps import Misdated, Past, Step, Wrong, differing, text
from onestop_cli.errors import OnestopError

_ENDS = (Act.resolve, Act.withdraw, Act.stop)
_TOLD = frozenset(
    ("due_at", "statutory_due_at", "extended_due_at", "moved_to", "acceptance_due_at", "promised_due_at", "counts",
     "rule_version", "calendar_edition", "calendar_provisional", "due_is_day", "time_limit", "statutory_time_limit")
)  # fmt: skip
_DATED = frozenset(
    ("due_at", "statutory_due_at", "counts", "moved_to", "extended_due_at", "rule_version", "calendar_edition",
     "calendar_provisional")
)  # fmt: skip
"""The keys of what is counted anew of an act that a correction restates."""


_CORRECTED = _TOLD | frozenset(
    ("occurred_at", "is_day", "promised_is_day", "procedure_code", "procedure_name", "field", "case", "start",
     "channel", "copies", "fee", "officer", "note", "result", "method", "reason", "submitted_at", "submitted_is_day",
     "receiving_unit", "agreed_due_at", "due_source", "fee_paid", "applicant_kind", "result_by")
)  # fmt: skip
"""The keys of what a correction may tell otherwise: no mark, no import, no person of another event."""


_OF_PROCEDURE = {"procedure_code": "code", "procedure_name": "name", "field": "field", "start": "start"}
"""What a dossier has of its procedure, by what the catalogue calls it."""


def of_move(step: Step, past: Past, office: Office) -> Iterator[Misdated]:
    """What of a move does not follow from the calendar or the catalogue known when it was recorded."""
    event, before, after = step.event, step.before, step.after
    assert before is not None
    assert after is not None
    if not is_amendment(event):  # an act of before format 6: what it moved rests on what was consented to then
        if event.seq > past.marks_kept:
            yield Misdated(event.seq, event.kind, Wrong.act, "state", event.occurred_at.isoformat(), "")
        return
    said = read(Move, event.data)
    calendar = past.calendar(past.edition(event.seq), office)
    limits, own = (said.time_limit, said.statutory_time_limit), (before.time_limit, before.statutory_time_limit)
    if limits != own:
        usual = _limits(before, past, event.seq)
        if usual != limits or has_own_limit(step.earlier):
            yield from differing(event, event.data, _limit_keys(own if usual is None else usual), Wrong.limit)
    receipt = next(each.seq for each in step.earlier if each.kind == Act.receive)
    if said.restated.keys() == {str(receipt)} and said.restated[str(receipt)].keys() == {"acceptance_due_at"}:
        last = acceptance_due_at(calendar, office, before.channel, before.submitted_at)
        restated: Restated = {str(receipt): {"acceptance_due_at": iso(last)}}
    else:
        _, restated = moved(step.earlier, limits if limits != own else None, calendar, office)
    yield from _restated(event, said.restated, restated)
    dates = {name: iso(at) for name, at in after.dates._asdict().items()}
    yield from differing(event, event.data, {**dates, "calendar_edition": calendar.edition})


def of_undo(step: Step, past: Past, office: Office) -> Iterator[Misdated]:
    """What an undo restates that does not follow: where a notice had moved the dates, all are counted anew."""
    event, earlier = step.event, step.earlier
    said = read(Undo, event.data)
    try:
        root = taking_back(earlier, said.seq).root
    except OnestopError:
        return
    moves = [each.seq for each in earlier if each.kind == Act.move and each.seq > root.seq]
    restated: Restated = {}
    if moves and (said.restated or event.seq > past.marks_kept):
        calendar = past.calendar(past.edition(moves[-1]), office)
        bare = event._replace(data={key: value for key, value in event.data.items() if key != "restated"})
        restated = restated_by_undo([*earlier, bare], calendar, office) if decides_dates(root) else {}
    yield from _restated(event, said.restated, restated)


def of_print(step: Step, past: Past) -> Iterator[Misdated]:
    """What a printing says that does not follow: the act its form is about, the edition of that act's day, the copies,
    as what it was made, when; and the date on the slip, which only the first slip after a correction of the receipt
    replaces (domain §3.4, §6)."""
    event, before = step.event, step.before
    assert before is not None
    said = read(Print, event.data)
    if not (is_printing(said) and event.occurred_at == event.recorded_at and _is_of_its_act(said, step, before, past)):
        yield Misdated(event.seq, event.kind, Wrong.act, "printing", "", "")
    yield from _restated(event, said.restated, new_promise(step.earlier, before, said.form))


def _is_of_its_act(said: Print, step: Step, before: Dossier, past: Past) -> bool:
    """Whether a printing's form is about the act it names, and its edition that of the act's day."""
    try:
        form = Form(said.form)
        act = act_printed(before, form, step.earlier)
        return said.act == act.seq and said.edition == edition_on(past.editions, form, printed_on(before, form)).name
    except (ValueError, OnestopError):
        return False


def of_correction(step: Step, past: Past, office: Office) -> Iterator[Misdated]:
    """What a correction restates that does not follow: each date of the acts counted anew, the limits, the slip."""
    event, before, after = step.event, step.before, step.after
    assert before is not None
    assert after is not None
    said = read(Correct, event.data)
    yield from _restates(step, said)
    was = {act.seq: act for act in amended(step.earlier).acts}
    told = amended([*step.earlier, event]).acts
    calendar = past.calendar(past.edition(_counted_in(step.earlier, event.seq)), office)
    redone = _redone(was, told, said, before)
    state: Dossier | None = None
    for act in told:
        if state is None and act.kind != Act.receive:
            continue
        derived: dict[str, Any] = {}
        if act.seq in redone:
            derived = dates_of(act, state, calendar, office)
        if act.kind == Act.extend:
            derived["extended_due_at"] = was[act.seq].data["extended_due_at"]
        if act.kind == Act.receive and "acceptance_due_at" in said.restated.get(str(act.seq), {}):
            last = acceptance_due_at(calendar, office, after.channel, after.submitted_at)
            derived["acceptance_due_at"] = iso(last)
        yield from differing(event, act.data, derived)
        state = apply(state, act)
    yield from _slip(step, said, past)
    yield from _catalogued(step, said, past)


def _restates(step: Step, said: Correct) -> Iterator[Misdated]:
    """What a correction tells otherwise that none can, and what it changes without saying so to people."""
    event, before, after = step.event, step.before, step.after
    assert before is not None
    assert after is not None
    acts = {str(each.seq) for each in step.earlier if not is_amendment(each)}
    keys = {key for values in said.restated.values() for key in values}
    if not (said.restated.keys() <= acts and keys <= _CORRECTED) or str(said.noted or next(iter(acts))) not in acts:
        yield Misdated(event.seq, event.kind, Wrong.act, "restated", "", "")
    if after.due_source is DueSource.foreign and before.due_source is not DueSource.foreign:
        yield from differing(event, {"due_source": after.due_source.value}, {"due_source": before.due_source.value})
    changed = {name: [plain(old), plain(new)] for name, (old, new) in changes(before, after).items()}
    for name in sorted((changed.keys() | said.fields.keys()) - {"note"}):
        if name not in changed or name not in said.fields or said.fields[name] != changed[name]:
            yield Misdated(event.seq, event.kind, Wrong.act, "restated", name, "")


def _catalogued(step: Step, said: Correct, past: Past) -> Iterator[Misdated]:
    """What a correction of the procedure, the limits or an agreed date says that the catalogue then did not."""
    event, before, after = step.event, step.before, step.after
    assert before is not None
    assert after is not None
    version = past.procedure(after.procedure_code, after.case, after.received_at, event.seq)
    if after.agreed_due_at not in (None, before.agreed_due_at) and not (version and version.may_agree):
        yield from differing(event, {"agreed_due_at": iso(after.agreed_due_at)}, {"agreed_due_at": None}, Wrong.limit)
    kept: dict[str, Any] = {}
    usual: dict[str, Any] = {}
    if any(getattr(before, name) != getattr(after, name) for name in _OF_PROCEDURE):
        kept |= {name: text(getattr(after, name)) for name in _OF_PROCEDURE}
        usual |= {name: version and text(getattr(version, key)) for name, key in _OF_PROCEDURE.items()}
    limits = after.time_limit, after.statutory_time_limit
    if not said.own_limit and (usual or limits != (before.time_limit, before.statutory_time_limit)):
        kept |= _limit_keys(limits)
        usual |= _limit_keys((version.committed, version.statutory)) if version else dict.fromkeys(_limit_keys(limits))
    yield from differing(event, kept, usual, Wrong.limit)


def _counted_in(earlier: Sequence[Event], seq: int) -> int:
    """The number after whose event the calendar of a correction was known: of a finished dossier its finish, or the
    last move since."""
    ends = [event.seq for event in events_in_force(earlier) if event.kind in _ENDS]
    return max([ends[-1], *(event.seq for event in earlier if event.kind == Act.move)]) if ends else seq


def _redone(was: Mapping[int, Event], told: Sequence[Event], said: Correct, before: Dossier) -> set[int]:
    """The acts whose dates a correction had to count anew, and those for which it says so."""
    new = {act.seq: act for act in told}
    receipt = next(act for act in told if act.kind == Act.receive)
    old = was[receipt.seq]
    one, other = read(Receive, old.data), read(Receive, receipt.data)
    keys = ["time_limit", "statutory_time_limit", "start", "agreed_due_at", "due_source"]
    keys += ["submitted_at"] if before.start is Start.submitted else []
    keys += ["due_at"] if before.due_source is DueSource.foreign else []
    if old.occurred_at != receipt.occurred_at or any(getattr(one, key) != getattr(other, key) for key in keys):
        return set(new)
    redone = {int(seq) for seq, values in said.restated.items() if not _DATED.isdisjoint(values)}
    if before.suspensions:
        redone |= {seq for seq, act in new.items() if act.kind in _ENDS and act.occurred_at != was[seq].occurred_at}
    return redone


def _slip(step: Step, said: Correct, past: Past) -> Iterator[Misdated]:
    """What a correction says of the date on the slip, which only a new slip replaces (domain §3.4)."""
    event, before, after = step.event, step.before, step.after
    assert before is not None
    assert after is not None
    if event.seq <= past.marks_kept:  # before format 6 a correction of the receipt moved it
        return
    due = after if said.slip_given else before
    derived = (due.due_at, due.due_is_day) if said.slip_given else (due.promised_due_at, due.promised_is_day)
    told = {"promised_due_at": iso(after.promised_due_at), "promised_is_day": after.promised_is_day}
    yield from differing(event, told, {"promised_due_at": iso(derived[0]), "promised_is_day": derived[1]})


def _limits(dossier: Dossier, past: Past, seq: int) -> tuple[TimeLimit, TimeLimit] | None:
    """The limits that the catalogue known after an event has for a dossier's day of receipt."""
    version = past.procedure(dossier.procedure_code, dossier.case, dossier.received_at, seq)
    return version and (version.committed, version.statutory)


def _limit_keys(limits: tuple[TimeLimit, TimeLimit]) -> dict[str, Any]:
    return dict(zip(("time_limit", "statutory_time_limit"), map(limit_data, limits), strict=True))


def _restated(event: Event, said: Restated, derived: Restated) -> Iterator[Misdated]:
    """Where what an event restates is not what is derived."""
    for seq in sorted({*said, *derived}, key=int):
        one, other = said.get(seq, {}), derived.get(seq, {})
        for key in sorted({*one, *other}):
            if (key in one) is not (key in other) or one[key] != other[key]:
                is_told = key in _TOLD  # anything else may be words
                told = (text(one.get(key)), text(other.get(key))) if is_told else ("", "")
                yield Misdated(event.seq, event.kind, Wrong.date, key, *told)
