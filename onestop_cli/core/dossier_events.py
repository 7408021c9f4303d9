"""The kinds of event in a dossier's life: one frozen value each, which writes its data and is read back from them.

Read back and written again, the data of every event are the same bytes: a text that may be absent is absent where it
is empty. After "Data:" stands what `docs/ledger.md` says of each kind.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Self

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import Counts, Dates, DueSource, Policy, Reason, limit_data, limit_from
from onestop_cli.core.limits import TimeLimit
from onestop_cli.core.moments import instant_of, iso

Data = Mapping[str, Any]
"""The data of an event: a JSON object."""


class NewDates(NamedTuple):
    """The dates an act sets, and the calendar edition they were counted in."""

    dates: Dates
    calendar_edition: str
    is_provisional: bool

    def data(self) -> dict[str, Any]:
        due_at, statutory_due_at, extended_due_at = self.dates
        return {
            "due_at": iso(due_at),
            "statutory_due_at": iso(statutory_due_at),
            "extended_due_at": iso(extended_due_at),
            "calendar_edition": self.calendar_edition,
            "calendar_provisional": self.is_provisional,
        }

    @classmethod
    def read(cls, data: Data) -> Self:
        instants = (instant_of(data[name]) for name in ("due_at", "statutory_due_at", "extended_due_at"))
        return cls(Dates(*instants), data["calendar_edition"], data["calendar_provisional"])


class Receive(NamedTuple):
    """A dossier was handed in, with what its slip promises.

    Data: procedure, field, channel, copies, fee, officer, note, both limits, `due_at`, `due_source`, `due_is_day`,
    `promised_due_at`, `promised_is_day`, `statutory_due_at`, `rule_version`, `calendar_edition`,
    `calendar_provisional`; when imported `import`, the number of that event, and for a row without a code `row`, its
    keyed digest
    """

    procedure_code: str
    procedure_name: str
    field: str
    channel: str
    copies: int
    fee: int | None
    officer: str
    note: str
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    due_at: datetime | None
    due_source: DueSource
    due_is_day: bool
    promised_due_at: datetime | None
    promised_is_day: bool
    statutory_due_at: datetime | None
    rule_version: str
    calendar_edition: str
    calendar_provisional: bool
    imported_by: int | None = None
    row: str = ""
    kind = Act.receive

    def data(self) -> dict[str, Any]:
        data = self._asdict() | {
            "time_limit": limit_data(self.time_limit),
            "statutory_time_limit": limit_data(self.statutory_time_limit),
            "due_at": iso(self.due_at),
            "due_source": self.due_source.value,
            "promised_due_at": iso(self.promised_due_at),
            "statutory_due_at": iso(self.statutory_due_at),
        }
        del data["imported_by"], data["row"]
        imported = {} if self.imported_by is None else {"import": self.imported_by}
        return data | imported | _given(row=self.row)

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(
            data["procedure_code"], data["procedure_name"], data["field"], data["channel"], data["copies"],
            data["fee"], data["officer"], data["note"], limit_from(data["time_limit"]),
            limit_from(data["statutory_time_limit"]), instant_of(data["due_at"]), DueSource(data["due_source"]),
            data["due_is_day"], instant_of(data["promised_due_at"]), data["promised_is_day"],
            instant_of(data["statutory_due_at"]), data["rule_version"], data["calendar_edition"],
            data["calendar_provisional"], data.get("import"), data.get("row", ""),
        )  # fmt: skip


class Suspend(NamedTuple):
    """The clock of a dossier was stopped.

    Data: `reason`, `policy`, `counts` {`due`, `statutory`, `extended`}: for which dates it counts, decided when it was
    recorded; `note`, `override` where given
    """

    reason: Reason
    policy: Policy
    counts: Counts
    note: str = ""
    override: str = ""
    kind = Act.suspend

    def data(self) -> dict[str, Any]:
        said = {"reason": self.reason.value, "policy": self.policy.value, "counts": self.counts._asdict()}
        return said | _given(note=self.note, override=self.override)

    @classmethod
    def read(cls, data: Data) -> Self:
        words = Reason(data["reason"]), Policy(data["policy"])
        return cls(*words, Counts(**data["counts"]), data.get("note", ""), data.get("override", ""))


class Resume(NamedTuple):
    """The clock of a dossier runs again.

    Data: the dates, where the suspension counts for one of them
    """

    dates: NewDates | None
    kind = Act.resume

    def data(self) -> dict[str, Any]:
        return _dates_data(self.dates)

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(_dates(data))


class Extend(NamedTuple):
    """A letter of apology gave a new appointment.

    Data: `letter`, `note`, `extended_due_at`; `override` where given
    """

    letter: str
    note: str
    extended_due_at: datetime
    override: str = ""
    kind = Act.extend

    def data(self) -> dict[str, Any]:
        said = {"letter": self.letter, "note": self.note, "extended_due_at": self.extended_due_at.isoformat()}
        return said | _given(override=self.override)

    @classmethod
    def read(cls, data: Data) -> Self:
        new = datetime.fromisoformat(data["extended_due_at"])
        return cls(data["letter"], data["note"], new, data.get("override", ""))


class Assign(NamedTuple):
    """Another officer is in charge.

    Data: `officer`
    """

    officer: str
    kind = Act.assign

    def data(self) -> dict[str, Any]:
        return {"officer": self.officer}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["officer"])


class Resolve(NamedTuple):
    """A dossier has its result.

    Data: `result`, `note`; the dates, where it ended a suspension
    """

    result: str
    note: str = ""
    dates: NewDates | None = None
    kind = Act.resolve

    def data(self) -> dict[str, Any]:
        return {"result": self.result} | _given(note=self.note) | _dates_data(self.dates)

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["result"], data.get("note", ""), _dates(data))


class Deliver(NamedTuple):
    """The result was handed over.

    Data: `method`
    """

    method: str = "direct"
    kind = Act.deliver

    def data(self) -> dict[str, Any]:
        return {"method": self.method}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["method"])


class Close(NamedTuple):
    """A dossier left the work in progress without a result.

    Data: `note`; `override` where given; the dates, where it ended a suspension
    """

    note: str
    dates: NewDates | None = None
    override: str = ""

    def data(self) -> dict[str, Any]:
        return {"note": self.note} | _given(override=self.override) | _dates_data(self.dates)

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["note"], _dates(data), data.get("override", ""))


class Withdraw(Close):
    """The citizen took it back."""

    kind = Act.withdraw


class Stop(Close):
    """The office stopped it."""

    kind = Act.stop


class Move(NamedTuple):
    """A notice or an amended procedure moved the dates.

    Data: `source` (the notice), the dates, both limits
    """

    source: str
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    dates: NewDates
    kind = Act.move

    def data(self) -> dict[str, Any]:
        limits = {"time_limit": self.time_limit, "statutory_time_limit": self.statutory_time_limit}
        return {"source": self.source} | {name: limit_data(limit) for name, limit in limits.items()} | self.dates.data()

    @classmethod
    def read(cls, data: Data) -> Self:
        limits = limit_from(data["time_limit"]), limit_from(data["statutory_time_limit"])
        return cls(data["source"], *limits, NewDates.read(data))


class Correct(NamedTuple):
    """The record says otherwise for the whole life.

    Data: `note`; `fields` {column: [before, after]}, for people; `personal` [names of the personal fields corrected],
    whose values lie beside the event; `restated` {number of an event: {what of its data, or its `occurred_at`, is told
    otherwise}}; `own_limit` where a limit was given, which a later amendment of the procedure leaves alone
    """

    note: str
    fields: dict[str, list[Any]]
    restated: dict[str, dict[str, Any]]
    personal: tuple[str, ...] = ()
    own_limit: bool | None = None
    kind = Act.correct

    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"note": self.note, "fields": self.fields, "restated": self.restated}
        if self.personal:
            data["personal"] = list(self.personal)
        if self.own_limit is not None:
            data["own_limit"] = self.own_limit
        return data

    @classmethod
    def read(cls, data: Data) -> Self:
        personal = tuple(data.get("personal", ()))
        return cls(data["note"], data["fields"], data["restated"], personal, data.get("own_limit"))


class Void(NamedTuple):
    """A dossier was entered by mistake.

    Data: `note`
    """

    note: str
    kind = Act.void

    def data(self) -> dict[str, Any]:
        return {"note": self.note}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["note"])


class Undo(NamedTuple):
    """An event is taken back.

    Data: `seq` of the event it takes back
    """

    seq: int
    kind = Act.undo

    def data(self) -> dict[str, Any]:
        return {"seq": self.seq}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(data["seq"])


DossierEvent = (
    Receive | Suspend | Resume | Extend | Assign | Resolve | Deliver | Withdraw | Stop | Move | Correct | Void | Undo
)
Ending = Resume | Resolve | Close
"""What can end a suspension, and then sets dates."""
KINDS: dict[str, type[DossierEvent]] = {
    each.kind.value: each
    for each in (
        Receive, Suspend, Resume, Extend, Assign, Resolve, Deliver, Withdraw, Stop, Move, Correct, Void, Undo,
    )
}  # fmt: skip
"""The kinds in the order of `docs/ledger.md`, by the word in the ledger."""


def dossier_event(kind: str, data: Data) -> DossierEvent:
    """What an event of a dossier says."""
    return KINDS[kind].read(data)


def _given(**texts: str) -> dict[str, Any]:
    """The texts that were given."""
    return {name: text for name, text in texts.items() if text}


def _dates(data: Data) -> NewDates | None:
    return NewDates.read(data) if "due_at" in data else None


def _dates_data(dates: NewDates | None) -> dict[str, Any]:
    return dates.data() if dates is not None else {}
