"""Procedures for people and machines."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onestop_cli.core.dossier import limit_data
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.procedures import Procedure
from onestop_cli.output.calendars import moved_record, moved_text
from onestop_cli.output.figures import day
from onestop_cli.output.pages import Grid, Page, facts_above, unbroken
from onestop_cli.output.words import _, limit_words, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.procedures import Amended

KEYS = ("code", "name", "aliases", "field", "statutory", "committed", "legal_basis", "valid_from", "retired", "seq")


def procedure_record(procedure: Procedure) -> dict[str, Any]:
    """A version of a procedure under its keys."""
    record = procedure._asdict()
    record |= {"statutory": limit_data(procedure.statutory), "committed": limit_data(procedure.committed)}
    record["aliases"] = list(procedure.aliases)
    return {name: record[name] for name in KEYS}


def list_text(procedures: Sequence[Procedure]) -> Page:
    """A table of procedures."""
    headings = [_("Code"), _("Committed"), _("Statutory"), _("Short name and procedure")]
    rows = [[f"{p.code}\n{p.field}", limit_words(p.committed), limit_words(p.statutory), _names(p)] for p in procedures]
    return (Grid(headings, rows, keep=(0, 1, 2), cut=(3,)),)


def _names(procedure: Procedure) -> str:
    return f"{' '.join(procedure.aliases) or '—'}\n{procedure.name}"


def versions_text(versions: Sequence[Procedure]) -> Page:
    """A procedure with its versions, oldest first."""
    last = versions[-1]
    pairs = [
        (_("Procedure"), f"{last.name} ({last.code})"),
        (_("Short name"), " ".join(last.aliases) or "—"),
        (_("Field"), last.field or "—"),
    ]
    headings = [_("From"), _("Statutory"), _("Committed"), _("Legal basis"), _("Event")]
    rows = [
        [day(p.valid_from), _("retired") if p.retired else limit_words(p.statutory),
         "" if p.retired else limit_words(p.committed), p.legal_basis, str(p.seq)]
        for p in versions
    ]  # fmt: skip
    return (*facts_above(pairs), Grid(headings, rows, right=(4,)))


def amended_record(amended: "Amended") -> dict[str, Any]:
    """A change of the catalogue: before, after, the dossiers it moves, the event (null for a preview)."""
    return {
        "recorded": amended.recorded.seq if amended.recorded else None,
        "before": procedure_record(amended.before) if amended.before else None,
        "after": procedure_record(amended.after),
        "moved": [moved_record(m) for m in amended.moved],
    }


def amended_text(amended: "Amended") -> Page:
    """A change of the catalogue in words."""
    before, after = amended.before, amended.after
    pairs = [(_("Procedure"), f"{after.name} ({after.code})"), (_("From"), day(after.valid_from))]
    if after.retired:
        pairs.append((_("Change"), _("retired")))
    else:
        old = before or after
        pairs.append((_("Statutory"), _limits(old.statutory, after.statutory)))
        pairs.append((_("Committed"), _limits(old.committed, after.committed)))
    recorded, preview = amended.recorded, _("no, this is a preview; --apply records it")
    pairs.append((_("Recorded"), _("event {anchor}", anchor=recorded.anchor) if recorded else preview))
    return (*facts_above(pairs), *moved_text(amended.moved, recorded=recorded is not None))


def _limits(*limits: TimeLimit) -> str:
    """A limit, before and after where it changed."""
    return " → ".join(limit_words(limit) for limit in dict.fromkeys(limits))


def added_text(added: Sequence[Procedure]) -> Page:
    """What an import of procedures added."""
    if not added:
        return (unbroken(_("nothing new in the file")),)
    return (unbroken(ngettext("{n} version added", "{n} versions added", len(added))), *list_text(added))
