"""The kinds of event that concern the whole file: its settings, procedures, calendar, imports and seals.

One frozen value each, as in `core.dossier_events`; the counter never loads them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, get_args

from onestop_cli.core.calendar import Claim, DayKind, Rank
from onestop_cli.core.dossier import limit_data, limit_from
from onestop_cli.core.event_data import FORMS, Data, Form, data_of, read
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.procedures import Procedure


class Settings(NamedTuple):
    """Settings have values from a day on.

    Data: `valid_from`, `values` {setting: text}
    """

    valid_from: date
    values: dict[str, str]
    data = data_of


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
    data = data_of


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
    data = data_of


class CalendarConfirm(NamedTuple):
    """Published decisions confirm every day of a year.

    Data: `year`, `source`
    """

    year: int
    source: str
    kind = "calendar_confirm"
    data = data_of


class Notice(NamedTuple):
    """A notice says what days are.

    Data: `claims`: [{on, kind, name, source, rank, swap_with}]; a swap's two halves are one event
    """

    claims: tuple[Claim, ...]
    kind = "notice"
    data = data_of


class Revoke(NamedTuple):
    """A notice has no effect from now on.

    Data: `seq` of the notice, `note`
    """

    seq: int
    note: str
    kind = "revoke"
    data = data_of


class Import(NamedTuple):
    """The rows of a register were recorded.

    Data: `sha256` of the imported file
    """

    sha256: str
    kind = "import"
    data = data_of


class SealFigures(NamedTuple):
    """The figures of a period were frozen.

    Data: `period` {`from`, `to`, `convention`}, `cumulative`, `basis`, `granularity`: the report that was frozen;
    `form`, which keys of it are digested (1); `position`, the last event it rests on; `digest`, SHA-256 of its JSON;
    `total`, its figures; `note`
    """

    form: int
    period: Period
    cumulative: bool
    basis: Basis
    granularity: Granularity
    position: int
    digest: str
    total: dict[str, Any]
    note: str
    kind = "seal"
    data = data_of


FileEvent = Init | Config | Versions | CalendarLoad | CalendarConfirm | Notice | Revoke | Import | SealFigures
KINDS: dict[str, type[FileEvent]] = {each.kind: each for each in get_args(FileEvent)}
"""The kinds in the order of `docs/ledger.md`, by the word in the ledger."""


def file_event(kind: str, data: Data) -> FileEvent:
    """What an event of the file says."""
    return read(KINDS[kind], data)


def _claims_data(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    return [
        {
            "on": claim.on.isoformat(),
            "kind": claim.kind.value,
            "name": claim.name,
            "source": claim.source,
            "rank": claim.rank.value,
            "swap_with": claim.swap_with.isoformat() if claim.swap_with else None,
        }
        for claim in claims
    ]


def _claims(data: list[Data]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            date.fromisoformat(claim["on"]), DayKind(claim["kind"]), claim["name"], claim["source"],
            Rank(claim["rank"]), 0, date.fromisoformat(claim["swap_with"]) if claim["swap_with"] else None,
        )
        for claim in data
    )  # fmt: skip


def _versions_data(versions: Iterable[Procedure]) -> list[dict[str, Any]]:
    return [
        {
            "code": version.code,
            "name": version.name,
            "field": version.field,
            "statutory": limit_data(version.statutory),
            "committed": limit_data(version.committed),
            "aliases": list(version.aliases),
            "legal_basis": version.legal_basis,
            "valid_from": version.valid_from.isoformat(),
            "retired": version.retired,
        }
        for version in versions
    ]


def _versions(data: list[Data]) -> tuple[Procedure, ...]:
    return tuple(
        Procedure(
            version["code"], version["name"], version["field"], limit_from(version["statutory"]),
            limit_from(version["committed"]), tuple(version["aliases"]), version["legal_basis"],
            date.fromisoformat(version["valid_from"]), version["retired"],
        )
        for version in data
    )  # fmt: skip


def _period_data(period: Period) -> dict[str, Any]:
    return {"from": str(period.start), "to": str(period.end), "convention": period.convention.value}


def _period(data: Data) -> Period:
    return Period(date.fromisoformat(data["from"]), date.fromisoformat(data["to"]), Convention(data["convention"]))


Stretch = tuple[date, date, str]


def _stretches_data(stretches: Iterable[Stretch]) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat(), why] for start, end, why in stretches]


def _stretches(data: list[list[str]]) -> tuple[Stretch, ...]:
    return tuple((date.fromisoformat(start), date.fromisoformat(end), why) for start, end, why in data)


FORMS[tuple[Claim, ...]] = Form(_claims_data, _claims)
FORMS[tuple[Procedure, ...]] = Form(_versions_data, _versions)
FORMS[tuple[Stretch, ...]] = Form(_stretches_data, _stretches)
FORMS[Period] = Form(_period_data, _period)
