"""What a correction corrects: what was typed of it, and the values that its columns have then (domain §3.6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core.acts import LEAVES_CLOCK, hand_in_instant, hour_of_receipt_decides, not_in_future
from onestop_cli.core.amendments import amended, has_own_limit
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.columns import BY_NAME
from onestop_cli.core.corrections import corrected_limits
from onestop_cli.core.dossier import Dossier
from onestop_cli.core.ledger import Event
from onestop_cli.core.limits import Start, TimeLimit, counted_from
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, closing_second, due_second, opening_second
from onestop_cli.core.procedures import Procedure, in_force, must_not_be_longer, procedure_meant
from onestop_cli.core.receipts import checked_agreed_date
from onestop_cli.errors import AgreedStays, HourNeeded, MayNotAgree
from onestop_cli.store import procedures
from onestop_cli.usecases.transaction import Acting

_DUE = ("due_at", "agreed_due_at")
"""The columns of what is to come."""


Value = str | int | bool | datetime | TimeLimit | None
"""What a column is corrected to."""


class Correction(NamedTuple):
    """What is corrected; None leaves a value as it is. `columns` are plain values by column, `person` by field.

    With `procedure` or without it, `case` names the case; empty, the one that needs no name.

    `slip_given` tells that the citizen has a new slip with the due date as corrected (§3.4).
    """

    columns: Mapping[str, str | int | None]
    person: Mapping[str, str]
    instants: Mapping[str, When]
    procedure: str | None = None
    limit: TimeLimit | None = None
    statutory: TimeLimit | None = None
    slip_given: bool = False
    case: str | None = None

    @property
    def is_of_procedure(self) -> bool:
        """Whether the procedure or its case is corrected."""
        return self.procedure is not None or self.case is not None


def corrected_values(
    work: Acting,
    events: Sequence[Event],
    before: Dossier,
    correction: Correction,
    calendar: Calendar,
    office: Office,
) -> dict[str, Value]:
    """The corrected columns with their typed values; limits follow the procedure in force on the day of receipt.

    What was typed is among them though the dossier says so already: without an earlier correction it would not (§3.3).
    """
    values: dict[str, Value] = dict(correction.columns)
    received = correction.instants.get("received_at")
    on = received.on if received else before.received_at.date()
    limits = _limits(work, events, before, correction, on)
    start = before.start
    if correction.is_of_procedure:
        procedure = _procedure_meant(work, before, correction, on)
        values |= {"case": procedure.case, "start": procedure.start}
        start = procedure.start
        if correction.procedure is not None:
            values |= {"procedure_code": procedure.code, "procedure_name": procedure.name, "field": procedure.field}
    received_at = before.received_at
    for column, when in correction.instants.items():
        if column == "submitted_at":
            continue
        at = _instant_meant(when, column, work.book.now, calendar, office, limits, start)
        if when.at is None and column not in ("received_at", *_DUE):
            at = max([at, *(earlier for earlier in _acts_before(events, column) if earlier.date() == when.on)])
        values[column] = at
        has_none, flag = when.at is None, f"{column.removesuffix('_at')}_is_day"
        if column not in _DUE and has_none != getattr(before, flag):
            values[flag] = has_none
        received_at = at if column == "received_at" else received_at
        if column == "due_at":
            values["due_is_day"] = when.at is None
    agreed_due_at = values.get("agreed_due_at", before.agreed_due_at)
    is_touched = correction.is_of_procedure or not correction.instants.keys().isdisjoint(
        ("agreed_due_at", "received_at")
    )
    if isinstance(agreed_due_at, datetime) and is_touched:
        _must_be_agreeable(work, before, correction, on, agreed_due_at.date(), calendar)
    values |= _hand_in(before, correction, received_at, calendar, office, (limits[0], start))
    if correction.limit is not None or correction.statutory is not None:
        if correction.statutory is not None:
            must_not_be_longer(*limits)
        else:
            handed_in = values.get("submitted_at", before.submitted_at)
            assert handed_in is None or isinstance(handed_in, datetime)
            origin = counted_from(calendar, office, start, received_at, handed_in)
            limits = corrected_limits(calendar, office, origin, before.time_limit, *limits)
    typed = correction.limit, correction.statutory
    for column, limit, given in zip(("time_limit", "statutory_time_limit"), limits, typed, strict=True):
        if limit != getattr(before, column) or given is not None or correction.is_of_procedure:
            values[column] = limit
    return values


def _procedure_meant(work: Acting, before: Dossier, correction: Correction, on: date) -> Procedure:
    """The procedure and the case a correction names, else the dossier's own, on the day of receipt."""
    versions = procedures.versions(work.connection)
    if correction.procedure is not None:
        return procedure_meant(correction.procedure, versions, on, correction.case or "")
    case = before.case if correction.case is None else correction.case
    return procedure_meant(before.procedure_code, versions, on, case)


def _must_be_agreeable(
    work: Acting, before: Dossier, correction: Correction, on: date, agreed: date, calendar: Calendar
) -> None:
    """Refuse an agreed date that the procedure does not allow, or that cannot be.

    Raises `MayNotAgree`, `AgreedStays`, `BadAgreedDate`.
    """
    procedure = _procedure_meant(work, before, correction, on)
    is_new = "agreed_due_at" in correction.instants
    if not procedure.may_agree and (is_new or correction.is_of_procedure):
        raise (MayNotAgree if is_new else AgreedStays)(code=procedure.code)
    if is_new or agreed < on:
        checked_agreed_date(calendar, agreed, on)


def _hand_in(
    before: Dossier,
    correction: Correction,
    received_at: datetime,
    calendar: Calendar,
    office: Office,
    counted: tuple[TimeLimit, Start],
) -> dict[str, Value]:
    """The corrected hand-in; one without an hour goes along with a receipt corrected to earlier that day.

    `counted` are the committed limit and its start rule. Raises `HourNeeded`, `HandedInLater`.
    """
    if "submitted_at" in correction.columns:
        return {"submitted_is_day": False} if before.submitted_is_day else {}
    typed = correction.instants.get("submitted_at")
    goes_along = "received_at" in correction.instants and before.submitted_is_day
    if typed is None and goes_along and before.submitted_at is not None:
        typed = When(before.submitted_at.date(), None, f"{before.submitted_at:%d/%m/%Y}")
    if typed is None:
        return {}
    values: dict[str, Value] = {"submitted_at": hand_in_instant(typed, received_at, calendar, office, *counted)}
    values |= {} if (typed.at is None) is before.submitted_is_day else {"submitted_is_day": typed.at is None}
    return {name: value for name, value in values.items() if value != getattr(before, name)}


def _acts_before(events: Sequence[Event], column: str) -> list[datetime]:
    """When the acts before the one that set a column occurred, as told now."""
    ended = {"delivered_at": ("deliver",), "resolved_at": ("resolve", "deliver")}.get(column, ("withdraw", "stop"))
    return [act.occurred_at for act in amended(events).acts if act.kind not in (*ended, *LEAVES_CLOCK)]


def _limits(
    work: Acting, events: Sequence[Event], before: Dossier, correction: Correction, on: date
) -> tuple[TimeLimit, TimeLimit]:
    """The limits typed, else those of the procedure on the day of receipt, unless a correction gave it its own."""
    limits = before.time_limit, before.statutory_time_limit
    if correction.limit is not None and has_own_limit(events):
        usual = _of_case(work, before, on)
        limits = (usual.committed, usual.statutory) if usual is not None else limits
    if correction.is_of_procedure or "received_at" in correction.instants:
        new, old = _procedure_meant(work, before, correction, on), _of_case(work, before, before.received_at.date())
        is_other = old is None or (old.committed, old.statutory) != (new.committed, new.statutory)
        if correction.is_of_procedure or (is_other and not has_own_limit(events)):
            limits = new.committed, new.statutory
    return correction.limit or limits[0], correction.statutory or limits[1]


def _of_case(work: Acting, dossier: Dossier, on: date) -> Procedure | None:
    """The dossier's own procedure and case as they were in force on a day."""
    current = in_force(procedures.versions(work.connection), on)
    return next((p for p in current if (p.code, p.case) == (dossier.procedure_code, dossier.case)), None)


def _instant_meant(
    when: When,
    column: str,
    now: datetime,
    calendar: Calendar,
    office: Office,
    limits: tuple[TimeLimit, TimeLimit],
    start: Start,
) -> datetime:
    """The instant of a corrected column; a bare date is the opening for a receipt, the closing for other acts."""
    if when.at is not None:
        return when.instant if column == "due_at" else not_in_future(when.instant, now)
    if column in _DUE:
        return instant(when.on, due_second(calendar, office, when.on))
    not_in_future(instant(when.on, 0), now)
    counted = start if column == "received_at" else Start.receipt
    is_told_by_hour = any(hour_of_receipt_decides(calendar, when.on, limit, counted) for limit in limits)
    if column in ("received_at", "resolved_at") and is_told_by_hour:
        raise HourNeeded(text=when.text, option=BY_NAME[column].flag, example=f'"{when.text} 09:15"')
    second = opening_second if column == "received_at" else closing_second
    return min(instant(when.on, second(calendar, office, when.on)), now)
