"""Seals for people and machines: what was frozen, whether it still comes out, and what was recorded since."""

from typing import TYPE_CHECKING

from onestop_cli.core.acts import Act
from onestop_cli.core.event_data import read
from onestop_cli.core.file_events import Notice
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import iso
from onestop_cli.core.tally import Row
from onestop_cli.errors import N_
from onestop_cli.output import console_text
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.figures import day, moment, number, shown
from onestop_cli.output.pages import Facts, Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.report import report_record, report_text
from onestop_cli.output.reports.report_document import report_document
from onestop_cli.output.reports.row_columns import COLUMNS, column_words
from onestop_cli.output.words import ACTS, _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.seals import Adjustment, Seal, Sealed

COUNTED_ALONE = frozenset(Row._fields) - {"received_online", "received_direct", "received_postal"}
"""The columns said of a single dossier."""
_KINDS = {
    "notice": N_("calendar notice"),
    "revoke": N_("notice revoked"),
    "calendar_load": N_("calendar loaded"),
    "calendar_confirm": N_("calendar confirmed"),
    "config": N_("setting changed"),
}


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
            "adjustments": [adjustment_record(each) for each in sealed.adjustments],
            "changes": _changes(sealed),
        },
    }


def adjustment_record(adjustment: "Adjustment") -> Record:
    """A later event that touches the period."""
    event = adjustment.event
    return {
        "seq": event.seq,
        "dossier": event.dossier,
        "kind": event.kind,
        "occurred_at": iso(event.occurred_at),
        "recorded_at": iso(event.recorded_at),
        "actor": event.actor,
        "cumulative": adjustment.is_cumulative,
        "counted_before": list(adjustment.before),
        "counted_after": list(adjustment.after),
    }


def _changes(sealed: "Sealed") -> dict[str, list[float | None]]:
    """The figures of the total that would be others today: [sealed, now]."""
    pairs = {name: [getattr(sealed.total, name), getattr(sealed.now, name)] for name in Row._fields[1:]}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _kind_words(event: Event) -> str:
    """What a later event did; a notice with its days and name."""
    words = _(_KINDS[event.kind]) if event.kind in _KINDS else _(ACTS[Act(event.kind)])
    claims = read(Notice, event.data).claims if event.kind == Notice.kind else ()
    return " · ".join([words, *(f"{day(claim.on)} {claim.name}" for claim in claims)])


def _counted_words(names: tuple[str, ...]) -> str:
    return ", ".join(column_words(name).lower() for name in names if name in COUNTED_ALONE) or "—"


def _change_rows(sealed: "Sealed") -> list[list[str]]:
    """The figures of the total that are others today: name, sealed, now, difference."""
    rows: list[list[str]] = []
    for name, (before, now) in _changes(sealed).items():
        kind = COLUMNS[name].kind
        difference = f"{now - before:+d}" if isinstance(before, int) and isinstance(now, int) else ""
        rows.append([column_words(name), shown(before, kind), shown(now, kind), difference])
    return rows


def seal_lines(sealed: "Sealed") -> list[str]:
    """The seal and whether it is intact."""
    seal = sealed.seal
    verdict = _("comes out again") if sealed.comes_out else _("DOES NOT COME OUT: {digest}", digest=sealed.digest)
    altered = (
        [_("THE FIGURES BESIDE THE SEAL ARE NOT THOSE OF THIS REPORT")]
        if sealed.comes_out and not sealed.is_intact
        else []
    )
    count = len(sealed.adjustments)
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


def sealed_text(sealed: "Sealed") -> Page:
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
                                    after=_counted_words(each.after)) + _part_words(each))  # fmt: skip
    changes = _change_rows(sealed)
    figures = console_text.columns([["", _("Sealed"), _("Now"), _("Difference")], *changes]) if changes else []
    blocks = [lines, figures] if figures else [lines]
    return (*report_text(sealed.report), "", *paragraphs(blocks, 4))


def _part_words(adjustment: "Adjustment") -> str:
    """Said of what touches only the figures since the year began."""
    return f" ({_('only in the cumulative figures')})" if adjustment.is_cumulative else ""


def _tables(sealed: "Sealed") -> list[Table]:
    """What was recorded since and what it changed, where there is any."""
    changes = Table(
        _("Changes"), _("Totals of the period, when sealed and now"),
        columns("text", _("Figure"), _("Sealed"), _("Now"), _("Difference")), _change_rows(sealed),
    )  # fmt: skip
    return [table for table in (_adjustments(sealed), changes) if table.rows]


def _adjustments(sealed: "Sealed") -> Table:
    """The later events that touch the period, as a table."""
    return Table(
        _("Adjustments"), _("Recorded since, touching the period"),
        [*columns("code", _("Event"), _("Dossier")), *columns("text", _("Act")),
         *columns("moment", _("Occurred"), _("Recorded")),
         *columns("text", _("Actor"), _("Counted when sealed"), _("Counts now"))],
        [[str(a.event.seq), a.event.dossier or "", _kind_words(a.event), a.event.occurred_at, a.event.recorded_at,
          a.event.actor, _counted_words(a.before), _counted_words(a.after) + _part_words(a)]
         for a in sealed.adjustments],
    )  # fmt: skip


def sealed_document(sealed: "Sealed", *, with_person: bool) -> Document:
    """The same as a document, the adjustments as a table of their own."""
    report = report_document(sealed.report, with_person=with_person)
    tables = [*report.tables, *_tables(sealed)]
    title = f"{report.title} ({_('sealed')} {day(sealed.seal.event.recorded_at.date())})"
    return report._replace(title=title, lines=[*report.lines, *seal_lines(sealed)], tables=tables)
