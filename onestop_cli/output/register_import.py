"""What an import of a register tells a person."""

from typing import TYPE_CHECKING

from onestop_cli.output.figures import number
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.register_import import Imported


def imported_text(imported: "Imported", dry_run: bool) -> Page:
    """What an import did."""
    pairs = [
        (_("Rows read"), number(imported.rows)),
        (_("Dossiers received"), number(imported.received)),
        (_("Dossiers with later facts"), number(imported.continued)),
        (_("Rows already known"), number(imported.known)),
    ]
    if imported.foreign_codes:
        pairs.append((_("Codes of another system, kept as they are"), number(imported.foreign_codes)))
    if dry_run:
        pairs.append((_("Dry run"), _("nothing was recorded")))
    elif imported.seq:
        pairs.append((_("Recorded as event"), str(imported.seq)))
    return (Facts(pairs),)


def day_off_words(imported: "Imported") -> str:
    """What is said of due dates that another system put on days off."""
    n, lines = imported.due_on_day_off, ", ".join(map(str, imported.due_on_day_off_lines))
    return ngettext(
        "{count} due date given by another system is on a day off; it is kept as given: line {lines}",
        "{count} due dates given by another system are on days off; they are kept as given: lines {lines}",
        n,
        count=number(n),
        lines=lines + (", …" if n > len(imported.due_on_day_off_lines) else ""),
    )
