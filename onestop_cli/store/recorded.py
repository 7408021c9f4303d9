"""What this process has recorded: told where it is interrupted, or where its answer is lost.

What is written within a transaction counts once that is committed. One command runs in a process, and one transaction
at a time.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from onestop_cli.core.clock import Jumped

MOST = 5
"""So many codes are told."""
_MANY = 1000
"""So many dossiers are counted; of more only that it is so is told."""


class Recorded(NamedTuple):
    """Whether anything was recorded, and the codes of the dossiers of it, the first few; none where they are many.

    `jumped` tells of a clock that had jumped when it was.
    """

    is_any: bool = False
    codes: tuple[str, ...] = ()
    n: int = 0
    jumped: "Jumped | None" = None


_written: dict[str, None] = {}
_jumped: "Jumped | None" = None
_recorded = Recorded()


def wrote(code: str) -> None:
    """An act of a dossier is in the transaction that is open."""
    if len(_written) <= _MANY:
        _written[code] = None


def jumped(jump: "Jumped") -> None:
    """The clock had jumped before an event of the transaction that is open."""
    global _jumped
    _jumped = jump


def committed() -> None:
    """The transaction that was open is on disk."""
    global _recorded
    codes = dict.fromkeys((*_recorded.codes, *_written))  # an interruption may come here twice
    n = len(_written.keys() - set(_recorded.codes)) + _recorded.n
    told = (tuple(codes)[:MOST], n) if n <= _MANY else ((), 0)
    _recorded = Recorded(True, *told, _jumped or _recorded.jumped)
    undone()


def undone() -> None:
    """Nothing is left of the transaction that was open."""
    global _jumped
    _written.clear()
    _jumped = None


def by_made_up_clock() -> None:
    """No clock of this machine had jumped: what was recorded goes by times that are made up."""
    global _recorded
    _recorded = _recorded._replace(jumped=None)


def recorded() -> Recorded:
    """What was recorded since `afresh`."""
    return _recorded


def afresh() -> None:
    """Nothing was recorded yet: a command begins."""
    global _recorded
    _recorded = Recorded()
    undone()
