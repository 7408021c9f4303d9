"""The formats a result can be written in: a row each, with its endings, the package it needs and its writer.

A format that is not in the table is none: nothing falls through to another one.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from onestop_cli.core.progress import Progress, telling, telling_chunks
from onestop_cli.errors import N_, MissingPackage
from onestop_cli.output import records
from onestop_cli.output.pages import Part, Screen
from onestop_cli.output.records import Json, Record
from onestop_cli.output.rows import Typed
from onestop_cli.output.screens import drawn

if TYPE_CHECKING:
    from onestop_cli.output.documents import Document


class Rendering(NamedTuple):
    """How a result is drawn: one of these is called, that of the format asked for.

    `whole` is the JSON value, None where its records are too many to be held together; `lines` are the records of CSV
    under `headings`, `cells` the same as cells a chunk at a time where they are there already; `json_lines` those of
    JSON Lines, where without them the whole is one line. `typed` is there of what goes out as a table with types,
    `paper` of what is printed: a PDF.
    """

    table: Callable[[], Iterable[Part]]
    document: Callable[[], "Document"]
    whole: Callable[[], Json] | None
    lines: Callable[[], Iterable[Record]]
    headings: Sequence[str]
    json_lines: Callable[[], Iterable[Record]] | None = None
    cells: Callable[[], Iterable[Sequence[Sequence[object]]]] | None = None
    typed: Typed | None = None
    is_for_excel: bool = False
    paper: bytes = b""

    @property
    def size(self) -> int | None:
        """How many rows there are, where that is known beforehand."""
        return self.typed.size if self.typed else None

    def telling(self, progress: Progress) -> "Rendering":
        """The same, which tells how many of its rows are written."""
        lines, cells, typed = self.lines, self.cells, self.typed
        return self._replace(
            lines=lambda: telling(progress, lines()),
            cells=None if cells is None else lambda: telling_chunks(progress, cells()),
            typed=None if typed is None else typed._replace(records=lambda: telling(progress, typed.records())),
        )


class Package(NamedTuple):
    """What a format needs that may not be installed: what for, the modules, and how they are installed.

    Those of `in_part` are not loaded as a whole by what uses them, and so are only looked for.
    """

    what: str
    modules: tuple[str, ...]
    requirements: tuple[str, ...]
    in_part: tuple[str, ...] = ()

    def must_be_installed(self) -> None:
        """Raises `MissingPackage` where it is not."""
        try:
            for module in self.modules:
                import_module(module)
            is_there = all(map(find_spec, self.in_part))
        except ImportError:
            is_there = False
        if not is_there:
            raise MissingPackage(what=self.what, package='" "'.join(self.requirements))


class Format(NamedTuple):
    """A format. `pieces` writes a result for a screen; one of bytes is for no terminal.

    A document has the dossiers behind each figure. What `is_data` keeps every letter, in UTF-8, or is refused; one that
    `escapes` can do without letters on a terminal that lacks them.
    """

    name: str
    endings: tuple[str, ...]
    pieces: Callable[[Rendering, Screen], Iterable[str] | Iterable[bytes]]
    package: Package | None = None
    is_binary: bool = False
    is_document: bool = False
    is_data: bool = True
    escapes: bool = False

    def must_be_installed(self) -> None:
        """Raises `MissingPackage` where what the format needs is not installed."""
        if self.package is not None:
            self.package.must_be_installed()


def _table(of: Rendering, screen: Screen) -> Iterable[str]:
    return (drawn((part,), screen) for part in of.table())


def _json(of: Rendering, screen: Screen) -> Iterable[str]:
    if of.whole is None:
        return records.json_array(of.lines(), ascii_only=screen.is_ascii)
    return [records.json_text(of.whole(), ascii_only=screen.is_ascii)]


def _jsonl(of: Rendering, screen: Screen) -> Iterable[str]:
    lines = of.json_lines() if of.json_lines else of.lines() if of.whole is None else [of.whole()]
    return (records.compact(line, ascii_only=screen.is_ascii) + "\n" for line in lines)


def _csv(of: Rendering, screen: Screen) -> Iterable[str]:
    from onestop_cli.output.cells import csv_chunks, csv_lines

    if of.is_for_excel:
        yield "\ufeff"
    delimiter = ";" if of.is_for_excel else ","
    if of.cells is not None:
        yield from csv_chunks(of.cells(), of.headings, delimiter)
    else:
        yield from csv_lines(of.lines(), of.headings, delimiter)


def _md(of: Rendering, screen: Screen) -> Iterable[str]:
    from onestop_cli.output.markdown import markdown_lines, markdown_text

    if of.whole is None:
        return markdown_lines(of.lines(), of.headings)
    return [markdown_text(of.document())]


def _html(of: Rendering, screen: Screen) -> Iterable[str]:
    from onestop_cli.output.html import html_text

    return [html_text(of.document())]


def _xlsx(of: Rendering, screen: Screen) -> Iterable[bytes]:
    if of.typed is not None:
        from onestop_cli.output.sheets import sheet_pieces

        return sheet_pieces(of.typed, of.headings, of.lines, screen.folder)
    from onestop_cli.output.workbooks import workbook_bytes

    return [workbook_bytes(of.document())]


def _parquet(of: Rendering, screen: Screen) -> Iterable[bytes]:
    from onestop_cli.output.parquet import parquet_pieces

    assert of.typed is not None
    return parquet_pieces(of.typed, screen.folder)


def _pdf(of: Rendering, screen: Screen) -> Iterable[bytes]:
    assert of.paper
    return [of.paper]


_HTML = Package(N_("writing HTML"), ("jinja2", "markupsafe"), ("jinja2>=3.1,<4",))
_XLSX = Package(N_("writing a workbook"), ("xlsxwriter",), ("xlsxwriter>=3.2,<4",))
_PARQUET = Package(
    N_("writing Parquet"),
    ("duckdb", "adbc_driver_manager", "adbc_driver_sqlite"),
    ("duckdb>=2.0,<3", "adbc-driver-sqlite>=1.13,<2", "adbc-driver-manager>=1.13,<2"),
)
_PAPER = ("typst>=0.15,<0.16", "pypdf>=7.1,<8", "segno>=1.6,<2")
PAPERS = {
    "pdf": Package(N_("writing PDF"), ("typst",), _PAPER, ("segno",)),
    "html": Package(
        N_("writing papers as HTML"), ("jinja2", "markupsafe"), ("jinja2>=3.1,<4", "segno>=1.6,<2"), ("segno",)
    ),
}
"""What draws the printed forms."""
STACKS = Package(N_("writing a stack of papers"), ("pypdf",), _PAPER)
"""What joins many papers to one PDF, which takes a while to load."""
FORMATS = {
    row.name: row
    for row in (
        Format("json", (".json",), _json, escapes=True),
        Format("jsonl", (".jsonl",), _jsonl, escapes=True),
        Format("csv", (".csv",), _csv),
        Format("md", (".md",), _md),
        Format("table", (".txt",), _table, is_data=False),
        Format("html", (".html", ".htm"), _html, _HTML, is_document=True),
        Format("xlsx", (".xlsx",), _xlsx, _XLSX, is_binary=True, is_document=True),
        Format("parquet", (".parquet",), _parquet, _PARQUET, is_binary=True),
        Format("pdf", (".pdf",), _pdf, PAPERS["pdf"], is_binary=True),
    )
}
RECORD_FORMATS = ("table", "json", "jsonl", "csv", "md")
"""What most commands answer in."""
REPORT_FORMATS = (*RECORD_FORMATS, "html", "xlsx")
REGISTER_FORMATS = (*REPORT_FORMATS, "pdf")
"""The register is a form of its own on paper."""
EXPORT_FORMATS = ("csv", "json", "jsonl", "xlsx", "parquet")
PORTAL_FORMATS = ("json", "jsonl")


def of_paper(paper: bytes) -> Rendering:
    """A paper, which is written in no other format."""
    return Rendering(tuple, partial(records_document, (), ()), None, tuple, (), paper=paper)


def format_of(ending: str, formats: Sequence[str]) -> Format | None:
    """The format of a file's ending, among those a command takes."""
    return next((FORMATS[name] for name in formats if ending.lower() in FORMATS[name].endings), None)


def endings(formats: Sequence[str]) -> list[str]:
    """The endings of files, of the formats a command takes."""
    return [ending for row in FORMATS.values() if row.name in formats for ending in row.endings]


def records_document(of: Iterable[Record], headings: Sequence[str]) -> "Document":
    """Records as a document of one table, under the keys of the contract."""
    from onestop_cli.output.cells import cell
    from onestop_cli.output.documents import Column, Document, Table

    rows = [[cell(record[name]) for name in headings] for record in of]
    return Document("", (), [Table("", "", [Column((name,)) for name in headings], rows)])
