"""What `erase` tells: what of a dossier's personal data goes, or is gone, and what stays elsewhere."""

from typing import TYPE_CHECKING

from onestop_cli.core.moments import iso
from onestop_cli.output.dossiers import erased_words, procedure_words
from onestop_cli.output.figures import moment
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record, erased_record
from onestop_cli.output.words import _

if TYPE_CHECKING:
    from onestop_cli.usecases.erasure import Erasure


def erasure_record(erasure: "Erasure") -> Record:
    """What goes or is gone, for machines; nothing of it is a person's."""
    backup = erasure.stays.backup
    return {
        "code": erasure.dossier.code,
        "preview": erasure.erased is None,
        "events": list(erasure.seqs),
        "erased": erased_record(erasure.erased),
        "words_in_chain": list(erasure.stays.in_chain),
        "kept_files": list(erasure.kept),
        "backup": None if backup is None else {"made_at": iso(backup.made_at), "path": str(backup.path)},
        "anchor": None if erasure.erased is None else erasure.dossier.anchor,
    }


def erasure_text(erasure: "Erasure") -> Page:
    """The same for people, with what is to be done about what stays."""
    d, stays = erasure.dossier, erasure.stays
    numbers = ", ".join(map(str, erasure.seqs))
    goes = _("beside events {seqs}", seqs=numbers) if erasure.seqs else _("nothing is left; the file is wiped again")
    pairs = [
        (_("Dossier"), d.code),
        (_("Procedure"), procedure_words(d.procedure_name, d.procedure_code, d.case)),
        (_("Personal data"), goes if erasure.erased is None or not erasure.seqs else erased_words(erasure.erased)),
    ]
    if stays.in_chain:
        seqs = ", ".join(map(str, stays.in_chain))
        pairs.append(
            (_("Stays"), _("words in events {seqs}, recorded in an early format: the chain holds them", seqs=seqs))
        )
    if erasure.kept:
        pairs.append((_("Stays"), _("kept beside the file: {names}; delete them", names=", ".join(erasure.kept))))
    if stays.backup is not None:
        made = moment(stays.backup.made_at)
        pairs.append((_("Stays"), _("in the backups and nights made before, the last of {made}: {path}", made=made,
                                    path=str(stays.backup.path))))  # fmt: skip
    if erasure.erased is None:
        return (
            Facts(pairs),
            _("This is a preview, nothing was recorded; --apply records it, and nothing brings it back."),
        )
    return (Facts([*pairs, (_("Last event"), d.anchor)]),)
