"""The second demonstration: a made-up office in which each pattern that an auditor looks for stands once.

Its acts (`data/audit_acts.csv`) are recorded by the use cases of the counter, each at the time its line says. Three
patterns no use case lets through: a date that does not follow, a number given twice, a result picked up before it was
ready. They are written beside it, as somebody would who goes round the program and knows how a chain is made.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from onestop_cli.core.dossier import Person
from onestop_cli.core.dossier_events import Deliver, DossierEvent, Receive
from onestop_cli.core.event_data import read
from onestop_cli.core.progress import Progress
from onestop_cli.sources.audit_acts import ActRow, audit_acts
from onestop_cli.sources.synthetic import COLUMNS, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME
from onestop_cli.sources.typed import written
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import ledger
from onestop_cli.store.database import writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.store.projection import project
from onestop_cli.usecases.demo import Demonstration, demonstrating, write_register
from onestop_cli.usecases.office import init
from onestop_cli.usecases.played import ACTOR, Play, person_of, when_of
from onestop_cli.usecases.register_import import import_register

_COLUMNS = (*COLUMNS, "due_at", "due_source")
OPENED = "03/03/2025 08:00"
ENDS = "30/6/2026"
"""The day it is to be looked at: what is open is then as the register means it."""


def audit_demonstration(path: Path, progress: Progress) -> Demonstration:
    """A file in which each check of `audit check` finds one thing on 30/6/2026; an earlier one is used again.

    The progress is told acts. Raises as `demonstration`.
    """

    opened = written(OPENED).instant

    def made(draft: Path) -> None:
        init(draft, lambda: opened, ACTOR, DEMO_AGENCY_CODE, DEMO_AGENCY_NAME, synthetic=True)
        play = _Play(draft)
        for n, row in enumerate(audit_acts(), 1):
            play.act(row)
            progress(n)

    return demonstrating(path, made, lambda found: found.opened == opened)


class _Play(Play):
    """Acts of the counter, and what is written beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._acts |= {
            "import": self._import, "forge-receipt": self._forge_receipt,
            "forge-second-receipt": self._forge_second_receipt, "forge-delivery": self._forge_delivery,
        }  # fmt: skip

    def _import(self, row: ActRow) -> None:
        file = self._path.with_name("so-cu.csv")
        write_register(file, list(_register(row)), _COLUMNS)
        import_register(self._path, lambda: row.now, ACTOR, file)

    def _forge_receipt(self, row: ActRow) -> None:
        """A receipt whose due date does not follow, in the place of the one that was recorded a day before."""
        self._receive(row._replace(dossier="promise"))
        code = self._codes["promise"]
        other = f"{code[:-4]}{int(code[-4:]) + 1:04d}"
        due = datetime.fromisoformat(row.said["due"])

        def said(connection: sqlite3.Connection) -> DossierEvent:
            told = read(Receive, ledger.dossier_events(connection, code)[0].data)
            return told._replace(due_at=due, promised_due_at=due)

        self._forge(other, row.now + timedelta(minutes=5), said, person=person_of(row))
        self._codes[row.dossier] = other
        self._resolve(row._replace(dossier="promise", now=row.now + timedelta(hours=5), said={}))

    def _forge_second_receipt(self, row: ActRow) -> None:
        code = self._codes[row.dossier]

        def said(connection: sqlite3.Connection) -> DossierEvent:
            return read(Receive, ledger.dossier_events(connection, code)[0].data)

        self._forge(code, row.now, said, person=person_of(row))

    def _forge_delivery(self, row: ActRow) -> None:
        at = when_of(row, "at")
        assert at is not None
        self._forge(self._codes[row.dossier], row.now, lambda _: Deliver("direct"), occurred_at=at.instant)

    def _forge(
        self,
        code: str,
        now: datetime,
        said: Callable[[sqlite3.Connection], DossierEvent],
        *,
        occurred_at: datetime | None = None,
        person: Person | None = None,
    ) -> None:
        """An event that no use case would have recorded, rightly chained."""
        with writing(self._path) as connection:
            is_new = code not in self._codes.values()
            told = said(connection)
            personal = person._asdict() if person else None
            Ledger(connection, ACTOR, now).append(told, dossier=code, occurred_at=occurred_at, personal=personal)
            calendar = calendar_store.load(connection)
            project(connection, ledger.dossier_events(connection, code), calendar, is_new=is_new)


def _register(row: ActRow) -> Iterator[dict[str, str]]:
    """An old register: results early each, and one due date of another system on a day off."""
    first, count = date.fromisoformat(row.said["first"]), int(row.said["count"])
    for n in range(count + 1):
        received, ready = first + timedelta(days=n // 60 * 7 + n % 2), first + timedelta(days=n // 60 * 7 + n % 2 + 1)
        minute = n % 60 // 2
        told = {
            "procedure_code": "1.004873", "channel": "direct", "applicant": f"Người dân mẫu {n:03d}",
            "officer": "Cán bộ mẫu 3", "copies": "1", "received_at": f"{received} 08:{minute:02d}",
            "resolved_at": f"{ready} 15:{minute:02d}:{n % 60:02d}", "result": "approved",
            "delivered_at": f"{ready} 16:{minute:02d}:{n % 60:02d}", "delivery_method": "direct",
        }  # fmt: skip
        if n == count:
            told |= {"due_at": row.said["foreign_due"], "due_source": "foreign"}
        yield {column: told.get(column, "") for column in _COLUMNS}
