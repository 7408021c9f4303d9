"""Dossiers for people: one dossier, a list of them, and what is said of one in a line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import Erased, Voided
from onestop_cli.core.columns import MONEY, PERSONAL, TYPED, Column
from onestop_cli.core.dossier import Dossier, Extension, LateRecord, Person
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.limits import Start
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.procedures import with_its_case
from onestop_cli.output.figures import moment, occurred, weekday
from onestop_cli.output.hand_ins import handed_in_lines
from onestop_cli.output.pages import Facts, OfScreen, Page, Screen, unbroken
from onestop_cli.output.suspensions import noted, suspension_words
from onestop_cli.output.words import _, clock_words, decree, label, limit_words, money_words, ngettext, officer_words

if TYPE_CHECKING:
    from onestop_cli.core.clock import Jump
    from onestop_cli.core.letters import LetterDays
    from onestop_cli.core.slips import Slips


_TYPED = tuple(column for column in TYPED if column.name != "receiving_unit")
"""What was typed at receipt and stands on a line of its own; where it was handed in stands beside when."""


def appointment(at: datetime | None) -> str:
    """A due instant as it is read out: hour, weekday, date."""
    if at is None:
        return _("no time limit")
    return _("{hour} {weekday} {day}", hour=f"{at:%H:%M}", weekday=weekday(at.date()), day=f"{at:%d/%m/%Y}")


def procedure_words(name: str, code: str, case: str) -> str:
    """A procedure with its code, and its case where it has one: `… (1.004859/bo-sung)`."""
    return f"{name} ({with_its_case(code, case)})"


def procedure_name(dossier: Dossier | Receive) -> str:
    """The name of a dossier's procedure; where it is one of several cases, with its code and case."""
    d = dossier
    return procedure_words(d.procedure_name, d.procedure_code, d.case) if d.case else d.procedure_name


def named_facts(dossier: Dossier, person: Person) -> list[tuple[str, str]]:
    """Which dossier it is, whose, and of what procedure: what every answer to an act begins with."""
    procedure = procedure_words(dossier.procedure_name, dossier.procedure_code, dossier.case)
    return [(_("Dossier"), f"{dossier.code} · {person.applicant or '—'}"), (_("Procedure"), procedure)]


def named_line(dossier: Dossier, person: Person) -> OfScreen:
    """The same in one line, which on a terminal ends where the screen does."""
    text = f"{dossier.code} · {person.applicant or '—'} · {procedure_name(dossier)}"

    def line(screen: Screen) -> Page:
        width = screen.width
        return (unbroken(text if width is None or len(text) <= width else f"{text[: width - 1].rstrip()}…"),)

    return line


def start_line(start: Start, received_at: datetime, counted_from: datetime, cut_off: str) -> list[tuple[str, str]]:
    """From when limits count, and by which start rule (§3.2); nothing where they count from the receipt."""
    if counted_from == received_at:
        return []
    at, hour = appointment(counted_from), clock_words(cut_off)
    by_hand_in, by_cut_off = _("{at}, handed in then", at=at), _("{at}, received after {hour}", at=at, hour=hour)
    return [(_("Counted from"), by_hand_in if start is Start.submitted else by_cut_off)]


def provisional_words() -> str:
    """What is said of a date that a decision still to come could change."""
    return _("the date reaches into days whose calendar is provisional; it may change with a later notice")


def received_words(dossier: Dossier) -> str:
    """When a dossier was received; a day where no hour was typed."""
    return occurred(dossier.received_at, is_day=dossier.received_is_day)


def resolved_words(dossier: Dossier) -> str:
    """When its result was ready; a day where no hour was typed."""
    return occurred(dossier.resolved_at, is_day=dossier.resolved_is_day)


def delivered_words(dossier: Dossier) -> str:
    """When it was handed over; a day where no hour was typed."""
    return occurred(dossier.delivered_at, is_day=dossier.delivered_is_day)


def closed_words(dossier: Dossier) -> str:
    """When it was withdrawn or stopped; a day where no hour was typed."""
    return occurred(dossier.closed_at, is_day=dossier.closed_is_day)


def late_words(record: LateRecord, *, with_notes: bool = True) -> str:
    """A paper recorded late in one line: what, for when, recorded when, and why."""
    act, recorded = label(Act(record.kind)), moment(record.recorded_at)
    if record.occurred_at == record.recorded_at:
        words = _("{act}, recorded {recorded}", act=act, recorded=recorded)
    else:
        words = _("{act} of {at}, recorded {recorded}", act=act, at=moment(record.occurred_at), recorded=recorded)
    return f"{words} — {record.reason}" if with_notes and record.reason else words


def _recorded(at: datetime | None, recorded_at: datetime | None) -> str:
    """When an act was typed, behind when it occurred; nothing where that is the same day."""
    if at is None or recorded_at is None or at.date() == recorded_at.date():
        return ""
    return "; " + _("recorded {at}", at=moment(recorded_at))


def state_words(dossier: Dossier, outcome: Outcome | None) -> str:
    """Where a dossier stands and how it does, in one line."""
    words = [label(dossier.status), label(outcome)]
    return " · ".join(words if outcome is not None and words[0] != words[1] else words[:1])


def voided_words(voided: Voided, *, with_note: bool) -> str:
    """When a dossier was voided and by whom, and why where free text is told."""
    from onestop_cli.output.recording import who_words

    told = _("void since {at}, by {by}", at=moment(voided.at), by=who_words(voided.by, voided.login))
    return f"{told}: {voided.note}" if with_note and voided.note else told


def slip_words(slips: "Slips") -> str:
    """How often a slip was printed and when last, and whether it is to be printed again."""
    told = [_("to be printed again")] if slips.is_due else []
    if slips.last_at is not None:
        last = moment(slips.last_at)
        told.append(ngettext("printed {n} time, on {last}", "printed {n} times, last on {last}", slips.printed,
                             last=last))  # fmt: skip
    return "; ".join(told)


def _clock_lines(jumps: "Sequence[tuple[int, Jump]]") -> list[tuple[str, str]]:
    """The events recorded by a clock that had jumped, a line each."""
    if not jumps:
        return []
    from onestop_cli.output.recording import event_jump_words

    return [(_("Clock"), event_jump_words(seq, how)) for seq, how in jumps]


def erased_words(erased: Erased) -> str:
    """When personal data of a dossier were erased, by whom, by what law and why."""
    told = _("erased on {at}, by {by}; {basis}", at=moment(erased.at), by=erased.by, basis=erased.basis)
    return told + noted(erased.note, "")


def dossier_text(
    dossier: Dossier,
    person: Person,
    outcome: Outcome | None,
    voided: Voided | None = None,
    letter: "LetterDays | None" = None,
    erased: Erased | None = None,
    jumps: "Sequence[tuple[int, Jump]]" = (),
    slips: "Slips | None" = None,
    *,
    may_move: bool = False,
) -> Page:
    """Everything about one dossier; `jumps` are its events recorded by a clock that had jumped, `slips` what was
    printed of its slip where that is to be told, `may_move` says that a decision still to come could change its due
    date.
    """
    d = dossier
    pairs = [
        (_("Dossier"), d.code),
        (_("Procedure"), procedure_words(d.procedure_name, d.procedure_code, d.case)),
        (_("Field"), d.field or "—"),
        *_plain_lines(PERSONAL, person),
        *([(_("Personal data"), erased_words(erased))] if erased else []),
        *_plain_lines(_TYPED, (getattr(d, column.name) for column in _TYPED)),
        (_("State"), voided_words(voided, with_note=True) if voided else state_words(d, outcome)),
        *handed_in_lines(d),
        (_("Received"), received_words(d) + _recorded(d.received_at, d.recorded_at)),
        *([(_("Imported"), _("by event {seq}", seq=d.imported_by))] if d.imported_by is not None else []),
        (_("Time limit"), _("{committed} (statutory: {statutory})",
                            committed=limit_words(d.time_limit), statutory=limit_words(d.statutory_time_limit))),
        (_("Due"), appointment(d.due_at)),
        *([(_("Agreed date"), appointment(d.agreed_due_at))] if d.agreed_due_at else []),
        *([(_("New appointment"), appointment(d.extended_due_at))] if d.extended_due_at else []),
        *([(_("On the slip"), appointment(d.promised_due_at))] if d.promised_due_at != d.due_at else []),
        *([(_("Slip"), slip_words(slips))] if slips else []),
        *([(_("By statute"), appointment(d.statutory_due_at))] if d.statutory_due_at != d.due_at else []),
        *((_("Suspended"), suspension_words(s)) for s in d.suspensions),
        *((_("Letter of apology"), extension_words(e)) for e in d.extensions),
        *([(_("Letter of apology"), letter_words(letter))] if letter else []),
        *([(_("Closed"), closed_words(d))] if d.closed_at else []),
        *([(_("Stopped because"), label(d.stop_reason))] if d.stop_reason else []),
        *([(_("Notice of stopping"), d.stop_letter)] if d.stop_letter else []),
        *([(_("Result"), f"{label(d.result)}, {resolved_words(d)}" + _recorded(d.resolved_at, d.resolved_recorded_at))]
          if d.resolved_at else []),
        *([(_("Handed over"), f"{delivered_words(d)}, {label(d.delivery_method)}")] if d.delivered_at else []),
        *([(_("Taken by"), d.delivered_to)] if d.delivered_to else []),
        *((_("Recorded late"), late_words(r)) for r in d.recorded_late),
        *([(_("Entered late"), _("recorded {at}", at=moment(d.entered_late_at)))]
          if d.entered_late_at else []),
        (_("Calendar"), _("edition {edition}", edition=d.calendar_edition)),
        (_("Rule"), decree(d.rule_version)),
        *([(_("Caution"), provisional_words())] if may_move else []),
        *_clock_lines(jumps),
        (_("Last event"), d.anchor),
    ]  # fmt: skip
    return (Facts(pairs),)


def _plain_lines(columns: Sequence[Column], values: Iterable[object]) -> Iterator[tuple[str, str]]:
    """What was typed at receipt, a line a column; most columns have none while they are empty."""
    for column, value in zip(columns, values, strict=True):
        if column.is_always_shown or value not in (None, "", *_unsaid(column)):
            yield _(column.heading), _plain_words(column, value)


def _unsaid(column: Column) -> tuple[object, ...]:
    """The usual of a column that came later, which nobody need be told."""
    return (column.default,) if column.since > 1 and not column.is_personal else ()


def _plain_words(column: Column, value: object) -> str:
    if column.type is MONEY:
        return money_words(value if isinstance(value, int) else None)
    if column.name == "officer":
        return officer_words(str(value))
    return label(str(value)) if column.accepted else str(value) or "—"


def letter_words(days: "LetterDays") -> str:
    """Until when a letter of apology should go out, and until when it is in time."""
    if days.advised == days.last:
        return _("if needed, to go out by {advised} at the latest", advised=days.advised)
    return _("if needed, to go out by the working day {advised} (the last day is {last})", advised=days.advised,
             last=days.last)  # fmt: skip


def extension_words(extension: Extension, *, with_notes: bool = True) -> str:
    """A letter of apology in one line, and what was noted of it."""
    e = extension
    text = _("{letter} of {at}: due {before} → {after}", letter=e.letter, at=moment(e.at), before=moment(e.due_before),
             after=moment(e.due_after))  # fmt: skip
    return text + noted(e.note, e.override) if with_notes else text


def finish_words(dossier: Dossier, outcome: Outcome | None, calendar_days: int | None) -> str:
    """How early or late a result is."""
    due_at, at = dossier.due_at, dossier.resolved_at
    if due_at is None or at is None:
        return label(outcome)
    minutes = abs(int((due_at - at).total_seconds()) // 60)
    if calendar_days:
        amount = ngettext("{n} working day", "{n} working days", abs(calendar_days))
    elif outcome is Outcome.on_time or not minutes or due_at.date() != at.date():
        return label(outcome)
    else:
        amount = minutes_words(minutes)
    return _("{outcome}, by {amount}", outcome=label(outcome), amount=amount)


def minutes_words(minutes: int) -> str:
    """An amount of time within a day, in hours and minutes."""
    hours, rest = divmod(minutes, 60)
    return _("{hours} h {minutes} min", hours=hours, minutes=f"{rest:02d}") if hours else _("{n} min", n=rest)


def stacked(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y}\n{at:%H:%M} {weekday(at.date())}" if at else "—"
