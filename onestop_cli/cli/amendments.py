"""Amending the record: correct, void, undo."""

from typing import Annotated

import typer

from onestop_cli.cli.acts import Note, answer
from onestop_cli.cli.columns import typed_values, with_column_options
from onestop_cli.cli.options import Actor, Apply, CodeArgument, Format, Json, Output, procedure_words
from onestop_cli.cli.session import Session, actor, needed_text, whole_number
from onestop_cli.cli.target import out
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import limit_data
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import When, iso
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.language import _
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.usecases import amendments
from onestop_cli.usecases.amendments import Correction, Undone


@with_column_options
def correct(
    session: Session,
    code: CodeArgument,
    note: Note,
    procedure: Annotated[
        str | None,
        typer.Option("--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("The procedure.")),
    ] = None,
    *,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
    **typed: str | None,
) -> None:
    """Correct what was typed wrong; dates that follow are counted anew.

    Example: onestop correct 230811-0003 --received-at "10/08/2023 16:30" --note "ghi nhầm ngày nhận"
    """
    target = out(format_name, as_json, output)
    values = typed_values(session, typed)
    limits = {column.name: value for column, value in values.items() if isinstance(value, TimeLimit)}
    correction = Correction(
        {c.name: v for c, v in values.items() if not c.is_personal and not isinstance(v, When | TimeLimit)},
        {c.name: str(v) for c, v in values.items() if c.is_personal},
        {c.name: v for c, v in values.items() if isinstance(v, When)},
        procedure,
        limits.get("time_limit"),
        limits.get("statutory_time_limit"),
    )
    acted = amendments.correct(
        session.path, session.clock, actor(actor_name), code, correction, needed_text("--note", note)
    )
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


def void(
    session: Session,
    code: CodeArgument,
    note: Note,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Void a dossier that was entered by mistake; its number stays used.

    Example: onestop void 230811-0003 --note "nhập trùng hồ sơ"
    """
    out(format_name, as_json, output)
    acted = amendments.void(session.path, session.clock, actor(actor_name), code, needed_text("--note", note))
    answer(acted, format_name, as_json, output)


def undo(
    session: Session,
    code: CodeArgument,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="SEQ", help=N_("The event to take back; the last one unless given.")),
    ] = None,
    apply: Apply = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Take the last act back; without --apply only show what would change.

    Example: onestop undo 230811-0003 --apply
    """
    target = out(format_name, as_json, output)
    seq = whole_number("--event", event, 1, 10**12)
    done = amendments.undo(session.path, session.clock, actor(actor_name), code, seq, apply=apply)
    record = _undone_record(done)
    target.records([record], tuple(record), lambda: _undone_text(done), single=True)


def _undone_record(done: Undone) -> dict[str, object]:
    """What an undo takes back, what changes by it, and its event (null for a preview)."""
    root = done.take_back.root
    return {
        "code": done.entry.dossier.code,
        "preview": done.recorded is None,
        "restores": done.take_back.restores,
        "event": done.take_back.target.seq,
        "act": {
            "seq": root.seq,
            "kind": root.kind,
            "occurred_at": iso(root.occurred_at),
            "recorded_at": iso(root.recorded_at),
            "actor": root.actor,
        },
        "changes": {
            name: [limit_data(each) if isinstance(each, TimeLimit) else each for each in pair]
            for name, pair in changes(done.before, done.entry.dossier).items()
        },
        "anchor": done.entry.dossier.anchor if done.recorded else None,
    }


def _undone_text(done: Undone) -> str:
    root = done.take_back.root
    remark = (
        _("This is a preview, nothing was recorded; --apply records it.")
        if done.recorded is None
        else _("Recorded as event {anchor}", anchor=done.recorded)
    )
    further = _("typed again it is taken back itself; an earlier event: onestop undo CODE --event SEQ")
    return acts.changed_text(
        done.before,
        done.entry.dossier,
        acts.taken_back_words(root.seq, root.kind, restores=done.take_back.restores),
        (done.person_before, done.entry.person),
        (remark,) if done.recorded is None else (f"{remark}\n{further}",),
    )
