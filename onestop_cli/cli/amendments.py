"""Amending the record: correct, void, undo."""

from typing import Annotated

import typer

from onestop_cli.cli.acts import Note, answer
from onestop_cli.cli.options import Actor, Apply, CodeArgument, Format, Json, Output, one_from, procedure_words
from onestop_cli.cli.session import Session, actor, needed_text, one_of, typed_text, whole_number
from onestop_cli.cli.target import out
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import CHANNELS, RESULTS, limit_data
from onestop_cli.core.limits import TimeLimit, time_limit
from onestop_cli.core.moments import iso
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.pages import Page
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import amendments
from onestop_cli.usecases.amendments import Correction, Undone


def _option(name: str, metavar: str, help_text: str) -> typer.models.OptionInfo:
    return typer.Option(name, metavar=metavar, help=help_text)


def _word(name: str, words: tuple[str, ...], help_text: str) -> typer.models.OptionInfo:
    return typer.Option(name, metavar="|".join(words), autocompletion=one_from(words), help=help_text)


def correct(
    session: Session,
    code: CodeArgument,
    note: Note,
    procedure: Annotated[
        str | None,
        typer.Option("--procedure", metavar="PROCEDURE", autocompletion=procedure_words, help=N_("The procedure.")),
    ] = None,
    applicant: Annotated[str | None, _option("--applicant", "NAME", N_("Who hands the dossier in."))] = None,
    id_number: Annotated[str | None, _option("--id-number", "TEXT", N_("The applicant's ID number."))] = None,
    phone: Annotated[str | None, _option("--phone", "TEXT", N_("The applicant's phone."))] = None,
    address: Annotated[str | None, _option("--address", "TEXT", N_("The applicant's address."))] = None,
    email: Annotated[str | None, _option("--email", "TEXT", N_("The applicant's e-mail."))] = None,
    channel: Annotated[str | None, _word("--channel", CHANNELS, N_("How it came."))] = None,
    copies: Annotated[str | None, _option("--copies", "N", N_("Number of sets handed in."))] = None,
    fee: Annotated[str | None, _option("--fee", "N", N_("Fee in đồng."))] = None,
    officer: Annotated[str | None, _option("--officer", "NAME", N_("The officer in charge."))] = None,
    dossier_note: Annotated[str | None, _option("--dossier-note", "TEXT", N_("The dossier's own note."))] = None,
    received_at: Annotated[str | None, _option("--received-at", "WHEN", N_("When it was received."))] = None,
    limit: Annotated[
        str | None, _option("--limit", "LIMIT", N_("Its time limit, a lawful longer one too: 23:working_day."))
    ] = None,
    statutory_limit: Annotated[
        str | None, _option("--statutory-limit", "LIMIT", N_("Its statutory time limit."))
    ] = None,
    due_at: Annotated[
        str | None, _option("--due-at", "WHEN", N_("Its due date, where another system gave it."))
    ] = None,
    resolved_at: Annotated[str | None, _option("--resolved-at", "WHEN", N_("When its result was ready."))] = None,
    result: Annotated[str | None, _word("--result", RESULTS, N_("What came of it."))] = None,
    delivered_at: Annotated[str | None, _option("--delivered-at", "WHEN", N_("When it was handed over."))] = None,
    delivery_method: Annotated[
        str | None, _word("--delivery-method", CHANNELS, N_("How it was handed over."))
    ] = None,
    closed_at: Annotated[
        str | None, _option("--closed-at", "WHEN", N_("When it was withdrawn or stopped."))
    ] = None,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:  # fmt: skip
    """Correct what was typed wrong; dates that follow are counted anew.

    Example: onestop correct 230811-0003 --received-at "10/08/2023 16:30" --note "ghi nhầm ngày nhận"
    """
    target = out(format_name, as_json, output)
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
    instants = {column: when for column, text in texts.items() if (when := session.when(text)) is not None}
    correction = Correction(
        columns, person, instants, procedure,
        time_limit(limit) if limit is not None else None,
        time_limit(statutory_limit) if statutory_limit is not None else None,
    )  # fmt: skip
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


def _undone_text(done: Undone) -> Page:
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
