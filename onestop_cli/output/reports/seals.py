"""Seals for people and machines: what was frozen, whether it still comes out, and what was recorded since."""

from typing import TYPE_CHECKING

from onestop_cli.core.moments import iso
from onestop_cli.output import console_text
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.figures import day, moment, number
from onestop_cli.output.pages import Facts, Page, paragraphs
from onestop_cli.output.recording import who_words
from onestop_cli.output.records import Record
from onestop_cli.output.reports.later_events import (
    counted_words,
    event_record,
    fields_record,
    fields_words,
    figure_changes,
    figure_rows,
    group_lines,
    group_record,
    kind_words,
    moved_words,
    own_login,
    part_words,
    recorded_words,
    said_words,
)
from onestop_cli.output.reports.report import report_record, report_text
from onestop_cli.output.reports.report_document import report_document
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.seals import Adjustment, Seal, Sealed


def seal_record(seal: "Seal") -> Record:
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
        "note": event.data.get("note", ""),
        "anchor": event.anchor,
    }


def seal_text(seal: "Seal") -> Page:
    """The answer to sealing."""
    event = seal.event
    pairs = [
        (_("Sealed"), _("{start} – {end}, {convention}", start=seal.period.start, end=seal.period.end,
                        convention=label(seal.period.convention))),
        (_("Recorded"), _("{at} by {actor}, event {anchor}", at=moment(event.recorded_at), actor=event.actor,
                          anchor=event.anchor)),
        (_("Rests on"), _("the events up to number {seq}", seq=seal.position)),
        (_("Digest"), seal.digest),
        *([(_("Note"), event.data.get("note", ""))] if event.data.get("note", "") else []),
        (_("Figures"), _("received {received} · resolved {resolved} · late {late} · pending {pending}",
                         **{n: number(seal.total[n]) for n in ("received", "resolved", "late", "pending")})),
    ]  # fmt: skip
    return (Facts(pairs),)


def sealed_record(sealed: "Sealed", *, with_person: bool) -> Record:
    """The report with its seal: whether its digest comes out, and the adjustments since.

    The note of the seal is there only where personal data were asked for.
    """
    seal = seal_record(sealed.seal)
    return {
        **report_record(sealed.report),
        "seal": {
            **(seal if with_person else seal | {"note": None}),
            "digest_now": sealed.digest,
            "is_intact": sealed.is_intact,
            "adjustments": [adjustment_record(each, with_person=with_person) for each in sealed.adjustments],
            "changes": _changes(sealed),
            "groups": [group_record(group) for group in sealed.groups],
        },
    }


def adjustment_record(adjustment: "Adjustment", *, with_person: bool) -> Record:
    """A later event that touches the period."""
    return {
        **event_record(adjustment.event, adjustment.login, with_person=with_person),
        "cumulative": adjustment.is_cumulative,
        "counted_before": list(adjustment.before),
        "counted_after": list(adjustment.after),
        "fields": fields_record(adjustment.fields),
        "words": list(adjustment.words),
    }


def _changes(sealed: "Sealed") -> dict[str, list[float | None]]:
    """The figures of the total that would be others today: [sealed, now]."""
    return figure_changes(sealed.total, sealed.now)


def seal_lines(sealed: "Sealed") -> list[str]:
    """The seal and whether it is intact."""
    seal = sealed.seal
    verdict = _("comes out again") if sealed.comes_out else _("DOES NOT COME OUT: {digest}", digest=sealed.digest)
    altered = (
        [_("THE FIGURES BESIDE THE SEAL ARE NOT THOSE OF THIS REPORT")]
        if sealed.comes_out and not sealed.is_intact
        else []
    )
    count = len(sealed.adjustments) + len(sealed.groups)
    return [
        _("Sealed {at} by {actor}, event {anchor}, on the events up to number {seq}",
          at=moment(seal.event.recorded_at), actor=seal.event.actor, anchor=seal.event.anchor, seq=seal.position),
        _("Digest {digest}: {verdict}", digest=seal.digest, verdict=verdict),
        *altered,
        ngettext("{n} event recorded since touches the period", "{n} events recorded since touch the period", count)
        if count else _("Nothing recorded since touches the period"),
        _("The totals of the period are others today") if _changes(sealed) else
        _("The totals of the period are the same today"),
    ]  # fmt: skip


def sealed_text(sealed: "Sealed", *, with_person: bool) -> Page:
    """The report at its seal, then the seal and the adjustments."""
    lines = seal_lines(sealed)
    for each in sealed.adjustments:
        event = each.event
        lines += [
            f"{event.seq}  {event.dossier or '—'}  {kind_words(event)}",
            "    " + recorded_words(event, each.login),
        ]
        if event.dossier:
            lines.append("    " + _("counted as {before} → {after}", before=counted_words(each.before),
                                    after=counted_words(each.after)) + _part_words(each))  # fmt: skip
        told = fields_words(each.fields, each.words), said_words(event, with_person=with_person)
        lines += [f"    {words}" for words in told if words]
    for group in sealed.groups:
        lines += group_lines(group)
    changes = figure_rows(sealed.total, sealed.now)
    figures = console_text.columns([["", _("Sealed"), _("Now"), _("Difference")], *changes]) if changes else []
    blocks = [lines, figures] if figures else [lines]
    return (*report_text(sealed.report), "", *paragraphs(blocks, 4))


def _part_words(adjustment: "Adjustment") -> str:
    return part_words(is_cumulative=adjustment.is_cumulative)


def _tables(sealed: "Sealed", *, with_person: bool) -> list[Table]:
    """What was recorded since and what it changed, where there is any."""
    changes = Table(
        _("Changes"), _("Totals of the period, when sealed and now"),
        columns("text", _("Figure"), _("Sealed"), _("Now"), _("Difference")), figure_rows(sealed.total, sealed.now),
    )  # fmt: skip
    return [table for table in (_adjustments(sealed, with_person=with_person), changes) if table.rows]


def _adjustments(sealed: "Sealed", *, with_person: bool) -> Table:
    """The later events that touch the period, as a table; imports and notices at its end, a row each."""
    note = [_("Note")] if with_person else []
    rows = [
        [str(a.event.seq), a.event.dossier or "", kind_words(a.event), a.event.occurred_at, a.event.recorded_at,
         who_words(a.event.actor, a.login), counted_words(a.before), counted_words(a.after) + _part_words(a),
         fields_words(a.fields, a.words), *([said_words(a.event, with_person=True)] if with_person else [])]
        for a in sealed.adjustments
    ]  # fmt: skip
    rows += [
        [str(g.event.seq), "", kind_words(g.event), g.event.occurred_at, g.event.recorded_at,
         who_words(g.event.actor, own_login(g.event)), "",
         ngettext("{n} dossier", "{n} dossiers", g.n_dossiers) + part_words(is_cumulative=g.is_cumulative),
         moved_words(g), *([""] if with_person else [])]
        for g in sealed.groups
    ]  # fmt: skip
    return Table(
        _("Adjustments"), _("Recorded since, touching the period"),
        [*columns("code", _("Event"), _("Dossier")), *columns("text", _("Act")),
         *columns("moment", _("Occurred"), _("Recorded")),
         *columns("text", _("Actor"), _("Counted when sealed"), _("Counts now"), _("Changed"), *note)],
        rows,
    )  # fmt: skip


def sealed_document(sealed: "Sealed", *, with_person: bool) -> Document:
    """The same as a document, the adjustments as a table of their own."""
    report = report_document(sealed.report, with_person=with_person)
    tables = [*report.tables, *_tables(sealed, with_person=with_person)]
    title = f"{report.title} ({_('sealed')} {day(sealed.seal.event.recorded_at.date())})"
    return report._replace(title=title, lines=[*report.lines, *seal_lines(sealed)], tables=tables)
