"""What is answered at the counter, as a clerk reads it out: a receipt with its promise, results and deliveries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from onestop_cli.core.dossier import Dossier, DueSource, Entry
from onestop_cli.core.limits import NextDay, Unit
from onestop_cli.core.outcomes import Outcome
from onestop_cli.output.dossiers import (
    appointment,
    delivered_words,
    finish_words,
    named_line,
    procedure_words,
    provisional_words,
    received_words,
    resolved_words,
    start_line,
)
from onestop_cli.output.figures import moment, number
from onestop_cli.output.hand_ins import handed_in_lines
from onestop_cli.output.pages import Facts, Grid, Lines, Page, Part
from onestop_cli.output.words import _, clock_words, label, limit_words, money_words, ngettext

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
        *([(_("Fee"), _fee_words(dossier))] if dossier.fee is not None else []),
    ]
    if received.may_move:
        pairs.append((_("Caution"), provisional_words()))
    if dossier.resolved_at is not None:
        pairs.append((_("Result"), _("handed over at {at}", at=moment(dossier.delivered_at))))
    return (Facts([*pairs, (_("Last event"), dossier.anchor)]),)


def _fee_words(dossier: Dossier) -> str:
    """The fee, and how it was paid or why there is none, where that was said."""
    further = label(dossier.fee_paid) if dossier.fee_paid else dossier.fee_waived
    return money_words(dossier.fee) + (f" · {further}" if further else "")


def queue_text(queue: Sequence["Received"]) -> Page:
    """The answer to a queue: a line a dossier, below them how many sets and how much money."""
    headings = [_("Dossier"), _("Applicant"), _("Copies"), _("Fee"), _("Result due")]
    dossiers = [received.entry.dossier for received in queue]
    rows = [
        [d.code, each.entry.person.applicant, number(d.copies), money_words(d.fee), moment(d.promised_due_at)]
        for d, each in zip(dossiers, queue, strict=True)
    ]
    first = dossiers[0]
    told = [
        ngettext("{n} dossier", "{n} dossiers", len(dossiers)),
        ngettext("{n} set", "{n} sets", sum(d.copies for d in dossiers)),
        _("fees {money}", money=money_words(sum(d.fee or 0 for d in dossiers))),
    ]
    return (
        Lines([procedure_words(first.procedure_name, first.procedure_code, first.case)]),
        Grid(headings, rows, right=(2, 3), keep=(0, 2, 3, 4)),
        Lines([" · ".join(told)]),
    )


def implausible_words(entry: Entry, name: str) -> str:
    """That a number of a person looks mistyped, and how it would be put right."""
    from onestop_cli.output.shell import shell_word

    said = {"value": getattr(entry.person, name), "code": shell_word(entry.dossier.code)}
    if name == "phone":
        return _(
            'phone “{value}” looks mistyped; to put it right: onestop correct {code} --phone "..." --note "..."', **said
        )
    return _(
        'ID number “{value}” looks mistyped; to put it right: onestop correct {code} --id-number "..." --note "..."',
        **said,
    )


def skipped_words(dossier: Dossier, first: int, last: int) -> str:
    """What is said of a typed code that leaves numbers of its day unused."""
    named = {"code": dossier.code, "day": f"{dossier.received_at:%d/%m/%Y}", "first": f"{first:04d}"}
    if first == last:
        return _("with code {code} number {first} of {day} stays unused", **named)
    return _("with code {code} the numbers {first} to {last} of {day} stay unused", last=f"{last:04d}", **named)


def _result_words(dossier: Dossier) -> str:
    """What became of a dossier; a refusal is named as one when it is handed over, too."""
    if dossier.result != "refused":
        return label(dossier.status)
    return _("refusal delivered") if dossier.delivered_at else _("refused with a written reason")


def finished_text(finished: Sequence[tuple[Entry, Outcome | None, int | None]]) -> Page:
    """The answer to results and deliveries, two lines a dossier: whose it is, and how it was finished."""
    parts: list[Part] = []
    for (dossier, person), outcome, days in finished:
        what = _result_words(dossier)
        at = delivered_words(dossier) if dossier.delivered_at else resolved_words(dossier)
        finish = finish_words(dossier, outcome, days)
        told = _("{what} at {at} · {finish}", what=what, at=at, finish=finish)
        if dossier.due_at is not None:
            told = _("{told} (due {due})", told=told, due=moment(dossier.due_at))
        parts += [named_line(dossier, person), Lines([f"  {told}"], hang=4)]
    return tuple(parts)
