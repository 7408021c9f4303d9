"""An explanation for people and for machines: the counting day by day (domain §3.1-3.2)."""

from typing import Any

from onestop_cli.core.explanation import ExplainedDay, Explanation
from onestop_cli.output.console_text import facts
from onestop_cli.output.dossiers import appointment, provisional_words, was_provisional_words
from onestop_cli.output.labels import label, limit_words, moment, weekday
from onestop_cli.output.language import _
from onestop_cli.output.records import iso

DAY_KEYS = ("date", "counted", "n", "reason", "name", "source")


def explanation_record(explained: Any) -> dict[str, Any]:
    """The explanation under the keys of the contract, then the procedure and the other due dates."""
    e: Explanation = explained.explanation
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
        "due_at": iso(e.due_at),
        "days": day_records(explained),
        "minutes": [{"from": iso(start), "to": iso(end)} for start, end in e.minutes],
        "steps": [
            {
                "kind": s.kind,
                "at": iso(s.at),
                "due_before": iso(s.due_before),
                "due_after": iso(s.due_after),
                "source": s.source,
            }
            for s in e.steps
        ],
        "procedure_code": explained.procedure_code,
        "procedure_name": explained.procedure_name,
        "calendar_provisional": e.provisional,
        "given_due_at": iso(explained.given_due_at),
        "statutory_due_at": iso(explained.statutory_due_at),
    }


def day_records(explained: Any) -> list[dict[str, Any]]:
    """The days of the counting, one record each."""
    return [d._asdict() for d in explained.explanation.days]


def explanation_text(explained: Any) -> str:
    """The explanation as a person reads it."""
    from onestop_cli.output.console import rendered, table

    e: Explanation = explained.explanation
    given = explained.given_due_at
    ours = (_("Due"), appointment(e.due_at))
    if given is not None:
        ours = (_("Due by our counting"), appointment(e.due_at))
    pairs = [
        *([(_("Dossier"), e.code)] if e.code else []),
        (_("Procedure"), f"{explained.procedure_name} ({explained.procedure_code})"),
        (_("Received"), f"{moment(e.received_at)} {weekday(e.received_at.date())}"),
        (_("Time limit"), limit_words(e.limit)),
        *([(_("Legal basis"), e.article)] if e.article else []),
        (_("Rule"), _("decree version {version}", version=label(e.version))),
        (_("Calendar"), _("edition {edition}", edition=e.calendar_edition)),
        *([(_("Due"), _("{due} (given by another system)", due=appointment(given)))] if given is not None else []),
        ours,
        (_("By statute"), appointment(explained.statutory_due_at)),
    ]
    if e.provisional:
        pairs.append((_("Caution"), was_provisional_words() if e.code else provisional_words()))
    parts: list[Any] = [facts(pairs)]
    if e.days:
        headings = [_("Day"), _("Weekday"), "n", _("Why"), _("Notice or law")]
        rows = [
            [f"{d.date:%d/%m/%Y}", weekday(d.date), "" if d.n is None else str(d.n), _reason(d), d.source]
            for d in e.days
        ]
        parts.append(table(headings, rows, right=(2,), keep=(0, 1)))
    if e.minutes:
        headings = [_("From"), _("To"), _("Open time")]
        rows = [[moment(a), moment(b), _minutes((b - a).total_seconds())] for a, b in e.minutes]
        parts.append(table(headings, rows, keep=(0, 1)))
    moved = [s for s in e.steps if s.kind != "receive"]
    if moved:
        headings = [_("When"), _("What"), _("Due before"), _("Due after"), _("Because")]
        rows = [[moment(s.at), label(s.kind), moment(s.due_before), moment(s.due_after), s.source] for s in moved]
        parts.append(table(headings, rows, keep=(0, 2, 3)))
    return rendered(*parts)


def _reason(day: ExplainedDay) -> str:
    words = label(day.reason)
    return f"{words}: {day.name}" if day.name else words


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{rest:02d}" if rest else text
