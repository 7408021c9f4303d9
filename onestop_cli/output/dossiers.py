"""Dossiers for people: what the clerk reads out, one dossier, lists, the day's work."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import Voided
from onestop_cli.core.columns import MONEY, PERSONAL, TYPED, Column
from onestop_cli.core.dossier import Dossier, DueSource, Extension, LateRecord, Person
from onestop_cli.core.dossier_events import Receive
from onestop_cli.core.limits import NextDay, Start, Unit
from onestop_cli.core.outcomes import Outcome, View
from onestop_cli.output.figures import day, moment, number, occurred, weekday
from onestop_cli.output.hand_ins import handed_in_lines
from onestop_cli.output.pages import Facts, Grid, Line, Lines, Page, Part, Styled, unbroken
from onestop_cli.output.suspensions import noted, suspension_words
from onestop_cli.output.words import _, clock_words, decree, label, limit_words, ngettext

if TYPE_CHECKING:
    from onestop_cli.core.letters import LetterDays
    from onestop_cli.usecases.counter import Received
    from onestop_cli.usecases.worklist import WorkList


_TYPED = tuple(column for column in TYPED if column.name != "receiving_unit")
"""What was typed at receipt and stands on a line of its own; where it was handed in stands beside when."""


def appointment(at: datetime | None) -> str:
    """A due instant as it is read out: hour, weekday, date."""
    if at is None:
        return _("no time limit")
    return _("{hour} {weekday} {day}", hour=f"{at:%H:%M}", weekday=weekday(at.date()), day=f"{at:%d/%m/%Y}")


def procedure_words(name: str, code: str, case: str) -> str:
    """A procedure with its code, and its case where it has one: `… (1.004859/bo-sung)`."""
    return f"{name} ({code}/{case})" if case else f"{name} ({code})"


def procedure_name(dossier: Dossier | Receive) -> str:
    """The name of a dossier's procedure; where it is one of several cases, with its code and case."""
    d = dossier
    return procedure_words(d.procedure_name, d.procedure_code, d.case) if d.case else d.procedure_name


def _why(received: "Received") -> str:
    """Why a promise is what it is, in one line; of a limit that does not count from the receipt, the limit.

    `explain` tells it day by day.
    """
    dossier = received.entry.dossier
    if dossier.due_source is DueSource.agreed:
        return _("agreed with the citizen")
    limit = limit_words(dossier.time_limit)
    if dossier.time_limit.unit is Unit.none:
        return _("this procedure has no time limit")
    if received.counted_from != dossier.received_at:
        return limit
    if received.next_day is not None:
        return next_day_words(received.next_day, received.cut_off)
    match dossier.time_limit.unit:
        case Unit.same_day:
            return _("returned the same day: received at {hour}", hour=f"{dossier.received_at:%H:%M}")
        case Unit.working_hour:
            return _("{limit} of open time from receipt", limit=limit)
        case Unit.working_day:
            return _("{limit} after the day of receipt", limit=limit)
        case Unit.calendar_day | Unit.month:
            return _("{limit} after the day of receipt, to a working day", limit=limit)
        case _:
            assert_never(dossier.time_limit.unit)


def next_day_words(why: NextDay, cut_off: str) -> str:
    """Why a same-day dossier is due the next working day."""
    match why:
        case NextDay.day_off:
            return _("received on a day off: the next working day")
        case NextDay.after_cut_off:
            return _("received after {hour}: the next working day", hour=clock_words(cut_off))
        case NextDay.after_due_time:
            return _("received after that day's due time: the next working day")
        case NextDay.no_open_hour:
            return _("no open hour left that day: the next working day")
        case _:
            assert_never(why)


def start_line(start: Start, received_at: datetime, counted_from: datetime, cut_off: str) -> list[tuple[str, str]]:
    """From when limits count, and by which start rule (§3.2); nothing where they count from the receipt."""
    if counted_from == received_at:
        return []
    at, hour = appointment(counted_from), clock_words(cut_off)
    by_hand_in, by_cut_off = _("{at}, handed in then", at=at), _("{at}, received after {hour}", at=at, hour=hour)
    return [(_("Counted from"), by_hand_in if start is Start.submitted else by_cut_off)]


def received_text(received: "Received") -> Page:
    """The answer to a receipt: what a clerk can read out."""
    dossier, person = received.entry
    is_agreed = dossier.due_source is DueSource.agreed
    pairs = [
        (_("Dossier"), dossier.code),
        (_("Procedure"), procedure_words(dossier.procedure_name, dossier.procedure_code, dossier.case)),
        (_("Applicant"), person.applicant or "—"),
        *handed_in_lines(dossier),
        (_("Received"), received_words(dossier)),
        (_("Result due"), appointment(dossier.promised_due_at)),
        (_("Why"), _why(received)),
        *start_line(dossier.start, dossier.received_at, received.counted_from, received.cut_off),
        *([(_("By statute"), appointment(dossier.statutory_due_at))] if is_agreed else []),
    ]
    if dossier.calendar_provisional and dossier.resolved_at is None:
        pairs.append((_("Note"), provisional_words()))
    if dossier.resolved_at is not None:
        pairs.append((_("Result"), _("handed over at {at}", at=moment(dossier.delivered_at))))
    return (Facts(pairs),)


def skipped_words(dossier: Dossier, first: int, last: int) -> str:
    """What is said of a typed code that leaves numbers of its day unused."""
    named = {"code": dossier.code, "day": f"{dossier.received_at:%d/%m/%Y}", "first": f"{first:04d}"}
    if first == last:
        return _("with code {code} number {first} of {day} stays unused", **named)
    return _("with code {code} the numbers {first} to {last} of {day} stay unused", last=f"{last:04d}", **named)


def provisional_words() -> str:
    """What is said when a date is promised that reaches into days no decision confirms."""
    return _("the date reaches into days whose calendar is provisional; it may change with a later notice")


def was_provisional_words() -> str:
    """What is said of such a date afterwards; that its year was confirmed since does not make it untrue."""
    return _("when this date was set, it reached into days whose calendar was still provisional")


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
    told = _("void since {at}, by {by}", at=moment(voided.at), by=voided.by)
    return f"{told}: {voided.note}" if with_note and voided.note else told


def dossier_text(
    dossier: Dossier,
    person: Person,
    outcome: Outcome | None,
    voided: Voided | None = None,
    letter: "LetterDays | None" = None,
) -> Page:
    """Everything about one dossier."""
    d = dossier
    pairs = [
        (_("Dossier"), d.code),
        (_("Procedure"), procedure_words(d.procedure_name, d.procedure_code, d.case)),
        (_("Field"), d.field or "—"),
        *_plain_lines(PERSONAL, person),
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
        *([(_("By statute"), appointment(d.statutory_due_at))] if d.statutory_due_at != d.due_at else []),
        *((_("Suspended"), suspension_words(s)) for s in d.suspensions),
        *((_("Letter of apology"), extension_words(e)) for e in d.extensions),
        *([(_("Letter of apology"), letter_words(letter))] if letter else []),
        *([(_("Closed"), closed_words(d))] if d.closed_at else []),
        *([(_("Stopped because"), label(d.stop_reason))] if d.stop_reason else []),
        *([(_("Result"), f"{label(d.result)}, {resolved_words(d)}" + _recorded(d.resolved_at, d.resolved_recorded_at))]
          if d.resolved_at else []),
        *([(_("Handed over"), f"{delivered_words(d)}, {label(d.delivery_method)}")] if d.delivered_at else []),
        *((_("Recorded late"), late_words(r)) for r in d.recorded_late),
        *([(_("Entered late"), _("recorded {at}", at=moment(d.entered_late_at)))]
          if d.entered_late_at else []),
        (_("Calendar"), _("edition {edition}", edition=d.calendar_edition)),
        (_("Rule"), decree(d.rule_version)),
        *([(_("Caution"), was_provisional_words())] if d.calendar_provisional else []),
        (_("Last event"), d.anchor),
    ]  # fmt: skip
    return (Facts(pairs),)


def _plain_lines(columns: Sequence[Column], values: Iterable[object]) -> Iterator[tuple[str, str]]:
    """What was typed at receipt, a line a column; most columns have none while they are empty."""
    for column, value in zip(columns, values, strict=True):
        if column.is_always_shown or value not in (None, ""):
            yield _(column.heading), _plain_words(column, value)


def _plain_words(column: Column, value: object) -> str:
    if column.type is MONEY:
        return f"{value:,} đ".replace(",", ".")
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


def finished_text(finished: Sequence[tuple[Dossier, Outcome | None, int | None]]) -> Page:
    """The answer to results and deliveries, a line a dossier."""
    lines: list[str] = []
    for dossier, outcome, days in finished:
        what = _("refused with a written reason") if dossier.result == "refused" else label(dossier.status)
        at = delivered_words(dossier) if dossier.delivered_at else resolved_words(dossier)
        finish, due_at = finish_words(dossier, outcome, days), appointment(dossier.due_at)
        line = _("{code}: {what} at {at} · {finish} (due {due})", code=dossier.code, what=what, at=at, finish=finish,
                 due=due_at)  # fmt: skip
        lines.append(line)
    return (Lines(lines),)


def list_text(views: Sequence[View]) -> Page:
    """A table of dossiers, two lines each."""
    return (_table(views, _due_cell, with_state=True) if views else unbroken(_("no dossier fits")),)


def _table(views: Sequence[View], cell: Callable[[Dossier], tuple[str, str]], *, with_state: bool) -> Grid:
    """Two lines a dossier: code and receipt, the date asked for, state and outcome, applicant and procedure.

    On a terminal the last column is cut where the screen ends; the rest never is.
    """
    heading, rows = "", list[list[str | Styled]]()
    for view in views:
        d, person = view.entry.dossier, view.entry.person
        heading, date = cell(d)
        style = {"overdue": "bold red", "late": "red", "suspended": "yellow"}.get(str(view.outcome), "")
        state = [Styled(f"{label(d.status)}\n{label(view.outcome)}", style)] if with_state else []
        received = _("received {at}", at=received_words(d))
        rows.append([f"{d.code}\n{received}", date, *state, f"{person.applicant or '—'}\n{procedure_name(d)}"])
    headings = [_("Dossier"), heading, *([_("State")] if with_state else []), _("Applicant and procedure")]
    last = len(headings) - 1
    return Grid(headings, rows, keep=range(last), cut=(last,))


def work_text(work: "WorkList") -> Page:
    """The day's work list: overdue, due today, due soon, not supplemented, waiting for the citizen, not collected."""
    parts: list[Part] = [_("The day's work, {weekday} {at}", weekday=weekday(work.at.date()), at=moment(work.at))]
    soon = ngettext("Due within {n} working day (until {until})", "Due within {n} working days (until {until})",
                    work.within, until=work.until)  # fmt: skip
    groups = (
        (_("Overdue"), work.overdue, "bold red", _due_cell),
        (_("Due today"), work.today, "bold", _due_cell),
        (soon, work.soon, "bold", _due_cell),
        (_("Supplement not handed in by its day"), work.expired, "bold", _expired_cell),
        (_since(_("Waiting for the citizen"), work.waiting_days), work.waiting, "bold", _waiting_cell),
        (_since(_("Ready, not collected"), work.uncollected_days), work.ready, "bold", _ready_cell),
    )
    for name, views, style, cell in groups:
        parts += ["", Line([Styled(f"{name}: {number(len(views))}", style)])]
        if views:
            parts.append(_table(views, cell, with_state=False))
        if views is work.soon and work.n_letters:
            last = ngettext("{n} of them: today is the last working day for a letter of apology",
                            "{n} of them: today is the last working day for a letter of apology",
                            work.n_letters)  # fmt: skip
            parts.append(last)
    return tuple(parts)


def _since(words: str, days: int) -> str:
    """A group's name with the days after which a dossier is in it."""
    if not days:
        return words
    return ngettext("{words}, for {n} day or more", "{words}, for {n} days or more", days, words=words)


def _due_cell(dossier: Dossier) -> tuple[str, str]:
    return _("Due"), _stacked(dossier.due_at)


def _expired_cell(dossier: Dossier) -> tuple[str, str]:
    running = dossier.suspensions[-1]
    since = _("since {day}", day=f"{running.from_at:%d/%m/%Y}")
    return _("Asked for by"), f"{day(running.until)}\n{since}"


def _waiting_cell(dossier: Dossier) -> tuple[str, str]:
    running = dossier.suspensions[-1]
    return _("Suspended"), _("since {day}", day=f"{running.from_at:%d/%m/%Y}") + f"\n{label(running.reason)}"


def _ready_cell(dossier: Dossier) -> tuple[str, str]:
    return _("Result ready"), _stacked(dossier.resolved_at)


def _stacked(at: datetime | None) -> str:
    return f"{at:%d/%m/%Y}\n{at:%H:%M} {weekday(at.date())}" if at else "—"
