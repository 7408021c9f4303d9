"""What an event changed of a dossier: its columns before and after; of names and free text only which (domain §8)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from onestop_cli.core.columns import FREE_TEXT, KEPT, LISTS
from onestop_cli.core.dossier import Dossier, Person


class FieldChange(NamedTuple):
    """A column, and what it held before and holds after."""

    name: str
    before: Any
    after: Any


_TOLD = [
    (place, column.name)
    for place, column in enumerate(KEPT)
    if not (column.is_internal or column.is_of_one_file or column.name in FREE_TEXT or column.type in LISTS)
]


def changed_fields(before: Dossier, after: Dossier) -> tuple[FieldChange, ...]:
    """The columns that hold something else, in their order; suspensions and letters show in the dates they moved."""
    pairs = ((name, before[place], after[place]) for place, name in _TOLD)
    return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def changed_words(
    before: Dossier, after: Dossier, was: Person, now: Person, named: Sequence[str] = ()
) -> tuple[str, ...]:
    """The names of the personal fields and of the free text that say something else, and of those `named` besides.

    A field that was erased since is told where the event names it.
    """
    personal = [name for name in Person._fields if getattr(was, name) != getattr(now, name) or name in named]
    return (*personal, *(name for name in sorted(FREE_TEXT) if getattr(before, name) != getattr(after, name)))
