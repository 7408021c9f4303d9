"""The counter's commands: receive, resolve, deliver."""

import sys
from typing import Annotated

import typer

from onestop_cli.cli.options import Actor, At, CodesArgument, Format, Json, Output, ProcedureArgument, one_from
from onestop_cli.cli.session import Session, actor, one_of, typed_text, whole_number
from onestop_cli.cli.target import out
from onestop_cli.core.dossier import CHANNELS, RESULTS, Person
from onestop_cli.core.outcomes import view
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, EmptyValue
from onestop_cli.output import dossiers
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.output.words import _
from onestop_cli.usecases import counter
from onestop_cli.usecases.counter import Finished, Receipt

Done = Annotated[
    bool, typer.Option("--done", help=N_("A same-day dossier is received, resolved and handed over at once."))
]


def _text(name: str, metavar: str, help_text: str) -> typer.models.OptionInfo:
    return typer.Option(name, metavar=metavar, help=help_text, show_default=False)


def receive(
    session: Session,
    procedure: ProcedureArgument,
    applicant: Annotated[str, _text("--applicant", "NAME", N_("Who hands the dossier in."))],
    channel: Annotated[
        str,
        typer.Option(
            "--channel", metavar="|".join(CHANNELS), autocompletion=one_from(CHANNELS), help=N_("How it came.")
        ),
    ] = "direct",
    id_number: Annotated[str, _text("--id-number", "TEXT", N_("The applicant's ID number."))] = "",
    phone: Annotated[str, _text("--phone", "TEXT", N_("The applicant's phone."))] = "",
    address: Annotated[str, _text("--address", "TEXT", N_("The applicant's address."))] = "",
    email: Annotated[str, _text("--email", "TEXT", N_("The applicant's e-mail."))] = "",
    copies: Annotated[str, typer.Option("--copies", metavar="N", help=N_("Number of sets handed in."))] = "1",
    fee: Annotated[str | None, _text("--fee", "N", N_("Fee in đồng."))] = None,
    officer: Annotated[str, _text("--officer", "NAME", N_("The officer in charge."))] = "",
    note: Annotated[str, _text("--note", "TEXT", N_("A note; not for personal data."))] = "",
    at: At = None,
    code: Annotated[str | None, _text("--code", "CODE", N_("A code given by another system."))] = None,
    done: Done = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Receive a dossier and promise its return date.

    Example: onestop receive khai-tu --applicant "Nguyễn Văn A"
    """
    target = out(format_name, as_json, output)
    options = ("--applicant", "--id-number", "--phone", "--address", "--email")
    texts = (applicant, id_number, phone, address, email)
    person = Person(*(typed_text(option, text, 250) for option, text in zip(options, texts, strict=True)))
    if not person.applicant:
        raise EmptyValue(option="--applicant", example='--applicant "Nguyễn Văn A"')
    if code is not None and not normalised(code):
        raise EmptyValue(option="--code", example="--code HS-0001")
    receipt = Receipt(
        procedure=procedure,
        person=person,
        channel=one_of("--channel", channel, CHANNELS),
        copies=whole_number("--copies", copies, 1, 100_000) or 1,
        fee=whole_number("--fee", fee, 0, 10**12),
        officer=typed_text("--officer", officer, 250),
        note=typed_text("--note", note),
        when=session.when(at),
        code=typed_text("--code", code, 100) if code else None,
    )
    received = counter.receive(session.path, session.clock, actor(actor_name), receipt, done=done)
    entry = received.entry
    seen = view(entry, received.now)
    record = dossier_record(entry.dossier, entry.person, seen.outcome)
    target.records([record], DOSSIER_KEYS, lambda: dossiers.received_text(entry.dossier, entry.person), single=True)
    if received.is_foreign_code:
        note_text = _("code {code} is not of this office's own numbering; it is kept as it is", code=entry.dossier.code)
        print(_("note: {text}", text=note_text), file=sys.stderr)


def _finished(finished: list[Finished], format_name: str | None, as_json: bool, output: str | None) -> None:
    target = out(format_name, as_json, output)
    views = [view(f.entry, f.now) for f in finished]
    made = [dossier_record(v.entry.dossier, v.entry.person, v.outcome) for v in views]
    found = [(v.entry.dossier, v.outcome, f.working_days_to_due) for v, f in zip(views, finished, strict=True)]
    target.records(made, DOSSIER_KEYS, lambda: dossiers.finished_text(found))


def resolve(
    session: Session,
    codes: CodesArgument,
    result: Annotated[
        str,
        typer.Option(
            "--result", metavar="|".join(RESULTS), autocompletion=one_from(RESULTS), help=N_("What came of it.")
        ),
    ] = "approved",
    at: At = None,
    note: Annotated[
        str, _text("--note", "TEXT", N_("A note, not for personal data; a refusal needs its written reason here."))
    ] = "",
    deliver: Annotated[bool, typer.Option("--deliver", help=N_("It was handed over at the same moment."))] = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Record that the results of dossiers are ready; all of them or none.

    Example: onestop resolve 3 5 --deliver
    """
    out(format_name, as_json, output)
    finished = counter.resolve(
        session.path, session.clock, actor(actor_name), codes, one_of("--result", result, RESULTS),
        session.when(at), typed_text("--note", note), deliver=deliver,
    )  # fmt: skip
    _finished(finished, format_name, as_json, output)


def deliver(
    session: Session,
    codes: CodesArgument,
    method: Annotated[
        str,
        typer.Option(
            "--method",
            metavar="|".join(CHANNELS),
            autocompletion=one_from(CHANNELS),
            help=N_("How it was handed over."),
        ),
    ] = "direct",
    at: At = None,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Record that results were handed over; all of them or none.

    Example: onestop deliver 230811-0003 --method postal
    """
    out(format_name, as_json, output)
    finished = counter.deliver(
        session.path, session.clock, actor(actor_name), codes, one_of("--method", method, CHANNELS), session.when(at)
    )
    _finished(finished, format_name, as_json, output)
