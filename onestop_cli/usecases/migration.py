"""Bringing a file to the present format."""

from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.file_names import BEFORE_FORMAT
from onestop_cli.core.progress import Progress
from onestop_cli.store.migration import migrated
from onestop_cli.store.schema import FORMAT


class Migrated(NamedTuple):
    """The format a file had and has; `backup` is what it was, None where nothing had to be done."""

    path: Path
    found: int
    format: int
    backup: Path | None


def migrate(path: Path, progress: Progress = lambda _: None) -> Migrated:
    """The file has the present format, and what it was lies beside it. Raises as `store.migration.migrated`."""
    backup = path.with_name(f"{path.name}{BEFORE_FORMAT}{FORMAT}")
    before = migrated(path, backup, progress)
    return Migrated(path, before, FORMAT, backup if before < FORMAT else None)
