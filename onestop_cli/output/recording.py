"""Who recorded an event and by which clock, in words."""

from onestop_cli.errors import N_
from onestop_cli.output.words import _

_CLOCKS = {"back": N_("clock had gone back"), "ahead": N_("clock had jumped ahead")}


def who_words(actor: str, login: str | None) -> str:
    """Who recorded it, as typed; the system's login behind it where that is another."""
    return f"{actor} ({login})" if login is not None and login != actor else actor


def clock_jump_words(jumped: str | None) -> str:
    """That the clock had jumped when it was recorded; nothing where it had not."""
    return f"[{_(_CLOCKS[jumped])}]" if jumped in _CLOCKS else ""
