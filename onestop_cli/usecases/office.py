"""The office's file: opening a new one for an agency."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.codes import agency_code
from onestop_cli.core.file_events import Init, Versions
from onestop_cli.core.moments import Clock
from onestop_cli.core.procedures import Procedure
from onestop_cli.sources.national_calendar import national_calendar
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import procedures as procedure_store
from onestop_cli.store import secret
from onestop_cli.store import settings as setting_store
from onestop_cli.store.creating import creating
from onestop_cli.store.disk import must_be_own_name
from onestop_cli.store.ledger import Ledger

FIRST_YEAR = 2010
YEARS_AHEAD = 3


class Opened(NamedTuple):
    """What a new file holds."""

    path: Path
    agency_code: str
    agency_name: str
    first_year: int
    last_year: int
    procedures: int


def init(
    path: Path,
    clock: Clock,
    actor: str,
    code: str,
    name: str,
    *,
    procedures: Sequence[Procedure] | None = None,
    synthetic: bool = False,
    shared: bool = False,
) -> Opened:
    """A new file with the agency, the calendar from 2010 to three years ahead and the ward's procedures.

    `synthetic` marks the file as holding made-up data, wherever it is shown; `shared` lets the accounts of its
    folder's group use it too (otherwise its owner only). Raises `FileExists`, `BadAgencyCode`, `BadFileName`,
    `CannotBeShared`.
    """
    agency_code(code)
    must_be_own_name(path)
    with creating(path, shared=shared) as connection:
        now = clock()
        national = national_calendar(FIRST_YEAR, now.year + YEARS_AHEAD)
        versions = list(procedures if procedures is not None else ward_procedures())
        book = Ledger(connection, actor, now)
        values = {"agency_code": code, "agency_name": name} | ({"synthetic": "yes"} if synthetic else {})
        opened = Init(date.min, values)
        setting_store.project(connection, book.append(opened).seq, opened)
        secret.create(connection)
        procedure_store.project(connection, book.append(Versions(tuple(versions))).seq, versions)
        loaded = book.append(national)
        calendar_store.project(connection, loaded.seq, national)
        calendar_store.rebuild_days(connection, setting_store.office(connection), loaded)
        return Opened(path, code, name, national.first_year, national.last_year, len({p.code for p in versions}))
