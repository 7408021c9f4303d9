"""The demonstration: a made-up ward file with the published figures of 2023, by the real import."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.core.progress import Progress
from onestop_cli.errors import FileExists, OnestopError, StoreReadOnly, StoreTooOld
from onestop_cli.sources.package_data import phuc_loi_2023, ward_procedures
from onestop_cli.sources.synthetic import COLUMNS, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME, demo_rows
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import recorded, settings
from onestop_cli.store.database import reading
from onestop_cli.store.disk import must_be_own_name
from onestop_cli.usecases.office import init
from onestop_cli.usecases.register_import import import_register

ACTOR = "onestop demo"


class Demonstration(NamedTuple):
    """The demonstration file; `is_new` unless it was there from an earlier run."""

    path: Path
    is_new: bool


def demonstration(path: Path, clock: Clock, progress: Progress) -> Demonstration:
    """A file with the ward's eight months of 2023, made up and marked so; an earlier one is used again.

    Raises `FileExists` for a file that is something else, `StoreTooOld` for one of an earlier version, `StoreReadOnly`
    for a folder that cannot be written, `BadFileName`.
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

    return demonstrating(path, made)


def demonstrating(path: Path, made: Callable[[Path], None]) -> Demonstration:
    """A file that is made beside its place and put there when it is whole; an earlier one is used again.

    Raises `FileExists`, `StoreTooOld`, `StoreReadOnly`, `BadFileName`.
    """
    must_be_own_name(path)
    if _is_there(path):
        if _is_demonstration(path):
            return Demonstration(path, False)
        raise FileExists(path=path)
    with _folder_beside(path) as folder, _forgotten():
        draft = Path(folder) / path.name
        made(draft)
        draft.rename(path)
        recorded.by_made_up_clock()
    return Demonstration(path, True)


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


def _folder_beside(path: Path) -> TemporaryDirectory[str]:
    """A folder for the draft in the one the file will be in. Raises `StoreReadOnly`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=path.parent, prefix=".onestop-demo-")
    except OSError as problem:
        raise StoreReadOnly(path=path, why=problem.strerror) from None


def _is_demonstration(path: Path) -> bool:
    try:
        with reading(path) as connection:
            return settings.value(connection, "synthetic", date.max) == "yes"
    except StoreTooOld:
        raise
    except OnestopError:
        return False


def write_register(file: Path, rows: list[dict[str, str]], columns: Sequence[str] = COLUMNS) -> None:
    """Rows as a CSV register."""
    import csv

    with file.open("w", encoding="utf-8", newline="") as opened:
        writer: csv.DictWriter[str] = csv.DictWriter(opened, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
