"""The life a row of a register tells: its receipt, its acts in their order, checked as at the counter.

An import records what happened, whatever limit of the law it passed; whether the state allowed it is checked all the
same. Acts the file knows already are left out, so that a later copy of a register adds only what is new.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from onestop_cli.core import dossier_events as of
from onestop_cli.core.acts import act_instant, hand_in_instant, must_allow, receipt_instant
from onestop_cli.core.calendar import Calendar
from onestop_cli.core.derived_dates import dates_at_end, suspension_counts
from onestop_cli.core.dossier import Counts, Dossier, DueSource, Entry, Status
from onestop_cli.core.given_dates import Chain, GivenDates
from onestop_cli.core.life import acted, received
from onestop_cli.core.limits import Promises
from onestop_cli.core.moments import When, instant
from onestop_cli.core.office import Office, due_second
from onestop_cli.core.procedures import Procedure
from onestop_cli.core.receipts import receipt_of, with_agreed, with_hand_in
from onestop_cli.core.recorded_late import basis_of, is_recorded_late
from onestop_cli.core.register_row import RegisterRow
from onestop_cli.core.row_comparison import agrees, must_agree, must_be_of_dossier, without_what_is_erased
from onestop_cli.errors import N_, MayNotAgree, RecordedLate, RowRefused

Told = of.Suspend | of.Resume | of.Extend | of.Resolve | of.Deliver | of.Withdraw | of.Stop
NOT_YET = Counts(due=False, statutory=False, extended=None)
"""Of a suspension in a row: for which dates it counts follows from the state it finds."""


class RowAct(NamedTuple):
    """One act of a row, but for what follows from the state; `hour_decides` where a bare date will not do."""

    said: Told
    when: When
    hour_decides: bool = False


class Rules(NamedTuple):
    """A calendar and the office rules that something is counted under."""

    calendar: Calendar
    office: Office

    def due(self, due: When) -> datetime:
        """A due date from a file; one without an hour is at closing (§3.5)."""
        return due.instant if due.at is not None else self.closing(due.on)

    def closing(self, day: date) -> datetime:
        """The due time of a day."""
        return instant(day, due_second(self.calendar, self.office, day))


class Happened(NamedTuple):
    """What is to be recorded, and when it occurred."""

    said: of.DossierEvent
    at: datetime


class Papers(NamedTuple):
    """What acts appended to a dossier of the file are looked at by (§3.3).

    The known time, the row's reason for what is recorded late, whether a result or an end was ever recorded; and
    whether an act, after earlier ones of the row, cures a dossier that bears marks, looked at without those papers.
    """

    known_at: datetime
    override: str
    has_ended: bool
    cures_strictly: Callable[[Sequence["Happened"], "Happened"], bool]


class RowLife(NamedTuple):
    """What of a row is to be recorded, and the dossier after it; its number and anchors are the ledger's."""

    events: list[Happened]
    dossier: Dossier


class Origin(NamedTuple):
    """Where an imported receipt comes from, as it says itself: the import, a row without a code, a number drawn."""

    imported_by: int
    row: str
    drawn: bool


def first_life(
    row: RegisterRow,
    code: str,
    procedure: Procedure,
    rules: Rules,
    now: datetime,
    origin: Origin,
    promises: Promises | None = None,
) -> RowLife:
    """The whole life of a dossier that the file does not know; `promises` are those made under the rules already.

    Raises `RowRefused` for what does not follow, and what a receipt and its acts raise.
    """
    received_at = receipt_instant(row.received, now, *rules, procedure.committed, procedure.start)
    imported_by, told_by, drawn = origin
    receipt = _receipt(row, procedure, rules, received_at, promises or Promises(*rules))
    receipt = receipt._replace(imported_by=imported_by, row=told_by, drawn=drawn, is_day=row.received.at is None)
    first = received(code, receipt, received_at, now, None, "")
    dossier, events = _lived(row, row_acts(row), first, rules, rules, now, imported_by)
    if row.status == Status.void:
        events, dossier = [*events, Happened(of.Void(row.note, imported_by), now)], dossier._replace(status=Status.void)
    must_agree(row, dossier, now, _due_told(row, dossier, rules))
    return RowLife([Happened(receipt, received_at), *events], dossier)


def later_life(
    row: RegisterRow,
    known: Entry,
    first: Entry,
    rules: Rules,
    own: Rules,
    now: datetime,
    papers: Papers,
    *,
    imported_by: int,
    is_erased: bool = False,
) -> RowLife:
    """What a row tells of a known dossier that the file does not know yet; `first` is the dossier as received.

    `own` are the rules known at its receipt. One that `is_erased` is not compared by what is gone. Papers recorded late
    need the row's override, as at the counter. Raises `RowRefused` where the row says otherwise, and what acts raise.
    """
    must_be_of_dossier(without_what_is_erased(row) if is_erased else row, known, first)
    told = row_acts(row, known.dossier)
    dossier, events = _lived(row, told, known.dossier, rules, own, now, imported_by, papers)
    must_agree(row, dossier, now, _due_told(row, dossier, rules), first.dossier)
    return RowLife(events, dossier)


def _due_told(row: RegisterRow, dossier: Dossier, rules: Rules) -> datetime | None:
    """The due date a row tells; another system's without an hour is that of its day."""
    if row.due is None:
        return None
    is_given_day = dossier.due_source is not DueSource.engine and row.due.at is None
    return dossier.due_at if is_given_day and agrees(row.due, dossier.due_at) else rules.due(row.due)


def _receipt(
    row: RegisterRow, procedure: Procedure, rules: Rules, received_at: datetime, promises: Promises
) -> of.Receive:
    """The receipt a row tells, by our own counting, with the day agreed or with another system's date.

    Raises `MayNotAgree`, `HandedInLater`.
    """
    counted = procedure.committed, procedure.start
    handed_in = hand_in_instant(row.submitted, received_at, *rules, *counted) if row.submitted else None
    promised = promises.of(received_at, procedure.committed, procedure.statutory, procedure.start, handed_in)
    receipt = receipt_of(procedure, promised, rules.calendar.edition, row.typed)
    receipt = with_hand_in(receipt, row.submitted, handed_in, *rules)
    if row.agreed is not None:
        if not procedure.may_agree:
            raise MayNotAgree(code=procedure.code)
        receipt = with_agreed(receipt, rules.due(row.agreed))
    if row.given is not None and row.due is not None:
        first = row.given.first
        assert first.due is not None
        given = rules.due(first.due)
        is_day = row.given.first_is_day
        for due in (given, *(rules.due(each.due) for each in row.given.after if each.due is not None)):
            if due < received_at:
                raise RowRefused(N_("due_at {due} is before received_at"), due=due)
        receipt = receipt._replace(due_at=given, due_source=DueSource.foreign, due_is_day=is_day)
        if first.statutory is not None:
            receipt = receipt._replace(statutory_due_at=rules.due(first.statutory))
        receipt = receipt._replace(promised_due_at=given, promised_is_day=is_day)
    if row.promised is not None:
        is_day = row.promised.at is None
        receipt = receipt._replace(promised_due_at=rules.due(row.promised), promised_is_day=is_day)
    return receipt


def row_acts(row: RegisterRow, known: Dossier | None = None) -> list[RowAct]:
    """The acts a row tells, in their order; of a dossier that is known, those it has not had yet.

    A suspension that ends at the very moment of the result, the withdrawal or the stop was ended by it. The new
    appointment of a letter has no hour yet.
    """
    suspensions = known.suspensions if known else ()
    told: list[RowAct] = []
    end = row.resolved or row.closed
    for place, given in enumerate(row.suspensions):
        had = suspensions[place] if place < len(suspensions) else None
        if had is None:
            begun = of.Suspend(given.reason, given.policy, NOT_YET, given.note, given.override)
            begun = begun._replace(until=given.until, papers=given.papers, policy_rule=given.policy_rule)
            begun = begun._replace(letter=given.letter)
            told.append(RowAct(begun, given.start, hour_decides=True))
        is_ended_by_end = place == len(row.suspensions) - 1 and end is not None and _same(given.end, end)
        if given.end is not None and (had is None or had.to_at is None) and not is_ended_by_end:
            told.append(RowAct(of.Resume(None), given.end, hour_decides=True))
    for letter in row.letters[len(known.extensions) if known else 0 :]:
        sent = letter.at.end_of_day
        later = (
            n
            for n, act in enumerate(told)
            if act.when.end_of_day > sent or (act.when.end_of_day == sent and isinstance(act.said, of.Suspend))
        )
        extended = of.Extend(letter.letter, letter.note, instant(letter.new, 0), letter.override)
        told.insert(next(later, len(told)), RowAct(extended, letter.at))
    if row.resolved is not None and (known is None or known.resolved_at is None):
        is_noted = row.result == "refused" or (known is not None and row.note != known.note)
        told.append(RowAct(of.Resolve(row.result, row.note if is_noted else ""), row.resolved, hour_decides=True))
    if row.delivered is not None and (known is None or known.delivered_at is None):
        told.append(RowAct(of.Deliver(row.delivery_method, to=row.delivered_to), row.delivered))
    if row.closed is not None and (known is None or known.closed_at is None):
        is_stop = row.status == Status.stopped or row.stop_reason is not None
        closing = (
            of.Stop(row.note, reason=row.stop_reason, letter=row.stop_letter) if is_stop else of.Withdraw(row.note)
        )
        told.append(RowAct(closing, row.closed))
    return told


def _same(one: When | None, other: When) -> bool:
    return one is not None and (one.on, one.at) == (other.on, other.at)


def _lived(
    row: RegisterRow,
    told: Sequence[RowAct],
    state: Dossier,
    rules: Rules,
    own: Rules,
    now: datetime,
    imported_by: int,
    papers: Papers | None = None,
) -> tuple[Dossier, list[Happened]]:
    """The dossier after the acts of a row, and the acts as they are to be recorded.

    Raises `WrongState`, `HourNeeded`, `InTheFuture`, `BeforeLastAct`, `CalendarGap`.
    """
    happened: list[Happened] = []
    given = row.given if state.due_source is DueSource.foreign else None
    for said, when, hour_decides in told:
        must_allow(said.kind, state)
        at = act_instant(when, now, state, *rules, hour_decides=hour_decides)
        if isinstance(said, of.Suspend):
            _must_go_on(row, state)
            counts = suspension_counts(state, at)
            said = said._replace(counts=_counted(counts, given, state, rules) if given else counts)
        elif isinstance(said, of.Extend):
            said = said._replace(extended_due_at=own.closing(said.extended_due_at.date()))
        elif isinstance(said, of.Resume | of.Resolve | of.Close) and state.waits_for_dates:
            dates = _given_dates(given, state, rules, own, at) if given else dates_at_end(*own, state, at)
            said = said._replace(dates=dates)
        said = said._replace(is_day=when.at is None, imported_by=imported_by)
        after = acted(state, said, at, now, state.anchor)
        if papers is not None and isinstance(said, of.Overriding):
            said = _as_paper(said, at, state, after, papers, happened)
        state = after
        happened.append(Happened(said, at))
    return state, happened


def _must_go_on(row: RegisterRow, state: Dossier) -> None:
    """Refuse another system's date before a suspension that is not the one the dossier had until then."""
    before = row.suspensions[len(state.suspensions)].before.due
    if state.due_source is DueSource.foreign and before is not None and not agrees(before, state.due_at):
        shown = {"given": before.text, "derived": state.due_at}
        raise RowRefused(N_("{column} is “{given}”, derived “{derived}”"), column="suspensions.due_before", **shown)


def _counted(counts: Counts, given: Chain, state: Dossier, rules: Rules) -> Counts:
    """For which dates a suspension counts that begins in a state: also for those that another system moved by it."""
    place = len(state.suspensions)
    after = given.after[place] if place < len(given.after) else GivenDates()
    moved = [
        each is not None and before is not None and rules.due(each) != before
        for each, before in zip(after, state.dates, strict=True)
    ]
    return Counts(
        counts.due or moved[0],
        counts.statutory or moved[1],
        counts.extended if counts.extended is None else counts.extended or moved[2],
    )


def _given_dates(given: Chain, state: Dossier, rules: Rules, own: Rules, at: datetime) -> of.NewDates:
    """The dates after the running suspension, which ends at an instant: those given, and the others counted."""
    place = len(state.suspensions) - 1
    after = given.after[place] if place < len(given.after) else GivenDates()
    told = [rules.due(each) if each is not None else None for each in after]
    edition, is_guess, dates = own.calendar.edition, state.calendar_provisional, state.dates
    if any(old is not None and new is None for old, new in zip(dates, told, strict=True)):
        dates = dates_at_end(*own, state, at).dates
    due, statutory, extended = (new if new is not None else old for new, old in zip(told, dates, strict=True))
    is_day = given.is_day[place] if after.due is not None else None
    return of.NewDates(due, statutory, extended, edition, is_guess, is_day)


def _as_paper(
    said: of.Overriding, at: datetime, before: Dossier, after: Dossier, papers: Papers, earlier: Sequence[Happened]
) -> of.Overriding:
    """An act as it is recorded; one recorded late with its mark and the row's reason. Raises `RowRefused`."""
    is_first = isinstance(said, of.Resolve) and not papers.has_ended
    if is_first:
        return said
    is_late = is_recorded_late(at, before, after, papers.known_at, basis_of(said.kind))
    if not is_late and not papers.cures_strictly(earlier, Happened(said, at)):
        return said
    override = papers.override or said.override
    if not override:
        sentence = N_("{act} is recorded after the due date {due} and makes the dossier better: it needs an override")
        raise RowRefused(sentence, act=said.kind, due=before.due_at)
    return said._replace(override=override, passed=(RecordedLate.limit,), recorded_late=True)
