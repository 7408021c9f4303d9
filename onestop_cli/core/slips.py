"""Printing as an act (domain §3.4, §6): which event a form is about, how often it was printed, what a slip promises.

A slip bears the date promised; the first one after a correction of the receipt itself bears the due date in force, and
replaces the promise. Every other printing changes nothing but that it is told.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.acts import Act
from onestop_cli.core.amendments import events_in_force, waits_for_slip
from onestop_cli.core.dossier import Dossier, Reason, Status, Suspension
from onestop_cli.core.dossier_events import Print, Restated, Suspend
from onestop_cli.core.event_data import read
from onestop_cli.core.forms import Form
from onestop_cli.core.ledger import Event
from onestop_cli.core.moments import iso
from onestop_cli.errors import DeclineOfDossier, FormDoesNotApply, VoidHasNoPaper

if TYPE_CHECKING:
    from onestop_cli.core.file_events import DeclinePrint

MADE = ("pdf", "html")
"""As what papers are made."""
MOST_COPIES = 100
"""The copies of a paper in one printing."""
_ON_SLIP = ("copies", "fee", "fee_paid", "fee_waived", "result_by")
"""What a slip says of a dossier besides its procedure, its dates and its person."""
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ABOUT = {Form.receipt: Act.receive, Form.control: Act.receive, Form.supplement: Act.suspend,
          Form.apology: Act.extend, Form.stop: Act.stop, Form.refusal: Act.resolve}  # fmt: skip


def act_printed(dossier: Dossier, form: Form, events: Sequence[Event]) -> Event:
    """The event that a form of a dossier is about: the last of its kind in force.

    Raises `FormDoesNotApply` where there is none: no supplement was asked for, no letter sent, it was not stopped, or
    the result is no refusal; `VoidHasNoPaper`, `DeclineOfDossier`.
    """
    if dossier.status is Status.void:
        raise VoidHasNoPaper(code=dossier.code)
    if form is Form.decline:
        raise DeclineOfDossier(form=form, code=dossier.code, status=dossier.status)
    acts = [event for event in events_in_force(events) if event.kind == _ABOUT.get(form)]
    if form is Form.supplement:
        acts = [event for event in acts if read(Suspend, event.data).reason is Reason.supplement]
    refused = form is not Form.refusal or dossier.result == "refused"
    if not acts or not refused:
        raise FormDoesNotApply(form=form, code=dossier.code, status=dossier.status)
    return acts[-1]


def printed_before(events: Sequence[Event], form: Form, act: int) -> list[Event]:
    """The earlier printings of a form about an event, oldest first; a slip with a new date begins anew.

    Whether they were taken back is no question: what was handed out is.
    """
    earlier: list[Event] = []
    for event in events:
        if event.kind != Act.print:
            continue
        said = read(Print, event.data)
        if said.form == form and said.act == act:
            earlier = [event] if said.restated else [*earlier, event]
    return earlier


class Slips(NamedTuple):
    """The slips of a dossier: how often one was printed and when last, and whether a new one is due to the citizen."""

    printed: int
    last_at: datetime | None
    is_due: bool


def slips(events: Sequence[Event]) -> Slips:
    """What is told of the slips of a dossier, whose events are in the order of their numbers."""
    printed = [e.occurred_at for e in events if e.kind == Act.print and read(Print, e.data).form == Form.receipt]
    return Slips(len(printed), max(printed, default=None), waits_for_slip(events))


def says_otherwise(events: Sequence[Event], before: Dossier, after: Dossier, *, is_renamed: bool) -> bool:
    """Whether an amendment changes what stands on a slip that was printed, of a dossier that is still worked on.

    Its date is no question here: `waits_for_slip`. `is_renamed` is whether a personal field is another one.
    """
    is_over = after.status is Status.void or after.finished_at is not None
    if is_over or not any(e.kind == Act.print and read(Print, e.data).form == Form.receipt for e in events):
        return False
    return is_renamed or any(getattr(before, name) != getattr(after, name) for name in _ON_SLIP)


def new_promise(events: Sequence[Event], dossier: Dossier, form: str) -> Restated:
    """What a printing restates of the receipt: the promise, where a slip is due since its correction; else nothing."""
    if form != Form.receipt or not waits_for_slip(events):
        return {}
    receipt = next(event for event in events if event.kind == Act.receive)
    return {str(receipt.seq): {"promised_due_at": iso(dossier.due_at), "promised_is_day": dossier.due_is_day}}


def supplement_asked(dossier: Dossier) -> Suspension | None:
    """The suspension by which papers were last asked for, None where none were."""
    return next((each for each in reversed(dossier.suspensions) if each.reason is Reason.supplement), None)


def printed_on(dossier: Dossier, form: Form) -> date:
    """The day of the act that a form of a dossier is about, as it is told now."""
    match form:
        case Form.supplement:
            asked = supplement_asked(dossier)
            at = asked and asked.from_at
        case Form.apology:
            at = dossier.extensions[-1].at
        case Form.stop:
            at = dossier.closed_at
        case Form.refusal:
            at = dossier.resolved_at
        case _:
            at = dossier.received_at
    assert at is not None
    return at.date()


def is_printing(said: "Print | DeclinePrint") -> bool:
    """Whether a printing says what one can: as what it was made, so many copies, a digest of SHA-256."""
    return said.made in MADE and 1 <= said.copies <= MOST_COPIES and _DIGEST.fullmatch(said.digest) is not None
