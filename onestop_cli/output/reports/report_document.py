"""The report as a document: the period's table, the cumulative one, charts, and the dossiers behind each figure."""

from collections.abc import Iterator

from onestop_cli.core.periods import SPLITS
from onestop_cli.core.report import Part, Report
from onestop_cli.core.tally import COUNTS, columns
from onestop_cli.errors import N_
from onestop_cli.output.documents import Brief, Chart, Column, Document, Series, Table
from onestop_cli.output.figures import day
from onestop_cli.output.reports.dossier_list import Behind, gathered
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines
from onestop_cli.output.reports.report import MAIN_FIGURES, TIMES, identity_lines, labels_of, row_heading
from onestop_cli.output.words import _

_COLUMNS = (
    ("carried_over", (N_("Carried over"),), "count"),
    ("received", (N_("Received"), N_("Total")), "count"),
    ("received_online", (N_("Received"), N_("online")), "count"),
    ("received_direct", (N_("Received"), N_("at the counter")), "count"),
    ("received_postal", (N_("Received"), N_("by post")), "count"),
    ("resolved", (N_("Resolved"), N_("Total")), "count"),
    ("early", (N_("Resolved"), N_("Early")), "count"),
    ("on_time", (N_("Resolved"), N_("On time")), "count"),
    ("late", (N_("Resolved"), N_("Late")), "count"),
    ("resolved_no_limit", (N_("Resolved"), N_("no time limit")), "count"),
    ("refused", (N_("Resolved"), N_("of them refused")), "count"),
    ("withdrawn", (N_("Withdrawn"),), "count"),
    ("stopped", (N_("Stopped"),), "count"),
    ("pending", (N_("Pending"), N_("Total")), "count"),
    ("within", (N_("Pending"), N_("Within the time limit")), "count"),
    ("overdue", (N_("Pending"), N_("Past due")), "count"),
    ("suspended", (N_("Pending"), N_("Suspended")), "count"),
    ("pending_no_limit", (N_("Pending"), N_("no time limit")), "count"),
    ("early_rate", (N_("Early rate"),), "percent"),
    ("on_time_rate", (N_("Early or on time"),), "percent"),
    ("mean_working_days", (N_("Working days used"), N_("mean")), "days"),
    ("median_working_days", (N_("Working days used"), N_("median")), "days"),
    ("time_saved_days", (N_("Working days saved"),), "count"),
)
_BRIEF = {name: words for name, words, _heading in (*MAIN_FIGURES, *TIMES[1:])} | {"early_rate": N_("Early %")}
_NAMES = [name for name, _headings, _kind in _COLUMNS]


def column_words(name: str) -> str:
    """A column of a row in words, its group first; the total of a group is the group."""
    (headings,) = (headings for column, headings, _kind in _COLUMNS if column == name)
    return " – ".join(_(heading) for heading in headings if heading != "Total")


def column_kind(name: str) -> str:
    """What a column of a row holds, as a document draws it."""
    (kind,) = (kind for column, _headings, kind in _COLUMNS if column == name)
    return kind


def report_document(report: Report, *, with_person: bool) -> Document:
    """The whole report. Its dossiers are there where the report was asked for with them."""
    tables: list[Table] = []
    titles: dict[str, str] = {}
    behind: list[Behind] = []
    names = (("period", _("Report")), ("cumulative", _("Cumulative")))
    for (name, words), part in zip(names, report.parts, strict=False):
        tables.append(_table(report, name, words, part))
        titles |= _titles(name, part, tables[-1])
        behind += _behind(report, name, part)
    headings = (_("Part"), row_heading(report) or _("Total"))
    dossiers, figures = gathered(behind, titles, with_person=with_person, headings=headings)
    return Document(
        title=_("Report on handling administrative procedures"),
        lines=head_lines(report.head),
        tables=tables,
        charts=_charts(report),
        checks=identity_lines(report),
        glossary=glossary(),
        dossiers=dossiers,
        figures=figures,
        is_named_by_lines=True,
    )


def _table(report: Report, name: str, words: str, part: Part) -> Table:
    rows = [*part.rows, part.total]
    values = [
        [" / ".join(labels_of(report, part, r.key)) if r.key else _("Total"), *(getattr(r, n) for n in _NAMES)]
        for r in rows
    ]
    figures = [
        ["", *(f"{name}-{place}-{n}" if n in COUNTS and getattr(r, n) and report.request.with_members else ""
               for n in _NAMES)]
        for place, r in enumerate(rows)
    ]  # fmt: skip
    return Table(
        name=words,
        title=f"{words}: {_span(part)}",
        columns=_columns(row_heading(report) or _("Total")),
        rows=values,
        has_total=True,
        figures=figures,
        brief_title=_span(part),
    )


def _columns(first: str) -> list[Column]:
    columns = (Column(tuple(map(_, words)), kind, brief=_brief(name, kind)) for name, words, kind in _COLUMNS)
    return [Column((first,), brief=Brief(first)), *columns]


def _brief(name: str, kind: str) -> Brief | None:
    """The main figures stand in the brief form; a median of whole days has one decimal."""
    if name not in _BRIEF:
        return None
    return Brief(_(_BRIEF[name]), "half_days" if name == "median_working_days" else kind)


def _span(part: Part) -> str:
    return f"{day(part.period.start)} – {day(part.period.end)}"


def _titles(name: str, part: Part, table: Table) -> dict[str, str]:
    """What each figure of a part is called."""
    span, last = f" · {_span(part)}", len(table.rows) - 1
    return {
        f"{name}-{place}-{n}": f"{row[0]} · {' · '.join(column.headings)}{'' if part.spans and place < last else span}"
        for place, row in enumerate(table.rows)
        for n, column in zip(_NAMES, table.columns[1:], strict=True)
    }


def _behind(report: Report, name: str, part: Part) -> Iterator[Behind]:
    """The dossiers behind the figures of a part."""
    places = {row.key: place for place, row in enumerate([*part.rows, part.total])}
    for member in part.members:
        words = " / ".join(labels_of(report, part, member.key)) if member.key else _("Total")
        rows = {places[member.key]} | (set() if part.spans else {places[()]})
        figures = [f"{name}-{row}-{column}" for row in sorted(rows) for column in columns(member.cell)]
        where = (_("Period") if name == "period" else _("Cumulative"), words)
        yield Behind(member.dossier, member.cell, figures, where)


def _charts(report: Report) -> list[Chart]:
    """Outcomes by row; over months, weeks or days also the volume."""
    by = [name for name in report.request.by if name != "none"]
    if not by or not report.part.rows or (len(by) > 1 and set(SPLITS).intersection(by)):
        return []  # months of several things are no one axis: `trend --by` draws each on its own
    outcomes = [Series(_(words), 1 + _NAMES.index(name)) for name, words in _OUTCOMES]
    if not set(SPLITS).intersection(by):
        return [Chart(_("Early, on time and late"), "bars", 0, 0, outcomes)]
    volume = [Series(_(words), 1 + _NAMES.index(name)) for name, words in _VOLUME]
    return [
        Chart(_("Received and resolved"), "columns", 0, 0, volume),
        Chart(_("Early, on time and late"), "shares", 0, 0, outcomes),
    ]


_OUTCOMES = (("early", N_("Early")), ("on_time", N_("On time")), ("late", N_("Late")))
_VOLUME = (("received", N_("Received")), ("resolved", N_("Resolved")))
