"""Amending the record: correct, void, undo."""

from typing import Annotated

import typer

from onestop_cli.cli.acts import answer
from onestop_cli.cli.options import Apply, CodeArgument, Hand, Note, Target, option, procedure_words, word
from onestop_cli.cli.session import needed_text, one_of, typed_text, whole_number
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import CHANNELS, RESULTS, limit_data
from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.language import _
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
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
    applicant: Annotated[str | None, option("--applicant", "NAME", N_("Who hands the dossier in."))] = None,
    id_number: Annotated[str | None, option("--id-number", "TEXT", N_("The applicant's ID number."))] = None,
    phone: Annotated[str | None, option("--phone", "TEXT", N_("The applicant's phone."))] = None,
    address: Annotated[str | None, option("--address", "TEXT", N_("The applicant's address."))] = None,
    email: Annotated[str | None, option("--email", "TEXT", N_("The applicant's e-mail."))] = None,
    channel: Annotated[str | None, word("--channel", CHANNELS, N_("How it came."))] = None,
    copies: Annotated[str | None, option("--copies", "N", N_("Number of sets handed in."))] = None,
    fee: Annotated[str | None, option("--fee", "N", N_("Fee in đồng."))] = None,
    officer: Annotated[str | None, option("--officer", "NAME", N_("The officer in charge."))] = None,
    dossier_note: Annotated[str | None, option("--dossier-note", "TEXT", N_("The dossier's own note."))] = None,
    received_at: Annotated[str | None, option("--received-at", "WHEN", N_("When it was received."))] = None,
    limit: Annotated[
        str | None, option("--limit", "LIMIT", N_("Its time limit, a lawful longer one too: 23:working_day."))
    ] = None,
    statutory_limit: Annotated[
        str | None, option("--statutory-limit", "LIMIT", N_("Its statutory time limit."))
    ] = None,
    due_at: Annotated[
        str | None, option("--due-at", "WHEN", N_("Its due date, where another system gave it."))
    ] = None,
    resolved_at: Annotated[str | None, option("--resolved-at", "WHEN", N_("When its result was ready."))] = None,
    result: Annotated[str | None, word("--result", RESULTS, N_("What came of it."))] = None,
    delivered_at: Annotated[str | None, option("--delivered-at", "WHEN", N_("When it was handed over."))] = None,
    delivery_method: Annotated[
        str | None, word("--delivery-method", CHANNELS, N_("How it was handed over."))
    ] = None,
    closed_at: Annotated[
        str | None, option("--closed-at", "WHEN", N_("When it was withdrawn or stopped."))
    ] = None,
    hand: Hand,
    target: Target,
) -> None:  # fmt: skip
    """Correct what was typed wrong; dates that follow are counted anew.

    Example: onestop correct 230811-0003 --received-at "10/08/2023 16:30" --note "ghi nhầm ngày nhận"
    """
    columns: dict[str, object] = {}
    if channel is not None:
        columns["channel"] = one_of("--channel", channel, CHANNELS)
    if copies is not None:
        columns["copies"] = whole_number("--copies", copies, 1, 100_000)
    if fee is not None:
        columns["fee"] = whole_number("--fee", fee, 0, 10**12)
    if officer is not None:
        columns["officer"] = typed_text("--officer", officer, 250)
    if dossier_note is not None:
        columns["note"] = typed_text("--dossier-note", dossier_note)
    if result is not None:
        columns["result"] = one_of("--result", result, RESULTS)
    if delivery_method is not None:
        columns["delivery_method"] = one_of("--delivery-method", delivery_method, CHANNELS)
    given = {"id_number": id_number, "phone": phone, "address": address, "email": email}
    person = {
        name: typed_text("--" + name.replace("_", "-"), text, 250) for name, text in given.items() if text is not None
    }
    if applicant is not None:
        person["applicant"] = needed_text("--applicant", applicant, 250)
    texts = {
        "received_at": received_at, "due_at": due_at, "resolved_at": resolved_at, "delivered_at": delivered_at,
        "closed_at": closed_at,
    }  # fmt: skip
    instants = {column: when for column, text in texts.items() if (when := hand.desk.when(text)) is not None}
    correction = Correction(
        columns, person, instants, procedure,
        time_limit(limit) if limit is not None else None,
        time_limit(statutory_limit) if statutory_limit is not None else None,
    )  # fmt: skip
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


def _undone_text(undone: Undone) -> str:
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
        acts.taken_back_words(root.seq, root.kind, restores=undone.take_back.restores),
        (undone.person_before, undone.entry.person),
        (remark,) if undone.recorded is None else (f"{remark}\n{further}",),
    )
