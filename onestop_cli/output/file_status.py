"""What `db status` tells."""

from datetime import datetime
from typing import TYPE_CHECKING

from onestop_cli.core.ledger import anchor
from onestop_cli.output.figures import day, moment, number, size
from onestop_cli.output.offices import age
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.file_status import FileStatus, Surroundings


def status_record(status: "FileStatus") -> Record:
    """The facts under their keys."""
    says, around = status.says, status.around
    made_at, where = says.backup or (None, None)
    return {
        "path": str(status.path),
        "bytes": around.size,
        "format": says.format,
        "needs_migration": status.is_old,
        "agency_code": says.agency_code,
        "synthetic": says.synthetic,
        "journal": says.journal,
        "log_bytes": around.log_size,
        "page_size": says.page_size,
        "pages": says.pages,
        "free_pages": says.free_pages,
        "events": says.events,
        "dossiers": says.dossiers,
        "anchor": anchor(says.events, says.hash) if says.events else None,
        "first_recorded": says.first_recorded or None,
        "last_recorded": says.last_recorded or None,
        "calendar_years": list(says.years) if says.years else None,
        "backup": made_at,
        "backup_age": status.backup_age,
        "backup_path": where,
        "night": status.night.isoformat() if status.night else None,
        "mode": f"{around.mode:04o}",
        "shared": around.is_shared,
        "left_over": list(around.drafts),
        "kept": list(around.kept),
    }


def status_text(status: "FileStatus") -> Page:
    """The facts in two columns; what an earlier format needs below them."""
    says, around = status.says, status.around
    made_at, where = says.backup or ("", "")
    pairs = [
        (_("Data file"), str(status.path)),
        (_("Size"), size(around.size)),
        (_("File format"), str(says.format)),
        (_("Agency"), says.agency_code or "—"),
        (_("Synthetic data"), _("yes") if says.synthetic else _("no")),
        (_("Used by"), f"{_used_by(around)} ({around.mode:04o})"),
        (_("Journal"), f"{says.journal}, {size(around.log_size)}"),
        (_("Pages not used"), f"{number(says.free_pages)} / {number(says.pages)}"),
        (_("Events"), number(says.events)),
        (_("Dossiers"), number(says.dossiers)),
        (_("Last event of the file"), anchor(says.events, says.hash) if says.events else "—"),
        (_("First recorded"), _moment(says.first_recorded)),
        (_("Last recorded"), _moment(says.last_recorded)),
        (_("Calendar years"), f"{says.years[0]}–{says.years[1]}" if says.years else "—"),
        (_("Last backup"), _moment(made_at)),
    ]
    if status.backup_age is not None:
        pairs += [(_("Its age"), age(status.backup_age)), (_("Where it was put"), where)]
    if status.night:
        pairs.append((_("Last night"), day(status.night)))
    pairs += [(_("Left over"), name) for name in around.drafts]
    pairs += [(_("Kept beside it"), name) for name in around.kept]
    facts = Facts(pairs)
    if status.is_old:
        return (facts, _("This file is of an earlier format: onestop db migrate"))
    return (facts,)


def _used_by(around: "Surroundings") -> str:
    if around.is_open_to_all:
        return _("every account of this machine")
    return _("the accounts of the file's group") if around.is_shared else _("its owner only")


def _moment(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if text else "—"
