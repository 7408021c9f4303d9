"""Where a result goes and in which format."""

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onestop_cli.cli.session import one_of
from onestop_cli.errors import N_, BinaryOnScreen, ConflictingOptions, MissingPackage, UnknownFormat
from onestop_cli.output import console_text, records, stream

if TYPE_CHECKING:
    from onestop_cli.output.documents import Document

FORMATS = ("table", "json", "jsonl", "csv", "md")
REPORT_FORMATS = (*FORMATS, "html", "xlsx")
_SUFFIXES = {
    ".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".md": "md", ".txt": "table", ".html": "html", ".htm": "html",
    ".xlsx": "xlsx",
}  # fmt: skip


class Rendering(NamedTuple):
    """How a report is drawn: one of these is called, that of the format asked for.

    `whole` is the JSON value; `lines` are the records of CSV under `headings`; `json_lines` those of JSON Lines, where
    without them the whole is one line.
    """

    table: Callable[[], str]
    markdown: Callable[[], str]
    document: Callable[[], "Document"]
    whole: Callable[[], Any]
    lines: Callable[[], Iterable[dict[str, Any]]]
    headings: Sequence[str]
    json_lines: Callable[[], Iterable[dict[str, Any]]] | None = None


class Out(NamedTuple):
    """Where a result goes and in which format."""

    format: str
    target: Path | None

    def write(self, text: str) -> None:
        stream.write(text, self.target)

    @property
    def is_document(self) -> bool:
        """Whether the result is a whole document: a page or a workbook."""
        return self.format in ("html", "xlsx")

    def report(self, drawn: Rendering) -> None:
        """Write a report in the format asked for. Raises `TooManyRows`."""
        match self.format:
            case "table":
                self.write(drawn.table())
            case "md":
                self.write(drawn.markdown())
            case "csv":
                self.write(records.csv_text(drawn.lines(), drawn.headings))
            case "json":
                self.write(records.json_text(drawn.whole()))
            case "jsonl":
                self.write(records.jsonl_text(drawn.json_lines() if drawn.json_lines else [drawn.whole()]))
            case "html":
                from onestop_cli.output.html import html_text

                self.write(html_text(drawn.document()))
            case _:
                self._workbook(drawn.document())

    def _workbook(self, made: "Document") -> None:
        from onestop_cli.output.workbooks import workbook_bytes

        stream.write_bytes(workbook_bytes(made), self.target)

    def stream(self, pieces: Iterable[str]) -> int:
        """Write a long result piece by piece."""
        stream.write_pieces(pieces, self.target)
        return 0

    def records(
        self,
        found: Iterable[dict[str, Any]],
        headings: Sequence[str],
        table: Callable[[], str],
        *,
        single: bool = False,
    ) -> None:
        """Write records in the format asked for; `table` is called only for a person's table."""
        match self.format:
            case "table":
                self.write(table())
            case "json":
                made = list(found)
                self.write(records.json_text(made[0] if single else made))
            case "jsonl":
                self.write(records.jsonl_text(found))
            case "csv":
                self.write(records.csv_text(found, headings))
            case _:
                rows = ([records.cell(record[name]) for name in headings] for record in found)
                self.write(records.markdown_text(headings, rows))


def out(format_name: str | None, as_json: bool, output: str | None, formats: tuple[str, ...] = FORMATS) -> Out:
    """The format and target asked for.

    Raises `ConflictingOptions`, `UnknownFormat`, `BadValue`, `MissingPackage`, `BinaryOnScreen`.
    """
    target = Path(output) if output else None
    if target is not None:
        stream.check_target(target)
        console_text.for_a_file()
    if as_json and format_name not in (None, "json"):
        raise ConflictingOptions(first="--json", second=f"--format {format_name}")
    wanted = "json" if as_json else format_name
    if wanted is not None:
        return _possible(Out(one_of("--format", wanted, formats), target))
    if target is None:
        return Out("table", None)
    by_suffix = _SUFFIXES.get(target.suffix.lower())
    if by_suffix not in formats:
        known = ", ".join(end for end, name in _SUFFIXES.items() if name in formats)
        raise UnknownFormat(path=target, known=known)
    return _possible(Out(by_suffix, target))


PACKAGES = {
    "html": (N_("writing HTML"), ("jinja2", "markupsafe"), "jinja2>=3.1,<4"),
    "xlsx": (N_("writing a workbook"), ("xlsxwriter",), "xlsxwriter>=3.2,<4"),
}
"""What a format needs that may not be installed: what for, the modules, and how they are installed."""


def needs(format_name: str) -> None:
    """Raises `MissingPackage` where a format's package is not installed."""
    what, modules, package = PACKAGES[format_name]
    try:
        for module in modules:
            import_module(module)
    except ImportError:
        raise MissingPackage(what=what, package=package) from None


def _possible(found: Out) -> Out:
    """The same, if what it needs is there: looked at before anything is counted.

    Raises `MissingPackage`, `BinaryOnScreen`.
    """
    if found.is_document:
        needs(found.format)
    if found.format == "xlsx" and found.target is None and sys.stdout.isatty():
        raise BinaryOnScreen
    return found
