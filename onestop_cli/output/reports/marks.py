"""What was written after the fact, at the foot of a report and as lists (domain §3.3)."""

from collections.abc import Iterator, Sequence

from onestop_cli.core.acts import Act
from onestop_cli.core.moments import iso
from onestop_cli.core.report import Head
from onestop_cli.errors import N_
from onestop_cli.output.documents import Table, columns
from onestop_cli.output.figures import number
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.words import _, label, ngettext

PAPERS = N_("Papers recorded late")
ENTRIES = N_("Entries recorded late")


def foot_lines(head: Head) -> list[str]:
    """The two counts where there is something to count, and since when papers are marked; else none."""
    marks, lines = head.marks, list[str]()
    n = marks.n_recorded_late
    if n and head.strict:
        lines.append(
            ngettext(
                "Papers recorded late left out: of {n} dossier",
                "Papers recorded late left out: of {n} dossiers",
                n,
            )
        )
    elif n:
        lines.append(
            ngettext(
                "Papers recorded late: of {n} dossier, which does better with them (listed by onestop late; "
                "--strict leaves them out)",
                "Papers recorded late: of {n} dossiers, which do better with them (listed by onestop late; "
                "--strict leaves them out)",
                n,
            )
        )
    if marks.entries:
        n = marks.n_entered_late
        days = ngettext("{n} working day", "{n} working days", marks.longest)
        lines.append(
            ngettext(
                "Entries recorded after the due date: {n} dossier, at the longest {days} later",
                "Entries recorded after the due date: {n} dossiers, at the longest {days} later",
                n,
                days=days,
            )
        )
    if marks.kept_after and (marks.papers or head.strict):
        lines.append(_("Papers recorded late are marked from event {seq} on", seq=number(marks.kept_after + 1)))
    return lines


def foot(head: Head) -> Page:
    """The foot of a screen, after a blank line; nothing for a report untouched."""
    lines = foot_lines(head)
    return ("", *paragraphs([lines])) if lines else ()


def marks_record(head: Head) -> Record:
    """The same under its own keys (docs/json.md), at the end of a strict report's; none of a plain one, whose keys are
    those that are sealed."""
    return counts_record(head) if head.strict else {}


def counts_record(head: Head) -> Record:
    """The two counts, and the working days of the entry that was longest late."""
    marks = head.marks
    return {
        "strict": head.strict,
        "recorded_late": marks.n_recorded_late,
        "entered_late": marks.n_entered_late,
        "entered_late_days": marks.longest,
    }


def paper_records(head: Head, *, with_person: bool) -> Iterator[Record]:
    """The papers recorded late, one by one; their reasons only where personal data were asked for."""
    for code, record in head.marks.papers:
        told = {"code": code, "seq": record.seq, "kind": record.kind}
        told |= {"occurred_at": iso(record.occurred_at), "recorded_at": iso(record.recorded_at)}
        yield {**told, "reason": record.reason} if with_person else told


def entry_records(head: Head) -> Iterator[Record]:
    """The entries recorded late, a dossier each."""
    for code, due_at, recorded_at, days in head.marks.entries:
        yield {"code": code, "due_at": iso(due_at), "recorded_at": iso(recorded_at), "working_days": days}


def footed(tables: Sequence[Table], head: Head, *, with_person: bool) -> list[Table]:
    """The tables of a document, the foot beneath the first, the lists behind it at the end."""
    first, *others = tables
    notes = [*first.notes, *foot_lines(head)]
    return [first._replace(notes=notes), *others, *_lists(head, with_person=with_person)]


def _lists(head: Head, *, with_person: bool) -> list[Table]:
    """The lists behind the foot; none where there is nothing."""
    tables: list[Table] = []
    if head.marks.papers:
        headings = [
            *columns("code", _("Dossier")),
            *columns("text", _("What")),
            *columns("moment", _("Occurred"), _("Recorded")),
            *columns("text", *([_("Reason")] if with_person else [])),
        ]
        rows = [
            [code, label(Act(r.kind)), r.occurred_at, r.recorded_at, *([r.reason] if with_person else [])]
            for code, r in head.marks.papers
        ]
        tables.append(Table(_(PAPERS), _(PAPERS), headings, rows))
    if head.marks.entries:
        headings = [
            *columns("code", _("Dossier")),
            *columns("moment", _("Due"), _("Recorded")),
            *columns("count", _("Working days late")),
        ]
        tables.append(Table(_(ENTRIES), _(ENTRIES), headings, [list(entry) for entry in head.marks.entries]))
    return tables
