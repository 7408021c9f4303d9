"""Dossiers accepted late for people and machines: each with its hand-in, then the totals by receiving unit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onestop_cli.core.moments import iso
from onestop_cli.errors import N_
from onestop_cli.output import console_text
from onestop_cli.output.documents import Document, Table, columns
from onestop_cli.output.dossiers import minutes_words, received_words
from onestop_cli.output.figures import Cell, happened, moment, number, occurred
from onestop_cli.output.formats import Rendering
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record, dossier_record
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines, head_record, key_words, signed
from onestop_cli.output.reports.marks import foot, footed, marks_record
from onestop_cli.output.words import _, ngettext, officer_words

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.acceptance import AcceptanceList, AcceptedLate, UnitSum

TITLE = N_("Dossiers handed in online and accepted late")
ACCEPTANCE_KEYS = (
    "code", "procedure_code", "procedure_name", "field", "officer", "submitted_at", "receiving_unit",
    "acceptance_due_at", "received_at", "working_days_late", "minutes_late", "recorded_at", "received_is_day",
)  # fmt: skip
PERSONAL_KEY = "applicant"
"""Stands at the end where personal data were asked for."""
SUM_KEYS = ("accepted_late", "working_days_late")


def acceptance_keys(*, with_person: bool) -> tuple[str, ...]:
    """The keys of a dossier; names only where personal data were asked for."""
    return (*ACCEPTANCE_KEYS, PERSONAL_KEY) if with_person else ACCEPTANCE_KEYS


def acceptance_records(listed: "AcceptanceList", *, with_person: bool) -> Iterator[Record]:
    """The dossiers under their own keys (docs/json.md)."""
    for each in listed.dossiers:
        record = {**each._asdict(), **dossier_record(*each.entry, None)}
        record["acceptance_due_at"] = iso(each.acceptance_due_at)
        yield {key: record[key] for key in acceptance_keys(with_person=with_person)}


def acceptance_record(listed: "AcceptanceList", *, with_person: bool) -> Record:
    """The whole list under its own keys."""
    return {
        **head_record(listed.head),
        "dossiers": list(acceptance_records(listed, with_person=with_person)),
        "by_receiving_unit": [
            {"key": [s.key], "label": [_unit_words(s)], **_sum_record(s)} for s in listed.by_receiving_unit
        ],
        "total": _sum_record(listed.total),
        **marks_record(listed.head),
    }


def _sum_record(total: "UnitSum") -> Record:
    return {name: getattr(total, name) for name in SUM_KEYS}


def _unit_words(total: "UnitSum") -> str:
    return key_words("receiving_unit", total.key, {})


def _lateness_words(late: "AcceptedLate") -> str:
    """By how much a dossier was accepted late: in working days, within the day in hours and minutes."""
    if late.working_days_late:
        return ngettext("{n} working day", "{n} working days", late.working_days_late)
    return minutes_words(late.minutes_late)


def acceptance_text(listed: "AcceptanceList", *, with_person: bool) -> Page:
    """The dossiers, worst first, each in a few lines; then the totals by receiving unit."""
    blocks = [[_(TITLE), *head_lines(listed.head)]]
    if not listed.dossiers:
        blocks.append([_("no dossier was accepted late")])
        return (*paragraphs(blocks), *foot(listed.head))
    for late in listed.dossiers:
        d, person = late.entry
        handed_in = _("handed in {words}", words=occurred(d.submitted_at, is_day=d.submitted_is_day))
        by = _("to be accepted by {at}", at=moment(late.acceptance_due_at))
        received, officer = _("received {at}", at=received_words(d)), _("officer {name}", name=officer_words(d.officer))
        lines = [f"{d.code}  {_('accepted late')} {_lateness_words(late)}"]
        lines += [f"  {person.applicant or '—'}"] if with_person else []
        lines += [f"  {d.procedure_name}", f"  {handed_in} · {by} · {received}"]
        lines += ["  " + " · ".join([*([_("at {unit}", unit=d.receiving_unit)] if d.receiving_unit else []), officer])]
        blocks.append(lines)
    return (*paragraphs([*blocks, _sum_lines(listed)], 4), *foot(listed.head))


def _sum_lines(listed: "AcceptanceList") -> list[str]:
    """Totals: the figures first, so that a long name can follow."""
    sums = [*((_unit_words(s), s) for s in listed.by_receiving_unit), (_("Total"), listed.total)]
    heads = ["", _("Dossiers"), _("Working days late")]
    drawn = console_text.columns(
        [heads, *(["", number(s.accepted_late), number(s.working_days_late)] for _name, s in sums)]
    )
    return [f"{line}  {name}" for line, name in zip(drawn, [_("Handed in at"), *(n for n, _s in sums)], strict=True)]


def acceptance_document(listed: "AcceptanceList", *, with_person: bool) -> Document:
    """The list as a document: the dossiers, and a table of totals by receiving unit."""
    headings = [
        *columns("code", _("Dossier")),
        *columns("text", _("Procedure"), _("Officer"), *([_("Applicant")] if with_person else []), _("Handed in at")),
        *columns("moment", _("Handed in"), _("To be accepted by"), _("Received"), _("Receipt recorded")),
        *columns("count", _("Working days late")),
        *columns("text", _("Late by")),
    ]
    rows = [_row(late, with_person=with_person) for late in listed.dossiers]
    sums = [*((_unit_words(s), s) for s in listed.by_receiving_unit), (_("Total"), listed.total)]
    figures = [*columns("text", _("Handed in at")), *columns("count", _("Dossiers"), _("Working days late"))]
    by_unit = [[words, s.accepted_late, s.working_days_late] for words, s in sums]
    tables = [
        Table(_("Accepted late"), _(TITLE), headings, rows),
        Table(_("By receiving unit"), _("By receiving unit"), figures, by_unit, has_total=True),
    ]
    tables = footed(tables, listed.head, with_person=with_person)
    return Document(_(TITLE), head_lines(listed.head), tables, glossary=glossary(), signature=signed(listed.head))


def _row(late: "AcceptedLate", *, with_person: bool) -> list[Cell]:
    d, person = late.entry
    return [
        d.code, d.procedure_name, d.officer, *([person.applicant] if with_person else []), d.receiving_unit,
        happened(d.submitted_at, is_day=d.submitted_is_day), late.acceptance_due_at,
        happened(d.received_at, is_day=d.received_is_day), d.recorded_at, late.working_days_late, _lateness_words(late),
    ]  # fmt: skip


def acceptance_rendering(listed: "AcceptanceList", *, with_person: bool) -> Rendering:
    """The list in any format."""

    def records() -> Iterator[Record]:
        return acceptance_records(listed, with_person=with_person)

    return Rendering(
        table=lambda: acceptance_text(listed, with_person=with_person),
        document=lambda: acceptance_document(listed, with_person=with_person),
        whole=lambda: acceptance_record(listed, with_person=with_person),
        lines=records,
        headings=acceptance_keys(with_person=with_person),
        json_lines=records,
    )
