"""The checks of `audit check`, one row each, in the order in which they are told (domain §7).

To add one: its function in the room of its subject, its sentence and its row here; what the command lists, completes
and documents follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import NamedTuple

from onestop_cli.core.checks import (
    acceptance,
    dates,
    lateness,
    letters,
    numbers,
    pending,
    recording,
    shares,
    suspensions,
)
from onestop_cli.core.checks.facts import Facts
from onestop_cli.core.checks.findings import Found, Ground, OfDossier, Severity, Subject
from onestop_cli.core.dossier import Status
from onestop_cli.core.moments import VIETNAM
from onestop_cli.errors import N_, UnknownCheck

OfAll = Callable[[Facts, Ground], Iterator[Found]]
_FINDING, _INFO = Severity.finding, Severity.info
_PRACTICE = N_("no article, an auditor's question")


class Check(NamedTuple):
    """One pattern. `looks_for` says what it is, `sentence` what an auditor writes, with the values of what was found.

    `of_dossier` looks at each dossier, `of_all` at what was kept of all of them. `source` is the article or the case
    that it comes from, `thresholds` the settings that it goes by. One of dossiers looks at void ones only if it is
    `of_void`: they are in no figure.
    """

    name: str
    severity: Severity
    looks_for: str
    sentence: str
    source: str
    of_dossier: OfDossier | None = None
    of_all: OfAll | None = None
    thresholds: tuple[str, ...] = ()
    of_void: bool = False


CHECKS: tuple[Check, ...] = (
    Check("due-date-changed", _FINDING, N_("the due date was put off without a suspension, a letter or a notice"),
          N_("the due date was put off from {before} to {after} by a correction: no suspension, letter of apology or "
             "notice stands behind it."),
          N_("Decree 118/2025 art. 17"), dates.changed_due_date),
    Check("slip-differs", _FINDING, N_("the date on the slip is not the present due date, and nothing explains it"),
          N_("the slip says {slip}, the due date is {due}, and nothing explains the difference: no suspension, notice "
             "or new slip."),
          N_("Decree 118/2025 art. 17"), dates.slip_differs),
    Check("promise-not-derived", _FINDING, N_("a recorded date is not the one that follows from rules and calendar"),
          N_("the recorded date {said} does not follow from the rules and the calendar of that time: they give "
             "{derived}."),
          N_("Civil Code 2015 art. 147, 148"), dates.not_derived, of_void=True),
    Check("due-on-day-off", _INFO, N_("a due date that another system gave lies on a day off"),
          N_("the due date {due}, which another system gave, is a day off."),
          N_("Civil Code 2015 art. 148(5)"), dates.due_on_day_off),
    Check("paper-recorded-late", _FINDING, N_("a paper was recorded after the due date and makes the record better"),
          N_("{act} of {occurred} was recorded on {recorded}, when the due date had passed, and makes the record "
             "better."),
          _PRACTICE, lateness.papers_recorded_late, of_void=True),
    Check("limit-lengthened", _FINDING, N_("a longer limit was recorded after the due date"),
          N_("the limit was lengthened on {recorded}, after the due date {before}; since then it is {after}."),
          _PRACTICE, lateness.lengthened_limit, of_void=True),
    Check("entered-late", _FINDING, N_("a receipt, result or delivery was typed long after the due date it is before"),
          N_("typed on {recorded} by {actor} for a time before the due date {due}: {days} working days after that."),
          _PRACTICE, lateness.late_entries, thresholds=("entry_days",)),
    Check("officer-changed-late", _INFO, N_("another officer was put in charge after the due date"),
          N_("{officer} was put in charge after the due date {due}."),
          _PRACTICE, lateness.officer_changed_late),
    Check("finished-at-due", _INFO, N_("a result at the very due minute was recorded much later"),
          N_("the result of {finish} lies within a minute of the due minute {due} and was recorded {days} working days "
             "later."),
          _PRACTICE, lateness.finished_at_due, thresholds=("entry_days",)),
    Check("supplement-repeated", _FINDING, N_("papers were asked for more than once"),
          N_("papers were asked for a second time or more ({n}) on {on}; the first time was {first}."),
          N_("Decree 309/2026; Decision 766/QĐ-TTg"), suspensions.repeated_supplement),
    Check("supplement-on-due-day", _FINDING, N_("papers were asked for on or after the due day"),
          N_("papers were asked for on {asked}, on or after the due day {due}."),
          _PRACTICE, suspensions.supplement_on_due_day),
    Check("supplement-late", _FINDING, N_("papers were asked for later than 3 working days after receipt (61/2018)"),
          N_("papers were asked for on {on}, later than 3 working days after the receipt of {received}: the last day "
             "was {last}."),
          N_("Decree 61/2018"), suspensions.late_supplement),
    Check("stopped-early", _FINDING, N_("stopped though the time to supplement had not passed"),
          N_("stopped on {on}, though the citizen had until {until} to hand in the papers."),
          N_("Circular 03/2025/TT-VPCP, form 05"), suspensions.stopped_early),
    Check("suspension-long", _INFO, N_("a suspension takes very long"),
          N_("suspended since {on} for {days} days."),
          _PRACTICE, suspensions.long_suspension, thresholds=("suspension_days",)),
    Check("suspension-expired", _INFO, N_("the day to supplement has passed and the dossier still waits"),
          N_("the papers were due by {until}; the dossier is still suspended."),
          _PRACTICE, suspensions.expired_supplement),
    Check("letter-missing", _FINDING, N_("a late result without a letter of apology"),
          N_("the result came on {finish}, after the due date {due}, and no letter of apology was sent before."),
          N_("Decree 61/2018 art. 19(9)"), letters.missing_letter),
    Check("letter-repeated", _FINDING, N_("more than one letter of apology"),
          N_("letter of apology number {n} was sent on {on}; the first was of {first}."),
          N_("Decree 61/2018 art. 19(9)"), letters.repeated_letter),
    Check("letter-late", _FINDING, N_("a letter of apology after its last day"),
          N_("the letter of apology of {on}, recorded on {recorded}, is too late: the last day was {last}, a day "
             "before the due date."),
          N_("Decree 61/2018 art. 19(9)"), letters.late_letter),
    Check("overdue", _FINDING, N_("open, and overdue for long"),
          N_("open and overdue since {due}: {days} working days."),
          _PRACTICE, pending.overdue, thresholds=("overdue_days",)),
    Check("unassigned", _INFO, N_("nobody is in charge and one working day is left (limits of 3 days and more)"),
          N_("nobody is in charge, and it is due on {due}."),
          _PRACTICE, pending.unassigned),
    Check("same-second", _FINDING, N_("many results of different acts in the same second"),
          N_("{n} results of {acts} different acts are all of {time} on {on}, to the second."),
          _PRACTICE, of_all=recording.same_second, thresholds=("same_second",)),
    Check("collected-early", _FINDING, N_("picked up before the result was ready"),
          N_("the result was picked up on {collected}, before it was ready on {ready}."),
          _PRACTICE, recording.collected_early),
    Check("clock-went-back", _FINDING, N_("the computer's clock went back"),
          N_("the clock went back from {before} to {after}, by {seconds} seconds."),
          _PRACTICE, of_all=recording.clock_went_back, thresholds=("clock_back_seconds",)),
    Check("not-delivered", _INFO, N_("ready for long and not handed over"),
          N_("the result has been ready since {ready} and was not handed over for {days} days."),
          _PRACTICE, recording.not_delivered, thresholds=("not_delivered_days",)),
    Check("outside-hours", _INFO, N_("received at the counter outside duty hours"),
          N_("received at the counter on {received}, outside duty hours."),
          _PRACTICE, recording.outside_hours, thresholds=("duty_hours",)),
    Check("no-slip", _FINDING, N_("received and no slip was printed (where slip.required is yes)"),
          N_("received on {on} by {actor}, and no slip was printed."),
          N_("Decree 61/2018 art. 17(4)"), recording.no_slip),
    Check("imported", _INFO, N_("dossiers were imported"),
          N_("import {import} of {recorded} brought {n} dossiers: when they were recorded says nothing of them."),
          _PRACTICE, of_all=recording.imports),
    Check("accepted-late", _FINDING, N_("handed in online and accepted late"),
          N_("handed in online on {submitted} and received on {received}: to be received by {last}."),
          _PRACTICE, acceptance.accepted_late),
    Check("number-gap", _FINDING, N_("numbers of a day are missing"),
          N_("in series {series} numbers {first} to {last} are missing ({n})."),
          _PRACTICE, of_all=numbers.gaps),
    Check("number-duplicate", _FINDING, N_("a number was given twice"),
          N_("the number {code} was given to a second receipt."),
          _PRACTICE, of_all=numbers.duplicates),
    Check("code-other-day", _FINDING, N_("the code names another day than that of receipt"),
          N_("the code is of {day}, but the receipt was first entered as of {received}."),
          _PRACTICE, numbers.other_day, of_void=True),
    Check("void-overdue", _FINDING, N_("an overdue dossier was voided, and none like it is there"),
          N_("voided on {on} by {actor} though it was due on {due}; no other dossier of the same person, procedure "
             "and day is known."),
          _PRACTICE, of_all=numbers.voided_overdue),
    Check("voided", _INFO, N_("dossiers were voided, by whom"),
          N_("voided by {actor}, the first on {on}."),
          _PRACTICE, of_all=numbers.other_voids),
    Check("closed-share", _FINDING, N_("many dossiers of a month were withdrawn, stopped or voided"),
          N_("in {month} {n} dossiers were withdrawn ({withdrawn}), stopped ({stopped}) or voided ({void}), "
             "{percent} % of {received} received."),
          _PRACTICE, of_all=shares.closed_share, thresholds=("closed_percent", "closed_least")),
    Check("closed-after-due", _FINDING, N_("withdrawn or stopped after the due date"),
          N_("{act} on {closed}, after the due date {due}."),
          N_("Circular 01/2020/TT-VPCP, column 10"), shares.closed_after_due),
    Check("all-early", _INFO, N_("every result of a month is early"),
          N_("all {n} results of {month} with limits in days were early: none was of its due day."),
          _PRACTICE, of_all=shares.all_early, thresholds=("all_early",)),
)  # fmt: skip
BY_NAME = {check.name: check for check in CHECKS}
NAMES = tuple(BY_NAME)
_LAST = datetime.max.replace(tzinfo=VIETNAM)


class Finding(NamedTuple):
    """What a check found; several of one group are one."""

    check: Check
    found: Found


def chosen(names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of some names in their own order, all without any; `_` is `-`. Raises `UnknownCheck`."""
    wanted = [name.strip().lower().replace("_", "-") for name in names]
    for name in wanted:
        if name not in BY_NAME:
            near = get_close_matches(name, NAMES, 3, 0.3) or NAMES
            raise UnknownCheck(text=name, nearest=", ".join(near))
    return tuple(check for check in CHECKS if not wanted or check.name in wanted)


class Gathering:
    """The dossiers looked at one after another, and at the end all of them together."""

    def __init__(self, checks: Sequence[Check], facts: Facts, ground: Ground) -> None:
        self._checks = checks
        self._of_dossier = [(check, check.of_dossier) for check in checks if check.of_dossier is not None]
        self._of_all = [(check, check.of_all) for check in checks if check.of_all is not None]
        self._facts, self._ground = facts, ground
        self._found: dict[str, list[Found]] = {check.name: [] for check in checks}

    def look(self, of: Subject) -> None:
        """Look at one dossier."""
        is_void = of.dossier.status is Status.void
        for check, look in self._of_dossier:
            if is_void and not check.of_void:
                continue
            self._found[check.name] += filter(self._is_meant, look(of, self._ground))
        if self._of_all:
            self._facts.keep(of, self._ground)

    def findings(self) -> list[Finding]:
        """What was found, check by check in the order of the list, each the oldest first."""
        for check, look in self._of_all:
            self._found[check.name] += filter(self._is_meant, look(self._facts, self._ground))
        return [Finding(check, found) for check in self._checks for found in _in_order(self._found[check.name])]

    def _is_meant(self, found: Found) -> bool:
        return found.stands or found.recorded_at is None or self._ground.has(found.recorded_at)


def _in_order(found: Iterable[Found]) -> list[Found]:
    """What was found, a line for each group, the oldest first."""
    ordered = sorted(found, key=lambda each: (each.since or each.occurred_at or each.recorded_at or _LAST, each.seqs))
    groups: dict[object, list[Found]] = {}
    for place, each in enumerate(ordered):
        groups.setdefault(each.group or place, []).append(each)
    return [_as_one(group) for group in groups.values()]


def _as_one(group: Sequence[Found]) -> Found:
    """A group as one: the values of its first, and all dossiers and events."""
    if len(group) == 1:
        return group[0]
    dossiers = tuple(dict.fromkeys(code for each in group for code in each.dossiers))
    seqs = tuple(sorted({seq for each in group for seq in each.seqs}))
    return group[0]._replace(dossiers=dossiers, seqs=seqs)
