"""Acts of other accounts of one machine: real ones where the tests run as root, the one account there is elsewhere."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import onestop_cli
from onestop_cli.errors import OnestopError
from onestop_cli.output import language
from onestop_cli.sources import package_data
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.store import schema
from onestop_cli.usecases import office

SHARED = 64_001
"""The group that shares a file."""
OWNER, CLERK, AUDITOR, STRANGER = 64_010, 64_011, 64_012, 65_534
"""The first three are in the group that shares a file, each with another group of its own."""


_holidays = cache(national_calendar)


@cache
def _at_hand() -> Path:
    """Everything of ours is loaded that another account could not read in a folder of our own; where its tables lie."""
    for module in walk_packages(onestop_cli.__path__, "onestop_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for library in (
        "filelock",
        "platformdirs",
        "sqlite_utils",
        "sqlite_utils.migrations",
        "duckdb",
        "adbc_driver_sqlite.dbapi",
    ):
        import_module(library)
    _holidays(2010, 2029)
    folder = Path(tempfile.mkdtemp(prefix="onestop-tests-"))
    shutil.copytree(package_data.data_file("procedures_ward.csv").parent, folder / "data")
    shutil.copytree(schema.MIGRATIONS, folder / "migrations")
    shutil.copytree(language.LOCALE, folder / "locale")
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    return folder


def _take_at_hand(folder: Path) -> None:
    """In a process that is to be another account's: the tables are read where it can read them."""
    package_data._FOLDERS = (folder / "data",)  # type: ignore[assignment]
    schema.MIGRATIONS = folder / "migrations"
    language.LOCALE = folder / "locale"
    office.national_calendar = _holidays  # as `init` has it on the tests' days, whose library reads files of its own


def exit_code_of(act: Callable[[], object], account: int = STRANGER, umask: int = 0o022) -> int:
    """What an account's command ends with: 0, or the exit code of its problem; 99 for any other."""
    readable = _at_hand() if os.geteuid() == 0 else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 99
        try:
            if readable is not None:
                _take_at_hand(readable)
                os.setgroups([] if account == STRANGER else [SHARED])
                os.setgid(account)
                os.setuid(account)
            os.umask(umask)
            act()
            code = 0
        except OnestopError as problem:
            code = problem.exit_code
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
