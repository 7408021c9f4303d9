"""Late and overdue dossiers for people and machines: each with what explains it, then the totals."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.columns import FREE_TEXT
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import Basis
from onestop_cli.errors import N_
from onestop_cli.output import console_text
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.dossiers import (
    extension_words,
    late_words,
    minutes_words,
    procedure_name,
    received_words,
    resolved_words,
    suspension_words,
)
from onestop_cli.output.figures import Cell, happened, moment, number
from onestop_cli.output.formats import Rendering
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record, dossier_record, due_text, without_words
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines, head_record, signed
from onestop_cli.output.reports.marks import (
    ENTRIES,
    PAPERS,
    counts_record,
    entry_records,
    foot_lines,
    footed,
    paper_records,
)
from onestop_cli.output.words import _, label, ngettext, officer_words

if TYPE_CHECKING:
    from onestop_cli.core.report import Head
    from onestop_cli.usecases.reports.late import Late, LateList, Sum

TITLE = N_("Late and overdue dossiers")
LATE_KEYS = (
    "code", "procedure_code", "procedure_name", "field", "officer", "outcome", "received_at", "promised_due_at",
    "due_at", "resolved_at", "working_days_late", "minutes_late", "suspensions", "extensions", "note", "recorded_at",
    "resolved_recorded_at", "received_is_day", "resolved_is_day", "recorded_late", "entered_late", "import",
    "case",
)  # fmt: skip
PERSONAL_KEY = "applicant"
"""Stands at the end where personal data were asked for."""
SUM_KEYS = ("key", "label", "late", "overdue", "working_days_late")


def late_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a dossier; free text and names only where personal data were asked for."""
    if with_person:
        return (*LATE_KEYS, PERSONAL_KEY)
    return tuple(key for key in LATE_KEYS if key not in FREE_TEXT)


def late_records(late_list: "LateList", *, with_person: bool) -> Iterator[Record]:
    """The dossiers under their own keys (docs/json.md), names and free text only where they were asked for."""
    for late in late_list.dossiers:
        told = dossier_record(*late.entry, late.outcome)
        record = {**late._asdict(), **(told if with_person else without_words(told))}
        record["due_at"] = _due_text(late, late_list.head.basis)
        yield {key: record[key] for key in late_keys(with_person=with_person)}


def _due_text(late: "Late", basis: Basis) -> str | None:
    """The due date of a basis; another system's that came without an hour stays without one."""
    d = late.entry.dossier
    match basis:
        case Basis.promised:
            return due_text(d, promised=True)
        case Basis.due:
            return due_text(d)
        case Basis.extended if d.extended_due_at is None:
            return due_text(d)
        case Basis.extended | Basis.statutory:
            return iso(late.due_at)


def late_record(late_list: "LateList", *, with_person: bool) -> Record:
    """The whole list under its own keys."""
    return {
        **head_record(late_list.head),
        "dossiers": list(late_records(late_list, with_person=with_person)),
        "by_officer": [_sum_record(s, s.key) for s in late_list.by_officer],
        "by_procedure": [_sum_record(s, words) for words, s in _by_procedure(late_list)],
        "total": {name: getattr(late_list.total, name) for name in SUM_KEYS[2:]},
        **counts_record(late_list.head),
        "papers": list(paper_records(late_list.head, with_person=with_person)),
        "entries": list(entry_records(late_list.head)),
    }


def _sum_record(total: "Sum", words: str) -> Record:
    return {"key": [total.key], "label": [words], **{name: getattr(total, name) for name in SUM_KEYS[2:]}}


def lateness_words(late: "Late") -> str:
    """By how much a dossier is late: in working days, within the due day in hours and minutes."""
    if late.working_days_late:
        return ngettext("{n} working day", "{n} working days", late.working_days_late)
    return minutes_words(late.minutes_late)


def late_text(late_list: "LateList", *, with_person: bool) -> Page:
    """The dossiers, worst first, each in a few lines; then the totals by officer and procedure."""
    blocks = [[_(TITLE), *head_lines(late_list.head)]]
    if not late_list.dossiers:
        blocks.append([_("no dossier was late or is overdue")])
        return (*paragraphs(blocks), *_marks_text(late_list.head, with_person=with_person))
    for late in late_list.dossiers:
        d, person = late.entry
        received, due = _("received {at}", at=received_words(d)), _("due {at}", at=moment(late.due_at))
        end = _("result {at}", at=resolved_words(d)) if d.resolved_at else _("no result yet")
        slip, officer = (
            _("on the slip {at}", at=moment(d.promised_due_at)),
            _("officer {name}", name=officer_words(d.officer)),
        )
        lines = [f"{d.code}  {label(late.outcome)} {lateness_words(late)}"]
        lines += [f"  {person.applicant or '—'}"] if with_person else []
        lines += [f"  {procedure_name(d)}", f"  {received} · {due} · {end}", f"  {slip} · {officer}"]
        lines += [f"  {_('Suspended')}: {suspension_words(s, with_notes=with_person)}" for s in d.suspensions]
        lines += [f"  {_('Letter of apology')}: {extension_words(e, with_notes=with_person)}" for e in d.extensions]
        lines += [f"  {_('Note')}: {d.note}"] if d.note and with_person else []
        lines += [f"  {_('Recorded late')}: {late_words(r, with_notes=with_person)}" for r in d.recorded_late]
        blocks.append(lines)
    sums = [
        _sum_lines(_("By officer"), _by_officer(late_list)),
        _sum_lines(_("By procedure"), _by_procedure(late_list)),
        _sum_lines(_("Total"), [(_("Total"), late_list.total)]),
    ]
    return (*paragraphs([*blocks, *sums], 4), *_marks_text(late_list.head, with_person=with_person))


def _marks_text(head: "Head", *, with_person: bool) -> Page:
    """The foot, and the lists it counts: the papers recorded late, the entries recorded late."""
    blocks = [foot_lines(head)] if foot_lines(head) else []
    if head.marks.papers:
        papers = (f"  {code}  {late_words(record, with_notes=with_person)}" for code, record in head.marks.papers)
        blocks.append([_(PAPERS), *papers])
    if head.marks.entries:
        entries = (
            f"  {e.code}  " + _("due {due}, recorded {at}", due=moment(e.due_at), at=moment(e.recorded_at))
            for e in head.marks.entries
        )
        blocks.append([_(ENTRIES), *entries])
    return ("", *paragraphs(blocks, 4)) if blocks else ()


def _by_officer(late_list: "LateList") -> list[tuple[str, "Sum"]]:
    return [(officer_words(s.key), s) for s in late_list.by_officer]


def _by_procedure(late_list: "LateList") -> list[tuple[str, "Sum"]]:
    return [(late_list.names.get(s.key, s.key), s) for s in late_list.by_procedure]


def _sum_lines(words: str, sums: Sequence[tuple[str, "Sum"]]) -> list[str]:
    """Totals: the figures first, so that a long name can follow."""
    heads = [_("With a result"), _("Still open"), _("Working days late")]
    figures = [heads, *([number(s.late), number(s.overdue), number(s.working_days_late)] for _name, s in sums)]
    drawn = console_text.columns([["", *row] for row in figures])
    names = [words, *(name for name, _s in sums)]
    return [f"{line}  {name}" for line, name in zip(drawn, names, strict=True)]


def late_document(late_list: "LateList", *, with_person: bool) -> Document:
    """The list as a document: the dossiers, and a table of totals each by officer and by procedure."""
    headings = [
        *columns("code", _("Dossier")),
        *columns("text", _("Procedure"), _("Officer"), *([_("Applicant")] if with_person else [])),
        *columns("moment", _("Received"), _("On the slip"), _("Due"), _("Result ready")),
        *columns("moment", _("Receipt recorded"), _("Result recorded")),
        *columns("text", _("Outcome")),
        *columns("count", _("Working days late")),
        *columns(
            "text", _("Late by"), _("Suspensions"), _("Letters of apology"), *([_("Note")] if with_person else [])
        ),
        *columns("text", _("Recorded late")),
    ]
    rows = [_late_row(late, with_person=with_person) for late in late_list.dossiers]
    tables = [
        Table(_("Late"), _(TITLE), headings, rows),
        _sum_table(late_list, _("By officer"), _("Officer"), _by_officer(late_list)),
        _sum_table(late_list, _("By procedure"), _("Procedure"), _by_procedure(late_list)),
    ]
    tables = footed(tables, late_list.head, with_person=with_person)
    return Document(_(TITLE), head_lines(late_list.head), tables, glossary=glossary(), signature=signed(late_list.head))


def _sum_table(late_list: "LateList", name: str, heading: str, sums: Sequence[tuple[str, "Sum"]]) -> Table:
    """Totals as a table, that of all dossiers last."""
    figures = columns("count", _("With a result"), _("Still open"), _("Working days late"))
    rows = [[words, *s[1:]] for words, s in (*sums, (_("Total"), late_list.total))]
    return Table(name, name, [*columns("text", heading), *figures], rows, has_total=True)


def _late_row(late: "Late", *, with_person: bool) -> list[Cell]:
    d, person = late.entry
    return [
        d.code, procedure_name(d), d.officer, *([person.applicant] if with_person else []),
        happened(d.received_at, is_day=d.received_is_day), d.promised_due_at, late.due_at,
        happened(d.resolved_at, is_day=d.resolved_is_day), d.recorded_at, d.resolved_recorded_at,
        label(late.outcome), late.working_days_late,
        lateness_words(late), "\n".join(suspension_words(s, with_notes=with_person) for s in d.suspensions),
        "\n".join(extension_words(e, with_notes=with_person) for e in d.extensions), *([d.note] if with_person else []),
        "\n".join(late_words(r, with_notes=with_person) for r in d.recorded_late),
    ]  # fmt: skip


def late_rendering(late_list: "LateList", *, with_person: bool) -> Rendering:
    """The list in any format."""

    def records() -> Iterator[Record]:
        return late_records(late_list, with_person=with_person)

    return Rendering(
        table=lambda: late_text(late_list, with_person=with_person),
        document=lambda: late_document(late_list, with_person=with_person),
        whole=lambda: late_record(late_list, with_person=with_person),
        lines=records,
        headings=late_keys(with_person=with_person),
        json_lines=records,
    )
