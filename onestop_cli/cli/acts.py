"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign."""

from typing import Annotated

import typer

from onestop_cli.cli.options import Actor, At, CodeArgument, Format, Json, Output, one_from
from onestop_cli.cli.session import Session, actor, needed_text, one_of, typed_text
from onestop_cli.cli.target import out
from onestop_cli.core.dossier import Policy, Reason
from onestop_cli.core.outcomes import view
from onestop_cli.errors import N_
from onestop_cli.output import acts
from onestop_cli.output.records import DOSSIER_KEYS, dossier_record
from onestop_cli.usecases import acts as handling
from onestop_cli.usecases.transaction import Acted

REASONS = tuple(Reason)
POLICIES = tuple(Policy)

Override = Annotated[
    str,
    typer.Option(
        "--override", metavar="REASON", help=N_("Why a limit of the law is passed; recorded, and a finding later."),
        show_default=False,
    ),
]  # fmt: skip
Note = Annotated[
    str, typer.Option("--note", metavar="REASON", help=N_("Why; not for personal data."), show_default=False)
]
OfficerName = Annotated[
    str, typer.Option("--officer", metavar="NAME", help=N_("The officer in charge."), show_default=False)
]


def answer(acted: Acted, format_name: str | None, as_json: bool, output: str | None) -> None:
    """Say what became of a dossier."""
    seen = view(acted.entry, acted.now)
    record = dossier_record(*acted.entry, seen.outcome)
    out(format_name, as_json, output).records(
        [record], DOSSIER_KEYS, lambda: acts.acted_text(acted.before, acted.entry.dossier, seen.outcome), single=True
    )


def suspend(
    session: Session,
    code: CodeArgument,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="|".join(REASONS), autocompletion=one_from(REASONS), help=N_("What is waited for."),
            show_default=False,
        ),
    ],
    policy: Annotated[
        str,
        typer.Option(
            "--policy", metavar="|".join(POLICIES), autocompletion=one_from(POLICIES),
            help=N_("Whether the limit goes on afterwards or begins anew."),
        ),
    ] = Policy.continue_.value,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=N_("A note; not for personal data."), show_default=False)
    ] = "",
    at: At = None,
    override: Override = "",
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:  # fmt: skip
    """Stop the clock of a dossier that waits for something.

    Example: onestop suspend 230811-0003 --reason supplement --note "thiếu giấy chứng sinh"
    """
    out(format_name, as_json, output)
    acted = handling.suspend(
        session.path, session.clock, actor(actor_name), code, Reason(one_of("--reason", reason, REASONS)),
        Policy(one_of("--policy", policy, POLICIES)), session.when(at), typed_text("--note", note),
        typed_text("--override", override),
    )  # fmt: skip
    answer(acted, format_name, as_json, output)


def resume(
    session: Session,
    code: CodeArgument,
    at: At = None,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Let the clock of a suspended dossier run again; its dates move.

    Example: onestop resume 230811-0003 --at "14/08/2023 09:15"
    """
    out(format_name, as_json, output)
    acted = handling.resume(session.path, session.clock, actor(actor_name), code, session.when(at))
    answer(acted, format_name, as_json, output)


def extend(
    session: Session,
    code: CodeArgument,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help=N_("The new appointment."), show_default=False)],
    letter: Annotated[
        str, typer.Option("--letter", metavar="NO", help=N_("Number of the letter of apology."), show_default=False)
    ],
    note: Note,
    at: Annotated[
        str | None, typer.Option("--at", metavar="WHEN", help=N_("The letter's own date; now unless given."))
    ] = None,
    override: Override = "",
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Record a letter of apology with its new appointment, once a dossier.

    Example: onestop extend 230811-0003 --to 18/08/2023 --letter 12/XL-UBND --note "chờ xác minh"
    """
    out(format_name, as_json, output)
    acted = handling.extend(
        session.path, session.clock, actor(actor_name), code, session.day(to), needed_text("--letter", letter, 100),
        needed_text("--note", note), session.when(at), typed_text("--override", override),
    )  # fmt: skip
    answer(acted, format_name, as_json, output)


def withdraw(
    session: Session,
    code: CodeArgument,
    note: Note,
    at: At = None,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Close a dossier that the citizen takes back.

    Example: onestop withdraw 230811-0003 --note "công dân rút hồ sơ"
    """
    out(format_name, as_json, output)
    reason = needed_text("--note", note)
    acted = handling.withdraw(session.path, session.clock, actor(actor_name), code, reason, session.when(at))
    answer(acted, format_name, as_json, output)


def stop(
    session: Session,
    code: CodeArgument,
    note: Note,
    at: At = None,
    override: Override = "",
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Close a dossier whose supplement never came.

    Example: onestop stop 230811-0003 --note "quá thời hạn bổ sung"
    """
    out(format_name, as_json, output)
    acted = handling.stop(
        session.path, session.clock, actor(actor_name), code, needed_text("--note", note), session.when(at),
        typed_text("--override", override),
    )  # fmt: skip
    answer(acted, format_name, as_json, output)


def assign(
    session: Session,
    code: CodeArgument,
    officer: OfficerName,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Put another officer in charge of an open dossier, from now on.

    Example: onestop assign 230811-0003 --officer "Trần Văn Đức"
    """
    out(format_name, as_json, output)
    name = needed_text("--officer", officer, 250)
    answer(handling.assign(session.path, session.clock, actor(actor_name), code, name), format_name, as_json, output)
