"""The dossiers behind the figures of a report, as a document lists them."""

from collections.abc import Iterable, Sequence
from typing import Any

from onestop_cli.core.outcomes import Outcome
from onestop_cli.output.documents import Column, Figures, Table
from onestop_cli.output.labels import label
from onestop_cli.output.language import _


def dossier_columns(*, with_person: bool) -> list[Column]:
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
    ]


def dossier_row(dossier: Any, outcome: Outcome, *, with_person: bool) -> tuple[Any, ...]:
    """One dossier under those columns."""
    d = dossier
    person = [d.applicant] if with_person else []
    return (
        d.code, d.procedure_name, d.field, d.officer, *person, label(d.channel), d.received_at, d.due_at, d.finished_at,
        label(d.status), label(outcome),
    )  # fmt: skip


def gathered(
    members: Iterable[Any], figures_of: Any, titles: dict[str, str], *, with_person: bool
) -> tuple[Table | None, dict[str, tuple[str, list[int]]]]:
    """The list of dossiers, by code, and the figures they stand behind; no list without any.

    `figures_of` gives the names of the figures of a member, `titles` what each is called.
    """
    gathering = Figures()
    for member in sorted(members, key=lambda m: m.dossier.code):
        names: Sequence[str] = figures_of(member)
        if not names:
            continue
        dossier, cell = member.dossier, member.cell
        outcome = cell.outcome if cell.state in ("resolved", "open") else Outcome.closed
        place = gathering.place(dossier_row(dossier, outcome, with_person=with_person))
        for name in names:
            gathering.add(name, place)
    if not gathering.rows:
        return None, {}
    table = Table(_("Dossiers"), _("Dossiers"), dossier_columns(with_person=with_person), gathering.rows)
    return table, gathering.titled(titles)
