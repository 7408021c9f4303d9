"""What an act or an amendment answers a clerk: the dossier, its state, and every date or field before and after."""

from collections.abc import Sequence

from onestop_cli.core.acts import Act
from onestop_cli.core.columns import IS_DAY
from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import PERSONAL_FIELDS, Dossier, Entry, Person
from onestop_cli.core.ledger import Event
from onestop_cli.core.outcomes import Outcome, View
from onestop_cli.core.supplements import Caution, LateRequest
from onestop_cli.output.dossiers import (
    appointment,
    closed_words,
    extension_words,
    late_words,
    named_facts,
    named_line,
    provisional_words,
    state_words,
)
from onestop_cli.output.figures import occurred
from onestop_cli.output.histories import value
from onestop_cli.output.pages import Facts, Lines, Page, Part
from onestop_cli.output.suspensions import suspension_words
from onestop_cli.output.words import COLUMNS, _, decree, label, officer_words

_DATES = ("due_at", "statutory_due_at", "extended_due_at")


def acted_text(before: Dossier, entry: Entry, outcome: Outcome | None, *, may_move: bool) -> Page:
    """The answer to an act: whose dossier it is, what became of it, and where its dates moved.

    `may_move`: a decision still to come could change the due date.
    """
    return (Facts([*named_facts(*entry), *_changes(before, entry.dossier, outcome, may_move=may_move)]),)


def several_text(acted: Sequence[tuple[Dossier, View]]) -> Page:
    """The answer to an act on several dossiers, of each whose it is and below it what became of it."""
    parts: list[Part] = []
    for before, (entry, outcome) in acted:
        after = entry.dossier
        told = [state_words(after, outcome)]
        if after.officer != before.officer:
            told.append(_arrow(officer_words(before.officer), after.officer))
        told += (f"{name}: {value}" for name, value in _dates(before, after))
        parts += [named_line(*entry), Lines(["  " + " · ".join(told)], hang=4)]
    return tuple(parts)


def went_on_text(entry: Entry, outcome: Outcome | None, acts: Sequence[Event]) -> Page:
    """A dossier that is not to be closed unseen: whose it is, where it stands, and what was done since its receipt."""
    done = (
        (label(Act(e.kind)), f"{occurred(e.occurred_at, is_day=bool(e.data.get(IS_DAY)))} · {e.actor}") for e in acts
    )
    return (Facts([*named_facts(*entry), (_("State"), state_words(entry.dossier, outcome)), *done]),)


def _changes(before: Dossier, after: Dossier, outcome: Outcome | None, *, may_move: bool) -> list[tuple[str, str]]:
    """Where a dossier stands after an act, and what of it is new."""
    pairs = [(_("State"), state_words(after, outcome))]
    if len(after.extensions) > len(before.extensions):
        pairs.append((_("Letter of apology"), extension_words(after.extensions[-1])))
    if after.suspensions != before.suspensions:
        pairs.append((_("Suspended"), suspension_words(after.suspensions[-1])))
    if after.officer != before.officer:
        pairs.append((_("Officer"), _arrow(officer_words(before.officer), after.officer)))
    if after.closed_at is not None:
        pairs.append((_("Closed"), f"{closed_words(after)} — {after.note}"))
    if after.stop_reason is not None:
        pairs.append((_("Stopped because"), label(after.stop_reason)))
    pairs += _dates(before, after)
    pairs += [(_("Recorded late"), late_words(r)) for r in after.recorded_late if r not in before.recorded_late]
    return pairs + _provisional(before, after, may_move=may_move)


def caution_words(dossier: Dossier, caution: Caution) -> str:
    """What is told at once of a limit of the law that was passed; it is a finding later."""
    if isinstance(caution, LateRequest):
        return _(
            "papers of dossier {code} were asked for on {on}; under {decree} that is done within 3 working days of "
            "receipt, by {last}",
            code=dossier.code, on=caution.on, decree=decree(dossier.rule_version), last=caution.last,
        )  # fmt: skip
    return _(
        "dossier {code} was stopped on {on}, before the day by which its papers were asked for, {until}, had passed",
        code=dossier.code, on=caution.on, until=caution.until,
    )  # fmt: skip


def slip_due_words(dossier: Dossier) -> str:
    """What is told at once of a slip that no longer says what it should."""
    if dossier.promised_due_at != dossier.due_at:
        return _("the slip handed out bears another date; print it again: onestop slip {code}", code=dossier.code)
    return _("the slip handed out no longer says what is recorded; print it again: onestop slip {code}",
             code=dossier.code)  # fmt: skip


def _dates(before: Dossier, after: Dossier) -> list[tuple[str, str]]:
    """The due date, and every other date that moved or differs from it."""
    dates: list[tuple[str, str]] = []
    for name in _DATES:
        old, new = getattr(before, name), getattr(after, name)
        if old != new and old is not None:
            dates.append((_(COLUMNS[name]), _arrow(appointment(old), appointment(new))))
        elif name == "due_at" or (new is not None and new != after.due_at):
            dates.append((_(COLUMNS[name]), appointment(new)))
    return dates


def _provisional(before: Dossier, after: Dossier, *, may_move: bool) -> list[tuple[str, str]]:
    """The remark on a due date that is new and that a decision still to come could change (§2.1)."""
    return [(_("Caution"), provisional_words())] if may_move and after.due_at != before.due_at else []


def _arrow(old: str, new: str) -> str:
    return f"{old} → {new}"


def changed_text(
    before: Dossier,
    after: Dossier,
    what: str,
    people: tuple[Person, Person],
    remarks: Sequence[str] = (),
    *,
    may_move: bool,
) -> Page:
    """The answer to an amendment: whose dossier it was, and every column that says otherwise now, before and after."""
    pairs = [*named_facts(before, people[0]), (_("What"), what)]
    for name, (old, new) in changes(before, after).items():
        pairs.append((_(COLUMNS[name]), _arrow(value(name, old), value(name, new))))
    for name, old, new in zip(PERSONAL_FIELDS, *people, strict=True):
        if old != new:
            pairs.append((_(COLUMNS[name]), _arrow(old or "—", new or "—")))
    pairs += [(_("Recorded late"), late_words(r)) for r in after.recorded_late if r not in before.recorded_late]
    pairs += _provisional(before, after, may_move=may_move)
    return (Facts([*pairs, *((_("Event"), remark) for remark in remarks)]),)
