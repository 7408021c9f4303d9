"""Files: import a register, export dossiers."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from onestop_cli.cli.options import Actor, AsOf, Json, KnownAt, Output, one_from
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Session, actor
from onestop_cli.cli.target import out
from onestop_cli.core.outcomes import View
from onestop_cli.errors import N_
from onestop_cli.output import files
from onestop_cli.output.formats import EXPORT_FORMATS
from onestop_cli.output.words import _
from onestop_cli.usecases.exports import export_dossiers as run_export
from onestop_cli.usecases.imports.register import import_register


def import_file(
    session: Session,
    file: Annotated[
        str, typer.Argument(metavar="FILE.csv", help=N_("The register to read, UTF-8."), show_default=False)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Check everything, record nothing."))] = False,
    actor_name: Actor = None,
    as_json: Json = False,
) -> None:
    """Import dossiers from a CSV register; all rows or none.

    Example: onestop import so-theo-doi.csv --dry-run
    """
    with counting(_("Importing"), None) as progress:
        done = import_register(
            session.path, session.clock, actor(actor_name), Path(file), dry_run=dry_run, progress=progress
        )
    target = out(None, as_json, None)
    record = {**done._asdict(), "dry_run": dry_run}
    target.records([record], tuple(record), lambda: files.imported_text(done, dry_run), single=True)


def export_dossiers(
    session: Session,
    personal_data: Annotated[
        bool, typer.Option("--personal-data", help=N_("With names, ID numbers, phones, addresses."))
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help=N_("Begin a CSV file so that Excel sees it is UTF-8."))
    ] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(EXPORT_FORMATS),
            autocompletion=one_from(EXPORT_FORMATS),
            help=N_("How it is written; csv unless the file's ending says otherwise."),
        ),
    ] = None,
    as_json: Json = False,
    output: Output = None,
) -> None:
    """Export all dossiers, without personal data unless asked for.

    Example: onestop export dossiers -o ho-so.csv
    """
    wanted = format_name or ("csv" if not output and not as_json else None)
    target = out(wanted, as_json, output, EXPORT_FORMATS)
    moments = session.moments(as_of, known_at)

    def render(views: Iterator[View]) -> int:
        target.report(files.export(views, with_person=personal_data, excel=excel))
        return 0

    run_export(session.path, session.clock, moments, render)
    if personal_data and output:
        print(_("note: {text}", text=_("the file holds personal data; keep it as the law asks")), file=sys.stderr)
