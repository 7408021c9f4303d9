"""Where a result goes and in which format."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from onestop_cli.cli.session import one_of
from onestop_cli.errors import BinaryOnScreen, ConflictingOptions, UnknownFormat
from onestop_cli.output import formats, screens, stream
from onestop_cli.output.formats import RECORD_FORMATS, Format, Rendering
from onestop_cli.output.pages import Page, Screen
from onestop_cli.output.records import Json, Record


class Out(NamedTuple):
    """Where a result goes and in which format."""

    format: str
    target: Path | None

    @property
    def screen(self) -> Screen:
        """What is written on."""
        return screens.screen(self.target)

    @property
    def is_document(self) -> bool:
        """Whether the result is a whole document: a page or a workbook."""
        return self._row.is_document

    @property
    def _row(self) -> Format:
        return formats.FORMATS[self.format]

    def write(self, page: Page) -> None:
        """Write a page for a person."""
        stream.write_pieces([screens.drawn(page, self.screen)], self.target)

    def report(self, rendering: Rendering) -> None:
        """Write a result in the format asked for. Raises `TooManyRows`."""
        stream.write_pieces(self._row.pieces(rendering, self.screen), self.target)

    def records(
        self,
        records: Iterable[Record],
        headings: Sequence[str],
        table: Callable[[], Page],
        *,
        single: bool = False,
    ) -> None:
        """Write records in the format asked for; `table` is called only for a person's table."""

        def whole() -> Json:
            values = list(records)
            return values[0] if single else values

        self.report(
            Rendering(
                table=table,
                document=lambda: formats.records_document(records, headings, self.screen),
                whole=whole,
                lines=lambda: records,
                headings=headings,
                json_lines=lambda: records,
            )
        )


def out(format_name: str | None, as_json: bool, output: str | None, taken: tuple[str, ...] = RECORD_FORMATS) -> Out:
    """The format and target asked for; whether it can be had is looked at before anything is counted.

    Raises `ConflictingOptions`, `UnknownFormat`, `BadValue`, `MissingPackage`, `BinaryOnScreen`.
    """
    target = Path(output) if output else None
    if target is not None:
        stream.check_target(target)
    if as_json and format_name not in (None, "json"):
        raise ConflictingOptions(first="--json", second=f"--format {format_name}")
    name = "json" if as_json else format_name
    if name is not None:
        row = formats.FORMATS[one_of("--format", name, taken)]
    elif target is not None:
        row = formats.format_of(target.suffix, taken)
        if row is None:
            raise UnknownFormat(path=target, known=", ".join(formats.endings(taken)))
    else:
        row = formats.FORMATS["table"]
    row.must_be_installed()
    if row.is_binary and target is None and screens.screen(None).is_terminal:
        raise BinaryOnScreen
    return Out(row.name, target)
