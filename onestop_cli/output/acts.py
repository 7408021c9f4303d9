"""What an act or an amendment answers a clerk: the dossier, its state, and every date or field before and after."""

from collections.abc import Sequence

from onestop_cli.core.corrections import changes
from onestop_cli.core.dossier import PERSONAL_FIELDS, Dossier, Person
from onestop_cli.core.outcomes import Outcome
from onestop_cli.core.supplements import Caution, LateRequest
from onestop_cli.output.dossiers import (
    appointment,
    closed_words,
    extension_words,
    late_words,
    provisional_words,
    state_words,
)
from onestop_cli.output.histories import value
from onestop_cli.output.pages import Facts, Page
from onestop_cli.output.suspensions import suspension_words
from onestop_cli.output.words import COLUMNS, _, decree, label

_DATES = ("due_at", "statutory_due_at", "extended_due_at")


def acted_text(before: Dossier, after: Dossier, outcome: Outcome | None, *, may_move: bool) -> Page:
    """The answer to an act: what became of the dossier, and its dates, before and after where they moved.

    `may_move`: a decision still to come could change the due date.
    """
    pairs = [(_("Dossier"), after.code), (_("State"), state_words(after, outcome))]
    if len(after.extensions) > len(before.extensions):
        pairs.append((_("Letter of apology"), extension_words(after.extensions[-1])))
    if after.suspensions != before.suspensions:
        pairs.append((_("Suspended"), suspension_words(after.suspensions[-1])))
    if after.officer != before.officer:
        pairs.append((_("Officer"), _arrow(before.officer or "—", after.officer)))
    if after.closed_at is not None:
        pairs.append((_("Closed"), f"{closed_words(after)} — {after.note}"))
    if after.stop_reason is not None:
        pairs.append((_("Stopped because"), label(after.stop_reason)))
    pairs += _dates(before, after)
    pairs += [(_("Recorded late"), late_words(r)) for r in after.recorded_late if r not in before.recorded_late]
    pairs += _provisional(before, after, may_move=may_move)
    return (Facts(pairs),)


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
    """The answer to an amendment: every column that says otherwise now, before and after."""
    pairs = [(_("Dossier"), after.code), (_("What"), what)]
    for name, (old, new) in changes(before, after).items():
        pairs.append((_(COLUMNS[name]), _arrow(value(name, old), value(name, new))))
    for name, old, new in zip(PERSONAL_FIELDS, *people, strict=True):
        if old != new:
            pairs.append((_(COLUMNS[name]), _arrow(old or "—", new or "—")))
    pairs += [(_("Recorded late"), late_words(r)) for r in after.recorded_late if r not in before.recorded_late]
    pairs += _provisional(before, after, may_move=may_move)
    return (Facts([*pairs, *((_("Event"), remark) for remark in remarks)]),)
