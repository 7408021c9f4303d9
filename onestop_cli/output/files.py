"""What goes into export files, and what an import tells a person."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onestop_cli.core.columns import PUBLIC
from onestop_cli.core.outcomes import View
from onestop_cli.output.dossiers import list_text
from onestop_cli.output.figures import number
from onestop_cli.output.formats import Rendering, records_document
from onestop_cli.output.pages import FILE, Facts, Page
from onestop_cli.output.records import dossier_record
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.register_import import Imported


def headings(*, with_person: bool) -> tuple[str, ...]:
    """The columns of an export, in the order of the contract."""
    return tuple(c.name for c in PUBLIC if not c.is_of_one_file and (with_person or not c.is_personal))


def export(views: Iterable[View], *, with_person: bool, excel: bool) -> Rendering:
    """Dossiers as a file holds them, one by one; `excel` begins CSV so that Excel sees it is UTF-8."""
    names = headings(with_person=with_person)
    return Rendering(
        table=lambda: list_text(list(views)),
        document=lambda: records_document(_records(views, names), names, FILE),
        whole=None,
        lines=lambda: _records(views, names),
        headings=names,
        mark="\ufeff" if excel else "",
    )


def _records(views: Iterable[View], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for view in views:
        record = dossier_record(view.entry.dossier, view.entry.person, view.outcome)
        yield {name: record[name] for name in names}


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
