"""The kinds of event of the file: its settings, procedures, calendar, imports and seals, and what was not accepted.

One frozen value each, as in `core.dossier_events`; the counter never loads them.
"""

from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple, get_args

from onestop_cli.core.calendar import Claim, Hours
from onestop_cli.core.dossier import APPLICANT_KINDS
from onestop_cli.core.event_data import FORMS, Data, Form, FreeText, data_of, list_form, read
from onestop_cli.core.ledger import Mark
from onestop_cli.core.moments import clock_second, clock_text
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention, Period
from onestop_cli.core.procedures import Procedure

Stretch = tuple[date, date, str]
"""Days, both included, and why."""


class Settings(NamedTuple):
    """Settings have values from a day on.

    Data: `valid_from`, `values` {setting: text}
    """

    valid_from: date
    values: dict[str, str]


class Init(Settings):
    """The first of a file."""

    kind = "init"


class Config(Settings):
    """Later ones."""

    kind = "config"


class Versions(NamedTuple):
    """Procedures have these versions.

    Data: `versions`: [{code, name, field, statutory, committed, aliases, legal_basis, valid_from, retired}],
    with `case`, `start`, `may_agree`, `fee` where they are not the usual
    """

    versions: tuple[Procedure, ...]
    kind = "procedure"


class VersionsUndone(NamedTuple):
    """The versions that an event brought of a procedure are taken back: they never were in force.

    Data: `seq` of the event that brought them; `code` of the procedure; `note` where given
    """

    seq: int
    code: str
    note: FreeText = ""
    kind = "procedure_undo"


class CalendarLoad(NamedTuple):
    """Whole years of the national calendar, both included, in the order of their days.

    `provisional` holds the unconfirmed stretches with their reason, split at the ends of the years so that each year
    can be confirmed on its own. `library` is the name and version of what computed it. The claims have `seq` 0.

    Data: `first_year`, `last_year`, `library`, `claims`, `provisional` [[from, to, why]]
    """

    first_year: int
    last_year: int
    claims: tuple[Claim, ...]
    provisional: tuple[Stretch, ...]
    library: str
    kind = "calendar_load"


class CalendarConfirm(NamedTuple):
    """Published decisions confirm every day of a year.

    Data: `year`, `source`
    """

    year: int
    source: str
    kind = "calendar_confirm"


class Notice(NamedTuple):
    """A notice says what days are.

    Data: `claims`: [{on, kind, name, source, rank, swap_with}]; a swap's two halves are one event; a `closure` has
    `from` and `to`, the hours it closes; `file`, the name of the file that all of it came from
    """

    claims: tuple[Claim, ...]
    file: str = ""
    kind = "notice"


class EnteredNotice(NamedTuple):
    """A notice with who recorded it and when; `revoked_by` is the event that ended it."""

    seq: int
    recorded_at: datetime
    actor: str
    notice: Notice
    revoked_by: int | None


class Revoke(NamedTuple):
    """A notice has no effect from now on.

    Data: `seq` of the notice, `note`
    """

    seq: int
    note: FreeText
    kind = "revoke"


class Import(NamedTuple):
    """The rows of a register were recorded.

    Data: `sha256` of the imported file
    """

    sha256: str
    kind = "import"


class SealFigures(NamedTuple):
    """The figures of a period were frozen.

    Data: `period` {`from`, `to`, `convention`}, `cumulative`, `basis`, `granularity`: the report that was frozen;
    `form`, which keys of it are digested (1, from format 7 on 2); `position`, the last event it rests on; `digest`,
    SHA-256 of its JSON; `total`, its figures; `note`
    """

    form: int
    period: Period
    cumulative: bool
    basis: Basis
    granularity: Granularity
    position: int
    digest: str
    total: dict[str, Any]
    note: FreeText
    kind = "seal"


class Restored(NamedTuple):
    """A backup took the place of the file.

    `replaced` is the last event of the file it replaced, None where that could not be read; `earlier` are those of the
    files which that one had replaced itself, as far as the backup does not tell.

    Data: `replaced` {`seq`, `hash`} or null; `series` {series of codes: the highest number the replaced file had used,
    where the backup had not}; `note` where given; `earlier` a list of the like of `replaced`, where there are any: of
    the files that the replaced one had replaced itself (from format 8 on)
    """

    replaced: Mark | None
    series: dict[str, int]
    note: FreeText = ""
    earlier: tuple[Mark | None, ...] = ()
    kind = "restored"


class ClockNote(NamedTuple):
    """The clock was wrong while some events were recorded: the known time passes over them (`store.known_time`).

    Data: `first`, `last`: their numbers; `note`
    """

    first: int
    last: int
    note: FreeText
    kind = "clock"


class Decline(NamedTuple):
    """A dossier was not accepted at the counter (form 03): no dossier, a number in a series of its own.

    Data: `number`, `procedure_code`, `procedure_name`, `field`, `case` where it has one, `channel`, `officer`;
    `applicant_kind` where no `person`; `is_day` where no hour was typed; beside it the person's fields, and `reason`
    """

    number: str
    procedure_code: str
    procedure_name: str
    field: str
    channel: str
    officer: str
    reason: FreeText
    case: str = ""
    is_day: bool = False
    applicant_kind: str = APPLICANT_KINDS[0]
    kind = "decline"


class DeclinePrint(NamedTuple):
    """The refusal to accept a dossier was printed.

    Data: `act`, the number of the event of the refusal; `form`, `edition`, `digest`, `made`, and `copies` where more
    than one, as of a printing of a dossier
    """

    form: str
    edition: str
    act: int
    digest: str
    made: str
    copies: int = 1
    kind = "decline_print"


class DeclineErase(NamedTuple):
    """The personal data beside a refusal to accept were erased, its reason with them.

    Data: `act`, the number of the event of the refusal; `basis`, the law or the decision; beside it `note`
    """

    act: int
    basis: str
    note: FreeText
    kind = "decline_erase"


class DeclineVoid(NamedTuple):
    """The refusal to accept a dossier was recorded by mistake: it holds no more, and its number stays used.

    Data: `act`, the number of the event of the refusal; beside it `note`
    """

    act: int
    note: FreeText
    kind = "decline_void"


FileEvent = (
    Init
    | Config
    | Versions
    | VersionsUndone
    | CalendarLoad
    | CalendarConfirm
    | Notice
    | Revoke
    | Import
    | SealFigures
    | Restored
    | ClockNote
    | Decline
    | DeclinePrint
    | DeclineErase
    | DeclineVoid
)
KINDS: dict[str, type[FileEvent]] = {each.kind: each for each in get_args(FileEvent)}
"""The kinds in the order of `docs/ledger.md`, by the word in the ledger."""


def file_event(kind: str, data: Data) -> FileEvent:
    """What an event of the file says."""
    return read(KINDS[kind], data)


def _claim_data(claim: Claim) -> dict[str, Any]:
    return {"swap_with": None, **data_of(claim._replace(seq=0))}


def _hours_data(hours: Hours | None) -> dict[str, str]:
    return {} if hours is None else {"from": clock_text(hours[0]), "to": clock_text(hours[1])}


def _hours(data: Data) -> Hours | None:
    return (clock_second(data["from"]), clock_second(data["to"])) if "from" in data else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _version_data(version: Procedure) -> dict[str, Any]:
    return {**data_of(version._replace(seq=0)), "retired": version.retired}


def _period_data(period: Period) -> dict[str, Any]:
    return {"from": str(period.start), "to": str(period.end), "convention": period.convention.value}


def _period(data: Data) -> Period:
    return Period(date.fromisoformat(data["from"]), date.fromisoformat(data["to"]), Convention(data["convention"]))


def _mark_data(mark: Mark | None) -> dict[str, Any] | None:
    return None if mark is None else data_of(mark)


def _mark(data: Data | None) -> Mark | None:
    return None if data is None else read(Mark, data)


def _stretch_data(stretch: Stretch) -> list[str]:
    start, end, why = stretch
    return [start.isoformat(), end.isoformat(), why]


def _stretch(data: list[str]) -> Stretch:
    return date.fromisoformat(data[0]), date.fromisoformat(data[1]), data[2]


FORMS[date | None] = Form(date.isoformat, _day)
FORMS[Hours | None] = Form(_hours_data, _hours, apart=True)
FORMS[tuple[Claim, ...]] = list_form(_claim_data, partial(read, Claim))
FORMS[tuple[Procedure, ...]] = list_form(_version_data, partial(read, Procedure))
FORMS[tuple[Stretch, ...]] = list_form(_stretch_data, _stretch)
FORMS[Mark | None] = Form(_mark_data, _mark)
FORMS[tuple[Mark | None, ...]] = list_form(_mark_data, _mark)
FORMS[Period] = Form(_period_data, _period)
