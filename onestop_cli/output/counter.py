"""What is answered at the counter, as a clerk reads it out: a receipt with its promise, results and deliveries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from onestop_cli.core.dossier import Dossier, DueSource
from onestop_cli.core.limits import NextDay, Unit
from onestop_cli.core.outcomes import Outcome
from onestop_cli.output.dossiers import (
    appointment,
    delivered_words,
    finish_words,
    procedure_words,
    provisional_words,
    received_words,
    resolved_words,
    start_line,
)
from onestop_cli.output.figures import moment
from onestop_cli.output.hand_ins import handed_in_lines
from onestop_cli.output.pages import Facts, Lines, Page
from onestop_cli.output.words import _, clock_words, label, limit_words

if TYPE_CHECKING:
    from onestop_cli.usecases.counter import Received


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
        return _next_day_words(received.next_day, received.cut_off)
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


def _next_day_words(why: NextDay, cut_off: str) -> str:
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


def received_text(received: "Received") -> Page:
    """The answer to a receipt: what a clerk can read out, and the anchor that an auditor takes from it."""
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
    if received.may_move:
        pairs.append((_("Caution"), provisional_words()))
    if dossier.resolved_at is not None:
        pairs.append((_("Result"), _("handed over at {at}", at=moment(dossier.delivered_at))))
    return (Facts([*pairs, (_("Last event"), dossier.anchor)]),)


def skipped_words(dossier: Dossier, first: int, last: int) -> str:
    """What is said of a typed code that leaves numbers of its day unused."""
    named = {"code": dossier.code, "day": f"{dossier.received_at:%d/%m/%Y}", "first": f"{first:04d}"}
    if first == last:
        return _("with code {code} number {first} of {day} stays unused", **named)
    return _("with code {code} the numbers {first} to {last} of {day} stay unused", last=f"{last:04d}", **named)


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
