"""The report as a document: the period's table, the cumulative one, charts, and the dossiers behind each figure."""

from collections.abc import Iterator, Mapping

from onestop_cli.core.periods import SPLITS
from onestop_cli.core.report import Part, Report
from onestop_cli.core.tally import COUNTS, columns
from onestop_cli.errors import N_
from onestop_cli.output.documents import Brief, Chart, Column, Document, Series, Table
from onestop_cli.output.figures import day
from onestop_cli.output.reports.dossier_list import Behind, figure_names, figure_titles, gathered
from onestop_cli.output.reports.glossary import glossary
from onestop_cli.output.reports.head import head_lines, signed
from onestop_cli.output.reports.marks import footed
from onestop_cli.output.reports.report import has_accepted_late, identity_lines, labels_of, row_heading
from onestop_cli.output.reports.row_columns import (
    ACCEPTED_LATE,
    COLUMNS,
    MAIN,
    TIMES,
    RowColumn,
    brief_kind,
    shown_columns,
)
from onestop_cli.output.reports.what_if import changed_words, what_if_tables
from onestop_cli.output.words import _

_BRIEF = {name: COLUMNS[name].words for name in (*MAIN, *TIMES[1:])} | {
    "early_rate": N_("Early %"),
    "time_saved_days": N_("Working days saved on the statutory limit"),
    ACCEPTED_LATE: COLUMNS[ACCEPTED_LATE].words,
}


def report_document(report: Report, *, with_person: bool) -> Document:
    """The whole report. Its dossiers are there where the report was asked for with them."""
    tables: list[Table] = []
    titles: dict[str, str] = {}
    behind: list[Behind] = []
    names = (("period", _("Report")), ("cumulative", _("Cumulative")))
    for (name, words), part in zip(names, report.parts, strict=False):
        tables.append(_table(report, name, words, part))
        ends = ["" if part.spans and row.key else f" · {_span(part)}" for row in (*part.rows, part.total)]
        titles |= figure_titles(tables[-1], ends)
        behind += _behind(report, name, part)
    tables = footed(tables, report.head, with_person=with_person)
    tables += what_if_tables(report, with_person=with_person)
    headings = (_("Part"), row_heading(report) or _("Total"))
    dossiers, figures = gathered(behind, titles, with_person=with_person, headings=headings)
    return Document(
        title=_("Report on handling administrative procedures"),
        lines=[*head_lines(report.head), *([changed_words(report.what_if)] if report.what_if else [])],
        tables=tables,
        charts=_charts(report),
        checks=identity_lines(report),
        glossary=glossary(),
        dossiers=dossiers,
        figures=figures,
        is_named_by_lines=True,
        signature=signed(report.head),
    )


def _table(report: Report, name: str, words: str, part: Part) -> Table:
    rows, shown = [*part.rows, part.total], shown_columns(with_acceptance=has_accepted_late(report))
    values = [[" / ".join(labels_of(report, part, r.key)) or _("Total"), *(getattr(r, n) for n in shown)] for r in rows]
    counted = ["", *(n if n in COUNTS else "" for n in shown)]
    return Table(
        name=words,
        title=f"{words}: {_span(part)}",
        columns=_columns(row_heading(report) or _("Total"), shown),
        rows=values,
        has_total=True,
        figures=figure_names(name, rows, counted) if report.request.with_members else (),
        brief_title=_span(part),
    )


def _columns(first: str, shown: Mapping[str, RowColumn]) -> list[Column]:
    """The main figures stand in the brief form too."""
    briefs = {name: Brief(_(words), brief_kind(name)) for name, words in _BRIEF.items()}
    columns = (Column(tuple(map(_, c.headings)), c.kind, brief=briefs.get(name)) for name, c in shown.items())
    return [Column((first,), brief=Brief(first)), *columns]


def _span(part: Part) -> str:
    return f"{day(part.period.start)} – {day(part.period.end)}"


def _behind(report: Report, name: str, part: Part) -> Iterator[Behind]:
    """The dossiers behind the figures of a part."""
    places = {row.key: place for place, row in enumerate([*part.rows, part.total])}
    for member in part.members:
        words = " / ".join(labels_of(report, part, member.key)) or _("Total")
        rows = {places[member.key]} | (set() if part.spans else {places[()]})
        figures = [f"{name}-{row}-{column}" for row in sorted(rows) for column in columns(member.cell)]
        where = (_("Period") if name == "period" else _("Cumulative"), words)
        yield Behind(member.dossier, member.cell, figures, where)


def _charts(report: Report) -> list[Chart]:
    """Outcomes by row; over months, weeks or days also the volume."""
    by = [name for name in report.request.by if name != "none"]
    if not by or not report.part.rows or (len(by) > 1 and set(SPLITS).intersection(by)):
        return []  # months of several things are no one axis: `trend --by` draws each on its own
    outcomes = _series("early", "on_time", "late")
    if not set(SPLITS).intersection(by):
        return [Chart(_("Early, on time and late"), "bars", 0, 0, outcomes)]
    return [
        Chart(_("Received and resolved"), "columns", 0, 0, _series("received", "resolved")),
        Chart(_("Early, on time and late"), "shares", 0, 0, outcomes),
    ]


def _series(*names: str) -> list[Series]:
    places = {name: place for place, name in enumerate(COLUMNS, 1)}
    return [Series(_(COLUMNS[name].words), places[name]) for name in names]
