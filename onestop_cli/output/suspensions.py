"""Suspensions for people: from when to when, why, what was asked for, and what it did to the dates (domain §3.3)."""

from datetime import date

from onestop_cli.core.dossier import Counts, Dates, Policy, Suspension
from onestop_cli.output.figures import moment
from onestop_cli.output.words import _, decree, label


def suspension_words(suspension: Suspension, *, with_notes: bool = True) -> str:
    """A suspension in one line: from when to when, why, and what it did to the dates; what was asked for and noted."""
    s = suspension
    until = moment(s.to_at) if s.to_at else _("now")
    text = _("{start} – {end}: {reason}; {policy}", start=moment(s.from_at), end=until, reason=s.reason,
             policy=policy_words(s.policy, s.policy_rule))  # fmt: skip
    if not s.counts.due:
        text += f"; {too_late_words(s.counts, s.before, s.after)}"
    elif s.after is not None and s.after.due_at != s.before.due_at:
        text += "; " + _("due {before} → {after}", before=moment(s.before.due_at), after=moment(s.after.due_at))
    text += asked_words(s.until, s.papers if with_notes else "")
    return text + noted(s.note, s.override) if with_notes else text


def policy_words(policy: Policy, rule: str) -> str:
    """What a suspension does to the limit; where nobody chose it, under which decree that is the default."""
    if not rule:
        return label(policy)
    if policy is Policy.restart:
        return _("{policy} (default: {decree}, art. 19(4))", policy=policy, decree=decree(rule))
    return _("{policy} (default: received under {decree})", policy=policy, decree=decree(rule))


def asked_words(until: date | None, papers: str) -> str:
    """By when and which papers a supplement was asked for, behind a sentence."""
    by = "; " + _("asked for by {day}", day=until) if until else ""
    return by + ("; " + _("papers: {papers}", papers=papers) if papers else "")


def too_late_words(counts: Counts, before: Dates | None = None, after: Dates | None = None) -> str:
    """What is said of a suspension that began after the due date: that it moves nothing, or which other date it moves.

    While it runs the dates are not there yet; then it is told which may still move.
    """
    names = (_("by statute"), _("new appointment"))
    if before is None or after is None:
        waiting = [name for name, counted in zip(names, counts[1:], strict=True) if counted]
        if waiting:
            return _("it began after the due date, which stays; it may move: {dates}", dates=", ".join(waiting))
    else:
        pairs = zip(names, before[1:], after[1:], strict=True)
        moved = [f"{name} {moment(old)} → {moment(new)}" for name, old, new in pairs if old != new]
        if moved:
            return _("it began after the due date, which stays; it moved: {dates}", dates="; ".join(moved))
    return _("it began after the due date and moves nothing")


def noted(note: str, override: str) -> str:
    """A note and the reason of an override behind a sentence."""
    passed = "; " + _("passing the law's limit: {override}", override=override) if override else ""
    return (f" — {note}" if note else "") + passed
