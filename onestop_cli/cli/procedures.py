"""The catalogue's commands."""

from datetime import date
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.consent import Consent
from onestop_cli.cli.options import Hand, ProcedureArgument, RulesOf, Target, argument, option
from onestop_cli.cli.session import Desk
from onestop_cli.cli.target import Out
from onestop_cli.core.limits import time_limit
from onestop_cli.core.procedures import Procedure, procedure_alias
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, EmptyValue
from onestop_cli.output.procedures import (
    KEYS,
    added_text,
    amended_record,
    amended_text,
    list_text,
    procedure_record,
    versions_text,
)
from onestop_cli.usecases import procedures
from onestop_cli.usecases.procedures import Amended, Amendment

Limit = N_("same_day, none, or AMOUNT:UNIT as in 3:working_day, 24:working_hour, 15:calendar_day, 2:month.")
Aliases = Annotated[list[str] | None, option("--alias", "A", N_("Short name to type; repeat for several."))]
From = Annotated[str | None, option("--from", "DATE", N_("The day it takes effect; today unless given."))]


def list_procedures(rules: RulesOf, desk: Desk, target: Target) -> None:
    """List the procedures in force with their time limits.

    Example: onestop procedure list
    """
    listed = procedures.procedures(*desk, *rules)
    target.records(map(procedure_record, listed), KEYS, lambda: list_text(listed))


def show(procedure: ProcedureArgument, rules: RulesOf, desk: Desk, target: Target) -> None:
    """Show a procedure and how its limits changed over time.

    Example: onestop procedure show khai-tu
    """
    versions = procedures.versions_of(desk.path, procedure, *rules)
    target.records(map(procedure_record, versions), KEYS, lambda: versions_text(versions))


def add(
    *,
    code: Annotated[str, argument("CODE", N_("Procedure code, d.dddddd."))],
    name: Annotated[str, option("--name", "NAME", N_("The procedure's name."))],
    field: Annotated[str, option("--field", "FIELD", N_("The field it belongs to."))],
    statutory: Annotated[str, option("--statutory", "LIMIT", Limit)],
    committed: Annotated[
        str | None, option("--committed", "LIMIT", N_("The office's shorter limit; the statutory one unless given."))
    ] = None,
    alias: Aliases = None,
    since: From = None,
    basis: Annotated[str, option("--legal-basis", "TEXT", N_("The article behind the limit."))] = "",
    hand: Hand,
    target: Target,
) -> None:
    """Add a procedure to the catalogue.

    Example: onestop procedure add 1.012345 --name "Cấp giấy phép" --field "Đất đai" --statutory 5:working_day
    """
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
        valid_from=_day(hand.desk, since),
    )
    _answer(procedures.add(*hand, procedure), target)


def amend(
    *,
    procedure: ProcedureArgument,
    since: Annotated[str, option("--from", "DATE", N_("The day it takes effect."))],
    name: Annotated[str | None, option("--name", "NAME", N_("A new name."))] = None,
    field: Annotated[str | None, option("--field", "FIELD", N_("A new field."))] = None,
    statutory: Annotated[str | None, option("--statutory", "LIMIT", Limit)] = None,
    committed: Annotated[str | None, option("--committed", "LIMIT", Limit)] = None,
    alias: Aliases = None,
    consent: Consent,
    hand: Hand,
    target: Target,
) -> None:
    """Change a procedure from a day on; promises made stay.

    Example: onestop procedure amend tinh-trang-hon-nhan --committed 1:working_day --from 1/12/2026
    """
    amendment = Amendment(
        name=normalised(name) if name else None,
        field=normalised(field) if field else None,
        statutory=time_limit(statutory) if statutory else None,
        committed=time_limit(committed) if committed else None,
        aliases=tuple(map(procedure_alias, alias)) if alias else None,
    )
    _answer(procedures.amend(*hand, procedure, amendment, hand.desk.day(since), consent), target)


def retire(*, procedure: ProcedureArgument, since: From = None, hand: Hand, target: Target) -> None:
    """End a procedure: from a day on nothing of it is received.

    Example: onestop procedure retire 1.001612 --from 1/1/2027
    """
    _answer(procedures.retire(*hand, procedure, _day(hand.desk, since)), target)


def import_file(
    file: Annotated[str, argument("FILE.csv", N_("Columns as in data/procedures_ward.csv."))],
    hand: Hand,
    target: Target,
) -> None:
    """Add the procedures and versions of a CSV file; all or none.

    Example: onestop procedure import thu-tuc.csv
    """
    added = procedures.import_procedures(*hand, Path(file))
    target.records(map(procedure_record, added), KEYS, lambda: added_text(added))


def _day(desk: Desk, since: str | None) -> date:
    """The day typed, today where none was."""
    return desk.day(since) if since else desk.clock().date()


def _answer(amended: Amended, target: Out) -> None:
    target.record(amended_record(amended), lambda: amended_text(amended))
