"""A clock that jumped, as it is said at once and beside an event."""

from onestop_cli.core.clock import Jump, Jumped
from onestop_cli.output.figures import moment
from onestop_cli.output.words import _


def jumped_words(jumped: Jumped) -> str:
    """What is said at once of a clock that had jumped when something was recorded, and what to do."""
    told = {"seq": jumped.seq, "now": moment(jumped.now), "before": moment(jumped.before)}
    if jumped.jump is Jump.back:
        return _(
            "the clock went back: event {seq} was recorded at {now}, the one before at {before}; check the date of "
            "this machine; if it was ahead before, onestop doctor tells which events to note",
            **told,
        )
    return _(
        "the clock jumped ahead by {days} days: event {seq} was recorded at {now}, the one before at {before}; if it "
        "is wrong, set it right and note it: onestop audit clock {seq} --note REASON (up to a later one: --to SEQ)",
        days=(jumped.now - jumped.before).days,
        **told,
    )
