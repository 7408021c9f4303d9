"""What goes out every evening, and whether it is still what it was: nightly."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

from onestop_cli.cli.options import PersonalData, Target, argument, flag, option
from onestop_cli.cli.session import Desk, needed_text, whole_number
from onestop_cli.cli.target import Out
from onestop_cli.errors import N_, ConflictingOptions, NightsFound


def nightly(
    *,
    folder: Annotated[str, argument("DIR", N_("The folder that holds the nights."))],
    keep: Annotated[str | None, option("--keep", "N", N_("Keep so many finished nights, remove older ones."))] = None,
    quiet: Annotated[bool, flag("--quiet", N_("Say nothing when all went well."))] = False,
    to_mail: Annotated[
        bool, flag("--to-mail", N_("A letter (.eml) for each officer: what is due and overdue; nothing is sent."))
    ] = False,
    night: Annotated[
        str | None, option("--date", "DATE", N_("The business day; unless given today, before noon yesterday."))
    ] = None,
    check: Annotated[bool, flag("--check", N_("Compare the nights with what was written; write nothing."))] = False,
    personal_data: PersonalData = False,
    desk: Desk,
    target: Target,
) -> None:
    """Write tonight's folder: a verified backup, lists, reports, a manifest.

    Example: onestop nightly ket-xuat --keep 60
    """
    needed_text("DIR", folder)
    typed = {"--keep": keep, "--date": night, "--to-mail": to_mail or None, "--personal-data": personal_data or None}
    if check:
        for name, value in typed.items():
            if value is not None:
                raise ConflictingOptions(first="--check", second=name)
        _check(Path(folder), target, quiet=quiet)
        return
    from onestop_cli.cli.night_files import files, must_be_installed
    from onestop_cli.cli.progress import counting
    from onestop_cli.output.backups import unnoted_words
    from onestop_cli.output.nights import left_words, night_record, night_text
    from onestop_cli.output.words import _
    from onestop_cli.usecases import nights

    must_be_installed()
    on = desk.day(night) if night is not None else None
    asked = nights.NightRequest(on, whole_number("--keep", keep, 1, 100_000), personal_data)
    drawn = partial(files, to_mail=to_mail, with_person=personal_data)
    with counting(_("Writing the night"), None, "MB") as progress:
        written = nights.write_night(*desk, Path(folder), asked, drawn, progress)
    if not quiet:
        target.record(night_record(written), lambda: night_text(written))
    remarks = [left_words(written)] if written.left else []
    for remark in remarks if written.is_noted else (*remarks, unnoted_words()):
        print(_("note: {text}", text=remark), file=sys.stderr)


def _check(folder: Path, target: Out, *, quiet: bool) -> None:
    """Raises `NightsFound` once what was found is told."""
    from onestop_cli.cli.progress import counting
    from onestop_cli.output.nights import check_record, check_text
    from onestop_cli.output.words import _
    from onestop_cli.usecases.night_checks import check_nights

    with counting(_("Reading"), None, "MB") as progress:
        checked = check_nights(folder, progress)
    if checked.findings or not quiet:
        target.record(check_record(checked), lambda: check_text(checked))
    if checked.findings:
        raise NightsFound(path=folder, count=len(checked.findings))
