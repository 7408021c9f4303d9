"""A register brought in from a file: import."""

import os
import sys
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Hand, Json, argument, flag
from onestop_cli.cli.progress import counting
from onestop_cli.cli.target import Out, out
from onestop_cli.errors import N_
from onestop_cli.output.register_import import day_off_words, imported_text
from onestop_cli.output.words import _
from onestop_cli.usecases.register_import import import_register


def _target(as_json: Json = False) -> Out:
    return out(None, as_json, None)


def _processes() -> int:
    """The processors that this command may use, four at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 4)


def import_file(
    *,
    file: Annotated[str, argument("FILE.csv", N_("The register to read, UTF-8."))],
    dry_run: Annotated[bool, flag("--dry-run", N_("Check everything, record nothing."))] = False,
    hand: Hand,
    target: Annotated[Out, _target],
) -> None:
    """Import dossiers from a CSV register; all rows or none.

    Example: onestop import so-theo-doi.csv --dry-run
    """
    with counting(_("Importing"), unit=_("rows")) as progress:
        imported = import_register(*hand, Path(file), dry_run=dry_run, progress=progress, processes=_processes())
    target.record({**imported._asdict(), "dry_run": dry_run}, lambda: imported_text(imported, dry_run))
    if imported.due_on_day_off:
        print(_("note: {text}", text=day_off_words(imported)), file=sys.stderr)
