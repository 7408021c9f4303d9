"""The catalogue's commands."""

from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.calendar import consent
from onestop_cli.cli.options import (
    Actor,
    AlsoEarlier,
    Apply,
    AsOf,
    Format,
    Json,
    KnownAt,
    NoMove,
    Output,
    ProcedureArgument,
)
from onestop_cli.cli.session import Session, actor
from onestop_cli.cli.target import out
from onestop_cli.core.limits import time_limit
from onestop_cli.core.procedures import Procedure, procedure_alias
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, EmptyValue
from onestop_cli.output import procedures as words
from onestop_cli.usecases import procedures as cases
from onestop_cli.usecases.procedures import Amendment

Limit = N_("same_day, none, or AMOUNT:UNIT as in 3:working_day, 24:working_hour, 15:calendar_day, 2:month.")
CodeOfProcedure = Annotated[
    str, typer.Argument(metavar="CODE", help=N_("Procedure code, d.dddddd."), show_default=False)
]
Aliases = Annotated[
    list[str] | None, typer.Option("--alias", metavar="A", help=N_("Short name to type; repeat for several."))
]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help=N_("The day it takes effect; today unless given."))
]


def list_procedures(
    session: Session,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """List the procedures in force with their time limits.

    Example: onestop procedure list
    """
    target = out(format_name, as_json, output)
    stood = session.when(as_of)
    found = cases.procedures(session.path, session.clock, stood and stood.on, session.moment(known_at))
    target.records(map(words.procedure_record, found), words.KEYS, lambda: words.list_text(found))


def show(
    session: Session,
    procedure: ProcedureArgument,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show a procedure and how its limits changed over time.

    Example: onestop procedure show khai-tu
    """
    target = out(format_name, as_json, output)
    stood = session.when(as_of)
    found = cases.versions_of(session.path, procedure, stood and stood.on, session.moment(known_at))
    target.records(map(words.procedure_record, found), words.KEYS, lambda: words.versions_text(found))


def add(
    session: Session,
    code: CodeOfProcedure,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The procedure's name."), show_default=False)],
    field: Annotated[
        str, typer.Option("--field", metavar="FIELD", help=N_("The field it belongs to."), show_default=False)
    ],
    statutory: Annotated[str, typer.Option("--statutory", metavar="LIMIT", help=Limit, show_default=False)],
    committed: Annotated[
        str | None,
        typer.Option(
            "--committed", metavar="LIMIT", help=N_("The office's shorter limit; the statutory one unless given.")
        ),
    ] = None,
    alias: Aliases = None,
    since: From = None,
    basis: Annotated[str, typer.Option("--legal-basis", metavar="TEXT", help=N_("The article behind the limit."))] = "",
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Add a procedure to the catalogue.

    Example: onestop procedure add 1.012345 --name "Cấp giấy phép" --field "Đất đai" --statutory 5:working_day
    """
    target = out(format_name, as_json, output)
    if not normalised(name):
        raise EmptyValue(option="--name", example='--name "Đăng ký khai tử"')
    by_law = time_limit(statutory)
    procedure = Procedure(
        code=code,
        name=normalised(name),
        field=normalised(field),
        statutory=by_law,
        committed=time_limit(committed) if committed else by_law,
        aliases=tuple(map(procedure_alias, alias or ())),
        legal_basis=normalised(basis),
        valid_from=session.day(since) if since else session.clock().date(),
    )
    amended = cases.add(session.path, session.clock, actor(actor_name), procedure)
    record = words.amended_record(amended)
    target.records([record], tuple(record), lambda: words.amended_text(amended), single=True)


def amend(
    session: Session,
    procedure: ProcedureArgument,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help=N_("The day it takes effect."), show_default=False)
    ],
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("A new name."))] = None,
    field: Annotated[str | None, typer.Option("--field", metavar="FIELD", help=N_("A new field."))] = None,
    statutory: Annotated[str | None, typer.Option("--statutory", metavar="LIMIT", help=Limit)] = None,
    committed: Annotated[str | None, typer.Option("--committed", metavar="LIMIT", help=Limit)] = None,
    alias: Aliases = None,
    apply: Apply = False,
    also_earlier: AlsoEarlier = False,
    no_move: NoMove = False,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Change a procedure from a day on; promises made stay.

    Example: onestop procedure amend tinh-trang-hon-nhan --committed 1:working_day --from 1/12/2026
    """
    target = out(format_name, as_json, output)
    amendment = Amendment(
        name=normalised(name) if name else None,
        field=normalised(field) if field else None,
        statutory=time_limit(statutory) if statutory else None,
        committed=time_limit(committed) if committed else None,
        aliases=tuple(map(procedure_alias, alias)) if alias else None,
    )
    day = session.day(since)
    asked = consent(apply, also_earlier, no_move)
    amended = cases.amend(session.path, session.clock, actor(actor_name), procedure, amendment, day, asked)
    record = words.amended_record(amended)
    target.records([record], tuple(record), lambda: words.amended_text(amended), single=True)


def retire(
    session: Session,
    procedure: ProcedureArgument,
    since: From = None,
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """End a procedure: from a day on nothing of it is received.

    Example: onestop procedure retire 1.001612 --from 1/1/2027
    """
    target = out(format_name, as_json, output)
    day = session.day(since) if since else session.clock().date()
    amended = cases.retire(session.path, session.clock, actor(actor_name), procedure, day)
    record = words.amended_record(amended)
    target.records([record], tuple(record), lambda: words.amended_text(amended), single=True)


def import_file(
    session: Session,
    file: Annotated[
        str, typer.Argument(metavar="FILE.csv", help=N_("Columns as in data/procedures_ward.csv."), show_default=False)
    ],
    actor_name: Actor = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Add the procedures and versions of a CSV file; all or none.

    Example: onestop procedure import thu-tuc.csv
    """
    target = out(format_name, as_json, output)
    added = cases.import_procedures(session.path, session.clock, actor(actor_name), Path(file))
    target.records(map(words.procedure_record, added), words.KEYS, lambda: words.added_text(added))
