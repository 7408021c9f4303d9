"""The kinds of event that concern the whole file: its settings, procedures, calendar, imports and seals.

One frozen value each, as in `core.dossier_events`; the counter never loads them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, Self

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.dossier import limit_data, limit_from
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.procedures import Procedure

Data = Mapping[str, Any]
"""The data of an event: a JSON object."""


class Settings(NamedTuple):
    """Settings have values from a day on.

    Data: `valid_from`, `values` {setting: text}
    """

    valid_from: date
    values: dict[str, str]

    def data(self) -> dict[str, Any]:
        return {"valid_from": self.valid_from.isoformat(), "values": self.values}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(date.fromisoformat(data["valid_from"]), data["values"])


class Init(Settings):
    """The first of a file."""

    kind = "init"


class Config(Settings):
    """Later ones."""

    kind = "config"


class Versions(NamedTuple):
    """Procedures have these versions.

    Data: `versions`: [{code, name, field, statutory, committed, aliases, legal_basis, valid_from, retired}]
    """

    versions: tuple[Procedure, ...]
    kind = "procedure"

    def data(self) -> dict[str, Any]:
        return {"versions": [_procedure_data(each) for each in self.versions]}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(tuple(map(_procedure, data["versions"])))


class CalendarLoad(NamedTuple):
    """Whole years of the national calendar, both included, in the order of their days.

    `provisional` holds the unconfirmed stretches with their reason, split at the ends of the years so that each year
    can be confirmed on its own. `library` is the name and version of what computed it. The claims have `seq` 0.

    Data: `first_year`, `last_year`, `library`, `claims`, `provisional` [[from, to, why]]
    """

    first_year: int
    last_year: int
    claims: tuple[Claim, ...]
    provisional: tuple[tuple[date, date, str], ...]
    library: str
    kind = "calendar_load"

    def data(self) -> dict[str, Any]:
        return self._asdict() | {
            "claims": [_claim_data(claim) for claim in self.claims],
            "provisional": [[start.isoformat(), end.isoformat(), why] for start, end, why in self.provisional],
        }

    @classmethod
    def read(cls, data: Data) -> Self:
        stretches = ((date.fromisoformat(a), date.fromisoformat(b), why) for a, b, why in data["provisional"])
        claims = tuple(map(_claim, data["claims"]))
        return cls(data["first_year"], data["last_year"], claims, tuple(stretches), data["library"])


class CalendarConfirm(NamedTuple):
    """Published decisions confirm every day of a year.

    Data: `year`, `source`
    """

    year: int
    source: str
    kind = "calendar_confirm"

    def data(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(**data)


class Notice(NamedTuple):
    """A notice says what days are.

    Data: `claims`: [{on, kind, name, source, rank, swap_with}]; a swap's two halves are one event
    """

    claims: tuple[Claim, ...]
    kind = "notice"

    def data(self) -> dict[str, Any]:
        return {"claims": [_claim_data(claim) for claim in self.claims]}

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(tuple(map(_claim, data["claims"])))


class Revoke(NamedTuple):
    """A notice has no effect from now on.

    Data: `seq` of the notice, `note`
    """

    seq: int
    note: str
    kind = "revoke"

    def data(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(**data)


class Import(NamedTuple):
    """The rows of a register were recorded.

    Data: `sha256` of the imported file
    """

    sha256: str
    kind = "import"

    def data(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def read(cls, data: Data) -> Self:
        return cls(**data)


class SealFigures(NamedTuple):
    """The figures of a period were frozen.

    Data: `period` {`from`, `to`, `convention`}, `cumulative`, `basis`, `granularity`: the report that was frozen;
    `form`, which keys of it are digested (1); `position`, the last event it rests on; `digest`, SHA-256 of its JSON;
    `total`, its figures; `note`
    """

    period: Period
    cumulative: bool
    basis: Basis
    granularity: Granularity
    position: int
    digest: str
    total: dict[str, Any]
    note: str
    form: int = 1
    kind = "seal"

    def data(self) -> dict[str, Any]:
        start, end, convention = self.period
        return self._asdict() | {
            "period": {"from": start.isoformat(), "to": end.isoformat(), "convention": convention.value},
            "basis": self.basis.value,
            "granularity": self.granularity.value,
        }

    @classmethod
    def read(cls, data: Data) -> Self:
        days = data["period"]
        period = Period(
            date.fromisoformat(days["from"]), date.fromisoformat(days["to"]), Convention(days["convention"])
        )
        words = {"basis": Basis(data["basis"]), "granularity": Granularity(data["granularity"])}
        fields: dict[str, Any] = {**data, **words, "period": period}
        return cls(**fields)


FileEvent = Init | Config | Versions | CalendarLoad | CalendarConfirm | Notice | Revoke | Import | SealFigures
KINDS: dict[str, type[FileEvent]] = {
    each.kind: each
    for each in (Init, Config, Versions, CalendarLoad, CalendarConfirm, Notice, Revoke, Import, SealFigures)
}
"""The kinds in the order of `docs/ledger.md`, by the word in the ledger."""


def file_event(kind: str, data: Data) -> FileEvent:
    """What an event of the file says."""
    return KINDS[kind].read(data)


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {
        "on": claim.on.isoformat(),
        "kind": claim.kind.value,
        "name": claim.name,
        "source": claim.source,
        "rank": claim.rank.value,
        "swap_with": claim.swap_with.isoformat() if claim.swap_with else None,
    }


def _claim(data: Data) -> Claim:
    other = date.fromisoformat(data["swap_with"]) if data["swap_with"] else None
    on, kind, rank = date.fromisoformat(data["on"]), DayKind(data["kind"]), Rank(data["rank"])
    return Claim(on, kind, data["name"], data["source"], rank, 0, other)


def _procedure_data(procedure: Procedure) -> dict[str, Any]:
    data = procedure._asdict() | {
        "statutory": limit_data(procedure.statutory),
        "committed": limit_data(procedure.committed),
        "aliases": list(procedure.aliases),
        "valid_from": procedure.valid_from.isoformat(),
    }
    del data["seq"]
    return data


def _procedure(data: Data) -> Procedure:
    return Procedure(
        data["code"], data["name"], data["field"], limit_from(data["statutory"]), limit_from(data["committed"]),
        tuple(data["aliases"]), data["legal_basis"], date.fromisoformat(data["valid_from"]), data["retired"],
    )  # fmt: skip
