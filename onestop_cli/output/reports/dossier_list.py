"""The dossiers behind the figures of a report, as a document lists them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onestop_cli.core import tally
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.report import Listed
from onestop_cli.output.documents import Cell, Column, Figures, Table
from onestop_cli.output.words import _, label


class Behind(NamedTuple):
    """A dossier, the names of the figures it stands behind, where in the report that is, how it is taken there."""

    dossier: Listed
    cell: tally.Cell
    figures: Sequence[str]
    where: Sequence[str] = ()
    outcome: str = ""


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
    columns = _columns(headings, with_person)
    return (Table(_("Dossiers"), _("Dossiers"), columns, list(rows)) if rows else None), figures


def _columns(headings: Sequence[str], with_person: bool) -> list[Column]:
    """The columns of such a list; names only where personal data were asked for."""
    person = [Column((_("Applicant"),))] if with_person else []
    return [
        Column((_("Dossier"),), "code"),
        Column((_("Procedure"),)),
        Column((_("Field"),)),
        Column((_("Officer"),)),
        *person,
        Column((_("Channel"),)),
        Column((_("Received"),), "moment"),
        Column((_("Due"),), "moment"),
        Column((_("Result ready or closed"),), "moment"),
        Column((_("State"),)),
        Column((_("Outcome"),)),
        Column((_("Carried over"),)),
        *(Column((heading,)) for heading in headings),
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
