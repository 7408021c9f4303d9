"""Seals for people and machines: what was frozen, whether it still comes out, and what was recorded since."""

from typing import Any

from onestop_cli.core.acts import Act
from onestop_cli.core.tally import COUNTS, Row
from onestop_cli.errors import N_
from onestop_cli.output.console_text import columns, facts, flowing
from onestop_cli.output.documents import Column, Document, Table, shown
from onestop_cli.output.labels import ACTS, day, label, moment, number
from onestop_cli.output.language import _, ngettext
from onestop_cli.output.records import iso, listed_lines, markdown_text
from onestop_cli.output.report_documents import report_document
from onestop_cli.output.reports import report_markdown, report_record, report_text

COLUMN_WORDS = {
    "carried_over": N_("carried over"),
    "received": N_("received"),
    "resolved": N_("resolved"),
    "early": N_("early"),
    "on_time": N_("on time"),
    "late": N_("late"),
    "resolved_no_limit": N_("no time limit"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
    "stopped": N_("stopped"),
    "pending": N_("pending"),
    "within": N_("within the limit"),
    "overdue": N_("overdue"),
    "suspended": N_("suspended"),
    "pending_no_limit": N_("no time limit"),
}
_KINDS = {
    "notice": N_("calendar notice"),
    "revoke": N_("notice revoked"),
    "calendar_load": N_("calendar loaded"),
    "calendar_confirm": N_("calendar confirmed"),
    "config": N_("setting changed"),
}


_FORM_1 = (
    "agency", "period", "as_of", "known_at", "basis", "granularity", "by", "calendar_edition", "rows", "total",
    "cumulative",
)  # fmt: skip
_ROW_1 = (
    "key", "label", "carried_over", "received", "received_online", "received_direct", "received_postal", "resolved",
    "early", "on_time", "late", "resolved_no_limit", "refused", "withdrawn", "stopped", "pending", "within", "overdue",
    "suspended", "pending_no_limit", "on_time_rate", "early_rate", "mean_working_days", "median_working_days",
    "time_saved_days",
)  # fmt: skip
"""The keys a seal of form 1 digests. Keys added to reports later are no part of it, so that old seals come out."""


def sealed_form(report: Any) -> dict[str, Any]:
    """What a seal digests of a report: the keys its form knows."""
    record = report_record(report)
    made = {key: record[key] for key in _FORM_1}
    for part in (made, made["cumulative"]):
        if part is not None:
            part["rows"] = [{key: row[key] for key in _ROW_1} for row in part["rows"]]
            part["total"] = {key: part["total"][key] for key in _ROW_1}
    return made


def seal_record(seal: Any) -> dict[str, Any]:
    """A seal under its own keys (docs/json.md)."""
    event = seal.event
    period = seal.period
    return {
        "seq": event.seq,
        "period": {"from": str(period.start), "to": str(period.end), "convention": period.convention.value},
        "sealed_at": iso(event.recorded_at),
        "actor": event.actor,
        "position": seal.position,
        "digest": seal.digest,
        "note": event.data["note"],
        "anchor": event.anchor,
    }


def seal_text(seal: Any) -> str:
    """The answer to sealing."""
    event = seal.event
    pairs = [
        (_("Sealed"), _("{start} – {end}, {convention}", start=seal.period.start, end=seal.period.end,
                        convention=label(seal.period.convention))),
        (_("Recorded"), _("{at} by {actor}, event {anchor}", at=moment(event.recorded_at), actor=event.actor,
                          anchor=event.anchor)),
        (_("Rests on"), _("the events up to number {seq}", seq=seal.position)),
        (_("Digest"), seal.digest),
        *([(_("Note"), event.data["note"])] if event.data["note"] else []),
        (_("Figures"), _("received {received} · resolved {resolved} · late {late} · pending {pending}",
                         **{n: number(seal.total[n]) for n in ("received", "resolved", "late", "pending")})),
    ]  # fmt: skip
    return facts(pairs)


def sealed_record(sealed: Any) -> dict[str, Any]:
    """The report with its seal: whether its digest comes out, and the adjustments since."""
    return {
        **report_record(sealed.report),
        "seal": {
            **seal_record(sealed.seal),
            "digest_now": sealed.digest,
            "is_intact": sealed.is_intact,
            "adjustments": [adjustment_record(each) for each in sealed.adjustments],
            "changes": _changes(sealed),
        },
    }


def adjustment_record(adjustment: Any) -> dict[str, Any]:
    """A later event that touches the period."""
    event = adjustment.event
    return {
        "seq": event.seq,
        "dossier": event.dossier,
        "kind": event.kind,
        "occurred_at": iso(event.occurred_at),
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "counted_before": list(adjustment.before),
        "counted_after": list(adjustment.after),
    }


def _changes(sealed: Any) -> dict[str, list[Any]]:
    """The figures of the total that would be others today: [sealed, now]."""
    pairs = {name: [getattr(sealed.total, name), getattr(sealed.now, name)] for name in Row._fields[1:]}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _kind_words(event: Any) -> str:
    return _(_KINDS[event.kind]) if event.kind in _KINDS else _(ACTS[Act(event.kind)])


def _counted_words(names: tuple[str, ...]) -> str:
    return ", ".join(_(COLUMN_WORDS[n]) for n in names if n in COLUMN_WORDS) or "—"


def seal_lines(sealed: Any) -> list[str]:
    """The seal and whether it is intact."""
    seal = sealed.seal
    verdict = _("comes out again") if sealed.is_intact else _("DOES NOT COME OUT: {digest}", digest=sealed.digest)
    count = len(sealed.adjustments)
    return [
        _("Sealed {at} by {actor}, event {anchor}, on the events up to number {seq}",
          at=moment(seal.event.recorded_at), actor=seal.event.actor, anchor=seal.event.anchor, seq=seal.position),
        _("Digest {digest}: {verdict}", digest=seal.digest, verdict=verdict),
        ngettext("{n} event recorded since touches the period", "{n} events recorded since touch the period", count)
        if count else _("Nothing recorded since touches the period"),
    ]  # fmt: skip


def sealed_text(sealed: Any) -> str:
    """The report at its seal, then the seal and the adjustments."""
    lines = seal_lines(sealed)
    for each in sealed.adjustments:
        event = each.event
        lines += [
            f"{event.seq}  {event.dossier or '—'}  {_kind_words(event)}",
            "    " + _("occurred {at}, recorded {recorded} by {actor}", at=moment(event.occurred_at),
                       recorded=moment(event.recorded_at), actor=event.actor),
        ]  # fmt: skip
        if event.dossier:
            lines.append("    " + _("counted as {before} → {after}", before=_counted_words(each.before),
                                    after=_counted_words(each.after)))  # fmt: skip
    changes = {n: pair for n, pair in _changes(sealed).items() if n in COUNTS and n in COLUMN_WORDS}
    figures: list[str] = []
    if changes:
        rows = [
            [_(COLUMN_WORDS[n]).capitalize(), *map(number, pair), f"{pair[1] - pair[0]:+d}"]
            for n, pair in changes.items()
        ]
        figures = columns([["", _("Sealed"), _("Now"), _("Difference")], *rows])
    blocks = [lines, figures] if figures else [lines]
    return report_text(sealed.report) + "\n" + "\n".join(flowing(block, 4) for block in blocks)


def sealed_markdown(sealed: Any) -> str:
    """The same as Markdown, the adjustments as a table."""
    text = report_markdown(sealed.report) + "\n" + listed_lines(seal_lines(sealed))
    table = _adjustments(sealed)
    if table.rows:
        rows = [
            [shown(value, column.kind) for value, column in zip(row, table.columns, strict=True)] for row in table.rows
        ]
        text += "\n" + markdown_text([column.headings[-1] for column in table.columns], rows)
    return text


def _adjustments(sealed: Any) -> Table:
    """The later events that touch the period, as a table."""
    return Table(
        _("Adjustments"), _("Recorded since, touching the period"),
        [Column((_("Event"),), "code"), Column((_("Dossier"),), "code"), Column((_("Act"),)),
         Column((_("Occurred"),), "moment"), Column((_("Recorded"),), "moment"), Column((_("Actor"),)),
         Column((_("Counted when sealed"),)), Column((_("Counts now"),))],
        [[str(a.event.seq), a.event.dossier or "", _kind_words(a.event), a.event.occurred_at, a.event.recorded_at,
          a.event.actor, _counted_words(a.before), _counted_words(a.after)] for a in sealed.adjustments],
    )  # fmt: skip


def sealed_document(sealed: Any, *, with_person: bool) -> Document:
    """The same as a document, the adjustments as a table of their own."""
    made = report_document(sealed.report, with_person=with_person)
    tables = [*made.tables, _adjustments(sealed)] if sealed.adjustments else made.tables
    title = f"{made.title} ({_('sealed')} {day(sealed.seal.event.recorded_at.date())})"
    return made._replace(title=title, lines=[*made.lines, *seal_lines(sealed)], tables=tables)
