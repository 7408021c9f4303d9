"""The demonstration."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Screen, argument, flag
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Session, default_folder
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.output.pages import Page, unbroken
from onestop_cli.output.reports.report import report_text
from onestop_cli.output.shell import path_word
from onestop_cli.output.words import _
from onestop_cli.usecases import demo as demos
from onestop_cli.usecases.reports import report as reports


def demo(
    *,
    file: Annotated[
        str | None, argument("FILE", N_("Where to put the file; in the application data folder unless given."))
    ] = None,
    findings: Annotated[
        bool, flag("--findings", N_("Another one: each pattern of audit check stands in it once."))
    ] = False,
    session: Session,
    target: Screen,
) -> None:
    """Make a synthetic ward file of 2023 and print its report.

    Example: onestop demo
    """
    if file and session.typed_db:
        raise ConflictingOptions(first="--db", second="FILE")
    named = file or session.typed_db
    path = Path(named) if named else default_folder() / ("demo-findings.db" if findings else "demo.db")
    if findings:
        _with_findings(path, target)
        return
    with counting(_("Importing synthetic dossiers"), 2452) as progress:
        shown = demos.demonstration(path, session.desk.clock, progress)
    august = named_period(Kind.month, 8, 2023, Convention.calendar)
    request = ReportRequest(august, ("procedure",), Basis.due, Granularity.unit, cumulative=True)
    target.write(report_text(reports.report(shown.path, session.desk.clock, request)))
    about = _("Synthetic data: every name and dossier is made up; only the totals are the ward's published ones.")
    commands = "report --month 7 --year 2023 --by field", "list --status received", "explain H26.15.30-230831-0001"
    target.write((unbroken(""), *_next(shown, about, commands)))


def _with_findings(path: Path, target: Screen) -> None:
    """The demonstration for auditors, and what to type next."""
    from onestop_cli.sources.audit_acts import audit_acts
    from onestop_cli.usecases.audit_demo import ENDS, audit_demonstration

    with counting(_("Recording synthetic acts"), len(audit_acts())) as progress:
        shown = audit_demonstration(path, progress)
    about = _("Synthetic data: every name and dossier is made up; each pattern of audit check stands in it once.")
    commands = f"audit check --info --as-of {ENDS}", "audit check --list", "history H26.15.30-250804-0001"
    target.write(_next(shown, about, commands))


def _next(shown: demos.Demonstration, about: str, commands: Sequence[str]) -> Page:
    """What a file is about, where it lies, and commands to type with it."""
    path = shown.path
    where = _("The file: {path}", path=path) if shown.is_new else _("The file (from an earlier run): {path}", path=path)
    lines = [
        about,
        where,
        _("Now type, for example:"),
        *(f"  onestop --db {path_word(str(path))} {command}" for command in commands),
    ]
    return tuple(map(unbroken, lines))
