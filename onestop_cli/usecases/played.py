"""A made-up register acted out: what its lines say is recorded by the use cases of the counter, each at its time."""

from collections.abc import Callable
from pathlib import Path

from onestop_cli.core.dossier import Person, Reason
from onestop_cli.core.limits import time_limit
from onestop_cli.core.moments import When
from onestop_cli.errors import BadValue
from onestop_cli.sources.audit_acts import ActRow
from onestop_cli.sources.typed import written
from onestop_cli.usecases import acts, amendments, counter, settings
from onestop_cli.usecases.corrections import Correction

ACTOR = "onestop demo"


class Play:
    """Acts recorded in a file one after another; codes by the names of dossiers."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._codes: dict[str, str] = {}
        self._acts: dict[str, Callable[[ActRow], None]] = {
            "receive": self._receive, "correct": self._correct, "suspend": self._suspend, "extend": self._extend,
            "resolve": self._resolve, "deliver": self._deliver, "set": self._set,
        }  # fmt: skip

    def act(self, row: ActRow) -> None:
        """Record an act. Raises `BadValue` for one that is none."""
        if row.act in self._acts:
            self._acts[row.act](row)
            return
        told = self._path, lambda: row.now, ACTOR, [self._codes[row.dossier]]
        note, when = row.said.get("note", ""), when_of(row, "at")
        match row.act:
            case "resume":
                acts.resume(*told, when)
            case "assign":
                acts.assign(*told, row.said["officer"])
            case "withdraw":
                acts.withdraw(*told, note, when, apply=True)
            case "stop":
                acts.stop(*told, note, when, "")
            case "void":
                amendments.void(*told[:3], self._codes[row.dossier], note, apply=True)
            case _:
                raise BadValue(option=row.dossier, value=row.act, accepted=", ".join(self._acts))

    def _set(self, row: ActRow) -> None:
        since = when_of(row, "from")
        told = row.said["key"], row.said["value"], since.on if since else None
        settings.set_value(self._path, lambda: row.now, ACTOR, *told)

    def _receive(self, row: ActRow) -> None:
        said = row.said
        receipt = counter.Receipt(
            said["procedure"], person_of(row), said.get("channel", "direct"), copies=int(said.get("copies", "1")),
            fee=int(said["fee"]) if said.get("fee") else None, officer=said.get("officer", "Cán bộ mẫu 1"),
            note=said.get("note", ""), code=said.get("code"), submitted=when_of(row, "submitted"),
        )  # fmt: skip
        told = counter.receive(self._path, lambda: row.now, ACTOR, receipt, done="done" in said, again=True)
        self._codes[row.dossier] = told.entry.dossier.code

    def _correct(self, row: ActRow) -> None:
        limit, received = row.said.get("limit"), when_of(row, "received")
        instants = {"received_at": received} if received else {}
        correction = Correction({}, {}, instants, limit=time_limit(limit) if limit else None)
        told = self._codes[row.dossier], correction, row.said["note"]
        amendments.correct(self._path, lambda: row.now, ACTOR, *told)

    def _suspend(self, row: ActRow) -> None:
        reason, until = Reason(row.said["reason"]), row.said.get("until")
        note, override = row.said["note"], row.said.get("override", "")
        told = [self._codes[row.dossier]], reason, None, when_of(row, "at"), note, override
        acts.suspend(self._path, lambda: row.now, ACTOR, *told, written(until).on if until else None)

    def _extend(self, row: ActRow) -> None:
        said = row.said
        told = [self._codes[row.dossier]], written(said["to"]).on, said["letter"], said["note"], None
        acts.extend(self._path, lambda: row.now, ACTOR, *told, said.get("override", ""))

    def _resolve(self, row: ActRow) -> None:
        told = [self._codes[row.dossier]], "approved", when_of(row, "at"), ""
        counter.resolve(self._path, lambda: row.now, ACTOR, *told, deliver=row.said.get("deliver") != "no")

    def _deliver(self, row: ActRow) -> None:
        counter.deliver(self._path, lambda: row.now, ACTOR, [self._codes[row.dossier]], row.said["method"], None)


def when_of(row: ActRow, key: str) -> When | None:
    """The moment that an act says under a key, None if it says none."""
    return written(row.said[key]) if key in row.said else None


def person_of(row: ActRow) -> Person:
    """Who hands a dossier in: a sample, named after the dossier unless the act says otherwise."""
    return Person(f"Người dân mẫu {row.said.get('applicant', row.dossier)}", "", "", "", "")
