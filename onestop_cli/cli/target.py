"""Where a result goes and in which format."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from onestop_cli.cli.session import one_of
from onestop_cli.core.text import visible
from onestop_cli.errors import BinaryOnScreen, ConflictingOptions, LettersMissing, UnknownFormat
from onestop_cli.output import formats, screens, stream
from onestop_cli.output.console_text import visible_text
from onestop_cli.output.figures import bytes_words, number
from onestop_cli.output.formats import RECORD_FORMATS, Format, Rendering
from onestop_cli.output.pages import Page, Screen
from onestop_cli.output.records import Json, Record
from onestop_cli.output.stream import Written
from onestop_cli.output.words import _, ngettext

if TYPE_CHECKING:
    from onestop_cli.output.documents import Document

T = TypeVar("T")


class Out(NamedTuple):
    """Where a result goes and in which format."""

    format: str
    target: Path | None
    may_page: bool = True
    is_told: bool = False

    @property
    def screen(self) -> Screen:
        """What is written on; data off a terminal lack no letter."""
        screen = screens.screen(self.target)
        return screen if screen.is_terminal or not self._row.is_data else screen._replace(is_ascii=False)

    @property
    def is_document(self) -> bool:
        """Whether the result is a whole document: a page or a workbook."""
        return self._row.is_document

    @property
    def _row(self) -> Format:
        return formats.FORMATS[self.format]

    def write(self, page: Page) -> None:
        """Write a page for a person."""
        self.say(self._tell([screens.drawn(page, self.screen)]))

    def report(self, rendering: Rendering) -> None:
        """Write a result in the format asked for, and say what was put into a file. Raises `TooManyRows`."""
        self.say(self.put(rendering))

    def put(self, rendering: Rendering) -> Written | None:
        """Write a result in the format asked for; what was put into a file. Raises `TooManyRows`."""
        pieces, is_data = self._row.pieces(rendering, self.screen), self._row.is_data
        if is_data:
            pieces = map(visible_text, pieces) if self.screen.is_terminal else pieces
            return stream.write_pieces(pieces, self.target, as_utf8=not self.screen.is_terminal)
        return self._tell(cast("Iterable[str]", pieces))

    def say(self, written: Written | None) -> None:
        """Say on stderr, which may be gone, what was put into the file named."""
        if written is None or not self.is_told:
            return
        path, size = str(self.target), bytes_words(written.size)
        words = _("wrote {path} ({size})", path=path, size=size)
        if written.lines is not None:
            named = {"path": path, "size": size, "lines": number(written.lines)}
            words = ngettext(
                "wrote {path} ({lines} line, {size})", "wrote {path} ({lines} lines, {size})", written.lines, **named
            )
        with suppress(OSError, ValueError):
            print(visible(words), file=sys.stderr, flush=True)

    def _tell(self, pieces: Iterable[str]) -> Written | None:
        """Write what a person reads, by a pager where it is longer than the terminal."""
        if self.may_page and self.screen.is_terminal:
            pieces = ["".join(pieces)]
            if screens.overflows(pieces[0]) and _is_paged(pieces[0]):
                return None
        return stream.write_pieces(pieces, self.target)

    def report_of(
        self,
        of: T,
        table: Callable[[T], Page],
        document: Callable[[T], "Document"],
        whole: Callable[[T], Json],
        lines: Callable[[T], Iterable[Record]],
        headings: Sequence[str],
        json_lines: Callable[[T], Iterable[Record]] | None = None,
    ) -> None:
        """Write a result, drawn by the function of it that is the format's."""
        one_by_one = partial(json_lines, of) if json_lines else None
        drawn = partial(table, of), partial(document, of), partial(whole, of), partial(lines, of)
        self.report(Rendering(*drawn, headings, one_by_one))

    def records(
        self,
        records: Iterable[Record],
        headings: Sequence[str],
        table: Callable[[], Page],
        whole: Callable[[], Json] | None = None,
    ) -> None:
        """Write records in the format asked for; `table` is called only for a person's table."""
        document = partial(formats.records_document, records, headings)
        listed = whole or (lambda: list(records))
        self.report(Rendering(table, document, listed, lambda: records, headings, lambda: records))

    def record(self, record: Record, table: Callable[[], Page]) -> None:
        """Write one record, under its own keys."""
        self.records([record], tuple(record), table, lambda: record)


def _is_paged(text: str) -> bool:
    from onestop_cli.cli.pager import is_paged

    return is_paged(text)


def out(format_name: str | None, as_json: bool, output: str | None, taken: tuple[str, ...] = RECORD_FORMATS) -> Out:
    """The format and target asked for; whether it can be had is looked at before anything is counted.

    Raises `ConflictingOptions`, `UnknownFormat`, `BadValue`, `MissingPackage`, `BinaryOnScreen`,
    `LettersMissing`.
    """
    target = Path(output) if output else None
    if target is not None:
        from onestop_cli.output.targets import check_target

        check_target(target)
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
    screen = screens.screen(target)
    if row.is_binary and screen.is_terminal:
        raise BinaryOnScreen(format=row.name)
    if row.is_data and not row.escapes and screen.is_terminal and screen.is_ascii:
        raise LettersMissing(format=row.name)
    return Out(row.name, target, is_told=True)
