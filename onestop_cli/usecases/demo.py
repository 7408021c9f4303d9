"""The demonstration: a made-up office at work up to today, by the use cases of the counter, and beside it a made-up
register with the published figures of 2023, by the real import."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import FileExists, OnestopError, StoreDraft, StoreReadOnly, StoreTooNew, StoreTooOld
from onestop_cli.sources.living_office import living_acts, opening
from onestop_cli.sources.package_data import phuc_loi_2023, ward_procedures
from onestop_cli.sources.synthetic import COLUMNS, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME, demo_rows
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import demonstration, recorded, settings
from onestop_cli.store.database import reading, unflushed
from onestop_cli.store.demonstration import Found, exchanged
from onestop_cli.store.disk import must_be_own_name, one_at_a_time, place, refusals
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.office import init
from onestop_cli.usecases.played import ACTOR, Play
from onestop_cli.usecases.register_import import import_register

REGISTER_STEPS, OFFICE_STEPS = 2_452, 1_000
"""How far the work is told to be: dossiers of the register, and so many parts of the living office."""


class Demonstration(NamedTuple):
    """The demonstration file; `is_new` unless it was there from an earlier run.

    `kept_of` is the day of one that is not made anew because others recorded `n_typed` events in it.
    """

    path: Path
    is_new: bool
    n_typed: int = 0
    kept_of: date | None = None


def living_demonstration(path: Path, clock: Clock, progress: Progress) -> Demonstration:
    """An office at work up to this moment, made up and marked so; one of an earlier day is made anew.

    One in which somebody recorded something is kept as it is. The progress is told up to `OFFICE_STEPS`. Raises as
    `demonstrating`, for the place of its register too, before anything is made.
    """
    _usable(beside(path), lambda _found: True)
    now = clock()
    opened = opening(now)

    def made(draft: Path) -> None:
        init(draft, lambda: opened, ACTOR, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME, synthetic=True)
        with reading(draft) as connection:
            calendar = calendar_store.load(connection)
            office = settings.office(connection)
        play, rows = Play(draft), living_acts(calendar, office, ward_procedures(), now)
        for n, row in enumerate(rows, 1):
            play.act(row)
            progress(n * OFFICE_STEPS // len(rows))

    return demonstrating(path, made, lambda found: found.opened == opened)


def register_demonstration(path: Path, clock: Clock, progress: Progress) -> Demonstration:
    """A file with the ward's eight months of 2023, made up and marked so; an earlier one is used again.

    The progress is told dossiers. Raises as `demonstrating`.
    """
    procedures = [*ward_procedures(), *phuc_loi_2023()]

    def made(draft: Path) -> None:
        init(draft, clock, ACTOR, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME, procedures=procedures, synthetic=True)
        with reading(draft) as connection:
            calendar = calendar_store.load(connection)
            office = settings.office(connection)
        register = draft.with_name("du-lieu-mo-phong.csv")
        write_register(register, demo_rows(calendar, office, procedures))
        import_register(draft, clock, ACTOR, register, progress=progress)

    return demonstrating(path, made, lambda found: (found.ended - found.opened).days == 0)


def beside(path: Path) -> Path:
    """Where the register of 2023 lies that belongs to a living office."""
    return path.with_name(f"{path.stem}-2023{path.suffix}")


def demonstrating(path: Path, made: Callable[[Path], None], is_wanted: Callable[[Found], bool]) -> Demonstration:
    """A file that is made beside its place and put there when it is whole.

    An earlier one of this version that is wanted is used again, one that is not is made anew, and one in which others
    recorded something stays. Raises `FileExists` for a file that is something else, `StoreTooOld` for one of an earlier
    version that others wrote in, `StoreTooNew`, `StoreLocked`, `StoreReadOnly` for a folder that cannot be written,
    `BadFileName`.
    """
    must_be_own_name(path)
    if there := _usable(path, is_wanted):
        return there
    with _folder_beside(path) as folder, _forgotten():
        if there := _usable(path, is_wanted):  # somebody made it meanwhile
            return there
        draft = folder / path.name
        with unflushed():
            made(draft)
        if not _is_there(path):
            place(draft, path)
        elif not exchanged(path, draft, ACTOR):
            return demonstrating(path, made, is_wanted)
        recorded.by_made_up_clock()
    return Demonstration(path, True)


def _usable(path: Path, is_wanted: Callable[[Found], bool]) -> Demonstration | None:
    """The demonstration that is there, if it is one to be used as it is. Raises `FileExists`, `StoreTooOld`."""
    if not _is_there(path):
        return None
    there = _found(path)
    if there.n_typed:
        if not there.is_of_this_version:
            raise StoreTooOld(path=path, found=there.format, known=FORMAT)
        return Demonstration(path, False, there.n_typed, None if is_wanted(there) else there.ended.date())
    return Demonstration(path, False) if there.is_of_this_version and is_wanted(there) else None


def _found(path: Path) -> Found:
    """The demonstration that is there. Raises `FileExists` for anything else."""
    try:
        found = demonstration.found(path, ACTOR)
    except (StoreTooNew, StoreDraft):
        raise
    except OnestopError:
        found = None
    if found is None:
        raise FileExists(path=path)
    return found


@contextmanager
def _forgotten() -> Iterator[None]:
    """What was recorded of made-up dossiers is told as nobody's: nor of a draft that is gone."""
    try:
        yield
    finally:
        recorded.afresh()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as problem:
        raise StoreReadOnly(path=path, why=problem.strerror) from None


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A folder for the draft in the one the file will be in, for one at a time; what a killed command left in it goes.

    Raises `BackupRunning`, `StoreReadOnly`.
    """
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.with_name(f".{path.name}.demo")
    with one_at_a_time(path):
        rmtree(folder, ignore_errors=True)
        with refusals(path):
            folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            rmtree(folder, ignore_errors=True)


def write_register(file: Path, rows: list[dict[str, str]], columns: Sequence[str] = COLUMNS) -> None:
    """Rows as a CSV register."""
    import csv

    with file.open("w", encoding="utf-8", newline="") as opened:
        writer: csv.DictWriter[str] = csv.DictWriter(opened, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
