"""Keeping the file: backup, restore."""

import sys
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import Hand, Json, argument, option
from onestop_cli.cli.progress import counting
from onestop_cli.cli.session import Desk, typed_text
from onestop_cli.cli.target import Out, out
from onestop_cli.errors import N_
from onestop_cli.output.backups import backup_record, backup_text, restored_record, restored_text, unnoted_words
from onestop_cli.output.words import _
from onestop_cli.usecases import backups


def _target(as_json: Json = False) -> Out:
    return out(None, as_json, None)


def backup(
    *,
    file: Annotated[str, argument("FILE", N_("Where the copy is to lie; never written over."))],
    desk: Desk,
    target: Annotated[Out, _target],
) -> None:
    """Copy the file while the counter works, and read the copy back.

    Example: onestop backup /media/usb/onestop-2026-11-23.db
    """
    with counting(_("Reading the copy back"), unit=_("events")) as progress:
        made = backups.back_up(*desk, Path(file), progress=progress)
    target.record(backup_record(made), lambda: backup_text(made))
    if not made.is_noted:
        print(_("note: {text}", text=unnoted_words()), file=sys.stderr)


def restore(
    *,
    file: Annotated[str, argument("FILE", N_("A backup, or another copy of the file."))],
    note: Annotated[str, option("--note", "TEXT", N_("Why; not for personal data."))] = "",
    hand: Hand,
    target: Annotated[Out, _target],
) -> None:
    """Put a backup in the file's place; what was there is kept beside.

    Example: onestop restore /media/usb/onestop-2026-11-23.db --note "ổ đĩa hỏng"
    """
    kept_note = typed_text("--note", note)
    with counting(_("Reading the copy back"), unit=_("events")) as progress:
        done = backups.restore(*hand, Path(file), kept_note, progress)
    target.record(restored_record(done), lambda: restored_text(done))
