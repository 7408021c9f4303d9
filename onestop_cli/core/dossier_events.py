"""The kinds of event in a dossier's life: one frozen value each, which writes its data and is read back from them.

A field stands under its own name (`core.event_data`): a new kind is a class, its place in the union below, and what
each `match` over it asks for. After "Data:" stands what `docs/ledger.md` says of each kind. Free text lies beside the
chain (domain §8). Of all events, those of the file too: `login`, the operating system's login of whoever recorded it,
and `clock`, `back` or `ahead` where the clock had jumped since the event before (`core.clock`), both from format 9 on;
an act that an import brought has the login of that event. Of all acts: `is_day` where one was typed with a bare date
and has no hour, `import` the number of the import that brought it, `passed` the limits of the law an override was given
for, `recorded_late` where it is a paper recorded after the due instant that made the dossier better (§3.3,
`core.recorded_late`).
"""

from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple, get_args

from onestop_cli.core.acts import Act
from onestop_cli.core.dossier import APPLICANT_KINDS, CHANNELS, Counts, Dates, DueSource, Policy, Reason, StopReason
from onestop_cli.core.event_data import FORMS, Data, Form, FreeText, data_of, read
from onestop_cli.core.limits import Start, TimeLimit

Restated = dict[str, dict[str, Any]]
"""The new values of the data of acts, by the numbers of their events; `occurred_at` for when they happened."""
_NOTHING: Restated = {}


class NewDates(NamedTuple):
    """The dates an act sets, and the calendar edition they were counted in.

    `due_is_day` is said of a due date that another system gave only: whether it came without an hour.
    """

    due_at: datetime | None
    statutory_due_at: datetime | None
    extended_due_at: datetime | None
    calendar_edition: str
    calendar_provisional: bool
    due_is_day: bool | None = None

    @property
    def dates(self) -> Dates:
        return Dates(*self[:3])


def _dates(data: Data) -> NewDates | None:
    return read(NewDates, data) if "due_at" in data else None


FORMS[NewDates] = Form(data_of, partial(read, NewDates), apart=True)
FORMS[NewDates | None] = Form(data_of, _dates, apart=True)


class Receive(NamedTuple):
    """A dossier was handed in, with what its slip promises.

    Data: procedure, field, channel, copies, fee, officer, note, both limits, `due_at`, `due_source`, `due_is_day`,
    `promised_due_at`, `promised_is_day`, `statutory_due_at`, `rule_version`, `calendar_edition`,
    `calendar_provisional`; when imported `import`, the number of that event, and for a row without a code `row`, its
    keyed digest; `drawn` where this file gave it a number of more than four digits; where they are not the usual:
    `case`, `submitted_at`, `receiving_unit`, `agreed_due_at`, `submitted_is_day`, `start`, `acceptance_due_at`,
    `fee_paid`, `applicant_kind`, `result_by`; beside it `fee_waived`, why nothing was asked for
    """

    procedure_code: str
    procedure_name: str
    field: str
    channel: str
    copies: int
    fee: int | None
    officer: str
    note: FreeText
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
    is_day: bool = False
    drawn: bool = False
    case: str = ""
    submitted_at: datetime | None = None
    receiving_unit: str = ""
    agreed_due_at: datetime | None = None
    submitted_is_day: bool = False
    start: Start = Start.receipt
    acceptance_due_at: datetime | None = None
    fee_paid: str = ""
    fee_waived: FreeText = ""
    applicant_kind: str = APPLICANT_KINDS[0]
    result_by: str = CHANNELS[0]
    kind = Act.receive


class Suspend(NamedTuple):
    """The clock of a dossier was stopped.

    Data: `reason`, `policy`, `counts` {`due`, `statutory`, `extended`}: for which dates it counts, decided when it was
    recorded; `note`, `override`, and of a supplement `until` and `papers`, where given; `policy_rule`, the decree under
    which the policy was the default, where none was typed (from format 7 on); `letter`, the number of the request
    """

    reason: Reason
    policy: Policy
    counts: Counts
    note: FreeText = ""
    override: FreeText = ""
    is_day: bool = False
    imported_by: int | None = None
    passed: tuple[str, ...] = ()
    recorded_late: bool = False
    until: date | None = None
    papers: FreeText = ""
    policy_rule: str = ""
    letter: str = ""
    kind = Act.suspend


class Resume(NamedTuple):
    """The clock of a dossier runs again.

    Data: the dates, where the suspension counts for one of them
    """

    dates: NewDates | None = None
    is_day: bool = False
    imported_by: int | None = None
    kind = Act.resume


class Extend(NamedTuple):
    """A letter of apology gave a new appointment.

    Data: `letter`, `note`, `extended_due_at`; `override` where given; `moved_to` in what is restated, where a notice
    closed the day of the letter
    """

    letter: str
    note: FreeText
    extended_due_at: datetime
    override: FreeText = ""
    is_day: bool = False
    imported_by: int | None = None
    passed: tuple[str, ...] = ()
    recorded_late: bool = False
    moved_to: datetime | None = None
    kind = Act.extend


class Assign(NamedTuple):
    """Another officer is in charge.

    Data: `officer`
    """

    officer: str
    kind = Act.assign


class Resolve(NamedTuple):
    """A dossier has its result.

    Data: `result`, `note`; the dates, where it ended a suspension
    """

    result: str
    note: FreeText = ""
    dates: NewDates | None = None
    override: FreeText = ""
    is_day: bool = False
    imported_by: int | None = None
    passed: tuple[str, ...] = ()
    recorded_late: bool = False
    kind = Act.resolve


class Deliver(NamedTuple):
    """The result was handed over.

    Data: `method`; beside it `to`, who took it where that is another
    """

    method: str
    is_day: bool = False
    imported_by: int | None = None
    to: FreeText = ""
    kind = Act.deliver


class Withdraw(NamedTuple):
    """The citizen took it back.

    Data: `note`; `override` where given; the dates, where it ended a suspension
    """

    note: FreeText
    dates: NewDates | None = None
    override: FreeText = ""
    is_day: bool = False
    imported_by: int | None = None
    passed: tuple[str, ...] = ()
    recorded_late: bool = False
    kind = Act.withdraw


class Stop(NamedTuple):
    """The office stopped it.

    Data: `note`; `override` where given; the dates, where it ended a suspension; `reason` `citizen` or
    `supplement_expired` where it is one of these (from format 7 on); `letter`, the number of the notice
    """

    note: FreeText
    dates: NewDates | None = None
    override: FreeText = ""
    is_day: bool = False
    imported_by: int | None = None
    passed: tuple[str, ...] = ()
    recorded_late: bool = False
    reason: StopReason | None = None
    letter: str = ""
    kind = Act.stop


class Move(NamedTuple):
    """A notice or an amended procedure moved the dates.

    Data: `source` (the notice), the dates and both limits as they are since, for people; `restated` {number of an
    event: {what of its data is told otherwise}}, as a correction has it: the record says so for the whole life.
    Before format 6 there is no `restated`, and a move is an act among the others. `recorded_late` where the dossier
    was overdue or late already and became better
    """

    source: str
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    dates: NewDates
    restated: Restated = _NOTHING
    recorded_late: bool = False
    kind = Act.move


class Correct(NamedTuple):
    """The record says otherwise for the whole life.

    Data: `note`; `fields` {column: [before, after]}, for people; `personal` [names of the personal fields
    corrected], whose values lie beside the event; `restated` {number of an event: {what of its data, or its
    `occurred_at`, is told otherwise, and what was typed though it was told so already}}; `own_limit` where a limit
    was given, which a later amendment of the procedure leaves alone; `noted` the number of the act whose note is
    told otherwise, the new one beside the event as `dossier_note`; `slip_given` where a new slip was handed out
    """

    note: FreeText
    fields: dict[str, list[Any]]
    restated: dict[str, dict[str, Any]]
    personal: tuple[str, ...] = ()
    own_limit: bool | None = None
    noted: int | None = None
    dossier_note: FreeText = ""
    recorded_late: bool = False
    slip_given: bool = False
    kind = Act.correct


class Void(NamedTuple):
    """A dossier was entered by mistake.

    Data: `note`
    """

    note: FreeText
    imported_by: int | None = None
    recorded_late: bool = False
    kind = Act.void


class Undo(NamedTuple):
    """An event is taken back.

    Data: `seq` of the event it takes back; `note` where given; `restated`, as a correction has it, where a notice had
    moved the dates since: what it gave is counted anew without that event, or with it again
    """

    seq: int
    note: FreeText = ""
    recorded_late: bool = False
    restated: Restated = _NOTHING
    kind = Act.undo


class Erase(NamedTuple):
    """The personal data of a dossier, and what clerks typed of it as words, are gone for good (domain §8).

    Data: `basis`, the law that lets them go; `erased` [numbers of the events beside which they lay]; `note`
    """

    basis: str
    erased: tuple[int, ...]
    note: FreeText
    kind = Act.erase


class Print(NamedTuple):
    """A form about an act was printed (domain §6).

    Data: `form`, its number of 2025, and `edition`; `act`, the number of the event it is about; `digest`, SHA-256 of
    the file's bytes, which may hold other papers too; `made`, `pdf` or `html`; `copies` where more than one; `restated`
    where the slip is the first after a correction of the receipt: it bears the due date in force, and the promise is
    that from then on
    """

    form: str
    edition: str
    act: int
    digest: str
    made: str
    copies: int = 1
    restated: Restated = _NOTHING
    recorded_late: bool = False
    kind = Act.print


DossierEvent = (
    Receive
    | Suspend
    | Resume
    | Extend
    | Assign
    | Resolve
    | Deliver
    | Withdraw
    | Stop
    | Move
    | Correct
    | Void
    | Undo
    | Erase
    | Print
)
Overriding = Suspend | Extend | Resolve | Withdraw | Stop
"""What takes the reason for passing a limit of the law."""
Close = Withdraw | Stop
"""What closes a dossier without a result."""
Ending = Resume | Resolve | Close
"""What can end a suspension, and then sets dates."""
KINDS: dict[str, type[DossierEvent]] = {each.kind.value: each for each in get_args(DossierEvent)}
"""The kinds in the order of `docs/ledger.md`, by the word in the ledger."""


def dossier_event(kind: str, data: Data) -> DossierEvent:
    """What an event of a dossier says."""
    return read(KINDS[kind], data)
