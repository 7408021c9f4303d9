"""CSV: a heading line, a line a record, nothing that a spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

from onestop_cli.core.guards import guarded, guarded_json
from onestop_cli.output.records import Json, Record, flat


def csv_lines(records: Iterable[Record], headings: Sequence[str], delimiter: str = ",") -> Iterator[str]:
    """CSV piece by piece: a heading line, `\\n` line ends, every cell safe in a spreadsheet."""
    rows = ([cell(record[name]) for name in headings] for record in records)
    return csv_chunks(iter(lambda: list(islice(rows, 100)), []), headings, delimiter)


def csv_chunks(
    chunks: Iterable[Sequence[Sequence[object]]], headings: Sequence[str], delimiter: str = ","
) -> Iterator[str]:
    """CSV of cells that are safe already, a piece a chunk."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(headings)
    for chunk in chunks:
        writer.writerows(chunk)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def cell(value: Json) -> str:
    """A value as a CSV cell: limits as `3:working_day`, lists as compact JSON, nothing a formula."""
    match flat(value):
        case None:
            return ""
        case bool() as truth:
            return "true" if truth else "false"
        case str() as text:
            return guarded_json(text) if isinstance(value, dict | list) else guarded(text)
        case figure:
            return str(figure)
