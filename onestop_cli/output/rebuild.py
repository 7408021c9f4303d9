"""What `db rebuild` tells: what is damaged, which rows are not what their events say, and what became of it."""

from typing import TYPE_CHECKING

from onestop_cli.errors import N_
from onestop_cli.output.figures import number
from onestop_cli.output.pages import Facts, Grid, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.rebuild import Difference, Rebuilt

_MOST_COLUMNS = 6


def rebuilt_record(rebuilt: "Rebuilt") -> Record:
    """What differs, for machines; nothing of it is a person's."""
    return {
        "path": str(rebuilt.path),
        "preview": not rebuilt.is_applied,
        "events": rebuilt.n_events,
        "dossiers": rebuilt.n_dossiers,
        "damaged": [
            {"table": fault.table or None, "only_index": fault.is_of_index, "why": fault.said}
            for fault in rebuilt.faults
        ],
        "rows": dict(rebuilt.n_differing),
        "differing": [
            {"table": each.table, "key": list(each.key), "columns": list(each.columns), "state": _state(each)}
            for each in rebuilt.differing
        ],
    }


def rebuilt_text(rebuilt: "Rebuilt") -> Page:
    """What differs, and what was done or is to be done."""
    facts = Facts(
        [
            (_("Data file"), str(rebuilt.path)),
            (_("Events"), number(rebuilt.n_events)),
            (_("Dossiers"), number(rebuilt.n_dossiers)),
        ]
    )
    if rebuilt.is_sound:
        return (facts, _("Every row is what the events say; nothing to do."))
    damaged = [
        [
            fault.table or _("pages of no table"),
            _("an index of it") if fault.is_of_index else _("all of it"),
            fault.said,
        ]
        for fault in rebuilt.faults
    ]
    differing = [
        [each.table, " ".join(each.key), _(_STATES[_state(each)]), _columns(each)] for each in rebuilt.differing
    ]
    tables = [
        *([Grid([_("Damaged"), _("What of it"), _("SQLite says")], damaged)] if damaged else []),
        *([Grid([_("Table"), _("Row"), _("State"), _("Columns")], differing, keep=(1,))] if differing else []),
    ]
    hidden = sum(rebuilt.n_differing.values()) - len(differing)
    words = [_("and {n} more", n=number(hidden))] if hidden else []
    if rebuilt.is_applied:
        words.append(_("The register is what the events say now; damaged tables and indexes were made anew."))
    else:
        words.append(_("This is a preview, nothing was recorded; --apply records it."))
    return (facts, *tables, *words)


_STATES = {
    "differs": N_("differs"),
    "missing": N_("missing"),
    "extra": N_("no event says it"),
}


def _state(difference: "Difference") -> str:
    if difference.is_extra:
        return "extra"
    return "differs" if difference.columns else "missing"


def _columns(difference: "Difference") -> str:
    shown = ", ".join(difference.columns[:_MOST_COLUMNS])
    return f"{shown}, …" if len(difference.columns) > _MOST_COLUMNS else shown
