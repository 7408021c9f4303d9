"""Who recorded an event and by which clock, in words: beside an event, and at once where the clock jumped."""

from onestop_cli.core.clock import Jump, Jumped
from onestop_cli.errors import N_
from onestop_cli.output.figures import moment
from onestop_cli.output.words import _

_CLOCKS = {Jump.back: N_("clock had gone back"), Jump.ahead: N_("clock had jumped ahead")}
_EVENTS = {
    Jump.back: N_("event {seq} was recorded after the clock had gone back"),
    Jump.ahead: N_("event {seq} was recorded after the clock had jumped ahead"),
}


def who_words(actor: str, login: str | None) -> str:
    """Who recorded it, as typed; the system's login behind it where that is another."""
    return f"{actor} ({login})" if login and login != actor else actor


def jump_words(jumped: Jump | None) -> str:
    """That the clock had jumped when it was recorded; nothing where it had not."""
    return "" if jumped is None else f"[{_(_CLOCKS[jumped])}]"


def event_jump_words(seq: int, jumped: Jump) -> str:
    """The same of an event that is named by its number."""
    return _(_EVENTS[jumped], seq=seq)


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
