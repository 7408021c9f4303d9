"""Dossiers that a notice or an amended procedure moves, for people and machines: open, finished, accepted otherwise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onestop_cli.core.acceptance import is_accepted_late
from onestop_cli.core.moments import iso
from onestop_cli.output.figures import moment, number
from onestop_cli.output.pages import Grid, Page, Part
from onestop_cli.output.words import _, label, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.moves import Moved


def finished_record(m: "Moved") -> dict[str, Any]:
    """A dossier finished meanwhile that a notice betters, under its keys."""
    before, after = m.verdicts or (None, None)
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "outcome_before": before,
        "outcome_after": after,
        "due_before": iso(m.due_before),
        "due_after": iso(m.due_after),
        "applied": m.applied,
    }


def moved_record(m: "Moved") -> dict[str, Any]:
    """An open dossier that a change moves, under its keys."""
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "direction": m.direction.value,
        "due_before": iso(m.due_before),
        "due_after": iso(m.due_after),
        "applied": m.applied,
    }


def acceptance_record(m: "Moved") -> dict[str, Any]:
    """A dossier of which a notice moves until when receiving it was in time, and no due date, under its keys."""
    return {
        "code": m.code,
        "procedure_code": m.procedure_code,
        "acceptance_due_before": iso(m.before.acceptance_due_at),
        "acceptance_due_after": iso(m.after.acceptance_due_at),
        "late_before": is_accepted_late(m.before),
        "late_after": is_accepted_late(m.after),
        "applied": m.applied,
    }


def finished_text(moved: Sequence["Moved"], *, recorded: bool) -> list[Part]:
    """The dossiers finished meanwhile that a notice betters, or bettered when it is taken back, with their verdicts."""
    headings = [_("Dossier"), _("Due before"), _("Due after"), _("Verdict"), ""]
    parts: list[Part] = []
    for words, is_given_back in (
        (_("Finished meanwhile, better by this"), False),
        (_("Finished before, better only by what is taken back"), True),
    ):
        rows: list[list[str]] = []
        for m in moved:
            if m.is_given_back is is_given_back:
                assert m.verdicts is not None
                verdicts = " → ".join(map(label, m.verdicts))
                rows.append([m.code, moment(m.due_before), moment(m.due_after), verdicts, _what_became(m, recorded)])
        if rows:
            parts += ["", f"{words}: {number(len(rows))}", Grid(headings, rows, keep=(0, 1, 2))]
    if applied := sum(m.applied and not m.is_given_back for m in moved):
        parts.append(ngettext("{n} verdict bettered", "{n} verdicts bettered", applied))
    if applied := sum(m.applied and m.is_given_back for m in moved):
        parts.append(ngettext("{n} verdict is what it was", "{n} verdicts are what they were", applied))
    can_still = any(not m.is_given_back or not recorded for m in moved)  # a notice is revoked once
    if can_still and not any(m.applied for m in moved):
        parts.append(_("--also-finished moves their due dates too."))
    return parts


def acceptance_text(moved: Sequence["Moved"], *, recorded: bool) -> list[Part]:
    """The dossiers of which a notice moves until when receiving them was in time."""
    if not moved:
        return []
    rows: list[list[str]] = []
    for m in moved:
        words = [_("late") if is_accepted_late(d) else _("in time") for d in (m.before, m.after)]
        dues = moment(m.before.acceptance_due_at), moment(m.after.acceptance_due_at)
        rows.append([m.code, *dues, " → ".join(dict.fromkeys(words)), _what_became(m, recorded)])
    headings = [_("Dossier"), _("Due before"), _("Due after"), _("Acceptance"), ""]
    parts: list[Part] = [
        "",
        f"{_('Handed in online, to be accepted by another moment')}: {number(len(rows))}",
        Grid(headings, rows, keep=(0, 1, 2)),
    ]
    if any(m.before.finished_at is not None and not m.applied for m in moved):
        parts.append(_("--also-finished moves it of finished ones too."))
    return parts


def moved_text(moved: Sequence["Moved"], *, recorded: bool) -> Page:
    """The open dossiers a change moves, later ones and earlier ones, and whether each was, as a page."""
    if not moved:
        return (_("No open dossier moves."),)
    parts: list[Part] = []
    for direction, words in (("later", _("Later")), ("earlier", _("Earlier"))):
        those = [m for m in moved if m.direction == direction]
        rows = [[m.code, *_moved_dates(m), _what_became(m, recorded)] for m in those]
        if rows:
            parts.append(f"{words}: {number(len(rows))}")
            parts.append(Grid([_("Dossier"), _("Due before"), _("Due after"), ""], rows, keep=(0, 1, 2)))
    if applied := sum(m.applied for m in moved):
        parts.append(ngettext("{n} due date moved", "{n} due dates moved", applied))
    return tuple(parts)


def _moved_dates(m: "Moved") -> list[str]:
    """The due date before and after; where it stays, the first other date that moves, by its name."""
    names = ("", _("by statute"), _("new appointment"))
    pairs = zip(names, m.before.dates, m.after.dates, strict=True)
    name, old, new = next((each for each in pairs if each[1] != each[2]), ("", m.due_before, m.due_after))
    return [f"{moment(at)}\n{name}".rstrip() for at in (old, new)]


def _what_became(m: "Moved", recorded: bool) -> str:
    if not recorded:
        return ""
    return _("moved") if m.applied else _("stays")
