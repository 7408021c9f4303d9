"""The catalogue's commands."""

from datetime import date
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.consent import ConsentToNotice
from onestop_cli.cli.options import Hand, ProcedureArgument, RulesOf, Target, argument, case_option, flag, option, word
from onestop_cli.cli.session import Desk, limit, one_of, typed_papers, typed_text
from onestop_cli.cli.target import Out
from onestop_cli.core import bounds
from onestop_cli.core.fees import typed_fee
from onestop_cli.core.limits import Start
from onestop_cli.core.procedures import Procedure, procedure_alias
from onestop_cli.errors import N_, ConflictingOptions, EmptyValue, MissingOption
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
STARTS = tuple(each.value for each in Start)
EXAMPLES = {"--name": "Đăng ký khai tử", "--field": "Hộ tịch"}
Aliases = Annotated[list[str] | None, option("--alias", "A", N_("Short name to type; repeat for several."))]
Case = Annotated[str, case_option(N_("A case of the procedure, with limits of its own."))]
From = Annotated[str | None, option("--from", "DATE", N_("The day it takes effect; today unless given."))]
Basis = Annotated[str | None, option("--legal-basis", "TEXT", N_("The article behind the limit."))]
StartRule = Annotated[
    str | None,
    word("--start", STARTS, N_("From when it counts: the receipt; after the cut-off the next opening; the hand-in.")),
]
MayAgree = Annotated[
    bool | None, flag("--may-agree/--no-may-agree", N_("Whether a date may be agreed with the citizen."))
]


AskedFee = Annotated[
    str | None,
    option("--fee", "N[/copy]", N_("What is asked for in đồng: for a dossier, 8000, or each set, 2000/copy.")),
]


HandedIn = Annotated[
    str | None,
    option("--papers", "'NAME[:KIND[:N]]; …'", N_("The papers that are handed in: chính, chứng thực, photo.")),
]


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
    code: Annotated[str, argument("PROCEDURE_CODE", N_("Procedure code, d.dddddd."))],
    case: Case = "",
    name: Annotated[
        str | None, option("--name", "NAME", N_("The procedure's name; a new case has it already."))
    ] = None,
    field: Annotated[str, option("--field", "FIELD", N_("The field it belongs to; a new case has it already."))] = "",
    statutory: Annotated[str, option("--statutory", "LIMIT", Limit)],
    committed: Annotated[
        str | None, option("--committed", "LIMIT", N_("The office's shorter limit; the statutory one unless given."))
    ] = None,
    alias: Aliases = None,
    since: From = None,
    basis: Basis = None,
    start: StartRule = None,
    may_agree: MayAgree = None,
    fee: AskedFee = None,
    papers: HandedIn = None,
    hand: Hand,
    target: Target,
) -> None:
    """Add a procedure to the catalogue, or a case to one.

    Example: onestop procedure add 1.012345 --name "Cấp giấy phép" --field "Đất đai" --statutory 5:working_day
    """
    by_law = limit(statutory)
    procedure = Procedure(
        code=code,
        name=_said("--name", name) or "",
        field=typed_text("--field", field, bounds.NAME),
        statutory=by_law,
        committed=limit(committed) if committed else by_law,
        aliases=tuple(map(procedure_alias, alias or ())),
        legal_basis=typed_text("--legal-basis", basis or ""),
        valid_from=_day(hand.desk, since),
        case=procedure_alias(case) if case else "",
        start=_start(start) or Start.receipt,
        may_agree=bool(may_agree),
        fee=typed_fee(fee) if fee is not None else None,
        papers=typed_papers("--papers", papers) if papers else "",
    )
    _answer(procedures.add(*hand, procedure), target)


def amend(
    *,
    procedure: ProcedureArgument,
    since: Annotated[str, option("--from", "DATE", N_("The day it takes effect."))],
    case: Case = "",
    name: Annotated[str | None, option("--name", "NAME", N_("A new name."))] = None,
    field: Annotated[str | None, option("--field", "FIELD", N_("A new field."))] = None,
    statutory: Annotated[str | None, option("--statutory", "LIMIT", Limit)] = None,
    committed: Annotated[str | None, option("--committed", "LIMIT", Limit)] = None,
    alias: Annotated[list[str] | None, option("--alias", "A", N_("A further short name; repeat for several."))] = None,
    drop_alias: Annotated[
        list[str] | None, option("--drop-alias", "A", N_("A short name it has no more; repeat for several."))
    ] = None,
    basis: Basis = None,
    start: StartRule = None,
    may_agree: MayAgree = None,
    fee: AskedFee = None,
    papers: HandedIn = None,
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Change a procedure from a day on; --apply records it.

    Example: onestop procedure amend tinh-trang-hon-nhan --committed 1:working_day --from 1/12/2026
    """
    amendment = Amendment(
        name=_said("--name", name),
        field=_said("--field", field),
        statutory=limit(statutory) if statutory else None,
        committed=limit(committed) if committed else None,
        aliases=tuple(map(procedure_alias, alias or ())),
        dropped=tuple(map(procedure_alias, drop_alias or ())),
        legal_basis=None if basis is None else typed_text("--legal-basis", basis),
        start=_start(start),
        may_agree=may_agree,
        fee=typed_fee(fee) if fee is not None else None,
        papers=typed_papers("--papers", papers) if papers else papers,
    )
    _answer(procedures.amend(*hand, procedure, amendment, hand.desk.day(since), consent, case), target, consent.apply)


def undo(
    *,
    procedure: ProcedureArgument,
    note: Annotated[str, option("--note", "REASON", N_("Why; not for personal data."))] = "",
    consent: ConsentToNotice,
    hand: Hand,
    target: Target,
) -> None:
    """Take back what was last recorded of a procedure.

    Example: onestop procedure undo tinh-trang-hon-nhan --apply
    """
    _answer(procedures.undo(*hand, procedure, typed_text("--note", note), consent), target, consent.apply)


def retire(*, procedure: ProcedureArgument, since: From = None, hand: Hand, target: Target) -> None:
    """End a procedure: from a day on nothing of it is received.

    Example: onestop procedure retire 1.001612 --from 1/1/2027
    """
    _answer(procedures.retire(*hand, procedure, _day(hand.desk, since)), target)


def import_file(
    *,
    file: Annotated[str | None, argument("FILE.csv", N_("Columns as in data/procedures_ward.csv."))] = None,
    shipped: Annotated[bool, flag("--shipped", N_("The catalogue that comes with this version."))] = False,
    hand: Hand,
    target: Target,
) -> None:
    """Add the procedures and versions of a CSV file; all or none.

    Example: onestop procedure import thu-tuc.csv
    """
    if file and shipped:
        raise ConflictingOptions(first="FILE.csv", second="--shipped")
    if not file and not shipped:
        raise MissingOption(option="FILE.csv", example="onestop procedure import thu-tuc.csv")
    added = procedures.import_procedures(*hand, None if shipped else Path(file or ""))
    target.records(map(procedure_record, added), KEYS, lambda: added_text(added))


def _day(desk: Desk, since: str | None) -> date:
    """The day typed, today where none was."""
    return desk.day(since) if since else desk.clock().date()


def _said(flag: str, text: str | None) -> str | None:
    """The text typed for an option, None where none was. Raises `EmptyValue`."""
    if text is None:
        return None
    said = typed_text(flag, text, bounds.PROCEDURE_NAME if flag == "--name" else bounds.NAME)
    if not said:
        raise EmptyValue(option=flag, example=f'{flag} "{EXAMPLES[flag]}"')
    return said


def _start(start: str | None) -> Start | None:
    return Start(one_of("--start", start, STARTS)) if start else None


def _answer(amended: Amended, target: Out, applied: bool = True) -> None:
    target.record(amended_record(amended, applied=applied), lambda: amended_text(amended, applied=applied))
