"""Every event of a dossier derived again from the events before it: what claims to be proof rests on nothing else.

The dates an act says (the promise, the dates at the end of a suspension, for which of them it counts, a letter's, those
a notice, a correction or an undo restates) are counted anew in the calendar that the file knew when the act was
recorded, with the office rules known at receipt (domain §3.1-3.6). The limits are those of the catalogue of that time,
and each act one that the state before it allowed. What other systems gave, what was agreed and what was kept on purpose
(a move declined, a date that never comes earlier by a suspension) is as it should be; so is what a format before the
present rule recorded.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onestop_cli.core.acts import ALLOWED, LEAVES_CLOCK, Act
from onestop_cli.core.amendments import is_amendment, taking_back
from onestop_cli.core.dossier import Dossier, DueSource, Status, limit_data
from onestop_cli.core.dossier_events import Erase, Extend, Receive, Undo
from onestop_cli.core.event_data import read
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import Start
from onestop_cli.core.moments import instant, iso
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.reamended import of_correction, of_move, of_print, of_undo
from onestop_cli.core.rederived import dates_of
from onestop_cli.core.steps import Misdated, Past, Step, Wrong, differing, text
from onestop_cli.errors import CalendarGap, OnestopError

_ALLOWED: Mapping[str, frozenset[Status]] = {act.value: states for act, states in ALLOWED.items()}
"""The same by the words that stand in an event."""
_MAY_END = frozenset((Act.resume, Act.resolve, Act.deliver, Act.withdraw, Act.stop, Act.assign))


def misdated(told: Sequence[Step], past: Past) -> Iterator[Misdated]:
    """What of the dates, the limits and the order of a dossier's events does not follow, event by event."""
    if not told:
        return
    first = told[0].event
    office = past.office(first.seq)
    for step in told:
        _, before, event, after = step
        number = event.data.get("import")
        if number is not None and past.imported_at(number) != event.recorded_at:
            yield Misdated(event.seq, event.kind, Wrong.act, "import", str(number), "")
        if before is not None and _is_usual(before, event):
            continue
        impossible = _impossible(step, first)
        if impossible:
            yield Misdated(event.seq, event.kind, Wrong.act, impossible, event.occurred_at.isoformat(), "")
        if after is None or (before is None and event is not first):
            continue
        try:
            yield from _of(step, past, office, is_imported=_is_imported(event, first, past))
        except CalendarGap as gap:
            said = str(event.data.get("calendar_edition", ""))
            yield Misdated(event.seq, event.kind, Wrong.date, "calendar_edition", said, str(gap.values.get("year", "")))


def _is_usual(before: Dossier, event: Event) -> bool:
    """Whether an act sets no date, of a dossier that was never suspended, and its state allowed it: most acts do."""
    return (
        event.kind in _MAY_END
        and not before.suspensions
        and before.status in _ALLOWED[event.kind]
        and before.last_act_at <= event.occurred_at <= event.recorded_at
        and "due_at" not in event.data
    )


def _is_imported(event: Event, first: Event, past: Past) -> bool:
    """Whether an import brought an event; before format 6 its acts bear no number, but its very second."""
    if event.data.get("import") is not None:
        return True
    return event.seq <= past.marks_kept and event.recorded_at == first.recorded_at


def _impossible(step: Step, first: Event) -> str:
    """Why an act could not be recorded where it stands; empty where it could."""
    _, before, event, _ = step
    if (event is first) is not (event.kind == Act.receive):
        return "state"
    if event.occurred_at > event.recorded_at:
        return "future"
    if before is None:
        return ""
    if is_amendment(event) and event.occurred_at != event.recorded_at and event.data.get("import") is None:
        return "amended"
    if event.kind == Act.move:
        return "state" if before.status is Status.void else ""
    if before.status not in _ALLOWED[event.kind]:
        return "state"
    if event.kind == Act.undo:
        try:
            taking_back(step.earlier, read(Undo, event.data).seq)
        except OnestopError:
            return "undo"
        return ""
    if event.kind == Act.erase:
        return "" if _is_all_beside(step) else "erase"
    may_be_before = is_amendment(event) or event.kind == Act.print
    return "order" if not may_be_before and event.occurred_at < before.last_act_at else ""


def _is_all_beside(step: Step) -> bool:
    """Whether an erasure names by which law, and every event before it beside which something of the dossier lay."""
    said = read(Erase, step.event.data)
    gone = {seq for event in step.earlier if event.kind == Act.erase for seq in read(Erase, event.data).erased}
    lay = {event.seq for event in step.earlier if event.personal is not None and event.kind != Act.erase}
    return bool(said.basis and said.erased) and set(said.erased) == lay - gone


def _of(step: Step, past: Past, office: Office, *, is_imported: bool) -> Iterator[Misdated]:
    """What of an event that its state allowed does not follow."""
    event, before = step.event, step.before
    match event.kind:
        case Act.receive:
            if not _is_as_promised(step, past, office):
                yield from _receipt(event, past, office, is_imported=is_imported)
        case Act.extend:
            calendar = past.calendar(past.edition(event.seq), office)
            given = read(Extend, event.data).extended_due_at.date()
            is_day_off = not is_imported and not calendar.is_working_day(given)
            due_at = None if is_day_off else instant(given, due_second(calendar, office, given))
            yield from differing(event, event.data, {"extended_due_at": iso(due_at)})
        case Act.move:
            yield from of_move(step, past, office)
        case Act.correct:
            yield from of_correction(step, past, office)
        case Act.undo:
            yield from of_undo(step, past, office)
        case Act.print:
            yield from of_print(step, past)
        case Act.void:
            pass
        case Act.suspend:
            assert before is not None
            calendar = past.calendar(past.edition(event.seq), office)
            derived = dates_of(event, before, calendar, office)
            if is_imported and before.due_source is DueSource.foreign:  # it counts where the other system moved a date
                counts, said = derived["counts"], event.data["counts"]
                derived = {
                    "counts": {key: is_so if is_so is None else is_so or said[key] for key, is_so in counts.items()}
                }
            yield from differing(event, event.data, derived)
        case _:
            assert before is not None
            if before.status is Status.suspended and before.waits_for_dates and event.kind not in LEAVES_CLOCK:
                if is_imported and before.due_source is DueSource.foreign:  # they need no calendar of ours
                    edition, is_guess = past.edition(event.seq), before.calendar_provisional
                    derived: dict[str, Any] = {"calendar_edition": edition, "calendar_provisional": is_guess}
                else:
                    derived = dates_of(event, before, past.calendar(past.edition(event.seq), office), office)
                yield from differing(event, event.data, derived)
            elif "due_at" in event.data:
                yield Misdated(event.seq, event.kind, Wrong.date, "due_at", text(event.data["due_at"]), "")


def _is_as_promised(step: Step, past: Past, office: Office) -> bool:
    """Whether a receipt is the usual one, as it should be: of most there is nothing more to look at."""
    d, seq = step.after, step.event.seq
    assert d is not None
    if d.due_source is not DueSource.engine or d.submitted_at is not None or d.acceptance_due_at is not None:
        return False
    if d.due_is_day or d.promised_is_day or d.promised_due_at != d.due_at:
        return False
    edition = past.edition(seq)
    if d.calendar_edition != edition:
        return False
    version = past.procedure(d.procedure_code, d.case, d.received_at, seq)
    if version is None or (version.name, version.field, version.committed, version.statutory, version.start) != (
        d.procedure_name, d.field, d.time_limit, d.statutory_time_limit, d.start,
    ):  # fmt: skip
        return False
    due_at, by_law, rule, is_guess, _ = past.promises(edition, office).of(
        d.received_at, d.time_limit, d.statutory_time_limit, d.start
    )
    return (due_at, by_law, rule, is_guess) == (
        d.due_at, d.statutory_due_at, d.rule_version, d.calendar_provisional,
    )  # fmt: skip


def _receipt(event: Event, past: Past, office: Office, *, is_imported: bool) -> Iterator[Misdated]:
    """What of a receipt does not follow from the calendar, the rules and the catalogue of its time."""
    said = read(Receive, event.data)
    derived = dates_of(event, None, past.calendar(past.edition(event.seq), office), office)
    if is_imported:
        if said.due_source is DueSource.foreign:
            del derived["statutory_due_at"]
    else:
        derived |= {"promised_due_at": event.data["due_at"], "promised_is_day": said.due_is_day}
        if said.due_source is DueSource.foreign:
            derived["due_source"] = DueSource.engine.value
    if said.due_source is DueSource.engine:
        derived["due_is_day"] = False
    yield from differing(event, event.data, derived)
    version = past.procedure(said.procedure_code, said.case, event.occurred_at, event.seq)
    of_catalogue = {
        "procedure_name": version and version.name,
        "field": version and version.field,
        "time_limit": version and limit_data(version.committed),
        "statutory_time_limit": version and limit_data(version.statutory),
        "start": version and version.start.value,
    }
    if said.agreed_due_at is not None and not is_imported and not (version and version.may_agree):
        yield from differing(event, event.data, {"agreed_due_at": None}, Wrong.limit)
    yield from differing(event, {"start": Start.receipt.value, **event.data}, of_catalogue, Wrong.limit)
