"""Why a date: when, explain."""

from typing import Annotated

import typer

from onestop_cli.cli.options import AsOf, CodeArgument, Format, Json, KnownAt, Output, ProcedureArgument
from onestop_cli.cli.session import Session
from onestop_cli.cli.target import out
from onestop_cli.errors import N_
from onestop_cli.output.explanations import DAY_KEYS, day_records, explanation_record, explanation_text
from onestop_cli.usecases import explanations
from onestop_cli.usecases.explanations import Explained


def when(
    session: Session,
    procedure: ProcedureArgument,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="WHEN", help=N_("The moment of receipt, past or to come; now unless given.")),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Show what would be promised and why; nothing is recorded.

    Example: onestop when tinh-trang-hon-nhan --at "23/11/2026 09:00"
    """
    moments = session.moments(as_of, known_at)
    explained = explanations.when(session.path, session.clock, procedure, session.when(at), moments)
    _write(explained, format_name, as_json, output)


def explain(
    session: Session,
    code: CodeArgument,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Format = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Explain a dossier's due date day by day, with the rule and notices.

    Example: onestop explain 230811-0003
    """
    moments = session.moments(as_of, known_at)
    _write(explanations.explain(session.path, session.clock, code, moments), format_name, as_json, output)


def _write(explained: Explained, format_name: str | None, as_json: bool, output: str | None) -> None:
    target = out(format_name, as_json, output)
    if target.format in ("json", "jsonl"):
        target.records([explanation_record(explained)], (), tuple, single=True)
    else:
        target.records(day_records(explained), DAY_KEYS, lambda: explanation_text(explained))
