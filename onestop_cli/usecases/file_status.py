"""What the file is: its place, its format, its chain's end, its last backup, what lies beside it.

Facts, told at once; what they are worth is `doctor`'s to say. A file of an earlier format tells them too.
"""

from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.moments import Clock
from onestop_cli.errors import StoreProblem
from onestop_cli.store.database import file_format, must_be_a_file, opened_to_read
from onestop_cli.store.file_status import Says, says
from onestop_cli.store.schema import FORMAT
from onestop_cli.store.sqlite_errors import own_errors
from onestop_cli.store.surroundings import Surroundings, surroundings


class FileStatus(NamedTuple):
    """What the file says of itself and what lies around it.

    `backup_age` is in whole hours. `night` is the day of the night that made the last backup, None where another
    command did.
    """

    path: Path
    says: Says
    around: Surroundings
    backup_age: int | None
    night: date | None

    @property
    def is_old(self) -> bool:
        """Whether `db migrate` has to bring it to the present format first."""
        return self.says.format < FORMAT


def file_status(path: Path, clock: Clock) -> FileStatus:
    """What the file is. Changes no byte of it.

    Raises `StoreMissing`, `NotOurStore`, `StoreTooNew`, `StoreDraft`, `StoreDamaged`, `StoreProblem`.
    """
    must_be_a_file(path)
    with own_errors(path), closing(opened_to_read(path)) as connection:
        connection.execute("BEGIN")
        file_format(connection, path)
        told = says(connection)
    try:
        around = surroundings(path)
    except OSError as problem:
        raise StoreProblem(path=path, why=problem.strerror) from None
    made_at, where = told.backup or (None, "")
    age = (clock() - datetime.fromisoformat(made_at)).total_seconds() // 3600 if made_at else None
    return FileStatus(path, told, around, None if age is None else int(age), _night(Path(where)))


def _night(backup: Path) -> date | None:
    """The day of the night in whose folder a backup lies."""
    with suppress(ValueError):
        return date.fromisoformat(backup.parent.name)
    return None
