"""Why a date: when, explain."""

from typing import Annotated

from onestop_cli.cli.options import Case, CodeArgument, Moments, ProcedureArgument, SubmittedAt, Target, option
from onestop_cli.cli.session import Desk
from onestop_cli.cli.target import Out
from onestop_cli.errors import N_
from onestop_cli.output.explanations import DAY_KEYS, day_records, explanation_record, explanation_text
from onestop_cli.usecases import explanations
from onestop_cli.usecases.explanations import Explained


def when(
    *,
    procedure: ProcedureArgument,
    at: Annotated[
        str | None, option("--at", "WHEN", N_("The moment of receipt, past or to come; now unless given."))
    ] = None,
    case: Case = "",
    submitted_at: SubmittedAt = None,
    moments: Moments,
    desk: Desk,
    target: Target,
) -> None:
    """Show what would be promised and why; nothing is recorded.

    Example: onestop when tinh-trang-hon-nhan --at "23/11/2026 09:00"
    """
    _answer(
        explanations.when(*desk, procedure, desk.when(at, is_past=True), moments, case, desk.when(submitted_at)), target
    )


def explain(code: CodeArgument, moments: Moments, desk: Desk, target: Target) -> None:
    """Explain a dossier's due date day by day, with the rule and notices.

    Example: onestop explain 230811-0003
    """
    _answer(explanations.explain(*desk, code, moments), target)


def _answer(explained: Explained, target: Out) -> None:
    if target.format in ("json", "jsonl"):
        target.record(explanation_record(explained), tuple)
    else:
        target.records(day_records(explained), DAY_KEYS, lambda: explanation_text(explained))
