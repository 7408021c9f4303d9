"""What `backup` and `restore` tell."""

from typing import TYPE_CHECKING

from onestop_cli.core.ledger import anchor
from onestop_cli.core.moments import iso
from onestop_cli.output.figures import moment, number
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.records import Record
from onestop_cli.output.shell import path_word
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.usecases.backups import BackedUp, PutBack


def backup_record(made: "BackedUp") -> Record:
    """A backup under the keys of the contract."""
    return {
        "path": str(made.path),
        "made_at": iso(made.made_at),
        "events": made.events,
        "dossiers": made.dossiers,
        "seq": made.mark.seq,
        "hash": made.mark.hash,
        "anchor": anchor(*made.mark),
        "bytes": made.bytes,
        "sha256": made.sha256,
    }


def backup_text(made: "BackedUp") -> Page:
    """A backup that was read back."""
    pairs = [
        (_("Backup"), str(made.path)),
        (_("Made"), moment(made.made_at)),
        (_("Events"), number(made.events)),
        (_("Dossiers"), number(made.dossiers)),
        (_("Anchor to keep elsewhere"), made.mark.anchor),
        (_("Verified"), _("every page, every event and every personal field were read back")),
        (_("To restore it"), f"onestop restore {path_word(str(made.path))}"),
    ]
    return (Facts(pairs),)


def restored_record(done: "PutBack") -> Record:
    """A restoration, for machines."""
    return {
        "path": str(done.path),
        "file": str(done.file),
        "made_at": iso(done.made_at),
        "dossiers": done.dossiers,
        "seq": done.event.seq,
        "hash": done.event.hash,
        "anchor": done.event.anchor,
        "kept": None if done.kept is None else str(done.kept),
        "replaced": None if done.replaced is None else done.replaced._asdict(),
        "later_events": done.n_later,
        "series": dict(done.series),
        "series_known": done.series_known,
        "erased_since": list(done.erased),
    }


def restored_text(done: "PutBack") -> Page:
    """What the file is now, what is not in it any more, and where that lies."""
    pairs = [
        (_("Data file"), str(done.path)),
        (_("Restored from"), str(done.file)),
        *([(_("Backup made"), moment(done.made_at))] if done.made_at else []),
        (_("Dossiers"), number(done.dossiers)),
        (_("Restored by event"), done.event.anchor),
    ]
    if done.series or not done.series_known:
        pairs.append((_("Numbers go on after"), _numbers(done)))
    if done.erased:
        pairs.append(
            (_("Personal data"), _("back with the backup; erase them again: {codes}", codes=", ".join(done.erased)))
        )
    if done.kept is not None:
        pairs += [
            (_("Not in the register any more"), _later(done.n_later)),
            (_("Kept beside"), str(done.kept)),
            (_("To look at it"), f"onestop --db {path_word(str(done.kept))} list"),
        ]
    return (Facts(pairs),)


def _numbers(done: "PutBack") -> str:
    """After which numbers those to come begin."""
    if not done.series_known:
        return _(
            "those of the backup: the file it replaced is gone or cannot be read, so numbers given out since may be "
            "given out again; compare the slips handed out"
        )
    return ", ".join(f"{series}-{n:04}" for series, n in done.series.items())


def _later(n: int | None) -> str:
    if n is None:
        return _("what was recorded after the backup; the file that was replaced is too damaged to tell how much")
    if n == 0:
        return _("nothing: all of the replaced file is in it")
    return ngettext("{n} event recorded after the backup", "{n} events recorded after the backup", n)


def unnoted_words() -> str:
    """What is said where the file could not be told of its backup."""
    return _(
        "the file does not know of this backup: it cannot be written, is a copy itself, knows of a later one, "
        "or was restored meanwhile"
    )
