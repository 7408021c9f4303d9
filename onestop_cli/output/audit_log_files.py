"""What each event that concerns the whole file says in short."""

from typing import assert_never

from onestop_cli.core import file_events as of
from onestop_cli.core.ledger import Event
from onestop_cli.output.figures import day
from onestop_cli.output.forms.names import printed_words
from onestop_cli.output.words import _

_MOST = 3
"""So many of a list are named."""


def file_words(event: Event, number: str = "") -> str:
    """What an event of the file says, without what a clerk typed as words; nothing of a kind that is not known.

    `number` is that of the refusal to accept which it names, where it names one.
    """
    if event.kind not in of.KINDS:
        return ""
    match said := of.file_event(event.kind, event.data):
        case of.Init() | of.Config() | of.Settings():
            return _listed([f"{key} = {value}" for key, value in said.values.items()])
        case of.Versions():
            return _listed([f"{version.code} {version.name}" for version in said.versions])
        case of.VersionsUndone():
            return f"{said.code}; " + _("event {seq}", seq=said.seq)
        case of.CalendarLoad():
            return f"{said.first_year}–{said.last_year}"
        case of.CalendarConfirm():
            return f"{said.year}; {said.source}"
        case of.Notice():
            days = _listed([day(claim.on) for claim in said.claims])
            return "; ".join([days, *dict.fromkeys(f"{claim.name} ({claim.source})" for claim in said.claims[:1])])
        case of.Revoke():
            return _("event {seq}", seq=said.seq)
        case of.Import():
            return f"SHA-256 {said.sha256[:12]}"
        case of.SealFigures():
            return f"{day(said.period.start)} – {day(said.period.end)}; SHA-256 {said.digest[:12]}"
        case of.Restored():
            if said.replaced is None:
                return ""
            return _("in the place of a file that ended with event {anchor}", anchor=said.replaced.anchor)
        case of.ClockNote():
            return _("events {first} to {last}", first=said.first, last=said.last)
        case of.Decline():
            return f"{said.number}; {said.procedure_name}"
        case of.DeclinePrint():
            return "; ".join([_of_refusal(number, said.act), printed_words(said), said.digest[:12]])
        case of.DeclineErase():
            return "; ".join([_of_refusal(number, said.act), said.basis])
        case of.DeclineVoid():
            return _of_refusal(number, said.act)
        case _:
            assert_never(said)


def _of_refusal(number: str, seq: int) -> str:
    """Which refusal to accept: its number, and the event of it."""
    return "; ".join(part for part in (number, _("event {seq}", seq=seq)) if part)


def _listed(parts: list[str]) -> str:
    """The first of some parts, and how many there are behind them."""
    more = len(parts) - _MOST
    return ", ".join(parts[:_MOST]) + (_(" and {n} more", n=more) if more > 0 else "")
