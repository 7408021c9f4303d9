"""Between receipt and result: suspend, resume, extend, withdraw, stop, assign (domain §3.3, §3.4, §3.6).

Each function is one transaction; what it returns is on disk. An act whose instant decides a due date counts under
the office rules known at the dossier's receipt.
"""

from datetime import date
from pathlib import Path

from onestop_cli.core.acts import Act, act_instant
from onestop_cli.core.derived_dates import suspension_counts
from onestop_cli.core.dossier import Policy, Reason, StopReason
from onestop_cli.core.dossier_events import Assign, Extend, Resume, Stop, Suspend, Withdraw
from onestop_cli.core.letters import checked_new_date, letter_passed
from onestop_cli.core.limits import rule_version
from onestop_cli.core.moments import Clock, When, instant, is_day
from onestop_cli.core.office import due_second
from onestop_cli.core.overrides import must_be_needed, stop_passed, supplement_passed, waits_for_papers
from onestop_cli.core.supplements import default_policy, early_stop, late_request
from onestop_cli.errors import NothingToDo, OnlyOfSupplement, UntilBefore
from onestop_cli.usecases.transaction import Acted, acted, acting, allowed, ending_dates, overridden, own_rules


def suspend(
    path: Path,
    clock: Clock,
    actor: str,
    code: str,
    reason: Reason,
    policy: Policy | None,
    when: When | None,
    note: str,
    override: str,
    until: date | None = None,
    papers: str = "",
) -> Acted:
    """The dossier's clock stands still; for which of its dates that counts is decided now.

    Without a policy it has that of the decree it was received under. A supplement may have the day `until` which it is
    asked for, and `papers` as `core.papers` writes them. Raises `WrongState`, `SecondSupplement` and `RecordedLate`
    without an override, `NeedlessOverride`, `HourNeeded`, `InTheFuture`, `BeforeLastAct`, `OnlyOfSupplement`,
    `UntilBefore`, `UnknownDossier`, `AmbiguousCode`.
    """
    for option, value in (("--until", until), ("--papers", papers)):
        if value and reason is not Reason.supplement:
            raise OnlyOfSupplement(option=option)
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.suspend)
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
        if until is not None and until < at.date():
            raise UntilBefore(until=until, on=at.date())
        received_on = entry.dossier.received_at.date()
        rule = "" if policy else rule_version(received_on)
        way, counts = policy or default_policy(received_on, reason), suspension_counts(entry.dossier, at)
        said = Suspend(reason, way, counts, note, override, is_day(when))
        said = said._replace(until=until, papers=papers, policy_rule=rule)
        overriding, passed = overridden(work, entry, said, at, supplement_passed(entry.dossier, reason))
        must_be_needed(passed, override)
        late = late_request(work.calendar, entry.dossier, reason, at.date())
        return acted(work, entry, overriding, at)._replace(caution=late)


def resume(path: Path, clock: Clock, actor: str, code: str, when: When | None) -> Acted:
    """The dossier's clock runs again and its due dates are derived anew. Raises as `suspend`, and `CalendarGap`."""
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.resume)
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office, hour_decides=True)
        return acted(work, entry, Resume(ending_dates(work, entry.dossier, at), is_day(when)), at)


def extend(
    path: Path,
    clock: Clock,
    actor: str,
    code: str,
    new: date,
    letter: str,
    note: str,
    when: When | None,
    override: str,
) -> Acted:
    """A letter of apology gives the dossier a new appointment; its due date stays and decides its outcome.

    Raises `WrongState`, `NoDueDate`, `BadNewDate`, `SecondLetter`, `LateLetter`, `NoLetterInTime` or `RecordedLate`
    without an override, `NeedlessOverride`, `InTheFuture`, `BeforeLastAct`, `UnknownDossier`, `AmbiguousCode`.
    """
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.extend)
        before = entry.dossier
        at = act_instant(when, work.book.now, before, work.calendar, work.office)
        calendar, office = own_rules(work.connection, before.code, work.calendar)
        checked_new_date(calendar, before, new, at.date())
        said = Extend(letter, note, instant(new, due_second(calendar, office, new)), override, is_day(when))
        overriding, passed = overridden(work, entry, said, at, letter_passed(calendar, before, at.date()))
        must_be_needed(passed, override)
        return acted(work, entry, overriding, at)


def withdraw(
    path: Path, clock: Clock, actor: str, code: str, note: str, when: When | None, override: str = ""
) -> Acted:
    """The citizen took the dossier back: it is closed without a result.

    Raises as `resume`, and `RecordedLate` without an override, `NeedlessOverride`.
    """
    return _close(path, clock, actor, code, Withdraw(note, override=override), when)


def stop(
    path: Path,
    clock: Clock,
    actor: str,
    code: str,
    note: str,
    when: When | None,
    override: str,
    reason: StopReason | None = None,
) -> Acted:
    """The office stopped the dossier, at the citizen's request or because its supplement never came: it is closed
    without a result.

    Without a reason it is that the supplement never came, where one is waited for. Raises as `resume`, and
    `StopOutsideSupplement` without an override, `NeedlessOverride`.
    """
    return _close(path, clock, actor, code, Stop(note, override=override, reason=reason), when)


def _close(path: Path, clock: Clock, actor: str, code: str, said: Withdraw | Stop, when: When | None) -> Acted:
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, said.kind)
        at = act_instant(when, work.book.now, entry.dossier, work.calendar, work.office)
        said = said._replace(dates=ending_dates(work, entry.dossier, at), is_day=is_day(when))
        law = early = None
        if isinstance(said, Stop):
            if said.reason is None and waits_for_papers(entry.dossier):
                said = said._replace(reason=StopReason.supplement_expired)
            law = stop_passed(entry.dossier, said.reason)
            early = early_stop(entry.dossier, said.reason, at.date())
        overriding, passed = overridden(work, entry, said, at, law)
        must_be_needed(passed, said.override)
        return acted(work, entry, overriding, at)._replace(caution=early)


def assign(path: Path, clock: Clock, actor: str, code: str, officer: str) -> Acted:
    """Another officer is in charge of the open dossier from now on. Raises `WrongState`, `NothingToDo`."""
    with acting(path, clock, actor) as work:
        entry = allowed(work, code, Act.assign)
        if officer == entry.dossier.officer:
            raise NothingToDo
        at = act_instant(None, work.book.now, entry.dossier, work.calendar, work.office)
        return acted(work, entry, Assign(officer), at)
