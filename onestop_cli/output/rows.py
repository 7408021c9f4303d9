"""Rows as formats with types of their own are told them: workbooks and Parquet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.output.records import Record

if TYPE_CHECKING:
    from onestop_cli.usecases.exports import Columns

_PIECE = 1 << 20


class TypedColumn(NamedTuple):
    """A column that has a type: `kind` is `text`, `count`, `flag` or `moment`."""

    name: str
    kind: str = "text"


class Typed(NamedTuple):
    """What formats with types of their own are told, each value as flat as in CSV; a moment is an instant.

    `size` is how many rows there are, where that is known beforehand. With a `stream` the rows come from there.
    """

    columns: Sequence[TypedColumn]
    records: Callable[[], Iterable[Record]]
    size: int | None = None
    stream: "Columns | None" = None


def pieces_of(file: Path) -> Iterator[bytes]:
    """A file, piece by piece."""
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            yield piece
