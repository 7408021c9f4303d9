"""The dossiers behind the figures of a report, as a document lists them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onestop_cli.core import tally
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.report import Listed
from onestop_cli.output.documents import Column, Figures, Table, columns
from onestop_cli.output.figures import Cell
from onestop_cli.output.words import _, label


class Behind(NamedTuple):
    """A dossier, the names of the figures it stands behind, where in the report that is, how it is taken there."""

    dossier: Listed
    cell: tally.Cell
    figures: Sequence[str]
    where: Sequence[str] = ()
    outcome: str = ""


def figure_names(report: str, rows: Sequence[object], names: Sequence[str]) -> list[list[str]]:
    """What the figures of rows are called, cell by cell: nothing where nothing is counted, or a column has no name."""
    return [
        [f"{report}-{place}-{name}" if name and getattr(row, name) else "" for name in names]
        for place, row in enumerate(rows)
    ]


def figure_titles(table: Table, ends: Sequence[str] = ()) -> dict[str, str]:
    """The titles of the figures of a table: the row, the column, its number on a form, and what ends its row's."""
    label = next(place for place, column in enumerate(table.columns) if column.kind == "text")
    return {
        figure: f"{row[label]} · {' · '.join(column.headings)} {column.number}".rstrip() + end
        for row, figures, end in zip(table.rows, table.figures, ends or [""] * len(table.rows), strict=False)
        for column, figure in zip(table.columns, figures, strict=True)
        if figure
    }


def gathered(
    dossiers: Iterable[Behind], titles: dict[str, str], *, with_person: bool, headings: Sequence[str] = ()
) -> tuple[Table | None, Figures]:
    """The list of dossiers, by code, and the figures they stand behind; no list without any.

    `titles` says what each figure is called; under `headings` the list tells where in the report a dossier stands.
    """
    rows: dict[tuple[Cell, ...], int] = {}
    figures: dict[str, tuple[str, list[int]]] = {}
    for each in sorted(dossiers, key=lambda each: each.dossier.code):
        row = _row(each, with_person)
        for name in each.figures:
            figures.setdefault(name, (titles[name], []))[1].append(rows.setdefault(row, len(rows)))
    listed = Table(_("Dossiers"), _("Dossiers"), _columns(headings, with_person), list(rows))
    return (listed if rows else None), figures


def _columns(headings: Sequence[str], with_person: bool) -> list[Column]:
    """The columns of such a list; names only where personal data were asked for."""
    person = [_("Applicant")] if with_person else []
    return [
        *columns("code", _("Dossier")),
        *columns("text", _("Procedure"), _("Field"), _("Officer"), *person, _("Channel")),
        *columns("moment", _("Received"), _("Due"), _("Result ready or closed")),
        *columns("text", _("State"), _("Outcome"), _("Carried over"), *headings),
    ]


def _row(of: Behind, with_person: bool) -> tuple[Cell, ...]:
    d = of.dossier
    person = [d.applicant] if with_person else []
    return (
        d.code, d.procedure_name, d.field, d.officer, *person, label(d.channel), d.received_at, d.due_at, d.finished_at,
        label(d.status), of.outcome or _outcome_words(of.cell), _("yes") if of.cell.carried_over else "", *of.where,
    )  # fmt: skip


def _outcome_words(cell: tally.Cell) -> str:
    """How a dossier did, or does; one closed without a result did neither."""
    return label(cell.outcome if cell.state in ("resolved", "open") else Outcome.closed)
