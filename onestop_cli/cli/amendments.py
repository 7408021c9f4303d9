"""Amending the record: correct, void, undo."""

import sys
from functools import partial
from typing import Annotated

from onestop_cli.cli.acts import answer, shown_if_it_went_on
from onestop_cli.cli.columns import TypedColumns
from onestop_cli.cli.options import (
    Apply,
    CodeArgument,
    CodeOrNumber,
    GoneOn,
    Hand,
    Note,
    NoteOrReason,
    Target,
    case_option,
    flag,
    option,
    procedure_option,
)
from onestop_cli.cli.session import needed_text, typed_text, whole_number
from onestop_cli.core.codes import decline_meant
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import Dossier, limit_data
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import When
from onestop_cli.core.outcomes import view
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.histories import taken_back_words
from onestop_cli.output.pages import Page
from onestop_cli.output.records import dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import amendments
from onestop_cli.usecases.amendments import Undone
from onestop_cli.usecases.corrections import Correction


def correct(
    *,
    code: CodeArgument,
    note: Note,
    procedure: Annotated[str | None, procedure_option(N_("The procedure."))] = None,
    case: Annotated[str | None, case_option(N_("The case of the procedure; empty for the one without a name."))] = None,
    columns: TypedColumns,
    slip_given: Annotated[
        bool, flag("--slip-given", N_("The citizen has a new slip with the corrected due date."))
    ] = False,
    hand: Hand,
    target: Target,
) -> None:
    """Correct what was typed wrong; dates that follow are counted anew.

    Example: onestop correct 230811-0003 --received-at "10/08/2023 16:30" --note "ghi nhầm ngày nhận"
    """
    limits: dict[str, TimeLimit] = {}
    instants: dict[str, When] = {}
    person: dict[str, str] = {}
    plain: dict[str, str | int | None] = {}
    for column, value in columns.items():
        match value:
            case TimeLimit():
                limits[column.name] = value
            case When():
                instants[column.name] = value
            case str() if column.is_personal:
                person[column.name] = value
            case _:
                plain[column.name] = value
    own_limits = limits.get("time_limit"), limits.get("statutory_time_limit")
    correction = Correction(plain, person, instants, procedure, *own_limits, slip_given, case)
    acted = amendments.correct(*hand, code, correction, needed_text("--note", note))
    after, outcome = view(acted.entry, acted.now)
    people = acted.person_before, after.person
    recorded = _("corrected, event {anchor}", anchor=after.dossier.anchor)
    table = partial(acts.changed_text, acted.before, after.dossier, recorded, people, may_move=acted.may_move)
    target.record(dossier_record(*after, outcome), table)
    if acted.slip_due:
        _tell_of_slip(after.dossier)


def void(code: CodeOrNumber, note: NoteOrReason, hand: Hand, target: Target, apply: GoneOn = False) -> None:
    """Void what was entered by mistake; its number stays used.

    Example: onestop void 230811-0003 --note "nhập trùng hồ sơ"
    """
    why = needed_text("--note", note)
    if decline_meant(normalised(code)) is not None:
        from onestop_cli.cli.decline import void_declined

        if void_declined(code, why, hand, target, apply=apply):
            return
    with shown_if_it_went_on(hand.desk, target):
        acted = amendments.void(*hand, code, why, apply=apply)
    answer([acted], [code], target)


def undo(
    *,
    code: CodeArgument,
    event: Annotated[
        str | None, option("--event", "SEQ", N_("The event to take back; the last one unless given."))
    ] = None,
    note: Annotated[str, option("--note", "REASON", N_("Why; needed where it is written after the fact."))] = "",
    apply: Apply = False,
    hand: Hand,
    target: Target,
) -> None:
    """Take the last act back; without --apply only show what would change.

    Example: onestop undo 230811-0003 --apply
    """
    seq = whole_number("--event", event, 1, 10**12)
    undone = amendments.undo(*hand, code, seq, typed_text("--note", note), apply=apply)
    target.record(_undone_record(undone), lambda: _undone_text(undone))
    if undone.slip_due and undone.recorded is not None:
        _tell_of_slip(undone.entry.dossier)


def _tell_of_slip(dossier: Dossier) -> None:
    """Say on stderr that the slip in the citizen's hand is not the one that is worked by."""
    print(_("note: {text}", text=acts.slip_due_words(dossier)), file=sys.stderr)


def _undone_record(undone: Undone) -> dict[str, object]:
    """What an undo takes back, what changes by it, and its event (null for a preview)."""
    root = undone.take_back.root
    return {
        "code": undone.entry.dossier.code,
        "preview": undone.recorded is None,
        "restores": undone.take_back.restores,
        "event": undone.take_back.target.seq,
        "act": {name: getattr(root, name) for name in ("seq", "kind", "occurred_at", "recorded_at", "actor")},
        "changes": {
            name: [limit_data(each) if isinstance(each, TimeLimit) else each for each in pair]
            for name, pair in changes(undone.before, undone.entry.dossier).items()
        },
        "anchor": undone.entry.dossier.anchor if undone.recorded else None,
        "recorded_late": undone.recorded_late,
    }


def _undone_text(undone: Undone) -> Page:
    root = undone.take_back.root
    remark = (
        _("This is a preview, nothing was recorded; --apply records it.")
        if undone.recorded is None
        else _("Recorded as event {anchor}", anchor=undone.recorded)
    )
    if undone.recorded is None and undone.recorded_late:
        remark += "\n" + _("It is a paper recorded late: --apply needs --note REASON, and it is marked")
    further = _("typed again it is taken back itself; an earlier event: onestop undo CODE --event SEQ")
    return acts.changed_text(
        undone.before,
        undone.entry.dossier,
        taken_back_words(root.seq, root.kind, restores=undone.take_back.restores),
        (undone.person_before, undone.entry.person),
        (remark,) if undone.recorded is None else (f"{remark}\n{further}",),
        may_move=undone.may_move,
    )
