"""What `erase` tells: what of a dossier's personal data goes, or is gone, and what stays elsewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onestop_cli.core.moments import iso
from onestop_cli.output.dossiers import erased_words, procedure_words
from onestop_cli.output.figures import moment
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record, erased_record
from onestop_cli.output.words import COLUMNS, _

if TYPE_CHECKING:
    from onestop_cli.usecases.erasure import Erasure


def erasure_record(erasure: "Erasure") -> Record:
    """What goes or is gone, for machines; nothing of it is a person's."""
    backup = erasure.stays.backup
    return {
        "code": erasure.of.code,
        "preview": not erasure.is_applied,
        "events": list(erasure.seqs),
        "fields": list(erasure.fields),
        "words": list(erasure.words),
        "erased": erased_record(erasure.erased),
        "words_in_chain": list(erasure.stays.in_chain),
        "kept_files": list(erasure.kept),
        "backup": None if backup is None else {"made_at": iso(backup.made_at), "path": str(backup.path)},
        "anchor": erasure.of.anchor if erasure.is_applied else None,
    }


def erasure_text(erasure: "Erasure") -> Page:
    """The same for people, with what is to be done about what stays."""
    d = erasure.of
    pairs = [
        (_("Refusal to accept") if d.is_decline else _("Dossier"), d.code),
        (_("Procedure"), procedure_words(d.procedure_name, d.procedure_code, d.case)),
        *_going(erasure),
        *_staying(erasure),
    ]
    if erasure.is_applied:
        return (Facts([*pairs, (_("Last event"), d.anchor)]),)
    if not erasure.seqs:
        return Facts(pairs), _("Erased already: --apply records nothing more, and wipes the file again.")
    return (
        Facts(pairs),
        _("This is a preview, nothing was recorded; --apply records it, and nothing brings it back."),
    )


def _going(erasure: "Erasure") -> Iterator[tuple[str, str]]:
    """What goes, or by what it went."""
    if erasure.erased is not None and (erasure.is_applied or not erasure.seqs):
        yield _("Personal data"), erased_words(erasure.erased)
    if erasure.fields:
        yield (
            _("To be erased") if not erasure.is_applied else _("Erased"),
            ", ".join(_(words) for name, words in COLUMNS.items() if name in erasure.fields),
        )
    if erasure.words:
        numbers = ", ".join(map(str, erasure.words))
        told = _("notes, reasons and other words typed with events {seqs}", seqs=numbers)
        yield _("To be erased") if not erasure.is_applied else _("Erased"), told


def _staying(erasure: "Erasure") -> Iterator[tuple[str, str]]:
    """What no erasure reaches, and what is to be done about it."""
    stays = erasure.stays
    if stays.in_chain:
        seqs = ", ".join(map(str, stays.in_chain))
        yield _("Stays"), _("words in events {seqs}, recorded in an early format: the chain holds them", seqs=seqs)
    if erasure.kept:
        yield _("Stays"), _("kept beside the file: {names}; delete them", names=", ".join(erasure.kept))
    if stays.backup is not None:
        made, path = moment(stays.backup.made_at), str(stays.backup.path)
        told = _("in the backups and nights made before, the last of {made}: {path}", made=made, path=path)
        yield _("Stays"), told
    yield _("Stays"), _("in whatever was copied, exported or printed before; onestop does not reach it")
