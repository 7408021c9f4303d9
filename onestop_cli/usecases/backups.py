"""Backups: a copy of the file beside the counter's work, and a backup in the file's place."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.file_events import Restored
from onestop_cli.core.ledger import Event, Mark
from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import RestoredFromItself
from onestop_cli.store import backups, restoring
from onestop_cli.store.backups import Note
from onestop_cli.store.database import alone, reading
from onestop_cli.store.ledger import Ledger


class BackedUp(NamedTuple):
    """A backup that was read back: `mark` is its last event; `is_noted` if the file it was made of knows of it."""

    path: Path
    made_at: datetime
    mark: Mark
    events: int
    dossiers: int
    bytes: int
    sha256: str
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

    Everything recorded before `made_at` is in it; who records something meanwhile does not wait. `known_as` is where
    the copy will lie in the end, if it is moved afterwards.
    Raises as `reading`, and as `store.backups.must_be_free`, `drafted` and `kept`.
    """
    made_at = clock()
    backups.must_be_free(target)
    with reading(path) as source:
        dossiers = backups.dossiers(source)
        with backups.drafted(source, path, target, 0o600) as draft:
            noted = Note(made_at, draft.mark.seq, (known_as or target).absolute())
            backups.note(draft.connection, noted)
            walked = backups.kept(draft, target, source, path, progress)
    size, sha256 = backups.fingerprint(target)
    is_noted = backups.note_in_file(path, noted)
    return BackedUp(target, made_at, walked.end, walked.n_events, dossiers, size, sha256, is_noted)


class PutBack(NamedTuple):
    """A backup that is the file from now on, by the event that says so.

    `made_at` is when the backup was made, as far as it knows. `kept` is what was there before, None where nothing was;
    `replaced` its last event, `n_later` how many of its events are not in the file any more, None where it could not
    be read; `series` the highest number it had used where the backup had not.
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
    other. Numbers of dossiers go on after those of both.
    Raises `RestoredFromItself`, and as `store.restoring.drafted`, `held` and `swap`.
    """
    if path.is_symlink():
        path = path.resolve()
    if restoring.is_same(path, file):
        raise RestoredFromItself(path=path)
    with restoring.drafted(file, path, progress) as draft, restoring.held(path, draft) as old:
        connection, made = draft.connection, backups.last_note(draft.connection)
        said = Restored(old and old.mark, restoring.further_series(draft, old), note)
        with alone(connection):
            book = Ledger(connection, actor, clock())
            event = book.append(said)
            restoring.project(connection, said.series)
        kept = path.with_name(f"{path.name}.before-restore-{book.now:%Y%m%d-%H%M%S}")
        dossiers = backups.dossiers(connection)
        restoring.swap(draft, path, old, kept)
    return PutBack(
        path, file, made and made.made_at, dossiers, event, kept if old else None, said.replaced,
        old and old.n_later, said.series,
    )  # fmt: skip
