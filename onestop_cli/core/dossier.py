"""What a dossier is at a moment: its state, its dates, its suspensions and letters (domain §3).

Values, and how limits, suspensions and letters stand in events and JSON: how events add up to a dossier is
`core.life`, which act is allowed when is `core.acts`, how a suspension moves the dates is `core.suspensions`.
"""

from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from onestop_cli.core.event_data import FORMS, Form, FreeText, data_of, form_of, list_form, read
from onestop_cli.core.limits import Start, TimeLimit, Unit
from onestop_cli.core.moments import instant_at, instant_of, iso


class Status(StrEnum):
    """Where a dossier stands."""

    received = "received"
    suspended = "suspended"
    resolved = "resolved"
    delivered = "delivered"
    withdrawn = "withdrawn"
    stopped = "stopped"
    void = "void"


OPEN = frozenset({Status.received, Status.suspended})


CHANNELS = ("direct", "online", "postal")
"""How a dossier comes in and its result goes out: at the counter, online, by post."""
FEE_PAID = ("cash", "online")
"""How a fee is paid."""
APPLICANT_KINDS = ("person", "organisation")
"""Whose dossier it is."""
RESULTS = ("approved", "refused")
"""What came of a dossier; a refusal has its written reason."""


class Reason(StrEnum):
    """Why the clock of a dossier is stopped (§3.3)."""

    supplement = "supplement"
    financial_obligation = "financial_obligation"
    other_agency = "other_agency"
    force_majeure = "force_majeure"


WAITS_FOR_CITIZEN = frozenset({Reason.supplement, Reason.financial_obligation})
"""The reasons of which the citizen can end the waiting."""


class Policy(StrEnum):
    """What a suspension does to the limit: its time is added, or the whole limit begins anew (§3.3)."""

    continue_ = "continue"
    restart = "restart"


class DueSource(StrEnum):
    """Who gave the due date: our own counting, another system's file, or an agreement with the citizen (§3.2)."""

    engine = "engine"
    foreign = "foreign"
    agreed = "agreed"


class StopReason(StrEnum):
    """Why a dossier was stopped without a result (§3.6)."""

    citizen = "citizen"
    supplement_expired = "supplement_expired"


class Dates(NamedTuple):
    """The three due instants of a dossier, each None where there is no such limit or letter."""

    due_at: datetime | None
    statutory_due_at: datetime | None
    extended_due_at: datetime | None


class Counts(NamedTuple):
    """Whether a suspension counts for each of the three due dates: decided when it begins (§3.3).

    `extended` is None without a letter.
    """

    due: bool
    statutory: bool
    extended: bool | None


class Suspension(NamedTuple):
    """One stop of the clock, [from_at, to_at]; `to_at` and `after` are None while it runs.

    `override` is the reason given for passing a limit of the law, empty where none was passed. A supplement may have
    the day `until` which it is asked for and its `papers` (`core.papers`). `policy_rule` is the decree, as
    `core.limits.rule_version` names it, under which the policy was the default; empty where it was chosen. `letter` is
    the number of the written request, where there is one.
    """

    from_at: datetime
    to_at: datetime | None
    reason: Reason
    policy: Policy
    note: FreeText
    override: FreeText
    counts: Counts
    before: Dates
    after: Dates | None
    until: date | None = None
    papers: FreeText = ""
    policy_rule: str = ""
    letter: str = ""


class Extension(NamedTuple):
    """One letter of apology with its new date (§3.4): sent at `at`, from `due_before` to `due_after`.

    In JSON its fields stand as they do here.
    """

    at: datetime
    letter: str
    note: FreeText
    due_before: datetime | None
    due_after: datetime
    override: FreeText


class LateRecord(NamedTuple):
    """A paper in force that was recorded after the due instant and made the dossier better (§3.3): its event, when it
    is said to have occurred, when it was recorded, and the reason given.
    """

    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    reason: FreeText


class Person(NamedTuple):
    """The personal fields of a dossier, empty where not given or erased (domain §8).

    Those of its applicant; then what was typed of it as words: the papers handed in as `core.papers` writes them (those
    a supplement asks for are others), who hands it in where that is another, and what is asked for where the
    procedure's name does not say it.
    """

    applicant: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    dossier_papers: str = ""
    submitter: str = ""
    request: str = ""


PERSONAL_FIELDS = Person._fields
_NAMES_NOBODY = frozenset({"suspend"})
"""The kinds of event with words of their own under the name of a personal field: the `papers` a supplement asks for."""


def is_personal(name: str, kind: str) -> bool:
    """Whether what lies under a name beside an event of a kind is a field of its person."""
    return name in PERSONAL_FIELDS and kind not in _NAMES_NOBODY


class Dossier(NamedTuple):
    """The state of a dossier. Instants are +07:00; None where it has not happened or there is no limit.

    `due_is_day` and `promised_is_day` mark a date of another system that came without an hour: it is judged by
    date (§3.5).
    `recorded_at` and `resolved_recorded_at` are when its receipt and its result were typed, `entered_late_at` when the
    last of them was that was typed after the due instant for an hour before it; `imported_by` is the number of the
    import that brought it. `…_is_day` mark acts typed with a bare date, which have no hour.
    `given_due_at` is the last due date that another system, or an agreement, gave, after so many suspensions as
    `given_after` says; `agreed_due_at` the date that was agreed.
    `submitted_at` is when it was handed in, at `receiving_unit` where that is another office; `acceptance_due_at` the
    last instant at which receiving it was in time (§3.1). `start` is the start rule its promise was made by.
    `changed_at` is when an act last changed something that taking back its end would not restore: its dates, its
    suspensions, its officer. `personal_seq` is the event beside which the personal fields lie; `last_act_at` when
    the last act occurred that an earlier one may not be typed behind (no move, no change of officer); `anchor`
    `SEQ:HASH12` of the last event. `fee_paid` is how the fee was paid, `fee_waived` why there is none; empty where that
    was not said. `result_by` is how the result is asked for, `delivered_to` who took it where that is another,
    `stop_letter` the number of the notice by which it was stopped.
    """

    code: str
    procedure_code: str
    procedure_name: str
    field: str
    channel: str
    copies: int
    fee: int | None
    officer: str
    note: FreeText
    status: Status
    received_at: datetime
    time_limit: TimeLimit
    statutory_time_limit: TimeLimit
    due_at: datetime | None
    due_source: DueSource
    due_is_day: bool
    promised_due_at: datetime | None
    promised_is_day: bool
    statutory_due_at: datetime | None
    extended_due_at: datetime | None
    resolved_at: datetime | None
    result: str | None
    delivered_at: datetime | None
    delivery_method: str | None
    closed_at: datetime | None
    suspensions: tuple[Suspension, ...]
    extensions: tuple[Extension, ...]
    rule_version: str
    calendar_edition: str
    calendar_provisional: bool
    changed_at: datetime | None
    personal_seq: int | None
    last_act_at: datetime
    anchor: str
    recorded_at: datetime | None = None
    resolved_recorded_at: datetime | None = None
    received_is_day: bool = False
    resolved_is_day: bool = False
    recorded_late: tuple[LateRecord, ...] = ()
    entered_late_at: datetime | None = None
    imported_by: int | None = None
    delivered_is_day: bool = False
    closed_is_day: bool = False
    given_due_at: datetime | None = None
    given_after: int = 0
    case: str = ""
    submitted_at: datetime | None = None
    receiving_unit: str = ""
    agreed_due_at: datetime | None = None
    stop_reason: StopReason | None = None
    submitted_is_day: bool = False
    start: Start = Start.receipt
    acceptance_due_at: datetime | None = None
    fee_paid: str = ""
    fee_waived: FreeText = ""
    applicant_kind: str = APPLICANT_KINDS[0]
    result_by: str = CHANNELS[0]
    delivered_to: FreeText = ""
    stop_letter: str = ""

    @property
    def finished_at(self) -> datetime | None:
        """When it left the work in progress: result, withdrawal or stop."""
        return self.resolved_at or self.closed_at

    @property
    def dates(self) -> Dates:
        """The three due instants in force."""
        return Dates(self.due_at, self.statutory_due_at, self.extended_due_at)

    @property
    def running_suspension(self) -> Suspension | None:
        """The suspension that has not ended, if there is one."""
        return self.suspensions[-1] if self.suspensions and self.suspensions[-1].to_at is None else None

    @property
    def waits_for_dates(self) -> bool:
        """Whether a suspension runs that counts for one of the dates."""
        running = self.running_suspension
        return self.status is Status.suspended and running is not None and any(running.counts)


class Entry(NamedTuple):
    """A dossier with the person it concerns."""

    dossier: Dossier
    person: Person


def hand_in_text(dossier: Dossier) -> str | None:
    """When a dossier was handed in, in ISO 8601; without its hour where none was told."""
    at = dossier.submitted_at
    return at.date().isoformat() if at is not None and dossier.submitted_is_day else iso(at)


def limit_data(limit: TimeLimit) -> dict[str, Any]:
    """A limit as it stands in events and JSON: `{amount, unit}`."""
    return {"amount": limit.amount, "unit": limit.unit.value}


def limit_from(data: dict[str, Any]) -> TimeLimit:
    """The limit of `{amount, unit}`."""
    return TimeLimit(data["amount"], Unit(data["unit"]))


FORMS[TimeLimit] = Form(limit_data, limit_from)
FORMS[Counts] = Form(data_of, partial(read, Counts))
FORMS[StopReason | None] = form_of(StopReason)
_BASES = ("", "statutory_", "extended_")
"""Before the keys of a suspension: for which of the three dates."""
_DID = tuple(f"{basis}{key}" for basis in _BASES for key in ("counts", "due_before", "due_after"))
_SAID = ("note", "override", "until", "papers", "policy_rule", "letter")
SUSPENSION_KEYS = ("from", "to", "reason", "policy", *_DID, *_SAID)
"""The keys of `suspension_data`, in their order."""


def suspension_data(suspension: Suspension) -> dict[str, Any]:
    """A suspension under the keys of the contract: what it did to each date, then what was said of it."""
    s = suspension
    data = {"from": iso(s.from_at), "to": iso(s.to_at), "reason": s.reason.value, "policy": s.policy.value}
    for basis, counts, before, after in zip(_BASES, s.counts, s.before, s.after or (None, None, None), strict=True):
        data |= {f"{basis}counts": counts, f"{basis}due_before": iso(before), f"{basis}due_after": iso(after)}
    until = s.until.isoformat() if s.until else None
    said = {"note": s.note, "override": s.override, "until": until, "papers": s.papers}
    return data | said | {"policy_rule": s.policy_rule, "letter": s.letter}


def suspension_from(data: dict[str, Any]) -> Suspension:
    """The suspension of `suspension_data`."""
    from_at, to_at = instant_at(data["from"]), instant_of(data["to"])
    counts = Counts(*(data[f"{basis}counts"] for basis in _BASES))
    before, after = (
        Dates(*(instant_of(data[f"{basis}due_{when}"]) for basis in _BASES)) for when in ("before", "after")
    )
    why = (Reason(data["reason"]), Policy(data["policy"]), data["note"], data["override"])
    until = date.fromisoformat(data["until"]) if data["until"] else None
    asked = until, data["papers"], data["policy_rule"], data["letter"]
    return Suspension(from_at, to_at, *why, counts, before, after if to_at else None, *asked)


FORMS[tuple[Suspension, ...]] = list_form(suspension_data, suspension_from)
FORMS[tuple[LateRecord, ...]] = list_form(data_of, partial(read, LateRecord))
FORMS[tuple[Extension, ...]] = list_form(data_of, partial(read, Extension))
