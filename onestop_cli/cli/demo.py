"""The demonstration."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Session, default_folder
from onestop_cli.cli.target import out
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Kind, named_period
from onestop_cli.core.report import ReportRequest
from onestop_cli.errors import N_, ConflictingOptions
from onestop_cli.output.reports.report import report_text
from onestop_cli.output.words import _
from onestop_cli.usecases.demo import demonstration
from onestop_cli.usecases.reports.report import report as make_report


def demo(
    session: Session,
    file: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help=N_("Where to put the file; in the application data folder unless given.")),
    ] = None,
) -> None:
    """Make a synthetic ward file of 2023 and print its report.

    Example: onestop demo
    """
    if file and session.typed_db:
        raise ConflictingOptions(first="--db", second="FILE")
    named = file or session.typed_db
    path = Path(named) if named else default_folder() / "demo.db"
    with counting(_("Importing synthetic dossiers"), 2452) as progress:
        made = demonstration(path, session.clock, progress)
    request = ReportRequest(
        period=named_period(Kind.month, 8, 2023, Convention.calendar),
        by=("procedure",),
        basis=Basis.due,
        granularity=Granularity.unit,
        cumulative=True,
    )
    out(None, False, None).write(report_text(make_report(made.path, session.clock, request)))
    quoted = f'"{made.path}"' if " " in str(made.path) else str(made.path)
    lines = [
        "",
        _("Synthetic data: every name and dossier is made up; only the totals are the ward's published ones."),
        _("The file: {path}", path=made.path)
        if made.is_new
        else _("The file (from an earlier run): {path}", path=made.path),
        _("Now type, for example:"),
        f"  onestop --db {quoted} report --month 7 --year 2023 --by field",
        f"  onestop --db {quoted} list --status received",
        f"  onestop --db {quoted} explain H26.15.30-230831-0001",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
