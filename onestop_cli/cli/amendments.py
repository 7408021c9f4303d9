"""Amending the record: correct, void, undo."""

from typing import Annotated

import typer

from onestop_cli.cli.acts import answer
from onestop_cli.cli.columns import TypedColumns
from onestop_cli.cli.options import Apply, CodeArgument, Hand, Note, Target, option, procedure_words
from onestop_cli.cli.session import needed_text, whole_number
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import limit_data
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import When, iso
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.histories import taken_back_words
from onestop_cli.output.pages import Page
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import amendments
from onestop_cli.usecases.amendments import Correction, Undone


def correct(
    *,
    code: CodeArgument,
    note: Note,
    procedure: Annotated[
        str | None,
        typer.Option("--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("The procedure.")),
    ] = None,
    columns: TypedColumns,
    hand: Hand,
    target: Target,
) -> None:
    """Correct what was typed wrong; dates that follow are counted anew.

    Example: onestop correct 230811-0003 --received-at "10/08/2023 16:30" --note "ghi nhầm ngày nhận"
    """
    limits = {column.name: value for column, value in columns.items() if isinstance(value, TimeLimit)}
    correction = Correction(
        {c.name: v for c, v in columns.items() if not c.is_personal and not isinstance(v, When | TimeLimit)},
        {c.name: str(v) for c, v in columns.items() if c.is_personal},
        {c.name: v for c, v in columns.items() if isinstance(v, When)},
        procedure,
        limits.get("time_limit"),
        limits.get("statutory_time_limit"),
    )
    acted = amendments.correct(*hand, code, correction, needed_text("--note", note))
    after, seen = acted.entry, view(acted.entry, acted.now)
    target.records(
        [dossier_record(*after, seen.outcome)],
        DOSSIER_KEYS,
        lambda: acts.changed_text(
            acted.before,
            after.dossier,
            _("corrected, event {anchor}", anchor=after.dossier.anchor),
            (acted.person_before, after.person),
        ),
        single=True,
    )


def void(code: CodeArgument, note: Note, hand: Hand, target: Target) -> None:
    """Void a dossier that was entered by mistake; its number stays used.

    Example: onestop void 230811-0003 --note "nhập trùng hồ sơ"
    """
    answer(amendments.void(*hand, code, needed_text("--note", note)), target)


def undo(
    *,
    code: CodeArgument,
    event: Annotated[
        str | None, option("--event", "SEQ", N_("The event to take back; the last one unless given."))
    ] = None,
    apply: Apply = False,
    hand: Hand,
    target: Target,
) -> None:
    """Take the last act back; without --apply only show what would change.

    Example: onestop undo 230811-0003 --apply
    """
    seq = whole_number("--event", event, 1, 10**12)
    undone = amendments.undo(*hand, code, seq, apply=apply)
    record = _undone_record(undone)
    target.records([record], tuple(record), lambda: _undone_text(undone), single=True)


def _undone_record(undone: Undone) -> dict[str, object]:
    """What an undo takes back, what changes by it, and its event (null for a preview)."""
    root = undone.take_back.root
    return {
        "code": undone.entry.dossier.code,
        "preview": undone.recorded is None,
        "restores": undone.take_back.restores,
        "event": undone.take_back.target.seq,
        "act": {
            "seq": root.seq,
            "kind": root.kind,
            "occurred_at": iso(root.occurred_at),
            "recorded_at": iso(root.recorded_at),
            "actor": root.actor,
        },
        "changes": {
            name: [limit_data(each) if isinstance(each, TimeLimit) else each for each in pair]
            for name, pair in changes(undone.before, undone.entry.dossier).items()
        },
        "anchor": undone.entry.dossier.anchor if undone.recorded else None,
    }


def _undone_text(undone: Undone) -> Page:
    root = undone.take_back.root
    remark = (
        _("This is a preview, nothing was recorded; --apply records it.")
        if undone.recorded is None
        else _("Recorded as event {anchor}", anchor=undone.recorded)
    )
    further = _("typed again it is taken back itself; an earlier event: onestop undo CODE --event SEQ")
    return acts.changed_text(
        undone.before,
        undone.entry.dossier,
        taken_back_words(root.seq, root.kind, restores=undone.take_back.restores),
        (undone.person_before, undone.entry.person),
        (remark,) if undone.recorded is None else (f"{remark}\n{further}",),
    )
