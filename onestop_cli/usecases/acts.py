"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign (domain §3.3, §3.4, §3.6).

Each function is one transaction over all the dossiers named; what it returns is on disk. An act whose instant decides
a due date counts under the office rules known at the dossier's receipt.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from onestop_cli.core.acts import Act, act_instant, must_allow
from onestop_cli.core.amendments import acts_since_receipt
from onestop_cli.core.derived_dates import suspension_counts
from onestop_cli.core.dossier import Entry, Policy, Reason, StopReason
from onestop_cli.core.dossier_events import Assign, Extend, Resume, Stop, Suspend, Withdraw
from onestop_cli.core.letters import checked_new_date, letter_passed
from onestop_cli.core.limits import rule_version
from onestop_cli.core.moments import Clock, When, instant, is_day
from onestop_cli.core.office import due_second
from onestop_cli.core.overrides import must_be_needed, stop_passed, supplement_passed, waits_for_papers
from onestop_cli.core.supplements import default_policy, early_stop, late_request
from onestop_cli.errors import LaterActs, LaterActsOfWithdrawn, LimitOfLaw, NothingToDo, OnlyOfSupplement, UntilBefore
from onestop_cli.store import ledger
from onestop_cli.usecases.transaction import (
    Acted,
    Acting,
    acted,
    acting,
    all_meant,
    ending_dates,
    overridden,
    own_rules,
)

_One = Callable[[Acting, Entry, list[LimitOfLaw]], Acted]
"""What an act does to one dossier; the limits of the law that it passes are added to those of the others."""


def _each(
    path: Path, clock: Clock, actor: str, codes: Sequence[str], act: Act, one: _One, override: str = ""
) -> list[Acted]:
    """Every dossier named went through the act, or none did. Raises `WrongState`, `NeedlessOverride`."""
    with acting(path, clock, actor) as work:
        passed: list[LimitOfLaw] = []
        done: list[Acted] = []
        for entry in all_meant(work, codes):
            must_allow(act, entry.dossier)
            done.append(one(work, entry, passed))
        must_be_needed(passed, override)
        return done


def suspend(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    reason: Reason,
    policy: Policy | None,
    when: When | None,
    note: str,
    override: str,
    until: date | None = None,
    papers: str = "",
    letter: str = "",
) -> list[Acted]:
    """The dossiers' clocks stand still; for which of their dates that counts is decided now.

    Without a policy each has that of the decree it was received under. A supplement may have the day `until` which it
    is asked for, `papers` as `core.papers` writes them, and the number of a `letter`. Raises `WrongState`,
    `SecondSupplement` and `RecordedLate` without an override, `NeedlessOverride`, `HourNeeded`, `InTheFuture`,
    `BeforeLastAct`, `OnlyOfSupplement`, `UntilBefore`, `UnknownDossier`, `AmbiguousCode`.
    """
    for option, value in (("--until", until), ("--papers", papers), ("--letter", letter)):
        if value and reason is not Reason.supplement:
            raise OnlyOfSupplement(option=option)

    def one(work: Acting, entry: Entry, passed: list[LimitOfLaw]) -> Acted:
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
        if until is not None and until < at.date():
            raise UntilBefore(until=until, on=at.date())
        received_on = entry.dossier.received_at.date()
        rule = "" if policy else rule_version(received_on)
        way, counts = policy or default_policy(received_on, reason), suspension_counts(entry.dossier, at)
        said = Suspend(reason, way, counts, note, override, is_day(when))
        said = said._replace(until=until, papers=papers, policy_rule=rule, letter=letter)
        overriding, limits = overridden(work, entry, said, at, supplement_passed(entry.dossier, reason))
        passed += limits
        late = late_request(work.calendar, entry.dossier, reason, at.date())
        return acted(work, entry, overriding, at)._replace(caution=late)

    return _each(path, clock, actor, codes, Act.suspend, one, override)


def resume(path: Path, clock: Clock, actor: str, codes: Sequence[str], when: When | None) -> list[Acted]:
    """The dossiers' clocks run again and their due dates are derived anew. Raises as `suspend`, and `CalendarGap`."""

    def one(work: Acting, entry: Entry, _passed: list[LimitOfLaw]) -> Acted:
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
        return acted(work, entry, Resume(ending_dates(work, entry.dossier, at), is_day(when)), at)

    return _each(path, clock, actor, codes, Act.resume, one)


def extend(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    new: date,
    letter: str,
    note: str,
    when: When | None,
    override: str,
) -> list[Acted]:
    """A letter of apology gives the dossiers a new appointment; their due dates stay and decide their outcomes.

    Raises `WrongState`, `NoDueDate`, `BadNewDate`, `SecondLetter`, `LateLetter`, `NoLetterInTime` or `RecordedLate`
    without an override, `NeedlessOverride`, `InTheFuture`, `BeforeLastAct`, `UnknownDossier`, `AmbiguousCode`.
    """

    def one(work: Acting, entry: Entry, passed: list[LimitOfLaw]) -> Acted:
        before = entry.dossier
        at = act_instant(when, work.book.now, before, work.calendar, work.office)
        calendar, office = own_rules(work.connection, before.code, work.calendar)
        checked_new_date(calendar, before, new, at.date())
        said = Extend(letter, note, instant(new, due_second(calendar, office, new)), override, is_day(when))
        overriding, limits = overridden(work, entry, said, at, letter_passed(calendar, before, at.date()))
        passed += limits
        return acted(work, entry, overriding, at)

    return _each(path, clock, actor, codes, Act.extend, one, override)


def withdraw(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    note: str,
    when: When | None,
    override: str = "",
    *,
    apply: bool = False,
) -> list[Acted]:
    """The citizens took the dossiers back: they are closed without a result.

    Raises as `resume`, `RecordedLate` without an override, `NeedlessOverride`, and without `apply` `LaterActs`.
    """
    return _close(path, clock, actor, codes, Withdraw(note, override=override), when, apply=apply)


def stop(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    note: str,
    when: When | None,
    override: str,
    reason: StopReason | None = None,
    letter: str = "",
) -> list[Acted]:
    """The office stopped the dossiers, at the citizens' request or because their supplements never came: they are
    closed without a result.

    Without a reason it is that the supplement never came, where one is waited for. Raises as `resume`, and
    `StopOutsideSupplement` without an override, `NeedlessOverride`.
    """
    return _close(
        path, clock, actor, codes, Stop(note, override=override, reason=reason, letter=letter), when, apply=True
    )


def _close(
    path: Path,
    clock: Clock,
    actor: str,
    codes: Sequence[str],
    closing: Withdraw | Stop,
    when: When | None,
    *,
    apply: bool,
) -> list[Acted]:
    def one(work: Acting, entry: Entry, passed: list[LimitOfLaw]) -> Acted:
        if not apply:
            must_have_no_later_acts(work, entry, closing.kind)
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office)
        said = closing._replace(dates=ending_dates(work, entry.dossier, at), is_day=is_day(when))
        law = early = None
        if isinstance(said, Stop):
            if said.reason is None and waits_for_papers(entry.dossier):
                said = said._replace(reason=StopReason.supplement_expired)
            law = stop_passed(entry.dossier, said.reason)
            early = early_stop(entry.dossier, said.reason, at.date())
        overriding, limits = overridden(work, entry, said, at, law)
        passed += limits
        return acted(work, entry, overriding, at)._replace(caution=early)

    return _each(path, clock, actor, codes, closing.kind, one, closing.override)


def must_have_no_later_acts(work: Acting, entry: Entry, act: Act) -> None:
    """Refuse an act on a dossier with which somebody went on after its receipt. Raises `LaterActs`."""
    later = acts_since_receipt(ledger.dossier_events(work.connection, entry.dossier.code))
    if later:
        kinds = tuple(dict.fromkeys(Act(event.kind) for event in later))
        refusal = LaterActsOfWithdrawn if act is Act.withdraw else LaterActs
        raise refusal(code=entry.dossier.code, procedure=entry.dossier.procedure_name, acts=kinds)


def assign(path: Path, clock: Clock, actor: str, codes: Sequence[str], officer: str) -> list[Acted]:
    """Another officer is in charge of the open dossiers from now on; those whose officer it is already stay.

    Raises `WrongState`, `NothingToDo` where it is the officer of all of them.
    """

    def one(work: Acting, entry: Entry, _passed: list[LimitOfLaw]) -> Acted:
        if officer == entry.dossier.officer:
            return Acted(entry, entry.dossier, entry.person, work.book.now)
        at = act_instant(None, work.book.now, entry.dossier, work.calendar, work.office)
        return acted(work, entry, Assign(officer), at)

    done = _each(path, clock, actor, codes, Act.assign, one)
    if all(each.entry.dossier == each.before for each in done):
        raise NothingToDo
    return done
