"""Form II.06a/VPCP/KSTT for people and machines (domain §4.2; Circular 01/2020/TT-VPCP)."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onestop_cli.core.form_06a import FormRow, form_columns
from onestop_cli.core.report import Member
from onestop_cli.core.tally import Identity
from onestop_cli.errors import N_
from onestop_cli.output.documents import Column, Document, Table
from onestop_cli.output.figures import number
from onestop_cli.output.pages import Page, paragraphs
from onestop_cli.output.records import Record
from onestop_cli.output.reports.dossier_list import Behind, figure_names, figure_titles, gathered
from onestop_cli.output.reports.head import csv_records, head_lines, head_record, office_line, row_record, signed
from onestop_cli.output.reports.marks import foot, footed, marks_record
from onestop_cli.output.words import _, label

if TYPE_CHECKING:
    from onestop_cli.usecases.reports.form_06a import Form

FORM_KEYS = ("key", "label", *FormRow._fields[1:])
FORM_TITLE = N_("State and results of handling administrative procedures at the agency that handles them directly")
_FORM = (
    ("total", (N_("Number of dossiers received"), N_("Total")), "(3)"),
    ("online", (N_("Number of dossiers received"), N_("In the period"), N_("Online")), "(4)"),
    ("direct_or_postal", (N_("Number of dossiers received"), N_("In the period"), N_("Direct or by post")), "(5)"),
    ("carried_over", (N_("Number of dossiers received"), N_("From the previous period")), "(6)"),
    ("resolved", (N_("Number of dossiers resolved"), N_("Total")), "(7)"),
    ("early", (N_("Number of dossiers resolved"), N_("Early")), "(8)"),
    ("on_time", (N_("Number of dossiers resolved"), N_("On time")), "(9)"),
    ("late", (N_("Number of dossiers resolved"), N_("Late")), "(10)"),
    ("pending", (N_("Number of dossiers in progress"), N_("Total")), "(11)"),
    ("within", (N_("Number of dossiers in progress"), N_("Within the time limit")), "(12)"),
    ("overdue", (N_("Number of dossiers in progress"), N_("Past due")), "(13)"),
)
"""The form's columns (3) to (13): where each is read from, its headings and its number."""
_NAMES = [name for name, _headings, _number in _FORM]


def _field_words(key: tuple[str, ...]) -> str:
    return key[0] or _("Field not stated")


def form_record(form: "Form") -> Record:
    """The form under its own keys (docs/json.md)."""
    return {
        "form": "06a",
        **head_record(form.head),
        "rows": list(map(_form_row, form.rows)),
        "total": _form_row(form.total),
        **marks_record(form.head),
    }


def _form_row(row: FormRow) -> Record:
    return row_record(row._asdict(), [_field_words(row.key)] if row.key else [])


def form_csv_records(form: "Form") -> Iterator[Record]:
    """A record a line, the total last."""
    return csv_records(map(_form_row, (*form.rows, form.total)))


def identity_words(identities: Sequence[Identity]) -> list[str]:
    """The form's identities with their numbers."""
    return [f"{i.name}: {number(i.left)} = {number(i.right)}" for i in identities]


def form_notes(form: "Form") -> list[str]:
    """The footnote the form needs: it has no column for what was withdrawn or stopped."""
    return [
        _("Among the resolved: {withdrawn} withdrawn and {stopped} stopped dossiers, in (9), those past due in (10).",
          withdrawn=number(form.total.withdrawn), stopped=number(form.total.stopped)),
        _("Dossiers without a time limit count in (9) and (12); suspended ones in (12)."),
    ]  # fmt: skip


def form_lines(form: "Form") -> list[str]:
    """The form's head below its title."""
    head = form.head
    at, convention = f"{head.as_of:%d/%m/%Y %H:%M:%S}", label(head.period.convention)
    return [
        office_line(head),
        _("Reporting period: from {start} to {end}", start=head.period.start, end=head.period.end),
        _("Unit of count: dossiers of administrative procedures"),
        _("Judged at {at}, {convention}", at=at, convention=convention),
        *head_lines(head)[3:],
    ]


def form_top(form: "Form") -> tuple[str, str]:
    """The two corners above the title: the form's number, the reporting and the receiving unit."""
    reporting = _("Reporting unit: {agency}", agency=form.head.agency_name)
    receiving = _("Receiving unit: {blank}", blank="……………………")
    return f"{_('Form No. II.06a/VPCP/KSTT')}\n{_('Circular 01/2020/TT-VPCP')}", f"{reporting}\n{receiving}"


_SHORT = (
    (N_("Received"), (N_("|Total"), N_("|Online"), N_("Direct,|by post"), N_("Carried|over"))),
    (N_("Resolved"), (N_("|Total"), N_("|Early"), N_("On|time"), N_("|Late"))),
    (N_("In progress"), (N_("|Total"), N_("|Within"), N_("Past|due"))),
)
"""The headings as a screen of 80 columns has room for: a group above, two lines below."""


def form_text(form: "Form") -> Page:
    """The form on a screen, its columns grouped and numbered as on paper, each field's name above its figures."""
    left, right = (text.split("\n") for text in form_top(form))
    names = [f"{place:<3} {_field_words(row.key)}" for place, row in enumerate(form.rows, 1)] + [_("Total")]
    counts = [[number(getattr(row, name)) for name in _NAMES] for row in (*form.rows, form.total)]
    heads, figures = _grouped(counts)
    body = [*heads, *(line for pair in zip(names, figures, strict=True) for line in pair)]
    blocks = [[*left, *right], [_(FORM_TITLE), *form_lines(form)], body, form_notes(form),
              identity_words(form.identities)]  # fmt: skip
    return (*paragraphs(blocks), *foot(form.head))


def _grouped(counts: list[list[str]]) -> tuple[list[str], list[str]]:
    """The heading lines and the figures, each group of columns under its name."""
    halves = [_(words).partition("|") for _group, columns_ in _SHORT for words in columns_]
    lines = [[half[0] for half in halves], [half[2] for half in halves], [n for _name, _h, n in _FORM], *counts]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_FORM))]
    groups: list[str] = []
    drawn = [""] * len(lines)
    place = 0
    for words, columns_ in _SHORT:
        span = range(place, place + len(columns_))
        texts = [" ".join(f"{line[column]:>{widths[column]}}" for column in span) for line in lines]
        name = _(words)
        width = max(len(texts[0]), len(name) + 2)
        groups.append(f" {name} ".center(width, "─"))
        drawn = [f"{before} {text:>{width}} " for before, text in zip(drawn, texts, strict=True)]
        place += len(columns_)
    drawn = [" " + "  ".join(groups), *(line.rstrip() for line in drawn)]
    return drawn[:4], drawn[4:]


def form_document(form: "Form", *, with_person: bool) -> Document:
    """The form as it is printed: A4 landscape, headings of three levels, numbered columns, footnote."""
    rows = [[place, _field_words(r.key), *(getattr(r, n) for n in _NAMES)] for place, r in enumerate(form.rows, 1)]
    rows.append(["", _("Total"), *(getattr(form.total, n) for n in _NAMES)])
    figures = figure_names("form", [*form.rows, form.total], ["", "", *_NAMES]) if form.members else ()
    headings = [
        Column((_("Serial no."),), "count", "(1)"),
        Column((_("Field, work handled by level"),), "text", "(2)"),
        *(Column(tuple(map(_, words)), "count", n) for _name, words, n in _FORM),
    ]
    table = Table("II.06a", "", headings, rows, True, figures, form_notes(form))
    places = {r.key: place for place, r in enumerate(form.rows)}
    total = len(form.rows)

    def behind(member: Member) -> Behind:
        names = [name for name in form_columns(member.cell) if name in _NAMES]
        lines = (places[member.key], total)
        return Behind(member.dossier, member.cell, [f"form-{line}-{name}" for line in lines for name in names])

    dossiers, figures_behind = gathered(map(behind, form.members), figure_titles(table), with_person=with_person)
    return Document(
        title=_(FORM_TITLE).upper(),
        lines=form_lines(form),
        tables=footed([table], form.head, with_person=with_person),
        checks=identity_words(form.identities),
        dossiers=dossiers,
        figures=figures_behind,
        top=form_top(form),
        signature=signed(form.head),
    )
