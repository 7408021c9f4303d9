"""An explanation for people and for machines: the counting day by day, then what moved the dates (domain §3.1-3.4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_never

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import DueSource, Status
from onestop_cli.core.explained_days import ExplainedDay, Stretch
from onestop_cli.core.explanation import Derivation, Explanation, Given, Source, SourceKind, Step
from onestop_cli.core.limits import Unit
from onestop_cli.core.moments import iso
from onestop_cli.output.dossiers import (
    appointment,
    procedure_words,
    provisional_words,
    start_line,
)
from onestop_cli.output.figures import day, moment, occurred, weekday
from onestop_cli.output.hand_ins import handed_in_lines
from onestop_cli.output.pages import Grid, Page, Part, facts_above
from onestop_cli.output.recording import jump_words, who_words
from onestop_cli.output.records import due_text
from onestop_cli.output.suspensions import asked_words, policy_words
from onestop_cli.output.words import _, clock_words, decree, label, limit_words

if TYPE_CHECKING:
    from onestop_cli.usecases.explanations import Explained, Promised, Recorded

DERIVED = ("due", "statutory", "extended", "promised")
"""Under which keys a step derives its dates again."""
_SIDES = ("before", "after")
DAY_KEYS = ("date", "counted", "n", "reason", "name", "source")


def explanation_record(explained: "Explained") -> dict[str, Any]:
    """The explanation under the keys of the contract, then the procedure and the other due dates."""
    e = explained.explanation
    return {
        "code": e.code,
        "rule": {
            "unit": e.limit.unit.value,
            "amount": e.limit.amount,
            "article": e.article,
            "version": e.version,
            "due_time": e.due_time,
        },
        "calendar_edition": e.calendar_edition,
        "received_at": iso(e.received_at),
        "due_at": iso(due_in_force(explained)),
        "days": day_records(explained),
        "minutes": _stretches(e.minutes),
        "steps": [_step_record(step) for step in e.steps],
        "procedure_code": explained.procedure_code,
        "procedure_name": explained.procedure_name,
        "calendar_provisional": e.provisional,
        "given_due_at": iso(explained.given_due_at),
        "statutory_due_at": iso(explained.statutory_due_at),
        "extended_due_at": iso(explained.dossier.extended_due_at) if explained.dossier else None,
        "promised_due_at": due_text(explained.dossier, promised=True) if explained.dossier else None,
        "kept": explained.kept,
        "counted_due_at": iso(e.due_at),
        "given": _given_record(explained.given),
        "promises": [
            {"seq": p.seq, "kind": p.kind, "recorded_at": iso(p.recorded_at), "promised_due_at": _slip_text(p)}
            for p in explained.promises
        ],
        "recorded": [{**r._asdict(), **_instants(r)} for r in explained.recorded],
        "legal_basis": e.legal_basis,
        "case": explained.case,
        "start": e.start.value,
        "counted_from": iso(e.counted_from),
    }


def _instants(recorded: "Recorded") -> dict[str, str | None]:
    return {"occurred_at": iso(recorded.occurred_at), "recorded_at": iso(recorded.recorded_at)}


def due_in_force(explained: "Explained") -> datetime | None:
    """The due date that an explanation is of: that in force; beside another system's, that of our own counting."""
    return explained.explanation.due_at if explained.dossier is None or explained.given else explained.dossier.due_at


def _slip_text(promised: "Promised") -> str | None:
    at = promised.promised_due_at
    return at.date().isoformat() if at is not None and promised.is_day else iso(at)


def _step_record(step: Step) -> dict[str, Any]:
    """A step under the keys of the contract, then the other dates, and how each date after it is derived."""
    others = zip(DERIVED[1:], [*zip(step.before, step.after, strict=True), step.promised][1:], strict=True)
    return {
        "kind": step.kind,
        "at": iso(step.at),
        "due_before": iso(step.before.due_at),
        "due_after": iso(step.after.due_at),
        "source": step.source.text,
        "seq": step.seq,
        **{f"{name}_due_{when}": iso(at) for name, pair in others for when, at in zip(_SIDES, pair, strict=True)},
        **{name: _derivation_record(derivation) for name, derivation in zip(DERIVED, step.derivations, strict=True)},
    }


def _derivation_record(derivation: Derivation | None) -> dict[str, Any] | None:
    if derivation is None:
        return None
    return {**_counting_record(derivation), "given": _given_record(derivation.given)}


def _counting_record(derivation: Derivation) -> dict[str, Any]:
    d = derivation
    return {
        "unit": d.limit.unit.value,
        "amount": d.limit.amount,
        "due_time": d.due_time,
        "calendar_edition": d.calendar_edition,
        "due_at": iso(d.due_at),
        "kept": d.kept,
        "days": [day._asdict() for day in d.days],
        "minutes": _stretches(d.minutes),
    }


def _given_record(given: Given | None) -> dict[str, Any] | None:
    """What moved another system's date; the amount of the limit where a restart put our own counting in its place."""
    if given is None:
        return None
    record = _counting_record(given.derivation)
    amount = record["amount"] if given.is_anew else None
    return {"given_due_at": iso(given.given_due_at), **record, "amount": amount, "suspended": given.suspended}


def _stretches(minutes: Sequence[Stretch]) -> list[dict[str, str | None]]:
    return [{"from": iso(start), "to": iso(end)} for start, end in minutes]


def day_records(explained: "Explained") -> list[dict[str, Any]]:
    """The days of the counting, one record each."""
    return [d._asdict() for d in explained.explanation.days]


def explanation_text(explained: "Explained") -> Page:
    """The explanation as a person reads it."""
    e = explained.explanation
    pairs = [
        *([(_("Dossier"), e.code)] if e.code else []),
        (_("Procedure"), procedure_words(explained.procedure_name, explained.procedure_code, explained.case)),
        *(handed_in_lines(explained.dossier) if explained.dossier else ()),
        (_("Received"), f"{_received_words(explained)} {weekday(e.received_at.date())}"),
        *start_line(e.start, e.received_at, e.counted_from, e.cut_off),
        (_("Time limit"), limit_words(e.limit)),
        *([(_("Legal basis"), e.legal_basis)] if e.legal_basis else []),
        *([(_("Counted by"), e.article)] if e.article else []),
        (_("Rule"), decree(e.version)),
        (_("Calendar"), _("edition {edition}", edition=e.calendar_edition)),
        *_due_lines(explained),
        (_("By statute"), appointment(explained.statutory_due_at)),
    ]
    d = explained.dossier
    if d is not None and d.status is Status.void:
        pairs.insert(1, (_("State"), label(d.status)))
    if d is not None and d.extended_due_at is not None:
        pairs.append((_("New appointment"), appointment(d.extended_due_at)))
    if d is not None and d.promised_due_at != d.due_at:
        pairs.append((_("On the slip"), appointment(d.promised_due_at)))
    if explained.may_move:
        pairs.append((_("Caution"), provisional_words()))
    parts: list[Part] = [*facts_above(pairs)]
    if e.days:
        headings = [_("Day"), _("Weekday"), "n", _("Why"), _("Notice or law")]
        told = [(day(d.date), weekday(d.date), d, _reason(d, e)) for d in e.days]
        rows = [[on, name, "" if d.n is None else str(d.n), why, d.source] for on, name, d, why in told]
        parts.append(Grid(headings, rows, right=(2,), keep=(0, 1)))
    if e.minutes:
        headings = [_("From"), _("To"), _("Open time")]
        rows = [[moment(a), moment(b), _minutes((b - a).total_seconds())] for a, b in e.minutes]
        parts.append(Grid(headings, rows, keep=(0, 1)))
    if rows := [row for step in e.steps if step.kind != Act.receive for row in _step_rows(step)]:
        headings = [_("When and what"), _("Before"), _("After"), _("Because")]
        parts.append(Grid(headings, rows, keep=(0, 1, 2)))
    if len(explained.promises) > 1:
        headings = [_("When and what"), _("On the slip")]
        slips = [(f"{moment(p.recorded_at)}\n{label(Act(p.kind))}", p.promised_due_at) for p in explained.promises]
        parts.append(Grid(headings, [[what, appointment(at)] for what, at in slips], keep=(0, 1)))
    if rows := [_recorded_row(r) for r in explained.recorded if _is_told(r)]:
        headings = [_("When and what"), _("Recorded"), _("By")]
        parts.append(Grid(headings, rows, keep=(0, 1)))
    return tuple(parts)


def _is_told(recorded: "Recorded") -> bool:
    """Whether an act was recorded on another day than it occurred, after the due instant, or by a clock that jumped."""
    return bool(recorded.clock) or recorded.recorded_late or recorded.occurred_at.date() != recorded.recorded_at.date()


def _recorded_row(recorded: "Recorded") -> list[str]:
    """When an act occurred, when it was recorded and by whom."""
    what = label(Act(recorded.kind)) + ("" if recorded.in_force else " " + _("[taken back]"))
    typed = moment(recorded.recorded_at) + (f"\n{_('[recorded late]')}" if recorded.recorded_late else "")
    typed += f"\n{jump_words(recorded.clock)}" if recorded.clock else ""
    who = who_words(recorded.actor, recorded.login)
    return [f"{occurred(recorded.occurred_at, is_day=recorded.is_day)}\n{what}", typed, who]


def _received_words(explained: "Explained") -> str:
    d = explained.dossier
    return occurred(explained.explanation.received_at, is_day=d is not None and d.received_is_day)


def _due_lines(explained: "Explained") -> list[tuple[str, str]]:
    """The date in force first; beside it what the counting gives, where that is another."""
    counted = appointment(explained.explanation.due_at)
    given = explained.given
    if explained.given_due_at is not None and given is not None:
        due, d = appointment(explained.given_due_at), explained.dossier
        is_agreed = d is not None and d.due_source is DueSource.agreed
        agreed, foreign = _("{due} (agreed with the citizen)", due=due), _("{due} (given by another system)", due=due)
        words = agreed if is_agreed else foreign
        lines = [(_("Due"), words)]
        if given.given_due_at != explained.given_due_at:
            lines.append((_("Before suspensions"), appointment(given.given_due_at)))
        return [*lines, (_("Due by our counting"), counted)]
    if explained.kept:
        kept = _("{due}; the date in force was kept", due=counted)
        return [(_("Due"), appointment(due_in_force(explained))), (_("Due by our counting"), kept)]
    return [(_("Due"), counted)]


def _step_rows(step: Step) -> list[list[str]]:
    """The rows of a step: one for each date it moved, one if it moved none."""
    pairs = [*zip(step.before, step.after, strict=True), step.promised]
    names = (_("due date"), _("by statute"), _("new appointment"), _("date on the slip"))
    moved = [(name, old, new) for name, (old, new) in zip(names, pairs, strict=True) if old != new]
    what, because = f"{moment(step.at)}\n{label(Act(step.kind))}", _source(step.source)
    if not moved:
        stays = f"{moment(step.after.due_at)}\n{_('stays')}" if step.after.due_at else "—"
        return [[what, stays, "", because]]
    if pairs[0] == pairs[1]:
        moved = [each for each in moved if each[0] != names[1]]
    rows = [["", f"{moment(old)}\n{name}", moment(new), because] for name, old, new in moved]
    rows[0][0] = what
    return rows


def _source(source: Source) -> str:
    """Why a step was taken, in words."""
    match source.kind:
        case SourceKind.reason:
            s = source.suspend
            how = f"; {policy_words(s.policy, s.policy_rule)}{asked_words(s.until, s.papers)}" if s else ""
            return label(source.text) + how
        case SourceKind.event:
            return _("event {seq} taken back", seq=source.text)
        case SourceKind.letter:
            return _("letter {letter}", letter=source.text)
        case SourceKind.edition:
            return _("edition {edition}", edition=source.text)
        case SourceKind.words:
            return source.text
        case _:
            assert_never(source.kind)


def _reason(of: ExplainedDay, explained: Explanation) -> str:
    return (_why_not_that_day(of, explained) or label(of.reason)) + (f": {of.name}" if of.name else "")


def _why_not_that_day(of: ExplainedDay, explained: Explanation) -> str | None:
    """Why what came on a day does not count that very day: it came too late for it, or on a day off."""
    e, is_receipt = explained, of.date == explained.received_at.date()
    if of.reason in ("receipt_day", "resumption_day") and e.limit.unit is Unit.same_day:
        return _("{why}, not counted", why=_("received on a day off") if is_receipt else _("resumed on a day off"))
    resumed = (step.at for step in reversed(e.steps) if step.kind == Act.resume and step.at.date() == of.date)
    at = e.received_at if is_receipt else next(resumed, None)
    if of.reason != "after_cut_off" or at is None:
        return None
    if f"{at:%H:%M:%S}" <= f"{e.cut_off}:00"[:8]:
        return _("after that day's due time, not counted")
    hour = clock_words(e.cut_off)
    came_late, went_on_late = _("received after {hour}", hour=hour), _("resumed after {hour}", hour=hour)
    return _("{why}, not counted", why=came_late if is_receipt else went_on_late)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text
