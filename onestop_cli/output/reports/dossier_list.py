"""The dossiers behind the figures of a report, as a document lists them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.report import Listed
from onestop_cli.core.tally import Cell
from onestop_cli.output.documents import Column, Figures, Table
from onestop_cli.output.words import _, label


def dossier_columns(headings: Sequence[str], *, with_person: bool) -> list[Column]:
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


def dossier_row(dossier: Listed, cell: Cell, outcome: str, *, with_person: bool) -> tuple[Any, ...]:
    """One dossier under those columns."""
    d = dossier
    person = [d.applicant] if with_person else []
    return (
        d.code, d.procedure_name, d.field, d.officer, *person, label(d.channel), d.received_at, d.due_at, d.finished_at,
        label(d.status), outcome, _("yes") if cell.carried_over else "",
    )  # fmt: skip


def outcome_words(cell: Cell) -> str:
    """How a dossier did, or does; one closed without a result did neither."""
    return label(cell.outcome if cell.state in ("resolved", "open") else Outcome.closed)


def gathered(
    members: Iterable[Any],
    figures_of: Callable[[Any], Sequence[str]],
    titles: dict[str, str],
    *,
    with_person: bool,
    headings: Sequence[str] = (),
    where: Callable[[Any], Sequence[str]] = lambda _member: (),
    outcome: Callable[[Any], str] = lambda member: outcome_words(member.cell),
) -> tuple[Table | None, dict[str, tuple[str, list[int]]]]:
    """The list of dossiers, by code, and the figures they stand behind; no list without any.

    `figures_of` gives the names of the figures of a member, `titles` what each is called; `where` says under `headings`
    where in the report a member stands, `outcome` how it is taken there.
    """
    gathering = Figures()
    for member in sorted(members, key=lambda m: m.dossier.code):
        names = figures_of(member)
        if not names:
            continue
        row = dossier_row(member.dossier, member.cell, outcome(member), with_person=with_person)
        place = gathering.place((*row, *where(member)))
        for name in names:
            gathering.add(name, place)
    if not gathering.rows:
        return None, {}
    columns = dossier_columns(headings, with_person=with_person)
    return Table(_("Dossiers"), _("Dossiers"), columns, gathering.rows), gathering.titled(titles)
