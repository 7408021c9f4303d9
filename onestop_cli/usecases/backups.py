"""Backups: a copy of the file beside the counter's work, and a backup in the file's place."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.file_events import Restored
from onestop_cli.core.ledger import Event, Mark
from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import FileExists, RestoredFromItself, StoreProblem
from onestop_cli.sources.nights import file_digest
from onestop_cli.store import backups, recorded, restoring
from onestop_cli.store.backups import Note
from onestop_cli.store.database import alone, reading
from onestop_cli.store.disk import kept_name
from onestop_cli.store.ledger import Ledger


class BackedUp(NamedTuple):
    """A backup that was read back: `mark` is its last event; `is_noted` if the file it was made of knows of it by
    `note`, as the backup does."""

    path: Path
    made_at: datetime
    mark: Mark
    events: int
    dossiers: int
    bytes: int
    sha256: str
    note: Note
    is_noted: bool


def back_up(
    path: Path,
    clock: Clock,
    target: Path,
    *,
    known_as: Path | None = None,
    progress: Progress = lambda _: None,
) -> BackedUp:
    """A whole copy of the file lies at the target, one file readable by its owner only, and was verified.

    Everything recorded before `made_at` is in it; who records something meanwhile does not wait. The file knows of its
    backup, but of one that will be moved: `known_as` is where that will lie, and who moved it says so with `note`.
    Raises as `reading`, and as `store.backups.must_be_free`, `drafting` and `keep`.
    """
    made_at = clock()
    backups.must_be_free(target)
    with reading(path) as source:
        dossiers = backups.dossiers(source)
        with backups.drafting(source, path, target, 0o600) as draft:
            noted = Note(made_at, draft.mark, (known_as or target).absolute())
            backups.note(draft.connection, noted)
            try:
                walked = backups.keep(draft, target, source, path, progress)
            except FileExists:  # since it was looked at
                raise backups.taken(target, target) from None
    try:
        size, sha256 = file_digest(target)
    except OSError as problem:
        raise StoreProblem(path=target, why=problem.strerror) from None
    is_noted = known_as is None and note(path, noted)
    return BackedUp(target, made_at, walked.end, walked.n_events, dossiers, size, sha256, noted, is_noted)


def note(path: Path, noted: Note) -> bool:
    """The file knows of a backup that lies in its place; whether it could be told, as `store.backups.note_in_file`."""
    return backups.note_in_file(path, noted)


class PutBack(NamedTuple):
    """A backup that is the file from now on, by the event that says so.

    `made_at` is when the backup was made, as far as it knows. `kept` is what was there before, None where nothing was;
    `replaced` its last event, `n_later` how many of its events are not in the file any more, None where it could not
    be read; `series` the highest number it had used where the backup had not, and nothing is known of what it had used
    unless `series_known`: then numbers given out after the backup may be given out again. `erased` are the dossiers
    whose personal data were erased since and are back with it.
    """

    path: Path
    file: Path
    made_at: datetime | None
    dossiers: int
    event: Event
    kept: Path | None
    replaced: Mark | None
    n_later: int | None
    series: Mapping[str, int]
    series_known: bool
    erased: tuple[str, ...]


def restore(
    path: Path,
    clock: Clock,
    actor: str,
    file: Path,
    note: str = "",
    progress: Progress = lambda _: None,
) -> PutBack:
    """A backup, or another copy of the file, has taken the place of the file at `path`, verified and in one step.

    What was there lies beside it. Nothing that was acknowledged is lost: who records meanwhile is in the one or in the
    other. Numbers of dossiers go on after those of both, where what was there can be read.
    Raises `RestoredFromItself`, and as `store.restoring.drafting`, `holding` and `swap`.
    """
    if path.is_symlink():
        path = path.resolve()
    if restoring.is_same(path, file):
        raise RestoredFromItself(path=path)
    with restoring.drafting(file, path, progress) as draft, restoring.holding(path, draft) as old:
        connection, made = draft.connection, backups.last_note(draft.connection)
        said = Restored(old and old.mark, restoring.further_series(draft, old), note, old.earlier if old else ())
        with alone(connection):
            book = Ledger(connection, actor, clock())
            event = book.append(said)
            restoring.project(connection, said.series)
        kept = kept_name(path, book.now)
        dossiers = backups.dossiers(connection)
        restoring.swap(draft, path, old, kept)
        recorded.committed()
    return PutBack(
        path, file, made and made.made_at, dossiers, event, kept if old else None, said.replaced,
        old and old.n_later, said.series, said.replaced is not None, old.erased if old else (),
    )  # fmt: skip
